"""Sources and the schedule: which source is due, and who works on it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, insert, or_, select, update

from policywatch.store import memory
from policywatch.store import owner as owners
from policywatch.store.engine import Database, chunks
from policywatch.store.rows import SourceRow
from policywatch.store.schema import checks, documents, sources
from policywatch.types import Cause, Claim, Memory, Outcome, Source


class Sources:
    """Sources as rows, and claims on them."""

    _db: Database

    def __init__(self) -> None:
        # options are objects of the kinds' own modules and never enter the database
        self._configured: dict[str, Source] = {}
        #: the very sequence that the rows say already: a service asks at every tick
        self._synced: Sequence[Source] | None = None

    def sync_sources(self, sources: Sequence[Source], now: datetime) -> None:
        """Makes the rows say what sources.yaml says; what is missing there is retired, never deleted."""
        if sources is self._synced:
            return
        with self._db.write() as db:
            _sync(db, sources, now)
        self._synced = sources
        self._configured = {source.id: source for source in sources}

    def claim(
        self,
        now: datetime,
        owner: str,
        lease_s: float,
        *,
        ids: Sequence[str] | None = None,
        everything: bool = False,
        limit: int = 10_000,
    ) -> list[Claim]:
        """The due sources, or those named, or all; each leased to ``owner`` alone. Oldest first."""
        until = now + timedelta(seconds=lease_s)
        with self._db.write() as db:
            due = [sources.c.state == "active", free(db, sources, now)]
            if ids is not None:
                due.append(sources.c.id.in_(list(ids)))
            elif not everything:
                due.append(or_(sources.c.next_check_at <= now, sources.c.every_s == 0))
            # the configuration is known to whoever synced it; decoding it costs more than all the rest of a row
            columns = [column for column in sources.c if column is not sources.c.config]
            query = select(*columns).where(*due).order_by(sources.c.next_check_at, sources.c.position).limit(limit)
            rows = db.execute(query.with_for_update(skip_locked=True)).all()
            for group in chunks(row.id for row in rows):
                lease = {"lease_owner": owner, "lease_until": until, "token": sources.c.token + 1}
                db.execute(update(sources).where(sources.c.id.in_(group)).values(lease))
            other = [row.id for row in rows if self._known(row) is None]
            kept = {source.id: source for source in _configs(db, other)}
        return [self._claim(row, kept, now, until) for row in rows]

    def _known(self, row: Any) -> Source | None:
        """The source as this process configured it, unless another one has configured it otherwise since."""
        source = self._configured.get(row.id)
        return source if source is not None and source.config_hash == row.config_hash and source.url == row.url else None

    def _claim(self, row: Any, kept: Mapping[str, Source], now: datetime, until: datetime) -> Claim:
        source = self._known(row) or kept[row.id]
        return Claim(source, min(row.next_check_at, now), row.token + 1, until, row.memory)

    def extend_leases(self, claims: Sequence[Claim], now: datetime, lease_s: float) -> list[Claim]:
        """The claims that are still ours, with a lease that starts anew."""
        until = now + timedelta(seconds=lease_s)
        kept = []
        with self._db.write() as db:
            for claim in claims:
                if db.execute(update(sources).where(_held(claim)).values(lease_until=until)).rowcount:
                    kept.append(replace(claim, lease_until=until))
        return kept

    def release(self, claims: Sequence[Claim]) -> None:
        """Gives claims back unchecked; they are due again."""
        with self._db.write() as db:
            for claim in claims:
                db.execute(update(sources).where(_held(claim)).values(lease_owner=None, lease_until=None))

    def source_rows(self) -> list[SourceRow]:
        """Every source ever configured, in the order of sources.yaml, retired ones last."""
        counts = select(documents.c.source_id, func.count().label("n")).group_by(documents.c.source_id).subquery()
        query = (
            select(sources, checks.c.finished_at, checks.c.outcome, checks.c.cause, checks.c.detail, counts.c.n)
            .outerjoin(checks, checks.c.id == sources.c.last_check_id)
            .outerjoin(counts, counts.c.source_id == sources.c.id)
            .order_by(sources.c.state == "retired", sources.c.position, sources.c.id)
        )
        with self._db.read() as db:
            return [_source_row(row) for row in db.execute(query)]

    def hasten(self, ids: Sequence[str], at: datetime) -> None:
        """Brings the next check of these sources forward to ``at``; one that is due earlier keeps its time."""
        with self._db.write() as db:
            for group in chunks(list(ids)):
                later = sources.c.id.in_(group) & (sources.c.next_check_at > at)
                db.execute(update(sources).where(later).values(next_check_at=at))

    def due_count(self, now: datetime) -> int:
        """How many sources are due and free."""
        with self._db.read() as db:
            due = or_(sources.c.next_check_at <= now, sources.c.every_s == 0)
            query = select(func.count()).where(sources.c.state == "active", due, free(db, sources, now))
            return db.execute(query).scalar_one()

    def next_due_at(self, now: datetime) -> datetime | None:
        """When the next source is due; in the past when one is late, ``None`` when there is none."""
        with self._db.read() as db:
            query = select(func.min(sources.c.next_check_at)).where(sources.c.state == "active", free(db, sources, now))
            due_at: datetime | None = db.execute(query).scalar_one()
        return due_at


def free(db: Connection, table: Table, now: datetime) -> ColumnElement[bool]:
    """Rows without a lease, with one that ran out, or with one of a dead process of this host."""
    held = select(table.c.lease_owner).where(table.c.lease_owner.is_not(None), table.c.lease_until >= now).distinct()
    dead = [owner for owner in db.execute(held).scalars() if owners.is_dead(owner)]
    return or_(table.c.lease_owner.is_(None), table.c.lease_until < now, table.c.lease_owner.in_(dead))


def _configs(db: Connection, ids: Sequence[str]) -> list[Source]:
    found: list[Source] = []
    for group in chunks(ids):
        found += db.execute(select(sources.c.config).where(sources.c.id.in_(group))).scalars()
    return found


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(sources.c.id == claim.source.id, sources.c.token == claim.token, sources.c.lease_owner.is_not(None))


def _sync(db: Connection, wanted: Sequence[Source], now: datetime) -> None:
    known = {row.id: row for row in db.execute(select(sources))}
    for position, source in enumerate(wanted):
        _sync_one(db, known.get(source.id), source, position, now)
    for ids in chunks(known.keys() - {source.id for source in wanted}):
        db.execute(update(sources).where(sources.c.id.in_(ids)).values(state="retired"))


def _sync_one(db: Connection, row: Any, source: Source, position: int, now: datetime) -> None:
    values: dict[str, Any] = {
        "position": position,
        "kind": source.kind,
        "url": source.url,
        "config_hash": source.config_hash,
        "state": "paused" if source.paused else "active",
        "every_s": source.every_s,
        "config": replace(source, options=None),
    }
    if row is None:
        db.execute(insert(sources).values(id=source.id, memory=Memory(), next_check_at=now, token=0, **values))
        return
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    if row.url != source.url:
        values |= {"memory": memory.for_new_url(row.memory), "next_check_at": now}
    elif row.every_s != source.every_s and source.every_s is not None:
        values["next_check_at"] = min(row.next_check_at, now + timedelta(seconds=source.every_s))
    db.execute(update(sources).where(sources.c.id == source.id).values(values))


def _source_row(row: Any) -> SourceRow:
    remembered: Memory = row.memory
    return SourceRow(
        id=row.id,
        kind=row.kind,
        url=row.url,
        state="new" if row.state == "active" and remembered.first else row.state,
        documents=row.n or 0,
        last_check_at=row.finished_at,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        cause=None if row.cause is None else Cause(row.cause),
        detail=row.detail or "",
        next_check_at=row.next_check_at,
        failures=remembered.failures,
        first=remembered.first,
        failing_since=row.failing_since,
    )
