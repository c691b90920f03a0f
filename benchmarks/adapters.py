"""The product's own functions in the forms that outside scorers take; run from the project's root."""

from datetime import date
from typing import Any


def legal_dates(text: str, lang: str, published_on: str | None) -> list[dict[str, Any]]:
    """Legal dates of a text: start, end, kind, date, relative {n, unit, anchor}, resolved; days as YYYY-MM-DD."""
    from pipeline.dates import findings

    found = findings(text, lang, date.fromisoformat(published_on[:10]) if published_on else None)
    return [
        {
            "start": f.start,
            "end": f.end,
            "kind": f.kind.value,
            "date": f.on.isoformat() if f.on else None,
            "relative": {"n": f.term.n, "unit": f.term.unit, "anchor": f.term.anchor} if f.term else None,
            "resolved": f.resolved.isoformat() if f.resolved else None,
        }
        for f in found
    ]


def type_and_status(title: str, text: str, lang: str, as_of: str) -> tuple[str, str]:
    """Type and status of a publication as of a day (YYYY-MM-DD)."""
    from pipeline.status import type_and_status as decide

    kind, status = decide(title, text, lang, date.fromisoformat(as_of[:10]))
    return kind.value, status.value


def same_matter(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two documents {id, title, text, lang, jurisdiction, date} belong to one matter."""
    from pipeline.matching import same_matter as decide

    return decide(a, b)
