"""From a sitemap's bytes to addresses: XML with or without errors, indexes, plain text, robots.txt, gzip.

Bounded by what the protocol allows one file: 50,000 addresses and 50 MB unpacked. ``lastmod`` is what a site says of itself and often the
hour of the last deployment, so it orders the entries and dates nothing.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from crawlers.completeness import decode_body
from crawlers.feeds.clean import refusal
from policywatch.types import Cause

MAX_URLS = 50_000
MAX_BYTES = 50 * 1024 * 1024
_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?(urlset|sitemapindex|rss|feed|RDF|html)\b", re.I)
_HTTP = re.compile(r"https?://\S{3,8000}", re.I)
_ROBOTS_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.I | re.M)
_CLOSED = re.compile(rb"</(?:[\w.-]{1,20}:)?(?:urlset|sitemapindex)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.S | re.I)
_STRAY_AMP = re.compile(rb"&(?!#?\w{1,30};)")


@dataclass(frozen=True, slots=True)
class Address:
    """One entry as written."""

    url: str
    #: a hint of when it changed, as written
    lastmod: str = ""
    #: the three fields of a news sitemap
    title: str = ""
    published: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one sitemap lists."""

    pages: tuple[Address, ...] = ()
    sitemaps: tuple[Address, ...] = ()
    #: entries past the protocol's limit
    omitted: int = 0
    cause: Cause = Cause.NONE
    detail: str = ""
    #: the body is a feed; ``body`` holds it unpacked
    feed: bool = False
    body: bytes = b""


@dataclass(slots=True)
class _Found:
    pages: list[Address] = field(default_factory=list)
    sitemaps: list[Address] = field(default_factory=list)
    omitted: int = 0

    def add(self, address: Address, index: bool) -> None:
        into = self.sitemaps if index else self.pages
        if len(into) < MAX_URLS:
            into.append(address)
        else:
            self.omitted += 1

    def done(self, cause: Cause = Cause.NONE, detail: str = "") -> Sitemap:
        if self.omitted and cause is Cause.NONE:
            detail = f"{self.omitted} addresses past {MAX_URLS} were left out"
        return Sitemap(tuple(self.pages), tuple(self.sitemaps), self.omitted, cause, detail)


def read_sitemap(body: bytes) -> Sitemap:
    """Every address of one sitemap, in its order. Never an exception: what cannot be read is a cause."""
    if body.startswith(b"\x1f\x8b"):
        decoded = decode_body(body, "gzip", MAX_BYTES)
        if decoded.cause is not Cause.NONE:
            return Sitemap(cause=decoded.cause, detail=f"the sitemap cannot be unpacked: {decoded.detail}")
        body = decoded.body
    if len(body) > MAX_BYTES:
        return Sitemap(cause=Cause.TOO_LARGE, detail=f"the sitemap is larger than {MAX_BYTES} bytes")
    head = _plain_head(body)
    found = _ROOT.search(head)
    root = found[1].lower() if found else b""
    if root in (b"rss", b"feed", b"rdf"):
        return Sitemap(feed=True, body=body)
    if root in (b"urlset", b"sitemapindex"):
        return _read_xml(body)
    if root == b"html" or head.lstrip().startswith(b"<"):
        return Sitemap(cause=Cause.NOT_A_FEED, detail="the answer is no sitemap: look at the address in a browser")
    return _read_text(body)


def _plain_head(body: bytes) -> bytes:
    """The first bytes without the zeros of UTF-16, enough to see a root element."""
    head = body[:20_000]
    return head.replace(b"\x00", b"") if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in body[:4] else head


def _read_text(body: bytes) -> Sitemap:
    from crawlers.extract.encoding import decode

    text, found = decode(body).lstrip("\ufeff"), _Found()
    for url in _ROBOTS_LINE.findall(text):
        found.add(Address(url), index=True)
    for line in text.splitlines():
        if _HTTP.fullmatch(word := line.strip()):
            found.add(Address(word), index=False)
    if not found.pages and not found.sitemaps:
        return Sitemap(cause=Cause.EMPTY, detail="the sitemap lists no address: look at it in a browser")
    return found.done()


def _read_xml(body: bytes) -> Sitemap:
    if why := refusal(body):
        return Sitemap(cause=why[0], detail=why[1].replace("feed", "sitemap"))
    strict = _iterate(body, recover=False)
    if strict.cause is Cause.NONE:
        return strict
    closed = _CLOSED.search(body[-4096:]) is not None or b"\x00" in body[:4]
    tolerant = _iterate(_STRAY_AMP.sub(b"&amp;", body), recover=True)
    if not closed:
        return replace(tolerant, cause=Cause.TRUNCATED, detail="the sitemap ends before its root element does")
    if not tolerant.pages and not tolerant.sitemaps:
        return replace(strict, pages=(), sitemaps=())
    return tolerant


def _iterate(body: bytes, recover: bool) -> Sitemap:
    from lxml import etree

    found = _Found()
    try:
        walk = etree.iterparse(
            io.BytesIO(body), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
        )
        for element in _entries(walk):
            if address := _address(element):
                found.add(address, index=_local(element) == "sitemap")
    except (etree.LxmlError, ValueError, LookupError, AssertionError) as error:
        return found.done(Cause.PARSE_XML, f"the sitemap cannot be read ({type(error).__name__})")
    if not found.pages and not found.sitemaps:
        return found.done(Cause.EMPTY, "the sitemap lists no address: look at it in a browser")
    return found.done()


def _entries(walk: Any) -> Iterator[Any]:
    """The finished entries; each is forgotten after its use, so that memory stays flat."""
    for _, element in walk:
        if _local(element) in ("url", "sitemap"):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _address(entry: Any) -> Address | None:
    fields: dict[str, str] = {}
    for part in entry.iter():
        name = _local(part)
        if name in ("loc", "lastmod", "title", "publication_date", "language") and part.text and _belongs(part, name):
            fields.setdefault(name, part.text.strip())
    if not fields.get("loc"):
        return None
    return Address(fields["loc"], *(fields.get(name, "") for name in ("lastmod", "title", "publication_date", "language")))


def _belongs(part: Any, name: str) -> bool:
    """Images and videos have a loc, a title and a publication_date of their own, which are not the page's."""
    space = str(part.tag).rpartition("}")[0]
    return "image" not in space and "video" not in space and (name in ("loc", "lastmod") or "news" in space)
