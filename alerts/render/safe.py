"""Text and addresses from outside, made harmless to show.

Crawled text is hostile to every renderer: it may hold invisible characters, direction overrides, control codes and
addresses that pretend to be others. Everything a channel shows passes through here once; what a renderer's own markup
needs on top (Slack's ``&<>``, HTML) is added there.
"""

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

import regex

from policywatch.text import scrub

#: what no reader can see or what turns the reading direction: zero-width space, marks and embeddings, joiners of words,
#: interlinear marks, byte-order mark, soft hyphen, tag characters. The joiners U+200C and U+200D stay: Persian, Hindi and emoji need them.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
#: one variation selector may choose the look of an emoji; a run of them carries hidden data
_SELECTORS = re.compile("([\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
#: more marks on one letter than any language writes
_STACKED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_SPACE = re.compile(r"\s+")
_GRAPHEME = regex.compile(r"\X")

#: no label or title needs more; longer input is cut before any pattern runs over it
_MOST = 40_000
_MORE = "…"


def plain(text: str, limit: int | None = None) -> str:
    """The text on one line, without anything unseen; cut between graphemes with an ellipsis at ``limit`` code points."""
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", scrub(text[:_MOST])))
    seen = _SELECTORS.sub(r"\1", _STACKED.sub(r"\1", _CONTROL.sub(" ", seen)))
    line = _SPACE.sub(" ", seen).strip()
    return line if limit is None else cut(line, limit)


def cut(text: str, limit: int) -> str:
    """At most ``limit`` code points, ending between two graphemes, with an ellipsis where something was left out."""
    if len(text) <= limit:
        return text
    if limit <= len(_MORE):
        return _MORE[:limit]
    end = 0
    for found in _GRAPHEME.finditer(text[: limit + 64]):
        if found.end() > limit - len(_MORE):
            break
        end = found.end()
    return text[:end].rstrip() + _MORE


def link(url: str, limit: int = 3000) -> str | None:
    """The address as it may be linked, or ``None`` when it may not: http and https only, no user part, no markup characters."""
    if len(url) > limit or _CONTROL.search(url) or _UNSEEN.search(url):
        return None
    try:
        parts = urlsplit(scrub(url).strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    name = ascii_host(host)
    if name is None:
        return None
    netloc = f"[{name}]" if ":" in name else name
    netloc += f":{port}" if port else ""
    path, query, fragment = (quote(part, safe="%/:?#[]@!$&'()*+,;=~-._") for part in parts[2:])
    whole = urlunsplit((parts.scheme.lower(), netloc, path, query, fragment))
    return whole if len(whole) <= limit else None


def ascii_host(host: str) -> str | None:
    """The host in ASCII (punycode for other scripts, so that look-alikes show), or ``None`` when it is none."""
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return name.lower() if re.fullmatch(r"[A-Za-z0-9._:%-]+", name) else None


def host_of(url: str) -> str:
    """The host that a link really leads to, for its label; empty when there is none."""
    safe = link(url)
    return (urlsplit(safe).hostname or "") if safe else ""


# ---- personal data ---------------------------------------------------------------------------------------------------

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})", re.UNICODE)
#: an international or a punctuated number of 9 to 15 digits; never a bare run, which may be a docket or a law's number
_PHONE = re.compile(r"(?<![\w/.-])(?:\+\d{1,3}[\s().-]{0,2}(?:\d[\s().-]{0,2}){7,13}\d|\(\d{2,4}\)\s?\d{3,4}[\s.-]\d{3,4})(?![\w/-])")
_SECOND_LEVEL = frozenset({"co", "com", "gov", "gob", "gouv", "gv", "go", "ac", "org", "edu", "net", "govt", "gc", "nic", "admin"})


def own_domain(url: str) -> str:
    """The domain under which a source's own addresses stand: ``ico.org.uk`` of ``www.ico.org.uk``."""
    labels = host_of(url).split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:]) if len(labels) >= 2 else ""


#: what stands in place of an address and of a number
HIDDEN = ("[e-mail hidden]", "[phone hidden]")


def mask(text: str, url: str, hidden: tuple[str, str] = HIDDEN) -> str:
    """The text without e-mail addresses and phone numbers of persons; addresses on the domain of ``url`` stay."""
    domain = own_domain(url) if "@" in text else ""

    def hide(found: "re.Match[str]") -> str:
        host = found.group(1).lower()
        own = domain and (host == domain or host.endswith("." + domain))
        return found.group(0) if own else hidden[0]

    return _PHONE.sub(hidden[1], _MAIL.sub(hide, text) if "@" in text else text)


def shown(text: str, url: str, limit: int | None = None, hidden: tuple[str, str] = HIDDEN) -> str:
    """Crawled text as people see it: harmless, on one line, without personal data."""
    masked = mask(plain(text), url, hidden)
    return masked if limit is None else cut(masked, limit)
