"""Fits the few numbers that all uses share: ``python -m pipeline.train.uses LABELS.jsonl USES.yaml [MODEL]``.

The numbers weigh kinds of evidence (a keyword beside an AI word, a hit in the title, a cosine), never a use or a word, so they
serve uses that nobody labelled. No weight may fall below zero: more evidence never lowers a score.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import minimize

from pipeline import lexicon, uses
from pipeline.base import Array, Embedder
from pipeline.embedders.st import KIND, Options
from pipeline.reading import read
from pipeline.train.cache import FileCache
from pipeline.train.topic import embed
from policywatch.types import AIUse, Document

#: a missed use costs three times a false one
POSITIVE_WEIGHT = 3.0
RIDGE = 1.0


def load_uses(path: Path) -> list[AIUse]:
    """The uses of a uses.yaml, without the checks that the configuration makes."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["uses"]
    return [AIUse(r["id"], r["name"], r["description"], {g: tuple(w) for g, w in r["keywords"].items()}) for r in rows]


def prepare(rows: Sequence[dict[str, Any]], wanted: Sequence[AIUse], cache: FileCache, embedder: Embedder | None = None) -> Array:
    """Features of shape (documents, uses, features); with the bundled model unless another is given."""
    embedder = embedder or KIND()
    profiles = [uses.profile(use) for use in wanted]
    prototypes = embed([p.prototypes[0] for p in profiles], embedder, cache)
    found = []
    for row in rows:
        reading = read(Document("", row["id"], "", row["title"], "", text=row["text"], language=row["lang"]))
        cosines = uses.best_cosines(embed(reading.strings, embedder, cache), prototypes)
        evidence = [uses.evidence(reading, p) for p in profiles]
        total = sum(sum(e.keyword.values()) + sum(e.concept.values()) for e in evidence)
        mean = float(cosines.mean())
        found.append([uses.features(reading, e, total, float(c), mean) for e, c in zip(evidence, cosines, strict=True)])
    return np.array(found)


def fit(features: Array, labels: Array) -> dict[str, Any]:
    """Non-negative weights and a bias by weighted logistic regression."""
    size = features.shape[1]
    weight = np.where(labels, POSITIVE_WEIGHT, 1.0)

    def loss(point: Array) -> tuple[float, Array]:
        z = features @ point[:size] + point[size]
        error = weight * (1.0 / (1.0 + np.exp(-z)) - labels)
        value = (weight * (np.logaddexp(0.0, z) - labels * z)).sum() + RIDGE * (point[:size] ** 2).sum() / 2
        return float(value), np.append(features.T @ error + RIDGE * point[:size], error.sum())

    limits = [(0.0, None)] * size + [(None, None)]
    found = minimize(loss, np.zeros(size + 1), jac=True, bounds=limits, method="L-BFGS-B").x
    return {"weights": [round(float(w), 4) for w in found[:size]], "bias": round(float(found[size]), 4)}


def main(arguments: Sequence[str]) -> int:
    """Write pipeline/weights/uses.json from a labels file and a uses file."""
    if len(arguments) not in (2, 3):
        sys.stderr.write("usage: python -m pipeline.train.uses LABELS.jsonl USES.yaml [MODEL]\n")
        return 2
    with Path(arguments[0]).open(encoding="utf-8") as file:
        rows = [row for line in file if (row := json.loads(line))["is_ai_regulation"] and row["uses_labelled"]]
    wanted = load_uses(Path(arguments[1]))
    features = prepare(rows, wanted, FileCache(), KIND(Options(name=arguments[2] if arguments[2:] else None)))
    labels = np.array([[use.id in row["ai_uses"] for use in wanted] for row in rows])
    flat = features.reshape(-1, features.shape[2])
    card = {
        "lexicon": lexicon.version(),
        "features": list(uses.FEATURES),
        "model": fit(flat, labels.ravel()),
        "words": fit(flat[:, : -uses.MODEL_FEATURES], labels.ravel()),
    }
    uses.WEIGHTS.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
