"""How long many sources take to load, in CPU-seconds; the goal is under 3 for 10,000.

Run from the root of the project: ``python -m benchmarks.config_speed [COUNT]``.
"""

import sys
import tempfile
import time
from pathlib import Path

from policywatch.config import load
from policywatch.kinds import Registry

GOAL_S = 3.0

ENTRY = """\
  - id: source-{n}
    kind: {kind}
    url: https://regulator-{n}.example/news/feed.xml
    name: Regulator {n}, news
    authority: Authority {n}
    jurisdiction: EU
    language: en
    topics: [ai, data]
    every: 6h
    follow: true
    first_items: 5
    verified: false
    notes: Written by the benchmark.
"""


def main(count: int) -> int:
    """Prints one line and answers 0 when the goal is met."""
    registries = {
        "sources": Registry("source", "crawlers.spiders"),
        "channels": Registry("channel", "alerts.channels"),
        "embedders": Registry("embedder", "pipeline.embedders"),
    }
    kinds = [kind for kind in ("feed", "page", "listing") if kind in registries["sources"].names]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        entries = "".join(ENTRY.format(n=n, kind=kinds[n % len(kinds)]) for n in range(count))
        (home / "sources.yaml").write_text("sources:\n" + entries)
        (home / "uses.yaml").write_text("uses: []\n")
        (home / "policywatch.yaml").write_text("channels: []\n")
        started = time.process_time()
        config = load(home, **registries)
        spent = time.process_time() - started
    print(f"{len(config.sources)} sources in {spent:.2f} CPU-seconds (goal {GOAL_S * count / 10_000:.1f})")
    return 0 if spent <= GOAL_S * count / 10_000 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
