"""Updates that wait for an admin, because nearly everything of their source was new at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from policywatch.store.engine import Database, chunks
from policywatch.store.schema import documents, pending


class Held:
    """Held updates."""

    _db: Database

    def held(self, source_id: str) -> tuple[int, datetime | None]:
        """How many updates of a source are held, and since when."""
        with self._db.read() as db:
            query = select(func.count(), func.min(pending.c.held_at)).join(documents, documents.c.id == pending.c.document_id)
            count, since = db.execute(query.where(documents.c.source_id == source_id, _open())).one()
        return count, since

    def release_held(self, source_id: str, news: bool, now: datetime) -> int:
        """Lets held updates go their way, or keeps their documents without telling anybody; how many there were."""
        with self._db.write() as db:
            query = select(pending.c.id, pending.c.document_id).join(documents, documents.c.id == pending.c.document_id)
            rows = db.execute(query.where(documents.c.source_id == source_id, _open())).all()
            state, values = ("to_classify", {"held_at": None}) if news else ("stored", {"held_at": None, "done_at": now})
            for ids in chunks([row.id for row in rows]):
                db.execute(update(pending).where(pending.c.id.in_(ids)).values(values))
            set_state(db, [row.document_id for row in rows], state)
        return len(rows)

    def known_titles(self, source_id: str, titles: Sequence[str]) -> int:
        """How many of these titles documents of the source have already."""
        count = 0
        with self._db.read() as db:
            for group in chunks(dict.fromkeys(titles)):
                query = select(func.count(func.distinct(documents.c.title)))
                count += db.execute(query.where(documents.c.source_id == source_id, documents.c.title.in_(group))).scalar_one()
        return count


def _open() -> ColumnElement[bool]:
    return pending.c.held_at.is_not(None) & pending.c.done_at.is_(None)


def set_state(db: Connection, document_ids: Sequence[str], state: str) -> None:
    """Moves documents on."""
    for ids in chunks(document_ids):
        db.execute(update(documents).where(documents.c.id.in_(ids)).values(state=state))
