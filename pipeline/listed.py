"""What has left a list, and since how many looks.

A list that names an item no longer says only that: the item may have moved, been taken back, or have slipped off the end. One look may also
be a bad one. So an item is ``unlisted`` after three whole looks without it, and that is news only where the list did not simply lose its oldest
items to new ones.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from policywatch.types import Listed

#: whole looks in a row that must lack an item
LOOKS = 3
#: when more than half of a list leaves at once, the list has changed, not its items
_MASS = 0.5


@dataclass(frozen=True, slots=True)
class Absences:
    """What one whole look at a list says about what is missing from it."""

    #: to be kept for the next look
    listed: Listed = field(default_factory=Listed)
    #: keys that are unlisted from now on
    unlisted: tuple[str, ...] = ()
    #: of these, those that people should hear of
    news: tuple[str, ...] = ()
    #: keys that the list names now and did not name at the look before
    appeared: tuple[str, ...] = ()


def absences(before: Listed | None, keys: Sequence[str] | None) -> Absences:
    """Compares a whole look with the one before; ``keys`` is ``None`` when the list answered that nothing has changed."""
    if before is None:
        return Absences(Listed(tuple(keys or ())), appeared=tuple(keys or ()))
    keys = before.keys if keys is None else tuple(keys)
    now, then = frozenset(keys), frozenset(before.keys)
    left = [key for key in before.keys if key not in now]
    appeared = tuple(key for key in keys if key not in then)
    missing = {key: looks + 1 for key, looks in before.missing.items() if key not in now} | dict.fromkeys(left, 1)
    quiet = {key for key in before.quiet if key in missing} | _quiet(before.keys, left, len(appeared))
    gone = tuple(key for key, looks in missing.items() if looks >= LOOKS)
    still = {key: looks for key, looks in missing.items() if looks < LOOKS}
    kept = Listed(tuple(keys), still, tuple(key for key in still if key in quiet))
    return Absences(kept, gone, tuple(key for key in gone if key not in quiet), appeared)


def _quiet(before: Sequence[str], left: Collection[str], new: int) -> set[str]:
    """Those that left without being news: at the list's end or beginning, as many new ones came, or with most of the list."""
    if len(left) >= LOOKS and len(left) > _MASS * len(before):
        return set(left)
    quiet: set[str] = set()
    for order in (before, before[::-1]):
        edge = _edge(order, frozenset(left))
        if len(edge) <= new:
            quiet.update(edge)
    return quiet


def _edge(order: Sequence[str], left: frozenset[str]) -> list[str]:
    """The last of the list that left together."""
    found: list[str] = []
    for key in reversed(order):
        if key not in left:
            break
        found.append(key)
    return found
