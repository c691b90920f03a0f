"""Since when an act binds, as far as its text and its own days tell; enough for the status, not for a calendar.

The dates reader resolves what it can. What it leaves open, because the day of publication, signature or notification is not
known to it, is estimated here from the latest day the opening gives: months after it such a term has surely run out.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.dates import Found, findings, grammar_for
from pipeline.legal_dates.act_days import latest_day
from pipeline.legal_dates.grammar import by_month_name, by_numbers
from policywatch.types import DateKind

#: the part that is searched for dates of entry into force
FAR = 60_000
_BINDING = frozenset({DateKind.EFFECTIVE, DateKind.APPLICATION})
_UNIT_DAYS = {"day": 1, "month": 31, "year": 366}
#: gazettes print an act within this time after its day
_PRINTED = timedelta(days=25)
#: no vacatio legis that is not written out is longer
_USUAL = timedelta(days=60)

#: after this time an act that was adopted either binds or never will
_LONG = timedelta(days=730)
#: an older act may be repealed by now, and only a word of its own would tell
_FRESH = timedelta(days=5 * 366)

_POLISH = (
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
)
_SHORT_MONTHS = {
    name: number
    for names in ("jan feb mar apr may jun jul aug sep oct nov dec", "ene feb mar abr may jun jul ago sep oct nov dic")
    for number, name in enumerate(names.split(), 1)
}
#: days in languages without a grammar of legal dates
_OTHER_DAYS = (
    (
        re.compile(rf"\b(?P<d>\d{{1,2}})\s(?P<month>{'|'.join(_POLISH)})\s(?P<y>(?:19|20)\d\d)\b"),
        by_month_name({name: n for n, name in enumerate(_POLISH, 1)}),
    ),
    (re.compile(r"(?P<y>(?:19|20)\d\d)년\s?(?P<m>\d{1,2})월\s?(?P<d>\d{1,2})일"), by_numbers),
    (re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)(?!\d)"), by_numbers),
    (
        re.compile(
            r"(?i)\b(?P<d>\d{1,2})[- ](?P<month>jan|ene|feb|mar|apr|abr|may|jun|jul|aug|ago|sep|oct|nov|dec|dic)[- ](?P<y>(?:19|20)\d\d)\b"
        ),
        by_month_name(_SHORT_MONTHS),
    ),
    (re.compile(r"\b(?P<y>(?:19|20)\d\d)\.\s?(?P<m>\d{1,2})\.\s?(?P<d>\d{1,2})\."), by_numbers),
)
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    )
    for number, name in enumerate(names.split(), 1)
}
#: a month without a day: "will enter into force in January 2027"
_MONTH = re.compile(rf"(?i)\b(?:in|im|en|à|a|em|from|ab)\s(?P<month>{'|'.join(_MONTHS)})\s(?:de\s)?(?P<y>20\d\d)\b")
#: the day stands before the words of force
_DAY_FIRST = frozenset({"zh", "ja", "ko"})
#: an act says when it begins to bind
_CLAUSE = re.compile(
    r"(?i)\(effective\s|\bstart(?:s|ed|\s+date:?)\s(?=\d)|\binicio de vigencia|\bwejści[ae] w życie|\bdate of effect|\beffective\s+(?:date|from|on)|\b(?:is|are|became|becomes?)\s+effective|\bimplementation date|\bdate of (?:implementation|application|commencement)|\bcommence[sd]?\b|\bcommencement(?:\s+date)?\s?:|\bcommencement:|\bwith\s+effect\s+from|\bha(?:s|ve)\s+(?:had\s+)?effect\s+(?:since|from)|\bin\s+operation\s+(?:since|from)|"
    r"\boperative\s+(?:from|on)|\b(?:enforced|in\s+force|applicable)\s+from|\b(?:comes?|came|enters?|entered|brought|goes|went)\s+into\s+(?:force|operation|effect)|\bt(?:akes?|ook)\s+effect|"
    r"\btritt\s[^.]{0,90}in\s+kraft|\binkrafttreten|\b(?:wird|soll|zal)\s[^.]{0,60}in\s+(?:kraft|werking)\s+tre(?:t|d)en|\bsetzt\s[^.]{0,60}in\s+kraft|\b(?:gültig|wirksam|geltung|gilt|gelten)\s+(?:ab|seit)|\b[sz]um\s[^.]{4,24}\swirksam|"
    r"\bdate d['’](?:application|entrée en vigueur)|\bentrée\s+en\s+vigueur|\bentr(?:e|ent|era|eront)\s+en\s+vigueur|\bprend(?:ra|re|ront)?\s+effet|\bs['’]appliqu(?:e|era)\b|\b(?:est|sont|sera|seront)\s+applicables?|\bapplicables?\s+(?:à\s+(?:compter|partir)|depuis)|"
    r"\bentr(?:ada|ata)\s+(?:en|in)\s+vig|\bentr(?:ará|arán|ó|a)\s+en\s+vig|\bsurt(?:e|irá)\s+efectos?|\b(?:es|será)\s+aplicable|\bvigente\s+(?:desde|a\s+partir)|\bentr(?:a|erà|ata)\s+in\s+vigore|\bsi\s+applic(?:a|herà)|\bacquist(?:a|erà)\s+efficacia|\bvigente\s+al\b|"
    r"\btreedt\s[^.]{0,70}in\s+werking|\binwerkingtreding|\bin\s+werking\s+sinds|\bgeld(?:t|en|end)\s+(?:van|vanaf|sinds)|\bentr(?:a|ará|ou)\s+em\s+vigor|\bprodu(?:z|zirá)\s+efeitos|\bw(?:chodzi|ejdzie|eszł[ao]|szedł)\s+w\s+życie|\bobowiązuje\s+od|"
    r"起(?:正式)?(?:施行|实施|生效)|自本?.{0,6}(?:发布|公布|印发)之日起|から(?:施行|適用)(?:する|します|され)|(?:全面|同日)施行|施行期日|日\s?(?:正式)?(?:に)?(?:施行|实施|生效)|시행(?:한다|되|하고)|\[시행"
)
#: a day of adoption, right before it or right after it
_MADE_BEFORE = re.compile(
    r"(?i)\b(?:taken|adopted|signed|made|passed|approved|assented to|gazetted|published|promulgated|dated|verkündet|beschlossen|verabschiedet|promulguée?|adoptée?|publiée?|aprobad[oa]|publicad[oa]|promulgad[oa]|approvat[oa]|pubblicat[oa]|aangenomen|sancionad[oa]|uchwalon[ay])\s+(?:on|am|le|el|il|op|em|dnia)?\s?$"
)
_MADE_AFTER = re.compile(r"\s?(?:公布|发布|通过|印发|颁布|成立|공포)(?!之日)")
_HAN_STOP = re.compile(r"[。；]|\.\s(?=\d{4})")
_SENTENCE_END = re.compile(r"[.。;；](?=\s|$)|\n|$")
_ON_DAY = re.compile(
    r"(?i)\b(?:immediately|on\s+(?:signature|publication|the\s+(?:date|day)\s+of)|day\s+(?:after|following|on\s+which)|am\s+tage?\s+(?:nach|der)|lendemain|dès\s+sa|date\s+de\s+sa|día\s+(?:siguiente|de\s+su)|giorno\s+(?:successivo|della|stesso)|data\s+(?:de\s+sua|di\s+pubblicazione)|dia\s+seguinte|z\s+dniem|następnego)\b|之日起|の日から|한\s?날부터"
)
_COUNT = re.compile(
    r"(?i)\b(?P<n>\d{1,3}|one|two|three|four|six|twelve|twenty|zwanzig\w*|drei|sechs|deux|trois|six|vingt\w*|dos|tres|seis|veinte|due|tre|sei|venti\w*|dois|três|seis)\s+(?P<unit>days?|weeks?|months?|years?|tagen?|wochen?|monaten?|jahren?|jours?|semaines?|mois|ans?|días?|meses|años?|giorni|mesi|anni|dias|anos|dni|miesięcy|miesiące)\b"
)
_COUNT_HAN = re.compile(r"(?P<n>\d{1,3})\s?(?P<unit>년|年|개월|个月|月|일|日)(?:이\s?(?:경과|지난)|后|後|を経過)")
_HAN_UNITS = {unit: timedelta(days=days) for units, days in (("년年", 366), ("일日", 1)) for unit in units} | {
    "개월": timedelta(days=31),
    "个月": timedelta(days=31),
    "月": timedelta(days=31),
}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12, "twenty": 20, "drei": 3, "sechs": 6, "deux": 2, "trois": 3} | {
    "dos": 2,
    "tres": 3,
    "seis": 6,
    "veinte": 20,
    "due": 2,
    "tre": 3,
    "sei": 6,
    "dois": 2,
    "três": 3,
}


def binds_from(title: str, text: str, tag: str, as_of: date) -> date | None:
    """The day from which an act binds, at the latest where it had to be estimated; ``None`` when the text does not tell."""
    latest = latest_day(title, text[:FAR])
    own = _own_day(title, text, tag, as_of, latest)
    published = min(latest, own + _PRINTED) if latest and own else latest
    found = [f for f in findings(text[:FAR], tag, published) if f.kind in _BINDING]
    days = [f.resolved for f in found if f.resolved and not _of_another_act(text, f)]
    if days:
        return min(days)
    if (titled := [f.resolved for f in findings(title, tag, None) if f.kind in _BINDING and f.resolved]) != []:
        return min(titled)
    if own is None:
        return _written_out(text, tag)
    counted = [own + _length(f) for f in found if f.term is not None]
    return min(counted) if counted else _by_clause(text, tag, own)


def _own_day(title: str, text: str, tag: str, as_of: date, latest: date | None) -> date | None:
    """The latest day of the opening that is past, unless the number of the act is of a later year."""
    days = [on for on in own_days(title + "\n" + text[:1_500], tag) if on <= as_of]
    own = max(days, default=None)
    return None if own and latest and latest - own > _LONG / 2 + _PRINTED * 2 else own


def binds_since_promulgation(title: str, text: str, tag: str, as_of: date) -> bool:
    """Whether an act that says nothing of its force was promulgated long enough ago to bind, and not so long that it may be gone."""
    days = [on for on in own_days(title + "\n" + text[:1_500], tag) if on <= as_of]
    return bool(days) and _USUAL <= as_of - max(days) <= _FRESH


def printed_long_ago(title: str, text: str, as_of: date) -> bool:
    """Whether the number of an act shows that it was published long enough ago for a usual term to have run out, and not too long."""
    latest = latest_day(title, text[:FAR])
    return latest is not None and _USUAL <= as_of - latest <= _FRESH


def long_ago(title: str, text: str, tag: str, as_of: date) -> bool:
    """Whether all days of an act lie so far back that nobody can say from its adoption alone that it does not bind yet."""
    days = [on for on in own_days(title + "\n" + text[:1_500], tag) if on <= as_of]
    return bool(days) and max(days) + _LONG < as_of


def own_days(text: str, tag: str) -> Iterator[date]:
    """All days that a text gives."""
    grammar = grammar_for(tag, text)
    for pattern, read in (*(grammar.days if grammar else ()), *_OTHER_DAYS):
        yield from (on for match in pattern.finditer(text) if (on := read(match)) is not None)


def _of_another_act(text: str, found: Found) -> bool:
    """Whether a day beside words of force is the one of adoption or publication: "taken on 2 May and takes effect on 1 June"."""
    return _MADE_BEFORE.search(text[max(0, found.start - 24) : found.start]) is not None or _MADE_AFTER.match(text, found.end) is not None


def _length(found: Found) -> timedelta:
    assert found.term is not None
    length = timedelta(days=found.term.n * _UNIT_DAYS[found.term.unit])
    return length + _PRINTED if found.term.anchor == "publication" else length


def _by_clause(text: str, tag: str, own: date) -> date | None:
    written = _written_out(text, tag)
    if written is not None:
        return written
    clause = _CLAUSE.search(text[:FAR])
    if clause is None:
        return None
    end = _SENTENCE_END.search(text, clause.end())
    sentence = text[max(0, clause.start() - 80) : end.start() if end else len(text)]
    if (count := _COUNT.search(sentence)) is not None:
        return own + _counted(count) + _PRINTED
    if (count := _COUNT_HAN.search(sentence)) is not None:
        return own + int(count["n"]) * _HAN_UNITS[count["unit"]]
    return own + _PRINTED if _ON_DAY.search(sentence) else own + _USUAL


def _written_out(text: str, tag: str) -> date | None:
    """The day beside the clause."""
    for clause in _CLAUSE.finditer(text[:FAR]):
        after, before = text[clause.end() : clause.end() + 60], text[max(0, clause.start() - 30) : clause.start()]
        if tag in _DAY_FIRST:
            days = list(own_days(before, tag))[-1:] or list(own_days(_HAN_STOP.split(after)[0], tag))
        else:
            days = list(own_days(after, tag))
        if days:
            return days[0]
        if month := _MONTH.search(text[max(0, clause.start() - 60) : clause.end() + 60]):
            return date(int(month["y"]), _MONTHS[month["month"].lower()], 28)
    return None


def _counted(match: re.Match[str]) -> timedelta:
    word, unit = match["n"].lower(), match["unit"].lower()
    n = int(word) if word.isdigit() else _WORDS.get(word, 20)
    if unit.startswith(("month", "monat", "mois", "mes", "mies")):
        return timedelta(days=31 * n)
    if unit.startswith(("year", "jahr", "an", "añ")):
        return timedelta(days=366 * n)
    return timedelta(days=7 * n if unit.startswith(("week", "woch", "semaine")) else n)
