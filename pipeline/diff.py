"""What changed between two versions of a document, for a person to read.

Paragraphs are aligned first and words are compared only within aligned paragraphs: word diffs over whole laws are slow and
match the wrong "shall". Chinese and Japanese are compared by character. A paragraph that only changed its place is "moved",
which is not news the way a removed and an added paragraph are.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from policywatch.text import normalise
from policywatch.types import Change, Document, Span

#: a person reads about this much; the rest is counted, not shown
MAX_SPANS = 200
MAX_CHARS = 20_000
#: words of unchanged text kept on both sides of a change
CONTEXT = 6
#: above this many cells an alignment table would cost too much memory, so the block is told as removed and added
MAX_CELLS = 60_000_000
#: a changed paragraph is compared by words with one at least this similar (0..100)
SIMILAR = 40.0
#: a paragraph that stands elsewhere is taken for the same one, moved and edited, when it is this similar
CARRIED = 80.0
#: paragraphs longer than this are compared sentence by sentence
LONG = 3_000

_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\w\s]|\s+"
)
_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+|(?<=[。；！？])")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class _Block:
    """Paragraphs a[i1:i2] became b[j1:j2]."""

    tag: str
    i1: int
    i2: int
    j1: int
    j2: int


def between(old: Document | None, new: Document) -> Change:
    """What changed from the kept version to this one; empty when the old version is not to be had.

    The text is compared only where it came the same way: an entry's own text against a whole page is no change of law.
    """
    if old is None:
        return Change()
    same_origin = old.text_origin == new.text_origin
    before = [old.title, old.summary, old.text if same_origin else ""]
    after = [new.title, new.summary, new.text if same_origin else ""]
    return compare("\n".join(before), "\n".join(after))


def compare(old: str, new: str) -> Change:
    """What changed from one text to the other, capped for reading."""
    if old == new:
        return Change()
    return _capped(_spans(_paragraphs(old), _paragraphs(new)))


def plain(change: Change) -> str:
    """The change as plain text: ``[-removed-]``, ``{+added+}``, ``{~moved~}``, unchanged words around them."""
    marks = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}"), "moved": ("{~", "~}")}
    parts = [_marked(span.text, *marks[span.op]) for span in change.spans]
    tail = f"\n({change.omitted} more changes not shown)" if change.omitted else ""
    return "".join(parts).strip() + tail


def _marked(text: str, before: str, after: str) -> str:
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{before}{core}{after}{text[start + len(core) :]}"


def _paragraphs(text: str) -> list[str]:
    """Paragraphs with folded white space; very long ones in sentences."""
    found: list[str] = []
    for line in text.split("\n"):
        clean = normalise(line)
        if len(clean) > LONG:
            for part in _SENTENCE_END.split(clean):
                found.extend(_pieces(part) if len(part) > LONG else [part] if part else [])
        elif clean:
            found.append(clean)
    return found


def _pieces(text: str) -> Iterator[str]:
    """Text without sentence ends, cut after words that their own content picks: an insertion moves no later cut."""
    piece: list[str] = []
    for word in _WORD.findall(text):
        piece.append(word)
        if (word.strip() and crc32(word.encode()) % 64 == 0) or len(piece) > 1_000:
            yield "".join(piece)
            piece = []
    if piece:
        yield "".join(piece)


def _spans(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    blocks = _aligned(old, new)
    gone = Counter(old[i] for block in blocks if block.tag != "equal" for i in range(block.i1, block.i2))
    come = Counter(new[j] for block in blocks if block.tag != "equal" for j in range(block.j1, block.j2))
    moved = gone & come
    edited = _edited(old, new, [block for block in blocks if block.tag != "equal"], moved)
    carried = set(edited.values())
    for block in blocks:
        if block.tag == "equal":
            continue
        left = [old[i] for i in range(block.i1, block.i2) if old[i] not in moved and i not in carried]
        right = [new[j] for j in range(block.j1, block.j2) if new[j] not in moved and j not in edited]
        yield from _replaced(left, right)
        for j in range(block.j1, block.j2):
            if new[j] in moved:
                yield Span("moved", new[j] + "\n")
            elif j in edited:
                yield from _words(old[edited[j]], new[j])


def _edited(old: Sequence[str], new: Sequence[str], blocks: Sequence[_Block], moved: Collection[str]) -> dict[int, int]:
    """Paragraphs that moved to another block and were changed a little there, as new index to old index.

    Candidates share one of their few smallest shingle hashes, so that a rewrite of everything stays cheap.
    """
    from rapidfuzz import fuzz

    by_hash: dict[int, list[tuple[int, int]]] = {}
    for number, block in enumerate(blocks):
        for i in range(block.i1, block.i2):
            if old[i] not in moved:
                for value in _marks(old[i]):
                    by_hash.setdefault(value, []).append((number, i))
    found: dict[int, int] = {}
    for number, block in enumerate(blocks):
        for j in range(block.j1, block.j2):
            near = {i for value in _marks(new[j]) for n, i in by_hash.get(value, ())[:5] if n != number} - set(found.values())
            best = max(near, key=lambda i: fuzz.ratio(old[i], new[j]), default=None) if new[j] not in moved else None
            if best is not None and fuzz.ratio(old[best], new[j]) >= CARRIED:
                found[j] = best
    return found


def _marks(text: str) -> list[int]:
    """The smallest hashes of a paragraph's runs of words: most of them survive a small edit."""
    words = _WORD.findall(text)
    if len(words) < 16:
        return []
    return sorted({crc32("".join(words[at : at + 6]).encode()) for at in range(len(words) - 5)})[:4]


def _aligned(old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """Runs of equal and of changed paragraphs, in order; adjacent changes are one block."""
    from rapidfuzz.distance import Indel

    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(a) * len(b) > MAX_CELLS:
        return [_Block("replace", head, len(old) - tail, head, len(new) - tail)]
    blocks: list[_Block] = []
    for op in Indel.opcodes(a, b):
        tag = "equal" if op.tag == "equal" else "replace"
        block = _Block(tag, op.src_start + head, op.src_end + head, op.dest_start + head, op.dest_end + head)
        last = blocks[-1] if blocks else None
        if last is not None and last.tag == tag:
            blocks[-1] = _Block(tag, last.i1, block.i2, last.j1, block.j2)
        else:
            blocks.append(block)
    return blocks


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _replaced(left: Sequence[str], right: Sequence[str]) -> Iterator[Span]:
    """Changed paragraphs: each new one beside the most similar old one that is still free, in order."""
    at = 0
    for text in right:
        partner = _partner(text, left, at)
        if partner is None:
            yield Span("added", text + "\n")
            continue
        yield from (Span("removed", gone + "\n") for gone in left[at:partner])
        yield from _words(left[partner], text)
        at = partner + 1
    yield from (Span("removed", gone + "\n") for gone in left[at:])


def _partner(text: str, left: Sequence[str], at: int) -> int | None:
    """The old paragraph this one grew out of, looked for in a short window so that a rewrite stays cheap."""
    from rapidfuzz import fuzz, process

    window = left[at : at + 20]
    best = process.extractOne(text, window, scorer=fuzz.ratio, score_cutoff=SIMILAR) if window else None
    return at + int(best[2]) if best is not None else None


def _words(old: str, new: str) -> Iterator[Span]:
    from rapidfuzz.distance import Indel

    a, b = _WORD.findall(old), _WORD.findall(new)
    if len(a) * len(b) > MAX_CELLS:
        yield from (Span("removed", old + "\n"), Span("added", new + "\n"))
        return
    runs = _joined([(op.tag, "".join(a[op.src_start : op.src_end]), "".join(b[op.dest_start : op.dest_end])) for op in Indel.opcodes(a, b)])
    for index, (same, gone, come) in enumerate(runs):
        if same:
            yield Span("same", _context(same, index == 0, index == len(runs) - 1))
            continue
        if gone:
            yield Span("removed", gone)
        if come:
            yield Span("added", come)
    yield Span("same", "\n")


def _joined(ops: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Runs as (same, removed, added); changes with nothing but white space between them are one change."""
    runs: list[tuple[str, str, str]] = []
    for tag, gone, come in ops:
        if tag == "equal":
            if runs and not gone.strip() and not runs[-1][0]:
                runs[-1] = ("", runs[-1][1] + gone, runs[-1][2] + gone)
            else:
                runs.append((gone, "", ""))
        elif runs and not runs[-1][0]:
            runs[-1] = ("", runs[-1][1] + (gone if tag != "insert" else ""), runs[-1][2] + (come if tag != "delete" else ""))
        else:
            runs.append(("", gone if tag != "insert" else "", come if tag != "delete" else ""))
    return runs


def _context(same: str, opens: bool, closes: bool) -> str:
    """A few words on both sides of a change; the middle of long unchanged text is an ellipsis."""
    words = _WORD.findall(same)
    keep = CONTEXT * (3 if _CJK.search(same) else 2)
    if len(words) <= 2 * keep + 4:
        return same
    head = "" if opens else "".join(words[:keep])
    tail = "" if closes else "".join(words[-keep:])
    return f"{head} … {tail}"


def _capped(spans: Iterator[Span]) -> Change:
    kept: list[Span] = []
    chars = omitted = 0
    for span in spans:
        if omitted or len(kept) >= MAX_SPANS or chars + len(span.text) > MAX_CHARS:
            room = MAX_CHARS - chars
            if not omitted and len(kept) < MAX_SPANS and span.op != "same" and room > 200:
                kept.append(Span(span.op, span.text[: room - 1] + "…"))
                chars = MAX_CHARS
            omitted += span.op != "same"
            continue
        kept.append(span)
        chars += len(span.text)
    return Change(tuple(kept), omitted)
