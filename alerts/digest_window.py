"""Which week a digest tells about.

Windows are fixed by zone, day and hour, so that every instant falls into exactly one digest, whatever the clocks do.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: mails that one outage may bring at once
MOST_DUE = 4
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Window:
    """One week of a digest: from ``from_at`` up to, not including, ``to_at``."""

    from_at: datetime
    to_at: datetime
    #: ISO week of the window's middle, ``2026-W47``
    week: str
    zone: str = "UTC"


def window(zone: str, day: str | int, at: str | time, now: datetime) -> Window:
    """The last window that has ended at ``now``.

    ``day`` is an English weekday or its number (0 is Monday), ``at`` a time of day in ``zone``.
    """
    place, weekday, hour = ZoneInfo(zone), _weekday(day), _hour(at)
    today = now.astimezone(place).date()
    end = today - timedelta(days=(today.weekday() - weekday) % 7)
    while _instant(end, hour, place) > now:
        end -= timedelta(days=7)
    return _window(end, hour, zone)


def due(zone: str, day: str | int, at: str | time, now: datetime, *, since: datetime, last: Window | None) -> tuple[Window, ...]:
    """The windows that have closed and were not told yet, oldest first: each instant after ``last`` falls into exactly one.

    ``last`` is the window told before, under whatever schedule that was; without one, windows that closed after ``since`` are due. A
    schedule that was moved makes one window shorter or longer, and no two have the name of the same week. After a long silence the
    first of at most ``MOST_DUE`` windows tells everything before the others.
    """
    start, told = (last.to_at, last.week) if last else (None, "")
    closed: list[Window] = []
    found = window(zone, day, at, now)
    while found.to_at > (start or since):
        closed.append(found)
        found = window(zone, day, at, found.to_at - timedelta(microseconds=1))
    made: list[Window] = []
    for one in reversed(closed):
        if one.week != told:
            made.append(replace(one, from_at=start or one.from_at))
            start, told = one.to_at, one.week
    rest = made[-MOST_DUE:]
    return (replace(rest[0], from_at=made[0].from_at), *rest[1:]) if rest else ()


def window_of(zone: str, day: str | int, at: str | time, week: str) -> Window:
    """The window of an ISO week such as ``2026-W47``; raises ValueError for anything else."""
    found = re.fullmatch(r"(\d{4})-?W(\d{1,2})", week)
    if not found:
        raise ValueError(f"'{week}' is no week: write one such as 2026-W47")
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    weekday, hour = _weekday(day), _hour(at)
    ends = (monday + timedelta(days=weekday + 7 * later) for later in (0, 1, 2))
    return next(made for made in (_window(end, hour, zone) for end in ends) if made.week == f"{int(found[1])}-W{int(found[2]):02d}")


def _window(end: date, hour: time, zone: str) -> Window:
    place = ZoneInfo(zone)
    start = end - timedelta(days=7)
    # the middle, so that a digest of Monday morning is named after the week it tells about
    middle = datetime.combine(end, hour) - timedelta(days=3.5)
    year, number, _ = middle.isocalendar()
    return Window(_instant(start, hour, place), _instant(end, hour, place), f"{year}-W{number:02d}", zone)


def _instant(on: date, hour: time, place: ZoneInfo) -> datetime:
    """That local time as UTC: the first of two when clocks go back, shifted by the gap when they go forward."""
    return datetime.combine(on, hour, tzinfo=place).astimezone(UTC)


def _weekday(day: str | int) -> int:
    if isinstance(day, int):
        return day % 7
    wanted = day.strip().lower()
    for number, name in enumerate(DAYS):
        if len(wanted) >= 3 and name.startswith(wanted):
            return number
    raise ValueError(f"'{day}' is no weekday: write one such as monday")


def _hour(at: str | time) -> time:
    if isinstance(at, time):
        return at.replace(second=0, microsecond=0, tzinfo=None)
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", at.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f"'{at}' is no time of day: write one such as 08:00")
    return time(int(found[1]), int(found[2]))
