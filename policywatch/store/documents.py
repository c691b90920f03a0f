"""Documents: what is known of them, and how they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update

from policywatch.store.engine import Database, chunks, insert_many, insert_new
from policywatch.store.rows import DocumentRow
from policywatch.store.schema import classifications, documents, fingerprints, legal_dates, matter_documents
from policywatch.types import Document, Known, LegalDate

#: a missing page is tried again after an hour, then after twice as long each time, at most once a week
_PAGE_FIRST = timedelta(hours=1)
_PAGE_LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to be kept for the first time."""

    id: str
    document: Document
    check_id: int
    state: str
    picture: str = "none"


_ANY = select(documents.c.id).where(documents.c.source_id == bindparam("of")).limit(1)


class Documents:
    """Documents as rows."""

    _db: Database

    def lookup(
        self, source_id: str, keys: Sequence[str], aliases: Sequence[str], now: datetime
    ) -> tuple[dict[str, Known], dict[str, Known]]:
        """What is known by key, and by alias where exactly one document has it."""
        with self._db.read() as db:
            if db.execute(_ANY, {"of": source_id}).first() is None:
                return {}, {}
            by_key = {known.key: known for _, known in _known(db, source_id, "key", keys, now)}
            by_alias: dict[str, Known] = {}
            twice: set[str] = set()
            for alias, known in _known(db, source_id, "alias", [alias for alias in aliases if alias], now):
                if alias in by_alias:
                    twice.add(alias)
                by_alias[alias] = known
        return by_key, {alias: known for alias, known in by_alias.items() if alias not in twice}

    def documents(self, source_id: str | None = None, limit: int = 100, offset: int = 0) -> list[DocumentRow]:
        """Documents, the newest first."""
        # the ids come from an index first: sorting rows with their texts would read the whole table
        ids = select(documents.c.id).order_by(documents.c.first_seen_at.desc(), documents.c.id.desc()).limit(limit).offset(offset)
        if source_id is not None:
            ids = ids.where(documents.c.source_id == source_id)
        query = document_query().where(documents.c.id.in_(ids))
        with self._db.read() as db:
            rows = db.execute(query.order_by(documents.c.first_seen_at.desc(), documents.c.id.desc()))
            return [document_row(row) for row in rows]

    def document(self, document_id: str) -> DocumentRow | None:
        """One document, or ``None``."""
        with self._db.read() as db:
            row = db.execute(document_query().where(documents.c.id == document_id)).first()
        return None if row is None else document_row(row)

    def fingerprints(self, document_id: str) -> frozenset[str]:
        """Every fingerprint the document ever had."""
        with self._db.read() as db:
            query = select(fingerprints.c.fingerprint).where(fingerprints.c.document_id == document_id)
            return frozenset(db.execute(query).scalars())

    def sources_with(self, urls: Sequence[str]) -> dict[str, int]:
        """Sources that hold documents of these addresses, and how many of them."""
        found: dict[str, int] = {}
        with self._db.read() as db:
            for group in chunks(dict.fromkeys(urls)):
                query = select(documents.c.source_id, func.count(func.distinct(documents.c.url)).label("n")).where(
                    documents.c.url.in_(group)
                )
                for row in db.execute(query.group_by(documents.c.source_id)):
                    found[row.source_id] = found.get(row.source_id, 0) + row.n
        return found

    def page_documents(self, source_id: str, limit: int = 50) -> list[Document]:
        """The newest documents of a source whose text was read from their own page."""
        query = select(documents.c.content).where(documents.c.source_id == source_id)
        query = query.order_by(documents.c.first_seen_at.desc(), documents.c.id.desc()).limit(limit)
        with self._db.read() as db:
            return [content for content in db.execute(query).scalars() if content.text_origin == "page" and content.body_sha256]

    def document_times(self, source_id: str, limit: int = 50) -> list[tuple[datetime, datetime | None]]:
        """When documents were first seen and when they say they were published, the newest first."""
        query = select(documents.c.first_seen_at, documents.c.published_at).where(documents.c.source_id == source_id)
        with self._db.read() as db:
            rows = db.execute(query.order_by(documents.c.first_seen_at.desc(), documents.c.id.desc()).limit(limit))
            return [(row.first_seen_at, row.published_at) for row in rows]


def document_query(*more: Any) -> Select[Any]:
    """Documents with their current classification and matter."""
    matter = select(matter_documents.c.matter_id).where(matter_documents.c.document_id == documents.c.id)
    return (
        select(
            documents.c.id,
            documents.c.content,
            documents.c.first_seen_at,
            documents.c.state,
            documents.c.picture,
            documents.c.unlisted_at,
            classifications.c.content.label("classification"),
            classifications.c.created_at.label("classified_at"),
            matter.scalar_subquery().label("matter_id"),
            *more,
        )
        .select_from(documents)
        .outerjoin(classifications, classifications.c.id == documents.c.classification_id)
    )


def document_row(row: Any, **more: Any) -> DocumentRow:
    """One row of ``document_query``."""
    return DocumentRow(
        id=row.id,
        document=row.content,
        first_seen_at=row.first_seen_at,
        state=row.state,
        classification=row.classification,
        classified_at=row.classified_at,
        picture=row.picture,
        matter_id=row.matter_id,
        unlisted_at=row.unlisted_at,
        **more,
    )


def keep_document(db: Connection, document_id: str, document: Document, check_id: int, now: datetime, state: str, picture: str) -> None:
    """Inserts a document or replaces what was kept of it; its first sight stays."""
    values = _columns(document, now)
    if not _key_is_free(db, document_id, document):
        del values["key"]
    if not db.execute(update(documents).where(documents.c.id == document_id).values(state=state, **values)).rowcount:
        first = {"id": document_id, "first_seen_at": now, "first_check_id": check_id, "picture": picture}
        db.execute(insert(documents).values(state=state, **first, **(values | {"key": document.key})))
    keep_fingerprint(db, document_id, document.fingerprint, now)
    keep_dates(db, document_id, document.dates)


def insert_documents(db: Connection, new: Sequence[NewDocument], now: datetime) -> None:
    """Many documents that nobody knows yet, in few statements; those that are known after all are kept as ``keep_document`` does."""
    known: set[str] = set()
    for group in chunks(one.id for one in new):
        known |= set(db.execute(select(documents.c.id).where(documents.c.id.in_(group))).scalars())
    fresh = [one for one in new if one.id not in known]
    if fresh:
        db.execute(insert(documents), [_first_columns(one, now) for one in fresh])
    insert_many(db, fingerprints, [{"document_id": one.id, "fingerprint": one.document.fingerprint, "seen_at": now} for one in fresh])
    for one in fresh:
        if one.document.dates:
            keep_dates(db, one.id, one.document.dates)
    for one in new:
        if one.id in known:
            keep_document(db, one.id, one.document, one.check_id, now, one.state, one.picture)


def _first_columns(one: NewDocument, now: datetime) -> dict[str, Any]:
    first = {"id": one.id, "state": one.state, "picture": one.picture, "first_seen_at": now, "first_check_id": one.check_id}
    return first | _columns(one.document, now)


def replace_content(db: Connection, document_id: str, document: Document, now: datetime) -> None:
    """A known document as it is now, without news: its state stays."""
    values = _columns(document, now)
    if not _key_is_free(db, document_id, document):
        del values["key"]
    db.execute(update(documents).where(documents.c.id == document_id).values(values))
    keep_fingerprint(db, document_id, document.fingerprint, now)
    keep_dates(db, document_id, document.dates)


def keep_fingerprint(db: Connection, document_id: str, fingerprint: str, now: datetime) -> None:
    """Remembers that the document once looked so."""
    insert_new(db, fingerprints, {"document_id": document_id, "fingerprint": fingerprint, "seen_at": now})


def keep_dates(db: Connection, document_id: str, dates: Sequence[LegalDate]) -> None:
    """Replaces the legal dates of a document."""
    db.execute(delete(legal_dates).where(legal_dates.c.document_id == document_id))
    for legal_date in dates:
        db.execute(insert(legal_dates).values(document_id=document_id, on=legal_date.on, legal_date=legal_date))


def put_off_pages(db: Connection, looked_for: Sequence[Document], now: datetime) -> None:
    """Documents whose page was due and still did not come wait twice as long as before."""
    pairs = {(document.source_id, document.key) for document in looked_for}
    for group in chunks(pairs):
        late = select(documents.c.id, documents.c.source_id, documents.c.key, documents.c.page_tries).where(
            documents.c.source_id.in_({source_id for source_id, _ in group}),
            documents.c.key.in_([key for _, key in group]),
            documents.c.page_missing,
            documents.c.page_next_at <= now,
        )
        for row in db.execute(late).all():
            if (row.source_id, row.key) in pairs:
                wait = min(_PAGE_FIRST * 2 ** min(row.page_tries + 1, 20), _PAGE_LONGEST)
                values = {"page_tries": row.page_tries + 1, "page_next_at": now + wait}
                db.execute(update(documents).where(documents.c.id == row.id).values(values))


def _columns(document: Document, now: datetime) -> dict[str, Any]:
    return {
        "source_id": document.source_id,
        "key": document.key,
        "alias": document.alias,
        "fingerprint": document.fingerprint,
        "title": document.title,
        "url": document.url,
        "published_at": document.published_at,
        "changed_at": now,
        "page_missing": document.page_missing,
        "page_tries": 0,
        "page_next_at": now + _PAGE_FIRST if document.page_missing else None,
        "content": document,
    }


def _key_is_free(db: Connection, document_id: str, document: Document) -> bool:
    """Whether no other document of the source goes by this key."""
    query = select(documents.c.id).where(documents.c.source_id == document.source_id, documents.c.key == document.key)
    return db.execute(query.where(documents.c.id != document_id)).first() is None


def _known(db: Connection, source_id: str, name: str, values: Sequence[str], now: datetime) -> list[tuple[str, Known]]:
    column = documents.c[name]
    found = []
    due = (documents.c.page_missing & (documents.c.page_next_at <= now)).label("page_due")
    for group in chunks(dict.fromkeys(values)):
        query = select(column.label("by"), documents.c.id, documents.c.key, documents.c.fingerprint, due)
        for row in db.execute(query.where(documents.c.source_id == source_id, column.in_(group))):
            found.append((row.by, Known(row.id, row.key, row.fingerprint, bool(row.page_due))))
    return found
