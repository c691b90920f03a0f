"""Values that people write in configuration files, checked at the door: durations, web addresses, time zones.

Kinds use these in their ``Options``; so the module knows nothing of files. A message of a ``PydanticCustomError`` whose type
starts with ``policywatch`` continues the sentence that the field's name began: *what is wrong: what to do*.
"""

import re
from functools import cache
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_DURATION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(s|m|h|d)")
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
#: white space, C0 and C1 controls, and what makes a parser and a browser disagree about the host
_UNSAFE_IN_URL = re.compile(r"[\s\x00-\x20\x7f-\x9f\\<>\"]")
#: longer than any browser follows; keeps a pasted file out of the store
MAX_URL = 4096


def fault(message: str, **context: object) -> PydanticCustomError:
    """An error whose message continues the name of the field, such as ``is no duration: write 6h``."""
    text = message.format(**context) if context else message
    return PydanticCustomError("policywatch", "{text}", {"text": text})


def parse_duration(value: object) -> float:
    """Seconds of ``0s``, ``90s``, ``15m``, ``6h`` or ``1d``; a number given by code already is seconds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise fault("is no duration: write a number and its unit, such as 90s, 15m, 6h or 1d")
    return float(match[1]) * _SECONDS[match[2]]


def check_url(value: str) -> str:
    """The address itself when a crawler may be given it: http or https, a host, no user name and no control characters."""
    if len(value) > MAX_URL:
        raise fault(f"is longer than {MAX_URL} characters: write the address alone")
    if _UNSAFE_IN_URL.search(value):
        raise fault("holds a space, a control character or a backslash: write the address with %20 and the like")
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise fault("is no web address ({why}): write https://host/path", why=error) from error
    if parts.scheme.lower() not in ("http", "https"):
        raise fault("is no web address: write one that starts with https:// or http://")
    if "@" in parts.netloc:
        raise fault("carries a user name or password: remove what stands before the @")
    if not host:
        raise fault("has no host: write https://host/path")
    return value


@cache
def _zones() -> tuple[str, ...]:
    from zoneinfo import available_timezones

    return tuple(sorted(available_timezones()))


def check_zone(value: str) -> str:
    """The name of a time zone that this machine knows."""
    if value in _zones():
        return value
    import difflib

    folded = {zone.lower(): zone for zone in _zones()}
    last = {zone.rpartition("/")[2].lower(): zone for zone in _zones()}
    known = {**last, **folded}
    near = difflib.get_close_matches(value[:80].lower().replace(" ", "_"), known, n=1, cutoff=0.6)
    hint = f"did you mean '{known[near[0]]}'?" if near else "write one such as UTC, Europe/Berlin or Asia/Shanghai"
    raise fault("is no time zone: {hint}", hint=hint)


#: seconds; written ``90s``, ``15m``, ``6h`` or ``1d``
Duration = Annotated[
    float,
    BeforeValidator(parse_duration),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?(s|m|h|d)$", "examples": ["0s", "90s", "15m", "6h", "1d"]}),
]
WebUrl = Annotated[str, AfterValidator(check_url), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Zone = Annotated[str, AfterValidator(check_zone), WithJsonSchema({"type": "string", "examples": ["UTC", "Europe/Berlin", "Asia/Shanghai"]})]
