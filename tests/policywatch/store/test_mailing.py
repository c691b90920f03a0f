"""Recipients of the weekly mail, known by pseudonymous ids alone."""

from datetime import timedelta
from typing import Any

from policywatch.types import Delivery, DeliveryState, Message, MessageKind


def digest(id: str, recipient: str, digest_id: str = "weekly") -> Delivery:
    message = Message(MessageKind.DIGEST, "d", lines=(digest_id, "2026-W48", "", ""))
    return Delivery(id, "post", MessageKind.DIGEST, message, recipient_id=recipient)


def test_what_was_queued_is_found_by_digest_and_recipient(world: Any) -> None:
    world.store.add_deliveries([digest("1", "r1"), digest("2", "r2"), digest("3", "r1", "other")], world.now)
    assert [message.lines[0] for message in world.store.digest_messages("r1", "weekly")] == ["weekly"]
    assert world.store.digest_messages("r3", "weekly") == []


def test_who_leaves_gets_nothing_that_waits_and_others_keep_theirs(world: Any) -> None:
    world.store.add_deliveries([digest("1", "r1"), digest("2", "r2"), digest("3", "r1", "other")], world.now)
    assert world.store.reject_digests("r1", "weekly", world.now) == 1
    states = {one.id: one.state for one in world.store.deliveries()}
    assert states == {"1": DeliveryState.REJECTED, "2": DeliveryState.PENDING, "3": DeliveryState.PENDING}


def test_a_link_is_known_by_its_fingerprint(world: Any) -> None:
    for _ in range(2):
        world.store.keep_token("f" * 64, "weekly", "r1", world.now)
    assert world.store.token("f" * 64) == ("weekly", "r1")
    assert world.store.token("e" * 64) is None


def test_a_report_read_twice_is_one_bounce_and_only_final_ones_count(world: Any) -> None:
    kept = [world.store.keep_bounce(report, "r1", final, "5.1.1", world.now) for report, final in (("a", True), ("a", True), ("b", False))]
    assert kept == [True, False, True]
    assert world.store.final_bounces() == {"r1": 1}


def test_forgiven_bounces_do_not_count_any_more(world: Any) -> None:
    world.store.keep_bounce("a", "r1", True, "5.1.1", world.now)
    later = world.now + timedelta(hours=1)
    assert (world.store.forgive_bounces("r1", later), world.store.forgive_bounces("r2", later)) == (1, 0)
    assert world.store.final_bounces() == {}
    assert world.store.bounces_forgiven_at("r1") == later
    assert world.store.bounces_forgiven_at("r2") is None
