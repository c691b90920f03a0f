"""What French, Spanish and Italian share, English in part: a term read from number, unit and anchor."""

import re
from collections.abc import Mapping
from datetime import date

from pipeline.legal_dates.grammar import Anchor, DayReader, Term, TermReader, Unit, anchor_of, day, number

_UNITS: dict[str, tuple[int, Unit]] = {
    "jou": (1, "day"),
    "día": (1, "day"),
    "dia": (1, "day"),
    "gio": (1, "day"),
    "sem": (7, "day"),
    "set": (7, "day"),
    "moi": (1, "month"),
    "mes": (1, "month"),
    "an": (1, "year"),
    "ans": (1, "year"),
    "ann": (1, "year"),
    "año": (1, "year"),
}


def counted(words: Mapping[str, int], anchors: Mapping[Anchor, re.Pattern[str]]) -> TermReader:
    """A reader of the groups n and unit, of anchor (without it: other) and work: days that holidays are taken out of cannot be counted."""

    def read(match: re.Match[str]) -> Term | None:
        n = number(match["n"], words)
        unit = match["unit"].lower()
        factor, kind = _UNITS.get(unit[:3], (1, "day"))
        groups = match.groupdict()
        anchor = anchor_of(groups["anchor"], anchors) if groups.get("anchor") else "other"
        return None if n is None else Term(n * factor, kind, anchor, bound=bool(groups.get("work")))

    return read


def month_start(words: Mapping[str, int], anchors: Mapping[Anchor, re.Pattern[str]]) -> TermReader:
    """A reader of "the first day of the n-th month after": groups n (may be missing) and anchor."""

    def read(match: re.Match[str]) -> Term | None:
        n = number(match["n"], words) if match["n"] else 1
        return None if n is None else Term(n, "month", anchor_of(match["anchor"], anchors), month_start=True)

    return read


def fixed(days: int, anchors: Mapping[Anchor, re.Pattern[str]]) -> TermReader:
    """A reader of "the day of" (0) or "the day after" (1)."""

    def read(match: re.Match[str]) -> Term:
        return Term(days, "day", anchor_of(match["anchor"], anchors))

    return read


def some_day(anchors: Mapping[Anchor, re.Pattern[str]]) -> TermReader:
    """A reader of "the first day of the quarter after", which is named and not counted."""

    def read(match: re.Match[str]) -> Term:
        return Term(1, "day", anchor_of(match["anchor"], anchors), bound=True)

    return read


def named_day(months: Mapping[str, int], first: str) -> DayReader:
    """A reader of the groups y, month and d, where the first of a month may be a word."""

    def read(match: re.Match[str]) -> date | None:
        number = 1 if match["d"].lower().startswith(first) else int(re.sub(r"\D", "", match["d"]))
        return day(int(match["y"]), months[match["month"].lower()], number)

    return read
