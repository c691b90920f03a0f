"""A watched page: what is noise stays silent, what is an edit is seen."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from crawlers.base import Fetched, Parsed
from crawlers.spiders.page import Options, Page
from policywatch.types import Cause, Source

URL = "https://regulator.example/ai-code"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECTIONS = [
    f"Section {i} requires a deployer of a class {i} system to report within {i * 5 + 7} days and to keep {i + 2} copies of the test record."
    for i in range(1, 11)
]
ROWS = [(f"Class {i} system", f"{i * 4} months", f"{i * 250} euro") for i in range(1, 7)]
FILES = ["Form A for providers", "Form B for deployers", "Data set of registered systems", "Template of the impact statement"]


def page(
    before: str = "",
    after: str = "",
    sections: list[str] = SECTIONS,
    rows: list[tuple[str, ...]] = ROWS,
    files: list[str] = FILES,
    nav: str = "Home",
) -> str:
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    listed = "".join(f"<li><a href='/f/{name[:6]}.pdf'>{name}</a></li>" for name in files)
    return (
        f"<!doctype html><html lang=en><head><title>AI code</title></head><body><header class=site-header><nav><ul><li><a href=/>{nav}</a></li></ul></nav></header>"
        f"{before}<main><h1>Code for automated systems</h1>{''.join(f'<p>{text}</p>' for text in sections)}<table>{table}</table><ul>{listed}</ul>{after}</main>"
        "<footer>Office of Models</footer></body></html>"
    )


def read(body: str, **options: object) -> Parsed:
    source = Source("s", "page", URL, options=Options.model_validate(options))
    return Page().parse(source, Fetched(URL, 200, {"content-type": "text/html; charset=utf-8"}, body.encode(), NOW))


def fingerprint(body: str) -> str:
    (document,) = read(body).documents
    return document.fingerprint


#: pairs of (once, later) that stand below the text; nothing has happened between them
STAMPS = [
    ("Last updated: 3 May 2026", "Last updated: 9 June 2026"), ("Page last modified on 03/05/2026", "Page last modified on 09/06/2026"), ("Last reviewed 2026-05-03", "Last reviewed 2026-06-09"),
    ("This page was last updated on May 3, 2026 at 10:14", "This page was last updated on June 9, 2026 at 11:02"), ("Date modified: 2026-05-03", "Date modified: 2026-06-09"),
    ("Zuletzt aktualisiert am 3. Mai 2026", "Zuletzt aktualisiert am 9. Juni 2026"), ("Letzte Änderung: 03.05.2026", "Letzte Änderung: 09.06.2026"), ("Stand: 03.05.2026", "Stand: 09.06.2026"),
    ("Dernière mise à jour : 3 mai 2026", "Dernière mise à jour : 9 juin 2026"), ("Mis à jour le 3 mai 2026", "Mis à jour le 9 juin 2026"), ("Última actualización: 3 de mayo de 2026", "Última actualización: 9 de junio de 2026"),
    ("最后更新：2026年5月3日", "最后更新：2026年6月9日"), ("更新时间：2026-05-03", "更新时间：2026-06-09"), ("最終更新日：2026年5月3日", "最終更新日：2026年6月9日"), ("Page generated on 3 May 2026 10:00", "Page generated on 9 June 2026 10:01"),
]  # fmt: skip
COUNTERS = [
    ("Views: 1,204", "Views: 1,377"), ("1204 views", "1377 views"), ("Number of views (4099)", "Number of views (4116)"), ("Visitors: 12", "Visitors: 13"), ("3 comments", "5 comments"),
    ("Downloads: 88", "Downloads: 91"), ("Total hits: 90001", "Total hits: 90007"), ("12 people online", "9 people online"), ("4 likes", "6 likes"), ("Aufrufe: 120", "Aufrufe: 124"),
    ("120 Besucher", "124 Besucher"), ("120 vues", "125 vues"), ("Visitas: 33", "Visitas: 35"), ("浏览次数：120", "浏览次数：188"), ("阅读量：5千", "阅读量：6千"), ("访问量：1002", "访问量：1033"), ("点击数：15", "点击数：16"), ("閲覧数：15", "閲覧数：16"),
    ("조회수: 15", "조회수: 16"), ("Views (15) / Comments (2)", "Views (19) / Comments (3)"),
]  # fmt: skip
RELATIVE = [
    ("2 hours ago", "3 hours ago"), ("Posted 2 days ago", "Posted 3 days ago"), ("about an hour ago", "2 hours ago"), ("vor 2 Tagen", "vor 3 Tagen"), ("vor einer Stunde", "vor 2 Stunden"),
    ("il y a 2 jours", "il y a 3 jours"), ("hace 2 días", "hace 3 días"), ("2小时前", "3小时前"), ("3天前", "4天前"), ("just now", "1 minute ago"), ("10:14", "11:32"), ("10:14:09 UTC", "11:32:55 UTC"),
]  # fmt: skip
ADDRESSES = [
    ("Write to [email&#160;protected] with questions.", "Write to help@regulator.example with questions."), ("Write to help@regulator.example for help.", "Write to help [at] regulator.example for help."),
    ('Ask <a class="__cf_email__" data-cfemail="a1b2">[email protected]</a>.', 'Ask <a class="__cf_email__" data-cfemail="ffee01">[email protected]</a>.'), ("Contact: a.b@regulator.example now", "Contact: c.d@regulator.example now"),
]  # fmt: skip
TOKENS = [
    ("Session id: 8f3a2b11c9", "Session id: 77aa01bb42"), ("Request ID 0a1b2c3d", "Request ID 99ff88ee"), ("Reference: 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "Reference: 9b2504e0-4f89-11d3-9a0c-0305e82c33ff"), ("© 2025 Office of Models", "© 2026 Office of Models"),
    ("Page rendered in 0.12 s", "Page rendered in 0.34 s"),
]  # fmt: skip
PARTS = [
    f"<div class='{name}'>{{}}</div>"
    for name in ("carousel", "hero-slider", "banner", "news-ticker", "breadcrumb", "side-nav", "share-buttons", "cookie-consent", "related", "most-read", "advertisement", "newsletter-signup", "social", "sidebar", "pagination", "page-views", "last-updated", "popup")
] + ["<nav>{}</nav>", "<aside>{}</aside>", "<footer>{}</footer>", "<form><input name=q>{}</form>", "<script>var x='{}'</script>", "<style>.a{{content:'{}'}}</style>", "<noscript>{}</noscript>", "<template>{}</template>", "<!-- {} -->", "<p hidden>{}</p>", "<p style='display:none'>{}</p>", "<div role=alertdialog>{}</div>"]  # fmt: skip
NOISE = (
    [(f"<p>{once}</p>", f"<p>{later}</p>") for once, later in STAMPS + COUNTERS + RELATIVE + ADDRESSES + TOKENS]
    + [(f"<div><span>{once}</span></div>", f"<div><span>{later}</span></div>") for once, later in STAMPS[:8] + COUNTERS[:8] + RELATIVE[:6]]
    + [(part.format("Visit our open day in spring"), part.format("Read the winter letter of the office")) for part in PARTS]
)


def test_the_noise_corpus_is_large_enough() -> None:
    assert len(NOISE) >= 100


@pytest.mark.parametrize(("once", "later"), NOISE)
def test_noise_is_silent(once: str, later: str) -> None:
    assert fingerprint(page(after=once)) == fingerprint(page(after=later))


def test_reordering_and_navigation_are_silent() -> None:
    assert (
        fingerprint(page())
        == fingerprint(page(files=FILES[::-1]))
        == fingerprint(page(sections=SECTIONS[::-1]))
        == fingerprint(page(nav="Start"))
    )
    assert fingerprint(page()) == fingerprint(page().replace("<p>", "<p class=x>\n  "))


EDITS = (
    [page(sections=[*SECTIONS[:i], SECTIONS[i].replace(f"within {(i + 1) * 5 + 7} days", f"within {(i + 1) * 5 + 8} days"), *SECTIONS[i + 1 :]]) for i in range(10)]
    + [page(sections=[text for j, text in enumerate(SECTIONS) if j != i]) for i in range(10)]
    + [page(rows=[row if j != i else (row[0], row[1], row[2].replace("0 euro", "5 euro")) for j, row in enumerate(ROWS)]) for i in range(6)]
    + [page(rows=[row for j, row in enumerate(ROWS) if j != i]) for i in range(6)]
    + [page(files=[name for j, name in enumerate(FILES) if j != i]) for i in range(4)]
    + [page(files=[*FILES, name]) for name in ("Form C for importers", "Guide to section 4")]
    + [page(after=f"<p>{text}</p>") for text in (
        "This code applies from 1 March 2027.", "Section 4 is repealed.", "The comment period closes on 9 June 2026.", "本办法自2027年3月1日起施行。", "Diese Leitlinie ersetzt die Fassung von 2024.",
        "The penalty was raised by 3 hours of work.", "Updated fee: 120 euro for each filing.", "The office viewed 120 systems and closed 3 of them.")]
)  # fmt: skip


def test_the_edit_corpus_is_large_enough() -> None:
    assert len(EDITS) >= 40


@pytest.mark.parametrize("number", range(len(EDITS)))
def test_an_edit_is_seen(number: int) -> None:
    assert fingerprint(EDITS[number]) != fingerprint(page())


def test_a_deadline_that_moves_is_seen() -> None:
    once, later = (f"<dl><dt>Comments close</dt><dd>Friday, May {day} 2026</dd></dl>" for day in ("1,", "8,"))
    assert fingerprint(page(after=once)) != fingerprint(page(after=later))


# ---- the kind


def test_the_document_is_the_page() -> None:
    parsed = read(page())
    (document,) = parsed.documents
    assert (document.key, document.title, document.text_origin, document.language) == ("page", "AI code", "page", "en")
    assert "Section 3 requires" in document.text and "Home" not in document.text
    assert parsed.complete and parsed.cause is Cause.NONE


def test_ignored_parts_are_silent_and_a_selector_narrows() -> None:
    once, later = page(after="<p class=w>Rain today</p>"), page(after="<p class=w>Sun today</p>")
    assert read(once, ignore=[".w"]).documents[0].fingerprint == read(later, ignore=[".w"]).documents[0].fingerprint
    assert read(once, selector="h1").documents[0].text == "Code for automated systems"


def test_empty_pages_and_lost_selectors_are_causes() -> None:
    assert read("<html><body></body></html>").cause is Cause.EMPTY
    assert read("<html><body><div id=root></div><script src=/a.js></script></body></html>").cause is Cause.JS_SHELL
    assert read(page(), selector=".gone").cause is Cause.LAYOUT_CHANGED


@pytest.mark.parametrize("bad", [{"selector": "p["}, {"ignore": [">>"]}, {"selectors": "p"}])
def test_wrong_options_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Options.model_validate(bad)


@settings(max_examples=200)
@given(st.binary(max_size=200), st.integers(0, 2500))
def test_no_bytes_escape_as_an_exception(noise: bytes, at: int) -> None:
    body = page().encode()
    parsed = Page().parse(Source("s", "page", URL), Fetched(URL, 200, {}, body[:at] + noise + body[at:], NOW))
    assert parsed.documents or parsed.cause is not Cause.NONE


def test_recorded_pairs_are_told_apart(shared: Path) -> None:
    root = shared / "data/crawl"
    pairs: dict[str, list[dict[str, object]]] = {}
    for item in json.loads((root / "index.json").read_text(encoding="utf-8")):
        if item["kind"] == "change_pair" and item["facts"]:
            pairs.setdefault(item["group"], []).append(item)
    for name, (before, after) in pairs.items():
        prints = [
            fingerprint((root / "corpus" / str(one["path"])).read_text(encoding="utf-8", errors="replace")) for one in (before, after)
        ]
        assert (prints[0] == prints[1]) == ("irrelevant" in str(before["facts"])), name
