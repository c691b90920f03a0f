"""What a language must say about its legal dates.

A grammar knows three things: how a day is written, how a term ("24 months from ...") is written, and which words make a day
a legal one. Nothing is a legal date without such a trigger, so "Section 5(1)" and "12 May" in a footnote stay what they are.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from policywatch.types import DateKind

Unit = Literal["day", "month", "year"]
Side = Literal["before", "after", "behind"]
Anchor = Literal["publication", "entry_into_force", "enactment", "signature", "other"]


@dataclass(frozen=True, slots=True)
class Term:
    """A day told by counting: ``n`` units from an anchor."""

    n: int
    unit: Unit
    anchor: Anchor
    #: the first day of the month that is reached, not the day itself
    month_start: bool = False
    #: "at the latest": the day itself will be set by somebody
    bound: bool = False
    #: the kind, where the term's own words say it ("valid for five years")
    kind: DateKind | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that make a day near them a legal one, or, without a kind, a day that binds nobody: a meeting, a signature, a report."""

    kind: DateKind | None
    pattern: re.Pattern[str]
    #: characters that may stand between the words and the day
    reach: int
    #: whether the words stand before the day, anywhere after it, or begin right behind it (then the nearest of their ends counts)
    side: Side
    #: added to the distance when triggers compete; weak words lose against a verb a little farther off
    cost: int = 0


#: reads a match as a day, or ``None`` when it is none
DayReader = Callable[[re.Match[str]], date | None]
#: reads a match as a term, or ``None``
TermReader = Callable[[re.Match[str]], Term | None]


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one language writes legal dates."""

    language: str
    days: tuple[tuple[re.Pattern[str], DayReader], ...]
    terms: tuple[tuple[re.Pattern[str], TermReader], ...]
    triggers: tuple[Trigger, ...]
    #: words right before a day that make it a citation, a meeting, a day of signature
    not_after: re.Pattern[str]
    #: words right after a day that do the same
    not_before: re.Pattern[str]
    #: words right before or right behind a day on which a consultation opens
    opens: re.Pattern[str] | None = None
    opens_behind: re.Pattern[str] | None = None
    #: whole sentences whose days bind nobody
    not_in: re.Pattern[str] | None = None
    #: words right before a day that say "not on this day, but on that"
    negated: re.Pattern[str] | None = None
    #: words right before or right behind a day ("from", "起"): the same sort (its named group) at the next day goes on with its trigger
    lead: re.Pattern[str] | None = None
    lead_behind: re.Pattern[str] | None = None
    #: words right before a day that takes the place of the one before it ("推迟至")
    instead: re.Pattern[str] | None = None
    #: what stands right behind or right before a term that is counted from the publication of something else
    foreign: re.Pattern[str] | None = None
    foreign_before: re.Pattern[str] | None = None
    #: "30 days after", right before a day: groups n and unit
    counting: re.Pattern[str] | None = None
    #: "起30日内", right after a day: groups n and unit
    counted: re.Pattern[str] | None = None
    #: reads such a count, from "other"
    count: TermReader = lambda match: None
    #: abbreviations whose full stop ends no sentence
    abbreviations: re.Pattern[str] = field(default_factory=lambda: re.compile(r"(?!)"))


def nothing(words: str, side: Side, reach: int = 40, cost: int = 5) -> tuple[Trigger, ...]:
    """Words whose day binds nobody; a day goes to them where no legal words are nearer."""
    return (Trigger(None, re.compile(words, re.IGNORECASE | re.VERBOSE), reach, side, cost),)


def triggers(table: Mapping[DateKind, str], side: Side, reach: int, cost: int = 0) -> tuple[Trigger, ...]:
    """Triggers from one verbose pattern per kind."""
    flags = re.IGNORECASE | re.VERBOSE
    return tuple(Trigger(kind, re.compile(pattern, flags), reach, side, cost) for kind, pattern in table.items())


def day(year: int, month: int, number: int) -> date | None:
    """The day, or ``None`` when the calendar has no such day."""
    if not 1900 <= year <= 2200:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def by_numbers(match: re.Match[str]) -> date | None:
    """A day from the groups y, m, d in digits."""
    return day(int(match["y"]), int(match["m"]), int(match["d"]))


def by_month_name(months: Mapping[str, int]) -> DayReader:
    """A reader of the groups y, month, d, the month as a word."""

    def read(match: re.Match[str]) -> date | None:
        month = months.get(match["month"].lower().rstrip("."))
        return day(int(match["y"]), month, int(re.sub(r"\D", "", match["d"]))) if month else None

    return read


def number(text: str, words: Mapping[str, int]) -> int | None:
    """A count from digits or from a word of the language."""
    clean = re.sub(r"[\s\-]+", " ", text.strip().lower())
    digits = re.search(r"\d+", clean)
    return int(digits[0]) if digits else words.get(clean)


def anchor_of(text: str, anchors: Mapping[Anchor, re.Pattern[str]]) -> Anchor:
    """The first anchor whose words stand in the text, else ``other``."""
    found = [(m.start(), name) for name, pattern in anchors.items() if (m := pattern.search(text))]
    return min(found)[1] if found else "other"


#: days written the same way everywhere
ISO_DAYS = ((re.compile(r"(?<![\d/-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])"), by_numbers),)
