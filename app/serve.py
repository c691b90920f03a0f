"""The service: APScheduler ticks over rows, so that a restart, a second scheduler or a crash changes nothing."""

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from app.classifying import Model, Step, queue_pictures
from app.cleaning import clean_up
from app.delivering import deliver, open_channels, release_parked
from app.digest_queue import send_due
from app.house import REGISTRIES, House
from app.incidents import tell_incidents
from app.knowledge import feed
from app.people import remember
from app.progress import Progress
from app.redrawing import redraw
from app.reminding import remind
from app.running import Asked, Summary, ask_again_soon, claim
from app.watch import Tally, check
from policywatch.config import Config, Reloader
from policywatch.errors import StoreLocked, UsageError
from policywatch.types import CheckResult, Claim

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

ROLES = ("crawl", "classify", "deliver", "web", "slack")


def roles_of(text: str | None, config: Config) -> tuple[str, ...]:
    """The roles named in a comma-separated list, or all that are configured; raises UsageError for one that cannot be had."""
    if text is None:
        return tuple(role for role in ROLES if role not in _BESIDE or _BESIDE[role](config))
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = sorted(set(wanted) - set(ROLES))
    if unknown or not wanted:
        raise UsageError(f"no role {', '.join(map(repr, unknown)) or 'given'}: choose from {', '.join(ROLES)}")
    if "web" in wanted and config.settings.web is None:
        raise UsageError("role 'web' needs to know its address: write the block 'web' into policywatch.yaml")
    if "slack" in wanted and not any(getattr(channel.options, "app_token", None) for channel in config.settings.channels):
        raise UsageError("role 'slack' has nobody to listen to: give a slack channel an app_token in policywatch.yaml")
    return wanted


def _listens(config: Config) -> bool:
    """Whether an app token is there to listen with; one that is not set yet stops nobody from watching."""
    tokens = (getattr(channel.options, "app_token", None) for channel in config.settings.channels)
    return any(token.present() for token in tokens if token is not None)


#: roles that are taken up where they are configured
_BESIDE: dict[str, Callable[[Config], bool]] = {"web": lambda config: config.settings.web is not None, "slack": _listens}


@dataclass
class Service:
    """The jobs of one serving process."""

    house: House
    reloader: Reloader
    roles: tuple[str, ...]
    tick_s: float = 30.0

    def __post_init__(self) -> None:
        self._model = Model(self.house.config)
        self._quiet = Progress(quiet=True)
        self._stopping = asyncio.Event()
        self._warm = False
        self._busy = asyncio.Lock()

    async def run(self) -> None:
        """Serves until SIGTERM or SIGINT, then ends what is under way and stops."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self._stopping.set)
        async with AsyncExitStack() as beside:
            if "web" in self.roles:
                await beside.enter_async_context(self._web())
            if "slack" in self.roles:
                from app.slack.serving import listening

                await beside.enter_async_context(listening(lambda: self.house))
            await self._jobs()

    def _web(self) -> AbstractAsyncContextManager[object]:
        from app.web.server import serving

        web = self.house.config.settings.web
        assert web is not None, "roles_of asked for the block"
        return serving(lambda: self.house, web)

    async def _jobs(self) -> None:
        scheduler = self._schedule()
        scheduler.start()
        log.info("serving", roles=list(self.roles), home=str(self.house.home))
        await self._stopping.wait()
        log.info("stopping", what="ending the work under way")
        scheduler.pause()
        async with self._busy:
            scheduler.shutdown(wait=False)
        log.info("stopped")

    def _schedule(self) -> "AsyncIOScheduler":
        from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
        scheduler.add_listener(self._trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        now = self.house.clock()
        scheduler.add_job(self._guarded(self.tick), "interval", seconds=self.tick_s, next_run_time=now, id="tick")
        if "deliver" in self.roles:
            scheduler.add_job(self._guarded(self.digest), "interval", seconds=60, next_run_time=now, id="digest")
            scheduler.add_job(self._guarded(self.remind), "interval", minutes=5, next_run_time=now, id="remind")
        scheduler.add_job(self._guarded(self.health), "interval", hours=24, id="health")
        return scheduler

    def _trouble(self, event: "object") -> None:
        log.error("job_trouble", job=getattr(event, "job_id", ""), error=repr(getattr(event, "exception", "missed")))

    def _guarded(self, job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """The job, one at a time, so that a stop can wait for the one under way; a locked database is tried at the next tick."""

        async def guarded() -> None:
            async with self._busy:
                if self._stopping.is_set():
                    return
                try:
                    await job()
                except StoreLocked as error:
                    log.warning("store_locked", what=str(error))

        return guarded

    def _refresh(self) -> None:
        config, problems, changed = self.reloader.refresh()
        if problems:
            log.error("config_invalid", what="the last valid configuration stays in force", problems=[str(p) for p in problems])
        if changed:
            self.house = House(self.house.home, config, self.house.store, self.house.owner, self.house.clock)
            self._model = Model(self.house.config)
            log.info("config_changed")

    async def tick(self) -> None:
        """One pass over whatever is due in this process's roles."""
        await self._tick()
        if not self._warm:
            self._warm = True
            # modules and models stay for good: a collector that walks them at every full round holds the loop up for 90 ms
            gc.collect()
            gc.freeze()

    async def _tick(self) -> None:
        self._refresh()
        house = self.house
        # what asks the database about every source runs beside the loop, on which answers are waited for
        claims = await asyncio.to_thread(self._due, house)
        if claims:
            summary = Summary(Tally())
            on_news = self._model.start if "classify" in self.roles else _nothing
            await check(house, claims, summary.tally, self._quiet, on_news=on_news)
            await asyncio.to_thread(_after_crawl, house, summary.tally.results)
        if "classify" in self.roles:
            await asyncio.to_thread(Step(house, self._model).run, self._quiet)
            queue_pictures(house)
            feed(house)
        if "deliver" in self.roles:
            release_parked(house)
            async with open_channels(house) as channels:
                await deliver(house, channels, self._quiet)
                await redraw(house, channels)
                await clean_up(house, channels)

    def _due(self, house: House) -> list[Claim]:
        house.store.sync_sources(house.config.sources, house.clock())
        remember(house)
        return claim(house, Asked()) if "crawl" in self.roles else []

    async def remind(self) -> None:
        """Queues reminders of deadlines and calls about alerts that nobody took up."""
        remind(self.house)

    async def digest(self) -> None:
        """Queues every digest whose window has closed."""
        send_due(self.house)

    async def health(self) -> None:
        """Says daily what is failing, so that silence means something."""
        rows = self.house.store.source_rows()
        failing = [row.id for row in rows if row.failures > 0]
        log.info("health", sources=len(rows), failing=failing)
        tell_incidents(self.house, (), everything=True)


def new_service(house: House, roles: tuple[str, ...], tick_s: float) -> Service:
    """A service over an open house; must be made inside the running loop."""
    return Service(
        house, Reloader(house.home, sources=REGISTRIES.sources, channels=REGISTRIES.channels, embedders=REGISTRIES.embedders), roles, tick_s
    )


def _after_crawl(house: House, results: Sequence[CheckResult]) -> None:
    ask_again_soon(house, results)
    tell_incidents(house, results)


def _nothing() -> None:
    """News is for the process that classifies."""
