"""What people do shows on the message in Slack, in place, whatever goes wrong in between."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.acting import Wish, act_on_alert
from app.delivering import Channels, deliver
from app.house import House
from app.progress import Progress
from app.redrawing import redraw
from policywatch.testing.slack import FakeSlack, Fault
from policywatch.types import ActKind
from tests.alerts.outbox import Clock
from tests.app.told import person, tell, told_house

FAULTS = [
    Fault("reset_before"),
    Fault("reset_after"),
    Fault("close_after"),
    Fault("status", 502),
    Fault("status_after", 500),
    Fault("badjson_after"),
    Fault("truncated_after"),
    Fault("rate", "7"),
    Fault("rate", None),
    Fault("error", "internal_error"),
    Fault("error_after", "fatal_error"),
    Fault("error", "channel_not_found"),
]


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[tuple[House, Channels, FakeSlack, Clock]]:
    """A house that tells a Slack channel on loopback."""
    clock = Clock()
    async with FakeSlack(clock=clock.seconds) as slack:
        options = f"token: '${{T}}', app_token: '${{A}}', channel: C1, base_url: '{slack.base_url}'"
        channels = f"channels:\n  - {{id: legal, kind: slack, {options}}}\nroutes:\n  - {{channel: legal}}\n"
        with told_house(tmp_path / "home", clock, channels) as made:
            house = replace(made, env={"T": slack.token, "A": "xapp-1"})
            opened = Channels(house)
            yield house, opened, slack, clock
            await opened.close()


async def told(watch: tuple[House, Channels, FakeSlack, Clock], **changes: object) -> str:
    house, channels, _, _ = watch
    (alert,) = tell(house, **changes)
    await deliver(house, channels, Progress(quiet=True))
    return alert.id


def shown(slack: FakeSlack, number: int = 0) -> str:
    return str(slack.stored[number].message["blocks"]) + slack.stored[number].message["text"]


def do(house: House, alert_id: str, kind: ActKind, value: str = "", reason: str = "") -> None:
    done = act_on_alert(house, person(house, "ada"), alert_id, Wish(kind, "", value, reason, "slack"))
    assert done.ok, done.what


async def test_the_message_shows_who_has_it(watch) -> None:
    house, channels, slack, _ = watch
    alert_id = await told(watch)
    assert "Assigned to Bo Example, who owns the use" in shown(slack)
    for kind, value, words in [
        (ActKind.ACKNOWLEDGE, "", "Acknowledged by Ada Example"),
        (ActKind.ASSIGN, "cy", "Assigned to Cy Example"),
        (ActKind.SNOOZE, "2026-12-01T08:00:00+00:00", "Snoozed until 1 Dec 2026 09:00 CET"),
        (ActKind.DONE, "", "Done"),
    ]:
        do(house, alert_id, kind, value)
        await redraw(house, channels)
        assert words in shown(slack)
    assert len(slack.stored) == 1 and slack.stored[0].updates == 4


async def test_a_retraction_stands_in_the_place_of_the_alert_and_can_be_undone(watch) -> None:
    house, channels, slack, _ = watch
    alert_id = await told(watch)
    do(house, alert_id, ActKind.RETRACT, reason="about another company")
    await redraw(house, channels)
    assert "Ada Example: about another company" in shown(slack) and "Acknowledge" not in shown(slack)
    do(house, alert_id, ActKind.REOPEN)
    await redraw(house, channels)
    assert "Acknowledge" in shown(slack) and len(slack.stored) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind}-{fault.value}")
async def test_a_redraw_survives_every_fault(fault: Fault, watch) -> None:
    house, channels, slack, clock = watch
    alert_id = await told(watch)
    slack.faults["chat.update"].append(fault)
    do(house, alert_id, ActKind.DONE)
    await redraw(house, channels)
    for _ in range(3):
        clock.now += timedelta(hours=1)
        await redraw(house, channels)
    assert "Reopen" in shown(slack) and len(slack.stored) == 1 and not slack.doubled()


async def test_an_update_that_is_carried_out_late_never_hides_a_newer_one(watch) -> None:
    house, channels, slack, clock = watch
    alert_id = await told(watch)
    slack.faults["chat.update"].append(Fault("late_store", 30))
    do(house, alert_id, ActKind.ACKNOWLEDGE)
    await redraw(house, channels)
    clock.now += timedelta(seconds=5)
    do(house, alert_id, ActKind.DONE)
    await redraw(house, channels)
    assert "Reopen" in shown(slack)
    clock.now += timedelta(seconds=30)
    assert "Reopen" not in shown(slack)  # the late one has come
    clock.now += timedelta(seconds=30)
    await redraw(house, channels)
    assert "Reopen" in shown(slack)
    assert await redraw(house, channels) == 0


async def test_a_deleted_message_ends_the_redraw_and_keeps_the_act(watch) -> None:
    house, channels, slack, clock = watch
    alert_id = await told(watch)
    slack._delete({"channel": "C1", "ts": slack.stored[0].ts})
    do(house, alert_id, ActKind.DONE)
    assert await redraw(house, channels) == 1
    clock.now += timedelta(days=2)
    assert await redraw(house, channels) == 0
    assert len(house.store.acts()) == 1 and slack.stored == []


async def test_news_does_not_hide_what_people_did(watch) -> None:
    house, channels, slack, clock = watch
    alert_id = await told(watch, matter_id="m1")
    do(house, alert_id, ActKind.ACKNOWLEDGE)
    await redraw(house, channels)
    clock.now += timedelta(hours=1)
    await told(watch, title="Regulation on automated recruitment systems, corrected", matter_id="m1")
    await redraw(house, channels)
    first = shown(slack)
    assert "corrected" in first and "Acknowledged by Ada Example" in first and "earlier news is in the thread" in first
    assert slack.stored[1].thread_ts == slack.stored[0].ts


async def test_many_acts_between_two_looks_are_one_update(watch) -> None:
    house, channels, slack, _ = watch
    alert_id = await told(watch)
    do(house, alert_id, ActKind.DONE)
    do(house, alert_id, ActKind.REOPEN)
    assert await redraw(house, channels) == 1
    assert slack.calls["chat.update"] == 1
