"""Law of the European Union from CELLAR by SPARQL: proposals and adopted acts with their CELEX numbers.

The pages of EUR-Lex turn programs away; this service is made for them. The language of titles is the source's `language`.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawlers.api.records import Listed, Record, at, day_of, legal_dates, read_answer, words
from crawlers.api.request import with_params
from crawlers.base import Fetched, Get, Parsed, Reading
from policywatch.scalars import fault
from policywatch.types import DateKind, DocumentType, LegalDate, Source, Status

_SERVICE = "http://publications.europa.eu/webapi/rdf/sparql"
_CELEX = re.compile(r"[0-9CE](?P<year>\d{4})(?P<form>[A-Z]{1,2})\d{4}[A-Z0-9()]{0,20}")
_LANGUAGES = {
    "bg": "BUL", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST", "fi": "FIN", "fr": "FRA",
    "ga": "GLE", "hr": "HRV", "hu": "HUN", "it": "ITA", "lt": "LIT", "lv": "LAV", "mt": "MLT", "nl": "NLD", "pl": "POL", "pt": "POR",
    "ro": "RON", "sk": "SLK", "sl": "SLV", "sv": "SWE",
}  # fmt: skip
#: by sector and letters of a CELEX number
_TYPES = {
    "3R": DocumentType.LAW, "3L": DocumentType.LAW, "3D": DocumentType.DECISION, "3H": DocumentType.GUIDANCE, "3F": DocumentType.LAW,
    "3Q": DocumentType.RULE, "3A": DocumentType.GUIDANCE, "5PC": DocumentType.PROPOSAL, "5DC": DocumentType.REPORT, "5SC": DocumentType.REPORT,
    "5XC": DocumentType.GUIDANCE, "5AP": DocumentType.PROPOSAL, "5AG": DocumentType.PROPOSAL, "5AE": DocumentType.REPORT,
    "5AR": DocumentType.REPORT, "5XX": DocumentType.REPORT, "6CJ": DocumentType.COURT, "6TJ": DocumentType.COURT, "6CC": DocumentType.COURT,
}  # fmt: skip
_QUERY = """PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT DISTINCT ?celex ?title ?date ?force ?inforce ?end WHERE {
?work cdm:resource_legal_id_celex ?celex ; cdm:work_date_document ?date .
FILTER(?date >= "%(since)s"^^xsd:date)
FILTER(REGEX(STR(?celex), "^[%(sectors)s]"))
?expression cdm:expression_belongs_to_work ?work ;
cdm:expression_uses_language <http://publications.europa.eu/resource/authority/language/%(language)s> ;
cdm:expression_title ?title .
FILTER(%(search)s)
OPTIONAL { ?work cdm:resource_legal_date_entry-into-force ?force }
OPTIONAL { ?work cdm:resource_legal_in-force ?inforce }
OPTIONAL { ?work cdm:resource_legal_date_end-of-validity ?end }
} ORDER BY DESC(?date) LIMIT %(limit)d"""


class Options(BaseModel):
    """Which acts are listed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: list[str] = Field(
        default_factory=lambda: ["artificial intelligence"],
        min_length=1,
        max_length=20,
        description="Words of titles, in the source's language; an act with any of them is listed.",
    )
    sectors: str = Field(
        default="35", pattern=r"^[0-9CE]{1,12}$", description="Sectors of CELEX: 3 adopted acts, 5 proposals and papers, 6 case law."
    )
    since: str = Field(
        default="2024-01-01", pattern=r"^\d{4}-\d\d-\d\d$", description="Day as YYYY-MM-DD; acts dated before it are left out."
    )
    limit: int = Field(default=500, ge=1, le=2000, description="Rows that one check reads at most; an act with several dates has several.")

    @field_validator("since")
    @classmethod
    def _is_day(cls, since: str) -> str:
        try:
            date.fromisoformat(since)
        except ValueError as error:
            raise fault("is no day: write one such as 2024-01-01") from error
        return since

    @field_validator("search")
    @classmethod
    def _is_plain(cls, search: list[str]) -> list[str]:
        for phrase in search:
            if not phrase.strip() or re.search(r"[\"\\\x00-\x1f${}]", phrase):
                raise fault("holds a quotation mark or another sign that means something in a query: write plain words")
        return search


class Cellar:
    """Reads the rows of one query into acts."""

    def start(self, source: Source) -> Sequence[Get]:
        """The query."""
        options = _options(source)
        search = " || ".join(f'CONTAINS(LCASE(STR(?title)), "{phrase.strip().lower()}")' for phrase in options.search)
        query = _QUERY % {
            "since": options.since,
            "sectors": options.sectors,
            "language": _LANGUAGES.get(_language(source), "ENG"),
            "search": search,
            "limit": options.limit,
        }
        form = "application/sparql-results+json"
        return (Get(with_params(_address(source.url), [("query", query), ("format", form)]), headers={"Accept": form}),)

    def reading(self, source: Source) -> Reading:
        """One answer holds all."""
        return Reading(max_pages=1)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The acts, newest first."""
        return read_answer(source, got, lambda data: _listed(source, got, data))


def _options(source: Source) -> Options:
    return source.options if isinstance(source.options, Options) else Options()


def _address(url: str) -> str:
    """The service, also when a page of EUR-Lex or of the Publications Office is named."""
    parts = urlsplit(url)
    pages = parts.hostname in ("eur-lex.europa.eu", "publications.europa.eu", "op.europa.eu") and "sparql" not in parts.path
    return _SERVICE if pages else url


def _language(source: Source) -> str:
    return source.language.lower().partition("-")[0] or "en"


def _listed(source: Source, got: Fetched, data: Any) -> Listed:
    rows = at(data, "results", "bindings")
    if not isinstance(rows, list):
        return Listed(None)
    acts: dict[str, list[Any]] = {}
    unreadable = 0
    for row in rows:
        celex = words(at(row, "celex", "value")).upper()
        if _CELEX.fullmatch(celex) and words(at(row, "title", "value")):
            acts.setdefault(celex, []).append(row)
        else:
            unreadable += 1
    return Listed([_record(source, celex, own, got.fetched_at.date()) for celex, own in acts.items()], unreadable=unreadable)


def _record(source: Source, celex: str, rows: list[Any], today: date) -> Record:
    form = _CELEX.fullmatch(celex)
    assert form is not None
    language = _language(source)
    kind = _TYPES.get(celex[0] + form["form"], DocumentType.UNKNOWN)
    return Record(
        id=celex,
        title=words(at(rows, 0, "title", "value")),
        url=f"https://eur-lex.europa.eu/legal-content/{language.upper()}/TXT/?uri=CELEX:{celex}",
        published=words(at(rows, 0, "date", "value")),
        language=language,
        document_type=kind,
        status=_status(celex, kind, rows, today),
        dates=_dates(rows),
        identifiers=(f"celex:{celex}",),
    )


def _days(rows: list[Any], name: str) -> list[date]:
    return sorted({day for row in rows if (day := day_of(at(row, name, "value")))})


def _dates(rows: list[Any]) -> tuple[LegalDate, ...]:
    """Of several dates of effect the first is entry into force, the later ones are those from which parts apply (so in CELLAR)."""
    force, end = _days(rows, "force"), _days(rows, "end")
    first = [(DateKind.EFFECTIVE, day, "date of effect in CELLAR") for day in force[:1]]
    later = [(DateKind.APPLICATION, day, "further date of effect in CELLAR") for day in force[1:]]
    return legal_dates(*first, *later, *((DateKind.EXPIRY, day, "end of validity in CELLAR") for day in end[:1]))


def _status(celex: str, kind: DocumentType, rows: list[Any], today: date) -> Status:
    if kind is DocumentType.PROPOSAL:
        return Status.PROPOSAL
    force = _days(rows, "force")
    if celex[0] == "3" and force and force[0] > today:
        return Status.ADOPTED_NOT_IN_FORCE
    in_force = words(at(rows, 0, "inforce", "value")).lower()
    return Status.IN_FORCE if celex[0] == "3" and in_force in ("1", "true") else Status.UNKNOWN


KIND = Cellar
