"""A page as a tree that is safe to walk, and as the lines that a reader would see.

libxml2 is quadratic in the attributes of one tag and a tree can be 100,000 elements deep, so a page is trimmed before it is parsed and
nothing here recurses.
"""

import re
from collections.abc import Iterator
from typing import Any

from policywatch.text import scrub

#: an element of lxml; spelled loosely so that lxml is not imported before it is needed
Element = Any

#: a tag longer than this is a picture in the page or an attack: only its useful attributes are kept
_MAX_TAG_CHARS = 16_000
#: a page with more tags is cut; the largest statutes seen on the web stay below a third of this
MAX_TAGS = 200_000
_LONG_TAG = re.compile(rf"<([a-zA-Z][\w:-]{{0,40}})([^<>]{{{_MAX_TAG_CHARS}}})[^<>]*>")
_USEFUL = re.compile(r"""\s(?:href|id|class|content|name|property|datetime)\s*=\s*(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^\s"'>]{1,2000})""")
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"[^\S\n]*\n\s*")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

#: never read by a person
UNREAD = frozenset("script style template head iframe object embed svg math canvas audio video map select option datalist noscript".split())
#: elements that begin and end a line
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
CELLS = frozenset(("td", "th"))


def parse(text: str) -> Element:
    """The tree of a page, with at least an empty body; never an exception for any text."""
    import lxml.html
    from lxml import etree

    trimmed = _LONG_TAG.sub(_shorten, _cut(scrub(text)))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        root = lxml.html.document_fromstring(trimmed.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = lxml.html.document_fromstring(b"<html><head></head><body></body></html>")
    return root


def _cut(text: str) -> str:
    """The text up to its last allowed tag: every step after this one costs time by the tag."""
    if text.count("<") <= MAX_TAGS:
        return text
    at = -1
    for _ in range(MAX_TAGS):
        at = text.find("<", at + 1)
    return text[:at]


def _shorten(tag: re.Match[str]) -> str:
    return f"<{tag[1]}{''.join(_USEFUL.findall(tag[2]))}>"


def prune(root: Element, names: frozenset[str] = UNREAD) -> None:
    """Takes out what no reader sees: scripts, templates, hidden elements; the text after them stays."""
    doomed = [element for element in root.iter() if not isinstance(element.tag, str) or element.tag in names or is_hidden(element)]
    for element in doomed:
        drop(element)


def is_hidden(element: Element) -> bool:
    """Whether the element itself says that it is not shown."""
    attributes = element.attrib
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return bool(style and _HIDING.search(style[:2000]))


def drop(element: Element) -> None:
    """Takes the element out and keeps the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def pieces(root: Element) -> Iterator[str]:
    """The text of a tree in reading order, with line breaks around blocks and bars between cells."""
    from lxml import etree

    yield root.text or "" if isinstance(root.tag, str) else ""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element is root:
            continue
        tag = element.tag
        if event == "start":
            if tag in BLOCKS or tag == "br":
                yield "\n"
            elif tag in CELLS and element.getprevious() is not None:
                yield " | "
            yield element.text or ""
        else:
            if tag in BLOCKS:
                yield "\n"
            yield element.tail or ""


def lines(root: Element) -> list[str]:
    """The lines that a reader sees; empty ones are left out."""
    text = _SPACE.sub(" ", "".join(pieces(root)).replace("\r", "\n"))
    return [line for line in (part.strip(" |") for part in _LINES.split(text)) if line]


def visible_text(root: Element) -> str:
    """All that a reader sees, a line per block."""
    return "\n".join(lines(root))


def inline_text(element: Element) -> str:
    """The text inside an element on one line."""
    return " ".join("".join(element.itertext()).split())
