"""What watching costs beside bare clients: every comparison of docs/crawling.md in one run.

    python -m benchmarks.crawl SHARED [--reader PYTHON] [--rounds 3] [--sources 200] [--only NAME] [--port 18080]

Clients take turns within a round, each a process whose CPU-seconds the kernel counts (user and system, its children included); the ratio of a
comparison is the median over the rounds of ratios within one round, so that a machine that is busy with other work tells the same. ``--reader`` names an
interpreter that has the ``reader`` package (``pip install reader`` in an environment of its own). Raise the limit of open files first (``ulimit -n
8192``).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.crawl.clients import READER
from benchmarks.crawl.origin import Spent, control, measured, origin, urls

#: polls of a service after its first ones
POLLS = 20
LONG = 200


@dataclass
class Bench:
    """One origin and a folder for what clients remember."""

    port: int
    sources: int
    folder: Path
    reader: str = ""
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def run(self, name: str, memory: str, *more: str) -> Spent:
        """One client, with what it remembers under ``memory``."""
        folder = self.folder / memory
        folder.mkdir(exist_ok=True)
        words = [sys.executable, "-m", "benchmarks.crawl.clients", name, str(folder), str(self.port), str(self.sources), *more]
        return measured(self.port, words)

    def read(self, memory: str) -> Spent:
        """One poll of the ``reader`` library."""
        folder = self.folder / memory
        folder.mkdir(exist_ok=True)
        return measured(self.port, [self.reader, "-c", READER, str(folder), json.dumps(urls(self.sources, self.port))])

    def tell(self, what: str, figure: str, goal: str, met: bool) -> None:
        """One line of the table, printed at once."""
        self.rows.append((what, figure, goal, "yes" if met else "**no**"))
        print(f"| {what} | {figure} | {goal} | {'yes' if met else '**no**'} |", flush=True)

    def ratio(self, what: str, pairs: Sequence[tuple[float, float]], goal: float) -> None:
        """A line about ours / theirs."""
        ratios = sorted(ours / theirs for ours, theirs in pairs)
        middle = median(ratios)
        absolute = f"{median(ours for ours, _ in pairs):.2f} / {median(theirs for _, theirs in pairs):.2f} s"
        self.tell(what, f"**{middle:.2f}** ({ratios[0]:.2f}–{ratios[-1]:.2f}; {absolute})", f"≤ {goal}", middle <= goal)


def unchanged(bench: Bench, rounds: int) -> None:
    """One-shot polls in which nothing is new, after a first poll of each client."""
    for client in ("ours", "scrapy"):
        bench.run(client, "one")
    shots = [(bench.run("ours", "one"), bench.run("scrapy", "one")) for _ in range(rounds)]
    seen = {(ours.requests, ours.unchanged, ours.robots) for ours, _ in shots}
    whole = (bench.sources, bench.sources, 0)
    bench.tell("unchanged poll: requests, 304, robots", str(sorted(seen)), str(whole), seen == {whole})
    bench.ratio("one-shot unchanged / bare Scrapy, CPU", [(ours.cpu_s, bare.cpu_s) for ours, bare in shots], 1.6)


def service(bench: Bench, rounds: int) -> None:
    """Polls of a process that stays, and one of raw aiohttp from its start."""
    bench.run("aiohttp", "one")
    found = [
        (bench.run("ours", "one", "--polls", str(POLLS)), bench.run("scrapy", "one", "--polls", str(POLLS)), bench.run("aiohttp", "one"))
        for _ in range(rounds)
    ]
    polls = [(ours.said["cpu_s"], bare.said["cpu_s"]) for ours, bare, _ in found]
    bench.ratio("service, unchanged poll / bare Scrapy in one loop, CPU", polls, 1.2)
    bench.ratio("service, unchanged poll / raw aiohttp, one-shot, CPU", [(ours.said["cpu_s"], raw.cpu_s) for ours, _, raw in found], 2.5)


def first(bench: Bench, rounds: int) -> None:
    """First polls with all items stored, beside the ``reader`` library."""
    if not bench.reader:
        bench.tell("first poll of feeds / reader, CPU", "left out: name an interpreter that has `reader` with --reader", "≤ 0.45", False)
        return
    found = [(bench.run("ours", f"first{n}"), bench.read(f"reader{n}")) for n in range(rounds)]
    items = {(ours.said["documents"], other.said["documents"]) for ours, other in found}
    bench.tell("first poll of feeds: items stored, ours and reader", str(sorted(items)), "equal", all(a == b for a, b in items))
    bench.ratio("first poll of feeds, items stored / reader, CPU", [(ours.cpu_s, other.cpu_s) for ours, other in found], 0.45)


def articles(bench: Bench, rounds: int) -> None:
    """First polls with five articles of each source extracted, beside Scrapy with trafilatura in its callback."""
    found = [(bench.run("ours", f"text{n}", "--follow"), bench.run("scrapy", f"text{n}", "--follow")) for n in range(rounds)]
    counts = {(ours.articles, bare.articles) for ours, bare in found}
    bench.tell("articles fetched, ours and Scrapy", str(sorted(counts)), "equal", all(a == b == 5 * bench.sources for a, b in counts))
    bench.ratio("first poll with 1,000 articles / Scrapy + trafilatura, CPU", [(ours.cpu_s, bare.cpu_s) for ours, bare in found], 1.1)
    bench.ratio("the same, wall", [(ours.wall_s, bare.wall_s) for ours, bare in found], 0.65)


def delta(bench: Bench, repeats: int = 10) -> None:
    """Twenty sources with one new item each, ten times."""
    bench.run("ours", "delta")
    before = bench.run("ours", "delta").said["documents"]
    counts = []
    for _ in range(repeats):
        control(bench.port, "bump?n=20&k=1")
        counts.append(bench.run("ours", "delta").said["documents"])
    grown = [after - earlier for earlier, after in zip([before, *counts], counts, strict=False)]
    bench.tell(f"delta poll, {repeats} times: new items kept", str(grown), f"20 each, {20 * repeats} in all", grown == [20] * repeats)


def latency(bench: Bench, rounds: int) -> None:
    """Unchanged polls of an origin that waits 100 to 300 ms before each answer."""
    clients = ("ours", "ours-aiohttp", "scrapy", "scrapy-aiohttp")
    for client in clients:
        bench.run(client, f"slow-{client}")
    control(bench.port, "latency?min=100&max=300")
    found = [{client: bench.run(client, f"slow-{client}").wall_s for client in clients} for _ in range(rounds)]
    control(bench.port, "latency?min=0&max=0")
    pairs = [(row["ours-aiohttp"], min(row["scrapy"], row["scrapy-aiohttp"])) for row in found]
    bench.ratio("100–300 ms latency, unchanged, mode aiohttp / Scrapy's fastest handler, wall", pairs, 1.1)
    pairs = [(row["ours"], min(row["scrapy"], row["scrapy-aiohttp"])) for row in found]
    bench.ratio("the same, mode twisted", pairs, 1.1)


def long(bench: Bench, rounds: int) -> None:
    """A service that polls 200 times: memory, growth, and how long the loop is held up."""
    bench.run("ours", "one")
    told = bench.run("ours", "one", "--polls", str(LONG)).said
    bench.tell("memory of the crawl role after 200 polls", f"{told['megabytes']:.0f} MB", "≤ 130 MB", told["megabytes"] <= 130)
    bench.tell("growth from the 10th poll to the last", f"{100 * told['growth']:+.1f} %", "< 3 %", told["growth"] < 0.03)
    lag = f"{told['lag_p99_ms']:.0f} ms (first poll {told['first_lag_p99_ms']:.0f}, max {told['lag_max_ms']:.0f})"
    bench.tell("loop lag p99", lag, "< 50 ms", told["lag_p99_ms"] < 50)


def many(bench: Bench, rounds: int) -> None:
    """10,000 sources in sources.yaml: how long it takes to check the files, and a tick in which 100 are due."""
    ticks = [bench.run("many", "many", "--polls", "5").said["tick_cpu_s"] for _ in range(rounds)]
    home = bench.folder / "many/ours"
    checks = [measured(bench.port, [sys.executable, "-m", "app.cli", "validate", "--home", str(home)]).cpu_s for _ in range(rounds)]
    bench.tell("`validate` of 10,000 sources, CPU", f"{median(checks):.2f} s", "< 3 s", median(checks) < 3)
    bench.tell("a tick with 100 of 10,000 due, its 100 requests included, CPU", f"{median(ticks):.2f} s", "< 1 s", median(ticks) < 1)


COMPARISONS: dict[str, Callable[[Bench, int], None]] = {
    "unchanged": unchanged,
    "service": service,
    "first": first,
    "articles": articles,
    "delta": lambda bench, rounds: delta(bench),
    "latency": latency,
    "long": long,
    "many": many,
}


def main() -> int:
    """Prints the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, metavar="SHARED")
    parser.add_argument("--reader", default="", metavar="PYTHON")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--port", type=int, default=18080)
    parser.add_argument("--only", choices=sorted(COMPARISONS), action="append")
    given = parser.parse_args()
    if given.reader and subprocess.run([given.reader, "-c", "import reader"], capture_output=True, check=False).returncode:
        print(f"{given.reader} has no `reader`: run `{given.reader} -m pip install reader`", file=sys.stderr)
        return 2
    print("| comparison | figure (range; ours / theirs) | goal | met |\n|---|---|---|---|")
    met = True
    with origin(given.shared / "tools/origin.py", given.sources, given.port):
        for name in given.only or COMPARISONS:
            with tempfile.TemporaryDirectory() as folder:
                bench = Bench(given.port, given.sources, Path(folder), given.reader)
                COMPARISONS[name](bench, given.rounds)
                met = met and all(row[-1] == "yes" for row in bench.rows)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
