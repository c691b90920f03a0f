"""Does a serving process grow? 30 cycles over 50 sources; growth after the first three must stay under 5 %.

The sources answer 304 and change one item every fifth cycle, as real ones do. Words alone classify, so that the model's own memory
does not hide a leak of ours.
"""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import psutil

from app.demo.play import write_home
from app.demo.web import Server
from app.house import load_config, open_house
from app.serve import new_service

CYCLES = 30
SOURCES = 50


async def cycles(home: Path, server: Server) -> list[float]:
    """Resident memory after each cycle, in MB."""
    me = psutil.Process()
    sizes = []
    with open_house(home, config=load_config(home)) as house:
        service = new_service(house, ("crawl", "classify", "deliver"), 1.0)
        for cycle in range(CYCLES):
            server.turn_to(1 if cycle % 5 == 4 else 0)
            await service.tick()
            sizes.append(me.memory_info().rss / 1e6)
    await asyncio.sleep(0)
    return sizes


def main() -> int:
    """Prints the sizes and the growth; exit status 1 when it is 5 % or more."""
    from app.journal import configure
    from crawlers.reactor import run_in_reactor

    configure()
    with tempfile.TemporaryDirectory() as folder, Server(datetime.now(UTC).date()).serving() as server:
        home = Path(folder)
        write_home(home, server.base, server.port, embedder="none", channels="  - {id: record, kind: file, path: alerts.jsonl}\n")
        rows = []
        for number in range(SOURCES):
            path = f"/board/feed.xml?n={number}"
            server.add_alias(path, "/board/feed.xml")
            rows.append(f"  - {{id: s{number}, kind: feed, url: '{server.base}{path}', every: 0s, follow: false}}\n")
        (home / "sources.yaml").write_text("sources:\n" + "".join(rows))
        sizes = run_in_reactor(lambda: cycles(home, server))
    growth = sizes[-1] / sizes[3] - 1
    print(
        f"memory after cycle 1: {sizes[0]:.0f} MB, 4: {sizes[3]:.0f} MB, {CYCLES}: {sizes[-1]:.0f} MB; growth after the first three {growth:+.1%}"
    )
    return 0 if growth < 0.05 else 1


if __name__ == "__main__":
    sys.exit(main())
