"""What a check learned: which documents of one fetch are news.

Identity is decided here and nowhere else. It is pure, so that every rule of identity (first sight, revision under a new
title, a page that came late, a page that flaps) is a plain test without a store.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.diff import between
from policywatch.text import stable_id
from policywatch.types import Document, Known, LegalDate, Status, Update, UpdateKind

#: gives the last kept version of a document
Previous = Callable[[str], Document | None]
#: gives the fingerprints a document ever had
History = Callable[[str], Collection[str]]


@dataclass(frozen=True, slots=True)
class Detected:
    """What one fetch changes in our picture of a source."""

    updates: tuple[Update, ...] = ()
    #: documents of a first check: a starting picture, not news
    seeds: tuple[Document, ...] = ()
    #: new key -> old key of the same document
    revised_keys: Mapping[str, str] = field(default_factory=dict)
    #: known documents whose missing page has now come
    pages: tuple[Document, ...] = ()
    #: known documents to be kept as they are now without news: an older fingerprint version, or a page that flaps
    rebaselined: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sight:
    """One document of the fetch beside what is known of it."""

    document: Document
    known: Known | None

    @property
    def same(self) -> bool:
        return self.known is not None and self.known.fingerprint == self.document.fingerprint

    @property
    def late_page(self) -> bool:
        return self.known is not None and self.known.page_due and self.document.text_origin == "page"

    @property
    def comparable(self) -> bool:
        """Whether both fingerprints mean the same: their versions are equal."""
        return self.known is not None and _version(self.known.fingerprint) == _version(self.document.fingerprint)


def detect(
    documents: Sequence[Document],
    known_by_key: Mapping[str, Known],
    known_by_alias: Mapping[str, Known],
    previous: Previous,
    seen_at: datetime,
    first: bool,
    history: History | None = None,
) -> Detected:
    """The news of one fetch, each document at most once, in the fetch's order.

    ``history`` switches the flap guard on: a revision back to a fingerprint seen before is kept silently.
    """
    updates: list[Update] = []
    seeds: list[Document] = []
    pages: list[Document] = []
    silent: list[Document] = []
    revised_keys: dict[str, str] = {}
    for sight in _sights(documents, known_by_key, known_by_alias):
        document, known = sight.document, sight.known
        if known is None:
            if first:
                seeds.append(document)
            else:
                updates.append(_new(document, seen_at))
            continue
        if known.key != document.key:
            revised_keys[document.key] = known.key
        if sight.same:
            if sight.late_page:
                pages.append(document)
        elif first or not sight.comparable or (history is not None and document.fingerprint in history(known.document_id)):
            silent.append(document)
        else:
            updates.append(_revised(document, known, previous, seen_at))
    return Detected(tuple(updates), tuple(seeds), revised_keys, tuple(pages), tuple(silent))


def whereabouts(document_id: str, document: Document, kind: UpdateKind, seen_at: datetime) -> Update:
    """The news that a document is unlisted, withdrawn, or there again; each time it happens is news."""
    if kind is UpdateKind.WITHDRAWN:
        document = replace(document, status=Status.WITHDRAWN)
    return Update(stable_id(document_id, kind.value, seen_at.isoformat()), document_id, kind, document, seen_at)


def quietly(found: Detected) -> Detected:
    """The same without revisions as news: they come from reading in another way."""
    revised = tuple(update for update in found.updates if update.kind is UpdateKind.REVISED)
    kept = tuple(update for update in found.updates if update.kind is not UpdateKind.REVISED)
    return replace(found, updates=kept, rebaselined=found.rebaselined + tuple(update.document for update in revised))


def _sights(documents: Sequence[Document], by_key: Mapping[str, Known], by_alias: Mapping[str, Known]) -> Iterator[_Sight]:
    """Each document once; an alias is believed only while the key it stood for is not in this fetch."""
    fetched = {document.key for document in documents}
    done: set[str] = set()
    for document in documents:
        if document.key in done:
            continue
        done.add(document.key)
        known = by_key.get(document.key)
        if known is None and document.alias:
            known = by_alias.get(document.alias)
            if known is not None and known.key in fetched:
                known = None
            elif known is not None:
                fetched.add(known.key)
        yield _Sight(document, known)


def _new(document: Document, seen_at: datetime) -> Update:
    document_id = stable_id(document.source_id, document.key)
    return Update(_update_id(document_id, UpdateKind.NEW, document), document_id, UpdateKind.NEW, document, seen_at)


def _revised(document: Document, known: Known, previous: Previous, seen_at: datetime) -> Update:
    before = previous(known.document_id)
    change = between(before, document)
    update_id = _update_id(known.document_id, UpdateKind.REVISED, document)
    return Update(update_id, known.document_id, UpdateKind.REVISED, document, seen_at, change, _comparable_dates(before, document))


def _comparable_dates(before: Document | None, after: Document) -> tuple[LegalDate, ...]:
    """The legal dates of the version before; those read from its text only where the text came the same way."""
    if before is None:
        return ()
    same_origin = before.text_origin == after.text_origin
    return tuple(one for one in before.dates if same_origin or one.start is None)


def _update_id(document_id: str, kind: UpdateKind, document: Document) -> str:
    return stable_id(document_id, kind.value, document.fingerprint)


def _version(fingerprint: str) -> str:
    return fingerprint.partition(":")[0]
