"""Whether nearly everything is new, or only its ids are.

A site that gives all its items new ids or addresses makes a whole list look new. Telling people about all of it would be the loudest false alarm a
watch can give, so it is held until an admin says which of both it is.
"""

from collections.abc import Sequence
from datetime import datetime
from statistics import median

from policywatch.types import Document

#: fewer items may well all be new
LEAST = 5
#: this share of a fetch must be new
SHARE = 0.8


def nearly_all(new: int, items: int) -> bool:
    """Whether so much of a fetch is new that it must be looked at closely."""
    return items >= LEAST and new > SHARE * items


def ids_changed(new: Sequence[Document], known_titles: int, newest: datetime | None, usual: Sequence[float]) -> bool:
    """Whether items of which nearly all are new are rather old ones under new ids.

    ``known_titles``: how many of them are called like something known; ``newest``: the latest day anything known was published; ``usual``: the
    share of new items in earlier fetches. A daily digest brings only new items every day, and that is its way; items dated after all that is
    known are news as well, unless they are called like old ones.
    """
    if known_titles * 2 > len(new):
        return True
    if usual and median(usual) > SHARE / 2:
        return False
    later = sum(1 for document in new if document.published_at is not None and newest is not None and document.published_at > newest)
    return later * 2 <= len(new)
