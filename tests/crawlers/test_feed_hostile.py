"""Hostile bodies given to the feed parser itself: each ends as its index allows, within its time, and nothing is opened."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.base import Fetched, Parsed
from crawlers.completeness import decode_body
from crawlers.spiders.feed import KIND
from policywatch.types import Cause, Source

GROUPS = ("xml", "encoding", "content", "dates_ids", "size")
MAX_BYTES = 10 * 1024 * 1024
#: stand for the addresses that the server would fill in
FILLED = {"BASE": "http://127.0.0.1:1", "CANARY": "http://127.0.0.2:2", "HOST": "127.0.0.1:1", "CORPUS": "/nowhere"}


def bodies(folder: Path) -> list[tuple[dict[str, Any], Fetched]]:
    """Every feed case that is a body and no fault of transport, with its last answer."""
    found = []
    for case in json.loads((folder / "index.json").read_text())["cases"]:
        answer = case["responses"][-1]
        size = answer["bytes"] * max(1, (answer.get("stream") or {}).get("count", 1))
        if case["kind"] != "feed" or case["group"] not in GROUPS or answer["status"] != 200 or answer.get("behaviour") or size > MAX_BYTES:
            continue
        headers = {name.lower(): value for name, value in answer["headers"]}
        body = decode_body(_whole(folder, answer), headers.get("content-encoding", ""), MAX_BYTES)
        if not body.cause:
            found.append((case, Fetched("https://authority.example/feed", 200, headers, body.body, datetime.now(UTC))))
    return found


def _whole(folder: Path, answer: dict[str, Any]) -> bytes:
    body: bytes = (folder / answer["body"]).read_bytes()
    if stream := answer.get("stream"):
        unit = (folder / stream["unit"]).read_bytes()
        body += (
            b"".join(unit.replace(b"{{N}}", b"%d" % n) for n in range(max(0, stream["count"]))) + (folder / stream["suffix"]).read_bytes()
        )
    for name, value in FILLED.items():
        body = body.replace(b"{{%s}}" % name.encode(), value.encode())
    return body[: MAX_BYTES + 1]


def wrong(case: dict[str, Any], got: Fetched) -> str:
    """What is not as the index wants it, or nothing."""
    started = time.process_time()
    parsed = KIND().parse(Source("authority", "feed", got.url), got)
    spent_s, expect = time.process_time() - started, case["expect"]
    if spent_s > expect["max_s"]:
        return f"{spent_s:.1f} s"
    if any(trouble := _trouble(document) for document in parsed.documents):
        return trouble
    items = expect["items"]
    low, high = items if isinstance(items, list) else (items, items) if items is not None else (0, 10**9)
    count, read = len(parsed.documents), _is_read(parsed)
    if read and expect["verdict"] != "error":
        return "" if low <= count <= high else f"{count} items"
    allowed = expect["verdict"] != "ok" and not read and (not expect["error"] or parsed.cause.value in expect["error"])
    return "" if allowed else f"{parsed.cause.value or 'read'}: {parsed.detail}"


def _is_read(parsed: Parsed) -> bool:
    return parsed.cause is Cause.NONE or (parsed.cause is Cause.TRUNCATED and bool(parsed.documents))


def _trouble(document: Any) -> str:
    if not document.url.startswith(("http://", "https://")) or "LOCAL-SECRET" in document.title + document.summary + document.text:
        return f"{document.url} {document.title}"
    at = document.published_at
    plausible = at is None or datetime(1990, 1, 1, tzinfo=UTC) <= at <= datetime.now(UTC) + timedelta(hours=48)
    return "" if plausible else f"published {at}"


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.full)])
def test_a_hostile_body_ends_as_its_index_allows(hostile_corpus: Path, every: int) -> None:
    cases = bodies(hostile_corpus)[::every]
    found = {case["name"]: why for case, got in cases if (why := wrong(case, got))}
    assert len(cases) >= 40 and not found
