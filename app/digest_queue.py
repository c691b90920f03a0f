"""When which digest goes to whom: every instant falls into exactly one digest of each reader, and each is queued once.

A digest is queued by ids and instants alone. Its content is made from the store when it is sent, so that no address and no mail ever
lies in the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.digest_readers import Reader, bouncing, came_back_at, has_left, readers
from app.house import House
from policywatch.config import DigestSettings
from policywatch.errors import UsageError
from policywatch.store import digest_delivery_id
from policywatch.text import stable_id
from policywatch.types import Delivery, Message, MessageKind

if TYPE_CHECKING:
    from alerts.digest_window import Window

#: what was being written when the window closed is in the database by then
_SETTLED = timedelta(minutes=2)
_SPREAD_S = 480


def last_window(digest: DigestSettings, now: datetime) -> "Window":
    """The last window that has closed."""
    from alerts.digest_window import window

    return window(digest.zone, digest.weekday, digest.at, now)


def open_window(digest: DigestSettings, now: datetime) -> "Window":
    """The window that is open now: what the next digest will tell, so far."""
    return last_window(digest, now + timedelta(days=7))


def named_window(digest: DigestSettings, week: str) -> "Window":
    """The window of an ISO week; raises UsageError for anything else."""
    from alerts.digest_window import window_of

    try:
        return window_of(digest.zone, digest.weekday, digest.at, week)
    except ValueError as error:
        raise UsageError(f"--week: {error}") from error


@dataclass(frozen=True, slots=True)
class Order:
    """What a queued digest says of itself, as the lines of its message: ids, instants and numbers, nothing of anybody."""

    digest_id: str
    window: "Window"
    #: verdicts kept after this one belong to the digest even when their clock says an earlier week
    late_after: int
    #: the last verdict that was kept when the digest was queued
    newest: int

    @property
    def lines(self) -> tuple[str, ...]:
        window = self.window
        instants = (window.from_at.isoformat(), window.to_at.isoformat())
        return (self.digest_id, window.week, *instants, window.zone, str(self.late_after), str(self.newest))

    @classmethod
    def of(cls, message: Message) -> "Order":
        from alerts.digest_window import Window

        id, week, start, end, zone, late_after, newest = message.lines
        return cls(id, Window(datetime.fromisoformat(start), datetime.fromisoformat(end), week, zone), int(late_after), int(newest))


def queue(house: House, reader: Reader, windows: "Sequence[Window]") -> int:
    """Queues a reader's digests of these windows; how many were not queued yet."""
    now, newest = house.clock(), house.store.newest_verdict()
    before = {order.window.to_at: order.newest for order in _told(house, reader)}
    made = [
        _delivery(reader, Order(reader.digest.id, window, before.get(window.from_at, newest), newest), window, now) for window in windows
    ]
    return house.store.add_deliveries(made, now)


def _told(house: House, reader: Reader) -> list[Order]:
    return [Order.of(message) for message in house.store.digest_messages(reader.id, reader.digest.id)]


def _delivery(reader: Reader, order: Order, window: "Window", now: datetime) -> Delivery:
    return Delivery(
        id=digest_delivery_id(reader.digest.id, reader.id, window.week),
        channel_id=reader.digest.channel,
        kind=MessageKind.DIGEST,
        message=Message(MessageKind.DIGEST, f"digest {reader.digest.id} {window.week}", lines=order.lines, created_at=now),
        next_attempt_at=max(now, window.to_at + _SETTLED + _spread(reader)),
        recipient_id=reader.id,
        created_at=now,
    )


def _spread(reader: Reader) -> timedelta:
    """A few minutes, for each reader the same every week: mail servers and chats dislike a burst at the full hour."""
    return timedelta(seconds=int(stable_id("spread", reader.digest.id, reader.id), 16) % _SPREAD_S)


def send_due(house: House) -> int:
    """Queues every digest whose window has closed, those of missed weeks too; how many that makes."""
    queued = 0
    for digest in house.config.settings.digests:
        found = readers(house, digest)
        gone = bouncing(house, found)
        for reader in found:
            if reader not in gone and not has_left(house, reader):
                queued += queue(house, reader, due_for(house, reader))
    return queued


def due_for(house: House, reader: Reader) -> "tuple[Window, ...]":
    """The windows that this reader was not told yet; none before the watch first knew of the reader."""
    from alerts.digest_window import due

    now, digest = house.clock(), reader.digest
    since = _known_since(house, reader, now)
    last = max((order.window for order in _told(house, reader)), key=lambda one: one.to_at, default=None)
    back = came_back_at(house, reader)
    if back is not None and (last is None or back > last.to_at):
        since, last = max(since, back), None  # what was published while they were away is not sent afterwards
    found = due(digest.zone, digest.weekday, digest.at, now, since=since, last=last)
    return found if digest.empty_weeks else tuple(window for window in found if _brings(house, reader, window))


def _brings(house: House, reader: Reader, window: "Window") -> bool:
    """Whether there is anything to tell this reader of a week."""
    from app.digests import input_for

    return bool(input_for(house, reader, window, keep_links=False).items)


def _known_since(house: House, reader: Reader, now: datetime) -> datetime:
    key = f"digest_since:{reader.digest.id}:{reader.id}"
    known = house.store.meta_get(key)
    if known is None:
        house.store.meta_set(key, now.isoformat())
        return now
    return datetime.fromisoformat(known)
