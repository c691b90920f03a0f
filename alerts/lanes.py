"""Many claimed deliveries at once: channels side by side, each channel in order and at its own pace.

One lane per channel keeps a slow or broken channel from delaying another. When a channel asks to wait, what stands behind
in its lane waits too, untried, so that people read things in the order in which they happened; when a channel is parked,
its whole lane is. A send of unknown fate does not hold the lane: asking about it takes longer than people should wait.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from alerts.base import Channel
from alerts.deliver import Settlement, after_send, guarded, untried
from alerts.fatigue import Restraint
from policywatch.failpoints import failpoint
from policywatch.types import Delivery, DeliveryState, Parked, Result, Sent

Clock = Callable[[], datetime]
Settle = Callable[[Delivery, Settlement], Awaitable[None] | None]
#: sends one delivery on its channel; digests need one that knows the recipient's address
Act = Callable[[Channel, Delivery, datetime], Awaitable[Result]]


async def send(channel: Channel, delivery: Delivery, now: datetime) -> Result:
    """The act of ordinary messages."""
    return await channel.send(delivery, now)


@dataclass
class Lanes:
    """Remembers when each channel was last spoken to; lives as long as the process."""

    clock: Clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    act: Act = send
    restraint: Restraint = field(default_factory=Restraint)
    #: by channel, when it may be spoken to again
    ready: dict[str, datetime] = field(default_factory=dict)
    #: by channel that asked to wait: what it got for an answer, and for those who come later
    _held: dict[str, Settlement] = field(default_factory=dict)

    async def drain(
        self, claimed: Sequence[Delivery], channels: Mapping[str, Channel], settle: Settle, until: datetime | None = None
    ) -> None:
        """Sends what was claimed and settles each delivery at once; one whose channel is gone from the configuration is parked.

        What was not begun by ``until``, when the claims run out, is not tried: another process may be about to take it over.
        """
        lanes: dict[str, list[Delivery]] = {}
        for delivery in claimed:
            lanes.setdefault(delivery.channel_id, []).append(delivery)
        await asyncio.gather(*(self._lane(one, channels.get(one), lane, settle, until) for one, lane in lanes.items()))

    async def _lane(self, channel_id: str, channel: Channel | None, lane: list[Delivery], settle: Settle, until: datetime | None) -> None:
        """Works through one channel's deliveries; when the process is told to stop, those untried are pending again."""
        left = list(lane)
        verdict = self._hold(channel_id)
        try:
            while left:
                waiting = self._waits(left[0], verdict, until)
                if waiting is None and self.wait_s(channel_id) > 0:
                    await self.sleep(self.wait_s(channel_id))
                    # a process may have been stopped meanwhile, and its claims run out
                    waiting = self._waits(left[0], verdict, until)
                delivery = left.pop(0)
                done = waiting or await self._one(channel, delivery)
                verdict = verdict or (None if done.untried else self._for_the_rest(channel, delivery, done))
                await _settled(settle, delivery, done)
        except asyncio.CancelledError:
            for delivery in left:
                await _settled(settle, delivery, untried(delivery, self.clock()))
            raise

    def _waits(self, delivery: Delivery, verdict: Settlement | None, until: datetime | None) -> Settlement | None:
        """What becomes of a delivery that is not tried now; ``None`` when it is."""
        now = self.clock()
        if verdict is not None:
            return _behind(delivery, verdict)
        if until is not None and now >= until:
            return untried(delivery, now)
        later = self.restraint.until(delivery, now)
        return untried(delivery, later) if later > now else None

    def _hold(self, channel_id: str) -> Settlement | None:
        """What an ordered channel that asked to wait has said, while its time has not come."""
        held = self._held.get(channel_id)
        return held if held and held.next_attempt_at and held.next_attempt_at > self.clock() else None

    def _for_the_rest(self, channel: Channel | None, delivery: Delivery, done: Settlement) -> Settlement | None:
        """What a settlement means for those behind it in the lane; ``None`` when they may go on."""
        if done.state is DeliveryState.PARKED:
            return done
        if done.state is not DeliveryState.PENDING or (channel and not channel.capabilities.ordered):
            return None
        self._held[delivery.channel_id] = done
        return done

    async def _one(self, channel: Channel | None, delivery: Delivery) -> Settlement:
        now = self.clock()
        if channel is None:
            gone = Parked(f"no channel '{delivery.channel_id}' in policywatch.yaml any more: add it again, or reject its deliveries")
            return after_send(delivery, gone, now)
        result = await guarded(self.act, channel, delivery, now)
        if isinstance(result, Sent):
            failpoint("after_send")
            self.restraint.told(delivery, self.clock())
        self.ready[delivery.channel_id] = self.clock() + timedelta(seconds=channel.capabilities.pace_s)
        return after_send(delivery, result, self.clock(), grace_s=channel.capabilities.grace_s)

    def wait_s(self, channel_id: str) -> float:
        """Seconds until a channel may be spoken to again."""
        ready = self.ready.get(channel_id)
        return max(0.0, (ready - self.clock()).total_seconds()) if ready else 0.0


async def _settled(settle: Settle, delivery: Delivery, done: Settlement) -> None:
    waiting = settle(delivery, done)
    if waiting is not None:
        await waiting


def _behind(delivery: Delivery, ahead: Settlement) -> Settlement:
    if ahead.state is DeliveryState.PARKED:
        return Settlement(DeliveryState.PARKED, error=ahead.error, account=ahead.account)
    return Settlement(DeliveryState.PENDING, ahead.next_attempt_at, error=delivery.last_error, untried=True)
