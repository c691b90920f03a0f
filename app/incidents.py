"""From findings about sources to incidents that an admin hears of: opened once, repeated daily, closed by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from app.house import House
from crawlers.health import Finding, History, findings
from crawlers.trouble import HOST_CAUSES, Trouble, offline, troubles
from policywatch.network import host
from policywatch.store import IncidentRow, Store
from policywatch.types import CheckResult, Delivery, Outcome, Source

log = structlog.get_logger()

#: checks that health is judged by
HISTORY = 30
DOCUMENTS = 50
_EVERY = timedelta(days=1)
#: findings that a check in which all was as before cannot end
_TOLD_BY_TIME = frozenset({"silent", "dates_backwards", "dates_ahead", "undated", "few_items"})
_JUDGED = "sources_judged_at"
#: subject of the incident that is the whole network's
NETWORK = "network"


def history_of(store: Store, source: Source) -> History:
    """The past of a source as the store has it."""
    checks = [check for check in store.checks(source.id, HISTORY) if check.url == source.url]
    times, held = store.document_times(source.id, DOCUMENTS), store.held(source.id)
    return History(source.id, source.url, source.kind, checks, times, source.fresh_within_s, *held)


def health_of(house: House, sources: Sequence[Source]) -> dict[str, list[Finding]]:
    """The findings of sources by id; sources without any have an empty list."""
    now = house.clock()
    return {source.id: findings(history_of(house.store, source), now) for source in sources}


def tell_incidents(house: House, results: Sequence[CheckResult], *, everything: bool = False) -> list[str]:
    """Opens, repeats and closes incidents after the checks of a run; a sentence for each that was opened.

    Judges the sources that were checked, and those beside them on hosts in trouble. When nothing could be reached at all, that is one
    incident of this machine, and says nothing about sources.
    """
    if not (results or everything):
        return []
    now, rows = house.clock(), house.store.open_incidents()
    everything = everything or _is_due(house, now)
    watched = {source.id: source for source in house.config.sources if not source.paused}
    if offline(results):
        change = plan(rows, [no_network(results, now)], {}, watched, now)
    else:
        found = _judged(house, results, everything, watched, rows)
        reached: dict[str, object] = {NETWORK: None} if any(result.requests for result in results) else {}
        change = plan(rows, troubles(found, {i: s.url for i, s in watched.items()}), {**found, **reached}, watched, now)
    if not (change.opened or change.closed or change.open_now):
        return []
    house.store.keep_incidents(change.opened, change.closed, _deliveries(house, change, now), now)
    for row in change.opened:
        log.warning("incident_opened", subject=row.subject, cause=row.cause, what=row.what)
    for row in change.closed:
        log.warning("incident_closed", subject=row.subject, cause=row.cause)
    return [f"{_name(house, row)}: {row.what}" for row in change.opened]


def no_network(results: Sequence[CheckResult], now: datetime) -> Trouble:
    """What is wrong when no source can be reached."""
    asked = sum(1 for result in results if result.requests)
    what = f"{asked} sources were asked and most could not be reached: check the network of this machine"
    return Trouble(NETWORK, "offline", what, now)


def _judged(
    house: House, results: Sequence[CheckResult], everything: bool, watched: Mapping[str, Source], rows: Sequence[IncidentRow]
) -> dict[str, list[Finding]]:
    if everything:
        house.store.meta_set(_JUDGED, house.clock().isoformat())
        return health_of(house, list(watched.values()))
    told = [result.claim.source.id for result in results if _says_something(result, rows)]
    return _with_neighbours(house, [watched[source_id] for source_id in told if source_id in watched], watched, rows)


def _says_something(result: CheckResult, rows: Sequence[IncidentRow]) -> bool:
    """Whether health may stand otherwise after a check; what only time tells (silence, old dates) is judged once a day."""
    source, fine = result.claim.source, not result.cause and result.outcome in (Outcome.CHANGED, Outcome.UNCHANGED)
    if fine and (result.outcome is Outcome.UNCHANGED or result.claim.memory.first):
        subjects = (source.id, f"host:{host(source.url)}")
        return any(row.subject in subjects and row.cause not in _TOLD_BY_TIME for row in rows)
    return True


def _is_due(house: House, now: datetime) -> bool:
    """Whether all sources were last judged a day ago or more."""
    last = house.store.meta_get(_JUDGED)
    if last is None:
        house.store.meta_set(_JUDGED, now.isoformat())
    return last is not None and now - datetime.fromisoformat(last) >= _EVERY


def _with_neighbours(
    house: House, checked: Sequence[Source], watched: Mapping[str, Source], rows: Sequence[IncidentRow]
) -> dict[str, list[Finding]]:
    """Findings of the checked sources, and of all sources of a host that seems to be the trouble, or was."""
    found = health_of(house, checked)
    ill = {host(watched[source_id].url) for source_id, own in found.items() if any(one.cause in HOST_CAUSES for one in own)}
    ill |= {row.subject.removeprefix("host:") for row in rows if row.subject.startswith("host:")}
    beside = [source for source in watched.values() if source.id not in found and host(source.url) in ill] if ill else []
    return found | health_of(house, beside)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of incidents."""

    opened: tuple[IncidentRow, ...]
    #: fixed, or merged into an incident of their host
    closed: tuple[IncidentRow, ...]
    #: of the closed ones, those that are good news
    fixed: tuple[IncidentRow, ...]
    #: all that are open afterwards
    open_now: tuple[IncidentRow, ...]


def plan(
    rows: Sequence[IncidentRow], found: Sequence[Trouble], judged: Mapping[str, object], watched: Mapping[str, Source], now: datetime
) -> Change:
    """Compares what is open with what is wrong; what was not judged stays as it is. Pure."""
    wrong = {(trouble.subject, trouble.cause): trouble for trouble in found}
    known = {(row.subject, row.cause) for row in rows}
    opened = tuple(IncidentRow(0, one.subject, one.cause, one.what, now) for key, one in wrong.items() if key not in known)
    over = [row for row in rows if (row.subject, row.cause) not in wrong and _is_judged(row, judged, watched)]
    merged = {(source_id, one.cause) for one in found for source_id in one.sources}
    fixed = [row for row in over if (row.subject, row.cause) not in merged and _is_watched(row, watched)]
    still = [row for row in rows if row not in over]
    return Change(opened, tuple(over), tuple(fixed), (*still, *opened))


def _is_judged(row: IncidentRow, judged: Mapping[str, object], watched: Mapping[str, Source]) -> bool:
    if not _is_watched(row, watched):
        return True
    if row.subject == NETWORK:
        return NETWORK in judged
    if row.subject.startswith("host:"):
        return any(host(watched[source_id].url) == row.subject[5:] for source_id in judged)
    return row.subject in judged


def _is_watched(row: IncidentRow, watched: Mapping[str, Source]) -> bool:
    if row.subject == NETWORK:
        return True
    if row.subject.startswith("host:"):
        return any(host(source.url) == row.subject[5:] for source in watched.values())
    return row.subject in watched


def _deliveries(house: House, change: Change, now: datetime) -> list[Delivery]:
    """What the admins' channel is told: every open incident once a day, counted from its opening, and every one that is fixed."""
    from alerts.message import delivery_for, notice
    from policywatch.types import Severity

    made = []
    for row in change.open_now:
        days = (now - row.opened_at).days
        since = f"since {row.opened_at:%Y-%m-%d %H:%M} UTC"
        title = "policywatch is offline" if row.subject == NETWORK else f"{_name(house, row)}: {_words(row.cause)}"
        message = notice(title, (row.what, since), Severity.HIGH if row.subject == NETWORK else Severity.NORMAL, now)
        day = (row.opened_at + timedelta(days=days)).date().isoformat()
        made += [delivery_for(message, channel, f"incident:{row.subject}:{row.cause}:{day}", now) for channel in _channels(house, row)]
    for row in change.fixed:
        line = f"It was open from {row.opened_at:%Y-%m-%d %H:%M} to {now:%Y-%m-%d %H:%M} UTC."
        message = notice(f"{_name(house, row)} works again: {_words(row.cause)} is over", (line,), Severity.LOW, now)
        made += [
            delivery_for(message, channel, f"incident:{row.subject}:{row.cause}:closed:{row.id}", now) for channel in _channels(house, row)
        ]
    return made


def _channels(house: House, row: IncidentRow) -> tuple[str, ...]:
    """The admins' channel; without one, only a watch that sees nothing at all is worth telling everybody."""
    if house.config.settings.admin_channel is not None:
        return (house.config.settings.admin_channel,)
    everybody = dict.fromkeys(route.channel for route in house.config.routes if route.when == "now")
    return tuple(everybody) if row.subject == NETWORK else ()


def _name(house: House, row: IncidentRow) -> str:
    if row.subject == NETWORK:
        return "The network"
    source = house.source(row.subject)
    if source is None:
        return row.subject.removeprefix("host:")
    return f"{source.name} ({source.id})" if source.name else source.id


def _words(cause: str) -> str:
    return cause.replace("_", " ")
