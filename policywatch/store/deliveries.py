"""Deliveries: the outbox.

A delivery is *sending* in the database before a byte leaves the machine. Who dies in between leaves a row that says so: it
becomes ambiguous, and the channel is asked before anything is sent again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, insert, literal, not_, or_, select, update

from policywatch.errors import LeaseLost, UsageError
from policywatch.store.engine import Database, insert_new
from policywatch.store.schema import decisions, deliveries, redraws
from policywatch.store.sources import free
from policywatch.types import Delivery, DeliveryState, MessageKind, Receipt

#: how long a reply waits for the message it answers before it is sent without
PARENT_WAIT = timedelta(hours=1)
_UNDER_WAY = (DeliveryState.PENDING.value, DeliveryState.SENDING.value, DeliveryState.AMBIGUOUS.value)
_parent = deliveries.alias("parent")


class Deliveries:
    """Deliveries as rows, and claims on them."""

    _db: Database

    def add_deliveries(self, deliveries: Sequence[Delivery], now: datetime) -> int:
        """Queues messages; how many were not there yet."""
        with self._db.write() as db:
            return sum(insert_delivery(db, delivery, now) for delivery in deliveries)

    def claim_deliveries(
        self, now: datetime, owner: str, lease_s: float, limit: int = 50, channel_ids: Sequence[str] | None = None
    ) -> list[Delivery]:
        """Due messages, now *sending* and leased to ``owner``; per channel in the order in which they were made."""
        with self._db.write() as db:
            _doubt_orphans(db, now)
            query = delivery_query().where(deliveries.c.state == "pending", _due(now), _parent_is_done(now))
            if channel_ids is not None:
                query = query.where(deliveries.c.channel_id.in_(list(channel_ids)))
            query = query.order_by(deliveries.c.created_at, deliveries.c.seq).limit(limit)
            seqs = [row.seq for row in db.execute(query.with_for_update(skip_locked=True, of=deliveries))]
            values = _lease(now, owner, lease_s) | {
                "state": "sending",
                "attempts": deliveries.c.attempts + 1,
                "first_sent_at": func.coalesce(deliveries.c.first_sent_at, _instant(now)),
            }
            return _claimed(db, seqs, values)

    def claim_ambiguous(self, now: datetime, owner: str, lease_s: float, limit: int = 50) -> list[Delivery]:
        """Due messages of which nobody knows whether they arrived, leased to ``owner``; they stay ambiguous."""
        with self._db.write() as db:
            _doubt_orphans(db, now)
            query = select(deliveries.c.seq).where(deliveries.c.state == "ambiguous", _due(now), free(db, deliveries, now))
            query = query.order_by(deliveries.c.created_at, deliveries.c.seq).limit(limit)
            seqs = list(db.execute(query.with_for_update(skip_locked=True)).scalars())
            return _claimed(db, seqs, _lease(now, owner, lease_s) | {"reconciles": deliveries.c.reconciles + 1})

    def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        now: datetime,
        *,
        receipt: Receipt | None = None,
        next_attempt_at: datetime | None = None,
        error: str = "",
    ) -> None:
        """Writes how a claimed delivery ended and frees its lease. Raises LeaseLost when it is no longer ours."""
        values: dict[str, Any] = {"state": state.value, "last_error": error, "settled_at": now, "lease_owner": None, "lease_until": None}
        values["next_attempt_at"] = next_attempt_at or (now if state in (DeliveryState.PENDING, DeliveryState.AMBIGUOUS) else None)
        if receipt is not None:
            values["receipt"] = receipt
        mine = and_(deliveries.c.id == delivery.id, deliveries.c.token == delivery.token, deliveries.c.lease_owner.is_not(None))
        with self._db.write() as db:
            if not db.execute(update(deliveries).where(mine).values(values)).rowcount:
                raise LeaseLost(f"delivery {delivery.id} was taken over by another process: it will be reconciled, do not send it again")
            if state is DeliveryState.SENT:
                # the first message about the matter may have changed with it, or been sent after people had acted elsewhere
                outdate(db, delivery.message.parent_delivery_id or delivery.id)

    def park_channel(self, channel_id: str, reason: str, now: datetime) -> int:
        """Parks what waits for a channel that cannot work; how many."""
        mine = and_(deliveries.c.channel_id == channel_id, deliveries.c.state == "pending")
        values = {"state": "parked", "last_error": reason, "settled_at": now, "next_attempt_at": None}
        with self._db.write() as db:
            return db.execute(update(deliveries).where(mine).values(values)).rowcount

    def unpark(self, channel_id: str, now: datetime) -> int:
        """Lets what was parked for a channel go again; how many."""
        mine = and_(deliveries.c.channel_id == channel_id, deliveries.c.state == "parked")
        with self._db.write() as db:
            return db.execute(update(deliveries).where(mine).values(state="pending", next_attempt_at=now)).rowcount

    def decide(self, delivery_id: str, state: DeliveryState, person: str, now: datetime) -> None:
        """A person's word on a delivery that a machine must not decide about: send it again, or reject it."""
        if state not in (DeliveryState.PENDING, DeliveryState.REJECTED):
            raise UsageError(f"a person can only say 'pending' or 'rejected', not '{state.value}'")
        open_to_people = and_(deliveries.c.id == delivery_id, deliveries.c.state.in_(("review", "parked")))
        with self._db.write() as db:
            next_at = now if state is DeliveryState.PENDING else None
            values = {"state": state.value, "settled_at": now, "next_attempt_at": next_at, "reconciles": 0}
            if not db.execute(update(deliveries).where(open_to_people).values(values)).rowcount:
                raise UsageError(f"delivery '{delivery_id}' waits for no decision: only those in review or parked do")
            db.execute(insert(decisions).values(delivery_id=delivery_id, state=state.value, person_id=person, decided_at=now))

    def told_delivery(self, matter_id: str, channel_id: str) -> str | None:
        """The first message about a matter on a channel, under which the next ones are replies; ``None`` when there is none."""
        query = select(deliveries.c.id).where(
            deliveries.c.matter_id == matter_id,
            deliveries.c.channel_id == channel_id,
            deliveries.c.kind == MessageKind.ALERT.value,
            deliveries.c.state != "rejected",
        )
        with self._db.read() as db:
            return db.execute(query.order_by(deliveries.c.seq)).scalars().first()

    def delivery(self, delivery_id: str) -> Delivery | None:
        """One delivery, or ``None``."""
        with self._db.read() as db:
            row = db.execute(delivery_query().where(deliveries.c.id == delivery_id)).first()
        return None if row is None else delivery_row(row)

    def deliveries(self, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
        """Deliveries, the newest first."""
        query = delivery_query().order_by(deliveries.c.seq.desc()).limit(limit)
        if state is not None:
            query = query.where(deliveries.c.state == state.value)
        with self._db.read() as db:
            return [delivery_row(row) for row in db.execute(query)]

    def told_alerts(self, channel_id: str, limit: int = 100) -> list[Delivery]:
        """Messages about one alert that left for a channel, the newest first."""
        left = deliveries.c.state.in_((DeliveryState.SENT.value, DeliveryState.AMBIGUOUS.value, DeliveryState.REVIEW.value))
        query = delivery_query().where(deliveries.c.channel_id == channel_id, deliveries.c.alert_id != "", left)
        with self._db.read() as db:
            return [delivery_row(row) for row in db.execute(query.order_by(deliveries.c.seq.desc()).limit(limit))]

    def delivery_counts(self) -> dict[DeliveryState, int]:
        """How many deliveries stand where; states without any are left out."""
        query = select(deliveries.c.state, func.count().label("n")).group_by(deliveries.c.state)
        with self._db.read() as db:
            return {DeliveryState(row.state): row.n for row in db.execute(query)}

    def next_delivery_at(self, now: datetime) -> datetime | None:
        """When the next delivery can be tried or asked for; in the past when one is late, ``None`` when there is none."""
        waiting = deliveries.c.state.in_(("pending", "ambiguous"))
        held = and_(deliveries.c.state == "sending", deliveries.c.lease_until.is_not(None))
        with self._db.read() as db:
            next_at = db.execute(select(func.min(deliveries.c.next_attempt_at)).where(waiting)).scalar_one()
            lease = db.execute(select(func.min(deliveries.c.lease_until)).where(held)).scalar_one()
        return min((at for at in (next_at, lease) if at is not None), default=None)

    def oldest_pending(self) -> datetime | None:
        """When the oldest message that did not arrive yet was made."""
        with self._db.read() as db:
            oldest: datetime | None = db.execute(
                select(func.min(deliveries.c.created_at)).where(deliveries.c.state.in_(_UNDER_WAY))
            ).scalar_one()
        return oldest


def insert_delivery(db: Connection, delivery: Delivery, now: datetime) -> bool:
    """Queues one message unless it is queued already."""
    row = {
        "id": delivery.id,
        "channel_id": delivery.channel_id,
        "kind": delivery.kind.value,
        "state": delivery.state.value,
        "next_attempt_at": delivery.next_attempt_at or (now if delivery.state is DeliveryState.PENDING else None),
        "last_error": delivery.last_error,
        "alert_id": delivery.alert_id,
        "matter_id": delivery.message.matter_id,
        "parent_delivery_id": delivery.message.parent_delivery_id,
        "recipient_id": delivery.recipient_id,
        "created_at": delivery.created_at or now,
        "message": delivery.message,
    }
    return insert_new(db, deliveries, row)


def outdate(db: Connection, delivery_id: str) -> None:
    """Counts one more reason to draw a message again, if people have acted on it."""
    mine = redraws.c.delivery_id == delivery_id
    db.execute(update(redraws).where(mine).values(wanted=redraws.c.wanted + 1, next_attempt_at=None))


def _instant(at: datetime) -> ColumnElement[Any]:
    """An instant as a bound value of the column's own type, for use inside functions."""
    return literal(at, deliveries.c.first_sent_at.type)


def delivery_query() -> Select[Any]:
    return select(deliveries, _parent.c.receipt.label("parent_receipt")).outerjoin(_parent, _parent.c.id == deliveries.c.parent_delivery_id)


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(deliveries.c.next_attempt_at.is_(None), deliveries.c.next_attempt_at <= now)


def _parent_is_done(now: datetime) -> ColumnElement[bool]:
    """A reply goes out after the message it answers, but no trouble of that one holds it for ever."""
    waits = and_(_parent.c.id.is_not(None), _parent.c.state.in_(_UNDER_WAY), deliveries.c.created_at > now - PARENT_WAIT)
    return not_(func.coalesce(waits, False))


def _lease(now: datetime, owner: str, lease_s: float) -> dict[str, Any]:
    return {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s), "token": deliveries.c.token + 1}


def _claimed(db: Connection, seqs: Sequence[int], values: dict[str, Any]) -> list[Delivery]:
    db.execute(update(deliveries).where(deliveries.c.seq.in_(seqs)).values(values))
    rows = db.execute(delivery_query().where(deliveries.c.seq.in_(seqs)).order_by(deliveries.c.created_at, deliveries.c.seq))
    return [delivery_row(row) for row in rows]


def _doubt_orphans(db: Connection, now: datetime) -> None:
    """What was being sent by a process that is gone may have arrived or not."""
    orphans = and_(deliveries.c.state == "sending", free(db, deliveries, now))
    values = {
        "state": "ambiguous",
        "next_attempt_at": now,
        "lease_owner": None,
        "lease_until": None,
        "token": deliveries.c.token + 1,
        "last_error": "the process that was sending it stopped",
    }
    db.execute(update(deliveries).where(orphans).values(values))


def delivery_row(row: Any) -> Delivery:
    return Delivery(
        id=row.id,
        channel_id=row.channel_id,
        kind=MessageKind(row.kind),
        message=row.message,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        reconciles=row.reconciles,
        next_attempt_at=row.next_attempt_at,
        first_sent_at=row.first_sent_at,
        last_error=row.last_error,
        receipt=row.receipt,
        parent_receipt=row.parent_receipt,
        alert_id=row.alert_id,
        recipient_id=row.recipient_id,
        created_at=row.created_at,
        token=row.token,
    )
