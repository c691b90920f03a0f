"""What a publication is, by weighing what speaks for each type.

Title, label, formulas of the opening and words of the opening each give points to types; the type with the most points is it.
So one strong sign decides, two weaker ones outvote a third, and no order of rules has to be right for all cases.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.status_cues import ACTION, ACTIONS, CUES, LABELS
from pipeline.status_words import HAPPENINGS, HEADLINES, NAMES, STRONG, Rules
from policywatch.types import DocumentType

_T = DocumentType
LANGUAGES = tuple(NAMES)
#: the head of a title stands at its end
_HEAD_LAST = frozenset({"zh", "ja", "ko"})
#: the head of a title is the last word of its first phrase: "advisory committee meeting on ..."
_PHRASE_LAST = frozenset({"en"})
_PHRASE = re.compile(
    r"\b(?:of|on|for|to|by|in|under|regarding|concerning|about|with|from|at|as|against|between|that|which|laying|amending|supplementing|repealing|establishing|setting|relating|pursuant|making|implementing\s+(?:the|certain)|hits?|is|are|was)\b",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[:;|：；｜丨]\s?|\s[-–—]+\s|——|\s\((?=[^\W\d]{4})|(?<=[^\W\d]{4})[)）]|（(?=.{3})")
_OUTER = re.compile(r"《[^》]*》?|「[^」]*」?")
_INNER = re.compile(r"《([^》]*)》?|「([^」]*)」?")

_STRONG = 6.0
#: where an opening names its own subject
_SUBJECT = 90
_NAME = 30
#: formulas after this many characters of the opening count less
_FIRST = 250
_LATER = 0.6
#: a second strong word of the title, and words beside the head
_BESIDE = 1.0
#: rules and bills in a title that says who does what
_TOLD = 0.35
_TALKED_OF = frozenset({_T.LAW, _T.RULE, _T.BILL, _T.STANDARD, _T.DECISION})
_HEAD: Mapping[DocumentType, float] = {_T.LAW: 4.0, _T.RULE: 4.0, _T.DECISION: 4.0, _T.OTHER: 3.5, _T.PROPOSAL: 5.0, _T.BILL: 5.0}
_ORDER = tuple(_T)
_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_OFFICIAL = re.compile(
    r"(?i)\b(?:notice|agency|department|administration|commission|council|ministry|pursuant|applicat\w*|office|section \d|behörde|ministerium|amt|autorité|ministère|autoridad|ministerio|autorità|ministero|ministerie|autoriteit)\b|办公室|委员会|厅|局|部门|省庁|委員会"
)


def weigh(title: str, opening: str, languages: Sequence[str]) -> dict[DocumentType, float]:
    """The points of each type."""
    points: dict[DocumentType, float] = defaultdict(float)
    for kind, weight in _evidence(title, opening, languages):
        points[kind] += weight
    return points


def heaviest(points: Mapping[DocumentType, float]) -> DocumentType:
    """The type with the most points; ``OTHER`` without any."""
    return max(points, key=lambda kind: (points[kind], -_ORDER.index(kind)), default=_T.OTHER)


def told_freely(title: str, opening: str) -> bool:
    """Whether a title without any official word is a sentence and its text names no office: somebody tells a story."""
    words = len(title) // 3 if _CJK.search(title) else len(title.split())
    return words >= 3 and _OFFICIAL.search(opening) is None


def _evidence(title: str, opening: str, languages: Sequence[str]) -> Iterator[tuple[DocumentType, float]]:
    yield from _labelled(title, opening)
    lowered = opening.lower()
    for cue in CUES:
        if (at := cue.find(opening, lowered)) is not None:
            yield cue.kind, cue.weight if at < _FIRST else cue.weight * _LATER
    found = False
    for language in languages:
        told = list(_titled(title, language))
        found = found or bool(told)
        yield from told
    for language in languages:
        yield from ((kind, 1.0 if found else 2.5) for kind in list(_heads(opening[:_SUBJECT], NAMES[language], language))[:1])
        yield from ((kind, 0.0 if found else 1.0) for kind in list(_heads(opening[:_NAME], NAMES[language], language))[:1])
        yield from ((kind, 0.5 if found else 2.0) for kind, pattern in STRONG[language] if pattern.search(opening[:160]))


def _labelled(title: str, opening: str) -> Iterator[tuple[DocumentType, float]]:
    parts = [(title, title.lower()), (opening, opening.lower())]
    yield from ((cue.kind, cue.weight) for cue in LABELS if any(cue.find(*part) is not None for part in parts))
    action = ACTION.search(opening)
    if action is not None and (kind := _first(ACTIONS, action["what"])) is not None:
        yield kind, 3.0 if kind is _T.OTHER else 12.0


def _first(rules: Rules, part: str) -> DocumentType | None:
    return next((kind for kind, pattern in rules if pattern.search(part)), None)


def _titled(title: str, language: str) -> Iterator[tuple[DocumentType, float]]:
    strong = _strong(title, language)
    headline = HEADLINES.get(language)
    told = headline is not None and headline.search(title) is not None
    for place, kind in enumerate(strong):
        weight = _BESIDE if place else _STRONG
        yield kind, weight * _TOLD if told and kind in _TALKED_OF else weight
    if told:
        yield _T.SPEECH_PRESS, 3.5 if language in _HEAD_LAST else 5.5
        yield _T.NEWS, 3.5
    elif language == "en" and HAPPENINGS.search(title):
        told = True
        yield _T.NEWS, 4.0
    for place, (kind, apart) in enumerate(sorted(_segment_heads(title, language), key=lambda head: head[1])):
        weight = _HEAD.get(kind, 4.5) * (0.7 if apart else 1.0)
        weight *= _TOLD if told and kind in _TALKED_OF and language not in _HEAD_LAST else 1.0
        yield kind, weight if not place else weight * (0.5 if kind in _TALKED_OF else 0.9)
    yield from ((kind, _BESIDE * 0.8) for kind, pattern in NAMES[language] if pattern.search(title))


def _strong(title: str, language: str) -> list[DocumentType]:
    """The types of the strong words of a title, the earliest word first; in Chinese, Japanese and Korean in the order of the table."""
    found = [(m.start(), order, kind) for order, (kind, p) in enumerate(STRONG[language]) if (m := p.search(title))]
    return [kind for _, _, kind in (found if language in _HEAD_LAST else sorted(found))]


def _segment_heads(title: str, language: str) -> Iterator[tuple[DocumentType, bool]]:
    """The type of the head of each segment that has one, and whether it stands after a preposition only.

    What stands in 《》 comes after what stands around it.
    """
    parts = [title]
    if language in _HEAD_LAST and (inner := [a or b for a, b in _INNER.findall(title)]):
        parts = [_OUTER.sub(" ", title), *inner]
    if len(parts) > 1 and next(_heads(parts[0], NAMES[language], language), None) is _T.OTHER:
        parts = parts[1:]
    for part in parts:
        for segment in _SEGMENT.split(part):
            for kind in list(_heads(segment, NAMES[language], language))[:1]:
                yield kind, language in _PHRASE_LAST and not list(_heads(_PHRASE.split(segment)[0], NAMES[language], language))


def _heads(segment: str, rules: Rules, language: str) -> Iterator[DocumentType]:
    """The types named in a segment, the head first."""
    found = [(m.start(), m.end(), order, kind) for order, (kind, p) in enumerate(rules) for m in p.finditer(segment)]
    if language in _HEAD_LAST:
        found.sort(key=lambda f: (-f[1], f[2]))
    elif language in _PHRASE_LAST:
        breaks = [m.start() for m in _PHRASE.finditer(segment)]
        found.sort(key=lambda f: (sum(b < f[0] for b in breaks), -f[1], f[2]))
    else:
        found.sort(key=lambda f: (f[0], f[2]))
    yield from (kind for _, _, _, kind in found)
