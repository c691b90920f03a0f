"""Feeds as UTF-8: every parser behind this sees one encoding, chosen by labels of the web only."""

import re

from crawlers.extract.encoding import codec_of, decode

_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]{1,40})[\"']")
_DECLARED_TEXT = re.compile(r"\A(\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"'])[\w.:+-]{1,40}([\"'])")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]{1,40})", re.I)
#: characters that XML 1.0 forbids: one of them ends a strict parser
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: the answer's own default, sent by servers that never looked into the file
_SERVER_DEFAULT = "cp1252"


def labels(body: bytes, content_type: str) -> tuple[str | None, str | None]:
    """The codecs that the header and the XML declaration name; ``None`` where nothing, or nothing known, is named."""
    header, declared = _CHARSET.search(content_type[:500]), _DECLARED.match(body)
    return codec_of(header[1]) if header else None, codec_of(declared[1].decode("ascii", "replace")) if declared else None


def is_plain_utf8(body: bytes, content_type: str) -> bool:
    """Whether nobody claims another encoding than UTF-8 and the bytes bear it out; a byte-order mark is not plain."""
    header, declared = _CHARSET.search(content_type[:500]), _DECLARED.match(body)
    named = [label for label in (header and header[1], declared and declared[1].decode("ascii", "replace")) if label]
    if any(label.lower() not in ("utf-8", "utf8", "us-ascii", "ascii") for label in named) or body[:1] not in (b"<", b" ", b"\n", b"\r"):
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def to_utf8(body: bytes, content_type: str) -> bytes:
    """The body in UTF-8, declared as such, without the characters that XML forbids."""
    text = _text(body, content_type).lstrip("\ufeff")
    if "\x00" in text[:200] or _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", text)
    return _DECLARED_TEXT.sub(r"\g<1>utf-8\g<2>", text, count=1).encode("utf-8", "replace")


def _text(body: bytes, content_type: str) -> str:
    header, declared = labels(body, content_type)
    nobody = header is None and declared is None
    if ("utf-8" in (header, declared) or nobody) and b"\x00" not in body[:64]:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    heard = header is not None and not (declared is not None and header == _SERVER_DEFAULT)
    return decode(body, {"content-type": content_type} if heard else {})
