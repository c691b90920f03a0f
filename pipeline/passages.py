"""Sentences and passages with exact places.

A quote that cannot be found in its document is worthless to a lawyer, so every sentence keeps its code-point offsets, and a
passage is a run of whole sentences that fits the model's window.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: a sentence longer than this is cut at a comma or blank: nobody quotes a page
MAX_SENTENCE = 600
#: passages read of one document; the rest is counted, not read
MAX_PASSAGES = 48
#: characters looked at for sentences: bounds the work on a 5 MB text
MAX_CHARACTERS = 120_000

_STOPS = (
    r"[。！？；]{1,9}[”」』）)\"’]{0,4}"  # CJK stops need no blank behind them
    r"|(?<![.!?…])[.!?…]{1,9}[\"'”’»)\]]{0,4}(?=\s[\s]{0,9}[\"'“‘«(\[§¿¡\-–•]{0,4}[^\W_a-z])"
    r"|\n[ \t\r]*\n"
    r"|\n(?=[ \t]{0,20}(?:[-*•#–]\s|\([a-z0-9]{1,4}\)|\d{1,3}[.)]\s|§|第[一二三四五六七八九十百0-9]+[条章节]))"
)
_BOUNDARY = re.compile(_STOPS)
#: for texts whose lines are paragraphs
_BOUNDARY_OR_LINE = re.compile(_STOPS + r"|\n")
#: lines of a text that is wrapped at a width end in the middle of a sentence
_WRAPPED = range(45, 121)
_ENDS = frozenset(".!?…。！？；;:：,，)]）”»\"'")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(.])(?:[^\W\d_]|\d{1,2}|No|Nos|Art|Arts|Sec|Secs|Fed|Reg|Stat|Cal|Rep|Sen|Dr|Mr|Mrs|Ms|St|vs|cf|al|etc|e\.g|i\.e|U\.S|Abs|Nr|Bst|Ziff|bzw"
    r"|z\.\s?B|d\.\s?h|ggf|vgl|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|pp|para|ch|M|Mme|núm|pág|dott|Inc|Ltd|Co|Corp)\.$"
)
_CUT = re.compile(r"[,;:，、；：\s]")
_TOKEN = re.compile(r"[぀-ヿ㐀-鿿가-힣]|[^\W\d_]+|\d+|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` of the field it was cut from, without blanks around it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences that fits the window of the model."""

    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages of one text, and how many were left unread by the cap."""

    items: tuple[Passage, ...]
    #: characters behind the last passage that was read
    unread: int


def count_tokens(text: str) -> int:
    """About how many tokens a word-piece model sees; rather too many than too few."""
    total = 0
    for match in _TOKEN.finditer(text):
        length = match.end() - match.start()
        total += 1 if length <= 6 else (length + 4) // 5
    return total


def sentences(text: str, limit: int = MAX_CHARACTERS) -> Iterator[Sentence]:
    """The sentences of ``text[:limit]`` in order; blanks between them belong to none."""
    head = text[:limit]
    begin = 0
    for match in (_BOUNDARY_OR_LINE if _lines_are_paragraphs(head) else _BOUNDARY).finditer(head):
        if match.group()[0] == "." and _ABBREVIATION.search(head, max(begin, match.end() - 8), match.end()):
            continue
        yield from _pieces(head, begin, match.end())
        begin = match.end()
    yield from _pieces(head, begin, len(head))


def _lines_are_paragraphs(text: str) -> bool:
    """Whether a line break ends a sentence: text of pages has one paragraph per line, text of files is wrapped at a width."""
    lines = [line.rstrip() for line in text[:8000].split("\n") if line.strip()]
    broken = sum(len(line) in _WRAPPED and line[-1] not in _ENDS for line in lines[:-1])
    return broken * 3 <= len(lines)


def _pieces(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The stripped sentence, cut where it is too long to be quoted."""
    while start < end:
        stop = min(end, start + MAX_SENTENCE)
        if stop < end:
            cuts = [m.end() for m in _CUT.finditer(text, start + MAX_SENTENCE // 2, stop)]
            stop = cuts[-1] if cuts else stop
        piece = text[start:stop]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left:
            yield Sentence(left, right, text[left:right])
        start = stop


def passages(text: str, max_tokens: int = 256, max_passages: int = MAX_PASSAGES) -> Passages:
    """Whole sentences packed into passages of at most ``max_tokens``, from the top of the text."""
    items: list[Passage] = []
    held: list[Sentence] = []
    used = 0
    for sentence in sentences(text):
        size = count_tokens(sentence.text)
        if held and used + size > max_tokens:
            items.append(_passage(text, held))
            held, used = [], 0
            if len(items) == max_passages:
                break
        held.append(sentence)
        used += size
    if held and len(items) < max_passages:
        items.append(_passage(text, held))
    return Passages(tuple(items), len(text) - items[-1].end if items else len(text.strip()))


def _passage(text: str, held: list[Sentence]) -> Passage:
    start, end = held[0].start, held[-1].end
    return Passage(start, end, text[start:end], tuple(held))
