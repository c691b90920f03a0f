"""Prints what the tagging of uses is worth without a label of the use: ``python -m benchmarks.uses SHARED``.

The weights that judge a use are fitted on the other uses only. Average precision per use with at least three labels.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from benchmarks.learning import seen_of
from pipeline import learning, uses
from pipeline.base import Array
from pipeline.train import uses as training
from pipeline.train.cache import FileCache
from pipeline.train.topic import fold_of


def mean_ap(labels: Array, scores: Array) -> float:
    """Mean average precision over the uses that have three labels."""
    enough = [j for j in range(labels.shape[1]) if labels[:, j].sum() >= 3]
    return float(np.mean([average_precision_score(labels[:, j], scores[:, j]) for j in enough]))


def left_out(features: Array, labels: Array) -> Array:
    """Logits of every use by weights that were fitted on the others."""
    scores = np.zeros(labels.shape)
    for j in range(labels.shape[1]):
        others = [i for i in range(labels.shape[1]) if i != j]
        fitted = training.fit(features[:, others].reshape(-1, features.shape[2]), labels[:, others].ravel())
        scores[:, j] = features[:, j] @ np.array(fitted["weights"]) + fitted["bias"]
    return scores


def line(name: str, labels: Array, scores: Array, languages: Array) -> str:
    """Mean AP over all, English and Chinese, and micro-F1 at one half."""
    cells = [f"{g or 'all'} {mean_ap(labels[here], scores[here]):.3f}" for g in ("", "en", "zh") for here in [(languages == g) | (g == "")]]
    found = scores >= 0
    return f"{name:<32}mAP {'  '.join(cells)}  micro-F1 at .5 {2 * (found & labels).sum() / (found.sum() + labels.sum()):.3f}"


def in_folds(features: Array, labels: Array, folds: Array) -> Array:
    """Logits by weights, shared by all uses, that were fitted on the other folds; shape (folds, documents, uses), whole for each fold."""
    fitted = [training.fit(features[folds != k].reshape(-1, features.shape[2]), labels[folds != k].ravel()) for k in range(5)]
    return np.array([features @ np.array(found["weights"]) + found["bias"] for found in fitted])


def learned(
    cold: Array, labels: Array, folds: Array, views: Sequence[Sequence[Array]], said: Sequence[Array], own: Sequence[Array]
) -> Array:
    """Logits by what ``model learn`` keeps of verdicts on the other folds, on top of the weights that those folds gave."""
    found = np.zeros(labels.shape)
    for k in range(5):
        here = np.flatnonzero(folds == k)
        for j in range(labels.shape[1]):
            materials = [learning.Material(*one) for one in zip(cold[k, :, j].tolist(), views[j], said, strict=True)]
            judged = [learning.Example(str(i), materials[i], bool(labels[i, j])) for i in np.flatnonzero(folds != k)]
            judgement = learning.learn(judged, [], learning.COLD, own[j], 0.0)
            head = judgement.head if judgement.kept else learning.COLD
            found[here, j] = [head.logit(materials[i]) for i in here]
    return found


def folds_line(name: str, labels: Array, scores: Array) -> str:
    """Micro- and macro-F1 at one half, and mean AP."""
    found = scores >= 0
    per_use = 2 * (found & labels).sum(0) / np.maximum(1, found.sum(0) + labels.sum(0))
    micro = 2 * (found & labels).sum() / (found.sum() + labels.sum())
    return f"{name:<32}micro-F1 {micro:.3f}  macro-F1 {per_use[labels.any(0)].mean():.3f}  mAP {mean_ap(labels, scores):.3f}"


def calibration_error(probabilities: Array, labels: Array, bins: int = 15) -> float:
    """Expected calibration error over bins of equal width."""
    places = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [abs(probabilities[places == b].sum() - labels[places == b].sum()) for b in range(bins)]
    return float(sum(gaps) / len(labels))


def table(shared: Path, topic: tuple[Array, Array] | None = None) -> None:
    """Print the table; with the topic's probabilities and labels, the calibration of both together."""
    folder, cache = shared / "data/labels", FileCache()
    with (folder / "dev.jsonl").open(encoding="utf-8") as file:
        rows = [row for text in file if (row := json.loads(text))["is_ai_regulation"] and row["uses_labelled"]]
    wanted = training.load_uses(folder / "uses.yaml")
    features = training.prepare(rows, wanted, cache)
    labels = np.array([[use.id in row["ai_uses"] for use in wanted] for row in rows])
    languages, folds = np.array([row["lang"] for row in rows]), np.array([fold_of(row) for row in rows])
    print(line("cold start, use left out", labels, left_out(features, labels), languages))
    shipped = features @ np.array(uses.weights().model) + uses.weights().model_bias
    print(line("weights that ship (in-sample)", labels, shipped, languages), flush=True)
    cold = in_folds(features, labels, folds)
    print(folds_line("5 folds, shared weights", labels, cold[folds, np.arange(len(rows))]), flush=True)
    scores = learned(cold, labels, folds, *seen_of(rows, wanted, cache))
    print(folds_line("5 folds, learned per use", labels, scores), flush=True)
    probabilities = 1.0 / (1.0 + np.exp(-scores.ravel()))
    pooled, truth = (
        (probabilities, labels.ravel())
        if topic is None
        else (np.concatenate([topic[0], probabilities]), np.concatenate([topic[1], labels.ravel()]))
    )
    parts = [f"uses {calibration_error(probabilities, labels.ravel()):.3f}"]
    if topic is not None:
        parts = [f"topic {calibration_error(*topic):.3f}", *parts, f"together {calibration_error(pooled, truth):.3f}"]
    print("calibration error, out of fold: " + "  ".join(parts))


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m benchmarks.uses SHARED\n")
        return 2
    table(Path(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
