"""One request to its end: every hop judged, every failure a value.

Scrapy's downloader carries the bytes; hops, retries, decompression, robots.txt and politeness are decided here, where each
step can be seen and bounded.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from crawlers.base import Fetched, Get
from crawlers.completeness import ACCEPT_ENCODING, decode_body
from crawlers.manners import MAX_ROBOTS_BYTES, HostBusy, Rules, Turns, is_fresh, newer, rules_of
from crawlers.veil import Veil, elsewhere, veil_of
from policywatch.errors import SecretMissing
from policywatch.network import Guard, origin, url_problem
from policywatch.types import Cause, CrawlLimits, Robots, Validators

MAX_HOPS = 5
#: a host's queue longer than this is no reason to keep a crawl alive
PATIENCE_S = 600.0
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_RETRY_STATUS = (500, 502, 504, 408)
_RETRY_CAUSES = (Cause.RESET, Cause.CONNECT, Cause.PROTOCOL)
#: headers larger than this in sum are not kept
_MAX_VALIDATOR = 4096


class RobotsStore(Protocol):
    """Where copies of robots.txt live between crawls."""

    def get(self, origin: str) -> Robots | None:
        """The last copy, however old."""
        ...

    def keep(self, robots: Robots) -> None:
        """Replaces the copy of that origin."""
        ...


@dataclass(slots=True)
class Budget:
    """Seconds that a check may still be busy, whatever it does at once; waiting for a turn is free."""

    total_s: float
    #: seconds that a request may wait for its host's turn before it is left for a later check
    patience_s: float = PATIENCE_S
    requests: int = 0
    bytes_in: int = 0
    _active: int = 0
    _since: float = 0.0

    @property
    def left_s(self) -> float:
        """What is left now."""
        return self.total_s - (time.monotonic() - self._since if self._active else 0.0)

    @asynccontextmanager
    async def spend(self) -> AsyncIterator[None]:
        """Counts the time of the block, once where blocks overlap, and ends it with TimeoutError when nothing is left."""
        if not self._active:
            self._since = time.monotonic()
        self._active += 1
        try:
            async with asyncio.timeout(max(self.left_s, 0.001)):
                yield
        finally:
            self._active -= 1
            if not self._active:
                self.total_s -= time.monotonic() - self._since


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request came to: a response with a status, or a cause without one."""

    url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    fetched_at: datetime | None = None
    cause: Cause = Cause.NONE
    detail: str = ""
    #: where an unbroken chain of permanent redirects from the first URL led
    moved_to: str | None = None
    #: validators were sent with the request that got this answer
    conditional: bool = False

    def fetched(self) -> Fetched:
        """The answer as parsers see it."""
        assert self.status is not None
        assert self.fetched_at is not None
        return Fetched(self.url, self.status, self.headers, self.body, self.fetched_at)

    def validators(self) -> Validators | None:
        """What the server gave for the next question, if anything of sane size."""
        etag, modified = self.headers.get("etag"), self.headers.get("last-modified")
        etag = etag if etag and len(etag) <= _MAX_VALIDATOR else None
        modified = modified if modified and len(modified) <= 200 else None
        return Validators(etag, modified) if etag or modified else None


@dataclass(slots=True)
class Fetcher:
    """Fetches for all checks of one crawl."""

    download: Callable[[Any], Awaitable[Any]]
    limits: CrawlLimits
    turns: Turns
    guard: Guard
    robots_store: RobotsStore
    now: Callable[[], datetime]
    _robots: dict[str, "asyncio.Task[Rules]"] = field(default_factory=dict)

    async def fetch(
        self, get: Get, budget: Budget, validators: Mapping[str, Validators] | None = None, max_bytes: int | None = None
    ) -> Answer:
        """Follows redirects to an answer; validators go to exactly the URL they came from."""
        url, moved, permanent, seen, asked = get.url, None, True, {get.url}, get.url
        for _ in range(MAX_HOPS + 1):
            refusal = await self._refusal(url, budget, first=url == asked)
            if refusal is not None:
                return replace(refusal, moved_to=moved)
            known = (validators or {}).get(url)
            answer = await self._retried(replace(get, url=url), budget, known, max_bytes or self.limits.max_bytes)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                hop = url != asked
                unsafe = hop and answer.cause is Cause.UNSAFE_URL
                return replace(answer, moved_to=moved, cause=Cause.REDIRECT_UNSAFE if unsafe else answer.cause)
            try:
                url = urljoin(url, answer.headers["location"]).partition("#")[0]
            except ValueError:
                return Answer(asked, cause=Cause.REDIRECT_UNSAFE, detail="a redirect leads to an address that cannot be read")
            if get.secrets and origin(url) != origin(get.url):
                get = elsewhere(get)
            permanent = permanent and answer.status in _PERMANENT
            moved = url if permanent else None
            if url in seen:
                return Answer(url, cause=Cause.REDIRECT_LOOP, detail="the site redirects in a circle")
            seen.add(url)
            if answer.status == 303:
                get = replace(get, method="GET", body=b"")
        return Answer(url, cause=Cause.REDIRECT_LOOP, detail=f"more than {MAX_HOPS} redirects")

    async def _refusal(self, url: str, budget: Budget, first: bool) -> Answer | None:
        problem = url_problem(url, self.limits.allow_ports)
        if problem is not None:
            return Answer(url, cause=Cause.UNSAFE_URL if first else Cause.REDIRECT_UNSAFE, detail=problem)
        rules = await self._rules(url, budget)
        self.turns.slow_down(url, rules.delay_s(self.limits.user_agent))
        if not rules.allows(url, self.limits.user_agent):
            why = "robots.txt cannot be had and so refuses" if rules.refuse_all else "robots.txt forbids this address"
            return Answer(url, cause=Cause.ROBOTS, detail=f"{why}: ask the site, or use another address")
        return None

    async def _rules(self, url: str, budget: Budget) -> Rules:
        """The rules of the URL's origin: one fetch per crawl and origin at most, none while the stored copy is fresh."""
        where = origin(url)
        if where not in self._robots:
            self._robots[where] = asyncio.ensure_future(self._fetch_rules(where, budget))
        return await asyncio.shield(self._robots[where])

    async def _fetch_rules(self, where: str, budget: Budget) -> Rules:
        stored = self.robots_store.get(where)
        if stored is not None and is_fresh(stored, self.now()):
            return rules_of(stored)
        url, own = f"{where}/robots.txt", Budget(self.limits.timeout_s)
        for _ in range(MAX_HOPS + 1):
            answer = await self._once(Get(url), own, None, MAX_ROBOTS_BYTES * 4)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                break
            try:
                url = urljoin(url, answer.headers["location"])
            except ValueError:
                break
            if url_problem(url, self.limits.allow_ports):
                break
        budget.requests += own.requests
        if answer.cause in (Cause.UNSAFE_URL, Cause.DNS, Cause.TLS, Cause.CONNECT):
            # the host cannot be reached at all: let the source's own request say so, with its own cause
            return Rules()
        status = answer.status if answer.status is not None else (200 if answer.cause is Cause.TOO_LARGE else 0)
        robots = newer(stored, Robots(where, status, answer.body[:MAX_ROBOTS_BYTES], self.now()))
        self.robots_store.keep(robots)
        return rules_of(robots)

    async def _retried(self, get: Get, budget: Budget, known: Validators | None, max_bytes: int) -> Answer:
        answer = await self._once(get, budget, known, max_bytes)
        again = answer.status in _RETRY_STATUS if answer.status is not None else answer.cause in _RETRY_CAUSES
        if again and get.method == "GET" and budget.left_s > 1:
            return await self._once(get, budget, known, max_bytes)
        return answer

    async def _once(self, get: Get, budget: Budget, known: Validators | None, max_bytes: int) -> Answer:
        try:
            async with self.turns.turn(get.url, budget.patience_s):
                return await self._asked(get, budget, known, max_bytes)
        except HostBusy as error:
            return Answer(
                get.url, cause=Cause.HOST_WAIT, detail=f"its host is busy for another {error.wait_s:.0f} s: left for a later check"
            )

    async def _asked(self, get: Get, budget: Budget, known: Validators | None, max_bytes: int) -> Answer:
        if budget.left_s <= 0:
            return Answer(get.url, cause=Cause.TIMEOUT, detail=f"the check took longer than {self.limits.check_timeout_s:g} s")
        budget.requests += 1
        if get.browser and (lack := _lack_of_browser(self.limits)):
            return Answer(get.url, cause=Cause.UNSUPPORTED, detail=lack)
        try:
            veil = veil_of(get)
            wire = veil.lift(get) if get.secrets else get
            async with budget.spend():
                response = await self.download(self._request(wire, known, max_bytes, budget.left_s))
        except SecretMissing as error:
            return Answer(get.url, cause=Cause.AUTH, detail=str(error))
        except TimeoutError:
            return Answer(get.url, cause=Cause.TIMEOUT, detail=f"no answer within {self.limits.check_timeout_s:g} s")
        except Exception as error:  # noqa: BLE001  the boundary of the download: whatever Twisted raises becomes a cause
            return self._failure(get.url, error)
        answer = self._answer(response, budget, max_bytes, known is not None)
        return _veiled(answer, get.url, veil) if get.secrets else answer

    def _request(self, get: Get, known: Validators | None, max_bytes: int, left_s: float) -> Any:
        from scrapy import Request

        headers = {"User-Agent": self.limits.user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPT_ENCODING, **get.headers}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        # the address that was judged is the one that is asked for, letter by letter
        meta: dict[str, Any] = {
            "verbatim_url": True,
            "download_timeout": max(min(self.limits.timeout_s, left_s), 0.1),
            "download_maxsize": max_bytes,
        }
        if self.limits.proxy:
            meta["proxy"] = self.limits.proxy
        if get.browser:
            from crawlers import browser

            meta |= browser.meta()
        return Request(get.url, method=get.method, headers=headers, body=get.body, meta=meta, dont_filter=True)

    def _failure(self, url: str, error: Exception) -> Answer:
        cause, detail = cause_of(error)
        if cause is Cause.DNS and self.guard.was_refused(urlsplit(url).hostname or ""):
            return Answer(
                url,
                cause=Cause.UNSAFE_URL,
                detail="the address is not public: allow its network in network.allow_private_networks if it is yours",
            )
        return Answer(url, cause=cause, detail=detail)

    def _answer(self, response: Any, budget: Budget, max_bytes: int, conditional: bool) -> Answer:
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")[:65536] for name, values in response.headers.items()
        }
        budget.bytes_in += len(response.body)
        decoded = decode_body(response.body, headers.get("content-encoding", ""), max_bytes)
        return Answer(
            response.url,
            response.status,
            headers,
            decoded.body,
            self.now(),
            cause=decoded.cause,
            detail=decoded.detail,
            conditional=conditional,
        )


def _lack_of_browser(limits: CrawlLimits) -> str:
    """What is missing before a page can be opened in a browser, as a sentence for an admin."""
    from crawlers.browser import is_installed

    if not is_installed():
        return "the browser is not installed: pip install 'policywatch[browser]'"
    if limits.proxy:
        return "a browser cannot go through network.proxy: watch the page's feed or API instead"
    return "" if limits.browser else "no browser may be started: name one as network.browser"


def _veiled(answer: Answer, url: str, veil: Veil) -> Answer:
    headers = {name: veil.drop(value) for name, value in answer.headers.items()}
    return replace(answer, url=url, headers=headers, body=veil.drop_bytes(answer.body), detail=veil.drop(answer.detail))


def cause_of(error: BaseException) -> tuple[Cause, str]:
    """The cause that an exception of the downloader stands for, and a sentence for an admin."""
    names = {type(link).__name__ for link in _chain(error)}
    text = " ".join(str(link) for link in _chain(error))
    for wanted, cause, detail in _CAUSES:
        if names & wanted:
            return cause, detail
    if "certificate" in text.lower() or "SSL" in text:
        return Cause.TLS, "the certificate cannot be trusted: it is expired, for another name, or from an unknown authority"
    return Cause.PROTOCOL, f"the answer breaks HTTP ({type(error).__name__})"


_CAUSES: tuple[tuple[frozenset[str], Cause, str], ...] = (
    (frozenset({"_MalformedChunkedDataError"}), Cause.PROTOCOL, "the answer breaks HTTP"),
    (
        frozenset({"Error", "VerificationError", "VerifyHostnameFailed", "CertificateError", "SSLError", "SSLCertVerificationError"}),
        Cause.TLS,
        "the certificate cannot be trusted: it is expired, for another name, or from an unknown authority",
    ),
    (frozenset({"CannotResolveHostError", "DNSLookupError"}), Cause.DNS, "the name of the host cannot be resolved: check the address"),
    (frozenset({"DownloadTimeoutError", "TimeoutError", "TCPTimedOutError"}), Cause.TIMEOUT, "the site did not answer in time"),
    (
        frozenset({"DownloadConnectionRefusedError", "ConnectError", "NoRouteError", "ConnectBindError", "HostUnreachableError"}),
        Cause.CONNECT,
        "no connection to the site",
    ),
    (frozenset({"ResponseDataLossError", "PotentialDataLoss"}), Cause.TRUNCATED, "the answer ended before its announced length"),
    (frozenset({"DownloadCancelledError"}), Cause.TOO_LARGE, "the answer is larger than is read"),
    (frozenset({"_DataLoss"}), Cause.TRUNCATED, "the answer ended before its announced length"),
    (frozenset({"ParseError", "BadHeaders", "ValueError", "RequestGenerationFailed"}), Cause.PROTOCOL, "the answer breaks HTTP"),
    (
        frozenset({"ConnectionLost", "ConnectionAborted", "ResponseNeverReceived", "ConnectionResetError", "ServerDisconnectedError"}),
        Cause.RESET,
        "the site closed the connection",
    ),
)


def _chain(error: BaseException | None) -> list[BaseException]:
    """The exception with those that led to it: causes, and Twisted's reasons."""
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting and len(found) < 20:
        link = waiting.pop(0)
        if link is None or link in found:
            continue
        found.append(link)
        reasons = getattr(link, "reasons", None) or []
        waiting += [getattr(reason, "value", None) for reason in reasons] + [link.__cause__, link.__context__]
    return found
