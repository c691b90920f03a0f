"""A Message as Slack blocks.

Text from outside stands only in ``plain_text`` and ``rich_text`` elements, where nothing is parsed; ``mrkdwn`` holds our own
words alone. The top-level text, which phones and screen readers read, is escaped and its markup softened. Everything stays
inside ``limits``, and whatever is left out is said.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from alerts.render import limits
from alerts.render.card import Card, Looks, card, told
from alerts.render.safe import cut, plain
from alerts.render.text import card_lines, passed_over, severity_word, title_of, told_apart
from alerts.render.words import Words
from policywatch.types import Message, MessageKind, Severity, Span

Block = dict[str, Any]

_REASONS = 5
_DATES = 4
_LIST = 40
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_SOFT = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})


def payload(message: Message, looks: Looks, now: datetime, delivery_id: str, *, interactive: bool = False) -> dict[str, Any]:
    """The arguments of ``chat.postMessage`` without the channel; ``interactive`` adds buttons that need Socket Mode."""
    blocks = _blocks(message, looks, now, delivery_id, interactive)
    return {
        "text": fallback(message, looks, now),
        "blocks": blocks,
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": metadata(message, delivery_id),
    }


def text_only(message: Message, looks: Looks, now: datetime, delivery_id: str) -> dict[str, Any]:
    """The same without blocks, for a receiver that refuses them."""
    full = payload(message, looks, now, delivery_id)
    del full["blocks"]
    lines = [title_of(message, looks.words), *message.lines] if len(message.items) != 1 else []
    for item in message.items:
        lines += card_lines(card(item, looks, now, message.severity), looks.words)
    tail = f"\n{_footer(looks.words, delivery_id)}"
    body = "\n".join(soften(line) for line in lines)
    full["text"] = _cut_escaped(body, limits.TEXT_ONLY - len(tail)) + tail
    return full


def renewed(
    message: Message, looks: Looks, now: datetime, delivery_id: str, *, interactive: bool = False, sent_as: str = ""
) -> dict[str, Any]:
    """The arguments of ``chat.update`` that turn a matter's first message into its current state.

    It keeps the delivery id it was sent under (``sent_as``) and says whose state it shows; ``parse`` would be reset otherwise.
    """
    made = payload(message, looks, now, delivery_id, interactive=interactive)
    words = looks.words
    note = words.pick(
        f"Updated {words.instant(now, looks.zone)}; earlier news is in the thread",
        f"更新于 {words.instant(now, looks.zone)}，过往消息见回复",
    )
    blocks = [*made["blocks"][:-1], {**_context([note]), "block_id": f"pw-{delivery_id[:8]}-updated"}, made["blocks"][-1]]
    known = metadata(message, sent_as or delivery_id)
    known["event_payload"]["state"] = delivery_id
    return {"text": made["text"], "blocks": blocks, "parse": "none", "link_names": False, "metadata": known}


def succeeding(
    message: Message, looks: Looks, now: datetime, delivery_id: str, *, interactive: bool = False, before: str = ""
) -> dict[str, Any]:
    """The arguments of ``chat.postMessage`` for a first message whose forerunner cannot be changed any more; links it where it still is."""
    made = payload(message, looks, now, delivery_id, interactive=interactive)
    note = looks.words.pick("Goes on from an earlier message", "接续此前的消息")
    parts = [_text(note)] if not before else [{"type": "link", "url": before, "text": note}]
    block = {**_rich(_section(parts)), "block_id": f"pw-{delivery_id[:8]}-before"}
    return {**made, "blocks": [*made["blocks"][:-1], block, made["blocks"][-1]]}


def retracted(message: Message, why: str, looks: Looks, delivery_id: str) -> dict[str, Any]:
    """The arguments of ``chat.update`` that take a wrong alert back in place: what it was stays readable, struck through."""
    words = looks.words
    title = words.pick("Retracted", "已撤回此提醒")
    reason = cut(plain(why), 600) or words.pick("sent by mistake", "误发")
    parts = [_text(cut(title_of(message, words), 300), strike=True), _text("\n"), _text(reason)]
    blocks = [_header(title), _rich(_section(parts)), _context([_footer(words, delivery_id)])]
    return {"text": _cut_escaped(f"{title}: {soften(reason)}", limits.TEXT), "blocks": blocks, "parse": "none", "link_names": False}


def metadata(message: Message, delivery_id: str) -> dict[str, Any]:
    """What a look-up finds the message by. Readable by everyone in the workspace, so only ids."""
    return {
        "event_type": "policywatch_alert",
        "event_payload": {"delivery_id": delivery_id, "alert": message.alert_id or message.kind.value, "v": 1},
    }


def fallback(message: Message, looks: Looks, now: datetime) -> str:
    """What a phone shows and a screen reader reads: never empty, never markup."""
    words = looks.words
    if message.kind is MessageKind.ALERT and len(message.items) == 1:
        one = card(message.items[0], looks, now, message.severity)
        uses = words.listed(f"{reason.use} {reason.score}" for reason in one.reasons[:_REASONS])
        parts = [one.verdict, one.headline, one.why + words.pick(" ", "") + uses if uses else one.why, one.url or ""]
    else:
        parts = [title_of(message, words), *message.lines[:10]]
        parts += [card(item, looks, now).headline for item in message.items[:5]]
        if len(message.items) > 5:
            parts.append(words.more(len(message.items) - 5))
    whole = " | ".join(soften(part) for part in parts if part)
    return _cut_escaped(whole, limits.TEXT) or "policywatch"


def soften(text: str) -> str:
    """Text from outside for a place where Slack parses: ``&``, ``<``, ``>`` escaped in that order, marks and emoji codes made inert."""
    line = plain(text).translate(_SOFT)
    line = _EMOJI.sub("∶", line)
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut_escaped(text: str, limit: int) -> str:
    """Cuts without leaving half an entity."""
    short = cut(text, limit)
    return short if short == text else re.sub(r"&[a-z]{0,3}(?=…?$)", "", short)


# ---- blocks ----------------------------------------------------------------------------------------------------------


def _blocks(message: Message, looks: Looks, now: datetime, delivery_id: str, interactive: bool) -> list[Block]:
    if message.kind is MessageKind.ALERT and len(message.items) == 1:
        blocks = _alert(message, looks, now, interactive)
    else:
        blocks = _summary(message, looks, now)
    blocks.append(_context([_footer(looks.words, delivery_id)]))
    names = [_block_name(number, block) for number, block in enumerate(blocks)]
    return [{**block, "block_id": f"pw-{delivery_id[:8]}-{name}"} for block, name in zip(blocks, names, strict=True)]


def _block_name(number: int, block: Block) -> str:
    return f"{number}-{block['type']}"


def _alert(message: Message, looks: Looks, now: datetime, interactive: bool) -> list[Block]:
    words = looks.words
    one = card(message.items[0], looks, now, message.severity)
    blocks = [_header(one.verdict), _title(one), _context([_origin(one)]), _why(one, words), _fields(one, message.severity, words)]
    if one.changes or one.moved:
        blocks.append(_changed(one, words))
    elif one.summary and one.summary != one.title:
        blocks.append(_rich(_quote([_text(one.summary)])))
    blocks.append(_context([text for text in (_evidence(one, words), one.remark and words.pick("Note: ", "注：") + one.remark) if text]))
    buttons = _buttons(one, message.alert_id, words, interactive)
    return [*blocks, {"type": "actions", "elements": buttons}] if buttons else blocks


def _title(one: Card) -> Block:
    badge = [_text(one.badge, code=True), _text(" ")] if one.badge else []
    return _rich(_section([*badge, _text(one.title, bold=True)]))


def _origin(one: Card) -> str:
    return " · ".join(part for part in (one.who, one.published) if part) or one.host or "?"


def _why(one: Card, words: Words) -> Block:
    elements: list[Block] = [_section([_text(one.why)])]
    for reason in told(one.reasons, _REASONS):
        owner = f" · {reason.owner}" if reason.owner else ""
        elements.append(_section([_text(reason.use, bold=True), _text(f" {reason.score}{owner}")]))
        if reason.quote:
            elements.append(_quote([_text(reason.quote)]))
    if len(one.reasons) > _REASONS:
        elements.append(_section([_text(words.more(len(one.reasons) - _REASONS))]))
    return _rich(*elements)


def _fields(one: Card, severity: Severity, words: Words) -> Block:
    """Label and value pairs of our own words; the one place with ``mrkdwn``."""
    pairs = [(words.pick("Status", "状态"), one.status or words.pick("unknown", "未知"))]
    pairs += [(dated.label, dated.dated) for dated in one.dates[:_DATES]]
    if len(one.dates) > _DATES:
        pairs.append((words.pick("Dates", "日期"), words.more(len(one.dates) - _DATES)))
    if one.about:
        pairs.append((words.pick("Speaks of", "涉及主题"), words.listed(one.about)))
    pairs.append((words.pick("About AI regulation", "属于人工智能监管"), one.confidence))
    loud = severity_word(severity, words)
    if loud:
        pairs.append((words.pick("Severity", "级别"), loud))
    return {"type": "section", "fields": [{"type": "mrkdwn", "text": f"*{soften(label)}*\n{soften(value)}"} for label, value in pairs]}


def _changed(one: Card, words: Words) -> Block:
    elements = [_section([_text(words.pick("What changed", "变更内容"), bold=True)])]
    elements += [_section([_text(move, bold=True)]) for move in one.moved]
    elements += [_quote([_span(span, words)]) for span in one.changes]
    if one.omitted:
        elements.append(_section([_text(words.more(one.omitted))]))
    return _rich(*elements)


def _span(span: Span, words: Words) -> Block:
    """Before and after in words as well as in style, since a screen reader reads no style."""
    label = {
        "removed": words.pick("Before: ", "原文："),
        "added": words.pick("Now: ", "现为："),
        "moved": words.pick("Moved: ", "移动："),
        "same": "",
    }
    return _text(label[span.op] + span.text, bold=span.op == "added", strike=span.op == "removed")


def _evidence(one: Card, words: Words) -> str:
    parts = [words.pick(f"Source: {one.host}", f"来源：{one.host}") if one.host else ""]
    parts.append(words.pick(f"archived copy {one.archived}", f"存档指纹 {one.archived}") if one.archived else "")
    parts.append(words.pick(f"retrieved {one.seen}", f"抓取于 {one.seen}") if one.seen else "")
    return " · ".join(part for part in parts if part)


def _buttons(one: Card, alert_id: str, words: Words, interactive: bool) -> list[Block]:
    buttons = []
    if one.url:
        buttons.append({**_button("open", words.pick("Open source", "打开原文")), "url": one.url})
    if interactive and alert_id:
        labels = (
            ("relevant", words.pick("Relevant", "相关")),
            ("not_relevant", words.pick("Not relevant", "不相关")),
            ("assign", words.pick("Assign", "指派")),
            ("acknowledge", words.pick("Acknowledge", "确认")),
            ("snooze", words.pick("Snooze", "稍后提醒")),
            ("done", words.pick("Mark done", "标记完成")),
        )
        buttons += [{**_button(name, label), "value": alert_id} for name, label in labels]
    return buttons


def _button(name: str, label: str) -> Block:
    return {"type": "button", "action_id": f"policywatch_{name}", "text": {"type": "plain_text", "text": label, "emoji": False}}


def _summary(message: Message, looks: Looks, now: datetime) -> list[Block]:
    """Many items or a notice: one block each while the budget lasts, then how many were left out."""
    words = looks.words
    loud = severity_word(message.severity, words)
    title = title_of(message, words)
    blocks = [_header(f"{loud} · {title}" if loud else title)]
    if message.lines:
        blocks.append(_rich(*(_section([_text(cut(plain(line), 600))]) for line in message.lines[:20] if plain(line))))
        if len(message.lines) > 20:
            blocks.append(_context([words.more(len(message.lines) - 20)]))
    blocks = [block for block in blocks if block.get("elements", True)]
    told, rest = told_apart(message)
    last = [_context([cut(passed_over(rest, words), limits.CONTEXT_TEXT)])] if rest else []
    left = limits.TOTAL - limits.total(blocks) - limits.total(last) - 300
    shown = 0
    for item in told[:_LIST]:
        block = _brief(card(item, looks, now), words)
        left -= limits.total([block])
        if left < 0:
            break
        blocks.append(block)
        shown += 1
    if shown < len(told):
        blocks.append(_context([words.more(len(told) - shown)]))
    return blocks + last


def _brief(one: Card, words: Words) -> Block:
    badge = [_text(one.badge, code=True), _text(" ")] if one.badge else []
    uses = words.listed(f"{reason.use} {reason.score}" for reason in one.reasons[:_REASONS])
    parts = [*badge, _text(cut(one.title, 160), bold=True), _text("\n" + " · ".join(part for part in (one.verdict, uses) if part))]
    if one.url and one.host:
        parts += [_text("\n"), {"type": "link", "url": one.url, "text": cut(one.host, 80)}]
    return _rich(_section(parts))


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": cut(plain(text), limits.HEADER) or "policywatch", "emoji": False}}


def _context(lines: Sequence[str]) -> Block:
    texts = [cut(plain(line), limits.CONTEXT_TEXT) for line in lines[: limits.CONTEXT_ELEMENTS]]
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False} for text in texts if text]}


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": elements}


def _quote(elements: list[Block]) -> Block:
    return {"type": "rich_text_quote", "elements": elements}


def _text(text: str, **style: bool) -> Block:
    on = {name: True for name, wanted in style.items() if wanted}
    return {"type": "text", "text": text, **({"style": on} if on else {})}


def _footer(words: Words, delivery_id: str) -> str:
    return f"{words.disclaimer} · {delivery_id[:8]}"
