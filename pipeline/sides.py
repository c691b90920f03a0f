"""One document as it is compared with another: its numbers, its name without stage and small words, its words and figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.concepts import concepts, folded
from pipeline.dates import grammar_for
from pipeline.identifier_rules import Context
from pipeline.identifiers import ACTS, Identifiers, based, identifiers_of, mentions, part_of, plain_numbers
from pipeline.matching_words import (
    ALSO,
    ANY_CJK,
    BASED_AFTER,
    BASES,
    BASES_JA,
    BRACKET,
    CJK,
    CODE,
    CORNERED,
    COUNT,
    DATE,
    ENACTING,
    FOLLOWS,
    GENERIC,
    HEADLINE,
    INSIDE,
    IS_SHORT,
    JA_STAGE,
    LABELLED,
    LATIN,
    NEWSY,
    NO_SHORT,
    NUMBER,
    OFFICE,
    QUOTED,
    RELATED,
    SHORT_NAME,
    SMALL,
    STAGE,
    STRONG_LABEL,
    TAIL,
    WORD,
)
from pipeline.places import lands, place_of
from pipeline.status import document_type
from pipeline.traces import Role, counts, forms, han_runs, instruments, month_days, names, serials, sessions, sums, versions
from policywatch.text import normalise
from policywatch.types import Document, DocumentType

_TELLING = frozenset({DocumentType.SPEECH_PRESS, DocumentType.NEWS})
#: how much of a text is read for what it leaves behind
READ = 1_500
#: a number before which so few words stand labels the text
LABEL = 4
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
        return self.kind in _TELLING or bool(HEADLINE.search(self.title)) or bool(NEWSY.search(self.text[:500]))

    @cached_property
    def related(self) -> bool:
        """Whether it names itself something beside another rule: an amendment, a guide, an implementing act."""
        return bool(RELATED.search(ALSO.sub("", self.title)))

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The name without stage, numbers and small words."""
        return core_of(self.bare)

    @cached_property
    def bare(self) -> str:
        """The name without numbers and days."""
        title = ALSO.sub("", normalise(self.title))
        quoted = QUOTED.search(title)
        cornered = CORNERED.search(title)
        title = OFFICE.sub("", title)
        if quoted is not None:
            title = quoted[1]
        elif cornered is not None and JA_STAGE.fullmatch(cornered["rest"]):
            title = cornered[1]
        for mention in reversed(mentions(title, Context(self.place, self.on))):
            title = title[: mention.start] + " " + title[mention.end :]
        return DATE.sub(" ", COUNT.sub(" ", title))

    @cached_property
    def named(self) -> dict[str, float]:
        """What the title names, in concepts that are the same in every language."""
        return concepts(STAGE.sub(" ", self.bare), self.lang)

    @cached_property
    def told(self) -> dict[str, float]:
        """What title and opening name."""
        return {**concepts(self._without_bases(), self.lang), **concepts(self.title, self.lang)}

    def _without_bases(self) -> str:
        opening = BASES.sub(" ", self.text[:READ])
        return BASES_JA.sub(" ", "。" + opening) if self.tongue == "ja" else opening

    @cached_property
    def proper(self) -> frozenset[str]:
        """Proper names in title and opening."""
        return names(self.title, self.text[:READ], self.lang.lower()[:2])

    @cached_property
    def latin(self) -> frozenset[str]:
        """Every word of title and opening in Latin letters, folded."""
        return frozenset(map(folded, LATIN.findall(self.title + " " + self.text[:READ])))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Short codes in the title."""
        return frozenset(CODE.findall(plain_numbers(self.title)))

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Short words of capitals in the title, such as RTS and ITS, folded."""
        return (
            frozenset(map(folded, re.findall(r"(?<![\w/.-])[A-Z][A-Z0-9]{1,5}(?![\w/.-])", self.title)))
            if not self.title.isupper()
            else frozenset()
        )

    @cached_property
    def instruments(self) -> frozenset[str]:
        """The instruments that title and opening name in full."""
        return instruments(self.title, self.text[:READ])

    @cached_property
    def sessions(self) -> frozenset[str]:
        return sessions(self.title + "\n" + self.text[:READ])

    @cached_property
    def bill(self) -> bool:
        """Whether it is a bill of a Congress or state legislature, or what one became."""
        return self.kind is DocumentType.BILL or (
            self.place.startswith("US") and not self.telling and bool(ENACTING.search(self.text[:600]))
        )

    @cached_property
    def versions(self) -> frozenset[str]:
        return versions(self.title)

    @cached_property
    def counts(self) -> frozenset[str]:
        """What of a series the title is, running numbers aside."""
        title = plain_numbers(self.title)
        for _, at in sorted(self._numbers(title), key=lambda one: -one[1]):
            title = title[:at] + " " + re.sub(r"^[^\s,;)）]+", "", title[at:])
        return counts(title)

    @cached_property
    def month_days(self) -> frozenset[tuple[int, int]]:
        return month_days(self.title + "\n" + self.text[:READ])

    @cached_property
    def han_runs(self) -> frozenset[str]:
        return han_runs(self.title + "\n" + self.text[:READ])

    @cached_property
    def sums(self) -> frozenset[int]:
        """The sums of money in title and opening."""
        return sums(self.title + "\n" + self.text[:READ])

    @cached_property
    def lands(self) -> frozenset[str]:
        return lands(self.title)

    @cached_property
    def forms(self) -> frozenset[str]:
        return forms(ALSO.sub("", self.title))

    @cached_property
    def speaks_of(self) -> frozenset[str]:
        """The forms of instrument that title and first words name."""
        return self.forms | forms(self.text[:300])

    @cached_property
    def marks(self) -> dict[str, Role]:
        """The running numbers of title and opening, official ones among them, and what each is to the document."""
        title, text = plain_numbers(self.title), plain_numbers(self.text[:READ])
        found: dict[str, Role] = {}
        for value, at in self._numbers(text):
            found[value] = min(found.get(value, Role.BASE), self._role(value, text, at, len(text[:at].split()) < LABEL))
        # what the title says of a number holds
        found |= {value: self._role(value, title, at, True) for value, at in self._numbers(title)}
        # an official number is one number, with its scheme and without
        plain = {value.partition(":")[2]: role for value, role in found.items() if ":" in value}
        return found | {value: role for value, role in plain.items() if value in found}

    def _numbers(self, part: str) -> list[tuple[str, int]]:
        return [*((one.value, one.start) for one in mentions(part, Context(self.place, self.on, self.title))), *serials(part).items()]

    def _role(self, value: str, part: str, at: int, label: bool) -> Role:
        before, after = part[max(0, at - 120) : at], part[at:]
        if value in self.own or STRONG_LABEL.search(before) or (label and TAIL.search(before) and " " not in after.strip()):
            return Role.OWN
        if based(before) or INSIDE.search(before) or BASED_AFTER.search(after):
            return Role.BASE
        if FOLLOWS.search(before):
            return Role.FOLLOWS
        bracketed = before[-1:] in ("(", "〔") and BRACKET.search(after)
        return Role.OWN if label or bracketed or LABELLED.search(before) else Role.MENTION

    @property
    def tongue(self) -> str:
        return self.lang[:2].lower()

    @cached_property
    def han(self) -> bool:
        """Whether it is written in Chinese, Japanese or Korean."""
        return bool(ANY_CJK.search(self.title + self.text[:READ]))

    @property
    def writes_han(self) -> bool:
        return self.tongue in ("zh", "ja", "ko")

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(map(folded, LATIN.findall(self.title)))

    @cached_property
    def short(self) -> frozenset[str]:
        """Short names in brackets or quotes in the title: KI-MIG, Digital Omnibus on AI."""
        whole = (normalise(one) for match in SHORT_NAME.finditer(self.title) for one in match.groups() if one)
        found = (part.strip() for one in whole for part in re.split(r"\s[-–—]\s|[,;] ", one))
        return frozenset(one.casefold() for one in found if IS_SHORT.search(one) and not NO_SHORT.fullmatch(one.casefold()))

    @cached_property
    def every(self) -> str:
        """Title and opening, in lower case."""
        return normalise(self.title + "\n" + self.text[:READ]).casefold()

    @cached_property
    def part(self) -> str:
        """The part of an act that the title says this is, such as ``art 5``; empty: the whole."""
        return part_of(self.title)

    @cached_property
    def acts(self) -> set[str]:
        """The numbers of acts in the title: that of the whole, where this is a part."""
        found = mentions(plain_numbers(self.title), Context(self.place, self.on, self.title))
        return {one.value for one in found if one.value.partition(":")[0] in ACTS}

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

    def strange_to(self, other: "Side") -> frozenset[str]:
        """Proper names of this title that the other document never gives."""
        return (self.proper & self.title_words) - other.latin

    def quotes(self, other: "Side") -> bool:
        """Whether the other's whole name stands in title or opening, and not as what this one is based on."""
        if not CJK.search("".join(other.core)):
            return named_in(other.core, words_of(self.every))
        name, text = "".join(other.core), self.every.replace(" ", "")
        return telling_name(other.core) and any(not BASED_AFTER.search(text[m.end() :]) for m in re.finditer(re.escape(name), text))

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
    return Side(document.title, text, document.language, place_of(document.jurisdiction), on, document.identifiers, document.document_type)


def side_from(document: Mapping[str, Any]) -> Side:
    raw = str(document.get("date") or "")[:10]
    try:
        on = date.fromisoformat(raw)
    except ValueError:
        on = None
    place = place_of(str(document.get("jurisdiction") or ""))
    return Side(str(document.get("title") or ""), str(document.get("text") or ""), str(document.get("lang") or ""), place, on)


def words_of(text: str) -> list[str]:
    """Words in lower case; Chinese and Japanese by character."""
    found: list[str] = []
    for word in WORD.findall(re.sub(r"\b(?:[a-z]\.){2,}", lambda m: m[0].replace(".", "") + " ", normalise(text).lower())):
        found.extend(word) if CJK.search(word) else found.append(word)
    return found


def core_of(title: str) -> tuple[str, ...]:
    plain = STAGE.sub(" ", title)
    return tuple(stem(word) for word in words_of(plain) if word not in SMALL)


def stem(word: str) -> str:
    """A word without the s of a plural or genitive."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


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
