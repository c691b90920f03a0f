"""An outbox in memory with the rules of the real one, on a clock that tests turn."""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from alerts.base import Channel
from alerts.deliver import Settlement, reconcile_one
from alerts.lanes import Lanes
from alerts.message import delivery_for
from policywatch.types import Delivery, DeliveryState
from tests.alerts.samples import NOW, alert, item

OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.AMBIGUOUS)


@dataclass
class Clock:
    """Time that passes only when told."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    async def sleep(self, wait_s: float) -> None:
        """Sleepers side by side wake in the order of their times."""
        until = self.now + timedelta(seconds=wait_s)
        await asyncio.sleep(0)
        self.now = max(self.now, until)


@dataclass
class Outbox:
    """Deliveries by id."""

    clock: Clock
    channels: Mapping[str, Channel]
    rows: dict[str, Delivery] = field(default_factory=dict)
    batch: int = 50

    def add(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            self.rows.setdefault(delivery.id, delivery)

    async def run(self, rounds: int = 2000) -> int:
        """Claims, sends and reconciles until nothing is open; returns the rounds it took."""
        lanes = Lanes(self.clock, self.clock.sleep)
        for number in range(rounds):
            if not any(row.state in OPEN for row in self.rows.values()):
                return number
            await self.reconcile()
            await lanes.drain(self.claim(), self.channels, self.settle)
            self.skip()
        return rounds

    def claim(self) -> list[Delivery]:
        due = [row for row in self.rows.values() if row.state is DeliveryState.PENDING and (row.next_attempt_at or NOW) <= self.clock()]
        claimed = [
            replace(row, state=DeliveryState.SENDING, attempts=row.attempts + 1, first_sent_at=row.first_sent_at or self.clock())
            for row in due[: self.batch]
        ]
        self.rows |= {row.id: row for row in claimed}
        return claimed

    async def reconcile(self) -> None:
        for row in [
            row for row in self.rows.values() if row.state is DeliveryState.AMBIGUOUS and (row.next_attempt_at or NOW) <= self.clock()
        ]:
            asked = replace(row, reconciles=row.reconciles + 1)
            self.settle(asked, await reconcile_one(self.channels[row.channel_id], asked, self.clock()))

    def settle(self, delivery: Delivery, done: Settlement) -> None:
        self.rows[delivery.id] = replace(
            delivery,
            state=done.state,
            next_attempt_at=done.next_attempt_at,
            receipt=done.receipt or delivery.receipt,
            last_error=done.error,
        )

    def skip(self) -> None:
        """Turns the clock to the next thing due."""
        times = [row.next_attempt_at for row in self.rows.values() if row.state in OPEN and row.next_attempt_at]
        if times:
            self.clock.now = max(self.clock.now + timedelta(milliseconds=1), min(times))

    def states(self) -> dict[str, int]:
        counted = itertools.groupby(sorted(row.state.value for row in self.rows.values()))
        return {state: len(list(rows)) for state, rows in counted}


def deliveries(count: int, channel_id: str = "legal", start: int = 0) -> list[Delivery]:
    """Different alerts for one channel."""
    made = []
    for number in range(start, start + count):
        message = alert(item(title=f"Notice {number}", document_id=f"doc-{number}"), alert_id=f"al-{number:06}")
        made.append(delivery_for(message, channel_id, message.alert_id, NOW.astimezone(UTC)))
    return made
