"""Reading stored answers again after the way of reading has changed.

A corrected selector or a better extractor reads more or other words out of the same page. Were the next answer compared with what the old
way had read, everything would look revised. So the stored answers are read in the new way first, silently, and the next answer is compared
with that: what differs then is news.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Protocol

from crawlers.base import Fetched, Parsed
from policywatch.types import Body, Claim, Document, Source

#: what reads answers; a change in any of them is another way of reading
_READERS = ("extract", "feeds", "spiders", "api", "sitemaps", "dates.py", "months.py", "zones.py")
_LIBRARIES = ("lxml", "feedparser", "trafilatura", "htmldate")


class Archive(Protocol):
    """What earlier checks kept."""

    def body(self, sha256: str) -> Body | None:
        """The bytes of an answer, or ``None`` when they are not kept."""
        ...

    def pages(self, source_id: str) -> Sequence[Document]:
        """The newest documents of a source whose text was read from their own page."""
        ...


@dataclass(frozen=True, slots=True)
class NoArchive:
    """Nothing was kept: trials and first looks."""

    def body(self, sha256: str) -> Body | None:
        """Nothing."""
        return None

    def pages(self, source_id: str) -> Sequence[Document]:
        """None."""
        return ()


NO_ARCHIVE = NoArchive()


def reading_version(source: Source) -> str:
    """Names the way in which answers of a source are read; equal as long as the same bytes give the same documents."""
    options = source.options
    dump = getattr(options, "model_dump_json", None)
    told = "\x1f".join((source.kind, source.language, dump() if dump is not None else "", readers_version()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def readers_version() -> str:
    """A hash over the code that reads answers, so that nobody has to remember to count a version up."""
    room, digest = files("crawlers"), hashlib.sha256()
    for name in _READERS:
        entry = room / name
        for part in sorted(entry.iterdir(), key=lambda one: one.name) if entry.is_dir() else [entry]:
            if part.name.endswith(".py"):
                digest.update(part.read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name}={version(name)}".encode())
    return digest.hexdigest()


def is_read_anew(claim: Claim, reading: str) -> bool:
    """Whether the last whole answer of a source was read in another way."""
    memory = claim.memory
    return not memory.first and bool(memory.reading) and memory.reading != reading


async def reread(
    claim: Claim, archive: Archive, parse: Callable[[Fetched], Awaitable[Parsed]], read: Callable[[Document, Body], Awaitable[Document]]
) -> tuple[Document, ...] | None:
    """The documents of the stored answers as they are read now, and the stored pages of documents; ``None`` when the list cannot be had."""
    memory = claim.memory
    bodies = [archive.body(sha256) for sha256 in (memory.body_sha256, *memory.further) if sha256]
    found: dict[str, Document] = {}
    for body in bodies:
        if body is None:
            return None
        parsed = await parse(_fetched(body))
        for document in parsed.documents:
            found.setdefault(document.key, replace(document, body_sha256=document.body_sha256 or body.sha256))
    if not found:
        return None
    for page in archive.pages(claim.source.id):
        kept = archive.body(page.body_sha256 or "")
        # what the kind itself reads out of its answer stays as it reads it
        own = page.key in found and found[page.key].text_origin == "page"
        if kept is not None and not own:
            found[page.key] = await read(found.get(page.key, page), kept)
    return tuple(found.values())


def _fetched(body: Body) -> Fetched:
    return Fetched(body.url, body.status, body.headers, body.content, body.fetched_at)
