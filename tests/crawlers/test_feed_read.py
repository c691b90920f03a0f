"""Feeds as publishers really write them: what survives, and what is honestly said to be missing."""

import json
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.adapters import feed_entries
from crawlers.base import Fetched, Parsed
from crawlers.feeds.entry import plain, web_link
from crawlers.feeds.read import MAX_ITEMS
from crawlers.spiders.feed import KIND
from policywatch.types import Cause, Source

NOW = datetime(2026, 11, 24, tzinfo=UTC)
URL = "https://authority.example/news/feed.xml"
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Notices</title>{}</channel></rss>'
ITEM = "<item><title>Duty to log models</title><link>/n/1</link><guid>n1</guid><pubDate>Tue, 03 Nov 2026 09:00:00 +0100</pubDate></item>"


def parse(body: bytes | str, **headers: str) -> Parsed:
    data = body.encode() if isinstance(body, str) else body
    return KIND().parse(Source("authority", "feed", URL), Fetched(URL, 200, headers, data, NOW))


def rss(*items: str) -> str:
    return RSS.format("".join(items))


def test_an_entry_keeps_title_link_and_instant() -> None:
    (one,) = parse(rss(ITEM)).documents
    assert (one.title, one.url) == ("Duty to log models", "https://authority.example/n/1")
    assert one.published_at == datetime(2026, 11, 3, 8, tzinfo=UTC)


def test_entries_that_share_a_guid_have_own_keys_and_no_alias() -> None:
    documents = parse(rss(ITEM, ITEM.replace("/n/1", "/n/2"), ITEM.replace("/n/1", "/n/3").replace("n1<", "n9<"))).documents
    assert len({one.key for one in documents}) == 3
    assert [bool(one.alias) for one in documents] == [False, False, True]


def test_an_emoji_written_as_a_surrogate_pair_survives_beside_an_illegal_reference() -> None:
    documents = parse(
        rss("<item><title>Ready &#xD83D;&#xDE00;</title></item>", "<item><title>Lone &#xD800;&#x110000;</title></item>", ITEM)
    ).documents
    assert [one.title for one in documents] == ["Ready \U0001f600", "Lone", "Duty to log models"]


def test_a_cut_feed_gives_its_entries_and_is_not_complete() -> None:
    parsed = parse(rss(ITEM, ITEM.replace("n1", "n2"))[:-30])
    assert parsed.documents and not parsed.complete and parsed.cause is Cause.TRUNCATED


def test_a_raw_ampersand_leaves_the_feed_complete() -> None:
    parsed = parse(rss(ITEM.replace("to log", "& log")))
    assert parsed.complete and parsed.documents[0].title == "Duty & log models"


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"", Cause.EMPTY),
        (b"<!doctype html><html><body>Sign in</body></html>", Cause.NOT_A_FEED),
        (b"/etc/hostname", Cause.NOT_A_FEED),
        (b"https://other.example/feed", Cause.NOT_A_FEED),
        (b"<?xml version='1.0'?><!DOCTYPE x [" + b"<!ENTITY a 'b'>" * 3000 + b"]><x/>", Cause.PARSE_XML),
        (b"<rss " + b"a='b' " * 20_000 + b"></rss>", Cause.PARSE_XML),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', Cause.PARSE_JSON),
    ],
)
def test_what_is_no_feed_says_why(body: bytes, cause: Cause) -> None:
    parsed = parse(body)
    assert (parsed.documents, parsed.cause, parsed.complete) == ((), cause, False)


def test_entries_past_the_cap_are_counted() -> None:
    parsed = parse(rss(*(f"<item><title>Notice {n}</title></item>" for n in range(MAX_ITEMS + 3))))
    assert (len(parsed.documents), parsed.omitted, parsed.complete) == (MAX_ITEMS, 3, False)


def test_an_entry_with_a_guid_alone_is_a_document_and_an_empty_one_is_not() -> None:
    parsed = parse(rss(ITEM, "<item><guid isPermaLink='false'>x-7</guid></item>", "<item/>"))
    assert [one.title for one in parsed.documents] == ["Duty to log models", "x-7"] and "1 empty" in parsed.detail


def test_a_link_that_is_no_web_address_is_none() -> None:
    (one,) = parse(rss("<item><title>Trap</title><link>javascript:go()</link></item>")).documents
    assert one.url == URL


def test_a_json_feed_is_read() -> None:
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "url": "/a", "title": "Audit", "date_published": "2026-11-03"}],
    }
    (one,) = parse(json.dumps(body)).documents
    assert (one.title, one.url) == ("Audit", "https://authority.example/a")


CYRILLIC = '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><item><title>Надзор за моделями</title></item></channel></rss>'


@pytest.mark.parametrize(
    ("codec", "declared", "header"),
    [
        ("windows-1251", "windows-1251", ""),
        ("windows-1251", "", "charset=windows-1251"),
        ("windows-1251", "windows-1251", "charset=iso-8859-1"),
        ("koi8-r", "koi8-r", ""),
        ("iso8859-5", "iso-8859-5", ""),
        ("utf-8", "utf-8", "charset=iso-8859-1"),
        ("utf-8", "windows-1251", "charset=utf-8"),
        ("utf-8", "zip", ""),
        ("utf-8", "idna", "charset=unicode_escape"),
        ("utf-8", "utf-8", "charset=undefined"),
        ("utf-8-sig", "", ""),
        ("utf-16", "utf-16", ""),
        ("utf-16-le", "utf-16", ""),
        ("utf-16-be", "", ""),
        ("utf-32", "utf-32", ""),
    ],
)
def test_a_charset_is_taken_from_labels_of_the_web_and_from_the_bytes(codec: str, declared: str, header: str) -> None:
    text = CYRILLIC.format(declared) if declared else CYRILLIC.replace(' encoding="{}"', "")
    parsed = parse(text.encode(codec), **({"content-type": f"application/rss+xml; {header}"} if header else {}))
    assert [one.title for one in parsed.documents] == ["Надзор за моделями"] and parsed.complete


def test_a_cut_feed_in_utf_16_is_mended_and_named_truncated() -> None:
    whole = rss(ITEM.replace("to log", "&#xD83D;&#xDE00;"), ITEM.replace("n1", "n2"))
    parsed = parse(whole[:-30].encode("utf-16"))
    assert parsed.cause is Cause.TRUNCATED and parsed.documents[0].title == "Duty \U0001f600 models"


def test_control_characters_cost_no_entry() -> None:
    parsed = parse(rss(ITEM.replace("to log", "to\x0b log"), ITEM.replace("n1", "n2")))
    assert [one.title for one in parsed.documents] == ["Duty to log models"] * 2 and parsed.complete


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://other.example/a/", "https://other.example/a/n/1"),
        ("/sub/", "https://authority.example/sub/n/1"),
        ("", "https://authority.example/news/n/1"),
    ],
)
def test_a_relative_link_is_relative_to_the_base_that_the_feed_names(base: str, url: str) -> None:
    body = rss(ITEM.replace("/n/1", "n/1")).replace('version="2.0"', f'version="2.0" xml:base="{base}"')
    assert parse(body).documents[0].url == url


def test_an_entry_that_names_its_language_is_believed_over_its_source_and_a_feed_is_not() -> None:
    items = (ITEM.replace("<title>", "<dc:language>fr</dc:language><title>"), ITEM.replace("n1", "n2"))
    body = rss("<language>en-us</language>", *items).replace("<rss", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"')
    got = Fetched(URL, 200, {}, body.encode(), NOW)
    parsed = KIND().parse(Source("authority", "feed", URL, language="de"), got)
    assert [one.language for one in parsed.documents] == ["fr", "de"]
    assert [one.language for one in KIND().parse(Source("authority", "feed", URL), got).documents] == ["fr", "en-us"]


def test_a_date_of_dublin_core_is_a_date() -> None:
    body = rss("<item><title>Audit</title><dc:date>2026-11-03T09:00:00+01:00</dc:date></item>")
    (one,) = parse(body.replace("<rss", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"')).documents
    assert one.published_at == datetime(2026, 11, 3, 8, tzinfo=UTC)


def test_the_place_of_a_source_reads_its_dates() -> None:
    body = rss("<item><title>Audit</title><pubDate>11/03/2026 09:00</pubDate></item>").encode()
    parsed = KIND().parse(Source("authority", "feed", URL, jurisdiction="US-CA"), Fetched(URL, 200, {}, body, NOW))
    assert parsed.documents[0].published_at == datetime(2026, 11, 3, 17, tzinfo=UTC)


def test_an_enclosure_makes_no_address_of_a_guid() -> None:
    items = "<item><title>Audit</title><guid>n1</guid><enclosure url='/a.mp3' type='audio/mpeg' length='1'/></item>"
    assert parse(rss(items)).documents[0].url == URL


def test_a_link_to_a_file_is_taken_when_there_is_no_page() -> None:
    entry = "<entry><id>tag:authority.example,2026:1</id><title>Audit</title><link type='application/pdf' href='/a.pdf'/></entry>"
    (one,) = parse(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>").documents
    assert one.url == "https://authority.example/a.pdf"


def test_an_element_that_pretends_to_be_a_list_of_links_harms_nobody() -> None:
    assert parse(rss(ITEM.replace("<link>", "<links rel='x'/><links>y</links><link>"))).documents[0].title == "Duty to log models"


def test_a_reference_of_five_thousand_digits_is_no_error() -> None:
    (one,) = parse(rss(f"<item><title>a &amp;#{'9' * 5000}; b</title></item>")).documents
    assert one.title == "a \ufffd b"


def test_markup_that_never_ends_is_read_in_linear_time() -> None:
    for words in ("<script ", "<!-- ", "<style>", "<a ", "&lt;"):
        started = time.process_time()
        plain(words * 100_000)
        assert time.process_time() - started < 1


def test_the_source_says_how_often_to_ask() -> None:
    assert parse(rss("<ttl>60</ttl>", ITEM)).asked_interval_s == 3600


def test_a_charset_smaller_than_its_text_is_read_by_the_larger_one() -> None:
    text = '<?xml version="1.0" encoding="shift_jis"?><rss version="2.0"><channel><item><title>規制①</title></item></channel></rss>'
    assert parse(text.encode("cp932")).documents[0].title == "規制①"


def recorded(shared: Path) -> list[tuple[str, int, bytes]]:
    """Path, counted entries and body of every recorded feed."""
    folder = shared / "data" / "crawl"
    files = [one for one in json.loads((folder / "index.json").read_text()) if one["kind"].startswith("feed")]
    return [(one["path"], one["facts"]["n_entries"], (folder / "corpus" / one["path"]).read_bytes()) for one in files]


def test_every_recorded_feed_gives_the_entries_its_facts_count(shared: Path) -> None:
    wrong = {path: count for path, count, body in recorded(shared) if len(feed_entries(body)) != count}
    assert not wrong


def test_every_recorded_entry_is_a_document_unless_it_is_empty_or_said_twice(shared: Path) -> None:
    fewer = Counter[str]()
    for path, count, body in recorded(shared):
        parsed = parse(body)
        if len(parsed.documents) != count:
            fewer[path.rpartition("/")[2]] = count - len(parsed.documents)
            assert "empty entries" in parsed.detail or "repeated entries" in parsed.detail
        assert len({one.key for one in parsed.documents}) == len(parsed.documents)
    # ten elements without anything inside; one entry cut before its first word; five exact repeats
    assert fewer == {
        "illegally-nested.xml": 10,
        "iso-8859-5-bulgarian_doncho.net.comments.xml": 1,
        "Rss092FullSample.xml": 1,
        "windows-1250-hungarian_bbc.co.uk.hu.xml": 4,
    }


def test_no_recorded_entry_is_undated_whose_text_carries_a_date(shared: Path) -> None:
    undated = [
        (path, one.published_raw)
        for path, _, body in recorded(shared)
        for one in parse(body).documents
        if one.published_raw and one.published_at is None
    ]
    assert not undated


def test_exactly_the_recorded_feeds_that_are_cut_are_named_truncated(shared: Path) -> None:
    cut = {path.rpartition("/")[2] for path, _, body in recorded(shared) if parse(body).cause is Cause.TRUNCATED}
    assert cut == {"press-boc.xml.fixture", "iso-8859-5-russian_susu.ac.ru.xml", "iso-8859-5-bulgarian_doncho.net.comments.xml"}


def test_the_recorded_series_has_381_entries(shared: Path) -> None:
    bodies = [body for path, _, body in recorded(shared) if path.startswith("feed_series/")]
    entries = [entry for body in bodies for entry in feed_entries(body)]
    assert len({(entry["id"], entry["link"], entry["title"]) for entry in entries}) == 381


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE" + " " * 200_000 + "rss>" + rss(ITEM),
        " " * 200_000 + rss(ITEM),
        rss(ITEM, "<item>" * 3000),
        rss(ITEM) + "<!--x-->" * 400 + "x",
        rss(ITEM) + "<?x?>" * 600 + "x",
        rss(ITEM) + "<script " * 400 + "x",
        rss(ITEM).replace("</rss>", "</rss" + " " * 100_000),
        rss("&#" * 100_000, ITEM),
        "<?xml " + "encoding " * 30_000 + rss(ITEM)[21:],
    ],
)
def test_no_long_row_of_anything_makes_reading_slow(body: str) -> None:
    started = time.process_time()
    assert isinstance(parse(body), Parsed)
    assert time.process_time() - started < 3


@given(
    st.lists(
        st.sampled_from(
            ["http", "https", "://", "a.example", "127.0.0.1", ":8080", "/", "x.html", "..", ";p", "?", "q=1", "&", "#f", "%20", " ", "A"]
        ),
        max_size=8,
    )
)
def test_an_address_taken_as_it_is_is_what_joining_would_make_of_it(parts: list[str]) -> None:
    link = "http" + "".join(parts)
    joined = urljoin(URL, link.strip())
    expected = joined if urlsplit(joined).hostname and urlsplit(joined).scheme in ("http", "https") else ""
    assert web_link(link, URL) == expected
