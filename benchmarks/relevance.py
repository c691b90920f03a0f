"""Prints what relevance is worth: gate, cold start, five folds, sources left out. ``python -m benchmarks.relevance SHARED``.

Average precision as the scorer of the labelled documents computes it; what failed the gate ranks below what passed it.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve

from benchmarks import uses
from benchmarks.plain_words import plain_words
from pipeline import head
from pipeline.base import Array
from pipeline.embedders.st import KIND
from pipeline.train import topic as training
from pipeline.train.cache import FileCache

#: documents of these sources are told apart by more than their style
MIXED = ("ai-village-agents/", "chainreactors/", "artificialderecho-ux/", "kronprinzmagma/", "s4nkar/")


def precision_at_recall(labels: Array, scores: Array, recall: float = 0.95) -> float:
    """The largest precision at any threshold whose recall is at least ``recall``."""
    precisions, recalls, _ = precision_recall_curve(labels, scores)
    return float(precisions[recalls >= recall].max())


def line(name: str, data: training.Data, scores: Array) -> str:
    """AP over all, per language and per mixed source."""
    cells = [f"{name:<22} all {average_precision_score(data.labels, scores):.3f}"]
    for language in ("en", "zh", "es", "de"):
        here = data.languages == language
        cells.append(f"{language} {average_precision_score(data.labels[here], scores[here]):.3f}")
    for source in MIXED:
        here = np.char.startswith(data.sources, source)
        ap, at = average_precision_score(data.labels[here], scores[here]), precision_at_recall(data.labels[here], scores[here])
        cells.append(f"{source[:9]} {ap:.3f}/{at:.2f}")
    return "  ".join(cells)


def out_of_fold_probabilities(data: training.Data, scores: Array) -> Array:
    """Probabilities whose calibration did not see their fold either; 0 for what failed the gate."""
    found = np.zeros(len(scores))
    for fold in range(5):
        here, others = data.folds == fold, (data.folds != fold) & data.gated
        slope, offset = training.calibrate(scores[others], data.labels[others])
        found[here] = 1.0 / (1.0 + np.exp(-(slope * scores[here] + offset)))
    return np.where(data.gated, found, 0.0)


def band_line(data: training.Data, probabilities: Array) -> str:
    """Per language, the share of the true and of the false that passed the gate and rise above drop; every document judged out of fold."""
    scores = head.DROP_CEILING + (1 - head.DROP_CEILING) * probabilities
    edges = np.array([head.thresholds(language)[0] for language in data.languages.tolist()])
    cells = []
    for language in ("en", "zh", "es", "de", "fr"):
        here = data.gated & (data.languages == language)
        kept = [float((scores >= edges)[here & side].mean()) if (here & side).any() else 0.0 for side in (data.labels, ~data.labels)]
        cells.append(f"{language} true {kept[0]:.3f} false {kept[1]:.2f}")
    return "not dropped: " + "  ".join(cells)


def gate_lines(data: training.Data) -> list[str]:
    """Shares of the true and the false that pass the gate."""
    agora = np.char.startswith(data.sources, "aashish254/")
    true, false = data.gated[data.labels].mean(), data.gated[~data.labels].mean()
    return [f"gate: true {true:.3f}  AGORA {data.gated[agora & data.labels].mean():.3f}  false {false:.3f}"]


def plain(data: training.Data) -> Array:
    """Scores of the plain word list."""
    return np.array([plain_words(document.title, document.text) for document in data.documents])


def left_out(data: training.Data, below: Array, here: Array, name: str) -> str:
    """A source judged by a fit that never saw it."""
    train = ~here
    scores = training.logits(data, training.fit(data, train, ("model",)), here, training.trained_languages(data, train)) + below[here]
    labels = data.labels[here]
    words, cold = (average_precision_score(labels, s[here] + below[here]) for s in (data.cold_words, data.cold))
    listed, at = average_precision_score(labels, plain(data)[here]), precision_at_recall(labels, scores)
    own = f"head {average_precision_score(labels, scores):.3f} (P@R.95 {at:.2f})"
    return f"left out {name:<24} {own}  plain word list {listed:.3f}  own words {words:.3f}  cold start {cold:.3f}"


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m benchmarks.relevance SHARED\n")
        return 2
    data = training.prepare(training.rows_of(Path(arguments[0]) / "data/labels/dev.jsonl"), KIND(), FileCache())
    below = np.where(data.gated, 0.0, -100.0)
    for text in gate_lines(data):
        print(text)
    print(line("plain word list", data, plain(data)))
    print(line("words, no training", data, data.cold_words + below))
    print(line("cold start", data, data.cold + below))
    print(line("5 folds, words only", data, training.out_of_fold(data, "words") + below))
    held = training.out_of_fold(data)
    print(line("5 folds", data, held + below))
    probabilities = out_of_fold_probabilities(data, held)
    print(band_line(data, probabilities), flush=True)
    free = np.array([source.startswith(training.REDISTRIBUTABLE) for source in data.sources.tolist()])
    print(line("5 folds, free texts", data, training.out_of_fold(data, allowed=free) + below), flush=True)
    for source in MIXED:
        print(left_out(data, below, np.char.startswith(data.sources, source), source), flush=True)
    print(left_out(data, below, data.languages == "zh", "all Chinese"), flush=True)
    uses.table(Path(arguments[0]), (probabilities, data.labels))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
