"""From queued deliveries to people: claim, send, settle; ask a channel before anything uncertain is sent again."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, TextIO

import structlog

from app.house import REGISTRIES, House
from app.progress import Progress
from policywatch.errors import ChannelError, LeaseLost
from policywatch.failpoints import failpoint
from policywatch.types import Delivery, DeliveryState, MessageKind

if TYPE_CHECKING:
    from alerts.deliver import Settlement

log = structlog.get_logger()

#: deliveries claimed at once; each is held no longer than a lease
BATCH = 50


@dataclass(frozen=True)
class Channels:
    """The configured channels, built when the first delivery wants them."""

    house: House
    #: where the console channel writes; ``None`` is standard output
    out: TextIO | None = None
    _built: dict[str, Any] = field(default_factory=dict)
    _shared: dict[str, Any] = field(default_factory=dict)

    def get(self, channel_id: str) -> Any:
        """The channel, or ChannelError when it is not configured or cannot be built."""
        if channel_id not in self._built:
            self._built[channel_id] = self._build(channel_id)
        return self._built[channel_id]

    def _build(self, channel_id: str) -> Any:
        from alerts.base import ChannelContext

        house = self.house
        settings = house.config.settings.channel(channel_id)
        if settings is None:
            raise ChannelError(f"no channel '{channel_id}' in policywatch.yaml: add it, or reject its deliveries")
        network = house.config.settings.network
        context = ChannelContext(house.home, house.config.settings.zone, house.env, self.out, network.proxy, self._shared)
        return REGISTRIES.channels.kind(settings.kind)(channel_id, settings.options, context)

    async def close(self) -> None:
        """Lets go of every channel that was built."""
        for channel in self._built.values():
            await channel.close()


@asynccontextmanager
async def open_channels(house: House, out: TextIO | None = None) -> AsyncIterator[Channels]:
    """Channels for one run."""
    channels = Channels(house, out)
    try:
        yield channels
    finally:
        await channels.close()


async def deliver(house: House, channels: Channels, progress: Progress) -> Mapping[DeliveryState, int]:
    """Everything that is due now: first what is uncertain, then what is new; returns how many ended in which state."""
    ended: dict[DeliveryState, int] = defaultdict(int)
    while True:
        uncertain = house.store.claim_ambiguous(house.clock(), house.owner, house.lease_s, BATCH)
        fresh = house.store.claim_deliveries(house.clock(), house.owner, house.lease_s, BATCH)
        if not uncertain and not fresh:
            return ended
        with progress.stage("delivering", len(uncertain) + len(fresh)):
            lanes = [*_lanes(uncertain), *_lanes(fresh)]
            for states in await asyncio.gather(*(_lane(house, channels, lane, progress) for lane in lanes)):
                for state in states:
                    ended[state] += 1


def _lanes(deliveries: Sequence[Delivery]) -> list[list[Delivery]]:
    """One lane per channel, in order, so that a slow channel delays no other."""
    lanes: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        lanes[delivery.channel_id].append(delivery)
    return list(lanes.values())


async def _lane(house: House, channels: Channels, lane: Sequence[Delivery], progress: Progress) -> list[DeliveryState]:
    states: list[DeliveryState] = []
    for delivery in lane:
        if states and (pace_s := _pace_s(channels, delivery.channel_id)):
            await asyncio.sleep(pace_s)
        settlement = await _attempt(house, channels, delivery)
        states.append(_settle(house, delivery, settlement))
        progress.step(delivery.message.title)
    return states


def _pace_s(channels: Channels, channel_id: str) -> float:
    try:
        return float(channels.get(channel_id).capabilities.pace_s)
    except ChannelError:
        return 0.0


async def _attempt(house: House, channels: Channels, delivery: Delivery) -> "Settlement":
    """Asks the channel about an uncertain delivery; sends one whose state ``sending`` is committed."""
    from alerts.deliver import Settlement, after_send, deliver_one, reconcile_one
    from app.digests import attempt

    try:
        channel = channels.get(delivery.channel_id)
    except ChannelError as error:
        return Settlement(DeliveryState.PARKED, error=str(error))
    if delivery.state is DeliveryState.AMBIGUOUS:
        return await reconcile_one(channel, delivery, house.clock())
    failpoint("before_sending")
    if delivery.kind is MessageKind.DIGEST:
        result = await attempt(house, channel, delivery)
        return after_send(delivery, result, house.clock(), Random(delivery.id), grace_s=channel.capabilities.grace_s)
    return await deliver_one(channel, delivery, house.clock())


def _settle(house: House, delivery: Delivery, settlement: "Settlement") -> DeliveryState:
    failpoint("before_settle")
    try:
        house.store.settle(
            delivery,
            settlement.state,
            house.clock(),
            receipt=settlement.receipt,
            next_attempt_at=settlement.next_attempt_at,
            error=settlement.error,
        )
    except LeaseLost:
        log.warning("lease_lost", delivery_id=delivery.id, what="another process took the delivery over")
    failpoint("after_settle")
    log.info("delivered", delivery_id=delivery.id, channel_id=delivery.channel_id, state=settlement.state.value, error=settlement.error)
    return settlement.state
