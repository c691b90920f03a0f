"""From a feed's bytes to documents: clean, parse, read each entry, and say honestly whether all of it was there."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawlers.base import Fetched, Parsed
from crawlers.dates import read_date
from crawlers.feeds.clean import is_closed, is_xml, mend, refusal, reread, root
from policywatch.text import fingerprint, normalise, one_line, scrub, stable_id
from policywatch.types import Cause, Document, Source

MAX_ITEMS = 2000
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|</?[A-Za-z][^<>]{0,2000}>", re.I | re.S)
_BLOCK = re.compile(r"</?(?:p|div|li|br|tr|h[1-6]|ul|ol|table)\b[^<>]{0,2000}>", re.I)
_LONGEST_S = 30 * 86_400.0
_PERIODS_S = {"hourly": 3600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": _LONGEST_S, "yearly": _LONGEST_S}
_MAX_TITLE = 2000
_MAX_TEXT = 1_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry before it is a document; strings as the feed has them."""

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    #: raw dates, best first
    dates: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of a feed before they are documents, and what was wrong with it."""

    entries: Sequence[Entry] = ()
    cause: Cause = Cause.NONE
    detail: str = ""
    asked_s: float | None = None


def read_feed(source: Source, got: Fetched, *, zone: str | None = None, day_first: bool | None = None) -> Parsed:
    """The documents of a feed. Never an exception: what cannot be read is a cause."""
    return _finish(source, got, read_entries(got), zone, day_first)


def read_entries(got: Fetched) -> Reading:
    """Every entry of a feed, repeated ones included, with plain texts and web links only."""
    reading = _reading(got)
    return replace(reading, entries=[_cleaned(entry, got.url) for entry in reading.entries])


def _reading(got: Fetched) -> Reading:
    if not got.body.strip():
        return Reading(cause=Cause.EMPTY, detail="the answer is empty: look at the address in a browser")
    if why := refusal(got.body):
        return Reading((), *why)
    start = got.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        return Reading(*_json_entries(got.body))
    if not root(got.body) and not _is_wide(got.body):
        cause = Cause.PARSE_XML if is_xml(got.body) else Cause.NOT_A_FEED
        return Reading(cause=cause, detail="the answer is no feed: look at the address in a browser")
    return Reading(*_xml_entries(got))


def _is_wide(body: bytes) -> bool:
    return body[:2] in (b"\xff\xfe", b"\xfe\xff") or body[:4].count(b"\x00") >= 2


def _xml_entries(got: Fetched) -> tuple[list[Entry], Cause, str, float | None]:
    import feedparser

    def parse(body: bytes) -> Any:
        return feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)

    headers = {"content-type": got.headers["content-type"]} if got.headers.get("content-type") else {}
    body = mend(got.body)
    try:
        parsed = parse(body)
        if not parsed.entries and (wider := reread(body)):
            headers = {}
            parsed = parse(wider)
    except (ValueError, OverflowError, LookupError, RecursionError, AttributeError, TypeError, KeyError) as error:
        return [], Cause.PARSE_XML, f"the feed cannot be read ({type(error).__name__})", None
    entries = [_entry(raw, parsed.feed.get("language", "")) for raw in parsed.entries]
    cut = bool(parsed.bozo) and not _is_wide(got.body) and not is_closed(got.body)
    cause = Cause.TRUNCATED if cut else Cause.NONE
    if not entries and parsed.bozo and not parsed.version:
        cause = Cause.NOT_A_FEED
    return entries, cause, "the feed ends before its root element does" if cut else "", _asked_s(parsed.feed)


def _asked_s(feed: Mapping[str, Any]) -> float | None:
    """Seconds between checks by ``ttl`` (minutes) or ``sy:updatePeriod``; at most 30 days, ``None`` when not said."""
    ttl, period = str(feed.get("ttl", "")).strip(), _PERIODS_S.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    if re.fullmatch(r"[0-9]{1,6}", ttl):
        return min(float(ttl) * 60, _LONGEST_S) or None
    often = str(feed.get("sy_updatefrequency", "")).strip()
    return period / max(1, int(often) if re.fullmatch(r"[0-9]{1,6}", often) else 1) if period else None


def _entry(raw: Mapping[str, Any], language: str) -> Entry:
    content = raw.get("content") or [{}]
    links = [link.get("href", "") for link in raw.get("links", []) if link.get("rel", "alternate") == "alternate"]
    return Entry(
        guid=str(raw.get("id", "")),
        link=str(raw.get("link") or next(iter(links), "")),
        title=str(raw.get("title", "")),
        summary=str(raw.get("summary", "")),
        content=str(content[0].get("value", "")),
        dates=tuple(str(raw[name]) for name in ("published", "updated", "created") if name in raw and raw[name]),
        language=str(content[0].get("language") or language or ""),
    )


def _json_entries(body: bytes) -> tuple[list[Entry], Cause, str, float | None]:
    try:
        data = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return [], Cause.PARSE_JSON, f"the answer is no JSON ({type(error).__name__})", None
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(data.get("version", "")):
        return [], Cause.NOT_A_FEED, "the answer is JSON but no JSON Feed", None
    return [_json_entry(raw, str(data.get("language") or "")) for raw in items if isinstance(raw, dict)], Cause.NONE, "", None


def _json_entry(raw: Mapping[str, Any], language: str) -> Entry:
    def words(name: str) -> str:
        value = raw.get(name)
        return str(value) if isinstance(value, str | int) else ""

    return Entry(
        guid=words("id"),
        link=words("url") or words("external_url"),
        title=words("title"),
        summary=words("summary"),
        content=words("content_html") or words("content_text"),
        dates=tuple(filter(None, (words("date_published"), words("date_modified")))),
        language=words("language") or language,
    )


def _finish(
    source: Source,
    got: Fetched,
    reading: Reading,
    zone: str | None,
    day_first: bool | None,
) -> Parsed:
    entries, cause, detail = reading.entries, reading.cause, reading.detail
    kept = [entry for entry in entries[:MAX_ITEMS] if entry.title or entry.link]
    if nameless := len(entries[:MAX_ITEMS]) - len(kept):
        detail = "; ".join(filter(None, (detail, f"{nameless} entries without title and link were skipped")))
    guids = Counter(entry.guid for entry in kept if entry.guid)
    documents = tuple(_document(source, got, entry, guids[entry.guid] == 1, zone, day_first) for entry in _unique(kept))
    omitted = max(0, len(entries) - MAX_ITEMS)
    if omitted:
        detail = "; ".join(filter(None, (detail, f"{omitted} entries past {MAX_ITEMS} were left out")))
    return Parsed(documents, cause is Cause.NONE and not omitted, cause, detail, asked_interval_s=reading.asked_s, omitted=omitted)


def _unique(entries: Iterable[Entry]) -> list[Entry]:
    seen: dict[tuple[str, str, str, str], Entry] = {}
    for entry in entries:
        seen.setdefault((entry.guid, entry.link, entry.title, "" if entry.guid or entry.link else "".join(entry.dates)), entry)
    return list(seen.values())


def _cleaned(entry: Entry, base: str) -> Entry:
    title = plain(entry.title)[:_MAX_TITLE]
    summary = plain(entry.summary)[:_MAX_TEXT]
    content = plain(entry.content)[:_MAX_TEXT]
    link = web_link(entry.link, base) or (web_link(entry.guid, base) if entry.guid.startswith(("http://", "https://")) else "")
    return replace(
        entry,
        guid=normalise(entry.guid)[:2000],
        link=link,
        title=title or one_line(summary or content, 120),
        summary=summary,
        content=content,
    )


def plain(markup: str) -> str:
    """The words of a title or summary: tags out, entities decoded, lines kept."""
    text = markup
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub("\n", text))
    text = unescape(text) if "&" in text else text
    lines = (" ".join(line.split()) for line in scrub(text).splitlines())
    return "\n".join(line for line in lines if line)


def web_link(link: str, base: str) -> str:
    """The absolute http or https address, or nothing."""
    try:
        full = urljoin(base, link.strip())
        parts = urlsplit(full)
        return full if parts.scheme in ("http", "https") and parts.hostname and link.strip() else ""
    except ValueError:
        return ""


def _document(source: Source, got: Fetched, entry: Entry, once: bool, zone: str | None, day_first: bool | None) -> Document:
    language = source.language or entry.language
    published_at, raw = published(entry, language, zone, day_first, got.fetched_at)
    text = entry.content if entry.content != entry.summary else ""
    return Document(
        source_id=source.id,
        key=stable_id(entry.guid, entry.link, entry.title, "" if entry.guid or entry.link else raw),
        alias=stable_id(entry.guid, entry.link) if entry.guid and once else "",
        url=entry.link or source.url,
        title=entry.title,
        fingerprint=fingerprint(entry.title, entry.summary, text),
        summary=entry.summary,
        text=text,
        text_origin="entry" if text else "none",
        language=language,
        jurisdiction=source.jurisdiction,
        authority=source.authority,
        published_at=published_at,
        published_raw=raw,
    )


def published(entry: Entry, language: str, zone: str | None, day_first: bool | None, now: datetime) -> tuple[datetime | None, str]:
    """When an entry says it was published, and the words that say so; the first readable date wins."""
    for raw in entry.dates:
        if found := read_date(raw, language, zone, now, day_first):
            return found, raw
    return None, next(iter(entry.dates), "")
