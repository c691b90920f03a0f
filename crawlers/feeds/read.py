"""From a feed's bytes to documents: clean, parse, read each entry, and say honestly whether all of it was there.

The ladder: JSON Feed, the strict reader for what is well-formed, feedparser for the rest. Bytes are UTF-8 before a parser sees them.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from crawlers.base import Fetched, Parsed
from crawlers.dates import read_date
from crawlers.feeds.charset import to_utf8
from crawlers.feeds.clean import capped, is_xml, mend, refusal, root
from crawlers.feeds.entry import Entry, Reading, cleaned
from crawlers.feeds.fast import is_fast, read_fast
from crawlers.feeds.json_feed import read_json
from crawlers.feeds.tolerant import read_tolerant
from policywatch.text import fingerprint, one_line, stable_id
from policywatch.types import Cause, Document, Source

MAX_ITEMS = 2000


def read_feed(source: Source, got: Fetched, *, zone: str | None = None, day_first: bool | None = None) -> Parsed:
    """The documents of a feed. Never an exception: what cannot be read is a cause."""
    return _finish(source, got, read_entries(got), zone, day_first)


def read_light(source: Source, got: Fetched, *, zone: str | None = None, day_first: bool | None = None) -> Parsed | None:
    """The documents of a small, well-formed feed, in bounded time; ``None`` when it is for a worker."""
    if not is_fast(got.body, got.headers.get("content-type", "")):
        return None
    reading = read_fast(got.body)
    return _finish(source, got, _cleaned(reading, got.url), zone, day_first) if reading is not None else None


def read_entries(got: Fetched) -> Reading:
    """Every entry of a feed, repeated ones included, with plain texts and web links only."""
    return _cleaned(_reading(got), got.url)


def _cleaned(reading: Reading, base: str) -> Reading:
    return replace(reading, entries=[cleaned(entry, base) for entry in reading.entries])


def _reading(got: Fetched) -> Reading:
    if not got.body.strip():
        return Reading(cause=Cause.EMPTY, detail="the answer is empty: look at the address in a browser")
    if got.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return read_json(got.body, MAX_ITEMS)
    body = to_utf8(got.body, got.headers.get("content-type", ""))
    if why := refusal(body):
        return Reading((), *why)
    if not root(body):
        cause = Cause.PARSE_XML if is_xml(body) else Cause.NOT_A_FEED
        return Reading(cause=cause, detail="the answer is no feed: look at the address in a browser")
    body, omitted = capped(mend(body), MAX_ITEMS)
    return replace(read_fast(body) or read_tolerant(body), omitted=omitted)


def _finish(source: Source, got: Fetched, reading: Reading, zone: str | None, day_first: bool | None) -> Parsed:
    kept = [entry for entry in reading.entries[:MAX_ITEMS] if not entry.is_blank]
    guids = Counter(entry.guid for entry in kept if entry.guid)
    single = _once(kept)
    digest = hashlib.sha256(got.body).hexdigest()
    documents = tuple(_document(source, got, entry, guids[entry.guid] == 1, zone, day_first, digest) for entry in single)
    omitted = reading.omitted + max(0, len(reading.entries) - MAX_ITEMS)
    said = (
        (len(reading.entries[:MAX_ITEMS]) - len(kept), "empty entries were skipped"),
        (len(kept) - len(single), "repeated entries were told once"),
        (omitted, f"entries past {MAX_ITEMS} were left out"),
    )
    detail = "; ".join(filter(None, (reading.detail, *(f"{count} {what}" for count, what in said if count))))
    whole = reading.cause is Cause.NONE and not omitted
    return Parsed(documents, whole, reading.cause, detail, asked_interval_s=reading.asked_s, omitted=omitted)


def _once(entries: Sequence[Entry]) -> list[Entry]:
    seen: dict[Sequence[str], Entry] = {}
    for entry in entries:
        seen.setdefault(_identity(entry), entry)
    return list(seen.values())


def _identity(entry: Entry) -> Sequence[str]:
    """What makes an entry itself: guids repeat and are missing, so never the guid alone."""
    name = entry.title or entry.summary or entry.content
    return entry.guid, entry.link, name, "" if entry.guid or entry.link else next(iter(entry.dates), "")


def _document(source: Source, got: Fetched, entry: Entry, once: bool, zone: str | None, day_first: bool | None, digest: str) -> Document:
    language = entry.language or source.language or entry.feed_language
    published_at, raw = published(entry, language, zone, day_first, got.fetched_at, source.jurisdiction)
    text = entry.content if entry.content != entry.summary else ""
    return Document(
        source_id=source.id,
        key=stable_id(*_identity(entry)),
        alias=stable_id(entry.guid, entry.link) if entry.guid and once else "",
        url=entry.link or source.url,
        title=entry.title or one_line(entry.summary or entry.content, 120) or one_line(entry.guid) or f"(untitled) {one_line(raw, 60)}",
        fingerprint=fingerprint(entry.title, entry.summary, text),
        summary=entry.summary,
        text=text,
        text_origin="entry" if text else "none",
        language=language,
        jurisdiction=source.jurisdiction,
        authority=source.authority,
        published_at=published_at,
        published_raw=raw,
        body_sha256=digest,
    )


def published(
    entry: Entry, language: str, zone: str | None, day_first: bool | None, now: datetime, jurisdiction: str = ""
) -> tuple[datetime | None, str]:
    """When an entry says it was published, and the words that say so; the first readable date wins."""
    for raw in entry.dates:
        if found := read_date(raw, language, zone, now, day_first, jurisdiction):
            return found, raw
    return None, next(iter(entry.dates), "")
