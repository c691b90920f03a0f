"""Dates as publishers write them, in many languages; a wrong date is worse than none, so nothing is ever filled in.

``read_date`` reads a field that should be a date; ``find_date_in`` looks for the first date in running text. Zones: a written one wins,
else the source's, else the one of a language that is written in one zone only (Chinese, Japanese, Korean), else UTC. A day without a time
is its midnight in that zone.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=48)

_MONTHS_BY_LANGUAGE = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
}
_MORE = {
    "jänner": 1,
    "feber": 2,
    "sept": 9,
    "set": 9,
    "setiembre": 9,
    "juil": 7,
    "janv": 1,
    "févr": 2,
    "avr": 4,
    "mrz": 3,
    "mrt": 3,
    "dez": 12,
    "dic": 12,
}


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    clash: set[str] = set()
    for names in _MONTHS_BY_LANGUAGE.values():
        for number, name in enumerate(names.split(), 1):
            for form in {_fold(name), _fold(name)[:3], _fold(name)[:4]}:
                if found.setdefault(form, number) != number:
                    clash.add(form)
    found |= {_fold(name): number for name, number in _MORE.items()}
    return {name: number for name, number in found.items() if name not in clash}


_MONTHS = _months()
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY = r"(?P<day>\d{1,2})"
_NO_DIGIT = r"(?<![\d.,])"
_END = r"(?![\d])"
#: the first pattern that reads a possible day wins; the order goes from what can be read one way only to what depends on the place
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?P<era>令和|平成)\s*(?P<eyear>\d{{1,2}}|元)\s*年\s*(?P<month_n>\d{{1,2}})\s*月\s*{_DAY}\s*日",
        rf"(?:民國|民国)?\s*(?P<roc>1[0-2]\d)\s*年\s*(?P<month_n>\d{{1,2}})\s*月\s*{_DAY}\s*日",
        rf"{_NO_DIGIT}{_YEAR}\s*[年년]\s*(?P<month_n>\d{{1,2}})\s*[月월]\s*{_DAY}\s*[日号일]",
        rf"{_NO_DIGIT}{_YEAR}-(?P<month_n>\d{{1,2}})-{_DAY}(?=T|{_END})",
        rf"{_NO_DIGIT}{_YEAR}(?P<month_n>\d{{2}})(?P<day>\d{{2}})(?=T\d|{_END})",
        rf"{_NO_DIGIT}{_YEAR}\s?[./]\s?(?P<month_n>\d{{1,2}})\s?[./]\s?{_DAY}{_END}",
        rf"{_NO_DIGIT}{_DAY}(?:\.|st|nd|rd|th|er|re|º|ª|o)?[\s-]+(?:de\s+|d')?{_MONTH}[\s,-]+(?:de\s+|del\s+)?(?P<year>(?:19|20)\d{{2}}|\d{{2}}(?=\s+\d{{1,2}}:)){_END}",
        rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?\s*,?\s+{_YEAR}{_END}",
        rf"\b{_MONTH}\s+{_DAY}\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s+(?:[A-Z]{{2,5}}\s+)?{_YEAR}{_END}",
        rf"{_NO_DIGIT}(?P<first>\d{{1,2}})\s?[./-]\s?(?P<second>\d{{1,2}})\s?[./-]\s?(?P<year>(?:19|20)\d{{2}}|\d{{2}}){_END}",
    )
)
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[.,]\d+)?\s*(?P<half>[ap]\.?m\.?)?(?P<tail>.{0,24})",
    re.I | re.S,
)
_OFFSET = re.compile(r"^\s*(?:\(?(?:GMT|UTC)\)?)?\s*(?P<sign>[+-])(?P<oh>\d{2}):?(?P<om>\d{2})(?!\d)")
_NAMED = re.compile(r"^\s*\(?(?P<name>Z|[A-Z]{2,5})\b")
_ZONES_H = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "IST": 5.5, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
    "JST": 9, "KST": 9, "SGT": 8, "HKT": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "WAT": 1, "SAST": 2,
}  # fmt: skip
#: zones whose name means one place's clock, so that "EST" written in July is read as what the clock there showed
_CLOCKS = {
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "PT": "America/Los_Angeles",
}
_BY_LANGUAGE = {"zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul"}
_MONTH_FIRST = frozenset({"en-us"})


def read_date(
    raw: str, language: str = "", zone: str | None = None, now: datetime | None = None, day_first: bool | None = None
) -> datetime | None:
    """The instant a date field names, in UTC, or ``None``.

    ``day_first`` decides ``03/04/2026``; left out, all languages but US English put the day first. Anything before 1990 or more than 48 h
    after ``now`` is none.
    """
    text = unicodedata.normalize("NFKC", raw[:400]).strip()
    if not text:
        return None
    found = next(_dates(text, language, day_first), None)
    return _instant(text, found, language, zone, now) if found else None


def find_date_in(
    text: str, language: str = "", zone: str | None = None, now: datetime | None = None, day_first: bool | None = None
) -> datetime | None:
    """The first acceptable date in running text (of which 4,000 characters are read), in UTC, or ``None``; times are not looked for."""
    clean = unicodedata.normalize("NFKC", text[:4000])
    for day, _ in sorted(_dates(clean, language, day_first), key=lambda one: one[1]):
        if instant := _bounded(datetime.combine(day, time(), _zone(language, zone)), now):
            return instant
    return None


def _dates(text: str, language: str, day_first: bool | None) -> Iterator[tuple[date, int]]:
    """Days by pattern, each with the place where it ends."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if day := _day(match, language, day_first):
                yield day, match.end() if "month" not in match.groupdict() or ":" not in match[0] else match.start()


def _day(match: re.Match[str], language: str, day_first: bool | None) -> date | None:
    parts = match.groupdict()
    try:
        if parts.get("first"):
            return _numeric(parts, language, day_first, match[0])
        return date(_year(parts), _month(parts), int(parts["day"]))
    except ValueError:
        return None


def _month(parts: dict[str, str | None]) -> int:
    if parts.get("month_n"):
        return int(parts["month_n"] or 0)
    name = _fold(parts.get("month") or "")
    return _MONTHS.get(name) or _MONTHS.get(name[:4], 0) or _MONTHS.get(name[:3], 0)


def _year(parts: dict[str, str | None]) -> int:
    if parts.get("era"):
        start = {"令和": 2018, "平成": 1988}[parts["era"] or ""]
        return start + (1 if parts["eyear"] == "元" else int(parts["eyear"] or 0))
    if parts.get("roc"):
        return int(parts["roc"] or 0) + 1911
    year = int(parts["year"] or 0)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _numeric(parts: dict[str, str | None], language: str, day_first: bool | None, written: str) -> date:
    first, second, year = int(parts["first"] or 0), int(parts["second"] or 0), _year(parts)
    wanted = day_first if day_first is not None else language.lower() not in _MONTH_FIRST
    if first > 12 or "." in written:
        wanted = True
    elif second > 12:
        wanted = False
    return date(year, second, first) if wanted else date(year, first, second)


def _zone(language: str, zone: str | None) -> tzinfo:
    try:
        return ZoneInfo(zone or _BY_LANGUAGE.get(language.lower().split("-")[0], "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _instant(text: str, found: tuple[date, int], language: str, zone: str | None, now: datetime | None) -> datetime | None:
    day, end = found
    local = _zone(language, zone)
    match = _TIME.search(text, end) or _TIME.search(text)
    if match is None:
        tail = text[end:]
        offset = _OFFSET.match(tail)
        return _bounded(datetime.combine(day, time(), _offset(offset) if offset else local), now)
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    if hour > 24 or minute > 59 or second > 60:
        return None
    naive = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute, seconds=second)
    return _bounded(naive.replace(tzinfo=_written_zone(match["tail"], local)), now)


def _written_zone(tail: str, local: tzinfo) -> tzinfo:
    if offset := _OFFSET.match(tail):
        return _offset(offset)
    named = _NAMED.match(tail)
    name = named["name"].upper() if named else ""
    if name in _CLOCKS:
        return ZoneInfo(_CLOCKS[name])
    return timezone(timedelta(hours=_ZONES_H[name])) if name in _ZONES_H else local


def _offset(match: re.Match[str]) -> tzinfo:
    hours, minutes = int(match["oh"]), int(match["om"])
    if hours > 14 or minutes > 59:
        return UTC
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if match["sign"] == "-" else shift)


def _bounded(instant: datetime, now: datetime | None) -> datetime | None:
    try:
        moved = instant.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moved if EARLIEST <= moved <= (now or datetime.now(UTC)) + AHEAD else None
