"""What a kind of source must offer, and what it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from policywatch.secrets import Secret
from policywatch.types import Cause, Document, Source


@dataclass(frozen=True, slots=True)
class Get:
    """One request a spider asks for; the runner adds validators, politeness, guards and limits."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    #: what ``${NAME}`` in url, headers and body stands for; values are put in on the wire only, for this URL's own origin only
    secrets: tuple[Secret, ...] = ()
    #: a browser opens it, so that what scripts draw can be read
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """One whole answer as a spider's parser sees it."""

    #: after redirects
    url: str
    status: int
    #: header names in lower case
    headers: Mapping[str, str]
    #: decompressed
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser read out of one answer. Never an exception: trouble is a cause."""

    documents: tuple[Document, ...] = ()
    #: every entry was read; a cut feed with 18 of 20 entries is not complete
    complete: bool = True
    cause: Cause = Cause.NONE
    detail: str = ""
    #: further pages of the same list
    next: tuple[Get, ...] = ()
    #: seconds the source asks for between checks (ttl, sy:updatePeriod)
    asked_interval_s: float | None = None
    #: entries that were left out by a cap
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """How the answers of a kind are read, where that differs from a page or two of one list."""

    #: answers that one check may read
    max_pages: int = 4
    #: the first answer may only name others, so that its being unchanged says nothing about them
    index: bool = False
    #: the answer is a file and may be as large as one
    file: bool = False
    #: a list that names all it has: what is missing from it was taken off
    leaves: bool = False


class Spider(Protocol):
    """One kind of source. Holds no state; ``parse`` is pure and may run in another process.

    A kind may also have ``reading(source) -> Reading``, and ``unread(source, got, cause, detail) -> Parsed`` for an answer whose reading
    killed the worker.
    """

    def start(self, source: Source) -> Sequence[Get]:
        """The first requests of a check; usually one, for the source's URL."""
        ...

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The documents of one answer, newest or topmost first, in the source's order."""
        ...


@runtime_checkable
class Light(Protocol):
    """A kind that can read small, harmless answers at once; ``parse`` in a worker is for all others."""

    def parse_light(self, source: Source, got: Fetched) -> Parsed | None:
        """What ``parse`` would say, in tens of milliseconds at most, or ``None`` when the answer is for ``parse``."""
        ...
