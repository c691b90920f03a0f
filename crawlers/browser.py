"""Pages that show nothing without a browser: Scrapy's Playwright handler, behind the address guard.

A browser resolves names and opens connections by itself, past any check of ours. So it is given a proxy of this process as its only way out: each
connection that a page asks for, scripts and redirects included, is dialled by us to an address that the guard has judged.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from policywatch.network import Guard, url_problem
from policywatch.types import CrawlLimits

#: what a text does not need; sites and readers are spared it
_LEFT_OUT = frozenset({"image", "media", "font"})
_MAX_HEAD = 64 * 1024
_PIECE = 64 * 1024
#: pages that are open at once
_PAGES = 2


def is_installed() -> bool:
    """Whether the extra ``policywatch[browser]`` is there."""
    return find_spec("scrapy_playwright") is not None


def is_unwanted(request: Any) -> bool:
    """Whether a page's request is left out."""
    return request.resource_type in _LEFT_OUT or urlsplit(request.url).scheme not in ("http", "https", "data", "blob", "about")


def settings_of(limits: CrawlLimits, proxy: str) -> dict[str, Any]:
    """Scrapy's settings that are added when a source of the crawl needs a browser."""
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

    launch: dict[str, Any] = {
        "proxy": {"server": proxy, "bypass": "<-loopback>"},
        "args": ["--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-quic", "--no-first-run"],
        # a browser refuses to run its sandbox as root
        "chromium_sandbox": os.geteuid() != 0,
    }
    if limits.browser and limits.browser != "bundled":
        launch["executable_path"] = limits.browser
    return {
        "DOWNLOAD_HANDLERS": {
            "file": None,
            "data": None,
            "ftp": None,
            "s3": None,
            "http": ScrapyPlaywrightDownloadHandler,
            "https": ScrapyPlaywrightDownloadHandler,
        },
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_CONTEXTS": {"default": {"service_workers": "block", "accept_downloads": False, "user_agent": limits.user_agent}},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": _PAGES,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": limits.timeout_s * 1000,
        "PLAYWRIGHT_ABORT_REQUEST": is_unwanted,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
    }


def meta() -> dict[str, Any]:
    """What a request carries so that the browser makes it: the page as it is when its own requests have ended."""
    return {"playwright": True, "playwright_page_goto_kwargs": {"wait_until": "networkidle"}}


@asynccontextmanager
async def guarded_proxy(guard: Guard, limits: CrawlLimits) -> AsyncIterator[str]:
    """The address of a proxy on loopback whose connections all pass the guard, until the block ends."""
    door = _Door(guard, limits)
    server = await asyncio.start_server(door.serve, "127.0.0.1", 0, limit=_MAX_HEAD)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await door.close()


class _Door:
    """The one way out of the browser."""

    def __init__(self, guard: Guard, limits: CrawlLimits) -> None:
        self._guard = guard
        self._limits = limits
        self._open: set[asyncio.Task[Any]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the browser."""
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._pass(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            pass
        finally:
            self._open.discard(task)
            writer.close()

    async def close(self) -> None:
        """Ends all connections."""
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, _, rest = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
        method, target, version = first.decode("latin-1").split(" ")
        url = f"https://{target}/" if method == "CONNECT" else target
        onward = await self._dial(url)
        if onward is None:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        theirs, ours = onward
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            path = urlunsplit(("", "", *urlsplit(target)[2:4], "")) or "/"
            ours.write(f"{method} {path} {version}\r\n".encode("latin-1") + _closing(rest))
        try:
            await asyncio.gather(self._pipe(reader, ours), self._pipe(theirs, writer))
        finally:
            ours.close()

    async def _dial(self, url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection to the address that was judged, or ``None`` when there is none to be dialled."""
        parts = urlsplit(url)
        if url_problem(url, self._limits.allow_ports) is not None or not parts.hostname:
            return None
        port = parts.port or (443 if parts.scheme == "https" else 80)
        for *_, address in await self._guard.resolve(parts.hostname, port):
            try:
                return await asyncio.wait_for(asyncio.open_connection(str(address[0]), port), self._limits.timeout_s)
            except OSError:
                continue
        return None

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left = self._limits.max_bytes
        while left > 0 and (piece := await asyncio.wait_for(reader.read(_PIECE), self._limits.timeout_s)):
            left -= len(piece)
            writer.write(piece)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


def _closing(head: bytes) -> bytes:
    """The header lines of a request that goes to one server and ends there."""
    lines = [line for line in head.split(b"\r\n") if line and not line.lower().startswith((b"connection:", b"proxy-"))]
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])
