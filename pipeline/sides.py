"""One document as it is compared with another: its numbers, its name without stage and small words, its words and figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.dates import grammar_for
from pipeline.identifier_rules import Context
from pipeline.identifiers import Identifiers, identifiers_of, mentions
from pipeline.matching_words import (
    CJK,
    CORNERED,
    COUNT,
    DATE,
    GENERIC,
    HEADLINE,
    JA_STAGE,
    NUMBER,
    PART,
    QUOTED,
    RELATED,
    SMALL,
    STAGE,
    WORD,
)
from pipeline.status import document_type
from policywatch.text import normalise
from policywatch.types import Document, DocumentType

_TELLING = frozenset({DocumentType.SPEECH_PRESS, DocumentType.NEWS, DocumentType.OTHER})
_SEGMENT = re.compile(r":\s|\s[-–—|]\s|;\s|：")
_CORNERS = re.compile(r"「([^「」]{6,})」")


@dataclass(frozen=True)
class Side:
    """One document as it is compared."""

    title: str
    text: str
    lang: str
    place: str
    on: date | None
    #: its own official numbers, where they are known already
    given: tuple[str, ...] | None = None
    #: what it is, where that is known already
    known_kind: DocumentType = DocumentType.UNKNOWN

    @cached_property
    def own(self) -> set[str]:
        """The official numbers of the document itself."""
        return set(self.numbers.own if self.given is None else self.given)

    @cached_property
    def numbers(self) -> Identifiers:
        return identifiers_of(self.title, self.text, "", self.place, self.on)

    @cached_property
    def kind(self) -> DocumentType:
        if self.known_kind is not DocumentType.UNKNOWN:
            return self.known_kind
        return document_type(self.title, self.text, self.lang.lower().partition("-")[0])

    @cached_property
    def telling(self) -> bool:
        """Whether it tells of a rule rather than being one."""
        return self.kind in _TELLING or bool(HEADLINE.search(self.title))

    @cached_property
    def related(self) -> bool:
        """Whether it names itself something beside another rule: an amendment, a guide, an implementing act."""
        return bool(RELATED.search(self.title))

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The name without stage, numbers and small words."""
        title = normalise(self.title)
        quoted = QUOTED.search(title)
        cornered = CORNERED.search(title)
        if quoted is not None:
            title = quoted[1]
        elif cornered is not None and JA_STAGE.fullmatch(cornered["rest"]):
            title = cornered[1]
        for mention in reversed(mentions(title, Context(self.place, self.on))):
            title = title[: mention.start] + " " + title[mention.end :]
        return core_of(DATE.sub(" ", COUNT.sub(" ", title)))

    @cached_property
    def segments(self) -> tuple[tuple[str, ...], ...]:
        """The cores of what stands between colons and dashes of the title; segments that only tell a stage are left out."""
        parts = _SEGMENT.split(DATE.sub(" ", COUNT.sub(" ", normalise(self.title))))
        return tuple(core for core in map(core_of, parts) if core)

    @cached_property
    def parts(self) -> frozenset[str]:
        return frozenset(_part(match) for match in PART.finditer(self.title))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Numbers of at least two digits in the text: the same in every language."""
        return frozenset(n for n in NUMBER.findall(normalise(self.title + " " + self.text[:4_000])) if len(n) > 1)

    @property
    def opening(self) -> str:
        """The part of a text that says what it tells of; further on it may speak of anything, and a title that quotes a name has said it."""
        if CJK.search(self.title):
            return "" if QUOTED.search(self.title) else self.text[:120]
        return self.text[:400]

    @cached_property
    def quoted(self) -> tuple[tuple[str, ...], ...]:
        """Chinese and Japanese names that the title or opening quotes."""
        part = normalise(self.title + " " + self.text[:600])
        return tuple(dict.fromkeys(core_of(name) for name in (*QUOTED.findall(part), *_CORNERS.findall(part))))

    @cached_property
    def spoken(self) -> tuple[tuple[str, ...], ...]:
        """The words of the title and of the opening, small ones aside, as names are made of them; empty where letters are not words."""
        if CJK.search(self.title):
            return ()
        return tuple(tuple(stem(word) for word in words_of(part) if word not in SMALL) for part in (self.title, self.text[:600]))

    def names(self, other: "Side") -> bool:
        """Whether this document's whole name stands in the title or opening of the other."""
        return named_in(self.core, words_of(other.title)) or named_in(self.core, words_of(other.text[:600]))

    @cached_property
    def days(self) -> frozenset[date]:
        """The days that the title and opening name, in whatever language."""
        part = self.title + "\n" + self.text[:2_000]
        grammar = grammar_for(self.lang, part)
        found = (read(match) for pattern, read in (grammar.days if grammar else ()) for match in pattern.finditer(part))
        return frozenset(day for day in found if day is not None)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        words = words_of(self.text[:20_000])
        return frozenset(tuple(words[i : i + 3]) for i in range(max(0, len(words) - 2)))


def side_of(document: Document) -> Side:
    """A document of the house as it is compared."""
    on = document.published_at.date() if document.published_at else None
    text = document.summary + "\n" + document.text if document.summary else document.text
    return Side(document.title, text, document.language, document.jurisdiction.upper(), on, document.identifiers, document.document_type)


def side_from(document: Mapping[str, Any]) -> Side:
    raw = str(document.get("date") or "")[:10]
    try:
        on = date.fromisoformat(raw)
    except ValueError:
        on = None
    place = str(document.get("jurisdiction") or "").upper()
    return Side(str(document.get("title") or ""), str(document.get("text") or ""), str(document.get("lang") or ""), place, on)


def words_of(text: str) -> list[str]:
    """Words in lower case; Chinese and Japanese by character."""
    found: list[str] = []
    for word in WORD.findall(normalise(text).lower()):
        found.extend(word) if CJK.search(word) else found.append(word)
    return found


def core_of(title: str) -> tuple[str, ...]:
    plain = STAGE.sub(" ", title)
    return tuple(stem(word) for word in words_of(plain) if word not in SMALL)


def stem(word: str) -> str:
    """A word without the s of a plural or genitive."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _part(match: re.Match[str]) -> str:
    if match["han"]:
        return f"{match['unit']} {match['han']}"
    return f"{match['kind'].lower()[:3]} {match['n'].lower()}"


def telling_name(core: tuple[str, ...]) -> bool:
    """Whether a name is long enough to mean one thing."""
    if any(CJK.search(word) for word in core):
        return len(core) >= 6
    specific = [word for word in core if word not in GENERIC and not word.isdigit()]
    return len(core) >= 2 and bool(specific) and sum(map(len, core)) >= 10 and (len(specific) >= 2 or len(core) <= 3)


def named_in(core: tuple[str, ...], words: list[str]) -> bool:
    """Whether a name of some length stands in a text, small words aside."""
    plain = [stem(word) for word in words if word not in SMALL]
    size = len(core)
    return telling_name(core) and any(tuple(plain[i : i + size]) == core for i in range(len(plain) - size + 1))
