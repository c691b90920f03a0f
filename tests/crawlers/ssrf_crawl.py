"""A crawl in a process of its own, in which every connection that is made is written down; see test_ssrf.py."""

import asyncio
import json
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

HERE = "127.0.0.9"
MODE = sys.argv[3]
dialled: list[str] = []


def listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        dialled.append(str(arguments[1][0]))


sys.addaudithook(listen)

from crawlers.run import close_reactor, crawl, run_in_reactor  # noqa: E402
from policywatch.kinds import Registry  # noqa: E402
from policywatch.types import Claim, CrawlLimits, Robots, Source  # noqa: E402

SPIDERS = Registry("source", "crawlers.spiders")
FEED = "<rss version='2.0'><channel><title>R</title>{}</channel></rss>"
ITEM = "<item><title>Rule {n}</title><guid>{n}</guid><link>{link}</link>{more}</item>"
URLSET = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"
INDEX = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</sitemapindex>"
ROWS = "".join(f"<li><a href='/n/{n}'>Guidance number {n} on automated decisions</a></li>" for n in range(3))


class Site:
    """Answers for every way in which a page can name an address."""

    def __init__(self, forms: list[str]) -> None:
        self.forms = forms
        self.port = 0

    def answer(self, path: str) -> tuple[str, str]:
        """Extra header lines and the body of a path."""
        way, _, number = path.strip("/").partition("/")
        form = self.forms[int(number)] if number.isdigit() and int(number) < len(self.forms) else ""
        safe = escape(form, quote=True)
        if way == "redirect":
            return f"Location: {form}\r\n", ""
        if way == "refresh":
            return "", f"<html><head><meta http-equiv='refresh' content='0;url={safe}'></head><body><p>Moved</p></body></html>"
        if way == "next":
            return "", f"<html><body><ul>{ROWS}</ul><a class='next' rel='next' href='{safe}'>next</a></body></html>"
        if way == "base":
            return "", f"<html><head><base href='{safe}'></head><body><ul>{ROWS.replace('/n/', 'n/')}</ul></body></html>"
        return "", self._list(way)

    def _list(self, way: str) -> str:
        safe = [escape(form, quote=True) for form in self.forms]
        if way.startswith("links"):
            part = safe[30 * int(way[5:]) :][:30]
            return FEED.format("".join(ITEM.format(n=n, link=link, more="") for n, link in enumerate(part)))
        if way == "enclosures":
            more = "<enclosure url='{}' length='1' type='application/pdf'/>"
            return FEED.format("".join(ITEM.format(n=n, link="", more=more.format(link)) for n, link in enumerate(safe)))
        if way == "sitemaps":
            return INDEX.format("".join(f"<sitemap><loc>{link}</loc></sitemap>" for link in safe))
        return URLSET.format("".join(f"<url><loc>{link}</loc></url>" for link in safe))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            header, body = self.answer(head.split(b" ")[1].decode())
            status, kind = (302, "text/plain") if header else (200, "text/html" if body.startswith("<html") else "application/xml")
            length = len(body.encode())
            writer.write(
                f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n".encode()
                + f"{header}\r\n{body}".encode()
            )
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


class NoRobots:
    def get(self, origin: str) -> Robots:
        return Robots(origin, 404, b"", datetime.now(UTC))

    def keep(self, robots: Robots) -> None:
        """Nothing to keep."""


def sources(site: Site) -> list[Source]:
    """Every form in every way."""
    base, count = f"http://{HERE}:{site.port}", len(site.forms)
    listing = SPIDERS.module("listing").Options(item="li", next="a.next")
    sitemap = SPIDERS.module("sitemap").Options(max_sitemaps=100)
    made = [Source(f"source{n}", "feed", form, follow=False) for n, form in enumerate(site.forms)]
    for n in range(count):
        made += [
            Source(f"redirect{n}", "feed", f"{base}/redirect/{n}", follow=False),
            Source(f"refresh{n}", "page", f"{base}/refresh/{n}"),
            Source(f"next{n}", "listing", f"{base}/next/{n}", follow=False, options=listing),
            Source(f"base{n}", "listing", f"{base}/base/{n}", options=listing, first_items=2),
        ]
    made += [Source(f"links{n}", "feed", f"{base}/links{n}", first_items=99) for n in range(count // 30 + 1)]
    made.append(Source("enclosures", "feed", f"{base}/enclosures", first_items=99))
    made.append(Source("sitemaps", "sitemap", f"{base}/sitemaps", first_items=99, options=sitemap))
    made.append(Source("urlset", "sitemap", f"{base}/urlset", first_items=99, options=sitemap))
    return made


async def crawled(found: list[Source], port: int) -> dict[str, list[Any]]:
    now = datetime.now(UTC)
    results: dict[str, list[Any]] = {}
    limits = CrawlLimits(
        timeout_s=3,
        check_timeout_s=20,
        per_host_delay_s=0,
        per_host_concurrency=16,
        allow_private_networks=(f"{HERE}/32",),
        allow_ports=(port,),
        mode=MODE,  # type: ignore[arg-type]
    )
    await crawl(
        [Claim(source, now, 1, now + timedelta(hours=1)) for source in found],
        limits,
        spiders=SPIDERS,
        lookup=lambda *given: ({}, {}),
        robots_store=NoRobots(),
        host_wait_until=lambda hosts: {},
        on_result=lambda r: results.__setitem__(r.claim.source.id, [r.outcome.value, r.cause.value, len(r.documents)]),
        now=lambda: datetime.now(UTC),
    )
    return results


def flipping(port: int) -> Callable[..., Any]:
    """A name server whose answers change with every question: ours, inside, both, inside first."""
    asked = 0
    rows = {host: (socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in (HERE, "127.0.0.1", "169.254.169.254", "10.0.0.1")}
    turns = [[HERE], ["127.0.0.1"], [HERE, "169.254.169.254"], ["10.0.0.1", HERE], ["10.0.0.1"]]

    async def getaddrinfo(*given: Any, **more: Any) -> list[Any]:
        nonlocal asked
        asked += 1
        return [rows[host] for host in turns[asked * 7 // 3 % len(turns)]]

    return getaddrinfo


async def main() -> None:
    what, forms = sys.argv[1], json.loads(sys.argv[2])
    site = Site(forms)
    server = await asyncio.start_server(site.serve, HERE, 0)
    site.port = server.sockets[0].getsockname()[1]
    site.forms = [form.replace("{port}", str(site.port)) for form in forms]
    if what == "matrix":
        results = await crawled(sources(site), site.port)
    else:
        loop = asyncio.get_running_loop()
        loop.getaddrinfo = flipping(site.port)  # type: ignore[method-assign]
        found = [Source(f"flip{n}", "feed", f"http://rebind{n}.example:{site.port}/enclosures", follow=False) for n in range(int(forms[0]))]
        results = await crawled(found, site.port)
    server.close()
    print(json.dumps({"dialled": sorted(set(dialled)), "count": len(dialled), "results": results}))


run_in_reactor(main)
close_reactor()
