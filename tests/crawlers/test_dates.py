"""Dates as publishers of many countries write them: the right instant or none, never another one."""

import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.dates import AHEAD, EARLIEST, find_date_in, read_date

#: the long run of any input is in test_any_input.py

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def read(raw: str, language: str = "", jurisdiction: str = "") -> str | None:
    found = read_date(raw, language, None, NOW, None, jurisdiction)
    return found.isoformat()[:16] if found else None


@pytest.mark.parametrize(
    ("raw", "jurisdiction", "expected"),
    [
        ("Tue, 03 Nov 2026 09:00:00 +0100", "", "2026-11-03T08:00"),
        ("Tue, 03 Nov 2026 09:00:00 GMT", "", "2026-11-03T09:00"),
        ("Monday, July 27, 2026 - 15:30", "UK", "2026-07-27T14:30"),
        ("Monday, July 27, 2026 - 15:30", "", "2026-07-27T15:30"),
        ("Sat, 01 Aug 2026 09:45:00", "IN", "2026-08-01T04:15"),
        ("31 Jul, 2026 +0530", "IN", "2026-07-30T18:30"),
        ("Thu, 23 Jul 2026 09:00:00 EST", "US", "2026-07-23T13:00"),
        ("Wed, 3 Jun 2026 9:00 AM CT", "US", "2026-06-03T14:00"),
        ("Mon Nov  2 10:00:00 +0800 2026", "", "2026-11-02T02:00"),
        ("Monday, 02-Nov-26 10:00:00 GMT", "", "2026-11-02T10:00"),
        ("Mon, 02 Nov 26 10:00:00 GMT", "", "2026-11-02T10:00"),
        ("2026-11-02T10:00:00.123456789012345Z", "", "2026-11-02T10:00"),
        ("2026-11-02 10:00 GMT+8", "", "2026-11-02T02:00"),
        ("20261102T101500Z", "", "2026-11-02T10:15"),
        ("2026-W45-1", "", "2026-11-02T00:00"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "", "2017-01-01T00:00"),
        ("2026-11-02T24:00:00Z", "", "2026-11-03T00:00"),
        ("2 Nov 2026 12:05 a.m.", "", "2026-11-02T00:05"),
    ],
)
def test_the_formats_of_machines_and_of_english_desks(raw: str, jurisdiction: str, expected: str) -> None:
    assert read(raw, "en", jurisdiction) == expected


@pytest.mark.parametrize(
    ("raw", "language", "jurisdiction", "expected"),
    [
        ("2026年7月27日", "zh", "CN", "2026-07-26T16:00"),
        ("2026.09.22", "zh", "", "2026-09-21T16:00"),
        ("2026-09-22 13:31", "zh-CN", "", "2026-09-22T05:31"),
        ("2026年11月2日 下午3:30", "zh", "CN", "2026-11-02T07:30"),
        ("2026年11月2日15时30分", "zh", "CN", "2026-11-02T07:30"),
        ("二〇二六年十月二十三日", "zh", "", "2026-10-22T16:00"),
        ("115年11月2日", "zh", "TW", "2026-11-01T16:00"),
        ("民國99年1月2日", "zh", "TW", "2010-01-01T16:00"),
        ("令和8年11月2日", "ja", "JP", "2026-11-01T15:00"),
        ("令和元年5月1日", "ja", "JP", "2019-04-30T15:00"),
        ("平成31年4月1日", "ja", "JP", "2019-03-31T15:00"),
        ("R8.11.2", "ja", "JP", "2026-11-01T15:00"),
        ("2026年11月2日", "ja", "JP", "2026-11-01T15:00"),
        ("2026년 11월 2일 15시 30분", "ko", "KR", "2026-11-02T06:30"),
        ("2. November 2026, 10:30 Uhr", "de", "DE", "2026-11-02T09:30"),
        ("27.07.2026", "de", "", "2026-07-27T00:00"),
        ("27.07.2026", "de", "DE", "2026-07-26T22:00"),
        ("lun., 02 mars 2026 10:00:00 +0100", "fr", "FR", "2026-03-02T09:00"),
        ("1er février 2026", "fr", "", "2026-02-01T00:00"),
        ("1er juin 2026 à 10 h 30", "fr", "FR", "2026-06-01T08:30"),
        ("2 de noviembre de 2026", "es", "", "2026-11-02T00:00"),
        ("12 dicembre 2025, ore 9:05", "it", "IT", "2025-12-12T08:05"),
        ("2 de novembro de 2026", "pt", "", "2026-11-02T00:00"),
        ("27/07/2026", "pt", "BR", "2026-07-27T00:00"),
        ("2 oktober 2026", "nl", "", "2026-10-02T00:00"),
        ("2 października 2026", "pl", "", "2026-10-02T00:00"),
        ("2 oktober 2026 kl. 10:30", "sv", "SE", "2026-10-02T08:30"),
        ("2. marraskuuta 2026", "fi", "", "2026-11-02T00:00"),
        ("2 ноября 2026", "ru", "", "2026-11-02T00:00"),
        ("2026. november 2.", "hu", "", "2026-11-02T00:00"),
        ("٠٢ نوفمبر ٢٠٢٦", "ar", "", "2026-11-02T00:00"),
        ("พฤ., 03 พ.ย. 2005 21:24:18 +0000", "th", "", "2005-11-03T21:24"),
        ("2 พฤศจิกายน พ.ศ. 2569", "th", "TH", "2026-11-01T17:00"),
        ("2 พฤศจิกายน 2569", "th", "", "2026-11-01T17:00"),
        ("ngày 2 tháng 11 năm 2026", "vi", "VN", "2026-11-01T17:00"),
    ],
)
def test_the_formats_of_other_languages(raw: str, language: str, jurisdiction: str, expected: str) -> None:
    assert read(raw, language, jurisdiction) == expected


@pytest.mark.parametrize(
    ("raw", "language", "jurisdiction", "expected"),
    [
        ("03/04/2026", "en", "", "2026-04-03T00:00"),
        ("03/04/2026", "en", "US", "2026-03-04T00:00"),
        ("03/04/2026", "en", "US-NY", "2026-03-04T05:00"),
        ("03/04/2026", "en-us", "", "2026-03-04T00:00"),
        # a content system's default language does not make a British authority American
        ("03/04/2026", "en-us", "IN", "2026-04-02T18:30"),
        ("13/04/2026", "en", "US", "2026-04-13T00:00"),
        ("04/13/2026", "en", "UK", "2026-04-12T23:00"),
        ("Mon, 02 Nov 2026 10:00:00 IST", "en", "IN", "2026-11-02T04:30"),
        ("Thu, 02 Jul 2026 10:00:00 IST", "en", "IE", "2026-07-02T09:00"),
        ("Mon, 02 Nov 2026 10:00:00 IST", "en", "IL", "2026-11-02T08:00"),
        ("Mon, 02 Nov 2026 10:00:00 CST", "en", "CN", "2026-11-02T02:00"),
        ("Mon, 02 Nov 2026 10:00:00 CST", "en", "US", "2026-11-02T16:00"),
        ("Mon, 02 Nov 2026 10:00:00 CST", "zh", "", "2026-11-02T02:00"),
        ("Mon, 02 Nov 2026 10:00:00 EST", "en", "AU", "2026-11-01T23:00"),
        ("Wed, 01 Jul 2026 10:00:00 CEST", "de", "DE", "2026-07-01T08:00"),
    ],
)
def test_the_place_decides_what_is_ambiguous(raw: str, language: str, jurisdiction: str, expected: str) -> None:
    assert read(raw, language, jurisdiction) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday-ish",
        "5(1)",
        "November 2026",
        "2026",
        "Mon, 30 Feb 2026 10:00:00 GMT",
        "Mon, 02 Nov 2026 10:00:00 +9999",
        "Mon, 02 Nov 2026 10:00:00 -2400",
        "2026-11-02T10:00:00+14:30",
        "2026-11-02T24:30:00Z",
        "2026-11-02T25:00:00Z",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Sat, 01 Jan 10000 00:00:00 GMT",
        "Sat, 01 Jan 0000 00:00:00 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Thu, 26 Nov 2026 00:00:01 GMT",
        "9" * 40,
        "-1",
        "12 Junta 2026",
    ],
)
def test_what_is_no_date_or_cannot_be_one_is_none(raw: str) -> None:
    assert read(raw, "en") is None


def test_running_text_gives_its_first_acceptable_day() -> None:
    text = "Under section 5(1) of the code of 12 March 1985, published on 3 November 2026 and updated on 9 November 2026."
    found = find_date_in(text, "en", None, NOW)
    assert found == datetime(2026, 11, 3, tzinfo=UTC)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 23)), st.integers(-14 * 4, 14 * 4))
def test_an_instant_written_by_a_machine_comes_back(at: datetime, quarters: int) -> None:
    at = at.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    for written in (format_datetime(at), at.isoformat(), f"{at:%A, %d. %B %Y - %H:%M:%S %z}"):
        assert read_date(written, "ja", None, NOW) == at.astimezone(UTC)


@given(
    st.lists(
        st.sampled_from([*"0 1 2 12 31 1999 2026 年 月 日 . / - : , T + Nov พ.ย. de h am 令和 第 GMT W".split(), " ", "  "]), max_size=20
    )
)
def test_any_heap_of_the_pieces_of_dates_is_a_bounded_instant_or_none(pieces: list[str]) -> None:
    for found in (read_date("".join(pieces), now=NOW), find_date_in("".join(pieces), now=NOW)):
        assert found is None or EARLIEST <= found <= NOW + AHEAD


@pytest.mark.parametrize(
    "piece", ["0", "1", " ", "1 ", "1:", "2026", "2026-", "1/", "1.", "a", "1 a", "Nov ", "+", "1 de ", "十", "二", "令和1", "\u0301"]
)
def test_no_repetition_makes_reading_slow(piece: str) -> None:
    started = time.process_time()
    for text in (piece * 4000, "Mon, " + piece * 4000, "2 Nov 2026 " + piece * 4000):
        read_date(text, now=NOW)
        find_date_in(text, now=NOW)
    assert time.process_time() - started < 1
