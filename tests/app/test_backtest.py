"""A planned change shows what it gains and loses, and does not lose quietly what people confirmed."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.backtest import Outlook, Plan, backtest
from app.cli import app as cli
from app.progress import Progress
from app.teaching import give_verdict, learn
from policywatch.errors import ConfigError, ModelError, UsageError
from policywatch.types import Feedback
from tests.app.shelf import CREDIT, GENERAL, HIRING, NOW, SETTINGS, USES, Shelf, many, write_home

REFERENCES = "  - {id: records, name: Records, description: Records of AI systems., threshold: 0.05, keywords: {en: [keep records]}}\n"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    write_home(
        tmp_path / "home", settings=SETTINGS.replace("routes:\n  - {channel: record}", "routes:\n  - {channel: record, min_score: null}")
    )
    made = Shelf(tmp_path / "home")
    monkeypatch.setattr("app.backtest.load_embedder", lambda _: (made.embedder, ""))
    yield made
    made.close()


def look(shelf: Shelf, **plan: object) -> Outlook:
    return backtest(shelf.house, Plan(**plan), Progress(quiet=True))  # type: ignore[arg-type]


def test_no_change_gains_and_loses_nothing(shelf: Shelf) -> None:
    shelf.bring(*many(HIRING, 2), *many(GENERAL, 2, "Notice"))
    found = look(shelf)
    assert (found.documents, found.before, found.after, found.gained, found.lost) == (4, 2, 2, [], [])


def test_a_higher_threshold_loses_and_a_confirmed_loss_is_marked(shelf: Shelf) -> None:
    first, second = shelf.bring(*many(HIRING, 2))
    give_verdict(shelf.house, Feedback(second, "hiring", True, "ann", NOW))
    found = look(shelf, thresholds=("hiring=1.0",))
    assert {one.document_id for one in found.lost} == {first, second}
    assert [one.document_id for one in found.confirmed_lost] == [second]


def test_a_planned_file_of_uses_gains_and_asks_the_model_for_no_document(shelf: Shelf) -> None:
    shelf.bring(*many(GENERAL, 2, "Notice"))
    planned = shelf.home / "planned.yaml"
    planned.write_text(USES + REFERENCES)
    asked = shelf.embedder.asked  # type: ignore[attr-defined]
    found = look(shelf, uses=planned)
    assert [one.uses for one in found.gained] == [("records",), ("records",)]
    assert shelf.embedder.asked - asked == 1  # type: ignore[attr-defined]


def test_what_lies_behind_the_days_is_left_out_and_nothing_is_kept(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1))
    shelf.now += timedelta(days=100)
    assert look(shelf, thresholds=("1.0",)).documents == 0
    assert look(shelf, days=120, thresholds=("1.0",)).documents == 1
    assert len(shelf.store.classifications(document)) == 1


def test_the_model_without_what_was_learned_can_be_looked_at(shelf: Shelf) -> None:
    ids = shelf.bring(*many(HIRING, 3), *many(CREDIT, 3, "Act"))
    for document in ids:
        give_verdict(shelf.house, Feedback(document, "hiring", document in ids[:3], "ann", NOW))
    learn(shelf.house, shelf.embedder)
    shelf.classify()
    assert look(shelf, model="cold").documents == look(shelf, model="1").documents == 6


@pytest.mark.parametrize(
    ("plan", "error"),
    [
        ({"thresholds": ("hiring",)}, UsageError),
        ({"thresholds": ("nope=0.5",)}, UsageError),
        ({"thresholds": ("2",)}, UsageError),
        ({"uses": Path("nowhere.yaml")}, UsageError),
        ({"model": "99"}, UsageError),
    ],
)
def test_a_plan_that_cannot_be_is_refused(shelf: Shelf, plan: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        look(shelf, **plan)


def test_a_planned_file_with_problems_names_them(shelf: Shelf) -> None:
    (shelf.home / "planned.yaml").write_text("uses:\n  - {id: x}\n")
    with pytest.raises(ConfigError, match=r"uses\.yaml:2"):
        look(shelf, uses=shelf.home / "planned.yaml")


def test_another_model_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    made = Shelf(tmp_path / "home")
    with pytest.raises(ModelError, match="download it first"):
        look(made, model="no-such/model")
    made.close()


def test_the_command_refuses_to_lose_a_confirmed_alert_without_yes(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1))
    give_verdict(shelf.house, Feedback(document, "hiring", True, "ann", NOW))
    words = ["model", "backtest", "--days", "100000", "--threshold", "1.0", "--json", "--home", str(shelf.home)]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 1 and "--yes" in done.stderr
    assert json.loads(done.stdout)["confirmed_lost"] == 1
    assert CliRunner().invoke(cli, [*words, "--yes"]).exit_code == 0
