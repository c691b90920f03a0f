"""Lanying IM: bodies as its Swagger wants them, failures inside HTTP 200, no message twice and none lost."""

import json
import logging
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from alerts.base import ChannelContext
from alerts.channels.lanying import MAX_EXT_BYTES, MAX_TEXT_BYTES, Lanying, Options
from alerts.lanying import CODES, transaction_id
from policywatch.testing.lanying import FakeLanying
from policywatch.types import Ambiguous, Message, NeedsReview, Parked, Retry, Sent
from tests.alerts.outbox import Clock, Outbox, deliveries
from tests.alerts.samples import NOW, alert, burst_summary, consultation, incident, item, low_confidence, new_rule, picture, revised

TOKEN = "adm-7f3c-very-secret"
MESSAGES = [new_rule, consultation, revised, low_confidence, incident, burst_summary, lambda: picture(300)]


@pytest.fixture
async def lanying(clock: Clock) -> AsyncIterator[FakeLanying]:
    async with FakeLanying(clock=clock.seconds, token=TOKEN) as server:
        yield server


@pytest.fixture
async def connect(lanying: FakeLanying, tmp_path: Path) -> AsyncIterator[Callable[..., Lanying]]:
    made: list[Lanying] = []

    def build(**options: Any) -> Lanying:
        given = {"api_endpoint": lanying.url, "app_id": lanying.app_id, "access_token": "${T}", "from_user": 1, "to_group": 501, **options}
        made.append(Lanying("legal", Options(**given), ChannelContext(home=tmp_path, zone="Asia/Shanghai", env={"T": TOKEN})))
        return made[-1]

    yield build
    for channel in made:
        await channel.close()


def test_the_transaction_id_is_the_first_63_bits_of_the_hash() -> None:
    assert transaction_id("00000000-0000-4000-8000-000000000001") == 644800323089253896


@pytest.mark.parametrize("make", MESSAGES)
@pytest.mark.parametrize("receiver", [{"to_group": 501}, {"to_group": None, "to_user": 2}])
async def test_every_body_is_valid_and_bounded(
    make: Callable[[], Message], receiver: dict, shared: Path, connect: Callable[..., Lanying]
) -> None:
    """Draft 4 is the draft that reads Swagger's boolean exclusiveMinimum."""
    swagger = json.loads((shared / "data" / "lanying-swagger.json").read_text(encoding="utf-8"))
    body = connect(**receiver).body(replace(deliveries(1)[0], message=make()), NOW)
    Draft4Validator(swagger["definitions"]["MessageRequest"]).validate(body)
    assert body["type"] == (1 if "to_user" in receiver else 2) and len(body["targets"]) == 1
    assert len(body["content"].encode()) <= MAX_TEXT_BYTES and len(body["ext"].encode()) <= MAX_EXT_BYTES
    assert json.loads(body["ext"])["policywatch"]["delivery_id"] == deliveries(1)[0].id


async def test_every_call_is_one_the_swagger_knows(shared: Path, lanying: FakeLanying, connect: Callable[..., Lanying]) -> None:
    swagger = json.loads((shared / "data" / "lanying-swagger.json").read_text(encoding="utf-8"))
    channel = connect()
    await channel.send(deliveries(1)[0], NOW)
    assert (await channel.check()).ok
    for call in lanying.calls:
        known = swagger["paths"][call.path][call.method.lower()]["parameters"]
        required = {one["name"] for one in known if one.get("required") and one["in"] in ("query", "header")}
        assert required <= set(call.query) | set(call.headers)
        assert set(call.query) <= {one["name"] for one in known if one["in"] == "query"}


async def test_a_chinese_reader_gets_chinese(lanying: FakeLanying, connect: Callable[..., Lanying]) -> None:
    await connect(language="zh-Hans").send(replace(deliveries(1)[0], message=new_rule()), NOW)
    text = lanying.stored[0].body["content"]
    assert text.startswith("【重要】") and "还剩 70 天" in text and "不构成法律意见" in text
    assert "https://gazette.nordia.example/2026/411" in text


async def test_a_message_is_stored_once_with_its_receipt(lanying: FakeLanying, connect: Callable[..., Lanying]) -> None:
    result = await connect().send(deliveries(1)[0], NOW)
    assert isinstance(result, Sent) and result.receipt.remote_id == str(lanying.stored[0].msg_id)
    assert result.receipt.remote_channel == "group:501"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *((code, Parked) for code in (10008, 10003, 40000, 30022, 20001, 20002, 10006)),
        *((code, Retry) for code in (20000, 10009, 20006)),
        *((code, NeedsReview) for code in (10002, 77777)),
    ],
)
async def test_a_code_inside_http_200_is_a_failure(code: int, kind: type, lanying: FakeLanying, connect: Callable[..., Lanying]) -> None:
    lanying.faults.append(f"code:{code}")
    result = await connect().send(deliveries(1)[0], NOW)
    assert isinstance(result, kind) and str(code) in result.reason
    assert not lanying.stored


def test_every_code_has_one_class() -> None:
    assert len(CODES) == 21


@pytest.mark.parametrize("fault", ["reset_after", "close_after", "status_after:502", "badjson_after", "slow_after", "late_store"])
async def test_a_broken_answer_is_looked_up_and_never_doubled(
    fault: str, lanying: FakeLanying, connect: Callable[..., Lanying], clock: Clock
) -> None:
    lanying.faults.append(fault)
    channel = connect()
    channel._client.poster.timeout_s = 1.0
    lanying.slow_s = 1.5
    assert isinstance(await channel.send(deliveries(1)[0], NOW), Ambiguous)
    outbox = Outbox(clock, {"legal": channel})
    outbox.add(deliveries(1))
    await outbox.run()
    assert outbox.states() == {"sent": 1} and len(lanying.stored) == 1


async def test_a_repeat_within_the_window_is_dropped_and_a_later_one_is_found_first(
    lanying: FakeLanying, connect: Callable[..., Lanying], clock: Clock
) -> None:
    channel = connect()
    lanying.faults.append("reset_after")
    assert isinstance(await channel.send(deliveries(1)[0], NOW), Ambiguous)
    assert isinstance(await channel.send(deliveries(1)[0], NOW), Sent)
    assert len(lanying.stored) == 1
    clock.now += timedelta(minutes=10)
    found = await channel.find(replace(deliveries(1)[0], first_sent_at=NOW), clock.now)
    assert found is not None and found.remote_id == str(lanying.stored[0].msg_id) and channel.proven
    assert await channel.find(replace(deliveries(2)[1], first_sent_at=NOW), clock.now) is None


async def test_many_alerts_under_faults_are_all_there_once(lanying: FakeLanying, connect: Callable[..., Lanying], clock: Clock) -> None:
    faults = ["reset_after", "", "code:20000", "close", "badjson_after", "status:503", "", "status_after:500", "reset"]
    lanying.faults = deque(faults * 15)
    outbox = Outbox(clock, {"legal": connect()})
    outbox.add(deliveries(60))
    await outbox.run()
    assert outbox.states() == {"sent": 60}
    assert Counter(one.ext["policywatch"]["delivery_id"] for one in lanying.stored) == dict.fromkeys(outbox.rows, 1)


async def test_a_look_up_pages_back_to_the_first_attempt(lanying: FakeLanying, connect: Callable[..., Lanying]) -> None:
    channel = connect()
    wanted = deliveries(130)
    for one in wanted:
        await channel.send(one, NOW)
    assert await channel.find(replace(wanted[0], first_sent_at=NOW), NOW) is not None


async def test_a_look_up_that_fails_says_nothing(lanying: FakeLanying, connect: Callable[..., Lanying]) -> None:
    channel = connect()
    lanying.token = "other"
    with pytest.raises(LookupError):
        await channel.find(deliveries(1)[0], NOW)
    assert not (await channel.check()).ok


@pytest.mark.parametrize("url", ["http://api.maximtop.example", "ftp://x.example", "https://u:p@x.example", "x", "http://10.0.0.1"])
def test_an_endpoint_that_is_not_https_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        Options(api_endpoint=url, app_id="a", access_token="${T}", from_user=1, to_user=2)


@pytest.mark.parametrize("receivers", [{}, {"to_user": 1, "to_group": 2}, {"to_user": 0}, {"to_user": 2**63}])
def test_there_is_exactly_one_receiver(receivers: dict) -> None:
    with pytest.raises(ValueError):
        Options(api_endpoint="https://x.example", app_id="a", access_token="${T}", from_user=1, **receivers)


async def test_no_token_reaches_a_log_or_a_reason(
    lanying: FakeLanying, connect: Callable[..., Lanying], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = connect()
    told = [repr(channel._options)]
    lanying.faults.extend(["code:10008", "code:999", "status:500", "reset", "badjson_after", "status:302", ""])
    for _ in range(7):
        told.append(repr(await channel.send(deliveries(1)[0], NOW)))
    told.append(repr(await channel.check()))
    assert TOKEN not in caplog.text + "".join(told)
    assert all(TOKEN not in json.dumps(one.body) for one in lanying.stored)


async def test_personal_data_and_unseen_characters_stay_out(lanying: FakeLanying, connect: Callable[..., Lanying]) -> None:
    message = alert(item(title="Ask jane.roe@mail.example\u202e\u200b\n@all"))
    await connect().send(replace(deliveries(1)[0], message=message), NOW)
    told = json.dumps(lanying.stored[0].body, ensure_ascii=False)
    assert "jane.roe" not in told and "\u202e" not in told and "\u200b" not in told
