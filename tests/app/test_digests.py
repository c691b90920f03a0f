"""The weekly mail end to end: who gets it, when, what stands in it, and what comes back."""

import io
import itertools
import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from app import commands
from app.bounces import forgive, read_mails
from app.delivering import deliver, open_channels
from app.digest_queue import due_for, send_due
from app.digest_readers import come_back, leave, readers
from app.digests import input_for, make, preview
from app.house import House, load_config, open_house
from app.progress import Progress
from policywatch.errors import UsageError
from policywatch.store import Classified
from policywatch.testing.smtp import FakeSmtp
from policywatch.text import stable_id
from policywatch.types import (
    Act,
    ActKind,
    Band,
    CheckResult,
    Classification,
    DateKind,
    DeliveryState,
    Document,
    LegalDate,
    Matter,
    Outcome,
    Relevance,
    Update,
    UpdateKind,
)
from tests.policywatch.store.keeping import keep_check

#: a Tuesday; the next digest closes on Monday the 30th at 08:00 in Berlin
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
SETTINGS = """\
zone: Europe/Berlin
admin_channel: admins
channels:
  - {{id: post, kind: mail, host: 127.0.0.1, port: {port}, security: none, sender: watch@company.example, bounces_to: bounces@company.example, bounces_secret: "${{BOUNCES}}"}}
  - {{id: admins, kind: file, path: admins.jsonl}}
people:
  - {{id: anna, name: Anna, mail: anna@company.example, role: editor}}
  - {{id: bo, name: Bo, mail: bo@company.example, language: zh-Hans, zone: Asia/Shanghai, digest_day: friday, digest_at: "18:00", digest_uses: [credit], digest_jurisdictions: [CN]}}
digests:
  - {{id: weekly, name: Legal weekly, channel: post, recipients: [anna, bo, out@firm.example]}}
web:
  public_url: https://watch.company.example
  secret: ${{WEB_SECRET}}
"""
SOURCES = "sources:\n  - {id: gazette, kind: feed, url: 'https://gazette.example/feed', name: Gazette, jurisdiction: EU, language: en, every: 1h}\n"
USES = "uses:\n  - {id: hiring, name: Hiring, description: ranks applicants}\n  - {id: credit, name: Credit, description: scores loans}\n"


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Office:
    """A house with a clock that the test turns, and a mail server."""

    house: House
    clock: Clock
    smtp: FakeSmtp
    seen: int = field(default=0)

    def reader(self, id: str) -> Any:
        return next(one for one in readers(self.house, self.house.config.settings.digests[0]) if one.id == id)

    def publish(self, title: str, *, band: Band = Band.ALERT, use: str = "hiring", **fields: Any) -> str:
        """A publication that was found, read and judged now."""
        store, now = self.house.store, self.clock()
        self.seen += 1
        store.sync_sources(self.house.config.sources, now)
        (claim,) = store.claim(now, self.house.owner, 60, everything=True)
        made = Document("gazette", f"k{self.seen}", f"https://gazette.example/{self.seen}", title, f"1:{self.seen}", **fields)
        id = stable_id("gazette", made.key)
        update = Update(stable_id(id, "new"), id, UpdateKind.NEW, made, now)
        keep_check(
            store, CheckResult(claim, now, now, Outcome.CHANGED, complete=True, documents=(made,), items=1), [update], [], now + WEEK, now
        )
        (pending,) = store.to_classify(now, self.house.owner, 60, 10)
        relevances = (Relevance(use, 0.9),) if use else ()
        verdict = Classification(0.9, band, relevances, model="m")
        store.keep_classified([Classified(pending, verdict, Matter(id, title))], now)
        return id

    async def deliver(self) -> dict[DeliveryState, int]:
        async with open_channels(self.house) as channels:
            return await deliver(self.house, channels, Progress(quiet=True))

    async def week(self) -> list[EmailMessage]:
        """Turns the clock on by a week, queues and sends; the mails of that week."""
        before = len(self.smtp.stored)
        self.clock.now += WEEK
        send_due(self.house)
        await self.deliver()
        return [one.email for one in self.smtp.stored[before:]]


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setenv("BOUNCES", "a secret for return addresses")
    monkeypatch.setenv("WEB_SECRET", "a secret of the web server, long enough")
    async with FakeSmtp() as smtp:
        for name, text in (("sources", SOURCES), ("uses", USES), ("policywatch", SETTINGS.format(port=smtp.port))):
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        clock = Clock()
        with open_house(tmp_path, config=load_config(tmp_path), clock=clock) as house:
            send_due(house)  # from now on every reader is known
            yield Office(house, clock, smtp)


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


# ---- who, when and what ----------------------------------------------------------------------------------------------


async def test_each_reader_gets_the_week_once_in_their_own_language_hour_and_choice(office: Office) -> None:
    office.publish("Rule on hiring")
    office.publish("Rule on credit in China", use="credit", jurisdiction="CN")
    mails = {str(mail["To"]): mail for mail in await office.week()}
    assert set(mails) == {"anna@company.example", "bo@company.example", "out@firm.example"}
    assert "Rule on hiring" in body(mails["anna@company.example"]) and "Rule on credit" in body(mails["anna@company.example"])
    chinese = body(mails["bo@company.example"])
    assert "Rule on credit" in chinese and "Rule on hiring" not in chinese and "人工智能监管周报" in chinese
    assert await office.week() and len({str(one.email["Message-ID"]) for one in office.smtp.stored}) == 6
    assert len(office.smtp.stored) == 6


async def test_a_mail_carries_its_way_out_its_return_address_and_its_calendar(office: Office) -> None:
    office.publish("Rule on hiring", dates=(LegalDate(DateKind.APPLICATION, NOW.date() + timedelta(days=70)),))
    mail = next(one for one in await office.week() if one["To"] == "anna@company.example")
    stored = next(one for one in office.smtp.stored if one.recipients == ("anna@company.example",))
    assert stored.sender.startswith("bounces+") and stored.sender.endswith("@company.example")
    link, mailto = str(mail["List-Unsubscribe"]).split(", ")
    assert link.startswith("<https://watch.company.example/u/") and stored.sender in mailto
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["multipart/alternative", "text/calendar"]
    assert mail["In-Reply-To"] is None


async def test_no_address_and_no_link_lies_in_the_database(office: Office) -> None:
    office.publish("Please judge", band=Band.REVIEW, use="")
    mail = next(one for one in await office.week() if one["To"] == "anna@company.example")
    token = str(mail["List-Unsubscribe"]).partition("/u/")[2].partition(">")[0]
    raw = b"".join(path.read_bytes() for path in office.house.home.glob("policywatch.db*"))
    assert b"anna@company.example" not in raw and b"out@firm.example" not in raw
    assert token.encode() not in raw


def test_every_instant_is_in_one_digest_when_the_schedule_is_moved(office: Office) -> None:
    from app.digest_queue import queue
    from policywatch.config.settings import Recipient

    rng = random.Random(7)
    told: list[Any] = []
    reader = office.reader("anna")
    for _ in range(40):
        wish = Recipient(
            "anna", "anna@company.example", zone=rng.choice(["UTC", "Asia/Tokyo", "America/New_York"]), weekday=rng.randrange(7)
        )
        reader = replace(reader, digest=reader.digest.wished_by(wish))
        office.clock.now += timedelta(hours=rng.randrange(1, 300))
        found = due_for(office.house, reader)
        assert queue(office.house, reader, found) == len(found)
        told += found
    for before, after in itertools.pairwise(told):
        assert before.to_at == after.from_at and before.week != after.week
    assert len(told) > 25


async def test_missed_weeks_are_told_afterwards_once(office: Office) -> None:
    office.publish("Rule of the first week")
    office.clock.now += WEEK
    office.publish("Rule of the second week")
    mails = [mail for mail in await office.week() if mail["To"] == "anna@company.example"]
    assert ["Rule of the first week" in body(mail) for mail in mails] == [True, False]
    assert ["Rule of the second week" in body(mail) for mail in mails] == [False, True]
    assert send_due(office.house) == 0


async def test_a_long_silence_brings_four_mails_and_loses_nothing(office: Office) -> None:
    office.publish("Rule before the silence")
    office.clock.now += 9 * WEEK
    found = due_for(office.house, office.reader("anna"))
    assert len(found) == 4
    assert found[0].from_at <= NOW < found[0].to_at


async def test_what_a_clock_put_back_dates_into_a_told_week_is_told_in_the_next(office: Office) -> None:
    await office.week()
    office.clock.now, right = datetime(2026, 11, 29, 12, tzinfo=UTC), office.clock.now
    office.publish("Rule found by a clock that was wrong")
    office.clock.now = right
    mails = [mail for mail in await office.week() if mail["To"] == "anna@company.example"]
    assert ["Rule found by a clock that was wrong" in body(mail) for mail in mails] == [True]
    assert "Rule found" not in "".join(body(mail) for mail in await office.week())


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("start", [datetime(2026, 9, 20, tzinfo=UTC), datetime(2027, 2, 28, tzinfo=UTC)])
def test_jumps_and_sleep_of_the_clock_give_each_week_one_digest(zone: str, start: datetime) -> None:
    from alerts.digest_window import due

    rng = random.Random(zone)
    now, told = start, list[Any]()
    for tick in range(10 * 7 * 24):
        now += timedelta(hours=rng.choices([1, 8, 24, -24, 24], [60, 3, 1, 1, 1])[0])
        told += due(zone, "sunday", "02:30", now, since=start, last=told[-1] if told else None)
        assert len({one.week for one in told}) == len(told), tick
    assert all(before.to_at == after.from_at for before, after in itertools.pairwise(told))
    assert all(timedelta(days=6, hours=22) < one.to_at - one.from_at < timedelta(days=7, hours=2) for one in told)
    assert len(told) == round((told[-1].to_at - told[0].from_at) / WEEK) > 10


async def test_a_new_reader_starts_with_the_next_digest(office: Office) -> None:
    await office.week()
    assert due_for(office.house, replace(office.reader("anna"), recipient=replace(office.reader("anna").recipient, id="carl"))) == ()


async def test_what_people_did_shows_in_the_deadlines(office: Office) -> None:
    days = (LegalDate(DateKind.APPLICATION, NOW.date() + timedelta(days=70)),)
    ids = {name: office.publish(f"Rule {name}", dates=days) for name in ("given", "done", "wrong", "late")}
    wishes = {"given": Act("1", ActKind.ASSIGN, "anna", "", NOW, value="bo"), "done": Act("2", ActKind.DONE, "anna", "", NOW)}
    wishes |= {"wrong": Act("3", ActKind.RETRACT, "anna", "", NOW), "late": Act("4", ActKind.DONE, "anna", "", NOW + 3 * WEEK)}
    for name, act in wishes.items():
        office.house.store.keep_act(replace(act, subject=f"matter:{ids[name]}"))
    text = body(next(mail for mail in await office.week() if mail["To"] == "anna@company.example"))
    table, _, rest = text.partition("NEW AND RELEVANT")
    assert "Rule given" in table and "owner Bo" in table and "Rule late" in table and "Rule done" not in table
    assert "Rule done" in rest and "Rule wrong" not in text


async def test_an_empty_week_is_left_out_for_those_who_wish(office: Office) -> None:
    path = office.house.home / "policywatch.yaml"
    path.write_text(path.read_text("utf-8").replace("{id: weekly,", "{id: weekly, empty_weeks: false,"), "utf-8")
    office.house = replace(office.house, config=load_config(office.house.home))
    assert await office.week() == []
    office.publish("Rule of the second week")
    assert [str(mail["To"]) for mail in await office.week()].count("anna@company.example") == 1
    assert await office.week() == []


# ---- leaving and coming back -----------------------------------------------------------------------------------------


async def test_who_has_left_gets_no_more_and_others_go_on(office: Office) -> None:
    assert leave(office.house, "weekly", "anna", via="web") and not leave(office.house, "weekly", "anna", via="web")
    assert {str(mail["To"]) for mail in await office.week()} == {"bo@company.example", "out@firm.example"}


async def test_what_waits_for_a_reader_who_leaves_is_not_sent(office: Office) -> None:
    office.clock.now += WEEK
    send_due(office.house)
    leave(office.house, "weekly", "anna", via="web")
    await office.deliver()
    assert "anna@company.example" not in {one.recipients[0] for one in office.smtp.stored}


async def test_who_comes_back_starts_with_the_next_digest(office: Office) -> None:
    leave(office.house, "weekly", "anna", via="web")
    office.clock.now += 3 * WEEK
    assert come_back(office.house, "weekly", "anna", via="web") and not come_back(office.house, "weekly", "anna", via="web")
    assert send_due(office.house) == 2 * 3
    assert len([mail for mail in await office.week() if mail["To"] == "anna@company.example"]) == 1


# ---- what comes back -------------------------------------------------------------------------------------------------


def report(to: str, number: int = 1, status: str = "5.1.1", action: str = "failed") -> bytes:
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nMessage-ID: <{number}@mx.example>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; x@y.example\r\nAction: {action}\r\nStatus: {status}\r\n\r\n--b--\r\n"
    ).encode()


async def sender_to(office: Office, address: str) -> str:
    await office.week()
    return next(one.sender for one in office.smtp.stored if one.recipients == (address,))


async def test_two_final_bounces_stop_the_mail_tell_the_admins_and_show_in_the_coverage(office: Office) -> None:
    back = await sender_to(office, "out@firm.example")
    told = [one for number in (1, 1, 2) for one in read_mails(office.house, report(back, number))]
    assert [(one.what, one.new) for one in told] == [("bounced", True), ("bounced", False), ("bounced", True)]
    assert {str(mail["To"]) for mail in await office.week()} == {"anna@company.example", "bo@company.example"}
    assert "The mail of 1 recipient of this list comes back" in body(office.smtp.stored[-1].email) + body(office.smtp.stored[-2].email)
    await office.deliver()
    admins = (office.house.home / "admins.jsonl").read_text(encoding="utf-8")
    assert admins.count("cannot be reached") == 1 and "firm.example" not in admins


async def test_a_forgiven_recipient_gets_the_next_mail(office: Office) -> None:
    back = await sender_to(office, "out@firm.example")
    for number in (1, 2):
        (told,) = read_mails(office.house, report(back, number))
    office.clock.now += WEEK
    assert forgive(office.house, told.recipient_id) == 2
    assert len([mail for mail in await office.week() if mail["To"] == "out@firm.example"]) == 1


async def test_a_mail_that_asks_to_leave_is_heard(office: Office) -> None:
    back = await sender_to(office, "anna@company.example")
    (told,) = read_mails(office.house, f"To: {back}\r\nSubject: unsubscribe\r\n\r\n".encode())
    assert (told.what, told.recipient_id, told.new) == ("left", "anna", True)


async def test_an_mbox_is_read_mail_by_mail(office: Office) -> None:
    back = await sender_to(office, "out@firm.example")
    box = b"\n\n".join(b"From x Mon Nov 30 09:00:00 2026\n" + report(back, n).replace(b"\r\n", b"\n") for n in (1, 2))
    assert [one.what for one in read_mails(office.house, box)] == ["bounced", "bounced"]


@pytest.mark.parametrize("raw", [b"", b"hello", b"\xff\xfe\x00", b"To: bounces+" + b"0" * 20 + b"@company.example\r\n\r\n"])
def test_other_mail_is_ignored(office: Office, raw: bytes) -> None:
    assert [one.what for one in read_mails(office.house, raw)] == ["ignored"]


async def test_a_server_that_greylists_for_an_hour_gets_every_mail_once(office: Office) -> None:
    office.publish("Rule on hiring")
    office.smtp.faults.extend(["rcpt:451"] * 12)
    sent = len(await office.week())
    for _ in range(8):
        office.clock.now += timedelta(minutes=20)
        await office.deliver()
    assert sent == 0 and sorted(one.recipients[0] for one in office.smtp.stored) == [
        "anna@company.example",
        "bo@company.example",
        "out@firm.example",
    ]


async def test_a_server_that_is_not_ready_for_three_days_needs_a_person(office: Office) -> None:
    office.smtp.faults.extend(["mail:451"] * 300)
    await office.week()
    for _ in range(6):
        office.clock.now += timedelta(hours=14)
        await office.deliver()
    states = {one.state for one in office.house.store.deliveries() if one.channel_id == "post"}
    assert states == {DeliveryState.REVIEW} and office.smtp.stored == []


async def test_a_recipient_the_server_refuses_twice_is_bouncing(office: Office) -> None:
    office.smtp.faults.extend(["rcpt:550"] * 6)
    await office.week()
    office.clock.now += timedelta(minutes=20)
    await office.deliver()
    assert sorted(office.house.store.final_bounces().values()) == [2, 2, 2]


# ---- a chat ----------------------------------------------------------------------------------------------------------


async def test_a_digest_for_a_chat_is_one_message_there(office: Office) -> None:
    path = office.house.home / "policywatch.yaml"
    path.write_text(path.read_text("utf-8").replace("channel: post, recipients: [anna, bo, out@firm.example]", "channel: admins"), "utf-8")
    office.house = replace(office.house, config=load_config(office.house.home))
    send_due(office.house)
    office.publish("Rule on hiring")
    assert await office.week() == []
    (line,) = (office.house.home / "admins.jsonl").read_text("utf-8").splitlines()
    assert "Rule on hiring" in line and '"kind": "digest"' in line.replace('":"', '": "')


# ---- by hand ---------------------------------------------------------------------------------------------------------


def test_a_preview_sends_and_marks_nothing(office: Office, tmp_path: Path) -> None:
    office.publish("Rule on hiring", dates=(LegalDate(DateKind.APPLICATION, NOW.date() + timedelta(days=70)),))
    written = preview(office.house, None, tmp_path / "out", "bo")
    assert [path.suffix for path in written] == [".html", ".txt", ".eml"]
    assert [path.suffix for path in preview(office.house, None, tmp_path / "out")] == [".html", ".txt", ".eml", ".ics"]
    assert office.house.store.deliveries() == [] and office.smtp.stored == []


def test_a_digest_made_again_is_the_same_bytes(office: Office) -> None:
    from app.digest_queue import open_window

    office.publish("Rule on hiring", dates=(LegalDate(DateKind.APPLICATION, NOW.date() + timedelta(days=70)),))
    reader = office.reader("anna")
    window = open_window(reader.digest, office.clock())
    first = make(office.house, reader, window)
    office.clock.now += timedelta(hours=5)
    assert make(office.house, reader, window) == first


def test_a_link_to_judge_is_for_those_who_may(office: Office) -> None:
    from app.digest_queue import open_window

    id = office.publish("Speech", band=Band.REVIEW, use="")
    window = open_window(office.reader("anna").digest, office.clock())
    assert list(input_for(office.house, office.reader("anna"), window).judge_urls) == [id]
    stranger = next(one for one in readers(office.house, office.house.config.settings.digests[0]) if one.id not in ("anna", "bo"))
    assert input_for(office.house, stranger, window).judge_urls == {}


# ---- commands --------------------------------------------------------------------------------------------------------


async def test_the_command_reads_reports_and_lists_who_cannot_be_reached(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    back = await sender_to(office, "out@firm.example")
    (tmp_path / "report.eml").write_bytes(report(back))
    assert commands.digest_bounces(office.house.home, tmp_path / "report.eml", None, True) == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(report(back, 2))))
    capsys.readouterr()
    assert commands.digest_bounces(office.house.home, Path("-"), None, True) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["what"] for one in told["read"]] == ["bounced"]
    assert [(one["final_bounces"], one["reachable"]) for one in told["recipients"]] == [(2, False)]
    commands.digest_bounces(office.house.home, None, told["recipients"][0]["recipient"], True)
    assert json.loads(capsys.readouterr().out) == {"read": [], "recipients": []}
    with pytest.raises(UsageError, match="no mail to 'nobody' has come back"):
        commands.digest_bounces(office.house.home, None, "nobody", True)


def test_a_preview_opens_in_the_browser_or_says_where_it_is(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: not opened.append(url))
    assert commands.digest_preview(office.house.home, None, tmp_path / "out", "anna", True, False) == 0
    assert opened == [(tmp_path / "out" / "digest.html").as_uri()]
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    with pytest.raises(UsageError, match=r"open .*digest\.html yourself"):
        commands.digest_preview(office.house.home, None, tmp_path / "out", None, True, False)
    with pytest.raises(UsageError, match="nobody called 'carl' gets a digest"):
        commands.digest_preview(office.house.home, None, tmp_path / "out", "carl", False, False)
