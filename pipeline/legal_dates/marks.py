"""Which legal words of a sentence speak of which day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.legal_dates.grammar import Grammar, Trigger
from pipeline.legal_dates.spans import Span, lead_of
from policywatch.types import DateKind

#: words that are followed by a day within this many characters speak of that one
OWN = 14
#: added to the distance of words to a day behind their own one
SECOND = 4
#: "with effect from", "applies until": the verb beside them says what really happens
GENERAL = frozenset({DateKind.EFFECTIVE, DateKind.APPLICATION})
#: the rank of all other kinds
_SPECIFIC = 2
_AND = re.compile(r",|\b(?:and|und|et|y|e)\b")
_HARD = re.compile(r"[;；。|]")
#: the border between the cell of a day and the cell beside it
_BORDER = re.compile(r"\s*\|\s*$|^\s*\|\s*")
#: what stands between a day that opens a line and what happens on it
_ENTRY = re.compile(r"\s*(?:\||[:：–—]\s?)\s*[^.;；。|\d]{0,40}")
_LIST = re.compile(r"^[\s,，、]*(?:and|or|und|oder|et|ou|y|o|e|及び|和|及|または)?[\s,，]*\w{0,12}[\s,]*$", re.IGNORECASE)
#: what stands between the members of a list of days
_MEMBERS = re.compile(r"\s*(?:、|和|及び?|与|與|或|並びに|または|,|，)+\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A trigger at its place."""

    trigger: Trigger
    start: int
    end: int


def marks_of(sentence: str, spans: Sequence[Span], grammar: Grammar, cited: Sequence[bool] = ()) -> list[Mark]:
    """Triggers of a sentence; one inside a term or inside a longer trigger is part of that, and one that crosses a day ends there."""
    days = [span for index, span in enumerate(spans) if span.term is None and not (cited and cited[index])]
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
        words = (shorter or match)[0]
        if (crossed is None or shorter is not None) and not _leaves(words):
            end = start + len(words)
            yield Mark(trigger, start, start + len(words.rstrip()))
            at = max(end, start + 1)
        else:
            at = start + 1


def _leaves(words: str) -> bool:
    """Whether words begin inside a parenthesis and end outside of it: "(monetary penalties) comes into force"."""
    return words.find(")") >= 0 and not 0 <= words.find("(") < words.find(")")


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
    for order, (gap, trigger) in enumerate((*_around(sentence, spans, span, marks, grammar), *_behind(sentence, spans, index, grammar))):
        cost = gap + trigger.cost
        if best is None or (cost, order) < best[:2]:
            best = (cost, order, trigger)
    return best[2] if best is not None else None


def _around(sentence: str, spans: Sequence[Span], span: Span, marks: Sequence[Mark], grammar: Grammar) -> Iterator[tuple[int, Trigger]]:
    """Triggers that reach a day, with the characters in between."""
    starts = lead_of(sentence, span, grammar) == "start"
    for mark in marks:
        gap = _gap(sentence, spans, span, mark)
        if (
            gap is not None
            and gap <= mark.trigger.reach
            and not (starts and mark.trigger.kind is None and not span.start - OWN <= mark.end <= span.start)
        ):
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
    own_side = mark.trigger.side == side or (side == "after" and _enters(sentence, span, mark))
    told = _BORDER.sub("", sentence[left:right]) if mark.trigger.kind is not DateKind.ENFORCEMENT else sentence[left:right]
    if not own_side or _HARD.search(told):
        return None
    between = [s for s in spans if left <= s.start and s.end <= right]
    return None if between and mark.trigger.kind is None else _distance(sentence, between, left, right)


def _enters(sentence: str, span: Span, mark: Mark) -> bool:
    """Whether a day opens an entry of a table or timeline that tells what happens on it: "14 May 2027 | Submissions close"."""
    if mark.trigger.kind is DateKind.ENFORCEMENT or any(c.isalnum() for c in sentence[: span.start]):
        return False
    return bool(_ENTRY.fullmatch(sentence, span.end, mark.start))


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
    return total + right - at + (SECOND if between else 0)
