"""Recorded feeds of real regulators, served again and read by the whole product."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.house import load_config, open_house
from app.progress import Progress
from app.running import Asked, Summary, run_once
from benchmarks.adapters import feed_entries
from crawlers.reactor import run_in_reactor
from policywatch.types import Outcome

SERIES = "epa-ireland-update-daily"


@pytest.fixture(scope="module")
def replay(shared: Path) -> Iterator[dict[str, Any]]:
    """The replay server's first line: base address and series."""
    command = [sys.executable, str(shared / "tools" / "replay.py"), "--port", "0", "--advance", "served"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


def write_home(home: Path, base: str, sources: list[tuple[str, str]]) -> None:
    rows = "".join(f"  - {{id: {name}, kind: feed, url: '{base}{path}', every: 0s, follow: false}}\n" for name, path in sources)
    (home / "sources.yaml").write_text("sources:\n" + rows)
    (home / "uses.yaml").write_text("uses: []\n")
    port = base.rsplit(":", 1)[1]
    (home / "policywatch.yaml").write_text(
        f"""
database: sqlite:///watch.db
model: {{embedder: none}}
network: {{allow_private_networks: [127.0.0.0/8], allow_ports: [80, 443, {port}]}}
crawl: {{per_host_delay_s: 0, per_host_concurrency: 8}}
"""
    )


def run_times(home: Path, times: int) -> list[Summary]:
    async def runs() -> list[Summary]:
        with open_house(home, config=load_config(home)) as house:
            return [await run_once(house, Asked(), Progress(quiet=True)) for _ in range(times)]

    return run_in_reactor(runs)


def recorded(shared: Path, *kinds: str) -> list[dict[str, Any]]:
    index = json.loads((shared / "data" / "crawl" / "index.json").read_text())
    return [item for item in index if item["kind"] in kinds and item.get("facts")]


def test_every_recorded_feed_yields_exactly_its_entries(shared: Path, replay: dict[str, Any], tmp_path: Path) -> None:
    items = recorded(shared, "feed", "feed_series")
    write_home(tmp_path, replay["base"], [(f"f{number}", f"/f/{item['path']}") for number, item in enumerate(items)])
    (summary,) = run_times(tmp_path, 1)
    found = {result.claim.source.id: result for result in summary.tally.results}
    wrong = {
        item["path"]: (found[f"f{number}"].items, item["facts"]["n_entries"], found[f"f{number}"].cause)
        for number, item in enumerate(items)
        if found[f"f{number}"].items != item["facts"]["n_entries"]
    }
    assert wrong == {}
    undated = [d.published_raw for result in found.values() for d in result.documents if d.published_raw and d.published_at is None]
    assert undated == []


def test_each_new_item_of_a_series_is_one_update_once(shared: Path, replay: dict[str, Any], tmp_path: Path) -> None:
    states = sorted(recorded(shared, "feed_series"), key=lambda item: item["path"])
    write_home(tmp_path, replay["base"], [("epa", f"/s/{SERIES}")])
    summaries = run_times(tmp_path, len(states) + 3)
    bodies = [(shared / "data" / "crawl" / "corpus" / item["path"]).read_bytes() for item in states]
    wanted: list[int] = []
    seen: set[tuple[Any, ...]] = set()
    for body in bodies:
        items = {(entry["id"], entry["link"], entry["title"]) for entry in feed_entries(body)}
        wanted.append(len(items - seen))
        seen |= items
    got = [summary.tally.documents for summary in summaries[: len(states)]]
    assert len(seen) == sum(wanted) == 381
    assert got == wanted
    assert [summary.tally.updates for summary in summaries[1 : len(states)]] == wanted[1:]
    outcomes = Counter(result.outcome for summary in summaries[len(states) :] for result in summary.tally.results)
    assert outcomes == {Outcome.UNCHANGED: 3}
