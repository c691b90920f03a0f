"""One entry of a feed before it is a document, and its words and link made plain: the same for every way of reading a feed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from crawlers.markup import without_hidden
from policywatch.text import normalise, scrub
from policywatch.types import Cause

_MAX_TITLE = 2000
_MAX_TEXT = 1_000_000
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_BLOCK = re.compile(r"</?(?:p|div|li|br|tr|h[1-6]|ul|ol|table)\b[^<>]{0,2000}>", re.I)
_HIDDEN = ("script", "style")
#: addresses that joining and splitting would leave as they are
_WHOLE = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?(?:/[\w/.~%+,=@:-]*)?(?:\?[\w/.~%+,=@:&-]+)?", re.A)
#: a number no character has, and that Python refuses to read when it is long enough
_LONG_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|x[0-9A-Fa-f]{7,});?", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry before it is a document; strings as the feed has them."""

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    #: raw dates, best first
    dates: tuple[str, ...] = ()
    #: named by the entry itself
    language: str = ""
    #: named by the feed for all its entries
    feed_language: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing stands in it: it is an empty element, no publication."""
        return not (self.guid or self.link or self.title or self.summary or self.content or self.dates)


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of a feed before they are documents, and what was wrong with it."""

    entries: Sequence[Entry] = ()
    cause: Cause = Cause.NONE
    detail: str = ""
    asked_s: float | None = None
    #: entries that a cap left unread
    omitted: int = 0


def cleaned(entry: Entry, base: str) -> Entry:
    """The entry with plain words and a web link or none."""
    link = web_link(entry.link, base)
    if not link and entry.guid.startswith(("http://", "https://")):
        link = web_link(entry.guid, base)
    return Entry(
        guid=normalise(entry.guid[:4000])[:2000],
        link=link,
        title=plain(entry.title[:_MAX_TEXT])[:_MAX_TITLE],
        summary=plain(entry.summary[: 2 * _MAX_TEXT])[:_MAX_TEXT],
        content=plain(entry.content[: 2 * _MAX_TEXT])[:_MAX_TEXT],
        dates=entry.dates,
        language=entry.language,
        feed_language=entry.feed_language,
    )


def chosen_link(link: str, guid: str, alternates: Sequence[str]) -> str:
    """The address of an entry among what was taken for one: a guid that is none, and the alternates of its links."""
    if link and (link != guid or link.startswith(("http://", "https://"))):
        return link
    return next(filter(None, alternates), "")


def plain(markup: str) -> str:
    """The words of a title or summary: tags out, entities decoded, lines kept. Linear in the length of any markup."""
    text = markup
    if text.isascii() and text.isprintable() and "<" not in text and "&" not in text:
        # one line of plain words, as most titles are
        return " ".join(text.split())
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub("\n", without_hidden(text, _HIDDEN)))
    if "&" in text:
        text = unescape(_LONG_REFERENCE.sub("\ufffd", text))
    lines = (" ".join(line.split()) for line in scrub(text).splitlines())
    return "\n".join(line for line in lines if line)


def web_link(link: str, base: str) -> str:
    """The absolute http or https address, or nothing."""
    if _WHOLE.fullmatch(link):
        return link
    try:
        full = urljoin(base, link.strip())
        parts = urlsplit(full)
        return full if parts.scheme in ("http", "https") and parts.hostname and link.strip() else ""
    except ValueError:
        return ""
