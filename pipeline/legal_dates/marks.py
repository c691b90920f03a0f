"""Which legal words of a sentence speak of which day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.legal_dates.grammar import Grammar, Trigger
from pipeline.legal_dates.spans import Span
from policywatch.types import DateKind

#: words that are followed by a day within this many characters speak of that one
OWN = 14
#: "with effect from", "applies until": the verb beside them says what really happens
GENERAL = frozenset({DateKind.EFFECTIVE, DateKind.APPLICATION})
#: the rank of all other kinds
_SPECIFIC = 2
_AND = re.compile(r",|\b(?:and|und|et|y|e)\b")
_HARD = re.compile(r"[;；。|]")
_LIST = re.compile(r"^[\s,，、]*(?:and|or|und|oder|et|ou|y|o|e|及び|和|及|または)?[\s,，]*\w{0,12}[\s,]*$", re.IGNORECASE)
#: what stands between the members of a list of days
_MEMBERS = re.compile(r"\s*(?:、|和|及び?|与|與|或|並びに|または|,|，)+\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A trigger at its place."""

    trigger: Trigger
    start: int
    end: int


def marks_of(sentence: str, spans: Sequence[Span], grammar: Grammar) -> list[Mark]:
    """Triggers of a sentence; one inside a term or inside a longer trigger is part of that."""
    days = [span for span in spans if span.term is None]
    whole = [mark for trigger in grammar.triggers if trigger.side != "behind" for mark in _matches(sentence, trigger, days)]
    whole = [m for m in whole if not any(s.start <= m.start and m.end <= s.end for s in spans)]
    return [m for m in whole if not any(_inside(m, other) for other in whole)]


def _matches(sentence: str, trigger: Trigger, days: Sequence[Span]) -> Iterator[Mark]:
    """The places of a trigger; a match that runs across a day ends before it, or is none."""
    at = 0
    while match := trigger.pattern.search(sentence, at):
        start = match.start()
        crossed = next((day for day in days if start < day.end and day.start < match.end()), None)
        shorter = trigger.pattern.match(sentence, start, crossed.start) if crossed is not None and start < crossed.start else None
        if crossed is None or shorter is not None:
            words = (shorter or match)[0]
            end = start + len(words)
            yield Mark(trigger, start, start + len(words.rstrip()))
            at = max(end, start + 1)
        else:
            at = start + 1


def _inside(mark: Mark, other: Mark) -> bool:
    """Whether one trigger is part of another: inside a longer one, or general words that overlap with specific ones."""
    if not (other.start < mark.end and mark.start < other.end):
        return False
    rank, rank_of_other = _rank(mark.trigger), _rank(other.trigger)
    if rank != rank_of_other and (rank_of_other == _SPECIFIC or rank == _SPECIFIC):
        return rank_of_other == _SPECIFIC
    if other.trigger.side != mark.trigger.side:
        return False
    if rank_of_other == _SPECIFIC and other.start < mark.start:
        return True
    longer = other.end - other.start > mark.end - mark.start
    return longer and other.start <= mark.start and mark.end <= other.end


def _rank(trigger: Trigger) -> int:
    return 0 if trigger.kind is None else 1 if trigger.kind in GENERAL else _SPECIFIC


def trigger_of(sentence: str, spans: Sequence[Span], index: int, marks: Sequence[Mark], grammar: Grammar) -> Trigger | None:
    """The nearest trigger that reaches this day."""
    span = spans[index]
    best: tuple[int, int, Trigger] | None = None
    for order, (gap, trigger) in enumerate((*_around(sentence, spans, span, marks), *_behind(sentence, spans, index, grammar))):
        cost = gap + trigger.cost
        if best is None or (cost, order) < best[:2]:
            best = (cost, order, trigger)
    return best[2] if best is not None else None


def _around(sentence: str, spans: Sequence[Span], span: Span, marks: Sequence[Mark]) -> Iterator[tuple[int, Trigger]]:
    """Triggers that reach a day, with the characters in between."""
    for mark in marks:
        gap = _gap(sentence, spans, span, mark)
        if gap is not None and gap <= mark.trigger.reach:
            yield gap, mark.trigger


def _behind(sentence: str, spans: Sequence[Span], index: int, grammar: Grammar) -> Iterator[tuple[int, Trigger]]:
    """Triggers that begin right behind a day or behind the list it is a member of, with the characters to their end."""
    last = index
    while last + 1 < len(spans) and _MEMBERS.fullmatch(sentence[spans[last].end : spans[last + 1].start]):
        last += 1
    end = spans[last + 1].start if last + 1 < len(spans) else len(sentence)
    for trigger in grammar.triggers:
        if trigger.side == "behind" and (match := trigger.pattern.match(sentence, spans[last].end, end)):
            yield len(match[0]), trigger


def _gap(sentence: str, spans: Sequence[Span], span: Span, mark: Mark) -> int | None:
    """Characters between a trigger and a day, or ``None`` when the one cannot speak of the other."""
    if mark.start < span.end and span.start < mark.end:
        return 0
    if mark.end <= span.start:
        side, left, right = "before", mark.end, span.start
    else:
        side, left, right = "after", span.end, mark.start
    if side == "after" and any(_owns(sentence, mark, other) for other in spans):
        return None
    if mark.trigger.side != side or _HARD.search(sentence[left:right]):
        return None
    between = [s for s in spans if left <= s.start and s.end <= right]
    return None if between and mark.trigger.kind is None else _distance(sentence, between, left, right)


def _owns(sentence: str, mark: Mark, span: Span) -> bool:
    """Whether words are followed by a day of their own, which they speak of."""
    between = sentence[mark.end : span.start]
    return mark.end <= span.start <= mark.end + OWN and not _AND.search(between)


def _distance(sentence: str, between: Sequence[Span], left: int, right: int) -> int | None:
    """Length of the text in between; days in between count as nothing as long as they are members of one list."""
    at, total = left, 0
    for other in between:
        total += other.start - at
        at = other.end
    if between and not _LIST.search(sentence[at:right]) and at != left and right - at > 40:
        return None
    return total + right - at
