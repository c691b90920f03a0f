"""Where days and terms stand in a sentence, and what stands right beside them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.legal_dates.counting import counted
from pipeline.legal_dates.grammar import Grammar, Term

#: what stands between the two days of a range
_RANGE = re.compile(
    r"^\s*(?:[(（][^)）]*[)）])?\s*,?\s*(?:and\s)?(?:to|until|through|thru|till|-|–|—|bis(?:\s(?:zum|einschließlich))?|und(?:\sdem)?|au|jusqu['’]au|et(?:\sle)?|al?(?:\sel)?|hasta(?:\sel)?|fino\sal|"
    r"至|到|から|より|～|~|〜|起至)\s*(?:及び)?\s*$"
)
#: where and when an act was signed: "(Bern, 2 September 2026"
_SIGNED = re.compile(r"\([A-ZÀ-Ý][a-zà-ÿ]+(?:[ -][A-ZÀ-Ý][a-zà-ÿ]+)?,\s(?:(?:den|le|li|il|el|on|the)\s)?$")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """The place of a day, of a term, or of a term counted from a day."""

    start: int
    end: int
    on: date | None = None
    term: Term | None = None


def spans_of(sentence: str, grammar: Grammar) -> list[Span]:
    """Days and terms of a sentence by place; terms win over days inside them."""
    found: list[Span] = []
    for pattern, read in grammar.terms:
        for match in pattern.finditer(sentence):
            term = read(match)
            if term is not None and _free(found, match):
                found.append(Span(match.start(), match.end(), term=_own(sentence, match, term, grammar)))
    for day_pattern, read_day in grammar.days:
        for match in day_pattern.finditer(sentence):
            on = read_day(match)
            if on is not None and _free(found, match):
                found.append(Span(match.start(), match.end(), on=on))
    return sorted((_from_day(sentence, span, grammar) for span in found), key=lambda span: span.start)


def _own(sentence: str, match: re.Match[str], term: Term, grammar: Grammar) -> Term:
    """The term, counted from something unknown where it runs from the publication of another text: "after publication of the standard"."""
    behind = grammar.foreign is not None and grammar.foreign.match(sentence, match.end())
    before = grammar.foreign_before is not None and grammar.foreign_before.search(sentence[max(0, match.start() - 12) : match.start()])
    return replace(term, anchor="other") if behind or before else term


def _from_day(sentence: str, span: Span, grammar: Grammar) -> Span:
    """A day that a term is counted from, together with that term: "30 days after 2 March 2026"."""
    if span.on is None:
        return span
    before = grammar.counting.search(sentence[max(0, span.start - 80) : span.start]) if grammar.counting else None
    after = grammar.counted.match(sentence, span.end) if grammar.counted else None
    match = before or after
    term = grammar.count(match) if match else None
    if match is None or term is None:
        return span
    start = span.start - len(match[0]) if before else span.start
    return replace(span, start=start, end=match.end() if after else span.end, on=counted(term, {"other": span.on}), term=term)


def _free(found: Sequence[Span], match: re.Match[str]) -> bool:
    return not any(span.start < match.end() and match.start() < span.end for span in found)


def is_cited(sentence: str, span: Span, grammar: Grammar) -> bool:
    """Whether the words around a day make it a citation, not a duty."""
    before, after = (_SPACE.sub(" ", part) for part in (sentence[max(0, span.start - 80) : span.start], sentence[span.end : span.end + 60]))
    if grammar.negated is not None and grammar.negated.search(before):
        return True
    return span.term is None and bool(grammar.not_after.search(before) or _SIGNED.search(before) or grammar.not_before.search(after))


def lead_of(sentence: str, span: Span, grammar: Grammar) -> str:
    """Which sort of preposition a day has; empty without one."""
    before = grammar.lead.search(sentence[max(0, span.start - 30) : span.start]) if grammar.lead is not None else None
    behind = grammar.lead_behind.match(sentence, span.end) if grammar.lead_behind is not None else None
    match = before or behind
    return (match.lastgroup or match[0]) if match else ""


def opens(sentence: str, span: Span, grammar: Grammar) -> bool:
    """Whether a consultation opens on a day: "opened on 2 March", "am 2. März eröffnet"."""
    before = grammar.opens is not None and grammar.opens.search(sentence[max(0, span.start - 40) : span.start])
    return bool(before or (grammar.opens_behind is not None and grammar.opens_behind.match(sentence, span.end)))


def opens_range(sentence: str, spans: Sequence[Span], index: int) -> bool:
    """Whether this is the first day of a range."""
    return index + 1 < len(spans) and bool(_RANGE.search(sentence[spans[index].end : spans[index + 1].start]))
