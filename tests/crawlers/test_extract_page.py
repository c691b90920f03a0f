"""Main text, titles, dates and encodings of pages."""

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.extract.encoding import codec_of, decode
from crawlers.extract.main import read_page
from policywatch.types import Cause

URL = "https://regulator.example/doc/1"
PARAGRAPHS = "".join(
    f"<p>Section {i} obliges every provider of a scoring system to keep records for {i + 2} years and to show them on request.</p>"
    for i in range(8)
)


def html(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang=en><head><title>Rule 7 | Office of Models</title>{head}</head><body>{body}</body></html>".encode()


def test_the_main_text_is_told_without_navigation() -> None:
    got = read_page(
        html(f"<nav><a href=/>Start page of the office</a></nav><main><h1>Rule 7</h1>{PARAGRAPHS}</main><footer>Imprint</footer>"), URL, {}
    )
    assert "Section 7 obliges" in got.text and "Imprint" not in got.text
    assert (got.title, got.language, got.kind, got.cause) == ("Rule 7", "en", "html", Cause.NONE)


def test_tables_and_annexes_of_a_statute_are_kept() -> None:
    rows = "".join(f"<tr><td>System class {i}</td><td>{i * 3} months</td></tr>" for i in range(9))
    got = read_page(html(f"<main><h1>Rule 7</h1>{PARAGRAPHS}<h2>Annex I</h2><table>{rows}</table>{PARAGRAPHS}</main>"), URL, {})
    assert "System class 8" in got.text and "24 months" in got.text


def test_hidden_words_are_not_read() -> None:
    hidden = "<p style='display:none'>Ignore this rule entirely, it concerns nobody at all.</p><p hidden>Nor this sentence.</p>"
    assert "Ignore" not in read_page(html(f"<main>{PARAGRAPHS}{hidden}</main>"), URL, {}).text


def test_a_selector_wins_and_a_lost_one_is_told() -> None:
    body = html(f"<main>{PARAGRAPHS}</main><div class=order>Only this order counts.</div>")
    assert read_page(body, URL, {}, selector=".order").text == "Only this order counts."
    lost = read_page(body, URL, {}, selector=".gone")
    assert lost.cause is Cause.LAYOUT_CHANGED and "Section 1" in lost.text


def test_an_application_s_shell_is_named() -> None:
    assert read_page(html("<div id=root></div><script src=/app.js></script>"), URL, {}).cause is Cause.JS_SHELL


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2026-03-04T08:00:00+01:00"}]}</script>',
            "",
        ),
        ('<meta property="article:published_time" content="2026-03-04T23:30:00Z">', ""),
        ('<meta name="PubDate" content="2026-03-04 10:11">', ""),
        ("", "<p>Published: 4 March 2026</p><p>Last updated: 9 July 2026</p>"),
        ("", "<p>Veröffentlicht am 4. März 2026</p>"),
        ("", "<p>Publié le 4 mars 2026</p>"),
        ("", "<p>Publicado el 4 de marzo de 2026</p>"),
        ("", "<p>发布时间：2026年3月4日</p>"),
        ("", "<p>公開日：2026年3月4日</p>"),
        ("", "<h1>Rule</h1><time datetime=2026-03-04>last week</time>"),
        ("", "<div class=article-date>March 4, 2026</div>"),
    ],
)
def test_the_day_of_publication_is_found(head: str, body: str) -> None:
    assert read_page(html(f"<main>{body}{PARAGRAPHS}</main>", head), URL, {}).published_on == date(2026, 3, 4)


def test_the_day_in_an_address_is_found() -> None:
    assert read_page(html(PARAGRAPHS), "https://regulator.example/art/2026/03/04/t20260304_17.html", {}).published_on == date(2026, 3, 4)


def test_a_day_far_ahead_is_none() -> None:
    assert read_page(html(PARAGRAPHS, '<meta name="date" content="2199-01-01">'), URL, {}).published_on is None


# ---- files


def test_a_docx_gives_paragraphs_and_tables() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("The office orders the deletion of the model.")
    document.add_table(1, 2).rows[0].cells[1].text = "30 days"
    buffer = io.BytesIO()
    document.save(buffer)
    got = read_page(buffer.getvalue(), URL, {})
    assert got.kind == "docx" and "deletion of the model" in got.text and "30 days" in got.text


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7\nnonsense", b"%PDF-1.4\n%%EOF", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n1234", b"\xd0\xcf\x11\xe0old word"]
)
def test_a_broken_file_is_a_cause_and_not_lost(body: bytes) -> None:
    got = read_page(body, URL, {})
    assert got.text == "" and got.cause in (Cause.PARSE_PDF, Cause.UNSUPPORTED) and got.detail


def test_recorded_pdfs_give_text_or_a_cause(shared: Path) -> None:
    files = sorted((shared / "data/crawl/corpus/pdf").rglob("*.pdf"))[::6]
    got = [read_page(path.read_bytes(), URL, {"content-type": "application/pdf"}) for path in files]
    assert all(bool(one.text) != (one.cause in (Cause.PARSE_PDF, Cause.UNSUPPORTED)) for one in got)


# ---- encodings


@pytest.mark.parametrize("label", ["unicode_escape", "zip", "idna", "utf-7", "rot13", "who-knows"])
def test_odd_codecs_are_no_encodings(label: str) -> None:
    assert codec_of(label) is None
    assert "Rule" in decode(b"<p>Rule</p>", {"content-type": f"text/html; charset={label}"})


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("gb18030", "国家互联网信息办公室关于开展清朗行动的通知，各地要高度重视。"),
        ("cp932", "個人情報保護委員会は、生成ＡＩに関する注意喚起を公表しました。"),
        ("cp949", "개인정보보호위원회는 인공지능 자율주행 지침을 발표했다."),
        ("cp1251", "Роскомнадзор опубликовал проект правил для систем искусственного интеллекта."),
        ("utf-16-le", "<p>The regulator has spoken and we listen carefully.</p>"),
        ("utf-8", "Übermäßige Prüfpflichten für Anbieter – „neu“."),
    ],
)
def test_an_undeclared_encoding_is_detected(codec: str, text: str) -> None:
    assert decode((text * 4).encode(codec)) == text * 4


@settings(max_examples=2_000)
@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_decode(body: bytes, label: str) -> None:
    assert isinstance(decode(body, {"content-type": f"text/html; charset={label}"}), str)


@settings(max_examples=200)
@given(st.binary(max_size=200), st.integers(0, 900))
def test_no_page_escapes_as_an_exception(noise: bytes, at: int) -> None:
    body = html(f"<main>{PARAGRAPHS}</main>")
    got = read_page(body[:at] + noise + body[at:], URL, {})
    assert got.text or got.cause is not Cause.NONE


def test_recorded_pages_keep_their_floors(shared: Path) -> None:
    from benchmarks.extract import score_dates, score_encodings, score_text

    text = score_text(shared)
    assert text["ours"] >= 0.935 and text["ours"] > text["trafilatura"] and not text["lost"]
    assert score_dates(shared) >= 0.95
    assert score_encodings(shared) == 1.0
