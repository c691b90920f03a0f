"""From documents to classifications: gate, topic, uses, each with the sentence that says why.

The model is asked once per passage and only for what passed the gate. When it is missing or fails, the words decide alone and
the classification says so: neither silence nor a flood.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from math import log
from typing import Protocol

from pipeline import head, lexicon, material, topic, uses
from pipeline.base import Array, Embedder
from pipeline.gate import gate
from pipeline.learning import COLD, Material, UseHead
from pipeline.marks import Marks, mark, passage_key, recall
from pipeline.reading import Reading, read
from policywatch.errors import ModelError
from policywatch.types import AIUse, Band, Classification, Document, Quote, Relevance

#: goes up when the same words and weights would give other scores
VERSION = 2
UNSCORED = "unscored: the model is missing, words alone decided"
#: documents whose passages are embedded together, so that passages of like length share a batch
BATCH = 64


#: the key of the topic among what was learned
TOPIC = ""


class EmbeddingCache(Protocol):
    """Keeps embeddings between runs; keys are sha256 of the passage, valid for one embedder only."""

    def get(self, fingerprint: str, keys: Sequence[str]) -> Mapping[str, Array]:
        """What is known of these keys."""
        ...

    def put(self, fingerprint: str, vectors: Mapping[str, Array]) -> None:
        """Keep these vectors."""
        ...


@dataclass(frozen=True)
class Taught:
    """What people's verdicts taught: a head per use, the topic's under ``TOPIC``; the version names them all."""

    version: int = 0
    heads: Mapping[str, UseHead] = field(default_factory=dict)

    def of(self, use_id: str) -> UseHead:
        """The head of a use; the cold start when nobody judged it."""
        return self.heads.get(use_id, COLD)


@dataclass(frozen=True, slots=True)
class Prototypes:
    """Vectors of what the topic and the uses say of themselves."""

    #: one row per description of the topic
    of_topic: Array
    #: one column per text of a use, use by use
    of_uses: Array
    #: the first column of each use, which is its description
    firsts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Touch:
    """Everything the score of one use on one document is made of."""

    use_id: str
    #: in the order of ``pipeline.uses.FEATURES``
    features: tuple[float, ...]
    material: Material
    #: the place that carries the score
    place: int | None
    terms: tuple[str, ...]


def uses_version(wanted: Sequence[AIUse]) -> str:
    """Changes with anything of the uses that a score depends on."""
    told = [[u.id, u.name, u.description, sorted((g, list(w)) for g, w in u.keywords.items()), list(u.examples)] for u in wanted]
    return f"uses:{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]}"


def model_parts(model: str) -> dict[str, str]:
    """What a classification was made with, by name: embedder, head, lexicon, classify, uses, taught."""
    first, *rest = model.split(" ")
    return {"embedder": first} | {part.partition(":")[0]: part.partition(":")[2] for part in rest}


@dataclass
class Absent:
    """An embedder that is not here: what it gave before is all there is."""

    fingerprint: str
    dimensions: int = 0
    max_tokens: int = 0

    def encode(self, passages: Sequence[str]) -> Array:
        raise ModelError("the model is not asked here: score the documents again with it")


class Classifier:
    """Scores documents for the topic and for each use; holds no state but embeddings of the uses."""

    def __init__(
        self, embedder: Embedder | None, uses_: Sequence[AIUse], *, cache: EmbeddingCache | None = None, taught: Taught | None = None
    ) -> None:
        self._embedder = embedder
        self._profiles = tuple(uses.profile(use) for use in uses_)
        self._cache = cache
        self._taught = taught or Taught()
        self._prototypes: Prototypes | None = None
        self._fingerprint = embedder.fingerprint if embedder else "words"
        versions = f"{head.version()} {lexicon.version()} classify:{VERSION} {uses_version(uses_)}"
        self.model = f"{self._fingerprint} {versions} taught:{self._taught.version}"

    def classify(self, documents: Sequence[Document]) -> list[Classification]:
        """One classification per document, in their order."""
        return [found for found, _ in self.classify_marked(documents)]

    def classify_marked(self, documents: Sequence[Document]) -> list[tuple[Classification, Marks | None]]:
        """The same, with what is worth keeping for a change of uses; ``None`` for what failed the gate."""
        found: list[tuple[Classification, Marks | None]] = []
        for start in range(0, len(documents), BATCH):
            found.extend(self._batch(documents[start : start + BATCH]))
        return found

    def reclassify(self, document: Document, before: Classification, marks: Marks, vectors: Array | None) -> Classification:
        """The classification with the relevances of today's uses and what was learned since; words and weights must be the same.

        ``vectors`` are those of ``marks.keys``; ``None`` when words alone decided.
        """
        reading = recall(document, marks)
        relevances = tuple(self._relevance(reading, touch) for touch in self._touches(reading, vectors, marks.firsts))
        if vectors is None or marks.cold is None:
            return replace(before, relevances=relevances, model=self.model)
        score = self.topic_score(self._topic_from(marks.cold, reading, vectors))
        return self._scored(reading, score, marks.unread, relevances, before.quote)

    def frozen(self) -> "Classifier":
        """The same classifier for another process: it knows its uses and scores from kept vectors, and cannot ask the model."""
        found = copy(self)
        if self._embedder is not None:
            self._ask_prototypes()
            found = copy(self)
            found._embedder = Absent(self._embedder.fingerprint)
        found._cache = None
        return found

    def with_uses(self, uses_: Sequence[AIUse]) -> "Classifier":
        """The same classifier with other uses."""
        return Classifier(self._embedder, uses_, cache=self._cache, taught=self._taught)

    def shift(self, touch: Touch) -> float:
        """By how much what people said moves the logit of a use or of the topic."""
        return self._taught.of(touch.use_id).shift(touch.material)

    def topic_like(self, document: Document, other: Document) -> float:
        """The topic's logit of a document with the vectors of another one: what its words say."""
        whole = read(other)
        return self._topic(read(document), self._embed([whole])[id(whole)]).material.cold

    def words_logit(self, document: Document) -> float:
        """The topic's logit by words alone."""
        return _logit_of(head.DROP_CEILING + (1 - head.DROP_CEILING) * head.words_score(document))

    def touches(self, documents: Sequence[Document]) -> list[tuple[list[Touch], Touch | None]]:
        """Per document what the scores of each use, and of the topic, are made of; no topic without a model."""
        readings = [read(document) for document in documents]
        vectors = self._embed(readings)
        found = []
        for reading in readings:
            own = vectors.get(id(reading))
            topical = None if own is None else self._topic(reading, own, all_seen=True)
            found.append((self._touches(reading, own, _firsts(reading), all_seen=True), topical))
        return found

    def descriptions(self) -> dict[str, Array]:
        """Per use, and for the topic, its own words as learning sees them; empty without a model."""
        if self._embedder is None:
            return {}
        asked = self._ask_prototypes()
        found = {p.use.id: asked.of_uses[:, first] for p, first in zip(self._profiles, asked.firsts, strict=True)} | {
            TOPIC: asked.of_topic[: len(topic.PROTOTYPES)].mean(axis=0)
        }
        return {name: material.described(vector) for name, vector in found.items()}

    def words_scores(self, document: Document) -> tuple[float, dict[str, float]]:
        """Topic and use scores by words alone, gate or no gate: for ranking what was dropped."""
        touches = self._touches(read(document), None, ())
        return head.words_score(document), {t.use_id: round(topic.probability(t.material.cold), 4) for t in touches}

    def _batch(self, documents: Sequence[Document]) -> list[tuple[Classification, Marks | None]]:
        gates = [gate(document) for document in documents]
        readings = [read(document) if g.passed else None for document, g in zip(documents, gates, strict=True)]
        vectors = self._embed([reading for reading in readings if reading])
        found: list[tuple[Classification, Marks | None]] = []
        for g, reading in zip(gates, readings, strict=True):
            if reading is None:
                found.append((Classification(0.0, Band.DROP, (), g.reason, self.model), None))
            else:
                found.append(self._one(reading, vectors.get(id(reading))))
        return found

    def _one(self, reading: Reading, vectors: Array | None) -> tuple[Classification, Marks]:
        firsts = _firsts(reading)
        relevances = tuple(self._relevance(reading, touch) for touch in self._touches(reading, vectors, firsts))
        quote = topic_quote(reading)
        if vectors is None:
            band = Band.ALERT if head.words_score(reading.document) >= head.WORDS_ALERT else Band.REVIEW
            return Classification(None, band, relevances, UNSCORED, self.model, quote), mark(reading, firsts, None)
        touch = self._topic(reading, vectors)
        found = self._scored(reading, self.topic_score(touch), reading.passages.unread, relevances, quote)
        return found, mark(reading, firsts, touch.material.cold)

    def _scored(
        self, reading: Reading, score: float, unread: int, relevances: tuple[Relevance, ...], quote: Quote | None
    ) -> Classification:
        band = head.band(score, reading.language)
        reason = f"topic score {score:.2f}: {band.value}"
        if unread > 0:
            reason += f"; {unread} characters at the end were not read by the model"
        return Classification(score, band, relevances, reason, self.model, quote)

    def topic_score(self, touch: Touch) -> float:
        """0..1, moved by what people said about the topic; above ``head.DROP_CEILING``."""
        logit = self._taught.of(TOPIC).logit(touch.material)
        return head.DROP_CEILING + (1 - head.DROP_CEILING) * topic.probability(logit)

    def use_score(self, touch: Touch) -> float:
        """0..1, moved by what people said about the use."""
        return round(topic.probability(self._taught.of(touch.use_id).logit(touch.material)), 4)

    def _topic(self, reading: Reading, vectors: Array, all_seen: bool = False) -> Touch:
        cold = _logit_of(head.score(reading, vectors, self._ask_prototypes().of_topic, self._fingerprint))
        return self._topic_from(cold, reading, vectors, all_seen)

    def _topic_from(self, cold: float, reading: Reading, vectors: Array, all_seen: bool = False) -> Touch:
        if not (all_seen or self._taught.of(TOPIC).direction):
            return Touch(TOPIC, (), Material(cold), None, ())
        view = material.views(reading, vectors, {0}, self._fingerprint)[0]
        return Touch(TOPIC, (), Material(cold, view, material.said(reading)), None, ())

    def _touches(self, reading: Reading, vectors: Array | None, firsts: Sequence[int], all_seen: bool = False) -> list[Touch]:
        found = [uses.evidence(reading, profile) for profile in self._profiles]
        total = sum(sum(e.keyword.values()) + sum(e.concept.values()) for e in found)
        cosines, nearest = self._nearness(vectors)
        mean = sum(cosines) / max(1, len(cosines))
        learned = [all_seen or bool(self._taught.of(profile.use.id).direction) for profile in self._profiles]
        asked = {near for near, wanted in zip(nearest, learned, strict=True) if wanted} if vectors is not None else set()
        views = material.views(reading, vectors, asked, self._fingerprint) if asked else {}
        said = material.said(reading) if asked else ()
        touches = []
        for profile, e, cosine, near, wanted in zip(self._profiles, found, cosines, nearest, learned, strict=True):
            numbers = tuple(uses.features(reading, e, total, cosine, mean))
            cold = uses.logit(numbers, vectors is not None)
            known = Material(cold, views[near], said) if wanted and near in views else Material(cold)
            place = uses.carrier(reading, e, firsts[near] if near >= 0 else -1)
            touches.append(Touch(profile.use.id, numbers, known, place, tuple(word for word, _ in e.words.most_common(6))))
        return touches

    def _nearness(self, vectors: Array | None) -> tuple[list[float], list[int]]:
        """Per use the cosine of the nearest passage to its nearest prototype, and which passage it is; zeros and -1 without vectors."""
        if vectors is None or not self._profiles:
            return [0.0] * len(self._profiles), [-1] * len(self._profiles)
        import numpy

        asked = self._ask_prototypes()
        by_use = numpy.maximum.reduceat(vectors @ asked.of_uses, asked.firsts, axis=1)
        return by_use.max(axis=0).tolist(), by_use.argmax(axis=0).tolist()

    def _relevance(self, reading: Reading, touch: Touch) -> Relevance:
        quote = reading.places[touch.place].quote() if touch.place is not None else None
        return Relevance(touch.use_id, self.use_score(touch), quote, touch.terms)

    def _ask_prototypes(self) -> "Prototypes":
        """Vectors of the topic and, per use, of its description and examples; embedded once."""
        if self._prototypes is None:
            assert self._embedder is not None
            texts = [p.prototypes for p in self._profiles]
            known = self._lookup([*topic.DESCRIPTIONS, *chain.from_iterable(texts)])
            import numpy

            of_topic = numpy.stack([known[text] for text in topic.DESCRIPTIONS])
            of_uses = numpy.array([known[text] for text in chain.from_iterable(texts)], dtype=of_topic.dtype).reshape(-1, of_topic.shape[1])
            firsts = tuple(accumulate(map(len, texts), initial=0))[:-1]
            self._prototypes = Prototypes(of_topic, numpy.ascontiguousarray(of_uses.T), firsts)
        return self._prototypes

    def _embed(self, readings: Sequence[Reading]) -> dict[int, Array]:
        """Vectors of each reading's passages; empty when there is no model or it fails."""
        if self._embedder is None or not readings:
            return {}
        try:
            self._ask_prototypes()
            known = self._lookup(list(dict.fromkeys(text for reading in readings for text in reading.strings)))
        except ModelError:
            # fail open: unscored documents reach people and are scored later
            return {}
        import numpy

        return {id(reading): numpy.stack([known[text] for text in reading.strings]) for reading in readings}

    def _lookup(self, texts: Sequence[str]) -> dict[str, Array]:
        """A vector per text, from the cache or the model."""
        assert self._embedder is not None
        keys = {text: passage_key(text) for text in texts}
        stored = self._cache.get(self._embedder.fingerprint, list(keys.values())) if self._cache else {}
        missing = [text for text, key in keys.items() if key not in stored]
        fresh = dict(zip(missing, halved(self._embedder.encode(missing)), strict=True)) if missing else {}
        if self._cache and fresh:
            self._cache.put(self._embedder.fingerprint, {keys[text]: vector for text, vector in fresh.items()})
        return {text: fresh[text] if text in fresh else stored[keys[text]] for text in texts}


def halved(vectors: Array) -> Array:
    """The vectors as they are kept, in half precision: a score is the same whether a vector is fresh or was kept."""
    import numpy

    return numpy.asarray(vectors, dtype=numpy.float16).astype(numpy.float32)


def _logit_of(score: float) -> float:
    """The logit of a topic score, whose lowest part is for what failed the gate."""
    p = min(1 - 1e-9, max(1e-9, (score - head.DROP_CEILING) / (1 - head.DROP_CEILING)))
    return log(p / (1 - p))


def topic_threshold(language: str = "en") -> float:
    """The logit from which a document of this language alerts."""
    return _logit_of(head.thresholds(language)[1])


def _firsts(reading: Reading) -> tuple[int, ...]:
    return tuple(first_place(reading, i) for i in range(len(reading.strings)))


def first_place(reading: Reading, string: int) -> int:
    """The first sentence of the passage that one of the reading's strings holds."""
    items = reading.passages.items
    # the first strings hold the gloss and the title or the abstract, the title with the first passage when there is no abstract
    passage = string - (len(reading.strings) - len(items))
    if string == 0 or passage < 0:
        return 0
    start = items[passage].start
    return next((i for i, p in enumerate(reading.places) if p.field == "text" and p.sentence.start >= start), len(reading.places) - 1)


def topic_quote(reading: Reading) -> Quote | None:
    """The sentence that says best that AI is regulated: AI and law together, early, the title first."""
    spoken = reading.ai or reading.law
    if not spoken:
        return reading.places[0].quote() if reading.places else None
    best = max(spoken, key=lambda i: (2 * (i in reading.ai) + (i in reading.law) + 0.5 * (i < reading.titles), -i))
    return reading.places[best].quote()
