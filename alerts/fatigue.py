"""When a channel may be spoken to without wearing people out: quiet hours and an hourly cap.

Only delivery is held, never evaluation: whatever waits here keeps its place and comes later, and high severity may pass.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policywatch.types import Delivery, MessageKind, Severity

_HOUR = timedelta(hours=1)
#: what is held for a person's word is looked at again this often, since the person may take the word back
LOOK_AGAIN = timedelta(hours=1)
#: what never waits: a digest has its own hour, and a message that is brought up to date rings nobody's phone
_NEVER_HELD = frozenset({MessageKind.DIGEST, MessageKind.RENEWAL, MessageKind.KNOWLEDGE})


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


@dataclass
class Restraint:
    """What holds messages back on the channels of one run; by default nothing."""

    patience: Mapping[str, Patience] = field(default_factory=dict)
    #: subjects (``source:…``, ``matter:…``, ``use:…``) that people muted or let sleep, with the end; ``None`` until undone
    asleep: Mapping[str, datetime | None] = field(default_factory=dict)
    #: by channel, when messages stood up in the last hour
    sent: dict[str, list[datetime]] = field(default_factory=dict)

    def until(self, delivery: Delivery, now: datetime) -> datetime:
        """The first instant from ``now`` on at which it is worth trying; ``now`` itself when nothing holds it."""
        if delivery.kind in _NEVER_HELD:
            return now
        wakes = self._wakes(delivery, now)
        if wakes > now:
            return wakes
        patience = self.patience.get(delivery.channel_id)
        if patience is None:
            return now
        counted = () if delivery.summary_id else self.sent.get(delivery.channel_id, ())
        return not_before(now, delivery.message.severity, patience, counted)

    def told(self, delivery: Delivery, at: datetime) -> None:
        """Counts a message that was sent; replies under a summary are part of it."""
        if delivery.kind not in _NEVER_HELD and not delivery.summary_id:
            self.sent.setdefault(delivery.channel_id, []).append(at)

    def _wakes(self, delivery: Delivery, now: datetime) -> datetime:
        ends = [self.asleep[one] for one in self._sleepers(delivery, now)]
        return min((min(end or now + LOOK_AGAIN, now + LOOK_AGAIN) for end in ends), default=now)

    def _sleepers(self, delivery: Delivery, now: datetime) -> list[str]:
        """The subjects for whose sake it is held; a use sleeps only when every use of the message does."""
        message = delivery.message
        named = [f"matter:{message.matter_id}", f"alert:{message.alert_id}", *(f"source:{item.source_id}" for item in message.items)]
        uses = [f"use:{why.use_id}" for item in message.items for why in item.why]
        named += uses if uses and all(self._sleeps(one, now) for one in uses) else []
        return [one for one in named if self._sleeps(one, now)] if len(message.items) == 1 else []

    def _sleeps(self, subject: str, now: datetime) -> bool:
        return subject in self.asleep and ((end := self.asleep[subject]) is None or now < end)


def digest_only(
    severity: Severity, least: Severity, subjects: Collection[str], uses: Collection[str], asleep: Mapping[str, datetime | None]
) -> str:
    """Why an alert is told in the digest alone, in one sentence; empty when it goes out as well.

    What people muted without an end goes into the digest, so that nothing waits for ever; what sleeps until a time comes out then.
    """
    order = tuple(Severity)
    if order.index(severity) > order.index(least):
        return f"quieter than {least.value}: told in the digest alone"
    for_good = {subject for subject, end in asleep.items() if end is None}
    if for_good.intersection(subjects) or (uses and for_good.issuperset(uses)):
        return "muted: told in the digest alone"
    return ""


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
