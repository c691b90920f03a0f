"""When to look again: as often as a source publishes, never faster than it asks, and never "never"."""

import random
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from policywatch.types import Cause, CheckResult, Memory, Outcome, Source

MIN_S, MAX_S = 900.0, 86_400.0
#: seconds between checks before a source has shown its own pace
BASE_S = {"feed": 3600.0, "json_api": 3600.0, "listing": 7200.0, "sitemap": 14_400.0, "page": 21_600.0, "pdf": 43_200.0}
_FAILED = frozenset({Outcome.FAILED, Outcome.BLOCKED, Outcome.GONE, Outcome.LOST})


def next_check(result: CheckResult, memory: Memory, source: Source, now: datetime, rng: random.Random) -> datetime:
    """When the source is due again.

    ``source.every_s`` wins over the adaptive pace; errors double the wait up to 24 h, and what the host asks for
    (Retry-After, Crawl-delay) is never undercut.
    """
    wait = _paced(result, memory, source) * rng.uniform(0.9, 1.1) if source.every_s is None else source.every_s
    if result.outcome in _FAILED:
        wait = _after_failure(max(wait, MIN_S if source.every_s is None else 60.0), memory.failures)
    if result.gap and source.every_s is None:
        wait = max(wait / 2, MIN_S)
    if result.outcome is Outcome.SKIPPED and result.cause is Cause.HOST_WAIT:
        # nothing was asked: the turn is only put off
        return now + timedelta(seconds=max(result.host_wait_s or 0.0, 60.0) * rng.uniform(1.0, 1.1))
    if result.host_wait_s is not None:
        wait = max(wait, result.host_wait_s)
    return now + timedelta(seconds=wait)


def _after_failure(wait: float, failures: int) -> float:
    return max(wait, min(wait * 2.0 ** min(failures + 1, 20), MAX_S))


def _paced(result: CheckResult, memory: Memory, source: Source) -> float:
    """Half the usual gap between items, at least what the source asks for, within 15 min and 24 h."""
    wants = [BASE_S.get(source.kind, 3600.0), result.asked_interval_s or 0.0]
    times = sorted(memory.item_times[:20], reverse=True)
    gaps = [(newer - older).total_seconds() for newer, older in pairwise(times)]
    if gaps:
        wants.append(0.5 * median(gaps))
    want = max(wants)
    if len(times) > 1:
        want = min(want, max(0.5 * (times[0] - times[-1]).total_seconds(), result.asked_interval_s or 0.0, MIN_S))
    return min(max(want, MIN_S), MAX_S)
