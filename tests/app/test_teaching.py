"""A verdict is kept once, can be taken back, and names what it is about."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app as cli
from app.teaching import give_verdict, take_back
from policywatch.errors import UsageError
from policywatch.types import ActKind, Feedback
from tests.app.shelf import HIRING, NOW, Shelf, many


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "home")
    yield made
    made.close()


def said(document_id: str, relevant: bool = True, person: str = "ann", use: str | None = "hiring") -> Feedback:
    return Feedback(document_id, use, relevant, person, NOW)


def test_the_same_word_said_twice_is_one_verdict(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1), classify=False)
    first = give_verdict(shelf.house, said(document))
    assert give_verdict(shelf.house, said(document)) == first
    assert give_verdict(shelf.house, said(document, person="bob")) != first
    assert give_verdict(shelf.house, said(document, relevant=False)) != first


def test_a_verdict_taken_back_can_be_given_again(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1), classify=False)
    first = give_verdict(shelf.house, said(document))
    take_back(shelf.house, first)
    with pytest.raises(UsageError, match="feedback list"):
        take_back(shelf.house, first)
    assert give_verdict(shelf.house, said(document)) != first


@pytest.mark.parametrize(("verdict", "words"), [(said("x"), "no document 'x'"), (said("", use="x"), "no use 'x'")])
def test_an_unknown_document_or_use_is_named(shelf: Shelf, verdict: Feedback, words: str) -> None:
    (document,) = shelf.bring(*many(HIRING, 1), classify=False)
    wrong = verdict if verdict.document_id else said(document, use="x")
    with pytest.raises(UsageError, match=words):
        give_verdict(shelf.house, wrong)


def test_the_command_keeps_verdict_and_act_and_lists_both_ways(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1))
    (alert,) = shelf.store.alerts()
    call = CliRunner().invoke
    at = ["--home", str(shelf.home)]
    done = call(cli, ["feedback", "add", alert.id, "--use", "hiring", "--not-relevant", "--by", "ann", "--json", *at])
    assert done.exit_code == 0, done.output
    number = json.loads(done.stdout)["id"]
    assert call(cli, ["feedback", "undo", str(number), *at]).exit_code == 0
    (row,) = json.loads(call(cli, ["feedback", "list", "--json", *at]).stdout)
    assert (row["document_id"], row["use_id"], row["relevant"], row["undone_at"] is None) == (document, "hiring", False, False)
    assert [act.kind for act in shelf.store.acts(subjects=[f"document:{document}"])] == [ActKind.NOT_RELEVANT]
    wrong = call(cli, ["feedback", "add", document, "--relevant", "--by", "eve", *at])
    assert wrong.exit_code == 2 and "choose from ann, bob" in wrong.stderr
