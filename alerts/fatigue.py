"""When a channel may be spoken to without wearing people out: quiet hours and an hourly cap.

Only delivery is held, never evaluation: whatever waits here keeps its place and comes later, and high severity may pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policywatch.types import Severity

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Patience:
    """What the people of one channel have asked for."""

    zone: str = "UTC"
    #: quiet from this time of day up to, not including, the other; equal times are never quiet, midnight may lie between
    quiet_from: time = time(0)
    quiet_until: time = time(0)
    #: high severity passes the quiet hours
    high_passes: bool = True
    #: messages in any 60 minutes; ``None`` for no cap
    per_hour: int | None = None


def not_before(at: datetime, severity: Severity, patience: Patience, sent: Sequence[datetime] = ()) -> datetime:
    """The first instant from ``at`` on at which a message may be sent; ``sent`` are the channel's sends so far, in any order."""
    passes = severity is Severity.HIGH and patience.high_passes
    while True:
        later = at if passes else _after_quiet(at, patience)
        later = _under_cap(later, patience.per_hour, sent)
        if later == at:
            return at
        at = later


def is_quiet(at: datetime, patience: Patience) -> bool:
    """Whether that instant lies in the channel's quiet hours."""
    start, end = patience.quiet_from, patience.quiet_until
    now = at.astimezone(ZoneInfo(patience.zone)).time()
    return start <= now < end if start <= end else now >= start or now < end


def _after_quiet(at: datetime, patience: Patience) -> datetime:
    if not is_quiet(at, patience):
        return at
    place = ZoneInfo(patience.zone)
    today = at.astimezone(place).date()
    # both readings of a time that a clock change gives twice, today and on the two days after
    ends = (
        datetime.combine(today + timedelta(days=days), patience.quiet_until, tzinfo=place).replace(fold=fold).astimezone(UTC)
        for days in (0, 1, 2)
        for fold in (0, 1)
    )
    return min(end for end in ends if end > at and not is_quiet(end, patience))


def _under_cap(at: datetime, per_hour: int | None, sent: Sequence[datetime]) -> datetime:
    """The first instant with fewer than ``per_hour`` sends in the hour before it."""
    if per_hour is None:
        return at
    recent = sorted(one for one in sent if one > at - _HOUR)
    return at if len(recent) < per_hour else max(at, recent[-per_hour] + _HOUR)
