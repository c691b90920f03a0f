"""When a source is due again, and when we are the ones who are offline."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.interval import next_check
from crawlers.trouble import offline
from policywatch.types import Cause, CheckResult, Claim, Memory, Outcome, Source

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOURCE = Source("a", "feed", "http://a.example/feed")
FINE = CheckResult(Claim(SOURCE, NOW, 1, NOW), NOW, NOW, Outcome.CHANGED)


def wait_s(result: CheckResult = FINE, memory: Memory | None = None, source: Source = SOURCE) -> float:
    return (next_check(result, memory or Memory(), source, NOW, random.Random(1)) - NOW).total_seconds()


def test_a_given_interval_is_kept_to_the_second() -> None:
    assert wait_s(source=replace(SOURCE, every_s=90)) == 90
    assert wait_s(source=replace(SOURCE, every_s=0)) == 0


def test_a_new_source_starts_at_the_pace_of_its_kind_with_jitter() -> None:
    assert 3240 <= wait_s() <= 3960


def test_a_slow_source_is_asked_at_half_its_gap_and_at_least_daily() -> None:
    daily = Memory(False, item_times=tuple(NOW - timedelta(hours=10 * n) for n in range(20)))
    yearly = Memory(False, item_times=tuple(NOW - timedelta(days=365 * n) for n in range(20)))
    assert 16_200 <= wait_s(memory=daily) <= 19_800
    assert wait_s(memory=yearly) <= 86_400 * 1.1


def test_errors_double_up_to_a_day_and_never_stop() -> None:
    failed = replace(FINE, outcome=Outcome.FAILED, cause=Cause.TIMEOUT)
    waits = [wait_s(failed, Memory(failures=n)) for n in (0, 1, 2, 50, 5000)]
    assert waits == sorted(waits)
    assert waits[1] == pytest.approx(2 * waits[0])
    assert waits[-1] == 86_400
    assert wait_s(failed, Memory(failures=3), replace(SOURCE, every_s=600)) == 9600


def test_retry_after_is_never_undercut_and_a_gap_halves() -> None:
    assert wait_s(replace(FINE, host_wait_s=50_000), source=replace(SOURCE, every_s=60)) == 50_000
    assert wait_s(replace(FINE, gap=True)) == pytest.approx(wait_s() / 2)


def test_the_source_may_ask_for_more_time() -> None:
    assert wait_s(replace(FINE, asked_interval_s=20_000)) >= 18_000


def test_one_cause_for_half_of_the_sources_is_our_own_network() -> None:
    down = replace(FINE, outcome=Outcome.FAILED, cause=Cause.DNS)
    assert offline([down] * 3)
    assert offline([down] * 25 + [FINE] * 25)
    assert not offline([down] * 2)
    assert not offline([down] * 3 + [FINE] * 4)
    assert not offline([replace(down, cause=Cause.HTTP_5XX)] * 9)
    assert not offline([])
