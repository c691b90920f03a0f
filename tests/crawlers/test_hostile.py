"""Hostile answers: each ends in an outcome that its index allows, harms nobody beside it, and nothing inside is reached."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.hostile import run_all
from benchmarks.hostile_run import Case, Ended, Site, hostile_site, index_of, make_cases

#: what no outcome of a crawl can settle: whether a selector that still matches matches the right thing
OPEN = frozenset({"layout_menu_only"})


@pytest.fixture(scope="module")
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
    assert not wrong
    assert (sums["canary"], sums["lost"], sums["good_missing"]) == (0, 0, 0)
    assert sums["grown_mb"] < 200


def test_a_sample_of_hostile_answers_ends_as_its_index_allows(site: Site) -> None:
    cases = [case for case in index_of(site) if case.kind not in ("pdf", "zip")]
    judged(site, cases[3::8])


@pytest.mark.full
def test_every_hostile_answer_ends_as_its_index_allows(site: Site) -> None:
    judged(site, index_of(site))
