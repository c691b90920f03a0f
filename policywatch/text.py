"""Text from outside, made safe to keep and to compare."""

import hashlib
import re
import unicodedata

#: Goes up when the meaning of a fingerprint changes, so that an upgrade is not taken for a revision of everything.
FINGERPRINT_VERSION = 1

_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
#: zero-width characters, bidi controls and the byte-order mark: invisible, so never a difference
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def scrub(text: str) -> str:
    """The text without what a database or a codec cannot hold: NUL and lone surrogates."""
    return _SURROGATE.sub("\ufffd", text.replace("\x00", "")) if text else text


def normalise(text: str) -> str:
    """The text as it is compared: NFKC, invisible characters dropped, white space folded."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", scrub(text)))).strip()


def one_line(text: str, limit: int = 300) -> str:
    """A title or label: one line of printable characters, at most ``limit`` characters, cut with an ellipsis."""
    clean = "".join(c for c in normalise(text) if unicodedata.category(c)[0] != "C")
    return clean if len(clean) <= limit else clean[: limit - 1].rstrip() + "…"


def fingerprint(*parts: str) -> str:
    """Version and sha256 of the normalised parts: equal exactly when a reader would see the same content."""
    joined = "\x1f".join(normalise(part) for part in parts)
    return f"{FINGERPRINT_VERSION}:{hashlib.sha256(joined.encode()).hexdigest()}"


def stable_id(*parts: str) -> str:
    """A stable 24-digit hexadecimal id from its parts; the same parts give the same id on every machine."""
    return hashlib.sha256("\x1f".join(scrub(part) for part in parts).encode()).hexdigest()[:24]
