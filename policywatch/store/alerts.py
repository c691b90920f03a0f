"""Alerts as people list them, with where their delivery stands."""

from typing import Any

from sqlalchemy import Select, select

from policywatch.store.engine import Database
from policywatch.store.rows import AlertRow
from policywatch.store.schema import alerts, deliveries, updates
from policywatch.types import Alert, DeliveryState, Update


class Alerts:
    """Alerts as rows."""

    _db: Database

    def alerts(self, limit: int = 100, channel_id: str | None = None, offset: int = 0) -> list[AlertRow]:
        """Alerts, the newest first."""
        ids = select(alerts.c.seq).order_by(alerts.c.seq.desc()).limit(limit).offset(offset)
        if channel_id is not None:
            ids = ids.where(alerts.c.channel_id == channel_id)
        with self._db.read() as db:
            rows = db.execute(alert_query().where(alerts.c.seq.in_(ids)).order_by(alerts.c.seq.desc()))
            return [alert_row(row) for row in rows]

    def alert(self, alert_id: str) -> AlertRow | None:
        """One alert, or ``None``."""
        with self._db.read() as db:
            row = db.execute(alert_query().where(alerts.c.id == alert_id)).first()
        return None if row is None else alert_row(row)


def alert_query() -> Select[Any]:
    """Alerts with their update and their delivery."""
    return (
        select(
            alerts.c.document_id,
            alerts.c.content.label("alert"),
            updates.c.content.label("update"),
            deliveries.c.id.label("delivery_id"),
            deliveries.c.state,
            deliveries.c.message,
        )
        .select_from(alerts)
        .join(updates, updates.c.id == alerts.c.update_id)
        .outerjoin(deliveries, (deliveries.c.alert_id == alerts.c.id) & (deliveries.c.kind == "alert"))
    )


def alert_row(row: Any) -> AlertRow:
    """One row of ``alert_query``."""
    alert: Alert = row.alert
    one: Update = row.update
    return AlertRow(
        id=alert.id,
        update_id=alert.update_id,
        channel=alert.channel_id,
        state="weekly" if row.state is None else DeliveryState(row.state),
        severity=alert.severity,
        title=one.document.title,
        url=one.document.url,
        uses=tuple(relevance.use_id for relevance in alert.relevances),
        created_at=alert.created_at,
        delivery_id=row.delivery_id,
        document_id=row.document_id,
        matter_id=alert.matter_id,
        message=row.message,
        alert=alert,
        source_id=one.document.source_id,
        jurisdiction=one.document.jurisdiction,
    )
