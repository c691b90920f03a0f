"""When people are reminded of a deadline, and called about an alert that nobody took up. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from alerts.standing import standing
from policywatch.types import Act, DateKind

#: days before a deadline at which people are reminded of it
STEPS = (30, 7, 1)
#: dates by which somebody may have to act, as against the day a rule ends
ACT_BY = frozenset(DateKind) - {DateKind.EXPIRY}
#: how long after its time a call is still made, so that switching calls on does not call about everything that ever was
CALL_WITHIN = timedelta(days=7)


def step_due(on: date, told_on: date, today: date) -> int | None:
    """The step that is due today for a deadline, or ``None``.

    The nearest step that has come counts, so that days on which nobody looked cost nothing. A deadline that was told within a step
    needs no reminder of that step.
    """
    left = (on - today).days
    step = min((step for step in STEPS if left <= step), default=None)
    if step is None or left < 0 or told_on >= on - timedelta(days=step):
        return None
    return step


def call_due(told_at: datetime, after: timedelta, acts: Iterable[Act], now: datetime) -> bool:
    """Whether an alert told at that time waits too long for somebody; ``acts`` are those on its matter."""
    stands = standing(act for act in acts if act.at >= told_at)
    return told_at + after <= now <= told_at + after + CALL_WITHIN and not stands.taken_up and not stands.sleeps(now)
