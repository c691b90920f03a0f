"""What the product uses, in the forms that scorers take."""


def feed_entries(body: bytes) -> list[dict[str, str | None]]:
    """The entries of a feed, each as it stands there; ``published`` is ISO 8601 in UTC or ``None``."""
    from datetime import UTC, datetime

    from crawlers.base import Fetched
    from crawlers.feeds.read import published, read_entries

    now = datetime.now(UTC)
    entries = read_entries(Fetched("https://feed.invalid/", 200, {}, body, now)).entries
    days = [published(entry, entry.language, None, None, now)[0] for entry in entries]
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
