"""Dates as publishers write them, in many languages; a wrong date is worse than none, so nothing is ever filled in.

``read_date`` reads a field that should be a date; ``find_date_in`` looks for the first date in running text. Zones: a written one wins,
else the source's, else that of its jurisdiction or language where these have one clock, else UTC (crawlers/zones.py). A day without a
time is its midnight in that zone.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from crawlers.months import NAMES, THAI, fold
from crawlers.zones import ZoneRefused, local_zone, offset, written_zone

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=48)
_MAX_FIELD = 400
_MAX_TEXT = 4000

_MONTH = r"(?P<month>[^\W\d_]{3,14})\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY = r"(?P<day>\d{1,2})"
_MONTH_N = r"(?P<month_n>\d{1,2})"
_NO_DIGIT = r"(?<![\d.,])"
_END = r"(?![\d])"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_HAN = "〇零一二三四五六七八九"
_THAI_NAMES = "|".join(re.escape(name) for name in sorted(THAI, key=len, reverse=True))
#: the first pattern that reads a possible day wins; the order goes from what can be read one way only to what depends on the place.
#: White space is single by the time they run, and nothing repeats inside a repetition: the cost is linear.
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?P<era>令和|平成) ?(?P<eyear>\d{{1,2}}|元) ?年 ?{_MONTH_N} ?月 ?{_DAY} ?日",
        rf"{_NO_DIGIT}(?<![A-Za-z])(?P<era>[RH])(?P<eyear>\d{{1,2}})[./]{_MONTH_N}[./]{_DAY}{_END}",
        rf"(?:民國|民国) ?(?P<roc>\d{{1,3}}) ?年 ?{_MONTH_N} ?月 ?{_DAY} ?日",
        rf"{_NO_DIGIT}(?P<roc>1[0-2]\d) ?年 ?{_MONTH_N} ?月 ?{_DAY} ?日",
        rf"{_NO_DIGIT}{_YEAR} ?[年년] ?{_MONTH_N} ?[月월] ?{_DAY} ?[日号號일]",
        rf"(?P<han_year>[二一][{_HAN}]{{3}})年(?P<han_month>[一二三四五六七八九十]{{1,2}})月(?P<han_day>[一二三四五六七八九十]{{1,3}})[日号號]",
        rf"{_NO_DIGIT}{_DAY} ?(?P<thai>{_THAI_NAMES}) ?(?:พ\.ศ\. ?)?(?P<byear>\d{{4}}){_END}",
        rf"{_NO_DIGIT}{_YEAR}-{_MONTH_N}-{_DAY}(?=T|{_END})",
        rf"{_NO_DIGIT}{_YEAR}-W(?P<week>\d{{2}})-(?P<weekday>[1-7]){_END}",
        rf"{_NO_DIGIT}{_YEAR}(?P<month_n>\d{{2}})(?P<day>\d{{2}})(?=T\d|{_END})",
        rf"{_NO_DIGIT}{_YEAR} ?[./] ?{_MONTH_N} ?[./] ?{_DAY}{_END}",
        rf"{_NO_DIGIT}{_YEAR}\. {_MONTH} {_DAY}{_END}",
        rf"{_NO_DIGIT}{_DAY}(?:\.|st|nd|rd|th|er|re|º|ª|°|o)?[ -]{{1,2}}(?:de |d')?{_MONTH}[ ,-]{{1,2}}(?:de |del )?"
        rf"(?P<year>(?:19|20)\d{{2}}|\d{{2}}(?= \d{{1,2}}:)){_END}",
        rf"\b{_MONTH} {_DAY}(?:st|nd|rd|th)? ?, ?{_YEAR}{_END}",
        rf"\b{_MONTH} {_DAY}(?:st|nd|rd|th)? {_YEAR}{_END}",
        rf"\b{_MONTH} {_DAY} {_CLOCK} (?:(?:[A-Z]{{2,5}}|[+-]\d{{4}}) )?{_YEAR}{_END}",
        rf"\b{_DAY} tháng {_MONTH_N}(?: năm|,) {_YEAR}{_END}",
        rf"{_NO_DIGIT}(?P<first>\d{{1,2}}) ?[./-] ?(?P<second>\d{{1,2}}) ?[./-] ?(?P<year>(?:19|20)\d{{2}}|\d{{2}}){_END}",
    )
)
#: as the machines of most feeds write: read without the search above
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3}, )?(?P<day>\d{1,2}) (?P<name>[A-Za-z]{3}) (?P<year>\d{4}) (?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2}) "
    r"(?:GMT|UTC|(?P<sign>[+-])(?P<oh>\d{2})(?P<om>\d{2}))",
    re.A,
)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})T(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})(?:\.\d{1,9})?"
    r"(?:Z|(?P<sign>[+-])(?P<oh>\d{2}):?(?P<om>\d{2}))",
    re.A,
)
_ENGLISH = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_TIME = re.compile(
    r"(?P<before>上午|下午|午前|午後|오전|오후)? ?(?<![\d:.])(?P<hour>\d{1,2}) ?[:h時时點点시] ?(?P<minute>\d{2})(?!\d)"
    r"(?::(?P<second>\d{2})(?!\d)|[分분](?:(?P<second_han>\d{1,2})[秒초])?)?(?:[.,]\d{1,30})? ?(?P<half>[ap]\.?m\b\.?)?(?P<tail>.{0,24})",
    re.I | re.S,
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})", re.A)
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_PM = frozenset({"下午", "午後", "오후"})
_MONTH_FIRST_LANGUAGES = frozenset({"en-us"})
_MONTH_FIRST_PLACES = frozenset({"US", "PH"})


def read_date(
    raw: str,
    language: str = "",
    zone: str | None = None,
    now: datetime | None = None,
    day_first: bool | None = None,
    jurisdiction: str = "",
) -> datetime | None:
    """The instant a date field names, in UTC, or ``None``.

    ``day_first`` decides ``03/04/2026``; left out, the jurisdiction does, else the language: only the United States (and the Philippines)
    put the month first. Anything before 1990 or more than 48 h after ``now`` is none, and so is an offset of more than 14 hours.
    """
    machine = raw.strip()
    if match := _RFC822.fullmatch(machine) or _ISO.fullmatch(machine):
        return _bounded(_machine(match), now)
    text = _COMPACT.sub(r"\1-\2-\3T\4:\5:\6", _plain(raw[:_MAX_FIELD]))
    found = next(_dates(text, language, day_first, jurisdiction), None) if text else None
    if found is None:
        return None
    try:
        return _bounded(_instant(text, found, local_zone(zone, jurisdiction, language), jurisdiction), now)
    except (ZoneRefused, OverflowError):
        return None


def find_date_in(
    text: str,
    language: str = "",
    zone: str | None = None,
    now: datetime | None = None,
    day_first: bool | None = None,
    jurisdiction: str = "",
) -> datetime | None:
    """The first acceptable date in running text (of which 4,000 characters are read), in UTC, or ``None``; times are not looked for."""
    clean = _plain(text[:_MAX_TEXT])
    local = local_zone(zone, jurisdiction, language)
    for day, _ in sorted(_dates(clean, language, day_first, jurisdiction), key=lambda one: one[1]):
        if instant := _bounded(datetime.combine(day, time(), local), now):
            return instant
    return None


def _plain(text: str) -> str:
    """The text with one form for each letter, ASCII digits and single spaces."""
    if not text.isascii():
        text = _FOREIGN_DIGIT.sub(lambda digit: str(int(digit[0])), unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def _machine(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    month = _ENGLISH.get(parts["name"].title(), 0) if "name" in parts else int(parts["month"])
    try:
        day = date(int(parts["year"]), month, int(parts["day"]))
        shift = offset(f"{parts['sign']}{parts['oh']}{parts['om']}") if parts["sign"] else UTC
        return _at(day, int(parts["hour"]), int(parts["minute"]), int(parts["second"]), shift or UTC)
    except (ValueError, OverflowError):
        return None


def _dates(text: str, language: str, day_first: bool | None, jurisdiction: str) -> Iterator[tuple[date, int]]:
    """Days by pattern, each with the place where it ends."""
    first = _day_first(language, jurisdiction) if day_first is None else day_first
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if day := _day(match, first):
                yield day, match.end() if "month" not in match.groupdict() or ":" not in match[0] else match.start()


def _day_first(language: str, jurisdiction: str) -> bool:
    place = jurisdiction.upper().split("-")[0]
    return place not in _MONTH_FIRST_PLACES if place and place != "INT" else language.lower() not in _MONTH_FIRST_LANGUAGES


def _day(match: re.Match[str], day_first: bool) -> date | None:
    parts = match.groupdict()
    try:
        if parts.get("first"):
            return _numeric(parts, day_first, match[0])
        if parts.get("han_year"):
            return _han_day(parts)
        if parts.get("week"):
            return date.fromisocalendar(int(parts["year"] or 0), int(parts["week"] or 0), int(parts["weekday"] or 0))
        return date(_year(parts), _month(parts), int(parts["day"] or 0))
    except ValueError:
        return None


def _month(parts: dict[str, str | None]) -> int:
    if parts.get("month_n"):
        return int(parts["month_n"] or 0)
    if parts.get("thai"):
        return THAI[parts["thai"] or ""]
    return NAMES.get(fold(parts.get("month") or ""), 0)


def _year(parts: dict[str, str | None]) -> int:
    if parts.get("era"):
        start = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}[(parts["era"] or "").upper()]
        return start + (1 if parts["eyear"] == "元" else int(parts["eyear"] or 0))
    if parts.get("roc"):
        return int(parts["roc"] or 0) + 1911
    if parts.get("byear"):
        year = int(parts["byear"] or 0)
        return year - 543 if year >= 2400 else year
    year = int(parts["year"] or 0)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _han_day(parts: dict[str, str | None]) -> date:
    year = int("".join(str(max(0, _HAN.index(c) - 1)) for c in parts["han_year"] or ""))
    return date(year, _han_number(parts["han_month"] or ""), _han_number(parts["han_day"] or ""))


def _han_number(written: str) -> int:
    """A number up to 99 in Chinese numerals; 0 for what is none."""
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return max(0, _HAN.find(ones) - 1) if len(written) == 1 else 0
    return (max(0, _HAN.find(tens) - 1) if tens else 1) * 10 + (max(0, _HAN.find(ones) - 1) if ones else 0)


def _numeric(parts: dict[str, str | None], day_first: bool, written: str) -> date:
    first, second, year = int(parts["first"] or 0), int(parts["second"] or 0), _year(parts)
    if first > 12 or "." in written:
        day_first = True
    elif second > 12:
        day_first = False
    return date(year, second, first) if day_first else date(year, first, second)


def _instant(text: str, found: tuple[date, int], local: tzinfo, jurisdiction: str) -> datetime | None:
    day, end = found
    match = _TIME.search(text, end) or _TIME.search(text)
    if match is None:
        return _at(day, 0, 0, 0, offset(text[end:]) or local)
    hour = int(match["hour"])
    half = match["half"] or match["before"] or ""
    if half:
        hour = hour % 12 + (12 if half in _PM or half[0] in "pP" else 0)
    second = int(match["second"] or match["second_han"] or 0)
    return _at(day, hour, int(match["minute"]), second, written_zone(match["tail"], local, jurisdiction))


def _at(day: date, hour: int, minute: int, second: int, zone: tzinfo) -> datetime | None:
    """The instant; 24:00 is the next midnight, and a leap second the first of the next minute."""
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    return (datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute, seconds=second)).replace(tzinfo=zone)


def _bounded(instant: datetime | None, now: datetime | None) -> datetime | None:
    if instant is None:
        return None
    try:
        moved = instant.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moved if EARLIEST <= moved <= (now or datetime.now(UTC)) + AHEAD else None
