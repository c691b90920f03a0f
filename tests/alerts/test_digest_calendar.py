"""Deadlines as calendar entries."""

from datetime import date

import icalendar

from alerts.digest_calendar import Entry, calendar, uid
from alerts.render.card import Looks
from policywatch.types import DateKind
from tests.alerts.samples import NOW, item


def events(raw: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))


def test_a_deadline_is_a_whole_day_with_reminders() -> None:
    raw = calendar([Entry(item(), DateKind.APPLICATION, date(2027, 2, 2))], Looks(), NOW)
    (event,) = events(raw)
    assert event["DTSTART"].dt == date(2027, 2, 2) and b"DTSTART;VALUE=DATE:20270202" in raw
    assert str(event["SUMMARY"]) == "Applies from: Regulation on automated recruitment systems"
    assert len(event.walk("VALARM")) == 3 and b"TZID" not in raw


def test_a_long_chinese_title_survives_folding() -> None:
    title = "关于人工智能生成内容标识的通知" * 40
    raw = calendar([Entry(item(title=title), DateKind.EFFECTIVE, date(2027, 1, 1))], Looks("UTC", "zh-Hans"), NOW)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert title[:200] in str(events(raw)[0]["SUMMARY"])


def test_a_moved_deadline_keeps_its_uid_and_counts_up() -> None:
    before, after = (events(calendar([Entry(item(), DateKind.EFFECTIVE, date(2027, 1, day), day)], Looks(), NOW))[0] for day in (1, 2))
    assert before["UID"] == after["UID"] == uid(item(), DateKind.EFFECTIVE)
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_a_withdrawn_rule_takes_its_entry_away() -> None:
    raw = calendar([Entry(item(), DateKind.EFFECTIVE, date(2027, 1, 1), 1)], Looks(), NOW, cancel=True)
    assert b"METHOD:CANCEL" in raw and b"STATUS:CANCELLED" in raw and b"VALARM" not in raw


def test_a_title_cannot_write_entries() -> None:
    raw = calendar(
        [Entry(item(title="x\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM"), DateKind.EFFECTIVE, date(2027, 1, 1))], Looks(), NOW
    )
    (event,) = events(raw)
    assert len(event.walk("VALARM")) == 3
