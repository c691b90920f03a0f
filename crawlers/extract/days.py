"""Days in the short texts of one page.

A page writes its dates one way: where any of them can only be day first (or month first), all of them are.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from crawlers.dates import find_date_in

_DIGIT = re.compile(r"\d")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?!\d)")
_AMERICAN = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d\b")
_EUROPEAN = re.compile(r"\b\d{1,2} [A-Z][a-z]{2,8}\.? (?:19|20)\d\d\b")
#: a number of eight digits inside other words is a docket number more often than a day
_COMPACT = re.compile(r"(?<!\d)(?:19|20)\d{6}(?!\d)")
_MAX_CHARS = 500
_MONTH_FIRST_HOST = re.compile(r"https?://[^/]*\.(?:gov|mil|us|edu)(?:$|[/:?#])", re.I)


def month_first(texts: Iterable[str], urls: Sequence[str] = (), language: str = "") -> bool:
    """Whether ``03/04/2026`` is the fourth of March on this page.

    Its unambiguous dates say so, else how it writes out its months, else its language and the hosts (``urls``) it stands on and links to.
    """
    votes = style = 0
    for text in texts:
        words = text[:_MAX_CHARS]
        if not _DIGIT.search(words):
            continue
        for first, second in _NUMERIC.findall(words):
            votes += (12 < int(second) <= 31) - (12 < int(first) <= 31)
        style += len(_AMERICAN.findall(words)) - len(_EUROPEAN.findall(words))
    if votes or style:
        return votes > 0 if votes else style > 0
    if language.lower() in ("en-us", "es-us"):
        return True
    american = sum(bool(_MONTH_FIRST_HOST.match(url)) for url in urls)
    return language.lower()[:2] in ("", "en") and 2 * american > len(urls)


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
        if not _DIGIT.search(words):
            return None
        if words not in self._seen:
            found = find_date_in(words if len(words) < 12 else _COMPACT.sub("#", words), self._language, "UTC", self._now, self._day_first)
            self._seen[words] = found.date() if found else None
        return self._seen[words]
