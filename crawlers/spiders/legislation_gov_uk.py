"""Legislation of the United Kingdom from legislation.gov.uk: its Atom feeds (new, updated, by type), or one act as XML.

One act or instrument watched as ``…/data.xml`` brings its text and the days on which it comes into force.
"""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field

from crawlers.api.records import Listed, Record, day_of, legal_dates, parsed_of
from crawlers.api.request import onward
from crawlers.base import Fetched, Get, Parsed, Reading
from crawlers.feeds.entry import web_link
from policywatch.types import Cause, DateKind, DocumentType, LegalDate, Source, Status

_ZONE = "Europe/London"
_ID = re.compile(r"legislation\.gov\.uk/(?:id/)?(?P<type>[a-z]{2,6})/(?P<year>\d{4})/(?P<number>\d{1,6})")
_TYPES = {
    DocumentType.LAW: "ukpga ukla ukppa ukcm asp asc anaw mwa nia apni eur eudn eudr",
    DocumentType.RULE: "uksi wsi ssi nisr ukci ukmd ukmo uksro nisro",
    DocumentType.PROPOSAL: "ukdsi sdsi wdsi nidsr ukdcm",
    DocumentType.REPORT: "ukia",
}
_BY_NAME = {name: kind for kind, names in _TYPES.items() for name in names.split()}
_SHORT = {
    "UnitedKingdomPublicGeneralAct": "ukpga",
    "UnitedKingdomStatutoryInstrument": "uksi",
    "UnitedKingdomDraftStatutoryInstrument": "ukdsi",
    "ScottishAct": "asp",
    "ScottishStatutoryInstrument": "ssi",
    "WelshParliamentAct": "asc",
    "WelshStatutoryInstrument": "wsi",
    "NorthernIrelandStatutoryRule": "nisr",
}
_MAX_CHARS = 1_000_000
_TEXTS = frozenset({"text", "title", "number", "pnumber", "heading"})


class Options(BaseModel):
    """Which entries of a feed are kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    types: list[str] = Field(
        default_factory=list, max_length=50, description="Short names of types, such as `uksi` or `ukpga`; all when left out."
    )
    max_pages: int = Field(default=2, ge=1, le=20, description="Pages of a feed that one check reads at most.")


class LegislationGovUk:
    """Reads a feed of legislation, or one document of it."""

    def start(self, source: Source) -> Sequence[Get]:
        """The feed or the document."""
        return (_request(source),)

    def reading(self, source: Source) -> Reading:
        """As many pages as wanted."""
        return Reading(max_pages=_options(source).max_pages)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The entries in the feed's order, or the one document."""
        root, why = _root(got.body)
        if root is None:
            return Parsed(complete=False, cause=Cause.PARSE_XML, detail=why)
        name = _local(root)
        if name == "feed":
            read = parsed_of(source, got, _entries(source, got, root), _ZONE)
        elif name == "legislation":
            record = _document(root, got)
            read = parsed_of(source, got, Listed([record] if record else None), _ZONE)
        else:
            return Parsed(
                complete=False, cause=Cause.NOT_A_FEED, detail="the answer is neither a feed nor an act: use …/data.feed or …/data.xml"
            )
        return read


def _options(source: Source) -> Options:
    return source.options if isinstance(source.options, Options) else Options()


def _request(source: Source) -> Get:
    return Get(_address(source.url), headers={"Accept": "application/atom+xml, application/xml;q=0.9"})


def _address(url: str) -> str:
    """The feed of a list, or the data of one act, also when a page of the site is named."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if parts.hostname != "www.legislation.gov.uk" or "." in path.rpartition("/")[2] or not path:
        return url
    ending = "data.xml" if _ID.search(url) else "data.feed"
    return urlunsplit(parts._replace(path=f"{path}/{ending}", fragment=""))


def _root(body: bytes) -> tuple[Any, str]:
    from lxml import etree

    from crawlers.feeds.clean import refusal

    if why := refusal(body):
        return None, why[1]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.parse(io.BytesIO(body), parser).getroot(), ""
    except (etree.LxmlError, ValueError, LookupError, AssertionError) as error:
        return None, f"the answer is no whole XML ({type(error).__name__})"


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _all(element: Any, name: str) -> Iterator[Any]:
    return (part for part in element.iter() if _local(part) == name)


def _text(element: Any, name: str) -> str:
    """The text of the first part of that name."""
    part = next(_all(element, name), None)
    return " ".join("".join(part.itertext())[:20_000].split()) if part is not None else ""


def _value(element: Any, name: str, attribute: str) -> str:
    part = next(_all(element, name), None)
    return str(part.get(attribute) or "") if part is not None else ""


def _entries(source: Source, got: Fetched, root: Any) -> Listed:
    wanted, entries = set(_options(source).types), list(_all(root, "entry"))
    found = [(entry, _entry(entry, got)) for entry in entries]
    records = [record for _, record in found if record]
    kept = [record for record in records if not wanted or _type_of(record.url) in wanted]
    following = _next(source, got, root) if entries else None
    return Listed(kept, (following,) if following else (), len(entries) - len(records))


def _next(source: Source, got: Fetched, root: Any) -> Get | None:
    for link in root:
        if _local(link) == "link" and link.get("rel") == "next":
            return onward(_request(source), web_link(str(link.get("href") or ""), got.url))
    return None


def _entry(entry: Any, got: Fetched) -> Record | None:
    title, address = _text(entry, "title"), _text(entry, "id")
    links = [str(link.get("href") or "") for link in _all(entry, "link") if link.get("rel") in (None, "self")]
    return _record(
        title,
        (address, *links),
        got,
        summary=_text(entry, "summary"),
        published=_text(entry, "published") or _value(entry, "creationdate", "Date") or _text(entry, "updated"),
    )


def _record(
    title: str,
    addresses: Sequence[str],
    got: Fetched,
    *,
    summary: str = "",
    published: str = "",
    text: str = "",
    dates: tuple[LegalDate, ...] = (),
    status: Status = Status.UNKNOWN,
) -> Record | None:
    match = next((found for address in addresses if (found := _ID.search(address))), None)
    link = next((url for address in addresses if (url := web_link(address, got.url))), "")
    if not title or (match is None and not link):
        return None
    short = match["type"] if match else ""
    number = f"{match['year']}/{int(match['number'])}" if match else ""
    kind = _BY_NAME.get(short, DocumentType.UNKNOWN)
    return Record(
        id=f"{short}:{number}" if match else link,
        title=title,
        url=f"https://www.legislation.gov.uk/{short}/{number}" if match else link,
        summary=summary,
        text=text,
        published=published,
        document_type=kind,
        status=Status.PROPOSAL if kind is DocumentType.PROPOSAL else status,
        dates=dates,
        identifiers=(f"{short}:{number}",) if match else (),
    )


def _type_of(url: str) -> str:
    match = _ID.search(url)
    return match["type"] if match else ""


def _document(root: Any, got: Fetched) -> Record | None:
    """One act: its metadata, its text, and the days on which it comes into force."""
    days = _force(root)
    dates = legal_dates(*((DateKind.EFFECTIVE if day == days[0] else DateKind.APPLICATION, day, "coming into force") for day in days))
    future = bool(days) and days[0] > got.fetched_at.date()
    return _record(
        _text(root, "title"),
        (str(root.get("DocumentURI") or ""), _text(root, "identifier"), got.url),
        got,
        summary=_text(root, "description"),
        published=_value(root, "enactmentdate", "Date") or _value(root, "made", "Date") or _text(root, "madedate"),
        text=_body(root),
        dates=dates,
        status=Status.ADOPTED_NOT_IN_FORCE if future else Status.UNKNOWN,
    )


def _force(root: Any) -> list[date]:
    """From the metadata, else from the words under the title of an instrument."""
    places = list(_all(root, "comingintoforce"))
    stated = [str(instant.get("Date") or "") for place in places for instant in _all(place, "datetime")]
    said = [_text(place, "datetext") for place in places]
    return sorted({day for raw in (stated or said) if raw and (day := day_of(raw, _ZONE, "en"))})


def _body(root: Any) -> str:
    """The words outside the metadata, a line per provision."""
    lines: list[str] = []
    size = 0
    for part in root:
        if _local(part) == "metadata":
            continue
        for piece in part.iter():
            if _local(piece) in _TEXTS and not any(_local(above) in _TEXTS for above in piece.iterancestors()):
                line = " ".join("".join(piece.itertext()).split())
                lines.append(line)
                size += len(line)
            if size > _MAX_CHARS:
                return "\n".join(lines)
    return "\n".join(line for line in lines if line)


KIND = LegislationGovUk
