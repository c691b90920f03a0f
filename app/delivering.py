"""From queued deliveries to people: claim, send, settle; ask a channel before anything uncertain is sent again."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TextIO

import structlog

from app.holding import gather, restraint_of, threaded_channels
from app.house import REGISTRIES, House
from app.progress import Progress
from app.stopping import stop, tell_review
from policywatch.config.readiness import readiness_of
from policywatch.errors import ChannelError, LeaseLost
from policywatch.failpoints import failpoint
from policywatch.text import stable_id
from policywatch.types import Delivery, DeliveryState, MessageKind, Result

if TYPE_CHECKING:
    from alerts.base import Channel
    from alerts.deliver import Settlement
    from alerts.lanes import Act

log = structlog.get_logger()

#: deliveries claimed at once; each is held no longer than a lease
BATCH = 20
#: share of a lease after which nothing more is begun under it
_LEASE_SHARE = 0.5


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
        people = {person.id: person.name or person.id for person in house.config.settings.people}
        handles = {one.id: str(getattr(one, f"{settings.kind}_user", None) or "") for one in house.config.settings.people}
        zone = house.config.settings.zone
        context = ChannelContext(house.home, zone, house.env, self.out, network.proxy, people, handles, self._shared)
        return REGISTRIES.channels.kind(settings.kind)(channel_id, settings.options, context)

    def of(self, deliveries: Sequence[Delivery]) -> dict[str, "Channel"]:
        """The channels of these deliveries; one that cannot be built is left out and said in the log."""
        found: dict[str, Channel] = {}
        for channel_id in dict.fromkeys(delivery.channel_id for delivery in deliveries):
            try:
                found[channel_id] = self.get(channel_id)
            except ChannelError as error:
                log.error("channel_unusable", channel_id=channel_id, what=str(error))
        return found

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
    from alerts.lanes import Lanes

    ended: dict[DeliveryState, int] = defaultdict(int)
    lanes = Lanes(house.clock, house.sleep, _act(house), restraint_of(house), house.store.lanes_ready())
    threaded = threaded_channels(house)

    def settled(delivery: Delivery, settlement: "Settlement") -> None:
        ended[_settle(house, channels, delivery, settlement)] += 1
        progress.step(delivery.message.title)

    try:
        while True:
            if parked := house.store.park_stopped(house.clock()):
                ended[DeliveryState.PARKED] += parked
            now = house.clock()
            uncertain = house.store.claim_ambiguous(now, house.owner, house.lease_s, BATCH)
            with progress.stage("looking up", len(uncertain)):
                for delivery in uncertain:
                    settled(delivery, await _reconcile(house, channels, delivery, now))
            gather(house, threaded, lanes.restraint)
            now = house.clock()
            fresh = house.store.claim_deliveries(now, house.owner, house.lease_s, BATCH, threaded=threaded)
            with progress.stage("delivering", len(fresh)):
                await lanes.drain(fresh, channels.of(fresh), settled, now + timedelta(seconds=house.lease_s * _LEASE_SHARE))
            if not uncertain and not fresh:
                return ended
    finally:
        house.store.leave_lanes(house.owner, lanes.ready)


def _act(house: House) -> "Act":
    """The act of sending: digests are made for their recipient, documents for their bot, everything else is a message of the channel."""
    from app import digests, knowledge

    async def act(channel: "Channel", delivery: Delivery, now: datetime) -> Result:
        failpoint("before_sending")
        if delivery.kind is MessageKind.DIGEST:
            return await digests.attempt(house, channel, delivery)
        if delivery.kind is MessageKind.KNOWLEDGE:
            return await knowledge.attempt(house, channel, delivery)
        result = await channel.send(delivery, now)
        failpoint("after_sending")
        return result

    return act


async def _reconcile(house: House, channels: Channels, delivery: Delivery, now: datetime) -> "Settlement":
    from alerts.deliver import Settlement, reconcile_one

    try:
        channel = channels.get(delivery.channel_id)
    except ChannelError as error:
        return Settlement(DeliveryState.PARKED, error=str(error))
    return await reconcile_one(channel, delivery, now)


def release_parked(house: House) -> int:
    """Lets parked deliveries go again when the configuration, or what of it is ready, changed since the last look; how many."""
    ready = "".join(str(line) for line in readiness_of(house.config, house.env))
    now_stands = stable_id(house.config.fingerprint, ready)
    if house.store.meta_get("parked_under") == now_stands:
        return 0
    house.store.meta_set("parked_under", now_stands)
    return sum(house.store.start_channel(channel.id, house.clock()) for channel in house.config.settings.channels)


def _settle(house: House, channels: Channels, delivery: Delivery, done: "Settlement") -> DeliveryState:
    from alerts.deliver import lane_waits

    failpoint("before_settle")
    waits = lane_waits(delivery, done) and _in_order(channels, delivery.channel_id)
    try:
        house.store.settle(
            delivery,
            done.state,
            house.clock(),
            receipt=done.receipt,
            next_attempt_at=done.next_attempt_at,
            error=done.error,
            untried=done.untried,
            lane_until=done.next_attempt_at if waits else None,
        )
    except LeaseLost:
        log.warning("lease_lost", delivery_id=delivery.id, what="another process took the delivery over")
    failpoint("after_settle")
    if delivery.state is DeliveryState.AMBIGUOUS and not done.silent:
        house.store.channel_answers(delivery.channel_id, house.clock())
    log.info("delivered", delivery_id=delivery.id, channel_id=delivery.channel_id, state=done.state.value, error=done.error)
    if done.state is DeliveryState.PARKED:
        stop(house, channels, delivery.channel_id, done.error, account=done.account)
    if done.state is DeliveryState.REVIEW:
        tell_review(house, delivery, done.error)
    return done.state


def _in_order(channels: Channels, channel_id: str) -> bool:
    """Whether what stands behind a message that must wait waits too."""
    try:
        return bool(channels.get(channel_id).capabilities.ordered)
    except ChannelError:
        return False
