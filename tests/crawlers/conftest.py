"""A small origin that can misbehave, and a crawl against it."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.run import crawl, run_in_reactor
from policywatch.kinds import Registry
from policywatch.types import CheckResult, Claim, CrawlLimits, Known, Memory, Robots, Source

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

STUB = '''"""Lines of key|link|title: a list without a format of its own to go wrong."""
import time
from pydantic import BaseModel
from crawlers.base import Get, Parsed
from policywatch.types import Cause, Document
from policywatch.text import fingerprint

class Options(BaseModel):
    pass

class Lines:
    def start(self, source):
        return (Get(source.url),)

    def parse(self, source, got):
        text = got.body.decode()
        if text.startswith("HANG"):
            time.sleep(600)
        if text.startswith("SWELL"):
            bytearray(4 * 1024**3)
        if text.startswith("RAISE"):
            raise KeyError("a bug")
        rows = [line.split("|") for line in text.splitlines() if line.count("|") == 2]
        return Parsed(documents=tuple(
            Document(source.id, key, link, title, fingerprint(title), text=title, text_origin="entry") for key, link, title in rows
        ))

KIND = Lines
'''


@dataclass
class Reply:
    """One canned answer; ``raw`` goes over the wire as it is."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    delay_s: float = 0.0


@dataclass
class Seen:
    """One request as the origin saw it."""

    path: str
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""


class Origin:
    """Serves what a test puts into ``pages`` and remembers every request."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Callable[[Seen], Reply]] = {}
        self.seen: list[Seen] = []
        self.port = 0
        self._server: asyncio.Server | None = None

    def reply(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """Puts one page; underscores in names of headers stand for hyphens."""
        self.pages[path] = Reply(body, status, {name.replace("_", "-"): value for name, value in headers.items()})

    def paths(self) -> list[str]:
        return [seen.path for seen in self.seen]

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port or None)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:]) if k}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            seen = Seen(head[0].split(" ")[1], headers, head[0].split(" ")[0], body)
            self.seen.append(seen)
            page = self.pages.get(seen.path, Reply(b"", 404))
            reply = page(seen) if callable(page) else page
            if reply.delay_s:
                await asyncio.sleep(reply.delay_s)
            writer.write(reply.raw if reply.raw is not None else _wire(reply))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


def _wire(reply: Reply) -> bytes:
    headers = {"Content-Length": str(len(reply.body)), "Content-Type": "text/plain", "Connection": "close", **reply.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {reply.status} X\r\n{lines}\r\n".encode("latin-1") + (b"" if reply.status == 304 else reply.body)


class RobotsMemory:
    """A robots store in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, Robots] = {}

    def get(self, origin: str) -> Robots | None:
        return self.rows.get(origin)

    def keep(self, robots: Robots) -> None:
        self.rows[robots.origin] = robots


@dataclass
class World:
    """One origin, what the store would know, and a clock."""

    origin: Origin
    spiders: Registry
    robots: RobotsMemory = field(default_factory=RobotsMemory)
    known: dict[str, Known] = field(default_factory=dict)
    waits: dict[str, datetime] = field(default_factory=dict)
    now: datetime = NOW
    limits: dict[str, Any] = field(default_factory=dict)

    def claim(self, path: str, memory: Memory | None = None, host: str = "127.0.0.1", **source: Any) -> Claim:
        url = path if "://" in path else self.origin.url(path, host)
        made = Source(**{"id": path.strip("/") or "root", "kind": "lines", "url": url, "follow": False, **source})
        return Claim(made, self.now, 1, self.now + timedelta(hours=1), memory or Memory())

    def crawl(self, claims: Sequence[Claim]) -> dict[str, CheckResult]:
        results: dict[str, CheckResult] = {}

        def on_result(result: CheckResult) -> None:
            assert result.claim.source.id not in results
            results[result.claim.source.id] = result

        async def main() -> None:
            self.origin.seen.clear()
            await self.origin.start()
            try:
                await self.crawl_now(claims, on_result)
            finally:
                await self.origin.stop()

        run_in_reactor(main)
        return results

    async def crawl_now(self, claims: Sequence[Claim], on_result: Callable[[CheckResult], None]) -> None:
        defaults: dict[str, Any] = {
            "per_host_delay_s": 0.0,
            "timeout_s": 3.0,
            "check_timeout_s": 5.0,
            "allow_private_networks": ("127.0.0.1/32",),
            "allow_ports": (self.origin.port,),
        }
        await crawl(
            claims,
            CrawlLimits(**{**defaults, **self.limits}),
            spiders=self.spiders,
            lookup=lambda source_id, keys, aliases: ({k: self.known[k] for k in keys if k in self.known}, {}),
            robots_store=self.robots,
            host_wait_until=lambda hosts: self.waits,
            on_result=on_result,
            now=lambda: self.now,
        )

    def one(self, path: str, memory: Memory | None = None, **source: Any) -> CheckResult:
        claim = self.claim(path, memory, **source)
        return self.crawl([claim])[claim.source.id]


@pytest.fixture(scope="session")
def hostile_corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All hostile answers, written once per session (about 15 s of CPU)."""
    folder = tmp_path_factory.mktemp("hostile") / "cases"
    subprocess.run([sys.executable, str(shared / "tools/make_hostile.py"), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def stub_spiders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    folder = tmp_path_factory.mktemp("kinds")
    package = folder / "stub_spiders"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "lines.py").write_text(STUB)
    sys.path.insert(0, str(folder))
    yield Registry("source", "stub_spiders")
    sys.path.remove(str(folder))


@pytest.fixture
def world(stub_spiders: Registry, tmp_path: Path) -> World:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = World(Origin(), stub_spiders)
    made.origin.port = port
    return made


@pytest.fixture
def real(world: World) -> World:
    """The world with the kinds that ship."""
    world.spiders = Registry("source", "crawlers.spiders")
    return world
