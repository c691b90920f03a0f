"""The watch: check what is due, keep what was learned, classify it, queue and deliver it.

Each step commits by itself, so a process that dies anywhere leaves rows from which the next one goes on.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from app.house import REGISTRIES, House
from app.progress import Progress
from policywatch.errors import LeaseLost
from policywatch.failpoints import failpoint
from policywatch.network import origin
from policywatch.types import CheckResult, Claim, Known, Outcome, Robots, Update, UpdateKind

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

    def __init__(self, house: House, origins: Sequence[str]) -> None:
        self._store = house.store
        self._read = self._store.robots_of(origins)
        self._asked = frozenset(origins)

    def get(self, origin: str) -> Robots | None:
        """The last copy, however old."""
        return self._read.get(origin) if origin in self._asked else self._store.robots(origin)

    def keep(self, robots: Robots) -> None:
        """Replaces the copy of that origin."""
        self._store.keep_robots(robots)


class Keeper:
    """Keeps results of one crawl: those that brought something at once, the others a few at a time in one transaction."""

    #: results that wait for each other, and for how long at most
    MOST, LONGEST_S = 25, 1.0

    def __init__(self, house: House, tally: Tally) -> None:
        self._house = house
        self._tally = tally
        self._rng = random.Random()
        self._waiting: list[CheckResult] = []
        self._since = 0.0

    def add(self, result: CheckResult) -> None:
        """Keeps a result, soon."""
        if not _is_plain(result):
            keep(self._house, result, self._tally, self._rng)
            return
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append(result)
        if len(self._waiting) >= self.MOST or time.monotonic() - self._since > self.LONGEST_S:
            self.flush()

    def flush(self) -> None:
        """Keeps what still waits."""
        from crawlers.interval import next_check

        waiting, self._waiting, now = self._waiting, [], self._house.clock()
        if not waiting:
            return
        failpoint("before_keep")
        due = [(result, next_check(result, result.claim.memory, result.claim.source, now, self._rng)) for result in waiting]
        kept = self._house.store.keep_unchanged(due, now)
        failpoint("after_keep")
        ours = {result.claim.source.id for result in kept}
        for result in waiting:
            if result.claim.source.id in ours:
                _count(self._tally, result, ())
            else:
                _lost_lease(result)


def _is_plain(result: CheckResult) -> bool:
    """Whether a check says nothing but that all is as it was."""
    memory = result.claim.memory
    quiet = result.outcome is Outcome.UNCHANGED and not result.documents and not result.bodies
    return quiet and not (result.read_anew or result.listed is not None or memory.missing or memory.withdrawn)


def _lost_lease(result: CheckResult) -> None:
    what = "another process took the source over: this check is dropped"
    log.warning("lease_lost", source_id=result.claim.source.id, what=what)


def keep(house: House, result: CheckResult, tally: Tally, rng: random.Random) -> None:
    """Turns what one check brought into rows, in one transaction."""
    from app.keep import learn
    from crawlers.interval import next_check

    now = house.clock()
    store, source, memory = house.store, result.claim.source, result.claim.memory
    learned = learn(store, result, now)
    found = learned.found
    failpoint("before_keep")
    try:
        store.keep_check(
            result,
            found.updates,
            found.seeds,
            next_check(result, memory, source, now, rng),
            now,
            revised_keys=found.revised_keys,
            pages=found.pages,
            rebaselined=found.rebaselined,
            quiet=learned.quiet,
            held=learned.held,
            listing=learned.listing,
        )
    except LeaseLost:
        _lost_lease(result)
        return
    failpoint("after_keep")
    tally.documents += len(found.seeds)
    _count(tally, result, found.updates)


def _count(tally: Tally, result: CheckResult, updates: Sequence[Update]) -> None:
    tally.checks[result.outcome.value] += 1
    tally.documents += sum(1 for update in updates if update.kind is UpdateKind.NEW)
    tally.updates += len(updates)
    tally.results.append(result)
    log.info(
        "checked",
        source_id=result.claim.source.id,
        outcome=result.outcome.value,
        cause=result.cause.value,
        items=result.items,
        new=len(updates),
    )


async def check(
    house: House, claims: Sequence[Claim], tally: Tally, progress: Progress, on_news: Callable[[], None] = lambda: None
) -> None:
    """One crawl over all claims; every claim ends in one kept check."""
    from app.keep import StoredAnswers
    from crawlers.run import crawl

    store, keeper = house.store, Keeper(house, tally)

    def lookup(source_id: str, keys: Sequence[str], aliases: Sequence[str]) -> tuple[Mapping[str, Known], Mapping[str, Known]]:
        return store.lookup(source_id, keys, aliases, house.clock())

    def host_wait_until(hosts: Sequence[str]) -> Mapping[str, datetime]:
        return store.host_wait_until(hosts, house.clock())

    def on_result(result: CheckResult) -> None:
        keeper.add(result)
        if result.documents:
            on_news()
        progress.step(f"{result.claim.source.id}: {result.outcome.value}")

    failpoint("claimed")
    with progress.stage("checking sources", len(claims)):
        await crawl(
            claims,
            house.config.crawl_limits(),
            spiders=REGISTRIES.sources,
            lookup=lookup,
            robots_store=StoredRobots(house, sorted({origin(claim.source.url) for claim in claims})),
            host_wait_until=host_wait_until,
            on_result=on_result,
            now=house.clock,
            archive=StoredAnswers(store),
        )
        keeper.flush()
