"""One page watched for change: a statute, a guidance page, a consultation whose text may move."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawlers.base import Fetched, Get, Parsed
from policywatch.text import fingerprint, one_line, scrub
from policywatch.types import Cause, Document, Source

KEY = "page"


class Options(BaseModel):
    """How the page is read; everything may be left out."""

    model_config = ConfigDict(extra="forbid")

    #: CSS selector of the main text
    selector: str | None = Field(default=None, max_length=500)
    #: CSS selectors of parts that change without meaning anything
    ignore: list[str] = Field(default_factory=list, max_length=50)
    #: seconds until a second look must show a change again before it counts; 0 believes the first look
    confirm_after_s: float = Field(default=60, ge=0, le=600)
    #: open it in a browser, because scripts draw it; needs ``network.browser``
    browser: bool = False

    @field_validator("selector")
    @classmethod
    def _selector_is_css(cls, selector: str | None) -> str | None:
        from crawlers.extract.select import check_selector

        return selector if selector is None else check_selector(selector)

    @field_validator("ignore")
    @classmethod
    def _ignored_are_css(cls, ignore: list[str]) -> list[str]:
        from crawlers.extract.select import check_selector

        return [check_selector(selector) for selector in ignore]


class Page:
    """Reads one page into one document whose text holds only what means something when it changes."""

    def start(self, source: Source) -> Sequence[Get]:
        """The page itself."""
        options = source.options if isinstance(source.options, Options) else Options()
        return (Get(source.url, browser=options.browser),)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The one document of the page; empty pages and lost selectors are causes."""
        from crawlers.extract.watched import read_watched

        options = source.options if isinstance(source.options, Options) else Options()
        read = read_watched(got.body, got.url, got.headers, options.selector, options.ignore, source.language)
        if not read.lines:
            cause = read.page.cause if read.page.cause is not Cause.NONE else Cause.EMPTY
            return Parsed(
                complete=False, cause=cause, detail=read.page.detail or "the page has no text: check its address or set a selector"
            )
        return Parsed(documents=(_document(source, got, read),), cause=read.page.cause, detail=read.page.detail)


def _document(source: Source, got: Fetched, read: object) -> Document:
    from crawlers.extract.watched import Watched

    assert isinstance(read, Watched)
    page = read.page
    return Document(
        source_id=source.id,
        key=KEY,
        url=got.url,
        title=one_line(page.title or source.name or source.url),
        fingerprint=fingerprint(read.compared),
        summary=scrub(page.description),
        text="\n".join(read.lines),
        text_origin="page",
        language=page.language or source.language,
        jurisdiction=source.jurisdiction,
        authority=source.authority,
        published_at=page.published_at or _midnight(page.published_on, source, got),
        published_raw=page.published_on.isoformat() if page.published_on else "",
    )


def _midnight(on: date | None, source: Source, got: Fetched) -> datetime | None:
    from crawlers.dates import read_date

    return read_date(on.isoformat(), source.language, None, got.fetched_at) if on else None


KIND = Page
