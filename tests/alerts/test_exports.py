"""Tables, pages, feeds and calendars for other systems: complete, stable, and nothing in them acts."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.digest_calendar import calendar, continued, entries_of, uid
from alerts.exports import COLUMNS, Row, cell, escaped, in_window, to_csv, to_json_lines, to_markdown
from alerts.feeds import Feed, entry_id, to_atom, to_json_feed
from alerts.render.card import Looks
from policywatch.types import DateKind, LegalDate, Severity, Status
from tests.alerts.samples import NOW, consultation, item

ATOM = "{http://www.w3.org/2005/Atom}"
ROWS = (
    Row(item(), ("legal", "audit"), Severity.HIGH, NOW, "ma-1", 0),
    Row(replace(consultation().items[0], document_id="doc-000002"), (), None, NOW - timedelta(days=3), "ma-2", 2),
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠x"]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def events(raw: bytes) -> dict[str, icalendar.Event]:
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(raw).walk("VEVENT")}


def test_a_table_has_a_row_for_each_document() -> None:
    first, second = table(to_csv(ROWS, Looks(), NOW))
    assert tuple(first) == COLUMNS
    assert (first["jurisdiction"], first["next_deadline"], first["best_score"]) == ("EU", "2027-02-02", "0.910")
    assert first["uses"] == "CV screening 0.91; Customer chatbot 0.47" and first["channels"] == "legal; audit"
    assert second["title"].startswith("关于客服聊天机器人")


def test_a_table_starts_with_the_mark_that_excel_needs() -> None:
    assert to_csv((), Looks(), NOW).encode().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    (row,) = table(to_csv([Row(item(title=text, authority=text))], Looks(), NOW))
    assert row["title"][0] == "'" and row["authority"][0] == "'"


@given(text=st.text(max_size=200))
@settings(max_examples=300)
def test_no_text_from_outside_starts_a_formula_or_a_row(text: str) -> None:
    rows = table(to_csv([Row(item(title=text, authority=text, jurisdiction=text))], Looks(), NOW))
    assert len(rows) == 1
    assert not any(value[:1] in tuple("=+-@\t\r\n") for value in rows[0].values() if value)
    assert len(to_json_lines([Row(item(title=text))], Looks(), NOW).splitlines()) == 1
    ET.fromstring(to_atom(Feed("x", text), [Row(item(title=text))], Looks(), NOW))


def test_a_line_is_an_object() -> None:
    lines = to_json_lines(ROWS, Looks(), NOW).splitlines()
    told = json.loads(lines[0])
    assert tuple(told) == COLUMNS and len(lines) == 2
    assert told["dates"] == [{"kind": "application", "on": "2027-02-02"}] and told["severity"] == "high"


def test_personal_data_leaves_in_no_format() -> None:
    row = Row(item(title="Ask jane.roe@mail.example", summary="call +49 151 2345 6789"))
    looks, feed = Looks(), Feed("x", "x")
    made = to_csv([row], looks, NOW) + to_json_lines([row], looks, NOW) + to_markdown([row], looks, NOW)
    made += to_atom(feed, [row], looks, NOW).decode() + to_json_feed(feed, [row], looks, NOW)
    assert "jane.roe" not in made and "2345 6789" not in made


def test_a_page_lets_no_title_act() -> None:
    title = "[bank](https://evil.example) <img src=x onerror=y> **b** # h `c` | t"
    page = to_markdown([Row(item(title=title))], Looks(), NOW)
    assert escaped(title.replace("  ", " ")) in page
    assert "<img" not in page.replace("\\<", "") and "](https://evil" not in page
    assert "(<https://gazette.nordia.example/2026/411>)" in page


def test_a_page_is_written_in_chinese_for_chinese_readers() -> None:
    page = to_markdown(ROWS, Looks("Asia/Shanghai", "zh-Hans"), NOW)
    assert page.startswith("# 人工智能监管: 2 份文件") and "不构成法律意见" in page


def test_an_atom_feed_has_what_the_format_demands() -> None:
    root = ET.fromstring(to_atom(Feed("route:1", "AI regulation"), ROWS, Looks(), NOW))
    assert root.tag == f"{ATOM}feed" and all(root.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated"))
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2 and len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert all(entry.findtext(f"{ATOM}{name}") for entry in entries for name in ("id", "title", "updated", "summary"))
    assert root.findtext(f"{ATOM}updated") == "2026-11-24T09:30:00Z"


def test_a_feed_made_again_later_is_the_same_feed() -> None:
    feed = Feed("route:1", "AI regulation")
    later = NOW + timedelta(days=3)
    assert to_atom(feed, ROWS, Looks(), NOW) == to_atom(feed, ROWS, Looks(), later)
    assert to_json_feed(feed, ROWS, Looks(), NOW) == to_json_feed(feed, ROWS, Looks(), later)


def test_only_a_revision_makes_an_entry_new() -> None:
    row = ROWS[0]
    assert entry_id(row) == entry_id(replace(row, channels=(), at=NOW + timedelta(1)))
    assert entry_id(row) != entry_id(replace(row, revisions=1))


def test_a_feed_reader_understands_the_feed() -> None:
    import feedparser

    parsed = feedparser.parse(io.BytesIO(to_atom(Feed("x", "AI regulation"), ROWS, Looks(), NOW)))
    assert not parsed.bozo and [entry.link for entry in parsed.entries] == [row.item.url for row in ROWS]


def test_a_json_feed_names_its_version_and_items() -> None:
    told = json.loads(to_json_feed(Feed("x", "AI regulation"), ROWS, Looks(), NOW))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert all({"id", "title", "content_text", "url"} <= set(entry) for entry in told["items"])
    assert told["items"][0]["tags"] == ["cv", "chat"]


def dated(*days: date, **changes: object) -> list:
    dates = tuple(LegalDate(DateKind.APPLICATION, day) for day in days)
    return entries_of(item(dates=dates, **changes))


def test_two_dates_of_one_kind_are_two_entries() -> None:
    raw = calendar(dated(date(2027, 2, 2), date(2028, 2, 2)), Looks(), NOW)
    assert len(events(raw)) == 2 and uid(item(), DateKind.APPLICATION) in events(raw)


def test_a_continued_calendar_counts_moves_and_cancels_what_is_gone() -> None:
    first = calendar(dated(date(2027, 2, 2), date(2028, 2, 2)), Looks(), NOW)
    moved = continued(dated(date(2027, 3, 3)), Looks(), NOW, first)
    kept, gone = (events(moved)[uid(item(), DateKind.APPLICATION, n)] for n in (0, 1))
    assert (kept["DTSTART"].dt, int(kept["SEQUENCE"]), str(kept["STATUS"])) == (date(2027, 3, 3), 1, "CONFIRMED")
    assert (int(gone["SEQUENCE"]), str(gone["STATUS"]), gone.walk("VALARM")) == (1, "CANCELLED", [])
    again = continued(dated(date(2027, 3, 3)), Looks(), NOW, moved)
    assert [int(event["SEQUENCE"]) for event in events(again).values()] == [1, 1]


def test_a_date_that_has_passed_is_not_cancelled() -> None:
    first = calendar(dated(date(2026, 12, 1)), Looks(), NOW)
    (event,) = events(continued([], Looks(), NOW + timedelta(days=60), first)).values()
    assert str(event["STATUS"]) == "CONFIRMED"


def test_a_withdrawn_rule_is_cancelled_and_comes_back_with_a_higher_count() -> None:
    first = calendar(dated(date(2027, 2, 2)), Looks(), NOW)
    withdrawn = continued(dated(date(2027, 2, 2), status=Status.WITHDRAWN), Looks(), NOW, first)
    back = continued(dated(date(2027, 2, 2)), Looks(), NOW, withdrawn)
    told = [next(iter(events(raw).values())) for raw in (first, withdrawn, back)]
    assert [str(event["STATUS"]) for event in told] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [int(event["SEQUENCE"]) for event in told] == [0, 1, 2]


def test_entries_of_other_people_are_left_out_of_a_continued_calendar() -> None:
    other = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@elsewhere\r\nDTSTART;VALUE=DATE:20270101\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert list(events(continued(dated(date(2027, 2, 2)), Looks(), NOW, other))) == [uid(item(), DateKind.APPLICATION)]


@pytest.mark.parametrize("text", [b"", b"hello", b"BEGIN:VCALENDAR"])
def test_what_is_no_calendar_is_not_continued(text: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        continued([], Looks(), NOW, text)


def test_a_day_bounds_what_is_told() -> None:
    assert in_window(ROWS[0], NOW.date()) and not in_window(ROWS[1], NOW.date()) and in_window(ROWS[1], None)
