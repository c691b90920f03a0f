"""Documents into matters: what the store knows, and what this batch has placed but not kept yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from app.house import House
from pipeline.dates import dates_of
from pipeline.group import Kept, Placed, place
from policywatch.types import DateKind, Document, LegalDate, Matter


@dataclass
class Grouper:
    """Places the documents of one batch; those placed earlier in it are seen by the later ones."""

    house: House
    _matters: dict[str, Matter] = field(default_factory=dict)
    _by_identifier: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, Kept] = field(default_factory=dict)
    _by_key: dict[str, list[str]] = field(default_factory=dict)

    def place(self, document_id: str, document: Document) -> Placed:
        """The matter of a document; one that is in a matter already stays there."""
        placed = place(document, _Shelf(self, document_id), self.house.store.matter_holding(document_id))
        self._matters[placed.matter.id] = placed.matter
        self._by_identifier |= dict.fromkeys(placed.matter.identifiers, placed.matter.id)
        self._kept[document_id] = Kept(document, placed.matter)
        for key in placed.keys:
            self._by_key.setdefault(key, []).append(document_id)
        return placed

    def dates(self, matter_id: str, besides: str) -> tuple[LegalDate, ...]:
        """The legal dates that other documents of a matter give."""
        fresh = (one.document.dates for id, one in self._kept.items() if one.matter.id == matter_id and id != besides)
        return (*self.house.store.matter_dates(matter_id, besides), *chain.from_iterable(fresh))

    def dated(self, document_id: str, document: Document) -> Document:
        """The document with the terms counted that run from an entry into force which its matter knows."""
        matter = self._kept[document_id].matter
        if all(one.on for one in document.dates):
            return document
        counted = replace(document, dates=dates_of(document, _in_force(self.dates(matter.id, document_id))))
        self._kept[document_id] = Kept(counted, matter)
        return counted

    def redated(self, document_id: str) -> Mapping[str, tuple[LegalDate, ...]]:
        """The dates of the matter's other documents, by id, where this document's entry into force lets them be counted now."""
        one = self._kept[document_id]
        others = self.dates(one.matter.id, document_id)
        force = _in_force((*others, *one.document.dates))
        if force is None or not any(d.kind is DateKind.EFFECTIVE for d in one.document.dates) or all(d.on for d in others):
            return {}
        rows = self.house.store.matter_documents(one.matter.id)
        counted = {
            row.id: dates_of(row.document, force) for row in rows if row.id != document_id and not all(d.on for d in row.document.dates)
        }
        return {row.id: counted[row.id] for row in rows if row.id in counted and counted[row.id] != row.document.dates}

    def by_identifier(self, identifiers: Sequence[str]) -> Matter | None:
        """Of the store, else of this batch."""
        known = self.house.store.matter_for(identifiers)
        fresh = next((self._by_identifier[one] for one in identifiers if one in self._by_identifier), None)
        return known or (self._matters[fresh] if fresh else None)

    def alike(self, document_id: str, keys: Sequence[str], limit: int) -> Sequence[Kept]:
        """Of the store and of this batch."""
        stored = [Kept(row.document, matter) for row, matter in self.house.store.alike(keys, document_id, limit)]
        fresh = dict.fromkeys(one for key in keys for one in self._by_key.get(key, ()) if one != document_id)
        return [*(self._kept[one] for one in fresh), *stored][:limit]


def _in_force(dates: Sequence[LegalDate]) -> date | None:
    """The day of entry into force when all that name one agree."""
    days = {one.on for one in dates if one.kind is DateKind.EFFECTIVE and one.on is not None}
    return next(iter(days)) if len(days) == 1 else None


@dataclass(frozen=True)
class _Shelf:
    """What is known, as one document looks for it."""

    grouper: Grouper
    document_id: str

    def by_identifier(self, identifiers: Sequence[str]) -> Matter | None:
        return self.grouper.by_identifier(identifiers)

    def alike(self, keys: Sequence[str], limit: int) -> Sequence[Kept]:
        return self.grouper.alike(self.document_id, keys, limit)
