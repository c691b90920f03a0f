"""Manners: what robots.txt allows, how long to leave a host alone, and whose turn it is.

Robots rules and waiting times are pure; ``Turns`` is the one place where the crawler waits.
"""

import asyncio
import math
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from policywatch.network import host
from policywatch.types import Robots

ROBOTS_AGE = timedelta(hours=24)
#: RFC 9309 asks to read at least this much
MAX_ROBOTS_BYTES = 500 * 1024
#: a Crawl-delay beyond this is taken as this
MAX_CRAWL_DELAY_S = 120.0
MIN_WAIT_S, MAX_WAIT_S = 60.0, 86_400.0
#: what a host gets that says "too many requests" without a readable time
DEFAULT_WAIT_S = 900.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt means for us."""

    allow_all: bool = True
    refuse_all: bool = False
    #: Protego, when there are rules to ask
    parser: Any = None

    def allows(self, url: str, user_agent: str) -> bool:
        """Whether the URL may be fetched."""
        if self.refuse_all or self.parser is None:
            return not self.refuse_all
        return bool(self.parser.can_fetch(url, user_agent))

    def delay_s(self, user_agent: str) -> float | None:
        """The Crawl-delay for us, clamped, or ``None``."""
        if self.parser is None:
            return None
        delay = self.parser.crawl_delay(user_agent)
        return min(max(float(delay), 0.0), MAX_CRAWL_DELAY_S) if delay is not None else None


def rules_of(robots: Robots) -> Rules:
    """The rules of a stored robots.txt: 4xx allows all, 5xx and status 0 (unreachable) refuse all (RFC 9309)."""
    if robots.status == 200:
        return _parsed(robots.body)
    if robots.status >= 500 or robots.status == 0 or robots.status == 429:
        return Rules(allow_all=False, refuse_all=True)
    return Rules()


@lru_cache(maxsize=1024)
def _parsed(body: bytes) -> Rules:
    text = body[:MAX_ROBOTS_BYTES].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").removeprefix("\ufeff")
    if text.lstrip()[:1] == "<" or not text.strip():
        return Rules()
    from protego import Protego

    return Rules(allow_all=False, parser=Protego.parse(text))


def is_fresh(robots: Robots | None, now: datetime) -> bool:
    """Whether a stored robots.txt may be used without asking again."""
    return robots is not None and timedelta(0) <= now - robots.fetched_at < ROBOTS_AGE


def newer(stored: Robots | None, fetched: Robots) -> Robots:
    """What to keep after a fetch: while the site cannot answer, its last rules stay in force."""
    if (
        (fetched.status >= 500 or fetched.status in (0, 429))
        and stored is not None
        and stored.status not in (0, 429)
        and stored.status < 500
    ):
        return Robots(stored.origin, stored.status, stored.body, fetched.fetched_at)
    return fetched


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, within [60 s, 24 h]; ``None`` when it is missing, past, negative or nonsense."""
    if value is None:
        return None
    text = value.strip()
    try:
        wait = float(text)
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
            wait = (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
    if wait != wait or wait < 0:
        return None
    return min(max(wait, MIN_WAIT_S), MAX_WAIT_S)


class HostBusy(Exception):
    """The host's turn is too far away."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(f"the host's turn comes in {wait_s:.0f} s")


#: when hosts may be asked again (monotonic seconds), beyond the crawl that asked them: two crawls in a row are as polite as one
_free_at: dict[str, float] = {}


def _remember(name: str, at: float) -> None:
    now = time.monotonic()
    if len(_free_at) > 10_000:
        for known in [known for known, until in _free_at.items() if until < now]:
            del _free_at[known]
    if at > now:
        _free_at[name] = at


@dataclass(slots=True)
class _Host:
    gate: asyncio.Semaphore
    free_at: float = 0.0
    #: a Crawl-delay is kept to the letter, without jitter
    crawl_delay_s: float | None = None
    waiting: int = 0


@dataclass(slots=True)
class Turns:
    """Who may ask a host now: so many at a time, so many seconds apart, and no more than the whole crawl may do."""

    concurrency: int
    per_host: int
    delay_s: float
    jitter: Callable[[], float] = field(default=lambda: random.uniform(0.5, 1.5))
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _all: asyncio.Semaphore | None = None

    def _host(self, url: str) -> _Host:
        name = host(url)
        if name not in self._hosts:
            self._hosts[name] = _Host(asyncio.Semaphore(max(self.per_host, 1)), _free_at.get(name, 0.0))
        return self._hosts[name]

    def slow_down(self, url: str, crawl_delay_s: float | None) -> None:
        """Applies the Crawl-delay of the URL's host."""
        if crawl_delay_s is not None:
            self._host(url).crawl_delay_s = crawl_delay_s

    def crawl_delay_s(self, url: str) -> float | None:
        """The Crawl-delay of the URL's host, as far as it is known."""
        return self._host(url).crawl_delay_s

    @asynccontextmanager
    async def turn(self, url: str, patience_s: float = math.inf) -> AsyncIterator[None]:
        """Waits for the host, then for the crawl; the host's pause starts when its request does.

        Raises HostBusy at once when those who wait already would make it longer than ``patience_s``.
        """
        state = self._host(url)
        if self._all is None:
            self._all = asyncio.Semaphore(max(self.concurrency, 1))
        queue_s = state.free_at - time.monotonic() + state.waiting * self._usual_pause(state)
        if queue_s > patience_s:
            raise HostBusy(queue_s)
        state.waiting += 1
        try:
            await state.gate.acquire()
        finally:
            state.waiting -= 1
        try:
            wait = self._take(state)
            _remember(host(url), state.free_at)
            if wait > 0:
                await asyncio.sleep(wait)
            async with self._all:
                yield
        finally:
            state.gate.release()

    def _usual_pause(self, state: _Host) -> float:
        return max(state.crawl_delay_s or 0.0, self.delay_s)

    def _take(self, state: _Host) -> float:
        """Takes the host's next moment and says how far away it is."""
        now = time.monotonic()
        wait = state.free_at - now
        pause = self._usual_pause(state) if state.crawl_delay_s is not None else self.delay_s * self.jitter()
        state.free_at = max(state.free_at, now) + pause
        return wait
