"""The deadlines of a digest as a calendar that lawyers can take over.

A deadline is a whole day without a zone. Its UID never changes, so that a moved deadline moves in the reader's calendar
and a withdrawn rule takes its entry away.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from alerts.render.card import Looks
from alerts.render.safe import link, shown
from policywatch import __version__
from policywatch.text import stable_id
from policywatch.types import DateKind, Item, Status, UpdateKind

if TYPE_CHECKING:
    import icalendar

_REMIND_DAYS = (30, 7, 1)
_OURS = "@policywatch"


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline in a calendar."""

    item: Item
    kind: DateKind
    on: date
    #: rises with every move
    sequence: int = 0
    #: the rule was withdrawn, or the date is gone
    cancelled: bool = False
    #: tells the second, third, ... date of the same kind from the first
    ordinal: int = 0


def uid(item: Item, kind: DateKind, ordinal: int = 0) -> str:
    """The same for the same kind of date of the same document, whatever day it is on."""
    parts = (item.document_id or item.url, kind.value, *([str(ordinal)] if ordinal else []))
    return f"{stable_id('deadline', *parts)}{_OURS}"


def entries_of(item: Item, revisions: int = 0) -> list[Entry]:
    """Every dated day of a document; those of a withdrawn one are taken away."""
    gone = item.status is Status.WITHDRAWN or item.update_kind is UpdateKind.WITHDRAWN
    counted: Counter[DateKind] = Counter()
    found = []
    for kind, on in sorted({(one.kind, one.on) for one in item.dates if one.on}, key=lambda one: (one[1], one[0].value)):
        found.append(Entry(item, kind, on, revisions, gone, counted[kind]))
        counted[kind] += 1
    return found


def continued(entries: Sequence[Entry], looks: Looks, made_at: datetime, previous: bytes) -> bytes:
    """The calendar that follows an earlier one of ours: moved days count up, and what is no longer there is cancelled.

    Days in the past stay as they were. Raises ValueError when ``previous`` is no calendar.
    """
    import icalendar

    made: Any = icalendar.Calendar.from_ical(calendar(entries, looks, made_at))
    earlier: Any = icalendar.Calendar.from_ical(previous)
    known = {str(event["UID"]): event for event in earlier.walk("VEVENT")}
    for event in made.walk("VEVENT"):
        before = known.pop(str(event["UID"]), None)
        if before is not None:
            moved = before["DTSTART"].dt != event["DTSTART"].dt or before.get("STATUS") != event.get("STATUS")
            _count(event, max(int(event["SEQUENCE"]), _sequence(before) + moved))
    for event in (one for name, one in known.items() if name.endswith(_OURS)):
        if event.get("STATUS") != "CANCELLED" and event["DTSTART"].dt >= made_at.date():
            event["STATUS"] = icalendar.vText("CANCELLED")
            event.subcomponents = []
            _count(event, _sequence(event) + 1)
        made.add_component(event)
    raw: bytes = made.to_ical()
    return raw


def _sequence(event: Any) -> int:
    return int(event.get("SEQUENCE", 0))


def _count(event: Any, sequence: int) -> None:
    event.pop("SEQUENCE", None)
    event.add("sequence", sequence)


def calendar(entries: Sequence[Entry], looks: Looks, made_at: datetime, *, cancel: bool = False) -> bytes:
    """An iCalendar file; ``cancel`` makes one that takes its entries away."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", f"-//policywatch//{__version__}//EN")
    made.add("version", "2.0")
    made.add("method", "CANCEL" if cancel else "PUBLISH")
    for entry in entries:
        made.add_component(_event(entry, looks, made_at, cancel or entry.cancelled))
    raw: bytes = made.to_ical()
    return raw


def _event(entry: Entry, looks: Looks, made_at: datetime, cancelled: bool) -> "icalendar.Event":
    import icalendar

    words, item = looks.words, entry.item
    event = icalendar.Event()
    event.add("uid", uid(item, entry.kind, entry.ordinal))
    event.add("dtstamp", made_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", f"{words.date_kind(entry.kind)}: {shown(item.title, item.url, 300, words.hidden)}")
    event.add(
        "description",
        f"{shown(item.authority or item.source_name, item.url, 120, words.hidden)} · {shown(words.jurisdiction(item.jurisdiction), item.url, 60, words.hidden)}\n{words.disclaimer}",
    )
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    url = link(item.url)
    if url:
        event.add("url", url)
    for days in () if cancelled else _REMIND_DAYS:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", words.date_kind(entry.kind))
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event
