"""What a Slack channel does with messages that stand there already: heals repeats, takes wrong ones back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from alerts.channels.slack import Slack
from alerts.standing import Standing
from policywatch.testing.slack import FakeSlack, Stored
from policywatch.types import NeedsReview
from tests.alerts.outbox import deliveries
from tests.alerts.samples import NOW

Connect = Callable[..., Slack]


def header(stored: Stored) -> str:
    return str(stored.message["blocks"][0]["text"]["text"])


async def test_a_repeat_that_came_after_the_grace_is_healed(slack: FakeSlack, connect: Connect) -> None:
    channel = connect()
    for delivery in deliveries(3):
        await channel.send(delivery, NOW)
    await channel.send(deliveries(1)[0], NOW)
    assert slack.doubled()
    assert await channel.heal(NOW - timedelta(hours=24), [], NOW) == 1
    assert not slack.doubled() and len(slack.stored) == 3
    assert await channel.heal(NOW - timedelta(hours=24), [], NOW) == 0


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
