"""Buttons, menus and dialogs over Socket Mode: from the click to the act, the message, the verdict and the answer."""

import asyncio
import threading
from typing import Any

import pytest

from alerts.standing import standing
from app import acting
from policywatch.testing.slack_limits import view_complaints
from policywatch.types import ActKind
from tests.app.slack.conftest import Room, until


def kinds(room: Room) -> list[str]:
    return [one.kind.value for one in room.house.store.acts()]


async def answered(room: Room) -> str:
    return str((await until(lambda: room.slack.responses))[-1]["text"])


@pytest.mark.parametrize(
    ("name", "shows"),
    [("acknowledge", "Acknowledged by Ada Example"), ("done", "Reopen")],
)
async def test_a_click_shows_on_the_message(name: str, shows: str, room: Room) -> None:
    await room.tell()
    ack = await room.click(name)
    assert ack.took_s < 3
    await until(lambda: shows in room.shown())
    (act,) = room.house.store.acts()
    assert (act.person_id, act.via, act.kind.value) == ("ada", "slack", name)
    assert len(room.slack.stored) == 1 and room.slack.responses == []


async def test_relevant_is_a_verdict_on_every_use_and_is_answered(room: Room) -> None:
    await room.tell()
    await room.click("relevant", user="U2")
    assert "Bo Example finds this relevant for CV screening" in await answered(room)
    said = {(row.use_id, row.relevant, row.person_id) for row in room.house.store.feedback_list()}
    assert said == {("cv", True, "bo"), ("chat", True, "bo")}


async def test_not_relevant_asks_for_which_use_and_why(room: Room) -> None:
    await room.tell()
    await room.click("not_relevant", user="U2")
    await until(lambda: room.slack.views)
    await room.fill("U2", uses=["chat"], reason="we have <!channel> no such bot")
    assert "not relevant for Customer chatbot: we have" in await answered(room)
    assert "<!channel>" not in room.slack.responses[-1]["text"]
    (row,) = room.house.store.feedback_list()
    assert (row.use_id, row.relevant, row.reason) == ("chat", False, "we have <!channel> no such bot")


async def test_assigning_starts_from_the_owner_of_the_use(room: Room) -> None:
    await room.tell()
    await room.click("assign")
    (view,) = await until(lambda: list(room.slack.views.values()))
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "bo"
    assert [one["value"] for one in view["blocks"][0]["element"]["options"]] == ["ada", "bo"]
    await room.fill(person="ada")
    await until(lambda: "Assigned to Ada Example" in room.shown())


@pytest.mark.parametrize(
    ("fields", "until_at"),
    [({"days": "7"}, "2026-12-01T08:00:00+01:00"), ({"day": "2026-12-24"}, "2026-12-24T08:00:00+01:00")],
)
async def test_a_snooze_ends_on_a_morning_in_the_companys_zone(fields: dict[str, Any], until_at: str, room: Room) -> None:
    await room.tell()
    await room.click("snooze")
    await until(lambda: room.slack.views)
    await room.fill(**fields)
    (act,) = await until(room.house.store.acts)
    assert act.value == until_at
    await until(lambda: "Snoozed until" in room.shown())


async def test_a_day_that_has_passed_is_said_in_the_dialog(room: Room) -> None:
    await room.tell()
    await room.click("snooze")
    await until(lambda: room.slack.views)
    ack = await room.fill(day="2020-01-01")
    assert ack.payload == {"response_action": "errors", "errors": {"day": "Choose a time that lies ahead"}}
    assert room.house.store.acts() == []


@pytest.mark.parametrize(
    ("name", "fields", "subject"),
    [
        ("mute_matter", {"days": "30"}, "matter:"),
        ("mute_source", {"days": "0"}, "source:nordia-gazette"),
        ("mute_use", {"days": "7", "use": "chat"}, "use:chat"),
    ],
)
async def test_a_matter_a_source_or_a_use_is_muted_from_the_menu(name: str, fields: dict[str, Any], subject: str, room: Room) -> None:
    await room.tell()
    await room.click(name)
    await until(lambda: room.slack.views)
    await room.fill(**fields)
    (act,) = await until(room.house.store.acts)
    assert act.kind is ActKind.MUTE and act.subject.startswith(subject)
    assert act.value == {"30": "2026-12-24T08:00:00+01:00", "0": "", "7": "2026-12-01T08:00:00+01:00"}[fields["days"]]
    assert f"unmute {act.subject}" in await answered(room)


async def test_an_admin_takes_a_wrong_alert_back_in_place(room: Room) -> None:
    await room.tell()
    await room.click("retract")
    await until(lambda: room.slack.views)
    await room.fill(reason="about another company")
    await until(lambda: "about another company" in room.shown())
    await room.click("reopen")
    await until(lambda: "Mark done" in room.shown())
    assert kinds(room) == ["retract", "reopen"] and len(room.slack.stored) == 1


@pytest.mark.parametrize(
    ("user", "name", "says"),
    [
        ("U9", "done", "people in policywatch.yaml"),
        ("U4", "acknowledge", "role auditor"),
        ("U3", "done", "role reader"),
        ("U3", "assign", "role reader"),
        ("U2", "retract", "role editor"),
        ("U2", "mute_source", "role editor"),
    ],
)
async def test_who_may_not_is_told_so_and_nothing_is_done(user: str, name: str, says: str, room: Room) -> None:
    await room.tell()
    before = room.shown()
    await room.click(name, user=user)
    assert says in await answered(room)
    assert room.house.store.acts() == [] and room.slack.views == {} and room.shown() == before


async def test_a_click_from_elsewhere_is_refused(room: Room) -> None:
    await room.tell()
    for wrong in ({"team": {"id": "T2"}}, {"channel": {"id": "C2"}}):
        room.slack.responses.clear()
        await room.slack.sockets.send("interactive", room.press("done", **wrong))
        assert "another workspace" in await answered(room) or "not told here" in await answered(room)
    await room.slack.sockets.send("interactive", room.press("done", "no-such-alert"))
    assert room.house.store.acts() == []


async def test_a_double_click_and_a_replay_are_one_act(room: Room) -> None:
    await room.tell()
    clicks = [room.press("done") for _ in range(4)]
    await asyncio.gather(*(room.slack.sockets.send("interactive", one) for one in clicks))
    await until(lambda: "Reopen" in room.shown())
    await room.click("reopen")
    await until(lambda: "Mark done" in room.shown())
    kept = next(one for one in room.house.store.acts() if one.kind is ActKind.DONE).request
    replay = next(one for one in clicks if one["actions"][0]["action_ts"] in kept)
    await room.slack.sockets.send("interactive", replay)
    assert kinds(room) == ["done", "reopen"]


async def test_a_lost_acknowledgement_is_no_second_act(room: Room) -> None:
    await room.tell()
    room.slack.sockets.lose_acks = 1
    await room.slack.sockets.send("interactive", room.press("acknowledge"), again_s=0.5)
    await until(lambda: "Acknowledged" in room.shown())
    assert kinds(room) == ["acknowledge"]


async def test_a_slow_act_is_acknowledged_within_three_seconds_and_still_done(room: Room) -> None:
    await room.tell()
    held = threading.Thread(target=hold, args=(acting._TURN, 4.0))
    held.start()
    ack = await room.click("done")
    assert ack.took_s < 2.5 and kinds(room) == []
    await until(lambda: "Reopen" in room.shown())
    held.join()


def hold(lock: threading.Lock, wait_s: float) -> None:
    import time

    with lock:
        time.sleep(wait_s)


async def test_an_address_button_is_acknowledged_and_does_nothing(room: Room) -> None:
    await room.tell()
    assert (await room.click("open")).payload == {}
    assert room.house.store.acts() == []


async def test_a_click_on_a_reminder_is_answered_since_another_message_shows_it(room: Room) -> None:
    alert_id = await room.tell()
    reminder = room.press("done", alert_id) | {"container": {"type": "message", "message_ts": "1.1", "channel_id": "C1"}}
    await room.slack.sockets.send("interactive", reminder)
    assert "Marked done by Ada Example" in await answered(room)
    await until(lambda: "Reopen" in room.shown())


async def test_every_dialog_is_inside_slacks_limits(room: Room) -> None:
    await room.tell()
    for name in ("not_relevant", "assign", "snooze", "retract", "mute_matter", "mute_source", "mute_use"):
        await room.click(name)
    views = await until(lambda: len(room.slack.views) == 7 and list(room.slack.views.values()))
    assert [view_complaints(view) for view in views] == [[]] * 7


async def test_what_people_did_survives_a_connection_that_breaks(room: Room) -> None:
    await room.tell()
    await room.slack.sockets.disconnect("too_many_websockets")
    await room.click("acknowledge")
    assert standing(room.house.store.acts()).acknowledged_by == "ada"


async def test_events_that_nobody_asked_for_are_acknowledged(room: Room) -> None:
    event = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "text": "x", "channel": "C1", "user": "U1"}}
    assert await room.slack.sockets.send("events_api", event, tries=1) is not None
    assert await room.slack.sockets.send("interactive", {"type": "shortcut", "callback_id": "x", "user": {"id": "U1"}}, tries=1) is not None
