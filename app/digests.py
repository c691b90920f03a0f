"""What stands in a digest, and how it reaches its reader; when it is due is the business of ``app.digest_queue``."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.acting import find_person
from app.bounces import keep_refusal
from app.classifying import source_of
from app.digest_links import judge_urls, unsubscribe_url
from app.digest_queue import Order, last_window, named_window, open_window, queue
from app.digest_readers import Reader, bouncing, has_left, reader_of, readers
from app.house import House
from app.sampling import draw
from policywatch.config import DigestSettings
from policywatch.config.build import GENERAL
from policywatch.errors import PolicywatchError, UsageError
from policywatch.store import DocumentRow
from policywatch.types import Act, Band, Delivery, Item, NeedsReview, Parked, Result

if TYPE_CHECKING:
    from email.message import EmailMessage

    from alerts.digest import Digest, DigestInput
    from alerts.digest_coverage import Coverage
    from alerts.digest_window import Window
    from alerts.standing import Standing


def input_for(house: House, reader: Reader, window: "Window", *, late_after: int | None = None, keep_links: bool = True) -> "DigestInput":
    """Everything one reader's digest of one window is made from."""
    from alerts.digest import DigestInput

    digest = reader.digest
    rows = house.store.digest_items(window.from_at, window.to_at, [Band.ALERT, Band.REVIEW], late_after=late_after)
    open_days = house.store.open_deadlines(window.to_at)
    stands = _standings(house, [*rows, *(row for row, _ in open_days)], window)
    told = (_item(house, row, stands) for row in rows if not stands[row.matter_id].retracted)
    items = tuple(item for item in told if _heard(item, digest))
    deadlines = ((_item(house, row, stands), day) for row, day in open_days)
    settled = frozenset(row.id for row in (*rows, *(row for row, _ in open_days)) if stands[row.matter_id].settled)
    sample = _sample(house, window, keep_links)
    unsure = [item.document_id for item in (*items, *sample) if item.band is not Band.ALERT]
    links = judge_urls(house, reader, unsure, window.to_at.date())
    return DigestInput(
        digest_id=digest.id,
        name=digest.name or digest.id,
        window=window,
        coverage=_coverage(house, digest, window),
        items=items,
        deadlines=tuple((item, day) for item, day in deadlines if _heard(item, digest)),
        settled=settled,
        language=digest.language,
        folders=house.config.language_folders,
        unsubscribe_url=unsubscribe_url(house, reader, keep=keep_links),
        judge_urls=links,
        sample=sample if links else (),
    )


def _sample(house: House, window: "Window", keep: bool) -> tuple[Item, ...]:
    """A few of the publications that nobody is told, the same for all who judge."""
    drawn = draw(house, window.week, window.from_at, window.to_at, keep=keep)
    rows = [row for id in drawn if (row := house.store.document(id)) and row.classification]
    stands = _standings(house, rows, window)
    return tuple(_item(house, row, stands) for row in rows)


def _heard(item: Item, digest: DigestSettings) -> bool:
    """Whether an item is for this reader; what touches no use is for those who ask for everything or for ``general``."""
    from pipeline.route import applies_in

    touched = {why.use_id for why in item.why} or {GENERAL}
    return (not digest.uses or bool(touched & set(digest.uses))) and applies_in(item.jurisdiction, digest.jurisdictions)


def _standings(house: House, rows: Sequence[DocumentRow], window: "Window") -> "Mapping[str | None, Standing]":
    """By matter, where it stood with people when the window closed."""
    from alerts.standing import Standing, standing

    acts: dict[str | None, list[Act]] = defaultdict(list)
    for act in house.store.acts(subjects={f"matter:{row.matter_id}" for row in rows if row.matter_id}):
        if act.at < window.to_at:
            acts[act.subject.removeprefix("matter:")].append(act)
    return defaultdict(Standing, {matter_id: standing(found) for matter_id, found in acts.items()})


def _item(house: House, row: DocumentRow, stands: "Mapping[str | None, Standing]") -> Item:
    """One publication as the digest tells it; whom a matter was given to goes before the owner of the use."""
    from alerts.message import item_for

    if row.classification is None:
        raise UsageError(f"document {row.id} has no verdict yet: run `policywatch run` first")
    made = item_for(row.id, row.document, row.classification, source_of(house, row.document), house.config.uses, update=row.update)
    person = find_person(house, id=stands[row.matter_id].assignee) if stands[row.matter_id].assignee else None
    return replace(made, why=tuple(replace(one, owner=person.name or person.id) for one in made.why)) if person else made


def _coverage(house: House, digest: DigestSettings, window: "Window") -> "Coverage":
    from alerts.digest_coverage import Coverage, Trouble

    found = house.store.coverage(window.from_at, window.to_at)
    names = {s.id: " – ".join(filter(None, (s.authority, s.name))) or s.id for s in house.config.sources}
    on_list = [reader for one in house.config.settings.digests if one.id == digest.id for reader in readers(house, one)]
    return Coverage(
        sources=found.sources,
        checked=found.checked,
        checks=found.checks,
        documents=found.documents,
        failing=tuple(Trouble(names.get(one.source_id, one.source_id), one.since, one.outcome, one.cause) for one in found.failing),
        blind=tuple(Trouble(names.get(source_id, source_id)) for source_id in found.blind),
        dropped={names.get(source_id, source_id): count for source_id, count in found.dropped_by_source.items()},
        bouncing=len(bouncing(house, on_list)),
    )


@dataclass(frozen=True, slots=True)
class Made:
    """One reader's digest, ready for its channel."""

    content: "Digest"
    items: tuple[Item, ...]
    calendar: bytes


def make(house: House, reader: Reader, window: "Window", *, late_after: int | None = None, keep_links: bool = True) -> Made:
    """The digest and the calendar of its deadlines; made again for the same window it is the same."""
    from alerts.digest_render import fitting

    made = input_for(house, reader, window, late_after=late_after, keep_links=keep_links)
    return Made(fitting(made), made.items, _calendar(house, made))


def _calendar(house: House, made: "DigestInput") -> bytes:
    """Every open deadline, and this week's items whole, so that a withdrawn rule takes its days away."""
    from alerts.digest_calendar import calendar, entries_of
    from alerts.render.card import Looks

    items = {
        item.document_id: item for item in (*(item for item, _ in made.deadlines if item.document_id not in made.settled), *made.items)
    }
    entries = [entry for item in items.values() for entry in entries_of(item, _revisions(house, item))]
    return calendar(entries, Looks(made.window.zone, made.language, made.folders), made.window.to_at) if entries else b""


def _revisions(house: House, item: Item) -> int:
    return max(0, len(house.store.fingerprints(item.document_id)) - 1)


async def attempt(house: House, channel: Any, delivery: Delivery) -> Result:
    """Makes one reader's digest and hands it to its channel, as a mail or as a message."""
    order = Order.of(delivery.message)
    reader = reader_of(house, order.digest_id, delivery.recipient_id)
    if reader is None:
        return NeedsReview(f"digest '{order.digest_id}' or its recipient left policywatch.yaml: put it back, or reject this delivery")
    if has_left(house, reader):
        return NeedsReview("the recipient has left the list: reject this delivery")
    try:
        made = make(house, reader, order.window, late_after=order.late_after)
        sender = channel.return_address(reader.id) if reader.recipient and hasattr(channel, "return_address") else ""
    except PolicywatchError as error:
        return Parked(str(error))
    if reader.recipient is None:
        return await _told(channel, made, delivery, house.clock())
    if not hasattr(channel, "send_email"):
        return NeedsReview(f"channel '{reader.digest.channel}' cannot carry a mail: name a channel of kind mail")
    mail = _mail(made, reader, channel.sender, sender, delivery.created_at or house.clock())
    result: Result = await channel.send_email(mail, (reader.recipient.mail,), delivery, house.clock(), envelope_from=sender)
    keep_refusal(house, reader, delivery, result)
    return result


async def _told(channel: Any, made: Made, delivery: Delivery, now: datetime) -> Result:
    from alerts.digest_chat import to_message

    result: Result = await channel.send(replace(delivery, message=to_message(made.content, made.items, delivery.created_at or now)), now)
    return result


def _mail(made: Made, reader: Reader, sender: str, mailto: str, sent_at: datetime) -> "EmailMessage":
    from alerts.digest_mail import message_id, to_mail

    assert reader.recipient is not None
    return to_mail(
        made.content,
        reader.recipient.mail,
        sender,
        message_id(made.content, reader.id, sender),
        sent_at=sent_at,
        calendar=made.calendar or None,
        mailto=mailto,
    )


# ---- by hand ---------------------------------------------------------------------------------------------------------


def _digests(house: House) -> tuple[DigestSettings, ...]:
    digests = house.config.settings.digests
    if not digests:
        raise UsageError("there is no digest in policywatch.yaml: add one under digests")
    return digests


def _reader(house: House, digest: DigestSettings, wanted: str | None) -> Reader | None:
    """The reader to preview for: the one that is named, else the first."""
    found = readers(house, digest)
    if wanted is None:
        return next(iter(found), Reader(digest, None))
    return next((reader for reader in found if reader.recipient and wanted in (reader.id, reader.recipient.mail)), None)


def preview(house: House, week: str | None, out: Path, recipient: str | None = None) -> list[Path]:
    """Writes each digest as HTML, text and mail; one digest is called ``digest``, several carry their ids."""
    wanted = [(digest, reader) for digest in _digests(house) if (reader := _reader(house, digest, recipient))]
    if not wanted:
        raise UsageError(f"--recipient: nobody called '{recipient}' gets a digest: name a mail address or an id under people")
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for digest, reader in wanted:
        window = named_window(reader.digest, week) if week else open_window(reader.digest, house.clock())
        stem = "digest" if len(wanted) == 1 else f"digest-{digest.id}"
        written += _write(house, reader, window, out / stem)
    return written


def _write(house: House, reader: Reader, window: "Window", stem: Path) -> Iterator[Path]:
    from alerts.digest_render import render_html, render_text

    made = make(house, reader, window, keep_links=False)
    channel = house.config.settings.channel(reader.digest.channel)
    files = [(".html", render_html(made.content).encode()), (".txt", render_text(made.content).encode())]
    if reader.recipient is not None:
        sender = str(getattr(channel.options if channel else None, "sender", "policywatch@localhost"))
        files.append((".eml", _mail(made, reader, sender, "", house.clock()).as_bytes()))
    if made.calendar:
        files.append((".ics", made.calendar))
    for suffix, data in files:
        path = stem.with_name(stem.name + suffix)
        path.write_bytes(data)
        yield path


async def send(house: House, week: str | None, out: Path | None) -> dict[str, Any]:
    """Queues and delivers the digests of a week (default: the last one that closed)."""
    from app.delivering import deliver, open_channels
    from app.progress import Progress

    fresh = again = 0
    for digest in _digests(house):
        for reader in _still_there(house, readers(house, digest)):
            window = named_window(reader.digest, week) if week else last_window(reader.digest, house.clock())
            new = queue(house, reader, [window])
            fresh, again = fresh + new, again + 1 - new
            if out is not None:
                out.mkdir(parents=True, exist_ok=True)
                list(_write(house, reader, window, out / "-".join(filter(None, ("digest", digest.id, window.week, reader.id)))))
    async with open_channels(house) as channels:
        ended = await deliver(house, channels, Progress())
    return {"queued": fresh, "already_sent": again, "deliveries": dict(Counter({s.value: n for s, n in ended.items()}))}


def _still_there(house: House, found: Sequence[Reader]) -> list[Reader]:
    gone = bouncing(house, found)
    return [reader for reader in found if reader not in gone and not has_left(house, reader)]
