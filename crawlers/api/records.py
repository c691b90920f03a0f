"""From an answer's data to documents: careful look-ups, dates, keys; the same for every API."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crawlers.base import Fetched, Get, Parsed
from policywatch.text import fingerprint, one_line, scrub, stable_id
from policywatch.types import Cause, DateKind, Document, DocumentType, LegalDate, Source, Status

#: items of one answer; the rest counts as omitted
MAX_RECORDS = 2_000
_MAX_TEXT = 1_000_000
_MAX_WORDS = _MAX_TEXT
_DAY = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d")
#: the last day of a year without end: "no end is known", not a date
_NEVER_YEAR = 2200


@dataclass(frozen=True, slots=True)
class Record:
    """One item of an answer, in plain words."""

    id: str
    title: str
    url: str
    summary: str = ""
    text: str = ""
    #: the date as written
    published: str = ""
    language: str = ""
    document_type: DocumentType = DocumentType.UNKNOWN
    status: Status = Status.UNKNOWN
    dates: tuple[LegalDate, ...] = ()
    identifiers: tuple[str, ...] = ()
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """What one answer holds."""

    #: ``None``: the place where the list should stand holds none
    records: Sequence[Record] | None
    next: tuple[Get, ...] = ()
    #: items that have neither id nor title, or no address
    unreadable: int = 0


def read_answer(
    source: Source, got: Fetched, listed: Callable[[Any], Listed], zone: str | None = None, day_first: bool | None = None
) -> Parsed:
    """The documents of a JSON answer. Never an exception: what cannot be read is a cause."""
    data, detail = load(got)
    if detail:
        return Parsed(complete=False, cause=Cause.PARSE_JSON, detail=detail)
    try:
        found = listed(data)
    except RecursionError:
        return Parsed(complete=False, cause=Cause.PARSE_JSON, detail="the answer is nested too deep to be read")
    return parsed_of(source, got, found, zone, day_first)


def parsed_of(source: Source, got: Fetched, found: Listed, zone: str | None = None, day_first: bool | None = None) -> Parsed:
    """The documents of what was listed, and an honest word when there are none."""
    if found.records is None:
        return Parsed(complete=False, cause=Cause.LAYOUT_CHANGED, detail="the answer has no list where it is expected: look at the API")
    documents = _documents(source, got, found.records[:MAX_RECORDS], zone, day_first)
    omitted = max(0, len(found.records) - MAX_RECORDS)
    detail = f"{found.unreadable} items have no title or address" if found.unreadable else ""
    if not documents:
        cause = Cause.LAYOUT_CHANGED if found.unreadable else Cause.EMPTY
        return Parsed((), False, cause, detail or "the answer lists nothing: widen what is asked for", found.next)
    return Parsed(documents, not omitted and not found.unreadable, Cause.NONE, detail, found.next, omitted=omitted + found.unreadable)


def load(got: Fetched) -> tuple[Any, str]:
    """The data, or why it cannot be read."""
    from crawlers.extract.encoding import decode

    try:
        return json.loads(decode(got.body, got.headers).lstrip("\ufeff")), ""
    except (ValueError, RecursionError) as error:
        return None, f"the answer is no JSON ({type(error).__name__}): look at the address in a browser"


def at(data: Any, *path: str | int) -> Any:
    """What stands at a path, or ``None`` wherever the path ends early."""
    for step in path:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and -len(data) <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def words(value: Any) -> str:
    """A value as text: numbers without an idle fraction, lists joined; nothing for what is no text."""
    if isinstance(value, str):
        return scrub(value[:_MAX_WORDS]).strip()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**18 else ""
    if isinstance(value, float):
        whole = value == value and abs(value) < 1e15 and value == int(value)
        return str(int(value)) if whole else repr(value) if value == value else ""
    if isinstance(value, list):
        return ", ".join(filter(None, (words(one) for one in value[:50] if not isinstance(one, list | dict))))
    return ""


def many(value: Any) -> list[str]:
    """A value or a list of them as texts."""
    return [text for one in (value[:50] if isinstance(value, list) else [value]) if (text := words(one))]


def day_of(value: Any, zone: str = "", language: str = "") -> date | None:
    """The day a field names; an instant is the day it was in ``zone``, because offices close by their own clock."""
    from crawlers.dates import read_date

    raw = words(value)[:60]
    if not raw:
        return None
    try:
        if _DAY.fullmatch(raw):
            return _sane(date.fromisoformat(raw))
        if _DAY.match(raw):
            instant = datetime.fromisoformat(raw.replace("Z", "+00:00"))
            return _sane((instant.astimezone(ZoneInfo(zone)) if instant.tzinfo and zone else instant).date())
    except (ValueError, OverflowError):
        return None
    # far enough ahead for any deadline; the layer itself only bounds what is published
    found = read_date(raw, language, zone or None, datetime.fromisoformat("2190-01-01T00:00:00+00:00"))
    return _sane(found.astimezone(ZoneInfo(zone or "UTC")).date()) if found else None


def _sane(day: date) -> date | None:
    return day if 1900 <= day.year < _NEVER_YEAR else None


def legal_dates(*fields: tuple[DateKind, date | None, str]) -> tuple[LegalDate, ...]:
    """The dates that are there, each once; ``sentence`` is the publisher's own words about it, if any."""
    found = {(kind, on): LegalDate(kind, on, one_line(sentence, 500)) for kind, on, sentence in fields if on is not None}
    return tuple(found.values())


def _documents(source: Source, got: Fetched, records: Iterable[Record], zone: str | None, day_first: bool | None) -> tuple[Document, ...]:
    from crawlers.feeds.entry import plain
    from crawlers.sitemaps.titles import title_of_url

    kept = list(records)
    ids = Counter(record.id for record in kept)
    documents: dict[str, Document] = {}
    for record in kept:
        once = bool(record.id) and ids[record.id] == 1
        key = stable_id(record.id) if once else stable_id(record.id, record.url, record.title)
        if key in documents:
            continue
        language = record.language or source.language
        summary, text = plain(record.summary)[:_MAX_TEXT], plain(record.text)[:_MAX_TEXT]
        documents[key] = Document(
            source_id=source.id,
            key=key,
            url=record.url,
            title=one_line(plain(record.title)) or title_of_url(record.url),
            fingerprint=fingerprint(record.title, summary, text, *(f"{one.kind}={one.on}" for one in record.dates)),
            summary=summary,
            text=text,
            # an API that gives a text gives all of it: the page would only say it again
            text_origin="page" if text else "none",
            language=language,
            jurisdiction=source.jurisdiction,
            authority=record.authority or source.authority,
            document_type=record.document_type,
            status=record.status,
            published_at=_published(record.published, language, zone, got.fetched_at, day_first),
            published_raw=record.published[:200],
            dates=record.dates,
            identifiers=tuple(dict.fromkeys(record.identifiers)),
        )
    return tuple(documents.values())


def _published(raw: str, language: str, zone: str | None, now: datetime, day_first: bool | None) -> datetime | None:
    from crawlers.dates import read_date

    return read_date(raw, language, zone, now, day_first) if raw else None
