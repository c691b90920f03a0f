"""Our own words in dialogs, answers and the home tab: of possibility alone, and in Chinese where the channel is Chinese."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from alerts.slack.manifest import manifest
from alerts.slack.workspace import Workspace
from app.acting import Wish, act_on_alert
from app.slack.clicks import Click
from app.slack.commands import Asked, answer_command
from app.slack.desk import Desk
from app.slack.home import home_view
from policywatch.types import ActKind
from tests.alerts.advice import advice_in
from tests.app.slack.conftest import Room
from tests.app.told import person

DIALOGS = ("not_relevant", "assign", "snooze", "retract", "mute_matter", "mute_source", "mute_use")
COMMANDS = ("", "search no-such-word", "search rule", "sources", "digest", "mute", "mute none", "mute use:chat x", "unmute use:chat")
VALUES = {ActKind.SNOOZE: "2027-01-01T08:00:00+00:00", ActKind.MUTE: "", ActKind.ASSIGN: "bo"}
#: names that people gave, titles, and what Slack itself wants in Latin letters
FOREIGN = re.compile(
    r"[\w.]+\.example|Ada Example|Bo Example|CV screening|Customer chatbot|Rule on chatbots|nordia-gazette|Ministry of Digital Affairs|EU\b|UTC|CET|"
    r"/policywatch \w+|policywatch(\.yaml)?|source:\w+|use:\w+|matter:\w+|\bID\b|people|U\d|x\b|none|no-such-word|\brule\b|auditor|policywa"
)


def said(desk: Desk, alert_id: str) -> list[str]:
    """Everything that the desk says, as texts."""
    click = Click("", alert_id, "U1", "T1", "C1", "r")
    made: list[Any] = [desk.dialog(replace(click, name=name)) for name in DIALOGS]
    made += [answer_command(desk, Asked("U1", *_words(text))).payload for text in COMMANDS]
    made += [home_view(desk, user) for user in ("U1", "U9")]
    made += [desk.act(replace(click, name=name, user=user)).what for name in ("done", "acknowledge") for user in ("U1", "U4", "U9")]
    house, voices = desk.house, desk.voices()
    for kind in (ActKind.RELEVANT, ActKind.NOT_RELEVANT, ActKind.ASSIGN, ActKind.SNOOZE, ActKind.REOPEN):
        made.append(act_on_alert(house, person(house, "ada"), alert_id, Wish(kind, "", VALUES.get(kind, "")), voices=voices).what)
    return list(_texts(made))


def _words(text: str) -> tuple[str, tuple[str, ...]]:
    verb, *words = text.split() or [""]
    return verb, tuple(words)


def _texts(node: Any) -> Any:
    if isinstance(node, str):
        yield node
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ():
        if not isinstance(value, str):
            yield from _texts(value)
        elif not isinstance(node, dict) or value is node.get("text"):
            yield value


@pytest.fixture
async def desk(quiet_room: Room) -> Any:
    made = Desk(lambda: quiet_room.house, frozenset({"legal"}), Workspace("t", quiet_room.slack.base_url, None))
    yield made
    await made.close()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_our_own_words_are_never_advice(language: str, desk: Desk, quiet_room: Room) -> None:
    desk.language = language
    alert_id = await quiet_room.tell("Rule on chatbots", summary="", dates=())
    texts = [one.replace(desk.words.disclaimer, "") for one in said(desk, alert_id)]
    assert len(texts) > 100
    assert {text: advice_in(text) for text in texts if advice_in(text)} == {}
    assert advice_in(json.dumps(manifest()).replace("not legal advice", "")) == []


async def test_a_chinese_channel_is_spoken_to_in_chinese(desk: Desk, quiet_room: Room) -> None:
    desk.language = "zh-Hans"
    alert_id = await quiet_room.tell("Rule on chatbots", summary="", dates=())
    texts = [FOREIGN.sub("", text) for text in said(desk, alert_id)]
    assert [text for text in texts if re.search("[A-Za-z]{3,}", text)] == []
