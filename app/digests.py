"""The weekly mail: which windows have closed, what stands in them, and each recipient exactly once.

A digest is queued by ids alone. Its content is made from the store when it is sent, so that no address and no mail ever lies in the
database, and a digest made again is the same digest.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.classifying import source_of
from app.house import House
from policywatch.config import DigestSettings
from policywatch.errors import UsageError
from policywatch.store import DocumentRow, digest_delivery_id
from policywatch.types import Band, Delivery, Item, Message, MessageKind, NeedsReview, Result

if TYPE_CHECKING:
    from alerts.digest import DigestInput
    from alerts.digest_window import Window


def last_window(digest: DigestSettings, now: datetime) -> "Window":
    """The last window that has closed."""
    from alerts.digest_window import window

    return window(digest.zone, digest.weekday, digest.at, now)


def open_window(digest: DigestSettings, now: datetime) -> "Window":
    """The window that is open now: what the next digest will tell, so far."""
    return last_window(digest, now + timedelta(days=7))


def named_window(digest: DigestSettings, week: str) -> "Window":
    """The window of an ISO week; raises UsageError for anything else."""
    from alerts.digest_window import window_of

    try:
        return window_of(digest.zone, digest.weekday, digest.at, week)
    except ValueError as error:
        raise UsageError(f"--week: {error}") from error


def input_for(house: House, digest: DigestSettings, window: "Window") -> "DigestInput":
    """Everything the digest of one window is made from."""
    from alerts.digest import DigestInput

    rows = house.store.digest_items(window.from_at, window.to_at, [Band.ALERT, Band.REVIEW])
    deadlines = ((_item(house, row), day) for row, day in house.store.open_deadlines(window.to_at))
    return DigestInput(
        digest_id=digest.id,
        name=digest.id,
        window=window,
        coverage=_coverage(house, window),
        items=tuple(_item(house, row) for row in rows),
        deadlines=tuple(deadlines),
        language=digest.language,
    )


def _item(house: House, row: DocumentRow) -> Item:
    from alerts.message import item_for

    if row.classification is None:
        raise UsageError(f"document {row.id} has no verdict yet: run `policywatch run` first")
    return item_for(row.id, row.document, row.classification, source_of(house, row.document), house.config.uses, update=row.update)


def _coverage(house: House, window: "Window") -> Any:
    from alerts.digest_coverage import Coverage, Trouble

    found = house.store.coverage(window.from_at, window.to_at)
    names = {s.id: " – ".join(filter(None, (s.authority, s.name))) or s.id for s in house.config.sources}
    failing = {one.source_id for one in found.failing}
    return Coverage(
        sources=found.sources,
        checked=found.checked,
        checks=found.checks,
        documents=found.documents,
        failing=tuple(Trouble(names.get(one.source_id, one.source_id), one.since, one.outcome, one.cause) for one in found.failing),
        blind=tuple(Trouble(names.get(source_id, source_id)) for source_id in found.blind if source_id not in failing),
        dropped={names.get(source_id, source_id): count for source_id, count in found.dropped_by_source.items()},
    )


def queue(house: House, digest: DigestSettings, window: "Window") -> tuple[int, int]:
    """Queues the digest of a window; how many recipients are new, and how many had it already."""
    now = house.clock()
    message = Message(MessageKind.DIGEST, f"digest {digest.id} {window.week}", lines=(digest.id, window.week), created_at=now)
    deliveries = [
        Delivery(
            id=digest_delivery_id(digest.id, recipient.id, window.week),
            channel_id=digest.channel,
            kind=MessageKind.DIGEST,
            message=message,
            next_attempt_at=now,
            recipient_id=recipient.id,
            created_at=now,
        )
        for recipient in digest.recipients
    ]
    fresh = house.store.add_deliveries(deliveries, now)
    return fresh, len(deliveries) - fresh


def send_due(house: House) -> int:
    """Queues every digest whose window has closed since the watch began; how many mails that makes."""
    queued = 0
    for digest in house.config.settings.digests:
        window = last_window(digest, house.clock())
        since = house.store.meta_get(f"digest_since:{digest.id}")
        if since is None:
            house.store.meta_set(f"digest_since:{digest.id}", house.clock().isoformat())
        elif window.to_at > datetime.fromisoformat(since):
            queued += queue(house, digest, window)[0]
    return queued


async def attempt(house: House, channel: Any, delivery: Delivery) -> Result:
    """Makes one recipient's digest and hands it to the mail channel."""
    from alerts.digest_mail import message_id, to_mail
    from alerts.digest_render import fitting

    digest_id, week = delivery.message.lines
    digest = next((one for one in house.config.settings.digests if one.id == digest_id), None)
    recipient = next((one for one in digest.recipients if one.id == delivery.recipient_id), None) if digest else None
    if digest is None or recipient is None:
        return NeedsReview(f"digest '{digest_id}' or its recipient left policywatch.yaml: put it back, or reject this delivery")
    if not hasattr(channel, "send_email"):
        return NeedsReview(f"channel '{digest.channel}' cannot carry a digest: name a channel of kind mail")
    content = fitting(input_for(house, digest, named_window(digest, week)))
    mail = to_mail(
        content,
        recipient.mail,
        channel.sender,
        message_id(content, recipient.id, channel.sender),
        sent_at=delivery.created_at or house.clock(),
    )
    result: Result = await channel.send_email(mail, (recipient.mail,), delivery, house.clock())
    return result


def _digests(house: House) -> tuple[DigestSettings, ...]:
    digests = house.config.settings.digests
    if not digests:
        raise UsageError("there is no digest in policywatch.yaml: add one under digests")
    return digests


def preview(house: House, week: str | None, out: Path) -> list[Path]:
    """Writes each digest as HTML, text and mail; one digest is called ``digest``, several carry their ids."""
    digests = _digests(house)
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for digest in digests:
        window = named_window(digest, week) if week else open_window(digest, house.clock())
        stem = "digest" if len(digests) == 1 else f"digest-{digest.id}"
        written += _write(house, digest, window, out / stem)
    return written


def _write(house: House, digest: DigestSettings, window: "Window", stem: Path) -> Iterator[Path]:
    from alerts.digest_mail import message_id, to_mail
    from alerts.digest_render import fitting, render_html, render_text

    content = fitting(input_for(house, digest, window))
    channel = house.config.settings.channel(digest.channel)
    sender = str(getattr(channel.options if channel else None, "sender", "policywatch@localhost"))
    recipient = digest.recipients[0] if digest.recipients else None
    to, recipient_id = (recipient.mail, recipient.id) if recipient else ("nobody@localhost", "nobody")
    mail = to_mail(content, to, sender, message_id(content, recipient_id, sender), sent_at=house.clock())
    for suffix, data in ((".html", render_html(content).encode()), (".txt", render_text(content).encode()), (".eml", mail.as_bytes())):
        path = stem.with_name(stem.name + suffix)
        path.write_bytes(data)
        yield path


async def send(house: House, week: str | None, out: Path | None) -> dict[str, Any]:
    """Queues and delivers the digests of a week (default: the last one that closed)."""
    from app.delivering import deliver, open_channels
    from app.progress import Progress

    fresh = again = 0
    for digest in _digests(house):
        window = named_window(digest, week) if week else last_window(digest, house.clock())
        new, old = queue(house, digest, window)
        fresh, again = fresh + new, again + old
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            list(_write(house, digest, window, out / f"digest-{digest.id}-{window.week}"))
    async with open_channels(house) as channels:
        ended = await deliver(house, channels, Progress())
    return {"queued": fresh, "already_sent": again, "deliveries": dict(Counter({s.value: n for s, n in ended.items()}))}
