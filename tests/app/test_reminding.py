"""Deadlines are reminded of once per step, alerts that nobody took up are called about once."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from alerts.reminders import step_due
from app.reminding import remind
from policywatch.store import Classified
from policywatch.types import (
    ActKind,
    CheckResult,
    DateKind,
    LegalDate,
    Matter,
    Outcome,
    Severity,
    Source,
    Update,
    UpdateKind,
)
from tests.alerts import samples
from tests.app.desk import LEGAL, Desk, desk, told
from tests.policywatch.store.keeping import keep_check

ON = date(2027, 1, 15)


@pytest.mark.parametrize(
    ("left", "told_before", "step"),
    [
        (31, 60, None),
        (30, 60, 30),
        (20, 60, 30),
        (8, 60, 30),
        (7, 60, 7),
        (2, 60, 7),
        (1, 60, 1),
        (0, 60, 1),
        (-1, 60, None),
        (20, 25, None),
        (7, 25, 7),
        (7, 7, None),
        (1, 5, 1),
    ],
)
def test_the_nearest_step_that_came_since_it_was_told_is_due(left: int, told_before: int, step: int | None) -> None:
    assert step_due(ON, ON - timedelta(days=told_before), ON - timedelta(days=left)) == step


def keep(made: Desk, on: date, key: str = "k1") -> None:
    """One document of matter 0 with a deadline, kept through the store's own doors."""
    store, now = made.house.store, made.clock()
    source = Source("nordia-gazette", "feed", "https://gazette.nordia.example/feed")
    store.sync_sources([source], now)
    (claim,) = store.claim(now, made.house.owner, 60, everything=True)
    dates = (LegalDate(DateKind.COMMENT_CLOSE, on, f"Comments are open until {on}."),)
    document = samples.document(key=key, fingerprint=f"1:{key}{on}", dates=dates)
    update = Update(f"u-{key}-{on}", f"doc-{key}", UpdateKind.NEW, document, now)
    keep_check(store, CheckResult(claim, now, now, Outcome.CHANGED, complete=True, documents=(document,), items=1), [update], [], now, now)
    (pending,) = store.to_classify(now, made.house.owner, 60, 5)
    store.keep_classified([Classified(pending, samples.classification(), Matter("ma-000000", "A rule"), document=document)], now)


@pytest.fixture
async def waiting(tmp_path: Path) -> AsyncIterator[Desk]:
    """A matter with a deadline that was told 52 days before it."""
    async with desk(tmp_path / "home") as made:
        keep(made, ON)
        made.queue(told(0))
        await made.deliver()
        yield made


async def days_pass(made: Desk, until: date) -> list[str]:
    """Day by day, what the channel got; the job runs twice a day."""
    seen = len(made.slack.stored)
    while made.clock().date() < until:
        for _ in range(2):
            made.clock.now += timedelta(hours=12)
            remind(made.house)
            await made.deliver()
    return [str(one.message["blocks"]) for one in made.slack.stored[seen:]]


async def test_people_are_reminded_thirty_seven_and_one_days_before(waiting: Desk) -> None:
    told_days = await days_pass(waiting, ON + timedelta(days=3))
    assert [next(left for left in ("(30 days left)", "(7 days left)", "(1 day left)", "(tomorrow)") if left in one) for one in told_days]
    assert len(told_days) == 3
    assert all("Deadline near" in one for one in told_days)


async def test_a_date_that_moves_moves_its_reminders(waiting: Desk) -> None:
    await days_pass(waiting, ON - timedelta(days=31))
    keep(waiting, ON + timedelta(days=60))
    assert await days_pass(waiting, ON + timedelta(days=29)) == []
    assert len(await days_pass(waiting, ON + timedelta(days=61))) == 3


async def test_a_queued_reminder_of_a_date_that_moved_is_taken_back(tmp_path: Path) -> None:
    legal = LEGAL.replace("}'", "}', fatigue: {quiet_from: 0:00, quiet_until: 23:59, high_passes: false}", 1)
    async with desk(tmp_path / "home", legal=legal) as made:
        keep(made, ON)
        made.queue(told(0))
        await made.until_empty()
        made.clock.now += timedelta(days=25, hours=2)
        remind(made.house)
        assert await made.deliver() == {"pending": 1}
        keep(made, ON + timedelta(days=60))
        remind(made.house)
        assert made.states() == {"sent": 1, "overtaken": 1}


@pytest.mark.parametrize("kind", [ActKind.DONE, ActKind.RETRACT])
async def test_what_is_done_or_taken_back_is_not_reminded_of(kind: ActKind, waiting: Desk) -> None:
    waiting.act(kind, "matter:ma-000000")
    assert await days_pass(waiting, ON + timedelta(days=1)) == []


async def test_two_documents_with_one_date_are_one_reminder(waiting: Desk) -> None:
    keep(waiting, ON, key="k2")
    assert len(await days_pass(waiting, ON + timedelta(days=1))) == 3


ROUTES = "  - {channel: legal, escalate_after: 4h, escalate_channel: boss, escalate_to: [counsel, clerk]}\n"
REST = "people:\n  - {id: counsel, name: Counsel, slack_user: U012AB3CD}\n  - {id: clerk, name: 'Clerk <!here>'}\n"
BOSS = LEGAL.replace("id: legal", "id: boss").replace("C1", "C2")


@pytest.fixture
async def calling(tmp_path: Path) -> AsyncIterator[Desk]:
    """A high alert that was told, on a route that calls after four hours."""
    home = tmp_path / "home"
    async with desk(home, BOSS, routes=ROUTES, rest=REST) as made:
        made.queue(told(0, severity=Severity.HIGH), told(1))
        await made.deliver()
        yield made


async def called(made: Desk, hours: float) -> list[str]:
    made.clock.now += timedelta(hours=hours)
    remind(made.house)
    await made.deliver()
    return [str(one.message["blocks"]) for one in made.slack.stored if one.channel == "C2"]


async def test_a_high_alert_that_nobody_took_up_is_called_about_once(calling: Desk) -> None:
    assert await called(calling, 3.9) == []
    (call,) = await called(calling, 0.2)
    assert "Not taken up yet" in call and "Notice 0" in call
    assert await called(calling, 40) == [call]


async def test_a_call_mentions_people_out_of_our_own_configuration_alone(calling: Desk) -> None:
    (call,) = await called(calling, 5)
    assert "<@U012AB3CD> Clerk &lt;!here&gt;" in call


@pytest.mark.parametrize("kind", [ActKind.ACKNOWLEDGE, ActKind.DONE, ActKind.RETRACT])
async def test_what_somebody_took_up_is_not_called_about(kind: ActKind, calling: Desk) -> None:
    calling.act(kind, "matter:ma-000000")
    assert await called(calling, 5) == []


async def test_a_snooze_puts_the_call_off(calling: Desk) -> None:
    calling.act(ActKind.SNOOZE, "matter:ma-000000", (calling.clock.now + timedelta(hours=10)).isoformat())
    assert await called(calling, 9) == []
    assert len(await called(calling, 2)) == 1
