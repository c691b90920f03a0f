"""Messages that no longer show what stands are drawn again: none is forgotten, none is drawn by two at once."""

from datetime import timedelta
from typing import Any

import pytest

from policywatch.types import Act, ActKind, DeliveryState, Receipt

RECEIPT = Receipt("1.1", "C1")
OWNER = "other-host:1:x"


@pytest.fixture
def sent(world: Any) -> Any:
    """A store with one matter that was told in two channels, of which one has its message."""
    store, now = world.store, world.now
    store.add_deliveries([world.delivery("d1", "chat", matter_id="m"), world.delivery("d2", "other", matter_id="m")], now)
    (claimed,) = store.claim_deliveries(now, world.owner, 60, channel_ids=["chat"])
    store.settle(claimed, DeliveryState.SENT, now, receipt=RECEIPT)
    return world


def act(store: Any, now: Any, number: int = 1) -> None:
    store.keep_act(Act(f"a{number}", ActKind.SNOOZE, "p", "matter:m", now))


def claim(world: Any, later_s: float = 0) -> list[Any]:
    return world.store.claim_redraws(world.now + timedelta(seconds=later_s), OWNER, 60)


def test_nothing_is_drawn_before_somebody_acts(sent: Any) -> None:
    assert claim(sent) == []


def test_an_act_outdates_what_was_sent_and_what_is_still_to_be(sent: Any) -> None:
    act(sent.store, sent.now)
    assert [one.delivery_id for one in claim(sent)] == ["d1"]
    (late,) = sent.store.claim_deliveries(sent.now, sent.owner, 60)
    sent.store.settle(late, DeliveryState.SENT, sent.now, receipt=RECEIPT)
    assert [one.delivery_id for one in claim(sent)] == ["d2"]


def test_many_acts_are_one_redraw_and_an_act_meanwhile_is_another(sent: Any) -> None:
    act(sent.store, sent.now, 1)
    act(sent.store, sent.now, 2)
    (first,) = claim(sent)
    assert claim(sent) == []
    act(sent.store, sent.now, 3)
    sent.store.settle_redraw(first, sent.now, drawn=True)
    (second,) = claim(sent)
    sent.store.settle_redraw(second, sent.now, drawn=True)
    assert claim(sent) == []


def test_a_redraw_that_failed_is_tried_again_when_its_time_has_come(sent: Any) -> None:
    act(sent.store, sent.now)
    (first,) = claim(sent)
    sent.store.settle_redraw(first, sent.now, drawn=False, next_attempt_at=sent.now + timedelta(seconds=30), error="rate")
    assert claim(sent, 29) == []
    assert [one.attempts for one in claim(sent, 30)] == [1]


def test_a_lease_that_ran_out_fences_its_holder_off(sent: Any) -> None:
    act(sent.store, sent.now)
    (first,) = claim(sent)
    (second,) = claim(sent, 61)
    sent.store.settle_redraw(first, sent.now, drawn=True)
    assert claim(sent, 62) == []
    sent.store.settle_redraw(second, sent.now, drawn=False)
    assert len(claim(sent, 62)) == 1


def test_news_under_a_message_outdates_it_and_is_what_it_shows(sent: Any) -> None:
    act(sent.store, sent.now)
    (first,) = claim(sent)
    sent.store.settle_redraw(first, sent.now, drawn=True)
    news = sent.delivery("d3", "chat", matter_id="m", parent="d1", alert_id="newer", created_at=sent.now + timedelta(hours=1))
    sent.store.add_deliveries([news], sent.now)
    (reply,) = sent.store.claim_deliveries(sent.now, sent.owner, 60, channel_ids=["chat"])
    sent.store.settle(reply, DeliveryState.SENT, sent.now, receipt=Receipt("2.2", "C1"))
    (again,) = claim(sent)
    assert (again.delivery_id, again.message.alert_id) == ("d1", "newer")
