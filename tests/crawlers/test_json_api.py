"""The kind `json_api`: requests from templates, records by expression, keys that no one sees."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crawlers.api.records import at, day_of, words
from crawlers.base import Fetched, Parsed
from crawlers.spiders.json_api import JsonApi, Options
from policywatch.types import Cause, DateKind, DocumentType, LegalDate, Outcome, Source

#: the long run of any input is in test_any_input.py

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = "s3cr3t+key/9f8e7d"
FIELDS = {"title": "title", "id": "id", "url": "link"}


def source(url: str = "https://api.example/v1/rules", **options: Any) -> Source:
    return Source("s", "json_api", url, language="en", options=Options(**{"items": "results", "fields": FIELDS, **options}))


def parse(data: Any, at_url: str = "https://api.example/v1/rules", **options: Any) -> Parsed:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return JsonApi().parse(source(**options), Fetched(at_url, 200, {}, body, NOW))


def row(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "title": f"Rule {number}", "link": f"/rules/{number}", **more}


def test_expressions_read_an_item() -> None:
    item = {
        "ref": {"no": "2026/17"},
        "names": [{"lang": "fr", "v": "Règle"}, {"lang": "en", "v": "Rule on scoring"}],
        "gist": "<p>Scores &amp; people</p>",
        "kind": "Proposed Rule",
        "when": "2026-02-27T15:00:00-05:00",
        "closes": "2026-04-01T03:59:59Z",
        "dockets": ["A-1", "A-2"],
    }
    read = parse(
        {"results": [item]},
        fields={
            "title": "names[?lang=='en'].v | [0]",
            "id": "ref.no",
            "url_template": "https://www.example/d/{ref.no}",
            "summary": "gist",
            "published": "when",
            "type": "kind",
        },
        types={"proposed rule": "proposal"},
        dates={"comment_close": "closes"},
        identifiers={"docket": "dockets"},
        zone="America/New_York",
    )
    (document,) = read.documents
    assert (document.title, document.url, document.summary) == ("Rule on scoring", "https://www.example/d/2026%2F17", "Scores & people")
    assert document.published_at == datetime(2026, 2, 27, 20, 0, tzinfo=UTC)
    assert document.document_type is DocumentType.PROPOSAL
    assert document.dates == (LegalDate(DateKind.COMMENT_CLOSE, date(2026, 3, 31)),), "offices close by their own clock"
    assert document.identifiers == ("docket:A-1", "docket:A-2")
    assert read.complete


def test_a_moved_deadline_is_a_revision_and_a_moved_counter_is_not() -> None:
    first, second, third = (
        parse({"results": [row(1, closes=day, views=views)]}, dates={"comment_close": "closes"}).documents[0]
        for day, views in (("2026-04-01", 3), ("2026-04-01", 4), ("2026-05-01", 4))
    )
    assert first.key == second.key == third.key
    assert first.fingerprint == second.fingerprint != third.fingerprint


def test_a_repeated_id_hides_nothing() -> None:
    read = parse({"results": [row(1), {**row(1), "title": "Another", "link": "/x"}]})
    assert len({document.key for document in read.documents}) == 2


def test_totals_are_not_believed() -> None:
    assert len(parse({"total": 0, "results": [row(1), row(2)]}).documents) == 2


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"<html>", Cause.PARSE_JSON),
        (b"[" * 100_000, Cause.PARSE_JSON),
        (b'{"results": 1' + b"0" * 5000 + b"}", Cause.PARSE_JSON),
        ({"items": []}, Cause.LAYOUT_CHANGED),
        ({"results": "none"}, Cause.LAYOUT_CHANGED),
        ({"results": [{"id": 1}]}, Cause.LAYOUT_CHANGED),
        ({"results": []}, Cause.EMPTY),
    ],
)
def test_nothing_to_read_says_why(data: Any, cause: Cause) -> None:
    read = parse(data)
    assert (read.cause, read.complete, read.documents) == (cause, False, ())


def test_items_without_a_title_are_counted() -> None:
    read = parse({"results": [row(1), {"id": 2}]})
    assert (len(read.documents), read.omitted, read.complete) == (1, 1, False)


def test_next_pages_stay_on_their_site() -> None:
    paging = {"next": "next"}
    here = parse({"results": [row(1)], "next": "http://api.example/v1/rules?page=2"}, paging=paging)
    assert [get.url for get in here.next] == ["https://api.example/v1/rules?page=2"]
    for stranger in ("https://evil.example/?page=2", "javascript:1", "https://api.example:8443/x", {"a": 1}, None):
        assert parse({"results": [row(1)], "next": stranger}, paging=paging).next == ()


def test_numbers_lead_from_page_to_page_until_one_is_short() -> None:
    paging = {"page": "p", "size": 2}
    assert [get.url for get in JsonApi().start(source(paging=paging))] == ["https://api.example/v1/rules?p=1"]
    full = parse({"results": [row(1), row(2)]}, "https://api.example/v1/rules?p=7", paging=paging)
    assert [get.url for get in full.next] == ["https://api.example/v1/rules?p=8"]
    assert parse({"results": [row(1)]}, paging=paging).next == ()
    skip = parse({"results": [row(1), row(2)]}, "https://api.example/v1/rules?o=2", paging={"offset": "o", "size": 2})
    assert [get.url for get in skip.next] == ["https://api.example/v1/rules?o=4"]


def test_a_number_in_the_body_is_asked_for_beforehand() -> None:
    asked = JsonApi().start(source(method="POST", body='{"page": 1, "q": "ai"}', paging={"page": "page", "max_pages": 2}))
    assert [json.loads(get.body)["page"] for get in asked] == [1, 2]
    assert asked[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "options",
    [
        {"items": "results[?"},
        {"fields": {"title": "t"}},
        {"fields": {"title": "t", "url_template": "https://{host}/x"}},
        {"headers": {"Host": "x"}},
        {"headers": {"X": "a\nb"}},
        {"body": "{}"},
        {"paging": {"page": "p", "next": "n"}},
        {"paging": {"offset": "o"}},
        {"zone": "Mars/Olympus"},
        {"colour": "blue"},
    ],
)
def test_options_that_cannot_work_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Options(**{"items": "results", "fields": FIELDS, **options})


def test_a_key_is_only_a_name_until_the_wire() -> None:
    (get,) = JsonApi().start(source(params={"q": "a b", "key": "${API_KEY}"}, headers={"Authorization": "Token ${API_KEY}"}))
    assert get.url == "https://api.example/v1/rules?q=a%20b&key=${API_KEY}"
    assert get.headers["Authorization"] == "Token ${API_KEY}"
    assert [secret.name for secret in get.secrets] == ["API_KEY"]


def test_the_site_gets_the_key_and_nobody_else(real: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEY", KEY)
    echo = {"results": [row(1, gist=f"asked with {KEY}")], "next": "/v1?key=s3cr3t%2Bkey%2F9f8e7d&page=2"}
    page = json.dumps(echo).encode()
    for path in ("/v1?key=s3cr3t%2Bkey%2F9f8e7d", "/v1?page=2&key=s3cr3t%2Bkey%2F9f8e7d"):
        real.origin.reply(path, page, ETag=f'"{KEY}"')
    options = Options(
        items="results",
        fields={**FIELDS, "summary": "gist"},
        params={"key": "${API_KEY}"},
        headers={"X-Key": "${API_KEY}"},
        paging={"next": "next"},
    )
    result = real.one("/v1", kind="json_api", options=options)
    assert result.outcome is Outcome.CHANGED
    assert real.origin.paths()[1:] == ["/v1?key=s3cr3t%2Bkey%2F9f8e7d", "/v1?page=2&key=s3cr3t%2Bkey%2F9f8e7d"]
    assert {seen.headers.get("x-key") for seen in real.origin.seen[1:]} == {KEY}
    assert result.documents[0].summary == "asked with ${API_KEY}"
    told = repr(result)
    assert KEY not in told
    assert "s3cr3t" not in told


def test_a_redirect_takes_no_key_to_another_site(real: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEY", KEY)
    real.origin.reply("/v1?key=s3cr3t%2Bkey%2F9f8e7d", status=302, Location=real.origin.url("/other?k=${API_KEY}", host="localhost"))
    real.limits["allow_private_networks"] = ("127.0.0.0/8", "::1/128")
    options = Options(items="results", fields=FIELDS, params={"key": "${API_KEY}"}, headers={"X-Key": "${API_KEY}"})
    result = real.one("/v1", kind="json_api", options=options)
    assert result.outcome is Outcome.FAILED
    (other,) = [seen for seen in real.origin.seen if seen.path.startswith("/other")]
    assert "x-key" not in other.headers
    assert "s3cr3t" not in other.path + repr(result)


def test_a_key_that_is_not_set_says_so(real: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("API_KEY", raising=False)
    result = real.one("/v1", kind="json_api", options=Options(fields=FIELDS, headers={"X-Key": "${API_KEY}"}))
    assert (result.outcome, result.cause) == (Outcome.FAILED, Cause.AUTH)
    assert "API_KEY is not set" in result.detail


@pytest.mark.parametrize(("status", "cause"), [(404, Cause.HTTP_4XX), (500, Cause.HTTP_5XX), (401, Cause.AUTH)])
def test_error_bodies_are_judged_by_their_status(real: Any, status: int, cause: Cause) -> None:
    real.origin.reply("/v1", json.dumps({"code": status, "results": [row(1)]}).encode(), status, Content_Type="application/json")
    result = real.one("/v1", kind="json_api", options=Options(items="results", fields=FIELDS))
    assert result.cause is cause
    assert result.documents == ()


def test_posts_page_by_their_bodies(real: Any) -> None:
    def answer(seen: Any) -> Any:
        page = json.loads(seen.body)["page"]
        return reply(json.dumps({"results": [row(page)] if page < 3 else []}).encode())

    def reply(body: bytes) -> Any:
        real.origin.reply("/made", body)
        return real.origin.pages["/made"]

    real.origin.pages["/v1"] = answer
    options = Options(items="results", fields=FIELDS, method="POST", body='{"page": 0}', paging={"page": "page", "max_pages": 9})
    result = real.one("/v1", kind="json_api", options=options)
    assert (result.outcome, result.items, result.complete) == (Outcome.CHANGED, 2, True)
    assert [(seen.method, json.loads(seen.body)) for seen in real.origin.seen[1:]] == [("POST", {"page": n}) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (14858.0, "14858"),
        (1.5, "1.5"),
        (True, ""),
        (None, ""),
        (["a", 2, {"b": 1}], "a, 2"),
        ({"a": 1}, ""),
        (float("nan"), ""),
        (10**30, ""),
    ],
)
def test_values_as_words(value: Any, text: str) -> None:
    assert words(value) == text


@pytest.mark.parametrize(
    ("value", "zone", "day"),
    [
        ("2026-05-01", "", date(2026, 5, 1)),
        ("2026-05-01T03:59:59Z", "America/New_York", date(2026, 4, 30)),
        ("2026/09/08 23:59:59", "Europe/Brussels", date(2026, 9, 8)),
        ("2026-13-01", "", None),
        ("9999-12-31", "", None),
        ("soon", "", None),
        ({"a": 1}, "", None),
    ],
)
def test_days_of_deadlines(value: Any, zone: str, day: date | None) -> None:
    assert day_of(value, zone) == day


def test_recorded_answers_read_as_mapped(shared: Path) -> None:
    corpus = shared / "data/crawl/corpus"
    court = parse(
        (corpus / "json_listing/freelawproject/ariz_example.json").read_bytes(),
        items="Opinions",
        fields={"id": "Id", "title": "Title", "url": "FileUrl", "published": "FilingDate"},
        identifiers={"uscase": "CaseNumber"},
    )
    assert len(court.documents) >= 4
    assert court.documents[0].url.endswith("/Portals/0/OpinionFiles/Supreme/2025/CR-240064-PR.pdf")
    assert court.documents[0].published_at == datetime(2025, 12, 12, tzinfo=UTC)
    lying = parse(
        (corpus / "json_api/calebwhite-io/eplan_results3.json").read_bytes(),
        items="data",
        fields={"id": "projectid", "title": "projectname", "url_template": "https://eplanning.example/{projectid}"},
    )
    assert len(lying.documents) == 518


def test_every_recorded_answer_ends_in_an_answer(shared: Path) -> None:
    paths = [
        path for folder in ("json_api", "json_listing") for path in (shared / "data/crawl/corpus" / folder).rglob("*") if path.is_file()
    ]
    assert len(paths) == 126
    for path in paths:
        read = parse(path.read_bytes(), items="results || data || documents || Items || [@][]")
        assert read.documents or read.cause is not Cause.NONE


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "title", "link", "results", "next", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_data_ends_in_an_answer(data: Any) -> None:
    for shaped in (data, {"results": data, "next": data}, {"results": [data]}):
        read = parse(shaped, paging={"next": "next"}, dates={"effective": "x"}, identifiers={"n": "x"})
        assert read.documents or read.cause is not Cause.NONE
        assert all(document.url.startswith(("http://", "https://")) and document.title for document in read.documents)
    assert at(data, "results", 0, "x", -1) is None or data
