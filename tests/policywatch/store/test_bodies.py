"""Bodies as WARC records."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from policywatch.errors import StoreError
from policywatch.store import BodyStore
from policywatch.types import Body

NOW = datetime(2026, 11, 24, 8, 0, 0, 123456, tzinfo=UTC)


def _body(content: bytes = b"<rss>\x00\xff</rss>", **fields: object) -> Body:
    import hashlib

    headers = {"content-type": "text/xml", "content-encoding": "gzip", "content-length": "9", "transfer-encoding": "chunked"}
    plain = {"url": "https://veridia.example/feed?a=1", "status": 200, "headers": headers, "content": content, "fetched_at": NOW}
    return Body(hashlib.sha256(content).hexdigest(), **(plain | fields))  # type: ignore[arg-type]


@pytest.fixture
def bodies(tmp_path: Path) -> BodyStore:
    return BodyStore(tmp_path / "bodies")


@pytest.mark.parametrize("content", [b"<rss/>", b"", bytes(range(256)) * 4096, b"HTTP/1.1 200 OK\r\n\r\nWARC/1.1\r\n"])
def test_a_body_comes_back_as_it_was(bodies: BodyStore, content: bytes) -> None:
    body = _body(content)
    assert bodies.put(body)
    assert bodies.get(body.sha256) == body
    assert bodies.verify(body.sha256)


def test_a_body_is_kept_once(bodies: BodyStore) -> None:
    body = _body()
    assert [bodies.put(body), bodies.put(body)] == [True, False]
    assert [path.name for path in bodies.folder.rglob("*.gz")] == [f"{body.sha256}.warc.gz"]
    assert bodies.path(body.sha256).parent.name == body.sha256[:2]


def test_many_bodies_are_kept_whole_and_each_once(bodies: BodyStore) -> None:
    several = [_body(bytes([n]) * 1000) for n in range(9)]
    bodies.put(several[3])
    assert bodies.put_all([*several, several[0]]) == 8
    assert all(map(bodies.verify, (body.sha256 for body in several)))
    assert list(bodies.folder.rglob(".*")) == []


def test_many_threads_keep_one_whole_record(bodies: BodyStore) -> None:
    body = _body(b"x" * 100_000)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: bodies.put(body), range(32)))
    assert bodies.verify(body.sha256)
    assert len(list(bodies.folder.rglob("*"))) == 2


def test_the_record_is_a_warc_that_other_tools_read(bodies: BodyStore) -> None:
    body = _body()
    bodies.put(body)
    with bodies.path(body.sha256).open("rb") as file:
        (record,) = [
            (one.rec_headers, one.http_headers, one.content_stream().read()) for one in ArchiveIterator(file, check_digests="raise")
        ]
    headers, http, content = record
    assert headers.get_header("WARC-Type") == "response"
    assert headers.get_header("WARC-Payload-Digest") == f"sha256:{body.sha256}"
    assert headers.get_header("WARC-Date") == "2026-11-24T08:00:00.123456Z"
    assert (http.get_statuscode(), content) == ("200", body.content)
    assert gzip.decompress(bodies.path(body.sha256).read_bytes()).startswith(b"WARC/1.1\r\n")


def test_headers_from_outside_cannot_add_headers(bodies: BodyStore) -> None:
    body = _body(headers={"x-evil": "a\r\nSet-Cookie: b\r\n\r\nbody"}, url="https://v.example/\r\nWARC-Type: x")
    bodies.put(body)
    kept = bodies.get(body.sha256)
    assert kept is not None
    assert list(kept.headers) == ["x-evil"]
    assert kept.content == body.content


def test_content_that_is_not_its_sha256_is_refused(bodies: BodyStore) -> None:
    with pytest.raises(StoreError, match="not kept"):
        bodies.put(Body("0" * 64, "https://v.example/", 200, {}, b"x", NOW))
    assert not bodies.folder.exists()


def test_a_missing_body_is_none_and_not_verified(bodies: BodyStore) -> None:
    assert bodies.get("0" * 64) is None
    assert not bodies.verify("0" * 64)


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "A" * 64, "0" * 63 + "/"])
def test_a_name_that_is_no_sha256_leads_nowhere(bodies: BodyStore, sha256: str) -> None:
    with pytest.raises(StoreError, match="no sha256"):
        bodies.get(sha256)


@pytest.mark.parametrize("cut", [0, 1, 20, 200])
def test_a_broken_record_is_told(bodies: BodyStore, cut: int) -> None:
    body = _body(b"y" * 10_000)
    bodies.put(body)
    path = bodies.path(body.sha256)
    path.write_bytes(path.read_bytes()[:cut])
    assert not bodies.verify(body.sha256)
    with pytest.raises(StoreError, match="restore it"):
        bodies.get(body.sha256)


def test_a_changed_record_is_not_verified(bodies: BodyStore) -> None:
    body = _body()
    bodies.put(body)
    path = bodies.path(body.sha256)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"<rss>", b"<rsx>")))
    assert not bodies.verify(body.sha256)
