"""What a week brought: the questions of the digest."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select

from policywatch.store.alerts import alert_query, alert_row
from policywatch.store.checks import count_checks
from policywatch.store.documents import document_query, document_row
from policywatch.store.engine import Database, chunks
from policywatch.store.rows import AlertRow, Coverage, DocumentRow, Failing
from policywatch.store.schema import alerts, checks, classifications, documents, legal_dates, sources, updates
from policywatch.text import stable_id
from policywatch.types import TROUBLE, Band, Cause, LegalDate, Outcome

#: why a document was dropped without asking a model
GATED = "no AI word"
#: how far back checks are read to say since when a source fails
_LOOK_BACK = timedelta(days=90)


class Digests:
    """Questions about a window of time."""

    _db: Database

    def digest_items(
        self, from_at: datetime, to_at: datetime, bands: Sequence[Band] | None = None, *, late_after: int | None = None
    ) -> list[DocumentRow]:
        """What was classified in ``[from, to)`` for the first time or in another band than before, with update and alerts.

        With ``late_after``, verdicts from before ``from`` that were kept after that one belong to it too: a clock that was put back
        dates them into a window whose digest was made already.
        """
        verdict = classifications.alias("verdict")
        late = false() if late_after is None else verdict.c.id > late_after
        query = (
            document_query(updates.c.content.label("update"))
            .join(verdict, verdict.c.document_id == documents.c.id)
            .outerjoin(updates, updates.c.id == verdict.c.update_id)
            .where(verdict.c.fresh, verdict.c.created_at < to_at, or_(verdict.c.created_at >= from_at, late))
            .order_by(verdict.c.id)
        )
        if bands is not None:
            query = query.where(verdict.c.band.in_([band.value for band in bands]))
        with self._db.read() as db:
            rows = db.execute(query).all()
            told = _alerts_of(db, [row.update.id for row in rows if row.update is not None])
        # the last verdict of an update wins; without an update (a seed) the document itself is the key
        latest = {row.id if row.update is None else row.update.id: row for row in rows}
        return [document_row(row, update=row.update, alerts=tuple(told.get(key, ()))) for key, row in latest.items()]

    def newest_verdict(self) -> int:
        """The number of the verdict that was kept last; 0 before the first."""
        with self._db.read() as db:
            return db.execute(select(func.max(classifications.c.id))).scalar_one() or 0

    def dropped_in(self, from_at: datetime, to_at: datetime) -> list[str]:
        """Ids of the documents that were dropped in ``[from, to)`` and stayed so, in a fixed order."""
        now = classifications.alias("now")
        query = (
            select(classifications.c.document_id)
            .join(documents, documents.c.id == classifications.c.document_id)
            .join(now, now.c.id == documents.c.classification_id)
            .where(classifications.c.fresh, classifications.c.band == Band.DROP.value, now.c.band == Band.DROP.value)
            .where(_within(classifications.c.created_at, from_at, to_at))
        )
        with self._db.read() as db:
            return list(db.execute(query.distinct().order_by(classifications.c.document_id)).scalars())

    def open_deadlines(self, now: datetime) -> list[tuple[DocumentRow, LegalDate]]:
        """Legal dates from today on of documents that were not dropped, the nearest first."""
        query = (
            document_query(legal_dates.c.legal_date)
            .join(legal_dates, legal_dates.c.document_id == documents.c.id)
            .where(legal_dates.c.on >= now.date(), classifications.c.band != Band.DROP.value)
            .order_by(legal_dates.c.on, legal_dates.c.id)
        )
        with self._db.read() as db:
            return [(document_row(row), row.legal_date) for row in db.execute(query)]

    def coverage(self, from_at: datetime, to_at: datetime) -> Coverage:
        """What was watched in ``[from, to)``, and what was not."""
        with self._db.read() as db:
            active = list(db.execute(select(sources.c.id).where(sources.c.state == "active").order_by(sources.c.position)).scalars())
            good = set(db.execute(_worked(from_at, to_at)).scalars())
            documents_seen = select(func.count()).select_from(documents).where(_within(documents.c.first_seen_at, from_at, to_at))
            return Coverage(
                sources=len(active),
                checked=sum(id in good for id in active),
                failing=tuple(failing := _failing(db, to_at)),
                blind=tuple(id for id in active if id not in good and id not in {one.source_id for one in failing}),
                checks=count_checks(db, from_at, to_at),
                documents=db.execute(documents_seen).scalar_one(),
                dropped_by_source=_verdicts_by_source(db, from_at, to_at, classifications.c.band == Band.DROP.value),
            )

    def gate_counts(self, from_at: datetime, to_at: datetime) -> dict[str, int]:
        """By source, how many documents were dropped because they hold no AI word."""
        with self._db.read() as db:
            return _verdicts_by_source(db, from_at, to_at, classifications.c.reason.startswith(GATED, autoescape=True))


def digest_delivery_id(digest_id: str, recipient_id: str, week: str) -> str:
    """The one id of the digest of a week for a recipient: queued twice it is one row."""
    return stable_id("digest", digest_id, recipient_id, week)


def _within(column: Any, from_at: datetime, to_at: datetime) -> ColumnElement[bool]:
    return and_(column >= from_at, column < to_at)


def _worked(from_at: datetime, to_at: datetime) -> Any:
    trouble = [outcome.value for outcome in (*TROUBLE, Outcome.SKIPPED)]
    good = and_(_within(checks.c.finished_at, from_at, to_at), checks.c.outcome.not_in(trouble))
    return select(checks.c.source_id).where(good).distinct()


def _failing(db: Connection, at: datetime) -> list[Failing]:
    """Sources that were in trouble at an instant, from their checks alone: asked later, the answer is the same."""
    known = and_(checks.c.finished_at < at, checks.c.finished_at >= at - _LOOK_BACK)
    trouble = checks.c.outcome.in_([outcome.value for outcome in TROUBLE])
    neither = Outcome.SKIPPED.value
    worked = select(checks.c.source_id, func.max(checks.c.id).label("id")).where(known, ~trouble, checks.c.outcome != neither)
    good = worked.group_by(checks.c.source_id).subquery()
    after = or_(good.c.id.is_(None), checks.c.id > good.c.id)
    bad = (
        select(checks.c.source_id, func.min(checks.c.finished_at).label("since"), func.max(checks.c.id).label("last"))
        .outerjoin(good, good.c.source_id == checks.c.source_id)
        .where(known, trouble, after)
        .group_by(checks.c.source_id)
        .subquery()
    )
    query = (
        select(sources.c.id, sources.c.failing_since, bad.c.since, checks.c.outcome, checks.c.cause)
        .join(bad, bad.c.source_id == sources.c.id)
        .join(checks, checks.c.id == bad.c.last)
        .where(sources.c.state == "active")
        .order_by(bad.c.since, sources.c.position)
    )
    # trouble older than we look back is known from the source's own row, as long as it lasts
    return [
        Failing(row.id, min(row.since, row.failing_since or row.since), Outcome(row.outcome), Cause(row.cause)) for row in db.execute(query)
    ]


def _verdicts_by_source(db: Connection, from_at: datetime, to_at: datetime, which: ColumnElement[bool]) -> dict[str, int]:
    query = (
        select(documents.c.source_id, func.count().label("n"))
        .join(classifications, classifications.c.document_id == documents.c.id)
        .where(classifications.c.fresh, which, _within(classifications.c.created_at, from_at, to_at))
        .group_by(documents.c.source_id)
    )
    return {row.source_id: row.n for row in db.execute(query)}


def _alerts_of(db: Connection, update_ids: Sequence[str]) -> dict[str, list[AlertRow]]:
    found: dict[str, list[AlertRow]] = {}
    for ids in chunks(update_ids):
        for row in db.execute(alert_query().where(alerts.c.update_id.in_(ids)).order_by(alerts.c.seq)):
            found.setdefault(row.alert.update_id, []).append(alert_row(row))
    return found
