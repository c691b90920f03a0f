"""What was learned and what it was learned from: embeddings, examples that people brought, and versions of heads.

An embedding is kept once per passage and embedder as the bytes that the pipeline gave; what they mean is the pipeline's affair.
Versions are only ever added: the newest kept one of a use is in force, and a rollback is a new version with old numbers.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from policywatch.store.engine import Database, chunks, insert_new, upsert
from policywatch.store.rows import HeadRow
from policywatch.store.schema import documents, embeddings, examples, heads, marks
from policywatch.types import Document


class Learning:
    """Embeddings, examples and heads as rows."""

    _db: Database

    def embeddings(self, embedder: str, keys: Sequence[str]) -> dict[str, bytes]:
        """The kept vectors of these passages, by key (sha256 in hexadecimal)."""
        found: dict[str, bytes] = {}
        with self._db.read() as db:
            for group in chunks(keys):
                query = select(embeddings.c.passage, embeddings.c.vector).where(
                    embeddings.c.embedder == embedder, embeddings.c.passage.in_([bytes.fromhex(key) for key in group])
                )
                found |= {bytes(row.passage).hex(): bytes(row.vector) for row in db.execute(query)}
        return found

    def keep_embeddings(self, embedder: str, vectors: Mapping[str, bytes]) -> None:
        """Keeps vectors; one that is there stays."""
        with self._db.write() as db:
            for key, vector in vectors.items():
                insert_new(db, embeddings, {"embedder": embedder, "passage": bytes.fromhex(key), "vector": vector})

    def keep_marks(self, found: Mapping[str, str]) -> None:
        """Keeps, per document, what a change of uses does not change; replaces what was kept."""
        with self._db.write() as db:
            for document_id, content in found.items():
                upsert(db, marks, [{"document_id": document_id, "content": content}])

    def marks(self, ids: Sequence[str]) -> dict[str, str]:
        """What was kept of these documents."""
        found: dict[str, str] = {}
        with self._db.read() as db:
            for group in chunks(ids):
                query = select(marks.c.document_id, marks.c.content).where(marks.c.document_id.in_(group))
                found |= {row.document_id: row.content for row in db.execute(query)}
        return found

    def keep_example(self, example_id: str, document: Document, now: datetime) -> None:
        """Keeps a document that people brought to learn from, or replaces it."""
        with self._db.write() as db:
            upsert(db, examples, [{"id": example_id, "kept_at": now, "content": document}])

    def judged_documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """Documents by id, watched ones and examples that people brought."""
        found: dict[str, Document] = {}
        with self._db.read() as db:
            for group in chunks(ids):
                for table in (documents, examples):
                    query = select(table.c.id, table.c.content).where(table.c.id.in_(group))
                    found |= {row.id: row.content for row in db.execute(query)}
        return found

    def keep_head(self, head: HeadRow) -> int:
        """Adds a version; its number."""
        values = {name: getattr(head, name) for name in _HEAD}
        with self._db.write() as db:
            version: int = db.execute(insert(heads).values(values).returning(heads.c.version)).scalar_one()
        return version

    def heads(self, use_id: str | None = None) -> list[HeadRow]:
        """Every version, the newest first."""
        query = select(heads).order_by(heads.c.version.desc())
        if use_id is not None:
            query = query.where(heads.c.use_id == use_id)
        with self._db.read() as db:
            return [_head(row) for row in db.execute(query)]


_HEAD = ("use_id", "embedder", "created_at", "kept", "reason", "positives", "negatives", "basis", "numbers")


def _head(row: Any) -> HeadRow:
    return HeadRow(version=row.version, **{name: getattr(row, name) for name in _HEAD})
