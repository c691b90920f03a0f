"""Hosts with a kind of their own: from a page that people know to the API that a kind asks. Pure.

A regulator's pages are often drawn by scripts or kept behind a firewall where its API is open to programs.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from crawlers.discover import Candidate

#: what a list of everything is narrowed to until the admin says otherwise
_TOPIC = "artificial intelligence"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,80}")
_Made = tuple[str, Mapping[str, Any]]


def preset_for(url: str, kinds: Collection[str]) -> Candidate | None:
    """The kind made for this host, if it is installed, with the address that it asks."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host not in _PRESETS:
        return None
    kind, make = _PRESETS[host]
    made = make(url) if kind in kinds else None
    if made is None:
        return None
    return Candidate(kind, made[0], "its host has a kind of its own", options=made[1])


def _asked(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query)


def _federal_register(url: str) -> _Made:
    """Conditions of a search and the agency of a page are kept."""
    parts = urlsplit(url)
    if parts.path.startswith("/api/"):
        return url, {}
    agency = re.fullmatch(r"/agencies/([a-z0-9-]+)/?", parts.path)
    options: dict[str, Any] = {}
    if agency:
        options["agencies"] = [agency[1]]
    terms = [value for name, value in _asked(url) if name == "conditions[term]" and value.strip()]
    if terms or not agency:
        options["search"] = [term.replace('"', " ").strip() for term in terms] or [_TOPIC]
    return "https://www.federalregister.gov/api/v1/documents.json", options


def _cellar(url: str) -> _Made:
    return "https://publications.europa.eu/webapi/rdf/sparql", {"search": [_TOPIC]}


def _govuk(url: str) -> _Made:
    """Searches and organisations become searches; any other page is read by the content API."""
    parts = urlsplit(url)
    if parts.path.startswith("/api/"):
        return url, {}
    search = "https://www.gov.uk/api/search.json"
    asked = _asked(url)
    named = re.fullmatch(r"/government/organisations/([a-z0-9-]+)/?", parts.path)
    slugs = [named[1]] if named else [value for name, value in asked if name == "organisations[]" and _SLUG.fullmatch(value)]
    if slugs or parts.path.startswith("/search"):
        words = next((value for name, value in asked if name in ("keywords", "q") and value.strip()), "")
        options: dict[str, Any] = {"organisations": slugs} if slugs else {}
        if words or not slugs:
            options["search"] = words or f'"{_TOPIC}"'
        return search, options
    if parts.path.strip("/") == "":
        return search, {"search": f'"{_TOPIC}"'}
    return f"https://www.gov.uk/api/content{parts.path.rstrip('/')}", {}


def _congress(url: str) -> _Made:
    return (url if urlsplit(url).hostname == "api.congress.gov" else "https://api.congress.gov/v3/bill"), {}


def _regulations(url: str) -> _Made:
    made = url if urlsplit(url).hostname == "api.regulations.gov" else "https://api.regulations.gov/v4/documents"
    return made, {"search": f'"{_TOPIC}"'}


def _as_it_is(url: str) -> _Made:
    return urlunsplit(urlsplit(url)._replace(fragment="")), {}


_PRESETS: Mapping[str, tuple[str, Callable[[str], _Made | None]]] = {
    "federalregister.gov": ("federal_register", _federal_register),
    "publications.europa.eu": ("cellar", _cellar),
    "eur-lex.europa.eu": ("cellar", _cellar),
    "gov.uk": ("govuk", _govuk),
    "legislation.gov.uk": ("legislation_gov_uk", _as_it_is),
    "congress.gov": ("congress", _congress),
    "api.congress.gov": ("congress", _congress),
    "regulations.gov": ("regulations_gov", _regulations),
    "api.regulations.gov": ("regulations_gov", _regulations),
    "cac.gov.cn": ("cac", _as_it_is),
}
