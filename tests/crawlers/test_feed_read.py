"""Feeds as publishers really write them: what survives, and what is honestly said to be missing."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.adapters import feed_entries
from crawlers.base import Fetched, Parsed
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


def test_the_source_says_how_often_to_ask() -> None:
    assert parse(rss("<ttl>60</ttl>", ITEM)).asked_interval_s == 3600


def test_a_charset_smaller_than_its_text_is_read_by_the_larger_one() -> None:
    text = '<?xml version="1.0" encoding="shift_jis"?><rss version="2.0"><channel><item><title>規制①</title></item></channel></rss>'
    assert parse(text.encode("cp932")).documents[0].title == "規制①"


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_parsed_value(body: bytes) -> None:
    assert isinstance(parse(body), Parsed)


@settings(max_examples=200)
@given(st.integers(0, 400), st.binary(max_size=12))
def test_any_damage_to_a_feed_ends_in_a_parsed_value(at: int, junk: bytes) -> None:
    whole = rss(ITEM, ITEM).encode()
    assert isinstance(parse(whole[:at] + junk + whole[at + len(junk) :]), Parsed)


def test_every_recorded_feed_gives_the_entries_its_facts_count(shared: Path) -> None:
    folder = shared / "data" / "crawl"
    files = [one for one in json.loads((folder / "index.json").read_text()) if one["kind"] in ("feed", "feed_series")]
    wrong = Counter[str]()
    for one in files:
        if len(feed_entries((folder / "corpus" / one["path"]).read_bytes())) != one["facts"]["n_entries"]:
            wrong[one["path"]] += 1
    assert files and not wrong


def test_the_recorded_series_has_381_entries(shared: Path) -> None:
    folder = shared / "data" / "crawl"
    files = [one for one in json.loads((folder / "index.json").read_text()) if one["kind"] == "feed_series"]
    entries = [entry for one in files for entry in feed_entries((folder / "corpus" / one["path"]).read_bytes())]
    assert len({(entry["id"], entry["link"], entry["title"]) for entry in entries}) == 381
