"""What people's verdicts teach: a small head per use, on top of what the product knew before anyone judged.

The head starts as the cold start and moves as far as the verdicts carry: with none it is the cold start, with a few it leans on
keywords and similarity, with many on the embedding, too. Everything here is pure; who judged what is kept by the store.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.base import Array

#: verdicts of one person on one use that count fully; a flood beyond them shares what these weigh
FULL_VERDICTS = 20
#: how hard the embedding is held at nothing, and how hard evidence and cold start are held at what they were
EMBEDDING_RIDGE, EVIDENCE_RIDGE = 0.6, 4.0
#: of held-out labels: below this precision cannot be compared
ENOUGH_HELD_OUT = 4
STEPS = 25


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person said about one document and one use."""

    document_id: str
    relevant: bool
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A judged document as the head sees it."""

    #: logit of the cold start
    cold: float
    #: the evidence in the order of ``pipeline.uses.FEATURES``
    evidence: tuple[float, ...]
    #: unit vector of its best passage; empty when there is no model
    vector: tuple[float, ...]
    relevant: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class UseHead:
    """The fitted numbers of one use; plain floats, so that they are stored as JSON."""

    bias: float = 0.0
    slope: float = 1.0
    evidence: tuple[float, ...] = ()
    embedding: tuple[float, ...] = ()
    positives: int = 0
    negatives: int = 0

    def logit(self, cold: float, evidence: Sequence[float], vector: Sequence[float]) -> float:
        """The cold start, moved by what was learned; a part that is missing on either side adds nothing."""
        moved = self.slope * cold + self.bias
        if self.evidence and evidence:
            moved += sum(w * x for w, x in zip(self.evidence, evidence, strict=True))
        if self.embedding and len(vector) == len(self.embedding):
            moved += sum(w * float(x) for w, x in zip(self.embedding, vector, strict=True))
        return moved


#: the head of a use that nobody judged: the cold start itself
COLD = UseHead()


def settle(verdicts: Sequence[Verdict]) -> dict[str, tuple[bool, float]]:
    """One label and weight per document, from all verdicts on one use, the oldest first.

    A person's last word on a document replaces the earlier ones. People who contradict each other weigh against each other:
    a tie teaches nothing. Beyond ``FULL_VERDICTS`` one person's verdicts weigh less each, so that a flood never outweighs many people.
    """
    last: dict[tuple[str, str], bool] = {}
    for verdict in verdicts:
        last[verdict.document_id, verdict.person_id] = verdict.relevant
    said = Counter(person for _, person in last)
    votes: dict[str, float] = defaultdict(float)
    for (document, person), relevant in last.items():
        weight = min(1.0, FULL_VERDICTS / said[person])
        votes[document] += weight if relevant else -weight
    return {document: (vote > 0, min(2.0, abs(vote))) for document, vote in sorted(votes.items()) if abs(vote) > 1e-9}


def refit(examples: Sequence[Example]) -> UseHead:
    """The head of one use from its judged documents; the cold start while there is not one positive.

    Logistic regression around the cold start (slope 1, everything else 0), classes balanced, solved by Newton's method in the
    span of the examples: milliseconds, and the same verdicts give the same numbers.
    """
    positives = sum(e.relevant for e in examples)
    negatives = len(examples) - positives
    if positives == 0 or negatives == 0:
        return UseHead(positives=positives, negatives=negatives)
    import numpy

    counts = numpy.array([e.evidence for e in examples], dtype=float)
    vectors = _vectors(examples)
    labels = numpy.array([e.relevant for e in examples], dtype=float)
    weights = numpy.array([e.weight for e in examples], dtype=float)
    # balanced, but never so that one verdict weighs like ten
    share = numpy.where(labels > 0, min(10.0, max(1.0, negatives / positives)), 1.0)
    cold = numpy.array([e.cold for e in examples], dtype=float)
    columns = numpy.hstack([cold[:, None] / 4, counts / EVIDENCE_RIDGE, vectors / EMBEDDING_RIDGE])
    found, bias = _newton(columns, labels, weights * share, cold)
    size = counts.shape[1]
    return UseHead(
        bias=round(float(bias), 6),
        slope=round(max(0.25, 1.0 + float(found[0]) / 4), 6),
        evidence=tuple(round(float(w) / EVIDENCE_RIDGE, 6) for w in found[1 : 1 + size]),
        embedding=tuple(round(float(w) / EMBEDDING_RIDGE, 6) for w in found[1 + size :]),
        positives=positives,
        negatives=negatives,
    )


def _vectors(examples: Sequence[Example]) -> Array:
    """The vectors as rows; none at all unless every example has one."""
    import numpy

    sizes = {len(e.vector) for e in examples}
    size = sizes.pop() if len(sizes) == 1 else 0
    return numpy.array([e.vector[:size] for e in examples], dtype=float).reshape(len(examples), size)


def _newton(columns: Array, labels: Array, weights: Array, offset: Array) -> tuple[Any, float]:
    """Ridge logistic regression around an offset, through the kernel of the rows (few rows, many columns)."""
    import numpy

    rows = len(labels)
    # a bias is a column that is hardly held
    kernel = columns @ columns.T + 4.0
    alpha = numpy.zeros(rows)
    for _ in range(STEPS):
        z = offset + kernel @ alpha
        p = 1.0 / (1.0 + numpy.exp(-numpy.clip(z, -30, 30)))
        curve = numpy.maximum(weights * p * (1 - p), 1e-4)
        target = kernel @ alpha + (weights * (labels - p)) / curve
        step = numpy.linalg.solve(kernel + numpy.diag(1.0 / curve), target)
        if float(numpy.abs(step - alpha).max()) < 1e-9:
            alpha = step
            break
        alpha = step
    return columns.T @ alpha, 4.0 * float(alpha.sum())


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a refitted head may replace the one in use, and why."""

    kept: bool
    reason: str


def judge(old: UseHead, new: UseHead, held_out: Sequence[Example], confirmed: Sequence[Example], threshold: float = 0.0) -> Judgement:
    """Keeps ``new`` only if precision on held-out labels does not fall and every confirmed item that was found stays found.

    ``threshold`` is a logit.
    """
    lost = [e for e in confirmed if _found(old, e, threshold) and not _found(new, e, threshold)]
    if lost:
        return Judgement(False, f"{len(lost)} of {len(confirmed)} confirmed items would be lost")
    if len(held_out) < ENOUGH_HELD_OUT:
        return Judgement(True, f"only {len(held_out)} held-out labels: precision could not be compared")
    before, after = _precision(old, held_out, threshold), _precision(new, held_out, threshold)
    if before is not None and after is not None and after < before:
        return Judgement(False, f"held-out precision would fall from {before:.2f} to {after:.2f}")
    return Judgement(True, "held-out precision holds and no confirmed item is lost")


def _found(head: UseHead, example: Example, threshold: float) -> bool:
    return head.logit(example.cold, example.evidence, example.vector) >= threshold


def _precision(head: UseHead, examples: Sequence[Example], threshold: float) -> float | None:
    found = [e.relevant for e in examples if _found(head, e, threshold)]
    return sum(found) / len(found) if found else None


def as_json(head: UseHead) -> dict[str, Any]:
    """The head as it is stored."""
    return {
        "bias": head.bias,
        "slope": head.slope,
        "evidence": list(head.evidence),
        "embedding": list(head.embedding),
        "positives": head.positives,
        "negatives": head.negatives,
    }


def from_json(stored: Mapping[str, Any]) -> UseHead:
    """The head as it was stored."""
    return UseHead(
        float(stored["bias"]),
        float(stored["slope"]),
        tuple(map(float, stored["evidence"])),
        tuple(map(float, stored["embedding"])),
        int(stored["positives"]),
        int(stored["negatives"]),
    )
