"""The outbox under faults: nothing is lost, nothing stands twice, whatever Slack does to a request."""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.slack import workspace
from app.cleaning import clean_up
from app.delivering import open_channels
from policywatch.testing.slack import Fault
from policywatch.testing.smtp import FakeSmtp
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


ANY = tuple(fault for mode, faults in MODES.items() if mode != "slow" for fault in faults)
#: after these nobody knows whether the message is there
UNCERTAIN = frozenset(
    {"reset_after", "reset_before", "close_after", "status_after", "status", "badjson_after", "truncated_after", "late_store"}
)


async def most_calls_go_wrong(home: Path, seed: int, count: int) -> None:
    rng, uncertain = random.Random(seed), 0

    def script(method: str, _: int) -> Fault | None:
        nonlocal uncertain
        fault = rng.choice(ANY) if method == "chat.postMessage" and rng.random() < 0.58 else None
        uncertain += fault is not None and (fault.kind in UNCERTAIN or (fault.kind.startswith("error")))
        return fault

    async with desk(home) as made:
        made.slack.script = script
        for _ in range(count // 5):
            made.alerts(5)
            await made.deliver()
            made.clock.now += timedelta(minutes=2)
        await made.until_empty()
        made.clock.now += timedelta(hours=1)
        seen = Counter(one.delivery_id for one in made.slack.stored)
        alerts = [one.id for one in made.house.store.deliveries(limit=10_000) if one.alert_id]
        assert {one: seen[one] for one in alerts} == dict.fromkeys(alerts, 1) and len(alerts) == count
        assert not made.slack.doubled()
        assert made.slack.calls["conversations.history"] <= uncertain


async def test_where_most_calls_go_wrong_a_look_is_made_at_most_once_per_doubt(tmp_path: Path) -> None:
    await most_calls_go_wrong(tmp_path / "home", 0, 40)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(10))
async def test_two_hundred_alerts_survive_most_calls_going_wrong(seed: int, tmp_path: Path) -> None:
    await most_calls_go_wrong(tmp_path / "home", seed, 200)


async def stored_past_the_grace(home: Path, seed: int, count: int) -> int:
    """Some requests are carried out minutes later, long after the message was sent again; returns how many repeats were healed."""
    rng = random.Random(seed)
    async with desk(home) as made:
        late = Fault("late_store", 400.0)
        made.slack.script = lambda method, _: late if method == "chat.postMessage" and rng.random() < 0.15 else None
        for _ in range(count // 5):
            made.alerts(5)
            await made.until_empty()
            made.clock.now += timedelta(minutes=10)
        made.clock.now = made.clock.now.replace(hour=4) + timedelta(days=1)
        repeats = sum(times - 1 for times in made.slack.doubled().values())
        async with open_channels(made.house) as channels:
            assert await clean_up(made.house, channels) == repeats
        assert not made.slack.doubled()
        seen = Counter(one.delivery_id for one in made.slack.stored)
        assert {one.id: seen[one.id] for one in made.house.store.deliveries(limit=10_000) if one.alert_id} == {
            one.id: 1 for one in made.house.store.deliveries(limit=10_000) if one.alert_id
        }
        return repeats


async def test_what_is_stored_past_the_grace_is_healed_at_night(tmp_path: Path) -> None:
    assert await stored_past_the_grace(tmp_path / "home", 1, 40) > 0


@pytest.mark.full
@pytest.mark.parametrize("seed", range(5))
async def test_a_thousand_alerts_with_stores_past_the_grace_are_healed(seed: int, tmp_path: Path) -> None:
    assert await stored_past_the_grace(tmp_path / "home", seed, 1000) > 0


async def test_a_mail_server_that_greylists_for_an_hour_takes_each_mail_once(tmp_path: Path) -> None:
    async with FakeSmtp() as smtp:
        mail = (
            f"{{id: post, kind: mail, host: 127.0.0.1, port: {smtp.port}, security: none, sender: w@a.example, recipients: [l@a.example]}}"
        )
        async with desk(tmp_path / "home", mail, routes="  - {channel: post}\n") as made:
            open_at = made.clock.now + timedelta(hours=1)
            made.alerts(4, "post")
            tries = 0
            while made.clock.now < open_at:
                smtp.faults.extend(["rcpt:450"] * 4)
                await made.deliver()
                tries += 4 - len(smtp.faults)
                smtp.faults.clear()
                made.clock.now += timedelta(minutes=5)
            assert not smtp.stored and tries <= 20
            await made.until_empty()
            ids = [one.email["Message-ID"] for one in smtp.stored]
            assert len(ids) == len(set(ids)) == 4
            assert made.states() == {"sent": 4}
