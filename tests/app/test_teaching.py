"""A verdict is kept once, can be taken back, and names what it is about."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.acting import permitted
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
    assert [act.kind for act in shelf.store.acts(subjects=[f"document:{document}"])] == [
        ActKind.NOT_RELEVANT,
        ActKind.TAKE_BACK,
    ]
    wrong = call(cli, ["feedback", "add", document, "--relevant", "--by", "eve", *at])
    assert wrong.exit_code == 2 and "choose from ann, bob" in wrong.stderr


def command(shelf: Shelf, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [*words, "--home", str(shelf.home)])
    return done.exit_code, done.output


def test_the_command_goes_through_the_door_that_asks_for_roles(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1))
    settings = shelf.home / "policywatch.yaml"
    settings.write_text(settings.read_text().replace("  - {id: ann,", "  - {id: eva, role: reader}\n  - {id: ann,"))
    shelf.reload()
    code, words = command(shelf, "feedback", "add", document, "--relevant", "--by", "eva")
    assert code == 2 and "role reader" in words
    assert shelf.store.feedback_list() == shelf.store.acts() == []
    assert command(shelf, "feedback", "add", document, "--relevant", "--by", "ann")[0] == 0
    with pytest.raises(UsageError, match="role editor may not do this"):
        permitted(shelf.house, "ann", ActKind.ROLLBACK)


def test_a_verdict_is_taken_back_by_who_gave_it_or_an_admin_and_may_be_given_again(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1))
    settings = shelf.home / "policywatch.yaml"
    settings.write_text(settings.read_text().replace("  - {id: ann,", "  - {id: ada, role: admin}\n  - {id: ann,"))
    shelf.reload()
    add = ("feedback", "add", document, "--use", "hiring", "--relevant", "--by", "ann")
    assert command(shelf, *add)[0] == 0
    (first,) = shelf.store.feedback_list()
    code, words = command(shelf, "feedback", "undo", str(first.id), "--by", "bob")
    assert code == 2 and "of ann" in words
    assert command(shelf, "feedback", "undo", str(first.id), "--by", "ada")[0] == 0
    assert command(shelf, *add)[0] == 0
    again, before = shelf.store.feedback_list()
    assert again.undone_at is None and before.undone_at is not None
    kinds = [one.kind for one in shelf.store.acts(subjects=[f"document:{document}"])]
    assert kinds == [ActKind.RELEVANT, ActKind.TAKE_BACK, ActKind.RELEVANT]
