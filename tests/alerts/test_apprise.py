"""Apprise: plain text that acts nowhere, one request a message, and a clear word when the extra is missing."""

import importlib.util
import json
import logging
import re
from collections import deque
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.base import ChannelContext
from alerts.channels import apprise as kind
from alerts.channels.apprise import MAX_TEXT_BYTES, Apprise, Options, texts
from alerts.render.card import Looks
from policywatch.config import check
from policywatch.testing.webhook import FakeWebhook
from policywatch.types import Ambiguous, DeliveryState, Message, Parked, Sent
from tests.alerts.outbox import Clock, Outbox, deliveries
from tests.alerts.samples import NOW, alert, burst_summary, incident, item, new_rule, picture

#: Apprise itself imports what Python will drop
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

KEY = "key-7f3c-very-secret"


def channel(url: str, tmp_path: Path, **options: str) -> Apprise:
    return Apprise("tail", Options(url="${URL}", **options), ChannelContext(home=tmp_path, env={"URL": url}))


def address(hook: FakeWebhook) -> str:
    return hook.url.replace("http://", "json://")


async def test_a_message_is_one_request_with_title_text_and_address(tmp_path: Path) -> None:
    async with FakeWebhook() as hook:
        result = await channel(address(hook), tmp_path).send(replace(deliveries(1)[0], message=new_rule()), NOW)
    assert isinstance(result, Sent) and result.receipt.remote_id == deliveries(1)[0].id
    (caught,) = hook.caught
    told = json.loads(caught.body)
    assert "recruitment" in told["title"]
    assert "https://gazette.nordia.example/2026/411" in told["message"].split("\n")
    assert deliveries(1)[0].id[:8] in told["message"] and told["title"] not in told["message"]


async def test_what_failed_is_sent_once_more_and_then_a_person_decides(tmp_path: Path, clock: Clock) -> None:
    async with FakeWebhook(answers=deque([(500, {}, "no")] * 9)) as hook:
        made = channel(address(hook), tmp_path)
        assert isinstance(await made.send(deliveries(1)[0], NOW), Ambiguous)
        outbox = Outbox(clock, {"legal": made})
        outbox.add(deliveries(1))
        await outbox.run()
    assert outbox.states() == {DeliveryState.REVIEW: 1} and len(hook.caught) == 3


@pytest.mark.parametrize("url", ["", "nonsense", "telephone://1", "://"])
async def test_an_address_that_apprise_does_not_know_parks_the_channel(url: str, tmp_path: Path) -> None:
    made = channel(url, tmp_path)
    assert isinstance(await made.send(deliveries(1)[0], NOW), Parked)
    assert not (await made.check()).ok


HOSTILE = [
    "<!channel>",
    "<!here> <@U1> <#C1>",
    "<https://evil.example|https://eur-lex.europa.eu>",
    "[https://eur-lex.europa.eu](https://evil.example)",
    "@everyone @here @all",
    "**bold** __under__ ~~strike~~ `code` ||spoiler||",
    "# heading",
    "> quote",
    ":siren: :rotating_light:",
    "&lt;!channel&gt;",
    "<b>html</b> <script>alert(1)</script>",
    "\\*escaped\\*",
    "https://evil.example|trusted",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_from_outside_acts_in_any_markup(hostile: str) -> None:
    made = alert(item(title=hostile, summary=hostile, remark=hostile, authority=hostile))
    for message in (made, replace(burst_summary(), items=made.items * 3), Message(incident().kind, hostile, lines=(hostile,))):
        title, body = texts(replace(deliveries(1)[0], message=message), Looks(), NOW)
        ours = [line for line in body.split("\n") if line == "https://gazette.nordia.example/2026/411"]
        rest = "\n".join([title, *(line for line in body.split("\n") if line not in ours)])
        assert not set(rest) & set("<>@`*_~|[]#&\\")
        assert not re.search(r":[\w+-]+:", rest)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_text_keeps_its_limit(language: str) -> None:
    title, body = texts(replace(deliveries(1)[0], message=picture(300)), Looks("UTC", language), NOW)
    # wide look-alikes take up to three bytes for one
    assert len(body.encode()) <= MAX_TEXT_BYTES * 3 and len(title) <= 120


async def test_no_key_reaches_a_log_or_a_reason(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with FakeWebhook(answers=deque([(500, {}, "no")])) as hook:
        made = channel(f"{address(hook)}?+x-key={KEY}", tmp_path)
        told = [repr(await made.send(deliveries(1)[0], NOW)), repr(await made.check()), repr(made._options)]
    assert hook.caught[0].headers["x-key"] == KEY
    assert KEY not in "".join(told) + caplog.text


def test_without_the_extra_the_configuration_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.house import REGISTRIES

    monkeypatch.setattr(kind, "find_spec", lambda name: None if name == "apprise" else importlib.util.find_spec(name))
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    (tmp_path / "uses.yaml").write_text("uses: []\n")
    (tmp_path / "policywatch.yaml").write_text("channels:\n  - {id: tail, kind: apprise, url: '${URL}'}\n")
    report = check(tmp_path, sources=REGISTRIES.sources, channels=REGISTRIES.channels, embedders=REGISTRIES.embedders)
    assert ["pip install 'policywatch[apprise]'" in str(problem) for problem in report.problems] == [True]
