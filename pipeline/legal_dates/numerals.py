"""Number words of the European languages: cardinals and ordinals up to 199, and those above that terms are counted in."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

_EN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
    "twenty thirty forty fifty sixty seventy eighty ninety".split(),
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
)
_DE = (
    "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split(),
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(),
)
_FR = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split(),
    "vingt trente quarante cinquante soixante".split(),
)
_ES = (
    "un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve".split(),
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(),
    "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo".split(),
    "vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo".split(),
)
_IT = (
    "un due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove".split(),
    "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split(),
    "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo".split(),
)


def english() -> dict[str, int]:
    """Cardinals and ordinals; words are joined by single spaces."""
    ones, tens, firsts = _EN
    words = _joined(ones, tens, " ")
    ordinals = {w: i for i, w in enumerate(firsts, 1)} | {f"{w}th": i for i, w in enumerate(ones, 1) if i > 12}
    ordinals |= {f"{ten[:-1]}ieth": 10 * i for i, ten in enumerate(tens, 2)}
    ordinals |= {f"{ten} {w}": 10 * i + n for i, ten in enumerate(tens, 2) for n, w in enumerate(firsts[:9], 1)}
    hundreds = {f"{one} hundred{link}": 100 for one in ("one", "a") for link in (" and ", " ")}
    large = {
        "one hundred": 100,
        "a hundred": 100,
        "one hundredth": 100,
        "three hundred sixty five": 365,
        "three hundred and sixty five": 365,
    }
    return words | _above(words | ordinals, hundreds) | ordinals | large | {"a": 1, "an": 1}


def german() -> dict[str, int]:
    """Cardinals, ordinals and inflected ones, written as one word."""
    ones, tens = _DE
    words = {w: i for i, w in enumerate(ones, 1)}
    for i, ten in enumerate(tens, 2):
        words |= {ten: 10 * i} | {f"{w}und{ten}": 10 * i + n for n, w in enumerate(ones[:9], 1)}
    words |= _above(words, {"hundert": 100, "einhundert": 100, "hundertund": 100}) | {"hundert": 100, "einhundert": 100}
    words |= {w.replace("ß", "ss"): n for w, n in words.items()}
    stems = {"ein": "erst", "drei": "dritt", "sieben": "siebt", "acht": "acht"}
    ordinals = {(stems.get(w) or w + ("t" if n < 20 else "st")): n for w, n in words.items()}
    bent = {f"{w}{end}": n for w, n in ordinals.items() for end in ("e", "en", "er", "em", "es")}
    return words | bent | {f"ein{end}": 1 for end in ("e", "en", "er", "em", "es")} | {"zweier": 2, "dreier": 3}


def french() -> dict[str, int]:
    """Cardinals and ordinals; hyphens are spaces."""
    ones, tens = _FR
    words = {w.replace("-", " "): i for i, w in enumerate(ones, 1)}
    teens = dict(words)
    for i, ten in enumerate(tens, 2):
        words |= {ten: 10 * i, f"{ten} et un": 10 * i + 1} | {
            f"{ten} {w.replace('-', ' ')}": 10 * i + n for n, w in enumerate(ones[1:9], 2)
        }
    words |= {f"soixante {w}": 60 + n for w, n in teens.items() if n >= 10} | {"soixante et onze": 71, "quatre vingts": 80}
    words |= {f"quatre vingt {w}": 80 + n for w, n in teens.items()}
    words |= _above(words, {"cent ": 100}) | {"cent": 100, "trois cent soixante cinq": 365}
    ordinals = {_ordinal(w): n for w, n in words.items() if n > 1}
    return words | ordinals | {"une": 1, "premier": 1, "première": 1, "second": 2, "seconde": 2}


def _ordinal(word: str) -> str:
    stem = word[:-1] + "v" if word.endswith("neuf") else word + "u" if word.endswith("cinq") else word.removesuffix("e")
    return stem.removesuffix("s") + "ième" if word.endswith("vingts") else stem + "ième"


def spanish() -> dict[str, int]:
    """Cardinals and ordinals, with and without accents."""
    ones, tens, firsts, tenths = _ES
    words = {w: i for i, w in enumerate(ones, 1)}
    twenties = "veintiún veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve".split()
    words |= {w: 20 + n for n, w in enumerate(twenties, 1)} | {ten: 10 * i for i, ten in enumerate(tens, 2)}
    words |= {f"{ten} y {w}": 10 * i + n for i, ten in enumerate(tens, 2) for n, w in enumerate(ones[:9], 1) if i > 2}
    words |= {f"{ten} y uno": 10 * i + 1 for i, ten in enumerate(tens, 2) if i > 2} | {"veintiuno": 21}
    words |= _above(words, {"ciento ": 100}) | {"cien": 100, "trescientos sesenta y cinco": 365}
    ordinals = {w: n for n, w in enumerate(firsts, 1)} | {w: 10 * i for i, w in enumerate(tenths, 2)}
    ordinals |= {f"{ten} {w}": 10 * i + n for i, ten in enumerate(tenths, 2) for n, w in enumerate(firsts[:9], 1)}
    ordinals |= {"decimoprimer": 11, "decimosegundo": 12, "decimotercer": 13, "decimocuarto": 14, "decimoquinto": 15, "decimosexto": 16}
    all_words = words | ordinals | {"uno": 1, "una": 1, "primero": 1, "tercero": 3}
    return all_words | {w.translate(str.maketrans("áéíóú", "aeiou")): n for w, n in all_words.items()}


def italian() -> dict[str, int]:
    """Cardinals and ordinals, written as one word."""
    ones, tens, firsts = _IT
    words = {w: i for i, w in enumerate(ones, 1)}
    for i, ten in enumerate(tens, 2):
        words |= {ten: 10 * i} | {(ten[:-1] if n in (1, 8) else ten) + w: 10 * i + n for n, w in enumerate(ones[:9], 1)}
    words |= {f"{w}o": n for w, n in words.items() if w.endswith("un")} | {
        f"{w[:-1]}é": n for w, n in words.items() if w.endswith("tre") and n > 20
    }
    words |= _above(words, {"cento": 100, "cent": 100}) | {"cento": 100, "trecentosessantacinque": 365}
    ordinals = {w: n for n, w in enumerate(firsts, 1)}
    ordinals |= {(w if w.endswith(("tre", "sei")) and n > 10 else w[:-1]) + "esimo": n for w, n in words.items() if n > 10}
    return words | ordinals | {"uno": 1, "una": 1}


def _joined(ones: Iterable[str], tens: Iterable[str], link: str) -> dict[str, int]:
    ones = list(ones)
    words = {w: i for i, w in enumerate(ones, 1)}
    for i, ten in enumerate(tens, 2):
        words |= {ten: 10 * i} | {f"{ten}{link}{w}": 10 * i + n for n, w in enumerate(ones[:9], 1)}
    return words


def _above(words: Mapping[str, int], prefixes: Mapping[str, int]) -> dict[str, int]:
    """The words after each word of a hundred."""
    return {f"{prefix}{w}": base + n for prefix, base in prefixes.items() for w, n in words.items()}


def one_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, longest first and with shared beginnings, so that hundreds of them are read as fast as a few."""
    return _tree(sorted(set(words)))


def _tree(words: list[str]) -> str:
    branches = []
    for head, group in groupby((w for w in words if w), key=lambda w: w[0]):
        rest = _tree([w[1:] for w in group])
        branches.append((r"[\s-]" if head == " " else re.escape(head)) + rest)
    if not branches:
        return ""
    inner = "|".join(branches)
    grouped = f"(?:{inner})" if len(branches) > 1 or "" in words else inner
    return grouped + ("?" if "" in words else "")
