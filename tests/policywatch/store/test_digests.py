"""What a week brought; on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from policywatch.store import Failing, digest_delivery_id
from policywatch.types import Band, Cause, DateKind, Feedback, LegalDate, Outcome

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


def test_a_digest_holds_what_was_classified_in_its_window(world: Any) -> None:
    one, two, three = world.waiting("k1", "k2", "k3")
    world.store.keep_classified([world.classified(one)], world.now)
    world.store.keep_classified([world.classified(two)], world.now + WEEK - timedelta(microseconds=1))
    world.store.keep_classified([world.classified(three)], world.now + WEEK)
    rows = world.store.digest_items(world.now, world.now + WEEK)
    assert [row.document.key for row in rows] == ["k1", "k2"]
    assert [row.update for row in rows] == [one.update, two.update]
    assert [alert.update_id for row in rows for alert in row.alerts] == [one.update_id, two.update_id]
    assert [row.document.key for row in world.store.digest_items(world.now + WEEK, world.now + 2 * WEEK)] == ["k3"]


def test_a_digest_can_leave_dropped_documents_out(world: Any) -> None:
    one, two = world.waiting("k1", "k2")
    dropped = world.classified(two, classification=world.verdict(Band.DROP, 0.1), alerts=(), deliveries=())
    world.store.keep_classified([world.classified(one), dropped], world.now)
    assert len(world.store.digest_items(world.now, world.now + WEEK)) == 2
    (row,) = world.store.digest_items(world.now, world.now + WEEK, bands=[Band.ALERT, Band.REVIEW])
    assert row.document.key == "k1"


def test_a_second_verdict_in_the_same_band_is_no_news_for_the_next_week(world: Any) -> None:
    (pending,) = world.waiting()
    world.store.keep_classified([world.classified(pending)], world.now)
    world.store.keep_rescored(pending.document_id, world.verdict(Band.ALERT, 0.7), world.now + WEEK)
    assert world.store.digest_items(world.now + WEEK, world.now + 2 * WEEK) == []
    world.store.keep_rescored(pending.document_id, world.verdict(Band.REVIEW, 0.4), world.now + WEEK)
    assert len(world.store.digest_items(world.now + WEEK, world.now + 2 * WEEK)) == 1


def test_open_deadlines_come_nearest_first_and_not_from_dropped_documents(world: Any) -> None:
    days = {"k1": date(2026, 12, 24), "k2": date(2026, 11, 24), "k3": date(2026, 11, 23), "k4": date(2027, 1, 1), "k5": None}
    items = []
    for pending in world.waiting(*days):
        found = LegalDate(DateKind.COMMENT_CLOSE, days[pending.document.key])
        verdict = world.verdict(Band.DROP if pending.document.key == "k4" else Band.ALERT)
        items.append(world.classified(pending, document=replace(pending.document, dates=(found,)), classification=verdict))
    world.store.keep_classified(items, world.now)
    assert [row.document.key for row, _ in world.store.open_deadlines(world.now)] == ["k2", "k1"]


def test_coverage_tells_what_failed_and_what_nobody_looked_at(world: Any) -> None:
    names = ["good", "failing", "blind", "paused", "retired"]
    sources = [world.source(name, paused=name == "paused") for name in names]
    claims = {claim.source.id: claim for claim in world.claim(*sources)}
    world.check(claims["good"], seeds=[world.document("k1", "good"), world.document("k2", "good")])
    world.check(claims["failing"], outcome=Outcome.FAILED, cause=Cause.TIMEOUT, complete=False)
    world.store.release([claims["blind"]])
    world.store.sync_sources(sources[:-1], world.now)
    found = world.store.coverage(world.now, world.now + WEEK)
    assert (found.sources, found.checked, found.checks, found.documents) == (3, 1, 2, 2)
    assert found.failing == (Failing("failing", world.now, Outcome.FAILED, Cause.TIMEOUT),)
    assert found.blind == ("blind",)
    assert world.store.coverage(world.now + WEEK, world.now + 2 * WEEK).checks == 0


def test_dropped_documents_are_counted_by_source_and_by_the_gate(world: Any) -> None:
    verdicts = [world.verdict(Band.DROP, 0.0, reason="no AI word"), world.verdict(Band.DROP, 0.1, reason="low"), world.verdict()]
    items = [
        world.classified(pending, classification=verdict) for pending, verdict in zip(world.waiting("a", "b", "c"), verdicts, strict=True)
    ]
    world.store.keep_classified(items, world.now)
    assert world.store.coverage(world.now, world.now + WEEK).dropped_by_source == {"veridia": 2}
    assert world.store.gate_counts(world.now, world.now + WEEK) == {"veridia": 1}
    assert world.store.gate_counts(world.now + WEEK, world.now + 2 * WEEK) == {}


def test_a_digest_is_queued_once_per_recipient_and_week(world: Any) -> None:
    id = digest_delivery_id("legal", "r1", "2026-W48")
    assert [world.store.add_deliveries([world.delivery(id, recipient_id="r1")], world.now) for _ in range(2)] == [1, 0]


def test_a_source_that_recovered_later_was_failing_then(world: Any) -> None:
    (claim,) = world.claim(world.source("a"))
    world.check(claim, outcome=Outcome.FAILED, cause=Cause.DNS, complete=False)
    (claim,) = world.claim(claim.source)
    world.check(claim, finished_at=world.now + WEEK)
    assert world.store.coverage(world.now, world.now + WEEK).failing == (Failing("a", world.now, Outcome.FAILED, Cause.DNS),)
    assert world.store.coverage(world.now, world.now + 2 * WEEK).failing == ()


def test_a_named_value_is_remembered_and_replaced(world: Any) -> None:
    assert world.store.meta_get("model") is None
    for value in ("a", "b\x00c"):
        world.store.meta_set("model", value)
    assert world.store.meta_get("model") == "bc"


def test_feedback_is_kept_and_can_be_taken_back(world: Any) -> None:
    (pending,) = world.waiting()
    verdict = Feedback(pending.document_id, "hiring", False, "person-1", world.now, "not ours")
    (id,) = world.store.feedback_add(verdict)
    world.store.feedback_add(replace(verdict, relevant=True, use_id=None))
    newest, oldest = world.store.feedback_list(pending.document_id)
    assert (oldest.id, oldest.relevant, oldest.reason, oldest.undone_at, newest.use_id) == (id, False, "not ours", None, None)
    assert [world.store.feedback_undo(id, world.now) for _ in range(2)] == [True, False]
    assert world.store.feedback_list(limit=2)[1].undone_at == world.now
    assert world.store.feedback_list("none") == []
