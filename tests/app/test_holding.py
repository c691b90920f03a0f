"""Quiet hours, caps, mutes and snoozes hold delivery and lose nothing; evaluation never waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.classifying import Model, Step
from app.holding import asleep_now, in_digest_alone
from policywatch.types import ActKind, Alert, Relevance, Severity, Status
from tests.alerts import samples
from tests.app.desk import LEGAL, desk, news, told

NIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
QUIET = LEGAL.replace("}'", "}', fatigue: {quiet_from: 20:00, quiet_until: 7:30}", 1)


async def test_what_comes_in_quiet_hours_comes_in_the_morning(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", legal=QUIET, start=NIGHT) as made:
        made.alerts(3)
        assert await made.deliver() == {"pending": 3}
        assert not made.slack.stored
        await made.until_empty()
        assert len(made.slack.stored) == 3
        assert float(made.slack.stored[0].ts) == datetime(2026, 11, 25, 6, 30, tzinfo=UTC).timestamp()
        assert {one.attempts for one in made.house.store.deliveries()} == {1}


async def test_high_severity_passes_and_what_is_quieter_comes_under_it_later(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", legal=QUIET, start=NIGHT) as made:
        made.queue(told(0))
        await made.deliver()
        made.queue(news(samples.item(status=Status.IN_FORCE), 1, severity=Severity.HIGH))
        await made.deliver()
        (loud,) = made.slack.stored
        await made.until_empty()
        assert [one.thread_ts for one in made.slack.stored] == ["", loud.ts]


async def test_a_burst_at_night_waits_for_the_morning_as_one_summary(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", legal=QUIET, start=NIGHT) as made:
        for _ in range(8):
            made.alerts(1)
            await made.deliver()
            made.clock.now += timedelta(minutes=20)
        assert not made.slack.stored
        await made.until_empty()
        assert len(made.top) == 1 and len(made.slack.stored) == 9


async def test_the_hourly_cap_counts_messages_and_not_replies_of_a_summary(tmp_path: Path) -> None:
    legal = LEGAL.replace("}'", "}', fatigue: {per_hour: 2}", 1)
    async with desk(tmp_path / "home", legal=legal) as made:
        made.alerts(5)
        await made.until_empty()
        times = [round(float(one.ts) - samples.NOW.timestamp()) for one in made.slack.stored]
        assert times == [0, 1, 3600, 3601, 7200]
        made.clock.now += timedelta(hours=2)
        made.alerts(9)
        before = made.clock.now
        await made.until_empty()
        assert made.clock.now - before < timedelta(minutes=2)


async def test_a_snoozed_matter_wakes_at_its_time(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        made.queue(told(0))
        await made.deliver()
        wakes = made.clock.now + timedelta(hours=30)
        made.act(ActKind.SNOOZE, "matter:ma-000000", wakes.isoformat())
        made.queue(news(samples.item(), 1))
        made.queue(told(8), told(9))
        await made.until_empty()
        assert len(made.slack.stored) == 4
        late = made.slack.stored[-1]
        assert late.thread_ts and wakes.timestamp() <= float(late.ts) < wakes.timestamp() + 60


@pytest.mark.parametrize("subject", ["matter:ma-000000", "source:source-0", "use:cv"])
async def test_a_mute_holds_until_it_is_taken_back(subject: str, tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        one = told(0)
        only_cv = replace(one, items=(replace(one.items[0], why=one.items[0].why[:1]),))
        made.act(ActKind.MUTE, subject)
        made.queue(only_cv)
        for _ in range(5):
            await made.deliver()
            made.clock.now += timedelta(hours=1)
        assert not made.slack.stored
        made.act(ActKind.UNMUTE, subject)
        await made.until_empty()
        assert len(made.slack.stored) == 1


async def test_a_muted_use_does_not_hold_what_touches_another(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        made.act(ActKind.MUTE, "use:cv")
        made.queue(told(0))
        await made.deliver()
        assert len(made.slack.stored) == 1


async def test_what_is_muted_for_good_or_too_quiet_is_told_in_the_digest(tmp_path: Path) -> None:
    legal = LEGAL.replace("}'", "}', fatigue: {min_severity: normal}", 1)
    async with desk(tmp_path / "home", legal=legal) as made:
        alert = Alert("a", "u", "legal", Severity.NORMAL, (Relevance("cv", 0.9),), "m", samples.NOW)

        def decided(**changes: object) -> str:
            return in_digest_alone(made.house, replace(alert, **changes), "gazette", asleep_now(made.house)).when

        assert decided() == "now"
        assert decided(severity=Severity.LOW) == "weekly"
        made.act(ActKind.MUTE, "source:gazette", (made.clock.now + timedelta(days=1)).isoformat())
        assert decided() == "now"
        made.act(ActKind.MUTE, "use:cv")
        assert decided() == "weekly"
        assert decided(relevances=(Relevance("cv", 0.9), Relevance("chat", 0.8))) == "now"
        assert Step(made.house, Model(made.house.config))._asleep.keys() == {"source:gazette", "use:cv"}
