"""Feeds knowledge bases: which documents a chatbot is to know, each version once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.house import House
from policywatch.store import Fed
from policywatch.text import stable_id
from policywatch.types import Delivery, Message, MessageKind, NeedsReview, Receipt, Result, Sent

#: documents per transaction
BATCH = 200


def feed(house: House) -> int:
    """Queues what the knowledge bases do not know yet; how many documents."""
    return sum(_feed_one(house, channel_id) for channel_id in _fed_channels(house))


def _fed_channels(house: House) -> Iterator[str]:
    from alerts.knowledge import Options

    for channel in house.config.settings.channels:
        if isinstance(channel.options, Options):
            yield channel.id


def _feed_one(house: House, channel_id: str) -> int:
    queued = 0
    while found := house.store.to_feed(channel_id, BATCH):
        looked_at = [_looked_at(house, channel_id, one) for one in found]
        house.store.keep_fed(channel_id, looked_at, house.clock())
        queued += sum(one.delivery is not None for one in looked_at)
    return queued


def _looked_at(house: House, channel_id: str, one: Fed) -> Fed:
    """The document with a delivery when the bot does not know it so."""
    from alerts.knowledge import fact_of

    version = fact_of(one.row.id, one.row.document).version
    if version == one.version:
        return one
    delivery = _delivery(house, channel_id, one, version)
    return replace(one, version=version, delivery_id=delivery.id, delivery=delivery)


def _delivery(house: House, channel_id: str, one: Fed, version: str) -> Delivery:
    """Its id is made from what the document looked like before, too: a document that turns back is told again."""
    from alerts.message import delivery_for

    now = house.clock()
    message = Message(MessageKind.KNOWLEDGE, one.row.document.title, lines=(one.row.id,), created_at=now)
    return delivery_for(message, channel_id, stable_id(one.row.id, version, one.delivery_id), now)


async def attempt(house: House, channel: Any, delivery: Delivery) -> Result:
    """Hands the document, as it is now, to the bot; a delivery that a newer one replaced has nothing left to tell."""
    from alerts.knowledge import fact_of

    (document_id,) = delivery.message.lines
    one = house.store.fed(delivery.channel_id, document_id)
    if one is None or not hasattr(channel, "push"):
        return NeedsReview(f"channel '{delivery.channel_id}' feeds no bot any more: reject this delivery")
    if one.delivery_id != delivery.id:
        return Sent(Receipt(f"replaced by {one.delivery_id}", "", house.clock()))
    fact = fact_of(document_id, one.row.document)
    if fact.version != one.version:
        # what is told now is not told again by the next look; its delivery stays the same, so that nothing is lost if this fails
        house.store.keep_fed(delivery.channel_id, [replace(one, version=fact.version)], house.clock())
    result: Result = await channel.push(fact, delivery, house.clock())
    return result
