"""The presets: each on answers in the published format of its service, and on recorded ones where there are some."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crawlers.base import Fetched, Parsed
from crawlers.spiders import cac, cellar, congress, federal_register, govuk, legislation_gov_uk, regulations_gov
from policywatch.secrets import Secret
from policywatch.types import Cause, DateKind, DocumentType, LegalDate, Outcome, Source, Status

#: the long run of any input is in test_any_input.py

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = Secret("SOME_KEY")
FR = "https://www.federalregister.gov/api/v1/documents.json?conditions[term]=%22artificial+intelligence%22&order=newest"


def source(module: Any, url: str, language: str = "en", **options: Any) -> Source:
    return Source("s", module.__name__.rpartition(".")[2], url, language=language, options=module.Options(**options))


def asked(module: Any, url: str, language: str = "en", **options: Any) -> list[tuple[str, str]]:
    (get,) = module.KIND().start(source(module, url, language, **options))
    return parse_qsl(urlsplit(get.url).query, keep_blank_values=True)


def parse(module: Any, url: str, body: Any, language: str = "en", now: datetime | None = None, **options: Any) -> Parsed:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    parsed: Parsed = module.KIND().parse(source(module, url, language, **options), Fetched(url, 200, {}, raw, NOW if now is None else now))
    return parsed


# ---- Federal Register ---------------------------------------------------------------------------------------------------


def fr_item(**more: Any) -> dict[str, Any]:
    return {
        "document_number": "2026-01234",
        "title": "Automated Decisions in Credit",
        "type": "Rule",
        "abstract": "The Bureau sets duties for lenders.",
        "html_url": "https://www.federalregister.gov/documents/2026/02/27/2026-01234/automated",
        "publication_date": "2026-02-27",
        "agencies": [{"id": 1, "name": "Treasury Department"}, {"id": 2, "name": "Consumer Bureau", "parent_id": 1}, {"raw_name": "X"}],
        "effective_on": "2026-05-01",
        "comments_close_on": None,
        "dates": "This rule is effective May 1, 2026.",
        "docket_ids": ["Docket No. CFPB-2025-0031"],
        "regulation_id_numbers": ["3170-AB12"],
        **more,
    }


def test_the_federal_register_is_asked_in_its_own_codes() -> None:
    params = asked(federal_register, FR, types=["RULE", "PRORULE", "NOTICE", "PRESDOCU"], agencies=["federal-trade-commission"])
    assert [value for name, value in params if name == "conditions[type][]"] == ["RULE", "PRORULE", "NOTICE", "PRESDOCU"]
    assert ("conditions[agencies][]", "federal-trade-commission") in params
    assert ("conditions[term]", '"artificial intelligence"') in params
    assert {"effective_on", "comments_close_on"} <= {value for name, value in params if name == "fields[]"}
    assert [value for name, value in params if name == "order"] == ["newest"]
    both = asked(federal_register, FR, search=["machine learning", "AI"])
    assert [value for name, value in both if name == "conditions[term]"] == ['"machine learning" | "AI"']


@pytest.mark.parametrize("code", ["PROPOSED_RULE", "PRESIDENTIAL_DOCUMENT", "rule"])
def test_codes_that_the_federal_register_would_ignore_are_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        federal_register.Options(types=[code])  # type: ignore[list-item]  # the point of the test


def test_a_rule_carries_its_day_and_its_numbers() -> None:
    (document,) = parse(federal_register, FR, {"count": 1, "results": [fr_item()]}).documents
    assert document.dates == (LegalDate(DateKind.EFFECTIVE, date(2026, 5, 1), "This rule is effective May 1, 2026."),)
    assert (document.document_type, document.status) == (DocumentType.RULE, Status.ADOPTED_NOT_IN_FORCE)
    assert document.identifiers == ("frdoc:2026-01234", "rin:3170-AB12", "docket:CFPB-2025-0031")
    assert (document.summary, document.authority) == ("The Bureau sets duties for lenders.", "Consumer Bureau")
    assert document.published_at == datetime(2026, 2, 27, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "kind", "status", "date_kinds"),
    [
        ({"type": "Rule", "effective_on": "2026-01-01"}, DocumentType.RULE, Status.IN_FORCE, [DateKind.EFFECTIVE]),
        (
            {"type": "Proposed Rule", "effective_on": None, "comments_close_on": "2026-04-28"},
            DocumentType.PROPOSAL,
            Status.PROPOSAL,
            [DateKind.COMMENT_CLOSE],
        ),
        (
            {"type": "Notice", "effective_on": None, "comments_close_on": "2026-04-28"},
            DocumentType.CONSULTATION,
            Status.UNKNOWN,
            [DateKind.COMMENT_CLOSE],
        ),
        ({"type": "Notice", "effective_on": None}, DocumentType.OTHER, Status.UNKNOWN, []),
        ({"type": "Presidential Document", "effective_on": None}, DocumentType.DECISION, Status.UNKNOWN, []),
        ({"type": "PRORULE", "effective_on": "soon"}, DocumentType.PROPOSAL, Status.PROPOSAL, []),
    ],
)
def test_types_of_the_federal_register(more: dict[str, Any], kind: DocumentType, status: Status, date_kinds: list[DateKind]) -> None:
    (document,) = parse(federal_register, FR, {"count": 1, "results": [fr_item(**more)]}).documents
    assert (document.document_type, document.status) == (kind, status)
    assert [one.kind for one in document.dates] == date_kinds


def test_an_extended_comment_period_is_a_revision() -> None:
    one, two = (
        parse(federal_register, FR, {"results": [fr_item(comments_close_on=day)]}).documents[0] for day in ("2026-04-01", "2026-05-01")
    )
    assert one.key == two.key
    assert one.fingerprint != two.fingerprint


def test_a_search_without_a_hit_is_empty_and_another_shape_is_not() -> None:
    assert parse(federal_register, FR, {"count": 0}).cause is Cause.EMPTY
    assert parse(federal_register, FR, {"documents": []}).cause is Cause.LAYOUT_CHANGED


def test_recorded_federal_register_answers_are_read(shared: Path) -> None:
    corpus = shared / "data/crawl/corpus/json_api"
    read = parse(
        federal_register, FR, (corpus / "calebwhite-io/federal_register.json").read_bytes(), now=datetime(2026, 11, 24, tzinfo=UTC)
    )
    assert len(read.documents) == 5
    assert all(document.identifiers[0].startswith("frdoc:2") and document.published_at for document in read.documents)
    assert [urlsplit(get.url).hostname for get in read.next] == ["www.federalregister.gov"]
    whole = parse(
        federal_register,
        FR,
        (corpus / "usnationalarchives/_filtered_agency_slugs_returns_an_array_of_uniq_agency_slugs_3.json").read_bytes(),
    )
    assert len(whole.documents) == 129


# ---- CELLAR -------------------------------------------------------------------------------------------------------------

SPARQL = "http://publications.europa.eu/webapi/rdf/sparql"


def act(celex: str, **values: str) -> dict[str, Any]:
    return {
        name: {"type": "literal", "value": value}
        for name, value in {"celex": celex, "title": f"Act {celex}", "date": "2026-02-01", **values}.items()
    }


def bindings(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"head": {"vars": ["celex"]}, "results": {"bindings": list(rows)}}


def test_cellar_is_asked_in_the_language_of_the_source() -> None:
    query = dict(asked(cellar, SPARQL, "fr-FR", search=["Intelligence Artificielle"], since="2025-07-01"))["query"]
    assert "authority/language/FRA>" in query
    assert 'CONTAINS(LCASE(STR(?title)), "intelligence artificielle")' in query
    assert '"2025-07-01"^^xsd:date' in query
    assert query.count("{") == query.count("}")


@pytest.mark.parametrize("phrase", ['x") } DELETE {', "a\\b", "${KEY}", " "])
def test_a_query_cannot_be_broken_out_of(phrase: str) -> None:
    with pytest.raises(ValidationError):
        cellar.Options(search=[phrase])


def test_rows_of_one_act_are_one_document() -> None:
    rows = [act("32026R0017", force="2026-03-01", inforce="0"), act("32026R0017", force="2027-08-02", end="9999-12-31"), act("52026PC0009")]
    regulation, proposal = parse(cellar, SPARQL, bindings(*rows), "de").documents
    assert regulation.identifiers == ("celex:32026R0017",)
    assert regulation.url == "https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX:32026R0017"
    assert [(one.kind, one.on) for one in regulation.dates] == [
        (DateKind.EFFECTIVE, date(2026, 3, 1)),
        (DateKind.APPLICATION, date(2027, 8, 2)),
    ]
    assert (regulation.document_type, regulation.language) == (DocumentType.LAW, "de")
    assert (proposal.document_type, proposal.status) == (DocumentType.PROPOSAL, Status.PROPOSAL)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (act("32026L0001", force="2026-09-01"), Status.ADOPTED_NOT_IN_FORCE),
        (act("32026L0001", force="2026-01-01", inforce="1"), Status.IN_FORCE),
        (act("32026L0001"), Status.UNKNOWN),
    ],
)
def test_the_state_of_an_act_is_read_and_not_guessed(row: dict[str, Any], status: Status) -> None:
    assert parse(cellar, SPARQL, bindings(row)).documents[0].status is status


def test_cellar_says_when_it_finds_nothing() -> None:
    assert parse(cellar, SPARQL, bindings()).cause is Cause.EMPTY
    assert parse(cellar, SPARQL, {"boolean": True}).cause is Cause.LAYOUT_CHANGED
    assert parse(cellar, SPARQL, b"Virtuoso 37000 Error SP030").cause is Cause.PARSE_JSON


# ---- GOV.UK -------------------------------------------------------------------------------------------------------------

SEARCH = "https://www.gov.uk/api/search.json"
CONTENT = "https://www.gov.uk/api/content/government/consultations/x"


def test_gov_uk_search_is_asked_newest_first_and_paged() -> None:
    params = dict(asked(govuk, SEARCH, search='"artificial intelligence"', organisations=["ofcom"], document_types=["open_consultation"]))
    assert params["q"] == '"artificial intelligence"'
    assert (params["order"], params["filter_organisations"], params["start"]) == ("-public_timestamp", "ofcom", "0")
    rows = [{"title": f"T{n}", "link": f"/g/{n}", "public_timestamp": "2026-02-27T10:00:00Z"} for n in range(2)]
    full = parse(govuk, SEARCH, {"results": rows, "total": 0, "start": 0}, count=2)
    assert [dict(parse_qsl(urlsplit(get.url).query))["start"] for get in full.next] == ["2"]
    assert parse(govuk, SEARCH, {"results": rows[:1], "total": 99}, count=2).next == ()


def test_a_search_result_is_a_document() -> None:
    row = {
        "title": "Call for views on automated hiring",
        "link": "/government/consultations/hiring",
        "description": "Tell us what you think.",
        "public_timestamp": "2026-02-27T10:00:00Z",
        "content_store_document_type": "open_consultation",
        "organisations": [{"title": "Department of Work"}],
    }
    (document,) = parse(govuk, SEARCH, {"results": [row]}).documents
    assert document.url == "https://www.gov.uk/government/consultations/hiring"
    assert (document.document_type, document.status, document.authority) == (
        DocumentType.CONSULTATION,
        Status.CONSULTATION,
        "Department of Work",
    )


def test_content_carries_text_deadline_and_withdrawal() -> None:
    item = {
        "content_id": "c1",
        "base_path": "/government/consultations/x",
        "title": "Scoring of tenants",
        "document_type": "open_consultation",
        "locale": "en",
        "public_updated_at": "2026-02-27T10:00:00Z",
        "details": {"body": "<p>We ask <b>you</b>.</p>", "closing_date": "2026-06-30T23:45:00+01:00"},
    }
    (document,) = parse(govuk, CONTENT, item).documents
    assert (document.text, document.text_origin) == ("We ask you.", "page")
    assert document.dates == (LegalDate(DateKind.COMMENT_CLOSE, date(2026, 6, 30)),)
    (gone,) = parse(govuk, CONTENT, {**item, "withdrawn_notice": {"explanation": "old"}}).documents
    assert gone.status is Status.WITHDRAWN


def test_recorded_gov_uk_items_are_read(shared: Path) -> None:
    paths = sorted((shared / "data/crawl/corpus/json_api/alphagov").glob("*.json"))
    reads = {path.stem: parse(govuk, CONTENT, path.read_bytes()) for path in paths}
    assert len(reads) == 44
    assert all(len(read.documents) == 1 for read in reads.values())
    assert reads["closed_consultation"].documents[0].dates[0].on == date(2016, 10, 31)
    assert reads["withdrawn_detailed_guide"].documents[0].status is Status.WITHDRAWN
    assert len(reads["detailed_guide"].documents[0].text) > 5000


# ---- legislation.gov.uk -------------------------------------------------------------------------------------------------

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata">
<link rel="next" href="http://www.legislation.gov.uk/new/data.feed?page=2"/>
<entry><id>http://www.legislation.gov.uk/id/uksi/2026/88</id><title>The Automated Lending Regulations 2026</title>
<link rel="self" href="http://www.legislation.gov.uk/id/uksi/2026/88"/><updated>2026-03-01T09:00:00Z</updated>
<published>2026-02-20T00:00:00Z</published><ukm:DocumentMainType Value="UnitedKingdomStatutoryInstrument"/><summary>Lenders must explain.</summary></entry>
<entry><id>http://www.legislation.gov.uk/id/ukpga/2026/3</id><title>Scoring Act 2026</title><updated>2026-03-01T09:00:00Z</updated></entry>
</feed>"""
UK = "https://www.legislation.gov.uk/new/data.feed"
ACT = """<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation" DocumentURI="http://www.legislation.gov.uk/uksi/2026/88">
<ukm:Metadata xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>The Automated Lending Regulations 2026</dc:title><ukm:SecondaryMetadata><ukm:Made Date="2026-02-20"/>
<ukm:ComingIntoForce><ukm:DateTime Date="2026-10-01"/><ukm:DateTime Date="2027-04-01"/></ukm:ComingIntoForce></ukm:SecondaryMetadata></ukm:Metadata>
<Secondary><Body><P1><Pnumber>1</Pnumber><P1para><Text>A lender must <Emphasis>explain</Emphasis> a score.</Text></P1para></P1></Body></Secondary></Legislation>"""


def test_a_feed_of_legislation_lists_instruments_by_number() -> None:
    read = parse(legislation_gov_uk, UK, ATOM.encode())
    instrument, law = read.documents
    assert (instrument.url, instrument.identifiers) == ("https://www.legislation.gov.uk/uksi/2026/88", ("uksi:2026/88",))
    assert (instrument.document_type, law.document_type) == (DocumentType.RULE, DocumentType.LAW)
    assert instrument.published_at == datetime(2026, 2, 20, tzinfo=UTC)
    assert [get.url for get in read.next] == ["https://www.legislation.gov.uk/new/data.feed?page=2"]
    assert [d.title for d in parse(legislation_gov_uk, UK, ATOM.encode(), types=["ukpga"]).documents] == ["Scoring Act 2026"]


def test_one_act_brings_its_text_and_its_days() -> None:
    (document,) = parse(legislation_gov_uk, "https://www.legislation.gov.uk/uksi/2026/88/data.xml", ACT.encode()).documents
    assert document.text == "1\nA lender must explain a score."
    assert [(one.kind, one.on) for one in document.dates] == [
        (DateKind.EFFECTIVE, date(2026, 10, 1)),
        (DateKind.APPLICATION, date(2027, 4, 1)),
    ]
    assert document.status is Status.ADOPTED_NOT_IN_FORCE


@pytest.mark.parametrize(
    ("body", "cause"),
    [(ATOM.encode()[:-20], Cause.PARSE_XML), (b"<html/>", Cause.NOT_A_FEED), (b"", Cause.PARSE_XML), (b"<feed/>", Cause.EMPTY)],
)
def test_legislation_that_cannot_be_read_says_why(body: bytes, cause: Cause) -> None:
    assert parse(legislation_gov_uk, UK, body).cause is cause


def test_recorded_legislation_is_read(shared: Path) -> None:
    path = shared / "data/crawl/corpus/xml_api/shotleybuilder/introduction_text_dates.xml"
    (document,) = parse(legislation_gov_uk, UK, path.read_bytes()).documents
    assert document.title.startswith("The Health and Safety")
    assert [(one.kind, one.on) for one in document.dates] == [(DateKind.EFFECTIVE, date(2024, 10, 1))]
    assert document.published_at == datetime(2024, 9, 9, 23, 0, tzinfo=UTC), "a day of London in summer"


# ---- Congress and Regulations.gov ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "url"),
    [(congress, "https://api.congress.gov/v3/bill/119/hr"), (regulations_gov, "https://api.regulations.gov/v4/documents")],
)
def test_keys_travel_in_a_header(module: Any, url: str) -> None:
    (get,) = module.KIND().start(source(module, url, key=KEY))
    assert (get.headers["X-Api-Key"], get.secrets) == ("${SOME_KEY}", (KEY,))
    assert "SOME_KEY" not in get.url
    with pytest.raises(ValidationError):
        module.Options(key="a-literal-key")


def test_bills_are_revised_by_their_actions(shared: Path) -> None:
    url = "https://api.congress.gov/v3/bill"
    read = parse(congress, url, (shared / "data/crawl/corpus/json_api/calebwhite-io/congress_bills.json").read_bytes(), key=KEY)
    assert [document.identifiers for document in read.documents] == [
        ("usbill:119-hr-5005",),
        ("usbill:119-s-2200",),
        ("usbill:119-hr-4400",),
    ]
    assert read.documents[1].url == "https://www.congress.gov/bill/119th-congress/senate-bill/2200"
    assert {document.document_type for document in read.documents} == {DocumentType.BILL}


def test_a_bill_that_became_law_is_law() -> None:
    bill = {
        "congress": 122,
        "type": "HJRES",
        "number": 7,
        "title": "On scoring",
        "latestAction": {"actionDate": "2026-02-01", "text": "Became Public Law No: 122-4."},
    }
    body = {
        "bills": [bill, {"title": "no number"}],
        "pagination": {"next": "https://api.congress.gov/v3/bill?offset=250&limit=250&format=json"},
    }
    read = parse(congress, "https://api.congress.gov/v3/bill", body, key=KEY)
    (document,) = read.documents
    assert (document.document_type, document.url) == (
        DocumentType.LAW,
        "https://www.congress.gov/bill/122nd-congress/house-joint-resolution/7",
    )
    assert read.next[0].secrets == (KEY,)
    assert read.omitted == 1


def test_comment_periods_end_by_the_clock_of_washington() -> None:
    attributes = {
        "documentType": "Proposed Rule",
        "title": "Scores in lending",
        "docketId": "CFPB-2026-0004",
        "frDocNum": "2026-01234",
        "postedDate": "2026-02-27T05:00:00Z",
        "commentEndDate": "2026-04-29T03:59:59Z",
    }
    body = {
        "data": [{"id": "CFPB-2026-0004-0001", "type": "documents", "attributes": attributes}],
        "meta": {"hasNextPage": True, "totalElements": 0},
    }
    url = "https://api.regulations.gov/v4/documents?page[number]=1"
    read = parse(regulations_gov, url, body, key=KEY)
    (document,) = read.documents
    assert document.dates == (LegalDate(DateKind.COMMENT_CLOSE, date(2026, 4, 28)),)
    assert document.identifiers == ("docket:CFPB-2026-0004", "frdoc:2026-01234")
    assert dict(parse_qsl(urlsplit(read.next[0].url).query))["page[number]"] == "2"


def test_recorded_dockets_of_version_3_are_read(shared: Path) -> None:
    folder = shared / "data/crawl/corpus/json_api/usnationalarchives"
    name = "4__keys_used_in_tests_above_actually_exist_in_the_api_response_0.json"
    read = parse(regulations_gov, "https://api.regulations.gov/v4/documents", (folder / name).read_bytes(), key=KEY)
    assert len(read.documents) == 20
    assert read.documents[0].identifiers == ("docket:EPA-HQ-SFUND-2005-0011",)


# ---- CAC ----------------------------------------------------------------------------------------------------------------

CAC = "https://www.cac.gov.cn/wxzw/zcfg/A093703index_1.htm"
ROWS = """<html><body><div id="loadingInfoPage"><ul>
<li><h5><a href="//www.cac.gov.cn/2026-02/27/c_1.htm">关于算法推荐的通知</a></h5><div class="times">2026-02-27</div></li>
<li><h5><a href="/2026-01/15/c_2.htm">生成式服务管理规定</a></h5></li></ul></div></body></html>"""


def test_a_chinese_list_has_its_dates_in_its_own_zone() -> None:
    first, second = parse(cac, CAC, ROWS.encode(), "zh").documents
    assert (first.url, first.title) == ("https://www.cac.gov.cn/2026-02/27/c_1.htm", "关于算法推荐的通知")
    assert first.published_at == datetime(2026, 2, 26, 16, 0, tzinfo=UTC)
    assert second.published_at == datetime(2026, 1, 14, 16, 0, tzinfo=UTC), "the row has none, its address has"


def test_a_chinese_list_in_new_clothes_is_still_read() -> None:
    items = "".join(
        f'<li><a href="/2026-02/{n:02}/c_{n}.htm">关于人工智能第{n}号公告的说明</a><span>2026-02-{n:02}</span></li>' for n in range(10, 20)
    )
    read = parse(cac, CAC, f"<html><body><ul class='new'>{items}</ul></body></html>".encode(), "zh")
    assert len(read.documents) == 10
    assert read.documents[0].published_at == datetime(2026, 2, 9, 16, 0, tzinfo=UTC)
    assert "look at them" in read.detail


# ---- all of them --------------------------------------------------------------------------------------------------------

PRESETS: list[tuple[Any, str, dict[str, Any], Any]] = [
    (federal_register, FR, {}, {"results": [fr_item()], "next_page_url": FR}),
    (cellar, SPARQL, {}, bindings(act("32026R0017", force="2026-03-01"))),
    (govuk, SEARCH, {}, {"results": [{"title": "T", "link": "/g", "organisations": [{"title": "O"}]}]}),
    (govuk, CONTENT, {}, {"title": "T", "base_path": "/x", "details": {"body": [{"content_type": "text/html", "content": "x"}]}}),
    (congress, "https://api.congress.gov/v3/bill", {"key": KEY}, {"bills": [{"congress": 119, "type": "HR", "number": "1", "title": "T"}]}),
    (regulations_gov, "https://api.regulations.gov/v4/documents", {"key": KEY}, {"data": [{"id": "A-1", "attributes": {"title": "T"}}]}),
    (legislation_gov_uk, UK, {}, ATOM.encode()),
    (cac, CAC, {}, ROWS.encode()),
]


def _mutant(body: bytes, edits: list[tuple[int, bytes, int]]) -> bytes:
    for at, put, cut in edits:
        at %= len(body) + 1
        body = body[:at] + put + body[at + cut :]
    return body


@given(st.integers(0, len(PRESETS) - 1), st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=4), st.integers(0, 12)), max_size=4))
def test_any_mutation_of_an_answer_ends_in_an_answer(which: int, edits: list[tuple[int, bytes, int]]) -> None:
    module, url, options, body = PRESETS[which]
    whole = body if isinstance(body, bytes) else json.dumps(body).encode()
    read = parse(module, url, _mutant(whole, edits), **options)
    assert read.documents or read.cause is not Cause.NONE
    assert all(re.match(r"https?://", document.url) and document.title for document in read.documents)


_ODD: list[Callable[[], Any]] = [lambda: None, list, dict, lambda: 0, lambda: "x", lambda: [None], lambda: {"x": [1]}]


@pytest.mark.parametrize(("module", "url", "options", "body"), [row for row in PRESETS if not isinstance(row[3], bytes)])
def test_a_value_of_the_wrong_shape_costs_at_most_its_item(module: Any, url: str, options: dict[str, Any], body: Any) -> None:
    def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [path, *(found for name, inner in below for found in places(inner, (*path, name)))]

    for path in places(body)[1:]:
        for odd in _ODD:
            changed = json.loads(json.dumps(body))
            spot = changed
            for step in path[:-1]:
                spot = spot[step]
            spot[path[-1]] = odd()
            read = parse(module, url, changed, **options)
            assert read.documents or read.cause is not Cause.NONE


@pytest.mark.parametrize(
    ("module", "page", "api"),
    [
        (
            federal_register,
            "https://www.federalregister.gov/documents/search?conditions%5Bterm%5D=ai",
            "https://www.federalregister.gov/api/v1/documents.json?conditions%5Bterm%5D=ai&",
        ),
        (federal_register, "https://www.federalregister.gov/agencies/x", "https://www.federalregister.gov/api/v1/documents.json?fields"),
        (cellar, "https://eur-lex.europa.eu/homepage.html", "http://publications.europa.eu/webapi/rdf/sparql?query="),
        (govuk, "https://www.gov.uk/government/consultations/x", "https://www.gov.uk/api/content/government/consultations/x"),
        (govuk, "https://www.gov.uk/search/all?keywords=ai+act", "https://www.gov.uk/api/search.json?q=ai%20act&"),
        (congress, "https://www.congress.gov/search?q=x", "https://api.congress.gov/v3/bill?format=json"),
        (
            regulations_gov,
            "https://www.regulations.gov/docket/FTC-2026-0001",
            "https://api.regulations.gov/v4/documents?filter[docketId]=FTC-2026-0001&",
        ),
        (legislation_gov_uk, "https://www.legislation.gov.uk/uksi/2026/88", "https://www.legislation.gov.uk/uksi/2026/88/data.xml"),
        (legislation_gov_uk, "https://www.legislation.gov.uk/new/uksi", "https://www.legislation.gov.uk/new/uksi/data.feed"),
    ],
)
def test_a_page_of_the_site_leads_to_its_service(module: Any, page: str, api: str) -> None:
    keyed = {"key": KEY} if module in (congress, regulations_gov) else {}
    (get,) = module.KIND().start(source(module, page, **keyed))
    assert get.url.startswith(api)


def test_a_preset_runs_in_a_crawl(real: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "k-1234567890")
    bills = {"bills": [{"congress": 119, "type": "HR", "number": "1", "title": "On scoring"}]}
    path = "/v3/bill?format=json&sort=updateDate+desc&limit=250"
    real.origin.reply(path, json.dumps(bills).encode(), Content_Type="application/json")
    result = real.one("/v3/bill", kind="congress", options=congress.Options(key=KEY))
    assert (result.outcome, result.items) == (Outcome.CHANGED, 1)
    assert real.origin.seen[-1].headers["x-api-key"] == "k-1234567890"
    assert "k-1234567890" not in repr(result)
