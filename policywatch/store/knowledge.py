"""Documents on their way into a chatbot's knowledge base."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_

from policywatch.store.documents import document_query, document_row
from policywatch.store.engine import Database, upsert
from policywatch.store.rows import Fed
from policywatch.store.schema import classifications, documents, knowledge
from policywatch.store.threads import insert_delivery
from policywatch.types import Band


class Knowledge:
    """What a knowledge base was told, and what it was not yet."""

    _db: Database

    def to_feed(self, channel_id: str, limit: int) -> list[Fed]:
        """Documents that regulate AI and are new, or were changed or judged again, since they were last looked at for this channel."""
        stale = or_(
            knowledge.c.document_id.is_(None),
            knowledge.c.classification_id != documents.c.classification_id,
            knowledge.c.changed_at != documents.c.changed_at,
        )
        query = _query(channel_id).where(documents.c.state == "classified", classifications.c.band == Band.ALERT.value, stale)
        with self._db.read() as db:
            return [_fed(row) for row in db.execute(query.order_by(documents.c.first_seen_at, documents.c.id).limit(limit))]

    def fed(self, channel_id: str, document_id: str) -> Fed | None:
        """What a channel was told of a document as it is now, or ``None`` when there is no such document."""
        with self._db.read() as db:
            row = db.execute(_query(channel_id).where(documents.c.id == document_id)).first()
        return None if row is None else _fed(row)

    def keep_fed(self, channel_id: str, looked_at: Sequence[Fed], now: datetime) -> None:
        """Remembers the versions and queues their deliveries, in one transaction."""
        with self._db.write() as db:
            for one in looked_at:
                row = {"channel_id": channel_id, "document_id": one.row.id, "version": one.version, "delivery_id": one.delivery_id}
                upsert(db, knowledge, [row | {"classification_id": one.classification_id, "changed_at": one.changed_at}])
                if one.delivery is not None:
                    insert_delivery(db, one.delivery, now)


def _query(channel_id: str) -> Select[Any]:
    mine = and_(knowledge.c.document_id == documents.c.id, knowledge.c.channel_id == channel_id)
    more = (documents.c.classification_id, documents.c.changed_at, knowledge.c.version, knowledge.c.delivery_id)
    return document_query(*more).outerjoin(knowledge, mine)


def _fed(row: Any) -> Fed:
    return Fed(document_row(row), row.classification_id, row.changed_at, row.version or "", row.delivery_id or "")
