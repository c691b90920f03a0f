"""How much is missed, estimated from a random few: a share with an interval that holds whatever the true share is."""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True, slots=True)
class Share:
    """A share found in a sample, and between which shares the true one lies."""

    found: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share in the sample itself."""
        return self.found / self.of if self.of else 0.0


def share_of(found: int, of: int, level: float = 0.95) -> Share:
    """The exact interval of Clopper and Pearson (1934): it holds the true share at least as often as ``level`` says."""
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    tail = (1 - level) / 2
    low = _solve(lambda p: 1 - _at_most(found - 1, of, p), tail) if found else 0.0
    high = _solve(lambda p: -_at_most(found, of, p), -tail) if found < of else 1.0
    return Share(found, of, low, high)


def _at_most(k: int, n: int, p: float) -> float:
    """The chance of at most ``k`` hits in ``n`` draws."""
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


def _solve(rising: Callable[[float], float], value: float) -> float:
    """Where a rising function of a share reaches a value."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if rising(middle) < value:
            low = middle
        else:
            high = middle
    return (low + high) / 2
