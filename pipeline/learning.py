"""What people's verdicts teach: a head per use, on top of what the product knew before anyone judged.

The head of a use is a logistic regression over what learning sees of a document (pipeline/material.py); the logit of the cold start is
where it begins, and the use's own description is one more document that was called relevant. It moves a score by at most ``LIMIT``.
So it ranks better with few verdicts (docs/learning.md has the curve), better still with hundreds, and cannot be wrecked by many.
Everything here is pure; who judged what is kept by the store.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline import regression
from pipeline.base import Array
from pipeline.material import FORM

#: verdicts of one person on one use that count fully; a flood beyond them shares what these weigh
FULL_VERDICTS = 20
#: how far all verdicts together may bend a head, however many they are: with few of them each counts for more
STRENGTH = 1000.0
#: what a document called relevant may weigh at most; they are rare among what is judged
RARE = 3.0
#: logits by which verdicts can move a score at most
LIMIT = 3.0
#: examples that a head is fitted on; of more, those called relevant come first, and the others stand for those left out
MOST = 1_200
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


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """A document and a use as the head sees them."""

    #: logit of the cold start
    cold: float
    #: what the model sees, empty where it is missing; and what is said, the same for every use
    seen: Array = ()
    said: Array = ()

    @property
    def length(self) -> int:
        """How many numbers there are."""
        return len(self.seen) + len(self.said)


@dataclass(frozen=True, slots=True)
class Example:
    """A judged document."""

    document_id: str
    material: Material
    relevant: bool
    weight: float = 1.0


@dataclass(frozen=True)
class UseHead:
    """The fitted numbers of one use; plain floats, so that they are stored as JSON."""

    direction: tuple[float, ...] = ()
    bias: float = 0.0
    positives: int = 0
    negatives: int = 0

    @cached_property
    def _towards(self) -> Array:
        import numpy

        return numpy.array(self.direction)

    def shift(self, found: Material) -> float:
        """By how much what was learned moves the logit; nothing without a model, or where the numbers are of another one."""
        if not self.direction or not len(found.seen) or found.length != len(self.direction):
            return 0.0
        cut = len(found.seen)
        along = float(self._towards[:cut] @ found.seen) + (float(self._towards[cut:] @ found.said) if len(found.said) else 0.0)
        return max(-LIMIT, min(LIMIT, along + self.bias))

    def logit(self, found: Material) -> float:
        """The cold start, moved by what was learned."""
        return found.cold + self.shift(found)


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
    """Equal exactly when the verdicts are, and a head is fitted on the same numbers."""
    rows: list[Any] = [FORM, *([document, relevant, round(weight, 6)] for document, (relevant, weight) in sorted(settled.items()))]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def refit(examples: Sequence[Example], description: Sequence[float]) -> UseHead:
    """The head of one use from its judged documents; the cold start while nothing was called not relevant.

    The same verdicts give the same numbers. ``description`` is the use's own words as learning sees them.
    """
    return _Task(examples, description).head()


class _Task:
    """The numbers of all examples, from which heads are fitted on some of them."""

    def __init__(self, examples: Sequence[Example], description: Sequence[float]) -> None:
        import numpy

        self._examples = examples
        self._fit = _chosen([e for e in examples if len(e.material.seen) and e.material.length == len(description)])
        rows = [numpy.concatenate([e.material.seen, e.material.said]) for e, _ in self._fit]
        self._rows = numpy.array([*rows, numpy.asarray(description)], dtype=float)
        self._products = self._rows @ self._rows.T
        self._labels = numpy.array([*(e.relevant for e, _ in self._fit), True], dtype=float)
        self._offsets = numpy.array([*(e.material.cold for e, _ in self._fit), 0.0])
        self._whole: Array | None = None

    def head(self, without: int | None = None) -> UseHead:
        """Fitted on the examples and on the description; without those of a part, if one is named."""
        positives = sum(e.relevant for e in self._examples if fold_of(e) != without)
        negatives = sum(fold_of(e) != without for e in self._examples) - positives
        rows = [i for i, (e, _) in enumerate(self._fit) if fold_of(e) != without]
        if all(self._fit[i][0].relevant for i in rows):
            return UseHead(positives=positives, negatives=negatives)
        direction, bias = self._solved([*rows, len(self._fit)])
        return UseHead(tuple(round(float(w), 6) for w in direction), round(bias, 6), positives, negatives)

    def held_out(self, judged: Sequence[Example]) -> list[float]:
        """The logit of every judged example by a head that was fitted without its part."""
        if self._whole is None:
            self.head()
        heads = [self.head(without=k) for k in range(FOLDS)]
        return [heads[fold_of(e)].logit(e.material) for e in judged]

    def _solved(self, rows: list[int]) -> tuple[Array, float]:
        import numpy

        labels, weights = self._labels[rows], self._weights(rows)
        scale = STRENGTH / float(weights.sum())
        kernel = scale * self._products[numpy.ix_(rows, rows)] + 1.0
        start = self._whole[rows] if self._whole is not None else None
        found = regression.solve(kernel, labels, weights, self._offsets[rows], start)
        if len(rows) == len(self._labels):
            # a fit without some of them begins here
            self._whole = found
        return scale * (found @ self._rows[rows]), float(found.sum())

    def _weights(self, rows: list[int]) -> Array:
        """What each example weighs; the relevant ones together at most as much as the others, and none more than ``RARE`` times itself."""
        import numpy

        own = numpy.array([1.0 if i == len(self._fit) else self._fit[i][0].weight * self._fit[i][1] for i in rows])
        relevant = self._labels[rows] > 0
        rare = min(RARE, float(own[~relevant].sum()) / float(own[relevant].sum()))
        return numpy.where(relevant, max(1.0, rare) * own, own)


def _chosen(examples: Sequence[Example]) -> list[tuple[Example, float]]:
    """At most ``MOST`` examples, and how many each stands for; which of many are taken is told by their ids alone."""
    found: list[tuple[Example, float]] = []
    left = MOST
    for side, room in ((True, MOST // 2), (False, 0)):
        own = sorted((e for e in examples if e.relevant is side), key=_digest)
        kept = own[: room or left]
        left -= len(kept)
        found += [(e, len(own) / len(kept)) for e in kept]
    return found


def _digest(example: Example) -> str:
    return hashlib.sha256(example.document_id.encode("utf-8", "surrogatepass")).hexdigest()


def fold_of(example: Example) -> int:
    """The part that a document is held out with."""
    return int(_digest(example)[:8], 16) % FOLDS


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
    task = _Task(examples, description)
    fresh = task.head()
    new = task.held_out(examples)
    old = _Task(before, description).held_out(examples) if before else [force.logit(e.material) for e in examples]
    refused = ""
    for offset in OFFSETS if fresh.direction else (0.0,):
        head = UseHead(fresh.direction, round(fresh.bias + offset, 6), fresh.positives, fresh.negatives)
        moved = [logit + offset if fresh.direction and len(e.material.seen) else logit for logit, e in zip(new, examples, strict=True)]
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
