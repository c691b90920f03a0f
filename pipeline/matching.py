"""Whether two documents belong to one matter, decided from the documents alone.

First what keeps them apart for certain (another place, session, docket or part), then an official number in common, then the weight of
many small signs (``evidence``). When in doubt they stay apart.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pipeline.evidence import evidence, weigh
from pipeline.matching_words import DRAFTS, EDITION, FOR_YEAR, PLACES, PROCEDURES, REVISION, SERIES, SINGLE, YEAR
from pipeline.places import MEMBERS, apart
from pipeline.sessions import FEDERAL, congress_of, last_day, session_of, state_of
from pipeline.sides import Side, side_from, telling_name
from pipeline.traces import Role
from policywatch.types import DocumentType

#: what the signs of a pair must add up to when it is asked whether two documents belong together: three to two for it
THRESHOLD = 0.4
#: what they must add up to before a document joins one of the thousands that are known already
SURE = 3.0
#: what a bill may be read as
_BILLS = frozenset({DocumentType.BILL, DocumentType.PROPOSAL})


def same_matter(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two documents (id, title, text, lang, jurisdiction, date) tell of one and the same legal thing."""
    return same(side_from(a), side_from(b))


def same(left: Side, right: Side, least: float = THRESHOLD) -> bool:
    """Whether two documents tell of one and the same legal thing; ``least`` is what the signs must add up to."""
    known = _certain(left, right)
    return weigh(evidence(left, right)) > least if known is None else known


def decided(left: Side, right: Side) -> bool:
    """Whether numbers, places or sessions decide, so that signs are not weighed."""
    return _certain(left, right) is not None


def separate(left: Side, right: Side) -> bool:
    """Whether two documents are for certain of two matters: another session, version, batch or place."""
    return _certain(left, right) is False


def _certain(left: Side, right: Side) -> bool | None:
    """What is certain about two documents; ``None`` when nothing is."""
    if left.part and right.part and left.part != right.part:
        return False
    if left.part and left.part == right.part and left.acts & right.acts:
        return True
    if left.own & right.own and not _elsewhere(left, right):
        return not _other_edition(left, right) and not _routine(left.own, right.own)
    if _apart(left, right):
        return False
    return True if _told(left, right) or _told(right, left) else None


# ---- apart -----------------------------------------------------------------------------------------------------------


def _apart(left: Side, right: Side) -> bool:
    """Whether something says for certain that they are two matters, however much they are alike."""
    return (
        _conflict(left.own, right.own)
        or _elsewhere(left, right)
        or _other_session(left, right)
        or _revised(left, right)
        or _other_of_series(left, right)
        or _for_other_years(left, right)
        or _guides(left, right)
        or _guides(right, left)
        or _names_another(left, right)
        or _names_another(right, left)
        or _other_part_of_the_country(left, right)
        or _other_count(left, right)
        or bool(left.versions and right.versions and not left.versions & right.versions)
        or bool(left.sessions and right.sessions and not left.sessions & right.sessions)
        or bool(left.lands and right.lands and not left.lands & right.lands)
    )


def _other_count(left: Side, right: Side) -> bool:
    """Whether two documents of one name and kind are two of a series: another batch, month or year."""
    if left.telling or right.telling or left.kind is not right.kind or left.kind in DRAFTS or left.named.keys() != right.named.keys():
        return False
    return bool(left.counts - right.counts and right.counts - left.counts)


def _other_part_of_the_country(left: Side, right: Side) -> bool:
    named = [PLACES.intersection(side.core) for side in (left, right)]
    return named[0] != named[1] and not (left.telling or right.telling)


def _names_another(teller: Side, rule: Side) -> bool:
    """Whether a text that tells of a rule gives it another official number than this one has."""
    if not teller.telling:
        return False
    given = {value for value, role in teller.marks.items() if role is not Role.BASE and value.partition(":")[0] in SINGLE}
    return not given & rule.own and _conflict(given, rule.own)


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
    if not apart(left.place, right.place):
        return False
    # a member prints and debates what the Union proposes, and a province what the state orders, under the number it has there
    places = sorted((left.place, right.place), key=len)
    within = ("EU" in places and MEMBERS.intersection(places)) or places[1].startswith(places[0] + "-")
    return not (within and any(Role.BASE not in (left.marks[one], right.marks[one]) for one in left.marks.keys() & right.marks.keys()))


def _other_session(left: Side, right: Side) -> bool:
    """Whether both are bills of different sessions, or names that differ in their year."""
    years = [set(YEAR.findall(side.title)) for side in (left, right)]
    stages = (left.kind in DRAFTS) != (right.kind in DRAFTS)
    if years[0] and years[1] and not years[0] & years[1] and not (left.telling or right.telling):
        # a bill of one year may be an act of the next
        return not stages or abs(int(max(years[0])) - int(max(years[1]))) > 1
    series = [set(SERIES.findall(side.title)) for side in (left, right)]
    if series[0] and series[1] and not series[0] & series[1] and not stages:
        return True
    if left.on is None or right.on is None or not (left.bill or right.bill):
        return False
    if not (left.bill and right.bill):
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
    if side.place in FEDERAL and side.on is not None:
        old = last_day(side.on)
        return congress_of(side.title + "\n" + side.text[:500], side.on - timedelta(days=1) if old else side.on)
    return None


def reintroduced(new: Side, old: Side) -> bool:
    """Whether one is the other's bill, brought in again in a later session."""
    later = new.on is not None and old.on is not None and new.on > old.on
    bills = new.kind in _BILLS and old.kind in _BILLS and new.place == old.place
    other = _conflict(new.own, old.own) or _other_session(new, old)
    return later and bills and other and new.core == old.core and telling_name(new.core)


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


def _guides(guidance: Side, rule: Side) -> bool:
    """Whether one is guidance that names the other by its number as what it helps to obey."""
    based = {value for value, role in guidance.marks.items() if role is Role.BASE}
    return guidance.kind is DocumentType.GUIDANCE and bool(based & rule.own)


def _for_other_years(left: Side, right: Side) -> bool:
    """Whether both are what comes every year, such as a budget or a yearbook, and for different years."""
    found = [{one["y"] or one["c"] for one in FOR_YEAR.finditer(side.title)} for side in (left, right)]
    return bool(found[0] and found[1]) and not found[0] & found[1]


# ---- together --------------------------------------------------------------------------------------------------------


def _told(teller: Side, rule: Side) -> bool:
    """Whether a press text or news item gives the official number of this rule, and not of many; a procedure or case is named by what belongs to it alone."""
    if teller.related and not rule.related:
        return False
    named = {v for v, role in teller.marks.items() if role is not Role.BASE and (teller.telling or v.partition(":")[0] in PROCEDURES)}
    return bool(named & rule.own) and len({value for value in named if value.partition(":")[0] in SINGLE}) <= 2
