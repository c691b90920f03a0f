"""The role itself: which apps are listened to, and a process that listens, acts and stops."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from app.delivering import Channels, deliver
from app.progress import Progress
from app.serve import roles_of
from app.slack.serving import apps_of
from policywatch.errors import UsageError
from policywatch.testing.slack import FakeSlack
from tests.alerts.outbox import Clock
from tests.app.slack.conftest import Room, until
from tests.app.told import tell, told_house

ROOT = Path(__file__).resolve().parents[3]
CHANNELS = """
channels:
  - {{id: legal, kind: slack, token: '${{T}}', app_token: '${{A}}', channel: C1, base_url: '{url}'}}
  - {{id: admins, kind: slack, token: '${{T}}', channel: C2, base_url: '{url}'}}
  - {{id: other, kind: slack, token: '${{U}}', channel: C3, base_url: '{url}'}}
routes:
  - {{channel: legal}}
"""


def test_channels_of_one_token_are_one_app_and_one_app_token_is_enough(tmp_path: Path) -> None:
    with told_house(tmp_path / "home", Clock(), CHANNELS.format(url="https://slack.com/api/")) as house:
        (app,) = apps_of(house)
        assert [channel.id for channel in app.channels] == ["legal", "admins"]
        assert app.app_token is not None and app.app_token.name == "A"


def test_the_role_is_taken_up_where_its_token_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with told_house(tmp_path / "home", Clock(), CHANNELS.format(url="https://slack.com/api/")) as house:
        assert "slack" not in roles_of(None, house.config)
        monkeypatch.setenv("A", "xapp-1")
        assert "slack" in roles_of(None, house.config)
        assert roles_of("slack", house.config) == ("slack",)
    with told_house(tmp_path / "plain", Clock()) as house, pytest.raises(UsageError, match="app_token"):
        roles_of("slack", house.config)


async def test_a_process_listens_acts_and_stops(tmp_path: Path) -> None:
    home, clock = tmp_path / "home", Clock()
    async with FakeSlack(channels={"C1"}) as slack:
        env = {"T": slack.token, "A": slack.app_token, "U": "x"}
        with told_house(home, clock, CHANNELS.format(url=slack.base_url)) as house:
            object.__setattr__(house, "env", env)
            tell(house)
            channels = Channels(house)
            await deliver(house, channels, Progress(quiet=True))
            await channels.close()
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "app.cli", "serve", "--roles", "slack", "--home", str(home)),
                env=os.environ | env | {"PYTHONPATH": str(ROOT)},
                cwd=ROOT,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            await slack.sockets.until_connected(within_s=60)
            room = Room(house, slack, clock)
            assert (await room.click("done")).took_s < 3
            await until(lambda: "Reopen" in room.shown())
            process.send_signal(signal.SIGTERM)
            _, errors = await asyncio.wait_for(process.communicate(), 30)
            assert process.returncode == 0 and b"Traceback" not in errors
            assert [one.kind.value for one in house.store.acts()] == ["done"]
