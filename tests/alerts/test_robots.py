"""The robots of four chats: signed, bounded, slow enough, and honest about what they cannot know."""

import json
import logging
import re
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.base import ChannelContext
from alerts.channels import dingtalk, feishu, teams, wecom
from alerts.render.card import Looks
from alerts.render.event import compact
from alerts.render.robots import WECOM_TEXT_BYTES, dingtalk_text, feishu_card, teams_card, wecom_text
from alerts.signing import dingtalk_query, dingtalk_sign, feishu_sign
from policywatch.testing.robots import FakeRobot
from policywatch.types import Ambiguous, DeliveryState, Message, NeedsReview, Parked, Result, Retry, Sent
from tests.alerts.outbox import Clock, Outbox, deliveries
from tests.alerts.samples import NOW, alert, burst_summary, consultation, incident, item, low_confidence, new_rule, picture, revised

KINDS: dict[str, Any] = {"feishu": feishu, "wecom": wecom, "dingtalk": dingtalk, "teams": teams}
SECRET = "SECpolicywatch"
RENDERERS = [feishu_card, wecom_text, dingtalk_text, teams_card]
MESSAGES = [new_rule, consultation, revised, low_confidence, incident, burst_summary, lambda: picture(400)]


def channel(robot: FakeRobot, tmp_path: Path, url: str = "", **options: Any) -> Any:
    module = KINDS[robot.kind]
    env = {"URL": url or robot.url, "SECRET": SECRET}
    return module.KIND("legal", module.Options(url="${URL}", **options), ChannelContext(home=tmp_path, zone="Europe/Berlin", env=env))


async def sent(robot: FakeRobot, tmp_path: Path, message: Message | None = None, **options: Any) -> Result:
    made = channel(robot, tmp_path, **options)
    made._poster.timeout_s = 1.0
    delivery = deliveries(1)[0]
    try:
        result: Result = await made.send(replace(delivery, message=message or delivery.message), NOW)
        return result
    finally:
        await made.close()


def test_the_signatures_are_those_of_the_formulas() -> None:
    assert dingtalk_sign(SECRET, 1700000000000) == "RojTOaxxtmtTYIM06FwevglpGYrV+VzbcJ43Hdg1B7Y="
    assert dingtalk_query(SECRET, 1700000000000).endswith("sign=RojTOaxxtmtTYIM06FwevglpGYrV%2BVzbcJ43Hdg1B7Y%3D")
    assert feishu_sign(SECRET, 1700000000) == "oMNui64MnW3+mv8JF3bEaorsn6s365fY782Zo7/fpok="


@pytest.mark.parametrize("kind", ["feishu", "dingtalk"])
async def test_a_robot_takes_what_we_sign_and_nothing_else(kind: Any, tmp_path: Path, clock: Clock) -> None:
    async with FakeRobot(kind, secret=SECRET, clock=clock.seconds) as robot:
        assert isinstance(await sent(robot, tmp_path, secret="${SECRET}"), Sent)
        assert isinstance(await sent(robot, tmp_path), Parked)
        robot.secret = "another"
        assert isinstance(await sent(robot, tmp_path, secret="${SECRET}"), Parked)
    assert len(robot.stored) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", MESSAGES)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_every_message_is_taken(kind: Any, make: Callable[[], Message], language: str, tmp_path: Path) -> None:
    async with FakeRobot(kind) as robot:
        assert isinstance(await sent(robot, tmp_path, make(), language=language), Sent)
    told = json.dumps(robot.stored[0], ensure_ascii=False)
    assert deliveries(1)[0].id[:8] in told
    assert ("不构成法律意见" if language == "zh-Hans" else "not legal advice") in told


@pytest.mark.parametrize("make", MESSAGES)
def test_every_card_and_text_keeps_its_limit(make: Callable[[], Message]) -> None:
    delivery = replace(deliveries(1)[0], message=make())
    for language in ("en", "zh-Hans"):
        looks = Looks("UTC", language)
        assert len(wecom_text(delivery, looks, NOW)["text"]["content"].encode()) <= WECOM_TEXT_BYTES
        assert len(compact(feishu_card(delivery, looks, NOW))) <= feishu.MAX_BYTES
        assert len(compact(teams_card(delivery, looks, NOW))) <= teams.MAX_BYTES
        assert len(compact(dingtalk_text(delivery, looks, NOW))) <= dingtalk.MAX_BYTES


@settings(max_examples=80)
@given(
    title=st.text(max_size=3000),
    url=st.sampled_from(["https://g.example/", "https://g.example/" + "x" * 900, "https://g.example/" + "文" * 2000]),
    count=st.sampled_from([1, 2, 9]),
)
def test_no_text_from_outside_breaks_a_limit(title: str, url: str, count: int) -> None:
    """Longest where a character takes the most bytes, on the wire and escaped."""
    items = tuple(item(title=f"{title} {n}", url=url, document_id=f"d{n}", summary=title) for n in range(count))
    delivery = replace(deliveries(1)[0], message=alert(*items))
    assert len(wecom_text(delivery, Looks(), NOW)["text"]["content"].encode()) <= WECOM_TEXT_BYTES
    assert len(compact(feishu_card(delivery, Looks(), NOW))) <= feishu.MAX_BYTES
    assert len(compact(teams_card(delivery, Looks(), NOW))) <= teams.MAX_BYTES


@pytest.mark.parametrize("render", RENDERERS)
def test_what_is_left_out_is_counted(render: Callable[..., dict[str, Any]]) -> None:
    told = json.dumps(render(replace(deliveries(1)[0], message=picture(400)), Looks(), NOW), ensure_ascii=False)
    shown = len(re.findall(r"Notice \d+ on", told))
    assert 0 < shown < 400 and f"+{400 - shown} more" in told


async def test_the_fake_refuses_one_byte_too_many() -> None:
    import aiohttp

    async with FakeRobot("wecom") as robot, aiohttp.ClientSession() as session:
        for letters in (682, 683):
            async with session.post(robot.url, json={"msgtype": "text", "text": {"content": "条" * letters}}) as answer:
                told = await answer.json(content_type=None)
            assert told["errcode"] == (0 if letters == 682 else 45002)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_lane_keeps_the_pace_of_the_robot(kind: Any, tmp_path: Path, clock: Clock) -> None:
    async with FakeRobot(kind, clock=clock.seconds) as robot:
        made = channel(robot, tmp_path)
        outbox = Outbox(clock, {"legal": made})
        outbox.add(deliveries(45))
        await outbox.run()
        await made.close()
    assert outbox.states() == {"sent": 45} and len(robot.stored) == 45 and not robot.refused


async def test_a_robot_that_is_shut_out_waits_ten_minutes_and_keeps_the_order(tmp_path: Path, clock: Clock) -> None:
    async with FakeRobot("dingtalk", clock=clock.seconds) as robot:
        robot.blocked_until_s = clock.seconds() + 600.0
        made = channel(robot, tmp_path)
        outbox = Outbox(clock, {"legal": made})
        outbox.add(deliveries(3))
        await outbox.run()
        await made.close()
    assert len(robot.refused) == 1 and clock.now - NOW >= timedelta(seconds=600)
    assert [body["text"]["content"].partition("\n")[0] for body in robot.stored] == ["Notice 0", "Notice 1", "Notice 2"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["reset_after", "close_after", "slow_after", "status_after:502"])
async def test_a_broken_answer_is_of_unknown_fate(kind: Any, fault: str, tmp_path: Path) -> None:
    async with FakeRobot(kind, faults=deque([fault]), slow_s=1.3) as robot:
        assert isinstance(await sent(robot, tmp_path), Ambiguous)
    assert len(robot.stored) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_an_unknown_fate_is_repeated_once_and_then_goes_to_a_person(kind: Any, tmp_path: Path, clock: Clock) -> None:
    async with FakeRobot(kind, clock=clock.seconds, faults=deque(["close_after"] * 9)) as robot:
        made = channel(robot, tmp_path)
        outbox = Outbox(clock, {"legal": made})
        outbox.add(deliveries(1))
        await outbox.run()
        await made.close()
    assert outbox.states() == {DeliveryState.REVIEW.value: 1} and len(robot.stored) == 2


@pytest.mark.parametrize(
    ("kind", "fault", "wanted"),
    [
        ("feishu", "code:19001", Parked),
        ("feishu", "code:11232", Retry),
        ("feishu", "code:99991400", Retry),
        ("feishu", "code:9499", NeedsReview),
        ("wecom", "code:93000", Parked),
        ("wecom", "code:45009", Retry),
        ("wecom", "code:45002", NeedsReview),
        ("dingtalk", "code:310000", Parked),
        ("dingtalk", "code:130101", Retry),
        ("dingtalk", "code:4711", NeedsReview),
        ("teams", "status:429", Retry),
        ("teams", "status:404", Parked),
        ("wecom", "status:503", Retry),
        ("feishu", "status:500", Ambiguous),
        ("teams", "status:413", NeedsReview),
        ("teams", "status:302", Parked),
        ("wecom", "badjson_after", Ambiguous),
    ],
)
async def test_each_answer_means_one_thing(kind: Any, fault: str, wanted: type, tmp_path: Path) -> None:
    async with FakeRobot(kind, faults=deque([fault])) as robot:
        assert isinstance(await sent(robot, tmp_path), wanted)


async def test_the_gateway_of_feishu_says_when_to_come_back(tmp_path: Path) -> None:
    async with FakeRobot("feishu", faults=deque(["status:429"]), rate_headers={"x-ogw-ratelimit-reset": "42"}) as robot:
        result = await sent(robot, tmp_path)
    assert isinstance(result, Retry) and result.after_s == 42.0


@pytest.mark.parametrize("host", ["company.webhook.office.com", "outlook.office.com"])
async def test_a_retired_connector_is_explained(host: str, tmp_path: Path) -> None:
    made = channel(FakeRobot("teams"), tmp_path, url=f"https://{host}/webhookb2/x")
    result = await made.send(deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and "retired" in result.reason and "webhookb2" not in result.reason
    assert not (await made.check()).ok


@pytest.mark.parametrize("kind", KINDS)
async def test_plain_http_is_refused(kind: Any, tmp_path: Path) -> None:
    made = channel(FakeRobot(kind), tmp_path, url="http://robots.example/hook/key-7f3c")
    result = await made.send(deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and "https" in result.reason and "key-7f3c" not in result.reason


HOSTILE = [
    "<@all>",
    "@all",
    "<at id=all></at>",
    "[bank](https://evil.example)",
    "**b**",
    "`c`",
    "<https://evil.example|x>",
    "<at>Jane</at>",
    "\u202eabc",
    "# h",
    "![i](https://e.example/p.png)",
]


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_never_acts(render: Callable[..., dict[str, Any]], text: str) -> None:
    """It stands in plain-text elements only, and no address leads anywhere but to the document."""
    body = render(replace(deliveries(1)[0], message=alert(item(title=text, summary=text))), Looks(), NOW)
    assert "\u202e" not in json.dumps(body, ensure_ascii=False)
    if render is wecom_text:
        assert "<" not in body["text"]["content"]
    if render is dingtalk_text:
        assert body["at"] == {"atMobiles": [], "atUserIds": [], "isAtAll": False}
    tags, urls = set(), set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            tags.update(value for key, value in node.items() if key in ("tag", "type") and isinstance(value, str))
            urls.update(value for key, value in node.items() if key == "url")
            for value in node.values():
                walk(value)
        if isinstance(node, list):
            for value in node:
                walk(value)

    walk(body)
    assert urls <= {"https://gazette.nordia.example/2026/411"}
    assert not tags & {"lark_md", "markdown", "TextBlock", "at"}


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_tells_the_key_of_the_address(kind: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    async with FakeRobot(kind, faults=deque(["status:404", "status:500", "close_after", "code:4711"])) as robot:
        options = {"secret": "${SECRET}"} if kind in ("feishu", "dingtalk") else {}
        made = channel(robot, tmp_path, **options)
        for _ in range(4):
            told.append(repr(await made.send(deliveries(1)[0], NOW)))
        told += [repr(await made.check()), repr(made._robot)]
        await made.close()
    assert "key-7f3c" not in caplog.text + "".join(told) and SECRET not in caplog.text + "".join(told)
