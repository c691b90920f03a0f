"""From an alert to a Message: the plain words and structure that every channel shows.

A Message carries what was published and why it may matter, as data; how it looks is decided where it is rendered.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from policywatch.types import (
    AIUse,
    Alert,
    Band,
    Cause,
    Change,
    Classification,
    Delivery,
    DeliveryState,
    Document,
    Item,
    Matter,
    Message,
    MessageKind,
    Relevance,
    Severity,
    Source,
    Update,
    UpdateKind,
    Why,
)

#: namespace of delivery ids; never changes, or everything would be sent again
_DELIVERIES = uuid.UUID("6f0d4a2e-6f5a-5c61-9a8e-2f1c5b7d9e03")

#: items that one message shows whole, and that a reply under it surely has room for
_SHOWN, _CHAPTER = 40, 20

Row = tuple[str, Document, Classification, Source]


def message_for(
    alert: Alert,
    update: Update,
    classification: Classification,
    source: Source,
    uses: Sequence[AIUse],
    matter: Matter,
    parent_delivery_id: str | None,
) -> Message:
    """What one alert tells; a reply under ``parent_delivery_id`` when the matter was told to this channel before."""
    item = item_for(update.document_id, update.document, classification, source, uses, update=update, relevances=alert.relevances or None)
    return Message(
        kind=MessageKind.ALERT,
        title=update.document.title or matter.title or update.document.url,
        items=(item,),
        severity=alert.severity,
        lines=alert.reasons,
        alert_id=alert.id,
        matter_id=alert.matter_id or matter.id,
        parent_delivery_id=parent_delivery_id,
        created_at=alert.created_at,
    )


def starting_picture(rows: Sequence[Row], uses: Sequence[AIUse], now: datetime) -> Message:
    """The one message about what sources held when they were first checked: every row is an item, most relevant first."""
    items = sorted((item_for(*row, uses) for row in rows), key=prominence)
    return Message(
        kind=MessageKind.STARTING_PICTURE,
        title="Starting picture",
        items=tuple(items),
        severity=Severity.NORMAL,
        created_at=now,
    )


def chapters_of(picture: Delivery) -> list[Delivery]:
    """What a long starting picture cannot show: its further items worth a look, for the thread under it."""
    told = [item for item in picture.message.items if item.band is not Band.DROP]
    if len(told) <= _SHOWN:
        return []
    parts = [told[start : start + _CHAPTER] for start in range(_CHAPTER, len(told), _CHAPTER)]
    return [
        replace(
            picture,
            id=delivery_id(picture.kind, f"{picture.id}:{number}", picture.channel_id),
            message=replace(picture.message, items=tuple(part)),
            summary_id=picture.id,
        )
        for number, part in enumerate(parts, 1)
    ]


def burst(messages: Sequence[Message], now: datetime) -> Message:
    """One summary in place of many alerts that came at once; every item of theirs is in it."""
    items = sorted((item for message in messages for item in message.items), key=prominence)
    loudest = min((message.severity for message in messages), key=list(Severity).index, default=Severity.NORMAL)
    return Message(kind=MessageKind.ALERT, title="Several updates at once", items=tuple(items), severity=loudest, created_at=now)


def summary_for(message: Message, channel_id: str, told: Sequence[str], now: datetime) -> Delivery:
    """The delivery of a summary of other deliveries; the same ones give the same id."""
    made = delivery_for(message, channel_id, "\x1f".join(sorted(told)), now)
    return replace(made, id=delivery_id(MessageKind.SUMMARY, "\x1f".join(sorted(told)), channel_id), kind=MessageKind.SUMMARY)


def successor_of(old: Delivery, newest: Message, now: datetime) -> Delivery:
    """The delivery that takes the place of a matter's first message that can no longer be changed; it is no alert of its own."""
    made = delivery_for(newest, old.channel_id, old.id, now)
    return replace(made, id=delivery_id(MessageKind.RENEWAL, old.id, old.channel_id), kind=MessageKind.RENEWAL, alert_id="")


def notice(title: str, lines: Sequence[str], severity: Severity = Severity.NORMAL, now: datetime | None = None) -> Message:
    """A word about the watch itself, such as a source that fails or a machine that is offline."""
    return Message(kind=MessageKind.NOTICE, title=title, lines=tuple(lines), severity=severity, created_at=now)


def digest_message(title: str, lines: Sequence[str], items: Sequence[Item], now: datetime) -> Message:
    """A digest for a chat: its verdict as lines, its items most relevant first."""
    return Message(kind=MessageKind.DIGEST, title=title, lines=tuple(lines), items=tuple(sorted(items, key=prominence)), created_at=now)


def item_for(
    document_id: str,
    document: Document,
    classification: Classification,
    source: Source,
    uses: Sequence[AIUse],
    *,
    update: Update | None = None,
    relevances: Sequence[Relevance] | None = None,
) -> Item:
    """One document as messages and digests tell it.

    ``relevances`` defaults to those of the classification that reach their use's own threshold.
    """
    return Item(
        title=document.title or document.url,
        url=document.url or source.url,
        source_id=source.id,
        source_name=source.name or source.id,
        authority=document.authority or source.authority,
        jurisdiction=document.jurisdiction or source.jurisdiction,
        language=document.language or source.language,
        document_id=document_id,
        document_type=document.document_type,
        status=document.status,
        published_at=document.published_at,
        seen_at=update.seen_at if update else None,
        topic_score=classification.topic_score,
        band=classification.band,
        summary=document.summary,
        why=whys(classification, uses, relevances),
        dates=document.dates,
        change=update.change if update else Change(),
        update_kind=update.kind if update else UpdateKind.NEW,
        moved=update.moved if update else (),
        body_sha256=document.body_sha256,
        remark=_remark(document),
    )


def whys(classification: Classification, uses: Sequence[AIUse], relevances: Sequence[Relevance] | None = None) -> tuple[Why, ...]:
    """The uses a message names, best first; a relevance of a use that no longer exists is left out."""
    known = {use.id: use for use in uses}
    if relevances is None:
        relevances = [one for one in classification.relevances if one.use_id in known and one.score >= known[one.use_id].threshold]
    best = sorted((one for one in relevances if one.use_id in known), key=lambda one: (-one.score, one.use_id))
    return tuple(
        Why(
            use_id=one.use_id,
            use_name=known[one.use_id].name,
            score=None if classification.unscored else one.score,
            quote=one.quote.text if one.quote else "",
            owner=known[one.use_id].owner,
        )
        for one in best
    )


def prominence(item: Item) -> tuple[int, float, float, str]:
    """Sort key of items: most relevant first; then what touches a use, then the newest, then by title."""
    bands = (Band.ALERT, Band.REVIEW, Band.DROP)
    best = max((why.score for why in item.why if why.score is not None), default=0.0)
    published = item.published_at.timestamp() if item.published_at else 0.0
    return bands.index(item.band), -(best if item.why else (item.topic_score or 0.0) - 1.0), -published, item.title


def delivery_id(kind: MessageKind, subject_id: str, channel_id: str) -> str:
    """The id under which a channel may ever see this; the same parts give the same id on every machine."""
    return str(uuid.uuid5(_DELIVERIES, "\x1f".join((kind.value, subject_id, channel_id))))


def delivery_for(message: Message, channel_id: str, subject_id: str, now: datetime, *, recipient_id: str = "") -> Delivery:
    """A pending delivery; made again from the same subject it has the same id, so that the store keeps one."""
    return Delivery(
        id=delivery_id(message.kind, "\x1f".join((subject_id, recipient_id)) if recipient_id else subject_id, channel_id),
        channel_id=channel_id,
        kind=message.kind,
        message=message,
        state=DeliveryState.PENDING,
        next_attempt_at=now,
        alert_id=message.alert_id,
        recipient_id=recipient_id,
        created_at=now,
    )


def _remark(document: Document) -> str:
    if document.text_origin == "link_only":
        return "only the link could be read"
    if document.page_missing or document.text_cause is not Cause.NONE:
        cause = document.text_cause.value.replace("_", " ")
        return f"page could not be had: {cause}" if cause else "page could not be had"
    return ""
