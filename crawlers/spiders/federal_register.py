"""The United States Federal Register by its documents API: rules, proposed rules, notices and presidential documents.

Effective dates and ends of comment periods come from the API's own fields, so they are certain where they are given.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field

from crawlers.api.records import Listed, Record, at, day_of, legal_dates, many, read_answer, words
from crawlers.api.request import onward, with_params
from crawlers.base import Fetched, Get, Parsed, Reading
from crawlers.feeds.entry import web_link
from policywatch.types import DateKind, DocumentType, Source, Status

_ZONE = "America/New_York"
_FIELDS = (
    "title type subtype abstract action document_number html_url publication_date agencies effective_on comments_close_on dates "
    "docket_ids regulation_id_numbers executive_order_number"
).split()
#: the words of answers, and the codes of questions
_CODES = {"rule": "RULE", "proposed rule": "PRORULE", "notice": "NOTICE", "presidential document": "PRESDOCU"}
_TYPES = {
    "RULE": DocumentType.RULE,
    "PRORULE": DocumentType.PROPOSAL,
    "NOTICE": DocumentType.OTHER,
    "PRESDOCU": DocumentType.DECISION,
}
_DOCKET = re.compile(r"\b(?=[A-Z0-9_-]*\d)[A-Z0-9_]+(?:-[A-Z0-9_]+)+\b")
_RIN = re.compile(r"\d{4}-[A-Z]{2}\d{2}")


class Options(BaseModel):
    """What is asked for; parameters that stand in the url already are kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: list[str] = Field(default_factory=list, max_length=20, description="Phrases; a document with any of them is listed.")
    types: list[Literal["RULE", "PRORULE", "NOTICE", "PRESDOCU"]] = Field(
        default_factory=list, description="Codes of the API for types of documents; all when left out."
    )
    agencies: list[str] = Field(
        default_factory=list, max_length=50, description="Slugs of agencies, such as `federal-trade-commission`; all when left out."
    )
    per_page: int = Field(default=100, ge=1, le=1000, description="Documents per page.")
    max_pages: int = Field(default=3, ge=1, le=20, description="Pages that one check reads at most.")


class FederalRegister:
    """Reads documents newest first."""

    def start(self, source: Source) -> Sequence[Get]:
        """The newest page of what is asked for."""
        return (_request(source),)

    def reading(self, source: Source) -> Reading:
        """As many pages as wanted."""
        return Reading(max_pages=_options(source).max_pages)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The documents of one page."""
        return read_answer(source, got, lambda data: _listed(source, got, data), _ZONE)


def _options(source: Source) -> Options:
    return source.options if isinstance(source.options, Options) else Options()


def _request(source: Source) -> Get:
    options = _options(source)
    params = [("fields[]", name) for name in _FIELDS]
    params += [("conditions[type][]", code) for code in options.types]
    params += [("conditions[agencies][]", slug) for slug in options.agencies]
    if options.search:
        phrases = ('"' + phrase.replace('"', " ").strip() + '"' for phrase in options.search)
        params.append(("conditions[term]", " | ".join(phrases)))
    params += [("order", "newest"), ("per_page", str(options.per_page))]
    return Get(with_params(_address(source.url), params), headers={"Accept": "application/json"})


def _address(url: str) -> str:
    """The API; for a page of the site the API with the same conditions, which both write alike."""
    parts = urlsplit(url)
    if parts.hostname != "www.federalregister.gov" or parts.path.startswith("/api/"):
        return url
    return urlunsplit(("https", parts.netloc, "/api/v1/documents.json", parts.query if "conditions" in parts.query else "", ""))


def _listed(source: Source, got: Fetched, data: Any) -> Listed:
    items = [data] if at(data, "document_number") else at(data, "results")
    if not isinstance(items, list):
        # a search without a hit leaves the list out
        return Listed([] if at(data, "count") == 0 else None)
    records = [record for item in items if (record := _record(item, got))]
    url = web_link(words(at(data, "next_page_url")), got.url)
    following = onward(_request(source), url) if url and items else None
    return Listed(records, (following,) if following else (), len(items) - len(records))


def _record(item: Any, got: Fetched) -> Record | None:
    number, title = words(at(item, "document_number")), words(at(item, "title"))
    if not number or not title:
        return None
    code = _code(item)
    effective, closes = day_of(at(item, "effective_on")), day_of(at(item, "comments_close_on"))
    said = words(at(item, "dates"))
    return Record(
        id=number,
        title=title,
        url=web_link(words(at(item, "html_url")), got.url) or f"https://www.federalregister.gov/d/{number}",
        summary=words(at(item, "abstract")) or words(at(item, "action")),
        published=words(at(item, "publication_date")),
        document_type=DocumentType.CONSULTATION if code == "NOTICE" and closes else _TYPES.get(code, DocumentType.UNKNOWN),
        status=_status(code, effective, got.fetched_at.date()),
        dates=legal_dates((DateKind.EFFECTIVE, effective, said), (DateKind.COMMENT_CLOSE, closes, said)),
        identifiers=tuple(_identifiers(item, number)),
        authority=_agency(item),
    )


def _code(item: Any) -> str:
    word = words(at(item, "type"))
    return _CODES.get(word.lower(), word.upper() if word.upper() in _TYPES else "")


def _status(code: str, effective: date | None, today: date) -> Status:
    if code == "PRORULE":
        return Status.PROPOSAL
    if code == "RULE" and effective is not None:
        return Status.IN_FORCE if effective <= today else Status.ADOPTED_NOT_IN_FORCE
    return Status.UNKNOWN


def _identifiers(item: Any, number: str) -> list[str]:
    found = [f"frdoc:{number}"]
    found += [f"rin:{rin}" for text in many(at(item, "regulation_id_numbers")) for rin in _RIN.findall(text.upper())]
    found += [f"docket:{docket}" for text in many(at(item, "docket_ids")) for docket in _DOCKET.findall(text.upper())]
    order = words(at(item, "executive_order_number"))
    return found + ([f"useo:{order}"] if order.isdecimal() else [])


def _agency(item: Any) -> str:
    """The most specific agency: a bureau before the department it belongs to."""
    agencies = at(item, "agencies")
    named = [one for one in agencies if words(at(one, "name"))] if isinstance(agencies, list) else []
    parents = {words(at(one, "parent_id")) for one in named}
    own = [one for one in named if words(at(one, "id")) not in parents] or named
    return ", ".join(words(at(one, "name")) for one in own[:3])


KIND = FederalRegister
