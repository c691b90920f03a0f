"""What a text leaves behind in any language: proper names, sums of money, running numbers, and what form of instrument it names.

Two documents without an official number in common are told to be of one matter by such traces.
"""

import re
import unicodedata
from enum import IntEnum

from pipeline.concepts import folded, known

# ---- money -----------------------------------------------------------------------------------------------------------

_CURRENCY = r"(?:€|\$|£|¥|₩|₹|EUR|USD|GBP|CHF|JPY|CNY|RMB|KRW|INR|R\$|US\$|A\$|C\$|AUD|CAD|BRL|SEK|NOK|DKK|PLN|CZK|HUF|RON|MXN|TWD|HKD|HK\$|S\$|SGD|Rs\.?)"
_AMOUNT = r"\d{1,3}(?:[., \u00a0\u202f']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_SCALE = r"(?:thousand|tausend|tys\.?|mila|mil(?! mil)|k|million|million(?:en|s|i|e)?|millones|milhões|milhão|millón|milione|milioni|mio|mln|miljoen|m|billion|bn|milliard(?:en|s|e)?|miliardi|mil millones|bilhões|miljard|万|萬|亿|億|百万|만|억)"
_COINS = (
    r"(?:euros?|kronor|kroner|korun|złotych|zł|Kč|pesos|dollars?|pounds?|yuan|yen|won|francs?|reais|rupees?|元|円|원|유로|欧元|美元|人民币)"
)
_MONEY = re.compile(
    rf"(?:(?<![A-Za-z])(?P<before>{_CURRENCY})\s?(?P<a>{_AMOUNT})\s?(?P<s>{_SCALE})?(?![\w]))|(?:(?P<b>{_AMOUNT})\s?(?P<t>{_SCALE})?(?:\s?(?:de|d'|d’|di))?\s?(?:{_COINS}|{_CURRENCY})(?![A-Za-z]))",
    re.IGNORECASE,
)
_TIMES = (
    (r"mil millones|billion|bn|mil+iard|miliard|bilh|miljard", 1e9),
    (r"thousand|tausend|tys|mila|mil$|k$", 1e3),
    (r"亿|億|억", 1e8),
    (r"百万", 1e6),
    (r"万|萬|만", 1e4),
    (r"m", 1e6),
)


def sums(text: str) -> frozenset[int]:
    """Sums of money from a thousand up, in whatever currency and spelling."""
    found = set()
    for match in _MONEY.finditer(unicodedata.normalize("NFKC", text)):
        value = _number(match["a"] or match["b"]) * _times(match["s"] or match["t"] or "")
        if value >= 1_000:
            found.add(round(value))
    return frozenset(found)


def _number(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[., \u00a0\u202f']\d{3})+", digits):
        return float(re.sub(r"\D", "", digits))
    whole = re.sub(r"[ \u00a0\u202f'](?=\d{3})", "", digits)
    head, _, tail = whole.replace(",", ".").rpartition(".")
    return float(f"{head.replace('.', '')}.{tail}") if head else float(tail)


def _times(scale: str) -> float:
    return next((factor for pattern, factor in _TIMES if scale and re.match(pattern, scale.lower())), 1.0)


class Role(IntEnum):
    """What a number is to the document in which it stands, the strongest first."""

    #: it labels the document
    OWN = 0
    #: the document says that it came from what has this number
    FOLLOWS = 1
    MENTION = 2
    #: only that of another rule, which this one changes, carries out or obeys
    BASE = 3


# ---- running numbers -------------------------------------------------------------------------------------------------

_SERIAL = re.compile(
    r"(?<![\w/.-])(?=[\w/.()〔〕-]*\d)[A-Za-zА-Я\d]+(?:(?:[-/.:]|\s?[(〔](?=\d{2,4}[)〕])|[)〕]\s?(?=\d))[A-Za-z\d]+)+[)〕]?", re.ASCII
)
_PLAIN = re.compile(r"(?<![\w/.-])[A-Z]{1,5}\d{4,}[A-Z]?(?![\w/-])")
_OF = re.compile(r"(?i)\b(?:no\.?|nos\.?|nr\.?|n[°º]\.?|bill|act|s\.?i\.?|order|number)\s(\d{1,5}) (?:of|de|von|del|van) ((?:19|20)\d\d)\b")
_HAO = re.compile(r"(?:〔|\()?(20\d\d)(?:〕|\)|年)?\s?(?:第|제)?\s?(\d{1,5})\s?(?:号|호)|(?:第|제)\s?(\d{2,6})\s?(?:号|호)")
_COUNTED = re.compile(
    r"(?i)\b(?P<label>bolet[ií]n|druk|bill|case|docket|notice|projet de loi|proyecto de ley|wetsvoorstel|kamerstuk(?:ken)?|dossier|expediente|doc\. web|omb control (?:no\.?|number)|prop\.|sou|betænkning|lovforslag|vorlage|geschäft|motion|ordinance|doc)"
    r"\s?(?:n[°ºro]+\.?|no\.?|n\.|nummer|number)?:?\s?(?P<n>\d(?:[\d./-]| (?=\d{3,}/))*\d(?:[-/][A-Z]+)?)"
)
#: a number right after one of these is a place in a text or a form, not a document
_PLACE = re.compile(
    r"(?i)(?:\b(?:art(?:icle|\.|ikel|ículo|icolo|igo)?s?|sec(?:tion|\.)?s?|§{1,2}|para(?:graph|\.)?s?|schedule|annex|page|pages|form|cfr|u\.?s\.?c\.?|title|part|chapter|point|clause|recital|version|phone|tel\.?|at|iso|iec|gdpr-?)\s?)$"
)
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


def serials(plain: str) -> dict[str, int]:
    """Running numbers of a text whose signs are plain already, each with the place where it first stands."""
    found: dict[str, int] = {}
    for match in _SERIAL.finditer(plain):
        value = _serial(match[0])
        if value and not _PLACE.search(plain[max(0, match.start() - 14) : match.start()]):
            found.setdefault(value, match.start())
    for match in _PLAIN.finditer(plain):
        if not _PLACE.search(plain[max(0, match.start() - 14) : match.start()]):
            found.setdefault(match[0], match.start())
    for match in _OF.finditer(plain):
        found.setdefault(f"{match[2]}/{int(match[1])}", match.start())
    for match in _COUNTED.finditer(plain):
        found.setdefault(f"{folded(match['label'])[:7].strip()} {match['n'].upper()}", match.start("n"))
    for match in _HAO.finditer(plain):
        found.setdefault(f"{match[1]}/{int(match[2])}" if match[1] else f"第{match[3]}", match.start())
    return found


def _serial(token: str) -> str | None:
    """One way of writing a number: the year before the count, no brackets; ``None`` for days, decimals and plain words."""
    if _DAY.fullmatch(token) or re.fullmatch(r"[\d.,]+", token) or sum(map(str.isdigit, token)) < 3:
        return None
    groups = re.findall(r"[A-Za-z]+|\d+", token)
    digits = [g for g in groups if g.isdigit()]
    if (len(digits) == 1 and len(digits[0]) < 4) or all(len(g) == 4 and g[:2] in ("19", "20") for g in digits):
        return None
    if len(groups) == 2 == len(digits):
        year = next((g for g in groups if re.fullmatch(r"(?:19|20)\d\d", g)), None)
        if year is None and (len(digits[0]) == 4 or len(digits[1]) < 3):
            return None
        if re.fullmatch(r"(?:19|20)\d\d-(?:\d\d|(?:19|20)\d\d)", token):
            return None
        rest = groups[1 - groups.index(year)] if year else ""
        return f"{year}/{int(rest)}" if year else "/".join(groups)
    return "-".join(g.upper() if g.isalpha() else str(int(g)) for g in groups)


def shape(serial: str) -> str:
    """A running number with its counts taken out: two of one shape are two of one series."""
    return re.sub(r"\d+", "0", serial)


# ---- proper names ----------------------------------------------------------------------------------------------------

_NAME = re.compile(r"[A-ZÀ-ÞŒŠŽ][A-Za-zÀ-ɏ\d&’'-]*[a-zà-ÿ\d][A-Za-zÀ-ɏ\d&-]*|[A-Z][a-z]*[A-Z][A-Za-z]*")
_CAPITAL = r"[A-ZÀ-ÞŒ][\w’'&-]*"
_LINK = r"(?:\s(?:of|the|and|for|on|in|to|de|des|du|la|las|los|del|der|die|di|della|e|et|y|da|do|dos|van|voor|het|&)|,)*"
#: a row of capitalised words with one that names an office or an instrument: no party and no person
_INSTITUTION = re.compile(
    rf"(?:{_CAPITAL}\)?{_LINK}\s\(?)*(?:Act|Bill|Ordinance|Law|Code|Regulations?|Directive|Rules?|Order|Agreement|Convention|Treaty|Framework|Guidelines|Strategy|Plan|Programme|Program|Agency|Authority|Commission|Committee|Office|Department|Ministry|"
    rf"Board|Institute|Council|Court|Parliament|Senate|House|Assembly|Union|Republic|Bureau|Service|Secretary|Minister|Commissioner|President|Governor|Administration|Authority|Register|Gazette|Journal|Standards?|Survey|States?|"
    rf"Grupo|Comisi[óo]n|Ministerio|Agencia|Ley|Consejo|Comité|Cámara|Tribunal|Autorité|Conseil|Ministère|Commission|Loi|Règlement|Autorità|Garante|Ministero|Commissione|Consiglio|Ministerie|Autoriteit|Raad)(?:\)?{_LINK}\s{_CAPITAL})*\b"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;–—|»”\"“„(\n]\s*)$")
_PARTY = re.compile(
    r"([A-ZÀ-Þ][\w&’'-]+(?:\s[A-ZÀ-Þ&][\w&’'-]*){0,3}),?\s(?:Inc|Ltd|LLC|L\.L\.C|GmbH|AG|SE|S\.?A\.?S?|S\.?p\.?A|S\.?[Rr]\.?[Ll]|B\.?V|N\.?V|plc|PLC|Corp|Co|Company|Limited|S\.L|Oy|AB|A/S|ApS|Pty|K\.K)\b"
)
_VERSUS = re.compile(r"([A-ZÀ-Þ][\w&.’'-]+)(?:,? (?:Inc|Ltd|LLC)\.?)?\s(?:v\.?|vs\.?|c\.|contre|contra)\s(?:the )?([A-ZÀ-Þ][\w&.’'-]+)")


def names(title: str, text: str, language: str) -> frozenset[str]:
    """Proper names, folded: capital letters in the middle of a sentence, and what stands before Ltd, GmbH or S.A.

    German writes every noun with a capital, and English headlines may write every word so: there, only companies count.
    """
    found = [one for match in _PARTY.finditer(title + "\n" + text) for one in match[1].split()]
    found += [one for match in _VERSUS.finditer(title) for one in match.groups()]
    for part in (text,) if _headline(title) else (title, text):
        if language != "de":
            plain = _INSTITUTION.sub(lambda m: "\n" * len(m[0]), part)
            found += [m[0] for m in _NAME.finditer(plain) if not _SENTENCE_START.search(plain[max(0, m.start() - 3) : m.start()])]
    words = (_plain(part) for one in found for part in one.split("-") if part[:1].isupper())
    return frozenset(word for word in words if len(word) > 2 and not re.search(r"\d", word) and not known(word, language)) - _NO_NAMES


def _plain(name: str) -> str:
    return re.sub(r"(?:'|’)s?$", "", folded(name))


def _headline(part: str) -> bool:
    """Whether every longer word of a line has a capital."""
    words = re.findall(r"[^\W\d_]{4,}", part)
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


#: offices, places, days and words of law that are written with a capital
_NO_NAMES = frozenset(
    (
        "act acts regulation regulations directive decision order rule rules bill law code section article chapter part annex schedule title paragraph guidelines guideline guidance framework convention treaty policy notice "
        "european union europe eu commission council parliament court courts member state states government ministry minister ministers department office agency authority board bureau committee commissioner congress senate house "
        "assembly president governor secretary attorney general chair director representatives lords commons federal national united kingdom america american british german french italian spanish chinese japanese korean indian "
        "brazil brazilian china japan korea india france germany italy spain ireland irish london brussels paris berlin madrid rome beijing tokyo seoul washington california colorado texas york new district northern southern eastern western "
        "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday ofcom cnil ico edpb aepd garante anpd oaic ftc fcc fda nist ntia cfpb eba esma "
        "inc ltd llc gmbh corp plc limited pty company co gdpr rgpd dsgvo dsa dma dora nis nis2 lgpd ccpa coppa cra dga tfeu gsr san eiopa fca pra sec hud doj dsit desnz defra cma nhtsa epa dpc bfdi bsi enisa iso iec ai artificial intelligence data protection digital services markets online safety privacy consumer federal trade securities exchange "
        "register gazette journal official bank central royal majesty parliamentary internet information children personal public department science innovation technology commerce justice health labor education energy treasury "
        "bundesnetzagentur bundestag bundesrat bundesregierung bundeskartellamt conseil parlement commission ministere autorite etat gouvernement republique france loi decret journal officiel "
        "ministerio gobierno consejo comision parlamento congreso senado boletin estado real decreto ley agencia ministero governo consiglio commissione parlamento camera senato gazzetta ufficiale autorita ministerie kamer raad commissie "
        "autoriteit camara governo ministerio lei diario uniao europeia nacional the a an in on of for to and with by from this that these its it he she they we"
    ).split()
)

# ---- forms -----------------------------------------------------------------------------------------------------------

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("amending", r"(?i)\bamend(?:s|ing|ment)|\bänderung\b|zur änderung|modifiant|por (?:el|la) que se modifica|recante modific|(?:tot )?wijziging van|änderung(?:en)? (?:des|der|von)|modificaci[óo]n de|modification (?:de|du)|que altera|修改|修正案|修正する|一部改正|一部を改正|일부개정|일부 개정"),
        ("implementing", r"(?i)\bimplement(?:ing|ation|s)\b|\bdelegated\b|durchführung|delegierte|d.exécution|mise en œuvre|\bdélégué|de ejecución|delegado|di esecuzione|delegato|uitvoering|gedelegeerde|实施细则|実施細則|贯彻落实|实施方案|实施意见|施行規則|施行令|시행령|시행규칙|enforcement (?:decree|rule)"),
        ("guideline", r"(?i)\bguid(?:ance|elines?|e)\b|leitlinie|leitfaden|orientierungshilfe|lignes? directrices?|\bguide\b|directrices|\bguía\b|linee guida|richtsnoer|leidraad|diretrizes|指南|指引|ガイドライン|手引|가이드라인|안내서|지침"),
        ("code", r"(?i)\bcodes? of (?:practice|conduct)|verhaltenskodex|code de (?:(?:bonnes )?pratiques?|conduite)|código de (?:buenas prácticas|conducta)|codice di condotta|gedragscode|自律公约"),
        ("standard", r"(?i)\b(?:ISO|IEC|EN|GB|GB/T|TC260|ETSI|IEEE|NIST)\b.{0,20}\d{3}|国家标准|行业标准|団体規格"),
        ("court", r"(?i)\bjudgment\b|\bv\.? [A-Z]|\burteil\b|\barrêt\b|\bsentencia\b|\bsentenza\b|\bopinion of advocate|判决|判決|裁定|판결"),
        ("report", r"(?i)\b(?:annual|impact|monitoring|progress) report|jahresbericht|rapport (?:annuel|d.activité)|informe anual|relazione annuale|年度报告|白皮书"),
        ("strategy", r"(?i)\bstrateg(?:y|ie|ia)\b|action plan|aktionsplan|plan d.action|战略|行动计划|行动方案|戦略"),
    )
)  # fmt: skip


def forms(title: str) -> frozenset[str]:
    """What a title says that a document is, beside the rule it may speak of: an amendment, a guide, a standard."""
    return frozenset(form for form, pattern in _FORMS if pattern.search(title))


#: acts of a parliament, and what a government makes under them
_ACT = re.compile(
    r"(?i)\b(?:act|bill|law|statute|gesetz\w*|\w+gesetz(?:es|entwurf)?|loi|ley|legge|wet|lei)\b|(?<![办辦])法(?:》|$|[（(]|案)|法律|(?:기본법|법률|법)(?:$|」|\s|안)"
)
_UNDER = re.compile(
    r"(?i)\b(?:regulations|rules|order|statutory instrument|s\.?i\.?|decree|décret|arrêté|real decreto|besluit|enforcement decree|ordinance|portaria)\b|\b\w*verordnung\b|办法|辦法|规定|规則|细则|施行令|施行規則|政令|省令|시행령|시행규칙|고시"
)


def levels(title: str, place: str) -> frozenset[str]:
    """Whether a title names an act, or what is made under one; empty where it names neither, and for the European Union, where a regulation is the act."""
    if place == "EU":
        return frozenset()
    # an instrument made under an act names that act, too
    found = {"under"} if _UNDER.search(title) else {"act"} if _ACT.search(title) else set()
    return frozenset(found)


def same_number(left: str, right: str) -> bool:
    """Whether two running numbers are one, of which a text may leave out the last part: RM26-4, RM26-4-000."""
    short, long = sorted((left, right), key=len)
    return short == long or (long.startswith(short + "-") and short.count("-") >= 2)


# ---- names in other letters, instruments, sessions, counts -----------------------------------------------------------

_HAN_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{3,}")
_INSTRUMENT = re.compile(
    rf"《([^《》]{{4,60}})》|「([^「」]{{4,60}})」|\b((?:{_CAPITAL}\)?{_LINK}\s\(?){{1,12}}(?:Act|Bill|Ordinance|Law|Code|Regulations?|Directive|Rules?|Strategy|Framework|Plan|Guidelines|Standard|Order)\b(?: of \d{{4}})?)"
)
_SESSION = re.compile(
    r"第(\d+)回[^。、]{0,6}国会|\b(\d{2,3})(?:st|nd|rd|th) (?:Congress|Legislature|General Assembly|General Court|Parliament|Diet)|\((\d\d)R\)|\b([XVI]{2,}) Legislatura"
)


def han_runs(text: str) -> frozenset[str]:
    """Chinese, Japanese or Korean words inside a text of Latin letters."""
    return frozenset(_HAN_RUN.findall(text))


def instruments(title: str, text: str) -> frozenset[str]:
    """The names of instruments that a text gives in full, folded; those on which it only stands are left out."""
    found = set()
    for part in (title, text):
        for match in _INSTRUMENT.finditer(part):
            name = next(filter(None, match.groups()))
            if not stands_on(part[max(0, match.start() - 60) : match.start()], part[match.end() : match.end() + 20]):
                found.add(re.sub(r"^the | of \d{4}$|\W+", "", folded(name)))
    return frozenset(one for one in found if len(one) > (5 if ord(one[0]) > 0x3000 else 11))


_STANDS = re.compile(
    r"(?i)(?:\b(?:under|pursuant to|by|with|of|in|section \w+|to|implement\w*|amend\w*|within|per|via|on|from|since)(?: the)?|根据|依据|按照|落实|実施|に基づく|による)\s?[(（]?$"
)
_STANDS_AFTER = re.compile(r"^\s?[)）]?\s?(?:第[\d一二三四五六七八九十]+条|に基づ|の規定|の施行|等(?:有关|相关|法律))")


def stands_on(before: str, after: str) -> bool:
    """Whether the words around a name say that it is that of another rule."""
    return bool(_STANDS.search(before)) or bool(_STANDS_AFTER.search(after))


def sessions(text: str) -> frozenset[str]:
    """The sessions of a parliament that a text names."""
    return frozenset(next(filter(None, match.groups())) for match in _SESSION.finditer(text))


_COUNT = re.compile(
    r"第?([一二三四五六七八九十]{1,3}|\d{1,3})(?:批|期|次|辑|回|輪|款|起|家)|\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th)) (?!draft|reading)(?=\w)|\b(?:no\.?|number|nr\.?|n[°º]|batch|round|phase|part|volume|issue|edition|meeting|"
    r"release|question|set|tranche|wave|q|quarter|v|version|rev\.?|revision)\s?(\d{1,4})\b|(\d{1,2}月)|\b((?:19|20)\d\d(?:[-–/]\d\d(?!\d))?)\b|((?:19|20)\d\d)年",
    re.IGNORECASE,
)


def counts(title: str) -> frozenset[str]:
    """What of a series a title is: batch, number, month, year."""
    return frozenset(next(filter(None, match.groups())).lower() for match in _COUNT.finditer(title))


_MONTH_NAMES = (
    "jan feb mar apr may jun jul aug sep oct nov dec|jan feb mär apr mai jun jul aug sep okt nov dez|janv févr mars avr mai juin juil août sept oct nov déc|"
    "ene feb mar abr may jun jul ago sep oct nov dic|gen feb mar apr mag giu lug ago set ott nov dic|jan fev mar abr mai jun jul ago set out nov dez|jan feb maa apr mei jun jul aug sep okt nov dec"
)
_MONTHS = {name: n for row in _MONTH_NAMES.split("|") for n, name in enumerate(row.split(), 1)}
_MONTH_DAY = re.compile(
    r"\b(\d{1,2})(?:\.|er|st|nd|rd|th|º|°)?\s(?:de\s|of\s)?([^\W\d_]{3,10})\b|\b([^\W\d_]{3,10})\s(\d{1,2})(?!\d|:|\.\d)|(\d{1,2})月(\d{1,2})日|(\d{1,2})월\s?(\d{1,2})일"
)


def month_days(text: str) -> frozenset[tuple[int, int]]:
    """Days of which a text gives month and day, whatever the year."""
    found = set()
    for match in _MONTH_DAY.finditer(text):
        if match[5] or match[7]:
            found.add((int(match[5] or match[7]), int(match[6] or match[8])))
            continue
        name, day = (match[2] or match[3]).lower(), int(match[1] or match[4])
        month = next((n for stem, n in _MONTHS.items() if name.startswith(stem)), 0)
        if month and 1 <= day <= 31:
            found.add((month, day))
    return frozenset(found)


_VERSION = re.compile(r"(?i)\bv(?:er(?:sion)?)?\.?\s?(\d+\.\d+)\b|(\d+\.\d+)\s?版")


def versions(title: str) -> frozenset[str]:
    """Numbered versions that a title names: v1.0, 2.0版."""
    return frozenset(next(filter(None, match.groups())) for match in _VERSION.finditer(title))
