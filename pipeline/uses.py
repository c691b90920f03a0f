"""Which AI use does a document touch, and by which sentence?

A use is a few lines of English by a legal team. The product brings what such uses are called in other languages: a use is
recognised by its own words as one or more common concepts, and from then on read with their terms. Cosine to the description
adds what no list foresaw. The weights are a handful of numbers common to all uses, none below zero: a hit never lowers a score.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p
from pathlib import Path

from pipeline import lexicon
from pipeline.base import Array
from pipeline.reading import GENERAL, OTHERWISE, Reading, unmasked
from pipeline.topic import probability
from policywatch.errors import ModelError
from policywatch.types import AIUse

WEIGHTS = Path(__file__).resolve().parent / "weights" / "uses.json"
FEATURES = (
    "keyword_distinct", "keyword_hits", "keyword_title", "keyword_beside_ai", "concept_distinct", "concept_hits", "concept_title",
    "concept_beside_ai", "general_distinct", "general_beside_ai", "opening", "share", "density", "cosine", "cosine_lead",
)  # fmt: skip
#: the last two need the model
MODEL_FEATURES = 2
REFIT = "run `make train-topic`, or install policywatch again"


@dataclass(frozen=True)
class Profile:
    """A use, ready to be looked for."""

    use: AIUse
    concepts: tuple[str, ...]
    #: the admin's own keywords, in every language they were given in
    keywords: lexicon.Matcher
    #: a piece of each keyword: a text that holds none of them need not be searched
    needles: tuple[str, ...]

    @property
    def prototypes(self) -> tuple[str, ...]:
        """What is embedded for this use."""
        return (f"{self.use.name}. {self.use.description}", *self.use.examples[:8])


def recognise(use: AIUse) -> tuple[str, ...]:
    """The common concepts that a described use is, best first; empty when it is none of them."""
    words = " \n ".join((use.name, use.name, use.description, *use.examples, *(k for group in use.keywords.values() for k in group)))
    found: dict[str, Counter[str]] = {}
    for key, hits in lexicon.find("uses", lexicon.fold(words), "").items():
        if not key.endswith(OTHERWISE):
            found.setdefault(key.removesuffix(GENERAL), Counter()).update(hits)
    scores = {concept: len(hits) + 0.2 * sum(hits.values()) for concept, hits in found.items() if len(hits) >= 2}
    best = max(scores.values(), default=0.0)
    return tuple(sorted((c for c, score in scores.items() if score >= 0.75 * best), key=lambda c: (-scores[c], c)))[:2]


def profile(use: AIUse) -> Profile:
    """The use with its concepts and its keywords compiled."""
    terms = [lexicon.Term(use.id, language, f"{word}*") for language, group in use.keywords.items() for word in group if word.strip(" *=/")]
    needles = {max(re.split(r"[ *=]", term.text.lower()), key=len) if not term.text.startswith("/") else "" for term in terms}
    return Profile(use, recognise(use), lexicon.Matcher(terms), tuple(sorted(needles)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a use is spoken of in one document."""

    #: hits by place
    keyword: Mapping[int, int]
    concept: Mapping[int, int]
    #: hits of the concepts' general words
    general: Mapping[int, int]
    words: Counter[str]
    distinct_keywords: int
    distinct_concepts: int
    distinct_general: int


#: of a use that a document does not speak of, which is most of them
NOTHING = Evidence({}, {}, {}, Counter(), 0, 0, 0)


def evidence(reading: Reading, use: Profile) -> Evidence:
    """Hits of the use's keywords and of its concepts' terms, but for those inside a phrase that means something else."""
    keyword: Counter[int] = Counter()
    own: Counter[str] = Counter()
    if any(map(reading.folded.lower.__contains__, use.needles)):
        masks = [mask for name in use.concepts for mask in reading.concepts.get(name + OTHERWISE, ())]
        for position, words in unmasked(use.keywords.places(reading.folded), masks):
            if (place := reading.at(position)) not in reading.stuffed:
                keyword[place] += 1
                own[words] += 1
    common = [hit for name in use.concepts for hit in reading.concepts.get(name, ())]
    wide = [hit for name in use.concepts for hit in reading.concepts.get(name + GENERAL, ())]
    if not (keyword or common or wide):
        return NOTHING
    concept, general = (Counter(place for place, _ in hits) for hits in (common, wide))
    known, loose = (Counter(words for _, words in hits) for hits in (common, wide))
    return Evidence(keyword, concept, general, own + known + loose, len(own), len(known), len(loose))


def features(reading: Reading, found: Evidence, hits_of_all: int, cosine: float, cosine_mean: float) -> list[float]:
    """The numbers of one document and one use, in the order of ``FEATURES``."""
    near = [10.0 * max(0.0, cosine - 0.15), 10.0 * max(0.0, cosine - cosine_mean)]
    if found is NOTHING:
        return [0.0] * (len(FEATURES) - MODEL_FEATURES) + near
    titles = reading.titles
    hits = sum(found.keyword.values()) + sum(found.concept.values())
    early = {*range(titles), *range(titles, titles + 4)}
    spoken = found.keyword.keys() | found.concept.keys()
    return [
        log1p(min(6, found.distinct_keywords)),
        log1p(min(12, sum(found.keyword.values()))),
        float(any(i < titles for i in found.keyword)),
        log1p(min(8, len(found.keyword.keys() & reading.ai))),
        log1p(min(10, found.distinct_concepts)),
        log1p(min(25, sum(found.concept.values()))),
        float(any(i < titles for i in found.concept)),
        log1p(min(10, len(found.concept.keys() & reading.ai))),
        log1p(min(10, found.distinct_general)),
        log1p(min(10, len(found.general.keys() & reading.ai))),
        log1p(len(spoken & early)),
        hits / hits_of_all if hits_of_all else 0.0,
        len(spoken) / max(4, len(reading.places) - len(reading.stuffed)) if spoken else 0.0,
        *near,
    ]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence is worth, for every use alike."""

    model: tuple[float, ...]
    model_bias: float
    words: tuple[float, ...]
    words_bias: float


@cache
def weights(path: Path = WEIGHTS) -> Weights:
    """The weights that ship; raises ``ModelError`` when they do not fit this code."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = Weights(tuple(data["model"]["weights"]), data["model"]["bias"], tuple(data["words"]["weights"]), data["words"]["bias"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the weights of the uses in {path} cannot be read ({error}): {REFIT}") from error
    if data.get("features") != list(FEATURES) or (len(found.model), len(found.words)) != (len(FEATURES), len(FEATURES) - MODEL_FEATURES):
        raise ModelError(f"the weights of the uses were fitted for other features: {REFIT}")
    if data.get("lexicon") != lexicon.version():
        raise ModelError(f"the weights of the uses were fitted with {data.get('lexicon')}, the word lists are {lexicon.version()}: {REFIT}")
    return found


def score(numbers: Sequence[float], with_model: bool) -> float:
    """0..1 from the numbers of one document and one use."""
    return probability(logit(numbers, with_model))


def logit(numbers: Sequence[float], with_model: bool) -> float:
    """The score before the logistic function."""
    fitted = weights()
    if with_model:
        return sum(w * x for w, x in zip(fitted.model, numbers, strict=True)) + fitted.model_bias
    return sum(w * x for w, x in zip(fitted.words, numbers[:-MODEL_FEATURES], strict=True)) + fitted.words_bias


def best_cosines(vectors: Array, prototypes: Array) -> Array:
    """Per prototype the cosine of its nearest passage."""
    return (vectors @ prototypes.T).max(axis=0)


def carrier(reading: Reading, found: Evidence, nearest: int) -> int | None:
    """The place that carries the score: most words of the use, beside AI if possible; without any word, the nearest one."""
    spoken = found.keyword.keys() | found.concept.keys() | found.general.keys()
    if not spoken:
        return nearest if 0 <= nearest < len(reading.places) else None

    def weight(i: int) -> tuple[float, int]:
        said = 2.0 * min(3, found.keyword.get(i, 0)) + min(4, found.concept.get(i, 0)) + 0.4 * min(4, found.general.get(i, 0))
        return said + 1.5 * (i in reading.ai) + 0.5 * (i in reading.law) + 0.25 * (i < reading.titles), -i

    return max(spoken, key=weight)
