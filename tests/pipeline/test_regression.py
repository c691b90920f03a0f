"""The regression finds what scikit-learn finds, from wherever it starts."""

import numpy
import pytest
from sklearn.linear_model import LogisticRegression

from pipeline import regression


@pytest.mark.parametrize(("count", "width", "strength"), [(24, 300, 40.0), (200, 20, 1.0), (6, 3, 1000.0)])
def test_it_finds_the_weights_that_scikit_learn_finds(count: int, width: int, strength: float) -> None:
    chosen = numpy.random.default_rng(count)
    rows = chosen.normal(size=(count, width)) / width**0.5
    labels = (rows[:, 0] + 0.3 * chosen.normal(size=count) > 0).astype(float)
    weights = chosen.uniform(0.5, 3.0, size=count)
    found = regression.solve(strength * rows @ rows.T, labels, weights, numpy.zeros(count))
    other = LogisticRegression(C=strength, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(rows, labels, sample_weight=weights)
    assert strength * (found @ rows) == pytest.approx(other.coef_[0], rel=1e-2, abs=1e-2)


def test_it_begins_anywhere_and_ends_in_one_place() -> None:
    chosen = numpy.random.default_rng(3)
    rows = chosen.normal(size=(60, 30))
    labels, ones = (rows[:, 0] > 0.5).astype(float), numpy.ones(60)
    kernel, offsets = rows @ rows.T + 1.0, chosen.normal(size=60)
    plain = kernel @ regression.solve(kernel, labels, ones, offsets)
    warm = kernel @ regression.solve(kernel, labels, ones, offsets, start=chosen.normal(size=60))
    assert plain == pytest.approx(warm, abs=0.02)


def test_what_is_known_before_is_left_alone_where_it_is_right() -> None:
    rows = numpy.eye(20)
    labels = numpy.array([1.0] * 5 + [0.0] * 15)
    found = regression.solve(rows @ rows.T, labels, numpy.ones(20), 12.0 * (labels - 0.5))
    assert abs(found).max() < 0.01
