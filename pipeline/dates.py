"""Legal dates of a text: the days that bind somebody, each with the sentence that says so.

A wrong date is worse than none, so a day counts only beside words that make it legal, a term is counted only from a day the
document itself gives, and whatever cannot be counted is ``None``: unresolved is an answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module

from pipeline.legal_dates.grammar import Grammar, Term, Trigger
from policywatch.types import DateKind, Document, DocumentType, LegalDate, Status

#: the languages that have a grammar
LANGUAGES = ("en", "de", "fr", "es", "it", "zh", "ja")
#: read for the status of an act alone
_STATUS_LANGUAGES = ("nl", "pt")
#: longer texts are read to here
MAX_CHARS = 2_000_000
#: no heading or question that the next sentence answers is longer than this
MAX_HEADING = 80
#: an answer to a heading or a question, and a clause after a semicolon, begins with its day within this many characters
MAX_LEAD = 60
#: "from 2 May" opens a sentence within this many characters
MAX_OPENING = 20
#: words that are followed by a day within this many characters speak of that one
OWN = 14
#: no sentence is longer than this
MAX_SENTENCE = 2_000

_BREAK = re.compile(r"[.!?](?=[\s\"'”»)\]]|$)[\"'”»)\]]*|[。！？]|\n\s*\n|\n(?=\s*(?:[-•*–]|\(?\w{1,3}[.)]\s))|;(?=\s)|；")
#: "with effect from", "applies until": the verb beside them says what really happens
_GENERIC = frozenset({DateKind.EFFECTIVE, DateKind.APPLICATION})
#: the rank of all other kinds
_SPECIFIC = 2
#: what stands between the two days of a range
_RANGE = re.compile(
    r"^\s*(?:[(（][^)）]*[)）])?\s*,?\s*(?:and\s)?(?:to|until|through|thru|till|-|–|—|bis(?:\s(?:zum|einschließlich))?|und(?:\sdem)?|au|jusqu['’]au|et(?:\sle)?|al?(?:\sel)?|hasta(?:\sel)?|fino\sal|"
    r"至|到|から|より|～|~|〜|起至)\s*(?:及び)?\s*$"
)
#: other ways of writing a character, each as long as the plain one
_PLAIN = str.maketrans("０１２３４５６７８９\u00a0\u2007\u2009\u202f\u3000\u2010\u2011／．：", "0123456789     --/.:")
_DIGITS = re.compile(r"\d")
_SPACE = re.compile(r"\s+")
_AND = re.compile(r",|\b(?:and|und|et|y|e)\b")
_HARD = re.compile(r"[;；。|]")
#: a sentence without any of these has no day and no term
_HINT = re.compile(
    r"\d|[公发發印颁通施实生批签次翌年月日]|(?i:day|week|month|year|tag|woche|monat|jahr|jour|lendemain|semaine|mois|\ban|día|dia|semana|mes|año|giorn|settiman|anno|"
    r"pubbli|publi|bekannt|verkünd|kundmach|kraft|vigueur|vigor|vigore|enact|assent|law|effect|force|passage|sign|promulg|firma)"
)
_LIST = re.compile(r"^[\s,，、]*(?:and|or|und|oder|et|ou|y|o|e|及び|和|及|または)?[\s,，]*\w{0,12}[\s,]*$", re.IGNORECASE)
#: what stands between the members of a list of days
_MEMBERS = re.compile(r"\s*(?:、|和|及び?|与|與|或|並びに|または|,|，)+\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """One legal date at its place: an explicit day, or a term still to be counted."""

    kind: DateKind
    start: int
    end: int
    on: date | None
    term: Term | None
    sentence: str
    sentence_start: int
    trigger: Trigger | None
    #: the day, or the counted term; ``None`` while unresolved
    resolved: date | None = None


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    on: date | None = None
    term: Term | None = None


def find_dates(
    text: str, language: str, published_on: date | None, *, in_force_on: date | None = None, publishes: bool = True
) -> tuple[LegalDate, ...]:
    """The legal dates of a text, in order; ``sentence`` stands at ``text[start:end]``.

    ``in_force_on`` is the day of entry into force where another document of the matter gives it. A draft or a press text
    does not publish (``publishes``) the rule it speaks of: terms from the publication of that rule stay unresolved.
    """
    found = findings(text, language, published_on, in_force_on, publishes)
    dates = (LegalDate(f.kind, f.resolved, f.sentence, f.sentence_start, f.sentence_start + len(f.sentence)) for f in found)
    return tuple(dict.fromkeys(dates))


def dates_of(document: Document, in_force_on: date | None = None) -> tuple[LegalDate, ...]:
    """The legal dates of a document whose type and status are known; a kind that a field of its source gives is not read from text."""
    given = tuple(one for one in document.dates if one.start is None)
    day = document.published_at.date() if document.published_at else None
    drafted = document.status in (Status.PROPOSAL, Status.CONSULTATION)
    publishes = not drafted and document.document_type not in (DocumentType.SPEECH_PRESS, DocumentType.NEWS)
    text = document.text or document.summary
    found = find_dates(text, document.language, day, in_force_on=in_force_on, publishes=publishes)
    kinds = {one.kind for one in given}
    return (*given, *(one for one in found if one.kind not in kinds))


def findings(text: str, language: str, published_on: date | None, in_force_on: date | None = None, publishes: bool = True) -> list[Found]:
    """The legal dates of a text with the exact place of each day or term."""
    grammar = grammar_for(language, text)
    if grammar is None:
        return []
    found: list[Found] = []
    carried: Trigger | None = None
    text = text[:MAX_CHARS]
    plain = text.translate(_PLAIN)
    for start, end in _sentences(plain, grammar):
        found.extend(replace(f, sentence=text[start:end]) for f in _in_sentence(plain, start, end, grammar, carried))
        carried = _carried(plain[start:end], found[-1] if found and found[-1].sentence_start == start else None, grammar)
    return _resolved(found, published_on, in_force_on, publishes)


def _carried(sentence: str, last: Found | None, grammar: Grammar) -> Trigger | None:
    """The trigger that the next sentence goes on with: of the clause before a semicolon, or of a question or heading without a day."""
    if last is not None:
        return last.trigger if sentence[-1] in ";；" else None
    if len(sentence) > MAX_HEADING or _DIGITS.search(sentence):
        return None
    marks = _marks(sentence, (), grammar)
    return marks[-1].trigger if marks else None


def grammar_for(language: str, text: str) -> Grammar | None:
    """The grammar of a language tag; without a tag the script decides between Chinese, Japanese and English."""
    tag = language.lower().replace("_", "-").partition("-")[0]
    if not tag:
        head = text[:2_000]
        tag = "ja" if re.search("[\u3040-\u30ff]", head) else "zh" if re.search("[\u4e00-\u9fff]", head) else "en"
    return _grammar(tag) if tag in LANGUAGES or tag in _STATUS_LANGUAGES else None


@lru_cache(maxsize=16)
def _grammar(tag: str) -> Grammar:
    grammar: Grammar = import_module(f"pipeline.legal_dates.{tag}").GRAMMAR
    return grammar


def _sentences(text: str, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Sentences as places; a full stop after an abbreviation or an ordinal ends none."""
    start = 0
    for stop in _BREAK.finditer(text):
        if stop[0].startswith(".") and grammar.abbreviations.search(text[max(0, stop.start() - 12) : stop.start() + 1]):
            continue
        yield from _trimmed(text, start, stop.end())
        start = stop.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The place without white space at its ends, cut into pieces that stay readable."""
    for at in range(start, end, MAX_SENTENCE):
        piece = text[at : min(end, at + MAX_SENTENCE)]
        core = piece.strip()
        if core:
            left = at + len(piece) - len(piece.lstrip())
            yield left, left + len(core)


def _in_sentence(text: str, start: int, end: int, grammar: Grammar, carried: Trigger | None) -> Iterator[Found]:
    """The legal dates of one sentence; a clause after a semicolon that has no trigger of its own goes on with the last one."""
    sentence = text[start:end]
    if not _HINT.search(sentence):
        return
    spans = _spans(sentence, grammar)
    if not spans or (grammar.not_in is not None and grammar.not_in.search(sentence)):
        return
    marks = _marks(sentence, spans, grammar)
    cited = [_cited(sentence, span, grammar) for span in spans]
    given = [None if cites else _trigger(sentence, spans, index, marks, grammar) for index, cites in enumerate(cited)]
    alone = all(mark.trigger.kind is None for mark in marks)
    _go_on(sentence, spans, cited, given, grammar, carried if alone and _answers(text, start, spans[0], grammar) else None)
    opened: DateKind | None = None
    for index, span in enumerate(spans):
        kind = opened = None if cited[index] else _ranged(_kind(span, given[index]), opened, sentence, spans, index, grammar)
        if kind is not None:
            yield Found(kind, start + span.start, start + span.end, span.on, span.term, sentence, start, given[index])


def _go_on(
    sentence: str, spans: Sequence[_Span], cited: Sequence[bool], given: list[Trigger | None], grammar: Grammar, carried: Trigger | None
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
        if given[index] is None and not cited[index] and _goes_on(sentence, spans, index + 1, grammar):
            given[index] = given[index + 1]


def _ranged(
    kind: DateKind | None, opened: DateKind | None, sentence: str, spans: Sequence[_Span], index: int, grammar: Grammar
) -> DateKind | None:
    """The kind of a day at an end of a range: a consultation closes on the second day, and what takes effect on the first expires on it."""
    if kind is DateKind.COMMENT_CLOSE and (_opens_range(sentence, spans, index) or _opens(sentence, spans[index], grammar)):
        return None
    return DateKind.EXPIRY if kind in _GENERIC and opened in _GENERIC and _opens_range(sentence, spans, index - 1) else kind


def _answers(text: str, start: int, span: _Span, grammar: Grammar) -> bool:
    """Whether a sentence without legal words goes on with what stands before it: after a colon or semicolon, or with "from ..." or a term."""
    if span.start > MAX_LEAD:
        return False
    sign = text[max(0, start - 5) : start].rstrip()[-1:]
    opens = span.start <= MAX_OPENING and _lead(text[start : start + span.end + 1], span, grammar) != ""
    return sign in tuple(";；:：") or span.term is not None or opens


def _goes_on(sentence: str, spans: Sequence[_Span], index: int, grammar: Grammar) -> bool:
    """Whether a day without a trigger of its own is one more of what the day before it was: "from 2 May and, for others, from 2 June"."""
    before = sentence[max(0, spans[index].start - 30) : spans[index].start]
    if index and grammar.instead is not None and grammar.instead.search(before):
        return True
    lead = _lead(sentence, spans[index], grammar)
    return index > 0 and lead != "" and lead == _lead(sentence, spans[index - 1], grammar)


def _lead(sentence: str, span: _Span, grammar: Grammar) -> str:
    """Which sort of preposition a day has; empty without one."""
    before = grammar.lead.search(sentence[max(0, span.start - 30) : span.start]) if grammar.lead is not None else None
    behind = grammar.lead_behind.match(sentence, span.end) if grammar.lead_behind is not None else None
    match = before or behind
    return (match.lastgroup or match[0]) if match else ""


def _kind(span: _Span, trigger: Trigger | None) -> DateKind | None:
    """What a day is: by its own words, else by the words that reach it."""
    if span.term is not None and span.term.kind is not None:
        return span.term.kind
    return trigger.kind if trigger is not None else None


def _opens(sentence: str, span: _Span, grammar: Grammar) -> bool:
    """Whether a consultation opens on a day: "opened on 2 March", "am 2. März eröffnet"."""
    before = grammar.opens is not None and grammar.opens.search(sentence[max(0, span.start - 40) : span.start])
    return bool(before or (grammar.opens_behind is not None and grammar.opens_behind.match(sentence, span.end)))


def _opens_range(sentence: str, spans: Sequence[_Span], index: int) -> bool:
    """Whether this is the first day of a range."""
    return index + 1 < len(spans) and bool(_RANGE.search(sentence[spans[index].end : spans[index + 1].start]))


def _spans(sentence: str, grammar: Grammar) -> list[_Span]:
    """Days and terms of a sentence by place; terms win over days inside them."""
    found: list[_Span] = []
    for pattern, read in grammar.terms:
        for match in pattern.finditer(sentence):
            term = read(match)
            if term is not None and _free(found, match):
                found.append(_Span(match.start(), match.end(), term=term))
    for day_pattern, read_day in grammar.days:
        for match in day_pattern.finditer(sentence):
            on = read_day(match)
            if on is not None and _free(found, match):
                found.append(_Span(match.start(), match.end(), on=on))
    return sorted((_from_day(sentence, span, grammar) for span in found), key=lambda span: span.start)


def _from_day(sentence: str, span: _Span, grammar: Grammar) -> _Span:
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
    return replace(span, start=start, end=match.end() if after else span.end, on=_counted(term, {"other": span.on}), term=term)


def _free(found: Sequence[_Span], match: re.Match[str]) -> bool:
    return not any(span.start < match.end() and match.start() < span.end for span in found)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A trigger at its place."""

    trigger: Trigger
    start: int
    end: int


def _marks(sentence: str, spans: Sequence[_Span], grammar: Grammar) -> list[_Mark]:
    """Triggers of a sentence; one inside a term or inside a longer trigger is part of that."""
    days = [span for span in spans if span.term is None]
    whole = [mark for trigger in grammar.triggers if trigger.side != "behind" for mark in _matches(sentence, trigger, days)]
    whole = [m for m in whole if not any(s.start <= m.start and m.end <= s.end for s in spans)]
    return [m for m in whole if not any(_inside(m, other) for other in whole)]


def _matches(sentence: str, trigger: Trigger, days: Sequence[_Span]) -> Iterator[_Mark]:
    """The places of a trigger; a match that runs across a day ends before it, or is none."""
    at = 0
    while match := trigger.pattern.search(sentence, at):
        start = match.start()
        crossed = next((day for day in days if start < day.end and day.start < match.end()), None)
        shorter = trigger.pattern.match(sentence, start, crossed.start) if crossed is not None and start < crossed.start else None
        if crossed is None or shorter is not None:
            words = (shorter or match)[0]
            end = start + len(words)
            yield _Mark(trigger, start, start + len(words.rstrip()))
            at = max(end, start + 1)
        else:
            at = start + 1


def _inside(mark: _Mark, other: _Mark) -> bool:
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
    return 0 if trigger.kind is None else 1 if trigger.kind in _GENERIC else _SPECIFIC


def _cited(sentence: str, span: _Span, grammar: Grammar) -> bool:
    """Whether the words around a day make it a citation, not a duty."""
    before, after = (_SPACE.sub(" ", part) for part in (sentence[max(0, span.start - 80) : span.start], sentence[span.end : span.end + 60]))
    if grammar.negated is not None and grammar.negated.search(before):
        return True
    return span.term is None and bool(grammar.not_after.search(before) or grammar.not_before.search(after))


def _trigger(sentence: str, spans: Sequence[_Span], index: int, marks: Sequence[_Mark], grammar: Grammar) -> Trigger | None:
    """The nearest trigger that reaches this day."""
    span = spans[index]
    best: tuple[int, int, Trigger] | None = None
    for order, (gap, trigger) in enumerate((*_around(sentence, spans, span, marks), *_behind(sentence, spans, index, grammar))):
        cost = gap + trigger.cost
        if best is None or (cost, order) < best[:2]:
            best = (cost, order, trigger)
    return best[2] if best is not None else None


def _around(sentence: str, spans: Sequence[_Span], span: _Span, marks: Sequence[_Mark]) -> Iterator[tuple[int, Trigger]]:
    """Triggers that reach a day, with the characters in between."""
    for mark in marks:
        gap = _gap(sentence, spans, span, mark)
        if gap is not None and gap <= mark.trigger.reach:
            yield gap, mark.trigger


def _behind(sentence: str, spans: Sequence[_Span], index: int, grammar: Grammar) -> Iterator[tuple[int, Trigger]]:
    """Triggers that begin right behind a day or behind the list it is a member of, with the characters to their end."""
    last = index
    while last + 1 < len(spans) and _MEMBERS.fullmatch(sentence[spans[last].end : spans[last + 1].start]):
        last += 1
    end = spans[last + 1].start if last + 1 < len(spans) else len(sentence)
    for trigger in grammar.triggers:
        if trigger.side == "behind" and (match := trigger.pattern.match(sentence, spans[last].end, end)):
            yield len(match[0]), trigger


def _gap(sentence: str, spans: Sequence[_Span], span: _Span, mark: _Mark) -> int | None:
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


def _owns(sentence: str, mark: _Mark, span: _Span) -> bool:
    """Whether words are followed by a day of their own, which they speak of."""
    between = sentence[mark.end : span.start]
    return mark.end <= span.start <= mark.end + OWN and not _AND.search(between)


def _distance(sentence: str, between: Sequence[_Span], left: int, right: int) -> int | None:
    """Length of the text in between; days in between count as nothing as long as they are members of one list."""
    at, total = left, 0
    for other in between:
        total += other.start - at
        at = other.end
    if between and not _LIST.search(sentence[at:right]) and at != left and right - at > 40:
        return None
    return total + right - at


# ---- counting --------------------------------------------------------------------------------------------------------


def _resolved(found: Sequence[Found], published_on: date | None, in_force_on: date | None, publishes: bool) -> list[Found]:
    """Explicit days as they are, terms counted from the days that the document or its matter gives."""
    of_this = {"publication": published_on} if published_on else {}
    of_rule = of_this if publishes else {}
    first = [replace(f, resolved=f.on or _counted(f.term, of_this if f.kind is DateKind.COMMENT_CLOSE else of_rule)) for f in found]
    force = next((f.resolved for f in first if f.kind is DateKind.EFFECTIVE and f.resolved), in_force_on)
    anchors = {"entry_into_force": force} if force is not None else {}
    return [f if f.resolved else replace(f, resolved=_counted(f.term, anchors)) for f in first]


def _counted(term: Term | None, anchors: Mapping[str, date]) -> date | None:
    if term is None or term.bound or term.anchor not in anchors:
        return None
    start = anchors[term.anchor]
    if term.unit == "day":
        return start + timedelta(days=term.n) if term.n <= 36_500 else None
    months = term.n * (12 if term.unit == "year" else 1)
    return _later(start.replace(day=1) if term.month_start else start, months)


def _later(start: date, months: int) -> date | None:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > 2200:
        return None
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(start.day, last))
