"""Delivery that neither loses nor doubles: what a send or a look-up means, decided apart from the act.

States: pending, then sending (committed by the store before any byte leaves), then sent, pending again with a time,
ambiguous, parked or review. A send of unknown fate is never repeated blindly: the channel is asked first where it can be
asked. Nothing is dropped; only a person rejects.

The trail of an ambiguity (how often absence was confirmed, when the channel was first seen without the message) is
written into the delivery's error text, since that is what the store keeps and what an operator reads.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from alerts.base import Channel
from policywatch.failpoints import failpoint
from policywatch.types import (
    Ambiguous,
    Delivery,
    DeliveryState,
    NeedsReview,
    Parked,
    Receipt,
    Result,
    Retry,
    Sent,
)

FIRST_WAIT_S = 30.0
LONGEST_WAIT_S = 3600.0
_BELIEVED = 3
#: two looks that find nothing must lie this far apart, or as far as the channel's own grace when that is shorter
BETWEEN_LOOKS_S = 30.0
#: after so many ambiguities that ended with nothing found, on a channel whose read-back never showed a message of ours
AMBIGUITIES_TO_REVIEW = 3
#: even where read-back is proven, a message that fails so often needs a person
MOST_AMBIGUITIES = 12

#: stands in the error text of a delivery whose channel did not answer a look-up
CANNOT_TELL = "cannot tell"

_TRAIL = re.compile(r"^\[ambiguous (\d+)(?:, absent (\S+))?\] ")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the store keeps about a delivery after an act."""

    state: DeliveryState
    next_attempt_at: datetime | None = None
    receipt: Receipt | None = None
    error: str = ""
    #: it was claimed and then not tried: the claim is no attempt
    untried: bool = False
    #: when parked: every channel of the same account stands still
    account: bool = False
    #: the channel could not be asked: it is not to be spoken to either before it is asked again
    silent: bool = False


def next_attempt(failures: int, asked_s: float | None) -> timedelta:
    """How long to wait before trying this channel again.

    Doubles from 30 s up to 1 h; never shorter than the channel asked for. A channel that names a time is believed three
    times, even when it is shorter than our own.
    """
    own = min(FIRST_WAIT_S * 2 ** min(max(failures, 1) - 1, 30), LONGEST_WAIT_S)
    if asked_s is not None and failures <= _BELIEVED:
        return timedelta(seconds=asked_s)
    return timedelta(seconds=max(own, asked_s or 0.0))


def after_send(delivery: Delivery, result: Result, now: datetime, rng: Random | None = None, *, grace_s: float = 60.0) -> Settlement:
    """What a send's result means. ``delivery.attempts`` counts this attempt; ``rng`` spreads retries, by default the same way for a delivery."""
    trail = _Trail.of(delivery)
    match result:
        case Sent(receipt):
            return Settlement(DeliveryState.SENT, receipt=receipt)
        case Retry(after_s, reason):
            # one without an error was claimed before, but stood untried behind others in its lane
            failures = delivery.attempts if delivery.last_error else 1
            wait = _jittered(next_attempt(failures, after_s), rng or Random(delivery.id), 0.1)
            return Settlement(DeliveryState.PENDING, now + wait, error=trail.written(reason))
        case Ambiguous(reason):
            return Settlement(DeliveryState.AMBIGUOUS, now + timedelta(seconds=grace_s), error=_Trail(trail.ambiguities).written(reason))
        case Parked(reason, account):
            return Settlement(DeliveryState.PARKED, error=trail.written(reason), account=account)
        case NeedsReview(reason):
            return Settlement(DeliveryState.REVIEW, error=trail.written(reason))


def after_find(delivery: Delivery, found: Receipt | None, now: datetime, *, proven: bool = False, grace_s: float = 60.0) -> Settlement:
    """What a look into the channel means: found is sent; absent twice, 30 s apart, is pending under the same id."""
    if found is not None:
        return Settlement(DeliveryState.SENT, receipt=found)
    trail = _Trail.of(delivery)
    apart = timedelta(seconds=min(BETWEEN_LOOKS_S, grace_s))
    if trail.absent_at is None or now - trail.absent_at < apart:
        first = trail.absent_at or now
        look_at = first + apart
        return Settlement(
            DeliveryState.AMBIGUOUS, look_at, error=_Trail(trail.ambiguities, first).written("not there yet: looking once more")
        )
    ambiguities = trail.ambiguities + 1
    if ambiguities >= (MOST_AMBIGUITIES if proven else AMBIGUITIES_TO_REVIEW):
        why = f"{ambiguities} sends of unknown fate and nothing found: look into the channel and decide"
        return Settlement(DeliveryState.REVIEW, error=_Trail(ambiguities).written(why))
    wait = next_attempt(ambiguities, None) if ambiguities > 1 else timedelta()
    return Settlement(DeliveryState.PENDING, now + wait, error=_Trail(ambiguities).written("not there: sending again under the same id"))


def cannot_tell(delivery: Delivery, reason: str, now: datetime) -> Settlement:
    """The channel could not be asked: still ambiguous, never sent blindly, asked again later."""
    trail = _Trail.of(delivery)
    wait = next_attempt(delivery.reconciles, None)
    return Settlement(DeliveryState.AMBIGUOUS, now + wait, error=trail.written(f"{CANNOT_TELL}: {reason}"), silent=True)


def without_read_back(delivery: Delivery, now: datetime, *, dedup_key: bool) -> Settlement:
    """What to do where nobody can be asked: a receiver that drops repeats gets it again, others exactly once more."""
    ambiguities = _Trail.of(delivery).ambiguities + 1
    if ambiguities > 1 and not dedup_key:
        return Settlement(
            DeliveryState.REVIEW, error=_Trail(ambiguities).written("sent twice, fate unknown twice: ask the recipient and decide")
        )
    wait = next_attempt(ambiguities, None) if ambiguities > 1 else timedelta()
    return Settlement(
        DeliveryState.PENDING, now + wait, error=_Trail(ambiguities).written("cannot be looked up: sending again under the same id")
    )


async def deliver_one(channel: Channel, delivery: Delivery, now: datetime, *, rng: Random | None = None) -> Settlement:
    """Sends one claimed delivery, whose state ``sending`` is committed; returns what to settle."""
    result = await guarded(lambda on, what, at: on.send(what, at), channel, delivery, now)
    if isinstance(result, Sent):
        failpoint("after_send")
    return after_send(delivery, result, now, rng, grace_s=channel.capabilities.grace_s)


async def reconcile_one(channel: Channel, delivery: Delivery, now: datetime) -> Settlement:
    """Asks the channel whether an ambiguous send arrived; returns what to settle."""
    if not channel.capabilities.read_back:
        return without_read_back(delivery, now, dedup_key=channel.capabilities.dedup_key)
    try:
        found = await channel.find(delivery, now)
    except LookupError as error:
        return cannot_tell(delivery, str(error), now)
    except Exception as error:  # noqa: BLE001 - the one boundary of a look-up: a bug must not stop other deliveries
        return cannot_tell(delivery, f"unexpected {type(error).__name__}", now)
    return after_find(delivery, found, now, proven=channel.proven, grace_s=channel.capabilities.grace_s)


async def guarded(
    act: Callable[[Channel, Delivery, datetime], Awaitable[Result]], channel: Channel, delivery: Delivery, now: datetime
) -> Result:
    """The result of an act; what nobody expected is of unknown fate, since bytes may have left."""
    try:
        return await act(channel, delivery, now)
    except Exception as error:  # noqa: BLE001 - the one boundary of a delivery: a bug must not stop other deliveries
        return Ambiguous(f"unexpected {type(error).__name__} while sending")


def lane_waits(delivery: Delivery, done: Settlement) -> bool:
    """Whether what stands behind a delivery waits with it: its channel asked to wait, or cannot be asked and so is down.

    A single send of unknown fate holds nobody; one that could not be looked up holds its lane until it is clear, so that people read
    things in order after an outage.
    """
    if delivery.state is DeliveryState.AMBIGUOUS:
        return done.state is DeliveryState.AMBIGUOUS and (done.silent or CANNOT_TELL in delivery.last_error)
    return done.state is DeliveryState.PENDING and not done.untried


def untried(delivery: Delivery, until: datetime) -> Settlement:
    """Claimed, but its time has not come: as if it had not been."""
    return Settlement(DeliveryState.PENDING, until, error=delivery.last_error, untried=True)


def _jittered(wait: timedelta, rng: Random, share: float) -> timedelta:
    """Up to ``share`` longer, never shorter, so that many deliveries do not come back at one instant."""
    return wait * (1.0 + share * rng.random())


@dataclass(frozen=True, slots=True)
class _Trail:
    """What earlier ambiguities of a delivery left in its error text."""

    #: ambiguities that ended with nothing found
    ambiguities: int = 0
    #: when the channel was first seen without the message since the last send
    absent_at: datetime | None = None

    @classmethod
    def of(cls, delivery: Delivery) -> "_Trail":
        found = _TRAIL.match(delivery.last_error)
        if not found:
            return cls()
        absent = datetime.fromisoformat(found[2]) if found[2] else None
        return cls(int(found[1]), absent)

    def written(self, reason: str) -> str:
        if not self.ambiguities and self.absent_at is None:
            return reason
        absent = f", absent {self.absent_at.astimezone(UTC).isoformat()}" if self.absent_at else ""
        return f"[ambiguous {self.ambiguities}{absent}] {reason}"
