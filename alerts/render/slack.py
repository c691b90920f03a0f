"""A Message as Slack blocks.

Text from outside stands only in ``plain_text`` and ``rich_text`` elements, where nothing is parsed; ``mrkdwn`` holds our own
words alone. The top-level text, which phones and screen readers read, is escaped and its markup softened. Everything stays
inside ``limits``, and whatever is left out is said.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alerts.render import limits
from alerts.render.acts import Voices, standing_lines
from alerts.render.blocks import Block, context, header, quote, rich, section, text
from alerts.render.card import Card, Looks, card, told
from alerts.render.safe import cut, plain
from alerts.render.slack_actions import reopening, rows
from alerts.render.text import card_lines, lines_of, passed_over, severity_word, title_of, told_apart
from alerts.render.words import Words
from alerts.standing import Standing
from policywatch.types import DocumentType, Message, MessageKind, Severity, Span

_REASONS = 5
_DATES = 4
_LIST = 40
_NUDGES = (MessageKind.REMINDER, MessageKind.ESCALATION)
#: what can be in force or not; of a fine or a speech nobody asks
_HAVE_STATUS = frozenset(DocumentType) - {
    DocumentType.ENFORCEMENT,
    DocumentType.COURT,
    DocumentType.DECISION,
    DocumentType.SPEECH_PRESS,
    DocumentType.REPORT,
    DocumentType.NEWS,
}
_MEMBER = re.compile(r"[UW][A-Z0-9]{2,30}")
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_SOFT = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known around a message when it is drawn."""

    #: somebody listens to buttons
    interactive: bool = False
    #: it stands under another message of its matter
    reply: bool = False
    #: what people made of its matter so far
    stands: Standing = field(default_factory=Standing)
    #: what colleagues call people, by id
    people: Mapping[str, str] = field(default_factory=dict)
    #: member ids by the same ids
    handles: Mapping[str, str] = field(default_factory=dict)


ALONE = Scene()


def payload(message: Message, looks: Looks, now: datetime, delivery_id: str, scene: Scene = ALONE) -> dict[str, Any]:
    """The arguments of ``chat.postMessage`` without the channel."""
    blocks = _blocks(message, looks, now, delivery_id, scene)
    return {
        "text": fallback(message, looks, now, scene),
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
    lines = [title_of(message, looks.words), *lines_of(message, looks.words)] if len(message.items) != 1 else []
    for item in message.items:
        lines += card_lines(card(item, looks, now, message.severity), looks.words)
    tail = f"\n{_footer(looks.words, delivery_id)}"
    body = "\n".join(soften(line) for line in lines)
    full["text"] = _cut_escaped(body, limits.TEXT_ONLY - len(tail)) + tail
    return full


def renewed(message: Message, looks: Looks, now: datetime, delivery_id: str, scene: Scene = ALONE, *, news: bool = True) -> dict[str, Any]:
    """The arguments of ``chat.update`` that turn a matter's first message into its current state.

    ``news`` says that more was published since it was sent. Metadata is left out, so that the message keeps the id it was sent
    under; ``parse`` would be reset otherwise.
    """
    made = payload(message, looks, now, delivery_id, scene)
    words, blocks = looks.words, made["blocks"]
    if news:
        note = words.pick(
            f"Updated {words.instant(now, looks.zone)}; earlier news is in the thread",
            f"更新于 {words.instant(now, looks.zone)}，过往消息见回复",
        )
        blocks = [*blocks[:-1], {**context([note]), "block_id": f"pw-{delivery_id[:8]}-updated"}, blocks[-1]]
    return {"text": made["text"], "blocks": blocks, "parse": "none", "link_names": False}


def succeeding(
    message: Message, looks: Looks, now: datetime, delivery_id: str, scene: Scene = ALONE, *, before: str = ""
) -> dict[str, Any]:
    """The arguments of ``chat.postMessage`` for a first message whose forerunner cannot be changed any more; links it where it still is."""
    made = payload(message, looks, now, delivery_id, scene)
    note = looks.words.pick("Goes on from an earlier message", "接续此前的消息")
    parts = [{"type": "link", "url": before, "text": note}] if before else [text(note)]
    block = {**rich(section(parts)), "block_id": f"pw-{delivery_id[:8]}-before"}
    return {**made, "blocks": [*made["blocks"][:-1], block, made["blocks"][-1]]}


def retracted(message: Message, why: str, looks: Looks, delivery_id: str, scene: Scene = ALONE) -> dict[str, Any]:
    """The arguments of ``chat.update`` that take a wrong alert back in place: what it was stays readable, struck through."""
    words = looks.words
    title = words.pick("Retracted", "已撤回此提醒")
    reason = cut(plain(why), 600) or words.pick("sent by mistake", "误发")
    who = scene.people.get(scene.stands.retracted_by, scene.stands.retracted_by)
    if who:
        reason = cut(plain(who), 80) + words.pick(": ", "：") + reason
    parts = [text(cut(title_of(message, words), 300), strike=True), text("\n"), text(reason)]
    again = [reopening(message.alert_id, words)] if scene.interactive and message.alert_id else []
    blocks = [header(title), rich(section(parts)), *again, context([_footer(words, delivery_id)])]
    return {"text": _cut_escaped(f"{title}: {soften(reason)}", limits.TEXT), "blocks": blocks, "parse": "none", "link_names": False}


def repeat(looks: Looks) -> dict[str, Any]:
    """The arguments of ``chat.update`` that mark a repeat which cannot be deleted."""
    note = looks.words.pick("Repeat of an earlier message", "重复消息，请见前文")
    return {"text": note, "blocks": [rich(section([text(note, strike=True)]))], "parse": "none", "link_names": False}


def metadata(message: Message, delivery_id: str) -> dict[str, Any]:
    """What a look-up finds the message by. Readable by everyone in the workspace, so only ids."""
    return {
        "event_type": "policywatch_alert",
        "event_payload": {"delivery_id": delivery_id, "alert": message.alert_id or message.kind.value, "v": 1},
    }


def fallback(message: Message, looks: Looks, now: datetime, scene: Scene = ALONE) -> str:
    """What a phone shows and a screen reader reads: never empty, never markup."""
    words = looks.words
    if message.kind is MessageKind.ALERT and len(message.items) == 1:
        one = card(message.items[0], looks, now, message.severity)
        uses = words.listed(f"{reason.use} {reason.score}" for reason in one.reasons[:_REASONS])
        why = one.why + words.pick(" ", "") + uses if uses else one.why
        parts = [one.verdict, one.headline, why, *_stands(one, looks, now, scene), one.url or ""]
    elif message.kind in _NUDGES and len(message.items) == 1:
        one = card(message.items[0], looks, now)
        parts = [title_of(message, words), one.verdict, one.url or ""]
    else:
        parts = [title_of(message, words), *lines_of(message, words)[:10]]
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


def _blocks(message: Message, looks: Looks, now: datetime, delivery_id: str, scene: Scene) -> list[Block]:
    if message.kind is MessageKind.ALERT and len(message.items) == 1:
        blocks = _alert(message, looks, now, scene)
    elif message.kind in _NUDGES and len(message.items) == 1:
        blocks = _nudge(message, looks, now, scene)
    else:
        blocks = _summary(message, looks, now)
    if message.mentions:
        blocks.insert(1, _called(message, scene))
    blocks.append(context([_footer(looks.words, delivery_id)]))
    names = [_block_name(number, block) for number, block in enumerate(blocks)]
    return [{**block, "block_id": f"pw-{delivery_id[:8]}-{name}"} for block, name in zip(blocks, names, strict=True)]


def _called(message: Message, scene: Scene) -> Block:
    """The people who are called, mentioned by member ids out of our own configuration; the one place that mentions anybody."""
    handles = ((one, scene.handles.get(one, "")) for one in message.mentions)
    named = [f"<@{handle}>" if _MEMBER.fullmatch(handle) else soften(scene.people.get(one, one)) for one, handle in handles]
    return {"type": "section", "text": {"type": "mrkdwn", "text": " ".join(named), "verbatim": True}}


def _block_name(number: int, block: Block) -> str:
    return f"{number}-{block['type']}"


def _alert(message: Message, looks: Looks, now: datetime, scene: Scene) -> list[Block]:
    """Verdict, title, why us, what changed, dates, evidence, who has it, buttons."""
    words = looks.words
    item = message.items[0]
    one = card(item, looks, now, message.severity)
    blocks = [header(one.verdict), _title(one), context(list(_origin(one, words))), _why(one, scene, words)]
    if one.changes or one.moved:
        blocks.append(_changed(one, words))
    elif one.summary and one.summary != one.title:
        blocks.append(rich(quote([text(one.summary)])))
    blocks.append(_fields(one, item.document_type in _HAVE_STATUS, message.severity, words))
    blocks.append(context([_evidence(one, words), one.remark and words.pick("Note: ", "注：") + one.remark]))
    stands = list(_stands(one, looks, now, scene))
    if stands:
        blocks.append(rich(section([text(" · ".join(stands), bold=True)])))
    alert_id = message.alert_id if scene.interactive else ""
    blocks += rows(alert_id, one.url, words, scene.stands, reply=scene.reply)
    return [block for block in blocks if block.get("elements", True)]


def _nudge(message: Message, looks: Looks, now: datetime, scene: Scene) -> list[Block]:
    """A reminder or a call: what presses, about what, whom it may touch, and what can be done; the alert itself says the rest."""
    words = looks.words
    one = card(message.items[0], looks, now)
    near = f"{one.deadline.label} {one.deadline.dated}" if one.deadline else one.status
    what = words.pick("Deadline near", "期限临近") if message.kind is MessageKind.REMINDER else words.pick("Not taken up yet", "尚无人处理")
    uses = words.listed(f"{reason.use} {reason.score}" for reason in one.reasons[:_REASONS])
    owners = dict.fromkeys(_owner(reason.owner, scene) for reason in one.reasons if reason.owner)
    lines = [one.why + words.pick(" ", "") + uses if uses else one.why]
    lines += [words.pick("Owner of the use: ", "用途负责人：") + words.listed(owners)] if owners else []
    blocks = [header(" · ".join(part for part in (what, one.where, near) if part)), _title(one), rich(section([text("\n".join(lines))]))]
    blocks.append(context([_evidence(one, words)]))
    buttons = rows(message.alert_id if scene.interactive else "", one.url, words, scene.stands, reply=False)
    return [block for block in blocks + buttons[-1:] if block.get("elements", True)]


def _stands(one: Card, looks: Looks, now: datetime, scene: Scene) -> Iterator[str]:
    """What people made of the matter; said once, under its first message."""
    if not scene.reply:
        owner = next((_owner(reason.owner, scene) for reason in one.reasons if reason.owner), "")
        yield from standing_lines(scene.stands, owner, Voices(looks, scene.people), now)


def _owner(owner: str, scene: Scene) -> str:
    """Who answers for a use: a person by their name, anything else as it is written."""
    return plain(scene.people.get(owner, owner), 80)


def _title(one: Card) -> Block:
    badge = [text(one.badge, code=True), text(" ")] if one.badge else []
    return rich(section([*badge, text(one.title, bold=True)]))


def _origin(one: Card, words: Words) -> Iterator[str]:
    """Whose word it is, and what it speaks of for those who cannot read it."""
    yield " · ".join(part for part in (one.who, one.published) if part) or one.host or "?"
    if one.about:
        yield words.pick("Speaks of: ", "涉及主题：") + words.listed(one.about)


def _why(one: Card, scene: Scene, words: Words) -> Block:
    elements: list[Block] = [section([text(one.why)])]
    for reason in told(one.reasons, _REASONS):
        owner = f" · {_owner(reason.owner, scene)}" if reason.owner else ""
        elements.append(section([text(reason.use, bold=True), text(f" {reason.score}{owner}")]))
        if reason.quote:
            elements.append(quote([text(reason.quote)]))
    if len(one.reasons) > _REASONS:
        elements.append(section([text(words.more(len(one.reasons) - _REASONS))]))
    return rich(*elements)


def _fields(one: Card, has_status: bool, severity: Severity, words: Words) -> Block:
    """Label and value pairs of our own words; the one place with ``mrkdwn``."""
    pairs = [(dated.label, dated.dated) for dated in one.dates[:_DATES]]
    if len(one.dates) > _DATES:
        pairs.append((words.pick("Dates", "日期"), words.more(len(one.dates) - _DATES)))
    if one.status or has_status:
        pairs.append((words.pick("Status", "状态"), one.status or words.pick("unknown", "未知")))
    pairs.append((words.pick("About AI regulation", "属于人工智能监管"), one.confidence))
    loud = severity_word(severity, words)
    if loud:
        pairs.append((words.pick("Severity", "级别"), loud))
    return {"type": "section", "fields": [{"type": "mrkdwn", "text": f"*{soften(label)}*\n{soften(value)}"} for label, value in pairs]}


def _changed(one: Card, words: Words) -> Block:
    elements = [section([text(words.pick("What changed", "变更内容"), bold=True)])]
    elements += [section([text(move, bold=True)]) for move in one.moved]
    elements += [quote([_span(span, words)]) for span in one.changes]
    if one.omitted:
        elements.append(section([text(words.more(one.omitted))]))
    return rich(*elements)


def _span(span: Span, words: Words) -> Block:
    """Before and after in words as well as in style, since a screen reader reads no style."""
    label = {
        "removed": words.pick("Before: ", "原文："),
        "added": words.pick("Now: ", "现为："),
        "moved": words.pick("Moved: ", "移动："),
        "same": "",
    }
    return text(label[span.op] + span.text, bold=span.op == "added", strike=span.op == "removed")


def _evidence(one: Card, words: Words) -> str:
    parts = [words.pick(f"Source: {one.host}", f"来源：{one.host}") if one.host else ""]
    parts.append(words.pick(f"archived copy {one.archived}", f"存档指纹 {one.archived}") if one.archived else "")
    parts.append(words.pick(f"retrieved {one.seen}", f"抓取于 {one.seen}") if one.seen else "")
    return " · ".join(part for part in parts if part)


def _summary(message: Message, looks: Looks, now: datetime) -> list[Block]:
    """Many items or a notice: one block each while the budget lasts, then how many were left out."""
    words = looks.words
    loud = severity_word(message.severity, words)
    title = title_of(message, words)
    blocks = [header(f"{loud} · {title}" if loud else title)]
    told, rest = told_apart(message)
    overview = _overview([card(item, looks, now) for item in told], words)
    if overview:
        blocks.append(rich(section([text(overview)])))
    lines = lines_of(message, words)
    if lines:
        blocks.append(rich(*(section([text(cut(line, 600))]) for line in lines[:20])))
        if len(lines) > 20:
            blocks.append(context([words.more(len(lines) - 20)]))
    blocks = [block for block in blocks if block.get("elements", True)]
    last = [context([cut(passed_over(rest, words), limits.CONTEXT_TEXT)])] if rest else []
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
        blocks.append(context([words.more(len(told) - shown)]))
    return blocks + last


def _overview(cards: Sequence[Card], words: Words) -> str:
    """Many items in one sentence: which uses they may touch, and the next deadline among them."""
    uses = Counter(reason.use for one in cards for reason in one.reasons)
    told_uses = words.listed(f"{use} ({count})" for use, count in uses.most_common(_REASONS))
    deadline = min((one.deadline for one in cards if one.deadline), key=lambda one: one.on, default=None)
    parts = [words.pick("May touch: ", "可能涉及：") + told_uses] if uses else []
    if deadline:
        parts.append(words.pick("Next: ", "最近日期：") + f"{deadline.label} {deadline.dated}")
    return " · ".join(parts)


def _brief(one: Card, words: Words) -> Block:
    badge = [text(one.badge, code=True), text(" ")] if one.badge else []
    uses = words.listed(f"{reason.use} {reason.score}" for reason in one.reasons[:_REASONS])
    parts = [*badge, text(cut(one.title, 160), bold=True), text("\n" + " · ".join(part for part in (one.verdict, uses) if part))]
    if one.url and one.host:
        parts += [text("\n"), {"type": "link", "url": one.url, "text": cut(one.host, 80)}]
    return rich(section(parts))


def _footer(words: Words, delivery_id: str) -> str:
    return f"{words.disclaimer} · {delivery_id[:8]}"
