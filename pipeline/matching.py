"""Whether two documents belong to one matter, decided from the documents alone.

First what keeps them apart (another place, session, docket or part), then what brings them together: an own official number,
the same name at another stage of its life, a press text that names the rule, the same words, the same figures in another
language. When in doubt they stay apart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.identifiers import Context, Identifiers, identifiers_of, mentions
from pipeline.sessions import FEDERAL, congress_of, session_of, state_of
from pipeline.status import type_and_status
from policywatch.text import normalise
from policywatch.types import DocumentType

#: shingles of three words; a changed word in a 51-word notice already costs .115
NEAR = 0.6
#: names this alike (0..100) are one name
ALIKE = 90.0
_TELLING = frozenset({DocumentType.SPEECH_PRESS, DocumentType.NEWS, DocumentType.OTHER})
#: schemes of which one rule has just one value
_SINGLE = frozenset({"celex", "usbill", "statebill", "uksi", "ukpga", "docket", "rin", "cn", "boe", "es", "fr", "it", "jp", "pt", "iso", "gb", "cjeu", "uscase", "com", "euproc", "btdrs", "useo", "uspl", "ecli", "nist", "bgbl"})  # fmt: skip
#: words after which a document names the draft or consultation it came from
_OUTCOME = re.compile(
    r"(?i)\b(?:(?:following|after|response to|responses to|outcome of|result of) (?:the|our|a|its|this) (?:\w+ ){0,2}?(?:consultation|draft|proposal|call for evidence|proposed rule)|"
    r"nach (?:der|Abschluss der) Konsultation|à l['’]issue de la consultation|tras (?:la consulta|el trámite de audiencia)|a seguito della consultazione)\b"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

#: words that tell a stage in the life of a rule, not which rule it is
_STAGE = re.compile(
    r"\b(?:(?:notice of )?proposed (?:rule(?:making)?|regulation)|final rule|interim final rule|proposal for an?|draft|consultation (?:on|paper|outcome|response)|consultation(?=\s*:)|(?:government|summary of) responses?(?: to)?(?: the)?|adoptée? en (?:première|deuxième|seconde) lecture|texte adopté|public consultation|request for comments?(?: on)?|"
    r"(?:extension|reopening) of (?:the )?(?:comment period|consultation)(?: on| for)?|opens consultation(?: on)?|comment period extended|correction|corrigendum(?: to)?|erratum|technical amendment|delay of effective date|press release|summary|news|factsheet|"
    r"(?:as )?(?:introduced|amended|passed|enrolled|enacted|chaptered|reported|brought)(?: (?:in|on|from|by)(?: the)? (?:(?:public bill |grand )?committee|report|lords|commons|senate|house|assembly))|as (?:introduced|amended|passed|enrolled|enacted|chaptered|reported)|(?:adopted )?(?:after|following) (?:public )?consultation|(?:re)?engrossed|rerevised|extension of time|request for information|open consultation|closed consultation|interim final|supplemental notice of|advance notice of|withdrawal(?: of)?(?: proposed rule)?|as made|(?:signed|final) act|(?:introduced|engrossed|enrolled|amended|chaptered) (?:version|in (?:senate|house|assembly))|version \d+(?:\.\d+)?|consolidated (?:text|version)|"
    r"unofficial translation|english translation|translation|republished|reprint|notice|adopted|final (?:text|version)|(?:second|third|first) reading|"
    r"referentenentwurf|regierungsentwurf|gesetzentwurf(?: der bundesregierung)?|entwurf(?: eine[sr])?|vorschlag für eine?|konsultation(?: zum| zur)?|berichtigung(?: der| des)?|pressemitteilung|verlängerung der frist|verlängerung der konsultation|diskussionsentwurf|kabinettsentwurf|neufassung(?: der| des)?|bekanntmachung(?: der| des)?|konsolidierte fassung|nichtamtliche (?:fassung|übersetzung)|stellungnahmeverfahren(?: zum| zur)?|"
    r"projet d(?:e|'|’)|avant-projet|proposition de|consultation publique(?: sur| relative)?|rectificatif(?: au| à)?|communiqué de presse|prolongation|"
    r"anteproyecto de|proyecto de|proposición de|propuesta de|trámite de audiencia(?: e información pública)?(?: sobre| del| de la)?|audiencia (?:e información )?pública(?: sobre| del| de la)?|resultado de|consulta pública(?: sobre)?|corrección de errores(?: de la| del)?|nota de prensa|borrador de|ampliación del plazo|"
    r"schema di|bozza di|approvato|esito d\w+|proposta di|disegno di|consultazione pubblica(?: su)?|rettifica(?: del| della)?|comunicato stampa|"
    r"concept|ontwerp|wetsvoorstel|internetconsultatie|persbericht|rectificatie)\b|"
    r"[（(](?:草案|征求意见稿|徵求意見稿|送审稿|修订草案|公开征求意见稿|试行|案|二次审议稿|草案二次审议稿)[）)]|关于(?:公开)?(?:征求|征集)|公开征求意见|\[HL\]|的?意见的?(?:通知|公告)|关于(?:印发|发布|公布)|的(?:通知|公告|决定)$|"
    r"英文(?:翻)?译(?:本|文)?|答记者问|意見募集(?:について)?|に(?:関する|対する)(?:意見|パブリック).*|(?:の|に係る)?意見公募.*|[（(]案[）)]|案$|の公布について|の公表(?:及び|について)?|の策定について|の改定について|(?:及び)?意見募集の?結果(?:について)?|結果の公示|(?:を)?取りまとめ(?:ました)?|正誤|英訳|仮訳|勘误|更正(?:公告)?|转发|全文|解讀|政策解读",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"\b(?:amend(?:ing|s|ment)|implement(?:ing|ation|s)|delegated|supplement(?:ing|ary)|repeal\w*|revocation|successor|replac(?:ing|es)|guid(?:ance|elines?|e)|faqs?|questions and answers|template|code of practice|report|study|opinion|evaluation|standards? (?:for|under)|commencement|"
    r"änderung|durchführung\w*|delegierte|leitlinien|leitfaden|bericht|ausführung\w*|modifiant|exécution|délégué|guide|lignes directrices|rapport|application de|"
    r"modifica\w*|desarrolla\w*|ejecución|delegado|guía|directrices|informe|attuazion\w*|esecuzione|linee guida|relazione|wijziging|uitvoering\w*|leidraad)\b|修改|修正|废止|实施细则|实施|解读|指南|指引|配套|一部を改正|施行令|施行規則|ガイドライン|手引",
    re.IGNORECASE,
)
#: verbs of headlines
_HEADLINE = re.compile(
    r"\b(?:becomes law|signs|sues|fines|finali[sz]es|issues|releases|extends|withdraws|seeks|charges|files|rejects|vetoes|settles|orders|bans|introduces|reintroduces|consults on|delays|postpones|consults|unveiled|signed|publishes|sets|clears|agrees on|passes|adopts|approves|publishes|proposes|launches|announces|welcomes|unveils|opens|enters into force|comes into force|takes effect|"
    r"tritt in kraft|verabschiedet|beschließt|veröffentlicht|adopte|publie|approuve|entre en vigueur|aprueba|publica|entra en vigor|approva|pubblica|entra in vigore|publiceert|neemt aan|publica|aprova)\b|公布《|发布《|印发《|正式施行|を公表|が成立",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?P<kind>sec(?:tion|\.)|art(?:icle|ikel|ículo|icolo|\.)|part|title|chapter|annex|recital|kapitel|anhang|chapitre|annexe|capítulo|anexo|capo|allegato|teil|book|volume|schedule|division|§)\s*\.?\s*(?P<n>\d+[a-z]?|[IVXL]+)\b|第(?P<han>[\d一二三四五六七八九十百]+)(?P<unit>条|章|编|部分|部)",
    re.IGNORECASE,
)
#: a name in Chinese book-title marks
_QUOTED = re.compile(r"《([^《》]{6,})》")
#: a Japanese name in corner brackets, when what stands around it only tells the stage
_CORNERED = re.compile(r"^[^「」]{0,12}「([^「」]{6,})」(?:[（(]案[）)])?(?P<rest>[^「」]*)$")
_JA_STAGE = re.compile(r"(?:に関する|に対する|に係る|について|及び|の|を|が|は|意見|御|募集|公募|パブリック・?コメント|実施|結果|公表|公示|策定|改定|決定|施行|公布|取りまとめ|とりまとめ|ました|しました|します|開始|期間|延長|[（()）]|第?\d+版|[（(]?令和\d+年\d+月[）)]?)*")
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|"
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|januari|februari|maart|mei|augustus|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro"
)
#: days and years: they tell when, not which
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:\.|er|st|nd|rd|th|º|°)?\s(?:de\s)?(?:{_MONTHS})\b(?:,?\s(?:de\s)?\d{{4}})?|\b(?:{_MONTHS})\s\d{{1,2}},?\s\d{{4}}|\b(?:19|20)\d\d\b(?!/)",
    re.IGNORECASE,
)
#: a running number of a series: guidelines 3/2026
_SERIES = re.compile(r"\b\d{1,4}/(?:19|20)\d\d\b|(?<=\bn°\s)\d+\b|(?<=\bno\.\s)\d+\b|(?<=\bnr\.\s)\d+\b", re.IGNORECASE)
_COUNT = re.compile(r"\b(?:n[°º]|no\.|nr\.)\s?\d+\b|[(（]\d{1,4}/\d{4,8}[)）]", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SMALL = frozenset(
    [
        "the",
        "of",
        "and",
        "a",
        "an",
        "to",
        "for",
        "on",
        "in",
        "at",
        "by",
        "with",
        "regulation",
        "regulations",
        "directive",
        "act",
        "law",
        "bill",
        "rule",
        "rules",
        "decision",
        "order",
        "gesetz",
        "gesetzes",
        "verordnung",
        "richtlinie",
        "décret",
        "loi",
        "arrêté",
        "règlement",
        "decreto",
        "ley",
        "real",
        "use",
        "uses",
        "certain",
        "legislativo",
        "legislativa",
        "legge",
        "regolamento",
        "wet",
        "besluit",
        "lei",
        "portaria",
        "recante",
        "disposizioni",
        "relatif",
        "relative",
        "portant",
        "eu",
        "eine",
        "eines",
        "einer",
        "signed",
        "chaptered",
        "hr",
        "sb",
        "hb",
        "ab",
        "opens",
        "der",
        "die",
        "das",
        "des",
        "und",
        "zur",
        "zum",
        "für",
        "über",
        "la",
        "le",
        "les",
        "de",
        "du",
        "des",
        "et",
        "el",
        "los",
        "las",
        "y",
        "il",
        "lo",
        "gli",
        "i",
        "e",
        "di",
        "del",
        "della",
        "van",
        "het",
        "een",
        "en",
        "voor",
        "relating",
        "concerning",
    ]
)


@dataclass(frozen=True)
class _Side:
    """One document as it is compared."""

    title: str
    text: str
    lang: str
    place: str
    on: date | None

    @cached_property
    def numbers(self) -> Identifiers:
        return identifiers_of(self.title, self.text, "", self.place, self.on)

    @cached_property
    def kind(self) -> DocumentType:
        return type_and_status(self.title, self.text, self.lang, self.on or date(2000, 1, 1))[0]

    @cached_property
    def telling(self) -> bool:
        """Whether it tells of a rule rather than being one."""
        return self.kind in _TELLING or bool(_HEADLINE.search(self.title))

    @cached_property
    def related(self) -> bool:
        """Whether it names itself something beside another rule: an amendment, a guide, an implementing act."""
        return bool(_RELATED.search(self.title))

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The name without stage, numbers and small words."""
        title = normalise(self.title)
        quoted = _QUOTED.search(title)
        cornered = _CORNERED.search(title)
        if quoted is not None:
            title = quoted[1]
        elif cornered is not None and _JA_STAGE.fullmatch(cornered["rest"]):
            title = cornered[1]
        for mention in reversed(mentions(title, Context(self.place, self.on))):
            title = title[: mention.start] + " " + title[mention.end :]
        return _core(_COUNT.sub(" ", _DATE.sub(" ", title)))

    @cached_property
    def parts(self) -> frozenset[str]:
        return frozenset(_part(match) for match in _PART.finditer(self.title))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Numbers of at least two digits in the text: the same in every language."""
        return frozenset(n for n in _NUMBER.findall(normalise(self.title + " " + self.text[:4_000])) if len(n) > 1)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        words = _words(self.text[:20_000])
        return frozenset(tuple(words[i : i + 3]) for i in range(max(0, len(words) - 2)))


def same_matter(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two documents (id, title, text, lang, jurisdiction, date) tell of one and the same legal thing."""
    left, right = _side(a), _side(b)
    if left.parts and right.parts and not left.parts & right.parts:
        return False
    own_left, own_right = set(left.numbers.own), set(right.numbers.own)
    if own_left & own_right:
        return not _other_edition(left, right)
    if _conflict(own_left, own_right) or _elsewhere(left, right) or _other_session(left, right):
        return False
    if any(_told(a, b) or _follows(a, b) or _translates(a, b) for a, b in ((left, right), (right, left))):
        return True
    return _same_name(left, right) or _same_words(left, right) or _same_figures(left, right)


def _side(document: Mapping[str, Any]) -> _Side:
    raw = str(document.get("date") or "")[:10]
    try:
        on = date.fromisoformat(raw)
    except ValueError:
        on = None
    place = str(document.get("jurisdiction") or "").upper()
    return _Side(str(document.get("title") or ""), str(document.get("text") or ""), str(document.get("lang") or ""), place, on)


def _words(text: str) -> list[str]:
    """Words in lower case; Chinese and Japanese by character."""
    found: list[str] = []
    for word in _WORD.findall(normalise(text).lower()):
        found.extend(word) if _CJK.search(word) else found.append(word)
    return found


def _core(title: str) -> tuple[str, ...]:
    plain = _STAGE.sub(" ", title)
    return tuple(word for word in _words(plain) if word not in _SMALL)


def _part(match: re.Match[str]) -> str:
    if match["han"]:
        return f"{match['unit']} {match['han']}"
    return f"{match['kind'].lower()[:3]} {match['n'].lower()}"


# ---- apart -----------------------------------------------------------------------------------------------------------


def _conflict(left: set[str], right: set[str]) -> bool:
    """Whether both have a number of the same scheme, and not the same."""
    schemes = {v.partition(":")[0] for v in left} & {v.partition(":")[0] for v in right} & _SINGLE
    return _other_uk_session(left, right) or any(not _stage_pair(scheme, left, right) for scheme in schemes)


def _other_uk_session(left: set[str], right: set[str]) -> bool:
    """Whether both are prints of bills of different sessions; each print of one bill has a number of its own."""
    sessions = [{v.partition(":")[2].partition("/")[0] for v in side if v.startswith("ukbill:")} for side in (left, right)]
    return bool(sessions[0] and sessions[1]) and not sessions[0] & sessions[1]


def _stage_pair(scheme: str, left: set[str], right: set[str]) -> bool:
    """A proposal's CELEX (sector 5) and its act's (sector 3) are two stages, not two rules."""
    sectors = [{v.partition(":")[2][:1] for v in side if v.startswith(scheme + ":")} for side in (left, right)]
    return scheme == "celex" and sectors[0] != sectors[1]


def _elsewhere(left: _Side, right: _Side) -> bool:
    known = {side.place for side in (left, right)} - {"", "INT", "UNKNOWN"}
    return len(known) > 1


def _other_session(left: _Side, right: _Side) -> bool:
    """Whether both are bills of different sessions, or names that differ in their year."""
    years = [set(_YEAR.findall(side.title)) for side in (left, right)]
    if years[0] and years[1] and not years[0] & years[1] and not (left.telling or right.telling):
        return True
    series = [set(_SERIES.findall(side.title)) for side in (left, right)]
    if series[0] and series[1] and not series[0] & series[1]:
        return True
    if DocumentType.BILL not in (left.kind, right.kind) or left.on is None or right.on is None:
        return False
    if left.kind is not right.kind:
        return abs((left.on - right.on).days) > 900
    return _session(left) != _session(right)


def _session(side: _Side) -> int | None:
    state = state_of(side.place)
    if state:
        return session_of(state, side.title + "\n" + side.text[:500], side.on)
    if side.place in FEDERAL:
        return congress_of(side.title + "\n" + side.text[:500], side.on)
    return None


def _other_edition(left: _Side, right: _Side) -> bool:
    """Whether a standard's numbers name two editions."""
    found = [re.findall(r"\b(?:ISO|IEC|EN|IEEE|GB)\S*\s?[\d.-]+[:-](20\d\d|19\d\d)\b", side.title) for side in (left, right)]
    return bool(found[0] and found[1] and set(found[0]).isdisjoint(found[1]))


# ---- together --------------------------------------------------------------------------------------------------------


def _told(teller: _Side, rule: _Side) -> bool:
    """Whether a press text or news item tells of this rule: by its number, or by its whole name."""
    if not teller.telling or (teller.related and not rule.related):
        return False
    named = set(teller.numbers.own) | set(teller.numbers.cited)
    if named & set(rule.numbers.own):
        return len({v for v in named if v.partition(":")[0] in _SINGLE}) <= 2
    if rule.related:
        return False
    long_enough = len(rule.core) >= 3
    if _named_in(rule.core, _words(teller.title)) or (long_enough and _named_in(rule.core, _words(teller.text[:600]))):
        return True
    return _paraphrased(teller, rule)


def _paraphrased(teller: _Side, rule: _Side) -> bool:
    """Whether a press text of the same place uses every word of a rule's long name, though in its own order."""
    name = {word for word in rule.core if len(word) > 2}
    if len(name) < 5 or teller.place != rule.place or not rule.place or teller.lang[:2] != rule.lang[:2] or _CJK.search("".join(name)):
        return False
    title = set(_words(teller.title))
    return len(name & title) >= 2 and name <= title | set(_words(teller.text[:500]))


def _follows(later: _Side, earlier: _Side) -> bool:
    """Whether a text says that it is what became of the other: "following the consultation on ..."."""
    if later.related or earlier.related or len(earlier.core) < 3 or later.place != earlier.place:
        return False
    return any(_named_in(earlier.core, _words(later.text[at.end() : at.end() + 200])[:40]) for at in _OUTCOME.finditer(later.text[:1_500]))


def _translates(translation: _Side, rule: _Side) -> bool:
    """Whether a title in another language carries the rule's Chinese or Japanese name."""
    if translation.lang[:2] == rule.lang[:2] or translation.related or rule.related or not _CJK.search("".join(rule.core)):
        return False
    return _named_in(rule.core, _words(translation.title + " " + translation.text[:200]))


def _telling_name(core: tuple[str, ...]) -> bool:
    """Whether a name is long enough to mean one thing."""
    if any(_CJK.search(word) for word in core):
        return len(core) >= 6
    return len(core) >= 2 and sum(map(len, core)) >= 10


def _named_in(core: tuple[str, ...], words: list[str]) -> bool:
    """Whether a name of some length stands in a text, small words aside."""
    plain = [word for word in words if word not in _SMALL]
    size = len(core)
    return _telling_name(core) and any(tuple(plain[i : i + size]) == core for i in range(len(plain) - size + 1))


def _same_name(left: _Side, right: _Side) -> bool:
    """Whether both carry the same name, at whatever stage."""
    from rapidfuzz import fuzz

    if left.related != right.related or not (_telling_name(left.core) and _telling_name(right.core)) or left.lang[:2] != right.lang[:2]:
        return False
    mine, other = set(left.core), set(right.core)
    if (mine - other and other - mine) or any(word.isdigit() for word in mine ^ other):
        return False
    enough = min(len(mine), len(other)) >= 0.75 * max(len(mine), len(other))
    return enough and fuzz.ratio(" ".join(left.core), " ".join(right.core)) >= ALIKE


def _same_words(left: _Side, right: _Side) -> bool:
    """Whether one is a republication of the other: nearly the same text under names that do not contradict."""
    shared, every = len(left.shingles & right.shingles), len(left.shingles | right.shingles)
    if every < 20 or shared / every < NEAR or left.related != right.related:
        return False
    mine, other = set(left.core), set(right.core)
    contradict = bool(mine - other) and bool(other - mine)
    return not contradict or shared / every > 0.95


def _same_figures(left: _Side, right: _Side) -> bool:
    """Whether one is a translation of the other: the same figures in texts of two languages."""
    if left.lang[:2] == right.lang[:2] or left.related != right.related:
        return False
    shared, every = left.figures & right.figures, left.figures | right.figures
    return len(shared) >= 4 and len(shared) / len(every) >= 0.7
