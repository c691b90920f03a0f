"""An API that answers with JSON: the request as a template, the answer read by JMESPath expressions.

Keys stand as `${NAME}` in params, headers or body and never reach a log or the store.
"""

from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from crawlers.api.mapping import Expression, Fields, find, record_of
from crawlers.api.records import Listed, read_answer, words
from crawlers.api.request import Template, check_headers, content_type_of, onward, param_of, secrets_of, text_of, with_number, with_params
from crawlers.base import Fetched, Get, Parsed, Reading
from policywatch.scalars import Zone, fault
from policywatch.types import DateKind, DocumentType, Source


class Paging(BaseModel):
    """How further pages are asked for; totals that an answer names are not believed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    next: Expression | None = Field(default=None, description="Where the answer names the address of its next page.")
    page: str | None = Field(default=None, max_length=100, description="Parameter (or field of the body) that holds the number of a page.")
    offset: str | None = Field(default=None, max_length=100, description="Parameter (or field of the body) that counts items to skip.")
    first: int | None = Field(default=None, ge=0, le=1_000_000, description="Number of the first page; 1 when left out, 0 for an offset.")
    size: int | None = Field(default=None, ge=1, le=10_000, description="Items of a full page; a shorter page is the last.")
    max_pages: int = Field(default=3, ge=1, le=50, description="Pages that one check reads at most.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(way is not None for way in (self.next, self.page, self.offset)) != 1:
            raise fault("names no way or several: write one of 'next', 'page' and 'offset'")
        if self.offset is not None and self.size is None:
            raise fault("has an offset without a size: write 'size' as well")
        return self


class Options(BaseModel):
    """The request and the mapping."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    method: Literal["GET", "POST"] = Field(default="GET", description="How the API is asked.")
    params: dict[str, Template] = Field(default_factory=dict, max_length=50, description="Parameters of the address.")
    headers: dict[str, Template] = Field(default_factory=dict, max_length=20, description="Headers of the request.")
    body: Template | None = Field(default=None, description="Body of a POST, as JSON or form text.")
    items: Expression = Field(default="@", description="Where the list of items stands in the answer.")
    fields: Fields = Field(description="Where the parts of an item stand, as JMESPath expressions.")
    types: dict[str, DocumentType] = Field(default_factory=dict, max_length=100, description="The source's words for types, translated.")
    dates: dict[DateKind, Expression] = Field(default_factory=dict, description="Where dates that bind somebody stand, by kind.")
    identifiers: dict[str, Expression] = Field(
        default_factory=dict, max_length=20, description="Where official identifiers stand, by scheme such as `docket`."
    )
    paging: Paging | None = Field(default=None, description="How further pages are asked for; left out, one page is read.")
    zone: Zone | None = Field(default=None, description="IANA zone of dates that are written without one.")
    day_first: bool | None = Field(default=None, description="Whether 03/04/2026 is the third of April; left out, the language decides.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check_headers(self.headers)
        if self.body is not None and self.method != "POST":
            raise fault("has a body but no method POST: write 'method: POST'")
        paged = self.paging and (self.paging.page or self.paging.offset)
        if self.body is not None and paged and content_type_of(text_of(self.body)) == "application/json":
            try:
                with_number(text_of(self.body), paged, 1)
            except ValueError as error:
                raise fault("has a body that is no JSON: correct it") from error
        return self


class JsonApi:
    """Asks once per page and reads items by expression."""

    def start(self, source: Source) -> Sequence[Get]:
        """The first page; all pages when their number stands in the body, which no answer repeats."""
        options = _options(source)
        first, paging = _request(source, options), options.paging
        name = (paging.page or paging.offset) if paging else None
        if paging is None or name is None or with_number(first.body.decode(), name, 0) is None:
            return (first,)
        numbers = [_first(paging) + step * _step(paging) for step in range(paging.max_pages)]
        bodies = [with_number(first.body.decode(), name, number) or "" for number in numbers]
        return tuple(Get(first.url, first.method, first.headers, body.encode(), first.secrets) for body in bodies)

    def reading(self, source: Source) -> Reading:
        """As many pages as the paging allows."""
        paging = _options(source).paging
        return Reading(max_pages=paging.max_pages if paging else 1)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The items in the answer's order."""
        options = _options(source)
        return read_answer(source, got, lambda data: _listed(source, got, options, data), options.zone, options.day_first)


def _options(source: Source) -> Options:
    assert isinstance(source.options, Options)
    return source.options


def _first(paging: Paging) -> int:
    return paging.first if paging.first is not None else 0 if paging.offset else 1


def _step(paging: Paging) -> int:
    return paging.size or 1 if paging.offset else 1


def _request(source: Source, options: Options) -> Get:
    params = [(name, text_of(parts)) for name, parts in options.params.items()]
    paging = options.paging
    body = text_of(options.body) if options.body is not None else ""
    if paging and (name := paging.page or paging.offset) and name not in options.params and with_number(body, name, 0) is None:
        params.append((name, str(_first(paging))))
    headers = {"Accept": "application/json"} | {name: text_of(parts) for name, parts in options.headers.items()}
    if body and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = content_type_of(body)
    secrets = secrets_of([*options.params.values(), *options.headers.values(), options.body or ()])
    url = with_params(source.url, params) if params else source.url
    return Get(url, options.method, headers, body.encode(), secrets)


def _listed(source: Source, got: Fetched, options: Options, data: Any) -> Listed:
    items = find(options.items, data)
    if not isinstance(items, list):
        return Listed(None)
    found = [
        record_of(item, options.fields, got.url, options.types, options.dates, options.identifiers, options.zone or "", source.language)
        for item in items
    ]
    records = [record for record in found if record is not None]
    following = _next(source, got, options, data, len(items))
    return Listed(records, (following,) if following else (), len(found) - len(records))


def _next(source: Source, got: Fetched, options: Options, data: Any, count: int) -> Get | None:
    paging = options.paging
    if paging is None or not count or (paging.size is not None and count < paging.size):
        return None
    asked = _request(source, options)
    if paging.next:
        from crawlers.feeds.entry import web_link

        url = web_link(words(find(paging.next, data)), got.url)
        return onward(asked, _keyed(asked, url)) if url else None
    name = paging.page or paging.offset or ""
    if with_number(asked.body.decode(), name, 0) is not None:
        return None
    here = param_of(got.url, name) or ""
    if not here.isdecimal() or len(here) > 9:
        here = str(_first(paging))
    return onward(asked, with_params(asked.url, [(name, str(int(here) + _step(paging)))]))


def _keyed(asked: Get, url: str) -> str:
    """The next address with the parameters that hold keys, which answers rightly leave out."""
    from urllib.parse import parse_qsl, urlsplit

    names = [str(secret) for secret in asked.secrets]
    keys = [(name, value) for name, value in parse_qsl(urlsplit(asked.url).query) if any(one in value for one in names)]
    return with_params(url, keys) if keys else url


KIND = JsonApi
