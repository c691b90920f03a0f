"""Legal dates of a text: the days that bind somebody, each with the sentence that says so.

A wrong date is worse than none, so a day counts only beside words that make it legal, a term is counted only from a day the
document itself gives, and whatever cannot be counted is ``None``: unresolved is an answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib import import_module

from pipeline.legal_dates.counting import counted
from pipeline.legal_dates.grammar import Grammar, Term, Trigger
from pipeline.legal_dates.sentence import Read, carried, read, sentences
from policywatch.types import DateKind, Document, DocumentType, LegalDate, Status

#: the languages that have a grammar
LANGUAGES = ("en", "de", "fr", "es", "it", "zh", "ja")
#: read for the status of an act alone
_STATUS_LANGUAGES = ("nl", "pt")
#: longer texts are read to here
MAX_CHARS = 2_000_000
#: other ways of writing a character, each as long as the plain one
_PLAIN = str.maketrans("０１２３４５６７８９\u00a0\u2007\u2009\u202f\u3000\u2010\u2011／．：", "0123456789     --/.:")


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
    #: the day, or the counted term; ``None`` while unresolved
    resolved: date | None = None


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
    before: Trigger | None = None
    text = text[:MAX_CHARS]
    plain = text.translate(_PLAIN)
    for start, end in sentences(plain, grammar):
        reads = list(read(plain, start, end, grammar, before))
        found.extend(_found(one, text[start:end], start) for one in reads)
        before = carried(plain[start:end], reads[-1] if reads else None, grammar)
    return _resolved(found, published_on, in_force_on, publishes)


def _found(one: Read, sentence: str, start: int) -> Found:
    span = one.span
    return Found(one.kind, start + span.start, start + span.end, span.on, span.term, sentence, start)


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


# ---- counting --------------------------------------------------------------------------------------------------------


def _resolved(found: Sequence[Found], published_on: date | None, in_force_on: date | None, publishes: bool) -> list[Found]:
    """Explicit days as they are, terms counted from the days that the document or its matter gives."""
    of_this = {"publication": published_on} if published_on else {}
    of_rule = of_this if publishes else {}
    first = [replace(f, resolved=f.on or counted(f.term, of_this if f.kind is DateKind.COMMENT_CLOSE else of_rule)) for f in found]
    force = next((f.resolved for f in first if f.kind is DateKind.EFFECTIVE and f.resolved), in_force_on)
    anchors = {"entry_into_force": force} if force is not None else {}
    return [f if f.resolved else replace(f, resolved=counted(f.term, anchors)) for f in first]
