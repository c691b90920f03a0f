"""Fits what n-grams say of type and status: ``python -m pipeline.train.status GOLD.jsonl`` writes pipeline/weights/status.npz.

A regularised least-squares fit with one column per class, solved exactly through the documents' likeness to one another: the
rows are few, the buckets many. Sources, batches and languages of the rows are never looked at.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from pipeline import status_head as head
from pipeline.base import Array
from pipeline.train.topic import write_arrays

#: how much weights are held small, and how far rare classes are lifted (1: all classes weigh the same)
RIDGE = 1.0
LIFT = 0.5
#: an n-gram of fewer documents says nothing
SEEN = 2


def rarity_of(rows: Sequence[dict[str, Any]]) -> Array:
    """How telling each bucket is, by the number of documents that have it."""
    seen = np.zeros(head.BUCKETS)
    for row in rows:
        for buckets, _ in head.grams(row["title"], row["text"]):
            seen[buckets] += 1
    rarity = np.log((1 + len(rows)) / (1 + seen)) + 1
    return np.where(seen < SEEN, 0.0, rarity).astype(np.float16)


def matrix(rows: Sequence[dict[str, Any]], rarity: Array) -> Any:
    """A sparse row per document, as ``status_head.vector`` gives it."""
    vectors = [head.vector(row["title"], row["text"], rarity.astype(np.float64)) for row in rows]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in vectors)])
    columns, values = (np.concatenate(part) for part in zip(*vectors, strict=True))
    return sparse.csr_array((values, columns, ends), shape=(len(rows), head.BUCKETS))


def fit(rows: Sequence[dict[str, Any]], documents: Any) -> tuple[Array, Array]:
    """Weights (bucket, class) and biases, types before statuses."""
    likeness = (documents @ documents.T).toarray()
    weights, biases = [], []
    for field, classes in (("type", head.KINDS), ("status", head.STATUSES)):
        wanted = np.array([[1.0 if row[field] == name else -1.0 for name in classes] for row in rows])
        counts = Counter(row[field] for row in rows)
        heavy = np.array([(len(rows) / len(classes) / counts[row[field]]) ** LIFT for row in rows])
        bias = (wanted * heavy[:, None]).sum(axis=0) / heavy.sum()
        shares = np.linalg.solve(likeness + RIDGE * np.diag(1 / heavy), wanted - bias)
        weights.append(documents.T @ shares)
        biases.append(bias)
    return np.hstack(weights), np.concatenate(biases)


def train(rows: Sequence[dict[str, Any]], folder: Path = head.WEIGHTS) -> dict[str, Any]:
    """Fit on all rows, write the weights into a folder, and return their card."""
    rarity = rarity_of(rows)
    weights, bias = fit(rows, matrix(rows, rarity))
    scale = np.abs(weights).max(axis=0) / 127
    small = {"weights": np.rint(weights / scale).astype(np.int8), "scale": scale.astype(np.float32)}
    version = write_arrays(folder / "status.npz", small | {"bias": bias.astype(np.float32), "rarity": rarity})
    card = {"version": version, "documents": len(rows), "types": [*head.KINDS], "statuses": [*head.STATUSES]}
    (folder / "status.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return card


def main(arguments: Sequence[str]) -> int:
    """Train from the gold file that is named; 0 when the weights are written."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m pipeline.train.status GOLD.jsonl\n")
        return 2
    rows = [json.loads(line) for line in Path(arguments[0]).read_text(encoding="utf-8").splitlines()]
    sys.stdout.write(json.dumps(train(rows), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
