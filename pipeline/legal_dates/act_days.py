"""By when an act was surely published, from its own day or number, where the day of publication is not known."""

import re
from datetime import date, timedelta

from pipeline.legal_dates import de, en, es, fr, it, ja, zh
from pipeline.legal_dates.grammar import DayReader

#: gazettes print an act within this time after its day
PRINTED = timedelta(days=25)
_DAYS: tuple[tuple[re.Pattern[str], DayReader], ...] = tuple(
    day for grammar in (en, de, fr, es, it, zh, ja) for day in grammar.GRAMMAR.days
)
#: years by which an act is numbered: 2026 No. 12, n° 2026-12, 3/2026, (EU) 2026/12, 令和七年法律第五十三号
_YEARS = re.compile(
    r"\b(20\d\d) No\. \d|n\s?[°o]\s?(20\d\d)-\d|\b\d{1,4}/(20\d\d)\b|\((?:EU|UE)\) (20\d\d)/\d|令和(?P<reiwa>[一二三四五六七八九十元]{1,3})年(?:法律|政令|.{0,8}省令)第"
)
_ACT_OF = re.compile(r"^\W*(?:vom|du|de|del)\s(?=\d)", re.IGNORECASE)


#: Spanish acts give the year with their number: Ley 3/2026, de 2 de marzo
_SPANISH = re.compile(r"\b\d{1,4}/(20\d\d), (de \d{1,2} de [a-z]+)\b", re.IGNORECASE)


#: where acts of the EU are signed
_SIGNED = re.compile(r"\b(?:Done at|Fait à|Geschehen zu|Hecho en|Fatto a|Gedaan te)\s[A-Z]\w+,?(?P<rest>[^\n]{3,40})")


def latest_day(title: str, text: str) -> date | None:
    """The last day on which an act can have been published, or ``None`` when it names neither a day nor a year of its own."""
    title = _SPANISH.sub(r"\2 de \1", title)
    opening = text[:120]
    head = title + ("\n" + opening[:40] if _ACT_OF.search(opening) else "")
    signed = _SIGNED.search(text)
    head += signed["rest"] if signed else ""
    days = [on for pattern, read in _DAYS for match in pattern.finditer(head) if (on := read(match)) is not None]
    if days:
        return max(days) + PRINTED
    numbered = _YEARS.search(title) or _YEARS.search(opening)
    if numbered is None:
        return None
    year = _reiwa(numbered["reiwa"]) if numbered["reiwa"] else int(next(group for group in numbered.groups()[:4] if group))
    return date(year, 12, 31) + PRINTED if year else None


def _reiwa(text: str) -> int | None:
    from pipeline.legal_dates.han import han_number

    number = han_number(text)
    return 2018 + number if number else None
