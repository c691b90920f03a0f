"""The outbox; on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from policywatch.errors import LeaseLost, UsageError
from policywatch.types import DeliveryState, Receipt

MINUTE = timedelta(minutes=1)
ELSEWHERE = "elsewhere:1:1.00:aa"


def _claim(world: Any, now: Any = None, owner: str | None = None, **options: Any) -> Any:
    return world.store.claim_deliveries(now or world.now, owner or world.owner, 60, **options)


def test_a_queued_message_is_queued_once(world: Any) -> None:
    assert world.store.add_deliveries([world.delivery("a"), world.delivery("b")], world.now) == 2
    assert world.store.add_deliveries([world.delivery("b"), world.delivery("c")], world.now) == 1
    assert world.store.delivery_counts() == {DeliveryState.PENDING: 3}


def test_a_claimed_message_is_sending_before_it_is_sent(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    (claimed,) = _claim(world)
    stored = world.store.delivery("d1")
    assert stored == claimed
    assert (stored.state, stored.attempts, stored.first_sent_at) == (DeliveryState.SENDING, 1, world.now)
    assert _claim(world, owner=ELSEWHERE) == []


def test_the_first_time_of_sending_stays(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    (claimed,) = _claim(world)
    world.store.settle(claimed, DeliveryState.PENDING, world.now, next_attempt_at=world.now + MINUTE, error="429")
    assert _claim(world) == []
    (again,) = _claim(world, world.now + MINUTE)
    assert (again.attempts, again.first_sent_at, again.last_error) == (2, world.now, "429")


def test_messages_go_in_the_order_in_which_they_were_made(world: Any) -> None:
    made = [world.delivery(f"d{n}", created_at=world.now - n * MINUTE) for n in range(4)]
    world.store.add_deliveries(made, world.now)
    assert [one.id for one in _claim(world, limit=3)] == ["d3", "d2", "d1"]


def test_only_named_channels_are_served(world: Any) -> None:
    world.store.add_deliveries([world.delivery("a", "chat"), world.delivery("b", "mail")], world.now)
    assert [one.id for one in _claim(world, channel_ids=["mail"])] == ["b"]


def test_a_sent_message_keeps_its_receipt(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    (claimed,) = _claim(world)
    receipt = Receipt("170.1", "C1", world.now)
    world.store.settle(claimed, DeliveryState.SENT, world.now, receipt=receipt)
    stored = world.store.delivery("d1")
    assert (stored.state, stored.receipt, stored.next_attempt_at) == (DeliveryState.SENT, receipt, None)


def test_a_message_is_settled_once(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    (claimed,) = _claim(world)
    world.store.settle(claimed, DeliveryState.SENT, world.now)
    with pytest.raises(LeaseLost):
        world.store.settle(claimed, DeliveryState.PENDING, world.now)
    assert world.store.delivery("d1").state is DeliveryState.SENT


def test_a_message_whose_sender_vanished_is_ambiguous_and_never_resent_blindly(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    (stale,) = _claim(world, owner=ELSEWHERE)
    later = world.now + 2 * MINUTE
    assert _claim(world, later) == []
    assert world.store.delivery("d1").state is DeliveryState.AMBIGUOUS
    with pytest.raises(LeaseLost, match="reconciled"):
        world.store.settle(stale, DeliveryState.PENDING, later)
    (asked,) = world.store.claim_ambiguous(later, world.owner, 60)
    assert (asked.state, asked.reconciles, asked.attempts) == (DeliveryState.AMBIGUOUS, 1, 1)
    assert world.store.claim_ambiguous(later, ELSEWHERE, 60) == []
    world.store.settle(asked, DeliveryState.SENT, later, receipt=Receipt("found"))
    assert world.store.delivery("d1").receipt == Receipt("found")


def test_a_living_sender_is_not_doubted(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    _claim(world)
    assert world.store.claim_ambiguous(world.now + MINUTE / 2, ELSEWHERE, 60) == []
    assert world.store.delivery("d1").state is DeliveryState.SENDING


def test_an_ambiguous_message_is_asked_about_not_before_its_time(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    (claimed,) = _claim(world)
    world.store.settle(claimed, DeliveryState.AMBIGUOUS, world.now, next_attempt_at=world.now + MINUTE)
    assert world.store.claim_ambiguous(world.now, world.owner, 60) == []
    assert len(world.store.claim_ambiguous(world.now + MINUTE, world.owner, 60)) == 1


def test_a_reply_waits_for_its_parent_and_then_knows_where_it_is(world: Any) -> None:
    world.store.add_deliveries([world.delivery("root", matter_id="m"), world.delivery("reply", matter_id="m", parent="root")], world.now)
    (root,) = _claim(world)
    assert root.id == "root"
    assert _claim(world) == []
    world.store.settle(root, DeliveryState.SENT, world.now, receipt=Receipt("170.1"))
    (reply,) = _claim(world)
    assert (reply.id, reply.parent_receipt) == ("reply", Receipt("170.1"))


def test_trouble_of_a_parent_does_not_hold_a_reply_for_ever(world: Any) -> None:
    world.store.add_deliveries([world.delivery("root"), world.delivery("reply", parent="root")], world.now)
    (root,) = _claim(world)
    world.store.settle(root, DeliveryState.PENDING, world.now, next_attempt_at=world.now + timedelta(days=1))
    assert _claim(world, world.now + 59 * MINUTE) == []
    assert [one.id for one in _claim(world, world.now + 61 * MINUTE)] == ["reply"]


@pytest.mark.parametrize("state", [DeliveryState.PARKED, DeliveryState.REVIEW, DeliveryState.REJECTED])
def test_a_parent_that_is_out_of_the_way_frees_its_replies(world: Any, state: DeliveryState) -> None:
    world.store.add_deliveries([world.delivery("root"), world.delivery("reply", parent="root")], world.now)
    (root,) = _claim(world)
    world.store.settle(root, state, world.now)
    assert [one.id for one in _claim(world)] == ["reply"]


def test_the_first_message_of_a_matter_that_nobody_rejected_is_the_parent(world: Any) -> None:
    assert world.store.told_delivery("m", "chat") is None
    for id in ("one", "two"):
        world.store.add_deliveries([world.delivery(id, matter_id="m")], world.now)
    assert world.store.told_delivery("m", "chat") == "one"
    assert world.store.told_delivery("m", "mail") is None
    (one, _) = _claim(world)
    world.store.settle(one, DeliveryState.REVIEW, world.now)
    world.store.decide("one", DeliveryState.REJECTED, "person-1", world.now)
    assert world.store.told_delivery("m", "chat") == "two"


def test_parked_messages_go_again_when_the_channel_is_mended(world: Any) -> None:
    world.store.add_deliveries([world.delivery("a"), world.delivery("b", "mail")], world.now)
    assert world.store.park_channel("chat", "no token", world.now) == 1
    assert [one.id for one in _claim(world)] == ["b"]
    assert world.store.delivery("a").last_error == "no token"
    assert world.store.unpark("chat", world.now) == 1
    assert [one.id for one in _claim(world)] == ["a"]


def test_a_person_decides_only_where_a_person_is_asked(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    with pytest.raises(UsageError, match="waits for no decision"):
        world.store.decide("d1", DeliveryState.REJECTED, "person-1", world.now)
    (claimed,) = _claim(world)
    world.store.settle(claimed, DeliveryState.REVIEW, world.now)
    with pytest.raises(UsageError, match="only say"):
        world.store.decide("d1", DeliveryState.SENT, "person-1", world.now)
    world.store.decide("d1", DeliveryState.PENDING, "person-1", world.now)
    assert len(_claim(world)) == 1


def test_the_next_delivery_and_the_oldest_are_known(world: Any) -> None:
    assert (world.store.next_delivery_at(world.now), world.store.oldest_pending()) == (None, None)
    old = replace(world.delivery(), created_at=world.now - MINUTE, next_attempt_at=world.now + MINUTE)
    world.store.add_deliveries([old], world.now)
    assert world.store.next_delivery_at(world.now) == world.now + MINUTE
    assert world.store.oldest_pending() == world.now - MINUTE
    (claimed,) = _claim(world, world.now + MINUTE)
    assert world.store.next_delivery_at(world.now) == world.now + 2 * MINUTE
    world.store.settle(claimed, DeliveryState.SENT, world.now)
    assert (world.store.next_delivery_at(world.now), world.store.oldest_pending()) == (None, None)


def test_deliveries_are_listed_by_state(world: Any) -> None:
    world.store.add_deliveries([world.delivery("a"), world.delivery("b")], world.now)
    _claim(world, limit=1)
    assert [one.id for one in world.store.deliveries(DeliveryState.PENDING)] == ["b"]
    assert [one.id for one in world.store.deliveries(limit=1)] == ["b"]
    assert world.store.delivery("none") is None
