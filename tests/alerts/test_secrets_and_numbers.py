"""Secrets stay where they are, and the full numbers of delivery under faults."""

import ast
import logging
import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.base import ChannelContext
from alerts.channels.mail import Mail
from alerts.channels.mail import Options as MailOptions
from alerts.channels.slack import Slack
from alerts.slack.errors import CLASSES
from policywatch.testing.slack import FakeSlack, Fault
from policywatch.testing.smtp import FakeSmtp
from tests.alerts.outbox import Clock, Outbox, deliveries
from tests.alerts.samples import NOW

SECRET = "xoxb-7f3c-very-secret"


async def test_no_token_reaches_a_log_or_a_reason(clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from alerts.channels.slack import Options

    caplog.set_level(logging.DEBUG)
    async with FakeSlack(clock=clock.seconds, token=SECRET) as slack:
        channel = Slack(
            "legal", Options(token="${T}", channel="C1", base_url=slack.base_url), ChannelContext(home=tmp_path, env={"T": SECRET})
        )
        told = [repr(channel._options)]
        for code in [*CLASSES, "brand_new"]:
            slack.faults["chat.postMessage"].extend([Fault("error", code), Fault("error", code)])
            told.append(repr(await channel.send(deliveries(1)[0], NOW)))
            if channel._workspace:
                channel._workspace.circuit = ""
        told.append(repr(await channel.check()))
        await channel.close()
    assert SECRET not in caplog.text + "".join(told)
    assert "Notice 0" not in caplog.text


async def test_no_password_or_address_reaches_a_log_or_a_reason(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for auth in ("right", ""):
        async with FakeSmtp(auth=auth) as smtp:
            options = MailOptions(
                host="127.0.0.1",
                port=smtp.port,
                security="none",
                username="watch",
                password="${P}",
                sender="w@c.example",
                recipients=("jane@c.example",),
            )
            channel = Mail("mail", options, ChannelContext(home=tmp_path, env={"P": SECRET}))
            told += [repr(await channel.send(deliveries(1)[0], NOW)), repr(await channel.check())]
    assert SECRET not in caplog.text + "".join(told)
    assert "jane@" not in caplog.text + "".join(told)


def test_every_slack_client_has_its_retries_off() -> None:
    """The SDK's default retry posts a message twice."""
    root = Path(__file__).resolve().parents[2]
    found = 0
    for path in [*root.glob("alerts/**/*.py"), *root.glob("app/**/*.py"), *root.glob("policywatch/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in (
                "AsyncWebClient",
                "WebClient",
                "AsyncWebhookClient",
                "WebhookClient",
            ):
                found += 1
                given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
                assert given.get("retry_handlers") == "[]", f"{path}:{node.lineno}"
    assert found


MODES = {
    "reset_before": Fault("reset_before"),
    "reset_after": Fault("reset_after"),
    "close_after": Fault("close_after"),
    "status_after": Fault("status_after", 502),
    "badjson_after": Fault("badjson_after"),
    "internal_error": Fault("error_after", "internal_error"),
    "rate": Fault("rate", "3"),
    "late_store": Fault("late_store", 55.0),
}


@pytest.mark.full
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("mode", MODES)
async def test_a_thousand_alerts_in_each_mode_of_failure(
    mode: str, seed: int, slack: FakeSlack, connect: Callable[..., Slack], clock: Clock
) -> None:
    """Every second call fails in one way: nothing lost, nothing doubled, few look-ups."""
    count = 1000 if os.environ.get("POLICYWATCH_EXAMPLES") == "all" else 40
    rng = random.Random(f"{mode}{seed}")
    slack.script = lambda method, _: MODES[mode] if method == "chat.postMessage" and rng.random() < 0.5 else None
    outbox = Outbox(clock, {"legal": connect()})
    outbox.add(deliveries(count))
    await outbox.run(rounds=100_000)
    clock.now += timedelta(hours=1)
    assert outbox.states() == {"sent": count}
    assert Counter(one.delivery_id for one in slack.stored) == dict.fromkeys(outbox.rows, 1)
