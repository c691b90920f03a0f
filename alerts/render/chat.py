"""A message as the compact text of a chat that knows no markup: verdict, reasons, dates, address, and never more than fits."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from alerts.render.card import Card, Looks, card, told
from alerts.render.safe import cut, shown
from alerts.render.text import severity_word, title_of
from alerts.render.words import Words
from policywatch.types import Message, MessageKind, Span

Measure = Callable[[str], int]

_TITLES = (300, 120, 40)
_QUOTE = 160
_SPANS = 3


def in_bytes(text: str) -> int:
    """What a text takes on the wire."""
    return len(text.encode("utf-8", "replace"))


def chat_text(message: Message, looks: Looks, now: datetime, delivery_id: str, most: int, measure: Measure = in_bytes) -> str:
    """At most ``most`` (bytes by default): head, address and footer always, in between what fits; what was left out is said."""
    words = looks.words
    for title in _TITLES:
        head, middle, tail = _parts(message, looks, now, title)
        tail = [*tail, footer(words, delivery_id)]
        text = fitted(head, middle, tail, most, measure, words)
        if measure(text) <= most:
            return text
    return text


def fitted(head: Sequence[str], middle: Sequence[str], tail: Sequence[str], most: int, measure: Measure, words: Words) -> str:
    """As many lines of the middle as fit between head and tail, with a line that counts the others."""
    whole = "\n".join([*head, *middle, *tail])
    if measure(whole) <= most:
        return whole
    room = most - measure("\n".join([*head, words.more(len(middle)), *tail]))
    keep = 0
    for line in middle:
        room -= measure("\n" + line)
        if room < 0:
            break
        keep += 1
    return "\n".join([*head, *middle[:keep], *([words.more(len(middle) - keep)] if middle else []), *tail])


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
    return one.url if one.url and len(one.url) <= 1000 else one.host


def _parts(message: Message, looks: Looks, now: datetime, title: int) -> tuple[list[str], list[str], list[str]]:
    """Head, middle and tail of a message."""
    words, head = looks.words, [heading(message, looks, now, title)]
    notices = [shown(line, "", 300, words.hidden) for line in message.lines if message.kind is not MessageKind.ALERT]
    if len(message.items) != 1:
        briefs = (_brief(number, card(item, looks, now), words) for number, item in enumerate(message.items, 1))
        return head, [*notices, *briefs], []
    one = card(message.items[0], looks, now, message.severity)
    if message.kind is not MessageKind.ALERT:
        notices.append(one.headline)
    return [*head, one.verdict], [*notices, *card_details(one, words)], [line for line in [address_of(one)] if line]


def card_details(one: Card, words: Words) -> Iterator[str]:
    """What stands below a verdict, most important first."""
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


def _brief(number: int, one: Card, words: Words) -> str:
    reasons = words.listed(f"{reason.use} {reason.score}" for reason in one.reasons[:3])
    lines = [f"{number}. {cut(one.headline, 120)}", one.verdict + (f" · {reasons}" if reasons else ""), address_of(one)]
    return "\n".join(line for line in lines if line)
