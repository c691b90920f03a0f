"""Which legal dates were put on another day, by a new version of a document or by a notice of its own.

A date that appears or disappears has not moved: only a day of the same kind that takes the place of another one has.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policywatch.types import DateKind, Document, LegalDate, MovedDate, Update, UpdateKind

#: sentences this alike (0..100, digits aside) speak of the same date
ALIKE = 60.0
_DIGITS = re.compile(r"\d+")
#: words with which a notice says that it moves a date set elsewhere
_MOVES = re.compile(
    r"\b(?:exten(?:d(?:s|ed|ing)?|sions?)|reopen(?:s|ed|ing)?|postpon\w+|delay(?:s|ed|ing)?|defer(?:s|red|ral|ring)?|new deadline|"
    r"verläng\w+|verschob\w+|verschieb\w+|aufgeschoben|prolong\w+|report(?:ée?s?|er)|repouss\w+|prórrog\w+|prorrog\w+|ampl[ií]a\w*|aplaz\w+|"
    r"prorog\w+|rinvi\w+|differi\w+)\b|延期|延长|延長|推迟|推遲|顺延|延後|延後",
    re.IGNORECASE,
)


def with_moves(update: Update, known: Sequence[LegalDate]) -> Update:
    """The update as one of its own kind when it moves a legal date.

    A revision is held against the version before; a new document against the dates ``known`` of its matter, and only where
    its own words say that it moves one: a final rule that names another day than the draft did moves nothing.
    """
    document = update.document
    if update.kind is UpdateKind.REVISED:
        moved = moved_dates(update.dates_before, document.dates)
    elif update.kind is UpdateKind.NEW and _MOVES.search(document.title + "\n" + document.summary + "\n" + document.text[:4_000]):
        moved = tuple(_put_off(known, document))
    else:
        return update
    return replace(update, kind=UpdateKind.DATE_MOVED, moved=moved) if moved else update


def moved_dates(before: Sequence[LegalDate], after: Sequence[LegalDate]) -> tuple[MovedDate, ...]:
    """Days of one version that took the place of days of the other, kind by kind."""
    return tuple(move for kind in DateKind for move in _moved(_only(kind, before, after), _only(kind, after, before)))


def _only(kind: DateKind, dates: Sequence[LegalDate], others: Sequence[LegalDate]) -> list[LegalDate]:
    """Resolved dates of a kind whose day the other version does not have, each day once."""
    known = {one.on for one in others if one.kind is kind}
    return list({one.on: one for one in dates if one.kind is kind and one.on is not None and one.on not in known}.values())


def _moved(gone: list[LegalDate], come: Sequence[LegalDate]) -> Iterator[MovedDate]:
    """One that went and one that came are a move; of several, those whose sentences are alike."""
    alone = len(gone) == len(come) == 1
    for after in come:
        before = max(gone, key=lambda one: _likeness(one, after), default=None)
        if before is not None and (alone or _likeness(before, after) >= ALIKE):
            gone.remove(before)
            yield MovedDate(before, after)


def _likeness(before: LegalDate, after: LegalDate) -> float:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(_DIGITS.sub("0", before.sentence), _DIGITS.sub("0", after.sentence)))


def _put_off(known: Sequence[LegalDate], notice: Document) -> Iterator[MovedDate]:
    """Dates of a notice against the latest known one of the same kind."""
    for kind in DateKind:
        days = [one for one in known if one.kind is kind and one.on is not None]
        named = [one for one in notice.dates if one.kind is kind and one.on is not None]
        if days and named:
            before, after = max(days, key=_day), max(named, key=_day)
            if _day(after) != _day(before):
                yield MovedDate(before, after)


def _day(one: LegalDate) -> str:
    return one.on.isoformat() if one.on else ""
