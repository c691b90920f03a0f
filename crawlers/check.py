"""One check of one source, from its first request to its one result.

Read top to bottom it is the life of a check: may we ask, what came, is it content, what does it list, what of that is new,
and what do the new pages say.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from crawlers.base import Fetched, Get, Light, Parsed, Reading, Spider
from crawlers.completeness import is_cut
from crawlers.confirm import ONE_BY_ONE, confirm_after_s, doubtful, flapping, only_menu
from crawlers.fetch import Answer, Budget, Fetcher
from crawlers.follow import Follower, body_of, wanted
from crawlers.manners import DEFAULT_WAIT_S, retry_after_s
from crawlers.parsing import parse
from crawlers.reread import Archive, is_read_anew, reading_version, reread
from crawlers.verdict import verdict
from policywatch.network import host
from policywatch.types import Body, Cause, CheckResult, Claim, Document, Known, Outcome, Source
from policywatch.workers import WorkerDied, WorkerExhausted, WorkerRaised, Workers

#: a server that answers 304 for ever is asked without validators this often
FULL_EVERY = timedelta(days=7)
#: answers of one check together; lists that go on without end stop here
MAX_CHECK_BYTES = 50 * 1024 * 1024
#: permanent redirects in a row until the move is said aloud
MOVES_UNTIL_TOLD = 3
PARSE_TIMEOUT_S = 30.0

#: statuses by which an authority says that a page is not there
_AWAY = (404, 410)
_EMPTY = frozenset({Cause.EMPTY, Cause.LAYOUT_CHANGED})
_WALLS = frozenset({Cause.BLOCKED, Cause.WAF, Cause.CAPTCHA, Cause.LOGIN, Cause.CONSENT, Cause.JS_SHELL, Cause.AUTH})


class Lookup(Protocol):
    """What the store knows of keys and aliases of a source."""

    def __call__(self, source_id: str, keys: Sequence[str], aliases: Sequence[str], /) -> tuple[Mapping[str, Known], Mapping[str, Known]]:
        """Known documents by key and by alias."""
        ...


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the source's own answers list."""

    parsed: Parsed
    bodies: tuple[Body, ...]
    #: the first answer only named the others
    index: bool = False


@dataclass(frozen=True, slots=True)
class Checker:
    """Runs checks of one crawl."""

    fetcher: Fetcher
    workers: Workers
    follower: Follower
    kind: Callable[[str], Any]
    lookup: Lookup
    waits: Mapping[str, datetime]
    archive: Archive
    now: Callable[[], datetime]

    async def check(self, claim: Claim) -> CheckResult:
        """The one result of a claim."""
        started, budget = self.now(), Budget(self.fetcher.limits.check_timeout_s)
        result = self._slowed(await self._check(claim, started, budget), budget)
        return replace(result, finished_at=self.now(), requests=budget.requests, bytes_in=budget.bytes_in)

    def _slowed(self, result: CheckResult, budget: Budget) -> CheckResult:
        """The result with the Crawl-delay of its host, which outlives this process only there."""
        delay = self.fetcher.turns.crawl_delay_s(result.claim.source.url) if budget.requests else None
        if not delay:
            return result
        return replace(
            result, asked_interval_s=max(result.asked_interval_s or 0.0, delay), host_wait_s=max(result.host_wait_s or 0.0, delay)
        )

    async def _check(self, claim: Claim, started: datetime, budget: Budget) -> CheckResult:
        source, memory = claim.source, claim.memory
        until = self.waits.get(host(source.url))
        blank = CheckResult(claim, started, started, Outcome.FAILED)
        if until is not None and until > started:
            wait = (until - started).total_seconds()
            return replace(
                blank,
                outcome=Outcome.SKIPPED,
                cause=Cause.HOST_WAIT,
                host_wait_s=wait,
                detail=f"its host asked to be left alone until {until:%Y-%m-%d %H:%M} UTC",
            )
        spider: Spider = self.kind(source.kind)()
        blank = await self._reread(replace(blank, reading=reading_version(source)), spider, budget)
        first, *others = spider.start(source)
        reading = reading_of(spider, source)
        stale = blank.read_anew and blank.reread is None
        full = stale or memory.full_at is None or started - memory.full_at >= FULL_EVERY
        validators = {} if full or first.method != "GET" else memory.validators
        largest = self.fetcher.limits.max_pdf_bytes if reading.file else None
        answer = await self.fetcher.fetch(first, budget, validators, largest)
        result = self._moved(replace(blank, final_url=answer.url, status=answer.status, unconditional=full), answer)
        ended = self._ended(result, answer, reading)
        if ended is not None:
            return await self._gone(ended, first, budget)
        return await self._read(result, spider, answer, [first, *others], budget)

    async def _reread(self, blank: CheckResult, spider: Spider, budget: Budget) -> CheckResult:
        """With what the stored answers say, where answers are read in another way than the last time."""
        claim = blank.claim
        if not is_read_anew(claim, blank.reading):
            return blank

        async def parse_again(got: Fetched) -> Parsed:
            return await self._parse(spider, claim.source, Answer(got.url, got.status, got.headers, got.body, got.fetched_at), budget)

        async def read_again(document: Document, body: Body) -> Document:
            return await self.follower.read(claim.source, document, body, budget)

        return replace(blank, read_anew=True, reread=await reread(claim, self.archive, parse_again, read_again))

    async def _gone(self, result: CheckResult, get: Get, budget: Budget) -> CheckResult:
        """A watched page or file that is gone in two looks was taken back by its authority; in one look it may be a deployment."""
        source, memory = result.claim.source, result.claim.memory
        if result.status not in _AWAY or source.kind not in ONE_BY_ONE or memory.first:
            return result
        if not memory.withdrawn:
            await asyncio.sleep(confirm_after_s(source))
            again = await self.fetcher.fetch(get, budget)
            if again.status not in _AWAY:
                detail = "gone in one look and not in the next: look at the page"
                return replace(result, outcome=Outcome.FAILED, cause=Cause.SOFT_ERROR, detail=detail)
        return replace(result, outcome=Outcome.GONE, cause=Cause.GONE, withdrawn=True)

    def _moved(self, result: CheckResult, answer: Answer) -> CheckResult:
        return replace(result, moved_to=answer.moved_to) if answer.moved_to else result

    def _ended(self, result: CheckResult, answer: Answer, reading: Reading) -> CheckResult | None:
        """The result when the answer brings nothing to read: a cause, a status, a wall, or nothing new."""
        memory = result.claim.memory
        if answer.cause is not Cause.NONE or answer.status is None:
            outcome = Outcome.SKIPPED if answer.cause in (Cause.ROBOTS, Cause.HOST_WAIT) else Outcome.FAILED
            return replace(result, outcome=outcome, cause=answer.cause, detail=answer.detail)
        if answer.status == 304 and answer.conditional:
            return _unchanged(replace(result, complete=True, body_sha256=memory.body_sha256), answer)
        if answer.status in (429, 503):
            asked = retry_after_s(answer.headers.get("retry-after"), self.now())
            if asked is not None or answer.status == 429:
                wait = asked if asked is not None else DEFAULT_WAIT_S
                return replace(
                    result,
                    cause=Cause.RATE_LIMITED,
                    host_wait_s=wait,
                    detail=f"the site asks to wait {wait:.0f} s: a longer interval helps",
                )
        judged = verdict(answer.status, answer.headers, answer.body)
        if judged.outcome is not None:
            return replace(result, outcome=judged.outcome, cause=judged.cause, detail=judged.detail)
        if answer.headers.get("content-type", "").lower().startswith("multipart/"):
            return replace(
                result, cause=Cause.UNSUPPORTED, detail="the answer is a bundle of parts, not one document: look for another address"
            )
        if not answer.body.strip():
            return replace(result, outcome=Outcome.EMPTY, cause=Cause.EMPTY, detail="the answer is empty: look at the source")
        again = result.read_anew and result.reread is None
        if not memory.first and not reading.index and not again and memory.body_sha256 == body_of(answer).sha256:
            return _unchanged(replace(result, complete=True, body_sha256=memory.body_sha256), answer)
        return None

    async def _read(self, result: CheckResult, spider: Spider, answer: Answer, asked: Sequence[Get], budget: Budget) -> CheckResult:
        source, memory = result.claim.source, result.claim.memory
        listed = await self._list(spider, source, answer, asked, budget)
        parsed = listed.parsed
        result = replace(
            result,
            bodies=listed.bodies,
            body_sha256=listed.bodies[0].sha256,
            further=tuple(body.sha256 for body in listed.bodies[1:]),
            listed=_whole(parsed, reading_of(spider, source)),
            items=len(parsed.documents) + (0 if listed.index else parsed.omitted),
            asked_interval_s=_asked(parsed, answer),
        )
        if not parsed.documents:
            return _nothing(result, parsed)
        if source.kind == "listing" and only_menu(parsed.documents):
            detail = "only entries of a menu are listed: set selectors again"
            return replace(result, outcome=Outcome.EMPTY, cause=Cause.LAYOUT_CHANGED, items=0, detail=detail)
        by_key, by_alias = self._known(result, parsed.documents)
        fresh = [d for d in parsed.documents if memory.first or d.key not in by_key or by_key[d.key].fingerprint != d.fingerprint]
        unsure = [] if memory.first else doubtful(fresh, by_key, by_alias, source)
        held = await self._held(spider, source, asked, unsure, budget)
        fresh = [d for d in fresh if d.key not in held]
        due = wanted(source, [d for d in parsed.documents if d.key not in held], by_key, memory.first)
        pages = await self.follower.follow(source, due, budget) if due else []
        by_page = {page.document.key: page.document for page in pages}
        documents = [by_page.pop(d.key, d) for d in fresh] + list(by_page.values())
        known = any(d.key in by_key or (d.alias and d.alias in by_alias) for d in parsed.documents)
        result = replace(
            result,
            documents=tuple(documents),
            bodies=result.bodies + tuple(page.body for page in pages if page.body is not None),
            gap=not memory.first and any(memory.item_counts) and not known,
        )
        finished = _finished(result, parsed, answer if not listed.index else None, bool(fresh))
        return _withheld(finished, len(held)) if held else finished

    def _known(self, result: CheckResult, documents: Sequence[Document]) -> tuple[Mapping[str, Known], Mapping[str, Known]]:
        """What is known of the documents, those of answers that were read again included."""
        by_key, by_alias = self.lookup(result.claim.source.id, [d.key for d in documents], [d.alias for d in documents if d.alias])
        again = {d.key: replace(by_key.get(d.key, Known("", d.key, "")), fingerprint=d.fingerprint) for d in result.reread or ()}
        return {**by_key, **again}, by_alias

    async def _held(
        self, spider: Spider, source: Source, asked: Sequence[Get], unsure: Sequence[Document], budget: Budget
    ) -> frozenset[str]:
        """Keys of changes that a second look, some time later and without validators, does not confirm."""
        wait = confirm_after_s(source)
        if not unsure or not wait:
            return frozenset()
        await asyncio.sleep(wait)
        answer = await self.fetcher.fetch(asked[0], budget)
        if (
            answer.cause is not Cause.NONE
            or answer.status is None
            or verdict(answer.status, answer.headers, answer.body).outcome is not None
        ):
            return frozenset(document.key for document in unsure)
        again = await self._list(spider, source, answer, asked, budget)
        return flapping(unsure, again.parsed.documents)

    async def _list(self, spider: Spider, source: Source, answer: Answer, asked: Sequence[Get], budget: Budget) -> _Listed:
        """What the first answer and the further ones it leads to hold, within the pages and bytes of one check."""
        reading, (first, *others) = reading_of(spider, source), asked
        parsed = await self._parse(spider, source, answer, budget)
        bodies, seen = [body_of(answer)], {_identity(first), _identity(replace(first, url=answer.url))}
        waiting = deque([*others, *parsed.next] if parsed.cause is Cause.NONE else [])
        pages, index = 1, reading.index and bool(parsed.next)
        while waiting and pages < reading.max_pages and budget.bytes_in < MAX_CHECK_BYTES:
            get = waiting.popleft()
            if _identity(get) in seen:
                continue
            seen.add(_identity(get))
            pages += 1
            more, body = await self._further(spider, source, get, budget)
            parsed = _merged(parsed, more)
            bodies += [body] if body is not None else []
            if not more.documents and not index:
                break  # trouble, the list's end, or a server that repeats its last page for ever
            waiting.extend(more.next)
        if index and waiting:
            parsed = replace(parsed, omitted=parsed.omitted + len(waiting), detail=f"{len(waiting)} further lists were left out")
        return _Listed(self._kept(parsed, answer), tuple(bodies), index)

    async def _further(self, spider: Spider, source: Source, get: Get, budget: Budget) -> tuple[Parsed, Body | None]:
        page = await self.fetcher.fetch(get, budget)
        if page.cause is not Cause.NONE or page.status is None:
            return Parsed(complete=False, cause=page.cause, detail=page.detail), None
        judged = verdict(page.status, page.headers, page.body)
        if judged.outcome is not None:
            return Parsed(complete=False, cause=judged.cause, detail=judged.detail), None
        return await self._parse(spider, source, page, budget), body_of(page)

    def _kept(self, parsed: Parsed, answer: Answer) -> Parsed:
        limit = self.fetcher.limits.max_items
        left = max(0, len(parsed.documents) - limit)
        complete = parsed.complete and not is_cut(answer.body) and not left
        return replace(parsed, documents=parsed.documents[:limit], complete=complete, omitted=parsed.omitted + left)

    async def _parse(self, spider: Spider, source: Source, answer: Answer, budget: Budget) -> Parsed:
        got = answer.fetched()
        if isinstance(spider, Light) and (light := spider.parse_light(source, got)) is not None:
            return light
        try:
            return await self.workers.run_during(budget.spend, PARSE_TIMEOUT_S, parse, spider, source, got)
        except WorkerExhausted as error:
            return _unread(spider, source, answer, Cause.TOO_LARGE, f"reading the answer {error}: it is hostile or far too large")
        except WorkerDied as error:
            return _unread(spider, source, answer, Cause.PARSER_DIED, f"reading the answer ended the {error}")
        except WorkerRaised as error:
            return _unread(spider, source, answer, Cause.INTERNAL, f"the parser failed ({error}): report it with the kept body")
        except TimeoutError:
            limit = self.fetcher.limits.check_timeout_s
            return _unread(spider, source, answer, Cause.TIMEOUT, f"the check took longer than {limit:g} s: look at the source")


def reading_of(spider: Any, source: Source) -> Reading:
    """How the kind wants its answers read."""
    own = getattr(spider, "reading", None)
    return own(source) if own is not None else Reading()


def _unread(spider: Any, source: Source, answer: Answer, cause: Cause, detail: str) -> Parsed:
    own = getattr(spider, "unread", None)
    if own is None:
        return Parsed(complete=False, cause=cause, detail=detail)
    known: Parsed = own(source, answer.fetched(), cause, detail)
    return known


def _identity(get: Get) -> tuple[str, bytes]:
    """What makes a request the same as another: pages of a list may differ in their body alone."""
    return get.url, get.body


def _merged(parsed: Parsed, more: Parsed) -> Parsed:
    """Both lists as one; a page without items where there are others is the list's end, not trouble."""
    documents = _joined(parsed.documents, more.documents)
    end = more.cause is Cause.EMPTY and bool(parsed.documents)
    trouble = more.cause is not Cause.NONE and not end and not documents
    return replace(
        parsed,
        documents=documents,
        complete=parsed.complete and (more.complete or end),
        omitted=parsed.omitted + more.omitted,
        cause=more.cause if trouble else Cause.NONE if documents else parsed.cause,
        detail=more.detail if more.detail and not end else parsed.detail,
    )


def _joined(documents: Sequence[Document], more: Sequence[Document]) -> tuple[Document, ...]:
    seen = {document.key for document in documents}
    return (*documents, *(document for document in more if document.key not in seen))


def _whole(parsed: Parsed, reading: Reading) -> tuple[str, ...] | None:
    """The keys of a list whose absences mean something: nothing of it was cut, capped or not to be had."""
    if not reading.leaves or not parsed.complete or parsed.omitted or parsed.cause is not Cause.NONE:
        return None
    return tuple(document.key for document in parsed.documents)


def _asked(parsed: Parsed, answer: Answer) -> float | None:
    """What the source asks for between checks: its ttl, or the max-age of its answer."""
    asked = parsed.asked_interval_s or 0.0
    for part in answer.headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.strip('"').isdecimal() and len(value) < 12:
            asked = max(asked, float(value.strip('"')))
    return min(asked, 86_400.0) or None


def _unchanged(result: CheckResult, answer: Answer) -> CheckResult:
    counts, given = result.claim.memory.item_counts, answer.validators()
    validators = {answer.url: given} if given is not None else {}
    return _told(replace(result, outcome=Outcome.UNCHANGED, items=counts[0] if counts else 0, validators=validators))


def _withheld(result: CheckResult, held: int) -> CheckResult:
    """The result without changes that were not confirmed; the next check compares with the last confirmed state again."""
    note = f"{held} changed between two looks of this check: not told until two looks agree"
    return replace(result, validators={}, body_sha256=result.claim.memory.body_sha256, further=None, detail=result.detail or note)


def _nothing(result: CheckResult, parsed: Parsed) -> CheckResult:
    """A list without items is never "no change"."""
    cause = parsed.cause
    if cause is Cause.NONE:
        listed_before = any(result.claim.memory.item_counts)
        cause = Cause.LAYOUT_CHANGED if listed_before and result.claim.source.kind != "feed" else Cause.EMPTY
    outcome = Outcome.EMPTY if cause in _EMPTY else Outcome.BLOCKED if cause in _WALLS else Outcome.FAILED
    return replace(
        result,
        outcome=outcome,
        cause=cause,
        detail=parsed.detail or "nothing is listed where publications are expected: look at the source",
    )


def _finished(result: CheckResult, parsed: Parsed, answer: Answer | None, fresh: bool) -> CheckResult:
    """The result of a list with items; ``answer`` is ``None`` when its validators say nothing about the items."""
    given = answer.validators() if answer is not None else None
    cut = parsed.cause is Cause.TRUNCATED or (answer is not None and is_cut(answer.body))
    if not parsed.complete and parsed.omitted == 0 and cut:
        detail = parsed.detail or "the list is cut: what could be read is kept, the rest comes with a whole answer"
        return replace(result, outcome=Outcome.FAILED, cause=Cause.TRUNCATED, detail=detail)
    result = replace(
        result,
        outcome=Outcome.CHANGED if fresh else Outcome.UNCHANGED,
        cause=parsed.cause,
        detail=parsed.detail,
        complete=parsed.complete or parsed.omitted > 0,
        validators={answer.url: given} if answer is not None and given is not None else {},
    )
    return _told(result)


def _told(result: CheckResult) -> CheckResult:
    """Says a permanent move aloud once it has been seen in three checks in a row."""
    memory, target = result.claim.memory, result.moved_to
    if target is None or memory.redirect_url != target or memory.redirects + 1 < MOVES_UNTIL_TOLD:
        return result
    return replace(result, outcome=Outcome.MOVED, cause=Cause.MOVED, detail=f"the source has moved for good: set its url to {target}")
