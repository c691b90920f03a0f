"""Brings sent messages up to what stands: after an act of a person, and after news under a message that people acted on.

Drawn straight from the store and not by the outbox: a redraw is the same however often it is made, so that it needs no look-up
before a second try, and only the newest state is worth drawing.
"""

from datetime import timedelta

import structlog

from app.delivering import Channels
from app.house import House
from policywatch.errors import ChannelError
from policywatch.store import Redraw
from policywatch.types import Ambiguous, Gone, NeedsReview, Parked, Result, Retry, Sent

log = structlog.get_logger()

#: how long a redraw waits for an admin before it is tried again
PARKED = timedelta(hours=1)


async def redraw(house: House, channels: Channels, matter_id: str | None = None) -> int:
    """Draws every message that is outdated and due, or those of one matter; how many were tried."""
    tried = 0
    while claimed := house.store.claim_redraws(house.clock(), house.owner, house.lease_s, matter_id=matter_id):
        for one in claimed:
            _settle(house, one, await _draw(house, channels, one), channels)
        tried += len(claimed)
    return tried


async def _draw(house: House, channels: Channels, one: Redraw) -> Result | Gone:
    from alerts.base import Redraws
    from alerts.standing import standing

    delivery = house.store.delivery(one.delivery_id)
    if delivery is None or delivery.receipt is None:
        return NeedsReview("its delivery has no receipt")
    try:
        channel = channels.get(delivery.channel_id)
    except ChannelError as error:
        return Parked(str(error))
    if not (channel.capabilities.update and isinstance(channel, Redraws)):
        return Sent(delivery.receipt)  # what cannot change shows all it ever will
    acts = house.store.acts(subjects=[f"matter:{delivery.message.matter_id}"])
    try:
        return await channel.redraw(delivery, one.message, standing(acts), house.clock())
    except Exception as error:  # noqa: BLE001 - the one boundary of a redraw: a bug must not stop other messages
        return Retry(None, f"unexpected {type(error).__name__}")


def _settle(house: House, one: Redraw, result: Result | Gone, channels: Channels) -> None:
    from alerts.deliver import next_attempt

    now = house.clock()
    match result:
        case Sent():
            house.store.settle_redraw(one, now, drawn=True)
        case Gone(reason):
            _succeed(house, one)
            log.info("message_succeeded", delivery_id=one.delivery_id, what=reason)
            house.store.settle_redraw(one, now, drawn=True, error=reason)
        case NeedsReview(reason):
            # it can never be drawn (deleted, too old to edit): the act stands all the same
            log.warning("redraw_given_up", delivery_id=one.delivery_id, what=reason)
            house.store.settle_redraw(one, now, drawn=True, error=reason)
        case Parked(reason):
            log.warning("redraw_waits", delivery_id=one.delivery_id, what=reason)
            house.store.settle_redraw(one, now, drawn=False, next_attempt_at=now + PARKED, error=reason)
        case Retry(after_s, reason):
            wait = next_attempt(one.attempts + 1, after_s)
            house.store.settle_redraw(one, now, drawn=False, next_attempt_at=now + wait, error=reason)
        case Ambiguous(reason):
            # it may be carried out late, also after the next one: both are made good after the grace
            doubt = now + timedelta(seconds=_grace_s(house, channels, one))
            house.store.settle_redraw(one, now, drawn=False, next_attempt_at=doubt, error=reason, doubtful_until=doubt)


def _grace_s(house: House, channels: Channels, one: Redraw) -> float:
    delivery = house.store.delivery(one.delivery_id)
    return float(channels.get(delivery.channel_id).capabilities.grace_s) if delivery else 0.0


def _succeed(house: House, one: Redraw) -> None:
    """Queues the message that takes the place of one that can never be changed again; what stands under a summary gets none."""
    from alerts.message import successor_of

    delivery = house.store.delivery(one.delivery_id)
    if delivery is not None and not delivery.summary_id:
        house.store.add_deliveries([successor_of(delivery, one.message, house.clock())], house.clock())
