"""From what one check brought to rows: what of it is news, what is missing, what is only read in another way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.detect import Detected, detect, quietly, whereabouts
from pipeline.hold import ids_changed, nearly_all
from pipeline.listed import absences
from policywatch.store import Keeping, ListingChange, Store
from policywatch.text import stable_id
from policywatch.types import Body, CheckResult, Document, Known, Outcome, Status, Update, UpdateKind

#: earlier checks that say how much of a source is new as a rule
_USUAL = 12
_WORKED = (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.MOVED)


@dataclass(frozen=True)
class StoredAnswers:
    """The archive of the store, as the crawler asks for it."""

    store: Store

    def body(self, sha256: str) -> Body | None:
        """The bytes of an answer."""
        return self.store.bodies.get(sha256) if sha256 else None

    def pages(self, source_id: str) -> Sequence[Document]:
        """The newest documents with the text of their page."""
        return self.store.page_documents(source_id)


@dataclass(frozen=True, slots=True)
class Learned:
    """All that one check changes."""

    found: Detected
    #: documents found in stored answers only; nobody is told of them
    quiet: tuple[Document, ...] = ()
    held: bool = False
    listing: ListingChange | None = None

    def keeping(self, result: CheckResult, next_check_at: datetime) -> Keeping:
        """It as the store keeps it."""
        found = self.found
        return Keeping(
            result,
            next_check_at,
            found.updates,
            found.seeds,
            found.revised_keys,
            found.pages,
            found.rebaselined,
            self.quiet,
            self.held,
            self.listing,
        )


def learn(store: Store, result: CheckResult, now: datetime) -> Learned:
    """What a check says beside what is kept."""
    source, memory = result.claim.source, result.claim.memory
    # what a list, feed or watched page says of a document is evidenced by the source's own body
    documents = tuple(d if d.body_sha256 else replace(d, body_sha256=result.body_sha256) for d in result.documents)
    both = (*documents, *(result.reread or ()))
    by_key, by_alias = store.lookup(source.id, [d.key for d in both], [d.alias for d in both if d.alias], now)
    again = _read_again(store, result, by_key, by_alias, now)
    texts = {known.document_id: document for document, known in again.known}

    def previous(document_id: str) -> Document | None:
        return texts.get(document_id) or _document(store, document_id)

    by_key = {**by_key, **{document.key: known for document, known in again.known}}
    found = detect(documents, by_key, by_alias, previous, now, memory.first, store.fingerprints)
    if result.read_anew and result.reread is None:
        found = quietly(found)
    held = _is_held(store, result, found.updates)
    listing, left = _left(store, result, now)
    told = {update.document.key for update in found.updates}
    found = replace(
        found,
        updates=(*found.updates, *left, *_one_document(store, result, found.updates, now)),
        revised_keys={**again.found.revised_keys, **found.revised_keys},
        rebaselined=(*(d for d in again.found.rebaselined if d.key not in told), *found.rebaselined),
    )
    return Learned(found, again.found.seeds, held, listing)


def _document(store: Store, document_id: str) -> Document | None:
    row = store.document(document_id)
    return row.document if row else None


@dataclass(frozen=True, slots=True)
class _Again:
    """Stored answers as they are read now."""

    found: Detected = field(default_factory=Detected)
    #: each of their documents as it is known from now on
    known: tuple[tuple[Document, Known], ...] = ()


def _read_again(store: Store, result: CheckResult, by_key: Mapping[str, Known], by_alias: Mapping[str, Known], now: datetime) -> _Again:
    if not result.reread:
        return _Again()
    kept = [by_key.get(d.key) or by_alias.get(d.alias) for d in result.reread]
    documents = tuple(
        _with_page(d, _document(store, known.document_id)) if known else d for d, known in zip(result.reread, kept, strict=True)
    )
    found = detect(documents, by_key, by_alias, lambda _: None, now, first=True)
    as_known = tuple(
        (d, replace(known, fingerprint=d.fingerprint) if known else Known(stable_id(d.source_id, d.key), d.key, d.fingerprint))
        for d, known in zip(documents, kept, strict=True)
    )
    # what differs in its text alone (a page read by a better reader) is kept as well
    same = tuple(d for d, known in zip(documents, kept, strict=True) if known and known.fingerprint == d.fingerprint)
    return _Again(replace(found, rebaselined=(*found.rebaselined, *same)), as_known)


def _with_page(document: Document, before: Document | None) -> Document:
    """A line of a list with what its page said, where only the line was read again."""
    if before is None or before.text_origin != "page" or document.text_origin == "page":
        return document
    return replace(
        document,
        text=before.text,
        text_origin="page",
        summary=document.summary or before.summary,
        language=document.language or before.language,
        published_at=document.published_at or before.published_at,
        body_sha256=before.body_sha256,
    )


def _is_held(store: Store, result: CheckResult, updates: Sequence[Update]) -> bool:
    """Whether so much is new that an admin must say first that it is news."""
    new = [update.document for update in updates if update.kind is UpdateKind.NEW]
    if not nearly_all(len(new), result.items):
        return False
    source_id = result.claim.source.id
    before = [check for check in store.checks(source_id, _USUAL) if check.outcome in _WORKED and check.items > 0]
    usual = [check.updates / check.items for check in before[:-1]]
    newest = max((at for _, at in store.document_times(source_id, 1000) if at is not None), default=None)
    return ids_changed(new, store.known_titles(source_id, [document.title for document in new]), newest, usual)


def _left(store: Store, result: CheckResult, now: datetime) -> tuple[ListingChange | None, list[Update]]:
    """What the list names now, and the news of what has left it."""
    source_id, memory = result.claim.source.id, result.claim.memory
    still = result.listed is None and result.outcome is Outcome.UNCHANGED and result.complete and memory.missing
    if not still and (result.listed is None or not result.complete):
        return None, []
    seen = absences(store.listed(source_id), result.listed)
    rows = store.documents_of(source_id, seen.news) if seen.news else []
    news = [whereabouts(row.id, row.document, UpdateKind.UNLISTED, now) for row in rows if row.unlisted_at is None]
    return ListingChange(seen.listed, seen.unlisted, seen.appeared), news


def _one_document(store: Store, result: CheckResult, updates: Sequence[Update], now: datetime) -> list[Update]:
    """The news that a watched page was taken back, or is there again after that was told."""
    source_id, memory = result.claim.source.id, result.claim.memory
    gone, back = result.withdrawn and not memory.withdrawn, memory.withdrawn and result.complete and not updates
    if not (gone or back):
        return []
    rows = store.documents(source_id, limit=1)
    if gone:
        return [whereabouts(row.id, row.document, UpdateKind.WITHDRAWN, now) for row in rows]
    there = {document.key: document for document in result.documents}
    stands = [(row.id, there.get(row.document.key, replace(row.document, status=Status.UNKNOWN))) for row in rows]
    return [whereabouts(document_id, document, UpdateKind.REVISED, now) for document_id, document in stands]
