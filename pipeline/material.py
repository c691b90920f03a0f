"""A document as learning sees it: what the model sees of it, which common uses it speaks of, and its words.

Each part has one length for every document, whatever its size: a longer part is a freer one when a head is fitted. The concepts speak every
language of the word lists, so what was learned on English documents moves Chinese ones, too.
"""

from collections.abc import Collection
from functools import cache
from math import log1p

from pipeline import head, lexicon, ngrams
from pipeline.base import Array
from pipeline.reading import OTHERWISE, Reading

#: how long each part is
SEEN, CONCEPTS, WORDS = 2.5, 1.5, 2.0
#: numbers that the hashed words share
WORD_PLACES = 2048
#: changes when a head that was fitted on other numbers must be fitted again
FORM = "seen, concepts, words 1"


def views(reading: Reading, vectors: Array, nearest: Collection[int], fingerprint: str) -> dict[int, Array]:
    """What the model sees, by the string nearest to a use; one and the same view where it reads concepts instead of a foreign script.

    ``vectors`` are those of ``reading.strings``.
    """
    import numpy

    if not head.blind(reading.document, fingerprint):
        return {near: SEEN * seen(vectors, near) for near in nearest}
    view = SEEN * unit(vectors[0]) if reading.gloss else numpy.zeros(vectors.shape[1], dtype=vectors.dtype)
    return dict.fromkeys(nearest, view)


def seen(vectors: Array, nearest: int) -> Array:
    """The passage nearest to the use and the mean of all, half and half."""
    return unit(vectors[nearest] + unit(vectors.mean(axis=0)))


def described(vector: Array) -> Array:
    """The description of a use as if it were a document that speaks of nothing else; ``vector`` is its embedding."""
    import numpy

    return numpy.concatenate([SEEN * unit(vector), numpy.zeros(len(concept_names()) + WORD_PLACES)])


def said(reading: Reading) -> Array:
    """Concepts and words, one behind the other; the same for every use."""
    import numpy

    counted = numpy.array([log1p(len(reading.concepts.get(name, ()))) for name in concept_names()])
    words = reading.words if len(reading.words) else words_of(reading)
    return numpy.concatenate([(CONCEPTS * unit(counted)).astype(numpy.float32), words])


@cache
def concept_names() -> list[str]:
    """The common uses of the word lists, and their general words, in a fixed order."""
    return sorted(name for name in lexicon.matchers("uses", "") if not name.endswith(OTHERWISE))


def words_of(reading: Reading) -> Array:
    """Hashed words of the opening, rare ones weighing more; characters where a script has no words."""
    import numpy

    document = reading.document
    opening = ngrams.opening(document.title, document.summary, document.text)
    counted = (ngrams.characters if head.cjk_share(opening) > head.CJK_SHARE else ngrams.words)(opening)
    buckets = numpy.fromiter(counted, dtype=int, count=len(counted))
    weights = numpy.fromiter(counted.values(), dtype=float, count=len(counted)) * head.load().arrays["idf"][buckets]
    found = numpy.bincount(buckets % WORD_PLACES, weights, minlength=WORD_PLACES)
    return (WORDS * unit(found)).astype(numpy.float32)


def unit(vector: Array) -> Array:
    """The vector at length one, or zeros."""
    return vector / max(1e-9, float((vector @ vector) ** 0.5))
