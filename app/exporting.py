"""What was found, for other systems: reads the store, hands rows to the alerts room's renderers, writes one file."""

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.classifying import source_of
from app.house import House, open_house
from policywatch.errors import UsageError
from policywatch.store import AlertRow, DocumentRow
from policywatch.types import Band, Matter, Route, Severity, Update, UpdateKind

if TYPE_CHECKING:
    from alerts.exports import Row
    from alerts.feeds import Feed
    from alerts.render.card import Looks

FORMATS = ("csv", "jsonl", "markdown", "ics", "atom", "jsonfeed")
_LANGUAGES = ("en", "zh-Hans")
_PAGE = 500
_ALERTS = 100_000


@dataclass(frozen=True)
class Wanted:
    """What to export, as the command line says it."""

    format: str
    out: Path
    channel: str | None = None
    #: number of a route in policywatch.yaml, from 1
    route: int | None = None
    since: str | None = None
    language: str = "en"
    limit: int = 1000


def export(home: Path, wanted: Wanted) -> int:
    """Writes the file; raises UsageError before anything is written when something wanted does not exist."""
    if wanted.format not in FORMATS:
        raise UsageError(f"--format: no format '{wanted.format}': one of {', '.join(FORMATS)}")
    if wanted.language not in _LANGUAGES:
        raise UsageError(f"--language: no language '{wanted.language}': one of {', '.join(_LANGUAGES)}")
    since = _day(wanted.since)
    if wanted.format == "ics" and since:
        raise UsageError("--since: a calendar has every deadline, or readers would take the others for cancelled: leave it out")
    with open_house(home) as house:
        rows = list(rows_of(house, wanted, since))
        content = _rendered(house, wanted, rows)
    _write(wanted.out, content)
    sys.stderr.write(f"{len(rows)} documents{'' if str(wanted.out) == '-' else f' in {wanted.out}'}\n")
    return 0


def rows_of(house: House, wanted: Wanted, since: date | None = None) -> Iterator["Row"]:
    """The rows wanted, newest first."""
    from alerts.exports import in_window

    heard = _heard(house, wanted)
    told: dict[str, list[AlertRow]] = defaultdict(list)
    for alert in house.store.alerts(_ALERTS, wanted.channel):
        told[alert.document_id].append(alert)
    # a calendar that left deadlines out would cancel them
    left = wanted.limit if wanted.format != "ics" else -1
    for document in _documents(house):
        if not left:
            return
        if (wanted.channel is not None and document.id not in told) or not heard(document):
            continue
        row = _row(house, document, told.get(document.id, []))
        if in_window(row, since):
            left -= 1
            yield row


def _documents(house: House) -> Iterator[DocumentRow]:
    """Documents with a verdict that was not a drop."""
    offset = 0
    while page := house.store.documents(None, _PAGE, offset):
        yield from (row for row in page if row.classification and row.classification.band is not Band.DROP)
        offset += len(page)


def _row(house: House, row: DocumentRow, told: Sequence[AlertRow]) -> "Row":
    from alerts.exports import Row
    from alerts.message import item_for

    assert row.classification is not None
    item = item_for(row.id, row.document, row.classification, source_of(house, row.document), house.config.uses)
    newest = next((one for alert in told if alert.message for one in alert.message.items if one.document_id == row.id), None)
    item = replace(item, seen_at=row.first_seen_at, update_kind=newest.update_kind if newest else item.update_kind)
    return Row(
        item,
        channels=tuple(dict.fromkeys(alert.channel for alert in told)),
        severity=min((alert.severity for alert in told), key=list(Severity).index, default=None),
        at=max((alert.created_at for alert in told), default=row.first_seen_at),
        matter_id=row.matter_id or "",
        revisions=max(0, len(house.store.fingerprints(row.id)) - 1),
    )


def _heard(house: House, wanted: Wanted) -> Callable[[DocumentRow], bool]:
    """Whether a document is for the route that was asked for; routes are asked again, as they are now."""
    settings = house.config.settings
    if wanted.channel is not None and settings.channel(wanted.channel) is None:
        known = ", ".join(channel.id for channel in settings.channels) or "none"
        raise UsageError(f"--channel: no channel '{wanted.channel}' in policywatch.yaml: there are {known}")
    if wanted.route is None:
        return lambda _: True
    routes = house.config.routes
    if wanted.route > len(routes):
        raise UsageError(f"--route: there are {len(routes)} routes in policywatch.yaml: count from 1")
    one = routes[wanted.route - 1]
    return lambda row: _hears(house, row, one)


def _hears(house: House, row: DocumentRow, one: Route) -> bool:
    from pipeline.route import route

    if row.classification is None:
        return False
    update = Update(row.id, row.id, UpdateKind.NEW, row.document, row.first_seen_at)
    source, matter = source_of(house, row.document), Matter(row.matter_id or row.id, row.document.title)
    return bool(route(update, row.classification, source, house.config.uses, (one,), matter, row.first_seen_at))


def _rendered(house: House, wanted: Wanted, rows: Sequence["Row"]) -> bytes:
    from alerts import exports, feeds
    from alerts.render.card import Looks

    looks, now = Looks(house.config.settings.zone, wanted.language), house.clock()
    match wanted.format:
        case "csv":
            return exports.to_csv(rows, looks, now).encode()
        case "jsonl":
            return exports.to_json_lines(rows, looks, now).encode()
        case "markdown":
            return exports.to_markdown(rows, looks, now).encode()
        case "ics":
            return _calendar(wanted.out, rows, looks, now)
        case "atom":
            return feeds.to_atom(_feed(wanted, looks), rows, looks, now)
        case _:
            return feeds.to_json_feed(_feed(wanted, looks), rows, looks, now).encode()


def _feed(wanted: Wanted, looks: "Looks") -> "Feed":
    from alerts.feeds import Feed

    about = looks.words.pick("AI regulation", "人工智能监管")
    if wanted.route is not None:
        return Feed(f"route:{wanted.route}", f"{about}: {looks.words.pick('route', '路由')} {wanted.route}")
    return Feed(f"channel:{wanted.channel or ''}", f"{about}: {wanted.channel}" if wanted.channel else about)


def _calendar(out: Path, rows: Sequence["Row"], looks: "Looks", now: datetime) -> bytes:
    """The deadlines; a calendar that is already there is continued, so that readers see what moved and what is gone."""
    from alerts.digest_calendar import calendar, continued, entries_of

    entries = [entry for row in rows for entry in entries_of(row.item, row.revisions)]
    if str(out) == "-" or not out.exists():
        return calendar(entries, looks, now)
    try:
        return continued(entries, looks, now, out.read_bytes())
    except (ValueError, KeyError) as error:
        raise UsageError(f"--out: {out} is no calendar of ours: choose another file or remove it") from error


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"--since: '{text}' is no day: write one such as 2031-02-14") from error


def _write(out: Path, content: bytes) -> None:
    """The whole file or none of it."""
    if str(out) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"--out: {out} cannot be written: {error.strerror}") from error
