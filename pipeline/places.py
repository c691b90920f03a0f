"""Where a publication comes from, as one short code however a source writes its jurisdiction."""

import re

from pipeline.sessions import FEDERAL, STATES, state_of

_NAMES = (
    "EU european union|EU europe|EU european commission|US united states|US united states of america|US usa|US u.s.|US federal|GB united kingdom|GB uk|GB great britain|GB england|DE germany|DE deutschland|DE bundesrepublik deutschland|"
    "FR france|ES spain|ES españa|IT italy|IT italia|NL netherlands|NL nederland|PT portugal|BE belgium|AT austria|AT österreich|CH switzerland|CH schweiz|IE ireland|PL poland|SE sweden|DK denmark|FI finland|NO norway|"
    "CN china|CN people's republic of china|CN prc|CN 中国|HK hong kong|MO macau|MO macao|TW taiwan|JP japan|JP 日本|KR korea|KR south korea|KR republic of korea|SG singapore|IN india|AU australia|NZ new zealand|CA canada|"
    "BR brazil|BR brasil|MX mexico|AR argentina|CL chile|CO colombia|PE peru|UY uruguay|ZA south africa|IL israel|AE united arab emirates|SA saudi arabia|TR turkey|TR türkiye|VN vietnam|VN viet nam|TH thailand|ID indonesia|MY malaysia|"
    "PH philippines|KZ kazakhstan|UA ukraine|GR greece|CZ czechia|CZ czech republic|HU hungary|RO romania|BG bulgaria|HR croatia|SK slovakia|SI slovenia|LT lithuania|LV latvia|EE estonia|LU luxembourg|MT malta|CY cyprus|IS iceland|"
    "KE kenya|NG nigeria|EG egypt|RU russia|INT international|INT global|INT oecd|INT un|INT united nations|INT council of europe|INT coe"
)
_CODES = {name[name.index(" ") + 1 :]: name[: name.index(" ")] for name in _NAMES.split("|")}
#: says nothing of a place
_NOWHERE = frozenset({"", "INT"})
#: whose law the members carry out, and print
MEMBERS = frozenset("DE FR ES IT NL PT BE AT IE PL SE DK FI GR CZ HU RO BG HR SK SI LT LV EE LU MT CY".split())


def place_of(jurisdiction: str) -> str:
    """``US-CA``, ``US``, ``EU``, ``DE`` from what a source says, such as ``US / California`` or ``CN (feed)``; empty where it names no place."""
    plain = re.sub(r"\s*[(（][^)）]*[)）]", "", jurisdiction).strip()
    first, _, rest = (part.strip() for part in plain.partition("/"))
    whole = _code(first) or _code(re.sub(r"(?i)^government of (?:the )?", "", rest))
    if whole != "US":
        return whole
    if re.search(r", [A-Z]{2}$", rest):
        return f"US-{rest.upper()}"
    state = state_of(rest)
    return f"US-{state}" if state else "US"


def _code(name: str) -> str:
    upper = name.upper()
    if re.fullmatch(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?|INT", upper):
        return {"UK": "GB"}.get(upper, upper)
    if upper.replace("-", " ") in FEDERAL or upper in FEDERAL:
        return "US"
    state = state_of(name)
    if state:
        return f"US-{state}"
    return _CODES.get(name.lower()) or (upper[:2] if re.match(r"[A-Z]{2} ", name) and upper[:2] in set(_CODES.values()) else "")


def apart(left: str, right: str) -> bool:
    """Whether two codes are two places; an authority of no place is nowhere apart."""
    return left != right and left not in _NOWHERE and right not in _NOWHERE


_STATES = "|".join(re.escape(name.title()) for name in STATES if name not in ("WASHINGTON", "GEORGIA", "NEW YORK"))
_LANDS = re.compile(
    rf"\b(?:{_STATES}|"
    r"Germany|France|Spain|Italy|Netherlands|Portugal|Belgium|Austria|Switzerland|Ireland|Poland|Sweden|Denmark|Finland|Norway|China|Japan|Korea|Singapore|India|Australia|Canada|Brazil|Mexico|Israel|Ukraine|Greece|Czechia|Hungary|Romania|Bulgaria|"
    r"Croatia|Slovakia|Slovenia|Lithuania|Latvia|Estonia|Luxembourg|Malta|Cyprus|Vietnam|Thailand|Indonesia|Malaysia|Philippines|Kazakhstan|Taiwan)\b"
)


def lands(title: str) -> frozenset[str]:
    """States and countries that a title in English names."""
    return frozenset(_LANDS.findall(title))
