"""Verdicts become versions of heads, heads move scores, and a version can be put back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import app as cli
from app.teaching import bring, classifier_of, give_verdict, in_force, learn, roll_back, take_back, taught
from pipeline.classify import model_parts
from policywatch.errors import UsageError
from policywatch.types import ActKind, Document, Feedback
from tests.app.shelf import CREDIT, GENERAL, HIRING, NOW, Shelf, many


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def judged(shelf: Shelf) -> Shelf:
    """Documents on hiring, credit and neither, judged for hiring by two people."""
    hiring, other = shelf.bring(*many(HIRING, 4)), shelf.bring(*many(CREDIT, 3, "Act"), *many(GENERAL, 4, "Notice"))
    for person, ids, relevant in (("ann", hiring, True), ("bob", other, False)):
        for document in ids:
            give_verdict(shelf.house, Feedback(document, "hiring", relevant, person, NOW))
    return shelf


def fresh(shelf: Shelf, text: str) -> float:
    """The hiring score of a document nobody judged."""
    (found,) = classifier_of(shelf.house, shelf.embedder).classify([Document("", "n", "", "New rule on AI", "", text=text, language="en")])
    return next(r.score for r in found.relevances if r.use_id == "hiring")


def test_verdicts_move_the_scores_of_documents_nobody_judged(judged: Shelf) -> None:
    before = fresh(judged, HIRING), fresh(judged, GENERAL)
    (lesson,) = learn(judged.house, judged.embedder)
    assert (lesson.use_id, lesson.kept, lesson.positives, lesson.negatives) == ("hiring", True, 4, 7)
    after = fresh(judged, HIRING), fresh(judged, GENERAL)
    assert after[0] - after[1] > before[0] - before[1]


def test_the_same_verdicts_are_learned_once(judged: Shelf) -> None:
    asked = judged.embedder.asked  # type: ignore[attr-defined]
    assert len(learn(judged.house, judged.embedder)) == 1
    assert learn(judged.house, judged.embedder) == []
    assert judged.embedder.asked - asked <= 4, "only the uses and the topic are embedded, documents are kept"  # type: ignore[attr-defined]


def test_a_run_learns_and_the_model_names_what_it_learned(judged: Shelf) -> None:
    judged.classify()
    (document,) = judged.bring(("Later rule on AI", HIRING))
    row = judged.store.document(document)
    assert row is not None and row.classification is not None
    version = in_force(judged.store, judged.embedder.fingerprint)["hiring"].version
    assert model_parts(row.classification.model)["taught"] == str(version)


def test_undoing_every_verdict_teaches_anew_only_what_stands(judged: Shelf) -> None:
    learn(judged.house, judged.embedder)
    for row in judged.store.feedback_list(limit=None):
        if row.person_id == "bob":
            take_back(judged.house, row.id)
    (lesson,) = learn(judged.house, judged.embedder)
    assert lesson.negatives == 0
    assert taught(judged.store, judged.embedder).of("hiring").direction == ()


def test_a_rollback_is_a_new_version_and_stays_until_verdicts_change(judged: Shelf) -> None:
    cold = fresh(judged, HIRING)
    learn(judged.house, judged.embedder)
    warm = fresh(judged, HIRING)
    back = roll_back(judged.house, judged.embedder, "hiring", None, "ann")
    assert back.version == 2 and fresh(judged, HIRING) == cold != warm
    assert learn(judged.house, judged.embedder) == []
    roll_back(judged.house, judged.embedder, "hiring", 1, "ann")
    assert fresh(judged, HIRING) == warm
    assert [act.kind for act in judged.store.acts(subjects=["use:hiring"])] == [ActKind.ROLLBACK] * 2


@pytest.mark.parametrize(("use", "to"), [("credit", None), ("hiring", 9)])
def test_a_rollback_to_nothing_is_refused(judged: Shelf, use: str, to: int | None) -> None:
    learn(judged.house, judged.embedder)
    with pytest.raises(UsageError, match="model list"):
        roll_back(judged.house, judged.embedder, use, to, "ann")


def labels(count: int) -> list[tuple[int, dict[str, Any]]]:
    rows = [
        (text, name) for i in range(count) for text, name in ((HIRING.format(more=f"No {i}."), "h"), (GENERAL.format(more=f"No {i}."), "g"))
    ]
    return [
        (i + 1, {"id": f"{name}{i}", "title": "On AI", "text": text, "lang": "en", "uses": {"hiring": name == "h"}, "topic": True})
        for i, (text, name) in enumerate(rows)
    ]


def test_labelled_documents_of_ones_own_are_learned_once_and_may_change(shelf: Shelf) -> None:
    assert bring(shelf.house, labels(3), "f.jsonl") == 12
    assert bring(shelf.house, labels(3), "f.jsonl") == 0
    assert {lesson.use_id for lesson in learn(shelf.house, shelf.embedder)} == {"hiring", "topic"}
    turned = labels(3)
    turned[0][1]["uses"]["hiring"] = False
    assert bring(shelf.house, turned, "f.jsonl") == 1
    assert [lesson.use_id for lesson in learn(shelf.house, shelf.embedder)] == ["hiring"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"uses": {"nope": True}},
        {"uses": {"hiring": "yes"}},
        {"uses": {"hiring": 1}},
        {"topic": "x"},
        {"uses": [1]},
        {"text": 5},
        {"lang": ["en"]},
        {"title": "", "text": " "},
    ],
)
def test_a_wrong_label_is_named_by_its_line_and_nothing_is_kept(shelf: Shelf, wrong: dict[str, Any]) -> None:
    rows = [*labels(1), (7, labels(1)[0][1] | {"id": "another"} | wrong)]
    with pytest.raises(UsageError, match=r"f\.jsonl:7: "):
        bring(shelf.house, rows, "f.jsonl")
    assert shelf.store.feedback_list() == []


def test_topic_verdicts_move_the_topic_score(shelf: Shelf) -> None:
    good, bad = shelf.bring(*many(GENERAL, 6, "Rule")), shelf.bring(*many(CREDIT, 6, "Advert"))
    for document in good + bad:
        give_verdict(shelf.house, Feedback(document, None, document in good, "ann", NOW))

    def topic(text: str) -> float:
        doc = Document("", "n", "", "On AI", "", text=text, language="en")
        (found,) = classifier_of(shelf.house, shelf.embedder).classify([doc])
        assert found.topic_score is not None
        return found.topic_score

    before = topic(GENERAL) - topic(CREDIT)
    learn(shelf.house, shelf.embedder)
    assert topic(GENERAL) - topic(CREDIT) > before


def test_without_a_model_nothing_is_learned(judged: Shelf) -> None:
    assert learn(judged.house, None) == []
    assert json.loads(json.dumps(taught(judged.store, None).version)) == 0


@pytest.mark.parametrize("line", [b'{"id": 3, oops', b'{"id": "\xff"}', b'["id"]', b'{"title": "no id"}'])
def test_a_broken_line_of_a_file_is_named_and_nothing_is_kept(shelf: Shelf, tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"id": "a", "title": "On AI", "topic": true}\n\n' + line + b"\n")
    done = CliRunner().invoke(cli, ["model", "learn", str(file), "--home", str(shelf.home)])
    assert done.exit_code == 2 and f"{file}:3: " in done.output, done.output
    assert shelf.store.feedback_list() == []
