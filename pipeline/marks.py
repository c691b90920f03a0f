"""What reading a document found and no change of uses changes: kept, so that a new use costs neither a model nor a second search."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import overload

from pipeline import lexicon
from pipeline.base import Array
from pipeline.material import WORD_PLACES, words_of
from pipeline.passages import Sentence
from pipeline.reading import FIELDS, Place, Reading, assemble
from policywatch.types import Document

#: goes up when other marks are kept, or sentences are cut elsewhere
VERSION = 3


def passage_key(passage: str) -> str:
    """The key of a passage in an embedding cache."""
    return hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Marks:
    """The numbers of a reading."""

    #: what they were found in, and by which word lists
    of: str
    #: where each sentence starts and ends, flat, for title, summary and text
    bounds: tuple[tuple[int, ...], ...]
    #: places that name AI, places with a word of law, places that only repeat
    ai: tuple[int, ...]
    law: tuple[int, ...]
    stuffed: tuple[int, ...]
    #: per common AI use the places that speak of it, with the words
    concepts: Mapping[str, Sequence[tuple[int, str]]]
    #: per string that was embedded, the key of its vector and the first place it holds
    keys: tuple[str, ...]
    firsts: tuple[int, ...]
    #: characters at the end that the model was not given
    unread: int
    #: logit of the topic before anything that was learned; ``None`` when words alone decided
    cold: float | None
    #: the hashed words that learning sees, packed
    words: str


def source_of_marks(document: Document) -> str:
    """What marks must be found in to be of use: the same words, read by the same word lists."""
    words = "\x1f".join((str(VERSION), lexicon.version(), document.language, document.title, document.summary, document.text))
    return passage_key(words)[:24]


def mark(reading: Reading, firsts: tuple[int, ...], cold: float | None) -> Marks:
    """What is worth keeping of a reading; ``firsts`` are the first places of its strings, ``cold`` the topic's logit."""
    return Marks(
        source_of_marks(reading.document),
        tuple(tuple(edge for p in reading.places if p.field == field for edge in (p.sentence.start, p.sentence.end)) for field in FIELDS),
        tuple(sorted(reading.ai)),
        tuple(sorted(reading.law)),
        tuple(sorted(reading.stuffed)),
        {name: tuple(hits) for name, hits in reading.concepts.items() if hits},
        tuple(passage_key(text) for text in reading.strings),
        firsts,
        reading.passages.unread,
        cold,
        _packed(words_of(reading)),
    )


def _packed(words: Array) -> str:
    """Places and numbers of the few that are not zero, in base 64."""
    import numpy

    places = numpy.flatnonzero(words)
    return b64encode(places.astype("<u2").tobytes() + words[places].astype("<f4").tobytes()).decode()


def _unpacked(packed: str) -> Array:
    import numpy

    raw = b64decode(packed)
    cut = len(raw) // 3
    found = numpy.zeros(WORD_PLACES, dtype=numpy.float32)
    found[numpy.frombuffer(raw[:cut], dtype="<u2")] = numpy.frombuffer(raw[cut:], dtype="<f4")
    return found


def as_json(marks: Marks) -> str:
    """The marks as they are stored."""
    return json.dumps(asdict(marks), ensure_ascii=False, separators=(",", ":"))


def marks_in(stored: str | None, document: Document) -> Marks | None:
    """The stored marks of this very text, read by today's word lists; else ``None``."""
    kept = json.loads(stored) if stored else {}
    if kept.get("of") != source_of_marks(document):
        return None
    numbers = {name: tuple(kept[name]) for name in ("bounds", "ai", "law", "stuffed", "keys", "firsts")}
    return Marks(of=kept["of"], concepts=kept["concepts"], unread=kept["unread"], cold=kept["cold"], words=kept["words"], **numbers)


class _Places(Sequence[Place]):
    """Places made when they are asked for: of a hundred sentences a score quotes a few."""

    def __init__(self, document: Document, bounds: Sequence[Sequence[int]]) -> None:
        self._whole = {"title": document.title, "summary": document.summary, "text": document.text}
        self._edges = [
            (field, *edges) for field, flat in zip(FIELDS, bounds, strict=True) for edges in zip(flat[::2], flat[1::2], strict=True)
        ]

    def texts(self) -> list[str]:
        return [self._whole[field][start:end] for field, start, end in self._edges]

    def __len__(self) -> int:
        return len(self._edges)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Place]: ...
    def __getitem__(self, index: int | slice) -> Place | Sequence[Place]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        field, start, end = self._edges[index]
        return Place(field, Sentence(start, end, self._whole[field][start:end]))


def recall(document: Document, marks: Marks) -> Reading:
    """The reading of a document whose sentences and words were found before."""
    places = _Places(document, marks.bounds)
    reading = assemble(document, places, places.texts(), _unpacked(marks.words))
    concepts = {name: [(place, words) for place, words in marks.concepts.get(name, ())] for name in lexicon.matchers("uses", "")}
    ai, law, stuffed = frozenset(marks.ai), frozenset(marks.law), frozenset(marks.stuffed)
    vars(reading).update(ai=ai, law=law, stuffed=stuffed, concepts=concepts, titles=len(marks.bounds[0]) // 2)
    return reading
