"""Threads: which message stands under which.

Who answers whom is decided when a message is claimed, not when it is queued: what was queued first may be held until morning, be
parked or be rejected, and then the next message about the matter is the first that people see.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, or_, select, update

from policywatch.store.engine import Database, insert_new
from policywatch.store.schema import acts, deliveries, lanes, matters, redraws
from policywatch.types import Delivery, MessageKind, Receipt

#: how long a message of unknown fate holds the next one about the same matter
DOUBT = timedelta(hours=1)
ALERT, RENEWAL, SUMMARY = MessageKind.ALERT.value, MessageKind.RENEWAL.value, MessageKind.SUMMARY.value
_other = deliveries.alias("other")


class Threads:
    """Parents and summaries."""

    _db: Database

    def told_delivery(self, matter_id: str, channel_id: str) -> str | None:
        """The first message about a matter on a channel, under which the next ones are replies; ``None`` when there is none."""
        query = select(deliveries.c.id).where(
            _about(matter_id),
            deliveries.c.channel_id == channel_id,
            deliveries.c.kind == ALERT,
            deliveries.c.summary_id == "",
            deliveries.c.state != "rejected",
        )
        with self._db.read() as db:
            return db.execute(query.order_by(deliveries.c.seq)).scalars().first()

    def crowded_channels(self, now: datetime, more_than: int) -> list[str]:
        """The channels that may be spoken to and on which more than so many alerts are due at once."""
        due = or_(deliveries.c.next_attempt_at.is_(None), deliveries.c.next_attempt_at <= now)
        waits = select(lanes.c.channel_id).where(or_(lanes.c.stopped != "", lanes.c.ready_at > now))
        query = select(deliveries.c.channel_id).where(deliveries.c.state == "pending", deliveries.c.kind == ALERT, due)
        query = query.where(deliveries.c.channel_id.not_in(waits))
        with self._db.read() as db:
            return list(db.execute(query.group_by(deliveries.c.channel_id).having(func.count() > more_than)).scalars())

    def loose_alerts(self, channel_id: str, now: datetime) -> dict[str, str]:
        """Due alerts that would each be a message of its own: no matter of theirs was told there, no sent summary tells them.

        By id, with the summary that waits to tell it, if any.
        """
        sent = exists(
            select(_other.c.seq).where(_same_matter(), _other.c.kind == ALERT, _other.c.state == "sent", _other.c.summary_id == "")
        )
        told = exists(select(_other.c.seq).where(_other.c.id == deliveries.c.summary_id, _other.c.state != "pending"))
        due = or_(deliveries.c.next_attempt_at.is_(None), deliveries.c.next_attempt_at <= now)
        mine = and_(deliveries.c.channel_id == channel_id, deliveries.c.kind == ALERT, deliveries.c.state == "pending")
        query = select(deliveries.c.id, deliveries.c.summary_id).where(mine, due, ~sent, ~told)
        with self._db.read() as db:
            rows = db.execute(query.order_by(deliveries.c.created_at, deliveries.c.seq))
            return {row.id: row.summary_id for row in rows}

    def thread_receipts(self, channel_id: str, since: datetime) -> list[Receipt]:
        """Where the messages are under which something was sent since then."""
        under = select(deliveries.c.parent_delivery_id).where(
            deliveries.c.channel_id == channel_id, deliveries.c.settled_at >= since, deliveries.c.parent_delivery_id.is_not(None)
        )
        with self._db.read() as db:
            found = db.execute(select(deliveries.c.receipt).where(deliveries.c.id.in_(under)).order_by(deliveries.c.seq)).scalars()
            return [one for one in found if one is not None and one.remote_id]

    def gather(self, summary: Delivery, ids: Sequence[str], now: datetime) -> bool:
        """Lets one summary tell these alerts, which become replies under it; an earlier summary that waits is overtaken.

        False, and nothing is changed, when another process was faster.
        """
        mine = and_(deliveries.c.id.in_(list(ids)), deliveries.c.state == "pending", deliveries.c.channel_id == summary.channel_id)
        with self._db.write() as db:
            if len(list(db.execute(select(deliveries.c.seq).where(mine)))) < len(ids) or not insert_delivery(db, summary, now):
                return False
            db.execute(update(deliveries).where(mine).values(summary_id=summary.id))
            left = exists(select(_other.c.seq).where(_other.c.summary_id == deliveries.c.id))
            empty = and_(
                deliveries.c.kind == SUMMARY, deliveries.c.state == "pending", deliveries.c.channel_id == summary.channel_id, ~left
            )
            db.execute(update(deliveries).where(empty).values(state="overtaken", settled_at=now, next_attempt_at=None))
        return True


def insert_delivery(db: Connection, delivery: Delivery, now: datetime) -> bool:
    """Queues one message unless it is queued already."""
    row = {
        "id": delivery.id,
        "channel_id": delivery.channel_id,
        "kind": delivery.kind.value,
        "state": delivery.state.value,
        "next_attempt_at": delivery.next_attempt_at or (now if delivery.state.value == "pending" else None),
        "last_error": delivery.last_error,
        "alert_id": delivery.alert_id,
        "matter_id": delivery.message.matter_id,
        "summary_id": delivery.summary_id,
        "recipient_id": delivery.recipient_id,
        "created_at": delivery.created_at or now,
        "message": delivery.message,
    }
    return insert_new(db, deliveries, row)


def waits_for_another(now: datetime, threaded: Collection[str]) -> ColumnElement[bool]:
    """Whether a message stands behind another of its thread.

    On channels with threads, messages about one matter go one after the other, and what a summary tells goes after the summary. What
    is held until later, parked or in review holds nobody.
    """
    if not threaded:
        return false()
    doubted = and_(_other.c.state == "ambiguous", _other.c.first_sent_at > now - DOUBT)
    due = or_(_other.c.next_attempt_at.is_(None), _other.c.next_attempt_at <= now)
    earlier = or_(
        _other.c.created_at < deliveries.c.created_at,
        and_(_other.c.created_at == deliveries.c.created_at, _other.c.seq < deliveries.c.seq),
    )
    under_way = or_(_other.c.state == "sending", doubted, and_(_other.c.state == "pending", due, earlier))
    of_a_thread = (ALERT, RENEWAL)
    matter = and_(
        _same_matter(), _other.c.kind.in_(of_a_thread), deliveries.c.kind.in_(of_a_thread), deliveries.c.summary_id == "", under_way
    )
    summary = and_(_other.c.id == deliveries.c.summary_id, or_(_other.c.state.in_(("pending", "sending")), doubted))
    found = or_(exists(select(_other.c.seq).where(matter)), exists(select(_other.c.seq).where(summary)))
    return and_(deliveries.c.channel_id.in_(list(threaded)), found)


def parent_of(db: Connection, row: Any) -> tuple[str, Receipt | None]:
    """The message that a claimed row answers or takes the place of: its delivery id, and where it is."""
    if row.summary_id:
        summary = db.execute(select(deliveries.c.id, deliveries.c.receipt).where(deliveries.c.id == row.summary_id)).first()
        return (summary.id, summary.receipt) if summary and summary.receipt else ("", None)
    if row.kind not in (ALERT, RENEWAL) or not row.matter_id:
        return "", None
    # a first message that could not be changed any more has a successor
    found = _sent(db, row, RENEWAL)[-1:] or _sent(db, row, ALERT)[:1]
    return (found[0].id, found[0].receipt) if found else ("", None)


def outdate_by(db: Connection, sent: Delivery) -> None:
    """What a sent message changes about the message over it, or about itself when people acted on it before it was sent."""
    shown = sent.id
    if sent.kind is MessageKind.ALERT and sent.parent_id and not sent.summary_id:
        shown = sent.parent_id
        insert_new(db, redraws, {"delivery_id": shown})
    elif sent.kind is MessageKind.RENEWAL and _acted_on(db, sent.message.matter_id):
        insert_new(db, redraws, {"delivery_id": shown})
    outdate(db, shown)


def _acted_on(db: Connection, matter_id: str) -> bool:
    return db.execute(select(acts.c.seq).where(acts.c.subject == f"matter:{matter_id}").limit(1)).first() is not None


def outdate(db: Connection, delivery_id: str) -> None:
    """Counts one more reason to draw a message again, if it was ever outdated."""
    mine = redraws.c.delivery_id == delivery_id
    db.execute(update(redraws).where(mine).values(wanted=redraws.c.wanted + 1, next_attempt_at=None))


def _sent(db: Connection, row: Any, kind: str) -> list[Any]:
    query = select(deliveries.c.id, deliveries.c.receipt).where(
        _about(row.matter_id),
        deliveries.c.channel_id == row.channel_id,
        deliveries.c.kind == kind,
        deliveries.c.state == "sent",
        deliveries.c.summary_id == "",
        deliveries.c.seq != row.seq,
    )
    found = db.execute(query.order_by(deliveries.c.settled_at, deliveries.c.seq))
    return [one for one in found if one.receipt is not None and one.receipt.remote_id]


def _about(matter_id: str) -> ColumnElement[bool]:
    """Of a matter, or of one that people merged into it."""
    merged = select(matters.c.id).where(matters.c.merged_into == matter_id)
    return or_(deliveries.c.matter_id == matter_id, deliveries.c.matter_id.in_(merged))


def _same_matter() -> ColumnElement[bool]:
    """Another message about the same matter on the same channel, standing for itself."""
    return and_(
        deliveries.c.matter_id != "",
        _other.c.matter_id == deliveries.c.matter_id,
        _other.c.channel_id == deliveries.c.channel_id,
        _other.c.seq != deliveries.c.seq,
        _other.c.summary_id == "",
    )
