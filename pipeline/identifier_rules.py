"""How official numbers are written, scheme by scheme, in texts and in addresses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pipeline.sessions import FEDERAL, congress_of, session_of, state_of


@dataclass(frozen=True, slots=True)
class Context:
    """What a number alone does not say: whose bill, of which session."""

    jurisdiction: str = ""
    on: date | None = None
    #: title and head, where a session or a Congress may be named
    head: str = ""


Reader = Callable[[re.Match[str], Context], str | None]

_CHAMBER = {
    ("house", "bill"): "hr",
    ("senate", "bill"): "s",
    ("house", "joint-resolution"): "hjres",
    ("senate", "joint-resolution"): "sjres",
    ("house", "resolution"): "hres",
    ("senate", "resolution"): "sres",
}
_LETTER = {"reg": "R", "dir": "L", "dec": "D"}


def _eli(match: re.Match[str]) -> str:
    return _celex(match["year"], _LETTER[match["type"][:3].lower()], match["number"])


URLS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"eur-lex\.europa\.eu/eli/(?P<type>reg|dir|dec)\w*/(?P<year>\d{4})/(?P<number>\d+)"), _eli),
    (re.compile(r"(?i)celex(?::|%3A)(?P<celex>[1-9]\d{4}[A-Z]{1,2}\d{4})"), lambda m: f"celex:{m['celex'].upper()}"),
    (re.compile(r"federalregister\.gov/(?:d|documents/\d{4}/\d\d/\d\d)/(?P<n>(?:[A-Z]\d-)?\d{2,4}-\d{4,6})"), lambda m: f"frdoc:{m['n']}"),
    (
        re.compile(r"legislation\.gov\.uk/(?:id/)?(?P<t>uksi|ukpga|ukdsi|ssi|asp|wsi|nisr|eur)/(?P<y>\d{4})/(?P<n>\d+)"),
        lambda m: f"{m['t']}:{m['y']}/{m['n']}",
    ),
    (re.compile(r"boe\.es/.*?(?P<n>BOE-[A-Z]-\d{4}-\d+)"), lambda m: f"boe:{m['n']}"),
    (re.compile(r"legifrance\.gouv\.fr/.*?(?P<n>(?:JORF|LEGI)TEXT\d{12})"), lambda m: f"legifrance:{m['n']}"),
    (
        re.compile(
            r"congress\.gov/bill/(?P<c>\d+)(?:th|st|nd|rd)-congress/(?P<h>house|senate)-(?P<t>bill|joint-resolution|resolution)/(?P<n>\d+)"
        ),
        lambda m: f"usbill:{m['c']}-{_CHAMBER[m['h'], m['t']]}-{m['n']}",
    ),
    (re.compile(r"regulations\.gov/docket/(?P<n>[A-Z0-9_-]+)"), lambda m: f"docket:{m['n'].upper()}"),
    (re.compile(r"govinfo\.gov/.*?/FR-\d{4}-\d\d-\d\d/(?:pdf|html|xml)?/?(?P<n>\d{4}-\d{5})"), lambda m: f"frdoc:{m['n']}"),
)


# ---- readers ---------------------------------------------------------------------------------------------------------


def _celex(year: str, letter: str, number: str) -> str:
    full = year if len(year) == 4 else ("19" if int(year) > 50 else "20") + year
    return f"celex:3{full}{letter}{int(number):04d}"


def _eu_act(match: re.Match[str], context: Context) -> str | None:
    kind = match["kind"].lower()
    letter = "R" if re.search(r"reg|règl|verord|条例|規則|rozp", kind) else "L" if re.search(r"dire|diret|richtl|指令", kind) else "D"
    first, second = match["a"], match["b"]
    year_first = len(first) == 4 and not (match["no"] and len(second) == 4)
    year, number = (first, second) if year_first or letter == "L" else (second, first)
    if len(year) not in (2, 4) or not (1950 <= int(year if len(year) == 4 else "19" + year) <= 2100):
        return None
    return _celex(year, letter, number)


def _us_bill(match: re.Match[str], context: Context) -> str | None:
    kind = re.sub(r"[^a-z]", "", match["kind"].lower()).replace("house", "h").replace("senate", "s").replace("resolution", "res")
    if context.jurisdiction and context.jurisdiction not in FEDERAL:
        return None
    congress = congress_of(context.head, context.on)
    return f"usbill:{congress or '?'}-{kind}-{match['n']}"


def _state_bill(match: re.Match[str], context: Context) -> str | None:
    state = state_of(context.jurisdiction)
    named = match.groupdict().get("state")
    state = named.upper() if named else state
    if not state:
        return None
    kind = re.sub(r"[^a-z]", "", match["kind"].lower())
    kind = {"senatebill": "sb", "housebill": "hb", "assemblybill": "ab", "s": "sb", "h": "hb", "a": "ab", "hf": "hf", "sf": "sf"}.get(
        kind, kind
    )
    session = match.groupdict().get("yy")
    year = f"20{session}" if session else session_of(state, context.head, context.on)
    return f"statebill:{state.lower()}-{year or '?'}-{kind}-{int(match['n'])}"


def _canadian_bill(match: re.Match[str], context: Context) -> str | None:
    if context.jurisdiction != "CA" or context.on is None:
        return None
    parliament = next((number for number, since in _PARLIAMENTS if context.on >= since), None)
    return f"cabill:{parliament}-{match['n']}" if parliament else None


def _named(scheme: str, template: str) -> Reader:
    """A reader that fills the match's groups into a template, upper case and without spaces."""

    def read(match: re.Match[str], context: Context) -> str:
        groups = {name: re.sub(r"\s+", "", value or "").upper() for name, value in match.groupdict().items()}
        return f"{scheme}:{template.format(**groups)}"

    return read


def _known(value: str) -> Reader:
    """A reader of an act of the Union under its short name; elsewhere another act may be called so."""
    return lambda match, context: value if context.jurisdiction == "EU" else None


def _docket(match: re.Match[str], context: Context) -> str:
    """A docket without the stage some agencies write into it: FR-6402-P-01 and FR-6402-F-02 are one."""
    return "docket:" + re.sub(r"-000$", "", re.sub(r"(?<=\d)-(?:P|F|FC|IFC|IFR|PN|FN|CN|N|C)\d?(?:-\d\d)?$", "", match["n"].upper()))


def _chinese_order(match: re.Match[str], context: Context) -> str | None:
    """The order of a Chinese office as its English translation cites it."""
    office = next((name for words, name in _OFFICES if words in match[0].lower()), None)
    return f"cn:{office}令第{int(match['a'] or match['b'])}号" if office else None


def _iso(match: re.Match[str], context: Context) -> str:
    return f"iso:{re.sub(r'[^A-Z/]', '', match['body'].upper())}-{match['n']}"


#: a short name stands for the act where the act, or a part of it, is all that is named: "AI Act, Article 5", not "AI Act: guidelines"
_WHOLE = r"(?=\W*(?:$|\n|\((?:Regulation|EU|UE|Verordnung|Règlement)|(?:recital|considérant|considerando|erwägungsgrund|overweging|art(?:icle|ikel|ículo|icolo)?|annexe?|anhang|anexo|allegato|bijlage|chapter|kapitel|第)\W?\s?R?[\dIVX]))"
#: acts of the Union that everybody calls by a short name, in the languages of the house
_KNOWN = (
    ("celex:32024R1689", r"(?:EU|European) AI Act|\bAI Act\b(?! of \d)|Artificial Intelligence Act(?=\)|$| \(Regulation)|KI-Verordnung|KI-VO\b|Règlement (?:sur l'|européen sur l')?IA\b|Reglamento (?:europeo )?de (?:IA|Inteligencia Artificial)\b|AI-verordening|欧盟《?人工智能法案?》?|EU\s?AI法"),
    ("celex:32016R0679", r"\bGDPR\b|\bDSGVO\b|General Data Protection Regulation|Datenschutz-Grundverordnung|Règlement général sur la protection des données"),
    ("celex:32022R2065", r"Digital Services Act\b|Gesetz über digitale Dienste|Reglamento de Servicios Digitales|regolamento sui servizi digitali|règlement sur les services numériques"),
    ("celex:32022R1925", r"Digital Markets Act\b|Gesetz über digitale Märkte|règlement sur les marchés numériques|Reglamento de Mercados Digitales"),
    ("celex:32023R2854", r"EU Data Act\b"),
    ("celex:32024R2847", r"Cyber Resilience Act\b|Règlement sur la cyberrésilience"),
)  # fmt: skip


_EU_KIND = (
    r"(?:(?:Durchführungs|Delegierte[rn]?\s)?(?:V|v)erordnung|(?:Durchführungs|Delegierte[rn]?\s)?(?:R|r)ichtlinie|(?:Durchführungs)?(?:B|b)eschluss|"
    r"[Rr]egulation|REGULATION|[Dd]irective|DIRECTIVE|[Dd]ecision|DECISION|VERORDNUNG|RICHTLINIE|[Rr]èglement(?:\s(?:d'exécution|délégué))?|RÈGLEMENT|[Dd]écision|"
    r"[Rr]eglamento(?:\s(?:de [Ee]jecución|[Dd]elegado))?|REGLAMENTO|[Dd]irectiva|[Dd]ecisión|[Rr]egolamento(?:\s(?:di esecuzione|delegato))?|REGOLAMENTO|[Dd]irettiva|[Dd]ecisione|"
    r"[Vv]erordening|[Rr]ichtlijn|[Bb]esluit|[Rr]egulamento|[Dd]iretiva|[Dd]ecisão|条例|規則|指令|决定)"
)
#: one RIN for a whole routine: airworthiness directives, approaches, airspace, safety and security zones, drawbridges
_ROUTINE_RINS = frozenset(["2120-AA64", "2120-AA65", "2120-AA66", "1625-AA00", "1625-AA08", "1625-AA09", "1625-AA11", "1625-AA87"])
RULES: tuple[tuple[re.Pattern[str], Reader], ...] = (
    *((re.compile(rf"(?i)(?:{pattern}){_WHOLE}"), _known(value)) for value, pattern in _KNOWN),
    (re.compile(r"\b(?P<n>[356]\d{4}(?:R|L|D|PC|DC|SC|CJ|H|C)\d{4})\b"), _named("celex", "{n}")),
    (
        re.compile(
            rf"(?P<kind>{_EU_KIND})\s*[(〔]?(?:EU|UE|EG|CE|EC|EWG|CEE|EEC|Euratom|ЕС|欧盟)?(?:,\s*Euratom)?[)〕]?\s*(?P<no>(?:No|Nr|n[°ºo]|nr)\.?\s*)?(?P<a>\d{{2,4}})/(?P<b>\d{{1,4}})(?!/?\d)(?:/(?:EC|EU|CE|EG|UE|EEC))?"
        ),
        lambda m, c: _eu_act(m, c) if re.search(r"EU|UE|EG|CE|EC|EWG|欧盟", m[0][len(m["kind"]) :]) else None,
    ),
    (re.compile(r"\bCOM\s?[(/]\s?(?P<y>\d{4})\s?[)/]\s?(?P<n>\d{1,4})\b"), lambda m, c: f"com:{m['y']}/{int(m['n'])}"),
    (re.compile(r"\b(?P<s>SWD|JOIN|SEC|C)\s?\((?P<y>20\d\d)\)\s?(?P<n>\d{1,5})\b"), _named("ec", "{s}({y}){n}")),
    (re.compile(r"\b(?P<y>\d{4})/(?P<n>\d{4})\s?\((?P<t>COD|NLE|CNS|APP|INI|RSP|BUD)\)"), _named("euproc", "{y}/{n}({t})")),
    (re.compile(r"(?i)\bFR\s?Doc\.?\s?(?:No\.?\s?)?(?P<n>(?:[A-Z]\d-)?\d{2,4}-\d{4,6})"), _named("frdoc", "{n}")),
    (re.compile(r"(?i)\bdocument (?:number|no\.?):?\s?(?P<n>20\d\d-\d{5})\b"), _named("frdoc", "{n}")),
    (
        re.compile(r"\bRINs?:?\s?(?:No\.?\s?)?(?P<n>\d{4}-[A-Z]{2}\d{2})\b"),
        lambda m, c: None if m["n"] in _ROUTINE_RINS else f"rin:{m['n']}",
    ),
    (
        re.compile(
            r"(?i)\b(?:docket|file) (?:id|number|nos?\.?)(?: ?(?:no|number)\.?)?:?\s?(?P<n>(?=[A-Z0-9-]*\d)[A-Z0-9]+(?:-[A-Z0-9]+)+)"
        ),
        _docket,
    ),
    (re.compile(r"\bFile No\. (?P<a>\d{3})[ -](?P<b>\d{4})\b"), _named("docket", "{a}-{b}")),
    (
        re.compile(
            r"\b(?P<n>(?:FDA|EPA|FTC|CFPB|NHTSA|FMCSA|FAA|DOT|HHS|CMS|HUD|OCC|NIST|DHS|USCIS|EEOC|SEC|NTIA|BIS|OSHA|FRA|ED|DOL|PTO|USPTO)(?:-[A-Z]{1,6}){0,3}-\d{4}(?:-[A-Z])?-\d{3,5})\b"
        ),
        _named("docket", "{n}"),
    ),
    (re.compile(r"\b(?P<n>ECLI:[A-Z]{2}:[A-Z0-9]+:\d{4}:[A-Z0-9.]+)"), _named("ecli", "{n}")),
    (re.compile(r"\b(?P<n>[CT]-\d{1,4}/\d{2})\b"), _named("cjeu", "{n}")),
    # the digit before the colon is the court's office; many texts leave it out
    (re.compile(r"(?i)(?<![A-Za-z\d])(?:\d:)?(?P<n>\d\d-(?:cv|cr|mc)-\d{4,5})\b"), _named("uscase", "{n}")),
    (re.compile(r"\b(?P<k>G\.?S\.?R\.?|S\.?O\.?)\s?(?P<n>\d{1,5}\s?\(E\))"), _named("ingaz", "{n}")),
    (re.compile(r"\b(?:Pub(?:lic|\.)\s?L(?:aw|\.)|P\.L\.)\s?(?:No\.?\s?)?(?P<n>\d{2,3}-\d{1,3})\b"), _named("uspl", "{n}")),
    (re.compile(r"\b(?:Executive Order|E\.O\.|EO) (?:No\.? )?(?P<n>\d{5})\b"), _named("useo", "{n}")),
    (re.compile(r"\b(?P<kind>H\.\s?R\.|H\.?\s?J\.\s?Res\.|S\.\s?J\.\s?Res\.|H\.\s?Res\.|S\.\s?Res\.|HR)\s?(?P<n>\d{1,5})\b"), _us_bill),
    (re.compile(r"(?<![\w.])(?P<kind>S\.)\s?(?P<n>\d{1,5})\b(?!\s?[.)]\d)"), _us_bill),
    (re.compile(r"\b(?P<state>[A-Z]{2})\s(?P<kind>SB|HB|AB|HF|SF|LB|LD|LR|SJR|HJR)\s?-?(?P<n>\d{1,5})\b"), _state_bill),
    (re.compile(r"\b(?P<kind>SB|HB|S\.B\.|H\.B\.|Senate Bill|House Bill)\s?(?:No\.?\s?)?(?P<yy>2\d)-(?P<n>\d{3,5})\b"), _state_bill),
    (re.compile(r"\b(?:E?[23]?S|2?E|CS/?|HCS\s|SCS\s|SS\s)(?P<kind>SB|HB)\s?-?(?P<n>\d{1,5})\b"), _state_bill),
    (re.compile(r"\b(?:Bill|[Pp]rojet de loi)\s(?P<n>[CS]-\d{1,4})\b"), _canadian_bill),
    (
        re.compile(
            r"\b(?P<kind>SB|HB|AB|HF|SF|LB|LD|SJR|HJR|S\.B\.|H\.B\.|A\.B\.|H\.F\.|S\.F\.|Senate Bill|House Bill|Assembly Bill)\s?(?:No\.?\s?)?-?(?P<n>\d{1,5})\b"
        ),
        _state_bill,
    ),
    (
        re.compile(r"\b(?P<kind>[SAH])\.?\s?(?:No\.?\s?)?(?P<n>\d{2,5})(?:-?[A-Z])?\b"),
        lambda m, c: _state_bill(m, c) if state_of(c.jurisdiction) in ("NY", "NJ", "MA", "VT", "RI", "SC", "NC") else None,
    ),
    (
        re.compile(r"\b(?:S\.?I\.?|Statutory Instruments?)\s?(?P<y>(?:19|20)\d\d)\s?(?:/|No\.?\s?)(?P<n>\d{1,5})\b"),
        _named("uksi", "{y}/{n}"),
    ),
    (re.compile(r"(?:^|\n|\()\s*(?P<y>20\d\d) No\. (?P<n>\d{1,5})\b"), _named("uksi", "{y}/{n}")),
    (re.compile(r"\b(?P<y>20\d\d) (?:c\.|chapter) ?(?P<n>\d{1,3})\b"), _named("ukpga", "{y}/{n}")),
    (re.compile(r"(?:HL|HC)? ?\bBill (?P<n>\d{1,3}) (?P<y>20\d\d-\d\d)\b"), _named("ukbill", "{y}/{n}")),
    (re.compile(r"\bISBN[: ]?(?P<n>97[89][\d -]{10,14}\d)"), lambda m, c: "isbn:" + re.sub(r"\D", "", m["n"])),
    (
        re.compile(r"(?P<a>[\u4e00-\u9fff]{1,12})\s?〔(?P<y>\d{4})〕\s?(?:第\s?)?(?P<n>\d{1,5})\s?号"),
        lambda m, c: f"cn:{_letterhead(m['a'])}〔{m['y']}〕{int(m['n'])}号",
    ),
    (
        re.compile(r"(?P<a>[\u4e00-\u9fff、\s]{2,40}?)令\s?(?:\(|〔)?第\s?(?P<n>[\d一二三四五六七八九十百零〇]+)\s?号"),
        lambda m, c: f"cn:{_office(m['a'])}令第{han_number(m['n'])}号",
    ),
    (
        re.compile(
            r"(?i)\b(?:order|decree)\s(?:no\.?\s)?(?P<a>\d{1,4})\sof\sthe\s[\w\s,']{4,70}(?:china|council|republic|technology|security|commerce|regulation)|"
            r"\b(?:state council|cac|cyberspace administration of china|miit|samr|mps|ndrc|mofcom)\s(?:order|decree)\s(?:no\.?\s)?(?P<b>\d{1,4})\b"
        ),
        _chinese_order,
    ),
    (re.compile(r"\b(?P<n>GB(?:/[TZ])?\s?\d{4,6}(?:\.\d+)?)(?:-\d{4})?"), _named("gb", "{n}")),
    (re.compile(r"\b(?P<n>BOE-[A-Z]-\d{4}-\d{1,6})\b"), _named("boe", "{n}")),
    (
        re.compile(
            r"\b(?P<k>Real Decreto(?:-ley| Legislativo)?|Ley(?: Orgánica)?|Orden [A-Z]{2,4}|Anteproyecto de Ley)\s?(?P<n>\d{1,4}/\d{4})"
        ),
        _named("es", "{k}-{n}"),
    ),
    (re.compile(r"\bBGBl\.?\s?(?P<y>\d{4})\s?(?P<t>I{1,2})\s?(?:Nr|S)\.\s?(?P<n>\d+)"), _named("bgbl", "{y}-{t}-{n}")),
    (re.compile(r"\b(?:BT-Drs\.?|BT-Drucksache|Bundestagsdrucksache|Drucksache|Drs\.)\s?(?P<n>\d{1,2}/\d{1,6})"), _named("btdrs", "{n}")),
    (re.compile(r"\b(?:BR-Drs\.?|Bundesratsdrucksache)\s?(?P<n>\d{1,4}/\d{2})"), _named("brdrs", "{n}")),
    (re.compile(r"\bNOR\s?:\s?(?P<n>[A-Z]{4}\d{7}[A-Z])\b"), _named("nor", "{n}")),
    (
        re.compile(r"\b(?P<k>[Ll]oi(?: organique)?|[Dd]écret|[Oo]rdonnance|[Aa]rrêté)\sn\s?[°o]\s?(?P<n>\d{4}-\d{1,5})"),
        _named("fr", "{k}-{n}"),
    ),
    (
        re.compile(
            r"(?i)\b(?P<k>legge|decreto legislativo|decreto-legge|d\.\s?lgs\.|d\.l\.|l\.)\s(?:\d{1,2}°?\s[a-z]+\s)?(?P<y>\d{4}),?\sn\.\s?(?P<n>\d{1,4})\b"
        ),
        lambda m, c: f"it:{_italian(m['k'])}-{m['y']}/{m['n']}",
    ),
    (
        re.compile(
            r"(?P<e>令和|平成|昭和)(?P<y>\d{1,2}|元)年(?P<k>法律|政令|[\u4e00-\u9fff]{2,8}(?:省令|規則|告示))第(?P<n>[\d一二三四五六七八九十百]+)号"
        ),
        lambda m, c: f"jp:{m['e']}{m['y']}-{m['k']}-{han_number(m['n'])}",
    ),
    (re.compile(r"법률\s?제\s?(?P<n>\d+)호"), _named("kr", "법률-{n}")),
    (re.compile(r"\bAct No\.\s?(?P<n>\d{4,5})\b"), lambda m, c: f"kr:법률-{m['n']}" if c.jurisdiction == "KR" else None),
    (re.compile(r"\b(?P<n>(?:CP|PS|FG|GC|DP|SS|FS)\d{2}/\d{1,2})\b"), _named("fca", "{n}")),
    (
        re.compile(
            r"\b(?:Guidelines|Recommendations|Opinion|Leitlinien|Empfehlungen|[Ll]ignes directrices|Directrices|Linee guida|Richtsnoeren)\s(?P<n>\d{1,2}/20\d\d)\b"
        ),
        lambda m, c: f"series:{c.jurisdiction}-{m['n']}",
    ),
    (
        re.compile(
            r"\b(?P<k>Projeto de Lei|PL|Lei(?: Complementar)?|Decreto(?:-Lei)?|Portaria)\s?(?:n\.?\s?[ºo°]\.?\s?)?(?P<n>\d[\d.]*(?:/|,? de )\d{4}|\d[\d.]*/\d{2})\b"
        ),
        lambda m, c: (
            f"pt:{re.sub(r'[^A-Z]', '', m['k'].upper()).replace('PROJETODELEI', 'PL')}-{re.sub(r',? de ', '/', m['n']).replace('.', '')}"
        ),
    ),
    (
        re.compile(
            r"\b(?P<body>ISO(?:/IEC)?(?:/IEEE)?|IEC|prEN|EN(?:\sISO)?(?:/IEC)?|IEEE|ETSI (?:EN|TS|TR))(?:\s?/?(?:CD|DIS|FDIS|WD|AWI|PRF|TR|TS|P))?\s?(?P<n>\d{3,6}(?:-\d{1,2})?(?:\.\d+)?)\b"
        ),
        _iso,
    ),
    (re.compile(r"\bNIST (?P<n>(?:AI|SP|IR|SP) \d{1,4}-\w+)\b"), _named("nist", "{n}")),
    (re.compile(r"\b(?P<n>10\.\d{4,5}/[\w.()-]+\w)"), _named("doi", "{n}")),
    (
        re.compile(r"\b(?P<v>\d{2,3}) (?:FR|Fed\. Reg\.) (?P<p>\d{1,6}(?:,\d{3})?)\b"),
        lambda m, c: f"frcite:{m['v']}-{m['p'].replace(',', '')}",
    ),
)

#: since when each Canadian Parliament sat, the newest first
_PARLIAMENTS = ((45, date(2025, 5, 26)), (44, date(2021, 11, 22)), (43, date(2019, 12, 5)), (42, date(2015, 12, 3)))
#: English names of Chinese offices, as they sign orders
_OFFICES = (
    ("cyberspace", "国家互联网信息办公室"),
    ("cac", "国家互联网信息办公室"),
    ("state council", "国务院"),
    ("industry and information", "工业和信息化部"),
    ("miit", "工业和信息化部"),
    ("market regulation", "国家市场监督管理总局"),
    ("samr", "国家市场监督管理总局"),
    ("public security", "公安部"),
    ("mps", "公安部"),
    ("development and reform", "国家发展和改革委员会"),
    ("ndrc", "国家发展和改革委员会"),
    ("commerce", "商务部"),
    ("mofcom", "商务部"),
    ("president", "主席"),
)

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}


def han_number(text: str) -> int:
    """A number in digits or in Chinese numerals below a thousand."""
    if text.isdigit():
        return int(text)
    total = part = 0
    for char in text:
        if char in "十百":
            total += (part or 1) * (10 if char == "十" else 100)
            part = 0
        else:
            part = _DIGITS[char] if not part else part * 10 + _DIGITS[char]
    return total + part


def _letterhead(text: str) -> str:
    """The agency's own letters, without the words of a sentence before them."""
    return re.split(r"[以据照按的为是号于(（]|文号|编号", text)[-1][-8:]


def _office(text: str) -> str:
    return re.split(r"[、\s据照的为以]", text.strip())[-1]


def _italian(kind: str) -> str:
    short = re.sub(r"[\s.]", "", kind.lower())
    return {"decretolegislativo": "dlgs", "decreto-legge": "dl", "l": "legge"}.get(short, short)
