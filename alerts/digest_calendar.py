"""The deadlines of a digest as a calendar that lawyers can take over.

A deadline is a whole day without a zone. Its UID never changes, so that a moved deadline moves in the reader's calendar
and a withdrawn rule takes its entry away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from alerts.render.card import Looks
from alerts.render.safe import link, plain, shown
from policywatch import __version__
from policywatch.text import stable_id
from policywatch.types import DateKind, Item

if TYPE_CHECKING:
    import icalendar

_REMIND_DAYS = (30, 7, 1)


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


def uid(item: Item, kind: DateKind) -> str:
    """The same for the same kind of date of the same document, whatever day it is on."""
    return f"{stable_id('deadline', item.document_id or item.url, kind.value)}@policywatch"


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
    event.add("uid", uid(item, entry.kind))
    event.add("dtstamp", made_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", f"{words.date_kind(entry.kind)}: {shown(item.title, item.url, 300, words.hidden)}")
    event.add(
        "description", f"{plain(item.authority or item.source_name, 120)} · {words.jurisdiction(item.jurisdiction)}\n{words.disclaimer}"
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
