"""The watch: check what is due, keep what was learned, classify it, queue and deliver it.

Each step commits by itself, so a process that dies anywhere leaves rows from which the next one goes on.
"""

import asyncio
import contextlib
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from app.house import REGISTRIES, House
from app.progress import Progress
from policywatch.failpoints import failpoint
from policywatch.network import origin
from policywatch.store import Keeping
from policywatch.types import CheckResult, Claim, Known, Outcome, Robots, UpdateKind

log = structlog.get_logger()


@dataclass
class Tally:
    """What one run did; grows while it runs."""

    checks: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    updates: int = 0
    results: list[CheckResult] = field(default_factory=list)

    @property
    def troubled(self) -> bool:
        """Whether a check ended in a way that an admin must look at."""
        from policywatch.types import TROUBLE

        return any(Outcome(outcome) in TROUBLE for outcome in self.checks)


class StoredRobots:
    """The robots cache of the store, as the crawler asks for it; copies of the origins that a crawl begins with are read at once."""

    def __init__(self, house: House, origins: Sequence[str], keeper: "Keeper") -> None:
        self._store = house.store
        self._read = self._store.robots_of(origins)
        self._asked = frozenset(origins)
        self._keeper = keeper

    def get(self, origin: str) -> Robots | None:
        """The last copy, however old."""
        return self._read.get(origin) if origin in self._asked else self._store.robots(origin)

    def keep(self, robots: Robots) -> None:
        """Replaces the copy of that origin, soon."""
        self._keeper.add_robots(robots)


class Keeper:
    """Keeps what a crawl brings beside the loop: many results in one transaction, news at once, the others when some have come together.

    What waits is lost with the process, and so are its leases: the next one checks these sources again.
    """

    #: results of one transaction, and documents after which no further result is added to it
    MOST, MOST_DOCUMENTS = 25, 150
    #: seconds that results without news, and those with some, may wait for others
    LONGEST_S, NEWS_S = 1.0, 0.05

    def __init__(self, house: House, tally: Tally, on_news: Callable[[], None]) -> None:
        self._house = house
        self._tally = tally
        #: called once, when something is kept that the model will be asked about
        self._on_news: Callable[[], None] | None = on_news
        self._rng = random.Random()
        self._waiting: deque[CheckResult] = deque()
        self._robots: list[Robots] = []
        self._due = 0.0
        self._wake = asyncio.Event()
        self._closing = False
        self._error: BaseException | None = None

    async def __aenter__(self) -> "Keeper":
        self._task = asyncio.create_task(self._work())
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closing = True
        self._wake.set()
        await self._task
        self._raise()

    def add(self, result: CheckResult) -> None:
        """Keeps a result, soon; raises what stopped the keeping of an earlier one."""
        self._raise()
        wait = self.LONGEST_S if _is_plain(result) and len(self._waiting) + 1 < self.MOST else self.NEWS_S
        due = time.monotonic() + wait
        self._due = min(self._due, due) if self._waiting else due
        self._waiting.append(result)
        self._wake.set()

    def add_robots(self, robots: Robots) -> None:
        """Keeps a robots.txt with the next results."""
        self._robots.append(robots)

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    async def _work(self) -> None:
        try:
            while await self._is_time():
                batch, robots, self._robots = self._batch(), self._robots, []
                kept = await asyncio.to_thread(self._keep, batch, robots)
                for item in kept:
                    _count(self._tally, item)
        except BaseException as error:  # noqa: BLE001  told to whoever adds the next result, or closes
            self._error = error

    async def _is_time(self) -> bool:
        """Waits until something is to be kept; false when all is kept and nothing more will come."""
        while not self._closing:
            wait = self._due - time.monotonic() if self._waiting else None
            if wait is not None and wait <= 0:
                return True
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()
        return bool(self._waiting or self._robots)

    def _batch(self) -> list[CheckResult]:
        batch: list[CheckResult] = []
        documents = 0
        while self._waiting and len(batch) < self.MOST and documents < self.MOST_DOCUMENTS:
            batch.append(self._waiting.popleft())
            documents += len(batch[-1].documents)
        return batch

    def _keep(self, batch: Sequence[CheckResult], robots: Sequence[Robots]) -> list[Keeping]:
        if robots:
            self._house.store.keep_robots(robots)
        kept = keep(self._house, batch, self._rng) if batch else []
        if self._on_news is not None and any(map(_asks_the_model, kept)):
            self._on_news()
            self._on_news = None
        return kept


def _is_plain(result: CheckResult) -> bool:
    """Whether a check says nothing but that all is as it was."""
    memory = result.claim.memory
    quiet = result.outcome is Outcome.UNCHANGED and not result.documents and not result.bodies
    return quiet and not (result.read_anew or result.listed is not None or memory.missing or memory.withdrawn)


def _asks_the_model(item: Keeping) -> bool:
    from pipeline.gate import gate

    return any(gate(document).passed for document in (*item.seeds, *(update.document for update in item.updates)))


def _lost_lease(result: CheckResult) -> None:
    what = "another process took the source over: this check is dropped"
    log.warning("lease_lost", source_id=result.claim.source.id, what=what)


def keep(house: House, results: Sequence[CheckResult], rng: random.Random) -> list[Keeping]:
    """Turns what checks of different sources brought into rows, in one transaction; those that were ours to keep."""
    from app.keep import learn
    from crawlers.interval import next_check

    now = house.clock()
    items = []
    for result in results:
        memory, source = result.claim.memory, result.claim.source
        due = next_check(result, memory, source, now, rng)
        items.append(Keeping(result, due) if _is_plain(result) else learn(house.store, result, now).keeping(result, due))
    failpoint("before_keep")
    kept = house.store.keep_checks(items, now)
    failpoint("after_keep")
    for item in items:
        if item.result.claim.source.id not in kept:
            _lost_lease(item.result)
    return [item for item in items if item.result.claim.source.id in kept]


def _count(tally: Tally, item: Keeping) -> None:
    result = item.result
    tally.checks[result.outcome.value] += 1
    tally.documents += len(item.seeds) + sum(1 for update in item.updates if update.kind is UpdateKind.NEW)
    tally.updates += len(item.updates)
    tally.results.append(result)
    log.info(
        "checked",
        source_id=result.claim.source.id,
        outcome=result.outcome.value,
        cause=result.cause.value,
        items=result.items,
        new=len(item.updates),
    )


async def check(
    house: House, claims: Sequence[Claim], tally: Tally, progress: Progress, on_news: Callable[[], None] = lambda: None
) -> None:
    """One crawl over all claims; every claim ends in one kept check."""
    from app.keep import StoredAnswers
    from crawlers.run import crawl

    store = house.store

    def lookup(source_id: str, keys: Sequence[str], aliases: Sequence[str]) -> tuple[Mapping[str, Known], Mapping[str, Known]]:
        return store.lookup(source_id, keys, aliases, house.clock())

    def host_wait_until(hosts: Sequence[str]) -> Mapping[str, datetime]:
        return store.host_wait_until(hosts, house.clock())

    def on_result(result: CheckResult) -> None:
        keeper.add(result)
        progress.step(f"{result.claim.source.id}: {result.outcome.value}")

    failpoint("claimed")
    with progress.stage("checking sources", len(claims)):
        async with Keeper(house, tally, on_news) as keeper:
            origins = sorted({origin(claim.source.url) for claim in claims})
            robots = await asyncio.to_thread(StoredRobots, house, origins, keeper)
            await crawl(
                claims,
                house.config.crawl_limits(),
                spiders=REGISTRIES.sources,
                lookup=lookup,
                robots_store=robots,
                host_wait_until=host_wait_until,
                on_result=on_result,
                now=house.clock,
                archive=StoredAnswers(store),
            )
