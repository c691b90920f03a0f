"""Hostile answers: each ends in an outcome that its index allows, harms nobody beside it, and nothing inside is reached."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.hostile import run_all
from benchmarks.hostile_run import Case, Ended, Site, hostile_site, index_of, make_cases

#: what no outcome of a crawl can settle: whether a selector that still matches matches the right thing
OPEN = frozenset({"layout_menu_only"})


@pytest.fixture(scope="module")
<<<<<<< HEAD
def served(shared: Path, hostile_corpus: Path) -> Iterator[Served]:
    arguments = [sys.executable, str(shared / "tools/hostile_server.py"), str(hostile_corpus)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        addresses = json.loads(process.stdout.readline())
        with urllib.request.urlopen(addresses["base"] + "/index.json") as answer:
            index = json.load(answer)
        wanted = [c for c in index["cases"] if c["group"] in GROUPS and c["kind"] in ("feed", "any") and c["fetches"] == 1]
        yield Served(addresses, wanted[::2])
        process.terminate()


class NoRobots:
    """An origin without robots.txt."""

    def get(self, origin: str) -> Robots | None:
        return Robots(origin, 404, b"", NOW)

    def keep(self, robots: Robots) -> None:
        """Nothing to keep."""


def allowed(case: dict[str, Any], result: CheckResult) -> bool:
    expect = case["expect"]
    kinds = {result.cause.value, *FINER.get(result.cause.value, ())}
    if result.outcome in READ:
        return bool(expect["verdict"] != "error")
    return (expect["verdict"] != "ok" and (not expect["error"] or bool(kinds & set(expect["error"])))) or result.outcome is Outcome.EMPTY


def test_every_hostile_answer_ends_as_its_index_allows(served: Served) -> None:
    ports = {urlsplit(v).port for v in served.addresses.values() if isinstance(v, str) and v.startswith("http")} | {1}
    claims = [Claim(Source(c["name"], "feed", c["url"], follow=False), NOW, 1, NOW + timedelta(hours=1)) for c in served.cases]
    results: dict[str, CheckResult] = {}

    def on_result(result: CheckResult) -> None:
        assert result.claim.source.id not in results
        results[result.claim.source.id] = result

    limits = CrawlLimits(
        timeout_s=5,
        check_timeout_s=15,
        per_host_concurrency=12,
        per_host_delay_s=0,
        allow_private_networks=("127.0.0.1/32",),
        allow_ports=tuple(port for port in ports if port),
    )
    run_in_reactor(
        lambda: crawl(
            claims,
            limits,
            spiders=Registry("source", "crawlers.spiders"),
            lookup=lambda source_id, keys, aliases: ({}, {}),
            robots_store=NoRobots(),
            host_wait_until=lambda hosts: {},
            on_result=on_result,
            now=lambda: datetime.now(UTC),
        )
    )
    assert len(results) == len(served.cases) > 30
    wrong = {c["name"]: (results[c["name"]].outcome, results[c["name"]].cause) for c in served.cases if not allowed(c, results[c["name"]])}
=======
def site(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("hostile") / "cases"
    make_cases(shared, folder)
    with hostile_site(shared, folder) as running:
        yield running


def judged(site: Site, cases: list[Case]) -> None:
    """Runs the cases and holds them to their index."""
    ended: list[Ended] = []
    sums = run_all(site, cases, ended.append)
    wrong = [f"{one.case.name}: {what}" for one in ended if one.case.name not in OPEN for what in (one.fault(), one.excess()) if what]
    assert len(ended) == len(cases)
>>>>>>> refs/heads/crawl2
    assert not wrong
    assert (sums["canary"], sums["lost"], sums["good_missing"]) == (0, 0, 0)
    assert sums["grown_mb"] < 200


def test_a_sample_of_hostile_answers_ends_as_its_index_allows(site: Site) -> None:
    cases = [case for case in index_of(site) if case.kind not in ("pdf", "zip")]
    judged(site, cases[3::8])


@pytest.mark.full
def test_every_hostile_answer_ends_as_its_index_allows(site: Site) -> None:
    judged(site, index_of(site))
