"""Bills in the Congress of the United States by the Congress.gov API, by their latest action. Needs a free key of api.data.gov."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from crawlers.api.records import Listed, Record, at, read_answer, words
from crawlers.api.request import onward, with_params
from crawlers.base import Fetched, Get, Parsed, Reading
from crawlers.feeds.entry import web_link
from policywatch.secrets import Secret
from policywatch.types import DocumentType, Source, Status

_ZONE = "America/New_York"
#: the code of a type and its words in the addresses for people
_FORMS = {
    "HR": "house-bill",
    "S": "senate-bill",
    "HJRES": "house-joint-resolution",
    "SJRES": "senate-joint-resolution",
    "HCONRES": "house-concurrent-resolution",
    "SCONRES": "senate-concurrent-resolution",
    "HRES": "house-resolution",
    "SRES": "senate-resolution",
}
_LAW = re.compile(r"became public law|signed by president", re.I)


class Options(BaseModel):
    """Which bills are listed; one congress or one type is a longer url (``/v3/bill/119/hr``)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Secret = Field(description="The key, as `${NAME}` of an environment variable.")
    limit: int = Field(default=250, ge=1, le=250, description="Bills per page.")
    max_pages: int = Field(default=2, ge=1, le=20, description="Pages that one check reads at most.")


class Congress:
    """Reads bills, most recently changed first."""

    def start(self, source: Source) -> Sequence[Get]:
        """The newest page; the key goes in a header, so that it stands in no address."""
        return (_request(source),)

    def reading(self, source: Source) -> Reading:
        """As many pages as wanted."""
        return Reading(max_pages=_options(source).max_pages)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The bills of one page; each action is a revision of its bill."""
        return read_answer(source, got, lambda data: _listed(source, got, data), _ZONE)


def _options(source: Source) -> Options:
    assert isinstance(source.options, Options)
    return source.options


def _request(source: Source) -> Get:
    options = _options(source)
    url = with_params(_address(source.url), [("format", "json"), ("sort", "updateDate+desc"), ("limit", str(options.limit))])
    # the plus is part of the value: the API refuses it escaped
    headers = {"Accept": "application/json", "X-Api-Key": str(options.key)}
    return Get(url.replace("updateDate%2Bdesc", "updateDate+desc"), headers=headers, secrets=(options.key,))


def _address(url: str) -> str:
    """The API, also when a page of the site is named."""
    return "https://api.congress.gov/v3/bill" if urlsplit(url).hostname in ("www.congress.gov", "congress.gov") else url


def _listed(source: Source, got: Fetched, data: Any) -> Listed:
    bills = at(data, "bills")
    if not isinstance(bills, list):
        return Listed(None)
    records = [record for bill in bills if (record := _record(bill))]
    url = web_link(words(at(data, "pagination", "next")), got.url)
    following = onward(_request(source), url) if url and bills else None
    return Listed(records, (following,) if following else (), len(bills) - len(records))


def _record(bill: Any) -> Record | None:
    congress, form, number = (words(at(bill, name)) for name in ("congress", "type", "number"))
    title = words(at(bill, "title"))
    if not title or not congress.isdecimal() or not number.isdecimal() or form.upper() not in _FORMS:
        return None
    action, day = words(at(bill, "latestAction", "text")), words(at(bill, "latestAction", "actionDate"))
    passed = _LAW.search(action) is not None
    return Record(
        id=f"{congress}-{form.lower()}-{number}",
        title=title,
        url=f"https://www.congress.gov/bill/{_ordinal(int(congress))}-congress/{_FORMS[form.upper()]}/{number}",
        summary=f"{day}: {action}" if day and action else action,
        published=day or words(at(bill, "updateDate")),
        document_type=DocumentType.LAW if passed else DocumentType.BILL,
        status=Status.UNKNOWN if passed else Status.PROPOSAL,
        identifiers=(f"usbill:{congress}-{form.lower()}-{number}",),
    )


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


KIND = Congress
