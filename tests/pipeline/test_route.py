from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.route import applies_in, route, severity
from policywatch.types import (
    AIUse,
    Alert,
    Band,
    Classification,
    DateKind,
    Document,
    DocumentType,
    LegalDate,
    Matter,
    MovedDate,
    Relevance,
    Route,
    Severity,
    Source,
    Status,
    Update,
    UpdateKind,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HIRING = AIUse("hiring", "Hiring", "ranks candidates")
LENDING = AIUse("lending", "Lending", "scores borrowers", jurisdictions=("EU",), threshold=0.6)
SOURCE = Source("s", "feed", "https://example.org/feed")


def update(jurisdiction: str = "", **more: object) -> Update:
    document = replace(Document("s", "k", "u", "T", "1:a", jurisdiction=jurisdiction), **more)
    return Update("u1", "d1", UpdateKind.NEW, document, NOW)


def scored(band: Band = Band.ALERT, topic: float | None = 0.9, **scores: float) -> Classification:
    return Classification(topic, band, tuple(Relevance(use, score) for use, score in scores.items()))


def alerts(
    classification: Classification, *routes: Route, jurisdiction: str = "", source: Source = SOURCE, **more: object
) -> tuple[Alert, ...]:
    return route(update(jurisdiction, **more), classification, source, [HIRING, LENDING], routes, Matter("m", "T"), NOW)


def test_a_route_fires_at_the_threshold_of_its_use() -> None:
    (alert,) = alerts(scored(hiring=0.5), Route("slack", uses=("hiring",)))
    assert alert.channel_id == "slack" and alert.matter_id == "m" and "Hiring" in alert.reasons[0]


def test_a_score_below_the_threshold_stays_quiet() -> None:
    assert alerts(scored(hiring=0.49), Route("slack")) == ()


def test_the_minimum_of_a_route_replaces_the_threshold() -> None:
    assert alerts(scored(hiring=0.7), Route("slack", min_score=0.8)) == ()
    assert len(alerts(scored(hiring=0.3), Route("slack", min_score=0.2))) == 1


@pytest.mark.parametrize("band", [Band.REVIEW, Band.DROP])
def test_only_the_alert_band_alerts(band: Band) -> None:
    assert alerts(scored(band, hiring=0.9), Route("slack"), Route("slack", uses=("general",))) == ()


def test_what_touches_no_use_goes_to_the_general_routes() -> None:
    assert [a.channel_id for a in alerts(scored(hiring=0.1), Route("a"), Route("b", uses=("general",)))] == ["b"]


def test_what_touches_a_use_is_not_general() -> None:
    assert alerts(scored(hiring=0.9), Route("b", uses=("general",))) == ()


def test_a_part_of_a_named_place_is_heard() -> None:
    assert len(alerts(scored(hiring=0.9), Route("a", jurisdictions=("US",)), jurisdiction="US-CA")) == 1
    assert alerts(scored(hiring=0.9), Route("a", jurisdictions=("EU",)), jurisdiction="US-CA") == ()


@pytest.mark.parametrize(
    ("here", "places", "fits"),
    [
        ("US-CA", ["US"], True),
        ("DE", ["EU"], True),
        ("EU", ["DE"], True),
        ("INT", ["EU"], True),
        ("", ["EU"], True),
        ("US", ["EU"], False),
        ("US-NY", ["US-CA"], False),
        ("GB", ["EU"], False),
    ],
)
def test_places_contain_places(here: str, places: list[str], fits: bool) -> None:
    assert applies_in(here, places) is fits


def test_what_is_unknown_passes_every_route() -> None:
    picky = Route("a", jurisdictions=("EU",), document_types=("law",))
    assert len(alerts(scored(hiring=0.9), picky)) == 1
    assert alerts(scored(hiring=0.9), picky, document_type=DocumentType.NEWS) == ()


def test_the_place_of_the_source_stands_in_for_a_document_without_one() -> None:
    assert alerts(scored(hiring=0.9), Route("a", jurisdictions=("EU",)), source=replace(SOURCE, jurisdiction="US")) == ()


def test_a_use_lived_elsewhere_is_not_alerted_unless_the_route_names_the_place() -> None:
    assert alerts(scored(lending=0.9), Route("a"), jurisdiction="US-CA") == ()
    assert len(alerts(scored(lending=0.9), Route("a", jurisdictions=("US",)), jurisdiction="US-CA")) == 1
    assert len(alerts(scored(lending=0.9), Route("a"))) == 1


def test_a_use_lived_elsewhere_leaves_the_update_to_general() -> None:
    assert len(alerts(scored(lending=0.9), Route("a", uses=("general",)), jurisdiction="US-CA")) == 1


def test_a_secondary_source_is_only_heard_weekly() -> None:
    secondary = replace(SOURCE, tier="secondary")
    found = alerts(scored(hiring=0.9), Route("a"), Route("b", when="weekly"), source=secondary)
    assert [(a.channel_id, a.when) for a in found] == [("b", "weekly")]


def test_several_routes_of_one_channel_make_one_alert_and_now_wins() -> None:
    (alert,) = alerts(scored(hiring=0.9, lending=0.8), Route("a", uses=("hiring",), when="weekly"), Route("a", uses=("lending",)))
    assert alert.when == "now" and len(alert.reasons) == 2
    assert [r.use_id for r in alert.relevances] == ["hiring", "lending"]


def test_an_unscored_update_reaches_people_by_its_words() -> None:
    words = Classification(None, Band.ALERT, (Relevance("hiring", 0.2, terms=("recruitment",)),))
    (alert,) = alerts(words, Route("a", min_score=0.95))
    assert "unscored" in alert.reasons[0]


def test_an_unscored_update_that_names_no_use_is_general() -> None:
    assert len(alerts(Classification(None, Band.ALERT), Route("a"), Route("g", uses=("general",)))) == 1


def test_the_same_update_gives_the_same_alert_id() -> None:
    first, second = alerts(scored(hiring=0.9), Route("a")), alerts(scored(hiring=0.8), Route("a"))
    assert first[0].id == second[0].id


def test_severity_is_high_for_what_binds() -> None:
    band = scored(hiring=0.9)
    assert severity(update(), band, (), Status.IN_FORCE, NOW) is Severity.HIGH
    assert severity(update(), band, (), Status.ADOPTED_NOT_IN_FORCE, NOW) is Severity.HIGH
    assert severity(update(document_type=DocumentType.ENFORCEMENT), band, (), Status.UNKNOWN, NOW) is Severity.HIGH
    assert severity(update(), band, (), Status.UNKNOWN, NOW) is Severity.NORMAL
    assert severity(update(), scored(Band.REVIEW), (), Status.IN_FORCE, NOW) is Severity.LOW


@pytest.mark.parametrize(
    ("day", "wanted"), [(date(2026, 4, 1), "high"), (date(2026, 4, 2), "normal"), (date(2026, 3, 1), "normal"), (date(2026, 3, 2), "high")]
)
def test_a_deadline_within_thirty_days_is_loud(day: date, wanted: str) -> None:
    assert severity(update(), scored(), [LegalDate(DateKind.COMMENT_CLOSE, day)], Status.UNKNOWN, NOW).value == wanted


def test_a_moved_deadline_is_loud() -> None:
    before, after = (LegalDate(DateKind.COMMENT_CLOSE, date(2027, month, 30)) for month in (5, 6))
    moved = replace(update(), kind=UpdateKind.DATE_MOVED, moved=(MovedDate(before, after),))
    assert severity(moved, scored(), [after], Status.UNKNOWN, NOW) is Severity.HIGH


ROUTES = st.builds(
    Route,
    channel=st.sampled_from("abc"),
    uses=st.sampled_from([(), ("hiring",), ("lending",), ("general",), ("hiring", "general")]),
    jurisdictions=st.sampled_from([(), ("EU",), ("US",)]),
    min_score=st.sampled_from([None, 0.2, 0.9]),
    when=st.sampled_from(["now", "weekly"]),
)


@given(
    st.lists(ROUTES, max_size=6),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from(["", "EU", "DE", "US-CA", "JP"]),
    st.sampled_from(list(Band)),
)
def test_there_is_at_most_one_alert_for_a_channel(routes: list[Route], hiring: float, lending: float, place: str, band: Band) -> None:
    found = alerts(scored(band, hiring=hiring, lending=lending), *routes, jurisdiction=place)
    assert len({a.channel_id for a in found}) == len(found) == len({a.id for a in found})
    assert all(a.reasons for a in found) and (band is Band.ALERT or not found)


def test_a_route_may_set_how_loud_it_is() -> None:
    in_force = {"status": Status.IN_FORCE}
    (judged,) = alerts(scored(hiring=0.9), Route("a"), **in_force)
    (quiet,) = alerts(scored(hiring=0.9), Route("a", severity=Severity.LOW), **in_force)
    (loud,) = alerts(scored(hiring=0.9), Route("a", severity=Severity.HIGH))
    assert (judged.severity, quiet.severity, loud.severity) == (Severity.HIGH, Severity.LOW, Severity.HIGH)


def test_the_loudest_route_of_a_channel_wins() -> None:
    (alert,) = alerts(scored(hiring=0.9), Route("a", severity=Severity.LOW), Route("a", severity=Severity.HIGH))
    assert alert.severity is Severity.HIGH


def test_nothing_is_high_below_the_threshold_of_its_use() -> None:
    in_force = {"status": Status.IN_FORCE}
    (low,) = alerts(scored(hiring=0.3), Route("a", min_score=0.2), **in_force)
    (general,) = alerts(scored(hiring=0.1), Route("a", uses=("general",)), **in_force)
    assert low.severity is general.severity is Severity.NORMAL
