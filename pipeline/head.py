"""The topic's score: words plus cosine, without any training."""

from functools import cache

from pipeline import topic
from pipeline.base import Array
from policywatch.types import Band, Document

#: from this score by words alone an unscored document is alerted at once
WORDS_ALERT = 0.5
#: a document that failed the gate ranks below this
DROP_CEILING = 0.01
ALERT, REVIEW = 0.5, 0.1


@cache
def version() -> str:
    return "head:cold-1"


def words_score(document: Document) -> float:
    """0..1 by words alone."""
    return topic.probability(topic.words_logit(topic.read(document.title, document.summary, document.text, document.language)))


def score(document: Document, vector: Array, cosine: float) -> float:
    """0..1 by words and model."""
    words = topic.words_logit(topic.read(document.title, document.summary, document.text, document.language))
    gain = 1.0 if document.language[:2] == "en" else 0.4
    return DROP_CEILING + (1 - DROP_CEILING) * topic.probability(words + gain * topic.cosine_logit(cosine))


def band(value: float, language: str) -> Band:
    """What a score means for people."""
    return Band.ALERT if value >= ALERT else Band.REVIEW if value >= REVIEW else Band.DROP
