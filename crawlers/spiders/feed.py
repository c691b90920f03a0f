"""RSS, Atom and JSON feeds."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from crawlers.base import Fetched, Get, Parsed
from policywatch.types import Source


class Options(BaseModel):
    """How this feed writes its dates."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zone: str | None = Field(default=None, description="IANA zone of dates that are written without one.")
    day_first: bool | None = Field(
        default=None, description="Whether 03/04/2026 is the third of April; left out, the jurisdiction or else the language decides."
    )


class Feed:
    """A feed of any common format."""

    def start(self, source: Source) -> Sequence[Get]:
        """One request for the feed."""
        return (Get(source.url),)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """Its entries, in its order."""
        from crawlers.feeds.read import read_feed

        options = source.options if isinstance(source.options, Options) else Options()
        return read_feed(source, got, zone=options.zone, day_first=options.day_first)

    def parse_light(self, source: Source, got: Fetched) -> Parsed | None:
        """Its entries when it is small and well-formed, so that reading it takes milliseconds and can do no harm."""
        from crawlers.feeds.read import read_light

        options = source.options if isinstance(source.options, Options) else Options()
        return read_light(source, got, zone=options.zone, day_first=options.day_first)


KIND = Feed
