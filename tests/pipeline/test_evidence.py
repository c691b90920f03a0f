import json

import numpy as np
import pytest

from benchmarks.legal import rows
from pipeline.evidence import WEIGHTS, evidence, weigh
from pipeline.sides import side_from
from pipeline.train.matters import EXPECTED, LEANING, fit
from pipeline.train.rarity import table

DRAFT = {
    "title": "Consultation on automated pricing in supermarkets",
    "text": "The office asks for views until 4 May 2026.",
    "lang": "en",
    "jurisdiction": "GB",
    "date": "2026-03-02",
}


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    side = side_from(DRAFT)
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(evidence(side, side)) | {"always"} == set(weights) == set(EXPECTED) | set(LEANING) | {"always"}


def test_no_weight_speaks_against_the_meaning_of_its_sign() -> None:
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert all(weights[name] * wanted >= 0 for name, wanted in EXPECTED.items())


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        ({"title": "Automated pricing in supermarkets: final report", "date": "2026-09-01"}, 1),
        ({"title": "Consultation on automated pricing in hospitals"}, -1),
        ({"title": "Guidelines on insurance scoring"}, -1),
    ],
)
def test_the_signs_add_up_for_one_matter_and_against_two(change: dict[str, str], sign: int) -> None:
    assert weigh(evidence(side_from(DRAFT), side_from({**DRAFT, **change}))) * sign > 0


def test_signs_are_the_same_whichever_document_comes_first() -> None:
    pairs = [(side_from(row["a"]), side_from(row["b"])) for row in rows("matter_pairs.jsonl")[::40]]
    assert all(weigh(evidence(a, b)) == pytest.approx(weigh(evidence(b, a))) for a, b in pairs)


def test_a_fit_learns_from_pairs_keeps_the_meaning_of_signs_and_gives_the_same_numbers_twice() -> None:
    draw = np.random.default_rng(7)
    signs = draw.random((400, 2))
    same = (signs[:, 1] > 0.5).astype(float)
    found = [fit(signs, same, np.ones(400), ["names", "told"]) for _ in range(2)]
    assert found[0][0][1] > 2 > found[0][0][0] >= 0
    assert np.array_equal(found[0][0], found[1][0]) and found[0][1] == found[1][1]


def test_rarity_is_counted_per_language_from_three_texts_on() -> None:
    texts = [("the authority regulates pricing", "en")] * 3 + [("larkspur", "en")] + [("autorité", "pl")] * 9
    found = table(texts)
    assert 1 <= (found < 255).sum() <= 3
