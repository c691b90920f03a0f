"""Official identifiers of legal documents, as ``scheme:value``.

One rule has many titles and languages but few official numbers, so numbers carry the threads that people follow. A number a
document merely cites must never join it to another matter: what is its own (title, head, address) is told apart from the rest.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.identifier_rules import RULES, URLS, Context, han_number
from pipeline.matching_words import GAZETTE, PART, PART_NAMES
from pipeline.places import place_of

#: the part of a text that holds its own numbers: a Federal Register head, a Chinese letterhead
HEAD = 1_200
#: how far citations are looked for
FAR = 20_000


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The numbers of a document: its own, and those it only names."""

    own: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One identifier at one place."""

    value: str
    start: int
    end: int


def identifiers_of(title: str, text: str = "", url: str = "", jurisdiction: str = "", on: date | None = None) -> Identifiers:
    """The identifiers of a document, each once, in order of appearance."""
    title, text = plain_numbers(title), plain_numbers(text[:FAR])
    context = Context(place_of(jurisdiction), on, title + "\n" + text[:HEAD])
    named = {mention.value.partition(":")[0] for mention in mentions(title, context)}
    own = [*_in_url(url), *_own_in_title(title, context), *_own_in_head(text[:HEAD], context, named)]
    every = [mention.value for part in (title, text) for mention in mentions(part, context)]
    return Identifiers(tuple(dict.fromkeys(own)), tuple(v for v in dict.fromkeys(every) if v not in own))


def mentions(text: str, context: Context) -> list[Mention]:
    """All identifiers in a text by place; of overlapping ones the first rule wins."""
    found: list[Mention] = []
    for pattern, read in RULES:
        for match in pattern.finditer(text):
            value = read(match, context)
            if value and not any(m.start < match.end() and match.start() < m.end for m in found):
                found.append(Mention(value, match.start(), match.end()))
    return sorted(found, key=lambda m: m.start)


def plain_numbers(text: str) -> str:
    """Full-width brackets and digits become plain; dashes and spaces become one kind."""
    folded = unicodedata.normalize("NFKC", text).replace("[", "〔").replace("]", "〕")
    return re.sub(r"[\u2010-\u2015\u2212]", "-", folded).replace("\xa0", " ")


# ---- own or cited ----------------------------------------------------------------------------------------------------

#: words before a number which say that this document is another one: it amends, implements, explains or obeys that one
_RELATION = re.compile(
    r"\b(?:amend\w*|implement(?:ing (?!regulation|decision|act|rule)|s |ation of)|supplement(?:ing|s)|complement(?:ing|s)|repeal(?:ing|s)|replac(?:ing|es)|supersed(?:ing|es)|successor|"
    r"pursuant to|under|in accordance with|laid down|referred to|(?:for|on) the application of|guid(?:ance|elines?) (?:on|to|for)|"
    r"interpret\w*|build(?:ing|s) on|in addition to|alongside|see also|referred to|consistent with|as (?:required|directed|amended) by|required by|established (?:by|under|in)|inserted by|authority of|empowered by|compl(?:y|iance|ying) with|within the meaning|in support of|based on|derogat\w*|rules for|faqs?|questions|"
    r"(?:zur|der|die) (?:Änderung|Durchführung|Ergänzung|Aufhebung|Umsetzung)|nach|gemäß|über die Anwendung|aufgrund|Leitlinien|Leitfaden|"
    r"modifiant|portant (?:application|modification)|relatif à l'application|en application|abrogeant|complétant|au titre|lignes directrices|conformément|pris pour|transposant|transposition|"
    r"por (?:el|la) que se (?:modifica\w*|aplica\w*|desarrolla\w*|deroga\w*)|en aplicación|en virtud|conforme a|directrices|"
    r"recante modific\w*|che (?:modifica|attua|integra|abroga)|attuazion\w*|ai sensi|linee guida|adeguamento\w*|"
    r"mise en œuvre|mettant en œuvre|tot wijziging|ter uitvoering|tot omzetting|recepimento|wdrażani\w+|w sprawie zmiany|pris en application|met en œuvre|giving effect to|transpos\w*|altera\w*|que altera)\b[^.;]*$|(?:实施|修改|修正|废止|根据|依据|落实|执行|解读|施行令|施行規則|一部を?改正|に基づく)[^。]*$",
    re.IGNORECASE,
)


def based(before: str) -> bool:
    """Whether the words before a number say that it is that of another rule, which this one changes, carries out or obeys."""
    return bool(_RELATION.search(before[-120:]))


_ALSO_AFTER = re.compile(r"^[》」』)]*(?:の?実施|的?(?:实施细则|配套|解读|修正案|修改)|の一部を改正|施行規則|施行令)")


#: schemes that number acts; a part of an act names the whole by it
ACTS = frozenset({"celex", "uspl", "ukpga", "fr", "es", "it", "jp", "kr"})


_BETWEEN = re.compile(r"[\s,;–—-]*")


def part_of(title: str) -> str:
    """The part of an act that a title names first, the same in every language: ``art 5``; empty where it names none, or one of another rule."""
    # a part of the gazette is none of the rule
    plain = GAZETTE.sub(" ", title)
    found = [match for match in PART.finditer(plain) if not based(plain[: match.start()])]
    # "annex II, article 3" is one part; what is named further on is another one to which this refers
    last = next((n for n in range(1, len(found)) if not _BETWEEN.fullmatch(plain, found[n - 1].end(), found[n].start())), len(found))
    return ", ".join(map(_part, found[:last]))


def _part(match: re.Match[str]) -> str:
    if match["han"]:
        return f"{PART_NAMES[match['unit']]} {han_number(match['han'])}" if match["unit"] in PART_NAMES else match[0]
    kind = match["kind"].lower()[:3]
    kind = PART_NAMES.get(kind, kind)
    number = re.sub(r"[^a-z\d-]", "", match["n"].lower())
    return f"{kind} {number.removeprefix('r') if kind == 'rec' else number}"


def _own_in_title(title: str, context: Context) -> Iterator[str]:
    """Numbers of the title that are not set in relation to something; of several of one scheme the first."""
    schemes: set[str] = set(ACTS) if part_of(title) else set()
    for mention in mentions(title, context):
        before, after = title[: mention.start], title[mention.end :]
        scheme = mention.value.partition(":")[0]
        if scheme not in schemes and not _RELATION.search(before) and not _ALSO_AFTER.search(after):
            yield mention.value
        schemes.add(scheme)


#: schemes whose label may stand anywhere in a head that lost its lines
_LABELS = frozenset({"rin", "docket", "frdoc"})
#: schemes that label the document itself where they stand in its head
_HEAD_SCHEMES = frozenset({"rin", "docket", "frdoc", "nor", "doi", "isbn", "cn", "uksi", "euproc", "ecli", "uscase"})


def _own_in_head(head: str, context: Context, named: Collection[str]) -> Iterator[str]:
    """Labelled numbers of the head, and an instrument that names itself in the first words, unless the title named one of its scheme."""
    for mention in mentions(head, context):
        before = head[: mention.start]
        line = before.rpartition("\n")[2]
        scheme = mention.value.partition(":")[0]
        near = len(line) < 60 or scheme in _LABELS
        alone = near and not _RELATION.search(line[-80:])
        opening = not before.strip()
        if (scheme in _HEAD_SCHEMES and alone) or (opening and scheme not in named):
            yield mention.value


def _in_url(url: str) -> Iterator[str]:
    for pattern, template in URLS:
        match = pattern.search(url)
        if match:
            yield template(match)
