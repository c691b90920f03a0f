"""What changed between two versions, whole and in the run of the text: as plain text, as HTML, as Slack rich text.

A message shows the first few changes; these renderings are for whoever wants to read all of them. What went and what came
is said by words or tags too, never by colour alone.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from alerts.render import limits
from alerts.render.safe import cut, mask, plain
from alerts.render.words import Words
from policywatch.types import Change, Span

Block = dict[str, Any]

_TAGS = {"removed": "del", "added": "ins", "moved": "mark"}
_SIGNS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "moved": ("{~", "~}")}


def as_text(change: Change, url: str, words: Words) -> str:
    """``[-removed-]``, ``{+added+}``, ``{~moved~}`` with unchanged words around them, one paragraph to a line."""
    lines = ["".join(_signed(span, url) for span in paragraph).strip() for paragraph in paragraphs(change)]
    return "\n".join([*lines, *_rest(change, words)]) + "\n"


def as_html(change: Change, url: str, words: Words) -> str:
    """Paragraphs with ``<del>``, ``<ins>`` and ``<mark>``; no script, style or link."""
    lines = [f"<p>{''.join(_tagged(span, url) for span in paragraph)}</p>" for paragraph in paragraphs(change)]
    return "\n".join([*lines, *(f"<p>{escape(line)}</p>" for line in _rest(change, words))]) + "\n"


def as_slack(change: Change, url: str, words: Words) -> list[Block]:
    """Rich text blocks inside the limits of one message; what does not fit is counted."""
    sections: list[Block] = []
    left = limits.TOTAL
    shown = paragraphs(change)
    for number, paragraph in enumerate(shown):
        elements = [_styled(span, url) for span in paragraph if plain(span.text)]
        left -= sum(len(element["text"]) for element in elements)
        if left < 0:
            sections.append(_section([_text(words.more(len(shown) - number + change.omitted))]))
            break
        sections.append(_section([*elements, _text("\n")]))
    else:
        sections += [_section([_text(line)]) for line in _rest(change, words)]
    return [{"type": "rich_text", "elements": sections}] if sections else []


def paragraphs(change: Change) -> list[list[Span]]:
    """The spans of a change, paragraph by paragraph; one without any change is left out."""
    found: list[list[Span]] = [[]]
    for span in change.spans:
        parts = span.text.split("\n")
        for index, part in enumerate(parts):
            if index:
                found.append([])
            if part:
                found[-1].append(Span(span.op, part))
    return [one for one in found if any(span.op != "same" for span in one)]


def _rest(change: Change, words: Words) -> Iterator[str]:
    if change.omitted:
        yield words.more(change.omitted)


def _shown(text: str, url: str) -> str:
    """Harmless and without personal data, with the blanks at its ends that keep words apart."""
    core = mask(plain(text), url)
    return f"{' ' if text[:1].isspace() else ''}{core}{' ' if text[-1:].isspace() and core else ''}"


def _signed(span: Span, url: str) -> str:
    before, after = _SIGNS.get(span.op, ("", ""))
    text = _shown(span.text, url)
    core = text.strip()
    return text.replace(core, f"{before}{core}{after}", 1) if core else text


def _tagged(span: Span, url: str) -> str:
    text, tag = escape(_shown(span.text, url)), _TAGS.get(span.op)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _styled(span: Span, url: str) -> Block:
    style = {"removed": {"strike": True}, "added": {"bold": True}, "moved": {"italic": True}}.get(span.op)
    return _text(cut(_signed(span, url), limits.TEXT)) | ({"style": style} if style else {})


def _section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": elements}


def _text(text: str) -> Block:
    return {"type": "text", "text": text}
