"""Messages that no longer show what stands: what is to be drawn again in place, and who is at it.

A row counts how often its message was outdated and how often it was drawn since. Drawing always shows what stands at that
moment, so that any number of wishes is one update, one that failed is tried again, and one drawn twice is the same message.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from policywatch.store.engine import Database, insert_new
from policywatch.store.rows import Redraw
from policywatch.store.schema import deliveries, redraws
from policywatch.store.sources import free
from policywatch.store.threads import outdate
from policywatch.types import Message, MessageKind


class Redraws:
    """Redraws as rows, and claims on them."""

    _db: Database

    def claim_redraws(self, now: datetime, owner: str, lease_s: float, limit: int = 20, matter_id: str | None = None) -> list[Redraw]:
        """Sent messages that are outdated, leased to ``owner``, each with the newest that was told in its place."""
        with self._db.write() as db:
            due = or_(redraws.c.next_attempt_at.is_(None), redraws.c.next_attempt_at <= now)
            query = select(redraws.c.delivery_id).join(deliveries, deliveries.c.id == redraws.c.delivery_id)
            query = query.where(
                redraws.c.wanted > redraws.c.drawn, deliveries.c.state == "sent", due, free(db, redraws, now), _shows_the_matter()
            )
            if matter_id is not None:
                query = query.where(deliveries.c.matter_id == matter_id)
            ids = list(db.execute(query.order_by(deliveries.c.seq).limit(limit).with_for_update(skip_locked=True, of=redraws)).scalars())
            lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s), "token": redraws.c.token + 1}
            db.execute(update(redraws).where(redraws.c.delivery_id.in_(ids)).values(lease))
            rows = {row.delivery_id: row for row in db.execute(select(redraws).where(redraws.c.delivery_id.in_(ids)))}
            return [Redraw(one, _newest(db, one), rows[one].wanted, rows[one].attempts, rows[one].token) for one in ids]

    def next_redraw_at(self) -> datetime | None:
        """When the next outdated message can be drawn; ``None`` when all show what stands."""
        at = func.coalesce(redraws.c.next_attempt_at, deliveries.c.created_at)
        query = select(func.min(at)).join(deliveries, deliveries.c.id == redraws.c.delivery_id)
        query = query.where(redraws.c.wanted > redraws.c.drawn, deliveries.c.state == "sent", _shows_the_matter())
        with self._db.read() as db:
            found: datetime | None = db.execute(query).scalar_one()
        return found

    def settle_redraw(
        self,
        redraw: Redraw,
        now: datetime,
        *,
        drawn: bool,
        next_attempt_at: datetime | None = None,
        error: str = "",
        doubtful_until: datetime | None = None,
    ) -> None:
        """Writes how it ended and frees the lease; a redraw that was taken over meanwhile stays as it is.

        While an earlier update may still be carried out, one that was drawn is drawn once more after that time.
        """
        mine = and_(redraws.c.delivery_id == redraw.delivery_id, redraws.c.token == redraw.token)
        values: dict[str, Any] = {"lease_owner": None, "lease_until": None, "next_attempt_at": next_attempt_at, "last_error": error}
        with self._db.write() as db:
            doubt = doubtful_until or db.execute(select(redraws.c.doubtful_until).where(mine)).scalar_one_or_none()
            if drawn and doubt is not None and doubt > now:
                values |= {"next_attempt_at": doubt, "attempts": 0}
            elif drawn:
                values |= {"drawn": redraw.wanted, "attempts": 0, "doubtful_until": None}
            else:
                values |= {"attempts": redraw.attempts + 1, "doubtful_until": doubt}
            db.execute(update(redraws).where(mine).values(values))


def want_redraws(db: Connection, matter_id: str) -> None:
    """What was told first about a matter, in every channel, no longer shows what stands."""
    first = select(deliveries.c.id).where(
        deliveries.c.matter_id == matter_id,
        deliveries.c.state != "rejected",
        _shows_the_matter(),
    )
    for delivery_id in list(db.execute(first).scalars()):
        insert_new(db, redraws, {"delivery_id": delivery_id})
        outdate(db, delivery_id)


def _shows_the_matter() -> ColumnElement[bool]:
    """First messages about a matter, their successors, and what stands in the thread of a summary; not news under a first message."""
    first = and_(deliveries.c.kind == MessageKind.ALERT.value, deliveries.c.parent_delivery_id.is_(None))
    return or_(first, deliveries.c.kind == MessageKind.RENEWAL.value, deliveries.c.summary_id != "")


def _newest(db: Connection, delivery_id: str) -> Message:
    """The newest that was told in a message or under it."""
    query = select(deliveries.c.message).where(
        or_(deliveries.c.id == delivery_id, deliveries.c.parent_delivery_id == delivery_id),
        deliveries.c.state == "sent",
    )
    message: Message = db.execute(query.order_by(deliveries.c.created_at.desc(), deliveries.c.seq.desc()).limit(1)).scalar_one()
    return message
