"""`sources add` and `sources import`: what would be watched, what it would have told, a question, and the new lines."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.house import REGISTRIES
from app.present import print_json, print_table
from app.sourcing.preview import Foreseen, foresee
from app.sourcing.proposal import Proposal, Tried, Wish, address, propose
from app.sourcing.sheet import open_sheet
from app.sourcing.trial import Bench, check_all, is_item, item_json, open_bench
from policywatch.errors import UsageError
from policywatch.text import one_line
from policywatch.types import Document

SHOWN = 5


def add(home: Path, wish: Wish, yes: bool, as_json: bool) -> int:
    """Finds, shows, asks and writes; exit status 1 when nothing can be watched there."""
    from crawlers.reactor import run_in_reactor

    with open_bench(home) as bench:
        sheet = open_sheet(home)
        _check(bench, wish, sheet.ids())
        wish = replace(wish, url=address(wish.url, bench.config.settings.network.allow_ports))
        sys.stderr.write(f"looking at {wish.url}\n")
        proposal, documents = run_in_reactor(lambda: _looked(bench, wish))
        seen = foresee(bench, proposal.source, documents)
    value = _as_json(proposal, seen, bench)
    if not as_json:
        _say(proposal, seen, value["robots"])
    written = yes or (not as_json and agreed(f"add '{proposal.source.id}' to sources.yaml?"))
    if written:
        sheet.add(proposal.fields)
        sheet.save()
    if as_json:
        print_json(value | {"written": written})
    else:
        say(
            f"added: its first check gives a starting picture, `policywatch run --source {proposal.source.id}`"
            if written
            else "nothing was written"
        )
    return 0


async def _looked(bench: Bench, wish: Wish) -> tuple[Proposal, Sequence[Document]]:
    """The proposal, and its items with the pages that are shown."""
    proposal = await propose(bench, wish)
    (deeper,) = await check_all(bench, [proposal.source], pages=SHOWN)
    return proposal, [document for document in deeper.documents if is_item(document)] or proposal.chosen.items


def _check(bench: Bench, wish: Wish, ids: Sequence[str]) -> None:
    if wish.kind:
        REGISTRIES.sources.module(wish.kind)
    if wish.words.get("id") in ids:
        raise UsageError(f"there is a source '{wish.words['id']}' already: choose another --id")


def say(text: str) -> None:
    """A line for people on standard output."""
    sys.stdout.write(text + "\n")


def agreed(question: str) -> bool:
    """Whether a person says yes; raises UsageError when nobody is there."""
    sys.stdout.write(f"{question} [y/N] ")
    sys.stdout.flush()
    answer = sys.stdin.readline()
    if not answer:
        raise UsageError("nobody answered: add --yes where no person is at the keyboard")
    return answer.strip().lower() in ("y", "yes")


def _as_json(proposal: Proposal, seen: Foreseen, bench: Bench) -> dict[str, Any]:
    result = proposal.chosen.result
    assert result is not None
    return {
        "source": proposal.fields,
        "found_by": proposal.chosen.candidate.via,
        "items": [item_json(document) for document in proposal.chosen.items],
        "outcome": result.outcome,
        "robots": bench.robots.verdict(proposal.source.url, bench.config.crawl_limits().user_agent),
        "duplicates": seen.duplicates,
        "alerts": seen.alerts,
        "review": seen.review,
        "unscored": seen.unscored,
        "others": [_other(tried) for tried in proposal.others],
        "remarks": [*proposal.remarks, *seen.remarks],
    }


def _other(tried: Tried) -> dict[str, Any]:
    candidate = tried.candidate
    return {"kind": candidate.kind, "url": candidate.url, "found_by": candidate.via, "items": len(tried.items), "why_not": tried.why_not}


def _say(proposal: Proposal, seen: Foreseen, robots: str) -> None:
    for name, value in proposal.fields.items():
        say(f"{name:13} {'true' if value is True else value}")
    say(f"{'found by':13} {proposal.chosen.candidate.via}; robots.txt: {robots}")
    items = proposal.chosen.items
    dated = sum(document.published_at is not None for document in items)
    rows = [(document.published_at, document.title, document.url) for document in items[:SHOWN]]
    print_table(f"{len(items)} items, {dated} with a date; the first {len(rows)}:", ("published", "title", "url"), rows)
    for twin in seen.duplicates:
        say(f"duplicate: {twin['items']} of its items are known from '{twin['source']}'")
    say(f"of what it lists now, {len(seen.alerts)} would have been told at once, {len(seen.review)} left for review:")
    for alert in [*seen.alerts, *seen.review][:SHOWN]:
        say(f"  {one_line(alert['title'], 100)}: {', '.join(alert['uses']) or 'AI regulation in general'}")
    for remark in (*proposal.remarks, *seen.remarks):
        say(f"note: {remark}")
    works = [tried for tried in proposal.others if not tried.why_not]
    for tried in works:
        say(f"also there: {tried.candidate.kind} {tried.candidate.url} ({len(tried.items)} items)")
