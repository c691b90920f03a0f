"""Numbers and days in Chinese characters, shared by Chinese and Japanese."""

import re
from datetime import date

from pipeline.legal_dates.grammar import day

_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "兩": 2, "元": 1}
#: characters a number may be made of
HAN = "〇○零一二三四五六七八九十百两兩元"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_WHOLE = re.compile(
    rf"(?P<era>令和|平成)?\s*(?P<y>\d{{1,4}}|[{HAN}]{{1,5}})\s*年\s*(?P<m>\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|[{HAN}]{{1,3}})\s*日"
)
_YEAR = re.compile(rf"(?P<era>令和|平成|昭和|民國|民国)?\s*(?P<y>\d{{1,4}}|[{HAN}]{{1,5}})\s*年(?!間|间|以|内|內|後|后)")


def han_number(text: str) -> int | None:
    """A number in digits or Chinese numerals, as a count (三十) or digit by digit (二〇二六)."""
    text = text.strip()
    if re.fullmatch(r"\d+", text):
        return int(text)
    if not text or any(c not in HAN for c in text):
        return None
    if "十" not in text and "百" not in text:
        return int("".join(str(_DIGIT[c]) for c in text))
    total = part = 0
    for char in text:
        if char in "十百":
            total, part = total + (part or 1) * (10 if char == "十" else 100), 0
        else:
            part = _DIGIT[char]
    return total + part


def range_end(match: re.Match[str]) -> date | None:
    """The last day of a range that names its year once: groups y, era, m0, m, d."""
    first, month = han_number(match["m0"]), han_number(match["m"])
    number, year = han_number(match["d"]), han_number(match["y"])
    if None in (first, month, number, year):
        return None
    return day((year or 0) + _era(match) + ((month or 0) < (first or 0)), month or 0, number or 0)


def han_day(match: re.Match[str]) -> date | None:
    """A day from the groups y, m, d and, in Japanese, era."""
    year, month, number = han_number(match["y"]), han_number(match["m"]), han_number(match["d"])
    if year is None or month is None or number is None:
        return None
    return day(year + _era(match), month, number)


def roc_day(match: re.Match[str]) -> date | None:
    """A day in a year of the Republic of China that is written without its era: groups y, m, d."""
    year, month, number = (han_number(match[name]) for name in "ymd")
    return day(1911 + (year or 0), month or 0, number or 0)


def of_that_year(match: re.Match[str]) -> date | None:
    """A day in the year named last before it, or in the one after: groups next (may be missing), m, d."""
    years = list(_YEAR.finditer(match.string, max(0, match.start() - 60), match.start()))
    year = han_number(years[-1]["y"]) if years else None
    month, number = han_number(match["m"]), han_number(match["d"])
    if year is None or month is None or number is None:
        return None
    return day(year + _era(years[-1]) + bool(match["next"]), month, number)


def _era(match: re.Match[str]) -> int:
    """What is added to a year of an era."""
    era = match.groupdict().get("era")
    return _ERAS[era] if era else 0


def of_year_before(match: re.Match[str]) -> date | None:
    """A day in the year of the whole day named before it in the same sentence, when it comes after that: groups m, d."""
    days = list(_WHOLE.finditer(match.string, max(0, match.start() - 40), match.start()))
    before = han_day(days[-1]) if days else None
    month, number = han_number(match["m"]), han_number(match["d"])
    if before is None or month is None or number is None:
        return None
    on = day(before.year, month, number)
    return on if on is not None and on > before else None


#: "2027年3月31日届满，4月1日起"
YEAR_BEFORE = (
    (
        re.compile(
            rf"(?<![\d年{HAN}月])(?P<m>\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|[{HAN}]{{1,3}})\s*日(?=起|开始|施行|から|より|以降|以後)"
        ),
        of_year_before,
    ),
)
#: "同年4月1日", "翌年1月1日"
THAT_YEAR = (
    (
        re.compile(
            rf"(?:(?:同|当|當)年|(?P<next>翌年|次年)|翌(?=\d{{1,2}}月))\s*(?P<m>\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|[{HAN}]{{1,3}})\s*[日号號]"
        ),
        of_that_year,
    ),
)
