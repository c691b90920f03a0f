"""One PDF (or DOCX) watched for change: an annex, a code of practice, a form that is replaced under the same address.

A file whose text cannot be had (a password, a scan, a broken file) stays a document with its link and the reason, and a replaced file is
seen by its bytes.
"""

import hashlib
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from crawlers.base import Fetched, Get, Parsed, Reading
from policywatch.text import fingerprint, one_line
from policywatch.types import Cause, Document, Source

KEY = "pdf"


class Options(BaseModel):
    """How the document is called."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(default="", max_length=300, description="Title of the document; the source's name or the file's own when left out.")
    confirm_after_s: float = Field(
        default=60,
        ge=0,
        le=600,
        description="Seconds until a second look must show a change again before it counts; 0 believes the first look.",
    )


class Pdf:
    """Reads one file into one document."""

    def start(self, source: Source) -> Sequence[Get]:
        """The file."""
        return (Get(source.url, headers={"Accept": "application/pdf,*/*;q=0.5"}),)

    def reading(self, source: Source) -> Reading:
        """A file may be larger than a page."""
        return Reading(max_pages=1, file=True)

    def parse(self, source: Source, got: Fetched) -> Parsed:
        """The one document; a page in the place of the file is a cause."""
        from crawlers.extract.main import kind_of
        from crawlers.extract.watched import read_watched

        if kind_of(got.body, got.headers) in ("html", "text"):
            return Parsed(complete=False, cause=Cause.SOFT_ERROR, detail="a page stands where the file should be: look for its new address")
        if not got.body:
            return Parsed(complete=False, cause=Cause.EMPTY, detail="the file is empty: look for its new address")
        read = read_watched(got.body, got.url, got.headers, language=source.language)
        if not read.lines:
            cause = read.page.cause if read.page.cause is not Cause.NONE else Cause.EMPTY
            return self.unread(source, got, cause, read.page.detail or "the file holds no text: open its link")
        document = _document(source, got, read.page.title, fingerprint(read.compared), "\n".join(read.lines))
        return Parsed(documents=(document,), detail=read.page.detail)

    def unread(self, source: Source, got: Fetched, cause: Cause, detail: str) -> Parsed:
        """The document with its link alone, also when its reading ended the worker."""
        cause = Cause.PARSE_PDF if cause in (Cause.PARSER_DIED, Cause.INTERNAL) else cause
        document = _document(source, got, "", fingerprint(hashlib.sha256(got.body).hexdigest()), "", cause)
        return Parsed(documents=(document,), cause=cause, detail=detail)


def _document(source: Source, got: Fetched, own_title: str, print_: str, text: str, cause: Cause = Cause.NONE) -> Document:
    from crawlers.sitemaps.titles import title_of_url

    options = source.options if isinstance(source.options, Options) else Options()
    title = one_line(options.title) or one_line(source.name) or one_line(own_title) or title_of_url(got.url)
    return Document(
        source_id=source.id,
        key=KEY,
        url=got.url,
        title=title,
        fingerprint=print_,
        text=text,
        text_origin="page" if text else "link_only",
        text_cause=cause,
        language=source.language,
        jurisdiction=source.jurisdiction,
        authority=source.authority,
    )


KIND = Pdf
