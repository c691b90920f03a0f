"""Lanes: order, pace, and a clean stop."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from alerts.base import Capabilities, Finding
from alerts.deliver import Settlement
from alerts.lanes import Lanes
from policywatch.types import Delivery, DeliveryState, Parked, Receipt, Result, Retry, Sent
from tests.alerts.outbox import Clock, deliveries


@dataclass
class Scripted:
    """A channel that answers as told, then well."""

    answers: list[Result] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(pace_s=1.0))
    proven: bool = False

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        self.sent.append(delivery.id)
        return self.answers.pop(0) if self.answers else Sent(Receipt(delivery.id))

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        return None

    async def check(self) -> Finding:
        return Finding(True, "ready")

    async def close(self) -> None:
        return None


async def run(channel: Scripted | None, count: int, clock: Clock, sleep=None) -> dict[str, Settlement]:
    settled: dict[str, Settlement] = {}
    channels = {"legal": channel} if channel else {}
    lanes = Lanes(clock, sleep or clock.sleep)
    with contextlib.suppress(asyncio.CancelledError):
        await lanes.drain(deliveries(count), channels, lambda delivery, done: settled.__setitem__(delivery.id, done))
    return settled


async def test_what_stands_behind_a_retry_waits_untried_and_as_long(clock: Clock) -> None:
    channel = Scripted([Sent(Receipt("1")), Retry(120.0, "busy")])
    settled = await run(channel, 5, clock)
    assert len(channel.sent) == 2
    assert [one.state for one in settled.values()] == [DeliveryState.SENT] + [DeliveryState.PENDING] * 4
    assert len({one.next_attempt_at for one in list(settled.values())[1:]}) == 1


async def test_a_mailbox_that_is_full_holds_nobody_else(clock: Clock) -> None:
    channel = Scripted([Retry(900.0, "452 full")], capabilities=Capabilities(ordered=False))
    settled = await run(channel, 3, clock)
    assert [one.state for one in settled.values()] == [DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.SENT]


async def test_a_channel_that_asked_to_wait_is_not_tried_by_those_who_come_later(clock: Clock) -> None:
    channel = Scripted([Retry(120.0, "busy")])
    lanes = Lanes(clock, clock.sleep)
    settled: dict[str, Settlement] = {}

    async def drain(start: int) -> None:
        await lanes.drain(deliveries(2, start=start), {"legal": channel}, lambda delivery, done: settled.__setitem__(delivery.id, done))

    await drain(0)
    await drain(2)
    assert len(channel.sent) == 1
    (until,) = {one.next_attempt_at for one in settled.values()}
    clock.now = until
    await drain(4)
    assert len(channel.sent) == 3


async def test_what_stands_behind_a_parked_one_is_parked(clock: Clock) -> None:
    channel = Scripted([Parked("archived")])
    settled = await run(channel, 3, clock)
    assert {(one.state, one.error) for one in settled.values()} == {(DeliveryState.PARKED, "archived")}
    assert len(channel.sent) == 1


async def test_a_channel_gone_from_the_configuration_parks(clock: Clock) -> None:
    settled = await run(None, 2, clock)
    assert all(one.state is DeliveryState.PARKED and "policywatch.yaml" in one.error for one in settled.values())


async def test_a_stop_leaves_nothing_half_done(clock: Clock) -> None:
    async def stopped(_: float) -> None:
        raise asyncio.CancelledError

    channel = Scripted()
    settled = await run(channel, 4, clock, stopped)
    assert len(channel.sent) == 1
    assert [one.state for one in settled.values()] == [DeliveryState.SENT] + [DeliveryState.PENDING] * 3


@pytest.mark.parametrize("count", [1, 2, 10])
async def test_the_pace_is_kept_between_messages(count: int, clock: Clock) -> None:
    start = clock.now
    await run(Scripted(), count, clock)
    assert (clock.now - start).total_seconds() == count - 1
