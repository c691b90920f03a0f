"""Checks: what one look at a source brought, kept whole or not at all.

*Seen* and *to be classified* are one commit, together with the validators: were the ETag saved first, a crash would lose the
items behind it for ever; were the items saved first, it would repeat them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from policywatch.failpoints import failpoint
from policywatch.store import memory
from policywatch.store.bodies import BodyStore
from policywatch.store.documents import NewDocument, insert_documents, keep_document, put_off_pages, replace_content
from policywatch.store.engine import Database, chunks, insert_many, insert_new, upsert
from policywatch.store.listings import keep_listing
from policywatch.store.rows import CheckRow, Keeping
from policywatch.store.schema import checks, documents, pending, sources
from policywatch.store.schema import hosts as host_rows
from policywatch.store.schema import robots as robots_rows
from policywatch.store.schema import updates as update_rows
from policywatch.text import scrub, stable_id
from policywatch.types import Cause, CheckResult, Document, Memory, Outcome, Robots, Update, UpdateKind

#: seeds this young are classified and enter a starting picture
PICTURE_AGE = timedelta(days=30)


class Checks:
    """Checks as rows, and what they leave behind for the next one."""

    _db: Database
    bodies: BodyStore

    def keep_checks(self, items: Sequence[Keeping], now: datetime) -> dict[str, int]:
        """Keeps checks of different sources with all they brought and frees their leases, in one transaction of few statements.

        The ids of the checks by source; those of sources that another process took over are dropped and stand not among them.
        """
        self.bodies.put_all([body for item in items for body in item.result.bodies])
        with self._db.write() as db:
            rows = _fences(db, [item.result.claim.source.id for item in items])
            ours = [item for item in items if _is_ours(rows.get(item.result.claim.source.id), item.result)]
            if not ours:
                return {}
            ids = _keep_rows(db, ours, rows)
            new = [one for item, check_id in zip(ours, ids, strict=True) for one in _new_documents(item, check_id, now)]
            insert_documents(db, new, now)
            _keep_updates(db, list(zip(ours, ids, strict=True)), now)
            _await_verdict(db, [{"document_id": one.id, "update_id": ""} for one in new if one.picture == "waiting"], now)
            for item in ours:
                _keep_further(db, item, now)
            put_off_pages(db, [document for item in ours for document in item.result.documents if not _is_all_new(item)], now)
            _settle(db, ours, ids, rows, now)
            failpoint("in_keep")
        return {item.result.claim.source.id: check_id for item, check_id in zip(ours, ids, strict=True)}

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

    def keep_robots(self, fetched: Sequence[Robots]) -> None:
        """Keeps the robots.txt of origins instead of the ones before."""
        with self._db.write() as db:
            upsert(db, robots_rows, [{"origin": r.origin, "status": r.status, "body": r.body, "fetched_at": r.fetched_at} for r in fetched])


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


def _keep_rows(db: Connection, items: Sequence[Keeping], rows: Mapping[str, Any]) -> Sequence[int]:
    values = [_check_values(item, rows[item.result.claim.source.id]) for item in items]
    return db.execute(insert(checks).returning(checks.c.id, sort_by_parameter_order=True), values).scalars().all()


def _settle(db: Connection, items: Sequence[Keeping], ids: Sequence[int], rows: Mapping[str, Any], now: datetime) -> None:
    """Sources remember what their checks said and are due again; their leases end."""
    new = []
    for item, check_id in zip(items, ids, strict=True):
        result, before = item.result, item.result.claim.memory
        row = rows[result.claim.source.id]
        # a check of the URL before an edit says nothing about the new one, which is due now
        moved = result.claim.source.url != row.url
        new.append(
            {
                "of": row.id,
                "new_memory": memory.for_new_url(before) if moved else _remembered(item, now),
                "due": row.next_check_at if moved else item.next_check_at,
                "check_id": check_id,
                "since": memory.failing_since(row.failing_since, result),
            }
        )
    db.execute(_SETTLE, new)


def _remembered(item: Keeping, now: datetime) -> Memory:
    before = item.result.claim.memory
    missing = bool(item.listing.listed.missing) if item.listing is not None else before.missing
    return memory.after(before, item.result, [*_fresh(item.updates), *item.seeds], now, missing)


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


def _check_values(item: Keeping, row: Any) -> dict[str, Any]:
    result = item.result
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
        "updates": len(item.updates),
        "requests": result.requests,
        "bytes_in": result.bytes_in,
        # an unchanged answer cites the last full body
        "body_sha256": result.body_sha256 or result.claim.memory.body_sha256,
    }


def _new_documents(item: Keeping, check_id: int, now: datetime) -> Iterator[NewDocument]:
    """Documents that nobody knows yet: news, and those of a first check, of which young ones enter a starting picture."""
    state = "held" if item.held else "to_classify"
    for one in item.updates:
        if one.kind is UpdateKind.NEW:
            yield NewDocument(one.document_id, one.document, check_id, state)
    for document in item.quiet:
        yield NewDocument(_id(document), document, check_id, "stored")
    for document in item.seeds:
        young = document.published_at is not None and document.published_at >= now - PICTURE_AGE
        yield NewDocument(_id(document), document, check_id, *(("to_classify", "waiting") if young else ("stored", "none")))


def _keep_updates(db: Connection, kept: Sequence[tuple[Keeping, int]], now: datetime) -> None:
    """Updates, each once; they wait for a verdict, or for an admin."""
    for item, check_id in kept:
        for one in item.updates:
            if one.kind is not UpdateKind.NEW:
                state = "held" if item.held else "to_classify"
                keep_document(db, one.document_id, one.document, check_id, now, state, "none")
    all_updates = {one.id: (one, check_id, item.held) for item, check_id in kept for one in item.updates}
    known: set[str] = set()
    for group in chunks(all_updates):
        known |= set(db.execute(select(update_rows.c.id).where(update_rows.c.id.in_(group))).scalars())
    new = [row for update_id, row in all_updates.items() if update_id not in known]
    insert_many(db, update_rows, [_update_values(one, check_id) for one, check_id, _ in new])
    for held in (False, True):
        waiting = [{"document_id": one.document_id, "update_id": one.id} for one, _, is_held in new if is_held is held]
        _await_verdict(db, waiting, now, now if held else None)


def _await_verdict(db: Connection, rows: Sequence[Mapping[str, Any]], now: datetime, held_at: datetime | None = None) -> None:
    insert_many(db, pending, [{**row, "created_at": now, "held_at": held_at} for row in rows])


def _update_values(one: Update, check_id: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "document_id": one.document_id,
        "check_id": check_id,
        "kind": one.kind.value,
        "seen_at": one.seen_at,
        "content": one,
    }


def _keep_further(db: Connection, item: Keeping, now: datetime) -> None:
    """What few checks bring: pages that came late, another reading, a list that names less, a host that asks for rest."""
    for document in (*item.pages, *item.rebaselined):
        _keep_known(db, document, item.revised_keys, now)
    if item.listing is not None:
        keep_listing(db, item.result.claim.source.id, item.listing, now)
    _keep_host(db, item.result, now)


def _is_all_new(item: Keeping) -> bool:
    """Whether no document of the check was known before, as on a first check."""
    return len(item.seeds) == len(item.result.documents)


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
