"""The measured processes: the crawl role of the product, and bare clients that do the least that could be called the same.

``python -m benchmarks.crawl.clients NAME FOLDER PORT SOURCES [--follow] [--polls N]``: polls all feeds of the origin; what a client knows of earlier
polls lies in FOLDER. With ``--polls`` it stays one process and says what one poll costs.
"""

import argparse
import asyncio
import json
import os
import pickle
import resource
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.crawl.origin import urls

Poll = Callable[[], Awaitable[None]]


def cpu_s() -> float:
    """CPU-seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def rss_mb() -> float:
    """What this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all do not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


async def _lags(found: list[float]) -> None:
    """Adds how much later than asked the loop woke, every 5 ms."""
    while True:
        started = time.perf_counter()
        await asyncio.sleep(0.005)
        found.append(time.perf_counter() - started - 0.005)


async def serve(poll: Poll, polls: int) -> dict[str, Any]:
    """Polls again and again in one process; the first polls warm up."""
    lags: list[float] = []
    first: list[float] = []
    watch = asyncio.create_task(_lags(first))
    await poll()
    watch.cancel()
    for _ in range(2):
        await poll()
    watch, costs, sizes = asyncio.create_task(_lags(lags)), [], []
    for _ in range(polls):
        before = cpu_s()
        await poll()
        costs.append(cpu_s() - before)
        sizes.append(rss_mb())
        # a service rests between two ticks
        await asyncio.sleep(0.05)
    watch.cancel()
    settled = sizes[min(9, polls - 1)]
    return {
        "cpu_s": quantile(costs, 0.5),
        "megabytes": sizes[-1],
        "growth": sizes[-1] / settled - 1,
        "lag_p99_ms": 1000 * quantile(lags, 0.99),
        "lag_max_ms": 1000 * max(lags),
        "first_lag_p99_ms": 1000 * quantile(first, 0.99),
    }


def state(folder: Path, name: str) -> tuple[Path, dict[str, Any]]:
    """What a bare client knows: validators, and links it has seen."""
    path = folder / f"{name}.pickle"
    empty: dict[str, Any] = {"etag": {}, "seen": {}}
    return path, pickle.loads(path.read_bytes()) if path.exists() else empty  # noqa: S301  written by the poll before


# ---- the product


def write_home(folder: Path, addresses: Sequence[str], port: int, follow: bool, handler: str, every_s: int = 0) -> Path:
    """A home that watches all feeds of the origin."""
    home = folder / "ours"
    if home.exists():
        return home
    home.mkdir(parents=True)
    told = "true, first_items: 5" if follow else "false"
    rows = "".join(f"  - {{id: s{n}, kind: feed, url: '{url}', every: {every_s}s, follow: {told}}}\n" for n, url in enumerate(addresses))
    (home / "sources.yaml").write_text("sources:\n" + rows)
    (home / "uses.yaml").write_text("uses: []\n")
    (home / "policywatch.yaml").write_text(
        f"model: {{embedder: none}}\nnetwork: {{allow_private_networks: [127.1.0.0/16], allow_ports: [80, 443, {port}], mode: {handler}}}\n"
        "crawl: {per_host_delay_s: 0, per_host_concurrency: 8}\n"
    )
    return home


def ours(folder: Path, addresses: Sequence[str], port: int, follow: bool, polls: int, handler: str = "twisted") -> dict[str, Any]:
    """Ticks of the service in the crawl role alone: schedule, crawl, store, health, incidents."""
    from app.house import load_config, open_house
    from app.journal import configure
    from app.serve import new_service
    from crawlers.run import close_reactor, run_in_reactor

    configure()
    home = write_home(folder, addresses, port, follow, handler)

    async def main() -> dict[str, Any]:
        with open_house(home, config=load_config(home)) as house:
            service = new_service(house, ("crawl",), 30)
            told = await serve(service.tick, polls) if polls else await _once(service.tick)
            return told | {"documents": sum(row.documents for row in house.store.source_rows())}

    told = run_in_reactor(main)
    close_reactor()
    return told


def many(folder: Path, addresses: Sequence[str], port: int, follow: bool, polls: int) -> dict[str, Any]:
    """Ticks of a service that watches 10,000 sources, 100 of them due; ``follow`` and ``polls`` are as everywhere."""
    from sqlalchemy import update

    from app.house import load_config, open_house
    from app.journal import configure
    from app.serve import new_service
    from crawlers.run import close_reactor, run_in_reactor
    from policywatch.store.schema import sources as table

    configure()
    elsewhere = [f"http://127.1.200.1:{port}/{n}.xml" for n in range(10_000 - 100)]
    home = write_home(folder, [*addresses[:100], *elsewhere], port, follow, "twisted", every_s=86_400)

    async def main() -> dict[str, Any]:
        with open_house(home, config=load_config(home)) as house:
            service = new_service(house, ("crawl",), 30)

            async def tick() -> None:
                due = table.c.id.in_([f"s{n}" for n in range(100)])
                house.store.sync_sources(house.config.sources, house.clock())
                with house.store._db.write() as db:
                    db.execute(update(table).where(~due).values(next_check_at=house.clock() + timedelta(days=9)))
                    db.execute(update(table).where(due).values(next_check_at=house.clock()))
                before = cpu_s()
                await service.tick()
                spent.append(cpu_s() - before)

            spent: list[float] = []
            for _ in range(max(polls, 3)):
                await tick()
            return {"tick_cpu_s": quantile(spent[1:], 0.5)}

    told = run_in_reactor(main)
    close_reactor()
    return told


async def _once(poll: Poll) -> dict[str, Any]:
    await poll()
    return {}


# ---- bare clients


def scrapy(folder: Path, addresses: Sequence[str], port: int, follow: bool, polls: int, handler: str = "twisted") -> dict[str, Any]:
    """A minimal spider with its own validators: no robots.txt, no guard, no store; ``follow`` extracts with trafilatura in its callback."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.utils.log import configure_logging

    from crawlers.run import close_reactor, run_in_reactor

    configure_logging({"LOG_ENABLED": False})
    path, rows = state(folder, "scrapy" + handler)
    handlers = {"http": AIOHTTP, "https": AIOHTTP} if handler == "aiohttp" else {}

    class Bare(Spider):
        name = "bare"
        custom_settings = {  # noqa: RUF012  Scrapy's way
            "CONCURRENT_REQUESTS": 64,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "LOG_ENABLED": False,
            "ROBOTSTXT_OBEY": False,
            "DOWNLOAD_DELAY": 0,
            "HTTPPROXY_ENABLED": False,
            "DOWNLOAD_HANDLERS": handlers,
            "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        }

        async def start(self) -> Any:
            for url in addresses:
                headers = {"If-None-Match": rows["etag"][url]} if url in rows["etag"] else {}
                yield Request(url, headers=headers, dont_filter=True, meta={"handle_httpstatus_list": [304]})

        def parse(self, response: Any) -> Any:
            if response.status == 304:
                return
            rows["etag"][response.url] = response.headers["ETag"].decode()
            links = response.xpath("//item/link/text()").getall()
            seen = rows["seen"].setdefault(response.url, set())
            new = [link for link in links if link not in seen]
            seen.update(links)
            for link in new[:5] if follow else []:
                yield response.follow(link, self.article, dont_filter=True)

        def article(self, response: Any) -> None:
            import trafilatura

            trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True, favor_recall=True)

    async def poll() -> None:
        await AsyncCrawlerRunner({"LOG_ENABLED": False}).crawl(Bare)

    told: dict[str, Any] = run_in_reactor(lambda: serve(poll, polls) if polls else _once(poll))
    close_reactor()
    path.write_bytes(pickle.dumps(rows))
    return told


AIOHTTP = "scrapy.core.downloader.handlers._aiohttp.AiohttpDownloadHandler"


def scrapy_aiohttp(*given: Any) -> dict[str, Any]:
    """The same spider with Scrapy's other handler."""
    return scrapy(*given, handler="aiohttp")


def ours_aiohttp(*given: Any) -> dict[str, Any]:
    """The product in its other network mode."""
    return ours(*given, handler="aiohttp")


def aiohttp(folder: Path, addresses: Sequence[str], port: int, follow: bool, polls: int) -> dict[str, Any]:
    """The same requests with aiohttp, and links by lxml: as little as there can be."""
    from aiohttp import ClientSession, TCPConnector
    from lxml import etree

    path, rows = state(folder, "aiohttp")

    async def poll() -> None:
        async with ClientSession(connector=TCPConnector(limit=64)) as session:

            async def one(url: str) -> None:
                headers = {"If-None-Match": rows["etag"][url]} if url in rows["etag"] else {}
                async with session.get(url, headers=headers) as answer:
                    body = await answer.read()
                    if answer.status == 200:
                        rows["etag"][url] = answer.headers["ETag"]
                        rows["seen"][url] = etree.fromstring(body).xpath("//item/link/text()")

            await asyncio.gather(*map(one, addresses))

    told: dict[str, Any] = asyncio.run(serve(poll, polls) if polls else _once(poll))
    path.write_bytes(pickle.dumps(rows))
    return told


#: polls with lemon24/reader, in an interpreter that has it
READER = """
import json, os, sys
from reader import make_reader
folder, addresses = sys.argv[1], json.loads(sys.argv[2])
reader = make_reader(os.path.join(folder, "reader.sqlite"))
for url in addresses:
    reader.add_feed(url, exist_ok=True)
reader.update_feeds(workers=20)
print(json.dumps({"documents": reader.get_entry_counts().total}))
"""

CLIENTS: dict[str, Callable[..., dict[str, Any]]] = {
    "ours": ours,
    "ours-aiohttp": ours_aiohttp,
    "many": many,
    "scrapy": scrapy,
    "scrapy-aiohttp": scrapy_aiohttp,
    "aiohttp": aiohttp,
}


def main() -> None:
    """Polls as one client and prints what it has to say as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(CLIENTS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("sources", type=int)
    parser.add_argument("--follow", action="store_true")
    parser.add_argument("--polls", type=int, default=0)
    given = parser.parse_args()
    told = CLIENTS[given.name](given.folder, urls(given.sources, given.port), given.port, given.follow, given.polls)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
