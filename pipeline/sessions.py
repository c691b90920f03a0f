"""Which session of a legislature a bill belongs to.

Bill numbers start again with each session, so a number without its session would join a bill with its re-introduction.
"""

import re
from datetime import date

#: states whose bills die at the end of each year; in the others a bill lives through two years
_YEARLY = frozenset(
    [
        "AL",
        "AZ",
        "AR",
        "CO",
        "CT",
        "FL",
        "ID",
        "IN",
        "KY",
        "LA",
        "MD",
        "MS",
        "MO",
        "MT",
        "ND",
        "NV",
        "NM",
        "OR",
        "SD",
        "TX",
        "UT",
        "VA",
        "WV",
        "WY",
    ]
)
#: states whose two years start with an even year
_EVEN = frozenset(["NJ", "VA"])
_NAMES = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|"
    "IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|"
    "NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|"
    "TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming"
)
STATES = {name[3:].upper(): name[:2] for name in _NAMES.split("|")}
#: how sources write the federal jurisdiction
FEDERAL = frozenset({"US", "USA", "UNITED STATES", "US-FED", "US FEDERAL", "FEDERAL"})
_CONGRESS = re.compile(r"\b(\d{2,3})(?:st|nd|rd|th) Congress", re.IGNORECASE)
_YEARS = re.compile(r"\b(20\d\d)\s?[-/–]\s?(?:20)?(\d\d)\b")
_YEAR_SESSION = re.compile(
    r"\b(20\d\d)\s+(?:(?:General|Regular|Legislative|Special|\w+)\s+)?(?:Assembly|Session|Legislature)", re.IGNORECASE
)


def congress_of(head: str, on: date | None) -> int | None:
    """The Congress a text names, else the one that sat on that day."""
    named = _CONGRESS.search(head)
    if named:
        return int(named[1])
    if on is None:
        return None
    year = on.year if (on.month, on.day) >= (1, 3) else on.year - 1
    return (year - 1789) // 2 + 1


def last_day(on: date) -> bool:
    """Whether a day is the one on which a Congress ends and the next begins: many sources date by it what died with the old one."""
    return (on.month, on.day) == (1, 3) and on.year % 2 == 1


def session_of(state: str, head: str, on: date | None) -> int | None:
    """The first year of the session a text names, else of the one that sat on that day."""
    span = _YEARS.search(head)
    if span and int(span[2]) - int(span[1]) % 100 == 1:
        return int(span[1]) if state not in _YEARLY else (on.year if on else int(span[1]))
    named = _YEAR_SESSION.search(head)
    year = int(named[1]) if named else on.year if on else None
    if year is None or state in _YEARLY:
        return year
    return year - (year + (0 if state in _EVEN else 1)) % 2


def state_of(jurisdiction: str) -> str:
    """The two letters of a US state from ``US-CA`` or ``California``, else empty."""
    place = jurisdiction.strip().upper()
    if place.startswith("US-") and len(place) == 5:
        return place[3:]
    return STATES.get(place.removeprefix("US-").removeprefix("US ").strip(), "")
