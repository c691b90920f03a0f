"""The weekly digest: which week, what is in it, how it reads."""

import itertools
import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from alerts.digest import DigestInput, compose
from alerts.digest_chat import to_message
from alerts.digest_coverage import Coverage
from alerts.digest_render import MOST_BYTES, fitting, render_html, render_text
from alerts.digest_window import window, window_of
from alerts.render.card import Looks
from alerts.render.slack import payload
from policywatch.testing.slack_limits import complaints
from policywatch.types import Band, DateKind, LegalDate, UpdateKind
from tests.alerts import samples
from tests.alerts.samples import NOW, digest_input, item

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("day", "at"), [("monday", "08:00"), ("sunday", "02:30")])
def test_every_instant_is_in_exactly_one_digest(zone: str, day: str, at: str) -> None:
    start = datetime(2026, 9, 20, tzinfo=UTC)
    windows = sorted({window(zone, day, at, start + timedelta(hours=6 * n)) for n in range(4 * 7 * 34)}, key=lambda one: one.from_at)
    assert len({one.week for one in windows}) == len(windows) >= 33
    for before, after in itertools.pairwise(windows):
        assert before.to_at == after.from_at
    rng = random.Random(zone + day)
    # two changes of the clock lie between: October or November, and March or April
    for _ in range(10_000):
        instant = windows[0].from_at + timedelta(seconds=rng.uniform(0, (windows[-1].to_at - windows[0].from_at).total_seconds() - 1))
        assert sum(one.from_at <= instant < one.to_at for one in windows) == 1


def test_a_window_ends_at_its_own_local_hour_on_both_sides_of_a_clock_change() -> None:
    made = window("Europe/Berlin", "monday", "08:00", datetime(2026, 10, 26, 12, tzinfo=UTC))
    assert (made.from_at, made.to_at) == (datetime(2026, 10, 19, 6, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC))
    assert made.week == "2026-W43"


def test_a_window_is_the_last_that_has_ended() -> None:
    assert window("UTC", 0, time(8), datetime(2026, 11, 23, 7, 59, tzinfo=UTC)).to_at == datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert window("UTC", 0, time(8), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)).to_at == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize("day", range(7))
@pytest.mark.parametrize("zone", ZONES)
def test_a_week_by_name_is_the_window_of_that_name(zone: str, day: int) -> None:
    for weeks in range(0, 120, 7):
        made = window(zone, day, "09:15", NOW + timedelta(weeks=weeks))
        assert window_of(zone, day, "09:15", made.week) == made


@pytest.mark.parametrize("week", ["47", "2026-47", "next", "2026-W60", ""])
def test_a_week_that_is_none_is_refused(week: str) -> None:
    with pytest.raises(ValueError, match="week"):
        window_of("UTC", 0, "08:00", week)


def test_each_item_stands_in_exactly_one_section() -> None:
    digest = compose(digest_input())
    refs = [entry.ref for section in digest.sections for _, entries in section.groups for entry in entries]
    assert sorted(refs) == [f"doc-{n:06}" for n in range(1, 7)]
    assert [section.id for section in digest.sections] == ["changed", "new", "consultations", "general", "judge"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_both_bodies_hold_every_item(language: str) -> None:
    digest = fitting(digest_input(language))
    page, text = render_html(digest), render_text(digest)
    for made in digest_input(language).items:
        assert made.document_id in page and made.document_id in text
        assert made.title in page and made.title.replace(" ", "")[:30] in text.replace("\n", "").replace(" ", "")


def test_failing_sources_stand_under_the_verdict_before_anything_else() -> None:
    digest = compose(digest_input())
    for body in (render_html(digest).partition("<h1")[2], render_text(digest).replace("DEADLINES", "Deadlines")):
        assert body.index("4 updates may touch 3 of your uses") < body.index("Hafen Authority") < body.index("Deadlines")
    assert "2 sources could not be read" in digest.troubles[0]


def test_the_coverage_line_is_true() -> None:
    assert compose(digest_input()).coverage[0] == "41 of 43 sources checked, 2 failing, 1 unread."
    assert "244" in compose(digest_input()).coverage[2]


def test_deadlines_stand_by_date_and_once() -> None:
    closes = LegalDate(DateKind.COMMENT_CLOSE, date(2026, 12, 1))
    one = item(url="https://a.example/1", document_id="d1", dates=(closes,), title="Old consultation")
    gone = item(url="https://a.example/2", dates=(LegalDate(DateKind.COMMENT_CLOSE, date(2026, 11, 1)),))
    made = replace(digest_input(items=(one, gone)), deadlines=((one, closes), (gone, gone.dates[0])))
    rows = compose(made).deadlines
    assert [(row.title, row.left, row.owner) for row in rows] == [("Old consultation", "8 days left", "Employment law, Consumer law")]


def test_an_empty_week_is_said_in_one_honest_line() -> None:
    digest = compose(digest_input(items=()))
    assert digest.verdict[0] == "Nothing about AI regulation was found in this week's publications."
    assert digest.subject == "AI policy week 47: 0 deadlines, 0 relevant updates"
    assert not digest.sections
    quiet = DigestInput("d", "Legal", window("UTC", 0, "08:00", NOW), Coverage(3, 3, 9, 0))
    assert len(render_text(compose(quiet)).splitlines()) < 20


def test_dropped_items_are_counted_and_not_listed() -> None:
    digest = compose(digest_input(items=(item(band=Band.DROP),)))
    assert not digest.sections


def test_a_revision_of_a_consultation_is_a_change() -> None:
    (one,) = samples.consultation().items
    digest = compose(digest_input(items=(replace(one, update_kind=UpdateKind.REVISED),)))
    assert [section.id for section in digest.sections] == ["changed"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_thousand_items_stay_readable_and_say_so(language: str) -> None:
    long = tuple(
        item(
            document_id=f"doc-{n:06}",
            url=f"https://gazette.nordia.example/{n}",
            title=f"{'通知' if language != 'en' else 'Notice'} {n}",
            summary="word " * 300,
        )
        for n in range(1000)
    )
    digest = fitting(digest_input(language, long))
    page = render_html(digest)
    shown = sum(len(entries) for section in digest.sections for _, entries in section.groups)
    assert len(page.encode()) <= MOST_BYTES
    assert 20 <= shown <= 60 and digest.omitted == 1000 - shown
    assert digest.words.more(digest.omitted) in page and digest.words.more(digest.omitted) in render_text(digest)


@pytest.mark.parametrize("items", [0, 1, 40])
def test_the_subject_is_short(items: int) -> None:
    many = tuple(item(document_id=f"d{n}", url=f"https://a.example/{n}") for n in range(items))
    for language in ("en", "zh-Hans"):
        assert len(compose(digest_input(language, many)).subject) <= 60
        assert len(compose(digest_input(language, many)).preheader) <= 90


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("items", [0, 6, 200])
def test_a_digest_for_a_chat_stays_within_slacks_limits(language: str, items: int) -> None:
    many = tuple(
        item(document_id=f"d{n}", url=f"https://a.example/{n}", title=f"Notice {n} " + "on automated hiring " * 12) for n in range(items)
    )
    made = digest_input(language, many)
    digest = fitting(made)
    message = to_message(digest, many, NOW)
    body = payload(message, Looks("UTC", language), NOW, "0" * 24)
    assert complaints(body) == ("", [])
    text = str(body["blocks"])
    assert digest.verdict[0] in text and digest.coverage[0] in text and (not items or "Notice 0" in text)


def test_a_digest_speaks_a_language_that_only_a_file_brings(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    (tmp_path / "de.po").write_text(
        head
        + 'msgid "Deadlines"\nmsgstr "Fristen"\n\nmsgid "“{text}”"\nmsgstr "„{text}“"\n\n'
        + 'msgid "{number} day left"\nmsgid_plural "{number} days left"\nmsgstr[0] "noch {number} Tag"\nmsgstr[1] "noch {number} Tage"\n',
        encoding="utf-8",
    )
    digest = fitting(replace(digest_input("de"), folders=(tmp_path,)))
    for told in (render_html(digest), render_text(digest).replace("FRISTEN", "Fristen")):
        assert "Fristen" in told and "noch 71 Tage" in told and "02.02.2027" in told and "„Legal weekly“" in told
    assert 'lang="de"' in render_html(digest)


def test_the_plain_part_keeps_72_columns() -> None:
    from alerts.render.text import width

    for language in ("en", "zh-Hans"):
        lines = render_text(compose(digest_input(language))).splitlines()
        assert [line for line in lines if width(line) > 72 and not line.startswith("[")] == []


class Page(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_an_abstract_that_the_reasons_quote_is_told_once() -> None:
    said = "Applicants are told when software ranks their application."
    digest = compose(digest_input(items=(item(summary=said),)))
    assert render_html(digest).count(said) == render_text(digest).replace("\n    ", " ").count(said) == 1


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_page_is_accessible_and_loads_nothing(language: str) -> None:
    tags = Page(render_html(compose(digest_input(language)))).tags
    names = [tag for tag, _ in tags]
    assert dict(tags[0][1])["lang"] == language
    assert names.count("h1") == 1
    assert not {"script", "form", "img", "iframe", "link", "object", "embed", "video", "input", "base"} & set(names)
    layouts = [attrs for tag, attrs in tags if tag == "table" and attrs.get("role") != "presentation"]
    assert len(layouts) == 1  # the table of deadlines is data, with scopes on its headings
    assert all(attrs.get("scope") == "col" for tag, attrs in tags if tag == "th")
    assert all(str(attrs["href"]).startswith(("https://", "http://")) for tag, attrs in tags if tag == "a")
    assert not [attrs for _, attrs in tags for name in attrs if name.startswith("on")]


def test_dark_mode_survives_inlining() -> None:
    page = render_html(compose(digest_input()))
    assert "prefers-color-scheme: dark" in page
    assert 'name="color-scheme" content="light dark"' in page


def _luminance(color: str) -> float:
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *((ink, "#ffffff") for ink in ("#1b2430", "#14213d", "#44505f", "#0b57a4", "#55606e", "#333d4a", "#8a1c1c", "#14532d", "#9a3412")),
        ("#1b2430", "#fff4e0"),
        *((ink, "#14213d") for ink in ("#ffffff", "#c9d3e3")),
        ("#24405f", "#e4ecf6"),
        *((ink, "#161c25") for ink in ("#e3e8ef", "#f2f5f9", "#aeb8c5", "#8ec1f7", "#cdd5df", "#f3a3a3", "#9be0b2", "#f6b27a")),
        ("#e3e8ef", "#3a2a10"),
        *((ink, "#1d2a44") for ink in ("#f2f5f9", "#c9d3e3")),
        ("#cfe0f5", "#263850"),
    ],
)
def test_every_colour_can_be_read(ink: str, paper: str) -> None:
    page = render_html(compose(digest_input()))
    assert ink in page and paper in page
    light, dark = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


XSS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "</title><script>alert(1)</script>",
    "</style><style>*{display:none}",
    "<!--",
    "]]>",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<form action=//evil.example><input>",
    "<link rel=stylesheet href=//evil.example>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "\u202e<b>",
    "`${alert(1)}`",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("text", XSS)
def test_no_text_from_outside_becomes_markup(text: str) -> None:
    clean = [tag for tag, _ in Page(render_html(compose(digest_input()))).tags]
    items = tuple(
        replace(
            one,
            title=text + one.title,
            summary=text + one.summary,
            authority=text,
            source_name=text,
            remark=text,
            why=tuple(replace(why, use_name=text, quote=text, owner=text) for why in one.why),
        )
        for one in digest_input().items
    )
    made = replace(digest_input(items=items), name=text)
    page = render_html(compose(made))
    assert [tag for tag, _ in Page(page).tags] == clean
    if "{{" in text:
        assert "49" not in re.sub(r"#[0-9a-f]{6}", "", page)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", 'https://a.example/" onclick="x', "//evil.example"])
def test_only_harmless_addresses_become_links(url: str) -> None:
    page = render_html(compose(digest_input(items=(item(url=url),))))
    assert all(
        str(attrs["href"]).startswith(("https://", "http://")) and '"' not in str(attrs["href"])
        for tag, attrs in Page(page).tags
        if tag == "a"
    )
