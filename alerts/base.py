"""What a kind of channel must offer, and what it promises."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from policywatch.types import Delivery, Receipt, Result


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


@dataclass(frozen=True, slots=True)
class Finding:
    """What a harmless look at a channel found."""

    ok: bool
    #: one sentence: what is wrong and what to do, or what is ready
    what: str


class Channel(Protocol):
    """One configured channel. Built as ``KIND(channel_id, options, context)``; closed when the run ends."""

    capabilities: Capabilities

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
