"""Bytes of a feed, checked and mended before any parser sees them; all of it on UTF-8."""

import re

from policywatch.types import Cause

MAX_TAG_BYTES = 64 * 1024
MAX_ATTRIBUTES = 500

_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{%d,}" % MAX_TAG_BYTES)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{1,12})|([0-9]{1,15}));")
_LONG_REFERENCE = re.compile(rb"&#(?:[xX][0-9A-Fa-f]{13,}|[0-9]{16,});?")
_PAIR = re.compile(rb"&#(?:x(D[89AB][0-9A-F]{2})|(5[5-6]\d{3}));&#(?:x(D[C-F][0-9A-F]{2})|(5[6-7]\d{3}));", re.I)
_OPEN_TAG = re.compile(rb"<[A-Za-z][^<>]{4000,}>")
_ROOT = re.compile(rb"<(?:[\w-]{1,20}:)?(rss|feed|RDF|channel)\b", re.I)
#: comments and instructions end at their first end: a lazy middle would make the many ways to read a row of them exponential
_CLOSING = re.compile(
    rb"</(?:[\w-]{1,20}:)?(?:rss|feed|RDF|channel)\s*>\s*"
    rb"(?:<!--(?:[^-]|-(?!->))*-->\s*|<\?(?:[^?]|\?(?!>))*\?>\s*)*(?:<script\b.*)?\Z",
    re.I | re.S,
)
_ITEM_END = re.compile(rb"</(?:[\w-]{1,20}:)?(?:item|entry)\s*>|<(?:item|entry)(?:\s[^<>]{0,500})?/>", re.I)


def refusal(body: bytes) -> tuple[Cause, str] | None:
    """Why the body must not reach a parser: a tag so large that parsers need minutes for it."""
    if _LONG_TAG.search(body):
        return Cause.PARSE_XML, f"a tag is longer than {MAX_TAG_BYTES} bytes: the feed was not read"
    for match in _OPEN_TAG.finditer(body):
        if match[0].count(b"=") > MAX_ATTRIBUTES:
            return Cause.PARSE_XML, f"a tag has more than {MAX_ATTRIBUTES} attributes: the feed was not read"
    return None


def mend(body: bytes) -> bytes:
    """The body with surrogate pairs joined and illegal character references dropped, so that every entry survives."""
    if b"&#" not in body:
        return body
    return _REFERENCE.sub(_legal, _PAIR.sub(_joined, _LONG_REFERENCE.sub(b"", body)))


def capped(body: bytes, most: int) -> tuple[bytes, int]:
    """The body with its first ``most`` items only, and how many are left out; what stands around the items stays."""
    if body.count(b"<") <= most:
        return body, 0
    ends = [match.end() for match in _ITEM_END.finditer(body)]
    if len(ends) <= most:
        return body, 0
    return body[: ends[most - 1]] + body[ends[-1] :], len(ends) - most


def _joined(match: re.Match[bytes]) -> bytes:
    high = int(match[1], 16) if match[1] else int(match[2])
    low = int(match[3], 16) if match[3] else int(match[4])
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return b""


def _legal(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
    return match[0] if legal else b""


def is_xml(body: bytes) -> bool:
    """Whether the body calls itself XML although no root of a feed stands near its start."""
    start = body[:200].lstrip(b" \t\r\n").lower()
    return start.startswith((b"<?xml", b"<!doctype")) and not start.startswith(b"<!doctype html") and b"<html" not in body[:20_000].lower()


def root(body: bytes) -> str:
    """``rss``, ``feed``, ``rdf``, ``channel`` or nothing."""
    found = _ROOT.search(body[:20_000])
    return found[1].decode().lower() if found else ""


def is_closed(body: bytes) -> bool:
    """Whether the root element ends: a cut feed lacks its end."""
    return bool(_CLOSING.search(body[-4000:]))
