"""Counts in how many publications each word stands: ``python -m pipeline.train.rarity DEV.jsonl``.

Writes ``pipeline/weights/rarity.npz``: one byte for each hash, no words. The same input gives the same file.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from pipeline.concepts import words
from pipeline.rarity import BUCKETS, COUNTED, bucket

#: characters of a text that are read, as the comparison reads them
READ = 1_500
#: shares of texts between which a word goes from saying all to saying nothing
RARE, COMMON = 0.003, 0.12
#: fewest texts with a word for it to be called common
FEWEST = 3


def table(rows: Iterable[tuple[str, str]]) -> np.ndarray:
    """Rarity by bucket from (text, language) of publications."""
    counts: Counter[tuple[str, int]] = Counter()
    texts: Counter[str] = Counter()
    for text, language in rows:
        if language in COUNTED:
            texts[language] += 1
            counts.update({(language, bucket(word, language)) for word in words(text, language)})
    found = np.full(BUCKETS, 255, dtype=np.uint8)
    for (language, place), count in counts.items():
        if count >= FEWEST:
            found[place] = min(found[place], round(255 * _rarity(count / texts[language])))
    return found


def _rarity(share: float) -> float:
    inside = np.log(COMMON / max(share, 1e-9)) / np.log(COMMON / RARE)
    return float(np.clip(inside, 0.1, 1.0))


def main(path: str) -> None:
    # splitlines would cut at separators that stand inside texts
    lines = filter(None, Path(path).read_text(encoding="utf-8").split("\n"))
    rows = (json.loads(line) for line in lines)
    found = table((f"{row['title']}\n{row['text'][:READ]}", row["lang"][:2]) for row in rows)
    np.savez_compressed(Path(__file__).parents[1] / "weights" / "rarity.npz", rarity=found)


if __name__ == "__main__":
    main(sys.argv[1])
