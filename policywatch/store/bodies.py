"""Bodies as evidence: one gzip WARC/1.1 record per content, named by its sha256.

Files, not rows: a database stays small and quick to copy, and any WARC tool reads what a regulator once said. A body is on
the disk before the row that cites it is committed, so a row never cites what is not there.
"""

import gzip
import hashlib
import io
import os
import re
import secrets
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from policywatch.codec import instant_text
from policywatch.errors import StoreError
from policywatch.types import Body

_SHA256 = re.compile(r"[0-9a-f]{64}")
#: the content is kept decoded, so headers that describe the wire are renamed, as web archives do
_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_ORIGINAL = "x-archive-orig-"
_LEVEL = 4
_BREAK = re.compile(r"[\r\n\x00]+")


class BodyStore:
    """The folder of bodies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the record of a content lies, or would lie."""
        if not _SHA256.fullmatch(sha256):
            raise StoreError(f"'{sha256[:80]}' is no sha256: 64 hexadecimal digits in lower case are wanted")
        return self.folder / sha256[:2] / f"{sha256}.warc.gz"

    def put(self, body: Body) -> bool:
        """Keeps a body; whether it was new. A second time changes nothing."""
        return self.put_all([body]) == 1

    def put_all(self, bodies: Sequence[Body]) -> int:
        """Keeps bodies; how many were new.

        All are written before the first is forced to the disk: a disk takes many small files at once almost as fast as one.
        """
        new = {path: body for body in bodies for path in [self.path(body.sha256)] if not path.exists()}
        for body in new.values():
            if hashlib.sha256(body.content).hexdigest() != body.sha256:
                raise StoreError(f"the body of {body.url} is not what its sha256 says: it was not kept")
        try:
            _write_whole({path: _record(body) for path, body in new.items()})
        except OSError as error:
            what = Path(error.filename).name if error.filename else "a body"
            raise StoreError(f"cannot write {what} ({error.strerror}): free space or mend the folder, then run again") from error
        return len(new)

    def get(self, sha256: str) -> Body | None:
        """The body, or ``None`` when it is not kept. Raises StoreError when its record is broken."""
        path = self.path(sha256)
        try:
            packed = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            return _read(sha256, packed)
        except (ValueError, EOFError, OSError, zlib.error, _archive_error()) as error:
            raise StoreError(f"the record {path} is broken ({error}): restore it from a backup") from error

    def verify(self, sha256: str) -> bool:
        """Whether the body is kept and is what its name says."""
        try:
            body = self.get(sha256)
        except StoreError:
            return False
        return body is not None and hashlib.sha256(body.content).hexdigest() == sha256


def _archive_error() -> type[Exception]:
    from warcio.exceptions import ArchiveLoadFailed

    error: type[Exception] = ArchiveLoadFailed
    return error


def _record(body: Body) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    headers = [(_ORIGINAL + name if name in _WIRE else name, _BREAK.sub(" ", value)) for name, value in body.headers.items()]
    headers.append(("content-length", str(len(body.content))))
    out = io.BytesIO()
    # packed afterwards: the writer's own level takes twice the time and saves a hundredth
    writer = WARCWriter(out, gzip=False, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        _BREAK.sub("", body.url),
        "response",
        payload=io.BytesIO(body.content),
        length=len(body.content),
        http_headers=StatusAndHeaders(f"{body.status} ", headers, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": instant_text(body.fetched_at).replace("+00:00", "Z"),
            "WARC-Payload-Digest": f"sha256:{body.sha256}",
        },
    )
    writer.write_record(record)
    return gzip.compress(out.getvalue(), _LEVEL, mtime=0)


def _read(sha256: str, packed: bytes) -> Body:
    from warcio.archiveiterator import ArchiveIterator

    # whole first: only so is the checksum of gzip looked at before anything is believed
    record: Any = next(iter(ArchiveIterator(io.BytesIO(gzip.decompress(packed)))), None)
    if record is None or record.http_headers is None:
        raise ValueError("no record")
    sent = [(name.lower(), value) for name, value in record.http_headers.headers if name.lower() not in _WIRE]
    return Body(
        sha256=sha256,
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode()),
        headers={name.removeprefix(_ORIGINAL): value for name, value in sent},
        content=record.raw_stream.read(),
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
    )


def _write_whole(files: Mapping[Path, bytes]) -> None:
    """Temporary files, fsync, rename, fsync of the folders: after a power cut a file is whole or absent."""
    temporary = {path: path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}") for path in files}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary[path].open("xb") as file:
                file.write(data)
        for path, written in temporary.items():
            _to_disk(written)
            written.replace(path)
    finally:
        for written in temporary.values():
            written.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        _to_disk(folder)


def _to_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
