"""Matters: their documents, numbers and links, found by number or by likeness, and put right by people.

A document has one matter at a time. A matter that was merged into another keeps its row, because alerts name it, and points
to where its documents went.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from policywatch.store.documents import document_query, document_row
from policywatch.store.engine import Database, chunks, insert_new
from policywatch.store.rows import DocumentRow, MatterRow
from policywatch.store.schema import (
    documents,
    legal_dates,
    matter_documents,
    matter_identifiers,
    matter_relations,
    matters,
    sketches,
    updates,
)
from policywatch.types import LegalDate, Matter, Relation, Update


class Matters:
    """Matters as rows."""

    _db: Database

    def matter_for(self, identifiers: Sequence[str]) -> Matter | None:
        """The oldest matter that has one of these official identifiers, or ``None``."""
        with self._db.read() as db:
            query = select(matters).join(matter_identifiers, matter_identifiers.c.matter_id == matters.c.id)
            query = query.where(matter_identifiers.c.identifier.in_(list(identifiers)))
            row = db.execute(query.order_by(matters.c.created_at, matters.c.id)).first()
            return None if row is None else _matter(db, row)

    def matter_holding(self, document_id: str) -> Matter | None:
        """The matter a document is in, or ``None`` while it has none."""
        with self._db.read() as db:
            query = select(matters).join(matter_documents, matter_documents.c.matter_id == matters.c.id)
            row = db.execute(query.where(matter_documents.c.document_id == document_id)).first()
            return None if row is None else _matter(db, row)

    def alike(self, keys: Sequence[str], besides: str, limit: int) -> list[tuple[DocumentRow, Matter]]:
        """Placed documents kept under these keys, those with most of them first; ``besides`` is left out."""
        shared: dict[str, int] = {}
        with self._db.read() as db:
            for group in chunks(keys):
                query = select(sketches.c.document_id, func.count().label("n")).where(sketches.c.key.in_(group))
                for row in db.execute(query.where(sketches.c.document_id != besides).group_by(sketches.c.document_id)):
                    shared[row.document_id] = shared.get(row.document_id, 0) + row.n
            best = sorted(shared, key=lambda one: (-shared[one], one))[:limit]
            held = select(matters, matter_documents.c.document_id).join(matter_documents, matter_documents.c.matter_id == matters.c.id)
            found = {row.document_id: _matter(db, row) for row in db.execute(held.where(matter_documents.c.document_id.in_(best))).all()}
            rows = {row.id: document_row(row) for row in db.execute(document_query().where(documents.c.id.in_(best)))}
        return [(rows[one], found[one]) for one in best if one in found and one in rows]

    def matter_dates(self, matter_id: str, besides: str) -> tuple[LegalDate, ...]:
        """The legal dates that other documents of a matter give; ``besides`` is the id of the one left out."""
        mine = matter_documents.c.document_id == legal_dates.c.document_id
        query = select(legal_dates.c.legal_date).join(matter_documents, mine).order_by(legal_dates.c.id)
        with self._db.read() as db:
            others = (matter_documents.c.matter_id == matter_id) & (matter_documents.c.document_id != besides)
            return tuple(db.execute(query.where(others)).scalars())

    def matters(self, limit: int = 100) -> list[MatterRow]:
        """Matters with documents, the one that changed last first."""
        with self._db.read() as db:
            query = _matter_query().order_by(func.max(documents.c.changed_at).desc(), matters.c.id).limit(limit)
            return [_matter_row(db, row) for row in db.execute(query).all()]

    def matter(self, matter_id: str) -> MatterRow | None:
        """One matter, or the one it was merged into; ``None`` when there is none."""
        with self._db.read() as db:
            merged = db.execute(select(matters.c.merged_into).where(matters.c.id == matter_id)).scalar()
            row = db.execute(_matter_query().where(matters.c.id == (merged or matter_id))).first()
            return None if row is None else _matter_row(db, row)

    def matter_documents(self, matter_id: str) -> list[DocumentRow]:
        """The documents of a matter, the first published first."""
        held = select(matter_documents.c.document_id).where(matter_documents.c.matter_id == matter_id)
        when = func.coalesce(documents.c.published_at, documents.c.first_seen_at)
        with self._db.read() as db:
            rows = db.execute(document_query().where(documents.c.id.in_(held)).order_by(when, documents.c.id))
            return [document_row(row) for row in rows]

    def matter_updates(self, matter_id: str) -> list[Update]:
        """What was learned about the documents of a matter, the oldest first."""
        held = select(matter_documents.c.document_id).where(matter_documents.c.matter_id == matter_id)
        query = select(updates.c.content).where(updates.c.document_id.in_(held)).order_by(updates.c.seen_at, updates.c.id)
        with self._db.read() as db:
            return list(db.execute(query).scalars())

    def relations(self, matter_id: str) -> list[tuple[Relation, Matter]]:
        """The links of a matter, each with the matter at its other end."""
        mine = (matter_relations.c.matter_id == matter_id) | (matter_relations.c.other_id == matter_id)
        with self._db.read() as db:
            found = [row.relation for row in db.execute(select(matter_relations.c.relation).where(mine).order_by(matter_relations.c.id))]
            ends = {one.other_id if one.matter_id == matter_id else one.matter_id for one in found}
            known = {row.id: _matter(db, row) for row in db.execute(select(matters).where(matters.c.id.in_(ends))).all()}
        ends_of = ((one, one.other_id if one.matter_id == matter_id else one.matter_id) for one in found)
        return [(one, known[end]) for one, end in ends_of if end in known]

    def split_matter(self, new: Matter, document_ids: Sequence[str], now: datetime) -> None:
        """Puts documents into a matter of their own; the numbers of the new matter go with them. A repeat changes nothing."""
        with self._db.write() as db:
            insert_new(db, matters, {"id": new.id, "title": new.title, "created_at": now})
            for group in chunks(document_ids):
                db.execute(update(matter_documents).where(matter_documents.c.document_id.in_(group)).values(matter_id=new.id))
            for group in chunks(new.identifiers):
                db.execute(update(matter_identifiers).where(matter_identifiers.c.identifier.in_(group)).values(matter_id=new.id))

    def merge_matters(self, matter_id: str, into_id: str, now: datetime) -> None:
        """Moves documents, numbers and links of a matter into another, to which it then points. A repeat changes nothing."""
        with self._db.write() as db:
            for table in (matter_documents, matter_identifiers):
                db.execute(update(table).where(table.c.matter_id == matter_id).values(matter_id=into_id))
            merged = (matters.c.id == matter_id) | (matters.c.merged_into == matter_id)
            db.execute(update(matters).where(merged).values(merged_into=into_id))
            db.execute(update(matters).where(matters.c.id == into_id).values(merged_into=None))
            mine = (matter_relations.c.matter_id == matter_id) | (matter_relations.c.other_id == matter_id)
            links = list(db.execute(select(matter_relations.c.relation).where(mine)).scalars())
            db.execute(matter_relations.delete().where(mine))
            for one in links:
                ends = [into_id if end == matter_id else end for end in (one.matter_id, one.other_id)]
                if ends[0] != ends[1]:
                    keep_relation(db, Relation(one.kind, ends[0], ends[1]), now)


def keep_relation(db: Connection, relation: Relation, now: datetime) -> None:
    """Keeps a link once."""
    ends = {"kind": relation.kind.value, "matter_id": relation.matter_id, "other_id": relation.other_id}
    insert_new(db, matter_relations, ends | {"created_at": now, "relation": relation})


def keep_placement(
    db: Connection, document_id: str, matter: Matter, relations: Sequence[Relation], keys: Sequence[str], now: datetime
) -> None:
    """A document in its matter, with the matter's numbers and links and the keys of the document; it stays where it is already."""
    insert_new(db, matters, {"id": matter.id, "title": matter.title, "created_at": now})
    for identifier in matter.identifiers:
        insert_new(db, matter_identifiers, {"identifier": identifier, "matter_id": matter.id})
    insert_new(db, matter_documents, {"matter_id": matter.id, "document_id": document_id})
    for relation in relations:
        keep_relation(db, relation, now)
    db.execute(sketches.delete().where(sketches.c.document_id == document_id))
    if keys:
        db.execute(insert(sketches), [{"key": key, "document_id": document_id} for key in dict.fromkeys(keys)])


def _matter(db: Connection, row: Any) -> Matter:
    own = select(matter_identifiers.c.identifier).where(matter_identifiers.c.matter_id == row.id)
    return Matter(row.id, row.title, tuple(db.execute(own.order_by(matter_identifiers.c.identifier)).scalars()))


def _matter_query() -> Any:
    return (
        select(
            matters.c.id,
            matters.c.title,
            func.count().label("documents"),
            func.min(documents.c.first_seen_at).label("first_seen_at"),
            func.max(documents.c.changed_at).label("changed_at"),
        )
        .join(matter_documents, matter_documents.c.matter_id == matters.c.id)
        .join(documents, documents.c.id == matter_documents.c.document_id)
        .group_by(matters.c.id, matters.c.title)
    )


def _matter_row(db: Connection, row: Any) -> MatterRow:
    return MatterRow(_matter(db, row), row.documents, row.first_seen_at, row.changed_at)
