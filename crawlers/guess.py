"""Reads an address as whatever its answer turns out to be; for trying addresses that nobody has configured yet."""

from collections.abc import Sequence
from dataclasses import replace

from crawlers.base import Fetched, Get, Parsed
from crawlers.discover import kind_of
from policywatch.kinds import Registry
from policywatch.types import Document, Source

#: the name of this kind; no file, so that nobody can configure it
GUESS = "guess"
_KINDS = Registry("source", __package__ + ".spiders")
_A_LIST = 3


class Guess:
    """A feed, a list, a page, or whatever else an installed kind reads."""

    def start(self, source: Source) -> Sequence[Get]:
        """The address itself."""
        return (Get(source.url),)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """What the kind that fits the answer reads; a page with fewer than three items is a page."""
        kind = kind_of(got)
        if kind in _KINDS.names:
            return _read(kind, source, got)
        listed = _read("listing", source, got)
        if len(_named(listed.documents)) >= _A_LIST:
            return listed
        page = _read("page", source, got)
        return page if page.documents else listed


def kind_read(got: Fetched, documents: Sequence[Document]) -> str:
    """The kind that ``Guess`` read an answer as, told from what it read."""
    kind = kind_of(got)
    if kind in _KINDS.names:
        return kind
    return "listing" if len(_named(documents)) >= _A_LIST else "page"


def _read(kind: str, source: Source, got: Fetched) -> Parsed:
    parsed: Parsed = _KINDS.kind(kind)().parse(replace(source, kind=kind), got)
    return parsed


def _named(documents: Sequence[Document]) -> list[Document]:
    return [document for document in documents if document.title]
