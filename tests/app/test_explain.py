"""An explanation's parts sum up to the score, a replay gives the same numbers or names what differs, and flips do flip."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from app.cli import app as cli
from app.explain import classifier_then, explanation, verdict_of
from app.replay import replay
from app.teaching import give_verdict
from pipeline import head, lexicon
from policywatch.store import AlertRow
from policywatch.store.schema import updates
from policywatch.types import Feedback
from tests.app.shelf import CREDIT, HIRING, NOW, USES, Shelf, many


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "home")
    ids = made.bring(*many(HIRING, 3), *many(CREDIT, 3, "Act"))
    for document in ids:
        give_verdict(made.house, Feedback(document, "hiring", document in ids[:3], "ann", NOW))
    made.classify()
    made.bring(("Late rule on artificial intelligence", HIRING.format(more="")))
    monkeypatch.setattr("app.replay.load_embedder", lambda _: (made.embedder, ""))
    yield made
    made.close()


def last(shelf: Shelf) -> AlertRow:
    return shelf.store.alerts(1)[0]


def logit(score: float) -> float:
    return math.log(score / (1 - score))


def test_the_parts_of_a_use_sum_up_to_its_score(shelf: Shelf) -> None:
    value = explanation(shelf.house, last(shelf))
    for use in value["uses"]:
        assert 1 / (1 + math.exp(-sum(use["parts"].values()))) == pytest.approx(use["score"], abs=0.0001)
    best = value["uses"][0]
    assert best["id"] == "hiring" and best["parts"]["your keywords"] > 0 and best["parts"]["feedback"] != 0


def test_the_topic_names_words_passage_and_feedback(shelf: Shelf) -> None:
    parts = explanation(shelf.house, last(shelf))["topic_parts"]
    assert {"words", "passage (model)", "feedback", "“artificial intelligence”"} <= set(parts)
    assert parts["“artificial intelligence”"] > 0


def test_nothing_asks_the_model_for_an_explanation(shelf: Shelf) -> None:
    asked = shelf.embedder.asked  # type: ignore[attr-defined]
    explanation(shelf.house, last(shelf))
    assert shelf.embedder.asked == asked  # type: ignore[attr-defined]


def test_each_flip_of_a_threshold_flips(shelf: Shelf) -> None:
    row = last(shelf)
    value = explanation(shelf.house, row)
    scores = {use["id"]: use["score"] for use in value["uses"]}
    bars = [flip for flip in value["flips"] if flip["kind"] == "threshold"]
    assert {flip["use"] for flip in bars} == set(scores)
    assert all(flip["value"] == scores[flip["use"]] for flip in bars)


def test_each_flip_of_keywords_flips(shelf: Shelf) -> None:
    row = last(shelf)
    found = verdict_of(shelf.house, row)
    assert found is not None
    document, verdict = found
    uses = list(shelf.house.config.uses)
    tried = 0
    for flip in explanation(shelf.house, row)["flips"]:
        if flip["kind"] == "keywords":
            use = next(use for use in uses if use.id == flip["use"])
            own = use.keywords["en"]
            words = tuple(w for w in own if w not in flip["value"]) if flip["touches"] else (*own, *flip["value"])
            changed = [replace(u, keywords={"en": words}) if u.id == use.id else u for u in uses]
            classifier = classifier_then(shelf.house, verdict).with_uses(changed)
            touches, _ = classifier.touches([document])[0]
            score = next(classifier.use_score(t) for t in touches if t.use_id == use.id)
            assert (score >= use.threshold) is not flip["touches"]
            tried += 1
    assert tried


def test_a_replay_gives_the_same_numbers_bit_for_bit(shelf: Shelf) -> None:
    for row in shelf.store.alerts():
        value = replay(shelf.house, row)
        assert value["same"], value["differs"]
        assert value["then"] == value["now"]


def test_a_replay_after_later_lessons_uses_what_was_learned_then(shelf: Shelf) -> None:
    row = last(shelf)
    give_verdict(shelf.house, Feedback(row.document_id, "hiring", False, "bob", NOW))
    shelf.classify()
    assert replay(shelf.house, row)["same"]


def test_a_replay_names_changed_uses(shelf: Shelf) -> None:
    row = last(shelf)
    (shelf.home / "uses.yaml").write_text(USES.replace("loan", "mortgage"))
    shelf.reload()
    value = replay(shelf.house, row)
    assert not value["same"] and any(line.startswith("uses was ") for line in value["differs"])


def test_a_replay_names_another_model(shelf: Shelf) -> None:
    row = last(shelf)
    shelf.embedder.fingerprint = "fake:words:2"  # type: ignore[misc]
    assert any(line.startswith("embedder was fake:words:1, is fake:words:2") for line in replay(shelf.house, row)["differs"])


@pytest.mark.parametrize(("module", "part"), [(head, "head"), (lexicon, "lexicon")])
def test_a_replay_names_other_weights_and_words(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, module: ModuleType, part: str) -> None:
    monkeypatch.setattr(module, "version", lambda: f"{part}:other")
    assert any(line.startswith(f"{part} was ") and line.endswith("is other") for line in replay(shelf.house, last(shelf))["differs"])


def test_a_replay_names_another_text(shelf: Shelf) -> None:
    row = last(shelf)
    told = shelf.store.updates_of([row.update_id])[row.update_id]
    changed = replace(told, document=replace(told.document, text=told.document.text + " One more duty of hiring."))
    with shelf.store._db.write() as db:
        db.execute(update(updates).where(updates.c.id == row.update_id).values(content=changed))
    assert "the text is not the one that was scored" in replay(shelf.house, row)["differs"][0]


def test_the_command_shows_parts_flips_and_the_replay(shelf: Shelf) -> None:
    words = ["explain", last(shelf).id, "--replay", "--home", str(shelf.home)]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    for shown in ("your keywords +", "would flip hiring", "bit for bit", "thresholds: review from", "alert from"):
        assert shown in done.stdout
    assert json.loads(CliRunner().invoke(cli, [*words, "--json"]).stdout)["replay"]["same"] is True
