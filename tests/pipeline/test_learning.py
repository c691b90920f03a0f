"""Verdicts move a use's head, and nobody's verdicts wreck it."""

import json
import random
import time

import pytest

from pipeline.learning import COLD, FULL_VERDICTS, Example, UseHead, Verdict, as_json, from_json, judge, refit, settle


def example(relevant: bool, place: float, cold: float = -1.0, seed: int = 0) -> Example:
    """A document whose vector says what the use is; the cold start does not."""
    chosen = random.Random(f"{relevant}{place}{seed}")
    vector = tuple((place if i == 0 else 0.0) + chosen.uniform(-0.1, 0.1) for i in range(8))
    return Example(cold, (float(relevant), 0.0), vector, relevant)


def judged(positives: int, negatives: int) -> list[Example]:
    return [example(True, 0.8, seed=i) for i in range(positives)] + [example(False, -0.8, seed=i) for i in range(negatives)]


def score(head: UseHead, e: Example) -> float:
    return head.logit(e.cold, e.evidence, e.vector)


def test_without_a_positive_the_head_is_the_cold_start() -> None:
    unknown = example(True, 0.8)
    assert score(COLD, unknown) == score(refit([]), unknown) == score(refit(judged(0, 20)), unknown) == unknown.cold


@pytest.mark.parametrize("positives", [1, 2, 4, 8])
def test_a_few_verdicts_move_the_use_the_right_way(positives: int) -> None:
    head = refit(judged(positives, max(20, 3 * positives)))
    assert score(head, example(True, 0.8, seed=99)) > score(head, example(False, -0.8, seed=99))
    assert score(head, example(True, 0.8, seed=99)) > -1.0


def test_more_verdicts_move_it_further() -> None:
    gaps = []
    for n in (1, 2, 4, 8):
        head = refit(judged(n, 24))
        gaps.append(score(head, example(True, 0.8, seed=99)) - score(head, example(False, -0.8, seed=99)))
    assert gaps[0] < gaps[-1]


def test_fitting_twice_gives_the_same_numbers_and_they_survive_json() -> None:
    head = refit(judged(4, 20))
    assert head == refit(judged(4, 20)) == from_json(json.loads(json.dumps(as_json(head))))


def test_a_thousand_verdicts_are_learned_in_seconds() -> None:
    begin = time.process_time()
    refit(judged(300, 700))
    assert time.process_time() - begin < 8


def test_the_last_word_of_a_person_counts() -> None:
    assert settle([Verdict("d", True, "ann"), Verdict("d", False, "ann")]) == {"d": (False, 1.0)}


def test_people_who_contradict_each_other_teach_nothing() -> None:
    assert settle([Verdict("d", True, "ann"), Verdict("d", False, "bob")]) == {}


def test_a_flood_of_one_person_does_not_outvote_the_others() -> None:
    flood = [Verdict(f"d{i}", False, "mallory") for i in range(500)]
    found = settle([*flood, Verdict("d7", True, "ann")])
    assert found["d7"][0] is True
    assert sum(weight for label, weight in found.values() if not label) <= FULL_VERDICTS


def test_the_guard_refuses_a_head_that_loses_a_confirmed_item() -> None:
    confirmed = [Example(1.0, (), (), True)]
    found = judge(COLD, UseHead(bias=-5.0), [], confirmed)
    assert not found.kept and "1 of 1 confirmed" in found.reason


def test_the_guard_refuses_a_head_whose_precision_falls() -> None:
    held_out = [Example(1.0, (), (), True), *(Example(-1.0, (), (), False) for _ in range(4))]
    assert not judge(COLD, UseHead(bias=3.0), held_out, []).kept
    assert judge(COLD, UseHead(bias=0.2), held_out, []).kept


def test_wrong_verdicts_are_caught_by_the_guard() -> None:
    honest = judged(6, 20)
    good = refit(honest)
    turned = refit([Example(e.cold, e.evidence, e.vector, not e.relevant) for e in honest])
    held_out = [example(True, 0.8, seed=i) for i in range(50, 55)] + [example(False, -0.8, seed=i) for i in range(50, 55)]
    assert not judge(good, turned, held_out, [e for e in held_out if e.relevant]).kept


def test_a_vector_of_another_model_adds_nothing() -> None:
    head = refit(judged(4, 20))
    assert head.logit(-1.0, (1.0, 0.0), (0.1,) * 5) == head.logit(-1.0, (1.0, 0.0), ())
