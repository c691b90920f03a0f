"""What the days of one sentence are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.legal_dates.grammar import Grammar, Trigger
from pipeline.legal_dates.marks import GENERAL, marks_of, trigger_of
from pipeline.legal_dates.spans import Span, is_cited, lead_of, opens, opens_range, spans_of
from policywatch.types import DateKind

#: no heading or question that the next sentence answers is longer than this
MAX_HEADING = 80
#: an answer to a heading or a question, and a clause after a semicolon, begins with its day within this many characters
MAX_LEAD = 60
#: "from 2 May" opens a sentence within this many characters
MAX_OPENING = 20
#: a sentence below a heading has its legal words within this many characters
MAX_TITLED = 250
#: no sentence is longer than this
MAX_SENTENCE = 2_000

_BREAK = re.compile(
    r"[.!?](?=[\s\"'”»)\]]|$)[\"'”»)\]]*|[。！？]|\n\s*\n|\n(?=\s*(?:[-•*–]|\(?\w{1,3}[.)]\s))|\n(?=[^\W\d_a-z][^\n:：|\d]{0,50}[:：|]|[^\n|]{1,80}\|)|;(?=\s)|；|\s[•·▪●](?=\s)"
)
#: a sentence without any of these has no day and no term
_HINT = re.compile(
    r"\d|[公发發印颁通施实生批签次翌年月日]|(?i:day|week|month|year|tag|woche|monat|jahr|jour|lendemain|semaine|mois|\ban|día|dia|semana|mes|año|giorn|settiman|anno|"
    r"pubbli|publi|bekannt|verkünd|kundmach|kraft|vigueur|vigor|vigore|enact|assent|law|effect|force|passage|sign|promulg|firma)"
)
#: a line of its own before a sentence
_TITLE = re.compile(r"[^\n]{2,60}[^\s,;:.|–-]\n(?=[A-ZÀ-Ý„«(§\d\u4e00-\u9fff])")
_AND = re.compile(r"\s*,?\s*(?:and|und|et|y|e)\b")
#: "第二章は4月1日、第三章は...": the verb of both clauses stands last
_CLAUSE = re.compile(r"[、，](?:その他|他|[^、。，；]{1,24}?(?:規定|条|章|項|条项|规定))(?:について)?(?:は|自|于)\s*")
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Read:
    """One legal date of a sentence, at its place in it."""

    kind: DateKind
    span: Span
    trigger: Trigger | None


def sentences(text: str, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Sentences as places; a full stop after an abbreviation or an ordinal ends none."""
    start = 0
    for stop in _BREAK.finditer(text):
        if stop[0].startswith(".") and grammar.abbreviations.search(text[max(0, stop.start() - 12) : stop.start() + 1]):
            continue
        yield from _trimmed(text, start, stop.end(), grammar)
        start = stop.end()
    yield from _trimmed(text, start, len(text), grammar)


def _trimmed(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """The place without white space at its ends, cut into pieces that stay readable."""
    for at in range(start, end, MAX_SENTENCE):
        piece = text[at : min(end, at + MAX_SENTENCE)]
        core = piece.strip()
        if core:
            left = at + len(piece) - len(piece.lstrip())
            title = _title(core, grammar)
            if title:
                yield left, left + title
            yield left + title, left + len(core)


def _title(sentence: str, grammar: Grammar) -> int:
    """Length of a heading with legal words above a sentence that has its own: "Article 12 - Entry into force, repeal"."""
    line = _TITLE.match(sentence)
    if line is None or any(span.start < line.end() for span in spans_of(sentence[: line.end() + MAX_LEAD], grammar)):
        return 0
    parts = (line[0], sentence[line.end() : line.end() + MAX_TITLED])
    told = all(any(mark.trigger.kind is not None for mark in marks_of(part, (), grammar)) for part in parts)
    return line.end() if told else 0


def read(text: str, start: int, end: int, grammar: Grammar, carried: Trigger | None) -> Iterator[Read]:
    """The legal dates of one sentence; a clause after a semicolon that has no trigger of its own goes on with the last one."""
    sentence = text[start:end]
    if not _HINT.search(sentence):
        return
    spans = spans_of(sentence, grammar)
    if not spans or (grammar.not_in is not None and grammar.not_in.search(sentence)):
        return
    cited = [is_cited(sentence, span, grammar) for span in spans]
    marks = marks_of(sentence, spans, grammar, cited)
    given = [None if cites else trigger_of(sentence, spans, index, marks, grammar) for index, cites in enumerate(cited)]
    alone = all(mark.trigger.kind is None for mark in marks)
    _go_on(sentence, spans, cited, given, grammar, carried if alone and _answers(text, start, spans[0], grammar) else None)
    opened: DateKind | None = None
    for index, span in enumerate(spans):
        kind = opened = None if cited[index] else _ranged(_kind(span, given[index]), opened, sentence, spans, index, grammar)
        if kind is not None:
            yield Read(kind, span, given[index])


def _go_on(
    sentence: str, spans: Sequence[Span], cited: Sequence[bool], given: list[Trigger | None], grammar: Grammar, carried: Trigger | None
) -> None:
    """Give days without a trigger that of the day before them or, where verbs stand last, of the one after them."""
    last = carried
    for index in [i for i, cites in enumerate(cited) if not cites]:
        if given[index] is None and (last is carried or _goes_on(sentence, spans, index, grammar)):
            given[index] = last
        last = given[index]
    if grammar.lead_behind is None:
        return
    for index in range(len(spans) - 2, -1, -1):
        listed = _CLAUSE.fullmatch(sentence[spans[index].end : spans[index + 1].start])
        if given[index] is None and not cited[index] and (listed or _goes_on(sentence, spans, index + 1, grammar)):
            given[index] = given[index + 1]


def _ranged(
    kind: DateKind | None, opened: DateKind | None, sentence: str, spans: Sequence[Span], index: int, grammar: Grammar
) -> DateKind | None:
    """The kind of a day at an end of a range: a consultation closes on the second day, and what takes effect on the first expires on it."""
    if kind is DateKind.COMMENT_CLOSE and (opens_range(sentence, spans, index) or opens(sentence, spans[index], grammar)):
        return None
    return DateKind.EXPIRY if kind in GENERAL and opened in GENERAL and _until(sentence, spans, index) else kind


def _until(sentence: str, spans: Sequence[Span], index: int) -> bool:
    """Whether a day ends a range, and is not just one of two: "from 1 May to 1 June", not "on 1 May and 1 June"."""
    return opens_range(sentence, spans, index - 1) and not _AND.match(sentence, spans[index - 1].end)


def _answers(text: str, start: int, span: Span, grammar: Grammar) -> bool:
    """Whether a sentence without legal words goes on with what stands before it: after a colon or semicolon, or with "from ..." or a term."""
    if span.start > MAX_LEAD:
        return False
    sign = text[max(0, start - 5) : start].rstrip()[-1:]
    opens = span.start <= MAX_OPENING and lead_of(text[start : start + span.end + 1], span, grammar) != ""
    return sign in tuple(";；:：") or span.term is not None or opens


def _goes_on(sentence: str, spans: Sequence[Span], index: int, grammar: Grammar) -> bool:
    """Whether a day without a trigger of its own is one more of what the day before it was: "from 2 May and, for others, from 2 June"."""
    before = sentence[max(0, spans[index].start - 30) : spans[index].start]
    if index and grammar.instead is not None and grammar.instead.search(before):
        return True
    lead = lead_of(sentence, spans[index], grammar)
    return index > 0 and lead != "" and lead == lead_of(sentence, spans[index - 1], grammar)


def _kind(span: Span, trigger: Trigger | None) -> DateKind | None:
    """What a day is: by its own words, else by the words that reach it."""
    if span.term is not None and span.term.kind is not None:
        return span.term.kind
    return trigger.kind if trigger is not None else None


def carried(sentence: str, last: Read | None, grammar: Grammar) -> Trigger | None:
    """The trigger that the next sentence goes on with: of the clause before a semicolon, or of a question or heading without a day."""
    if last is not None:
        return last.trigger if sentence[-1] in ";；" else None
    if len(sentence) > MAX_HEADING or _DIGITS.search(sentence):
        return None
    marks = marks_of(sentence, (), grammar)
    return marks[-1].trigger if marks else None
