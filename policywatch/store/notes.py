"""Small things the store remembers: named values, requests that were taken, and what people thought of a verdict."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from policywatch.store.engine import Database, insert_new, upsert
from policywatch.store.rows import FeedbackRow
from policywatch.store.schema import feedback, meta, requests
from policywatch.types import Feedback


class Notes:
    """Named values and feedback."""

    _db: Database

    def meta_get(self, key: str) -> str | None:
        """A named value, or ``None``."""
        with self._db.read() as db:
            return db.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()

    def meta_set(self, key: str, value: str) -> None:
        """Remembers a value under a name."""
        with self._db.write() as db:
            upsert(db, meta, [{"key": key, "value": value}])

    def take_request(self, request_id: str, about: str, now: datetime) -> tuple[bool, str]:
        """Whether a request from outside comes for the first time, and what it is about: as it was found then, however often it comes."""
        with self._db.write() as db:
            first = insert_new(db, requests, {"id": request_id, "about": about, "taken_at": now})
            return first, db.execute(select(requests.c.about).where(requests.c.id == request_id)).scalar_one()

    def forget_requests(self, prefix: str, before: datetime) -> int:
        """Forgets requests whose id begins so and that came before an instant, after which they are refused anyway; how many."""
        old = requests.c.id.startswith(prefix, autoescape=True) & (requests.c.taken_at < before)
        with self._db.write() as db:
            return db.execute(delete(requests).where(old)).rowcount

    def metas(self, prefix: str) -> dict[str, str]:
        """Every named value whose name begins so."""
        with self._db.read() as db:
            query = select(meta.c.key, meta.c.value).where(meta.c.key.startswith(prefix, autoescape=True))
            return {row.key: row.value for row in db.execute(query.order_by(meta.c.key))}

    def feedback_add(self, *verdicts: Feedback) -> list[int]:
        """Keeps verdicts of people; their ids, with which they can be undone."""
        with self._db.write() as db:
            return [db.execute(insert(feedback).values(_values(one)).returning(feedback.c.id)).scalar_one() for one in verdicts]

    def feedback_list(self, document_id: str | None = None, limit: int | None = 100) -> list[FeedbackRow]:
        """Verdicts of people, undone ones too, the newest first; every one with ``limit`` ``None``."""
        query = select(feedback).order_by(feedback.c.id.desc()).limit(limit)
        if document_id is not None:
            query = query.where(feedback.c.document_id == document_id)
        with self._db.read() as db:
            return [feedback_row(row) for row in db.execute(query)]

    def feedback_undo(self, feedback_id: int, now: datetime) -> bool:
        """Takes a verdict back; whether there was one to take back."""
        mine = (feedback.c.id == feedback_id) & feedback.c.undone_at.is_(None)
        with self._db.write() as db:
            return bool(db.execute(update(feedback).where(mine).values(undone_at=now)).rowcount)


def _values(verdict: Feedback) -> dict[str, Any]:
    return {
        "document_id": verdict.document_id,
        "use_id": verdict.use_id,
        "relevant": verdict.relevant,
        "person_id": verdict.person_id,
        "given_at": verdict.at,
        "reason": verdict.reason,
    }


def feedback_row(row: Any) -> FeedbackRow:
    return FeedbackRow(row.id, row.document_id, row.use_id, row.relevant, row.person_id, row.given_at, row.reason, row.undone_at)
