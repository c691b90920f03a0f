"""A list page: news, publications, decisions; with CSS selectors, or without any."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, Self
from urllib.parse import urldefrag
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from crawlers.base import Fetched, Get, Parsed, Reading
from crawlers.extract.entry import Entry
from policywatch.text import fingerprint, one_line, scrub, stable_id
from policywatch.types import Cause, Document, Source

_MAX_URL_CHARS = 500
#: parameters that name a campaign, a click or a session, never a publication
_TRACKED = re.compile(
    r"(?<=[?&])(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|_gl|phpsessid|jsessionid|aspsessionid\w*|session_?id|sid|cfid|cftoken)=[^&#]*&?",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";jsessionid=[^?#]*", re.IGNORECASE)


class Options(BaseModel):
    """Where the items stand; without ``item`` and ``link`` the list is found by its structure."""

    model_config = ConfigDict(extra="forbid")

    #: CSS selector of one row
    item: str | None = Field(default=None, max_length=500)
    #: CSS selector of the link, inside the row; without ``item`` it is looked for in the page
    link: str | None = Field(default=None, max_length=500)
    #: CSS selector of the title inside the row; the link's words when left out
    title: str | None = Field(default=None, max_length=500)
    #: CSS selector of the date inside the row
    date: str | None = Field(default=None, max_length=500)
    #: CSS selector of the abstract inside the row
    summary: str | None = Field(default=None, max_length=500)
    #: CSS selector of the link to the next page of the list
    next: str | None = Field(default=None, max_length=500)
    #: IANA zone in which the list's days begin
    zone: str | None = None
    #: how a date of three numbers is meant; by language when left out
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    #: regular expression; only item addresses that match are kept
    include: str | None = Field(default=None, max_length=200)
    #: regular expression; item addresses that match are left out
    exclude: str | None = Field(default=None, max_length=200)
    #: seconds until a second look must show a changed row again before it counts; 0 believes the first look
    confirm_after_s: float = Field(default=60, ge=0, le=600)
    #: open it in a browser, because scripts draw it; needs ``network.browser``
    browser: bool = False

    @field_validator("item", "link", "title", "date", "summary", "next")
    @classmethod
    def _is_css(cls, selector: str | None) -> str | None:
        from crawlers.extract.select import check_selector

        return selector if selector is None else check_selector(selector)

    @field_validator("include", "exclude")
    @classmethod
    def _is_safe_pattern(cls, pattern: str | None) -> str | None:
        return pattern if pattern is None else check_pattern(pattern)

    @field_validator("zone")
    @classmethod
    def _is_zone(cls, zone: str | None) -> str | None:
        if zone is not None:
            try:
                ZoneInfo(zone)
            except (KeyError, ValueError, OSError) as error:
                raise ValueError(f"no time zone {zone!r}: use an IANA name such as Europe/Paris") from error
        return zone

    @model_validator(mode="after")
    def _fields_need_rows(self) -> Self:
        if (self.title or self.date or self.summary) and not (self.item or self.link):
            raise ValueError("title, date and summary need item (or link): name the selector of one row")
        return self


def is_for_browser(source: Source) -> bool:
    """Whether the source says that only a browser sees its content."""
    return bool(getattr(source.options, "browser", False))


def check_pattern(pattern: str) -> str:
    """The pattern as it is; raises ValueError when it is no regular expression or one that may run for ever."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"{pattern!r} is no regular expression ({error}): correct it") from error
    if re.search(r"[*+}]\)*\s*[*+{]|\((?:[^()\\]|\\.)*(?:[*+]|\{\d*,\d*\})(?:[^()\\]|\\.)*\)\s*[*+{]|\\[1-9]", pattern):
        raise ValueError(f"{pattern!r} repeats what repeats (or looks back): write it without nested repetition")
    return pattern


class Listing:
    """Reads the items of one list page into documents without text."""

    def start(self, source: Source) -> Sequence[Get]:
        """The list page."""
        return (Get(source.url, browser=is_for_browser(source)),)

    def reading(self, source: Source) -> Reading:
        """What leaves the list is told apart from what it never named."""
        return Reading(leaves=True)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The items in the page's order; an empty list and lost selectors are causes, never a silent zero."""
        from crawlers.extract import tree as page_tree
        from crawlers.extract.article import is_shell
        from crawlers.extract.encoding import decode

        options = source.options if isinstance(source.options, Options) else Options()
        text = decode(got.body, got.headers)
        root = page_tree.parse(text)
        shell = is_shell(root)
        entries = _entries(text, root, got.url, options, source.language)
        kept = [entry for entry in entries if _wanted(entry.url, options)]
        if not kept:
            cause, detail = _emptiness(options, bool(entries), shell)
            return Parsed(complete=False, cause=cause, detail=detail)
        return Parsed(documents=_documents(source, got, kept, options), next=_next(root, got, options))


def _entries(text: str, root: object, url: str, options: Options, language: str) -> list[Entry]:
    from crawlers.extract.chosen import Selectors, chosen_entries
    from crawlers.extract.listing import listing_entries

    day_first = None if options.date_order is None else options.date_order == "dmy"
    if options.item or options.link:
        selectors = Selectors(options.item, options.link, options.title, options.date, options.summary)
        return chosen_entries(root, url, selectors, language, day_first)
    return listing_entries(text, root, url, language, day_first)


def _wanted(url: str, options: Options) -> bool:
    short = url[:_MAX_URL_CHARS]
    if options.include and not re.search(options.include, short):
        return False
    return not (options.exclude and re.search(options.exclude, short))


def _emptiness(options: Options, filtered: bool, shell: bool) -> tuple[Cause, str]:
    if filtered:
        return Cause.EMPTY, "include and exclude leave no item: correct them"
    if shell:
        return Cause.JS_SHELL, "the page is drawn by scripts: use its feed or API, or the browser extra"
    if options.item or options.link:
        return Cause.LAYOUT_CHANGED, "the selectors match nothing: correct them or take them out"
    return Cause.EMPTY, "no list was found on the page: set selectors or another address"


def _documents(source: Source, got: Fetched, entries: Sequence[Entry], options: Options) -> tuple[Document, ...]:
    addresses = [_canonical(entry.url) for entry in entries]
    shared = {url for url, count in Counter(addresses).items() if count > 1}
    documents: dict[str, Document] = {}
    for entry, address in zip(entries, addresses, strict=True):
        title = one_line(entry.title) or address
        # an address that stands for several items identifies none of them
        key = stable_id(address, title) if address in shared else stable_id(address)
        dated = entry.published_on.isoformat() if entry.published_on else entry.published_raw
        documents.setdefault(
            key,
            Document(
                source_id=source.id,
                key=key,
                url=entry.url,
                title=title,
                fingerprint=fingerprint(title, dated),
                summary=scrub(entry.summary),
                language=source.language,
                jurisdiction=source.jurisdiction,
                authority=source.authority,
                published_at=_published_at(entry.published_on, source, options, got.fetched_at),
                published_raw=scrub(entry.published_raw),
            ),
        )
    return tuple(documents.values())


def _canonical(url: str) -> str:
    """The address without what tells visitors apart, and without its fragment, unless that is a route of an application."""
    bare, fragment = urldefrag(url)
    bare = _TRACKED.sub("", _PATH_SESSION.sub("", bare)).replace("?&", "?").rstrip("?")
    return f"{bare}#{fragment}" if fragment.startswith(("/", "!")) else bare


def _published_at(on: date | None, source: Source, options: Options, now: datetime) -> datetime | None:
    """The beginning of the day where the list is at home."""
    from crawlers.dates import read_date

    return read_date(on.isoformat(), source.language, options.zone, now) if on else None


def _next(root: object, got: Fetched, options: Options) -> tuple[Get, ...]:
    if not options.next:
        return ()
    from crawlers.extract.select import select_first
    from crawlers.extract.stream import base_of, join

    link = select_first(root, options.next)
    href = link.get("href") if link is not None else None
    url = join(base_of(root, got.url), href) if href else ""
    return (Get(url, browser=options.browser),) if url and url != got.url else ()


KIND = Listing
