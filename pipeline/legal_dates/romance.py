"""What French, Spanish and Italian share: a term read from number, unit and anchor."""

import re
from collections.abc import Mapping

from pipeline.legal_dates.grammar import Anchor, Term, TermReader, Unit, anchor_of, number

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
    """A reader of the groups n, unit, anchor."""

    def read(match: re.Match[str]) -> Term | None:
        n = number(match["n"], words)
        unit = match["unit"].lower()
        factor, kind = _UNITS.get(unit[:3], (1, "day"))
        return None if n is None else Term(n * factor, kind, anchor_of(match["anchor"], anchors))

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
