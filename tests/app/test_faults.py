"""The outbox under faults: nothing is lost, nothing stands twice, whatever Slack does to a request."""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.slack import workspace
from policywatch.testing.slack import Fault
from tests.app.desk import LEGAL, Desk, desk

#: ways in which a request goes wrong, each with what it may be
MODES: dict[str, tuple[Fault, ...]] = {
    "reset": (Fault("reset_after"), Fault("reset_before")),
    "close": (Fault("close_after"),),
    "slow": (Fault("slow_after", 0.3),),
    "status": (Fault("status_after", 502), Fault("status", 503), Fault("status_after", 500)),
    "garbled": (Fault("badjson_after"), Fault("truncated_after")),
    "half done": (Fault("error_after", "internal_error"), Fault("error_after", "fatal_error"), Fault("error", "request_timeout")),
    "rate": (Fault("rate", "2"), Fault("rate", None), Fault("rate", "1.5")),
    "late": tuple(Fault("late_store", s) for s in (1.0, 20.0, 59.0)),
}
CHANNELS = 10
MORE = tuple(LEGAL.replace("id: legal", f"id: c{n}").replace("C1", f"C{n}") for n in range(2, CHANNELS + 1))
NAMES = ("legal", *(f"c{n}" for n in range(2, CHANNELS + 1)))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "TIMEOUT_S", 0.25)


async def alerts_under_faults(home: Path, mode: str, seed: int, count: int) -> Desk:
    """``count`` alerts over ten channels, five at a time on each, with three calls in ten going wrong."""
    rng = random.Random(f"{mode} {seed}")
    routes = "".join(f"  - {{channel: {name}}}\n" for name in NAMES[1:])
    async with desk(home, *MORE, routes=routes) as made:
        made.slack.script = lambda method, _: rng.choice(MODES[mode]) if method == "chat.postMessage" and rng.random() < 0.3 else None
        while made.number < count:
            for name in NAMES:
                made.alerts(min(5, count - made.number), name)
            await made.deliver()
            made.clock.now += timedelta(seconds=30)
        await made.until_empty()
        made.clock.now += timedelta(hours=1)
        await made.deliver()
        alerts = [one.id for one in made.house.store.deliveries(limit=10_000) if one.alert_id]
        seen = Counter(one.delivery_id for one in made.slack.stored)
        assert len(alerts) == count
        assert {one: seen[one] for one in alerts} == dict.fromkeys(alerts, 1)
        assert not made.slack.doubled()
        assert set(made.states()) <= {"sent", "overtaken"}
        return made


@pytest.mark.parametrize("mode", MODES)
async def test_alerts_under_faults_are_neither_lost_nor_doubled(mode: str, tmp_path: Path) -> None:
    await alerts_under_faults(tmp_path / "home", mode, 0, 50)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("mode", MODES)
async def test_a_thousand_alerts_under_faults_are_neither_lost_nor_doubled(mode: str, seed: int, tmp_path: Path) -> None:
    await alerts_under_faults(tmp_path / "home", mode, seed, 1000)
