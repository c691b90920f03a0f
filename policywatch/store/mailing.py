"""The weekly mail's recipients, by pseudonymous ids alone: what was queued for them, how they leave, and what came back."""

from datetime import datetime

from sqlalchemy import and_, func, select, update

from policywatch.store.engine import Database, insert_new
from policywatch.store.schema import bounces, deliveries, digest_tokens
from policywatch.types import Message, MessageKind

_YEAR = 53


class Mailing:
    """Digests queued, links out of a list, and bounces as rows."""

    _db: Database

    def digest_messages(self, recipient_id: str, digest_id: str) -> list[Message]:
        """What was queued of a digest for a recipient, whatever became of it; the newest of a year."""
        query = select(deliveries.c.message).where(deliveries.c.kind == MessageKind.DIGEST.value, deliveries.c.recipient_id == recipient_id)
        with self._db.read() as db:
            found = db.execute(query.order_by(deliveries.c.seq.desc()).limit(_YEAR)).scalars()
            return [message for message in found if message.lines[:1] == (digest_id,)]

    def reject_digests(self, recipient_id: str, digest_id: str, now: datetime) -> int:
        """Rejects what waits for a recipient who has left the list; how many. What is under way ends by itself."""
        waiting = and_(
            deliveries.c.kind == MessageKind.DIGEST.value,
            deliveries.c.recipient_id == recipient_id,
            deliveries.c.state.in_(("pending", "parked", "review")),
        )
        with self._db.write() as db:
            rows = db.execute(select(deliveries.c.seq, deliveries.c.message).where(waiting)).all()
            seqs = [row.seq for row in rows if row.message.lines[:1] == (digest_id,)]
            values = {"state": "rejected", "settled_at": now, "next_attempt_at": None, "last_error": "the recipient left the list"}
            return db.execute(update(deliveries).where(deliveries.c.seq.in_(seqs)).values(values)).rowcount

    def keep_token(self, fingerprint: str, digest_id: str, recipient_id: str, now: datetime) -> None:
        """Remembers by its fingerprint which recipient a link leads out of which list; the link itself is never stored."""
        row = {"fingerprint": fingerprint, "digest_id": digest_id, "recipient_id": recipient_id, "created_at": now}
        with self._db.write() as db:
            insert_new(db, digest_tokens, row)

    def token(self, fingerprint: str) -> tuple[str, str] | None:
        """Digest and recipient of a link, or ``None`` for one that was never handed out."""
        query = select(digest_tokens.c.digest_id, digest_tokens.c.recipient_id).where(digest_tokens.c.fingerprint == fingerprint)
        with self._db.read() as db:
            row = db.execute(query).first()
        return None if row is None else (row.digest_id, row.recipient_id)

    def keep_bounce(self, report: str, recipient_id: str, final: bool, status: str, now: datetime) -> bool:
        """Keeps that a mail came back; false when this very report (by its fingerprint) is kept already."""
        row = {"report": report, "recipient_id": recipient_id, "final": final, "status": status, "came_at": now}
        with self._db.write() as db:
            return insert_new(db, bounces, row)

    def final_bounces(self) -> dict[str, int]:
        """By recipient, how often mail came back for good since it was last forgiven."""
        query = select(bounces.c.recipient_id, func.count().label("n")).where(bounces.c.final, bounces.c.forgiven_at.is_(None))
        with self._db.read() as db:
            return {row.recipient_id: row.n for row in db.execute(query.group_by(bounces.c.recipient_id))}

    def forgive_bounces(self, recipient_id: str, now: datetime) -> int:
        """Forgets a recipient's bounces, as when the address was mended; how many."""
        mine = and_(bounces.c.recipient_id == recipient_id, bounces.c.forgiven_at.is_(None))
        with self._db.write() as db:
            return db.execute(update(bounces).where(mine).values(forgiven_at=now)).rowcount

    def bounces_forgiven_at(self, recipient_id: str) -> datetime | None:
        """When a recipient's bounces were last forgiven, or ``None``."""
        query = select(func.max(bounces.c.forgiven_at)).where(bounces.c.recipient_id == recipient_id)
        with self._db.read() as db:
            at: datetime | None = db.execute(query).scalar_one()
        return at
