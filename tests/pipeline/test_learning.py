"""Verdicts move a use's head, and nobody's verdicts wreck it."""

import json
import random
import time

import pytest

from pipeline.learning import (
    COLD,
    FULL_VERDICTS,
    LIMIT,
    Example,
    Material,
    UseHead,
    Verdict,
    as_json,
    basis,
    from_json,
    learn,
    refit,
    settle,
)

DESCRIPTION = (1.0, 0.0, 0.0, 0.0)


def example(relevant: bool, seed: int = 0, cold: float = -1.0, weight: float = 1.0) -> Example:
    """A document whose vector says whether it is of the use; the cold start does not."""
    chosen = random.Random(f"{relevant}{seed}")
    vector = [0.5, 0.8 if relevant else -0.8, 0.0, 0.0]
    vector = [x + chosen.uniform(-0.1, 0.1) for x in vector]
    length = sum(x * x for x in vector) ** 0.5
    return Example(f"{relevant}{seed}", Material(cold, tuple(x / length for x in vector)), relevant, weight)


def judged(positives: int, negatives: int) -> list[Example]:
    return [example(True, i) for i in range(positives)] + [example(False, i) for i in range(negatives)]


def gap(head: UseHead) -> float:
    """How much higher fresh relevant documents stand than fresh others."""
    fresh = [(example(True, i), example(False, i)) for i in range(900, 920)]
    return sum(head.logit(a.material) - head.logit(b.material) for a, b in fresh) / len(fresh)


def test_without_a_verdict_the_head_is_the_cold_start() -> None:
    assert gap(COLD) == gap(refit([], DESCRIPTION)) == gap(refit(judged(3, 0), DESCRIPTION)) == 0.0


@pytest.mark.parametrize("positives", [0, 1, 2, 4, 8])
def test_a_few_verdicts_move_the_use_the_right_way(positives: int) -> None:
    head = refit(judged(positives, max(20, 3 * positives)), DESCRIPTION)
    assert gap(head) > 0
    assert positives == 0 or head.logit(example(True, 99).material) > -1.0


def test_more_verdicts_move_it_further_but_never_beyond_the_limit() -> None:
    def learned(n: int) -> UseHead:
        near = [Example(e.document_id, Material(-1.0, (0.95, 0.1 * e.material.seen[1], 0.0, 0.0)), e.relevant) for e in judged(n, 3 * n)]
        return refit(near, DESCRIPTION)

    tilts = [learned(n).direction[1] for n in (1, 2, 4, 200)]
    assert tilts == sorted(tilts) and 0 < tilts[0] < tilts[-1]
    assert gap(refit(judged(200, 600), DESCRIPTION)) <= 2 * LIMIT


def test_fitting_twice_gives_the_same_numbers_and_they_survive_json() -> None:
    head = refit(judged(4, 20), DESCRIPTION)
    assert head == refit(judged(4, 20), DESCRIPTION) == from_json(json.loads(json.dumps(as_json(head))))


def test_a_thousand_verdicts_are_learned_in_seconds() -> None:
    begin = time.process_time()
    learn(judged(300, 700), [], COLD, DESCRIPTION, 0.0)
    assert time.process_time() - begin < 5


def test_the_last_word_of_a_person_counts() -> None:
    assert settle([Verdict("d", True, "ann"), Verdict("d", False, "ann")]) == {"d": (False, 1.0)}


def test_people_who_contradict_each_other_teach_nothing() -> None:
    assert settle([Verdict("d", True, "ann"), Verdict("d", False, "bob")]) == {}


def test_a_flood_of_one_person_does_not_outvote_the_others() -> None:
    flood = [Verdict(f"d{i}", False, "mallory") for i in range(500)]
    found = settle([*flood, Verdict("d7", True, "ann")])
    assert found["d7"][0] is True
    assert sum(weight for label, weight in found.values() if not label) <= FULL_VERDICTS


def test_a_file_that_an_admin_chose_counts_fully() -> None:
    assert {weight for _, weight in settle([Verdict(f"d{i}", False) for i in range(500)]).values()} == {1.0}


def test_the_basis_is_equal_exactly_when_the_verdicts_are() -> None:
    one, other = {"a": (True, 1.0), "b": (False, 1.0)}, {"b": (False, 1.0), "a": (True, 1.0)}
    assert basis(one) == basis(other) != basis({"a": (True, 1.0)})


def test_contradicting_verdicts_do_not_wreck_a_use() -> None:
    honest = judged(8, 24)
    noise = [Example(f"n{i}", example(bool(i % 2), 500 + i).material, bool(i % 4 < 2)) for i in range(40)]
    head = refit([*honest, *noise], DESCRIPTION)
    relevant, others = ([head.logit(example(side, i).material) for i in range(900, 920)] for side in (True, False))
    assert min(relevant) > max(others)


def test_a_flood_of_wrong_verdicts_cannot_bury_what_others_confirmed() -> None:
    honest = [example(True, i, cold=1.0) for i in range(6)] + [example(False, i, cold=-3.0) for i in range(20)]
    weight = FULL_VERDICTS / 500
    flood = [Example(f"f{i}", example(True, 1000 + i).material, False, weight) for i in range(500)]
    force = refit(honest, DESCRIPTION)
    found = learn([*honest, *flood], honest, force, DESCRIPTION, 0.0)
    head = found.head if found.kept else force
    assert all(head.logit(e.material) >= 0 for e in honest if e.relevant)


def test_verdicts_in_a_script_the_model_cannot_read_change_nothing() -> None:
    honest = judged(4, 20)
    unread = [Example(f"zh{i}", Material(0.5, ()), bool(i % 2)) for i in range(100)]
    plain, mixed = refit(honest, DESCRIPTION), refit([*honest, *unread], DESCRIPTION)
    assert (plain.direction, plain.bias) == (mixed.direction, mixed.bias)
    assert mixed.logit(Material(0.5, ())) == 0.5


def hard() -> list[Example]:
    """Found ones, others far away, and others that look like the found ones and just miss the threshold."""
    near = [Example(f"near{i}", Material(-0.2, example(True, 700 + i).material.seen), False) for i in range(4)]
    return [*(example(True, i, cold=0.0) for i in range(8)), *near, *(example(False, i) for i in range(30))]


def test_a_head_that_would_cost_precision_is_refused_or_held_down(monkeypatch: pytest.MonkeyPatch) -> None:
    held = learn(hard(), [], COLD, DESCRIPTION, -0.1)
    assert not held.kept or held.head.bias < refit(hard(), DESCRIPTION).bias
    monkeypatch.setattr("pipeline.learning.OFFSETS", (0.0,))
    found = learn(hard(), [], COLD, DESCRIPTION, -0.1)
    assert not found.kept and "precision would fall from 1.00" in found.reason


def test_the_guard_refuses_to_lose_a_confirmed_item() -> None:
    odd = Example("odd", Material(0.1, example(False, 1).material.seen), True)
    found = learn([odd, *(example(False, i) for i in range(40))], [], COLD, DESCRIPTION, 0.0)
    head = found.head if found.kept else COLD
    assert head.logit(odd.material) >= 0


def test_a_vector_of_another_model_adds_nothing() -> None:
    assert refit(judged(4, 20), DESCRIPTION).shift(Material(0.0, (0.1,) * 7)) == 0.0


def test_what_is_said_is_learned_where_the_model_sees_nothing_apart() -> None:
    def spoken(name: str, relevant: bool) -> Example:
        return Example(name, Material(-1.0, (0.0, 0.0), (1.0, 0.0) if relevant else (0.0, 1.0)), relevant)

    head = refit([spoken(f"{i}", i < 4) for i in range(20)], (1.0, 0.0, 0.0, 0.0))
    assert head.logit(spoken("x", True).material) > -0.5 > head.logit(spoken("y", False).material)


def test_of_very_many_verdicts_the_others_stand_for_those_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.learning.MOST", 60)
    head = refit(judged(20, 400), DESCRIPTION)
    assert (head.positives, head.negatives) == (20, 400)
    assert head == refit(list(reversed(judged(20, 400))), DESCRIPTION)
    monkeypatch.undo()
    assert abs(gap(head) - gap(refit(judged(20, 400), DESCRIPTION))) < 1.0
