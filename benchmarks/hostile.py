"""Every hostile case beside one good source: how each ends, how long it takes, how much memory it moves.

    python -m benchmarks.hostile SHARED [--group http] [--name PART] [--cases FOLDER] [--each]

Cases are crawled in batches, each beside one good source. A case that needs more seconds or megabytes in its batch than its index
allows is measured again alone, because neighbours share the two workers and the memory of one process.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.hostile_run import Case, Ended, Site, hostile_site, index_of, make_cases, run_cases

BATCH = 24


@dataclass
class Row:
    """One line of the table."""

    cases: int = 0
    allowed: int = 0
    in_time: int = 0
    in_memory: int = 0
    slowest_s: float = 0.0
    largest_mb: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, ended: Ended) -> None:
        """Counts one case."""
        fault = ended.fault()
        self.cases += 1
        self.allowed += not fault
        self.in_time += ended.seconds <= ended.case.max_s
        self.in_memory += ended.megabytes <= ended.case.max_mb
        self.slowest_s = max(self.slowest_s, ended.seconds)
        self.largest_mb = max(self.largest_mb, ended.megabytes)
        for what in (fault, ended.excess()):
            if what:
                self.faults.append(f"{ended.case.name}: {what}")


def batches(cases: Sequence[Case], size: int = BATCH) -> Iterator[list[Case]]:
    """The cases in their order, so many at a time and never two groups together."""
    for group in dict.fromkeys(case.group for case in cases):
        members = [case for case in cases if case.group == group]
        for start in range(0, len(members), size):
            yield members[start : start + size]


def run_all(site: Site, cases: Sequence[Case], told: Callable[[Ended], None]) -> Counter[str]:
    """Runs all batches, hands on every case, and returns what concerns all of them."""
    sums: Counter[str] = Counter()
    for batch in batches(cases):
        report = run_cases(site, batch)
        sums["good_missing"] += report.good_missing
        sums["lost"] += report.lost
        sums["grown_mb"] = max(sums["grown_mb"], round(report.grown_mb))
        for ended in report.ended:
            alone = run_cases(site, [ended.case]).ended[0] if ended.excess() else ended
            told(alone if not alone.fault() or ended.fault() else ended)
    sums["canary"] = site.canary_hits()
    return sums


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made) / "cases"


def main() -> int:
    """Prints the table; 1 when a case ended as it must not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, metavar="SHARED")
    parser.add_argument("--group")
    parser.add_argument("--name", default="")
    parser.add_argument("--cases", type=Path, help="where the cases are, or are to be written and kept")
    parser.add_argument("--each", action="store_true", help="a line per case")
    given = parser.parse_args()
    rows: dict[str, Row] = {}

    def told(ended: Ended) -> None:
        rows.setdefault(ended.case.group, Row()).add(ended)
        if given.each:
            print(json.dumps([ended.case.name, ended.outcome, ended.cause, ended.items, round(ended.seconds, 1), round(ended.megabytes)]))

    with _folder(given.cases) as folder:
        make_cases(given.shared, folder)
        with hostile_site(given.shared, folder) as site:
            cases = [case for case in index_of(site) if given.name in case.name and given.group in (None, case.group)]
            sums = run_all(site, cases, told)
    print(f"{'group':12} {'cases':>5} {'as allowed':>10} {'in time':>8} {'in memory':>9} {'slowest':>9} {'largest':>9}")
    for group, row in rows.items():
        print(
            f"{group:12} {row.cases:5d} {row.allowed:10d} {row.in_time:8d} {row.in_memory:9d} {row.slowest_s:7.1f} s {row.largest_mb:6.0f} MB"
        )
    print(", ".join(f"{name} {count}" for name, count in sums.items()))
    for row in rows.values():
        print(*(f"  {fault}" for fault in row.faults), sep="\n", end="\n" if row.faults else "")
    wrong = sum(len(row.faults) for row in rows.values())
    return 1 if wrong or sums["canary"] or sums["good_missing"] or sums["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
