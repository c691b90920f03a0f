"""The strict reader says what feedparser says, or leaves the feed to it."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.base import Fetched, Light
from crawlers.feeds.charset import to_utf8
from crawlers.feeds.clean import mend
from crawlers.feeds.fast import MAX_BYTES, is_fast, read_fast
from crawlers.feeds.tolerant import read_tolerant
from crawlers.spiders.feed import KIND
from policywatch.types import Source

#: the long run of any input is in test_any_input.py

NOW = datetime(2026, 11, 24, tzinfo=UTC)
URL = "https://authority.example/feed.xml"
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:odd="urn:odd"'
)
RSS = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {namespaces}{more}><channel><title>Notices</title>{head}{items}</channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" {namespaces}{more}><title>Notices</title>{head}{items}</feed>'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" {namespaces}{more}>'
    '<channel rdf:about="https://authority.example/"><title>Notices</title>{head}</channel>{items}</rdf:RDF>'
)
WORDS = [
    "", " ", "Audit duty", " two\n lines ", "a &amp; b", "&lt;p&gt;Duty&lt;/p&gt;", "<![CDATA[<b>Duty</b> & more]]>", "規制の報告", "Ã©tude",
    "caf\u00e9 \u0093quoted\u0094", "&#233;&#x1F600;", "a<!-- aside -->b", "https://authority.example/n/1", "/n/2?a=1&amp;b=2", "n-7",
    "urn:uuid:12", "http:///n/3", "Tue, 03 Nov 2026 09:00:00 +0100", "2026-11-03T09:00:00Z", "javascript:go()",
]  # fmt: skip
NAMES = [
    "title", "title", "link", "link", "guid", "id", "description", "description", "summary", "content", "content:encoded", "pubDate",
    "published", "updated", "dc:date", "dc:language", "dcterms:issued", "dc:creator", "category", "author", "odd:note", "odd:title",
    "media:title", "enclosure", "source", "atom:link", "links", "Title", "image", "language",
]  # fmt: skip
ATTRIBUTES = [
    *[""] * 25, ' isPermaLink="false"', ' isPermaLink="true"', ' type="html"', ' type="text"', ' type="xhtml"', ' xml:lang="fr"',
    ' href="/n/4"', ' rel="self" href="/n/5"', ' rel="alternate" type="text/html" href="https://authority.example/n/6"',
    ' type="application/pdf" href="/n/7.pdf"', ' url="/file.mp3"', ' term="ai"', ' odd:mark="1"',
]  # fmt: skip
INSIDE = [*[""] * 25, "<name>Office</name>", "<odd:part>x</odd:part>", "<title>inner</title>", "<p>markup</p>"]
elements = st.tuples(st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), st.sampled_from(WORDS), st.sampled_from(INSIDE))


def element(parts: tuple[str, str, str, str]) -> str:
    name, attributes, words, inside = parts
    return f"<{name}{attributes}>{words}{inside}</{name}>"


def feed(frame: str, items: list[str], more: str = "", head: str = "") -> bytes:
    item = "entry" if frame is ATOM else "item"
    return frame.format(namespaces=NAMESPACES, more=more, head=head, items="".join(f"<{item}>{one}</{item}>" for one in items)).encode()


@given(
    st.sampled_from([RSS, RSS, ATOM, RDF]),
    st.lists(
        st.lists(elements, max_size=5, unique_by=lambda parts: parts[0]).map(lambda parts: "".join(map(element, parts))),
        min_size=1,
        max_size=2,
    ),
    st.sampled_from(["", "", ' xml:lang="en-GB"', ' xml:base="https://other.example/a/"']),
    st.sampled_from(["", "<language>de</language>", "<ttl>60</ttl>", "<sy:updatePeriod>daily</sy:updatePeriod>"]),
)
def test_what_the_strict_reader_reads_feedparser_reads_alike(frame: str, items: list[str], more: str, head: str) -> None:
    body = feed(frame, items, more, head)
    fast = read_fast(body)
    assert fast is None or fast == read_tolerant(body)


def test_usual_feeds_of_the_three_formats_are_read_strictly() -> None:
    rss = (
        "<title>Duty</title><link>/n/1</link><guid>n1</guid><description>Text</description><pubDate>Tue, 03 Nov 2026 09:00:00 GMT</pubDate>"
    )
    atom = '<title>Duty</title><link href="/n/1"/><id>urn:n:1</id><updated>2026-11-03T09:00:00Z</updated><summary type="html">x</summary>'
    for body in (feed(RSS, [rss] * 3), feed(ATOM, [atom] * 3), feed(RDF, [rss] * 3)):
        read = read_fast(body)
        assert read is not None and len(read.entries) == 3 and read == read_tolerant(body)


def recorded(shared: Path) -> Iterator[tuple[str, bytes]]:
    folder = shared / "data" / "crawl"
    for one in json.loads((folder / "index.json").read_text()):
        if one["kind"].startswith("feed"):
            yield one["path"], mend(to_utf8((folder / "corpus" / one["path"]).read_bytes(), ""))


def test_every_recorded_feed_is_read_alike_and_half_of_them_strictly(shared: Path) -> None:
    taken, wrong = 0, []
    for name, body in recorded(shared):
        if (fast := read_fast(body)) is not None:
            taken += 1
            if fast != read_tolerant(body):
                wrong.append(name)
    assert not wrong and taken >= 110


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]>" + feed(RSS, ["<title>&amp;</title>"]),
        feed(RSS, ["<title>x</title>"]).replace(b'encoding="utf-8"', b'encoding="iso-8859-1"'),
        feed(RSS, ["<title>x</title>"])[:-20],
        feed(RSS, ["<title>caf\u00e9</title>"]).replace("\u00e9".encode(), b"\xe9"),
        feed(RSS, ["<title>a & b</title>"]),
        feed(RSS, ["<title>x</title>" + "<p>" * 300 + "</p>" * 300]),
        feed(RSS, [f"<x {'a' * 5000}='1'/>"]),
        feed(RSS, ["<title>" + "x" * MAX_BYTES + "</title>"]),
        feed(RSS, ["<x/>" * 20_000]),
        b"<html><body>Sign in</body></html>",
        b"",
    ],
)
def test_what_is_large_damaged_or_odd_is_for_a_worker(body: bytes) -> None:
    spider = KIND()
    assert isinstance(spider, Light)
    assert spider.parse_light(Source("authority", "feed", URL), Fetched(URL, 200, {}, body, NOW)) is None


def test_a_header_that_names_another_charset_makes_a_feed_one_for_a_worker() -> None:
    body = feed(RSS, ["<title>x</title>"])
    assert is_fast(body, "application/rss+xml; charset=UTF-8") and not is_fast(body, "application/rss+xml; charset=windows-1251")


@pytest.mark.parametrize(
    "words",
    ["word ", "&lt;script ", "&lt;!-- ", "&amp;#9", "&amp;#999999999;", "\u0301\u0316", "\ufdfa", "&lt;a ", "&lt;p&gt;"],
)
def test_no_small_feed_holds_up_the_loop(words: str) -> None:
    room = MAX_BYTES - 1500
    body = feed(RSS, ["<title>x</title><description>" + words * (room // len(words.encode())) + "</description>"])
    started = time.process_time()
    parsed = KIND().parse_light(Source("authority", "feed", URL), Fetched(URL, 200, {}, body, NOW))
    assert parsed is not None and len(parsed.documents) == 1
    assert time.process_time() - started < 1.5
