"""Every limit of a chat message in one place, and the check that holds a payload against them.

The numbers are Slack's documented ones where it documents them; the sum over all blocks is not documented, messages were
seen refused from about 11,300 characters on, so that we stay at 9,000. The SDK checks some of them and only for its own
classes, never for plain dictionaries, so the check is ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

BLOCKS = 50
HEADER = 150
SECTION = 3000
FIELDS = 10
FIELD = 2000
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 2000
ACTIONS = 25
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
BUTTON_URL = 3000
OPTIONS = 100
OVERFLOW = 5
#: of a field of a dialog
LABEL = 2000
OPTION_VALUE = 150
BLOCK_ID = 255
ACTION_ID = 255
TEXT = 3000
#: top-level text when it is all there is; an update refuses more than 4,000
TEXT_ONLY = 3900
#: our budget over all blocks
TOTAL = 9000
#: where the receiver refuses; kept for the shipped fake
TOTAL_REFUSED = 12_000
METADATA_BYTES = 1000

Block = Mapping[str, Any]


def texts(node: Any) -> Iterator[str]:
    """Every string of a payload that counts as text."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            elif key not in ("metadata",):
                yield from texts(value)
    elif isinstance(node, Sequence) and not isinstance(node, str | bytes):
        for value in node:
            yield from texts(value)


def total(blocks: Sequence[Block]) -> int:
    """Characters of text over all blocks."""
    return sum(len(text) for text in texts(blocks))


def breaches(blocks: Sequence[Block], total_most: int = TOTAL) -> list[str]:
    """What a receiver would refuse, as ``/blocks/2/text: 3001 of 3000``; empty when all is well."""
    found: list[str] = []
    if len(blocks) > BLOCKS:
        found.append(f"/blocks: {len(blocks)} of {BLOCKS}")
    if total(blocks) > total_most:
        found.append(f"/blocks: {total(blocks)} characters of {total_most}")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    found += [f"/blocks: block_id '{one}' twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    for number, block in enumerate(blocks):
        found += [f"/blocks/{number}{what}" for what in _of_block(block)]
    return found


def _of_block(block: Block) -> Iterator[str]:
    yield from _over("/block_id", block.get("block_id", ""), BLOCK_ID)
    kind = block.get("type")
    if kind == "header":
        yield from _text("/text", block["text"], HEADER)
    elif kind == "section":
        if "text" in block:
            yield from _text("/text", block["text"], SECTION)
        yield from _many("/fields", block.get("fields", ()), FIELDS)
        for number, one in enumerate(block.get("fields", ())):
            yield from _text(f"/fields/{number}", one, FIELD)
        if "text" not in block and not block.get("fields"):
            yield ": neither text nor fields"
    elif kind == "context":
        yield from _many("/elements", block["elements"], CONTEXT_ELEMENTS)
        for number, one in enumerate(block["elements"]):
            yield from _text(f"/elements/{number}", one, CONTEXT_TEXT)
    elif kind == "actions":
        yield from _many("/elements", block["elements"], ACTIONS)
        for number, one in enumerate(block["elements"]):
            yield from _element(f"/elements/{number}", one)
    elif kind == "input":
        yield from _text("/label", block["label"], LABEL)
        yield from _element("/element", block["element"])
    elif kind == "rich_text":
        yield from _rich("/elements", block["elements"])
    elif kind != "divider":
        yield f": unsupported type '{kind}'"


def _element(path: str, element: Block) -> Iterator[str]:
    """A button, a menu or a field."""
    if element.get("type") == "button":
        yield from _button(path, element)
        return
    yield from _over(f"{path}/action_id", element.get("action_id", ""), ACTION_ID)
    choices = element.get("options", ())
    yield from _many(f"{path}/options", choices, OVERFLOW if element.get("type") == "overflow" else OPTIONS)
    for number, one in enumerate(choices):
        yield from _text(f"{path}/options/{number}/text", one["text"], BUTTON_TEXT)
        yield from _over(f"{path}/options/{number}/value", one["value"], OPTION_VALUE)


def _button(path: str, button: Block) -> Iterator[str]:
    yield from _text(f"{path}/text", button["text"], BUTTON_TEXT)
    yield from _over(f"{path}/value", button.get("value", ""), BUTTON_VALUE)
    yield from _over(f"{path}/url", button.get("url", ""), BUTTON_URL)
    yield from _over(f"{path}/action_id", button.get("action_id", ""), ACTION_ID)


def _rich(path: str, elements: Sequence[Block]) -> Iterator[str]:
    if not elements:
        yield f"{path}: empty"
    for number, element in enumerate(elements):
        here = f"{path}/{number}"
        if "elements" in element:
            yield from _rich(f"{here}/elements", element["elements"])
        elif element.get("type") in ("text", "link") and not element.get("text"):
            yield f"{here}: empty text"
        if element.get("type") == "link":
            yield from _over(f"{here}/url", element["url"], BUTTON_URL)


def _text(path: str, text: Block, most: int) -> Iterator[str]:
    if not text.get("text"):
        yield f"{path}: empty text"
    yield from _over(path, text.get("text", ""), most)


def _over(path: str, text: str, most: int) -> Iterator[str]:
    if len(text) > most:
        yield f"{path}: {len(text)} of {most}"


def _many(path: str, things: Sequence[Any], most: int) -> Iterator[str]:
    if len(things) > most:
        yield f"{path}: {len(things)} of {most}"
