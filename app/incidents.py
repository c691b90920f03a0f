"""From findings about sources to incidents that an admin hears of: opened once, repeated daily, closed by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from app.house import House
from crawlers.health import Finding, History, Trouble, findings, offline, troubles
from policywatch.network import host
from policywatch.store import IncidentRow, Store
from policywatch.types import CheckResult, Delivery, Source

log = structlog.get_logger()

#: checks that health is judged by
HISTORY = 30
DOCUMENTS = 50


def history_of(store: Store, source: Source) -> History:
    """The past of a source as the store has it."""
    checks = [check for check in store.checks(source.id, HISTORY) if check.url == source.url]
    return History(source.id, source.url, source.kind, checks, store.document_times(source.id, DOCUMENTS), source.fresh_within_s)


def health_of(house: House, sources: Sequence[Source]) -> dict[str, list[Finding]]:
    """The findings of sources by id; sources without any have an empty list."""
    now = house.clock()
    return {source.id: findings(history_of(house.store, source), now) for source in sources}


def tell_incidents(house: House, results: Sequence[CheckResult], *, everything: bool = False) -> list[str]:
    """Opens, repeats and closes incidents after the checks of a run; a sentence for each that was opened.

    Judges the sources that were checked and all others on their hosts. When nothing could be reached at all, that is one trouble of
    this machine, told elsewhere, and says nothing about sources.
    """
    if offline(results) or not (results or everything):
        return []
    watched = {source.id: source for source in house.config.sources if not source.paused}
    hosts = {host(result.claim.source.url) for result in results}
    judged = [source for source in watched.values() if everything or host(source.url) in hosts]
    found = health_of(house, judged)
    now = house.clock()
    change = plan(house.store.open_incidents(), troubles(found, {i: s.url for i, s in watched.items()}), found, watched, now)
    if not (change.opened or change.closed or change.open_now):
        return []
    house.store.keep_incidents(change.opened, change.closed, _deliveries(house, change, now), now)
    for row in change.opened:
        log.warning("incident_opened", subject=row.subject, cause=row.cause, what=row.what)
    for row in change.closed:
        log.warning("incident_closed", subject=row.subject, cause=row.cause)
    return [f"{row.subject}: {row.what}" for row in change.opened]


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
    if row.subject.startswith("host:"):
        return any(host(watched[source_id].url) == row.subject[5:] for source_id in judged)
    return row.subject in judged


def _is_watched(row: IncidentRow, watched: Mapping[str, Source]) -> bool:
    if row.subject.startswith("host:"):
        return any(host(source.url) == row.subject[5:] for source in watched.values())
    return row.subject in watched


def _deliveries(house: House, change: Change, now: datetime) -> list[Delivery]:
    """What the admins' channel is told: every open incident once a day, counted from its opening, and every one that is fixed."""
    from alerts.message import delivery_for, notice
    from policywatch.types import Severity

    channel = house.config.settings.admin_channel
    if channel is None:
        return []
    made = []
    for row in change.open_now:
        days = (now - row.opened_at).days
        since = f"since {row.opened_at:%Y-%m-%d %H:%M} UTC"
        message = notice(f"{_name(house, row)}: {_words(row.cause)}", (row.what, since), Severity.NORMAL, now)
        day = (row.opened_at + timedelta(days=days)).date().isoformat()
        made.append(delivery_for(message, channel, f"incident:{row.subject}:{row.cause}:{day}", now))
    for row in change.fixed:
        line = f"It was open from {row.opened_at:%Y-%m-%d %H:%M} to {now:%Y-%m-%d %H:%M} UTC."
        message = notice(f"{_name(house, row)} works again: {_words(row.cause)} is over", (line,), Severity.LOW, now)
        made.append(delivery_for(message, channel, f"incident:{row.subject}:{row.cause}:closed:{row.id}", now))
    return made


def _name(house: House, row: IncidentRow) -> str:
    source = house.source(row.subject)
    if source is None:
        return row.subject.removeprefix("host:")
    return f"{source.name} ({source.id})" if source.name else source.id


def _words(cause: str) -> str:
    return cause.replace("_", " ")
