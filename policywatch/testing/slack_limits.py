"""What Slack refuses in a message's blocks, written apart from the renderer that it judges."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_TOTAL = 12_000


def complaints(message: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The error code and JSON pointers with which Slack refuses a message; an empty code when it takes it."""
    blocks = message.get("blocks") or []
    if not blocks and not message.get("text"):
        return "no_text", []
    if not blocks and len(message["text"]) > 40_000:
        return "msg_too_long", []
    found = [*_amount("blocks", blocks, 50), *(one for number, block in enumerate(blocks) for one in _block(number, block))]
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    found += ["duplicate block_id [json-pointer:/blocks]"] if len(set(ids)) < len(ids) else []
    if found:
        return "invalid_blocks", found
    if sum(map(len, _strings(blocks))) > _TOTAL:
        return "msg_blocks_too_long", []
    return "", []


def _block(number: int, block: Mapping[str, Any]) -> Iterator[str]:
    here = f"/blocks/{number}"
    yield from _length(f"{here}/block_id", block.get("block_id", ""), 255)
    match block.get("type"):
        case "header":
            yield from _plain(f"{here}/text", block.get("text"), 150)
        case "section":
            if not block.get("text") and not block.get("fields"):
                yield f"missing text [json-pointer:{here}]"
            yield from _text(f"{here}/text", block["text"], 3000) if block.get("text") else ()
            yield from _amount(f"{here}/fields", block.get("fields", []), 10)
            yield from (one for n, field in enumerate(block.get("fields", [])) for one in _text(f"{here}/fields/{n}", field, 2000))
        case "context":
            yield from _amount(f"{here}/elements", block.get("elements", []), 10, least=1)
            yield from (one for n, text in enumerate(block.get("elements", [])) for one in _text(f"{here}/elements/{n}", text, 2000))
        case "actions":
            yield from _amount(f"{here}/elements", block.get("elements", []), 25, least=1)
            yield from (one for n, element in enumerate(block.get("elements", [])) for one in _element(f"{here}/elements/{n}", element))
            ids = [element.get("action_id") for element in block.get("elements", []) if element.get("action_id")]
            if len(set(ids)) < len(ids):
                yield f"duplicate action_id [json-pointer:{here}]"
        case "input":
            yield from _plain(f"{here}/label", block.get("label"), 2000)
            yield from _element(f"{here}/element", block.get("element", {}))
        case "rich_text":
            yield from _amount(f"{here}/elements", block.get("elements", []), 1_000, least=1)
            yield from (one for n, element in enumerate(block.get("elements", [])) for one in _rich(f"{here}/elements/{n}", element))
        case "divider":
            pass
        case other:
            yield f"unsupported type: {other} [json-pointer:{here}/type]"


def _element(here: str, element: Mapping[str, Any]) -> Iterator[str]:
    kind, choices = element.get("type"), element.get("options", [])
    if kind == "button":
        yield from _button(here, element)
    elif kind in ("overflow", "static_select", "checkboxes"):
        yield from _amount(f"{here}/options", choices, {"overflow": 5, "static_select": 100, "checkboxes": 10}[kind], least=1)
        for n, choice in enumerate(choices):
            yield from _plain(f"{here}/options/{n}/text", choice.get("text"), 75)
            yield from _length(f"{here}/options/{n}/value", str(choice.get("value", "")), 150)
            if not choice.get("value"):
                yield f"missing value [json-pointer:{here}/options/{n}]"
        values = [choice.get("value") for choice in choices]
        if len(set(values)) < len(values):
            yield f"duplicate value [json-pointer:{here}/options]"
        first = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
        yield from (f"initial option is none of the options [json-pointer:{here}]" for one in first if one not in choices)
    elif kind == "plain_text_input":
        yield from _length(f"{here}/placeholder", element.get("placeholder", {}).get("text", ""), 150)
    elif kind != "datepicker":
        yield f"unsupported element: {kind} [json-pointer:{here}]"


def view_complaints(view: Mapping[str, Any]) -> list[str]:
    """What Slack refuses in a dialog or a home tab; empty when it takes it."""
    blocks = view.get("blocks") or []
    found = [*_amount("blocks", blocks, 100), *(one for number, block in enumerate(blocks) for one in _block(number, block))]
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    found += ["duplicate block_id [json-pointer:/blocks]"] if len(set(ids)) < len(ids) else []
    found += list(_length("/private_metadata", view.get("private_metadata", ""), 3000))
    if view.get("type") == "modal":
        for name in ("title", "submit", "close"):
            found += list(_plain(f"/{name}", view.get(name), 24)) if name == "title" or name in view else []
        if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
            found.append("a dialog with fields needs submit [json-pointer:/submit]")
    elif any(block.get("type") == "input" for block in blocks) or view.get("type") != "home":
        found.append("unsupported [json-pointer:/type]")
    return found


def _button(here: str, button: Mapping[str, Any]) -> Iterator[str]:
    yield from _plain(f"{here}/text", button.get("text"), 75)
    yield from _length(f"{here}/value", button.get("value", ""), 2000)
    yield from _length(f"{here}/url", button.get("url", ""), 3000)
    if button.get("url") and not str(button["url"]).startswith(("https://", "http://")):
        yield f"invalid url [json-pointer:{here}/url]"


def _rich(here: str, element: Mapping[str, Any]) -> Iterator[str]:
    kind = element.get("type")
    if kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"):
        inner = element.get("elements", [])
        yield from (one for n, part in enumerate(inner) for one in _rich(f"{here}/elements/{n}", part))
    elif kind == "text":
        if not element.get("text"):
            yield f"must be more than 0 characters [json-pointer:{here}/text]"
    elif kind == "link":
        yield from _length(f"{here}/url", element.get("url", ""), 3000)
    else:
        yield f"unsupported element: {kind} [json-pointer:{here}]"


def _plain(here: str, text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, Mapping) or text.get("type") != "plain_text":
        yield f"must be plain_text [json-pointer:{here}]"
        return
    yield from _text(here, text, most)


def _text(here: str, text: Mapping[str, Any], most: int) -> Iterator[str]:
    if not text.get("text"):
        yield f"must be more than 0 characters [json-pointer:{here}/text]"
    yield from _length(f"{here}/text", text.get("text", ""), most)


def _length(here: str, text: str, most: int) -> Iterator[str]:
    if len(text) > most:
        yield f"must be less than {most + 1} characters [json-pointer:{here}]"


def _amount(here: str, things: Sequence[Any], most: int, least: int = 0) -> Iterator[str]:
    if not least <= len(things) <= most:
        yield f"must have {least} to {most} items [json-pointer:/{here.lstrip('/')}]"


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
