"""From documents to classifications: gate, topic, uses, each with the sentence that says why.

The model is asked once per passage and only for what passed the gate. When it is missing or fails, the words decide alone and
the classification says so: neither silence nor a flood.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol

from pipeline import head, lexicon, topic, uses
from pipeline.base import Array, Embedder
from pipeline.gate import gate
from pipeline.reading import Reading, read
from policywatch.errors import ModelError
from policywatch.types import AIUse, Band, Classification, Document, Quote, Relevance

#: goes up when the same words and weights would give other scores
VERSION = 1
UNSCORED = "unscored: the model is missing, words alone decided"
#: documents whose passages are embedded together, so that passages of like length share a batch
BATCH = 64


class EmbeddingCache(Protocol):
    """Keeps embeddings between runs; keys are sha256 of the passage, valid for one embedder only."""

    def get(self, fingerprint: str, keys: Sequence[str]) -> Mapping[str, Array]:
        """What is known of these keys."""
        ...

    def put(self, fingerprint: str, vectors: Mapping[str, Array]) -> None:
        """Keep these vectors."""
        ...


def passage_key(passage: str) -> str:
    """The key of a passage in an embedding cache."""
    return hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()


class Classifier:
    """Scores documents for the topic and for each use; holds no state but embeddings of the uses."""

    def __init__(self, embedder: Embedder | None, uses_: Sequence[AIUse], *, cache: EmbeddingCache | None = None) -> None:
        self._embedder = embedder
        self._profiles = tuple(uses.profile(use) for use in uses_)
        self._cache = cache
        self._prototypes: tuple[Array, list[Array]] | None = None
        self._fingerprint = embedder.fingerprint if embedder else "words"
        self.model = f"{self._fingerprint} {head.version()} {lexicon.version()} classify:{VERSION}"

    def classify(self, documents: Sequence[Document]) -> list[Classification]:
        """One classification per document, in their order."""
        found: list[Classification] = []
        for start in range(0, len(documents), BATCH):
            found.extend(self._batch(documents[start : start + BATCH]))
        return found

    def words_scores(self, document: Document) -> tuple[float, dict[str, float]]:
        """Topic and use scores by words alone, gate or no gate: for ranking what was dropped."""
        reading = read(document)
        return head.words_score(document), {r.use_id: r.score for r in self._relevances(reading, None)}

    def _batch(self, documents: Sequence[Document]) -> list[Classification]:
        gates = [gate(document) for document in documents]
        readings = [read(document) if g.passed else None for document, g in zip(documents, gates, strict=True)]
        vectors = self._embed([reading for reading in readings if reading])
        found: list[Classification] = []
        for g, reading in zip(gates, readings, strict=True):
            if reading is None:
                found.append(Classification(0.0, Band.DROP, (), g.reason, self.model))
            else:
                found.append(self._one(reading, vectors.get(id(reading))))
        return found

    def _one(self, reading: Reading, vectors: Array | None) -> Classification:
        relevances = self._relevances(reading, vectors)
        quote = topic_quote(reading)
        if vectors is None:
            band = Band.ALERT if head.words_score(reading.document) >= head.WORDS_ALERT else Band.REVIEW
            return Classification(None, band, relevances, UNSCORED, self.model, quote)
        prototypes, _ = self._ask_prototypes()
        score = head.score(reading, vectors, prototypes, self._fingerprint)
        band = head.band(score, reading.language)
        reason = f"topic score {score:.2f}: {band.value}"
        if reading.passages.unread > 0:
            reason += f"; {reading.passages.unread} characters at the end were not read by the model"
        return Classification(score, band, relevances, reason, self.model, quote)

    def _relevances(self, reading: Reading, vectors: Array | None) -> tuple[Relevance, ...]:
        found = [uses.evidence(reading, profile) for profile in self._profiles]
        total = sum(sum(e.keyword.values()) + sum(e.concept.values()) for e in found)
        cosines = [0.0] * len(found)
        nearest = [-1] * len(found)
        if vectors is not None:
            for i, own in enumerate(self._ask_prototypes()[1]):
                by_passage = (vectors @ own.T).max(axis=1)
                cosines[i], nearest[i] = float(by_passage.max()), first_place(reading, int(by_passage.argmax()))
        mean = sum(cosines) / max(1, len(cosines))
        relevances = []
        for profile, e, cosine, near in zip(self._profiles, found, cosines, nearest, strict=True):
            score = uses.score(uses.features(reading, e, total, cosine, mean), vectors is not None)
            place = uses.carrier(reading, e, near)
            quote = reading.places[place].quote() if place is not None else None
            terms = tuple(word for word, _ in e.words.most_common(6))
            relevances.append(Relevance(profile.use.id, round(score, 4), quote, terms))
        return tuple(relevances)

    def _ask_prototypes(self) -> tuple[Array, list[Array]]:
        """Vectors of the topic and, per use, of its description and examples; embedded once."""
        if self._prototypes is None:
            assert self._embedder is not None
            known = self._lookup([*topic.DESCRIPTIONS, *(text for p in self._profiles for text in p.prototypes)])
            import numpy

            self._prototypes = (
                numpy.stack([known[text] for text in topic.DESCRIPTIONS]),
                [numpy.stack([known[text] for text in p.prototypes]) for p in self._profiles],
            )
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
        fresh = dict(zip(missing, self._embedder.encode(missing), strict=True)) if missing else {}
        if self._cache and fresh:
            self._cache.put(self._embedder.fingerprint, {keys[text]: vector for text, vector in fresh.items()})
        return {text: fresh[text] if text in fresh else stored[keys[text]] for text in texts}


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
