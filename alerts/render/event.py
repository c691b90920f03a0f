"""A delivery as a bounded JSON object for another system: personal data masked, quotes and items cut to fit, and every cut said."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from alerts.render.card import Looks
from alerts.render.record import record
from alerts.render.safe import link, shown
from policywatch.types import Delivery, Item, Message

_TITLE = 300
_LINE = 1000
#: code points of a quote, from generous to none
_QUOTES = (2000, 500, 200, 0)


def event(delivery: Delivery, looks: Looks, now: datetime, max_bytes: int, wrap: Callable[[dict[str, Any]], dict[str, Any]]) -> bytes:
    """UTF-8 JSON of ``wrap(data)`` in at most ``max_bytes``; ``data.omitted`` counts the items left out."""
    for message, omitted in _shorter(delivery.message, looks):
        data = record(replace(delivery, message=message)) | {"omitted": omitted}
        raw = compact(wrap(data))
        if len(raw) <= max_bytes:
            return raw
    raise ValueError(f"a message needs more than {max_bytes} bytes: this is a fault of policywatch")


def compact(value: Any) -> bytes:
    """JSON without blanks, in UTF-8; what no encoding holds is written as an escape."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _shorter(message: Message, looks: Looks) -> Iterator[tuple[Message, int]]:
    """The message as it is shown, then with shorter quotes, then with fewer items, then without any."""
    lines = tuple(shown(line, "", _LINE, looks.words.hidden) for line in message.lines)
    for most in _QUOTES:
        items = tuple(_shown(item, looks, most) for item in message.items)
        yield replace(message, title=_title(message, looks), items=items, lines=lines), 0
    keep = len(message.items) // 2
    while keep:
        items = tuple(_shown(item, looks, 0) for item in message.items[:keep])
        yield replace(message, title=_title(message, looks), items=items, lines=lines[:20]), len(message.items) - keep
        keep //= 2
    yield replace(message, title=_title(message, looks), items=(), lines=lines[:3]), len(message.items)


def _title(message: Message, looks: Looks) -> str:
    url = message.items[0].url if message.items else ""
    return shown(message.title, url, _TITLE, looks.words.hidden)


def _shown(item: Item, looks: Looks, most: int) -> Item:
    hidden = looks.words.hidden
    why = tuple(replace(one, quote=shown(one.quote, item.url, most, hidden)) for one in item.why[:20])
    title, url = shown(item.title, item.url, _TITLE, hidden), link(item.url, 2000) or ""
    jurisdiction, language = shown(item.jurisdiction, item.url, 60, hidden), shown(item.language, item.url, 40, hidden)
    remark = shown(item.remark, item.url, 200, hidden)
    return replace(item, title=title, url=url, why=why, remark=remark, jurisdiction=jurisdiction, language=language)
