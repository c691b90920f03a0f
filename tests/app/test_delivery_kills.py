"""Killed anywhere between the outbox and Slack, a delivery is neither lost nor doubled; nor by two workers on one database."""

import asyncio
import itertools
import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.message import delivery_for
from app.delivering import deliver, open_channels
from app.house import House, load_config
from app.outbox import Drained, drain
from app.progress import Progress
from policywatch.store import open_store
from policywatch.store.owner import this_process
from policywatch.testing.slack import FakeSlack
from policywatch.types import Delivery
from tests.alerts import samples
from tests.app.desk import LEGAL, desk, news, settings, title, told, write_home

#: how much faster than the wall the clocks of these tests run, in every process the same
SPEED = 200.0
_STARTED = time.time()
_FORK = multiprocessing.get_context("fork")
FAILPOINTS = ("before_sending", "after_sending", "after_send", "before_settle", "after_settle")


def fast() -> datetime:
    return datetime.fromtimestamp(_STARTED + (time.time() - _STARTED) * SPEED, UTC)


async def fast_sleep(wait_s: float) -> None:
    await asyncio.sleep(wait_s / SPEED)


@dataclass
class Post:
    """A home, and a fake Slack that outlives whoever is killed."""

    home: Path
    slack: FakeSlack

    @contextmanager
    def house(self) -> Iterator[House]:
        store = open_store("sqlite:///policywatch.db", self.home)
        try:
            yield House(self.home, load_config(self.home), store, this_process(), fast, {"SLACK_TOKEN": self.slack.token}, fast_sleep)
        finally:
            store.close()

    def queue(self) -> list[Delivery]:
        """A matter with news, and enough others for a summary."""
        now = fast()
        first = [delivery_for(told(n), "legal", f"al-{n:06}", now) for n in range(8)]
        later = delivery_for(news(samples.deadline_moved().items[0], 50), "legal", "al-000050", now)
        made = [replace(one, created_at=now + timedelta(milliseconds=n)) for n, one in enumerate([*first, later])]
        with self.house() as house:
            house.store.add_deliveries(made, now)
        return made

    def drain(self) -> Drained:
        with self.house() as house:
            return asyncio.run(drain(house, 3600, Progress(quiet=True), clock=lambda: fast().timestamp(), sleep=fast_sleep))

    def killed(self, failpoint: str = "", after_s: float | None = None) -> int:
        """Drains in a process of its own that dies there and then; its exit code."""

        def run() -> None:
            os.environ["POLICYWATCH_FAILPOINT"] = failpoint
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            self.drain()
            os._exit(0)

        process = _FORK.Process(target=run)
        process.start()
        if after_s is not None:
            time.sleep(after_s)
            os.kill(process.pid or 0, signal.SIGKILL)
        process.join(60)
        assert process.exitcode is not None
        return process.exitcode

    def assert_whole(self, made: list[Delivery]) -> None:
        assert self.drain().exit_code == 0
        seen = Counter(one.delivery_id for one in self.slack.stored)
        assert {one.id: seen[one.id] for one in made} == {one.id: 1 for one in made}
        assert not self.slack.doubled()
        top = [one for one in self.slack.stored if not one.thread_ts]
        assert all(one.thread_ts in {parent.ts for parent in top} for one in self.slack.stored if one.thread_ts)


@contextmanager
def post(home: Path) -> Iterator[Post]:
    """Serves the fake in a thread, so that forked processes can die beside it."""
    ready, stop = threading.Event(), asyncio.Event()
    slack = FakeSlack(clock=lambda: fast().timestamp())
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with slack:
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert ready.wait(10)
        write_home(home, settings(slack.base_url))
        yield Post(home, slack)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def kill_at(home: Path, failpoint: str) -> None:
    with post(home) as office:
        made = office.queue()
        assert office.killed(failpoint) == -signal.SIGKILL
        office.assert_whole(made)


@pytest.mark.parametrize("name", FAILPOINTS)
def test_a_kill_at_a_step_of_delivery_costs_nothing(name: str, tmp_path: Path) -> None:
    kill_at(tmp_path / "home", f"{name}:{random.Random(name).randrange(1, 9)}")


@pytest.mark.full
@pytest.mark.parametrize(("name", "count"), list(itertools.product(FAILPOINTS, range(1, 10))))
def test_a_kill_at_every_pass_of_every_step_of_delivery_costs_nothing(name: str, count: int, tmp_path: Path) -> None:
    kill_at(tmp_path / "home", f"{name}:{count}")


def kill_at_random(home: Path, seed: int) -> None:
    rng = random.Random(seed)
    with post(home) as office:
        made = office.queue()
        for _ in range(rng.randrange(1, 4)):
            office.killed(after_s=rng.uniform(0.05, 0.9))
        office.assert_whole(made)


@pytest.mark.parametrize("seed", range(3))
def test_a_kill_at_a_random_moment_of_delivery_costs_nothing(seed: int, tmp_path: Path) -> None:
    kill_at_random(tmp_path / "home", seed)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(100, 300))
def test_two_hundred_kills_at_random_moments_of_delivery_cost_nothing(seed: int, tmp_path: Path) -> None:
    kill_at_random(tmp_path / "home", seed)


async def _races(house: House, sleep: Callable[[float], Awaitable[None]]) -> None:
    async with open_channels(replace(house, sleep=sleep)) as channels:
        for _ in range(300):
            await deliver(house, channels, Progress(quiet=True))
            await asyncio.sleep(0)
            if not house.store.next_delivery_at(house.clock()):
                return
    raise AssertionError("the outbox never ran empty")


async def test_two_workers_on_one_database_send_each_message_once_in_order_and_at_its_pace(tmp_path: Path) -> None:
    more = tuple(LEGAL.replace("id: legal", f"id: c{n}").replace("C1", f"C{n}") for n in range(2, 21))
    async with desk(tmp_path / "home", *more) as made:
        for name in ("legal", *(f"c{n}" for n in range(2, 21))):
            made.alerts(5, name)
        other = open_store(made.house.config.settings.database_url(), made.house.home)
        second = replace(made.house, store=other, owner="another:2:1.00:bb")

        async def step(wait_s: float) -> None:
            await asyncio.sleep(0)
            made.clock.now += timedelta(seconds=wait_s / 20)

        await asyncio.gather(_races(made.house, step), _races(second, step))
        other.close()
        assert len(made.slack.stored) == 100 and not made.slack.doubled()
        assert made.slack.calls["chat.postMessage"] == 100
        for channel in {one.channel for one in made.slack.stored}:
            mine = [one for one in made.slack.stored if one.channel == channel]
            numbers = [int(title(one).split()[1]) for one in mine]
            assert numbers == sorted(numbers)
            times = [float(one.ts) for one in mine]
            assert all(later - earlier >= 0.99 for earlier, later in itertools.pairwise(times))


async def test_what_a_stopped_worker_had_not_begun_is_not_sent_after_its_lease(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        made.alerts(5)
        second = replace(made.house, owner="another:2:1.00:bb", sleep=made.clock.sleep)
        stops: list[float] = []

        async def stopped(wait_s: float) -> None:
            """Between the first message and the second the process sleeps for two leases, and another one takes over."""
            if not stops:
                stops.append(wait_s)
                made.clock.now += timedelta(seconds=2 * made.house.lease_s)
                async with open_channels(second) as channels:
                    for _ in range(10):
                        await deliver(second, channels, Progress(quiet=True))
                        made.clock.now += timedelta(minutes=5)

        made.house = replace(made.house, sleep=stopped)
        await made.deliver()
        assert stops and not made.slack.doubled() and len(made.slack.stored) == 5
