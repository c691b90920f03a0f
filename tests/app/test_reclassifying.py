"""A change of uses scores again what is stored, asks no model for it, and alerts nobody."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app import reclassifying
from app.progress import Progress
from app.reclassifying import renew
from app.teaching import classifier_of, give_verdict
from pipeline.classify import model_parts
from policywatch.types import Classification, Feedback
from tests.app.shelf import CREDIT, GENERAL, HIRING, NOTHING, USES, HashedWords, Shelf, many

ADDED = "  - {id: records, name: Record keeping, description: Records of AI systems., threshold: 0.05, keywords: {en: [keep records]}}\n"
QUIET = Progress(quiet=True)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "home")
    yield made
    made.close()


def verdict(shelf: Shelf, document_id: str) -> Classification:
    row = shelf.store.document(document_id)
    assert row is not None and row.classification is not None
    return row.classification


def add_use(shelf: Shelf) -> None:
    (shelf.home / "uses.yaml").write_text(USES + ADDED)
    shelf.reload()


def test_a_new_use_is_scored_without_asking_the_model_for_a_document(shelf: Shelf) -> None:
    ids = shelf.bring(*many(HIRING, 3), *many(GENERAL, 3, "Notice"), ("Canteen", NOTHING))
    asked = shelf.embedder.asked  # type: ignore[attr-defined]
    add_use(shelf)
    shelf.classify()
    assert shelf.embedder.asked - asked == 1, "the new use alone is embedded"  # type: ignore[attr-defined]
    assert all("records" in shelf.scores(document) for document in ids[:6])
    assert shelf.scores(ids[6]) == {}, "what fails the gate touches no use"


def test_it_gives_the_very_numbers_that_scoring_from_the_start_gives(shelf: Shelf) -> None:
    ids = shelf.bring(*many(HIRING, 2), *many(CREDIT, 2, "Act"), *many(GENERAL, 2, "Notice"))
    add_use(shelf)
    shelf.classify()
    fresh = classifier_of(shelf.house, HashedWords())
    for document in ids:
        row = shelf.store.document(document)
        assert row is not None
        (anew,) = fresh.classify([row.document])
        assert verdict(shelf, document) == anew


def test_nobody_is_alerted_but_the_digest_hears_of_what_newly_touches(shelf: Shelf) -> None:
    (old,) = shelf.bring(("Old notice on AI", GENERAL))
    shelf.now += timedelta(days=30)
    (new,) = shelf.bring(("New notice on AI", GENERAL))
    alerts = len(shelf.store.alerts())
    add_use(shelf)
    begin = shelf.now = shelf.now + timedelta(hours=1)
    shelf.classify()
    assert len(shelf.store.alerts()) == alerts
    news = [row.id for row in shelf.store.digest_items(begin, begin + timedelta(hours=1))]
    assert news == [new] and old not in news


def test_an_unchanged_house_is_not_scored_again(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1))
    shelf.classify()
    shelf.classify()
    assert len(shelf.store.classifications(document)) == 1


def test_a_whole_run_scores_with_new_weights_from_the_start(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1))
    (span,) = shelf.store.spans(None, 10)
    (row,) = shelf.store.scored(None, span)
    old = replace(row.verdict, model=row.verdict.model.replace("classify:", "classify:0"))
    shelf.store.keep_renewed([reclassifying.Renewed(document, row.update_id, old, False)], shelf.now)
    classifier = classifier_of(shelf.house, shelf.embedder)
    assert (renew(shelf.house, classifier, QUIET, None).left, verdict(shelf, document)) == (1, old)
    assert renew(shelf.house, classifier, QUIET, None, whole=True).whole == 1
    assert model_parts(verdict(shelf, document).model) == model_parts(row.verdict.model)


def test_processes_of_their_own_give_the_same_verdicts(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = shelf.bring(*many(HIRING, 4), *many(GENERAL, 3, "Notice"))
    add_use(shelf)
    classifier = classifier_of(shelf.house, shelf.embedder)
    renew(shelf.house, classifier, QUIET, None)
    at_hand = [verdict(shelf, document) for document in ids]
    monkeypatch.setattr(reclassifying, "MANY", 1)
    monkeypatch.setattr(reclassifying, "BATCH", 2)
    assert renew(shelf.house, classifier, QUIET, None).documents == 7
    assert [verdict(shelf, document) for document in ids] == at_hand


def test_learned_heads_give_the_same_numbers_again_and_from_the_start(shelf: Shelf) -> None:
    ids = shelf.bring(*many(HIRING, 4), *many(CREDIT, 4, "Act"))
    for document in ids:
        give_verdict(shelf.house, Feedback(document, "hiring", document in ids[:4], "ann", shelf.now))
    shelf.classify()
    learned = classifier_of(shelf.house, HashedWords())
    assert model_parts(learned.model)["taught"] == "1"
    for document in ids:
        row = shelf.store.document(document)
        assert row is not None
        assert [verdict(shelf, document)] == learned.classify([row.document])


def test_a_change_after_the_topic_was_learned_leaves_no_document(shelf: Shelf) -> None:
    ids = shelf.bring(*many(GENERAL, 4, "Rule"), *many(CREDIT, 4, "Act"))
    before = [verdict(shelf, document).topic_score for document in ids]
    for document in ids:
        give_verdict(shelf.house, Feedback(document, None, document in ids[:4], "ann", shelf.now))
    add_use(shelf)
    asked = shelf.embedder.asked  # type: ignore[attr-defined]
    shelf.classify()
    assert shelf.embedder.asked - asked == 1, "the new use alone is embedded"  # type: ignore[attr-defined]
    assert [verdict(shelf, document).topic_score for document in ids] != before
    fresh = classifier_of(shelf.house, HashedWords())
    for document in ids:
        row = shelf.store.document(document)
        assert row is not None
        assert [verdict(shelf, document)] == fresh.classify([row.document])


def test_a_worker_that_is_killed_costs_no_document(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = shelf.bring(*many(GENERAL, 6, "Notice"))
    add_use(shelf)
    monkeypatch.setattr(reclassifying, "MANY", 1)
    monkeypatch.setattr(reclassifying, "BATCH", 1)

    class Killing(Progress):
        def step(self, what: str = "", count: int = 1) -> None:
            for child in multiprocessing.active_children():
                child.kill()

    assert renew(shelf.house, classifier_of(shelf.house, shelf.embedder), Killing(quiet=True), None).documents == 6
    assert all("records" in shelf.scores(document) for document in ids)


def test_what_was_scored_from_the_start_is_quick_the_next_time(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1))
    shelf.store.keep_marks({document: "{}"})
    add_use(shelf)
    classifier = classifier_of(shelf.house, shelf.embedder)
    assert renew(shelf.house, classifier, QUIET, None, whole=True).whole == 1
    assert renew(shelf.house, classifier, QUIET, None, whole=True).whole == 0


def test_a_revised_text_is_not_scored_with_the_marks_of_the_old_one(shelf: Shelf) -> None:
    (document,) = shelf.bring(*many(HIRING, 1))
    with shelf.store._db.write() as db:
        from sqlalchemy import update

        from policywatch.store.schema import documents

        row = shelf.store.document(document)
        assert row is not None
        db.execute(update(documents).values(content=replace(row.document, text=GENERAL)))
    add_use(shelf)
    tally = renew(shelf.house, classifier_of(shelf.house, shelf.embedder), QUIET, None)
    assert (tally.documents, tally.left) == (1, 1)


def test_unscored_documents_stay_unscored_until_a_model_scores_them(shelf: Shelf) -> None:
    shelf.model._fake = None  # type: ignore[attr-defined]
    (document,) = shelf.bring(*many(HIRING, 1))
    assert verdict(shelf, document).unscored
    shelf.model._fake = shelf.embedder  # type: ignore[attr-defined]
    shelf.classify()
    assert not verdict(shelf, document).unscored
    assert len(shelf.store.alerts()) == 1, "told once, whatever it was scored with"
