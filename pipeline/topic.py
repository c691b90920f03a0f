"""Is it about regulating AI? What the words say, and what the model adds.

Words alone already rank every language; the model sharpens English. Counts are capped, so a stuffed footer weighs no more
than a paragraph would, and what stands in the title and at the top weighs most.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p

from pipeline import lexicon
from pipeline.base import Array

#: what the topic is, in the model's language; the nearer of the two counts
PROTOTYPES = (
    "A law, bill, regulation, guidance or enforcement action about artificial intelligence, automated decision systems or algorithms.",
    "Regulation of AI systems: transparency, risk assessment, bias audits, deepfake labelling, facial recognition limits.",
)
#: characters of summary and text that count as the opening, and as the whole
OPENING, WHOLE = 1_000, 4_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits of the lexicon in one stretch of text."""

    named: int
    technology: int
    near: int
    law: int
    distinct_law: int
    near_law: int
    product: int

    @property
    def ai(self) -> float:
        """Weight of the AI words, each kind capped at three hits."""
        return 3.0 * min(3, self.named) + 2.0 * min(3, self.technology) + 0.4 * min(3, self.near)

    @property
    def words(self) -> float:
        """AI words that stand beside words of law."""
        return self.ai * (0.35 + 0.2 * min(4.0, self.law + 0.4 * min(2, self.near_law)))


def count(text: lexicon.Folded, language: str) -> Counts:
    """The hits of the three lists in a text; ``language`` is a base language or empty."""
    ai = {key: sum(found.values()) for key, found in lexicon.find("ai", text, language).items()}
    law = lexicon.find("regulation", text, language)
    said = law.get("2", Counter[str]())
    product = sum(lexicon.find("product", text, language).values(), Counter[str]())
    return Counts(
        ai.get("3", 0),
        ai.get("2", 0),
        ai.get("1", 0),
        sum(said.values()),
        len(said),
        sum(law.get("1", Counter[str]()).values()),
        sum(product.values()),
    )


@dataclass(frozen=True, slots=True)
class Words:
    """The counts of a document: its title, its opening with the title, and the whole that is read."""

    title: Counts
    opening: Counts
    whole: Counts


def read(title: str, summary: str, text: str, language: str) -> Words:
    """Counts of title, opening and whole; ``language`` as the document claims it."""
    base = lexicon.base_language(language)
    body = f"{summary[:OPENING]} {text[:WHOLE]}" if summary else text[:WHOLE]
    heading = lexicon.fold(title[:OPENING])
    return Words(
        count(heading, base),
        count(lexicon.fold(f"{title[:OPENING]}. {body[:OPENING]}"), base),
        count(lexicon.fold(f"{title[:OPENING]}. {body}"), base),
    )


def words_logit(words: Words) -> float:
    """What the words alone say, as a logit; constants chosen by hand."""
    opening, whole, title = words.opening, words.whole, words.title
    ai = log1p(opening.words) + 0.5 * log1p(whole.words)
    heading = (
        0.5 * min(2, title.named)
        + 0.25 * min(2, title.technology)
        + (0.6 * min(2.0, title.law + 0.4 * min(1, title.near_law)) if title.ai or whole.ai >= 4 else 0.0)
    )
    against = 0.5 * min(3, title.product) + 0.12 * min(4, opening.product)
    return ai + heading - against - 3.0


def cosine_logit(similarity: float) -> float:
    """What the model adds; similarity to the nearer prototype."""
    return 8.0 * max(0.0, similarity - 0.25)


def similarity(vector: Array, prototypes: Array) -> float:
    """Cosine of a unit vector to the nearest prototype."""
    return float((prototypes @ vector).max())


def probability(logit: float) -> float:
    """The logistic function, safe at both ends."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, logit))))


def strings(prototypes: Sequence[str] = PROTOTYPES) -> list[str]:
    """What has to be embedded once for the topic."""
    return list(prototypes)
