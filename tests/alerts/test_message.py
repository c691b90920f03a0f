"""From alerts to messages."""

from dataclasses import replace

from alerts.message import burst, delivery_for, item_for, message_for, starting_picture, whys
from alerts.render.words import Words
from policywatch.types import Alert, Band, Cause, Classification, Matter, MessageKind, Relevance, Severity
from tests.alerts import samples
from tests.alerts.samples import NOW, SOURCE, USES

ALERT = Alert(
    "al-1", "up-1", "legal", Severity.HIGH, samples.classification().relevances[:1], "ma-1", NOW, reasons=("CV screening reached 0.5",)
)
MATTER = Matter("ma-1", "Recruitment systems")


def test_an_alert_names_the_uses_that_fired_and_their_owner() -> None:
    message = message_for(ALERT, samples.update(), samples.classification(), SOURCE, USES, MATTER, None)
    (item,) = message.items
    assert [(why.use_id, why.owner) for why in item.why] == [("cv", "Employment law")]
    assert (message.kind, message.alert_id, message.matter_id, message.severity) == (MessageKind.ALERT, "al-1", "ma-1", Severity.HIGH)
    assert item.seen_at == NOW and item.body_sha256 == samples.SHA


def test_known_matters_become_replies() -> None:
    assert message_for(ALERT, samples.update(), samples.classification(), SOURCE, USES, MATTER, "d-0").parent_delivery_id == "d-0"


def test_the_source_fills_what_the_document_leaves_open() -> None:
    item = item_for("d", replace(samples.document(), language=""), samples.classification(), SOURCE, USES)
    assert (item.authority, item.jurisdiction, item.language) == ("Ministry of Digital Affairs", "EU", "en")


def test_uses_below_their_own_threshold_are_not_named() -> None:
    assert [why.use_id for why in whys(samples.classification(), USES)] == ["cv", "chat"]


def test_a_use_that_no_longer_exists_is_not_named() -> None:
    assert whys(Classification(0.9, Band.ALERT, (Relevance("gone", 0.9),)), USES) == ()


def test_words_alone_give_no_score() -> None:
    assert [why.score for why in whys(samples.classification(score=None), USES)] == [None, None]


def test_a_page_that_could_not_be_had_is_said() -> None:
    item = item_for("d", samples.document(page_missing=True, text_cause=Cause.TIMEOUT), samples.classification(), SOURCE, USES)
    assert item.remark == "page could not be had: timeout"


def test_a_starting_picture_lists_everything_with_the_most_relevant_first() -> None:
    rows = [
        (f"d{n}", samples.document(f"T{n}"), samples.classification(band, cv=score), SOURCE)
        for n, (band, score) in enumerate([(Band.REVIEW, 0.99), (Band.ALERT, 0.6), (Band.DROP, 0.1), (Band.ALERT, 0.9)])
    ]
    assert [item.title for item in starting_picture(rows, USES, NOW).items] == ["T3", "T1", "T0", "T2"]


def test_a_burst_keeps_every_item_and_the_loudest_severity() -> None:
    message = burst([samples.low_confidence(), samples.new_rule(), samples.consultation()], NOW)
    assert len(message.items) == 3 and message.severity is Severity.HIGH


def test_a_delivery_made_again_has_the_same_id() -> None:
    message = samples.new_rule()
    first, second = (delivery_for(message, "legal", "al-1", NOW) for _ in range(2))
    assert first == second
    others = {
        delivery_for(message, "risk", "al-1", NOW).id,
        delivery_for(message, "legal", "al-2", NOW).id,
        delivery_for(message, "legal", "al-1", NOW, recipient_id="r").id,
    }
    assert first.id not in others and len(others) == 3


def test_no_score_is_told_as_certain() -> None:
    assert [Words().score(score) for score in (1.0, 0.996, 0.4, 0.0, None)] == ["99 %", "99 %", "40 %", "0 %", "not scored"]
