"""Pages drawn by scripts: seen in a browser where an admin allows one, and then behind the same address guard."""

import asyncio
import shutil
from dataclasses import dataclass, field
from typing import Any

import pytest

from crawlers.browser import guarded_proxy, is_installed
from crawlers.spiders.listing import Options as ListingOptions
from crawlers.spiders.page import Options as PageOptions
from policywatch.network import Guard, networks
from policywatch.types import Cause, CrawlLimits, Outcome

CHROMIUM = shutil.which("chromium")
needs_browser = pytest.mark.skipif(CHROMIUM is None or not is_installed(), reason="no Chromium on this machine")
DRAWN = """<html><body><div id="root"></div><script>
document.getElementById("root").innerHTML = "<ul>" + [1, 2, 3, 4].map(n =>
  `<li><a href="/n/${n}">Guidance number ${n} on automated decisions</a> <span>${n} March 2026</span></li>`).join("") + "</ul>";
</script></body></html>"""


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    raw: bytes | None = None
    delay_s: float = 0.0


@pytest.mark.parametrize("kind", ["listing", "page"])
def test_no_browser_is_started_unless_an_admin_names_one(real: Any, kind: str) -> None:
    real.origin.pages["/drawn"] = Reply(DRAWN.encode())
    options = ListingOptions(browser=True) if kind == "listing" else PageOptions(browser=True)
    result = real.one("/drawn", kind=kind, options=options)
    assert (result.outcome, result.cause) == (Outcome.FAILED, Cause.UNSUPPORTED)
    assert "network.browser" in result.detail
    assert "/drawn" not in real.origin.paths()


@needs_browser
def test_what_scripts_draw_is_read_and_nothing_inside_is_reached(real: Any) -> None:
    async def canary(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append((await reader.readline()).decode())
        writer.close()

    reached: list[str] = []
    hooks = [f"http://127.0.0.2:{real.origin.port}/x", f"http://localhost:{real.origin.port}/y", f"http://2130706434:{real.origin.port}/z"]
    calls = "".join(f"fetch('{url}', {{mode: 'no-cors'}}).catch(() => 0); new WebSocket('{url.replace('http', 'ws')}');" for url in hooks)
    frames = "".join(f"<iframe src='{url}'></iframe><link rel=stylesheet href='{url}'>" for url in hooks)
    real.origin.pages |= {
        "/drawn": Reply(DRAWN.replace("</script>", calls + "</script>" + frames).encode()),
        "/away": Reply(b"", 302, {"Location": hooks[0]}),
        "/robots.txt": Reply(b"", 404),
    }
    real.limits |= {"browser": CHROMIUM, "timeout_s": 20.0, "check_timeout_s": 60.0}
    real.limits["allow_private_networks"] = ("127.0.0.1/32",)
    claims = [real.claim(path, kind="listing", options=ListingOptions(browser=True)) for path in ("/drawn", "/away")]
    claims.append(real.claim("/plain", kind="listing"))
    real.origin.pages["/plain"] = Reply(DRAWN.encode())
    inner: list[asyncio.Server] = []
    crawl_now = real.crawl_now

    async def beside_canaries(given: Any, on_result: Any) -> None:
        inner.append(await asyncio.start_server(canary, "127.0.0.2", real.origin.port))
        await crawl_now(given, on_result)
        inner[0].close()

    real.crawl_now = beside_canaries
    results = real.crawl(claims)
    assert [document.title for document in results["drawn"].documents] == [
        f"Guidance number {n} on automated decisions" for n in range(1, 5)
    ]
    assert results["away"].outcome is Outcome.FAILED or results["away"].outcome is Outcome.BLOCKED
    assert results["plain"].cause is Cause.JS_SHELL, "without a browser the same page says nothing"
    assert reached == []


async def asked(guard: Guard, port: int, line: str) -> bytes:
    async with guarded_proxy(guard, CrawlLimits(allow_ports=(port,), timeout_s=3)) as proxy:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.rsplit(":", 1)[1]))
        writer.write(f"{line}\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
    return answer


@pytest.mark.parametrize(
    "line",
    ["GET http://127.0.0.2:{port}/ HTTP/1.1", "CONNECT 127.0.0.2:{port} HTTP/1.1", "CONNECT localhost:{port} HTTP/1.1", "GET http://127.0.0.9:22/ HTTP/1.1",
     "GET file:///etc/hostname HTTP/1.1", "CONNECT [::ffff:127.0.0.2]:{port} HTTP/1.1", "GET http://2130706434:{port}/ HTTP/1.1"],
)  # fmt: skip
async def test_the_browser_s_way_out_refuses_inner_addresses(line: str) -> None:
    reached: list[str] = []

    async def canary(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append("reached")
        writer.close()

    server = await asyncio.start_server(canary, "127.0.0.2", 0)
    port = server.sockets[0].getsockname()[1]
    answer = await asked(Guard(networks(("127.0.0.9/32",))), port, line.format(port=port))
    server.close()
    assert answer.startswith(b"HTTP/1.1 403")
    assert reached == []


async def test_the_browser_s_way_out_leads_to_judged_addresses() -> None:
    heads: list[bytes] = []

    async def site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(site, "127.0.0.9", 0)
    port = server.sockets[0].getsockname()[1]
    answer = await asked(Guard(networks(("127.0.0.9/32",))), port, f"GET http://127.0.0.9:{port}/a?b=c HTTP/1.1")
    server.close()
    assert answer.endswith(b"ok")
    assert heads[0].startswith(b"GET /a?b=c HTTP/1.1")
    assert b"Proxy-Connection" not in heads[0]
