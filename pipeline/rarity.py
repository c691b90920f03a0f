"""How much a word says of which rule a text is about: a word that every second publication uses says little.

The table was counted over publications in several languages (``pipeline/train/rarity.py``). It holds numbers under hashes, no words.
"""

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

#: places of the table
BUCKETS = 1 << 17
#: languages of which enough was counted
COUNTED = frozenset({"en", "de", "fr", "es", "zh"})
_TABLE = Path(__file__).parent / "weights" / "rarity.npz"


def bucket(word: str, language: str) -> int:
    """Where a word stands in the table."""
    return int.from_bytes(hashlib.blake2b(f"{language}:{word}".encode(), digest_size=4).digest(), "big") % BUCKETS


@lru_cache(maxsize=100_000)
def rarity(word: str, language: str) -> float:
    """From .1 for a word of every text to 1 for one of few or none."""
    return float(_table()[bucket(word, language)]) / 255 if language in COUNTED else 1.0


@cache
def _table() -> "np.ndarray":
    import numpy as np

    with np.load(_TABLE, allow_pickle=False) as stored:
        found: np.ndarray = stored["rarity"]
    return found
