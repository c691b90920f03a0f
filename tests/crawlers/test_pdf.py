"""The kind `pdf`: a watched file is a document whatever becomes of its text."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.base import Fetched, Parsed
from crawlers.spiders.pdf import Options, Pdf
from policywatch.types import Cause, Outcome, Source

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def made(text: str) -> bytes:
    """A one-page PDF that says the text, written by hand."""
    shown = text.replace("\\", "").replace("(", "").replace(")", "")
    stream = f"BT /F1 12 Tf 20 700 Td ({shown}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


def parse(body: bytes, content_type: str = "application/pdf", **fields: Any) -> Parsed:
    source = Source("s", "pdf", "https://site.example/files/code-of-practice.pdf", **fields)
    return Pdf().parse(source, Fetched(source.url, 200, {"content-type": content_type}, body, NOW))


def test_the_text_of_a_file_is_its_document() -> None:
    read = parse(made("Providers shall log every score given to an applicant"))
    (document,) = read.documents
    assert document.text == "Providers shall log every score given to an applicant"
    assert (document.text_origin, document.title, read.cause) == ("page", "code of practice", Cause.NONE)


def test_the_admin_names_a_file_best() -> None:
    body = made("Providers shall log every score given to an applicant")
    assert parse(body, name="Code").documents[0].title == "Code"
    assert parse(body, name="Code", options=Options(title="Code of practice, annex 2")).documents[0].title == "Code of practice, annex 2"


def test_one_changed_number_is_a_revision() -> None:
    one, two, same = (parse(made(f"The fine is at most {n} million euro in each case")).documents[0] for n in (15, 35, 15))
    assert one.key == two.key
    assert one.fingerprint == same.fingerprint != two.fingerprint


@pytest.mark.parametrize("body", [b"%PDF-1.7\nbroken", made(""), b"PK\x03\x04 not a document", b"\xd0\xcf\x11\xe0 an old word file"])
def test_a_file_without_text_keeps_its_link_and_the_reason(body: bytes) -> None:
    read = parse(body)
    (document,) = read.documents
    assert (document.text, document.text_origin, document.url) == ("", "link_only", "https://site.example/files/code-of-practice.pdf")
    assert document.text_cause is read.cause is not Cause.NONE
    assert read.detail.endswith("open its link")


def test_a_replaced_file_without_text_is_seen_by_its_bytes() -> None:
    assert parse(b"%PDF-1.7\nbroken").documents[0].fingerprint != parse(b"%PDF-1.7\nbroken too").documents[0].fingerprint


@pytest.mark.parametrize(("body", "kind"), [(b"<html><body><h1>Moved</h1></body></html>", "text/html"), (b"", "application/pdf")])
def test_what_is_no_file_is_no_document(body: bytes, kind: str) -> None:
    read = parse(body, kind)
    assert (read.documents, read.complete) == ((), False)
    assert read.cause in (Cause.SOFT_ERROR, Cause.EMPTY)


def test_every_recorded_file_is_a_document(shared: Path) -> None:
    paths = sorted((shared / "data/crawl/corpus/pdf").rglob("*.pdf"))
    assert len(paths) == 105
    small = [path for path in paths if path.stat().st_size < 100_000]
    reads = {path.name: parse(path.read_bytes()) for path in small}
    assert all(len(read.documents) == 1 for read in reads.values())
    locked = reads["libreoffice-writer-password.pdf"].documents[0]
    assert (locked.text_origin, locked.text_cause) == ("link_only", Cause.PARSE_PDF)
    assert sum(read.documents[0].text_origin == "page" for read in reads.values()) > len(small) * 0.6


def test_a_file_may_be_larger_than_a_page_and_is_fetched_once(real: Any) -> None:
    body = made("Providers shall log every score given to an applicant")
    real.limits["max_bytes"] = 300
    assert len(body) > 300
    real.origin.reply("/code.pdf", body, Content_Type="application/pdf")
    result = real.one("/code.pdf", kind="pdf", follow=True)
    assert (result.outcome, result.items, result.documents[0].text_origin) == (Outcome.CHANGED, 1, "page")
    assert real.origin.paths() == ["/robots.txt", "/code.pdf"]


def test_a_file_that_kills_its_reader_keeps_its_link(real: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from crawlers import check

    monkeypatch.setattr(check, "PARSE_TIMEOUT_S", 0.0)
    real.origin.reply("/code.pdf", b"%PDF-1.7 evil", Content_Type="application/pdf")
    result = real.one("/code.pdf", kind="pdf")
    (document,) = result.documents
    assert (document.text_origin, document.text_cause, result.cause) == ("link_only", Cause.TOO_LARGE, Cause.TOO_LARGE)


def test_an_encrypted_file_in_a_crawl_is_told(real: Any, shared: Path) -> None:
    body = (shared / "data/crawl/corpus/pdf/py-pdf/libreoffice-writer-password.pdf").read_bytes()
    real.origin.reply("/locked.pdf", body, Content_Type="application/pdf")
    result = real.one("/locked.pdf", kind="pdf")
    assert (result.outcome, result.cause, result.items) == (Outcome.CHANGED, Cause.PARSE_PDF, 1)
    assert "password" in result.detail
