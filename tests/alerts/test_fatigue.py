"""Quiet hours hold delivery and lose nothing."""

import random
from datetime import UTC, datetime, time, timedelta

import pytest

from alerts.fatigue import Patience, is_quiet, not_before
from policywatch.types import Severity

NIGHT = Patience("Europe/Berlin", time(20), time(7, 30))


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)),
        (datetime(2026, 11, 24, 19, tzinfo=UTC), datetime(2026, 11, 25, 6, 30, tzinfo=UTC)),
        (datetime(2026, 11, 25, 2, tzinfo=UTC), datetime(2026, 11, 25, 6, 30, tzinfo=UTC)),
        # the night in which the clocks go back
        (datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 6, 30, tzinfo=UTC)),
    ],
)
def test_the_night_is_quiet(at: datetime, until: datetime) -> None:
    assert not_before(at, Severity.NORMAL, NIGHT) == until


def test_high_severity_may_pass() -> None:
    at = datetime(2026, 11, 25, 2, tzinfo=UTC)
    assert not_before(at, Severity.HIGH, NIGHT) == at
    assert not_before(at, Severity.HIGH, Patience("UTC", time(0), time(6), high_passes=False)) > at


def test_a_cap_counts_any_sixty_minutes() -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    sent = [at - timedelta(minutes=m) for m in (50, 30, 10)]
    assert not_before(at, Severity.NORMAL, Patience(per_hour=4), sent) == at
    assert not_before(at, Severity.NORMAL, Patience(per_hour=3), sent) == at + timedelta(minutes=10)


def test_ten_thousand_schedules_lose_nothing_and_keep_quiet() -> None:
    rng = random.Random(5)
    zones = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
    for _ in range(10_000):
        start, end = (time(rng.randrange(24), rng.choice((0, 15, 30, 59))) for _ in range(2))
        patience = Patience(rng.choice(zones), start, end, rng.random() < 0.5, rng.choice((None, 1, 2, 5)))
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(525_600))
        sent = [at - timedelta(minutes=rng.randrange(120)) for _ in range(rng.randrange(8))]
        severity = rng.choice(list(Severity))
        told = not_before(at, severity, patience, sent)
        assert at <= told <= at + timedelta(hours=50)
        passes = severity is Severity.HIGH and patience.high_passes
        assert passes or not is_quiet(told, patience)
        within = [one for one in sent if told - timedelta(hours=1) < one]
        assert patience.per_hour is None or len(within) < patience.per_hour
