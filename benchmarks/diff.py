"""Seconds that comparing 200 pages with 200 pages takes, for several kinds of change: ``python -m benchmarks.diff``."""

import random
import time

from pipeline.diff import compare

_SEED = 3
#: about 550 words each
PAGES = 200


def law(rng: random.Random, words: int = 110_000) -> list[str]:
    """Invented paragraphs of 20 to 140 words."""
    letters = "abcdefghijklmnopqrst"
    vocabulary = ["".join(rng.choice(letters) for _ in range(rng.randint(2, 10))) for _ in range(4_000)] + ["shall"] * 60
    paragraphs: list[str] = []
    while words > 0:
        size = rng.randint(20, 140)
        paragraphs.append(" ".join(rng.choice(vocabulary) for _ in range(size)) + ".")
        words -= size
    return paragraphs


def report() -> dict[str, float]:
    """Seconds by kind of change."""
    rng = random.Random(_SEED)
    old = law(rng)
    shuffled = rng.sample(old, len(old))
    half = len(old) // 2
    edited = [text.replace(text.split()[5], "changed", 1) for text in old]
    han = "".join(rng.choice("人工智能服务提供者应当遵守法律行政法规的规定履行义务") for _ in range(PAGES * 700))
    cases = {
        "one word in every paragraph": ("\n".join(old), "\n".join(edited)),
        "paragraphs in another order": ("\n".join(old), "\n".join(shuffled)),
        "moved and edited": ("\n".join(old), "\n".join(edited[half:] + edited[:half])),
        "every word another": ("\n".join(old), "\n".join(law(rng))),
        "one line, a word replaced throughout": (" ".join(old), " ".join(old).replace("shall", "must")),
        "Chinese in one line": (han, han.replace("义务", "责任")),
    }
    return {name: _seconds(*texts) for name, texts in cases.items()}


def _seconds(old: str, new: str) -> float:
    start = time.perf_counter()
    compare(old, new)
    return time.perf_counter() - start


if __name__ == "__main__":
    for name, seconds in report().items():
        print(f"{seconds:5.2f} s  {name}")
