"""Crawls hostile cases and says how each ended; used by the table of benchmarks.hostile and by the tests."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawlers.run import crawl, run_in_reactor
from policywatch.kinds import Registry
from policywatch.types import CheckResult, Claim, CrawlLimits, Known, Memory, Outcome, Robots, Source
from policywatch.workers import Workers

SPIDERS = Registry("source", "crawlers.spiders")
READ = frozenset({Outcome.CHANGED, Outcome.UNCHANGED, Outcome.MOVED})
#: our finer causes and the kinds of the index that they refine
#: (a page that yields nothing at its first check has no earlier layout that could have changed; a cut feed is broken XML)
FINER = {
    "empty": {"layout_changed"},
    "truncated": {"parse_xml"},
    "waf": {"blocked"},
    "captcha": {"blocked"},
    "login": {"soft_error"},
    "consent": {"soft_error"},
    "js_shell": {"layout_changed"},
    "gone": {"http_4xx"},
    "robots": {"http_5xx", "blocked"},
}
GOOD = "good"
GOOD_ITEMS = 3
_GOOD_FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>R</title><link>https://r.example/</link><description>d</description>'
    + "".join(f"<item><title>Rule {n}</title><link>https://r.example/{n}</link><guid>{n}</guid></item>" for n in range(GOOD_ITEMS))
    + "</channel></rss>"
).encode()


@dataclass(frozen=True)
class Case:
    """One entry of the index."""

    name: str
    group: str
    kind: str
    url: str
    fetches: int
    verdict: str
    items: int | tuple[int, int] | None
    errors: frozenset[str]
    max_s: float
    max_mb: float

    @property
    def source_kind(self) -> str:
        """The kind of source that meets such an answer."""
        if self.kind in ("feed", "any", "json", "robots"):
            return "feed"
        if self.kind == "html":
            return "listing" if self.items is not None or self.name.startswith("layout_") else "page"
        return self.kind if self.kind in SPIDERS.names else "page"

    @property
    def options(self) -> object:
        """What an admin would have written for such a page: where its items are."""
        if self.source_kind != "listing" or (not self.items and not self.name.startswith("layout_")):
            return None
        listing = SPIDERS.module("listing")
        return listing.Options(item="article.news" if self.name.startswith("layout_") else "a")


@dataclass(frozen=True)
class Ended:
    """How one case ended; ``items`` and causes are those of its last fetch."""

    case: Case
    outcome: str
    cause: str
    items: int
    complete: bool
    detail: str
    #: of one fetch, at most
    seconds: float
    megabytes: float

    def fault(self) -> str:
        """What its index does not allow, or nothing."""
        case, said = self.case, f"{self.outcome}/{self.cause} with {self.items} items ({self.detail})"
        if case.verdict == "unchanged":
            return "" if self.outcome == "unchanged" else f"{said} instead of unchanged"
        causes = {self.cause, *FINER.get(self.cause, ())}
        if self.outcome not in READ:
            honest = bool(causes & case.errors) or (case.kind == "robots" and self.cause == "robots")
            nothing = self.outcome == "empty" and _fits(0, case.items) and case.verdict != "error"
            if honest and (case.verdict != "ok" or case.kind == "robots"):
                return ""
            return "" if nothing and case.items is not None else f"{said} instead of {case.verdict} {sorted(case.errors)}"
        if case.verdict == "error":
            return f"{said} instead of {sorted(case.errors)}"
        return "" if _fits(self.items, case.items) else f"{said} instead of {case.items}"

    def excess(self) -> str:
        """What it took more of than it may."""
        if self.seconds > self.case.max_s:
            return f"took {self.seconds:.1f} s of {self.case.max_s:g}"
        return f"took {self.megabytes:.0f} MB of {self.case.max_mb:g}" if self.megabytes > self.case.max_mb else ""


def _fits(items: int, wanted: int | tuple[int, int] | None) -> bool:
    if wanted is None:
        return True
    return items == wanted if isinstance(wanted, int) else wanted[0] <= items <= wanted[1]


@dataclass
class Report:
    """What one batch came to."""

    ended: list[Ended] = field(default_factory=list)
    good_missing: int = 0
    lost: int = 0
    #: of this process, over where it stood before
    grown_mb: float = 0.0


@dataclass
class Site:
    """The running hostile origin."""

    addresses: dict[str, Any]

    def get(self, path: str) -> Any:
        """A JSON answer of the origin's own pages."""
        with urllib.request.urlopen(self.addresses["base"] + path) as answer:
            return json.load(answer)

    def canary_hits(self) -> int:
        """How often the host that nobody may reach was reached."""
        return len(self.get("/__log")["canary"])

    def ports(self) -> tuple[int, ...]:
        """The ports of the origin, and one where nobody listens."""
        found = {urlsplit(value).port for value in self.addresses.values() if isinstance(value, str) and value.startswith("http")}
        return (*sorted(port for port in found if port), 1)


def make_cases(shared: Path, folder: Path) -> None:
    """Writes the cases unless they are there."""
    if not (folder / "index.json").exists():
        subprocess.run([sys.executable, str(shared / "tools/make_hostile.py"), str(folder)], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def hostile_site(shared: Path, folder: Path) -> Iterator[Site]:
    """The hostile origin, until the block ends."""
    arguments = [sys.executable, str(shared / "tools/hostile_server.py"), str(folder)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield Site(json.loads(process.stdout.readline()))
        finally:
            process.terminate()


def index_of(site: Site) -> list[Case]:
    """All cases that this machine can serve."""
    return [_case(entry) for entry in site.get("/index.json")["cases"] if "{{" not in entry["url"]]


def _case(entry: Mapping[str, Any]) -> Case:
    expect = entry["expect"]
    items = tuple(expect["items"]) if isinstance(expect["items"], list) else expect["items"]
    return Case(
        entry["name"],
        entry["group"],
        entry["kind"],
        entry["url"],
        entry["fetches"],
        expect["verdict"],
        items,
        frozenset(expect["error"]),
        expect["max_s"],
        expect["max_mb"],
    )


class _Robots:
    """A robots store that knows no rules but those a case serves."""

    def __init__(self, asked: frozenset[str]) -> None:
        self._asked = asked

    def get(self, origin: str) -> Robots | None:
        return None if origin in self._asked else Robots(origin, 404, b"", datetime.now(UTC))

    def keep(self, robots: Robots) -> None:
        """Every case is a new site."""


class _Watch:
    """The memory of this process and of its workers while a batch runs."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.own_mb = self.worker_mb = 0.0

    def _run(self) -> None:
        while not self._stop.is_set():
            self.own_mb = max(self.own_mb, _rss_mb(os.getpid()))
            self.worker_mb = max([self.worker_mb, *(_rss_mb(child) for child in _children())])
            self._stop.wait(0.05)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join()


def _rss_mb(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, IndexError):
        return 0.0


def _children() -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []


def run_cases(site: Site, cases: Sequence[Case], workers: int = 2) -> Report:
    """Crawls the cases in one crawl per fetch, each beside the good source."""
    return run_in_reactor(lambda: _run(site, cases, workers))


async def _run(site: Site, cases: Sequence[Case], size: int) -> Report:
    report, history = Report(), _History()
    async with Workers(size) as pool, _Neighbour() as neighbour:
        fronts = {case.name: await neighbour.front(case.url) for case in cases if case.kind == "robots"}
        await _round(site, [], fronts, neighbour, pool, _History())
        own_mb, worker_mb = _rss_mb(os.getpid()), max([0.0, *(_rss_mb(child) for child in _children())])
        with _Watch() as watch:
            for turn in range(max((case.fetches for case in cases), default=1)):
                due = [case for case in cases if turn < case.fetches]
                await _round(site, due, fronts, neighbour, pool, history)
                report.good_missing += history.good_missing()
        report.grown_mb = watch.own_mb - own_mb
        moved = max(report.grown_mb, watch.worker_mb - worker_mb)
    for case in cases:
        last = history.last[case.name]
        report.ended.append(
            Ended(
                case,
                last.outcome.value,
                last.cause.value,
                last.items,
                last.complete,
                last.detail,
                history.seconds[case.name],
                moved,
            )
        )
        report.lost += last.outcome is Outcome.LOST
    return report


async def _round(
    site: Site, cases: Sequence[Case], fronts: Mapping[str, str], neighbour: "_Neighbour", pool: Workers, history: "_History"
) -> None:
    now = datetime.now(UTC)
    sources = [Source(case.name, case.source_kind, fronts.get(case.name, case.url), follow=False, options=case.options) for case in cases]
    sources.append(Source(GOOD, "feed", neighbour.good, follow=False))
    claims = [Claim(source, now, 1, now + timedelta(hours=1), history.memory(source.id)) for source in sources]
    limits = CrawlLimits(
        timeout_s=5,
        check_timeout_s=20,
        per_host_concurrency=12,
        per_host_delay_s=0,
        allow_private_networks=("127.0.0.1/32", "127.0.1.0/24"),
        allow_ports=(*site.ports(), *neighbour.ports),
    )
    history.last.pop(GOOD, None)
    await crawl(
        claims,
        limits,
        spiders=SPIDERS,
        lookup=history.lookup,
        robots_store=_Robots(frozenset(url.rpartition("/")[0] for url in fronts.values())),
        host_wait_until=lambda hosts: {},
        on_result=history.keep,
        now=lambda: datetime.now(UTC),
        workers=pool,
    )


class _History:
    """What a store would remember between the fetches of a case."""

    def __init__(self) -> None:
        self.last: dict[str, CheckResult] = {}
        self.seconds: dict[str, float] = {}
        self._memory: dict[str, Memory] = {}
        self._known: dict[str, dict[str, Known]] = {}

    def memory(self, source_id: str) -> Memory:
        return Memory() if source_id == GOOD else self._memory.get(source_id, Memory())

    def lookup(self, source_id: str, keys: Sequence[str], aliases: Sequence[str]) -> tuple[Mapping[str, Known], Mapping[str, Known]]:
        known = self._known.get(source_id, {})
        return {key: known[key] for key in keys if key in known}, {}

    def keep(self, result: CheckResult) -> None:
        name = result.claim.source.id
        self.last[name] = result
        took = (result.finished_at - result.started_at).total_seconds()
        self.seconds[name] = max(self.seconds.get(name, 0.0), took)
        self._known.setdefault(name, {}).update({d.key: Known(d.key, d.key, d.fingerprint) for d in result.documents})
        if result.complete:
            memory = result.claim.memory
            counts = (result.items, *memory.item_counts)[:10]
            self._memory[name] = replace(
                memory,
                first=False,
                validators=result.validators,
                body_sha256=result.body_sha256,
                item_counts=counts,
                full_at=result.started_at,
            )

    def good_missing(self) -> int:
        good = self.last.get(GOOD)
        return 0 if good is not None and good.complete and good.items == GOOD_ITEMS else 1


class _Neighbour:
    """The good source, and sites whose robots.txt is a hostile case while their feed is good."""

    def __init__(self) -> None:
        self._servers: list[asyncio.Server] = []
        self.good = ""
        self.ports: list[int] = []

    async def __aenter__(self) -> "_Neighbour":
        self.good = await self.front("")
        return self

    async def __aexit__(self, *exc: object) -> None:
        for server in self._servers:
            server.close()

    async def front(self, robots_url: str) -> str:
        """The feed of a new site, with a host of its own, that passes its robots.txt on from another address."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
                if head.startswith(b"GET /robots.txt") and robots_url:
                    await _pass_on(robots_url, writer)
                else:
                    length = str(len(_GOOD_FEED)).encode()
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\nContent-Length: " + length)
                    writer.write(b"\r\n\r\n" + _GOOD_FEED)
                await writer.drain()
            except (OSError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()

        address = f"127.0.1.{len(self._servers) + 1}"
        server = await asyncio.start_server(serve, address, 0)
        port = server.sockets[0].getsockname()[1]
        self._servers.append(server)
        self.ports.append(port)
        return f"http://{address}:{port}/feed.xml"


async def _pass_on(url: str, writer: asyncio.StreamWriter) -> None:
    parts = urlsplit(url)
    reader, upstream = await asyncio.open_connection(parts.hostname, parts.port)
    upstream.write(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        upstream.close()
