"""Deliveries: the outbox.

A delivery is *sending* in the database before a byte leaves the machine. Who dies in between leaves a row that says so: it
becomes ambiguous, and the channel is asked before anything is sent again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, not_, or_, select, update

from policywatch.errors import LeaseLost, UsageError
from policywatch.store.acts import insert_act
from policywatch.store.engine import Database
from policywatch.store.lanes import delay_lane, hold_lanes, open_lanes
from policywatch.store.rows import Told
from policywatch.store.schema import deliveries, lanes
from policywatch.store.sources import free
from policywatch.store.threads import insert_delivery, outdate_by, parent_of, waits_for_another
from policywatch.types import Act, Delivery, DeliveryState, MessageKind, Receipt, Severity

_UNDER_WAY = (DeliveryState.PENDING.value, DeliveryState.SENDING.value, DeliveryState.AMBIGUOUS.value)


class Deliveries:
    """Deliveries as rows, and claims on them."""

    _db: Database

    def add_deliveries(self, deliveries: Sequence[Delivery], now: datetime) -> int:
        """Queues messages; how many were not there yet."""
        with self._db.write() as db:
            return sum(insert_delivery(db, delivery, now) for delivery in deliveries)

    def claim_deliveries(
        self,
        now: datetime,
        owner: str,
        lease_s: float,
        limit: int = 50,
        channel_ids: Sequence[str] | None = None,
        threaded: Collection[str] = (),
    ) -> list[Delivery]:
        """Due messages, now *sending* and leased to ``owner`` with the lanes of their channels; per channel in the order in which they were made.

        On channels that are ``threaded``, what stands in a thread waits for what it answers.
        """
        with self._db.write() as db:
            _doubt_orphans(db, now)
            due = and_(deliveries.c.state == "pending", _due(now))
            wanted = db.execute(select(deliveries.c.channel_id).where(due).distinct()).scalars()
            open_now = open_lanes(db, [one for one in wanted if channel_ids is None or one in channel_ids], now, owner)
            query = select(deliveries.c.seq, deliveries.c.channel_id).where(due, deliveries.c.channel_id.in_(open_now))
            query = query.where(not_(waits_for_another(now, threaded))).order_by(deliveries.c.created_at, deliveries.c.seq).limit(limit)
            values = _lease(now, owner, lease_s) | {
                "state": "sending",
                "attempts": deliveries.c.attempts + 1,
                "first_sent_at": func.coalesce(deliveries.c.first_sent_at, _instant(now)),
            }
            rows = db.execute(query.with_for_update(skip_locked=True)).all()
            hold_lanes(db, {row.channel_id for row in rows}, now, owner, lease_s)
            return _claimed(db, [row.seq for row in rows], values)

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
        untried: bool = False,
        lane_until: datetime | None = None,
    ) -> None:
        """Writes how a claimed delivery ended and frees its lease. Raises LeaseLost when it is no longer ours.

        ``untried``: the claim was no attempt. ``lane_until``: its channel asked to wait that long.
        """
        values: dict[str, Any] = {"state": state.value, "last_error": error, "settled_at": now, "lease_owner": None, "lease_until": None}
        values["next_attempt_at"] = next_attempt_at or (now if state in (DeliveryState.PENDING, DeliveryState.AMBIGUOUS) else None)
        if receipt is not None:
            values["receipt"] = receipt
        if untried:
            first = case((deliveries.c.attempts > 1, deliveries.c.first_sent_at), else_=None)
            values |= {"attempts": deliveries.c.attempts - 1, "first_sent_at": first}
        mine = and_(deliveries.c.id == delivery.id, deliveries.c.token == delivery.token, deliveries.c.lease_owner.is_not(None))
        with self._db.write() as db:
            if not db.execute(update(deliveries).where(mine).values(values)).rowcount:
                raise LeaseLost(f"delivery {delivery.id} was taken over by another process: it will be reconciled, do not send it again")
            if lane_until is not None:
                delay_lane(db, delivery.channel_id, lane_until)
            if state is DeliveryState.SENT:
                outdate_by(db, delivery)

    def decide(self, delivery_id: str, state: DeliveryState, act: Act) -> None:
        """A person's word on a delivery that a machine must not decide about: send it again, or reject it. The act is kept with it."""
        if state not in (DeliveryState.PENDING, DeliveryState.REJECTED):
            raise UsageError(f"a person can only say 'pending' or 'rejected', not '{state.value}'")
        open_to_people = and_(deliveries.c.id == delivery_id, deliveries.c.state.in_(("review", "parked")))
        with self._db.write() as db:
            next_at = act.at if state is DeliveryState.PENDING else None
            values = {"state": state.value, "settled_at": act.at, "next_attempt_at": next_at, "reconciles": 0, "last_error": ""}
            if not db.execute(update(deliveries).where(open_to_people).values(values)).rowcount:
                raise UsageError(f"delivery '{delivery_id}' waits for no decision: only those in review or parked do")
            insert_act(db, act)

    def delivery(self, delivery_id: str) -> Delivery | None:
        """One delivery, or ``None``."""
        with self._db.read() as db:
            row = db.execute(select(deliveries).where(deliveries.c.id == delivery_id)).first()
            return None if row is None else _delivery(row, *parent_of(db, row))

    def deliveries(self, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
        """Deliveries, the newest first."""
        query = select(deliveries).order_by(deliveries.c.seq.desc()).limit(limit)
        if state is not None:
            query = query.where(deliveries.c.state == state.value)
        with self._db.read() as db:
            return [_delivery(row, *parent_of(db, row)) for row in db.execute(query).all()]

    def told_alerts(self, channel_id: str, limit: int = 100) -> list[Delivery]:
        """Messages about one alert that left for a channel, the newest first."""
        left = deliveries.c.state.in_((DeliveryState.SENT.value, DeliveryState.AMBIGUOUS.value, DeliveryState.REVIEW.value))
        alert = and_(deliveries.c.kind == MessageKind.ALERT.value, deliveries.c.alert_id != "")
        query = select(deliveries).where(deliveries.c.channel_id == channel_id, alert, left).order_by(deliveries.c.seq.desc()).limit(limit)
        with self._db.read() as db:
            return [_delivery(row, *parent_of(db, row)) for row in db.execute(query).all()]

    def delivery_counts(self) -> dict[DeliveryState, int]:
        """How many deliveries stand where; states without any are left out."""
        query = select(deliveries.c.state, func.count().label("n")).group_by(deliveries.c.state)
        with self._db.read() as db:
            return {DeliveryState(row.state): row.n for row in db.execute(query)}

    def waiting_deliveries(self, kinds: Collection[MessageKind]) -> list[str]:
        """Ids of messages of these kinds that wait to be sent."""
        mine = and_(deliveries.c.kind.in_([kind.value for kind in kinds]), deliveries.c.state == "pending")
        with self._db.read() as db:
            return list(db.execute(select(deliveries.c.id).where(mine)).scalars())

    def overtake(self, ids: Sequence[str], now: datetime) -> int:
        """Takes back messages that wait and no longer hold, since something newer says more; how many."""
        done = {"state": "overtaken", "settled_at": now, "next_attempt_at": None}
        with self._db.write() as db:
            mine = and_(deliveries.c.id.in_(list(ids)), deliveries.c.state == "pending")
            return db.execute(update(deliveries).where(mine).values(done)).rowcount if ids else 0

    def told_matters(self) -> list[Told]:
        """Where each matter was told first, and when."""
        first = func.min(deliveries.c.settled_at).label("told_at")
        query = select(deliveries.c.matter_id, deliveries.c.channel_id, first)
        query = query.where(deliveries.c.kind == "alert", deliveries.c.state == "sent", deliveries.c.matter_id != "")
        with self._db.read() as db:
            rows = db.execute(query.group_by(deliveries.c.matter_id, deliveries.c.channel_id))
            return [Told(row.matter_id, row.channel_id, row.told_at) for row in rows]

    def high_alerts(self, since: datetime) -> list[tuple[Delivery, datetime]]:
        """Alerts of high severity that were sent since then, with when."""
        mine = and_(deliveries.c.kind == "alert", deliveries.c.state == "sent", deliveries.c.settled_at >= since)
        with self._db.read() as db:
            rows = db.execute(select(deliveries).where(mine).order_by(deliveries.c.seq)).all()
            loud = [row for row in rows if row.message.severity is Severity.HIGH]
            return [(_delivery(row, *parent_of(db, row)), row.settled_at) for row in loud]

    def sent_times(self, channel_id: str, since: datetime) -> list[datetime]:
        """When messages stood up on a channel; updates, digests and replies under a summary are not counted."""
        counted = and_(deliveries.c.kind.not_in(("renewal", "digest")), deliveries.c.summary_id == "", deliveries.c.state == "sent")
        query = select(deliveries.c.settled_at).where(deliveries.c.channel_id == channel_id, deliveries.c.settled_at > since, counted)
        with self._db.read() as db:
            return list(db.execute(query).scalars())

    def next_delivery_at(self, now: datetime) -> datetime | None:
        """When the next delivery can be tried or asked for; in the past when one is late, ``None`` when there is none."""
        ready = select(lanes.c.channel_id, lanes.c.ready_at).where(lanes.c.ready_at.is_not(None))
        held = and_(deliveries.c.state == "sending", deliveries.c.lease_until.is_not(None))
        waiting = select(deliveries.c.state, deliveries.c.channel_id, func.min(deliveries.c.next_attempt_at).label("at"))
        waiting = waiting.where(deliveries.c.state.in_(("pending", "ambiguous"))).group_by(deliveries.c.state, deliveries.c.channel_id)
        with self._db.read() as db:
            opens = {row.channel_id: row.ready_at for row in db.execute(ready)}
            times = [max(row.at, opens.get(row.channel_id, row.at)) if row.state == "pending" else row.at for row in db.execute(waiting)]
            lease = db.execute(select(func.min(deliveries.c.lease_until)).where(held)).scalar_one()
        return min((at for at in (*times, lease) if at is not None), default=None)

    def oldest_pending(self) -> datetime | None:
        """When the oldest message that did not arrive yet was made."""
        with self._db.read() as db:
            oldest: datetime | None = db.execute(
                select(func.min(deliveries.c.created_at)).where(deliveries.c.state.in_(_UNDER_WAY))
            ).scalar_one()
        return oldest


def _instant(at: datetime) -> ColumnElement[Any]:
    """An instant as a bound value of the column's own type, for use inside functions."""
    return literal(at, deliveries.c.first_sent_at.type)


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(deliveries.c.next_attempt_at.is_(None), deliveries.c.next_attempt_at <= now)


def _lease(now: datetime, owner: str, lease_s: float) -> dict[str, Any]:
    return {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s), "token": deliveries.c.token + 1}


def _claimed(db: Connection, seqs: Sequence[int], values: dict[str, Any]) -> list[Delivery]:
    db.execute(update(deliveries).where(deliveries.c.seq.in_(seqs)).values(values))
    rows = db.execute(select(deliveries).where(deliveries.c.seq.in_(seqs)).order_by(deliveries.c.created_at, deliveries.c.seq)).all()
    claimed = [_delivery(row, *parent_of(db, row)) for row in rows]
    for one in claimed:
        if one.parent_id:
            db.execute(update(deliveries).where(deliveries.c.id == one.id).values(parent_delivery_id=one.parent_id))
    return claimed


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


def _delivery(row: Any, parent_id: str, parent_receipt: Receipt | None) -> Delivery:
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
        parent_receipt=parent_receipt,
        parent_id=parent_id,
        summary_id=row.summary_id,
        alert_id=row.alert_id,
        recipient_id=row.recipient_id,
        created_at=row.created_at,
        token=row.token,
    )
