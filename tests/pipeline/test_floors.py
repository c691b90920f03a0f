"""What relevance must be worth: floors on invented documents always, on labelled ones where they are at hand."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import head
from pipeline.classify import Classifier
from pipeline.predict import predict
from policywatch.types import AIUse, Document

USES = (
    AIUse("hiring", "Hiring", "Software that ranks job applicants and screens resumes.", {"en": ("job applicants", "hiring")}),
    AIUse(
        "credit", "Credit scoring", "Models that score the creditworthiness of borrowers and set loans.", {"en": ("credit scoring", "loan")}
    ),
    AIUse("driving", "Automated driving", "Vehicles that drive themselves on roads.", {"en": ("self-driving", "autonomous vehicle")}),
    AIUse("face", "Biometric identification", "Recognising people by face or fingerprint.", {"en": ("facial recognition", "biometric")}),
    AIUse("bees", "Beehive inspection", "Cameras that count varroa mites on honeycombs.", {"en": ("varroa", "honeycomb")}),
)
#: what a rule may say of a use, and what a rule says between
SAID = {
    "hiring": ("Employers that rank job applicants by an algorithm must audit it", "A candidate may ask why a hiring tool turned her down"),
    "credit": ("A lender whose AI denies a loan gives the borrower its reasons", "Credit scoring models are tested for bias every year"),
    "driving": ("An autonomous vehicle must hand back control to its driver in time", "Tests of self-driving lorries need a permit"),
    "face": ("Facial recognition in public halls is prohibited", "A biometric template is deleted after thirty days"),
}
FILL = (
    "This order enters into force on the first day of the third month",
    "The agency publishes a report on artificial intelligence each spring",
    "Fees follow the schedule in the annex",
    "Providers keep records for five years",
)


def invented() -> list[tuple[str, Document]]:
    """A fixed sample: each use, said once or twice, at each of several places."""
    found: list[tuple[str, Document]] = []
    for use, (first, second) in SAID.items():
        for i in range(len(FILL)):
            for said in ([first], [second], [first, second]):
                lines = [*FILL[:i], *said, *FILL[i:]]
                text = ". ".join(lines) + "."
                found.append(
                    (use, Document("s", f"{use}{i}{len(found)}", "u", "Order on automated systems", "f", text=text, language="en"))
                )
    return found


def without(document: Document, field: str, words: str) -> Document:
    """The document with every occurrence of the words removed from every field."""
    return replace(document, **{name: getattr(document, name).replace(words, "") for name in ("title", "summary", "text")})


def test_removing_the_quote_lowers_the_score_on_invented_documents() -> None:
    classifier, lowered = Classifier(None, USES), []
    for use, document in invented():
        before = next(r for r in classifier.classify([document])[0].relevances if r.use_id == use)
        assert before.quote is not None
        changed = without(document, before.quote.field, before.quote.text)
        after = next((r.score for r in classifier.classify([changed])[0].relevances if r.use_id == use), 0.0)
        lowered.append(after < before.score)
    assert sum(lowered) / len(lowered) >= 0.95


def test_the_use_that_is_spoken_of_leads_on_invented_documents() -> None:
    classifier = Classifier(None, USES)
    right = [max(classifier.classify([d])[0].relevances, key=lambda r: r.score).use_id == use for use, d in invented()]
    assert sum(right) / len(right) >= 0.95


def test_a_use_that_no_document_mentions_stays_quiet() -> None:
    classifier = Classifier(None, USES)
    for _, document in invented():
        assert next(r.score for r in classifier.classify([document])[0].relevances if r.use_id == "bees") < 0.1


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: text.replace("A", "А"),  # Cyrillic
        lambda text: "\u200b".join(text),
        lambda text: f"\u202e{text}\u202c",
        lambda text: text.replace(" ", "\u00a0"),
    ],
)
def test_a_disguise_hardly_moves_the_topic(disguise: Any) -> None:
    plain = Document("s", "k", "u", "Rule on AI in hiring", "f", text="Employers must audit AI systems. AI must be tested.", language="en")
    hidden = replace(plain, title=disguise(plain.title), text=disguise(plain.text))
    assert abs(head.words_score(plain) - head.words_score(hidden)) < 0.15


def test_a_stuffed_footer_does_not_flip_a_confident_verdict() -> None:
    plain = Document(
        "s", "k", "u", "Rule on artificial intelligence in hiring", "f",
        text="Employers must audit artificial intelligence systems. " * 20, language="en",
    )  # fmt: skip
    stuffed = replace(plain, text=plain.text + "launch startup funding smartphone discount shares " * 300)
    assert head.words_score(plain) > 0.5 and head.words_score(stuffed) > 0.5


# ---- labelled documents, where they are beside the checkout


def rows(shared: Path) -> list[dict[str, Any]]:
    with (shared / "data/labels/dev.jsonl").open(encoding="utf-8") as file:
        return [row for line in file if (row := json.loads(line))["is_ai_regulation"] is not None]


def average_precision(found: list[tuple[float, bool]]) -> float:
    """Average precision; ties are counted against us."""
    ordered = sorted(found, key=lambda pair: (-pair[0], pair[1]))
    hits, total = 0, 0.0
    for rank, (_, label) in enumerate(ordered, 1):
        if label:
            hits += 1
            total += hits / rank
    return total / max(1, hits)


def test_words_alone_keep_their_floors_on_a_sample(shared: Path) -> None:
    from pipeline import topic
    from pipeline.gate import gate

    found = []
    for row in rows(shared)[::5]:
        document = Document("", row["id"], "", row["title"], "", text=row["text"], language=row["lang"])
        score = topic.words_logit(head.read_words(document)) - (0.0 if gate(document).passed else 100.0)
        found.append((score, bool(row["is_ai_regulation"]), row["lang"]))
    assert average_precision([(s, y) for s, y, _ in found]) >= 0.94
    assert average_precision([(s, y) for s, y, g in found if g == "zh"]) >= 0.90


@pytest.mark.full
def test_five_folds_keep_their_floors(shared: Path) -> None:
    import numpy

    from benchmarks.relevance import out_of_fold_probabilities, precision_at_recall
    from benchmarks.uses import calibration_error
    from pipeline.embedders.st import KIND
    from pipeline.train import topic as training
    from pipeline.train.cache import FileCache

    data = training.prepare(rows(shared), KIND(), FileCache())
    below = numpy.where(data.gated, 0.0, -100.0)
    held, register = training.out_of_fold(data), numpy.char.startswith(data.sources, "ai-village-agents/")
    for scores, floors in ((held, (0.985, 0.992, 0.97, 0.975, 0.96)), (data.cold, (0.965, 0.98, 0.95, 0.96, 0.94))):
        for language, floor in zip(("", "en", "zh", "es", "de"), floors, strict=True):
            here = data.languages == language if language else data.labels | True
            assert average_precision(list(zip((scores + below)[here], data.labels[here], strict=True))) >= floor, language
    assert average_precision(list(zip((held + below)[register], data.labels[register], strict=True))) >= 0.97
    assert average_precision(list(zip((data.cold + below)[register], data.labels[register], strict=True))) >= 0.95
    assert precision_at_recall(data.labels[register], (held + below)[register]) >= 0.90
    scores, kept = head.DROP_CEILING + (1 - head.DROP_CEILING) * out_of_fold_probabilities(data, held), data.gated & data.labels
    for language in ("en", "zh", "es", "de", "fr"):
        here = kept & (data.languages == language)
        assert (scores[here] >= head.thresholds(language)[0]).mean() >= 0.98, language
    assert calibration_error(out_of_fold_probabilities(data, held), data.labels) <= 0.05


@pytest.mark.full
@pytest.mark.parametrize(
    ("source", "floor"),
    [
        ("ai-village-agents/", 0.955),
        ("chainreactors/", 0.96),
        ("artificialderecho-ux/", 0.96),
        ("kronprinzmagma/", 0.75),
        ("s4nkar/", 0.97),
    ],
)
def test_a_source_that_training_never_saw_keeps_its_floor(shared: Path, source: str, floor: float) -> None:
    import numpy

    from pipeline.embedders.st import KIND
    from pipeline.train import topic as training
    from pipeline.train.cache import FileCache

    data = training.prepare(rows(shared), KIND(), FileCache())
    here = numpy.char.startswith(data.sources, source)
    scores = training.logits(data, training.fit(data, ~here, ("model",)), here, training.trained_languages(data, ~here))
    scores = scores + numpy.where(data.gated, 0.0, -100.0)[here]
    assert average_precision(list(zip(scores, data.labels[here], strict=True))) >= floor


@pytest.mark.full
def test_uses_that_nobody_labelled_keep_their_floors(shared: Path) -> None:
    import numpy

    from benchmarks.uses import left_out, mean_ap
    from pipeline.train import uses as training
    from pipeline.train.cache import FileCache

    judged = [row for row in rows(shared) if row["is_ai_regulation"] and row["uses_labelled"]]
    wanted = training.load_uses(shared / "data/labels/uses.yaml")
    labels = numpy.array([[use.id in row["ai_uses"] for use in wanted] for row in judged])
    scores = left_out(training.prepare(judged, wanted, FileCache()), labels)
    for language, floor in (("en", 0.71), ("zh", 0.78)):
        here = numpy.array([row["lang"] == language for row in judged])
        assert mean_ap(labels[here], scores[here]) >= floor
    found = scores >= 0
    assert 2 * (found & labels).sum() / (found.sum() + labels.sum()) >= 0.70


@pytest.mark.full
def test_uses_that_were_learned_keep_their_floors(shared: Path) -> None:
    import numpy

    from benchmarks.learning import seen_of
    from benchmarks.uses import calibration_error, in_folds, learned, mean_ap
    from pipeline.train import uses as training
    from pipeline.train.cache import FileCache
    from pipeline.train.topic import fold_of

    judged, cache = [row for row in rows(shared) if row["is_ai_regulation"] and row["uses_labelled"]], FileCache()
    wanted = training.load_uses(shared / "data/labels/uses.yaml")
    labels = numpy.array([[use.id in row["ai_uses"] for use in wanted] for row in judged])
    folds = numpy.array([fold_of(row) for row in judged])
    cold = in_folds(training.prepare(judged, wanted, cache), labels, folds)
    scores = learned(cold, labels, folds, *seen_of(judged, wanted, cache))
    found = scores >= 0
    assert 2 * (found & labels).sum() / (found.sum() + labels.sum()) >= 0.80
    assert (2 * (found & labels).sum(0) / (found.sum(0) + labels.sum(0))).mean() >= 0.70
    assert mean_ap(labels, scores) >= 0.76
    assert calibration_error(1 / (1 + numpy.exp(-scores.ravel())), labels.ravel()) <= 0.02


@pytest.mark.full
def test_removing_the_quote_lowers_the_score_on_labelled_documents(shared: Path) -> None:
    from pipeline.train.uses import load_uses

    wanted = [*load_uses(shared / "data/labels/uses.yaml"), USES[-1]]
    classifier, lowered = Classifier(None, wanted), []
    for row in [r for r in rows(shared) if r["is_ai_regulation"]][::5]:
        document = Document("", row["id"], "", row["title"], "", text=row["text"], language=row["lang"])
        for relevance in classifier.classify([document])[0].relevances:
            assert relevance.use_id != "bees" or relevance.score < 0.1
            if relevance.score < 0.5 or relevance.quote is None:
                continue
            changed = without(document, relevance.quote.field, relevance.quote.text)
            after = {r.use_id: r.score for r in classifier.classify([changed])[0].relevances}
            lowered.append(after.get(relevance.use_id, 0.0) < relevance.score)
    assert sum(lowered) / len(lowered) >= 0.95


def test_predictions_of_a_sample_are_quoted_exactly(shared: Path) -> None:
    sample = rows(shared)[::100]
    for row, answer in zip(sample, predict(sample, Classifier(None, USES)), strict=True):
        for quote in answer["quotes"].values():
            assert row[quote["field"]][quote["start"] : quote["end"]] == quote["text"]
