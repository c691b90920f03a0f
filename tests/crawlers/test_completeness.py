"""A body is whole or it has a cause."""

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.completeness import decode_body, is_cut
from policywatch.types import Cause

TEXT = b"Every provider keeps a log. " * 400
RAW = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "gzip, br": brotli.compress(gzip.compress(TEXT)),
}


@pytest.mark.parametrize("coding", PACKED)
def test_a_whole_body_is_unpacked(coding: str) -> None:
    assert decode_body(PACKED[coding], coding, 10**6).body == TEXT


def test_raw_deflate_and_chained_gzip_members_are_read() -> None:
    assert decode_body(RAW.compress(TEXT) + RAW.flush(), "deflate", 10**6).body == TEXT
    assert decode_body(gzip.compress(b"a") + gzip.compress(b"b"), "gzip", 10).body == b"ab"


@pytest.mark.parametrize("coding", PACKED)
def test_a_cut_body_is_never_a_shorter_one(coding: str) -> None:
    cut = decode_body(PACKED[coding][:-5], coding, 10**6)
    assert cut.cause in (Cause.TRUNCATED, Cause.DECOMPRESS)
    assert cut.body == b""


@pytest.mark.parametrize("coding", PACKED)
def test_a_body_over_the_limit_is_refused(coding: str) -> None:
    assert decode_body(PACKED[coding], coding, len(TEXT) - 1).cause is Cause.TOO_LARGE


def test_damage_and_junk_are_told() -> None:
    packed = PACKED["gzip"]
    assert decode_body(packed[:-8] + b"\x00" * 8, "gzip", 10**6).cause is Cause.DECOMPRESS
    assert decode_body(packed + b"junk", "gzip", 10**6).cause is Cause.DECOMPRESS
    assert decode_body(TEXT, "gzip", 10**6).cause is Cause.DECOMPRESS
    assert decode_body(TEXT, "gzip, gzip, gzip", 10**6).cause is Cause.DECOMPRESS
    assert decode_body(TEXT, "zip", 10**6).cause is Cause.DECOMPRESS


@settings(max_examples=500)
@given(st.binary(max_size=300), st.sampled_from([*PACKED, "x-gzip", "identity", "zip"]))
def test_no_bytes_escape_as_an_exception(data: bytes, coding: str) -> None:
    got = decode_body(data, coding, 1000)
    assert got.cause is not Cause.NONE or len(got.body) <= 1000


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        (b"<rss><channel></channel></rss>\n<!-- served by a -->\n", False),
        (b"<rss><channel><item><title>x</title></item>", True),
        (b"<?xml version='1.0'?><feed xmlns='x'><entry/></feed>", False),
        (b"<rdf:RDF><channel/></rdf:RDF>", False),
        (b"<html><body><p>x", False),
        (b"--part\n<rss></rss>\n--part--", False),
        (b"<rdf:RDF><channel></channel><item>", True),
    ],
)
def test_a_list_without_its_end_is_cut(body: bytes, cut: bool) -> None:
    assert is_cut(body) is cut
