"""Prints how fast verdicts help: ``python -m benchmarks.learning SHARED``.

For each use with enough labels a few positives and three times as many negatives are drawn as if people had judged them, the head
of the use is refitted, and all other English documents are ranked. The cold start under it was fitted on the other uses only.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score

from pipeline import learning
from pipeline.base import Array
from pipeline.embedders.st import KIND
from pipeline.reading import read
from pipeline.train import uses as training
from pipeline.train.cache import FileCache
from pipeline.train.topic import embed
from policywatch.types import Document

LABELS, SEEDS, POSITIVES = 14, 6, (0, 1, 2, 4, 8)


def rows_of(shared: Path) -> list[dict[str, Any]]:
    """English documents about AI regulation whose uses were judged."""
    with (shared / "data/labels/dev.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [r for r in rows if r["is_ai_regulation"] and r["uses_labelled"] and r["lang"] == "en"]


def curve_of(column: Array, cold: Array, features: Array, vectors: Array) -> list[float]:
    """Mean average precision of one use after so many positives, over the seeds."""
    examples = [
        learning.Example(float(c), tuple(f.tolist()), tuple(v.tolist()), bool(y))
        for c, f, v, y in zip(cold, features, vectors, column, strict=True)
    ]
    found = []
    for n in POSITIVES:
        scores = []
        for seed in range(SEEDS):
            chosen = np.random.default_rng(seed)
            taken = [
                *chosen.choice(np.flatnonzero(column), n, replace=False),
                *chosen.choice(np.flatnonzero(~column), max(20, 3 * n), replace=False),
            ]
            head = learning.refit([examples[i] for i in taken]) if n else learning.COLD
            rest = np.setdiff1d(np.arange(len(column)), taken)
            ranked = [head.logit(examples[i].cold, examples[i].evidence, examples[i].vector) for i in rest]
            scores.append(average_precision_score(column[rest], ranked))
        found.append(float(np.mean(scores)))
    return found


def main(arguments: Sequence[str]) -> int:
    """Print the curve."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m benchmarks.learning SHARED\n")
        return 2
    rows, cache = rows_of(Path(arguments[0])), FileCache()
    wanted = training.load_uses(Path(arguments[0]) / "data/labels/uses.yaml")
    features = training.prepare(rows, wanted, cache)
    labels = np.array([[use.id in row["ai_uses"] for use in wanted] for row in rows])
    texts = [read(Document("", r["id"], "", r["title"], "", text=r["text"], language="en")).strings[0] for r in rows]
    vectors = embed(texts, KIND(), cache)
    curves = []
    for j, use in enumerate(wanted):
        if labels[:, j].sum() >= LABELS:
            others = [i for i in range(len(wanted)) if i != j]
            fitted = training.fit(features[:, others].reshape(-1, features.shape[2]), labels[:, others].ravel())
            cold = features[:, j] @ np.array(fitted["weights"]) + fitted["bias"]
            curves.append(curve_of(labels[:, j], cold, features[:, j], vectors))
            print(f"{use.id:<24}" + "  ".join(f"{n}: {ap:.3f}" for n, ap in zip(POSITIVES, curves[-1], strict=True)), flush=True)
    print(f"{'mean':<24}" + "  ".join(f"{n}: {ap:.3f}" for n, ap in zip(POSITIVES, np.mean(curves, axis=0), strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
