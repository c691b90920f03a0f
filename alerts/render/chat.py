"""A message as the compact text of a chat that knows no markup: verdict, reasons, dates, address, and never more than fits."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.render.card import Card, Looks, card, told
from alerts.render.safe import cut, shown
from alerts.render.text import severity_word, title_of
from alerts.render.words import Words
from policywatch.types import Message, MessageKind, Span

Measure = Callable[[str], int]

_TITLES = (300, 120, 40)
_QUOTE = 160
#: a longer address is told by its host
_URL = 1000
_SPANS = 3
#: no chat shows more of many items; the others are counted
_ITEMS = 30


def in_bytes(text: str) -> int:
    """What a text takes on the wire."""
    return len(text.encode("utf-8", "replace"))


def in_json(text: str) -> int:
    """What a text takes inside JSON on the wire."""
    return in_bytes(json.dumps(text, ensure_ascii=False)) - 2


@dataclass(frozen=True, slots=True)
class Parts:
    """A message for a chat that knows cards."""

    title: str
    lines: tuple[str, ...]
    #: label and address
    links: tuple[tuple[str, str], ...]
    footer: str


def chat_parts(message: Message, looks: Looks, now: datetime, delivery_id: str, most: int, links_most: int = 8) -> Parts:
    """The parts, whose lines take at most ``most`` bytes of JSON; a link of many is numbered as its line is."""
    words = looks.words
    head, middle, _ = _parts(message, looks, now, _TITLES[1], addresses=False)
    body = fitted(head[1:], middle, [], most, in_json, words, max(0, len(message.items) - _ITEMS))
    cards = [card(item, looks, now, message.severity) for item in message.items[:links_most]]
    opened = words.pick("Open source", "查看原文")
    labels = [opened if len(message.items) == 1 else f"{opened} {number}" for number in range(1, len(cards) + 1)]
    links = tuple((label, one.url) for label, one in zip(labels, cards, strict=True) if one.url and len(one.url) <= _URL)
    return Parts(head[0], tuple(body.split("\n")) if body else (), links, footer(words, delivery_id))


def chat_text(message: Message, looks: Looks, now: datetime, delivery_id: str, most: int, measure: Measure = in_bytes) -> str:
    """At most ``most`` (bytes by default): head, address and footer always, in between what fits; what was left out is said."""
    words = looks.words
    for title in _TITLES:
        head, middle, tail = _parts(message, looks, now, title)
        tail = [*tail, footer(words, delivery_id)]
        text = fitted(head, middle, tail, most, measure, words, max(0, len(message.items) - _ITEMS))
        if measure(text) <= most:
            return text
    return text


def fitted(
    head: Sequence[str], middle: Sequence[str], tail: Sequence[str], most: int, measure: Measure, words: Words, beyond: int = 0
) -> str:
    """As many lines of the middle as fit between head and tail, with a line that counts the others and those ``beyond``."""
    whole = "\n".join([*head, *middle, *tail])
    if measure(whole) <= most and not beyond:
        return whole
    room = most - measure("\n".join([*head, words.more(len(middle) + beyond), *tail]))
    keep = 0
    for line in middle:
        room -= measure("\n" + line)
        if room < 0:
            break
        keep += 1
    left = len(middle) - keep + beyond
    return "\n".join([*head, *middle[:keep], *([words.more(left)] if left else []), *tail])


def footer(words: Words, delivery_id: str) -> str:
    """Whose judgement this is, and the short id by which a repeat is seen to be one."""
    return f"{words.disclaimer} · {delivery_id[:8]}"


def heading(message: Message, looks: Looks, now: datetime, limit: int = 300) -> str:
    """The first line: loudness and title."""
    single = message.kind is MessageKind.ALERT and len(message.items) == 1
    title = card(message.items[0], looks, now, message.severity).headline if single else title_of(message, looks.words)
    loud = severity_word(message.severity, looks.words)
    return cut((f"【{loud}】{title}" if looks.words.chinese else f"[{loud}] {title}") if loud else title, limit)


def address_of(one: Card) -> str:
    """The address when a chat can carry it; else the host it leads to."""
    return one.url if one.url and len(one.url) <= _URL else one.host


def _parts(message: Message, looks: Looks, now: datetime, title: int, *, addresses: bool = True) -> tuple[list[str], list[str], list[str]]:
    """Head, middle and tail of a message; without addresses where links carry them."""
    words, head = looks.words, [heading(message, looks, now, title)]
    notices = [shown(line, "", 300, words.hidden) for line in message.lines if message.kind is not MessageKind.ALERT]
    if len(message.items) != 1:
        briefs = (
            _brief(number, card(item, looks, now), words, addresses=addresses) for number, item in enumerate(message.items[:_ITEMS], 1)
        )
        return head, [*notices, *briefs], []
    one = card(message.items[0], looks, now, message.severity)
    if message.kind is not MessageKind.ALERT:
        notices.append(one.headline)
    return [*head, one.verdict], [*notices, *card_details(one, words)], [address_of(one)] if address_of(one) else []


def card_details(one: Card, words: Words) -> Iterator[str]:
    """What stands below a verdict, most important first."""
    yield from one.moved
    yield one.why
    for reason in told(one.reasons, 5):
        yield f"• {reason.use} {reason.score}" + (f" · {reason.owner}" if reason.owner else "")
        if reason.quote:
            yield f"  “{cut(reason.quote, _QUOTE)}”"
    yield from changes(one, words)
    for dated in one.dates:
        yield f"{dated.label}{'：' if words.chinese else ': '}{dated.dated}"
    yield " · ".join(part for part in (one.who, one.published) if part)
    if one.remark:
        yield words.pick("Note: ", "注：") + one.remark


def changes(one: Card, words: Words) -> Iterator[str]:
    """The changed words, old before new."""
    signs = {"added": "+ ", "removed": "- ", "moved": "~ ", "same": "  "}
    spans: tuple[Span, ...] = one.changes
    if spans:
        yield words.pick("What changed:", "变更内容：")
    for span in spans[:_SPANS]:
        yield signs[span.op] + cut(span.text, _QUOTE)
    omitted = one.omitted + max(0, len(spans) - _SPANS)
    if omitted:
        yield words.more(omitted)


def _brief(number: int, one: Card, words: Words, *, addresses: bool) -> str:
    reasons = words.listed(f"{reason.use} {reason.score}" for reason in one.reasons[:3])
    lines = [
        f"{number}. {cut(one.headline, 120)}",
        one.verdict + (f" · {reasons}" if reasons else ""),
        address_of(one) if addresses else "",
    ]
    return "\n".join(line for line in lines if line)
