"""What speaks for and against two documents being of one matter, in numbers.

Each number is a weak sign that holds in any language: words of the names in common, what one name says that the other document never
does, proper names, sums, days and running numbers. ``weigh`` adds them up; the weights were fitted on the gold pairs.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.matching_words import DRAFTS
from pipeline.sides import Side, named_in, telling_name, words_of
from pipeline.traces import Role, levels, same_number, shape
from policywatch.text import normalise
from policywatch.types import DocumentType

#: what each sign weighs, written by ``pipeline/train/matters.py``
WEIGHTS = Path(__file__).parent / "weights" / "matters.json"
_PENAL = frozenset({DocumentType.ENFORCEMENT, DocumentType.COURT})
#: how alike two words of two languages are that are one: 0..100
_COGNATE = 84.0
#: a name that weighs so much means one thing
ENOUGH = 2.0
#: a name of less is none
NAMED = 1.0
#: how much a common concept says that only one of two names has
APART = 0.7
#: shingles of three words that two texts share at least if one is a copy, and how many they must have
NEAR, COPIED = 0.6, 40
HALF = 0.5
#: instruments that a text on one rule names at most
SEVERAL = 3
#: how much of its weight a word keeps in a comparison of two languages when no list knows it
STRANGE = 0.35
#: how much of what two names differ in still counts where they have a number in common
CALLED = 0.3
#: how much a name counts that is a form which offices fill in again and again
FILLED = 0.3
#: longer than this, in days, few rules are in the making
FAR = 1_100
#: after so many days, what an office puts out under the same name is done anew
YEARLY = 400
#: names that have so much in common follow one form
FORM = 0.6
#: names that are equal letter by letter are as good as contained, however common their words
EQUAL = 0.8
_NAMED_OTHERWISE = ("rest", "rest_both", "rest_rule", "rest_teller", "swapped", "changes_told", "about_told", "related_told")
_CHANGES = frozenset({"amending", "implementing"})


def evidence(a: Side, b: Side) -> dict[str, float]:
    """The signs of a pair; the same whichever document comes first."""
    signs = {**_of_names(a, b), **_of_marks(a, b), **_of_texts(a, b), **_of_kinds(a, b)}
    # a form that an office fills in again is nearly a copy, too
    titled = normalise(a.title).casefold() == normalise(b.title).casefold()
    signs["copy"] *= titled or not (
        signs["rest_both"] or signs["formula"] or signs["strangers"] or signs["other_count"] or signs["dice"] < HALF
    )
    if signs["formula"]:
        signs |= {name: signs[name] * FILLED for name in ("inside", "inside_both", "inside_text", "dice", "quoted", "instrument")}
    signs["apart"] = float(signs["rest_both"] >= 1.0 and not signs["two_languages"])
    signs["party"] = signs["penal"] * signs["title_names"] * (not signs["other_number"] and not signs["other_sums"])
    if signs["numbers"] or signs["told_number"] or signs["short"] or signs["quoted"]:
        # what a number or a short name joins may be called anything
        signs |= {name: signs[name] * CALLED for name in _NAMED_OTHERWISE}
    return signs


def weigh(signs: Mapping[str, float]) -> float:
    """What the signs add up to: above zero they speak for one matter."""
    weights = _weights()
    return weights["always"] + sum(weights[name] * value for name, value in signs.items())


@cache
def _weights() -> dict[str, float]:
    found: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return found


# ---- names -----------------------------------------------------------------------------------------------------------


def _of_names(a: Side, b: Side) -> dict[str, float]:
    if a.telling and not b.telling:
        a, b = b, a
    names, told = (_read_by(a.named, a, b), _read_by(b.named, b, a)), (_read_by(a.told, a, b), _read_by(b.told, b, a))
    told = (told[0], _aligned({**names[0], **told[0]}, told[1]))
    names = (names[0], _aligned({**told[0], **names[0]}, names[1]))
    shared = _both(*names)
    inside = [_both(names[0], {**told[1], **names[1]}), _both(names[1], {**told[0], **names[0]})]
    sizes = [sum(one.values()) for one in names]
    # a name of one common word is soon found anywhere
    shares = [part / max(size, 0.01) * min(1.0, part / ENOUGH) for part, size in zip(inside, sizes, strict=True)]
    rests = [_rest(names[0], {**told[1], **names[1]}), _rest(names[1], {**told[0], **names[0]})]
    mixed = a.telling != b.telling
    named = [shared / max(size, 0.01) * min(1.0, shared / ENOUGH) for size in sizes]
    # a round-up of the week names many rules and tells of none
    several = max(len(a.instruments), len(b.instruments)) > SEVERAL
    equal = a.tongue == b.tongue and set(a.core) == set(b.core) and telling_name(a.core)
    formula = any(side.core and not telling_name(side.core) for side in (a, b))
    if equal:
        named = [max(share, EQUAL) for share in named]
        shares = [max(share, EQUAL) for share in shares]
    return {
        "dice": 2 * shared / max(sum(sizes), 0.01) * min(1.0, shared / ENOUGH),
        "inside": shares[0] if mixed else max(named),
        "inside_both": min(shares) if mixed else min(named),
        "inside_text": 0.0 if mixed else max(shares),
        "rest_both": 0.0 if mixed else min(min(rests), 4.0),
        "rest": 0.0 if mixed else min(max(rests), 6.0),
        "rest_rule": min(rests[0], 4.0) if mixed else 0.0,
        "rest_teller": min(rests[1], 6.0) if mixed else 0.0,
        "same_name": float(equal or (shared >= NAMED and shared >= 0.95 * max(sizes) and not formula)),
        "short": 0.0
        if several
        else float(any(name in b.every for name in a.short) or any(name in a.every for name in b.short)) + bool(a.short & b.short),
        "quoted": float(
            any((one.telling or one.kind in DRAFTS or one.tongue != other.tongue) and one.quotes(other) for one, other in ((a, b), (b, a)))
            and not several
        ),
        "instrument": float(bool(a.instruments & b.instruments) and not several),
        "code": float(bool(a.codes & b.codes)),
        "swapped": _swapped(*names, bool(a.strange_to(b) and b.strange_to(a))) if a.tongue == b.tongue else 0.0,
        "formula": float(formula),
    }


def _swapped(left: Mapping[str, float], right: Mapping[str, float], strangers: bool) -> float:
    """How much two names are one form filled in with different words: AI in policing, drones in policing."""
    rest = min(_rest(left, right), _rest(right, left))
    common = 2 * _both(left, right) / max(sum(left.values()) + sum(right.values()), 0.01)
    return (1.0 if strangers else min(rest, 1.0)) * common if common > FORM else 0.0


def _read_by(found: Mapping[str, float], side: Side, other: Side) -> dict[str, float]:
    """What another document could say, too: a word that no list knows may be there in translation, and letters of one script mean nothing in another."""
    strange = STRANGE if side.tongue != other.tongue else 1.0
    return {
        key: weight * (strange if key[0] == "=" else 1.0)
        for key, weight in found.items()
        if other.han or key[0] != "=" or key[1] < "\u3000"
    }


def _both(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    return sum(min(weight, right[key]) for key, weight in left.items() if key in right)


def _rest(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """How much of what one name says the other document never says; a common word tells two names apart better than it joins them."""
    return sum(max(weight, APART if key[0] != "=" else 0.0) for key, weight in left.items() if key not in right and key[-1] != "^")


def _aligned(left: Mapping[str, float], right: Mapping[str, float]) -> dict[str, float]:
    """The right side with words that differ from one of the left by their ending written as that one: across languages, and where words are inflected."""
    from rapidfuzz import fuzz

    free = [key for key in left if key.startswith("=") and key not in right and key.isascii()]
    found: dict[str, float] = {}
    for key, weight in right.items():
        alike = (one for one in free if key.startswith("=") and key not in left and key[1:4] == one[1:4] and len(key) > 4)
        found[next((one for one in alike if fuzz.ratio(key, one) >= _COGNATE), key)] = weight
    return found


# ---- marks -----------------------------------------------------------------------------------------------------------


def _of_marks(a: Side, b: Side) -> dict[str, float]:
    met = {name for name in a.proper if name in b.latin} | {name for name in b.proper if name in a.latin}
    runs: set[str] = set()
    if a.tongue != b.tongue:
        runs = {run for one, other in ((a, b), (b, a)) if not one.writes_han for run in one.han_runs if run in other.every}
    heads = met & a.title_words & b.title_words
    strange = [a.strange_to(b), b.strange_to(a)]
    sums = a.sums & b.sums
    # what one office puts out on one day often has one deadline
    days = a.days & b.days if a.tongue != b.tongue or not _one_day(a, b) else frozenset()
    says_day = any(
        one.on in other.days or (one.on.month, one.on.day) in other.month_days
        for one, other in ((a, b), (b, a))
        if one.on and one.on != other.on
    )
    numbers = _of_numbers(a, b)
    kinds = bool(met or runs) + bool(sums) + bool(numbers["numbers"] or numbers["told_number"]) + bool(days or says_day)
    return {
        "names": min(len(met), 3.0),
        "title_names": min(len(heads), 2.0),
        "other_letters": float(bool(runs)),
        "no_names": float(not met and min(len(a.proper), len(b.proper)) >= 2),
        "strangers": min(len(strange[0]), len(strange[1]), 2.0),
        **numbers,
        "sums": min(len(sums), 2.0),
        "other_sums": float(bool(a.sums and b.sums and not sums)),
        "days": min(len(days), 2.0) * (len(days) / len(a.days | b.days) if days else 0.0),
        "says_day": float(says_day),
        "marks": max(0.0, kinds - 1.0),
    }


def _of_numbers(a: Side, b: Side) -> dict[str, float]:
    roles = [(a.marks[one], b.marks[other]) for one in a.marks for other in b.marks if same_number(one, other)]
    own = [role for role in roles if Role.OWN in role and Role.BASE not in role]
    # official schemes have their own rules, and a bare count may be anything
    shapes = [
        {
            shape(v): v
            for v, role in side.marks.items()
            if role is Role.OWN and v[0].isascii() and v[0].isalpha() and ":" not in v and " " not in v
        }
        for side in (a, b)
    ]
    other = any(shapes[1].get(kind, value) != value for kind, value in shapes[0].items()) and not own
    told = any(Role.MENTION in role for role in own) and (a.telling or b.telling)
    return {
        "numbers": float(any(set(role) == {Role.OWN} or Role.FOLLOWS in role for role in own)),
        "told_number": float(told),
        "own_mention": float(bool(own) and not told and any(Role.MENTION in role for role in own)),
        "mentions": float(not own and any(set(role) == {Role.MENTION} for role in roles)),
        "other_number": float(other),
        "other_count": float(bool(a.counts - b.counts and b.counts - a.counts) and not own and a.telling == b.telling and a.kind is b.kind),
        "acronyms": float(bool(a.acronyms - b.latin and b.acronyms - a.latin) and a.tongue == b.tongue),
    }


def _one_day(a: Side, b: Side) -> bool:
    return a.on is not None and b.on is not None and abs((a.on - b.on).days) <= 3 and not (a.telling and b.telling)


# ---- texts and kinds -------------------------------------------------------------------------------------------------


def _of_texts(a: Side, b: Side) -> dict[str, float]:
    shared, every = len(a.shingles & b.shingles), len(a.shingles | b.shingles)
    told = 2 * _both(a.told, b.told) / max(sum(a.told.values()) + sum(b.told.values()), 0.01)
    figures = len(a.figures & b.figures) if a.tongue != b.tongue or not _one_day(a, b) else 0
    across = figures / len(a.figures | b.figures) if figures and a.tongue != b.tongue else 0.0
    copied = every >= COPIED and shared / every >= (NEAR if a.title != b.title else HALF)
    return {
        "copy": float(copied),
        "figures_across": min(figures, 5.0) * across,
        "text": shared / every if every >= 20 else 0.0,
        "told": told,
        "figures": min(figures, 6.0) * figures / max(1, min(len(a.figures), len(b.figures))),
    }


def _of_kinds(a: Side, b: Side) -> dict[str, float]:
    gap = abs((a.on - b.on).days) if a.on and b.on else 365
    ranks = [levels(side.title, side.place) for side in (a, b)]
    forms = (a.forms - b.speaks_of) | (b.forms - a.speaks_of)
    mixed = a.telling or b.telling
    within = any(one.core != other.core and named_in(other.core, words_of(one.title)) for one, other in ((a, b), (b, a)))
    return {
        "form_of": float(bool(forms) and within),
        "again": float(gap > YEARLY and a.kind is b.kind and not mixed and not a.bill),
        "far": min(max(0.0, (gap - FAR) / 365), 3.0),
        "gap": math.log1p(gap) / math.log(1_000),
        "same_day": float(gap <= 3),
        "two_languages": float(a.tongue != b.tongue),
        "telling": float(a.telling != b.telling),
        "both_telling": float(a.telling and b.telling),
        "other_level": float(bool(ranks[0] and ranks[1]) and ranks[0] != ranks[1] and not mixed),
        "changes": float(bool(forms & _CHANGES)) * (not mixed),
        "changes_told": float(bool(forms & _CHANGES)) * mixed,
        "about": float(bool(forms - _CHANGES)) * (not mixed),
        "about_told": float(bool(forms - _CHANGES)) * (a.telling != b.telling),
        "about_both": float(bool(forms - _CHANGES)) * (a.telling and b.telling),
        "related": float(a.related != b.related) * (not mixed),
        "related_told": float(a.related != b.related) * mixed,
        "kind": float(a.kind is b.kind),
        "unknown": float(a.kind is b.kind is DocumentType.OTHER),
        "penal": float(a.kind in _PENAL and b.kind in _PENAL),
    }
