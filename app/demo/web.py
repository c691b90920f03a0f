"""The demo's regulators' web, served on loopback; its dates are relative to the first day of the demo."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any

_DATE = re.compile(r"\{d\+(\d+)\}")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def write_date(day: date, language: str) -> str:
    """The day as a regulator of that language writes it."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    month = _MONTHS[language].split()[day.month - 1]
    return {"en": f"{day.day} {month} {day.year}", "de": f"{day.day}. {month} {day.year}", "fr": f"{day.day} {month} {day.year}"}[language]


def load_sites() -> list[dict[str, Any]]:
    """The invented regulators of the package data."""
    import yaml

    sites: list[dict[str, Any]] = yaml.safe_load((files("app.demo") / "regulators.yaml").read_text("utf-8"))["sites"]
    return sites


def count_documents(sites: list[dict[str, Any]]) -> int:
    """How many publications stand on the first day."""
    return sum(1 for site in sites for document in site["documents"] if not document.get("week"))


@dataclass(frozen=True)
class Web:
    """All pages of one week."""

    first_day: date
    week: int

    def pages(self, sites: list[dict[str, Any]]) -> dict[str, tuple[str, bytes]]:
        """Content type and body by path."""
        found: dict[str, tuple[str, bytes]] = {"/robots.txt": ("text/plain", b"User-agent: *\nAllow: /\n")}
        for site in sites:
            shown = [doc for doc in site["documents"] if doc.get("week", 0) <= self.week]
            if site["kind"] == "page":
                found[f"/{site['host']}/{shown[0]['slug']}"] = self._html(self._article(site, shown[0]))
                continue
            for doc in shown:
                found[f"/{site['host']}/{doc['slug']}.html"] = self._html(self._article(site, doc))
            listed = [] if site.get("empty_in_week") == self.week else sorted(shown, key=lambda doc: -doc["days"])
            if site["kind"] == "feed":
                found[f"/{site['host']}/feed.xml"] = ("application/rss+xml; charset=utf-8", self._feed(site, listed).encode())
            else:
                found[f"/{site['host']}/news.html"] = self._html(self._listing(site, listed))
        return found

    def _day(self, days: int) -> date:
        return self.first_day + timedelta(days=days)

    def _fill(self, text: str, language: str) -> str:
        return _DATE.sub(lambda match: write_date(self._day(int(match[1])), language), text)

    @staticmethod
    def _html(text: str) -> tuple[str, bytes]:
        return "text/html; charset=utf-8", text.encode()

    def _article(self, site: Mapping[str, Any], doc: Mapping[str, Any]) -> str:
        raw = doc.get("text_in_week_1") if self.week >= 1 else None
        paragraphs = self._fill(str(raw or doc["text"]), site["language"]).strip().splitlines()
        body = "\n".join(f"<p>{escape(paragraph.strip())}</p>" for paragraph in paragraphs)
        day = self._day(doc["days"])
        return (
            f'<!doctype html><html lang="{site["language"]}"><head><meta charset="utf-8"><title>{escape(doc["title"])}</title>'
            f'<meta property="article:published_time" content="{day.isoformat()}"></head>'
            f"<body><header><nav><a href='/'>{escape(site['authority'])}</a></nav></header><main><article>"
            f"<h1>{escape(doc['title'])}</h1>\n{body}</article></main><footer>{escape(site['authority'])}</footer></body></html>"
        )

    def _feed(self, site: Mapping[str, Any], listed: list[dict[str, Any]]) -> str:
        items = "".join(
            f"<item><title>{escape(doc['title'])}</title><link>/{site['host']}/{doc['slug']}.html</link>"
            f"<guid isPermaLink='false'>{site['host']}:{doc['slug']}</guid><description>{escape(doc['summary'])}</description>"
            f"<pubDate>{format_datetime(datetime.combine(self._day(doc['days']), time(9), UTC))}</pubDate></item>"
            for doc in listed
        )
        return (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(site["authority"])}</title>'
            f"<link>/</link><language>{site['language']}</language>{items}</channel></rss>"
        )

    def _listing(self, site: Mapping[str, Any], listed: list[dict[str, Any]]) -> str:
        rows = "".join(
            f'<li class="entry"><a href="/{site["host"]}/{doc["slug"]}.html">{escape(doc["title"])}</a>'
            f' <span class="date">{self._day(doc["days"]).isoformat()}</span></li>'
            for doc in listed
        )
        return (
            f'<!doctype html><html lang="{site["language"]}"><head><meta charset="utf-8"><title>{escape(site["name"])}</title></head><body>'
            f'<nav><a href="/">{escape(site["authority"])}</a></nav><h1>{escape(site["name"])}</h1><ul class="news">{rows}</ul></body></html>'
        )


class Server:
    """The web on a free port of 127.0.0.1; ``week`` may move on while it serves."""

    def __init__(self, first_day: date) -> None:
        self._sites = load_sites()
        self._first_day = first_day
        self._pages: dict[str, tuple[str, bytes]] = {}
        self._aliases: dict[str, str] = {}
        self._more: dict[str, tuple[str, bytes]] = {}
        self.turn_to(0)
        self._httpd = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base = f"http://127.0.0.1:{self._httpd.server_address[1]}"
        self.port = int(self._httpd.server_address[1])

    def turn_to(self, week: int) -> None:
        """Shows the web as it is in that week."""
        self._pages = Web(self._first_day, week).pages(self._sites) | self._more

    def add_page(self, path: str, kind: str, body: bytes) -> None:
        """Shows one more page, in every week, or another one in place of what is there."""
        self._more[path] = self._pages[path] = (kind, body)

    def add_alias(self, path: str, target: str) -> None:
        """Shows the page of ``target`` under another address too."""
        self._aliases[path] = target

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = server._aliases.get(self.path, self.path)
                kind, body = server._pages.get(path, ("text/plain", b""))
                etag = f'"{sha256(body).hexdigest()[:16]}"'
                status = 404 if path not in server._pages else 304 if self.headers.get("If-None-Match") == etag else 200
                self.send_response(status)
                self.send_header("ETag", etag)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body) if status == 200 else 0))
                self.end_headers()
                if status == 200:
                    self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Stays quiet: the demo's own words are what people should read."""

        return Handler

    @contextmanager
    def serving(self) -> Iterator["Server"]:
        """Serves in a thread until the block ends."""
        thread = threading.Thread(target=self._httpd.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._httpd.shutdown()
            self._httpd.server_close()
            thread.join()
