"""The corpus of noise and edits, told by the whole product: noise reaches nobody, every edit does."""

import runpy
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.demo.web import Server
from app.house import load_config, open_house
from app.progress import Progress
from app.running import Asked, run_once
from crawlers.reactor import run_in_reactor

CORPUS = runpy.run_path(str(Path(__file__).parents[1] / "crawlers" / "test_page.py"))
PLAIN: str = CORPUS["page"]()
NOISE: list[tuple[str, str]] = [(CORPUS["page"](after=once), CORPUS["page"](after=later)) for once, later in CORPUS["NOISE"]]
EDITS: list[tuple[str, str]] = [(PLAIN, edited) for edited in CORPUS["EDITS"]]


def updated(home: Path, pairs: Sequence[tuple[str, str]]) -> list[int]:
    """Which of the pages are news when each shows its second version."""
    with Server(datetime.now(UTC).date()).serving() as server:
        rows = [
            f"  - {{id: p{n}, kind: page, url: '{server.base}/p{n}', every: 0s, confirm_after_s: 0, follow: false}}\n"
            for n in range(len(pairs))
        ]
        (home / "sources.yaml").write_text("sources:\n" + "".join(rows))
        (home / "uses.yaml").write_text("uses: []\n")
        (home / "policywatch.yaml").write_text(
            f"model: {{embedder: none}}\nnetwork: {{allow_private_networks: [127.0.0.0/8], allow_ports: [80, 443, {server.port}]}}\n"
            "crawl: {per_host_delay_s: 0, per_host_concurrency: 8}\n"
        )

        async def look(version: int) -> list[int]:
            for n, pair in enumerate(pairs):
                server.add_page(f"/p{n}", "text/html; charset=utf-8", pair[version].encode())
            with open_house(home, config=load_config(home)) as house:
                summary = await run_once(house, Asked(), Progress(quiet=True))
                assert len(summary.tally.results) == len(pairs)
                return sorted(int(result.claim.source.id[1:]) for result in summary.tally.results if result.documents)

        async def both() -> list[int]:
            assert len(await look(0)) == len(pairs)
            return await look(1)

        return run_in_reactor(both)


def test_noise_alerts_nobody_and_every_edit_is_seen(tmp_path: Path) -> None:
    assert len(NOISE) >= 100
    assert len(EDITS) >= 40
    wanted = list(range(len(NOISE), len(NOISE) + len(EDITS)))
    assert updated(tmp_path, [*NOISE, *EDITS]) == wanted
