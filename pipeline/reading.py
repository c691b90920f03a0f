"""A document as the classifier reads it: sentences with their places, and one folded text to search in."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal
from zlib import compress

from pipeline import lexicon
from pipeline.base import Array
from pipeline.gloss import gloss
from pipeline.passages import Passages, Sentence, passages, sentences
from policywatch.types import Document, Quote

Field = Literal["title", "summary", "text"]
FIELDS: tuple[Field, ...] = ("title", "summary", "text")
#: sentences of one document that are searched for words
MAX_SENTENCES = 1_500
SAID_TWICE = 2
#: behind a concept in the list of uses: its general words, and phrases in which its words mean something else
GENERAL, OTHERWISE = "~", "!"
#: a sentence of so many characters that packs to less than this share of its size says the same again and again
LONG, STUFFED = 240, 0.3
TITLE_LIMIT, SUMMARY_LIMIT = 1_000, 8_000


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence and the field it stands in."""

    field: Field
    sentence: Sentence

    def quote(self) -> Quote:
        return Quote(self.field, self.sentence.start, self.sentence.end, self.sentence.text)


@dataclass(frozen=True)
class Reading:
    """All that later steps ask of a document; built once."""

    document: Document
    language: str
    places: Sequence[Place]
    folded: lexicon.Folded
    #: where each place starts in the folded text
    starts: tuple[int, ...]
    #: hashed words as learning sees them (``material.words_of``), where they were kept
    words: Array = ()

    def at(self, position: int) -> int:
        """The index of the place that a position of the folded text falls into."""
        return bisect_right(self.starts, position) - 1

    @cached_property
    def ai(self) -> frozenset[int]:
        """Places with a word that names AI or an AI technology."""
        found = lexicon.matchers("ai", self.language)
        return frozenset(self.at(p) for key in ("3", "2") for p, _ in found[key].places(self.folded))

    @cached_property
    def law(self) -> frozenset[int]:
        """Places with a word of law."""
        return frozenset(self.at(p) for p, _ in lexicon.matchers("regulation", self.language)["2"].places(self.folded))

    @cached_property
    def stuffed(self) -> frozenset[int]:
        """Places that only repeat: a sentence said twice before word for word, or a run of the same few words. They are no evidence."""
        said: Counter[str] = Counter()
        found = set()
        for i, text in enumerate(self.folded.plain.split("\n")):
            if said[text] >= SAID_TWICE or _repeats(text):
                found.add(i)
            # many a feed repeats the title at the top of its text
            said[text] += i >= self.titles
        return frozenset(found)

    @cached_property
    def concepts(self) -> dict[str, list[tuple[int, str]]]:
        """Per key of the common AI uses the places that speak of it, with the words; of phrases that mean something else, the positions."""
        matchers = lexicon.matchers("uses", self.language)
        found = {name: list(matcher.places(self.folded)) for name, matcher in matchers.items()}
        for name in [name for name in found if not name.endswith(OTHERWISE)]:
            kept = unmasked(found[name], found.get(name.removesuffix(GENERAL) + OTHERWISE, ()))
            found[name] = [(place, words) for position, words in kept if (place := self.at(position)) not in self.stuffed]
        return found

    @cached_property
    def titles(self) -> int:
        """How many places stand in the title; they come first."""
        return sum(1 for place in self.places if place.field == "title")

    @cached_property
    def passages(self) -> Passages:
        return passages(self.document.text)

    @cached_property
    def gloss(self) -> str:
        """The English concepts of a text in another language; empty for English and for what no list explains."""
        document = self.document
        return gloss(document.title, f"{document.summary[:SUMMARY_LIMIT]} {document.text[:SUMMARY_LIMIT]}", self.language)

    @cached_property
    def strings(self) -> list[str]:
        """What the model is given: the gloss if there is one, the title with the first passage, then passage by passage."""
        return [self.gloss, *self._read] if self.gloss else self._read

    @cached_property
    def _read(self) -> list[str]:
        title, summary = self.document.title[:TITLE_LIMIT], self.document.summary[:SUMMARY_LIMIT]
        head = f"{title}. {summary}" if summary else title
        items = self.passages.items
        if summary or not items:
            return [head, *(p.text for p in items)]
        return [f"{head}. {items[0].text}", *(p.text for p in items[1:])]


def unmasked(hits: Iterable[tuple[int, str]], masks: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The hits, by position and words, that do not start inside one of the masks."""
    spans = [range(start, start + len(words)) for start, words in masks]
    return [hit for hit in hits if not any(hit[0] in span for span in spans)]


def _repeats(text: str) -> bool:
    """Whether a long sentence packs far better than any that somebody wrote: those keep about half of their size."""
    if len(text) < LONG:
        return False
    raw = text.encode("utf-8", "surrogatepass")
    return len(compress(raw, 1)) < STUFFED * len(raw)


def read(document: Document) -> Reading:
    """The sentences of title, summary and text, in this order."""
    fields: tuple[tuple[Field, Iterable[Sentence]], ...] = (
        ("title", sentences(document.title, TITLE_LIMIT)),
        ("summary", sentences(document.summary, SUMMARY_LIMIT)),
        ("text", sentences(document.text)),
    )
    places = [Place(field, sentence) for field, found in fields for sentence in found][:MAX_SENTENCES]
    return assemble(document, places, [place.sentence.text for place in places])


def assemble(document: Document, places: Sequence[Place], texts: Sequence[str], words: Array = ()) -> Reading:
    """The reading of a document whose sentences are known; ``texts`` are those of the places."""
    plain = _fold(texts)
    starts = tuple(accumulate((len(line) + 1 for line in plain.split("\n")), initial=0))[: len(texts)]
    return Reading(document, lexicon.base_language(document.language), places, lexicon.Folded(plain), starts, words)


def _fold(texts: Sequence[str]) -> str:
    """The texts folded, a line each; together, since a thousand small calls cost more than the work."""
    whole = "\0".join(texts)
    if whole.count("\0") >= max(1, len(texts)):
        return "\n".join(lexicon.fold(text).plain for text in texts)
    return lexicon.fold(whole).plain.replace("\0", "\n")
