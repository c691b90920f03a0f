"""What hashed n-grams of title and opening say of type and status, where the rules have no word for it.

The weights are numbers only (docs/models/status.md) and are read with numpy alone. They lean on how many writers put things; the
rules in ``status.py`` know the set formulas, and ``choose`` lets them win wherever they are sure.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pipeline import ngrams
from pipeline.base import Array
from policywatch.errors import ModelError
from policywatch.types import DocumentType, Status

WEIGHTS = Path(__file__).resolve().parent / "weights"
#: characters of the text that are looked at
OPENING = 700
#: buckets of each part: characters of the title, words of the opening, characters of the opening
PART = ngrams.WORD_BUCKETS
BUCKETS = 3 * PART
#: the length to which each part is scaled
LENGTHS = (1.5, 1.0, 1.0)
#: character n-grams up to this many
LONGEST = 3
_DIGIT = re.compile(r"\d")
KINDS = tuple(kind for kind in DocumentType if kind.value != "unknown")
STATUSES = tuple(Status)
REFIT = "run `make train-status`, or install policywatch again"


@dataclass(frozen=True)
class Head:
    """The fitted numbers; see pipeline/train/status.py for how they came about."""

    #: a row per bucket, a column per type and behind them one per status
    weights: Array
    #: what one unit of a column is worth
    scale: Array
    bias: Array
    rarity: Array


@cache
def load(folder: Path = WEIGHTS) -> Head:
    """The weights that ship; without pickle.

    Raises ``ModelError`` when they are missing, damaged or of another size.
    """
    import numpy

    try:
        # from memory: numpy leaves a damaged file open
        with numpy.load(BytesIO((folder / "status.npz").read_bytes()), allow_pickle=False) as file:
            arrays: Mapping[str, Any] = {name: file[name] for name in file.files}
        card = json.loads((folder / "status.json").read_text(encoding="utf-8"))
    except (OSError, EOFError, ValueError, BadZipFile) as error:
        raise ModelError(f"the weights of types and statuses in {folder} cannot be read ({error}): {REFIT}") from error
    columns = [*card.get("types", ()), *card.get("statuses", ())]
    shapes = {name: values.shape for name, values in arrays.items()}
    wide = len(KINDS) + len(STATUSES)
    if shapes != {"weights": (BUCKETS, wide), "scale": (wide,), "bias": (wide,), "rarity": (BUCKETS,)} or columns != [*KINDS, *STATUSES]:
        raise ModelError(f"the weights of types and statuses in {folder} were fitted for others ({shapes}): {REFIT}")
    return Head(arrays["weights"], arrays["scale"], arrays["bias"], arrays["rarity"].astype(numpy.float64))


def grams(title: str, text: str) -> list[tuple[Array, Array]]:
    """Buckets and weights (1 + log of the count) of each part; digits are all the same."""
    import numpy

    title, opening = (f" {' '.join(_DIGIT.sub('0', part.lower()).split())} " for part in (title, text[:OPENING]))
    words = ngrams.words(opening)
    parts = [_characters(title), (numpy.array(list(words), dtype=numpy.int64), numpy.array(list(words.values()))), _characters(opening)]
    return [(buckets + place * PART, weights) for place, (buckets, weights) in enumerate(parts)]


def _characters(text: str) -> tuple[Array, Array]:
    """N-grams of characters, all at once: one by one they would take as long as the rules."""
    import numpy

    codes = numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32).astype(numpy.uint64)
    found = []
    for n in range(1, min(LONGEST, len(codes)) + 1):
        gram = numpy.full(len(codes) - n + 1, n, dtype=numpy.uint64)
        for place in range(n):
            gram = gram * numpy.uint64(1_000_003) ^ codes[place : len(codes) - n + 1 + place]
        found.append(gram * numpy.uint64(0x9E3779B97F4A7C15) >> numpy.uint64(64 - 14))
    buckets, counts = numpy.unique(numpy.concatenate(found).astype(numpy.int64), return_counts=True)
    return buckets, 1.0 + numpy.log(counts)


def vector(title: str, text: str, rarity: Array) -> tuple[Array, Array]:
    """Buckets and values of a publication: rare n-grams weigh more, and each part has its length however long the text is."""
    import numpy

    buckets, values = [], []
    for (places, weights), length in zip(grams(title, text), LENGTHS, strict=True):
        scaled = weights * rarity[places]
        buckets.append(places)
        values.append(length * scaled / max(float(numpy.sqrt(scaled @ scaled)), 1e-9))
    return numpy.concatenate(buckets), numpy.concatenate(values)


def leanings(title: str, text: str) -> tuple[dict[DocumentType, float], dict[Status, float]]:
    """How much the n-grams speak for each type and each status; the higher, the more."""
    head = load()
    buckets, values = vector(title, text, head.rarity)
    found = ((values @ head.weights[buckets]) * head.scale + head.bias).tolist()
    return dict(zip(KINDS, found, strict=False)), dict(zip(STATUSES, found[len(KINDS) :], strict=True))
