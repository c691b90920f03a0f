"""Who hears of an update, how loudly, and why.

Pure, so that "who would have heard of this?" can be asked again at any time. What is not known (jurisdiction, type, status,
score) opens the door, because a missed rule costs more than a needless alert.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from policywatch.text import stable_id
from policywatch.types import (
    AIUse,
    Alert,
    Band,
    Classification,
    DocumentType,
    LegalDate,
    Matter,
    Relevance,
    Route,
    Severity,
    Source,
    Status,
    Update,
)

#: the name under which a route asks for what touches no use
GENERAL = "general"
#: a deadline this near makes an alert loud
NEAR = timedelta(days=30)
_LOUD_STATUS = frozenset({Status.ADOPTED_NOT_IN_FORCE, Status.IN_FORCE})
_EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
_INTERNATIONAL = frozenset({"INT", "UN", "GLOBAL"})
_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class _Touch:
    """A use that an update touches, with the use as configured."""

    use: AIUse
    relevance: Relevance


@dataclass(frozen=True, slots=True)
class _Fired:
    """A route that fired, with what made it fire."""

    route: Route
    relevances: tuple[Relevance, ...]
    reason: str


def route(
    update: Update,
    classification: Classification,
    source: Source,
    uses: Sequence[AIUse],
    routes: Sequence[Route],
    matter: Matter,
    now: datetime,
) -> tuple[Alert, ...]:
    """One alert for each channel that must hear of this update, in the order of the routes.

    Several routes of one channel make one alert: now wins over weekly, reasons and relevances are collected.
    """
    if classification.band is not Band.ALERT:
        return ()
    place = update.document.jurisdiction or source.jurisdiction
    open_routes = [r for r in routes if _listens(r, update, source, place)]
    touches = _touches(classification, uses)
    by_channel: dict[str, list[_Fired]] = {}
    for fired in _fired(classification, open_routes, touches, place):
        by_channel.setdefault(fired.route.channel, []).append(fired)
    loud = severity(update, classification, update.document.dates, update.document.status, now)
    reached = {t.use.id for t in touches if _reaches(t, None, classification)}
    return tuple(_alert(update, channel, found, _loudness(found, loud, reached), matter, now) for channel, found in by_channel.items())


def _loudness(fired: Sequence[_Fired], judged: Severity, reached: Collection[str]) -> Severity:
    """The loudest of the routes that fired: as each says itself, else as judged, and high only where a use's own threshold is reached."""
    known = judged if any(r.use_id in reached for f in fired for r in f.relevances) else max(judged, Severity.NORMAL, key=_ORDER.index)
    return min((f.route.severity or known for f in fired), key=_ORDER.index)


def severity(update: Update, classification: Classification, dates: Sequence[LegalDate], status: Status, now: datetime) -> Severity:
    """How loudly to speak: high for what binds or is about to, low for what a person should first judge."""
    if classification.band is not Band.ALERT:
        return Severity.LOW
    binding = status in _LOUD_STATUS or update.document.document_type is DocumentType.ENFORCEMENT
    soon = any(d.on is not None and timedelta(0) <= d.on - now.date() <= NEAR for d in dates)
    return Severity.HIGH if binding or soon or update.moved else Severity.NORMAL


def applies_in(jurisdiction: str, places: Sequence[str]) -> bool:
    """Whether what happens in a jurisdiction matters to somebody who named these places.

    A part matters to its whole (``US-CA`` to ``US``, ``DE`` to ``EU``) and the whole binds its parts; unknown and
    international matter to all.
    """
    here = jurisdiction.strip().upper()
    if not here or here in _INTERNATIONAL or not places:
        return True
    return any(_within(here, there) or _within(there, here) for there in (place.strip().upper() for place in places))


def _within(part: str, whole: str) -> bool:
    return part == whole or part.startswith(whole + "-") or (whole == "EU" and part.partition("-")[0] in _EU)


def _listens(route: Route, update: Update, source: Source, place: str) -> bool:
    """Whether a route hears this place and type at all; a secondary source is only ever heard weekly."""
    if source.tier == "secondary" and route.when == "now":
        return False
    kind = update.document.document_type
    typed = not route.document_types or kind is DocumentType.UNKNOWN or kind.value in route.document_types
    return typed and applies_in(place, route.jurisdictions)


def _touches(classification: Classification, uses: Sequence[AIUse]) -> list[_Touch]:
    by_id = {use.id: use for use in uses}
    return [_Touch(by_id[r.use_id], r) for r in classification.relevances if r.use_id in by_id]


def _fired(classification: Classification, routes: Sequence[Route], touches: Sequence[_Touch], place: str) -> Iterator[_Fired]:
    touched = [t for t in touches if _reaches(t, None, classification) and _lives(t.use, place, routes)]
    for r in routes:
        found = [t for t in touches if _hears(r, t.use) and _reaches(t, r.min_score, classification) and _lives(t.use, place, [r])]
        if found:
            yield _Fired(r, tuple(t.relevance for t in found), _reason(found, classification))
        elif GENERAL in r.uses and not touched:
            yield _Fired(r, (), "AI regulation in general: touches none of the named uses" + _unscored(classification))


def _hears(route: Route, use: AIUse) -> bool:
    return not route.uses or use.id in route.uses


def _reaches(touch: _Touch, min_score: float | None, classification: Classification) -> bool:
    """Whether a score is high enough; scores of words alone are not comparable, so without a model any matched word is enough."""
    if classification.unscored and touch.relevance.terms:
        return True
    bar = touch.use.threshold if min_score is None or classification.unscored else min_score
    return touch.relevance.score >= bar


def _lives(use: AIUse, place: str, routes: Sequence[Route]) -> bool:
    """Whether a use exists where the document binds, or a route that hears it asks for that place by name."""
    return applies_in(place, use.jurisdictions) or any(
        _hears(r, use) and r.jurisdictions and applies_in(place, r.jurisdictions) for r in routes
    )


def _reason(touches: Sequence[_Touch], classification: Classification) -> str:
    named = ", ".join(f"{t.use.name or t.use.id} ({t.relevance.score:.2f})" for t in touches)
    return f"touches {named}{_unscored(classification)}"


def _unscored(classification: Classification) -> str:
    return "; unscored: words alone decided" if classification.unscored else ""


def _alert(update: Update, channel: str, fired: Sequence[_Fired], loud: Severity, matter: Matter, now: datetime) -> Alert:
    best: dict[str, Relevance] = {r.use_id: r for f in fired for r in f.relevances}
    relevances = tuple(sorted(best.values(), key=lambda r: (-r.score, r.use_id)))
    return Alert(
        id=stable_id(update.id, channel),
        update_id=update.id,
        channel_id=channel,
        severity=loud,
        relevances=relevances,
        matter_id=matter.id,
        created_at=now,
        when="now" if any(f.route.when == "now" for f in fired) else "weekly",
        reasons=tuple(dict.fromkeys(f.reason for f in fired)),
    )
