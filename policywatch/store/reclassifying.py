"""Verdicts given anew after the uses changed, or after something was learned: many at a time, and nobody is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update

from policywatch.store.digests import GATED
from policywatch.store.engine import Database, chunks
from policywatch.store.rows import Renewed, ScoredRow, Span
from policywatch.store.schema import classifications, documents, heads, marks, updates
from policywatch.types import Update


class Reclassifying:
    """Current verdicts, read and replaced in bulk."""

    _db: Database

    def spans(self, since: datetime | None, size: int) -> list[Span]:
        """Classified documents first seen since then that passed the gate, as runs of at most ``size`` by id."""
        query = _passed(select(documents.c.id), since).order_by(documents.c.id)
        with self._db.read() as db:
            ids = db.execute(query).scalars().all()
        return [Span(part[0], part[-1], len(part)) for start in range(0, len(ids), size) if (part := ids[start : start + size])]

    def scored(self, since: datetime | None, span: Span) -> list[ScoredRow]:
        """The documents of a span with their verdicts and marks, by id."""
        query = _passed(
            select(
                documents.c.id,
                documents.c.first_seen_at,
                documents.c.content,
                classifications.c.update_id,
                classifications.c.content.label("verdict"),
                marks.c.content.label("marks"),
            ),
            since,
        )
        query = query.outerjoin(marks, marks.c.document_id == documents.c.id)
        query = query.where(documents.c.id.between(span.first, span.last)).order_by(documents.c.id)
        with self._db.read() as db:
            return [ScoredRow(r.id, r.first_seen_at, r.content, r.verdict, r.update_id, r.marks) for r in db.execute(query)]

    def updates_of(self, ids: Sequence[str]) -> dict[str, Update]:
        """Updates by id."""
        found: dict[str, Update] = {}
        with self._db.read() as db:
            for group in chunks(ids):
                rows = db.execute(select(updates.c.id, updates.c.content).where(updates.c.id.in_(group)))
                found |= {row.id: row.content for row in rows}
        return found

    def keep_renewed(self, found: Sequence[Renewed], now: datetime) -> None:
        """Makes these the current verdicts in one transaction; earlier ones stay for the record."""
        if not found:
            return
        rows = [
            {
                "document_id": one.document_id,
                "update_id": one.update_id,
                "model": one.verdict.model,
                "created_at": now,
                "band": one.verdict.band.value,
                "topic_score": one.verdict.topic_score,
                "reason": one.verdict.reason,
                "fresh": one.fresh,
                "content": one.verdict,
            }
            for one in found
        ]
        current = update(documents).where(documents.c.id == bindparam("of"), documents.c.state == "classified")
        current = current.values(classification_id=bindparam("to"), unscored=bindparam("words"))
        with self._db.write() as db:
            adding = insert(classifications).returning(classifications.c.id, sort_by_parameter_order=True)
            ids = db.execute(adding, rows).scalars().all()
            db.execute(current, [{"of": o.document_id, "to": to, "words": o.verdict.unscored} for o, to in zip(found, ids, strict=True)])

    def newest_head(self) -> int:
        """The highest version of what was learned and let into force; 0 when there is none."""
        with self._db.read() as db:
            return db.execute(select(func.max(heads.c.version)).where(heads.c.kept)).scalar_one() or 0


def _passed(query: Select[Any], since: datetime | None) -> Select[Any]:
    query = query.join(classifications, classifications.c.id == documents.c.classification_id)
    query = query.where(documents.c.state == "classified", classifications.c.reason.not_like(f"{GATED}%"))
    return query if since is None else query.where(documents.c.first_seen_at >= since)
