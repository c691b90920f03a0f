"""What an address offers, found in answers alone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.base import Fetched
from crawlers.discover import common_feeds, kind_of, robots_sitemaps, survey
from crawlers.presets import preset_for
from policywatch.kinds import Registry

NOW = datetime(2026, 11, 24, tzinfo=UTC)
KINDS = ("feed", "listing", "page", "federal_register", "cellar", "govuk", "congress", "regulations_gov", "cac")


def answer(body: bytes | str, url: str = "https://office.example/news/", **headers: str) -> Fetched:
    data = body.encode() if isinstance(body, str) else body
    return Fetched(url, 200, {"content-type": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}, data, NOW)


def page(head: str = "", body: str = "") -> str:
    return f"<html lang='en-GB'><head><title>Office news</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "feed"),
        ("\ufeff<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        ('{"results": []}', "json_api"),
        ("<?xml version='1.0'?><urlset/>", "sitemap"),
        ("%PDF-1.7", "pdf"),
        (page(body="<p>An rss feed is a list</p>"), "html"),
        (page(body="<div class='feed'><p>hi</p></div>"), "html"),
        ("", "html"),
    ],
)
def test_an_answer_is_told_by_its_bytes(body: str, kind: str) -> None:
    assert kind_of(answer(body)) == kind


def test_feeds_are_found_in_tags_header_and_links_each_once() -> None:
    head = (
        "<link rel='alternate' type='application/atom+xml' href='comments.atom' title='Comments'>"
        "<link rel='alternate' type='application/rss+xml; charset=utf-8' href='/rss.xml' title='All news'>"
        "<link rel='alternate' hreflang='fr' href='/fr/'>"
        "<link rel='alternate' type='application/rss+xml' href='javascript:alert(1)'>"
    )
    body = "<a href='/rss.xml'>RSS</a><a href='/feeds/decisions'>Decisions</a><a href='/feedback'>Feedback</a>"
    got = answer(page(head, body), link='<https://office.example/h.json>; rel="alternate"; type="application/feed+json", </x>; rel=next')
    found = survey(got)
    assert [(one.url, one.via) for one in found.feeds] == [
        ("https://office.example/rss.xml", "link tag"),
        ("https://office.example/h.json", "Link header"),
        ("https://office.example/feeds/decisions", "link on the page"),
        ("https://office.example/news/comments.atom", "link tag"),
    ]
    assert (found.kind, found.title, found.language) == ("page", "Office news", "en-GB")


ROWS = [f"<a href='/news/{n}'>The office decides on case number {n}</a> <em class='when'>{n} March 2026</em>" for n in range(1, 9)]


@pytest.mark.parametrize(
    ("body", "options"),
    [
        ("<ul>" + "".join(f"<li class='n'>{row}</li>" for row in ROWS) + "</ul>", {"item": "li.n", "date": "em.when"}),
        ("<div id='list'>" + "".join(f"<p>{row}</p>" for row in ROWS) + "</div>", {"item": "div#list > p", "date": "em.when"}),
        (
            "<table><tbody>"
            + "".join(
                f"<tr><td>{n} March 2026</td><td>The office decides on case number {n}</td><td><a href='/{n}.pdf'>PDF</a></td></tr>"
                for n in range(1, 9)
            )
            + "</tbody></table>",
            {"item": "tbody > tr", "title": "td:nth-child(2)", "date": "td:nth-child(1)"},
        ),
        ("<ul class='top'><li><a href='/a'>About the office</a></li></ul><ul>" + "".join(f"<li>{r}</li>" for r in ROWS) + "</ul>", None),
    ],
)
def test_selectors_name_exactly_the_items(body: str, options: dict[str, Any] | None) -> None:
    found = survey(answer(page(body=body)))
    assert (found.kind, len(found.items), found.dated) == ("listing", 8, 8)
    if options is not None:
        assert found.options == options


def test_common_places_are_beside_the_page_and_at_the_top() -> None:
    urls = [one.url for one in common_feeds("https://office.example/news/")]
    assert urls[0] == "https://office.example/news/feed"
    assert "https://office.example/rss.xml" in urls
    assert len(urls) == len(set(urls))


def test_sitemaps_of_robots_are_web_addresses() -> None:
    body = b"User-agent: *\nSitemap: /sitemap.xml\nsitemap: file:///etc/passwd\nSITEMAP: https://office.example/news.xml\n"
    assert [one.url for one in robots_sitemaps(body, "https://office.example/")] == [
        "https://office.example/sitemap.xml",
        "https://office.example/news.xml",
    ]


@pytest.mark.parametrize(
    ("url", "kind", "asked", "options"),
    [
        (
            "https://www.federalregister.gov/agencies/federal-trade-commission",
            "federal_register",
            "https://www.federalregister.gov/api/v1/documents.json",
            {"agencies": ["federal-trade-commission"]},
        ),
        (
            "https://www.federalregister.gov/documents/search?conditions%5Bterm%5D=chatbot",
            "federal_register",
            "https://www.federalregister.gov/api/v1/documents.json",
            {"search": ["chatbot"]},
        ),
        ("https://eur-lex.europa.eu/homepage.html", "cellar", "https://publications.europa.eu/webapi/rdf/sparql", None),
        (
            "https://www.gov.uk/government/organisations/office-for-ai",
            "govuk",
            "https://www.gov.uk/api/search.json",
            {"organisations": ["office-for-ai"]},
        ),
        ("https://www.gov.uk/guidance/ai-rules", "govuk", "https://www.gov.uk/api/content/guidance/ai-rules", {}),
        ("https://www.gov.uk/search/all?keywords=ai", "govuk", "https://www.gov.uk/api/search.json", {"search": "ai"}),
        ("https://www.congress.gov/bills", "congress", "https://api.congress.gov/v3/bill", {}),
        ("https://www.cac.gov.cn/wxzw/A0937index_1.htm", "cac", "https://www.cac.gov.cn/wxzw/A0937index_1.htm", {}),
    ],
)
def test_a_known_host_gives_the_address_of_its_api(url: str, kind: str, asked: str, options: dict[str, Any] | None) -> None:
    found = preset_for(url, KINDS)
    assert found is not None
    assert (found.kind, found.url) == (kind, asked)
    assert options is None or found.options == options


@pytest.mark.parametrize(
    "url",
    [
        "https://www.federalregister.gov/",
        "https://www.federalregister.gov/agencies/federal-trade-commission",
        "https://eur-lex.europa.eu/",
        "https://www.gov.uk/",
        "https://www.gov.uk/search/all?organisations[]=ofcom",
        "https://www.gov.uk/guidance/ai-rules",
        "https://www.cac.gov.cn/",
    ],
)
def test_a_proposed_kind_accepts_its_options(url: str) -> None:
    kinds = Registry("source", "crawlers.spiders")
    found = preset_for(url, kinds.names)
    assert found is not None
    kinds.options(found.kind)(**found.options)


@pytest.mark.parametrize("url", ["https://ico.org.uk/", "https://assets.publishing.service.gov.uk/x", "https://notgov.uk/"])
def test_other_hosts_have_no_kind_of_their_own(url: str) -> None:
    assert preset_for(url, KINDS) is None


def test_a_kind_that_is_not_installed_is_not_proposed() -> None:
    assert preset_for("https://www.gov.uk/", ("feed",)) is None


@given(
    st.binary(max_size=300), st.sampled_from(["<link rel=alternate type=application/rss+xml href='%s'>", "<a href='%s/rss'>x</a>", "%s"])
)
def test_no_answer_makes_the_survey_fail(noise: bytes, frame: str) -> None:
    body = frame.encode().replace(b"%s", noise)
    for feed in survey(answer(body, link=noise.decode("latin-1"))).feeds:
        assert feed.url.startswith(("http://", "https://"))
