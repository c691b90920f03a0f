"""The pieces of Slack's block language that we write, each inside its own limit.

Text from outside goes into ``plain_text`` and ``rich_text`` elements alone, where nothing is parsed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from alerts.render import limits
from alerts.render.safe import cut, plain

Block = dict[str, Any]


def header(line: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain_text(line, limits.HEADER)}


def context(lines: Sequence[str]) -> Block:
    """Small grey lines; empty ones are left out."""
    texts = [cut(plain(line), limits.CONTEXT_TEXT) for line in lines[: limits.CONTEXT_ELEMENTS]]
    return {"type": "context", "elements": [{"type": "plain_text", "text": one, "emoji": False} for one in texts if one]}


def rich(*elements: Block) -> Block:
    """A block of sections and quotes."""
    return {"type": "rich_text", "elements": list(elements)}


def section(elements: list[Block]) -> Block:
    """A paragraph of a rich block."""
    return {"type": "rich_text_section", "elements": elements}


def quote(elements: list[Block]) -> Block:
    """A quotation of a rich block."""
    return {"type": "rich_text_quote", "elements": elements}


def text(words: str, **style: bool) -> Block:
    """A run of words of a rich block."""
    on = {name: True for name, wanted in style.items() if wanted}
    return {"type": "text", "text": words, **({"style": on} if on else {})}


def plain_text(words: str, limit: int) -> Block:
    """Words in which nothing is parsed; never empty, as Slack demands."""
    return {"type": "plain_text", "text": cut(plain(words), limit) or "–", "emoji": False}


def button(action: str, label: str, value: str = "", **more: Any) -> Block:
    """A button; its value is an id and never content."""
    given = {"value": value} if value else {}
    return {"type": "button", "action_id": action, "text": plain_text(label, limits.BUTTON_TEXT), **given, **more}


def options(choices: Mapping[str, str]) -> list[Block]:
    """Choices of a menu, label by value, in their order; at most what a menu holds."""
    listed = list(choices.items())[: limits.OPTIONS]
    return [{"text": plain_text(label, limits.BUTTON_TEXT), "value": value} for value, label in listed]


def overflow(action: str, choices: Mapping[str, str]) -> Block:
    """The menu behind three dots."""
    return {"type": "overflow", "action_id": action, "options": options(choices)[: limits.OVERFLOW]}


def field(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    """One field of a dialog; what it holds is found again under its name."""
    asked = {"type": "input", "block_id": name, "label": plain_text(label, limits.LABEL), "element": {**element, "action_id": name}}
    return {**asked, "optional": optional}


def actions(elements: list[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": elements}
