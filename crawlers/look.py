"""A short look at addresses that are no sources yet: same guard, robots.txt, turns and limits as a check, nothing kept."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from crawlers.base import Get
from crawlers.discover import Survey, survey
from crawlers.fetch import Answer, Budget, Fetcher, RobotsStore
from crawlers.manners import Turns, rules_of
from crawlers.reactor import ensure_reactor
from crawlers.run import WORKERS, in_crawler
from crawlers.verdict import Verdict, verdict
from policywatch.network import install_guard, networks, origin
from policywatch.types import CrawlLimits, Robots
from policywatch.workers import WorkerDied, WorkerRaised, Workers

T = TypeVar("T")
SURVEY_TIMEOUT_S = 30.0


@dataclass
class PassingRobots:
    """robots.txt for the length of one command, on top of the copies that the store has."""

    stored: Callable[[str], Robots | None] = lambda _: None
    fetched: dict[str, Robots] = field(default_factory=dict)

    def get(self, where: str) -> Robots | None:
        """The last copy, however old."""
        return self.fetched.get(where) or self.stored(where)

    def keep(self, robots: Robots) -> None:
        """Kept until the command ends."""
        self.fetched[robots.origin] = robots

    def verdict(self, url: str, user_agent: str) -> str:
        """What robots.txt says about an address, for people."""
        robots = self.get(origin(url))
        if robots is None:
            return "not asked"
        if robots.status != 200:
            return "no robots.txt: allowed" if not rules_of(robots).refuse_all else "robots.txt cannot be had: refused until it can"
        rules = rules_of(robots)
        delay = rules.delay_s(user_agent)
        word = "allowed" if rules.allows(url, user_agent) else "forbidden"
        return f"{word}, {delay:g} s between requests" if delay else word


@dataclass(frozen=True, slots=True)
class Looker:
    """Fetches and surveys single addresses."""

    fetcher: Fetcher
    workers: Workers

    async def get(self, url: str) -> Answer:
        """The answer of an address after redirects, or a cause."""
        return await self.fetcher.fetch(Get(url), Budget(self.fetcher.limits.check_timeout_s))

    async def survey(self, answer: Answer) -> Survey | None:
        """What an answer offers; ``None`` when reading it ended the worker."""
        try:
            return await self.workers.run_within(SURVEY_TIMEOUT_S, survey, answer.fetched())
        except (WorkerDied, WorkerRaised):
            return None


def judged(answer: Answer) -> Verdict:
    """Whether an answer is content, a wall, an error in friendly words, or gone."""
    if answer.status is None:
        return Verdict(None, answer.cause, answer.detail)
    return verdict(answer.status, answer.headers, answer.body)


async def look(limits: CrawlLimits, robots: RobotsStore, now: Callable[[], datetime], work: Callable[[Looker], Awaitable[T]]) -> T:
    """Runs ``work`` with a looker, on the loop of ``run_in_reactor``."""
    if limits.ca_bundle:
        os.environ["SSL_CERT_FILE"] = limits.ca_bundle
    guard = install_guard(ensure_reactor(), networks(limits.allow_private_networks))
    turns = Turns(limits.concurrency, limits.per_host_concurrency, limits.per_host_delay_s)
    found: list[T] = []
    async with Workers(WORKERS) as workers:

        async def inside(download: Callable[[object], Awaitable[object]]) -> None:
            found.append(await work(Looker(Fetcher(download, limits, turns, guard, robots, now), workers)))

        await in_crawler(limits, guard, inside)
    return found[0]
