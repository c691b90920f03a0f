"""The paragraphs of a page, and which of them a first reading missed.

trafilatura decides where the main text is; it also drops paragraphs, table rows and annexes in the middle of it. So its result is taken as a
pointer: the element that encloses it is read again, block by block, and what reads like content is kept.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.extract.noise import is_away
from crawlers.extract.tree import BLOCKS, CELLS, Element

_CREDIT = re.compile(
    r"^(?:(?:photo|foto|image|picture|bild|bildquelle|quelle|source|crédit|credits?|photograph|fotograf\w*)\s*(?:by|von|:|/|©)|©|\(c\)|copyright\b|getty images)"
    r"|(?:getty images|shutterstock|picture[ -]alliance|dpa|imago|istock\w*|adobe ?stock|unsplash|pixabay)\W*$",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?。！？»”\"'’)\]]\s*$")
_MIN_RESCUED = 60
_MAX_GAP = 3
#: a first reading that told less than this share of the content is not trusted
COVERED = 0.6
_CAPTIONS = frozenset("figure figcaption form".split())


@dataclass(slots=True)
class Block:
    """A run of text that begins and ends a line."""

    text: str
    element: Element
    #: share of its characters that are link text
    linked: float
    #: order of the element in the page
    number: int


def blocks_of(root: Element) -> list[Block]:
    """The blocks of a tree in reading order; the cells of a row are one block."""
    from lxml import etree

    found: list[Block] = []
    parts: list[str] = []
    linked = depth = row = number = 0
    owner = root
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        start = event == "start"
        number += start
        if tag == "tr":
            row += 1 if start else -1
        breaks = tag == "br" or (tag in BLOCKS and (not row or tag == "tr"))
        if breaks:
            _flush(found, parts, linked, owner, number)
            linked, owner = 0, element if start and tag != "br" else element.getparent() if element.getparent() is not None else root
        elif start and tag in CELLS and parts:
            parts.append(" | ")
        depth += (1 if start else -1) if tag == "a" else 0
        text = element.text if start else element.tail if element is not root else ""
        if text:
            parts.append(text)
            linked += len(text.strip()) if depth > 0 else 0
    _flush(found, parts, linked, owner, number)
    return found


def _flush(found: list[Block], parts: list[str], linked: int, owner: Element, number: int) -> None:
    text = " ".join("".join(parts).split()).strip(" |") if parts else ""
    parts.clear()
    if text:
        found.append(Block(text, owner, min(1.0, linked / len(text)), number))


def reread(root: Element, first: str) -> str:
    """The text of the part of the page that a first reading points to, with what it missed there.

    Where the first reading told less than :data:`COVERED` of what reads like content, all of that is given: a statute with its annexes. Empty
    when the first reading points nowhere.
    """
    blocks = blocks_of(root)
    known = "".join(first.split())
    told = [len(block.text) > 3 and _told(block.text, known) for block in blocks]
    whole = _content(root, blocks)
    if len(first) < COVERED * sum(len(text) for text in whole if len(text) >= 40):
        return "\n".join(whole)
    weight = sum(len(block.text) for block, is_told in zip(blocks, told, strict=True) if is_told)
    if weight < 0.7 * len(first):
        return ""
    box = _enclosing(root, blocks, told, weight)
    away: dict[Element, bool] = {}
    inside = set(box.iter())
    spots = [i for i, is_told in enumerate(told) if is_told]
    kept = []
    for i, block in enumerate(blocks):
        missed = not told[i] and spots[0] < i < spots[-1] and block.element in inside and _reads(block, box, away, _near(spots, i))
        if missed or (told[i] and not _is_credit(block)):
            kept.append(block.text)
    return "\n".join(kept)


def content_of(root: Element) -> list[str]:
    """All blocks of a tree that read like content."""
    return _content(root, blocks_of(root))


def _content(root: Element, blocks: Sequence[Block]) -> list[str]:
    """Every block that reads like content: not mostly links, in no side part of the page."""
    away: dict[Element, bool] = {}
    return [block.text for block in blocks if block.linked < 0.4 and not _aside(block.element, root, away)]


def _told(text: str, known: str) -> bool:
    bare = "".join(text.replace(" | ", "").split())
    return bare[:60] in known and bare[-30:] in known


def _near(spots: Sequence[int], i: int) -> int:
    at = bisect_left(spots, i)
    return min((abs(spots[j] - i) for j in (at - 1, at) if 0 <= j < len(spots)), default=99)


def _enclosing(root: Element, blocks: Sequence[Block], told: Sequence[bool], weight: int) -> Element:
    """The smallest element that holds nearly all that was told."""
    held: dict[Element, int] = {}
    for block, is_told in zip(blocks, told, strict=True):
        if is_told:
            for above in (block.element, *block.element.iterancestors()):
                held[above] = held.get(above, 0) + len(block.text)
    return min((e for e in held if held[e] >= 0.9 * weight), key=lambda e: (held[e], -sum(1 for _ in e.iterancestors())), default=root)


def _is_credit(block: Block) -> bool:
    return len(block.text) < 90 and bool(_CREDIT.search(block.text))


def _reads(block: Block, box: Element, away: dict[Element, bool], gap: int) -> bool:
    """Whether a block that was left out belongs to the text: whole sentences between those that were told, or a row of a table."""
    if gap > _MAX_GAP or block.linked > 0.2 or _is_credit(block) or _aside(block.element, box, away):
        return False
    if block.element.tag == "tr":
        return len(block.text) > 10
    return len(block.text) >= _MIN_RESCUED and bool(_SENTENCE_END.search(block.text))


def _aside(element: Element, box: Element, away: dict[Element, bool]) -> bool:
    chain = []
    while element is not None and element is not box:
        if element in away:
            verdict = away[element]
            break
        chain.append(element)
        element = element.getparent()
    else:
        verdict = False
    for above in reversed(chain):
        verdict = verdict or above.tag in _CAPTIONS or is_away(above)
        away[above] = verdict
    return verdict
