"""Outgoing feeds, so that any reader can follow one route: Atom (RFC 4287) and JSON Feed 1.1.

Ids never change and times come from the rows alone, so that the same rows are the same bytes and no reader sees an old
entry as new.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from alerts.exports import Row
from alerts.render.card import Card, Looks, card
from policywatch import __version__
from policywatch.text import stable_id
from policywatch.types import Severity

_ATOM = "http://www.w3.org/2005/Atom"
#: characters that XML 1.0 cannot hold, in any spelling
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is called."""

    #: stable name of what it follows, such as a channel or a route
    subject: str
    title: str

    @property
    def id(self) -> str:
        return f"tag:policywatch,2026:feed/{stable_id('feed', self.subject)}"


def to_atom(feed: Feed, rows: Sequence[Row], looks: Looks, now: datetime) -> bytes:
    """An Atom document."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _stamp(max((row.at or _EPOCH for row in rows), default=_EPOCH)))
    _add(root, "generator", "policywatch", version=__version__)
    for row in rows:
        _entry(root, row, card(row.item, looks, now, row.severity or Severity.NORMAL), looks)
    raw: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return raw + b"\n"


def _entry(root: ET.Element, row: Row, one: Card, looks: Looks) -> None:
    entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
    _add(entry, "id", entry_id(row))
    _add(entry, "title", one.headline, type="text")
    _add(entry, "updated", _stamp(row.at or _EPOCH))
    if row.item.published_at:
        _add(entry, "published", _stamp(row.item.published_at))
    if one.url:
        _add(entry, "link", "", rel="alternate", href=one.url)
    author = ET.SubElement(entry, f"{{{_ATOM}}}author")
    _add(author, "name", one.who or "policywatch")
    for why in row.item.why:
        _add(entry, "category", "", term=why.use_id)
    _add(entry, "summary", content_of(one, looks), type="text")


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", {key: _NOT_XML.sub("", value) for key, value in attributes.items()})
    element.text = _NOT_XML.sub("", text) or None


def to_json_feed(feed: Feed, rows: Sequence[Row], looks: Looks, now: datetime) -> str:
    """A JSON Feed document."""
    items = []
    for row in rows:
        one = card(row.item, looks, now, row.severity or Severity.NORMAL)
        entry = {
            "id": entry_id(row),
            "title": one.headline,
            "content_text": content_of(one, looks),
            "date_modified": _stamp(row.at or _EPOCH),
            "authors": [{"name": one.who or "policywatch"}],
            "tags": [why.use_id for why in row.item.why],
        }
        if one.url:
            entry["url"] = one.url
        if row.item.published_at:
            entry["date_published"] = _stamp(row.item.published_at)
        items.append(entry)
    made = {"version": "https://jsonfeed.org/version/1.1", "title": feed.title, "language": looks.language, "items": items}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def entry_id(row: Row) -> str:
    """The same for the same document; a revision is news about it, so that it has an id of its own."""
    return f"tag:policywatch,2026:document/{stable_id('entry', row.item.document_id or row.item.url, str(row.revisions))}"


def content_of(one: Card, looks: Looks) -> str:
    """Verdict, reasons and dates in plain text; counts no days, which would change every day."""
    words = looks.words
    verdict = " · ".join(part for part in (one.what, one.where, one.status) if part)
    reasons = [f"{reason.use} {reason.score}" + (f" “{reason.quote}”" if reason.quote else "") for reason in one.reasons]
    dates = [f"{dated.label}{words.pick(': ', '：')}{dated.day}" for dated in one.dates]
    return "\n".join([verdict, *reasons, *dates, *([one.summary] if one.summary else []), words.disclaimer])


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
