"""A file that unpacks to gigabytes takes a fraction of what its worker may have."""

import zlib

import pytest

from crawlers.extract.files import read_pdf
from policywatch.workers import WorkerExhausted, Workers


def _pdf(stream: bytes) -> bytes:
    packed = zlib.compress(stream, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, entry) for number, entry in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"


async def test_a_pdf_that_unpacks_without_end_costs_only_itself() -> None:
    words = b"BT /F 12 Tf 50 700 Td (Guidance on automated decisions and how providers log them) Tj ET\n"
    async with Workers(1) as workers:
        assert "automated decisions" in (await workers.run(read_pdf, _pdf(words))).text
        with pytest.raises(WorkerExhausted):
            await workers.run(read_pdf, _pdf(bytes(400 * 1024**2)))
        assert "automated decisions" in (await workers.run(read_pdf, _pdf(words))).text
