"""Days counted from other days."""

from collections.abc import Mapping
from datetime import date, timedelta

from pipeline.legal_dates.grammar import Term


def counted(term: Term | None, anchors: Mapping[str, date]) -> date | None:
    """The day that a term reaches from its anchor, or ``None`` where it cannot be counted."""
    if term is None or term.bound or term.anchor not in anchors:
        return None
    start = anchors[term.anchor]
    if term.unit == "day":
        return start + timedelta(days=term.n) if term.n <= 36_500 else None
    months = term.n * (12 if term.unit == "year" else 1)
    return later(start.replace(day=1) if term.month_start else start, months)


def later(start: date, months: int) -> date | None:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > 2200:
        return None
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(start.day, last))
