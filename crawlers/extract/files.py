"""Text of documents that are files: PDF and DOCX.

Runs inside a killable worker: pypdfium2 unpacks streams of any size. What cannot be read is a cause, never an exception, because the
document itself (its link, title and date) must not be lost.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date

from policywatch.types import Cause
from policywatch.worker import less_memory

_MAX_PAGES = 2_000
#: what one PDF may unpack to; its library unpacks a small file to gigabytes when asked
_PDF_BYTES = 240 * 1024 * 1024
_MAX_CHARS = 5_000_000
_MAX_PARTS_BYTES = 100_000_000
_PDF_DATE = re.compile(r"^(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)")
#: fewer characters than this per page is a scan with a stamp on it
_SCAN_CHARS = 10
_SOFT_BREAK = re.compile(r"(?<=[^\W\d_])[\u00ad\ufffe\u0002]\s*\n?(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class FileText:
    """What a file says."""

    text: str = ""
    title: str = ""
    #: when the file says it was made; a hint, seldom the day of publication
    created_on: date | None = None
    cause: Cause = Cause.NONE
    detail: str = ""


def read_pdf(body: bytes) -> FileText:
    """The text of a PDF, page by page; encrypted, broken and scanned ones give a cause."""
    with less_memory(_PDF_BYTES):
        return _read_pdf(body)


def _read_pdf(body: bytes) -> FileText:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        detail = "the PDF needs a password: open its link" if locked else "the PDF is broken: open its link"
        return FileText(cause=Cause.PARSE_PDF, detail=detail)
    try:
        return _pdf_text(pdf)
    finally:
        pdf.close()


def _pdf_text(pdf: object) -> FileText:
    import pypdfium2

    pages: list[str] = []
    size = broken = 0
    count = len(pdf)  # type: ignore[arg-type]  # pypdfium2 ships no types
    for number in range(min(count, _MAX_PAGES)):
        try:
            text = _page_text(pdf, number)
        except pypdfium2.PdfiumError:
            broken += 1
            continue
        pages.append(text)
        size += len(text)
        if size > _MAX_CHARS:
            break
    return _judge(pdf, "\n\n".join(page for page in pages if page), count, broken)


def _page_text(pdf: object, number: int) -> str:
    page = pdf[number]  # type: ignore[index]
    try:
        layer = page.get_textpage()
        try:
            raw = layer.get_text_bounded()
        finally:
            layer.close()
    finally:
        page.close()
    joined = _SOFT_BREAK.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.strip() for line in joined.split("\n") if line.strip())


def _judge(pdf: object, text: str, count: int, broken: int) -> FileText:
    meta = {str(key): str(value) for key, value in pdf.get_metadata_dict().items()}  # type: ignore[attr-defined]
    title, created_on = meta.get("Title", "").strip(), _pdf_date(meta.get("CreationDate", ""))
    if count == 0 or broken == count:
        return FileText("", title, created_on, Cause.PARSE_PDF, "no page of the PDF can be read: open its link")
    if len("".join(text.split())) < _SCAN_CHARS * min(count, 5):
        return FileText("", title, created_on, Cause.UNSUPPORTED, f"the PDF is a scan of {count} pages without text: open its link")
    detail = f"{count - _MAX_PAGES} pages were left out" if count > _MAX_PAGES else f"{broken} pages cannot be read" if broken else ""
    return FileText(text, title, created_on, Cause.NONE, detail)


def _pdf_date(raw: str) -> date | None:
    found = _PDF_DATE.match(raw.strip())
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def is_docx(body: bytes) -> bool:
    """Whether the bytes are a ZIP with a word processor's document inside."""
    if not body.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read_docx(body: bytes) -> FileText:
    """The paragraphs and tables of a DOCX in their order."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > _MAX_PARTS_BYTES:
        return FileText(cause=Cause.TOO_LARGE, detail=f"the document unpacks to {unpacked} bytes: open its link")
    try:
        document = docx.Document(io.BytesIO(body))
        text = "\n".join(_docx_lines(document))
        made = document.core_properties.created
        title = document.core_properties.title or ""
    except (
        OpcError,
        etree.XMLSyntaxError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        OSError,
        NotImplementedError,
    ) as error:
        return FileText(cause=Cause.UNSUPPORTED, detail=f"the document cannot be read ({type(error).__name__}): open its link")
    if not text:
        return FileText("", title, None, Cause.EMPTY, "the document holds no text: open its link")
    return FileText(text[:_MAX_CHARS], title, made.date() if made else None)


def _docx_lines(document: object) -> list[str]:
    from docx.table import Table

    found = []
    for part in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(part, Table):
            found += [" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in part.rows]
        else:
            found.append(part.text.strip())
    return [line for line in found if line.strip(" |")]
