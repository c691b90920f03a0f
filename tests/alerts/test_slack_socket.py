"""Socket Mode: connections end in every way and nothing that people did is lost or done twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from alerts.slack.socket import CROWDED_FIRST_S, CROWDED_LONGEST_S, Socket
from alerts.slack.workspace import Workspace
from policywatch.testing.slack import FakeSlack, Fault
from tests.alerts.outbox import Clock


class Listener:
    """Counts what it was given, and how long the socket slept before it came back."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.slept: list[float] = []
        self.work_s = 0.0

    async def handle(self, kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        self.seen[str(payload["n"])] += 1
        await asyncio.sleep(self.work_s)
        if payload.get("breaks"):
            raise RuntimeError
        return {"text": "ok"} if payload.get("answer") else None

    async def sleep(self, wait_s: float) -> None:
        self.slept.append(wait_s)
        await asyncio.sleep(0.01)


@asynccontextmanager
async def listening(slack: FakeSlack, count: int = 1) -> AsyncIterator[Listener]:
    listener = Listener()
    workspaces = [Workspace(slack.app_token, slack.base_url, None) for _ in range(count)]
    tasks = [asyncio.create_task(Socket(one, listener.handle, Clock(), sleep=listener.sleep).run()) for one in workspaces]
    try:
        yield listener
    finally:
        for task, workspace in zip(tasks, workspaces, strict=True):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await workspace.close()


async def test_every_envelope_is_acknowledged_with_its_answer(slack: FakeSlack) -> None:
    async with listening(slack):
        assert (await slack.sockets.send("interactive", {"n": 1})).payload == {}
        assert (await slack.sockets.send("slash_commands", {"n": 2, "answer": True})).payload == {"text": "ok"}


async def test_what_breaks_is_acknowledged_too(slack: FakeSlack) -> None:
    async with listening(slack) as listener:
        assert await slack.sockets.send("events_api", {"n": 1, "breaks": True}) is not None
        assert listener.seen == {"1": 1}


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_a_connection_is_replaced_before_it_is_left(reason: str, slack: FakeSlack) -> None:
    async with listening(slack) as listener:
        listener.work_s = 0.3
        await slack.sockets.until_connected()
        sending = asyncio.create_task(slack.sockets.send("interactive", {"n": 1}))
        await asyncio.sleep(0.1)
        await slack.sockets.disconnect(reason, close=False)
        assert await sending is not None
        assert listener.seen == {"1": 1} and listener.slept == []


@pytest.mark.parametrize("break_off", [False, True])
async def test_an_acknowledgement_outlives_its_connection(break_off: bool, slack: FakeSlack) -> None:
    async with listening(slack) as listener:
        listener.work_s = 0.3
        await slack.sockets.until_connected()
        sending = asyncio.create_task(slack.sockets.send("interactive", {"n": 1}))
        await asyncio.sleep(0.1)
        if break_off:
            slack.sockets.break_off()
        else:
            await slack.sockets.disconnect("link_disabled")
        assert await sending is not None
        assert listener.seen == {"1": 1}


async def test_a_lost_acknowledgement_brings_the_envelope_again(slack: FakeSlack) -> None:
    slack.sockets.lose_acks = 1
    async with listening(slack) as listener:
        assert await slack.sockets.send("interactive", {"n": 1}, again_s=0.3) is not None
        assert listener.seen == {"1": 2}


async def test_too_many_websockets_means_waiting_longer_each_time(slack: FakeSlack) -> None:
    slack.sockets.refuse.extend(["too_many_websockets"] * 8)
    async with listening(slack) as listener:
        assert await slack.sockets.send("interactive", {"n": 1}) is not None
        waits = listener.slept
        assert len(waits) == 8 and slack.sockets.opened == 9
        for number, wait_s in enumerate(waits):
            least = min(CROWDED_FIRST_S * 2**number, CROWDED_LONGEST_S)
            assert least <= wait_s <= 1.25 * least


async def test_ten_processes_share_the_envelopes_and_the_eleventh_waits(slack: FakeSlack) -> None:
    async with listening(slack, 11) as listener:
        await slack.sockets.until_connected(10)
        for number in range(20):
            assert await slack.sockets.send("interactive", {"n": number}) is not None
        assert set(listener.seen.values()) == {1} and len(listener.seen) == 20
        assert slack.sockets.connected == 10


@pytest.mark.parametrize(
    ("fault", "wait_s"),
    [(Fault("reset_before"), 1), (Fault("status", 503), 1), (Fault("rate", "7"), 7), (Fault("error", "token_revoked"), 600)],
)
async def test_a_connection_that_cannot_be_had_is_asked_for_again(fault: Fault, wait_s: float) -> None:
    clock = Clock()
    async with FakeSlack(clock=clock.seconds) as other:
        other.faults["apps.connections.open"].append(fault)
        listener = Listener()
        workspace = Workspace(other.app_token, other.base_url, None)

        async def sleep(given_s: float) -> None:
            listener.slept.append(given_s)
            await clock.sleep(given_s)

        task = asyncio.create_task(Socket(workspace, listener.handle, clock, sleep=sleep).run())
        assert await other.sockets.send("interactive", {"n": 1}) is not None
        assert wait_s <= listener.slept[0] <= 1.25 * wait_s
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await workspace.close()
