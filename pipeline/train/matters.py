"""Fits how much each sign of one matter weighs: ``python -m pipeline.train.matters PAIRS.jsonl...``.

Each line holds two documents, whether they are of one matter (``same``) and, if not 1, how much the line counts (``weight``). The fit is
a logistic regression around what a reader would expect of each sign, and no sign may come to speak against its own meaning. The same
input gives the same file.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline import matching
from pipeline.evidence import WEIGHTS, evidence
from pipeline.sides import side_from

#: what is expected of each sign before any pair was seen; a sign that is not here may weigh either way
EXPECTED = {
    "inside": 2.5, "inside_both": 1.0, "inside_text": 0.8, "dice": 1.0, "same_name": 2.0, "short": 2.0, "quoted": 2.0, "instrument": 2.0, "code": 2.0,
    "names": 0.6, "title_names": 1.5, "other_letters": 2.0, "party": 1.0, "numbers": 4.0, "told_number": 2.5, "own_mention": 1.5, "mentions": 0.5,
    "sums": 2.0, "days": 1.5, "says_day": 1.5, "marks": 1.0, "text": 2.0, "told": 1.0, "copy": 2.5, "figures": 0.3, "figures_across": 0.6, "same_day": 0.3,
    "rest_both": -0.9, "rest": -0.4, "rest_rule": -0.7, "rest_teller": -0.3, "swapped": -3.0, "apart": -0.7, "formula": -1.0, "strangers": -1.5,
    "no_names": -0.7, "other_number": -4.0, "other_count": -3.0, "acronyms": -1.5, "other_sums": -3.0, "gap": -0.8, "far": -1.0, "again": -1.2,
    "other_level": -2.5, "changes": -5.0, "changes_told": -4.5, "about": -3.0, "about_told": -3.0, "about_both": -0.7, "related": -1.5,
    "related_told": -1.0, "form_of": -3.0, "unknown": -0.5,
}  # fmt: skip
#: signs that tell what kind of pair it is, and for nothing in themselves
LEANING = {"two_languages": 0.7, "telling": 0.7, "both_telling": 0.5, "kind": -0.5, "penal": 0.0}
#: how far a weight may stray from what is expected
FREEDOM = 1.0
STEPS = 20_000


def fit(rows: np.ndarray, same: np.ndarray, weights: np.ndarray, names: Sequence[str]) -> tuple[np.ndarray, float]:
    """Weights and constant of the penalised regression, by projected gradient steps."""
    expected = np.array([{**EXPECTED, **LEANING}.get(name, 0.0) for name in names])
    scale = np.maximum(np.abs(expected), 0.5)
    low = np.array([0.0 if EXPECTED.get(name, -1) > 0 else -np.inf for name in names])
    high = np.array([0.0 if EXPECTED.get(name, 1) < 0 else np.inf for name in names])
    inputs = np.hstack([rows * scale, np.ones((len(rows), 1))])
    centre = np.append(expected / scale, -2.0)
    pull = np.append(np.full(len(names), 1 / FREEDOM), 0.0)
    step = 1 / (0.25 * np.linalg.norm(inputs * np.sqrt(weights)[:, None], 2) ** 2 + 1 / FREEDOM)
    at = before = centre.copy()
    for number in range(STEPS):
        ahead = at + number / (number + 3) * (at - before)
        miss = weights * (1 / (1 + np.exp(-(inputs @ ahead))) - same)
        before, at = at, ahead - step * (inputs.T @ miss + pull * (ahead - centre))
        at[:-1] = np.clip(at[:-1], low, high)
    return at[:-1] * scale, float(at[-1])


def main(paths: Sequence[str]) -> None:
    lines = [json.loads(line) for path in paths for line in filter(None, Path(path).read_text(encoding="utf-8").split("\n"))]
    signs, same, weights = [], [], []
    for line in lines:
        left, right = side_from(line["a"]), side_from(line["b"])
        # what numbers decide teaches nothing about the signs
        if not matching.decided(left, right):
            signs.append(evidence(left, right))
            same.append(line["same"])
            weights.append(line.get("weight", 1.0))
    names = list(signs[0])
    rows = np.array([[one[name] for name in names] for one in signs])
    found, always = fit(rows, np.array(same, dtype=float), np.array(weights), names)
    shown = {"always": round(always, 3), **{name: round(float(weight), 3) for name, weight in zip(names, found, strict=True)}}
    WEIGHTS.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
