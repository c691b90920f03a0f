"""What lists name, and what they name no longer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from policywatch.store.documents import document_query, document_row
from policywatch.store.engine import Database, chunks, upsert
from policywatch.store.rows import DocumentRow, ListingChange
from policywatch.store.schema import documents, listings
from policywatch.types import Listed


class Listings:
    """Lists of sources as they were last read whole."""

    _db: Database

    def listed(self, source_id: str) -> Listed | None:
        """What the list of a source named at the last whole look, or ``None``."""
        with self._db.read() as db:
            found: Listed | None = db.execute(select(listings.c.listed).where(listings.c.source_id == source_id)).scalar_one_or_none()
        return found

    def documents_of(self, source_id: str, keys: Sequence[str]) -> list[DocumentRow]:
        """The documents of a source with these keys."""
        found: list[DocumentRow] = []
        with self._db.read() as db:
            for group in chunks(keys):
                query = document_query().where(documents.c.source_id == source_id, documents.c.key.in_(group))
                found += [document_row(row) for row in db.execute(query.order_by(documents.c.id))]
        return found


def keep_listing(db: Connection, source_id: str, change: ListingChange, now: datetime) -> None:
    """Keeps what the list names; documents learn that it names them no longer, or again."""
    upsert(db, listings, [{"source_id": source_id, "listed": change.listed}])
    for keys, at in ((change.unlisted, now), (change.appeared, None)):
        for group in chunks(keys):
            mine = (documents.c.source_id == source_id) & documents.c.key.in_(group)
            other = documents.c.unlisted_at.is_(None) if at else documents.c.unlisted_at.is_not(None)
            db.execute(update(documents).where(mine, other).values(unlisted_at=at))
