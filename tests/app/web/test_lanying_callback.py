"""The callback of Lanying: the shared secret first, each message once, through the one door, and an answer in the same chat."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.delivering import deliver, open_channels
from app.house import House
from app.progress import Progress
from app.web.app import make_app
from app.web.server import serving
from policywatch.config.models import WebBlock
from policywatch.testing.lanying import FakeLanying
from policywatch.types import ActKind
from tests.alerts.outbox import Clock
from tests.app.told import tell, told_house

SECRET = "callback-7f3c-very-secret"
CHANNELS = """\
channels:
  - {{id: group, kind: lanying, api_endpoint: '{url}', app_id: welovefruit, access_token: '${{T}}', from_user: 1, to_group: 501,
     callback_secret: '${{C}}', language: zh-Hans}}
  - {{id: ada, kind: lanying, api_endpoint: '{url}', app_id: welovefruit, access_token: '${{T}}', from_user: 1, to_user: 71,
     callback_secret: '${{C}}', language: en, callback_networks: [127.0.0.0/8, '::1/128']}}
  - {{id: mute, kind: lanying, api_endpoint: '{url}', app_id: another, access_token: '${{T}}', from_user: 1, to_user: 71}}
routes:
  - {{channel: group}}
"""


@pytest.fixture
async def lanying() -> AsyncIterator[FakeLanying]:
    async with FakeLanying(users={1, 71, 72, 73}, callback_secret=SECRET) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, lanying: FakeLanying, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("T", lanying.token)
    monkeypatch.setenv("C", SECRET)
    lanying.clock = clock.seconds
    with told_house(tmp_path / "home", clock, CHANNELS.format(url=lanying.url)) as made:
        yield made


@pytest.fixture
async def open_web(house: House, lanying: FakeLanying) -> AsyncIterator[None]:
    web = WebBlock.model_validate({"port": 0, "public_url": "http://127.0.0.1:1", "secret": "${W}"})
    async with serving(lambda: house, web) as port:
        lanying.callback_url = f"http://127.0.0.1:{port}/lanying/{lanying.app_id}"
        yield


async def send(house: House) -> None:
    assert isinstance(house.clock, Clock)
    # a chat is told one message a second
    house.clock.now += timedelta(seconds=10)
    async with open_channels(house) as channels:
        await deliver(house, channels, Progress(quiet=True))


def did(house: House) -> list[tuple[str, str, str]]:
    return [(act.kind.value, act.person_id, act.subject.partition(":")[0]) for act in house.store.acts()]


def told(lanying: FakeLanying, to: int) -> list[str]:
    return [one.body["content"] for one in lanying.stored if one.to == to]


@pytest.mark.parametrize(
    ("text", "act"),
    [("done", ("done", "bo", "matter")), ("已处理", ("done", "bo", "matter")), ("收到", ("acknowledge", "bo", "matter"))],
)
async def test_a_reply_becomes_an_act_on_the_last_alert(
    text: str, act: tuple[str, str, str], house: House, lanying: FakeLanying, open_web: None
) -> None:
    tell(house, channels=("group",))
    await send(house)
    assert await lanying.say(text, sender=72, to=501, msg_id=9001) == 200
    assert did(house) == [act]


@pytest.mark.parametrize("text", ["not relevant: not our market", "不相关：我们没有这项业务"])
async def test_a_verdict_with_its_reason_reaches_the_feedback(text: str, house: House, lanying: FakeLanying, open_web: None) -> None:
    tell(house, channels=("group",))
    await send(house)
    await lanying.say(text, sender=72, to=501, msg_id=9001)
    verdicts = house.store.feedback_list()
    assert {row.use_id for row in verdicts} == {"cv", "chat"}
    assert {(row.relevant, row.person_id, row.reason) for row in verdicts} == {
        (False, "bo", text.replace("：", ":").partition(":")[2].strip())
    }


async def test_the_answer_is_told_once_in_the_language_of_the_chat(house: House, lanying: FakeLanying, open_web: None) -> None:
    tell(house, channels=("group", "ada"))
    await send(house)
    await lanying.say("已处理", sender=72, to=501, msg_id=1)
    await lanying.say("got it", sender=71, to=1, msg_id=2)
    await send(house)
    await send(house)
    assert len(told(lanying, 501)) == len(told(lanying, 71)) == 2
    assert "完成" in told(lanying, 501)[-1] and "Acknowledged by ada" in told(lanying, 71)[-1]


async def test_a_short_id_names_an_earlier_alert(house: House, lanying: FakeLanying, open_web: None) -> None:
    (first,) = tell(house, "First rule", channels=("group",))
    tell(house, "Second rule", channels=("group",))
    await send(house)
    short = next(one.id for one in house.store.told_alerts("group") if one.alert_id == first.id)[:8]
    await lanying.say(f"done {short}", sender=72, to=501, msg_id=1)
    assert [act.subject for act in house.store.acts()] == [f"matter:{first.matter_id}"]


@pytest.mark.parametrize("text", ["done", "snooze 3", "not relevant"])
async def test_a_replay_changes_nothing_even_after_the_next_alert(
    text: str, house: House, lanying: FakeLanying, open_web: None, clock: Clock
) -> None:
    tell(house, "First rule", channels=("group",))
    await send(house)
    await lanying.say(text, sender=72, to=501, msg_id=1)
    before = house.store.acts()
    tell(house, "Second rule", channels=("group",))
    clock.now += timedelta(minutes=10)
    await send(house)
    for _ in range(3):
        assert await lanying.say(text, sender=72, to=501, msg_id=1) == 200
    await send(house)
    assert house.store.acts() == before
    assert len(told(lanying, 501)) == 3


async def test_a_stranger_is_told_so_and_nothing_is_kept(house: House, lanying: FakeLanying, open_web: None) -> None:
    tell(house, channels=("group",))
    await send(house)
    await lanying.say("done", sender=73, to=501, msg_id=1)
    await send(house)
    assert did(house) == []
    assert "people" in told(lanying, 501)[-1]


async def test_a_reply_without_any_alert_says_what_to_write(house: House, lanying: FakeLanying, open_web: None) -> None:
    await lanying.say("done", sender=71, to=1, msg_id=1)
    await send(house)
    assert "eight characters" in told(lanying, 71)[-1]


@pytest.mark.parametrize(
    ("text", "sender", "to"), [("how was lunch", 72, 501), ("done", 1, 501), ("done", 72, 1), ("done", 71, 502), ("done", 71, 72)]
)
async def test_what_is_no_reply_to_us_is_ignored(
    text: str, sender: int, to: int, house: House, lanying: FakeLanying, open_web: None
) -> None:
    tell(house, channels=("group", "ada"))
    await send(house)
    count = len(lanying.stored)
    assert await lanying.say(text, sender=sender, to=to, msg_id=1) == 200
    await send(house)
    assert did(house) == [] and len(lanying.stored) == count


# ---- who may call ----------------------------------------------------------------------------------------------------


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    with TestClient(make_app(lambda: house), raise_server_exceptions=False, client=("127.0.0.1", 5)) as made:
        yield made


BODY = json.dumps({"from": {"uid": "72"}, "to": {"uid": "501"}, "type": "CHAT", "ctype": "TEXT", "content": "done", "msgId": 5}).encode()


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("signature", "")],
        [("signature", "wrong")],
        [("signature", SECRET[:-1])],
        [("signature", SECRET + " x")],
        [("signature", SECRET.upper())],
        [("signature", SECRET), ("signature", SECRET)],
        [("signature", "wrong"), ("signature", SECRET)],
        [("signature", "\u00e9".encode("latin-1"))],
        [("signature", b"\xff\xfe")],
        [("signature", "x" * 60_000)],
        [("x-signature", SECRET)],
    ],
)
@pytest.mark.parametrize("body", [BODY, b"", b"\xff", b"[" * 100_000])
def test_a_wrong_signature_is_401_whatever_is_sent(client: TestClient, house: House, headers: list[Any], body: bytes) -> None:
    tell(house, channels=("group",))
    answer = client.post("/lanying/welovefruit", headers=headers, content=body)
    assert answer.status_code == 401
    assert house.store.acts() == []


@pytest.mark.parametrize("app_id", ["another", "nobody", "welovefruit%00"])
def test_an_app_that_takes_no_answers_is_401(client: TestClient, app_id: str) -> None:
    assert client.post(f"/lanying/{app_id}", headers={"signature": SECRET}, content=BODY).status_code == 401


def test_a_missing_secret_lets_nobody_in(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("C")
    assert client.post("/lanying/welovefruit", headers={"signature": ""}, content=BODY).status_code == 401


def test_a_caller_from_elsewhere_reaches_only_channels_that_take_any(house: House) -> None:
    tell(house, channels=("ada", "group"))
    app = make_app(lambda: house)
    private = json.dumps({"from": {"uid": "71"}, "to": {"uid": "1"}, "content": "done", "msgId": 7})
    with TestClient(app, client=("203.0.113.9", 5)) as far:
        assert far.post("/lanying/welovefruit", headers={"signature": SECRET}, content=private).json() == {"taken": False}


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"from":1,"to":2,"content":"done","msgId":1}',
        b'{"from":{"uid":"72"},"to":{"uid":"501"},"content":"done"}',
        b'{"from":{"uid":"72"},"to":{"uid":"501"},"content":["done"],"msgId":1}',
        b'{"from":{"uid":"../1"},"to":{"uid":"501"},"content":"done","msgId":1}',
        b'{"from":{"uid":true},"to":{"uid":"501"},"content":"done","msgId":1}',
    ],
)
def test_what_is_no_message_is_400(client: TestClient, told: bytes) -> None:
    assert client.post("/lanying/welovefruit", headers={"signature": SECRET}, content=told).status_code == 400


def test_secrets_are_compared_in_constant_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each configured secret goes through compare_digest with values of one length, also when an earlier one matched."""
    import app.replies

    seen: list[tuple[int, int]] = []
    real = app.replies.compare_digest

    def watched(a: bytes, b: bytes) -> bool:
        seen.append((len(a), len(b)))
        return real(a, b)

    monkeypatch.setattr(app.replies, "compare_digest", watched)
    for signature in (SECRET, "x"):
        client.post("/lanying/welovefruit", headers={"signature": signature}, content=BODY)
    assert seen == [(32, 32)] * 4


def test_the_kinds_of_act_a_chat_can_ask_for_are_those_of_editors() -> None:
    from alerts.replies import _WORDS

    assert ActKind.RETRACT not in _WORDS and ActKind.ERASE not in _WORDS
