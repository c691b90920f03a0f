"""The home tab: open items, one's own first, and the dates ahead."""

from datetime import date, timedelta

from policywatch.testing.slack_limits import view_complaints
from policywatch.types import DateKind, LegalDate
from tests.app.slack.conftest import Room, until


async def test_the_tab_shows_what_is_open_and_which_dates_are_ahead(room: Room) -> None:
    await room.tell("Regulation on chatbots")
    shown = await room.open_home("U2")
    assert "1 open item, 1 with you" in shown and "Regulation on chatbots" in shown
    assert "Assigned to Bo Example, who owns the use" in shown
    assert "2 Feb 2027 (70 days left)" in shown


async def test_what_is_done_leaves_the_tab_at_once(room: Room) -> None:
    alert_id = await room.tell()
    await room.open_home()
    press = room.press("done") | {"container": {"type": "view"}, "channel": None, "response_url": None}
    await room.slack.sockets.send("interactive", press)
    await until(lambda: "0 open items" in str(room.slack.homes["U1"]))
    assert alert_id not in str(room.slack.homes["U1"])


async def test_ones_own_come_first_and_what_sleeps_is_left_out(room: Room) -> None:
    await room.tell("First rule")
    await room.tell("Second rule")
    await room.click("assign", number=0)
    await until(lambda: room.slack.views)
    await room.fill(person="ada")
    await until(room.house.store.acts)
    shown = await room.open_home("U1")
    assert shown.index("First rule") < shown.index("Second rule") and "2 open items, 1 with you" in shown
    await room.click("snooze", number=0)
    await until(lambda: len(room.slack.views) == 2)
    await room.fill()
    room.slack.homes.clear()
    assert "1 open item, 0 with you" in await room.open_home("U1")
    room.clock.now += timedelta(days=2)
    room.slack.homes.clear()
    assert "2 open items" in await room.open_home("U1")


async def test_a_long_list_stays_inside_the_limits_and_is_counted(room: Room) -> None:
    for number in range(20):
        dates = (LegalDate(DateKind.APPLICATION, date(2027, 1, 1) + timedelta(days=number), ""),)
        await room.tell(f"Circular {number} " + "on automated decisions " * 8, dates=dates)
    await room.open_home()
    view = room.slack.homes["U1"]
    assert view_complaints(view) == []
    assert "20 open items" in str(view) and "+5 more" in str(view)


async def test_a_stranger_is_told_what_to_do(room: Room) -> None:
    await room.tell()
    shown = await room.open_home("U9")
    assert "people in policywatch.yaml" in shown and "Regulation" not in shown
