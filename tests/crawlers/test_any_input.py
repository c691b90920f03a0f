"""Whatever a site sends, reading it ends in a value: damaged seeds by the thousand, in plain loops.

Each kind of input has seeds that reach deep into its reader, and a dictionary of what breaks such readers. Damage is drawn from a seeded
generator, so that a failure comes back; drawing costs microseconds, so that the time goes into the readers.
"""

import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from crawlers.base import Fetched, Parsed
from crawlers.dates import AHEAD, EARLIEST, find_date_in, read_date
from crawlers.extract.stream import join
from crawlers.feeds.clean import mend
from crawlers.feeds.entry import plain
from crawlers.sitemaps.titles import title_of_url
from crawlers.spiders import feed, json_api, listing, sitemap
from policywatch.network import host, origin, url_problem
from policywatch.text import fingerprint, normalise, one_line, scrub, stable_id
from policywatch.types import Cause, Document, Source

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "https://authority.example/news/list"
#: inputs of each kind, by the profile that the other properties follow
COUNT = {"quick": 100, "test": 2_000, "all": 100_000}[os.environ.get("POLICYWATCH_EXAMPLES", "test")]

NASTY = [
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"&#xD800;",
    b"&#99999999999;",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"\r\n",
    b"%",
]
NASTY += [
    b"9" * 40,
    b"-1",
    b"1e999",
    b"\xcc\x81" * 40,
    b"\\u0000",
    b"\xf0\x9f\x98\x80",
    b"'",
    b'"',
    b"<",
    b">",
    b"&",
    b";",
    b"/" * 9,
    b"a" * 300,
]


def damaged(seeds: Sequence[bytes], words: Sequence[bytes], name: str) -> Iterator[bytes]:
    """The seeds with one to five pieces cut, doubled, moved or put in; a few inputs are only noise."""
    rng, words = random.Random(name), [*NASTY, *words]
    for _ in range(COUNT):
        if rng.random() < 0.03:
            yield rng.randbytes(rng.randrange(200))
            continue
        body = rng.choice(seeds)
        for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
            at = rng.randrange(len(body) + 1)
            to = min(len(body), at + rng.choice((1, 1, 2, 5, 20, 80)))
            put = rng.choice((b"", rng.choice(words), rng.randbytes(rng.randrange(4)), body[at:to] * 2, body[to : to + 30]))
            body = body[:at] + put + body[rng.choice((at, to)) :]
        yield body


ITEM = "<item><title>Duty &amp; log</title><link>/n/1</link><guid>n1</guid><pubDate>Tue, 03 Nov 2026 09:00:00 +0100</pubDate></item>"
FEEDS = [
    f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>N</title>{ITEM}{ITEM.replace('n1', 'n2')}</channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>N</title><entry><id>a</id><title type='html'>&lt;b&gt;Rule</title><link href='/a'/>"
    "<updated>2026-01-02T03:04:05Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Text</div></content></entry></feed>",
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item rdf:about='x'><title>R</title></item></rdf:RDF>",
    '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/a","title":"Rule","date_published":"2026-01-02T03:04:05Z"}]}',
]
LISTS = [
    "<html><head><base href='/x/'></head><body><ul>"
    + "".join(f"<li><a href='/n/{n}'>Guidance {n} on decisions</a> <span>{n} March 2026</span></li>" for n in range(1, 6))
    + "</ul></body></html>",
    "<table>"
    + "".join(f"<tr><td>2026-03-0{n}</td><td><a href='r{n}.pdf'>Rule {n} about machines</a></td></tr>" for n in range(1, 5))
    + "</table>",
    '<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"url":"/a","name":"A rule"}]}</script><p><a href="/a">A rule</a>',
]
SITEMAPS = [
    "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://authority.example/a</loc><lastmod>2026-01-02</lastmod></url></urlset>",
    "<sitemapindex><sitemap><loc>https://authority.example/b.xml.gz</loc></sitemap></sitemapindex>",
    "https://authority.example/a\nhttps://authority.example/b\n",
]
RECORDS = [
    json.dumps(
        {"results": [{"id": 1, "title": "Rule", "link": "/r/1", "x": "2026-01-01"}, {"id": [2], "title": None}], "next": "/v1?page=2"}
    ),
    '{"results":{"title":{"title":"Rule"},"id":1.5e3,"link":"https://authority.example/é"}}',
    "[[[[]]]]",
]
DATES = [
    "Tue, 03 Nov 2026 09:00:00 +0100",
    "3. März 2026, 14:30 Uhr",
    "2026年7月27日 星期一",
    "令和8年3月2日",
    "le 1er février 2027",
    "27/07/2026 EST",
    "115.03.02",
]
URLS = [
    "https://authority.example:443/a/b?c=d&e=%20#f",
    "//[::ffff:127.0.0.1]/x",
    "http://user:pw@2130706433/",
    "../../a;p?q",
    "javascript:alert(1)",
]
TEXTS = [
    "Règle <b>n° 5</b> &amp; &lt;i&gt; — «IA»",
    "人工智能 管理 办法\u200b第5条",
    "a\u0301\u0327 \ud83d\ude00 \u202eevil",
    "<p>One</p><script>x()</script><br>Two",
]


def answer(kind: type, read: object, url: str = URL) -> Callable[[bytes], None]:
    """Reads bytes as an answer of that kind; documents that come out can be kept, and nothing is silently nothing."""
    source = Source("s", kind.__module__.rpartition(".")[2], url, language="en", options=read)

    def check(body: bytes) -> None:
        parsed: Parsed = kind().parse(source, Fetched(url, 200, {}, body, NOW))
        # a feed may be empty; the check then says so
        assert parsed.documents or parsed.next or parsed.cause is not Cause.NONE or kind is feed.KIND
        assert all(map(keepable, parsed.documents))

    return check


def keepable(document: Document) -> bool:
    """Whether a database, an alert and a browser can hold the document."""
    document.title.encode()
    document.url.encode()
    dated = document.published_at is None or EARLIEST <= document.published_at <= NOW + AHEAD
    scheme = urlsplit(document.url).scheme if document.url else "https"
    return dated and scheme in ("http", "https") and "\x00" not in document.title + document.text + document.summary


def date(body: bytes) -> None:
    text = body.decode("utf-8", "surrogateescape")
    for reader in (read_date, find_date_in):
        for language in ("", "zh", "de"):
            found = reader(text, language, None, NOW, None, "")
            assert found is None or EARLIEST <= found <= NOW + AHEAD


def url(body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    joined = join(URL, text)
    assert not joined or urlsplit(joined).scheme in ("http", "https")
    title_of_url(text)
    host(text)
    if url_problem(text) is None:
        assert origin(text).startswith(("http://", "https://"))


def text(body: bytes) -> None:
    words = body.decode("utf-8", "surrogatepass" if body.isascii() else "replace")
    scrub(words).encode()
    label, same = one_line(words, 50), normalise(words)
    assert len(label) <= 50
    assert label.isprintable()
    assert normalise(same) == same
    assert "\x00" not in plain(words)
    assert fingerprint(words) == fingerprint(same)
    stable_id(words)
    mend(body)


JSON_OPTIONS = json_api.Options(
    items="results", fields={"title": "title", "id": "id", "url": "link"}, paging={"next": "next"}, dates={"effective": "x"}
)
INPUTS: dict[str, tuple[Callable[[bytes], None], Sequence[str], Sequence[str]]] = {
    "feed": (
        answer(feed.KIND, None),
        FEEDS,
        ["<item>", "</item>", "<title>", "xml:base='//x'", "<!ENTITY x 'y'>", "<entry><id>", "</channel>"],
    ),
    "listing": (
        answer(listing.KIND, listing.Options()),
        LISTS,
        ["<li>", "<a href='/n/9'>", "</ul>", "<svg>", "<base href='javascript:'>", "<table><tr>"],
    ),
    "sitemap": (answer(sitemap.KIND, sitemap.Options()), SITEMAPS, ["<url><loc>", "</urlset>", "<sitemapindex>", "\x1f\x8b", "http://"]),
    "JSON": (answer(json_api.KIND, JSON_OPTIONS), RECORDS, ["{", "[" * 50, "]", "null", '"title"', "NaN", "1E400", ":", ","]),
    "date": (date, DATES, ["年", "月", "日", "2026", "13", "/", ".", "GMT", "+9999", "24:61", "พ.ย.", "第", "民國", "W53"]),
    "URL": (url, URLS, ["//", "@", ":", "[", "]", "\\", "%00", "..", "#", "?", "http://", "xn--", "。", "①", "ⓔ"]),
    "text": (text, TEXTS, ["<", "&lt;", "&#x", "\u202e", "\ufdfa", "ﬁ", "\u0301" * 50, "<!--", "<style>", "ẞ", "\U000e0041"]),
}


@pytest.mark.parametrize("name", INPUTS)
def test_any_input_ends_in_a_value(name: str) -> None:
    check, seeds, words = INPUTS[name]
    encode = lambda texts: [one.encode("utf-8", "surrogatepass") for one in texts]  # noqa: E731
    for body in damaged(encode(seeds), encode(words), name):
        check(body)
