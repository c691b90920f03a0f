"""What the watch knows, for other systems: tables, lines and pages, pure and the same for the same rows.

Text from outside is shown as everywhere, without personal data, and made harmless for what opens the file: no cell of a
spreadsheet is a formula, no Markdown link has a label of its own.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alerts.render.card import Card, Looks, card, next_deadline
from alerts.render.safe import link, plain, shown
from policywatch.types import Item, Severity

#: what a spreadsheet takes for the start of a formula, in wide letters too
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~@&:$^=])")


@dataclass(frozen=True, slots=True)
class Row:
    """One document with what people were told of it."""

    item: Item
    #: newest first
    channels: tuple[str, ...] = ()
    #: of its loudest alert; ``None`` when nobody was alerted
    severity: Severity | None = None
    #: when it was first told, or else first seen
    at: datetime | None = None
    matter_id: str = ""
    #: how often the document was revised
    revisions: int = 0


COLUMNS = (
    "document_id",
    "title",
    "url",
    "authority",
    "source_id",
    "jurisdiction",
    "language",
    "document_type",
    "status",
    "update_kind",
    "published_at",
    "seen_at",
    "next_deadline",
    "next_deadline_kind",
    "dates",
    "uses",
    "best_score",
    "topic_score",
    "band",
    "severity",
    "channels",
    "quote",
    "matter_id",
    "archived_sha256",
)


def record_of(row: Row, looks: Looks, now: datetime) -> dict[str, Any]:
    """One row as JSON knows it; dates and uses as lists."""
    item, hidden = row.item, looks.words.hidden
    ahead = next_deadline(item, now, looks.zone)
    best = max((one.score for one in item.why if one.score is not None), default=None)
    return {
        "document_id": item.document_id,
        "title": shown(item.title, item.url, 300, hidden),
        "url": link(item.url) or "",
        "authority": shown(item.authority or item.source_name, item.url, 120, hidden),
        "source_id": item.source_id,
        "jurisdiction": shown(item.jurisdiction, item.url, 60, hidden),
        "language": shown(item.language, item.url, 40, hidden),
        "document_type": item.document_type.value,
        "status": item.status.value,
        "update_kind": item.update_kind.value,
        "published_at": item.published_at.isoformat() if item.published_at else None,
        "seen_at": item.seen_at.isoformat() if item.seen_at else None,
        "next_deadline": ahead.on.isoformat() if ahead and ahead.on else None,
        "next_deadline_kind": ahead.kind.value if ahead else None,
        "dates": [{"kind": one.kind.value, "on": one.on.isoformat()} for one in item.dates if one.on],
        "uses": [{"id": one.use_id, "name": plain(one.use_name, 120), "score": one.score} for one in item.why],
        "best_score": best,
        "topic_score": item.topic_score,
        "band": item.band.value,
        "severity": row.severity.value if row.severity else None,
        "channels": list(row.channels),
        "quote": shown(item.why[0].quote, item.url, 500, hidden) if item.why else "",
        "matter_id": row.matter_id,
        "archived_sha256": item.body_sha256,
    }


def to_json_lines(rows: Sequence[Row], looks: Looks, now: datetime) -> str:
    """One object per line, lines ended by LF alone."""
    return "".join(_one_line(record_of(row, looks, now)) for row in rows)


def _one_line(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    for c in "\u2028\u2029\x85":
        text = text.replace(c, f"\\u{ord(c):04x}")
    return text + "\n"


def to_csv(rows: Sequence[Row], looks: Looks, now: datetime) -> str:
    """A table with a header, every cell quoted; starts with a byte-order mark, without which Excel garbles other scripts."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        record = record_of(row, looks, now)
        writer.writerow([cell(_flat(name, record[name])) for name in COLUMNS])
    return "\ufeff" + out.getvalue()


def cell(text: str) -> str:
    """The text as a spreadsheet may open it: what looks like a formula gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def _flat(name: str, value: Any) -> str:
    """A value as one cell."""
    match value:
        case None:
            return ""
        case float():
            return f"{value:.3f}"
        case list() if name == "dates":
            return "; ".join(f"{one['kind']} {one['on']}" for one in value)
        case list() if name == "uses":
            return "; ".join(f"{one['name']} {one['score']:.2f}" if one["score"] is not None else one["name"] for one in value)
        case list():
            return "; ".join(str(one) for one in value)
        case _:
            return str(value)


def to_markdown(rows: Sequence[Row], looks: Looks, now: datetime) -> str:
    """A page with one section per document, for a wiki or a ticket."""
    words = looks.words
    count = words.pick(words.count(len(rows), "document"), f"{len(rows)} 份文件")
    lines = [f"# {words.pick('AI regulation', '人工智能监管')}: {count}", ""]
    for row in rows:
        lines += [*_section(card(row.item, looks, now, row.severity or Severity.NORMAL), looks), ""]
    return "\n".join([*lines, f"_{words.disclaimer}_", ""])


def _section(one: Card, looks: Looks) -> Iterator[str]:
    words = looks.words
    yield f"## {escaped(one.headline)}"
    yield ""
    yield escaped(one.verdict)
    yield ""
    for reason in one.reasons:
        quote = f" — “{escaped(reason.quote)}”" if reason.quote else ""
        yield f"- {escaped(reason.use)} {escaped(reason.score)}{quote}"
    for dated in one.dates:
        yield f"- {escaped(dated.label)}{words.pick(': ', '：')}{escaped(dated.dated)}"
    source = " · ".join(escaped(part) for part in (one.who, one.published) if part)
    # the label is the host it really leads to; angle brackets are percent-encoded in a safe address
    address = f"[{escaped(one.host)}](<{one.url}>)" if one.url else ""
    yield "- " + " · ".join(part for part in (source, address) if part)


def escaped(text: str) -> str:
    """Text in which no Markdown character means anything."""
    return _MARKDOWN.sub(r"\\\1", text)


def in_window(row: Row, since: date | None) -> bool:
    """Whether a row was told, or seen, on that day (UTC) or later."""
    return since is None or (row.at is not None and row.at.date() >= since)
