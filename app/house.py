"""Wiring: which rooms there are, and what one process holds open."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from policywatch.config import Config, load
from policywatch.kinds import Registry
from policywatch.store import Store, open_store
from policywatch.store.owner import this_process
from policywatch.types import Source

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


def utc_now() -> datetime:
    """The wall clock, aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Registries:
    """The kinds of every room, handed to whoever must not know the rooms."""

    sources: Registry = field(default_factory=lambda: Registry("source", "crawlers.spiders"))
    channels: Registry = field(default_factory=lambda: Registry("channel", "alerts.channels"))
    embedders: Registry = field(default_factory=lambda: Registry("embedder", "pipeline.embedders"))


REGISTRIES = Registries()


def load_config(home: Path) -> Config:
    """The three files of ``home``; raises ConfigError with all problems at once."""
    return load(home, sources=REGISTRIES.sources, channels=REGISTRIES.channels, embedders=REGISTRIES.embedders)


@dataclass(frozen=True)
class House:
    """What one process works with."""

    home: Path
    config: Config
    store: Store
    owner: str
    clock: Clock = utc_now
    #: where secrets come from; never shown
    env: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    #: how channels keep their pace; tests let hours pass in no time
    sleep: Sleep = asyncio.sleep

    @property
    def lease_s(self) -> float:
        """How long a claim is held before another host may take it over."""
        return float(self.config.settings.crawl.lease_s)

    def source(self, source_id: str) -> Source | None:
        """The source as configured now, or ``None`` when it left sources.yaml."""
        return self._sources.get(source_id)

    @property
    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.config.sources}


@contextmanager
def open_house(home: Path, *, config: Config | None = None, clock: Clock = utc_now) -> Iterator[House]:
    """Configuration and store of ``home``, closed when the block ends."""
    wanted = config or load_config(home)
    store = open_store(wanted.settings.database_url(), home)
    try:
        yield House(home, wanted, store, this_process(), clock)
    finally:
        store.close()
