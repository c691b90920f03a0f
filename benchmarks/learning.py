"""Prints how fast verdicts help: ``python -m benchmarks.learning SHARED``.

For each use with enough labels a few positives and three times as many negatives are drawn as if people had judged them, the head
of the use is refitted, and all other documents are ranked. The cold start under it was fitted on the other uses only.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score

from pipeline import learning, material, uses
from pipeline.base import Array
from pipeline.embedders.st import KIND
from pipeline.reading import read
from pipeline.train import uses as training
from pipeline.train.cache import FileCache
from pipeline.train.topic import embed
from policywatch.types import AIUse, Document

LABELS, FEWER, SEEDS, POSITIVES = 14, 11, 6, (0, 1, 2, 4, 8)


def rows_of(shared: Path) -> list[dict[str, Any]]:
    """Documents about AI regulation whose uses were judged."""
    with (shared / "data/labels/dev.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [r for r in rows if r["is_ai_regulation"] and r["uses_labelled"]]


def curve_of(column: Array, cold: Array, views: Sequence[Array], said: Sequence[Array], description: Array, head_too: bool) -> list[float]:
    """Mean average precision of one use after so many positives, over the seeds; of the cold start alone on the same documents if asked."""
    materials = [learning.Material(*found) for found in zip(cold.tolist(), views, said, strict=True)]
    found = []
    for n in POSITIVES:
        scores = []
        for seed in range(SEEDS):
            chosen = np.random.default_rng(seed)
            taken = [
                *chosen.choice(np.flatnonzero(column), n, replace=False),
                *chosen.choice(np.flatnonzero(~column), max(20, 3 * n), replace=False),
            ]
            judged = [learning.Example(str(i), materials[i], bool(column[i])) for i in taken]
            head = learning.refit(judged, description) if head_too else learning.COLD
            rest = np.setdiff1d(np.arange(len(column)), taken)
            scores.append(average_precision_score(column[rest], [head.logit(materials[i]) for i in rest]))
        found.append(float(np.mean(scores)))
    return found


def seen_of(
    rows: Sequence[dict[str, Any]], wanted: Sequence[AIUse], cache: FileCache
) -> tuple[list[list[Array]], list[Array], list[Array]]:
    """Per use and document what the model sees, per document what is said, and per use its description, all as learning sees them."""
    embedder = KIND()
    own = embed([uses.profile(use).prototypes[0] for use in wanted], embedder, cache)
    views, said = [], []
    for row in rows:
        reading = read(Document("", row["id"], "", row["title"], "", text=row["text"], language=row["lang"]))
        vectors = embed(reading.strings, embedder, cache)
        nearest = (vectors @ own.T).argmax(axis=0).tolist()
        found = material.views(reading, vectors, set(nearest), embedder.fingerprint)
        views.append([found[near] for near in nearest])
        said.append(material.said(reading))
    return [list(column) for column in zip(*views, strict=True)], said, [material.described(vector) for vector in own]


def line(name: str, figures: Sequence[float]) -> str:
    """One row of the table."""
    return f"{name:<24}" + "  ".join(f"{n}: {ap:.3f}" for n, ap in zip(POSITIVES, figures, strict=True))


def table(rows: Sequence[dict[str, Any]], wanted: Sequence[AIUse], least: int, cache: FileCache) -> None:
    """The curve of every use with enough labels, and the mean beside the cold start alone."""
    features = training.prepare(rows, wanted, cache)
    labels = np.array([[use.id in row["ai_uses"] for use in wanted] for row in rows])
    views, said, own = seen_of(rows, wanted, cache)
    curves, alone = [], []
    for j, use in enumerate(wanted):
        if labels[:, j].sum() >= least:
            others = [i for i in range(len(wanted)) if i != j]
            fitted = training.fit(features[:, others].reshape(-1, features.shape[2]), labels[:, others].ravel())
            cold = features[:, j] @ np.array(fitted["weights"]) + fitted["bias"]
            curves.append(curve_of(labels[:, j], cold, views[j], said, own[j], head_too=True))
            alone.append(curve_of(labels[:, j], cold, views[j], said, own[j], head_too=False))
            print(line(use.id, curves[-1]), flush=True)
    print(line("mean", np.mean(curves, axis=0).tolist()))
    print(line("cold start alone", np.mean(alone, axis=0).tolist()), flush=True)


def main(arguments: Sequence[str]) -> int:
    """Print the curves."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m benchmarks.learning SHARED\n")
        return 2
    rows, cache = rows_of(Path(arguments[0])), FileCache()
    wanted = training.load_uses(Path(arguments[0]) / "data/labels/uses.yaml")
    for languages, least in ((("en",), LABELS), (("en",), FEWER), ((), LABELS)):
        chosen = [row for row in rows if not languages or row["lang"] in languages]
        print(f"== {', '.join(languages) or 'all languages'}, uses with at least {least} labels")
        table(chosen, wanted, least, cache)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
