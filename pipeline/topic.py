"""Is it about regulating AI? What the words say, and what the model adds.

Words alone already rank every language; the model sharpens English. Counts are capped, so a stuffed footer weighs no more
than a paragraph would, and what stands in the title and at the top weighs most.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log1p

from pipeline import lexicon
from pipeline.base import Array
from pipeline.reading import Reading
from pipeline.reading import read as reading_of
from policywatch.types import Document

#: what the topic is, in the model's language; the nearer of the two counts
PROTOTYPES = (
    "A law, bill, regulation, guidance or enforcement action about artificial intelligence, automated decision systems or algorithms.",
    "Regulation of AI systems: transparency, risk assessment, bias audits, deepfake labelling, facial recognition limits.",
)
#: what else is on the topic, in the words of its kinds
KIN = (
    "A court decides a lawsuit about artificial intelligence, copyright or algorithms.",
    "A government strategy or action plan for artificial intelligence.",
    "An executive order or memorandum directs federal agencies to use artificial intelligence responsibly.",
    "A parliament debates a bill on deepfakes, chatbots or automated decisions.",
    "The regulator fines or warns a company for its algorithm or its use of artificial intelligence.",
)
#: what stands near the topic and is not on it
STRANGERS = (
    "A company launches a new artificial intelligence product, app or chatbot with new features.",
    "A startup raises money; investors, shares, revenue and the stock market.",
    "A scientific study or research paper about machine learning.",
    "Notice of a meeting of an advisory committee; registration and agenda.",
    "A request to collect information from the public; paperwork burden estimates.",
    "Hackers, malware, vulnerabilities and cyber security incidents.",
    "A general law that has nothing to do with technology: taxes, fisheries, contracts, family, property.",
    "A data protection rule or a fine for a personal data breach.",
    "A conference, webinar or training course about artificial intelligence.",
    "How to use ChatGPT: tutorial, tips and best practices for developers.",
    "Grants and funding for research and development programs.",
    "A law firm uses artificial intelligence for legal work.",
    "Stock exchange rule change about order types and fees.",
    "An opinion essay about the future of artificial intelligence and society.",
    "Technical standard, taxonomy or guide for engineers.",
)
#: everything of the topic that is embedded
DESCRIPTIONS = (*PROTOTYPES, *KIN, *STRANGERS)
#: characters of summary and text that count as the opening, and as the whole
OPENING, WHOLE = 1_000, 4_000
#: how a paragraph, a section or an item of a legal text starts
_ITEM = re.compile(
    r"\W{0,3}(?:§|\((?:[a-z]{1,4}|\d{1,3})\)|(?:section|sec\.|article|art\.|artikel|artículo|articolo|artigo|artykuł|chapter|título|absatz"
    r"|considérant|considerando|erwägungsgrund)\s*\d|第[一二三四五六七八九十百0-9]{1,5}[条條章节節款]|제\d{1,4}조|\d{1,3}[.)]\s)",
    re.IGNORECASE,
)


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


@dataclass(frozen=True, slots=True)
class Spoken:
    """How the sentences of a document speak: numbers that depend on no source and hardly on a language."""

    sentences: int
    #: sentences that name AI or an AI technology
    ai: int
    #: of these, sentences that speak of law, too
    bound: int
    #: of these, sentences of product news
    sold: int
    #: sentences that start like a paragraph of a law or hold an item of an enumeration
    items: int
    #: where AI is first named, 0 at the top to 1 at the end; 1 when it is not
    first: float


@dataclass(frozen=True, slots=True)
class Words:
    """The counts of a document: its title, its opening with the title, and the whole that is read."""

    title: Counts
    opening: Counts
    whole: Counts
    spoken: Spoken


Hits = list[tuple[int, str, str]]


def read(title: str, summary: str, text: str, language: str) -> Words:
    """Counts of title, opening and whole; ``language`` as the document claims it."""
    document = Document("", "", "", title[:OPENING], "", summary=summary[:OPENING], text=text[:WHOLE], language=language)
    reading = reading_of(document)
    found = {name: _hits(reading, name) for name in ("ai", "regulation", "product")}
    places = reading.places
    titles = reading.titles
    # the opening ends after so many characters of summary and text together
    shift = len(document.summary)
    opening = sum(p.field != "text" or p.sentence.start + shift < OPENING for p in places)
    return Words(_count(found, titles), _count(found, opening), _count(found, len(places)), _spoken(reading, found))


def _hits(reading: Reading, name: str) -> Hits:
    """Sentence, key and word of every hit of a list."""
    matchers = lexicon.matchers(name, reading.language)
    hits = [(reading.at(position), key, word) for key, m in matchers.items() for position, word in m.places(reading.folded)]
    return [hit for hit in hits if hit[0] not in reading.stuffed]


def _count(found: Mapping[str, Hits], end: int) -> Counts:
    """The hits in the sentences before ``end``."""
    ai = Counter(key for place, key, _ in found["ai"] if place < end)
    law = [(key, word) for place, key, word in found["regulation"] if place < end]
    said = [word for key, word in law if key == "2"]
    product = sum(place < end for place, _, _ in found["product"])
    return Counts(ai["3"], ai["2"], ai["1"], len(said), len(set(said)), len(law) - len(said), product)


def _spoken(reading: Reading, found: Mapping[str, Hits]) -> Spoken:
    ai = {place for place, key, _ in found["ai"] if key != "1"}
    law = {place for place, key, _ in found["regulation"] if key == "2"}
    product = {place for place, _, _ in found["product"]}
    total = len(reading.places) - len(reading.stuffed)
    items = sum(_ITEM.match(place.sentence.text) is not None for place in reading.places)
    return Spoken(total, len(ai), len(ai & law), len(ai & product), items, min(ai) / len(reading.places) if ai else 1.0)


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
    return ai + heading - against + spoken_logit(words) - 3.0


def spoken_logit(words: Words) -> float:
    """What the sentences say: AI is what the text is about, law outweighs product news, and it is built like a legal text."""
    spoken, whole = words.spoken, words.whole
    share = spoken.ai / (spoken.sentences + 3)
    balance = 0.2 * (log1p(min(40, whole.law)) - log1p(min(40, whole.product)))
    beside = 0.4 * (log1p(min(10, spoken.bound)) - log1p(min(10, spoken.sold)))
    return share + balance + beside + 0.3 * log1p(min(6, spoken.items)) - spoken.first


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the model says of a document."""

    #: cosine to the nearer of ``PROTOTYPES``
    near: float
    #: how much nearer it is to something on the topic than to anything beside it
    lead: float


def likeness(vector: Array, described: Array) -> Likeness:
    """How a unit vector lies to the vectors of ``DESCRIPTIONS``."""
    cosines = described @ vector
    own = len(PROTOTYPES) + len(KIN)
    return Likeness(float(cosines[: len(PROTOTYPES)].max()), float(cosines[:own].max() - cosines[own:].max()))


def near_logit(near: float, glossed: bool) -> float:
    """What nearness adds; a gloss of concepts is nearer than any text, so it must be nearer still and counts less."""
    return 0.8 * max(0.0, near - 0.35) if glossed else 8.0 * max(0.0, near - 0.25)


def model_logit(likeness: Likeness, glossed: bool) -> float:
    """What the model adds to the words; constants chosen by hand."""
    return near_logit(likeness.near, glossed) + (4.0 if glossed else 2.0) * likeness.lead


def probability(logit: float) -> float:
    """The logistic function, safe at both ends."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, logit))))


def strings(prototypes: Sequence[str] = PROTOTYPES) -> list[str]:
    """What has to be embedded once for the topic."""
    return list(prototypes)
