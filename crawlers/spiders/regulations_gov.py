"""Documents in the dockets of Regulations.gov by its API (version 4, and the shape of version 3). Needs a free key of api.data.gov."""

import re
from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from crawlers.api.records import Listed, Record, at, day_of, legal_dates, many, read_answer, words
from crawlers.api.request import param_of, with_params
from crawlers.base import Fetched, Get, Parsed, Reading
from policywatch.secrets import Secret
from policywatch.types import DateKind, DocumentType, Source, Status

#: comment periods end at midnight there, which the API writes as a time of the next day in UTC
_ZONE = "America/New_York"
_TYPES = {"rule": DocumentType.RULE, "proposed rule": DocumentType.PROPOSAL, "notice": DocumentType.OTHER}
DocketType = Literal["Rule", "Proposed Rule", "Notice", "Supporting & Related Material", "Other"]


class Options(BaseModel):
    """What is asked for; further filters may stand in the url."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Secret = Field(description="The key, as `${NAME}` of an environment variable.")
    search: str = Field(default="", max_length=300, description="Words to look for.")
    agencies: list[str] = Field(default_factory=list, max_length=50, description="Short names of agencies, such as `FTC`.")
    types: tuple[DocketType, ...] = Field(
        default=("Rule", "Proposed Rule", "Notice"), description="Types of documents in the words of the site."
    )
    size: int = Field(default=100, ge=5, le=250, description="Documents per page.")
    max_pages: int = Field(default=2, ge=1, le=20, description="Pages that one check reads at most.")


class RegulationsGov:
    """Reads documents, most recently posted first."""

    def start(self, source: Source) -> Sequence[Get]:
        """The newest page; the key goes in a header, so that it stands in no address."""
        return (_request(source, 1),)

    def reading(self, source: Source) -> Reading:
        """As many pages as wanted."""
        return Reading(max_pages=_options(source).max_pages)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The documents of one page."""
        return read_answer(source, got, lambda data: _listed(source, got, data), _ZONE)


def _options(source: Source) -> Options:
    assert isinstance(source.options, Options)
    return source.options


def _request(source: Source, page: int) -> Get:
    options = _options(source)
    params = [("filter[searchTerm]", options.search)] if options.search else []
    params += [("filter[agencyId]", ",".join(options.agencies))] if options.agencies else []
    params += [("filter[documentType]", ",".join(options.types))] if options.types else []
    params += [("sort", "-postedDate"), ("page[size]", str(options.size)), ("page[number]", str(page))]
    headers = {"Accept": "application/json", "X-Api-Key": str(options.key)}
    return Get(with_params(_address(source.url), params), headers=headers, secrets=(options.key,))


def _address(url: str) -> str:
    """The API; for the page of a docket the documents of that docket."""
    parts = urlsplit(url)
    if parts.hostname != "www.regulations.gov":
        return url
    docket = re.match(r"/docket/([A-Za-z0-9_-]+)", parts.path)
    return "https://api.regulations.gov/v4/documents" + (f"?filter[docketId]={docket[1]}" if docket else "")


def _listed(source: Source, got: Fetched, data: Any) -> Listed:
    items = at(data, "data")
    if not isinstance(items, list):
        items = at(data, "documents")
    if not isinstance(items, list):
        return Listed(None)
    records = [record for item in items if (record := _record(item))]
    here = param_of(got.url, "page[number]") or "1"
    more = at(data, "meta", "hasNextPage") is True and here.isdecimal() and len(here) < 6
    following = (_request(source, int(here) + 1),) if more and items else ()
    return Listed(records, following, len(items) - len(records))


def _record(item: Any) -> Record | None:
    fields = at(item, "attributes") or item
    number = words(at(item, "id")) or words(at(item, "documentId"))
    title = words(at(fields, "title"))
    if not number or not title:
        return None
    word = words(at(fields, "documentType")).lower()
    closes = day_of(at(fields, "commentEndDate") or at(fields, "commentDueDate"), _ZONE)
    effective = day_of(at(fields, "effectiveDate"), _ZONE)
    kind = _TYPES.get(word, DocumentType.OTHER if word else DocumentType.UNKNOWN)
    return Record(
        id=number,
        title=title,
        url=f"https://www.regulations.gov/document/{number}",
        summary=words(at(fields, "docAbstract")) or words(at(fields, "docketTitle")),
        published=words(at(fields, "postedDate")),
        document_type=DocumentType.CONSULTATION if kind is DocumentType.OTHER and word == "notice" and closes else kind,
        status=_status(fields, word),
        dates=legal_dates((DateKind.COMMENT_CLOSE, closes, ""), (DateKind.EFFECTIVE, effective, "")),
        identifiers=tuple(_identifiers(fields)),
    )


def _status(fields: Any, word: str) -> Status:
    if at(fields, "withdrawn") is True:
        return Status.WITHDRAWN
    return Status.PROPOSAL if word == "proposed rule" else Status.UNKNOWN


def _identifiers(fields: Any) -> list[str]:
    found = [f"docket:{docket.upper()}" for docket in many(at(fields, "docketId"))]
    found += [f"frdoc:{number}" for number in many(at(fields, "frDocNum")) if any(c.isdecimal() for c in number)]
    return found + [f"rin:{rin}" for rin in many(at(fields, "rin")) if rin[:4].isdecimal()]


KIND = RegulationsGov
