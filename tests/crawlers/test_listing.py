"""Lists of regulators' pages, with selectors and without."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from crawlers.base import Fetched
from crawlers.extract.listing import listing_items
from crawlers.spiders.listing import Listing, Options
from policywatch.types import Cause, Source

BASE = "https://regulator.example/news/"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TITLES = (
    "Guidance on automated credit decisions",
    "Fine for undisclosed profiling of tenants",
    "Consultation on general purpose models opens",
    "Annual report of the supervisory college",
    "Statement on biometric checks at stadiums",
    "Sandbox admits nine medical projects",
    "Decision against a recruiter's scoring tool",
)
ZH_TITLES = (
    "关于规范算法推荐服务的通知",
    "生成式人工智能备案信息公告",
    "数据出境安全评估办法解读",
    "深度合成服务管理规定施行",
    "自动驾驶测试管理细则征求意见",
    "人脸识别技术应用安全管理办法",
)
NAV = (
    "<header><nav class=main-nav><ul><li><a href=/about>About the authority and its board</a></li><li><a href=/law>Laws and regulations we apply</a></li>"
    "<li><a href=/jobs>Working with us in the capital</a></li></ul></nav></header>"
)
FOOT = (
    "<footer><ul class=links><li><a href=/privacy>How we treat personal data</a></li><li><a href=/imprint>Imprint and legal notice</a></li>"
    "<li><a href=/a11y>Accessibility statement of 3 May 2021</a></li></ul></footer>"
)


def page(body: str, lang: str = "en") -> str:
    return f"<!doctype html><html lang={lang}><head><title>News</title></head><body>{NAV}<main>{body}</main>{FOOT}</body></html>"


def _ul() -> str:
    return "<ul>" + "".join(f"<li><a href=/n/{i}>{t}</a> <span>{i + 3} November 2026</span></li>" for i, t in enumerate(TITLES)) + "</ul>"


def _table() -> str:
    rows = "".join(
        f"<tr class={'odd' if i % 2 else 'even'}><td>{i + 3:02}.11.2026</td><td><a href=/n/{i}>{t}</a></td><td>Press</td></tr>"
        for i, t in enumerate(TITLES)
    )
    return f"<table><tr><th>Date</th><th>Title</th><th>Kind</th></tr>{rows}</table>"


def _cards() -> str:
    return "".join(
        f"<article class=card><a href=/n/{i}><img src=/i/{i}.jpg alt=''></a><h3><a href=/n/{i}>{t}</a></h3><p>The authority explains what firms must do next. It will report again in spring.</p>"
        f"<time datetime=2026-11-{i + 3:02}T09:00:00Z>{i + 3} days</time><a href=/n/{i}>Read more</a></article>"
        for i, t in enumerate(TITLES)
    )


def _soup() -> str:
    return (
        "<div class=c>"
        + "".join(
            f"<div class=r{i}><div class=d>Nov {i + 3}, 2026</div><div class=t><a href=/n/{i}>{t}</a></div></div>"
            for i, t in enumerate(TITLES)
        )
        + "</div>"
    )


def _dl() -> str:
    return "<dl>" + "".join(f"<dt>2026-11-{i + 3:02}</dt><dd><a href=/n/{i}>{t}</a></dd>" for i, t in enumerate(TITLES)) + "</dl>"


def _flat() -> str:
    return "<div>" + "".join(f"{i + 3}/11/2026 <a href=/n/{i}>{t}</a><br>" for i, t in enumerate(TITLES)) + "</div>"


def _months() -> str:
    return "".join(f"<h2>{i + 3} November 2026</h2><ul><li><a href=/n/{i}>{t}</a></li></ul>" for i, t in enumerate(TITLES))


def _with_files() -> str:
    rows = "".join(
        f"<tr><td>{i + 3} Nov 2026</td><td>{t}</td><td><a href=/n/{i}.pdf>PDF</a></td><td><a href=/n/{i}.docx>Word</a></td></tr>"
        for i, t in enumerate(TITLES)
    )
    return f"<table>{rows}</table>"


def _with_categories() -> str:
    return (
        "<ul class=news>"
        + "".join(
            f"<li><span class=date>{i + 3}. November 2026</span> <a class=cat href=/topic/{i % 2}>Topic {i % 2}</a> <a href=/n/{i}>{t}</a></li>"
            for i, t in enumerate(TITLES)
        )
        + "</ul>"
    )


def _with_pager() -> str:
    return (
        _ul() + "<ul class=pages>" + "".join(f"<li><a href=?page={i}>{i}</a></li>" for i in range(1, 12)) + "</ul><a href=?page=2>Next</a>"
    )


PAGES: dict[str, Callable[[], str]] = {
    "ul": _ul, "table": _table, "cards": _cards, "div soup": _soup, "dl": _dl, "flat": _flat, "months": _months, "files": _with_files,
    "categories": _with_categories, "pager": _with_pager,
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_list_is_found_by_its_structure(name: str) -> None:
    found = listing_items(page(PAGES[name]()), BASE)
    suffix = ".pdf" if name == "files" else ""
    assert [entry.url for entry in found] == [f"https://regulator.example/n/{i}{suffix}" for i in range(len(TITLES))]
    assert [entry.title for entry in found] == list(TITLES)
    assert [entry.published_on for entry in found] == [date(2026, 11, i + 3) for i in range(len(TITLES))]


ZH_PAGES = {
    "brackets": "<ul class=list>"
    + "".join(f"<li><a href=t{i}.html title={t}>{t}</a><span>[2026-11-{i + 3:02}]</span></li>" for i, t in enumerate(ZH_TITLES))
    + "</ul>",
    "date in front": "<div class=con>"
    + "".join(f"<p><em>2026年11月{i + 3}日</em><a href=t{i}.html>{t}</a></p>" for i, t in enumerate(ZH_TITLES))
    + "</div>",
    "columns": "<table>"
    + "".join(f"<tr><td>{i + 1}</td><td><a href=t{i}.html>{t}</a></td><td>2026/11/{i + 3}</td></tr>" for i, t in enumerate(ZH_TITLES))
    + "</table>",
}


@pytest.mark.parametrize("name", ZH_PAGES)
def test_a_chinese_list_is_found(name: str) -> None:
    found = listing_items(page(ZH_PAGES[name], "zh"), BASE)
    assert [entry.title for entry in found] == list(ZH_TITLES)
    assert [entry.published_on for entry in found] == [date(2026, 11, i + 3) for i in range(len(ZH_TITLES))]


def test_the_order_of_day_and_month_is_the_page_s_own() -> None:
    rows = (
        "<ul>"
        + "".join(
            f"<li>{m}/{d}/2026 <a href=/n/{m}{d}>{t}</a></li>" for (m, d), t in zip(((3, 4), (5, 28), (6, 2), (7, 9)), TITLES, strict=False)
        )
        + "</ul>"
    )
    assert [entry.published_on for entry in listing_items(page(rows), BASE)][:2] == [date(2026, 3, 4), date(2026, 5, 28)]


def test_a_feed_behind_a_list_s_address_is_read() -> None:
    feed = "<?xml version='1.0'?><rss><channel><item><title>New rule</title><link>/n/1</link><pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
    (entry,) = listing_items(feed, BASE)
    assert (entry.url, entry.title, entry.published_on) == ("https://regulator.example/n/1", "New rule", date(2026, 11, 3))


def test_a_list_drawn_by_a_script_is_read_from_its_array() -> None:
    rows = ",".join(f'{{"link": "/n/{i}", "headline": "{t}", "date": "2026-11-{i + 3:02}"}}' for i, t in enumerate(TITLES))
    found = listing_items(page(f"<div id=list></div><script>const items = [{rows}];</script>"), BASE)
    assert [entry.title for entry in found] == list(TITLES)


def test_a_page_without_a_list_yields_nothing() -> None:
    assert listing_items(page("<h1>Welcome</h1><p>We are an authority.</p>"), BASE) == []


# ---- the kind


def parse(body: str, **options: str) -> tuple[Cause, list[str], list[str]]:
    source = Source("s", "listing", BASE, options=Options.model_validate(options))
    parsed = Listing().parse(source, Fetched(BASE, 200, {"content-type": "text/html; charset=utf-8"}, body.encode(), NOW))
    return parsed.cause, [document.url for document in parsed.documents], [get.url for get in parsed.next]


def test_selectors_name_the_parts() -> None:
    cause, urls, following = parse(page(_with_pager()), item="main ul:not(.pages) li", title="a", date="span", next="main > a")
    assert (cause, len(urls)) == (Cause.NONE, len(TITLES))
    assert following == ["https://regulator.example/news/?page=2"]


def test_selectors_that_match_nothing_are_a_changed_layout() -> None:
    assert parse(page(_ul()), item="article.news")[0] is Cause.LAYOUT_CHANGED


def test_an_empty_list_is_never_silent() -> None:
    assert parse(page("<p>Nothing here.</p>"))[0] is Cause.EMPTY


def test_include_and_exclude_choose_by_address() -> None:
    assert parse(page(_ul()), include=r"/n/[0-3]$", exclude="/n/1")[1] == [f"https://regulator.example/n/{i}" for i in (0, 2, 3)]


@pytest.mark.parametrize(
    "bad",
    [
        {"include": "(a+)+$"},
        {"include": "("},
        {"item": "li["},
        {"zone": "Mars/One"},
        {"title": "h2"},
        {"itme": "li"},
        {"include": "x" * 201},
    ],
)
def test_wrong_options_are_refused(bad: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Options.model_validate(bad)


def documents(body: str) -> dict[str, str]:
    parsed = Listing().parse(Source("s", "listing", BASE), Fetched(BASE, 200, {}, body.encode(), NOW))
    return {document.key: document.fingerprint for document in parsed.documents}


def test_order_and_navigation_change_no_item() -> None:
    assert documents(page(_ul())) == documents(page(_ul()).replace("About the authority and its board", "Who we are and what we do"))


def test_a_new_title_is_a_revision_of_the_same_item() -> None:
    before, after = documents(page(_ul())), documents(page(_ul()).replace(TITLES[2], TITLES[2] + " again"))
    assert before.keys() == after.keys()
    assert sum(before[key] != after[key] for key in before) == 1


def test_a_removed_item_is_missing() -> None:
    gone = _ul().replace(f"<li><a href=/n/2>{TITLES[2]}</a> <span>5 November 2026</span></li>", "")
    assert len(documents(page(_ul()))) - len(documents(page(gone))) == 1


def test_recorded_lists_keep_their_floor(shared: Path) -> None:
    from benchmarks.extract import score_lists

    assert score_lists(shared)["f1"] >= 0.88


#: what happens to a list between two looks without anything having happened: (once, later), put into every row or around the list
ROW_NOISE = [
    ("<i>12 views</i>", "<i>19 views</i>"),
    ("<span class=count>(3 comments)</span>", "<span class=count>(5 comments)</span>"),
    ("<b class=badge>New</b>", ""),
    ("<small>2 hours ago</small>", "<small>3 hours ago</small>"),
    ("<em>浏览次数：120</em>", "<em>浏览次数：188</em>"),
    ("<img src=/i/a1.png alt=''>", "<img src=/i/b2.png alt=''>"),
    ("<!-- rendered 10:01 -->", "<!-- rendered 11:17 -->"),
    ("<a href=/share?u=1>Share</a>", "<a href=/share?u=2>Share</a>"),
]
AROUND = [
    ("<p>Last updated: 3 May 2026</p>", "<p>Last updated: 9 June 2026</p>"),
    (
        "<div class=carousel><a href=/open-day>Visit our open day</a></div>",
        "<div class=carousel><a href=/letter>Read the winter letter</a></div>",
    ),
    ("<p>1,204 results in 0.12 s</p>", "<p>1,377 results in 0.31 s</p>"),
    ("<aside><a href=/most/1>Most read: fees</a></aside>", "<aside><a href=/most/2>Most read: permits</a></aside>"),
    ("<form><input name=token value=8f3a2b11c9></form>", "<form><input name=token value=77aa01bb42></form>"),
]
SELECTED = Options(item="main ul li", link="a", date="span:last-child")


def seen(body: str, options: Options) -> dict[str, str]:
    read = Listing().parse(Source("s", "listing", BASE, options=options), Fetched(BASE, 200, {}, page(body).encode(), NOW))
    return {document.key: document.fingerprint for document in read.documents}


def rows_of(extra: str = "", suffix: str = "") -> list[str]:
    return [f"<li><a href='/n/{i}{suffix}'>{t}</a> {extra}<span>{i + 3} November 2026</span></li>" for i, t in enumerate(TITLES)]


def in_list(rows: list[str], around: str = "") -> str:
    return f"{around}<ul>{''.join(rows)}</ul>"


NOISE = (
    [(in_list(rows_of(once)), in_list(rows_of(later))) for once, later in ROW_NOISE]
    + [(in_list(rows_of(), once), in_list(rows_of(), later)) for once, later in AROUND]
    + [(in_list(rows_of()), in_list(rows_of()[::-1])), (in_list(rows_of()), in_list(rows_of()[3:] + rows_of()[:3]))]
    + [
        (in_list(rows_of(suffix=f"?{name}=1a2b")), in_list(rows_of(suffix=f"?{name}=9z8y")))
        for name in ("utm_source", "utm_campaign", "fbclid", "gclid", "PHPSESSID", "sessionid", "_ga")
    ]
    + [
        (in_list(rows_of(suffix=";jsessionid=1A2B")), in_list(rows_of(suffix=";jsessionid=9Z8Y"))),
        (in_list(rows_of(suffix="#top")), in_list(rows_of())),
    ]
)


@pytest.mark.parametrize("options", [Options(), SELECTED], ids=["found", "selected"])
@pytest.mark.parametrize("number", range(len(NOISE)))
def test_noise_in_a_list_is_silent(number: int, options: Options) -> None:
    once, later = NOISE[number]
    assert len(seen(once, options)) == len(TITLES)
    assert seen(once, options) == seen(later, options)


def _edited(number: int, old: str, new: str) -> str:
    return in_list([row.replace(old, new) if i == number else row for i, row in enumerate(rows_of())])


EDITS = [
    _edited(0, "credit", "housing"),
    _edited(1, "Fine", "Fine of 3 million"),
    _edited(2, "opens", "closes"),
    _edited(3, "6 November", "7 November"),
    in_list(rows_of()[1:]),
    in_list([*rows_of()[:3], *rows_of()[4:]]),
    in_list(["<li><a href='/n/99'>Order against a bank's model</a> <span>20 November 2026</span></li>", *rows_of()]),
]


@pytest.mark.parametrize("options", [Options(), SELECTED], ids=["found", "selected"])
@pytest.mark.parametrize("number", range(len(EDITS)))
def test_an_edit_of_a_list_is_seen(number: int, options: Options) -> None:
    assert seen(EDITS[number], options) != seen(in_list(rows_of()), options)
