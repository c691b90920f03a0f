"""Days in the short texts of one page.

A page writes its dates one way: where any of them can only be day first (or month first), all of them are.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from crawlers.dates import find_date_in

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?!\d)")
_MAX_CHARS = 500
_MONTH_FIRST_HOSTS = (".gov", ".mil", ".us", ".edu")


def month_first(texts: Iterable[str], url: str = "", language: str = "") -> bool:
    """Whether ``03/04/2026`` is the fourth of March on this page: by its unambiguous dates, else by host and language."""
    votes = 0
    for text in texts:
        for first, second in _NUMERIC.findall(text[:_MAX_CHARS]):
            votes += (12 < int(second) <= 31) - (12 < int(first) <= 31)
    if votes:
        return votes > 0
    host = urlsplit(url).hostname or ""
    return language.lower() in ("en-us", "es-us") or (language.lower()[:2] in ("", "en") and host.endswith(_MONTH_FIRST_HOSTS))


class Days:
    """Finds days in texts of one page; each text is read once."""

    def __init__(self, language: str = "", month_first: bool = False, now: datetime | None = None) -> None:
        self._language = language
        self._day_first = not month_first
        self._now = now or datetime.now(UTC)
        self._seen: dict[str, date | None] = {}

    def find(self, text: str) -> date | None:
        """The first day in a text, or ``None``; a day later than tomorrow's tomorrow is none."""
        words = text[:_MAX_CHARS]
        if not any(c.isdigit() for c in words):
            return None
        if words not in self._seen:
            found = find_date_in(words, self._language, "UTC", self._now, self._day_first)
            self._seen[words] = found.date() if found else None
        return self._seen[words]
