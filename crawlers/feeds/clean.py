"""Bytes of a feed, checked and mended before any parser sees them."""

import re

from policywatch.types import Cause

MAX_TAG_BYTES = 64 * 1024
MAX_ATTRIBUTES = 500

_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{%d,}" % MAX_TAG_BYTES)
_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,12})|([0-9]{1,15}));")
_PAIR = re.compile(rb"&#(?:x(D[89AB][0-9A-F]{2})|(5[5-6]\d{3}));&#(?:x(D[C-F][0-9A-F]{2})|(5[6-7]\d{3}));", re.I)
_OPEN_TAG = re.compile(rb"<[A-Za-z][^<>]{4000,}>")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_-]{1,20})[\"']")
_WIDER = {"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_ROOT = re.compile(rb"<(?:[\w-]{1,20}:)?(rss|feed|RDF|channel)\b", re.I)
_CLOSING = re.compile(rb"</(?:[\w-]{1,20}:)?(?:rss|feed|RDF|channel)\s*>\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*|<script.*)*\s*$", re.I | re.S)


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
    return _REFERENCE.sub(_legal, _PAIR.sub(_joined, body))


def reread(body: bytes) -> bytes | None:
    """The body as UTF-8 when its declared East Asian charset is really the larger one of its vendor, else ``None``.

    Publishers write shift_jis, gb2312 or big5 and mean cp932, gb18030 or big5hkscs, whose extra characters end a strict decoder.
    """
    declared = _DECLARED.match(body)
    wider = _WIDER.get(declared[1].decode("ascii").lower()) if declared else None
    if declared is None or wider is None:
        return None
    try:
        return (body[: declared.start(1)] + b"utf-8" + body[declared.end(1) :]).decode(wider).encode()
    except UnicodeDecodeError:
        return None


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
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<?xml", b"<!doctype")) and not start.startswith(b"<!doctype html") and b"<html" not in body[:20_000].lower()


def root(body: bytes) -> str:
    """``rss``, ``feed``, ``rdf``, ``channel`` or nothing."""
    found = _ROOT.search(body[:20_000])
    return found[1].decode().lower() if found else ""


def is_closed(body: bytes) -> bool:
    """Whether the root element ends: a cut feed lacks its end."""
    return bool(_CLOSING.search(body[-4000:]))
