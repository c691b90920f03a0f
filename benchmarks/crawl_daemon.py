"""Polls of one long-lived process: what each costs beside bare aiohttp, whether memory grows, and how long the loop is held up.

python -m benchmarks.crawl_daemon SHARED [--sources 50] [--polls 200] [--port 18081]
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.crawl_origin import origin, urls
from crawlers.run import close_reactor, crawl, run_in_reactor
from policywatch.kinds import Registry
from policywatch.types import CheckResult, Claim, CrawlLimits, Known, Memory, Robots, Source
from policywatch.workers import Workers


class Robotses:
    """Copies of robots.txt."""

    def __init__(self) -> None:
        self._rows: dict[str, Robots] = {}

    def get(self, origin: str) -> Robots | None:
        """The last copy."""
        return self._rows.get(origin)

    def keep(self, robots: Robots) -> None:
        """Replaces the copy."""
        self._rows[robots.origin] = robots


class Watch:
    """What a store would remember, with the crawl that feeds it."""

    def __init__(self, addresses: Sequence[str], port: int) -> None:
        self.addresses = addresses
        self._limits = CrawlLimits(
            per_host_concurrency=8, per_host_delay_s=0.0, allow_private_networks=("127.1.0.0/16",), allow_ports=(port,)
        )
        self._robots, self._memory = Robotses(), dict[str, Memory]()
        self._known: dict[str, dict[str, Known]] = {}
        self._workers = Workers(2)
        self.outcomes: dict[str, int] = {}

    async def poll(self) -> None:
        """One check of every source."""
        now = datetime.now(UTC)
        claims = [Claim(Source(url, "feed", url, follow=False), now, 1, now + timedelta(hours=1), self._of(url)) for url in self.addresses]
        await crawl(
            claims,
            self._limits,
            spiders=Registry("source", "crawlers.spiders"),
            lookup=lambda source_id, keys, aliases: (self._known.get(source_id, {}), {}),
            robots_store=self._robots,
            host_wait_until=lambda hosts: {},
            on_result=self._keep,
            now=lambda: datetime.now(UTC),
            workers=self._workers,
        )

    def _of(self, url: str) -> Memory:
        return self._memory.get(url, Memory())

    def _keep(self, result: CheckResult) -> None:
        url = result.claim.source.id
        self._known.setdefault(url, {}).update({d.key: Known(d.key, d.key, d.fingerprint) for d in result.documents})
        validators = result.validators or result.claim.memory.validators
        self._memory[url] = Memory(False, validators, result.body_sha256, (result.items,), full_at=result.started_at)
        self.outcomes[result.outcome.value] = self.outcomes.get(result.outcome.value, 0) + 1

    async def close(self) -> None:
        """Ends the workers."""
        await self._workers.close()


async def bare_poll(addresses: Sequence[str], validators: dict[str, str]) -> None:
    """The same requests with aiohttp and nothing else."""
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:

        async def one(url: str) -> None:
            headers = {"If-None-Match": validators[url]} if url in validators else {}
            async with session.get(url, headers=headers) as answer:
                await answer.read()
                validators[url] = answer.headers.get("ETag", validators.get(url, ""))

        await asyncio.gather(*(one(url) for url in addresses))


async def lags(found: list[float]) -> None:
    """Adds how late the loop woke, every 5 ms."""
    while True:
        started = time.perf_counter()
        await asyncio.sleep(0.005)
        found.append(time.perf_counter() - started - 0.005)


def rss_mb() -> float:
    """What this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


async def measure(addresses: Sequence[str], port: int, polls: int) -> dict[str, Any]:
    """The numbers of all polls."""
    watch, found, memory, first = Watch(addresses, port), list[float](), list[float](), list[float]()
    lag = asyncio.create_task(lags(first))
    await watch.poll()
    lag.cancel()
    lag, cpu_s = asyncio.create_task(lags(found)), time.process_time()
    for _ in range(polls):
        await watch.poll()
        memory.append(rss_mb())
    lag.cancel()
    ours_s = (time.process_time() - cpu_s) / polls
    await watch.close()
    validators: dict[str, str] = {}
    await bare_poll(addresses, validators)
    cpu_s = time.process_time()
    for _ in range(20):
        await bare_poll(addresses, validators)
    bare_s = (time.process_time() - cpu_s) / 20
    settled = memory[min(10, polls - 1)]
    return {
        "outcomes": watch.outcomes,
        "CPU ms per request": round(1000 * ours_s / len(addresses), 2),
        "of aiohttp": round(ours_s / bare_s, 2),
        "MB": round(memory[-1], 1),
        "growth after ten polls": f"{100 * (memory[-1] / settled - 1):.1f} %",
        "lag p99 ms, first poll": round(1000 * quantile(first, 0.99), 1),
        "lag p99 ms": round(1000 * quantile(found, 0.99), 1),
        "lag max ms": round(1000 * max(found), 1),
    }


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all do not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def main() -> int:
    """Prints the numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, metavar="SHARED")
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--polls", type=int, default=200)
    parser.add_argument("--port", type=int, default=18081)
    given = parser.parse_args()
    with origin(given.shared / "tools/origin.py", given.sources, given.port):
        told = run_in_reactor(lambda: measure(urls(given.sources, given.port, "feed"), given.port, given.polls))
        close_reactor()
    for name, value in told.items():
        print(f"{name:26} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
