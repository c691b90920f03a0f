"""What is remembered of people, by pseudonymous id alone; and how it is forgotten."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, and_, delete, select, union, update

from policywatch.store import opening
from policywatch.store.engine import Database, insert_new
from policywatch.store.notes import feedback_row
from policywatch.store.rows import PersonRow, Traces
from policywatch.store.schema import acts, bounces, deliveries, feedback, people
from policywatch.types import Act


class People:
    """People as rows, and the traces they left in others."""

    _db: Database

    def people(self) -> list[PersonRow]:
        """Everybody who is remembered or has left a trace, by id."""
        traces = union(
            select(people.c.id),
            select(acts.c.person_id),
            select(feedback.c.person_id),
            select(deliveries.c.recipient_id),
        ).subquery()
        query = select(traces.c.id, people.c.sealed, people.c.seen_at, people.c.erased_at).outerjoin(people, people.c.id == traces.c.id)
        with self._db.read() as db:
            rows = db.execute(query.where(traces.c.id != "").order_by(traces.c.id))
            return [PersonRow(row.id, row.sealed, row.seen_at, row.erased_at) for row in rows]

    def keep_people(self, sealed: Mapping[str, str], now: datetime) -> None:
        """Remembers sealed people by id; who was erased stays so."""
        with self._db.write() as db:
            for person_id, content in sealed.items():
                if not insert_new(db, people, {"id": person_id, "sealed": content, "seen_at": now}):
                    mine = and_(people.c.id == person_id, people.c.erased_at.is_(None))
                    db.execute(update(people).where(mine).values(sealed=content, seen_at=now))

    def traces(self, person_id: str) -> Traces:
        """What one person left behind; their acts are in ``acts``."""
        verdicts = select(feedback).where(feedback.c.person_id == person_id).order_by(feedback.c.id)
        returned = select(bounces.c.status, bounces.c.came_at).where(bounces.c.recipient_id == person_id).order_by(bounces.c.came_at)
        mails = select(deliveries).where(deliveries.c.recipient_id == person_id).order_by(deliveries.c.seq)
        with self._db.read() as db:
            return Traces(
                tuple(feedback_row(row) for row in db.execute(verdicts)),
                tuple((row.id, row.message.title, row.state, row.created_at) for row in db.execute(mails)),
                tuple((row.status, row.came_at) for row in db.execute(returned)),
            )

    def erase_person(self, person_id: str, act: Act, now: datetime) -> None:
        """Forgets name, addresses and own words of a person, and stops what waits for them; the pseudonym and ``act`` stay."""
        with self._db.write() as db:
            insert_new(db, people, {"id": person_id, "seen_at": now})
            db.execute(update(people).where(people.c.id == person_id).values(sealed=None, erased_at=now))
            db.execute(update(feedback).where(feedback.c.person_id == person_id).values(reason=""))
            db.execute(delete(bounces).where(bounces.c.recipient_id == person_id))
            _forget_words(db, person_id)
            waiting = and_(deliveries.c.recipient_id == person_id, deliveries.c.state.in_(("pending", "parked", "review")))
            stopped = {"state": "rejected", "settled_at": now, "next_attempt_at": None, "last_error": "the recipient was erased"}
            db.execute(update(deliveries).where(waiting).values(stopped))
            row = {"id": act.id, "kind": act.kind.value, "person_id": act.person_id, "subject": act.subject, "at": act.at, "content": act}
            insert_new(db, acts, row)

    def compact(self) -> None:
        """Writes an SQLite file anew, so that nothing that was deleted lies in it any more; PostgreSQL does so by itself."""
        if self._db.file is not None:
            opening.compact_sqlite(self._db.file, self._db.busy_timeout_s)


def _forget_words(db: Connection, person_id: str) -> None:
    """Acts stay with who, what and when; the person's own words and the click's id at the chat service go."""
    query = select(acts.c.seq, acts.c.content).where(acts.c.person_id == person_id)
    for row in db.execute(query).all():
        kept = replace(row.content, reason="", request="")
        db.execute(update(acts).where(acts.c.seq == row.seq).values(content=kept))
