"""From a line in a list to the publication itself: the pages of new documents are fetched and read.

A page that cannot be had costs nothing but itself: the document keeps what the list said, marked so, and is tried again.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from crawlers.base import Get
from crawlers.extract.main import Extracted, read_page
from crawlers.fetch import Answer, Budget, Fetcher
from crawlers.sitemaps.titles import title_of_url
from crawlers.verdict import verdict
from policywatch.text import normalise
from policywatch.types import Body, Cause, Document, Known, Source
from policywatch.workers import WorkerDied, WorkerRaised, Workers

#: pages of one check; the rest is marked missing and comes with later checks
MAX_PAGES = 30
PAGE_TIMEOUT_S = 30.0
_FILES = (".pdf", ".docx")
_FOR_GOOD = frozenset({Cause.ROBOTS, Cause.UNSAFE_URL, Cause.REDIRECT_UNSAFE, Cause.UNSUPPORTED, Cause.PARSE_PDF})


@dataclass(frozen=True, slots=True)
class Page:
    """What became of one document's page."""

    document: Document
    body: Body | None = None


def wanted(source: Source, documents: Sequence[Document], known: Mapping[str, Known], first: bool) -> list[Document]:
    """The documents whose pages are fetched in this check, newest first."""
    if not source.follow or source.kind in ("page", "pdf"):
        return []
    due = [d for d in documents if d.url.startswith(("http://", "https://")) and d.text_origin != "page" and _is_due(d, known.get(d.key))]
    if first:
        oldest = datetime.min.replace(tzinfo=UTC)
        return sorted(due, key=lambda d: d.published_at or oldest, reverse=True)[: max(source.first_items, 0)]
    return due


def _is_due(document: Document, known: Known | None) -> bool:
    return known is None or known.page_due or known.fingerprint != document.fingerprint


def is_file(url: str) -> bool:
    """Whether a link names a file that may be larger than a page."""
    return url.partition("?")[0].lower().endswith(_FILES)


@dataclass(frozen=True, slots=True)
class Follower:
    """Fetches and reads pages for the checks of one crawl."""

    fetcher: Fetcher
    workers: Workers

    async def follow(self, source: Source, documents: Sequence[Document], budget: Budget) -> list[Page]:
        """The documents with the text of their pages, in the given order; never raises for a page's sake."""
        now, later = documents[:MAX_PAGES], documents[MAX_PAGES:]
        # pages come with later checks too: none is worth a crawl that waits for one slow host
        budget.patience_s = min(budget.patience_s, self.fetcher.limits.check_timeout_s)
        had = await asyncio.gather(*(self._page(source, document, budget) for document in now))
        return [*had, *(Page(replace(document, page_missing=True)) for document in later)]

    async def _page(self, source: Source, document: Document, budget: Budget) -> Page:
        limits = self.fetcher.limits
        large = limits.max_pdf_bytes if is_file(document.url) else limits.max_bytes
        answer = await self.fetcher.fetch(Get(document.url), budget, max_bytes=large)
        cause = trouble(answer)
        if cause is not Cause.NONE:
            return Page(without_page(document, cause))
        body = body_of(answer)
        read = await self._extracted(source, document, body, budget)
        if isinstance(read, Cause):
            return Page(without_page(document, read))
        return Page(with_page(document, read, body.sha256), body)

    async def read(self, source: Source, document: Document, body: Body, budget: Budget) -> Document:
        """The document with the text of a page that was kept; as it is when that cannot be read."""
        read = await self._extracted(source, document, body, budget)
        return document if isinstance(read, Cause) or not read.text else with_page(document, read, body.sha256)

    async def _extracted(self, source: Source, document: Document, body: Body, budget: Budget) -> Extracted | Cause:
        language = document.language or source.language
        try:
            return await self.workers.run_during(
                budget.spend, PAGE_TIMEOUT_S, read_page, body.content, body.url, body.headers, None, language
            )
        except (WorkerDied, WorkerRaised):
            return Cause.PARSER_DIED
        except TimeoutError:
            return Cause.TIMEOUT


def trouble(answer: Answer) -> Cause:
    """Why an answer is no page; ``NONE`` for one that can be read."""
    if answer.cause is not Cause.NONE or answer.status is None:
        return answer.cause if answer.cause is not Cause.NONE else Cause.PROTOCOL
    judged = verdict(answer.status, answer.headers, answer.body)
    return judged.cause if judged.outcome is not None else Cause.NONE


def without_page(document: Document, cause: Cause) -> Document:
    """The document with the list's own words, marked as lacking its page; tried again unless that cannot help."""
    if document.text_origin == "none" and is_file(document.url):
        document = replace(document, text_origin="link_only")
    return replace(document, page_missing=cause not in _FOR_GOOD, text_cause=cause)


def with_page(document: Document, read: Extracted, body_sha256: str) -> Document:
    """The document with the text of its page; the fingerprint stays the list's."""
    if not read.text:
        cause = read.cause if read.cause is not Cause.NONE else Cause.EMPTY
        origin = "link_only" if read.kind in ("pdf", "docx") and not document.text else document.text_origin
        return replace(without_page(document, cause), text_origin=origin, page_missing=False, body_sha256=body_sha256)
    published = document.published_at or read.published_at
    if published is None and read.published_on is not None:
        published = datetime.combine(read.published_on, time(), UTC)
    return replace(
        document,
        text=without_title(read.text, document.title),
        text_origin="page",
        text_cause=Cause.NONE,
        page_missing=False,
        title=_title(document, read),
        summary=document.summary or read.description,
        language=document.language or read.language,
        published_at=published,
        body_sha256=body_sha256,
    )


def _title(document: Document, read: Extracted) -> str:
    """The list's title, unless the list had none and words of the address stand in its place."""
    if document.title and document.title != title_of_url(document.url):
        return document.title
    return read.title or document.title


def body_of(answer: Answer) -> Body:
    """The answer as evidence."""
    assert answer.status is not None
    assert answer.fetched_at is not None
    digest = hashlib.sha256(answer.body).hexdigest()
    return Body(digest, answer.url, answer.status, answer.headers, answer.body, answer.fetched_at)


def without_title(text: str, title: str) -> str:
    """The text without the line among its first three that repeats the title, and what stands above it: the head of the site."""
    lines = text.split("\n", 3)
    wanted = normalise(title).casefold()
    for number, line in enumerate(lines[:3]):
        if wanted and normalise(line).casefold() == wanted:
            return "\n".join(lines[number + 1 :]).lstrip()
    return text
