"""A digest for a chat: the same content as the mail in the words of one message, which the channel's own renderer keeps within its limits."""

from collections.abc import Sequence
from datetime import datetime

from alerts.digest import Digest
from alerts.message import digest_message
from policywatch.types import Band, Item, Message

_DEADLINES = 8
_TROUBLES = 5


def to_message(digest: Digest, items: Sequence[Item], now: datetime) -> Message:
    """Verdict, troubles, deadlines and coverage as lines; the items, most relevant first, below them."""
    words = digest.words
    lines = [digest.period, *digest.verdict, *digest.troubles[:_TROUBLES]]
    if len(digest.troubles) > _TROUBLES:
        lines.append(words.more(len(digest.troubles) - _TROUBLES))
    for row in digest.deadlines[:_DEADLINES]:
        parts = (row.title, row.label, row.where, words.say("owner {name}", name=row.owner) if row.owner else "")
        lines.append(f"{row.day}{words.within(row.left)} " + " · ".join(part for part in parts if part))
    left = len(digest.deadlines) - _DEADLINES + digest.deadlines_more
    if left > 0:
        lines.append(f"{words.say('Deadlines')}: {words.more(left)}")
    lines.append(" ".join(digest.coverage[:2]))
    return digest_message(digest.title, lines, [item for item in items if item.band is not Band.DROP], now)
