"""The interval holds the true share as often as it says."""

import random

import pytest

from pipeline.estimate import share_of


@pytest.mark.parametrize(
    ("found", "of", "low", "high"), [(0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (1, 20, 0.0013, 0.2487), (5, 50, 0.0333, 0.2181)]
)
def test_it_is_the_interval_of_the_tables(found: int, of: int, low: float, high: float) -> None:
    share = share_of(found, of)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


def test_nothing_judged_says_nothing() -> None:
    share = share_of(0, 0)
    assert (share.share, share.low, share.high) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("rate", [0.002, 0.02, 0.1])
@pytest.mark.parametrize("weeks", [8, 40])
def test_five_a_week_hold_the_true_rate_in_200_seeds(rate: float, weeks: int) -> None:
    held = 0
    for seed in range(200):
        chosen = random.Random(seed)
        judged: list[bool] = []
        population: list[bool] = []
        for _ in range(weeks):
            dropped = [chosen.random() < rate for _ in range(chosen.randint(20, 300))]
            population += dropped
            judged += chosen.sample(dropped, 5)
        share = share_of(sum(judged), len(judged))
        held += share.low <= sum(population) / len(population) <= share.high
    assert held >= 0.93 * 200
