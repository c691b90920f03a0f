"""The outbox; on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from policywatch.errors import LeaseLost, UsageError
from policywatch.types import Act, ActKind, DeliveryState, MessageKind, Receipt

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
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


THREADED = {"threaded": ["chat"]}


def _sent(world: Any, id: str, remote_id: str, now: Any = None, **fields: Any) -> None:
    """Queues and sends one message."""
    now = now or world.now
    world.store.add_deliveries([world.delivery(id, **fields)], now)
    (claimed,) = _claim(world, now, **THREADED)
    world.store.settle(claimed, DeliveryState.SENT, now, receipt=Receipt(remote_id, "C1"))


def test_news_waits_for_the_first_message_about_its_matter_and_then_knows_where_it_is(world: Any) -> None:
    world.store.add_deliveries([world.delivery("root", matter_id="m"), world.delivery("reply", matter_id="m")], world.now)
    (root,) = _claim(world, **THREADED)
    assert (root.id, root.parent_receipt) == ("root", None)
    assert _claim(world, **THREADED) == []
    world.store.settle(root, DeliveryState.SENT, world.now, receipt=Receipt("170.1"))
    (reply,) = _claim(world, **THREADED)
    assert (reply.id, reply.parent_id, reply.parent_receipt) == ("reply", "root", Receipt("170.1"))


def test_where_there_are_no_threads_nobody_waits(world: Any) -> None:
    world.store.add_deliveries([world.delivery("root", matter_id="m"), world.delivery("reply", matter_id="m")], world.now)
    assert [one.id for one in _claim(world)] == ["root", "reply"]


def test_a_first_message_of_unknown_fate_holds_the_next_for_an_hour(world: Any) -> None:
    world.store.add_deliveries([world.delivery("root", matter_id="m"), world.delivery("reply", matter_id="m")], world.now)
    (root,) = _claim(world, **THREADED)
    world.store.settle(root, DeliveryState.AMBIGUOUS, world.now, next_attempt_at=world.now + timedelta(days=1))
    assert _claim(world, world.now + 59 * MINUTE, **THREADED) == []
    assert [one.id for one in _claim(world, world.now + 61 * MINUTE, **THREADED)] == ["reply"]


@pytest.mark.parametrize("state", [DeliveryState.PARKED, DeliveryState.REVIEW, DeliveryState.REJECTED])
def test_a_first_message_that_is_out_of_the_way_leaves_its_place_to_the_next(world: Any, state: DeliveryState) -> None:
    world.store.add_deliveries([world.delivery("root", matter_id="m"), world.delivery("reply", matter_id="m")], world.now)
    (root,) = _claim(world, **THREADED)
    world.store.settle(root, state, world.now)
    (reply,) = _claim(world, **THREADED)
    assert (reply.id, reply.parent_receipt) == ("reply", None)


def test_what_is_held_until_later_comes_as_a_reply_under_what_passed_it(world: Any) -> None:
    world.store.add_deliveries([world.delivery("held", matter_id="m"), world.delivery("loud", matter_id="m")], world.now)
    (held,) = _claim(world, **THREADED)
    world.store.settle(held, DeliveryState.PENDING, world.now, next_attempt_at=world.now + timedelta(hours=9), untried=True)
    (loud,) = _claim(world, **THREADED)
    world.store.settle(loud, DeliveryState.SENT, world.now, receipt=Receipt("170.2"))
    (late,) = _claim(world, world.now + timedelta(hours=9), **THREADED)
    assert (late.id, late.parent_receipt) == ("held", Receipt("170.2"))


def test_a_claim_without_a_try_is_no_attempt(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    (claimed,) = _claim(world)
    world.store.settle(claimed, DeliveryState.PENDING, world.now, untried=True)
    stored = world.store.delivery("d1")
    assert (stored.attempts, stored.first_sent_at) == (0, None)


def _renewal(world: Any, id: str, **fields: Any) -> Any:
    return replace(world.delivery(id, matter_id="m", **fields), kind=MessageKind.RENEWAL)


def test_the_successor_of_a_first_message_takes_its_place(world: Any) -> None:
    _sent(world, "root", "170.1", matter_id="m")
    world.store.add_deliveries([_renewal(world, "successor")], world.now)
    (claimed,) = _claim(world, **THREADED)
    assert (claimed.parent_id, claimed.parent_receipt.remote_id) == ("root", "170.1")
    world.store.settle(claimed, DeliveryState.SENT, world.now, receipt=Receipt("180.1", "C1"))
    world.store.add_deliveries([world.delivery("news", matter_id="m")], world.now + MINUTE)
    (news,) = _claim(world, world.now + MINUTE, **THREADED)
    assert (news.parent_id, news.parent_receipt.remote_id) == ("successor", "180.1")


def test_the_first_message_of_a_matter_that_nobody_rejected_is_the_parent(world: Any) -> None:
    assert world.store.told_delivery("m", "chat") is None
    for id in ("one", "two"):
        world.store.add_deliveries([world.delivery(id, matter_id="m")], world.now)
    assert world.store.told_delivery("m", "chat") == "one"
    assert world.store.told_delivery("m", "mail") is None
    (one, _) = _claim(world)
    world.store.settle(one, DeliveryState.REVIEW, world.now)
    world.store.decide("one", DeliveryState.REJECTED, ACT)
    assert world.store.told_delivery("m", "chat") == "two"


def _summary(world: Any, id: str) -> Any:
    return replace(world.delivery(id), kind=MessageKind.SUMMARY)


def test_what_a_summary_tells_goes_into_its_thread(world: Any) -> None:
    world.store.add_deliveries([world.delivery(f"d{n}", matter_id=f"m{n}") for n in range(3)], world.now)
    assert list(world.store.loose_alerts("chat", world.now)) == ["d0", "d1", "d2"]
    assert world.store.gather(_summary(world, "s"), ["d0", "d1", "d2"], world.now)
    (summary,) = _claim(world, **THREADED)
    assert summary.id == "s" and _claim(world, **THREADED) == []
    world.store.settle(summary, DeliveryState.SENT, world.now, receipt=Receipt("170.1", "C1"))
    assert world.store.loose_alerts("chat", world.now) == {}
    replies = _claim(world, **THREADED)
    assert [(one.id, one.parent_id, one.summary_id) for one in replies] == [(f"d{n}", "s", "s") for n in range(3)]


def test_a_summary_that_waits_gives_way_to_one_that_tells_more(world: Any) -> None:
    world.store.add_deliveries([world.delivery("a"), world.delivery("b")], world.now)
    world.store.gather(_summary(world, "s1"), ["a", "b"], world.now)
    world.store.add_deliveries([world.delivery("c")], world.now)
    assert list(world.store.loose_alerts("chat", world.now)) == ["a", "b", "c"]
    assert world.store.gather(_summary(world, "s2"), ["a", "b", "c"], world.now)
    assert world.store.delivery("s1").state is DeliveryState.OVERTAKEN
    assert [one.id for one in _claim(world, **THREADED)] == ["s2"]


def test_a_summary_of_what_is_already_sent_is_not_made(world: Any) -> None:
    _sent(world, "a", "170.1")
    assert not world.store.gather(_summary(world, "s"), ["a"], world.now)
    assert world.store.delivery("s") is None


def test_news_on_a_told_matter_is_not_gathered(world: Any) -> None:
    _sent(world, "root", "170.1", matter_id="m")
    world.store.add_deliveries([world.delivery("news", matter_id="m"), world.delivery("other", matter_id="n")], world.now)
    assert list(world.store.loose_alerts("chat", world.now)) == ["other"]


def test_a_channel_is_spoken_to_by_one_process_at_a_time(world: Any) -> None:
    world.store.add_deliveries([world.delivery("a"), world.delivery("b"), world.delivery("c", "mail")], world.now)
    assert [one.id for one in _claim(world, limit=1)] == ["a"]
    assert [one.id for one in _claim(world, owner=ELSEWHERE)] == ["c"]
    world.store.leave_lanes(world.owner, {"chat": world.now + MINUTE})
    assert _claim(world, owner=ELSEWHERE) == []
    assert world.store.lanes_ready()["chat"] == world.now + MINUTE
    assert [one.id for one in _claim(world, world.now + MINUTE, owner=ELSEWHERE)] == ["b"]


def test_a_channel_that_asked_to_wait_is_left_alone_by_everybody(world: Any) -> None:
    world.store.add_deliveries([world.delivery("a")], world.now)
    (claimed,) = _claim(world)
    until = world.now + 5 * MINUTE
    world.store.settle(claimed, DeliveryState.PENDING, world.now, next_attempt_at=until, error="429", lane_until=until)
    world.store.add_deliveries([world.delivery("b")], world.now)
    assert _claim(world, world.now + MINUTE) == []
    assert [one.id for one in _claim(world, until)] == ["a", "b"]


def test_a_channel_that_stands_still_parks_what_comes_and_lets_it_go_when_it_is_mended(world: Any) -> None:
    world.store.add_deliveries([world.delivery("a"), world.delivery("b", "mail")], world.now)
    assert world.store.stop_channel("chat", "no token", world.now)
    assert not world.store.stop_channel("chat", "no token", world.now)
    world.store.add_deliveries([world.delivery("later")], world.now)
    assert [one.id for one in _claim(world)] == ["b"]
    assert world.store.park_stopped(world.now) == 1
    assert world.store.stopped_channels() == {"chat": "no token"}
    assert world.store.delivery("later").last_error == "no token"
    assert world.store.start_channel("chat", world.now) == 2
    assert [one.id for one in _claim(world)] == ["a", "later"]


def test_when_messages_stood_up_is_counted_without_updates_and_replies_of_a_summary(world: Any) -> None:
    _sent(world, "a", "170.1", matter_id="m")
    world.store.add_deliveries([_renewal(world, "update")], world.now)
    (update,) = _claim(world, **THREADED)
    world.store.settle(update, DeliveryState.SENT, world.now, receipt=Receipt("170.1"))
    assert world.store.sent_times("chat", world.now - MINUTE) == [world.now]
    assert world.store.sent_times("chat", world.now) == []


ACT = Act("act-1", ActKind.DECIDE, "person-1", "delivery:one", NOW)


def test_a_person_decides_only_where_a_person_is_asked(world: Any) -> None:
    world.store.add_deliveries([world.delivery()], world.now)
    with pytest.raises(UsageError, match="waits for no decision"):
        world.store.decide("d1", DeliveryState.REJECTED, ACT)
    (claimed,) = _claim(world)
    world.store.settle(claimed, DeliveryState.REVIEW, world.now)
    with pytest.raises(UsageError, match="only say"):
        world.store.decide("d1", DeliveryState.SENT, ACT)
    world.store.decide("d1", DeliveryState.PENDING, ACT)
    assert len(_claim(world)) == 1
    assert world.store.acts(kinds=[ActKind.DECIDE]) == [ACT]


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
