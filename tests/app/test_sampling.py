"""Dropped documents are drawn at random, the draw stays, and verdicts on it say how much is missed."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app as cli
from app.doctor import examine
from app.sampling import draw, missed, waiting
from app.teaching import give_verdict
from policywatch.types import Feedback
from tests.app.shelf import GENERAL, NOTHING, NOW, USES, Shelf, many

WEEK = (NOW - timedelta(days=1), NOW + timedelta(days=6))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "home")
    made.bring(*((f"Menu {i}", NOTHING.format(more=str(i))) for i in range(30)), *many(GENERAL, 2))
    yield made
    made.close()


def test_five_dropped_documents_are_drawn_and_the_draw_stays(shelf: Shelf) -> None:
    first = draw(shelf.house, "2031-W10", *WEEK, keep=True)
    assert len(first) == len(set(first)) == 5
    assert set(first) <= set(shelf.store.dropped_in(*WEEK))
    shelf.bring(*((f"Later {i}", NOTHING.format(more=str(i))) for i in range(9)))
    assert draw(shelf.house, "2031-W10", *WEEK, keep=True) == first


def test_a_preview_keeps_no_draw(shelf: Shelf) -> None:
    draw(shelf.house, "2031-W10", *WEEK, keep=False)
    assert missed(shelf.house).drawn == 0


def test_what_is_scored_again_and_stays_dropped_can_still_be_drawn(shelf: Shelf) -> None:
    before = shelf.store.dropped_in(*WEEK)
    (shelf.home / "uses.yaml").write_text(USES.replace("loan", "mortgage"))
    shelf.reload()
    shelf.classify()
    assert shelf.store.dropped_in(*WEEK) == before


def test_verdicts_on_the_draw_alone_make_the_estimate(shelf: Shelf) -> None:
    drawn = draw(shelf.house, "2031-W10", *WEEK, keep=True)
    others = [id for id in shelf.store.dropped_in(*WEEK) if id not in drawn]
    for document in (*drawn[:4], others[0]):
        give_verdict(shelf.house, Feedback(document, None, document in (drawn[0], others[0]), "ann", NOW))
    found = missed(shelf.house)
    assert (found.share.found, found.share.of, found.drawn, found.dropped) == (1, 4, 5, 30)


def test_doctor_prints_the_estimate_with_its_interval(shelf: Shelf) -> None:
    drawn = draw(shelf.house, "2031-W10", *WEEK, keep=True)
    for document in drawn:
        give_verdict(shelf.house, Feedback(document, None, False, "ann", NOW))
    (said,) = [finding.what for finding in asyncio.run(examine(shelf.house)) if finding.part == "missed"]
    assert "0.0% of what is dropped may be relevant (0.0% to 52.2% with 95 % confidence): 0 of 5 judged" in said


def test_the_command_lists_what_waits_for_a_verdict_until_it_is_judged(shelf: Shelf) -> None:
    shelf.now += timedelta(days=7)
    first = waiting(shelf.house)
    assert len(first) == 5 and waiting(shelf.house) == first
    call = CliRunner().invoke
    at = ["--home", str(shelf.home)]
    shown = json.loads(call(cli, ["feedback", "sample", "--json", *at]).stdout)
    assert [row["document_id"] for row in shown] == [row.id for row in first]
    assert call(cli, ["feedback", "add", first[0].id, "--not-relevant", "--by", "ann", *at]).exit_code == 0
    assert waiting(shelf.house) == first[1:]
    assert missed(shelf.house).share.of == 1
