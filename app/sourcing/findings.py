"""The health of sources as commands show it: what a trial says by itself, and what the history says."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.house import open_house
from app.incidents import health_of, history_of
from app.present import plain, print_json, print_table
from app.sourcing.adding import say
from app.sourcing.trial import Bench
from crawlers.health import Finding, History, findings
from policywatch.types import Cause, CheckResult, Outcome, Source


@dataclass(frozen=True, slots=True)
class TrialCheck:
    """A check that was not kept, as the rules of health read it."""

    started_at: datetime
    outcome: Outcome
    cause: Cause
    detail: str
    url: str
    final_url: str
    status: int | None
    unconditional: bool
    moved_to: str | None
    items: int
    documents: int
    #: a trial knows nothing, so nothing is news to it
    updates: int = 0
    requests: int = 0
    bytes_in: int = 0


def findings_of(bench: Bench, source: Source, result: CheckResult) -> list[Finding]:
    """What is wrong with a source by this trial and, if it is watched, by its history."""
    trial = TrialCheck(
        result.started_at,
        result.outcome,
        result.cause,
        result.detail,
        source.url,
        result.final_url,
        result.status,
        result.unconditional,
        result.moved_to,
        result.items,
        len(result.documents),
    )
    seen = result.finished_at
    times = [(seen, document.published_at) for document in result.documents]
    history = History(source.id, source.url, source.kind, (trial,), times, source.fresh_within_s)
    if bench.store is not None and bench.source(source.id) is not None:
        kept = history_of(bench.store, source)
        history = replace(kept, checks=(trial, *kept.checks), times=kept.times or times)
    return findings(history, bench.clock())


def show_health(home: Path, as_json: bool) -> int:
    """Every source with what is wrong with it; the open incidents."""
    with open_house(home) as house:
        house.store.sync_sources(house.config.sources, house.clock())
        rows = {row.id: row for row in house.store.source_rows()}
        found = health_of(house, house.config.sources)
        open_rows = house.store.open_incidents()
    sources = [
        {
            "id": source.id,
            "state": rows[source.id].state,
            "outcome": rows[source.id].outcome,
            "cause": rows[source.id].cause,
            "last_check_at": rows[source.id].last_check_at,
            "failures": rows[source.id].failures,
            "failing_since": rows[source.id].failing_since,
            "findings": [as_row(one) for one in found[source.id]],
        }
        for source in house.config.sources
    ]
    incidents = [{"subject": row.subject, "cause": row.cause, "what": row.what, "opened_at": row.opened_at} for row in open_rows]
    if as_json:
        print_json({"sources": sources, "incidents": incidents})
    else:
        _say(sources, incidents)
    return 0


def as_row(one: Finding) -> dict[str, Any]:
    """A finding as ``--json`` shows it."""
    value: dict[str, Any] = plain(one)
    del value["source_id"]
    return value


def _say(sources: list[dict[str, Any]], incidents: list[dict[str, Any]]) -> None:
    rows = [
        (row["id"], row["state"], row["outcome"], one["cause"].replace("_", " "), one["since"][:10], f"{one['what']}: {one['todo']}")
        for row in sources
        for one in row["findings"]
    ]
    ill = sum(bool(row["findings"]) for row in sources)
    unseen = sum(row["last_check_at"] is None for row in sources)
    say(f"{len(sources)} sources: {len(sources) - ill - unseen} well, {ill} with findings, {unseen} never checked")
    if rows:
        print_table("findings", ("id", "state", "outcome", "cause", "since", "what to know and do"), rows)
    if incidents:
        columns = ("subject", "cause", "opened_at", "what")
        print_table("open incidents", columns, [[row[name] for name in columns] for row in incidents])
