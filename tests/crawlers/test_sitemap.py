"""The kind `sitemap`: every format, honest about what was cut, and unharmed by bytes."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.base import Fetched, Parsed
from crawlers.sitemaps.read import read_sitemap
from crawlers.sitemaps.titles import title_of_url
from crawlers.spiders.sitemap import MAX_ITEMS, Options, SitemapSpider
from policywatch.types import Cause, Memory, Outcome, Source

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def parse(body: bytes, **options: Any) -> Parsed:
    source = Source("s", "sitemap", "https://site.example/sitemap.xml", options=Options(**options))
    return SitemapSpider().parse(source, Fetched(source.url, 200, {}, body, NOW))


def urlset(*rows: str) -> bytes:
    return f'<?xml version="1.0"?><urlset {NS}>{"".join(f"<url>{row}</url>" for row in rows)}</urlset>'.encode()


def loc(url: str, lastmod: str = "") -> str:
    return f"<loc>{url}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")


def test_lastmod_orders_and_never_dates() -> None:
    read = parse(urlset(loc("https://site.example/old-rule", "2025-01-01"), loc("https://site.example/new_rule.html", "2026-02-01")))
    assert [document.title for document in read.documents] == ["new rule", "old rule"]
    assert [document.published_at for document in read.documents] == [None, None]
    assert read.complete


def test_a_changed_lastmod_is_no_revision() -> None:
    before, after = (parse(urlset(loc("https://site.example/a", day))).documents[0] for day in ("2026-01-01", "2026-02-02"))
    assert before == after


def test_a_news_sitemap_brings_title_and_date() -> None:
    news = (
        '<loc>https://site.example/n1</loc><n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><n:publication><n:name>Desk</n:name>'
        "<n:language>de</n:language></n:publication><n:publication_date>2026-02-27T10:00:00+01:00</n:publication_date>"
        "<n:title>Leitlinie zu Chatbots</n:title></n:news>"
    )
    (document,) = parse(urlset(news)).documents
    assert (document.title, document.language) == ("Leitlinie zu Chatbots", "de")
    assert document.published_at == datetime(2026, 2, 27, 9, 0, tzinfo=UTC)


def test_the_title_of_an_image_is_not_the_page_s() -> None:
    image = "<loc>https://site.example/p</loc><i:image xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'><i:loc>https://x.example/i.png</i:loc><i:title>logo</i:title></i:image>"
    (document,) = parse(urlset(image)).documents
    assert (document.url, document.title) == ("https://site.example/p", "p")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda body: b"\xef\xbb\xbf" + body, lambda body: body.decode().encode("utf-16")])
def test_the_wrapping_makes_no_difference(pack: Any) -> None:
    body = urlset(loc("https://site.example/a")).replace(b'<?xml version="1.0"?>', b"")
    assert [document.url for document in parse(pack(body)).documents] == ["https://site.example/a"]


def test_plain_text_and_robots_are_sitemaps_too() -> None:
    assert [d.url for d in parse(b"\xef\xbb\xbfhttps://site.example/a\r\nno address\nhttps://site.example/b\n").documents] == [
        "https://site.example/a",
        "https://site.example/b",
    ]
    robots = parse(b"User-agent: *\nDisallow: /x\nSitemap: https://site.example/s1.xml\nsitemap: /s2.xml\n")
    assert [get.url for get in robots.next] == ["https://site.example/s1.xml", "https://site.example/s2.xml"]
    assert robots.cause is Cause.NONE


def test_an_index_names_the_newest_first_and_only_what_is_wanted() -> None:
    rows = [("news-2024", "2024-12-31"), ("news-2026", "2026-01-01"), ("images", "2026-02-01")]
    body = f"<sitemapindex {NS}>" + "".join(f"<sitemap>{loc(f'/{name}.xml', day)}</sitemap>" for name, day in rows) + "</sitemapindex>"
    read = parse(body.encode(), sitemaps="news")
    assert [get.url for get in read.next] == ["https://site.example/news-2026.xml", "https://site.example/news-2024.xml"]


def test_patterns_choose_the_pages() -> None:
    body = urlset(*(loc(f"https://site.example/{path}") for path in ("rules/a", "rules/a?print=1", "jobs/b")))
    assert [d.url for d in parse(body, include="/rules/", exclude=r"print=").documents] == ["https://site.example/rules/a"]
    nothing = parse(body, include="/laws/")
    assert (nothing.cause, nothing.complete) == (Cause.EMPTY, False)


@pytest.mark.parametrize("pattern", ["(a+)+b", "["])
def test_a_pattern_that_may_run_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"repeat|regular"):
        Options(include=pattern)


def test_a_stray_ampersand_costs_nothing() -> None:
    read = parse(urlset(loc("https://site.example/a?x=1&y=2"), loc("https://site.example/b")))
    assert sorted(d.url for d in read.documents) == ["https://site.example/a?x=1&y=2", "https://site.example/b"]
    assert read.complete


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (urlset(loc("https://site.example/a"), loc("https://site.example/b"))[:-12], Cause.TRUNCATED),
        (gzip.compress(urlset(loc("https://site.example/a")))[:-4], Cause.TRUNCATED),
        (b"<!doctype html><html><body>No such page</body></html>", Cause.NOT_A_FEED),
        (urlset(), Cause.EMPTY),
        (b"", Cause.EMPTY),
        (gzip.compress(b"https://site.example/a\n" * 3_000_000), Cause.TOO_LARGE),
        (urlset("<loc" + " a='1'" * 20_000 + ">x</loc>"), Cause.PARSE_XML),
    ],
    ids=["cut", "cut gzip", "html", "no entry", "nothing", "bomb", "attributes"],
)
def test_what_is_no_whole_sitemap_says_why(body: bytes, cause: Cause) -> None:
    read = parse(body)
    assert (read.cause, read.complete) == (cause, False)


def test_entities_are_not_resolved() -> None:
    body = b'<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://site.example/&f;</loc></url></urlset>'
    assert all("site.example/" in document.url and len(document.url) < 40 for document in parse(body).documents)


def test_links_that_are_no_web_address_are_left_out() -> None:
    rows = ["javascript:alert(1)", "file:///etc/passwd", "https://site.example/a", "https://site.example/a"]
    assert [d.url for d in parse(urlset(*map(loc, rows))).documents] == ["https://site.example/a"]


def test_pages_inside_a_network_are_left_out() -> None:
    rows = ["http://127.0.0.2/a", "http://localhost/a", "http://[::1]/a", "http://10.1.2.3/a", "https://other.example/a"]
    assert [d.url for d in parse(urlset(*map(loc, rows))).documents] == ["https://other.example/a"]


def test_the_protocol_s_limits_hold() -> None:
    read = parse(urlset(*(loc(f"https://site.example/{number}") for number in range(50_010))))
    assert len(read.documents) == MAX_ITEMS
    assert read.omitted == 50_010 - MAX_ITEMS


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://a.example/x/ai-act_guidance.html", "ai act guidance"),
        ("https://a.example/", "a.example"),
        ("https://a.example/%E4%BA%BA%E5%B7%A5/", "人工"),
        ("https://[bad", "https://[bad"),
    ],
)
def test_words_of_an_address(url: str, title: str) -> None:
    assert title_of_url(url) == title


def test_recorded_sitemaps_are_read(shared: Path) -> None:
    folder = shared / "data/crawl/corpus/sitemap"
    reads = {path.name: read_sitemap(path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()}
    assert len(reads) == 19
    assert all(read.pages or read.sitemaps or read.feed for read in reads.values())
    assert len(reads["sitemap2.xml"].sitemaps) == 2


def index(real: Any, *paths: str) -> bytes:
    return f"<sitemapindex {NS}>{''.join(f'<sitemap>{loc(real.origin.url(path))}</sitemap>' for path in paths)}</sitemapindex>".encode()


def test_an_unchanged_index_still_shows_what_changed_below_it(real: Any) -> None:
    real.origin.reply("/s.xml", index(real, "/a.xml", "/b.xml.gz", "/gone.xml"), ETag='"1"')
    real.origin.reply("/a.xml", urlset(loc(real.origin.url("/p1"))))
    real.origin.reply("/b.xml.gz", gzip.compress(urlset(loc(real.origin.url("/p2")))), Content_Type="application/x-gzip")
    first = real.one("/s.xml", kind="sitemap")
    assert (first.outcome, first.items, first.complete) == (Outcome.CHANGED, 2, False), "one of three sitemaps is gone"
    assert not first.validators, "the index says nothing about its sitemaps"
    memory = Memory(first=False, body_sha256=first.body_sha256, item_counts=(2,))
    assert real.one("/s.xml", memory, kind="sitemap").items == 2


def test_an_index_without_end_ends(real: Any) -> None:
    for number in range(1, 200):
        real.origin.reply(f"/s-{number}.xml", index(real, f"/s-{number * 2}.xml", f"/s-{number * 2 + 1}.xml"))
    result = real.one("/s-1.xml", kind="sitemap", options=Options(max_sitemaps=6))
    assert result.outcome is Outcome.EMPTY
    assert sum("/s-" in path for path in real.origin.paths()) == 7
