"""Hashed word and character n-grams: what a text is made of, without a vocabulary that could give the text away."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from math import log
from zlib import crc32

from pipeline import lexicon

#: buckets for words and, behind them, for characters
WORD_BUCKETS, CHARACTER_BUCKETS = 1 << 14, 1 << 14
BUCKETS = WORD_BUCKETS + CHARACTER_BUCKETS
#: characters of text behind the title
OPENING = 1_000
_WORD = re.compile(r"[^\W\d_]+|\d+")


def grams(title: str, summary: str, text: str) -> dict[int, float]:
    """Bucket to weight (1 + log of the count) of word 1-2-grams and character 1-3-grams."""
    whole = opening(title, summary, text)
    return words(whole) | characters(whole)


def opening(title: str, summary: str, text: str) -> str:
    """The stretch that is looked at, folded and in small letters."""
    return lexicon.fold(f"{title[:OPENING]}. {f'{summary} {text}'[:OPENING]}").lower


def words(whole: str) -> dict[int, float]:
    """The words' part of ``grams``."""
    found = ["0" if word[0].isdigit() else word for word in _WORD.findall(whole)]
    counts = Counter(_word(word) for word in found)
    counts.update(_word(f"{a} {b}") for a, b in pairwise(found))
    return _weights(counts)


def characters(whole: str) -> dict[int, float]:
    """The characters' part of ``grams``."""
    return _weights(Counter(_character(whole[i : i + n]) for n in (1, 2, 3) for i in range(len(whole) - n + 1)))


def _weights(counts: Counter[int]) -> dict[int, float]:
    return {bucket: 1.0 + log(count) for bucket, count in counts.items()}


@lru_cache(maxsize=200_000)
def _word(gram: str) -> int:
    return crc32(gram.encode("utf-8", "surrogatepass")) % WORD_BUCKETS


@lru_cache(maxsize=200_000)
def _character(gram: str) -> int:
    return WORD_BUCKETS + crc32(gram.encode("utf-8", "surrogatepass"), 7) % CHARACTER_BUCKETS
