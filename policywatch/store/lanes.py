"""Lanes: one per channel, so that a channel is spoken to by one process at a time, in order, at its pace, and not while it stands still."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_, select, update

from policywatch.store.engine import Database, insert_new, upsert
from policywatch.store.schema import deliveries, lanes
from policywatch.store.sources import free


class Lanes:
    """Whose turn it is on a channel."""

    _db: Database

    def leave_lanes(self, owner: str, ready: Mapping[str, datetime]) -> None:
        """Lets others speak to the channels that ``owner`` held; ``ready`` says from when on, by channel."""
        with self._db.write() as db:
            for channel_id, at in ready.items():
                db.execute(update(lanes).where(lanes.c.channel_id == channel_id, lanes.c.lease_owner == owner).values(ready_at=at))
            mine = lanes.c.lease_owner == owner
            db.execute(update(lanes).where(mine).values(lease_owner=None, lease_until=None))

    def channel_answers(self, channel_id: str, now: datetime) -> int:
        """A channel that could not be asked answers again: what is uncertain there is looked up now; how many that concerns."""
        silent = deliveries.c.last_error.contains("cannot tell", autoescape=True)
        mine = and_(deliveries.c.channel_id == channel_id, deliveries.c.state == "ambiguous", silent, deliveries.c.next_attempt_at > now)
        with self._db.write() as db:
            return db.execute(update(deliveries).where(mine).values(next_attempt_at=now)).rowcount

    def lanes_ready(self) -> dict[str, datetime]:
        """From when on each channel may be spoken to again, as it was last said."""
        query = select(lanes.c.channel_id, lanes.c.ready_at).where(lanes.c.ready_at.is_not(None))
        with self._db.read() as db:
            return {row.channel_id: row.ready_at for row in db.execute(query)}

    def stop_channel(self, channel_id: str, reason: str, now: datetime) -> bool:
        """Parks what waits for a channel that cannot work, and what will; whether it worked until now."""
        with self._db.write() as db:
            stood = db.execute(select(lanes.c.stopped).where(lanes.c.channel_id == channel_id)).scalar_one_or_none()
            upsert(db, lanes, [{"channel_id": channel_id, "stopped": reason}])
            _park(db, channel_id, reason, now)
            return not stood

    def park_stopped(self, now: datetime) -> int:
        """Parks what was queued for stopped channels since they were stopped; how many."""
        if not self.stopped_channels():
            return 0
        with self._db.write() as db:
            stopped = db.execute(select(lanes.c.channel_id, lanes.c.stopped).where(lanes.c.stopped != "")).all()
            return sum(_park(db, row.channel_id, row.stopped, now) for row in stopped)

    def stopped_channels(self) -> dict[str, str]:
        """The channels that stand still, with the reason."""
        with self._db.read() as db:
            return {row.channel_id: row.stopped for row in db.execute(select(lanes).where(lanes.c.stopped != ""))}

    def start_channel(self, channel_id: str, now: datetime) -> int:
        """Lets a channel and what was parked for it go again; how many deliveries that frees."""
        parked = (deliveries.c.channel_id == channel_id) & (deliveries.c.state == "parked")
        with self._db.write() as db:
            db.execute(update(lanes).where(lanes.c.channel_id == channel_id).values(stopped="", ready_at=None))
            return db.execute(update(deliveries).where(parked).values(state="pending", next_attempt_at=now)).rowcount


def _park(db: Connection, channel_id: str, reason: str, now: datetime) -> int:
    waiting = (deliveries.c.channel_id == channel_id) & (deliveries.c.state == "pending")
    values = {"state": "parked", "last_error": reason, "settled_at": now, "next_attempt_at": None}
    return db.execute(update(deliveries).where(waiting).values(values)).rowcount


def open_lanes(db: Connection, channel_ids: Collection[str], now: datetime, owner: str) -> list[str]:
    """Which of these channels ``owner`` may speak to now; their rows are locked until the transaction ends."""
    for channel_id in sorted(channel_ids):
        insert_new(db, lanes, {"channel_id": channel_id})
    # who holds a lane keeps its pace himself
    mine = lanes.c.lease_owner == owner
    ready = or_(lanes.c.ready_at.is_(None), lanes.c.ready_at <= now)
    may = or_(mine, and_(free(db, lanes, now), ready))
    query = select(lanes.c.channel_id).where(lanes.c.channel_id.in_(list(channel_ids)), may, lanes.c.stopped == "")
    return list(db.execute(query.with_for_update(skip_locked=True)).scalars())


def hold_lanes(db: Connection, channel_ids: Collection[str], now: datetime, owner: str, lease_s: float) -> None:
    """Leases lanes to ``owner``."""
    values = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    db.execute(update(lanes).where(lanes.c.channel_id.in_(list(channel_ids))).values(values))


def delay_lane(db: Connection, channel_id: str, until: datetime) -> None:
    """A channel asked to wait: nobody speaks to it before."""
    db.execute(update(lanes).where(lanes.c.channel_id == channel_id).values(ready_at=until, lease_owner=None, lease_until=None))
