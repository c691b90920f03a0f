"""Whether two documents belong to one matter, decided from the documents alone.

First what keeps them apart (another place, session, docket or part), then what brings them together: an own official number,
the same name at another stage of its life, a press text that names the rule, the same words, the same figures in another
language. When in doubt they stay apart.
"""

import re
from collections.abc import Mapping
from typing import Any

from pipeline.identifier_rules import Context
from pipeline.identifiers import mentions, plain_numbers
from pipeline.matching_words import (
    CJK,
    DRAFTS,
    EDITION,
    FORM,
    OUTCOME,
    OUTCOME_NUMBER,
    PLACES,
    REVISION,
    SERIES,
    SHORT,
    SINGLE,
    YEAR,
)
from pipeline.sessions import FEDERAL, congress_of, session_of, state_of
from pipeline.sides import Side, named_in, side_from, stem, telling_name, words_of
from policywatch.types import DocumentType

#: shingles of three words; a changed word in a 51-word notice already costs .115
NEAR = 0.6
#: names this alike (0..100) are one name
ALIKE = 90.0
#: a translation comes within so many days
TRANSLATED = 31
#: kinds of which one place puts out many in a month
_LOOSE = frozenset({DocumentType.OTHER, DocumentType.NEWS, DocumentType.SPEECH_PRESS, DocumentType.ENFORCEMENT, DocumentType.REPORT})
#: what a bill may be read as
_BILLS = frozenset({DocumentType.BILL, DocumentType.PROPOSAL})


def same_matter(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two documents (id, title, text, lang, jurisdiction, date) tell of one and the same legal thing."""
    return same(side_from(a), side_from(b))


def same(left: Side, right: Side) -> bool:
    """Whether two documents tell of one and the same legal thing."""
    if left.parts and right.parts and not left.parts & right.parts:
        return False
    own_left, own_right = left.own, right.own
    if own_left & own_right:
        return not _other_edition(left, right) and not _routine(own_left, own_right)
    if (
        _conflict(own_left, own_right)
        or _elsewhere(left, right)
        or _other_session(left, right)
        or _revised(left, right)
        or _other_of_series(left, right)
    ):
        return False
    if left.kind is right.kind is DocumentType.OTHER and set(left.core) != set(right.core):
        return False
    if any(
        _told(a, b) or _follows(a, b) or _answers(a, b) or _drafts(a, b) or _translates(a, b) for a, b in ((left, right), (right, left))
    ):
        return True
    return (
        _both_tell(left, right)
        or _same_name(left, right)
        or _same_segment(left, right)
        or _short_name(left, right)
        or _same_words(left, right)
        or _same_days(left, right)
        or _same_figures(left, right)
    )


# ---- apart -----------------------------------------------------------------------------------------------------------


def _conflict(left: set[str], right: set[str]) -> bool:
    """Whether both have a number of the same scheme, and not the same."""
    schemes = {v.partition(":")[0] for v in left} & {v.partition(":")[0] for v in right} & SINGLE
    return _other_uk_session(left, right) or any(not _stage_pair(scheme, left, right) for scheme in schemes)


def _routine(left: set[str], right: set[str]) -> bool:
    """Whether nothing but a RIN is shared and the dockets differ: agencies use one RIN for a whole routine, such as all airworthiness directives."""
    dockets = [{v for v in side if v.startswith("docket:")} for side in (left, right)]
    return all(v.startswith("rin:") for v in left & right) and bool(dockets[0] and dockets[1]) and not dockets[0] & dockets[1]


def _other_uk_session(left: set[str], right: set[str]) -> bool:
    """Whether both are prints of bills of different sessions; each print of one bill has a number of its own."""
    sessions = [{v.partition(":")[2].partition("/")[0] for v in side if v.startswith("ukbill:")} for side in (left, right)]
    return bool(sessions[0] and sessions[1]) and not sessions[0] & sessions[1]


def _stage_pair(scheme: str, left: set[str], right: set[str]) -> bool:
    """A proposal's CELEX (sector 5) and its act's (sector 3) are two stages, not two rules."""
    sectors = [{v.partition(":")[2][:1] for v in side if v.startswith(scheme + ":")} for side in (left, right)]
    return scheme == "celex" and sectors[0] != sectors[1]


def _elsewhere(left: Side, right: Side) -> bool:
    known = {side.place for side in (left, right)} - {"", "INT", "UNKNOWN"}
    return len(known) > 1


def _other_session(left: Side, right: Side) -> bool:
    """Whether both are bills of different sessions, or names that differ in their year."""
    years = [set(YEAR.findall(side.title)) for side in (left, right)]
    if years[0] and years[1] and not years[0] & years[1] and not (left.telling or right.telling):
        return True
    series = [set(SERIES.findall(side.title)) for side in (left, right)]
    stages = (left.kind in DRAFTS) != (right.kind in DRAFTS)
    if series[0] and series[1] and not series[0] & series[1] and not stages:
        return True
    if DocumentType.BILL not in (left.kind, right.kind) or left.on is None or right.on is None:
        return False
    if left.kind is not right.kind:
        return abs((left.on - right.on).days) > 900
    return _session(left) != _session(right)


def _revised(left: Side, right: Side) -> bool:
    """Whether one is the draft of a revision and the other the act it would revise, which is older."""
    for draft, other in ((left, right), (right, left)):
        if REVISION.search(draft.title) and not REVISION.search(other.title) and draft.on and other.on and other.on < draft.on:
            return True
    return False


def _session(side: Side) -> int | None:
    state = state_of(side.place)
    if state:
        return session_of(state, side.title + "\n" + side.text[:500], side.on)
    if side.place in FEDERAL:
        return congress_of(side.title + "\n" + side.text[:500], side.on)
    return None


def reintroduced(new: Side, old: Side) -> bool:
    """Whether one is the other's bill, brought in again in a later session."""
    later = new.on is not None and old.on is not None and new.on > old.on
    bills = new.kind in _BILLS and old.kind in _BILLS and new.place == old.place
    apart = _conflict(new.own, old.own) or _other_session(new, old)
    return later and bills and apart and new.core == old.core and telling_name(new.core)


def revises(new: Side, old: Side) -> bool:
    """Whether one is the draft of a new version of the other."""
    return _revised(new, old) and bool(REVISION.search(new.title)) and new.place == old.place and new.core == old.core


def conflicting(left: set[str], right: set[str]) -> bool:
    """Whether official numbers say that two documents are of different matters."""
    return _routine(left, right) if left & right else _conflict(left, right)


def _other_edition(left: Side, right: Side) -> bool:
    """Whether a standard's numbers name two editions."""
    found = [re.findall(r"\b(?:ISO|IEC|EN|IEEE|GB)\S*\s?[\d.-]+[:-](20\d\d|19\d\d)\b", side.title) for side in (left, right)]
    return bool(found[0] and found[1] and set(found[0]).isdisjoint(found[1]))


def _other_of_series(left: Side, right: Side) -> bool:
    """Whether two Chinese or Japanese titles name two editions, or two of a numbered series such as interpretations."""
    found = [{next(filter(None, one.groups())) for one in EDITION.finditer(side.title)} for side in (left, right)]
    series = [{one["s"] for one in EDITION.finditer(side.title) if one["s"]} for side in (left, right)]
    return bool(found[0] and found[1] and not found[0] & found[1]) or (series[0] != series[1] and not (left.telling or right.telling))


# ---- together --------------------------------------------------------------------------------------------------------


def _told(teller: Side, rule: Side) -> bool:
    """Whether a press text or news item tells of this rule: by its number, or by its whole name."""
    if not teller.telling or (teller.related and not rule.related):
        return False
    named = teller.own | set(teller.numbers.cited)
    own = rule.own
    if _conflict(named, own) and not named & own:
        return False
    if named & own:
        return len({v for v in named if v.partition(":")[0] in SINGLE}) <= 2
    if rule.related and not teller.related:
        return False
    # two texts that both tell of something are of one matter only when both say so in their titles
    opening = [] if rule.telling or len(rule.core) < 3 else words_of(teller.opening)
    if named_in(rule.core, words_of(teller.title)) or named_in(rule.core, opening):
        return True
    return _paraphrased(teller, rule)


def _paraphrased(teller: Side, rule: Side) -> bool:
    """Whether a press text of the same place uses every word of a rule's long name, though in its own order."""
    name = {word for word in rule.core if len(word) > 2}
    if (
        not telling_name(rule.core)
        or teller.place != rule.place
        or not rule.place
        or teller.lang[:2] != rule.lang[:2]
        or CJK.search("".join(name))
    ):
        return False
    title = set(map(stem, words_of(teller.title)))
    if len(name) >= 3 and len("".join(name)) >= 18 and name <= title:
        return True
    return len(name) >= 5 and len(name & title) >= 2 and name <= title | set(map(stem, words_of(teller.text[:500])))


def _follows(later: Side, earlier: Side) -> bool:
    """Whether a text says that it is what became of the other: "following the consultation on ..."."""
    name = set(earlier.core)
    if later.related != earlier.related or len(name) < 3 or later.place != earlier.place:
        return False
    named = [set(map(stem, words_of(later.text[at.end() : at.end() + 200])[:30])) for at in OUTCOME.finditer(later.text[:1_500])]
    return any(len(name & words) >= max(3, 0.8 * len(name)) for words in named)


def _answers(later: Side, earlier: Side) -> bool:
    """Whether a text says by its number which consultation it answers: "feedback to CP26/7"."""
    head = later.title + "\n" + later.text[:1_500]
    context = Context(later.place, later.on)
    return any(one.value in earlier.own for at in OUTCOME_NUMBER.finditer(head) for one in mentions(plain_numbers(at["rest"]), context))


def _both_tell(left: Side, right: Side) -> bool:
    """Whether two texts that tell of a rule name the same one first."""
    if not (left.telling and right.telling) or left.related != right.related:
        return False
    firsts = [next((v for v in (*side.numbers.own, *side.numbers.cited) if v.partition(":")[0] in SINGLE), None) for side in (left, right)]
    return firsts[0] is not None and firsts[0] == firsts[1]


def _drafts(draft: Side, final: Side) -> bool:
    """Whether a draft or consultation describes in its opening the very thing the other is called."""
    name = tuple(word for word in final.core if word not in FORM)
    if draft.kind not in DRAFTS or draft.related != final.related or draft.place != final.place or len(name) < 5:
        return False
    return named_in(name, words_of(draft.text[:500]))


def _short_name(left: Side, right: Side) -> bool:
    """Whether both titles carry one short name of a German act, such as KI-MIG; in a headline it may stand anywhere."""
    if left.place != right.place or not left.place or left.lang[:2] != "de" or right.lang[:2] != "de":
        return False
    names = [set(SHORT.findall(side.title)) for side in (left, right)]
    told = any(name in other.title for side, other in ((0, right), (1, left)) if other.telling for name in names[side])
    return told or (left.related == right.related and bool(names[0] & names[1]))


def _translates(translation: Side, rule: Side) -> bool:
    """Whether a title in another language carries the rule's Chinese or Japanese name."""
    if translation.lang[:2] == rule.lang[:2] or translation.related or rule.related or not CJK.search("".join(rule.core)):
        return False
    return named_in(rule.core, words_of(translation.title + " " + translation.text[:200]))


def _same_name(left: Side, right: Side) -> bool:
    """Whether both carry the same name, at whatever stage."""
    from rapidfuzz import fuzz

    if left.related != right.related or not (telling_name(left.core) and telling_name(right.core)) or left.lang[:2] != right.lang[:2]:
        return False
    mine, other = _inflected(set(left.core), set(right.core))
    if (mine - other and other - mine) or any(word.isdigit() or word in PLACES for word in mine ^ other):
        return False
    enough = min(len(mine), len(other)) >= 0.75 * max(len(mine), len(other))
    return enough and fuzz.token_sort_ratio(" ".join(left.core), " ".join(right.core)) >= ALIKE


def _same_segment(left: Side, right: Side) -> bool:
    """Whether all that one title says, stages aside, is one whole segment of the other: "Online Safety Act: X - statement"."""
    if left.related != right.related or left.lang[:2] != right.lang[:2] or left.place != right.place or not left.place:
        return False
    for one, other in ((left, right), (right, left)):
        if (
            len(one.segments) == 1
            and len(one.segments[0]) >= 3
            and telling_name(one.segments[0])
            and one.segments[0] in other.segments[-1:]
        ):
            return True
    return False


def _inflected(left: set[str], right: set[str]) -> tuple[set[str], set[str]]:
    """Both sets with words that differ in their ending alone made equal: delega, deleghe."""
    from rapidfuzz import fuzz

    pairs = ((a, b) for a in sorted(left - right) for b in sorted(right - left) if len(a) > 4 and len(b) > 4 and a[:4] == b[:4])
    same_word = {b: a for a, b in pairs if fuzz.ratio(a, b) >= 75}
    return left, {same_word.get(word, word) for word in right}


def _same_words(left: Side, right: Side) -> bool:
    """Whether one is a republication of the other: nearly the same text under names that do not contradict."""
    shared, every = len(left.shingles & right.shingles), len(left.shingles | right.shingles)
    if every < 20 or shared / every < NEAR or left.related != right.related:
        return False
    bills = left.kind in _BILLS or right.kind in _BILLS
    mine, other = set(left.core), set(right.core)
    if DocumentType.OTHER in (left.kind, right.kind) and mine != other:
        return False
    contradict = bool(mine - other) and bool(other - mine)
    return not contradict or (shared / every > 0.95 and not bills)


def _same_days(left: Side, right: Side) -> bool:
    """Whether one is a translation of the other: of one place, kind and time, and naming the very same days in two languages."""
    if left.lang[:2] == right.lang[:2] or left.place != right.place or not left.place:
        return False
    if left.kind is not right.kind or left.kind in _LOOSE or left.related != right.related:
        return False
    apart = abs((left.on - right.on).days) if left.on and right.on else 0
    shared, every = left.days & right.days, left.days | right.days
    # one day alone is the day on which many acts begin to apply
    enough = len(shared) >= 2 or (len(shared) == 1 and left.on is not None and left.on == right.on)
    return apart <= TRANSLATED and enough and len(shared) >= 0.6 * len(every)


def _same_figures(left: Side, right: Side) -> bool:
    """Whether one is a translation of the other: the same figures in texts of two languages."""
    if left.lang[:2] == right.lang[:2] or left.related != right.related:
        return False
    shared, every = left.figures & right.figures, left.figures | right.figures
    return len(shared) >= 4 and len(shared) / len(every) >= 0.7
