"""Quiet hours hold delivery and lose nothing."""

import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from alerts.fatigue import Patience, Restraint, is_quiet, not_before
from alerts.message import delivery_for
from policywatch.types import Delivery, Severity
from tests.alerts import samples

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


def test_the_first_free_instant_is_neither_quiet_nor_past_the_cap() -> None:
    rng = random.Random(5)
    zones = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
    for _ in range(2_000):
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


def _plan(
    rng: random.Random, start: datetime
) -> tuple[Patience, dict[str, tuple[datetime, datetime | None]], list[tuple[datetime, Delivery]]]:
    """A channel's wishes, when people let what sleep until when, and the messages that come."""
    quiet = (time(rng.randrange(24), rng.choice((0, 30))), time(rng.randrange(24), rng.choice((0, 30))))
    zone = rng.choice(("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"))
    patience = Patience(zone, *quiet, rng.random() < 0.5, rng.choice((None, 1, 2)))
    sleeps: dict[str, tuple[datetime, datetime | None]] = {}
    for subject in ("matter:m0", "source:s1", "use:cv"):
        if rng.random() < 0.4:
            since = start + timedelta(hours=rng.randrange(24))
            sleeps[subject] = (since, since + timedelta(hours=rng.randrange(1, 40)))
    coming = []
    for number in range(rng.randrange(1, 6)):
        one = samples.item(source_id=f"s{rng.randrange(3)}", why=samples.item().why[: rng.choice((1, 2))])
        message = replace(samples.alert(one), matter_id=f"m{rng.randrange(3)}", severity=rng.choice(list(Severity)))
        coming.append((start + timedelta(minutes=rng.randrange(1440)), delivery_for(message, "legal", str(number), start)))
    return patience, sleeps, sorted(coming, key=lambda one: one[0])


def _sleeping(sleeps: dict[str, tuple[datetime, datetime | None]], at: datetime) -> dict[str, datetime | None]:
    return {subject: until for subject, (since, until) in sleeps.items() if since <= at and (until is None or at < until)}


def _asleep(delivery: Delivery, asleep: dict[str, datetime | None]) -> bool:
    (one,) = delivery.message.items
    uses = {f"use:{why.use_id}" for why in one.why}
    return f"matter:{delivery.message.matter_id}" in asleep or f"source:{one.source_id}" in asleep or uses <= set(asleep)


def test_ten_thousand_random_schedules_send_everything_once_and_nothing_in_the_window() -> None:
    rng = random.Random(7)
    start = datetime(2026, 10, 24, tzinfo=UTC)
    for _ in range(10_000):
        patience, sleeps, coming = _plan(rng, start + timedelta(days=rng.randrange(365)))
        restraint = Restraint({"legal": patience})
        waiting = list(coming)
        sent: list[tuple[datetime, Delivery]] = []
        for _ in range(1_000):
            if not waiting:
                break
            waiting.sort(key=lambda one: one[0])
            now, delivery = waiting.pop(0)
            restraint.asleep = _sleeping(sleeps, now)
            later = restraint.until(delivery, now)
            if later > now:
                waiting.append((later, delivery))
                continue
            restraint.told(delivery, now)
            sent.append((now, delivery))
        assert sorted(one.id for _, one in sent) == sorted(one.id for _, one in coming)
        for at, delivery in sent:
            passes = delivery.message.severity is Severity.HIGH and patience.high_passes
            assert passes or not is_quiet(at, patience)
            assert not _asleep(delivery, _sleeping(sleeps, at))
            hour = [other for other, _ in sent if at - timedelta(hours=1) < other <= at]
            assert patience.per_hour is None or len(hour) <= patience.per_hour
