"""Text from outside, and what colleagues type, never acts in answers, dialogs and the home tab."""

import re
from typing import Any

import pytest

from policywatch.testing.slack_limits import complaints, view_complaints
from tests.alerts.test_slack_render import INJECTIONS, strings
from tests.app.slack.conftest import Room, until

_ACTS = re.compile(r"<[!@#]|<https?:|<mailto:|<javascript:")


def inert(payload: dict[str, Any]) -> None:
    """Nothing of it acts: what Slack parses holds no token, everything else stands where nothing is parsed."""
    assert not _ACTS.search(str(payload.get("text", "")))
    for kind, shown in strings(payload.get("blocks", [])):
        assert kind in ("plain_text", "text", "link") or not _ACTS.search(shown)


async def test_a_hostile_title_is_inert_wherever_it_is_listed(room: Room) -> None:
    for number, text in enumerate(INJECTIONS):
        await room.tell(f"{text} number{number}", summary=text, authority=text)
    for question in ("search number1", "search channel", "digest", "sources"):
        answer = dict((await room.command(question)).payload)
        assert complaints(answer) == ("", [])
        inert(answer)
    await room.open_home("U2")
    assert view_complaints(room.slack.homes["U2"]) == []
    inert(room.slack.homes["U2"])


@pytest.mark.parametrize("text", [one for one in INJECTIONS if len(one) < 1000], ids=lambda one: ascii(one)[:20])
async def test_what_a_colleague_types_is_inert_on_the_message(text: str, quiet_room: Room) -> None:
    from alerts.slack.workspace import Workspace
    from app.slack.clicks import Click
    from app.slack.desk import Desk

    alert_id = await quiet_room.tell()
    desk = Desk(lambda: quiet_room.house, frozenset({"legal"}), Workspace("t", quiet_room.slack.base_url, None))
    outcome = desk.act(
        Click("retract", alert_id, "U1", "T1", "", "r", answer_to=quiet_room.slack.response_url, fields={"reason": f"x {text}"})
    )
    assert outcome.ok
    await desk.after(Click("relevant", alert_id, "U1", "T1", "", "r", answer_to=quiet_room.slack.response_url), outcome)
    await desk.answer(quiet_room.slack.response_url, text)
    await desk.close()
    await until(lambda: "Retracted" in quiet_room.shown())
    inert(quiet_room.slack.stored[0].message)
    for said in quiet_room.slack.responses:
        inert(said)
