"""The topic's score: one logistic regression over words, hashed n-grams and the embedding, leaning on the cold start.

The weights are numbers only (docs/models/topic.md) and are read with numpy alone. The cold start, which nothing was trained
for, stays in the sum: it is what holds on a source or in a language that training never saw.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import log1p
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pipeline import lexicon, ngrams, topic
from pipeline.base import Array, weights_of
from pipeline.reading import Reading
from pipeline.topic import Counts, Likeness, Words
from policywatch.errors import ModelError
from policywatch.types import Band, Document

WEIGHTS = Path(__file__).resolve().parent / "weights"
#: from this score by words alone an unscored document is alerted at once
WORDS_ALERT = 0.5
#: what failed the gate ranks below this, what passed it above
DROP_CEILING = 0.01
#: how far the cold start carries: in languages that training saw, and in the others
KNOWN_LANGUAGE, OTHER_LANGUAGE = (1.0, 0.3), (0.5, 1.5)
#: an English model sees noise in a text with more than this share of CJK characters
CJK_SHARE = 0.2
REFIT = "run `make train-topic`, or install policywatch again"
ENGLISH_MODELS = ("all-MiniLM-L6-v2:",)


@dataclass(frozen=True)
class Head:
    """The fitted numbers; see pipeline/train/topic.py for how they came about."""

    arrays: Mapping[str, Any]
    card: Mapping[str, Any]

    @property
    def languages(self) -> frozenset[str]:
        """Languages with enough labels of both kinds."""
        return frozenset(self.card["languages"])


@dataclass(frozen=True)
class Sight:
    """What the model sees of a document when it judges the topic."""

    vector: Array
    likeness: Likeness
    #: seen through English concepts
    glossed: bool


@cache
def load(folder: Path = WEIGHTS) -> Head:
    """The weights that ship; without pickle.

    Raises ``ModelError`` when they are missing, damaged, or were fitted with other word lists than those beside them.
    """
    import numpy

    try:
        # from memory: numpy leaves a damaged file open
        with numpy.load(BytesIO((folder / "topic.npz").read_bytes()), allow_pickle=False) as file:
            arrays = {name: file[name].astype(numpy.float64) for name in file.files}
        card = json.loads((folder / "topic.json").read_text(encoding="utf-8"))
    except (OSError, EOFError, ValueError, BadZipFile) as error:
        raise ModelError(f"the topic's weights in {folder} cannot be read ({error}): {REFIT}") from error
    check(arrays, card)
    return Head(arrays, card)


def check(arrays: Mapping[str, Any], card: Mapping[str, Any]) -> None:
    """Refuses weights that do not fit this code: their numbers would be added to the wrong counts."""
    if card.get("lexicon") != lexicon.version():
        raise ModelError(f"the topic's weights were fitted with {card.get('lexicon')}, the word lists are {lexicon.version()}: {REFIT}")
    for name, size in sizes(int(card.get("dimensions", 0))).items():
        found = arrays[name].shape if name in arrays else "missing"
        if found != (size,):
            raise ModelError(f"the topic's weights hold {name} of shape {found} instead of ({size},): {REFIT}")
    if not all(bool((abs(values) < 1e6).all()) for values in arrays.values()):
        raise ModelError(f"the topic's weights hold numbers that are none: {REFIT}")


def sizes(embedding: int) -> dict[str, int]:
    """How many numbers each part has; ``embedding`` as the card of the weights says."""
    counts = len(lexical(read_words(Document("", "", "", "", "")), None))
    parts = {"idf": ngrams.BUCKETS, "mean": counts, "scale": counts, "model_embedding": embedding}
    for kind in ("model", "words"):
        parts |= {f"{kind}_lexical": counts, f"{kind}_grams": ngrams.BUCKETS, f"{kind}_bias": 1}
    return parts


def version() -> str:
    """Names the fitted weights."""
    return f"head:{load().card['version']}"


#: numbers at the end of ``lexical`` that need the model
MODEL_NUMBERS = 2


def lexical(words: Words, seen: Sight | None) -> list[float]:
    """The lexicon's numbers of a document, and behind them what the model says, 0 without one."""
    opening, whole, title = words.opening, words.whole, words.title
    numbers = [
        topic.words_logit(words) / 2,
        log1p(opening.words),
        log1p(whole.words),
        log1p(opening.ai),
        log1p(whole.ai),
        float(title.ai > 0),
        float(opening.ai > 0),
        float(whole.words > 0),
    ]
    for counts in (title, opening, whole):
        numbers += _counts(counts)
    model = [topic.near_logit(seen.likeness.near, seen.glossed), seen.likeness.lead] if seen else [0.0] * MODEL_NUMBERS
    return [*numbers, *_sentences(words), *model]


def _sentences(words: Words) -> list[float]:
    """How the sentences speak; shares rather than sums, so that the length of a text says little."""
    spoken, whole, opening = words.spoken, words.whole, words.opening
    n, ai = max(1, spoken.sentences), max(1, spoken.ai)
    return [
        log1p(spoken.ai),
        log1p(spoken.bound),
        log1p(spoken.sold),
        spoken.ai / n,
        spoken.ai / (n + 3),
        spoken.bound / ai,
        spoken.sold / ai,
        log1p(min(6, spoken.items)),
        spoken.items / n,
        spoken.first,
        log1p(n),
        log1p(whole.law) - log1p(n),
        log1p(whole.product) - log1p(n),
        log1p(whole.law) - log1p(whole.product),
        log1p(opening.law) - log1p(opening.product),
    ]


def _counts(counts: Counts) -> list[float]:
    return [
        log1p(min(5, counts.named)),
        log1p(min(5, counts.technology)),
        log1p(min(5, counts.near)),
        log1p(min(8, counts.law)),
        log1p(min(4, counts.near_law)),
        log1p(min(5, counts.product)),
    ]


def grams_logit(grams: Mapping[int, float], idf: Array, weights: Array) -> float:
    """The n-grams' part: words and characters each scaled to unit length."""
    total = 0.0
    for low, high in ((0, ngrams.WORD_BUCKETS), (ngrams.WORD_BUCKETS, ngrams.BUCKETS)):
        scaled = [(b, value * float(idf[b])) for b, value in sorted(grams.items()) if low <= b < high]
        length = sum(value * value for _, value in scaled) ** 0.5
        if length:
            total += sum(value * float(weights[b]) for b, value in scaled) / length
    return total


def cjk_share(text: str) -> float:
    """The share of CJK characters in an opening."""
    head = text[:1_000]
    return sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in head) / max(1, len(head))


def blind(document: Document, fingerprint: str) -> bool:
    """Whether the model cannot read the document's script."""
    return english(fingerprint) and cjk_share(f"{document.title} {document.text[:1_000]}") > CJK_SHARE


def english(fingerprint: str) -> bool:
    """Whether a model knows English only."""
    return weights_of(fingerprint).startswith(ENGLISH_MODELS)


def sight(reading: Reading, vectors: Array, described: Array, fingerprint: str) -> Sight | None:
    """The string that the model understands: a gloss for an English model, the text for any other; ``None`` when it sees nothing.

    ``vectors`` are those of ``reading.strings``, ``described`` those of ``topic.DESCRIPTIONS``.
    """
    glossed = english(fingerprint) and bool(reading.gloss)
    if not glossed and blind(reading.document, fingerprint):
        return None
    vector = vectors[0 if glossed or not reading.gloss else 1]
    return Sight(vector, topic.likeness(vector, described), glossed)


def cold_logit(words: Words, seen: Sight | None) -> float:
    """The score that needs no training; without ``seen`` by words alone."""
    return topic.words_logit(words) + (topic.model_logit(seen.likeness, seen.glossed) if seen else 0.0)


def raw_logit(document: Document, words: Words, seen: Sight | None, head: Head, fits: bool = True) -> float:
    """Head and cold start together, before calibration; ``fits`` says whether the head was fitted with the model that saw."""
    kind = "model" if seen and fits else "words"
    arrays = head.arrays
    numbers = (_array(lexical(words, seen if fits else None)) - arrays["mean"]) / arrays["scale"]
    found = float(numbers @ arrays[f"{kind}_lexical"]) + float(arrays[f"{kind}_bias"][0])
    found += grams_logit(ngrams.grams(document.title, document.summary, document.text), arrays["idf"], arrays[f"{kind}_grams"])
    if seen and fits:
        found += float(_array(seen.vector) @ arrays["model_embedding"])
    own, cold = KNOWN_LANGUAGE if lexicon.base_language(document.language) in head.languages else OTHER_LANGUAGE
    return own * found + cold * cold_logit(words, seen)


def _array(values: Any) -> Array:
    import numpy

    return numpy.asarray(values, dtype=numpy.float64)


def read_words(document: Document) -> Words:
    """The lexicon's counts of a document."""
    return topic.read(document.title, document.summary, document.text, document.language)


def words_score(document: Document) -> float:
    """0..1 by words alone."""
    head = load()
    slope, offset = head.card["calibration"]["words"]
    return topic.probability(slope * raw_logit(document, read_words(document), None, head) + offset)


def score(reading: Reading, vectors: Array, described: Array, fingerprint: str) -> float:
    """0..1 by words and model; above ``DROP_CEILING``, which is for what failed the gate. Arrays as ``sight`` takes them."""
    head = load()
    seen = sight(reading, vectors, described, fingerprint)
    fits = seen is not None and weights_of(fingerprint) == weights_of(head.card["embedder"])
    raw = raw_logit(reading.document, read_words(reading.document), seen, head, fits)
    slope, offset = head.card["calibration"]["model" if fits else "words"]
    return DROP_CEILING + (1 - DROP_CEILING) * topic.probability(slope * raw + offset)


def thresholds(language: str) -> tuple[float, float]:
    """From where a document of this base language is reviewed, and from where it alerts."""
    bands = load().card["bands"]
    review, alert = bands.get(language, bands["other"])
    return float(review), float(alert)


def band(value: float, language: str) -> Band:
    """What a score means for people."""
    review, alert = thresholds(language)
    return Band.ALERT if value >= alert else Band.REVIEW if value >= review else Band.DROP
