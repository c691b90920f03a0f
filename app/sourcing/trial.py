"""Trial checks: real checks of sources that are not, or not yet, watched. Nothing is stored.

A trial is what the watch itself would do, with an empty memory: the same crawl, guard, robots.txt, turns, parsers and verdicts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.house import REGISTRIES, load_config, utc_now
from crawlers.look import PassingRobots
from policywatch.config import Config
from policywatch.kinds import Registry
from policywatch.store import Store, open_store
from policywatch.types import CheckResult, Claim, Document, Outcome, Source

#: fields that the kinds' own modules do not know
_OWN = frozenset({"id", "kind", "url", "name", "authority", "jurisdiction", "language"})


@dataclass(frozen=True)
class Bench:
    """What a command about sources works with: the configuration, and the database when there is one."""

    home: Path
    config: Config
    #: ``None`` before the first run
    store: Store | None
    robots: PassingRobots
    clock: Callable[[], datetime] = utc_now

    def source(self, source_id: str) -> Source | None:
        """The configured source of that id."""
        return next((source for source in self.config.sources if source.id == source_id), None)


@contextmanager
def open_bench(home: Path) -> Iterator[Bench]:
    """Configuration and, if there is one already, the database of ``home``; makes neither."""
    config = load_config(home)
    store = _existing(config, home)
    try:
        yield Bench(home, config, store, PassingRobots(store.robots) if store else PassingRobots())
    finally:
        if store is not None:
            store.close()


def _existing(config: Config, home: Path) -> Store | None:
    from sqlalchemy.engine import make_url

    url = config.settings.database_url()
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not (home / (parsed.database or "")).exists():
        return None
    return open_store(url, home, create=True)


def make_source(fields: Mapping[str, Any]) -> Source:
    """A source as sources.yaml would make it; raises ValueError (pydantic) when options are wrong or missing."""
    kind = str(fields["kind"])
    options = REGISTRIES.sources.options(kind)(**{key: value for key, value in fields.items() if key not in _OWN})
    words: Any = {key: str(fields[key]) for key in _OWN if key in fields}
    return Source(**words, follow=False, options=options)


class Guessing(Registry):
    """The kinds of sources, and one more that reads an address as whatever its answer is."""

    def kind(self, name: str) -> Any:
        """The class of a kind."""
        from crawlers.guess import GUESS, Guess

        return Guess if name == GUESS else super().kind(name)


GUESSING = Guessing("source", REGISTRIES.sources.package)


async def check_all(
    bench: Bench, sources: Sequence[Source], on_result: Callable[[CheckResult], None] = lambda _: None, pages: int = 0
) -> list[CheckResult]:
    """One trial check of each, in one crawl; the results in the order given. ``pages`` of the newest items are read too."""
    from crawlers.run import crawl

    now = bench.clock()
    trials = [replace(source, follow=pages > 0, first_items=pages) for source in sources]
    claims = [Claim(trial, now, 0, now + timedelta(hours=1)) for trial in trials]
    results: dict[str, CheckResult] = {}

    def keep(result: CheckResult) -> None:
        results[result.claim.source.id] = result
        on_result(result)

    await crawl(
        claims,
        bench.config.crawl_limits(),
        spiders=GUESSING,
        lookup=lambda source_id, keys, aliases: ({}, {}),
        robots_store=bench.robots,
        host_wait_until=_waits(bench),
        on_result=keep,
        now=bench.clock,
    )
    return [results[source.id] for source in sources]


def _waits(bench: Bench) -> Callable[[Sequence[str]], Mapping[str, datetime]]:
    store = bench.store
    return (lambda hosts: store.host_wait_until(hosts, bench.clock())) if store else lambda hosts: {}


def passed(result: CheckResult) -> bool:
    """Whether the check read at least one item with address and title; a watched page must have text."""
    if result.outcome not in (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.MOVED):
        return False
    if result.claim.source.kind in ("page", "pdf"):
        return any(document.text.strip() for document in result.documents)
    return any(is_item(document) for document in result.documents)


def is_item(document: Document) -> bool:
    """Whether people can follow what was read."""
    return document.url.startswith(("http://", "https://")) and bool(document.title.strip())


def why_not(result: CheckResult) -> str:
    """One sentence about a check that did not pass."""
    if result.detail:
        return result.detail
    cause = result.cause.value.replace("_", " ")
    return f"{result.outcome.value}{f', {cause}' if cause else ''}: nothing with an address and a title was read"


def item_json(document: Document) -> dict[str, Any]:
    """An item as ``--json`` shows it."""
    return {"url": document.url, "title": document.title, "published_at": document.published_at}
