"""Prints each message as a card on standard output."""

import sys
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.render.card import Looks
from alerts.render.text import console_card
from policywatch.types import Delivery, Receipt, Result, Retry, Sent

CAPABILITIES = Capabilities(grace_s=0.0)


class Options(BaseModel):
    """The console needs no options."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Console:
    """A terminal: what was printed cannot be read back, so a crash may print once more."""

    capabilities = CAPABILITIES
    proven = False

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self.channel_id = channel_id
        self._out = context.out
        self._looks = Looks(zone=context.zone)

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        out = self._out or sys.stdout
        text = console_card(delivery.message, self._looks, now, delivery.id)
        encoding = getattr(out, "encoding", None) or "utf-8"
        try:
            out.write(text.encode(encoding, "replace").decode(encoding))
            out.flush()
        except (OSError, ValueError) as error:
            return Retry(None, f"standard output cannot be written: {error}")
        return Sent(Receipt(at=now))

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        raise LookupError("a console cannot be read back")

    async def check(self) -> Finding:
        return Finding(True, "prints to standard output")

    async def close(self) -> None:
        return None


KIND = Console
