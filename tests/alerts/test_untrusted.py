"""No text from outside acts in anything that we show: no mention, link, markup, header, formula, script or line of a log but our own.

Each round draws twenty hostile strings into one document and one notice and sends both through every renderer; a hundred documents at a
time go through exports, feeds, calendar and digest. What comes out is read back by the rules of what shows it.
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import SMTP
from functools import cache
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from lxml import html

from alerts.channels.apprise import texts as apprise_texts
from alerts.digest import compose
from alerts.digest_calendar import calendar, entries_of
from alerts.digest_mail import message_id, to_mail
from alerts.digest_render import render_html
from alerts.exports import COLUMNS, Row, to_csv, to_json_lines, to_markdown
from alerts.feeds import Feed, to_atom, to_json_feed
from alerts.render.card import Looks
from alerts.render.chat import chat_text
from alerts.render.event import event
from alerts.render.mail import alert_mail
from alerts.render.record import record
from alerts.render.robots import dingtalk_text, feishu_card, teams_card, wecom_text
from alerts.render.safe import host_of
from alerts.render.slack import payload, text_only
from alerts.render.text import console_card
from policywatch.types import Change, DateKind, Delivery, Item, LegalDate, Message, MessageKind, Severity, Span, Why
from tests.alerts.hostile import PERSON_MAIL, PERSON_PHONE, strings
from tests.alerts.outbox import deliveries
from tests.alerts.samples import NOW, alert, digest_input, item

URL = "https://gazette.nordia.example/2026/411"
LOOKS = (Looks("Europe/Berlin", "en"), Looks("Asia/Shanghai", "zh-Hans"))
#: what no output may hold, whatever shows it: control characters but the line feed, marks that turn or hide
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)
PER_ROUND = 20


def hostile_item(parts: list[str], number: int) -> Item:
    rng = Random(number)
    title, summary, authority, source, remark, where = parts[:6]
    # a link is an address of the publication: cutting a person's address out of it would lead elsewhere
    asked, named = title.replace(PERSON_MAIL, ""), source.replace(PERSON_MAIL, "")
    return item(
        document_id=f"doc-{number:06}",
        title=title,
        summary=summary,
        authority=authority,
        source_name=source,
        remark=remark,
        jurisdiction=where,
        language=rng.choice(("en", "zh", where)),
        why=tuple(Why("cv", "CV screening", 0.9, quote, "Employment law") for quote in parts[6:10]),
        change=Change(tuple(Span(rng.choice(("removed", "added", "moved")), span) for span in parts[10:16])),
        dates=tuple(LegalDate(DateKind.APPLICATION, date(2027, 2, day), sentence) for day, sentence in enumerate(parts[16:18], 1)),
        url=rng.choice((URL, URL, f"{URL}?q={asked}", summary, f"https://{authority}/", f"{URL}#{named}")),
    )


def texts_of(node: Any) -> Iterator[str]:
    match node:
        case str():
            yield node
        case dict():
            for key, value in node.items():
                yield from texts_of(key)
                yield from texts_of(value)
        case list() | tuple():
            for value in node:
                yield from texts_of(value)


def nothing_personal_or_unseen(node: Any) -> None:
    for text in texts_of(node):
        assert not UNSEEN.search(text), ascii(text)
        assert "jane.roe" not in text and "7946 0018" not in text, text


# ---- one message ----------------------------------------------------------------------------------------------------


def check_slack(delivery: Delivery, looks: Looks, urls: set[str]) -> None:
    for made in (payload(delivery.message, looks, NOW, delivery.id), text_only(delivery.message, looks, NOW, delivery.id)):
        nothing_personal_or_unseen(made)
        assert not made["link_names"] and made["parse"] == "none"
        assert not re.search("[<>]", made["text"]) and not re.search(r"&(?!amp;|lt;|gt;)", made["text"])
        for block in made.get("blocks", ()):
            check_block(block, urls)


def check_block(node: Any, urls: set[str]) -> None:
    if isinstance(node, list):
        for one in node:
            check_block(one, urls)
    if not isinstance(node, dict):
        return
    match node.get("type"):
        case "mrkdwn":
            assert not re.search("[<>]", node["text"])
        case "plain_text":
            assert node["emoji"] is False
        case "link":
            assert node["url"] in urls and node.get("text", "") in ("", host_of(node["url"]))
        case "user" | "usergroup" | "channel" | "broadcast" | "emoji" | "image" | "date":
            raise AssertionError(f"{node['type']} in {node}")
    if "url" in node:
        assert node["url"] in urls
    for value in node.values():
        check_block(value, urls)


def check_robots(delivery: Delivery, looks: Looks, urls: set[str]) -> None:
    for render in (feishu_card, wecom_text, dingtalk_text, teams_card):
        made = render(delivery, looks, NOW)
        nothing_personal_or_unseen(made)
        walk_robot(made, urls)
    assert not re.search("[<>]", wecom_text(delivery, looks, NOW)["text"]["content"])
    assert dingtalk_text(delivery, looks, NOW)["at"] == {"atMobiles": [], "atUserIds": [], "isAtAll": False}


def walk_robot(node: Any, urls: set[str]) -> None:
    if isinstance(node, list):
        for one in node:
            walk_robot(one, urls)
    if isinstance(node, dict):
        assert not {node.get("tag"), node.get("type")} & {"lark_md", "markdown", "at", "TextBlock", "Image", "Action.Submit"}
        assert "url" not in node or node["url"] in urls
        for value in node.values():
            walk_robot(value, urls)


@cache
def alert_headers() -> tuple[str, ...]:
    return tuple(alert_mail(deliveries(1)[0], Looks(), NOW, sender="w@c.example", recipients=["l@c.example"]).keys())


def check_mail(delivery: Delivery, looks: Looks) -> None:
    raw = alert_mail(delivery, looks, NOW, sender="w@c.example", recipients=["l@c.example"]).as_bytes(policy=SMTP)
    read = message_from_bytes(raw, policy=SMTP)
    assert tuple(read.keys()) == alert_headers()
    assert not read.is_multipart() and read.get_content_type() == "text/plain"
    nothing_personal_or_unseen([str(read["Subject"]), read.get_content().replace("\r\n", "\n")])


def check_lines(delivery: Delivery, looks: Looks) -> None:
    """Chats and terminals without markup, and what machines read."""
    nothing_personal_or_unseen([chat_text(delivery.message, looks, NOW, delivery.id, 3000), console_card(delivery.message, looks, NOW)])
    title, body = apprise_texts(delivery, looks, NOW)
    nothing_personal_or_unseen([title, body])
    assert not re.search("[<>@*`|]", title)
    assert "jane.roe" not in (line := json.dumps(record(delivery))) and "7946 0018" not in line and "\n" not in line
    told = event(delivery, looks, NOW, 15_000, lambda data: {"data": data})
    assert b"\n" not in told
    nothing_personal_or_unseen(json.loads(told))


def check_message(message: Message, number: int) -> None:
    looks = LOOKS[number % 2]
    delivery = replace(deliveries(1)[0], message=message, kind=message.kind)
    urls = {address for one in message.items if (address := safe(one.url))}
    check_slack(delivery, looks, urls)
    check_robots(delivery, looks, urls)
    check_mail(delivery, looks)
    check_lines(delivery, looks)


def safe(url: str) -> str | None:
    from alerts.render.safe import link

    found = link(url)
    assert found is None or re.fullmatch(r"https?://[^\s<>\"'|`\\{}^]+", found.replace("'", ""))
    return found


# ---- a hundred documents --------------------------------------------------------------------------------------------


@cache
def digest_shape(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Tags and attributes of a digest of harmless documents."""
    page = html.document_fromstring(render_html(compose(digest_input(language))))
    nodes = [node for node in page.iter() if isinstance(node.tag, str)]
    return frozenset(str(node.tag) for node in nodes), frozenset(str(name) for node in nodes for name in node.attrib)


def check_digest(items: list[Item], language: str) -> None:
    made = compose(replace(digest_input(language), items=tuple(items), deadlines=tuple((one, one.dates[0]) for one in items[:9])))
    mail = to_mail(made, "l@c.example", "w@c.example", message_id(made, "r", "w@c.example"), sent_at=NOW)
    read = message_from_bytes(mail.as_bytes(policy=SMTP), policy=SMTP)
    harmless = to_mail(compose(digest_input(language)), "l@c.example", "w@c.example", "<a@c.example>", sent_at=NOW)
    assert sorted(read.keys()) == sorted(harmless.keys()) and len(str(read["Subject"])) <= 60
    plain, page = (part.get_content() for part in read.walk() if part.get_content_maintype() == "text")
    nothing_personal_or_unseen([str(read["Subject"]), plain.replace("\r\n", "\n")])
    tree = html.document_fromstring(page)
    nodes = [node for node in tree.iter() if isinstance(node.tag, str)]
    tags, names = digest_shape(language)
    assert {str(node.tag) for node in nodes} <= tags and {str(name) for node in nodes for name in node.attrib} <= names
    urls = {safe(one.url) for one in items} | {"mailto:w@c.example?subject=unsubscribe"}
    for node in nodes:
        if href := node.get("href"):
            assert href.startswith("mailto:w@c.example") or href in urls
    nothing_personal_or_unseen(re.sub(r"\s", " ", tree.text_content()))


def check_exports(items: list[Item], looks: Looks) -> None:
    rows = [Row(one, ("legal",), Severity.NORMAL, NOW, one.document_id) for one in items]
    table = list(csv.reader(io.StringIO(to_csv(rows, looks, NOW).removeprefix("\ufeff"), newline="")))
    assert len(table) == len(rows) + 1 and {len(row) for row in table} == {len(COLUMNS)}
    assert not [cell for row in table[1:] for cell in row if re.match("[=+\\-@\t\r＝＋－＠]", cell)]
    lines = to_json_lines(rows, looks, NOW)
    assert len(lines.splitlines()) == len(rows)
    nothing_personal_or_unseen([table[1:], [json.loads(line) for line in lines.splitlines()]])
    check_markdown(to_markdown(rows, looks, NOW), {safe(one.url) for one in items})


def check_markdown(text: str, urls: set[str | None]) -> None:
    nothing_personal_or_unseen(text)
    for line in text.split("\n"):
        # our own skeleton: the mark that opens a line, the one link at its end, the disclaimer's underscores
        rest = re.sub(r"^(# |## |- |_)", "", line)
        for host, url in re.findall(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\(<([^<>]*)>\)", rest):
            assert url in urls and re.sub(r"\\(.)", r"\1", host) == host_of(url)
        rest = re.sub(r"(?<!\\)\[(?:[^\]\\]|\\.)*\]\(<[^<>]*>\)", "", rest)
        assert not re.search(r"(?<!\\)[<>`*\[\]|~@]", re.sub(r"\\.", "", rest)), line


def check_feeds(items: list[Item], looks: Looks) -> None:
    rows = [Row(one, (), Severity.NORMAL, NOW) for one in items]
    root = ET.fromstring(to_atom(Feed("route:1", "AI regulation"), rows, looks, NOW))
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    known = {"feed", "id", "title", "updated", "generator", "entry", "published", "link", "author", "name", "category", "summary"}
    assert names <= known and len(root.findall("{*}entry")) == len(rows)
    assert {element.get("href") for element in root.iter("{*}link")} <= {safe(one.url) for one in items}
    assert {element.get("type", "text") for element in root.iter()} == {"text"} | {"text"}
    nothing_personal_or_unseen([element.text or "" for element in root.iter()])
    feed = json.loads(to_json_feed(Feed("route:1", "AI regulation"), rows, looks, NOW))
    assert len(feed["items"]) == len(rows) and not [one for one in feed["items"] if "content_html" in one]
    nothing_personal_or_unseen(feed)


def check_calendar(items: list[Item], looks: Looks) -> None:
    entries = [entry for one in items for entry in entries_of(one)]
    read = Calendar.from_ical(calendar(entries, looks, NOW))
    parts = [component.name for component in read.walk()]
    assert (parts.count("VEVENT"), parts.count("VALARM"), len(parts)) == (len(entries), 3 * len(entries), 4 * len(entries) + 1)
    fields = {str(name) for component in read.walk("VEVENT") for name in component}
    assert (
        fields
        <= {
            "UID",
            "DTSTAMP",
            "DTSTART",
            "DTEND",
            "SUMMARY",
            "DESCRIPTION",
            "URL",
            "SEQUENCE",
            "STATUS",
            "TRANSP",
            "CATEGORIES",
            "CLASS",
            "X-POLICYWATCH-DOCUMENT",
        }
        | own_fields()
    )
    nothing_personal_or_unseen([str(component.get(name, "")) for component in read.walk("VEVENT") for name in ("SUMMARY", "DESCRIPTION")])


@cache
def own_fields() -> frozenset[str]:
    read = Calendar.from_ical(calendar(entries_of(item()), Looks(), NOW))
    return frozenset(str(name) for component in read.walk("VEVENT") for name in component)


def through_everything(seed: int, count: int) -> None:
    """Every string once through every renderer."""
    drawn = strings(seed, count)
    batch: list[Item] = []
    for number in range(count // PER_ROUND):
        parts = [next(drawn) for _ in range(PER_ROUND)]
        one = hostile_item(parts, number)
        batch.append(one)
        check_message(alert(one), number)
        check_message(Message(MessageKind.NOTICE, parts[18], lines=(parts[19], parts[0], parts[1]), created_at=NOW), number)
        if number % 7 == 0:
            check_message(replace(alert(*batch[-7:]), title=parts[2]), number)
        if len(batch) == 100:
            check_many(batch, number)
            batch = []
    if batch:
        check_many(batch, 0)


def check_many(items: list[Item], number: int) -> None:
    looks = LOOKS[(number // 100) % 2]
    check_exports(items, looks)
    check_feeds(items, looks)
    check_calendar(items, looks)
    for start in range(0, len(items), 50):
        check_digest(items[start : start + 50], looks.language)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_from_outside_acts(seed: int) -> None:
    through_everything(seed, 500)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(100, 110))
def test_nothing_of_a_hundred_thousand_strings_acts(seed: int) -> None:
    through_everything(seed, 10_000 if os.environ.get("POLICYWATCH_EXAMPLES") == "all" else 1_000)


def test_the_generator_draws_what_it_should() -> None:
    drawn = list(strings(0, 2_000))
    for part in ("<!channel>", "=1+1", "\r\nBcc:", "<script>", "\u202e", "\x1b[", PERSON_MAIL, PERSON_PHONE, "\ud800"):
        assert any(part in text for text in drawn), part
    assert drawn == list(strings(0, 2_000))
