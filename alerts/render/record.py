"""A delivery as one JSON object: what the file channel writes and machines read.

Quotes are exact here, with whatever the publication put into them, but for mail addresses and phone numbers of persons: machines
get data, people get rendered text.
"""

from typing import Any

from alerts.render.safe import mask
from policywatch.types import Delivery, Item, LegalDate, MessageKind


def record(delivery: Delivery) -> dict[str, Any]:
    """The delivery in the form that the documentation promises."""
    message = delivery.message
    first = message.items[0] if message.items else None
    one = message.kind is MessageKind.ALERT and len(message.items) == 1
    created = message.created_at or delivery.created_at
    made: dict[str, Any] = {
        "delivery_id": delivery.id,
        "alert_id": message.alert_id or delivery.alert_id or None,
        "kind": message.kind.value,
        "title": mask(message.title, first.url if first else ""),
        "url": mask(first.url, first.url) if one and first else None,
        "source_id": first.source_id if one and first else None,
        "jurisdiction": mask(first.jurisdiction, first.url) if one and first else None,
        "uses": uses_of(first) if one and first else [],
        "severity": message.severity.value,
        "matter_id": message.matter_id or None,
        "parent_delivery_id": message.parent_delivery_id,
        "created_at": created.isoformat() if created else None,
    }
    if one and first:
        made |= {key: value for key, value in item_record(first).items() if key not in made}
    else:
        made |= {"items": [item_record(item) for item in message.items], "lines": [mask(line, "") for line in message.lines]}
    return made


def uses_of(item: Item) -> list[dict[str, Any]]:
    return [{"id": why.use_id, "score": why.score, "quote": mask(why.quote, item.url)} for why in item.why]


def _day(one: LegalDate) -> str | None:
    return one.on.isoformat() if one.on else None


def item_record(item: Item) -> dict[str, Any]:
    """One document of a message."""
    return {
        "title": mask(item.title, item.url),
        "url": mask(item.url, item.url),
        "source_id": item.source_id,
        "jurisdiction": mask(item.jurisdiction, item.url),
        "uses": uses_of(item),
        "document_id": item.document_id,
        "document_type": item.document_type.value,
        "status": item.status.value,
        "language": mask(item.language, item.url),
        "update_kind": item.update_kind.value,
        "band": item.band.value,
        "topic_score": item.topic_score,
        "published_at": item.published_at.isoformat() if item.published_at else None,
        "dates": [{"kind": one.kind.value, "on": _day(one)} for one in item.dates],
        "moved": [{"kind": one.after.kind.value, "from": _day(one.before), "to": _day(one.after)} for one in item.moved],
        "remark": mask(item.remark, item.url),
    }
