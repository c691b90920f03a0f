"""Whether an answer is whole: half a list must never pass for a list from which things have vanished."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policywatch.types import Cause

#: more layers of Content-Encoding than this are refused: each costs time before a limit bites
MAX_LAYERS = 2
ACCEPT_ENCODING = "gzip, deflate, br, zstd"

_ROOT = re.compile(rb"<((?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex))[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body without its transfer coating."""

    body: bytes = b""
    cause: Cause = Cause.NONE
    detail: str = ""


class _TooLarge(Exception):
    """The body grows past the limit."""


class _Broken(Exception):
    """The coating is damaged; ``args[0]`` tells truncated from wrong."""


def decode_body(raw: bytes, content_encoding: str, max_bytes: int) -> Decoded:
    """The body decompressed within a limit; a cut or damaged stream is a cause, never a shorter body."""
    layers = [name for name in (part.strip().lower() for part in content_encoding.split(",")) if name not in ("", "identity")]
    if len(layers) > MAX_LAYERS:
        return Decoded(cause=Cause.DECOMPRESS, detail=f"{len(layers)} layers of Content-Encoding, at most {MAX_LAYERS} are read")
    body = raw
    try:
        for layer in reversed(layers):
            body = _unpack(layer, body, max_bytes)
    except _TooLarge:
        return Decoded(cause=Cause.TOO_LARGE, detail=f"the body unpacks to more than {max_bytes} bytes")
    except _Broken as error:
        cut = error.args[0] == "cut"
        return Decoded(
            cause=Cause.TRUNCATED if cut else Cause.DECOMPRESS, detail=f"the {layers[-1]} stream is {'cut' if cut else 'damaged'}"
        )
    return Decoded(body=body)


def _unpack(layer: str, data: bytes, max_bytes: int) -> bytes:
    if layer in ("gzip", "x-gzip"):
        return gunzip(data, max_bytes)
    if layer == "deflate":
        return _inflate(data, max_bytes)
    if layer == "br":
        return _brotli(data, max_bytes)
    if layer == "zstd":
        return _zstd(data, max_bytes)
    raise _Broken("unknown")


def gunzip(data: bytes, max_bytes: int) -> bytes:
    """All members of a gzip file with their checksums; raises for a cut stream, a wrong checksum or junk behind it."""
    out, rest = bytearray(), data
    while rest:
        if not rest.startswith(b"\x1f\x8b"):
            if rest.strip(b"\x00"):
                raise _Broken("junk")
            break
        unpacker = zlib.decompressobj(wbits=31)
        try:
            out += unpacker.decompress(rest, max_bytes - len(out) + 1)
        except zlib.error as error:
            raise _Broken("damaged") from error
        if len(out) > max_bytes:
            raise _TooLarge
        if not unpacker.eof:
            raise _Broken("cut")
        rest = unpacker.unused_data
    if data and not out and not rest and len(data) < 18:
        raise _Broken("cut")
    return bytes(out)


def _inflate(data: bytes, max_bytes: int) -> bytes:
    """Deflate as the standard says (zlib), else as some servers send it (raw)."""
    for wbits in (15, -15):
        unpacker = zlib.decompressobj(wbits=wbits)
        try:
            out = unpacker.decompress(data, max_bytes + 1)
        except zlib.error:
            continue
        if len(out) > max_bytes:
            raise _TooLarge
        if not unpacker.eof:
            raise _Broken("cut")
        return out
    raise _Broken("damaged")


def _brotli(data: bytes, max_bytes: int) -> bytes:
    import brotli  # type: ignore[import-untyped]

    unpacker, out = brotli.Decompressor(), bytearray()
    try:
        for chunk in _chunks(data):
            out += unpacker.process(chunk, output_buffer_limit=max_bytes - len(out) + 1)
            while not unpacker.can_accept_more_data() and len(out) <= max_bytes:
                out += unpacker.process(b"", output_buffer_limit=max_bytes - len(out) + 1)
            if len(out) > max_bytes:
                raise _TooLarge
    except brotli.error as error:
        raise _Broken("damaged") from error
    if not unpacker.is_finished():
        raise _Broken("cut")
    return bytes(out)


def _zstd(data: bytes, max_bytes: int) -> bytes:
    import zstandard

    out, rest = bytearray(), data
    try:
        while rest:
            unpacker: Any = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024).decompressobj(write_size=64 * 1024)
            for chunk in _chunks(rest, 1024):
                out += unpacker.decompress(chunk)
                if len(out) > max_bytes:
                    raise _TooLarge
                if unpacker.eof:
                    break
            if not unpacker.eof:
                raise _Broken("cut")
            rest = rest[len(rest) - len(unpacker.unused_data) :] if unpacker.unused_data else b""
            break
    except zstandard.ZstdError as error:
        raise _Broken("damaged") from error
    return bytes(out)


def _chunks(data: bytes, size: int = 16 * 1024) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def is_cut(body: bytes) -> bool:
    """Whether an XML list ends before its closing root tag."""
    root = _ROOT.search(body[:4096])
    return root is not None and re.search(rb"</" + re.escape(root[1]) + rb"\s*>", body[-4096:], re.IGNORECASE) is None
