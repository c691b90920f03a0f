"""A sitemap: every page a site lists of itself; for sites with neither a feed nor a list of news."""

import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawlers.base import Fetched, Get, Parsed, Reading
from crawlers.sitemaps.read import Address, Sitemap, read_sitemap
from policywatch.network import host, is_public
from policywatch.scalars import Zone
from policywatch.text import fingerprint, one_line, scrub, stable_id
from policywatch.types import Cause, Document, Source

#: documents of one sitemap file; the newest by their own hint
MAX_ITEMS = 2_000
_MAX_URL_CHARS = 500
_LITERAL = re.compile(r"[\d.]+|[\da-f:.]*:[\da-f:.]*")


class Options(BaseModel):
    """Which of the listed pages are watched."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    include: str | None = Field(default=None, max_length=200, description="Regular expression; only page addresses that match are watched.")
    exclude: str | None = Field(default=None, max_length=200, description="Regular expression; page addresses that match are left out.")
    sitemaps: str | None = Field(default=None, max_length=200, description="Regular expression; which sitemaps of an index are read.")
    max_sitemaps: int = Field(default=10, ge=1, le=100, description="How many sitemaps of an index one check reads, newest first.")
    zone: Zone | None = Field(default=None, description="IANA zone of dates in news sitemaps that are written without one.")

    @field_validator("include", "exclude", "sitemaps")
    @classmethod
    def _is_safe_pattern(cls, pattern: str | None) -> str | None:
        from crawlers.spiders.listing import check_pattern

        return pattern if pattern is None else check_pattern(pattern)


class SitemapSpider:
    """Reads the addresses of a sitemap, and of those that an index names."""

    def start(self, source: Source) -> Sequence[Get]:
        """The sitemap; a robots.txt that names sitemaps will do as well."""
        return (Get(source.url),)

    def reading(self, source: Source) -> Reading:
        """An index may stay the same while the sitemaps it names change."""
        return Reading(max_pages=1 + _options(source).max_sitemaps, index=True)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The listed pages, newest first where the site says so; further sitemaps as next."""
        options, read = _options(source), read_sitemap(got.body)
        if read.feed:
            from crawlers.feeds.read import read_feed

            return read_feed(source, Fetched(got.url, got.status, got.headers, read.body, got.fetched_at), zone=options.zone)
        pages = [page for page in _newest_first(read.pages) if _wanted(page.url, options)]
        left = max(0, len(pages) - MAX_ITEMS)
        documents = _documents(source, got, pages[:MAX_ITEMS], options)
        further = _further(read.sitemaps, got.url, options)
        cause, detail = _trouble(read, bool(documents or further))
        if left and not detail:
            detail = f"{left} older addresses past {MAX_ITEMS} were left out"
        return Parsed(documents, cause is Cause.NONE and not left, cause, detail, further, omitted=read.omitted + left)


def _options(source: Source) -> Options:
    return source.options if isinstance(source.options, Options) else Options()


def _trouble(read: Sitemap, something: bool) -> tuple[Cause, str]:
    if read.cause is not Cause.NONE or something:
        return read.cause, read.detail
    return Cause.EMPTY, "include, exclude and sitemaps leave nothing: correct them"


def _newest_first(addresses: Iterable[Address]) -> list[Address]:
    """By the day of the hint where it is written as the protocol asks; the rest keeps its order behind."""
    return sorted(addresses, key=lambda one: one.lastmod[:10] if re.match(r"\d{4}-\d\d", one.lastmod) else "", reverse=True)


def _wanted(url: str, options: Options) -> bool:
    short = url[:_MAX_URL_CHARS]
    if options.include and not re.search(options.include, short):
        return False
    return not (options.exclude and re.search(options.exclude, short))


def _further(sitemaps: Iterable[Address], base: str, options: Options) -> tuple[Get, ...]:
    from crawlers.feeds.entry import web_link

    links = (web_link(one.url, base) for one in _newest_first(sitemaps))
    wanted = [link for link in dict.fromkeys(links) if link and _named(link, options.sitemaps)]
    return tuple(Get(link) for link in wanted[:1_000])


def _named(link: str, pattern: str | None) -> bool:
    return pattern is None or re.search(pattern, link[:_MAX_URL_CHARS]) is not None


def _documents(source: Source, got: Fetched, pages: Iterable[Address], options: Options) -> tuple[Document, ...]:
    from crawlers.dates import read_date
    from crawlers.feeds.entry import web_link
    from crawlers.sitemaps.titles import title_of_url

    documents: dict[str, Document] = {}
    for page in pages:
        url = web_link(page.url, got.url)
        if not url or _points_inside(url, got.url) or (key := stable_id(url)) in documents:
            continue
        title = one_line(page.title)
        language = source.language or one_line(page.language, 35)
        documents[key] = Document(
            source_id=source.id,
            key=key,
            url=url,
            title=title or title_of_url(url),
            # without lastmod: many sites set it for every page with every deployment
            fingerprint=fingerprint(url, title, page.published),
            language=language,
            jurisdiction=source.jurisdiction,
            authority=source.authority,
            published_at=read_date(page.published, language, options.zone, got.fetched_at) if page.published else None,
            published_raw=scrub(page.published)[:200],
        )
    return tuple(documents.values())


def _points_inside(url: str, base: str) -> bool:
    """Whether a page lies at an address that is not public and not the sitemap's own: nobody could open it."""
    name = host(url)
    if name == host(base):
        return False
    return name == "localhost" or (_LITERAL.fullmatch(name) is not None and not is_public(name))


KIND = SitemapSpider
