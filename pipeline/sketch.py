"""Keys under which a document is found again by its name or its words, so that likeness is looked up and not compared with everything.

Two documents that share a key may be of one matter; ``matching.same`` says whether they are. Texts are sketched by MinHash
over shingles of three words, names by their words in any order, whole and with one word left out, and by the concepts they name, so that a
translation is found, too.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.sides import Side

if TYPE_CHECKING:
    import numpy as np

#: bands of the MinHash and rows in each: texts alike by .6 share a band in 95 of 100 cases, by .8 practically always
BANDS, ROWS = 12, 3
#: shorter texts are notices of which all are alike
MIN_SHINGLES = 40
#: a name of fewer words means nothing alone
MIN_NAME = 3
#: what a name speaks of is looked up from so many things on
MIN_CONCEPTS = 2
#: longest name that is looked for inside a headline or opening
MAX_NAME = 10
_PRIME = (1 << 61) - 1


def keys_of(side: Side) -> tuple[str, ...]:
    """The keys under which a document is kept."""
    parts = (_key("part", act, side.part) for act in sorted(side.acts) if side.part)
    return tuple(dict.fromkeys(chain(parts, _name_keys(side.core, side.place), _concept_keys(side), _text_keys(side))))


def lookups_of(side: Side, keys: Sequence[str]) -> tuple[str, ...]:
    """The keys under which others may stand that are of one matter with this document: its own ``keys``, and the names it speaks of."""
    return tuple(dict.fromkeys(chain(keys, _spoken(side))))


def _name_keys(core: Sequence[str], place: str) -> Iterator[str]:
    """Keys of a name: all its words, and all but one."""
    if len(core) < MIN_NAME:
        if len(core) == MIN_NAME - 1:
            yield _key("name", place, *sorted(core))
        return
    yield _key("name", place, *sorted(core))
    if MIN_NAME < len(core) <= 24:
        for index in range(len(core)):
            yield _key("name", place, *sorted((*core[:index], *core[index + 1 :])))


def _concept_keys(side: Side) -> Iterator[str]:
    """Keys of what a name speaks of, which are the same in translation."""
    found = sorted(key for key, weight in side.named.items() if weight >= 1.0 and not key.startswith("="))
    if len(found) >= MIN_CONCEPTS:
        yield _key("concepts", side.place, *found)
    if MIN_CONCEPTS < len(found) <= MAX_NAME:
        for index in range(len(found)):
            yield _key("concepts", side.place, *found[:index], *found[index + 1 :])


def _spoken(side: Side) -> Iterator[str]:
    """Keys of names inside the title and opening of a document that tells of others, or that relates to one."""
    for name in side.quoted:
        yield _key("name", side.place, *sorted(name))
    if side.telling or side.related:
        for words in side.spoken:
            for size in range(MIN_NAME - 1, MAX_NAME + 1):
                for at in range(len(words) - size + 1):
                    yield _key("name", side.place, *sorted(words[at : at + size]))


def _text_keys(side: Side) -> Iterator[str]:
    if len(side.shingles) < MIN_SHINGLES:
        return
    signature = _signature(side.shingles)
    for band in range(BANDS):
        yield _key("text", str(band), *map(str, signature[band * ROWS : (band + 1) * ROWS]))


def _signature(shingles: frozenset[tuple[str, ...]]) -> list[int]:
    """The smallest value of every permutation over the shingles."""
    import numpy as np

    hashes = np.array([_hash("\x1f".join(shingle)) & 0xFFFFFFFF for shingle in shingles], dtype=np.uint64)
    factors, offsets = _permutations()
    # 32-bit hashes times 29-bit factors stay below 2**61, so nothing wraps
    mixed = (hashes[:, None] * factors[None, :] + offsets[None, :]) % np.uint64(_PRIME) & np.uint64(0xFFFFFFFF)
    return [int(value) for value in mixed.min(axis=0)]


@lru_cache(maxsize=1)
def _permutations() -> "tuple[np.ndarray, np.ndarray]":
    """Factors and offsets, the same on every machine."""
    import numpy as np

    numbers = [_hash(f"permutation {index}") for index in range(2 * BANDS * ROWS)]
    factors = np.array([number & 0x1FFFFFFF | 1 for number in numbers[: BANDS * ROWS]], dtype=np.uint64)
    return factors, np.array([number & 0xFFFFFFFF for number in numbers[BANDS * ROWS :]], dtype=np.uint64)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _key(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()
