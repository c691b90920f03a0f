"""Prints what the tagging of uses is worth without a label of the use: ``python -m benchmarks.uses SHARED``.

The weights that judge a use are fitted on the other uses only. Average precision per use with at least three labels.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from pipeline import uses
from pipeline.base import Array
from pipeline.train import uses as training
from pipeline.train.cache import FileCache


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


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m benchmarks.uses SHARED\n")
        return 2
    folder = Path(arguments[0]) / "data/labels"
    with (folder / "dev.jsonl").open(encoding="utf-8") as file:
        rows = [row for text in file if (row := json.loads(text))["is_ai_regulation"] and row["uses_labelled"]]
    wanted = training.load_uses(folder / "uses.yaml")
    features = training.prepare(rows, wanted, FileCache())
    labels = np.array([[use.id in row["ai_uses"] for use in wanted] for row in rows])
    languages = np.array([row["lang"] for row in rows])
    print(line("cold start, use left out", labels, left_out(features, labels), languages))
    shipped = features @ np.array(uses.weights().model) + uses.weights().model_bias
    print(line("weights that ship (in-sample)", labels, shipped, languages))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
