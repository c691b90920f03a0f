"""One item of a list page, however it was found."""

from dataclasses import dataclass
from datetime import date

#: a list page that holds more is cut; the rest counts as omitted
MAX_ENTRIES = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list page."""

    url: str
    title: str
    published_on: date | None = None
    #: the date as written
    published_raw: str = ""
    summary: str = ""
