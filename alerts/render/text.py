"""Messages as plain text: the console's card, a mail's plain part, a chat's fallback."""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime

from alerts.render.card import Card, Looks, card, told
from alerts.render.safe import shown
from alerts.render.words import Words
from policywatch.types import Band, Item, Message, MessageKind, Severity, Span

_WIDTH = 88


def console_card(message: Message, looks: Looks, now: datetime, delivery_id: str = "") -> str:
    """The whole message for a terminal; ends with a newline."""
    words = looks.words
    lines = ["─" * _WIDTH, *_head(message, looks), *_body(message, looks, now)]
    tail = words.disclaimer + (f" · {delivery_id[:8]}" if delivery_id else "")
    return "\n".join([*lines, tail]) + "\n"


def title_of(message: Message, words: Words) -> str:
    """What a message is called: its own title, or the product's words for summaries."""
    if message.kind is MessageKind.STARTING_PICTURE:
        count = words.count(len(message.items), "publication")
        return words.pick(f"Starting picture: {count} already out there", f"初始概览：已有 {len(message.items)} 份文件")
    if message.kind is MessageKind.ALERT and len(message.items) > 1:
        return words.pick(f"{len(message.items)} updates at once", f"一次收到 {len(message.items)} 项更新")
    title = shown(message.title, message.items[0].url if message.items else "", 300, words.hidden)
    if message.kind is MessageKind.REMINDER:
        return words.pick(f"A deadline comes near: {title}", f"期限临近：{title}")
    if message.kind is MessageKind.ESCALATION:
        return words.pick(f"Nobody has taken this up yet: {title}", f"尚无人处理：{title}")
    return title


def lines_of(message: Message, words: Words) -> list[str]:
    """The plain sentences of a message; they may name sources and titles, so they are shown like all text from outside."""
    return [line for one in message.lines if (line := shown(one, "", 1000, words.hidden))]


def severity_word(severity: Severity, words: Words) -> str:
    """Loudness in words, never by colour alone; empty for normal."""
    names = {Severity.HIGH: words.pick("High", "重要"), Severity.NORMAL: "", Severity.LOW: words.pick("Low confidence", "低置信度")}
    return names[severity]


def _head(message: Message, looks: Looks) -> list[str]:
    loud = severity_word(message.severity, looks.words)
    if message.kind is MessageKind.ALERT and len(message.items) == 1:
        return [f"[{loud}]"] if loud else []
    title = title_of(message, looks.words)
    return [f"[{loud}] {title}" if loud else title]


def _body(message: Message, looks: Looks, now: datetime) -> Iterator[str]:
    for line in lines_of(message, looks.words) if message.kind is not MessageKind.ALERT else ():
        yield from _wrap(line, "  ")
    if len(message.items) == 1:
        yield from card_lines(card(message.items[0], looks, now, message.severity), looks.words)
        return
    told, rest = told_apart(message)
    for number, item in enumerate(told, 1):
        yield from brief_lines(number, card(item, looks, now), looks.words)
    if rest:
        yield from _wrap(passed_over(rest, looks.words), "  ")


def told_apart(message: Message) -> tuple[list[Item], list[Item]]:
    """The items worth a look, and those that were dropped: named in one line, so that nobody has to wonder."""
    told = [item for item in message.items if item.band is not Band.DROP]
    return told, [item for item in message.items if item.band is Band.DROP]


def passed_over(items: Sequence[Item], words: Words) -> str:
    """One line that names the items in which nothing on AI regulation was found."""
    titles = "; ".join(shown(item.title, item.url, 80, words.hidden) for item in items[:40])
    more = f" {words.more(len(items) - 40)}" if len(items) > 40 else ""
    return words.pick(
        f"Nothing on AI regulation in {len(items):,} more: {titles}{more}", f"以下 {len(items):,} 份未涉及人工智能监管：{titles}{more}"
    )


def card_lines(one: Card, words: Words) -> Iterator[str]:
    """One item in full."""
    yield from _wrap(one.headline)
    yield from _wrap(one.verdict, "  ")
    yield "  " + " · ".join(part for part in (one.who, one.published) if part)
    if one.about:
        yield from _wrap(words.pick("Speaks of: ", "涉及主题：") + words.listed(one.about), "  ")
    yield "  " + one.why
    for reason in told(one.reasons, len(one.reasons)):
        yield f"    {reason.use} {reason.score}" + (f" · {reason.owner}" if reason.owner else "")
        if reason.quote:
            yield from _wrap(words.pick(f"“{reason.quote}”", f"“{reason.quote}”"), "      ")
    for move in one.moved:
        yield from _wrap(move, "  ")
    for dated in one.dates:
        yield f"  {dated.label}: {dated.dated}"
    if one.changes:
        yield words.pick("  What changed:", "  变更内容：")
        yield from change_lines(one.changes, one.omitted, words)
    if one.remark:
        yield from _wrap(words.pick("Note: ", "注：") + one.remark, "  ")
    if one.url:
        yield f"  {one.url}"
    if one.archived:
        yield words.pick("  Archived copy ", "  存档指纹 ") + one.archived


def brief_lines(number: int, one: Card, words: Words) -> Iterator[str]:
    """One item of many, in two or three lines."""
    yield from _wrap(f"{number}. {one.headline}", "  ")
    reasons = words.listed(f"{reason.use} {reason.score}" for reason in one.reasons)
    yield from _wrap(one.verdict + (f" · {reasons}" if reasons else ""), "     ")
    if one.url:
        yield f"     {one.url}"


def change_lines(spans: tuple[Span, ...], omitted: int, words: Words, indent: str = "    ", columns: int = _WIDTH) -> Iterator[str]:
    """Changed words with their sign; what was left out is said."""
    signs = {"added": "+ ", "removed": "- ", "moved": "~ ", "same": "  "}
    for span in spans:
        yield from wrap(signs[span.op] + span.text, columns, indent)
    if omitted:
        yield indent + words.more(omitted)


def width(text: str) -> int:
    """Columns that a text takes on a terminal: wide scripts take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c))


def wrap(text: str, columns: int, indent: str = "") -> list[str]:
    """Lines of at most ``columns``; wide scripts are counted double and may break anywhere."""
    if width(text) == len(text):
        return textwrap.wrap(text, columns, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    lines, line = [], indent
    for word in _breakable(text):
        if width(line) + width(word.rstrip()) > columns and line.strip():
            lines.append(line.rstrip())
            line = indent
            word = word.lstrip()
        line += word
    return [*lines, line.rstrip()] if line.strip() else lines


def _breakable(text: str) -> Iterator[str]:
    """Words with their blanks; every wide character is a word, and closing marks stay with what they close."""
    word = ""
    for c in text:
        wide = unicodedata.east_asian_width(c) in "WF"
        closes = unicodedata.category(c) in ("Pe", "Pf", "Po", "Mn", "Mc")
        if word and not closes and (wide or word[-1].isspace() or unicodedata.east_asian_width(word[-1]) in "WF"):
            yield word
            word = ""
        word += c
    if word:
        yield word


def _wrap(text: str, indent: str = "") -> list[str]:
    return wrap(text, _WIDTH, indent) or [indent.rstrip()]
