"""Whose clock a date was written by: the zone of a source, and what a zone's abbreviation means there.

Abbreviations are ambiguous (IST is three clocks, CST four), so the source's own place is asked first.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: jurisdictions where publications are written by one clock; "EU" is that of its institutions
_BY_JURISDICTION = {
    "EU": "Europe/Brussels", "UK": "Europe/London", "GB": "Europe/London", "IE": "Europe/Dublin", "FR": "Europe/Paris", "DE": "Europe/Berlin",
    "IT": "Europe/Rome", "ES": "Europe/Madrid", "NL": "Europe/Amsterdam", "BE": "Europe/Brussels", "LU": "Europe/Luxembourg",
    "AT": "Europe/Vienna", "CH": "Europe/Zurich", "LI": "Europe/Vaduz", "DK": "Europe/Copenhagen", "SE": "Europe/Stockholm",
    "NO": "Europe/Oslo", "FI": "Europe/Helsinki", "IS": "Atlantic/Reykjavik", "PL": "Europe/Warsaw", "CZ": "Europe/Prague",
    "SK": "Europe/Bratislava", "HU": "Europe/Budapest", "SI": "Europe/Ljubljana", "HR": "Europe/Zagreb", "GR": "Europe/Athens",
    "EL": "Europe/Athens", "BG": "Europe/Sofia", "RO": "Europe/Bucharest", "EE": "Europe/Tallinn", "LV": "Europe/Riga", "LT": "Europe/Vilnius",
    "MT": "Europe/Malta", "CY": "Asia/Nicosia", "PT": "Europe/Lisbon", "TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "RS": "Europe/Belgrade",
    "IL": "Asia/Jerusalem", "AE": "Asia/Dubai", "SA": "Asia/Riyadh", "QA": "Asia/Qatar", "IN": "Asia/Kolkata", "PK": "Asia/Karachi",
    "BD": "Asia/Dhaka", "LK": "Asia/Colombo", "NP": "Asia/Kathmandu", "CN": "Asia/Shanghai", "HK": "Asia/Hong_Kong", "MO": "Asia/Macau",
    "TW": "Asia/Taipei", "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "SG": "Asia/Singapore", "MY": "Asia/Kuala_Lumpur", "TH": "Asia/Bangkok",
    "VN": "Asia/Ho_Chi_Minh", "PH": "Asia/Manila", "NZ": "Pacific/Auckland", "EG": "Africa/Cairo", "KE": "Africa/Nairobi", "NG": "Africa/Lagos",
    "GH": "Africa/Accra", "RW": "Africa/Kigali", "ZA": "Africa/Johannesburg", "AR": "America/Argentina/Buenos_Aires", "CL": "America/Santiago",
    "CO": "America/Bogota", "PE": "America/Lima", "UY": "America/Montevideo", "CR": "America/Costa_Rica", "PA": "America/Panama",
    "US-CA": "America/Los_Angeles", "US-WA": "America/Los_Angeles", "US-NV": "America/Los_Angeles", "US-CO": "America/Denver",
    "US-UT": "America/Denver", "US-IL": "America/Chicago", "US-MN": "America/Chicago", "US-NY": "America/New_York", "US-NJ": "America/New_York",
    "US-CT": "America/New_York", "US-MA": "America/New_York", "US-MD": "America/New_York", "US-VA": "America/New_York",
    "US-PA": "America/New_York", "US-DC": "America/New_York", "CA-QC": "America/Toronto", "CA-ON": "America/Toronto",
    "CA-BC": "America/Vancouver", "CA-AB": "America/Edmonton", "AU-NSW": "Australia/Sydney", "AU-VIC": "Australia/Melbourne",
}  # fmt: skip
#: languages that are written by one clock only
_BY_LANGUAGE = {"zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "th": "Asia/Bangkok", "he": "Asia/Jerusalem"}
#: names that mean the clock of a place, so that "EST" written in July is read as what the clock there showed
_CLOCKS = {
    "EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York", "CST": "America/Chicago", "CDT": "America/Chicago",
    "CT": "America/Chicago", "MST": "America/Denver", "MDT": "America/Denver", "MT": "America/Denver", "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles",
}  # fmt: skip
_ABROAD = {("AU", "EST"): "Australia/Sydney", ("AU", "CST"): "Australia/Adelaide", ("AU", "WST"): "Australia/Perth"}
_ZONES_H = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "HNEC": 1,
    "HAEC": 2, "EET": 2, "EEST": 3, "MSK": 3, "AKST": -9, "AKDT": -8, "HST": -10, "JST": 9, "KST": 9, "SGT": 8, "HKT": 8, "PHT": 8,
    "MYT": 8, "ICT": 7, "WIB": 7, "PKT": 5, "IDT": 3, "AEST": 10, "AEDT": 11, "ACST": 9.5, "ACDT": 10.5, "AWST": 8, "NZST": 12, "NZDT": 13,
    "WAT": 1, "CAT": 2, "SAST": 2, "EAT": 3, "BRT": -3, "ART": -3,
}  # fmt: skip
_OFFSET = re.compile(r"^\s?\(?(?:(?:GMT|UTC)\s?)?(?P<sign>[+\-\u2212])(?P<oh>\d{2}):?(?P<om>\d{2})(?!\d)")
_SHORT_OFFSET = re.compile(
    r"^\s?\(?(?:GMT|UTC)\s?(?P<sign>[+\-\u2212])(?P<oh>\d{1,2})(?P<om>)(?![\d:])|^(?P<sign2>[+-])(?P<oh2>\d{2})(?![\d:])"
)
_NAMED = re.compile(r"^\s?\(?(?P<name>Z|[A-Z]{2,5})\b")
_FURTHEST = timedelta(hours=14)


class ZoneRefused(ValueError):
    """The written offset is one no place on earth has, so the date beside it is not to be believed."""


@cache
def zone_of(name: str) -> tzinfo | None:
    """The zone of an IANA name, or ``None``."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def local_zone(zone: str | None, jurisdiction: str, language: str) -> tzinfo:
    """The clock of a source: the zone it was given, else that of its jurisdiction, else of its language, else UTC."""
    place = jurisdiction.upper()
    name = zone or _BY_JURISDICTION.get(place) or _BY_JURISDICTION.get("" if place.startswith(("US", "CA", "AU")) else place.split("-")[0])
    name = name or (_BY_LANGUAGE.get(language.lower().split("-")[0]) if not place or place == "INT" else None)
    return (zone_of(name) if name else None) or UTC


def written_zone(tail: str, local: tzinfo, jurisdiction: str) -> tzinfo:
    """The zone that stands behind a time, else ``local``; raises ZoneRefused for an impossible offset."""
    if (found := offset(tail)) is not None:
        return found
    named = _NAMED.match(tail)
    name = named["name"] if named else ""
    if not name or name in _names_of(local):
        return local
    place = _ABROAD.get((jurisdiction.upper().split("-")[0], name)) or _CLOCKS.get(name)
    if place:
        return zone_of(place) or local
    return timezone(timedelta(hours=_ZONES_H[name])) if name in _ZONES_H else local


def offset(tail: str) -> tzinfo | None:
    """The numeric offset at the start of a text, or ``None``; raises ZoneRefused for more than 14 hours."""
    match = _OFFSET.match(tail) or _SHORT_OFFSET.match(tail)
    if match is None:
        return None
    parts = match.groupdict()
    hours, minutes = int(parts["oh"] or parts.get("oh2") or 0), int(parts["om"] or 0)
    shift = timedelta(hours=hours, minutes=minutes)
    if shift > _FURTHEST or minutes > 59:
        raise ZoneRefused
    return timezone(shift if (parts["sign"] or parts.get("sign2")) == "+" else -shift)


@cache
def _names_of(local: tzinfo) -> frozenset[str]:
    """How the place itself calls its clock, in winter and in summer."""
    if local is UTC:
        return frozenset()
    return frozenset(name for month in (1, 7) if (name := datetime(2025, month, 1, tzinfo=local).tzname()) and name.isalpha())
