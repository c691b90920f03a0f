"""Which documents tell of one and the same legal thing, and which matters are related.

An equal official number joins across sources and languages; a name or text that is nearly the same is looked up by its sketch
and confirmed. When unsure a document is its own matter: a needless second thread costs a glance, a false merge hides a rule
under another one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.identifiers import identifiers_of
from pipeline.matching import SURE, conflicting, same, same_matter, separate
from pipeline.relations import between, named
from pipeline.sides import Side, side_of
from pipeline.sketch import keys_of, lookups_of
from policywatch.text import one_line, stable_id
from policywatch.types import Document, DocumentType, Matter, Relation, RelationKind

__all__ = ["Kept", "Placed", "Shelf", "place", "same_matter"]

#: documents with a common key that are compared at most
CANDIDATES = 12
_TELLING = frozenset({DocumentType.SPEECH_PRESS, DocumentType.NEWS, DocumentType.UNKNOWN, DocumentType.OTHER})


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that has its matter."""

    document: Document
    matter: Matter


class Shelf(Protocol):
    """What is known of matters already."""

    def by_identifier(self, identifiers: Sequence[str]) -> Matter | None:
        """The oldest matter that has one of these official numbers."""

    def alike(self, keys: Sequence[str], limit: int) -> Sequence[Kept]:
        """Documents kept under these keys, those with most of them first."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a document belongs."""

    matter: Matter
    relations: tuple[Relation, ...]
    #: keys under which it is kept, for those that come later
    keys: tuple[str, ...]


def place(document: Document, shelf: Shelf, kept: Matter | None = None) -> Placed:
    """The matter of a document, and how that stands to others.

    ``kept`` is the matter the document has already: it stays there, since people may have put it there.
    """
    side = side_of(document)
    keys = keys_of(side)
    alike = shelf.alike(lookups_of(side, keys), CANDIDATES)
    found = kept or _by_number(document, side, shelf) or _by_likeness(side, alike)
    if found is None:
        # a number that another matter has already would give this one the same id
        free = (one for one in document.identifiers if shelf.by_identifier([one]) is None)
        seed = next(free, f"{document.source_id}\x1f{document.key}")
        found = Matter(stable_id("matter", seed), one_line(document.title), document.identifiers)
    matter = replace(found, identifiers=tuple(dict.fromkeys((*found.identifiers, *document.identifiers))))
    relations = tuple(dict.fromkeys(_relations(document, side, matter, shelf, alike)))
    return Placed(matter, relations, keys)


def _by_number(document: Document, side: Side, shelf: Shelf) -> Matter | None:
    """By its own official number; a press text without one joins the one known matter whose number it names."""
    if document.identifiers:
        known = shelf.by_identifier(document.identifiers)
        return None if known is None or conflicting(side.own, set(known.identifiers)) else known
    if document.document_type not in _TELLING or side.related:
        return None
    on = document.published_at.date() if document.published_at else None
    cited = identifiers_of(document.title, document.summary + "\n" + document.text, document.url, document.jurisdiction, on).cited
    matters = {matter.id: matter for matter in (shelf.by_identifier([identifier]) for identifier in cited) if matter is not None}
    return next(iter(matters.values())) if len(matters) == 1 else None


def _by_likeness(side: Side, alike: Sequence[Kept]) -> Matter | None:
    """The one matter of which a document is surely another sight; of several none, and none of which another document is surely apart."""
    found: dict[str, Matter] = {}
    apart: set[str] = set()
    for one in alike:
        there = side_of(one.document)
        if separate(side, there) or conflicting(side.own, set(one.matter.identifiers)):
            apart.add(one.matter.id)
        elif same(side, there, SURE):
            found[one.matter.id] = one.matter
    sure = [matter for id, matter in found.items() if id not in apart]
    return sure[0] if len(sure) == 1 else None


def _relations(document: Document, side: Side, matter: Matter, shelf: Shelf, alike: Sequence[Kept]) -> Iterator[Relation]:
    """Links to other matters: those whose number it names in relation to itself, and those whose name it shares."""
    for kind, identifier in named(document):
        other = shelf.by_identifier([identifier])
        if other is not None and other.id != matter.id:
            yield Relation(kind, matter.id, other.id)
    for one in alike:
        if one.matter.id == matter.id:
            continue
        there = side_of(one.document)
        kind_there = between(side, there)
        if kind_there is not None:
            yield Relation(kind_there, matter.id, one.matter.id)
        elif not conflicting(side.own, set(one.matter.identifiers)) and same(side, there):
            yield Relation(RelationKind.RESEMBLES, matter.id, one.matter.id)
