"""Fakes and channels that several tests ask for."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from alerts.base import ChannelContext
from alerts.channels.slack import Options, Slack
from policywatch.testing.slack import FakeSlack
from tests.alerts.outbox import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[FakeSlack]:
    """A workspace with the channels C1 to C40."""
    async with FakeSlack(channels={f"C{n}" for n in range(1, 41)}, clock=clock.seconds) as server:
        yield server


@pytest.fixture
async def connect(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Callable[..., Slack]]:
    """Builds Slack channels of one run; closes them."""
    made: list[Slack] = []
    context = ChannelContext(home=tmp_path, zone="Europe/Berlin", env={"SLACK_TOKEN": slack.token})

    def build(channel: str = "C1", context: ChannelContext = context, **options: Any) -> Slack:
        given = Options(**{"token": "${SLACK_TOKEN}", "channel": channel, "base_url": slack.base_url, **options})
        made.append(Slack("legal", given, context))
        return made[-1]

    yield build
    for channel in made:
        await channel.close()
