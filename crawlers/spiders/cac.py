"""Lists of the Cyberspace Administration of China (cac.gov.cn): its rows, its dates, in the time of Shanghai.

A date that a row lacks is taken from the item's address (``/2026-01/15/c_…htm``). A changed layout falls back to the list's structure.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawlers.base import Fetched, Get, Parsed, Reading
from crawlers.spiders import listing
from policywatch.types import Cause, Document, Source

_ZONE = "Asia/Shanghai"
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[-/](\d\d)[-/](\d\d)/")


class Options(BaseModel):
    """Which items are kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    include: str | None = Field(default=None, max_length=200, description="Regular expression; only item addresses that match are kept.")
    exclude: str | None = Field(default=None, max_length=200, description="Regular expression; item addresses that match are left out.")

    @field_validator("include", "exclude")
    @classmethod
    def _is_safe_pattern(cls, pattern: str | None) -> str | None:
        return pattern if pattern is None else listing.check_pattern(pattern)


class Cac:
    """Reads one list page."""

    def start(self, source: Source) -> Sequence[Get]:
        """The list page."""
        return (Get(source.url),)

    def reading(self, source: Source) -> Reading:
        """What leaves the list is told apart from what it never named."""
        return Reading(leaves=True)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The items with their dates, in the page's order."""
        own = source.options if isinstance(source.options, Options) else Options()
        rows = listing.Options(
            item="#loadingInfoPage li", link="a", date=".times", zone=_ZONE, include=own.include, exclude=own.exclude, date_order="ymd"
        )
        reader = listing.Listing()
        read = reader.parse(replace(source, options=rows), got)
        if read.cause is Cause.LAYOUT_CHANGED:
            loose = listing.Options(zone=_ZONE, include=own.include, exclude=own.exclude, date_order="ymd")
            found = reader.parse(replace(source, options=loose), got)
            read = replace(found, detail="the list looks new: its items were found by structure, look at them") if found.documents else read
        return replace(read, documents=tuple(_dated(document, got.fetched_at) for document in read.documents))


def _dated(document: Document, now: datetime) -> Document:
    """The document with the day of its address where its row has none."""
    match = _IN_PATH.search(document.url) if document.published_at is None else None
    if match is None:
        return document
    try:
        at = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=ZoneInfo(_ZONE)).astimezone(UTC)
    except ValueError:
        return document
    return replace(document, published_at=at, published_raw="-".join(match.groups())) if at <= now else document


KIND = Cac
