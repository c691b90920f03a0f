"""One crawl over all claimed sources: exactly one result for each, handed on as soon as it is there."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from crawlers.check import Checker, Lookup
from crawlers.fetch import Fetcher, RobotsStore
from crawlers.follow import Follower
from crawlers.manners import Turns
from crawlers.reactor import close_reactor, ensure_reactor, run_in_reactor
from crawlers.reread import NO_ARCHIVE, Archive
from crawlers.settings import settings
from crawlers.trouble import offline
from policywatch.failpoints import failpoint
from policywatch.kinds import Registry
from policywatch.network import Guard, host, install_guard, networks
from policywatch.types import Cause, CheckResult, Claim, CrawlLimits, Outcome
from policywatch.workers import Workers

__all__ = ["close_reactor", "crawl", "offline", "run_in_reactor"]

WORKERS = 2
#: checks that start in one pass of the loop; more would hold up whatever else runs on it
STARTED_AT_ONCE = 4


async def crawl(
    claims: Sequence[Claim],
    limits: CrawlLimits,
    *,
    spiders: Registry,
    lookup: Lookup,
    robots_store: RobotsStore,
    host_wait_until: Callable[[Sequence[str]], Mapping[str, datetime]],
    on_result: Callable[[CheckResult], None],
    now: Callable[[], datetime],
    workers: Workers | None = None,
    archive: Archive = NO_ARCHIVE,
) -> None:
    """Checks every claim in one crawl of Scrapy on the running loop.

    ``on_result`` is called once per claim; what it raises ends the crawl and is raised here. A worker pool given is left open.
    """
    if not claims:
        return
    if limits.ca_bundle:
        os.environ["SSL_CERT_FILE"] = limits.ca_bundle
    guard = install_guard(ensure_reactor(), networks(limits.allow_private_networks))
    pool = workers or Workers(WORKERS)
    waits = await asyncio.to_thread(host_wait_until, sorted({host(claim.source.url) for claim in claims}))
    turns = Turns(limits.concurrency, limits.per_host_concurrency, limits.per_host_delay_s)

    def checker(download: Callable[[Any], Any]) -> Checker:
        fetcher = Fetcher(download, limits, turns, guard, robots_store, now)
        return Checker(fetcher, pool, Follower(fetcher, pool), spiders.kind, lookup, waits, archive, now)

    ledger = _Ledger(claims, on_result, now)
    try:
        browsed = any(getattr(claim.source.options, "browser", False) for claim in claims)
        await in_crawler(limits, guard, lambda download: ledger.check_all(checker(download)), browsed)
    finally:
        if workers is None:
            await pool.close()
    ledger.close()


class _Ledger:
    """Sees to it that every claim ends in exactly one result."""

    def __init__(self, claims: Sequence[Claim], on_result: Callable[[CheckResult], None], now: Callable[[], datetime]) -> None:
        self._open = {claim.source.id: claim for claim in claims}
        self._on_result = on_result
        self._now = now
        self._error: BaseException | None = None

    async def check_all(self, checker: Checker) -> None:
        """Checks all open claims side by side."""
        try:
            async with asyncio.TaskGroup() as group:
                for number, claim in enumerate(list(self._open.values()), 1):
                    group.create_task(self._check(checker, claim))
                    if number % STARTED_AT_ONCE == 0:
                        await asyncio.sleep(0)
        except BaseExceptionGroup as error:
            self._error = error.exceptions[0]

    async def _check(self, checker: Checker, claim: Claim) -> None:
        started = self._now()
        try:
            result = await checker.check(claim)
        except Exception as error:  # noqa: BLE001  the boundary of one source: it never stops another
            detail = f"the check failed ({type(error).__name__}: {error}): report it"[:300]
            result = CheckResult(claim, started, self._now(), Outcome.FAILED, Cause.INTERNAL, detail)
        self._settle(result)

    def _settle(self, result: CheckResult) -> None:
        del self._open[result.claim.source.id]
        failpoint("fetched")
        self._on_result(result)

    def close(self) -> None:
        """Reports what never came back as lost, and raises what ``on_result`` raised."""
        if self._error is not None:
            raise self._error
        for claim in list(self._open.values()):
            at = self._now()
            self._settle(
                CheckResult(claim, at, at, Outcome.LOST, Cause.INTERNAL, "the crawl ended without a result for this source: report it")
            )


async def in_crawler(limits: CrawlLimits, guard: Guard, work: Callable[[Callable[[Any], Any]], Any], browsed: bool = False) -> None:
    """Runs ``work`` inside one crawler, handing it the crawler's download; ``browsed``: some of it may need a browser."""
    from crawlers import browser

    if not (browsed and limits.browser and browser.is_installed()):
        await _in_crawler(settings(limits, guard), work)
        return
    async with browser.guarded_proxy(guard, limits) as proxy:
        await _in_crawler(settings(limits, guard) | browser.settings_of(limits, proxy), work)


async def _in_crawler(wanted: dict[str, Any], work: Callable[[Callable[[Any], Any]], Any]) -> None:
    from scrapy import Spider
    from scrapy.crawler import AsyncCrawlerRunner
    from twisted.web._newclient import HTTPParser

    under_way: list[asyncio.Future[Any]] = []

    class Watch(Spider):
        name = "policywatch"

        async def start(self) -> AsyncIterator[Any]:
            checks = asyncio.ensure_future(work(self.crawler.engine.download_async))
            under_way.append(checks)
            await asyncio.wait({checks})
            nothing: tuple[Any, ...] = ()
            for request in nothing:
                yield request

    # Twisted drops a connection at one header line of 16 KiB; some sites send longer ones, and limits of ours judge them
    HTTPParser.MAX_LENGTH = 128 * 1024
    runner = AsyncCrawlerRunner(wanted)
    task = runner.crawl(Watch)
    try:
        # not awaited directly: Scrapy would swallow the cancellation of its task
        await asyncio.wait({task})
    except asyncio.CancelledError:
        for checks in under_way:
            checks.cancel()
        await asyncio.wait({task}, timeout=10)
        raise
    task.result()
