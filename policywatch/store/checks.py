"""Checks: what one look at a source brought, kept whole or not at all.

*Seen* and *to be classified* are one commit, together with the validators: were the ETag saved first, a crash would lose the
items behind it for ever; were the items saved first, it would repeat them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from policywatch.errors import LeaseLost
from policywatch.failpoints import failpoint
from policywatch.store import memory
from policywatch.store.bodies import BodyStore
from policywatch.store.documents import NewDocument, insert_documents, keep_document, put_off_pages, replace_content
from policywatch.store.engine import Database, chunks, insert_new, upsert
from policywatch.store.listings import keep_listing
from policywatch.store.rows import CheckRow, ListingChange
from policywatch.store.schema import checks, documents, pending, sources
from policywatch.store.schema import hosts as host_rows
from policywatch.store.schema import robots as robots_rows
from policywatch.store.schema import updates as update_rows
from policywatch.text import scrub, stable_id
from policywatch.types import Cause, CheckResult, Document, Outcome, Robots, Update, UpdateKind

#: seeds this young are classified and enter a starting picture
PICTURE_AGE = timedelta(days=30)


class Checks:
    """Checks as rows, and what they leave behind for the next one."""

    _db: Database
    bodies: BodyStore

    def keep_check(
        self,
        result: CheckResult,
        updates: Sequence[Update],
        seeds: Sequence[Document],
        next_check_at: datetime,
        now: datetime,
        *,
        revised_keys: Mapping[str, str] | None = None,
        pages: Sequence[Document] = (),
        rebaselined: Sequence[Document] = (),
        quiet: Sequence[Document] = (),
        held: bool = False,
        listing: ListingChange | None = None,
    ) -> int:
        """Keeps one check with all it brought and frees the lease; the id of the check.

        ``revised_keys`` names the old key of a document by its new one; ``pages`` are known documents whose page has come;
        ``rebaselined`` ones are kept as they are now without being news; ``quiet`` ones are new and told to nobody. ``held`` updates wait for an
        admin; ``listing`` is what a list names now. Raises LeaseLost when another process took over.
        """
        self.bodies.put_all(result.bodies)
        old_keys = revised_keys or {}
        with self._db.write() as db:
            row = _claimed(db, result)
            check_id = _keep_row(db, result, row, len(updates))
            _keep_updates(db, updates, check_id, now, held)
            _keep_seeds(db, seeds, quiet, check_id, now)
            for document in (*pages, *rebaselined):
                _keep_known(db, document, old_keys, now)
            put_off_pages(db, result.claim.source.id, [document.key for document in result.documents], now)
            if listing is not None:
                keep_listing(db, result.claim.source.id, listing, now)
            missing = bool(listing.listed.missing) if listing is not None else row.memory.missing
            _keep_source(db, result, row, check_id, updates, seeds, next_check_at, now, missing)
            _keep_host(db, result, now)
            failpoint("in_keep")
        return check_id

    def keep_unchanged(self, results: Sequence[tuple[CheckResult, datetime]], now: datetime) -> list[CheckResult]:
        """Keeps many checks that brought nothing, with the time of the next one each, in few statements; those that were ours to keep."""
        with self._db.write() as db:
            rows = _fences(db, [result.claim.source.id for result, _ in results])
            kept = [(result, due) for result, due in results if _is_ours(rows.get(result.claim.source.id), result)]
            if kept:
                _keep_many(db, kept, rows, now)
                for result, _ in kept:
                    _keep_host(db, result, now)
        return [result for result, _ in kept]

    def checks(self, source_id: str | None = None, limit: int = 100) -> list[CheckRow]:
        """Checks, the newest first."""
        query = select(checks).order_by(checks.c.id.desc()).limit(limit)
        if source_id is not None:
            query = query.where(checks.c.source_id == source_id)
        with self._db.read() as db:
            return [_check_row(row) for row in db.execute(query)]

    def host_wait_until(self, hosts: Sequence[str], now: datetime) -> dict[str, datetime]:
        """The hosts that asked to be left alone, and until when."""
        found: dict[str, datetime] = {}
        with self._db.read() as db:
            for group in chunks(host.lower() for host in hosts):
                query = select(host_rows).where(host_rows.c.host.in_(group), host_rows.c.wait_until > now)
                found |= {row.host: row.wait_until for row in db.execute(query)}
        return found

    def robots(self, origin: str) -> Robots | None:
        """The robots.txt of an origin as it was last fetched, or ``None``."""
        return self.robots_of([origin]).get(origin)

    def robots_of(self, origins: Sequence[str]) -> dict[str, Robots]:
        """The robots.txt of origins as they were last fetched, by origin."""
        found: dict[str, Robots] = {}
        with self._db.read() as db:
            for group in chunks(origins):
                query = select(robots_rows).where(robots_rows.c.origin.in_(group))
                found |= {row.origin: Robots(row.origin, row.status, row.body, row.fetched_at) for row in db.execute(query)}
        return found

    def keep_robots(self, robots: Robots) -> None:
        """Keeps the robots.txt of an origin instead of the one before."""
        with self._db.write() as db:
            row = {"origin": robots.origin, "status": robots.status, "body": robots.body, "fetched_at": robots.fetched_at}
            upsert(db, robots_rows, row)


def _claimed(db: Connection, result: CheckResult) -> Any:
    claim = result.claim
    row = db.execute(select(sources).where(sources.c.id == claim.source.id).with_for_update()).first()
    if row is None or row.token != claim.token or row.lease_owner is None:
        raise LeaseLost(f"source '{claim.source.id}' was taken over by another process: this check is dropped, the other one counts")
    return row


def _fences(db: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """What decides whether a check may be kept; what a check remembers came with its claim and is not read again."""
    columns = (sources.c.id, sources.c.url, sources.c.token, sources.c.lease_owner, sources.c.last_check_id, sources.c.failing_since)
    found: dict[str, Any] = {}
    for group in chunks(ids):
        query = select(*columns, sources.c.next_check_at).where(sources.c.id.in_(group)).with_for_update()
        found |= {row.id: row for row in db.execute(query)}
    return found


def _is_ours(row: Any, result: CheckResult) -> bool:
    return row is not None and row.token == result.claim.token and row.lease_owner is not None


def _keep_many(db: Connection, kept: Sequence[tuple[CheckResult, datetime]], rows: Mapping[str, Any], now: datetime) -> None:
    """Rows of checks that brought nothing; their sources are due again."""
    values = [_check_values(result, rows[result.claim.source.id], result.claim.memory.body_sha256, 0) for result, _ in kept]
    ids = db.execute(insert(checks).returning(checks.c.id, sort_by_parameter_order=True), values).scalars().all()
    new = []
    for (result, due), check_id in zip(kept, ids, strict=True):
        row, before = rows[result.claim.source.id], result.claim.memory
        moved = result.claim.source.url != row.url
        new.append(
            {
                "of": row.id,
                "new_memory": memory.for_new_url(before) if moved else memory.after(before, result, (), now, before.missing),
                "due": row.next_check_at if moved else due,
                "check_id": check_id,
                "since": memory.failing_since(row.failing_since, result),
            }
        )
    db.execute(_SETTLE, new)


_SETTLE = (
    update(sources)
    .where(sources.c.id == bindparam("of"))
    .values(
        memory=bindparam("new_memory"),
        next_check_at=bindparam("due"),
        last_check_id=bindparam("check_id"),
        failing_since=bindparam("since"),
        lease_owner=None,
        lease_until=None,
    )
)


def _keep_row(db: Connection, result: CheckResult, row: Any, updated: int) -> int:
    values = _check_values(result, row, row.memory.body_sha256, updated)
    check_id: int = db.execute(insert(checks).values(values).returning(checks.c.id)).scalar_one()
    return check_id


def _check_values(result: CheckResult, row: Any, body_sha256: str | None, updated: int) -> dict[str, Any]:
    return {
        "source_id": row.id,
        "prev_check": row.last_check_id,
        "scheduled_at": result.claim.scheduled_at,
        "started_at": result.started_at,
        "finished_at": result.finished_at,
        "outcome": result.outcome.value,
        "cause": result.cause.value,
        "detail": result.detail,
        "url": result.claim.source.url,
        "final_url": result.final_url,
        "status": result.status,
        "validators": result.validators,
        "config_hash": result.claim.source.config_hash,
        "complete": result.complete,
        "gap": result.gap,
        "unconditional": result.unconditional,
        "moved_to": result.moved_to,
        "items": result.items,
        "documents": len(result.documents),
        "updates": updated,
        "requests": result.requests,
        "bytes_in": result.bytes_in,
        # an unchanged answer cites the last full body
        "body_sha256": result.body_sha256 or body_sha256,
    }


def _keep_updates(db: Connection, new: Sequence[Update], check_id: int, now: datetime, held: bool) -> None:
    state = "held" if held else "to_classify"
    first = [one for one in new if one.kind is UpdateKind.NEW]
    insert_documents(db, [NewDocument(one.document_id, one.document, state) for one in first], check_id, now)
    for one in new:
        if one.kind is not UpdateKind.NEW:
            keep_document(db, one.document_id, one.document, check_id, now, state, "none")
        row = {"id": one.id, "document_id": one.document_id, "check_id": check_id, "kind": one.kind.value}
        if insert_new(db, update_rows, row | {"seen_at": one.seen_at, "content": one}):
            waits = {"document_id": one.document_id, "update_id": one.id, "created_at": now, "held_at": now if held else None}
            insert_new(db, pending, waits)


def _keep_seeds(db: Connection, seeds: Sequence[Document], quiet: Sequence[Document], check_id: int, now: datetime) -> None:
    """Documents of a first check; young ones enter a starting picture. ``quiet`` ones are only kept."""
    new = [NewDocument(_id(document), document, "stored") for document in quiet]
    for document in seeds:
        young = document.published_at is not None and document.published_at >= now - PICTURE_AGE
        new.append(NewDocument(_id(document), document, *(("to_classify", "waiting") if young else ("stored", "none"))))
    insert_documents(db, new, check_id, now)
    for one in new:
        if one.picture == "waiting":
            insert_new(db, pending, {"document_id": one.id, "update_id": "", "created_at": now})


def _id(document: Document) -> str:
    return stable_id(document.source_id, document.key)


def _keep_known(db: Connection, document: Document, old_keys: Mapping[str, str], now: datetime) -> None:
    """The document as it is now; an update of it that still waits is classified with this content."""
    key = old_keys.get(document.key, document.key)
    query = select(documents.c.id).where(documents.c.source_id == document.source_id, documents.c.key == key)
    document_id = db.execute(query).scalars().first()
    if document_id is None:
        return
    replace_content(db, document_id, document, now)
    waiting = and_(pending.c.update_id == update_rows.c.id, pending.c.done_at.is_(None))
    query_updates = select(update_rows.c.id, update_rows.c.content).join(pending, waiting).where(update_rows.c.document_id == document_id)
    for row in db.execute(query_updates).all():
        if row.content.document.fingerprint == document.fingerprint:
            content = memory.with_document(row.content, document)
            db.execute(update(update_rows).where(update_rows.c.id == row.id).values(content=content))


def _keep_source(
    db: Connection,
    result: CheckResult,
    row: Any,
    check_id: int,
    new: Sequence[Update],
    seeds: Sequence[Document],
    next_check_at: datetime,
    now: datetime,
    missing: bool,
) -> None:
    moved = result.claim.source.url != row.url
    later = memory.after(row.memory, result, [*_fresh(new), *seeds], now, missing)
    values: dict[str, Any] = {
        # a check of the URL before an edit says nothing about the new one, which is due now
        "memory": row.memory if moved else later,
        "next_check_at": row.next_check_at if moved else next_check_at,
        "last_check_id": check_id,
        "failing_since": memory.failing_since(row.failing_since, result),
        "lease_owner": None,
        "lease_until": None,
    }
    db.execute(update(sources).where(sources.c.id == row.id).values(values))


def _fresh(new: Sequence[Update]) -> list[Document]:
    """The documents that came or changed; what left says nothing about the pace of a source."""
    return [one.document for one in new if one.kind in (UpdateKind.NEW, UpdateKind.REVISED)]


def _keep_host(db: Connection, result: CheckResult, now: datetime) -> None:
    if not result.host_wait_s or result.host_wait_s <= 0:
        return
    wait_until = now + timedelta(seconds=min(result.host_wait_s, 366 * 86_400.0))
    for name in {_host(result.final_url), _host(result.claim.source.url)} - {""}:
        if not insert_new(db, host_rows, {"host": name, "wait_until": wait_until}):
            db.execute(update(host_rows).where(host_rows.c.host == name, host_rows.c.wait_until < wait_until).values(wait_until=wait_until))


def _host(url: str) -> str:
    try:
        return scrub(urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _check_row(row: Any) -> CheckRow:
    return CheckRow(**(dict(row._mapping) | {"outcome": Outcome(row.outcome), "cause": Cause(row.cause)}))


def count_checks(db: Connection, from_at: datetime, to_at: datetime) -> int:
    """How many checks ended in the window."""
    query = select(func.count()).select_from(checks).where(checks.c.finished_at >= from_at, checks.c.finished_at < to_at)
    return db.execute(query).scalar_one()
