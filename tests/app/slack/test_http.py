"""Slack over HTTP: a signature that holds, once, within five minutes; everything else is 401 and nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote_plus

import httpx
import pytest

from app.slack.http import is_signed
from app.web.app import make_app
from tests.app.slack.conftest import Room, until


@pytest.fixture
async def web(quiet_room: Room) -> AsyncIterator[httpx.AsyncClient]:
    """The web app of the room's house."""
    app = make_app(lambda: quiet_room.house)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client
    for close in app.state.closing:
        await close()


def form(payload: dict[str, Any]) -> bytes:
    return f"payload={quote_plus(json.dumps(payload))}".encode()


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_the_known_vector_is_signed() -> None:
    headers = {
        "x-slack-request-timestamp": "1700000000",
        "x-slack-signature": "v0=8d2a222b429296cde3eeee8e079a4f3fd24bb437ba481dc65c6c740cd3172048",
    }
    assert is_signed("secret", b"payload=%7B%7D", headers, 1700000000)
    assert not is_signed("secrets", b"payload=%7B%7D", headers, 1700000000)


async def test_a_signed_click_acts_and_is_answered_in_time(quiet_room: Room, web: httpx.AsyncClient) -> None:
    await quiet_room.tell()
    body = form(quiet_room.press("acknowledge"))
    answer = await web.post("/slack", content=body, headers=FORM | quiet_room.slack.signed(body))
    assert answer.status_code == 200
    await until(lambda: "Acknowledged by Ada Example" in quiet_room.shown())


async def test_a_command_is_answered_and_a_challenge_is_returned(quiet_room: Room, web: httpx.AsyncClient) -> None:
    await quiet_room.tell()
    body = b"command=%2Fpolicywatch&text=sources&user_id=U1&team_id=T1&trigger_id=t1"
    answer = await web.post("/slack", content=body, headers=FORM | quiet_room.slack.signed(body))
    assert answer.status_code == 200 and "1 source" in answer.text
    challenge = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    headers = {"Content-Type": "application/json"} | quiet_room.slack.signed(challenge)
    assert "c" in (await web.post("/slack", content=challenge, headers=headers)).text


BODY = b"payload=%7B%7D"
SIGNATURES: dict[str, dict[str, Any]] = {
    "good": {"status": 200},
    "mixed-case headers": {"status": 200, "names": ("x-SLACK-request-TimeStamp", "X-slack-SIGNATURE")},
    "changed body": {"status": 401, "body": BODY + b"x"},
    "299 s old": {"status": 200, "age": 299},
    "301 s old": {"status": 401, "age": 301},
    "301 s ahead": {"status": 401, "age": -301},
    "no headers": {"status": 401, "names": ("x-a", "x-b")},
    "no signature": {"status": 401, "names": ("X-Slack-Request-Timestamp", "x-b")},
    "timestamp abc": {"status": 401, "stamp": b"abc"},
    "timestamp empty": {"status": 401, "stamp": b""},
    "timestamp of 5,000 digits": {"status": 401, "stamp": b"9" * 5000},
    "timestamp nan": {"status": 401, "stamp": b"nan"},
    "non-ASCII signature": {"status": 401, "signature": "v0=ü".encode()},
    "empty signature": {"status": 401, "signature": b""},
    "signature v1": {"status": 401, "signature": b"v1=00"},
    "non-UTF-8 body": {"status": 401, "body": b"payload=\xff\xfe"},
    "empty body": {"status": 401, "body": b""},
}


@pytest.mark.parametrize("case", SIGNATURES.values(), ids=SIGNATURES.keys())
async def test_a_signature_is_200_or_401(case: dict[str, Any], quiet_room: Room, web: httpx.AsyncClient) -> None:
    signed = quiet_room.slack.signed(BODY, quiet_room.clock.seconds() - case.get("age", 0))
    names = case.get("names", ("X-Slack-Request-Timestamp", "X-Slack-Signature"))
    stamp = case.get("stamp", signed["X-Slack-Request-Timestamp"].encode())
    signature = case.get("signature", signed["X-Slack-Signature"].encode())
    headers = [(names[0].encode(), stamp), (names[1].encode(), signature), (b"content-type", FORM["Content-Type"].encode())]
    answer = await web.post("/slack", content=case.get("body", BODY), headers=headers)
    assert answer.status_code == case["status"]
    assert answer.text == ""


async def test_a_replay_is_401_and_acts_once(quiet_room: Room, web: httpx.AsyncClient) -> None:
    await quiet_room.tell()
    body = form(quiet_room.press("done"))
    headers = FORM | quiet_room.slack.signed(body)
    answers = await asyncio.gather(*(web.post("/slack", content=body, headers=headers) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401, 401]
    assert len(quiet_room.house.store.acts()) == 1


async def test_a_body_over_a_megabyte_is_refused(quiet_room: Room, web: httpx.AsyncClient) -> None:
    body = b"x" * 1_000_001
    assert (await web.post("/slack", content=body, headers=quiet_room.slack.signed(body))).status_code == 413


async def test_nothing_but_a_signed_post_is_served(web: httpx.AsyncClient) -> None:
    assert (await web.get("/slack")).status_code == 405
