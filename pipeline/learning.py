"""What people's verdicts teach: a direction per use, on top of what the product knew before anyone judged.

The head of a use points from the documents that people called not relevant towards those they called relevant, the use's own
description counting as one of the latter. It moves the score of the cold start by at most ``LIMIT``, more with more verdicts.
So it ranks better with few of them (docs/relevance.md has the curve) and cannot be wrecked by many. Everything here is pure;
who judged what is kept by the store.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Any

from pipeline.base import Array

#: verdicts of one person on one use that count fully; a flood beyond them shares what these weigh
FULL_VERDICTS = 20
#: how far a direction carries with very many verdicts, and how many it takes to carry half as far
STRENGTH, HALF = 16.0, 3.0
#: logits by which verdicts can move a score at most
LIMIT = 2.0
#: labels below which precision cannot be compared
ENOUGH_HELD_OUT = 4
FOLDS = 5
#: shifts of the whole use that are tried, in this order, to keep precision and what people confirmed
OFFSETS = (0.0, 0.25, -0.25, 0.5, -0.5, 1.0, -1.0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person said about one document and one use; without a person it comes from a file that an admin chose."""

    document_id: str
    relevant: bool
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """A document and a use as the head sees them."""

    #: logit of the cold start
    cold: float
    #: unit vector; empty where the model is missing or cannot read the script
    vector: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A judged document."""

    document_id: str
    material: Material
    relevant: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class UseHead:
    """The fitted numbers of one use; plain floats, so that they are stored as JSON."""

    direction: tuple[float, ...] = ()
    bias: float = 0.0
    positives: int = 0
    negatives: int = 0

    def shift(self, vector: Sequence[float]) -> float:
        """By how much what was learned moves the logit; nothing where either side has no vector."""
        if not self.direction or len(vector) != len(self.direction):
            return 0.0
        along: float = sum(map(mul, self.direction, vector))
        return max(-LIMIT, min(LIMIT, along + self.bias))

    def logit(self, found: Material) -> float:
        """The cold start, moved by what was learned."""
        return found.cold + self.shift(found.vector)


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
    said = Counter(person for _, person in last if person)
    votes: dict[str, float] = defaultdict(float)
    for (document, person), relevant in last.items():
        weight = min(1.0, FULL_VERDICTS / said[person]) if person else 1.0
        votes[document] += weight if relevant else -weight
    return {document: (vote > 0, min(2.0, abs(vote))) for document, vote in sorted(votes.items()) if abs(vote) > 1e-9}


def basis(settled: Mapping[str, tuple[bool, float]]) -> str:
    """Equal exactly when the verdicts are."""
    rows = [[document, relevant, round(weight, 6)] for document, (relevant, weight) in sorted(settled.items())]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Side:
    """One side's examples that have a vector."""

    vectors: Array
    weights: Array

    def mean(self, without: int | None = None) -> Array:
        weights = self.weights.copy()
        if without is not None:
            weights[without] = 0.0
        return weights @ self.vectors / max(1e-9, float(weights.sum()))


def refit(examples: Sequence[Example], description: Sequence[float]) -> UseHead:
    """The head of one use from its judged documents; the cold start while nothing was called not relevant.

    Milliseconds, and the same verdicts give the same numbers. ``description`` is the unit vector of the use's own words.
    """
    import numpy

    positives = sum(e.relevant for e in examples)
    negatives = len(examples) - positives
    seen = [e for e in examples if len(e.material.vector) == len(description) > 0]
    yes = _side([Example("", Material(0.0, tuple(description)), True), *(e for e in seen if e.relevant)])
    no = _side([e for e in seen if not e.relevant])
    if not len(no.weights):
        return UseHead(positives=positives, negatives=negatives)
    towards = yes.mean() - no.mean()
    # the middle is where fresh documents lie: each is measured against the others only
    high = [float(yes.vectors[i] @ (yes.mean(i) - no.mean())) for i in range(1, len(yes.weights))]
    low = [float(no.vectors[i] @ (yes.mean() - no.mean(i if len(no.weights) > 1 else None))) for i in range(len(no.weights))]
    middle = (float(numpy.mean(high or [0.5 * float(yes.vectors[0] @ towards)])) + float(numpy.mean(low))) / 2
    said = min(float(yes.weights.sum()), float(no.weights.sum()))
    strength = STRENGTH * said / (said + HALF)
    return UseHead(tuple(round(strength * float(w), 6) for w in towards), round(-strength * middle, 6), positives, negatives)


def _side(examples: Sequence[Example]) -> _Side:
    import numpy

    return _Side(numpy.array([e.material.vector for e in examples], dtype=float), numpy.array([e.weight for e in examples], dtype=float))


def fold_of(example: Example) -> int:
    """The part that a document is held out with."""
    return int(hashlib.sha256(example.document_id.encode("utf-8", "surrogatepass")).hexdigest()[:8], 16) % FOLDS


def held_out(learned: Sequence[Example], judged: Sequence[Example], description: Sequence[float]) -> list[float]:
    """The logit of every judged example by a head that was fitted on ``learned`` without its part."""
    heads = [refit([e for e in learned if fold_of(e) != k], description) for k in range(FOLDS)]
    return [heads[fold_of(e)].logit(e.material) for e in judged]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a refitted head may replace the one in force, and why."""

    kept: bool
    reason: str
    head: UseHead


def learn(
    examples: Sequence[Example], before: Sequence[Example], force: UseHead, description: Sequence[float], threshold: float
) -> Judgement:
    """A head fitted on all verdicts, if precision on held-out ones does not fall and every confirmed item that was found stays found.

    ``before`` are the verdicts that the head in ``force`` was fitted on; it is measured on the same parts, held out the same way.
    ``threshold`` is a logit.
    """
    fresh = refit(examples, description)
    new = held_out(examples, examples, description)
    old = held_out(before, examples, description) if before else [force.logit(e.material) for e in examples]
    refused = ""
    for offset in OFFSETS if fresh.direction else (0.0,):
        head = UseHead(fresh.direction, round(fresh.bias + offset, 6), fresh.positives, fresh.negatives)
        moved = [logit + offset if fresh.direction and e.material.vector else logit for logit, e in zip(new, examples, strict=True)]
        kept, reason = _judge(examples, old, moved, force, head, threshold)
        if kept:
            return Judgement(True, reason, head)
        refused = refused or reason
    return Judgement(False, refused, fresh)


def _judge(
    examples: Sequence[Example], old: Sequence[float], new: Sequence[float], force: UseHead, head: UseHead, threshold: float
) -> tuple[bool, str]:
    confirmed = [e for e in examples if e.relevant and force.logit(e.material) >= threshold]
    lost = sum(head.logit(e.material) < threshold for e in confirmed)
    if lost:
        return False, f"{lost} of {len(confirmed)} confirmed items would be lost"
    if len(examples) < ENOUGH_HELD_OUT:
        return True, f"too few verdicts ({len(examples)}) to compare precision"
    before, after = _precision(examples, old, threshold), _precision(examples, new, threshold)
    if before is not None and after is not None and after < before - 1e-9:
        return False, f"held-out precision would fall from {before:.2f} to {after:.2f}"
    shown = "none found" if after is None else f"{after:.2f}"
    return True, f"held-out precision {shown}{'' if before is None else f', was {before:.2f}'}; no confirmed item is lost"


def _precision(examples: Sequence[Example], logits: Sequence[float], threshold: float) -> float | None:
    found = [e for e, logit in zip(examples, logits, strict=True) if logit >= threshold]
    weight = sum(e.weight for e in found)
    return sum(e.weight for e in found if e.relevant) / weight if weight else None


def as_json(head: UseHead) -> dict[str, Any]:
    """The head as it is stored."""
    return {"direction": list(head.direction), "bias": head.bias, "positives": head.positives, "negatives": head.negatives}


def from_json(stored: Mapping[str, Any]) -> UseHead:
    """The head as it was stored."""
    direction = tuple(map(float, stored["direction"]))
    return UseHead(direction, float(stored["bias"]), int(stored["positives"]), int(stored["negatives"]))
