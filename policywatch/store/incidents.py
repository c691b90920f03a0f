"""Incidents: what is wrong with the watch itself, opened once and closed by itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, select, update

from policywatch.store.engine import Database, insert_new
from policywatch.store.rows import IncidentRow
from policywatch.store.schema import incidents
from policywatch.store.threads import insert_delivery
from policywatch.types import Delivery


class Incidents:
    """Incidents as rows; at most one is open per subject and cause."""

    _db: Database

    def open_incidents(self) -> list[IncidentRow]:
        """What is wrong now, the oldest first."""
        with self._db.read() as db:
            rows = db.execute(select(incidents).where(incidents.c.open_key.is_not(None)).order_by(incidents.c.id))
            return [IncidentRow(row.id, row.subject, row.cause, row.what, row.opened_at, row.closed_at) for row in rows]

    def incidents(self, limit: int = 100) -> list[IncidentRow]:
        """What is and was wrong, the newest first."""
        with self._db.read() as db:
            rows = db.execute(select(incidents).order_by(incidents.c.id.desc()).limit(limit))
            return [IncidentRow(row.id, row.subject, row.cause, row.what, row.opened_at, row.closed_at) for row in rows]

    def keep_incidents(
        self, opened: Sequence[IncidentRow], closed: Sequence[IncidentRow], deliveries: Sequence[Delivery], now: datetime
    ) -> int:
        """Opens what is not open yet, closes what is fixed and queues what is told about it; how many were opened."""
        with self._db.write() as db:
            new = 0
            for one in opened:
                row = {"subject": one.subject, "cause": one.cause, "what": one.what, "opened_at": one.opened_at}
                new += insert_new(db, incidents, row | {"open_key": f"{one.subject} {one.cause}"})
            for one in closed:
                mine = and_(incidents.c.id == one.id, incidents.c.open_key.is_not(None))
                db.execute(update(incidents).where(mine).values(closed_at=now, open_key=None))
            for delivery in deliveries:
                insert_delivery(db, delivery, now)
        return new
