"""What a kind of channel must offer, what it promises, and what it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TextIO, runtime_checkable

from alerts.standing import Standing
from policywatch.types import Delivery, Gone, Message, Receipt, Result


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a kind of channel can do; the delivery algorithm is driven by this table, not by names."""

    #: the receiver itself drops a second message with the same key
    dedup_key: bool = False
    #: we can ask whether a message arrived
    read_back: bool = False
    #: a sent message can be replaced
    update: bool = False
    #: messages can be replies under another
    thread: bool = False
    #: a refusal concerns the channel and not one message, so that what stands behind waits too and order is kept
    ordered: bool = True
    #: seconds between two messages to the same channel
    pace_s: float = 0.0
    #: seconds after a send of unknown fate before the channel is asked about it, or sent to again
    grace_s: float = 60.0


@dataclass(frozen=True, slots=True)
class ChannelContext:
    """What the roof gives every channel of one run."""

    #: relative paths start here
    home: Path
    #: IANA zone in which days are counted and instants are shown
    zone: str = "UTC"
    #: where secrets come from; never shown
    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: where the console channel writes; ``None`` is standard output
    out: TextIO | None = None
    proxy: str | None = None
    #: what colleagues call people, by id
    people: Mapping[str, str] = field(default_factory=dict)
    #: by the same id, under which chat id a person can be mentioned on a channel of this kind
    handles: Mapping[str, str] = field(default_factory=dict)
    #: what channels of one run share, such as one session and one circuit per chat workspace; a new run starts empty
    shared: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a harmless look at a channel found."""

    ok: bool
    #: one sentence: what is wrong and what to do, or what is ready
    what: str


def account_of(channel: "Channel") -> str:
    """What an authorisation concerns: channels with the same answer stand still together; by default each for itself."""
    return str(getattr(channel, "account", "")) or channel.channel_id


@runtime_checkable
class Redraws(Protocol):
    """What a channel offers beside ``Channel`` when its capabilities say ``update``."""

    async def redraw(self, delivery: Delivery, newest: Message, standing: Standing, now: datetime) -> Result | Gone:
        """Shows in a sent message what stands now; made twice it is the same message."""
        ...


@runtime_checkable
class Heals(Protocol):
    """What a channel offers beside ``Channel`` when repeats in it can be found and taken away."""

    async def heal(self, since: datetime, threads: Sequence[Receipt], now: datetime) -> int:
        """Takes away what stands more than once, in the channel and in these threads; how many. LookupError: it cannot tell now."""
        ...


class Channel(Protocol):
    """One configured channel. Built as ``KIND(channel_id, options, context)``; closed when the run ends."""

    channel_id: str
    capabilities: Capabilities
    #: reading back has shown at least one message of ours, so that "not there" can be believed
    proven: bool

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        """Send once, never retrying by itself; expected failures are values."""
        ...

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        """The receipt of an earlier ambiguous send, or ``None`` when the channel surely lacks it.

        Raises LookupError when the channel cannot tell now.
        """
        ...

    async def check(self) -> Finding:
        """A harmless auth call for ``policywatch doctor``; sends nothing that a person sees."""
        ...

    async def close(self) -> None:
        """Let go of sockets and files."""
        ...
