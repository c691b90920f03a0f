"""What an address offers to a watch: the feeds it announces, the list it shows, or the page itself. Pure.

Nothing here is believed: a candidate becomes a source only when a real check of it has read publications.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawlers.base import Fetched
from crawlers.feeds.clean import is_xml, root
from policywatch.text import one_line

#: candidates of one way of finding; a page that announces a hundred feeds is a directory
MAX_EACH = 6
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_FEED_PATH = re.compile(
    r"(?:^|/)(?:rss|feeds?|atom)(?:[/._-]|$)|\.(?:rss|atom|rdf)$|(?:rss|feed|atom)\.(?:xml|json|aspx?|php|jsp)$|[?&](?:format|type)=(?:rss|atom)",
    re.I,
)
_FEED_WORDS = re.compile(r"^\W*(?:(?:our |the )?(?:rss|atom)(?:[- ]?feeds?)?|subscribe (?:to|via) rss|rss订阅|flux rss|fil rss)\b", re.I)
#: feeds about what readers say are not what a regulator publishes
_CHATTER = re.compile(r"comment|kommentare|commentaires|/replies", re.I)
_LINK_VALUE = re.compile(r"<([^<>]{1,2000})>((?:\s*;[^,<]{0,500})?)")
_TITLE = re.compile(rb"<(?:[\w-]{1,20}:)?title\b[^>]{0,200}>\s*(?:<!\[CDATA\[)?(.{0,1000}?)(?:\]\]>)?\s*</", re.I | re.S)
_LANGUAGE = re.compile(rb"<language>\s*([A-Za-z-]{2,12})\s*</|<feed\b[^>]{0,500}?\bxml:lang=[\"']([A-Za-z-]{2,12})", re.I)
_SITEMAP_ROOT = re.compile(rb"<(?:[\w-]{1,20}:)?(?:urlset|sitemapindex)\b", re.I)
COMMON_PATHS = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to watch an address."""

    kind: str
    url: str
    #: how it was found, for people
    via: str
    title: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Survey:
    """What one answer says about itself."""

    #: how it would be read: feed, sitemap, json_api, pdf, listing or page
    kind: str
    title: str = ""
    #: as the answer itself says, else empty
    language: str = ""
    #: feeds that it announces, most promising first
    feeds: tuple[Candidate, ...] = ()
    #: addresses of its list, when it is a page that has one
    items: tuple[str, ...] = ()
    dated: int = 0
    #: selectors that name exactly the items found without them
    options: Mapping[str, str] = field(default_factory=dict)


def kind_of(got: Fetched) -> str:
    """How an answer that is no web page would be read; ``html`` for a page."""
    head = got.body[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    declared = got.headers.get("content-type", "").lower()
    if head.startswith(b"%PDF"):
        return "pdf"
    if _SITEMAP_ROOT.search(head):
        return "sitemap"
    if head[:1] in (b"{", b"[") and ("json" in declared or b"<" not in head[:200]):
        return "feed" if b"jsonfeed.org/version" in got.body[:4000] else "json_api"
    if root(got.body) and (is_xml(got.body) or "xml" in declared or not re.search(rb"<(?:html|body)\b", head, re.I)):
        return "feed"
    return "html"


def survey(got: Fetched) -> Survey:
    """What an answer offers; parses strangers' pages, so it runs in a worker."""
    kind = kind_of(got)
    if kind != "html":
        title = _TITLE.search(got.body[:20_000]) if kind == "feed" else None
        language = _LANGUAGE.search(got.body[:20_000]) if kind == "feed" else None
        named = unescape(title[1].decode("utf-8", "replace")) if title else ""
        return Survey(
            kind, one_line(named, 120), (language[1] or language[2]).decode() if language else "", announced(got.headers, got.url)
        )
    return _page(got)


def _page(got: Fetched) -> Survey:
    from crawlers.extract import tree as page_tree
    from crawlers.extract.encoding import decode
    from crawlers.extract.listing import listing_entries
    from crawlers.selectors import selectors_for

    text = decode(got.body, got.headers)
    tree = page_tree.parse(text)
    language = (tree.get("lang") or "").strip()
    entries = listing_entries(text, tree, got.url, language)
    named = [entry for entry in entries if entry.title]
    feeds = _ranked([*link_tags(tree, got.url), *announced(got.headers, got.url), *feed_anchors(tree, got.url)])
    head = next(iter(tree.iter("title")), None)
    return Survey(
        "listing" if len(named) >= 3 else "page",
        one_line(page_tree.inline_text(head), 120) if head is not None else "",
        language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else "",
        feeds,
        tuple(entry.url for entry in named[:100]),
        sum(entry.published_on is not None for entry in named),
        selectors_for(tree, got.url, entries, language) if len(named) >= 3 else {},
    )


def link_tags(tree: Any, base: str) -> list[Candidate]:
    """The feeds that ``<link rel=alternate>`` names."""
    found = []
    for link in tree.iter("link"):
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        rel = (link.get("rel") or "").lower().split()
        if kind in _FEED_TYPES and ("alternate" in rel or "feed" in rel) and (url := _web(base, link.get("href") or "")):
            found.append(Candidate("feed", url, "link tag", one_line(link.get("title") or "", 120)))
    return found


def announced(headers: Mapping[str, str], base: str) -> tuple[Candidate, ...]:
    """The feeds that a Link header names (RFC 8288)."""
    found = []
    for match in _LINK_VALUE.finditer(headers.get("link", "")[:20_000]):
        terms = match[2].lower()
        alternate = re.search(r"rel\s*=\s*\"?[^;\"]*\balternate\b", terms) and any(kind in terms for kind in _FEED_TYPES)
        if alternate and (url := _web(base, match[1])):
            found.append(Candidate("feed", url, "Link header"))
    return tuple(found[:MAX_EACH])


def feed_anchors(tree: Any, base: str) -> list[Candidate]:
    """Links of a page whose address or words look like a feed."""
    found = []
    for link in tree.iter("a"):
        href = link.get("href") or ""
        words = one_line("".join(link.itertext()), 60) or link.get("title") or ""
        if not href or not (_FEED_PATH.search(_path_of(href)) or _FEED_WORDS.search(words)):
            continue
        if (url := _web(base, href)) and url.rstrip("/") != base.rstrip("/"):
            found.append(Candidate("feed", url, "link on the page", words))
    return found


def _path_of(href: str) -> str:
    """Path and query of a link, empty when it cannot be read."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _web(base: str, href: str) -> str:
    from crawlers.extract.stream import join

    return join(base, href).partition("#")[0] if href.strip() else ""


def _ranked(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Each address once; those about comments last."""
    once: dict[str, Candidate] = {}
    for candidate in found:
        once.setdefault(candidate.url, candidate)
    chatter = [c for c in once.values() if is_chatter(c)]
    return tuple([c for c in once.values() if c not in chatter] + chatter)[:MAX_EACH]


def is_chatter(candidate: Candidate) -> bool:
    """Whether a feed is about comments of readers."""
    return bool(_CHATTER.search(candidate.url) or _CHATTER.search(candidate.title))


def common_feeds(url: str) -> tuple[Candidate, ...]:
    """Where feeds often lie: beside the page first, then at the top of its site."""
    parts = urlsplit(url)
    here = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
    top = f"{parts.scheme}://{parts.netloc}/"
    places = [urljoin(here, "feed"), urljoin(here, "rss.xml")] if here != top else []
    places += [urljoin(top, path) for path in COMMON_PATHS]
    return tuple(Candidate("feed", place, "common path") for place in dict.fromkeys(places) if place != url)


def robots_sitemaps(body: bytes, base: str) -> tuple[Candidate, ...]:
    """The sitemaps that a robots.txt names."""
    text = body.decode("utf-8", "replace")
    named = re.findall(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", text, re.I | re.M)
    urls = dict.fromkeys(filter(None, (_web(base, href) for href in named)))
    return tuple(Candidate("sitemap", url, "robots.txt") for url in list(urls)[:2])
