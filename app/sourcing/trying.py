"""`sources try` and `sources probe`: a real check whose result is shown, and nothing else."""

import sys
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.house import REGISTRIES
from app.present import print_json, print_table
from app.progress import Progress
from app.sourcing.adding import say
from app.sourcing.findings import as_row, findings_of
from app.sourcing.proposal import address, refuse_dead, watched_as
from app.sourcing.sheet import open_sheet
from app.sourcing.trial import Bench, check_all, is_item, item_json, make_source, open_bench, passed, why_not
from crawlers.base import Fetched
from crawlers.guess import GUESS, kind_read
from crawlers.presets import preset_for
from policywatch.errors import UsageError
from policywatch.types import TROUBLE, CheckResult, Outcome, Source


def try_one(home: Path, what: str, as_json: bool) -> int:
    """Checks one address or source once; exit status 1 when it is in trouble."""
    from crawlers.reactor import run_in_reactor

    with open_bench(home) as bench:
        source = _wanted(bench, what)
        (result,) = run_in_reactor(lambda: check_all(bench, [source]))
        value = _as_json(bench, source, result)
    if as_json:
        print_json(value)
    else:
        _say(value)
    return 1 if result.outcome in TROUBLE or result.outcome is Outcome.SKIPPED else 0


def _wanted(bench: Bench, what: str) -> Source:
    """The configured source of that id or address, or a passing one for an address that nobody watches."""
    if (known := bench.source(what)) is not None:
        return known
    if "/" not in what and "." not in what:
        near = [source.id for source in bench.config.sources if what.lower() in source.id.lower()]
        hint = f"did you mean '{near[0]}'?" if near else "`policywatch sources list` shows the ids; an address starts with https://"
        raise UsageError(f"no source '{what}': {hint}")
    url = address(what, bench.config.settings.network.allow_ports)
    refuse_dead(url, REGISTRIES.sources.names)
    if (same := bench.source(watched_as(bench, url))) is not None:
        return same
    preset = preset_for(url, REGISTRIES.sources.names)
    try:
        return (
            make_source({"id": "trial", "kind": preset.kind, "url": preset.url, **preset.options})
            if preset
            else Source("trial", GUESS, url)
        )
    except ValidationError:
        return Source("trial", GUESS, url)


def _as_json(bench: Bench, source: Source, result: CheckResult) -> dict[str, Any]:
    configured = bench.source(source.id) is not None
    return {
        "id": source.id if configured else None,
        "kind": _kind(source, result),
        "url": source.url,
        "final_url": result.final_url,
        "outcome": result.outcome,
        "cause": result.cause,
        "detail": result.detail,
        "status": result.status,
        "robots": bench.robots.verdict(source.url, bench.config.crawl_limits().user_agent),
        "passed": passed(result),
        "items": [item_json(document) for document in result.documents],
        "health": [as_row(one) for one in findings_of(bench, source, result)],
        "requests": result.requests,
        "bytes_in": result.bytes_in,
    }


def _kind(source: Source, result: CheckResult) -> str | None:
    if source.kind != GUESS:
        return source.kind
    if not result.bodies or not result.documents:
        return None
    body = result.bodies[0]
    return kind_read(Fetched(body.url, body.status, body.headers, body.content, body.fetched_at), result.documents)


def _say(value: dict[str, Any]) -> None:
    cause = f" ({value['cause'].value.replace('_', ' ')})" if value["cause"].value else ""
    say(f"{value['url']}: {value['kind'] or 'unknown kind'}, {value['outcome'].value}{cause}; robots.txt: {value['robots']}")
    if value["detail"]:
        say(value["detail"])
    rows = [(item["published_at"], item["title"], item["url"]) for item in value["items"][:20]]
    if rows:
        print_table(f"{len(value['items'])} items; the first {len(rows)}:", ("published", "title", "url"), rows)
    for finding in value["health"]:
        say(f"health: {finding['what']}: {finding['todo']}")
    if not value["health"]:
        say("health: nothing to say against it")


def probe(home: Path, ids: tuple[str, ...], as_json: bool) -> int:
    """Checks all sources, or those named, marks those that pass as verified; exit status 1 when one does not pass."""
    from crawlers.reactor import run_in_reactor

    with open_bench(home) as bench:
        sheet = open_sheet(home)
        unknown = sorted(set(ids) - {source.id for source in bench.config.sources})
        if unknown:
            raise UsageError(f"no source {', '.join(map(repr, unknown))} in sources.yaml: `policywatch sources list` shows the ids")
        sources = [source for source in bench.config.sources if (source.id in ids if ids else not source.paused)]
        progress = Progress()
        with progress.stage("probing sources", len(sources)):
            results = run_in_reactor(lambda: check_all(bench, sources, lambda r: progress.step(f"{r.claim.source.id}: {r.outcome.value}")))
    good = [result.claim.source.id for result in results if passed(result)]
    if good:
        sheet.set(good, "verified", True)
        sheet.save()
    rows = [_probe_row(result) for result in results]
    if as_json:
        print_json(rows)
    else:
        print_table(
            f"sources: {len(rows)}, {len(good)} passed", ("id", "passed", "outcome", "items", "why"), [list(row.values()) for row in rows]
        )
        if len(good) < len(rows):
            sys.stderr.write(f"{len(rows) - len(good)} sources did not pass: `policywatch sources try ID` shows more\n")
    return 0 if len(good) == len(rows) else 1


def _probe_row(result: CheckResult) -> dict[str, Any]:
    good = passed(result)
    items = sum(is_item(document) for document in result.documents)
    return {"id": result.claim.source.id, "passed": good, "outcome": result.outcome, "items": items, "why": "" if good else why_not(result)}
