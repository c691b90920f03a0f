"""What a poll of 200 sources costs, in CPU-seconds, beside a bare Scrapy spider with its own validators.

    python -m benchmarks.crawl_origin SHARED [--kind feed] [--sources 200] [--follow] [--latency 100-300] [--port 18080]

Every measured client is a child process: its own start-up counts (one-shot), and `os.wait4` gives its CPU time and memory.
Raise the limit of open files first (`ulimit -n 8192`).
"""

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

PATHS = {"feed": "/feed.xml", "listing": "/list.html"}


def urls(sources: int, port: int, kind: str) -> list[str]:
    """The origin's sources, one loopback address each."""
    return [f"http://127.1.{n // 250}.{n % 250 + 1}:{port}{PATHS[kind]}" for n in range(sources)]


@contextmanager
def origin(script: Path, sources: int, port: int) -> Iterator[None]:
    """The origin, until the block ends."""
    with subprocess.Popen([sys.executable, str(script), str(sources), str(port)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            while "ready" not in process.stdout.readline():
                pass
            yield
        finally:
            process.terminate()


def control(port: int, what: str) -> dict[str, Any]:
    """Asks the origin to count, or to publish."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_ctl/{what}") as answer:
        counters: dict[str, Any] = json.load(answer)
    return counters


def measured(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float, int]:
    """CPU-seconds, wall seconds and peak megabytes of a child process and its own children."""
    started = time.monotonic()
    process = subprocess.Popen([sys.executable, __file__, *arguments], env=dict(environment))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - started, usage.ru_maxrss // 1024


def poll_ours(state: Path, kind: str, addresses: Sequence[str], port: int, follow: bool) -> None:
    """One crawl of the product; memory and known documents live in a pickle, which costs less than a store."""
    from crawlers.run import close_reactor, crawl, run_in_reactor
    from policywatch.kinds import Registry
    from policywatch.types import CheckResult, Claim, CrawlLimits, Known, Memory, Robots, Source

    rows: dict[str, Any] = pickle.loads(state.read_bytes()) if state.exists() else {"memory": {}, "known": {}, "robots": {}}  # noqa: S301  written by the poll before
    now = datetime.now(UTC)

    class Stored:
        def get(self, where: str) -> Robots | None:
            kept: Robots | None = rows["robots"].get(where)
            return kept

        def keep(self, robots: Robots) -> None:
            rows["robots"][robots.origin] = robots

    def lookup(source_id: str, keys: Sequence[str], aliases: Sequence[str]) -> tuple[dict[str, Known], dict[str, Known]]:
        known = rows["known"].get(source_id, {})
        return {key: known[key] for key in keys if key in known}, {}

    def on_result(result: CheckResult) -> None:
        source = result.claim.source.id
        known = rows["known"].setdefault(source, {})
        known.update({d.key: Known(d.key, d.key, d.fingerprint) for d in result.documents})
        rows["memory"][source] = Memory(False, result.validators, result.body_sha256, (result.items,), full_at=now)
        outcomes[result.outcome.value] = outcomes.get(result.outcome.value, 0) + 1
        outcomes["documents"] = outcomes.get("documents", 0) + len(result.documents)

    outcomes: dict[str, int] = {}
    claims = [
        Claim(Source(url, kind, url, follow=follow), now, 1, now + timedelta(hours=1), rows["memory"].get(url, Memory()))
        for url in addresses
    ]
    limits = CrawlLimits(per_host_concurrency=8, per_host_delay_s=0.0, allow_private_networks=("127.1.0.0/16",), allow_ports=(port,))
    run_in_reactor(
        lambda: crawl(
            claims,
            limits,
            spiders=Registry("source", "crawlers.spiders"),
            lookup=lookup,
            robots_store=Stored(),
            host_wait_until=lambda hosts: {},
            on_result=on_result,
            now=lambda: datetime.now(UTC),
        )
    )
    close_reactor()
    state.write_bytes(pickle.dumps(rows))
    print("   outcomes", outcomes)


def poll_bare(state: Path, addresses: Sequence[str], follow: bool) -> None:
    """The same with a minimal Scrapy spider: lxml, own validators, no guard, no robots, no worker."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess

    rows: dict[str, Any] = pickle.loads(state.read_bytes()) if state.exists() else {"etag": {}, "seen": {}}  # noqa: S301  written by the poll before

    class Bare(Spider):
        name = "bare"
        custom_settings = {  # noqa: RUF012  Scrapy's way
            "CONCURRENT_REQUESTS": 64,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_ENABLED": False,
            "ROBOTSTXT_OBEY": False,
            "DOWNLOAD_DELAY": 0,
            "HTTPPROXY_ENABLED": False,
        }

        async def start(self) -> Any:
            for url in addresses:
                headers = {"If-None-Match": rows["etag"][url]} if url in rows["etag"] else {}
                yield Request(url, headers=headers, dont_filter=True, meta={"handle_httpstatus_list": [304]})

        def parse(self, response: Any) -> Any:
            if response.status == 304:
                return
            rows["etag"][response.url] = response.headers["ETag"].decode()
            links = response.xpath("//item/link/text()").getall() or response.xpath("//a/@href").getall()
            seen = rows["seen"].setdefault(response.url, set())
            new = [link for link in links if link not in seen]
            seen.update(links)
            for link in new[:5] if follow else []:
                yield response.follow(link, self.article, dont_filter=True)

        def article(self, response: Any) -> None:
            response.xpath("//p//text()").getall()

    process = AsyncCrawlerProcess({"LOG_ENABLED": False})
    process.crawl(Bare)
    process.start()
    state.write_bytes(pickle.dumps(rows))


def compare(script: Path, kind: str, sources: int, port: int, follow: bool, latency: str) -> None:
    """First, unchanged and delta poll of both, and their ratios."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    table: dict[str, dict[str, float]] = {}
    with origin(script, sources, port), tempfile.TemporaryDirectory() as folder:
        control(port, latency)
        for poll in ("first", "unchanged", "delta"):
            if poll == "delta":
                control(port, "bump?n=20&k=1")
            for client in ("bare", "ours"):
                control(port, "stats?reset=1")
                arguments = [
                    "--child",
                    client,
                    "--state",
                    f"{folder}/{client}",
                    "--kind",
                    kind,
                    "--sources",
                    str(sources),
                    "--port",
                    str(port),
                ]
                cpu_s, wall_s, megabytes = measured(arguments + ["--follow"] * follow, environment)
                counters = control(port, "stats?reset=1")
                table.setdefault(poll, {})[client] = cpu_s
                shown = {name: counters.get(name, 0) for name in ("req", "304", "cond", "article", "robots")}
                print(f"{poll:10} {client:5} CPU {cpu_s:6.2f} s  wall {wall_s:6.2f} s  {megabytes:4d} MB  {shown}")
    for poll, row in table.items():
        print(f"{poll:10} ours / bare = {row['ours'] / row['bare']:.2f}")


def main() -> None:
    """Reads the arguments; a child polls once, the parent compares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, metavar="SHARED", help="the folder that holds tools/origin.py")
    parser.add_argument("--latency", default="0-0", metavar="MIN-MAX", help="milliseconds that the origin waits before it answers")
    parser.add_argument("--kind", choices=sorted(PATHS), default="feed")
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--port", type=int, default=18080)
    parser.add_argument("--follow", action="store_true")
    parser.add_argument("--child", choices=("ours", "bare"))
    parser.add_argument("--state", type=Path)
    given = parser.parse_args()
    addresses = urls(given.sources, given.port, given.kind)
    if given.child == "ours":
        poll_ours(given.state, given.kind, addresses, given.port, given.follow)
    elif given.child == "bare":
        poll_bare(given.state, addresses, given.follow)
    else:
        low, _, high = given.latency.partition("-")
        script = given.shared / "tools/origin.py"
        compare(script, given.kind, given.sources, given.port, given.follow, f"latency?min={low}&max={high or low}")


if __name__ == "__main__":
    main()
