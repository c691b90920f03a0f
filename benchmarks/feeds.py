"""How fast a feed is read: the strict reader beside feedparser on the same feeds, in one run.

    python -m benchmarks.feeds [SHARED]

Without the recorded material it measures an invented feed of 30 entries only.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from crawlers.base import Fetched
from crawlers.feeds.charset import to_utf8
from crawlers.feeds.clean import mend
from crawlers.feeds.fast import read_fast
from crawlers.feeds.read import read_light
from crawlers.feeds.tolerant import read_tolerant
from policywatch.types import Source

_WORDS = "Supervisory notice on automated decisions in credit scoring, and what firms owe to the people concerned. "
_ITEM = (
    "<item><title>Notice {n} on models</title><link>https://authority.example/n/{n}</link><guid isPermaLink='false'>n-{n}</guid>"
    "<pubDate>Tue, 03 Nov 2026 09:00:00 +0100</pubDate><category>models</category><description><![CDATA[<p>{words}</p>]]></description></item>"
)


def invented(entries: int = 30) -> bytes:
    """A usual feed of about 24 KB."""
    items = "".join(_ITEM.format(n=n, words=_WORDS * 5) for n in range(entries))
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Notices</title>{items}</channel></rss>'.encode()


def best_ms(read: Callable[[bytes], object], bodies: Sequence[bytes], rounds: int) -> float:
    """CPU milliseconds for all bodies, the best of some rounds."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        for body in bodies:
            read(body)
        times.append((time.process_time() - started) * 1e3)
    return min(times)


def compare(name: str, bodies: Sequence[bytes]) -> float:
    """Prints both readers' times over feeds that the strict one takes, and gives the ratio."""
    fast, tolerant = best_ms(read_fast, bodies, 7), best_ms(read_tolerant, bodies, 3)
    print(f"{name}: {len(bodies)} feeds, strict {fast:.2f} ms, feedparser {tolerant:.2f} ms, ratio {tolerant / fast:.1f}")
    return tolerant / fast


def main() -> int:
    """Compares on an invented feed, and on the recorded ones where they are."""
    body, source = invented(), Source("authority", "feed", "https://authority.example/feed.xml")
    got = Fetched(source.url, 200, {}, body, datetime.now(UTC))
    ratio = compare(f"invented, {len(body)} bytes", [body] * 20)
    print(f"to documents with dates and fingerprints: {best_ms(lambda _: read_light(source, got), [body], 20):.2f} ms a feed")
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1]) / "data" / "crawl"  # SHARED
        index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        bodies = [mend(to_utf8((folder / "corpus" / one["path"]).read_bytes(), "")) for one in index if one["kind"].startswith("feed")]
        taken = [body for body in bodies if read_fast(body) is not None]
        print(f"the strict reader takes {len(taken)} of {len(bodies)} recorded feeds")
        compare("recorded", taken)
    return 0 if ratio > 5 else 1


if __name__ == "__main__":
    sys.exit(main())
