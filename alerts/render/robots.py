"""Messages in the forms of four chat robots; text from outside stands only where nothing is parsed.

Markdown of these chats knows mentions and links with free labels, and says little about how to escape them. So everything is
plain text: in cards where a chat has them, in a text message elsewhere.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alerts.render.card import Looks
from alerts.render.chat import chat_parts, chat_text, in_bytes
from policywatch.types import Delivery, Severity

#: a WeCom robot refuses one byte more
WECOM_TEXT_BYTES = 2048
#: far below what DingTalk takes; more is not read in a chat
DINGTALK_TEXT_BYTES = 4000
#: of the card's own text, so that links and frame fit into the whole
CARD_TEXT_BYTES = 8000

_COLOURS: Mapping[Severity, str] = {Severity.HIGH: "red", Severity.NORMAL: "blue", Severity.LOW: "grey"}
_TEAMS_COLOURS: Mapping[Severity, str] = {Severity.HIGH: "attention", Severity.NORMAL: "accent", Severity.LOW: "default"}


def feishu_card(delivery: Delivery, looks: Looks, now: datetime) -> dict[str, Any]:
    """An interactive card of plain text and buttons that open a page."""
    parts = chat_parts(delivery.message, looks, now, delivery.id, CARD_TEXT_BYTES, links_most=6)
    elements: list[dict[str, Any]] = [{"tag": "div", "text": _feishu("\n".join(parts.lines) or parts.title)}]
    if parts.links:
        buttons = [{"tag": "button", "type": "default", "text": _feishu(label), "url": url} for label, url in parts.links]
        elements.append({"tag": "action", "actions": buttons})
    elements.append({"tag": "note", "elements": [_feishu(parts.footer)]})
    header = {"title": _feishu(parts.title), "template": _COLOURS[delivery.message.severity]}
    return {"msg_type": "interactive", "card": {"config": {"wide_screen_mode": True}, "header": header, "elements": elements}}


def _feishu(text: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": text}


def wecom_text(delivery: Delivery, looks: Looks, now: datetime) -> dict[str, Any]:
    """A text message that mentions nobody."""
    text = chat_text(delivery.message, looks, now, delivery.id, WECOM_TEXT_BYTES, lambda candidate: in_bytes(without_brackets(candidate)))
    return {"msgtype": "text", "text": {"content": without_brackets(text)}}


def without_brackets(text: str) -> str:
    """The text with wide angle brackets: ``<@name>`` mentions somebody there."""
    return text.replace("<", "＜").replace(">", "＞")


def dingtalk_text(delivery: Delivery, looks: Looks, now: datetime) -> dict[str, Any]:
    """A text message; people are mentioned by its ``at`` alone, which names nobody."""
    text = chat_text(delivery.message, looks, now, delivery.id, DINGTALK_TEXT_BYTES)
    return {"msgtype": "text", "text": {"content": text}, "at": {"atMobiles": [], "atUserIds": [], "isAtAll": False}}


def teams_card(delivery: Delivery, looks: Looks, now: datetime) -> dict[str, Any]:
    """An Adaptive Card; text runs are not Markdown, text blocks would be."""
    parts = chat_parts(delivery.message, looks, now, delivery.id, CARD_TEXT_BYTES, links_most=6)
    title = {"weight": "bolder", "size": "medium", "color": _TEAMS_COLOURS[delivery.message.severity]}
    body = [
        _run(parts.title, **title),
        *(_run(line) for line in parts.lines if line.strip()),
        _run(parts.footer, size="small", isSubtle=True),
    ]
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.4",
        "fallbackText": parts.title,
        "msteams": {"width": "Full"},
        "body": body,
        "actions": [{"type": "Action.OpenUrl", "title": label, "url": url} for label, url in parts.links],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _run(text: str, **look: Any) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}
