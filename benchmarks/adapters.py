"""What the product uses, in the forms that scorers take; run from the project's root."""

from datetime import date
from typing import Any


def feed_entries(body: bytes) -> list[dict[str, str | None]]:
    """The entries of a feed, each as it stands there; ``published`` is ISO 8601 in UTC or ``None``."""
    from datetime import UTC, datetime

    from crawlers.base import Fetched
    from crawlers.feeds.read import published, read_entries

    now = datetime.now(UTC)
    entries = read_entries(Fetched("https://feed.invalid/", 200, {}, body, now)).entries
    days = [published(entry, entry.language or entry.feed_language, None, None, now)[0] for entry in entries]
    return [
        {"id": entry.guid, "title": entry.title, "link": entry.link, "published": on.isoformat() if on else None}
        for entry, on in zip(entries, days, strict=True)
    ]


def main_text(html: bytes, url: str) -> str:
    """The main text of a page."""
    from crawlers.extract.main import read_page

    return read_page(html, url, {"content-type": "text/html"}).text


def page_date(html: bytes, url: str) -> str | None:
    """The day a page was published, YYYY-MM-DD."""
    from crawlers.extract.main import read_page

    on = read_page(html, url, {"content-type": "text/html"}).published_on
    return on.isoformat() if on else None


def listing_items(html: bytes, base_url: str) -> list[dict[str, str | None]]:
    """The items of a list page."""
    from crawlers.extract.listing import listing_items as read

    return [
        {"url": entry.url, "title": entry.title, "date": entry.published_on.isoformat() if entry.published_on else None}
        for entry in read(html, base_url)
    ]


def legal_dates(text: str, lang: str, published_on: str | None) -> list[dict[str, Any]]:
    """Legal dates of a text: start, end, kind, date, relative {n, unit, anchor}, resolved; days as YYYY-MM-DD."""
    from pipeline.dates import findings

    found = findings(text, lang, date.fromisoformat(published_on[:10]) if published_on else None)
    return [
        {
            "start": f.start,
            "end": f.end,
            "kind": f.kind.value,
            "date": f.on.isoformat() if f.on else None,
            "relative": {"n": f.term.n, "unit": f.term.unit, "anchor": f.term.anchor} if f.term else None,
            "resolved": f.resolved.isoformat() if f.resolved else None,
        }
        for f in found
    ]


def type_and_status(title: str, text: str, lang: str, as_of: str) -> tuple[str, str]:
    """Type and status of a publication as of a day (YYYY-MM-DD)."""
    from pipeline.status import type_and_status as decide

    kind, status = decide(title, text, lang, date.fromisoformat(as_of[:10]))
    return kind.value, status.value


def same_matter(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two documents {id, title, text, lang, jurisdiction, date} belong to one matter."""
    from pipeline.matching import same_matter as decide

    return decide(a, b)
