"""Killed anywhere, a run loses nothing and doubles nothing: the next one goes on from the rows."""

import random
import signal
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from policywatch.failpoints import NAMES

if TYPE_CHECKING:
    from conftest import Watch

WANTED_TITLES = ("monitoring employees", "biometric recognition", "Press release")


def finish(watch: "Watch") -> None:
    """Runs until nothing is left to do."""
    watch.call("run")
    watch.call("run")


def assert_whole(watch: "Watch") -> None:
    told = watch.told()
    ids = [line["delivery_id"] for line in told]
    assert len(ids) == len(set(ids)), "a message was doubled"
    pictured = [item["title"] for line in told if line["kind"] == "starting_picture" for item in line["items"]]
    assert len(pictured) == len(set(pictured)) == 25
    alerts = [line["title"] for line in told if line["kind"] == "alert"]
    assert sorted(alerts) == sorted(set(alerts))
    assert all(any(words in title for title in alerts) for words in WANTED_TITLES)
    assert len(alerts) == 3
    with sqlite3.connect(watch.home / "policywatch.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("select count(*) from documents").fetchone() == (27,)


def play(watch: "Watch", kill_first: dict[str, str], kill_second: dict[str, str]) -> None:
    watch.call("run", **kill_first)
    finish(watch)
    watch.server.turn_to(1)
    watch.call("run", **kill_second)
    finish(watch)
    assert_whole(watch)


@pytest.mark.parametrize("name", NAMES)
def test_a_kill_at_a_step_boundary_costs_nothing(watch: "Watch", name: str) -> None:
    play(watch, {"POLICYWATCH_FAILPOINT": f"{name}:1"}, {"POLICYWATCH_FAILPOINT": f"{name}:{random.Random(name).choice((1, 2))}"})


def kill_at_random(watch: "Watch", seed: int) -> None:
    rng = random.Random(seed)
    watch.json("run")
    watch.server.turn_to(1)
    process = watch.start("run")
    time.sleep(rng.uniform(0.8, 4.5))
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    finish(watch)
    assert_whole(watch)


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_at_a_random_moment_costs_nothing(watch: "Watch", seed: int) -> None:
    kill_at_random(watch, seed)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(4, 44))
def test_forty_kills_at_random_moments_cost_nothing(watch: "Watch", seed: int) -> None:
    kill_at_random(watch, seed)
