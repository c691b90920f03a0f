"""The watch: check what is due, keep what was learned, classify it, queue and deliver it.

Each step commits by itself, so a process that dies anywhere leaves rows from which the next one goes on.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from app.house import REGISTRIES, House
from app.progress import Progress
from policywatch.errors import LeaseLost
from policywatch.failpoints import failpoint
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


@dataclass(frozen=True)
class StoredRobots:
    """The robots cache of the store, as the crawler asks for it."""

    house: House

    def get(self, origin: str) -> Robots | None:
        """The last copy, however old."""
        return self.house.store.robots(origin)

    def keep(self, robots: Robots) -> None:
        """Replaces the copy of that origin."""
        self.house.store.keep_robots(robots)


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
        log.warning("lease_lost", source_id=source.id, what="another process took the source over: this check is dropped")
        return
    failpoint("after_keep")
    tally.checks[result.outcome.value] += 1
    tally.documents += sum(1 for update in found.updates if update.kind is UpdateKind.NEW) + len(found.seeds)
    tally.updates += len(found.updates)
    tally.results.append(result)
    log.info(
        "checked", source_id=source.id, outcome=result.outcome.value, cause=result.cause.value, items=result.items, new=len(found.updates)
    )


async def check(
    house: House, claims: Sequence[Claim], tally: Tally, progress: Progress, on_news: Callable[[], None] = lambda: None
) -> None:
    """One crawl over all claims; every claim ends in one kept check."""
    from app.keep import StoredAnswers
    from crawlers.run import crawl

    rng = random.Random()
    store = house.store

    def lookup(source_id: str, keys: Sequence[str], aliases: Sequence[str]) -> tuple[Mapping[str, Known], Mapping[str, Known]]:
        return store.lookup(source_id, keys, aliases, house.clock())

    def host_wait_until(hosts: Sequence[str]) -> Mapping[str, datetime]:
        return store.host_wait_until(hosts, house.clock())

    def on_result(result: CheckResult) -> None:
        keep(house, result, tally, rng)
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
            robots_store=StoredRobots(house),
            host_wait_until=host_wait_until,
            on_result=on_result,
            now=house.clock,
            archive=StoredAnswers(store),
        )
