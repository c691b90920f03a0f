"""News on a known matter: the first message shows the current state, the thread keeps the history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.channels.slack import Slack
from alerts.message import delivery_for
from alerts.standing import Standing
from policywatch.testing.slack import FakeSlack, Fault, Stored
from policywatch.types import Delivery, NeedsReview, Receipt, Sent, Status
from tests.alerts import samples
from tests.alerts.outbox import deliveries
from tests.alerts.samples import NOW

Connect = Callable[..., Slack]


def reply(message, parent: Receipt, subject: str = "al-2") -> Delivery:
    made = delivery_for(replace(message, alert_id=subject), "legal", subject, NOW)
    return replace(made, parent_receipt=parent, first_sent_at=NOW)


async def first(channel: Slack) -> Receipt:
    sent = await channel.send(delivery_for(samples.new_rule(), "legal", "al-1", NOW), NOW)
    assert isinstance(sent, Sent)
    return sent.receipt


def header(stored: Stored) -> str:
    return str(stored.message["blocks"][0]["text"]["text"])


async def test_three_sources_of_one_matter_make_one_parent(slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    parent = await first(channel)
    for subject in ("al-2", "al-3"):
        assert isinstance(await channel.send(reply(samples.revised(), parent, subject), NOW), Sent)
    assert [bool(one.thread_ts) for one in slack.stored] == [False, True, True]
    assert not any(one.broadcast for one in slack.stored)


async def test_the_first_message_shows_the_current_state(slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    parent = await first(channel)
    before = slack.stored[0].delivery_id
    await channel.send(reply(samples.revised(), parent), NOW)
    assert header(slack.stored[0]).startswith("Revised rule")
    assert slack.stored[0].updates == 1 and slack.stored[0].delivery_id == before


@pytest.mark.parametrize(
    "news",
    [
        samples.deadline_moved(),
        samples.alert(samples.item(status=Status.WITHDRAWN)),
        replace(samples.alert(samples.item(status=Status.IN_FORCE)), severity=samples.Severity.HIGH),
    ],
    ids=["moved", "withdrawn", "in force"],
)
async def test_material_news_is_one_update_and_one_broadcast(news, slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    parent = await first(channel)
    await channel.send(reply(news, parent), NOW)
    assert slack.calls["chat.update"] == 1
    assert [one.broadcast for one in slack.stored] == [False, True]
    assert not any("reply_broadcast" in given for method, given in slack.requests if method == "chat.update")


@pytest.mark.parametrize("code", ["message_not_found", "edit_window_closed", "cant_update_message", "is_inactive"])
async def test_a_first_message_that_cannot_change_gets_a_successor(code: str, slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    parent = await first(channel)
    slack.faults["chat.update"].append(Fault("error", code))
    news = reply(samples.revised(), parent)
    assert isinstance(await channel.send(news, NOW), Sent)
    assert not slack.stored[1].thread_ts
    found = await channel.find(news, NOW)
    assert found is not None and found.remote_id == slack.stored[1].ts


async def test_a_deleted_first_message_does_not_hide_its_successor(slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    parent = await first(channel)
    slack._delete({"channel": "C1", "ts": parent.remote_id})
    slack.faults["chat.postMessage"].append(Fault("reset_after"))
    news = reply(samples.revised(), parent)
    await channel.send(news, NOW)
    assert await channel.find(news, NOW) is not None


async def test_an_older_state_never_overwrites_a_newer_one(slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    parent = await first(channel)
    newer = replace(samples.deadline_moved(), created_at=NOW + timedelta(hours=1))
    await channel.send(reply(newer, parent, "al-3"), NOW)
    await channel.send(reply(samples.revised(), parent, "al-2"), NOW)
    assert header(slack.stored[0]).startswith("Deadline moved")
    assert len(slack.stored) == 3


async def test_a_failing_update_does_not_keep_the_news_back(slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    parent = await first(channel)
    slack.faults["chat.update"].append(Fault("rate", "60"))
    assert isinstance(await channel.send(reply(samples.revised(), parent), NOW), Sent)
    assert slack.stored[1].thread_ts == parent.remote_id


async def test_a_repeat_that_came_after_the_grace_is_healed(slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    for delivery in deliveries(3):
        await channel.send(delivery, NOW)
    await channel.send(deliveries(1)[0], NOW)
    assert slack.doubled()
    assert await channel.heal(NOW - timedelta(hours=24), NOW) == 1
    assert not slack.doubled() and len(slack.stored) == 3
    assert await channel.heal(NOW - timedelta(hours=24), NOW) == 0


async def test_a_wrong_alert_is_taken_back_in_place(slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    delivery = deliveries(1)[0]
    gone = Standing(retracted=True, retracted_because="about <!channel> another company")
    assert isinstance(await channel.redraw(delivery, delivery.message, gone, NOW), NeedsReview)
    sent = await channel.send(delivery, NOW)
    kept = replace(delivery, receipt=sent.receipt)
    await channel.redraw(kept, kept.message, gone, NOW)
    (stored,) = slack.stored
    assert header(stored) == "Retracted"
    assert "<!" not in stored.message["text"]
    assert stored.delivery_id == delivery.id
    await channel.redraw(kept, kept.message, Standing(), NOW)
    assert header(stored).startswith("New rule")
