"""Classification: what waits for it, and the one commit that makes it *to be told*.

Verdict, matter, alerts and deliveries are one transaction under unique keys, so that a crash repeats the whole step and a
repeat adds nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from policywatch.errors import LeaseLost
from policywatch.failpoints import failpoint
from policywatch.store.documents import document_query, document_row, keep_dates
from policywatch.store.engine import Database, chunks, insert_new
from policywatch.store.matters import keep_placement
from policywatch.store.rows import Classified, DocumentRow, Pending
from policywatch.store.schema import (
    alerts,
    classifications,
    documents,
    pending,
    updates,
)
from policywatch.store.sources import free
from policywatch.store.threads import insert_delivery
from policywatch.types import Band, Classification, Delivery, Document, LegalDate

#: the fields of a document that its text answers for
_FOUND = ("dates", "document_type", "status", "identifiers", "language", "jurisdiction", "authority")


class Classifying:
    """What waits for a verdict, and verdicts."""

    _db: Database

    def to_classify(self, now: datetime, owner: str, lease_s: float, limit: int) -> list[Pending]:
        """The oldest documents that wait for a verdict, leased to ``owner``; updates before seeds."""
        with self._db.write() as db:
            query = select(pending.c.id).where(pending.c.done_at.is_(None), pending.c.held_at.is_(None), free(db, pending, now))
            query = query.order_by(pending.c.update_id == "", pending.c.id).limit(limit)
            ids = db.execute(query.with_for_update(skip_locked=True)).scalars().all()
            found: list[Pending] = []
            for group in chunks(ids):
                lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s), "token": pending.c.token + 1}
                db.execute(update(pending).where(pending.c.id.in_(group)).values(lease))
                found += _read_pending(db, group)
        return sorted(found, key=lambda one: one.picture)

    def release_pending(self, items: Sequence[Pending]) -> None:
        """Gives documents back without a verdict."""
        with self._db.write() as db:
            for one in items:
                free_again = {"lease_owner": None, "lease_until": None}
                db.execute(update(pending).where(_row_of(one), pending.c.token == one.token).values(free_again))

    def keep_classified(self, items: Sequence[Classified], now: datetime) -> None:
        """Keeps verdicts with their matters, alerts and deliveries in one transaction; a repeat adds nothing.

        Raises LeaseLost, and keeps none of them, when another process took one over.
        """
        with self._db.write() as db:
            for item in items:
                if _claimed(db, item.pending):
                    _keep_one(db, item, now)
            failpoint("in_classified")

    def picture_pending(self, now: datetime) -> list[DocumentRow]:
        """Classified seeds that are in no starting picture yet."""
        with self._db.read() as db:
            query = document_query().where(documents.c.picture == "classified").order_by(documents.c.source_id, documents.c.id)
            return [document_row(row) for row in db.execute(query)]

    def picture_waiting(self) -> int:
        """How many seeds still wait for the verdict that lets them into a starting picture."""
        with self._db.read() as db:
            open_seeds = select(pending.c.id).where(pending.c.done_at.is_(None), pending.c.update_id == "")
            return len(db.execute(open_seeds).all())

    def keep_picture(self, document_ids: Sequence[str], deliveries: Sequence[Delivery], now: datetime) -> None:
        """Marks seeds as told and queues the messages that tell them, in one transaction."""
        with self._db.write() as db:
            for ids in chunks(document_ids):
                mine = documents.c.id.in_(ids) & (documents.c.picture == "classified")
                db.execute(update(documents).where(mine).values(picture="pictured"))
            for delivery in deliveries:
                insert_delivery(db, delivery, now)

    def unscored(self, limit: int) -> list[DocumentRow]:
        """Documents that words alone decided about because no model could be had."""
        with self._db.read() as db:
            query = document_query().where(documents.c.unscored).order_by(documents.c.id).limit(limit)
            return [document_row(row) for row in db.execute(query)]

    def keep_rescored(self, document_id: str, classification: Classification, now: datetime) -> None:
        """A later verdict of a model; when the document rises into band alert, its last update is routed anew."""
        with self._db.write() as db:
            last = _last_verdict(db, document_id, None)
            newest = select(updates.c.id).where(updates.c.document_id == document_id).order_by(updates.c.seen_at.desc(), updates.c.id)
            update_id = db.execute(newest).scalars().first()
            _keep_verdict(db, document_id, update_id, classification, now)
            rose = classification.band is Band.ALERT and (last is None or last != Band.ALERT.value)
            if rose and update_id is not None:
                again = (pending.c.document_id == document_id) & (pending.c.update_id == update_id)
                values = {"done_at": None, "lease_owner": None, "lease_until": None, "token": pending.c.token + 1}
                db.execute(update(pending).where(again).values(values))
                db.execute(update(documents).where(documents.c.id == document_id).values(state="to_classify"))

    def classifications(self, document_id: str) -> list[tuple[datetime, Classification]]:
        """Every verdict on a document, the newest first."""
        with self._db.read() as db:
            query = select(classifications.c.created_at, classifications.c.content).where(classifications.c.document_id == document_id)
            return [(row.created_at, row.content) for row in db.execute(query.order_by(classifications.c.id.desc()))]


def _row_of(one: Pending) -> Any:
    return (pending.c.document_id == one.document_id) & (pending.c.update_id == (one.update_id or ""))


def _read_pending(db: Connection, ids: Sequence[int]) -> list[Pending]:
    query = (
        select(pending.c.document_id, pending.c.token, documents.c.content, updates.c.content.label("update"))
        .join(documents, documents.c.id == pending.c.document_id)
        .outerjoin(updates, updates.c.id == pending.c.update_id)
        .where(pending.c.id.in_(ids))
        .order_by(pending.c.id)
    )
    found = []
    for row in db.execute(query):
        one = row.update
        document = row.content if one is None else one.document
        found.append(Pending(None if one is None else one.id, row.document_id, document, one, one is None, row.token))
    return found


def _claimed(db: Connection, one: Pending) -> bool:
    """Whether the verdict is still wanted; a verdict of the same claim that is kept already is not."""
    row = db.execute(select(pending.c.token, pending.c.done_at).where(_row_of(one)).with_for_update()).first()
    if row is None or row.token != one.token:
        raise LeaseLost(f"document {one.document_id} was taken over by another process: this verdict is dropped, the other one counts")
    return row.done_at is None


def _keep_one(db: Connection, item: Classified, now: datetime) -> None:
    one = item.pending
    _keep_verdict(db, one.document_id, one.update_id, item.classification, now)
    if item.document is not None:
        _keep_found(db, one, item.document)
    if item.update is not None:
        learned = {"kind": item.update.kind.value, "content": item.update}
        db.execute(update(updates).where(updates.c.id == item.update.id).values(learned))
    for document_id, dates in item.redated.items():
        _keep_redated(db, document_id, dates)
    keep_placement(db, one.document_id, item.matter, item.relations, item.keys, now)
    kept = {alert.id for alert in item.alerts if _keep_alert(db, alert, one.document_id)}
    for delivery in item.deliveries:
        if not delivery.alert_id or delivery.alert_id in kept:
            insert_delivery(db, delivery, now)
    db.execute(update(pending).where(_row_of(one)).values(done_at=now, lease_owner=None, lease_until=None))
    waits = select(pending.c.id).where(pending.c.document_id == one.document_id, pending.c.done_at.is_(None))
    if db.execute(waits).first() is not None:
        # a later update of the same document still has no verdict
        db.execute(update(documents).where(documents.c.id == one.document_id).values(state="to_classify"))
    if one.picture:
        seed = (documents.c.id == one.document_id) & (documents.c.picture == "waiting")
        db.execute(update(documents).where(seed).values(picture="classified"))


def _keep_found(db: Connection, one: Pending, found: Document) -> None:
    """What the text says of itself, unless the document was revised in the meantime."""
    keep_dates(db, one.document_id, found.dates)
    content = db.execute(select(documents.c.content).where(documents.c.id == one.document_id)).scalar_one()
    if content.fingerprint == one.document.fingerprint:
        told = {name: getattr(found, name) for name in _FOUND}
        db.execute(update(documents).where(documents.c.id == one.document_id).values(content=replace(content, **told)))


def _keep_redated(db: Connection, document_id: str, dates: Sequence[LegalDate]) -> None:
    """Dates of a known document that could be counted now."""
    keep_dates(db, document_id, dates)
    content = db.execute(select(documents.c.content).where(documents.c.id == document_id)).scalar_one()
    db.execute(update(documents).where(documents.c.id == document_id).values(content=replace(content, dates=tuple(dates))))


def _keep_verdict(db: Connection, document_id: str, update_id: str | None, verdict: Classification, now: datetime) -> None:
    last = _last_verdict(db, document_id, update_id)
    values = {
        "document_id": document_id,
        "update_id": update_id,
        "model": verdict.model,
        "created_at": now,
        "band": verdict.band.value,
        "topic_score": verdict.topic_score,
        "reason": verdict.reason,
        "fresh": last != verdict.band.value,
        "content": verdict,
    }
    row_id = db.execute(insert(classifications).values(values).returning(classifications.c.id)).scalar_one()
    current = {"classification_id": row_id, "unscored": verdict.unscored, "state": "classified"}
    db.execute(update(documents).where(documents.c.id == document_id).values(current))


def _last_verdict(db: Connection, document_id: str, update_id: str | None) -> str | None:
    """The band of the last verdict on this update (on the document when ``None``)."""
    query = select(classifications.c.band).where(classifications.c.document_id == document_id)
    if update_id is not None:
        query = query.where(classifications.c.update_id == update_id)
    return db.execute(query.order_by(classifications.c.id.desc())).scalars().first()


def _keep_alert(db: Connection, alert: Any, document_id: str) -> bool:
    """Whether this very alert is kept; another one of the same update and channel wins when it came first."""
    row = {"id": alert.id, "update_id": alert.update_id, "channel_id": alert.channel_id, "matter_id": alert.matter_id}
    if insert_new(db, alerts, row | {"document_id": document_id, "created_at": alert.created_at, "content": alert}):
        return True
    return db.execute(select(alerts.c.id).where(alerts.c.id == alert.id)).first() is not None
