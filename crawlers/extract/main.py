"""What a publication says: its main text, title, date and language, out of the bytes of its page or file.

Pure and bounded by its input, but not by time: it is run in a worker process that may be killed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from crawlers.extract.encoding import decode
from policywatch.text import one_line, scrub
from policywatch.types import Cause

Kind = Literal["html", "pdf", "docx", "text"]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page or file says. Never an exception: what cannot be read is a cause with an empty text."""

    text: str = ""
    title: str = ""
    published_on: date | None = None
    #: set when the page names an instant, not only a day
    published_at: datetime | None = None
    #: BCP 47 tag as the page declares it, else as the caller believed
    language: str = ""
    description: str = ""
    kind: Kind = "html"
    cause: Cause = Cause.NONE
    #: one sentence for an admin
    detail: str = ""


def read_page(body: bytes, url: str, headers: Mapping[str, str], selector: str | None = None, language: str = "") -> Extracted:
    """The publication in one answer; ``selector`` (CSS) names the main text of an HTML page and wins where it matches."""
    kind = kind_of(body, headers)
    if kind in ("pdf", "docx"):
        return _read_file(body, kind, language)
    if kind is None:
        return Extracted(kind="text", language=language, cause=Cause.UNSUPPORTED, detail="not a page, PDF or DOCX: open its link")
    text = decode(body, headers)
    if kind == "text":
        plain = scrub(text).strip()
        return Extracted(text=plain, title=one_line(plain.split("\n")[0]), language=language, kind="text", cause=_emptiness(plain))
    from crawlers.extract.article import read_html

    return read_html(text, url, selector, language)


def _emptiness(text: str) -> Cause:
    return Cause.NONE if text else Cause.EMPTY


def _read_file(body: bytes, kind: Kind, language: str) -> Extracted:
    from crawlers.extract.files import read_docx, read_pdf

    got = read_pdf(body) if kind == "pdf" else read_docx(body)
    return Extracted(
        text=scrub(got.text),
        title=one_line(got.title),
        language=language,
        kind=kind,
        cause=got.cause,
        detail=got.detail,
    )


_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|\?xml|div|p|table|a|h1|article|meta|title|ul|span)\b", re.I)


def kind_of(body: bytes, headers: Mapping[str, str]) -> Kind | None:
    """What the bytes are, by their beginning before their label; ``None`` for what cannot be read."""
    from crawlers.extract.files import is_docx

    head = body[:1024]
    declared = next((value for name, value in headers.items() if name.lower() == "content-type"), "").lower()
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        return "docx" if is_docx(body) else None
    if head.startswith((b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        return None
    if "pdf" in declared and not _MARKUP.search(body[:4096]):
        return "pdf"
    if declared.startswith("text/plain") and head.lstrip()[:1] != b"<":
        return "text"
    return "html"
