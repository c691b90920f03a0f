"""A house that told a Slack channel, with somebody listening to the clicks."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from app.delivering import Channels, deliver
from app.house import House
from app.progress import Progress
from app.slack.serving import listening
from policywatch.testing.slack import FakeSlack, Stored
from policywatch.testing.slack_socket import Ack
from tests.alerts.outbox import Clock
from tests.app.told import tell, told_house


@dataclass
class Room:
    """One Slack workspace, the house that speaks to it, and people who click."""

    house: House
    slack: FakeSlack
    clock: Clock
    _clicks: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def tell(self, title: str = "", **changes: Any) -> str:
        """One alert that arrived; its id."""
        (alert,) = tell(self.house, title, **changes)
        channels = Channels(self.house)
        await deliver(self.house, channels, Progress(quiet=True))
        await channels.close()
        return alert.id

    def shown(self, number: int = 0) -> str:
        stored = self.slack.stored[number]
        return str(stored.message["blocks"]) + stored.message["text"]

    def press(self, name: str, alert_id: str = "", *, user: str = "U1", number: int = 0, **more: Any) -> dict[str, Any]:
        """What Slack sends for a click on the button or menu of that name, as the message shows it."""
        stored = self.slack.stored[number]
        action = found(stored, name)
        if alert_id:
            action = action | {"value": alert_id}
        click = next(self._clicks)
        return {
            "type": "block_actions",
            "user": {"id": user, "team_id": "T1"},
            "team": {"id": "T1"},
            "api_app_id": "A1",
            "container": {"type": "message", "message_ts": stored.ts, "channel_id": stored.channel},
            "channel": {"id": stored.channel, "name": "legal"},
            "trigger_id": f"t{click}",
            "response_url": self.slack.response_url,
            "actions": [action | {"action_ts": f"1700000000.{click:06}"}],
        } | more

    async def click(self, name: str, **how: Any) -> Ack:
        ack = await self.slack.sockets.send("interactive", self.press(name, **how))
        assert ack is not None
        return ack

    async def fill(self, user: str = "U1", **fields: Any) -> Ack:
        """Sends the dialog that was opened last."""
        view = list(self.slack.views.values())[-1]
        ack = await self.slack.sockets.send("interactive", self.sent(view, user, **fields))
        assert ack is not None
        return ack

    def sent(self, view: dict[str, Any], user: str, **fields: Any) -> dict[str, Any]:
        values = {
            block["block_id"]: {block["block_id"]: state(block["element"], fields.get(block["block_id"]))} for block in view["blocks"]
        }
        given = {**view, "id": f"V{next(self._clicks)}", "hash": "h", "state": {"values": values}, "team_id": "T1", "app_id": "A1"}
        return {
            "type": "view_submission",
            "team": {"id": "T1"},
            "user": {"id": user, "team_id": "T1"},
            "api_app_id": "A1",
            "trigger_id": f"t{next(self._clicks)}",
            "view": given,
        }

    async def command(self, text: str, user: str = "U1", team: str = "T1") -> Ack:
        given = {
            "command": "/policywatch",
            "text": text,
            "user_id": user,
            "team_id": team,
            "channel_id": "C1",
            "api_app_id": "A1",
            "trigger_id": f"t{next(self._clicks)}",
            "response_url": self.slack.response_url,
        }
        ack = await self.slack.sockets.send("slash_commands", given)
        assert ack is not None
        return ack

    async def open_home(self, user: str = "U1") -> str:
        event = {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1"}
        payload = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event": event}
        await self.slack.sockets.send("events_api", payload)
        return str(await until(lambda: self.slack.homes.get(user)))


def found(stored: Stored, name: str) -> dict[str, Any]:
    """The action of that name in a message."""
    for block in stored.message["blocks"]:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["action_id"] == f"policywatch_{name}":
                return dict(element, block_id=block.get("block_id", "b"))
            for option in element.get("options", ()):
                if option["value"].startswith(f"{name}:"):
                    kept = {key: element[key] for key in ("type", "action_id")}
                    return {**kept, "block_id": block["block_id"], "selected_option": option}
    raise LookupError(f"the message has no button '{name}'")


def state(element: dict[str, Any], given: Any) -> dict[str, Any]:
    """What Slack says of one field of a dialog."""
    options = {one["value"]: one for one in element.get("options", ())}
    match element["type"]:
        case "checkboxes":
            chosen = [one["value"] for one in element["initial_options"]] if given is None else given
            return {"type": "checkboxes", "selected_options": [options[one] for one in chosen]}
        case "static_select":
            chosen = given or element.get("initial_option", {}).get("value")
            return {"type": "static_select", "selected_option": options.get(chosen)}
        case "datepicker":
            return {"type": "datepicker", "selected_date": given}
        case kind:
            return {"type": kind, "value": given}


async def until(what: Any, within_s: float = 10.0) -> Any:
    """What it answers once that is something."""
    import asyncio

    async with asyncio.timeout(within_s):
        while not (answer := what()):
            await asyncio.sleep(0.01)
    return answer


@pytest.fixture
async def quiet_room(tmp_path: Path) -> AsyncIterator[Room]:
    """A workspace to which nobody listens."""
    clock = Clock()
    async with FakeSlack(channels={"C1", "C2"}, clock=clock.seconds) as slack:
        options = f"token: '${{T}}', app_token: '${{A}}', signing_secret: '${{S}}', channel: C1, base_url: '{slack.base_url}'"
        channels = f"channels:\n  - {{id: legal, kind: slack, {options}}}\nroutes:\n  - {{channel: legal}}\n"
        with told_house(tmp_path / "home", clock, channels) as made:
            env = {"T": slack.token, "A": slack.app_token, "S": slack.signing_secret}
            yield Room(replace(made, env=env), slack, clock)


@pytest.fixture
async def room(quiet_room: Room) -> AsyncIterator[Room]:
    """The same with somebody listening over Socket Mode."""
    async with listening(lambda: quiet_room.house):
        await quiet_room.slack.sockets.until_connected()
        yield quiet_room
