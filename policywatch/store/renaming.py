"""A source under another id: every row that knows the old one, in one transaction."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from policywatch.errors import UsageError
from policywatch.store.engine import Database
from policywatch.store.schema import checks, documents, listings, sources, updates

#: documents that are rewritten at a time
_BATCH = 500


class Renaming:
    """Ids of sources."""

    _db: Database

    def check_rename(self, old: str, new: str) -> None:
        """Raises UsageError when ``new`` has a history of its own, since two histories cannot become one."""
        with self._db.read() as db:
            _check(db, old, new)

    def rename_source(self, old: str, new: str) -> bool:
        """Gives the history of ``old`` the id ``new``; whether there was one. A check under way is dropped as if taken over."""
        with self._db.write() as db:
            _check(db, old, new)
            row = db.execute(select(sources).where(sources.c.id == old).with_for_update()).mappings().first()
            if row is None:
                return False
            db.execute(delete(sources).where(sources.c.id == new))
            config = replace(row["config"], id=new)
            moved = {"id": new, "config": config, "token": row["token"] + 1, "lease_owner": None, "lease_until": None}
            db.execute(insert(sources).values({**row, **moved}))
            db.execute(update(checks).where(checks.c.source_id == old).values(source_id=new))
            db.execute(update(listings).where(listings.c.source_id == old).values(source_id=new))
            _move_documents(db, old, new)
            db.execute(delete(sources).where(sources.c.id == old))
        return True


def _check(db: Connection, old: str, new: str) -> None:
    if db.execute(select(func.count()).where(checks.c.source_id == new)).scalar_one():
        raise UsageError(f"'{new}' was watched before and has a history of its own: choose another id than that for '{old}'")


def _move_documents(db: Connection, old: str, new: str) -> None:
    """Documents and their updates name their source inside too; ids of documents stay, so nothing is new again."""
    while rows := db.execute(select(documents.c.id, documents.c.content).where(documents.c.source_id == old).limit(_BATCH)).all():
        for row in rows:
            content = replace(row.content, source_id=new)
            db.execute(update(documents).where(documents.c.id == row.id).values(source_id=new, content=content))
        _move_updates(db, [row.id for row in rows], new)


def _move_updates(db: Connection, document_ids: list[str], new: str) -> None:
    found: Any = db.execute(select(updates.c.id, updates.c.content).where(updates.c.document_id.in_(document_ids))).all()
    for row in found:
        content = replace(row.content, document=replace(row.content.document, source_id=new))
        db.execute(update(updates).where(updates.c.id == row.id).values(content=content))
