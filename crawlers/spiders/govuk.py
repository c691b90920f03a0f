"""GOV.UK by its search API (lists) and its content API (one page or collection), whichever the url names.

The content API carries the text, the day a consultation closes, and whether a page is withdrawn.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from crawlers.api.records import Listed, Record, at, day_of, legal_dates, read_answer, words
from crawlers.api.request import param_of, with_params
from crawlers.base import Fetched, Get, Parsed, Reading
from crawlers.feeds.entry import web_link
from policywatch.types import DateKind, DocumentType, LegalDate, Source, Status

_ZONE = "Europe/London"
_SITE = "https://www.gov.uk"
_FIELDS = "title,link,description,public_timestamp,content_store_document_type,organisations,content_id"
_TYPES = {
    DocumentType.CONSULTATION: "consultation open_consultation closed_consultation consultation_outcome call_for_evidence open_call_for_evidence "
    "closed_call_for_evidence call_for_evidence_outcome",
    DocumentType.GUIDANCE: "guidance detailed_guide statutory_guidance guide manual manual_section hmrc_manual_section regulation notice "
    "promotional form map international_treaty",
    DocumentType.REPORT: "policy_paper research independent_report corporate_report impact_assessment statistics official_statistics "
    "national_statistics transparency foi_release",
    DocumentType.SPEECH_PRESS: "news_story press_release speech written_statement oral_statement authored_article government_response "
    "world_news_story",
    DocumentType.DECISION: "decision cma_case employment_tribunal_decision utaac_decision asylum_support_decision tax_tribunal_decision",
}
_BY_NAME = {name: kind for kind, names in _TYPES.items() for name in names.split()}


class Options(BaseModel):
    """What a search asks for; the content API needs none of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: str = Field(default="", max_length=300, description="Words to look for; a phrase stands in quotation marks.")
    organisations: list[str] = Field(
        default_factory=list, max_length=50, description="Slugs of organisations, such as `information-commissioner-s-office`."
    )
    document_types: list[str] = Field(
        default_factory=list, max_length=50, description="Types in the words of GOV.UK, such as `open_consultation`."
    )
    count: int = Field(default=100, ge=1, le=1000, description="Results per page.")
    max_pages: int = Field(default=2, ge=1, le=20, description="Pages that one check reads at most.")


class GovUk:
    """Reads search results, or one content item."""

    def start(self, source: Source) -> Sequence[Get]:
        """The newest results, or the item."""
        return (_request(source),)

    def reading(self, source: Source) -> Reading:
        """As many pages as wanted."""
        return Reading(max_pages=_options(source).max_pages)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The results, the documents of a collection, or the one item."""
        return read_answer(source, got, lambda data: _listed(source, got, data), _ZONE)


def _options(source: Source) -> Options:
    return source.options if isinstance(source.options, Options) else Options()


def _request(source: Source) -> Get:
    headers = {"Accept": "application/json"}
    url = _address(source.url)
    if "/api/search" not in urlsplit(url).path:
        return Get(url, headers=headers)
    options = _options(source)
    params = [("q", options.search)] if options.search else []
    params += [("filter_organisations", slug) for slug in options.organisations]
    params += [("filter_content_store_document_type", name) for name in options.document_types]
    params += [("fields", _FIELDS), ("order", "-public_timestamp"), ("count", str(options.count)), ("start", "0")]
    return Get(with_params(url, params), headers=headers)


def _address(url: str) -> str:
    """The API; for a page of the site the API's view of it, for a search of the site the same search."""
    parts = urlsplit(url)
    if parts.hostname != "www.gov.uk" or parts.path.startswith("/api/"):
        return url
    if not parts.path.startswith("/search"):
        return f"{_SITE}/api/content{parts.path}"
    asked_for = param_of(url, "keywords")
    return with_params(f"{_SITE}/api/search.json", [("q", asked_for)] if asked_for else [])


def _listed(source: Source, got: Fetched, data: Any) -> Listed:
    results = at(data, "results")
    if isinstance(results, list):
        records = [record for item in results if (record := _result(item, got))]
        return Listed(records, _next(source, got, len(results)), len(results) - len(records))
    members = at(data, "links", "documents")
    if words(at(data, "document_type")) == "document_collection" and isinstance(members, list):
        records = [record for item in members if (record := _content(item, got))]
        return Listed(records, (), len(members) - len(records))
    record = _content(data, got)
    return Listed([record] if record else None)


def _next(source: Source, got: Fetched, count: int) -> tuple[Get, ...]:
    size, here = _options(source).count, param_of(got.url, "start") or "0"
    if count < size or not here.isdecimal() or len(here) > 9:
        return ()
    first = _request(source)
    return (Get(with_params(first.url, [("start", str(int(here) + size))]), headers=first.headers),)


def _result(item: Any, got: Fetched) -> Record | None:
    title, url = words(at(item, "title")), web_link(words(at(item, "link")), _SITE)
    if not title or not url:
        return None
    kind = words(at(item, "content_store_document_type")) or words(at(item, "format"))
    return Record(
        id=words(at(item, "content_id")) or url,
        title=title,
        url=url,
        summary=words(at(item, "description")),
        published=words(at(item, "public_timestamp")),
        document_type=_BY_NAME.get(kind, DocumentType.UNKNOWN),
        status=Status.CONSULTATION if kind.startswith("open_c") else Status.UNKNOWN,
        authority=_organisation(at(item, "organisations")),
    )


def _content(item: Any, got: Fetched) -> Record | None:
    title, url = words(at(item, "title")), web_link(words(at(item, "base_path")), _SITE)
    if not title or not url:
        return None
    kind = words(at(item, "document_type"))
    return Record(
        id=":".join(filter(None, (words(at(item, "content_id")), words(at(item, "locale"))))) or url,
        title=title,
        url=url,
        summary=words(at(item, "description")),
        text=_body(at(item, "details")),
        published=words(at(item, "public_updated_at")) or words(at(item, "first_published_at")),
        language=words(at(item, "locale"))[:35],
        document_type=_BY_NAME.get(kind, DocumentType.UNKNOWN),
        status=_status(item, kind),
        dates=_dates(item),
        authority=_organisation(at(item, "links", "organisations")),
    )


def _body(details: Any) -> str:
    """The text in whichever form the schema has it: one body, a body per format, or parts with bodies."""
    body = at(details, "body")
    if isinstance(body, list):
        html = [one for one in body if words(at(one, "content_type")) == "text/html"] or body
        body = at(html, 0, "content")
    parts = at(details, "parts")
    texts = [body] if body else [at(part, "body") for part in parts] if isinstance(parts, list) else []
    return "\n".join(text for text in texts if isinstance(text, str))


def _dates(item: Any) -> tuple[LegalDate, ...]:
    closes = day_of(at(item, "details", "closing_date"), _ZONE)
    return legal_dates((DateKind.COMMENT_CLOSE, closes, ""))


def _status(item: Any, kind: str) -> Status:
    if at(item, "withdrawn_notice"):
        return Status.WITHDRAWN
    return Status.CONSULTATION if kind.startswith("open_c") else Status.UNKNOWN


def _organisation(organisations: Any) -> str:
    named = organisations if isinstance(organisations, list) else []
    return ", ".join(filter(None, (words(at(one, "title")) for one in named[:3])))


KIND = GovUk
