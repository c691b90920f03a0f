"""A webhook is signed, bounded, goes where it may go, and is repeated only under its own id."""

import base64
import json
import logging
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Receiver
from standardwebhooks.webhooks import WebhookVerificationError

from alerts.base import ChannelContext
from alerts.channels.webhook import MAX_BYTES, Options, Webhook
from alerts.posting import Poster
from alerts.signing import webhook_headers, webhook_signature
from policywatch.testing.webhook import FakeWebhook
from policywatch.types import Ambiguous, NeedsReview, Parked, Result, Retry, Sent
from tests.alerts.outbox import Clock, Outbox, deliveries
from tests.alerts.samples import NOW, alert, item, picture

OLD = "whsec_" + base64.b64encode(bytes(range(32))).decode()
NEW = "whsec_" + base64.b64encode(bytes(range(32, 64))).decode()
LOOPBACK = ("127.0.0.0/8", "::1/128")


def channel(url: str, tmp_path: Path, *secrets: str, **options: Any) -> Webhook:
    env = {"URL": url, **{f"S{n}": secret for n, secret in enumerate(secrets or (OLD,))}}
    given: dict[str, Any] = {"url": "${URL}", "secrets": [f"${{S{n}}}" for n in range(len(secrets or (OLD,)))], "allow_networks": LOOPBACK}
    return Webhook("hook", Options(**{**given, **options}), ChannelContext(home=tmp_path, env=env))


async def sent(hook: FakeWebhook, tmp_path: Path, attempts: int = 1, **options: Any) -> Result:
    made = channel(hook.url, tmp_path, **options)
    try:
        return await made.send(replace(deliveries(1)[0], attempts=attempts), NOW)
    finally:
        await made.close()


def test_the_signature_is_the_one_of_the_specification() -> None:
    body = b'{"type":"policy.alert","data":{"id":1}}'
    assert webhook_signature(OLD, "msg_1", 1700000000, body) == "v1,g47IWeXgqjkCd/64MllUT8xLS8RkMeP/QeYeOZxm0qc="


def test_an_ed25519_key_signs_too() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    made = webhook_signature("whsk_" + base64.b64encode(bytes(range(32))).decode(), "msg_1", 1700000000, b"{}")
    scheme, _, signature = made.partition(",")
    assert scheme == "v1a"
    key.public_key().verify(base64.b64decode(signature), b"msg_1.1700000000.{}")


@pytest.mark.parametrize("secret", ["whsec_AAAA", "whsec_!!", "whsk_AAAA", "geheim-ä", "whsec_" + base64.b64encode(bytes(65)).decode()])
def test_a_key_that_is_none_is_refused_without_showing_it(secret: str) -> None:
    with pytest.raises(ValueError) as caught:
        webhook_headers([secret], "msg_1", 0, b"")
    assert secret not in str(caught.value) and secret[6:] not in str(caught.value)


async def test_a_receiver_believes_what_we_sign_with_either_secret(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    async with FakeWebhook() as hook:
        made = channel(hook.url, tmp_path, NEW, OLD)
        delivery = deliveries(1)[0]
        result = await made.send(delivery, datetime.now(UTC))
        await made.close()
    assert isinstance(result, Sent) and result.receipt.remote_id == delivery.id
    (caught,) = hook.caught
    assert caught.method == "POST" and caught.headers["webhook-id"] == delivery.id
    assert len(caught.headers["webhook-signature"].split()) == 2
    for secret in (NEW, OLD):
        told = Receiver(secret).verify(caught.body, dict(caught.headers))
        assert told["type"] == "policywatch.alert" and told["data"]["delivery_id"] == delivery.id
    with pytest.raises(WebhookVerificationError):
        Receiver(OLD).verify(caught.body + b" ", dict(caught.headers))


async def test_a_receiver_that_is_gone_parks_the_channel(tmp_path: Path) -> None:
    async with FakeWebhook(answers=deque([(410, {}, "")])) as hook:
        result = await sent(hook, tmp_path)
    assert isinstance(result, Parked) and "410" in result.reason


async def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    async with FakeWebhook() as hook, FakeWebhook() as other:
        for status in (301, 302, 303, 307, 308):
            hook.answers.append((status, {"location": other.url}, ""))
            assert isinstance(await sent(hook, tmp_path), Parked)
    assert not other.caught and len(hook.caught) == 5


@pytest.mark.parametrize(
    ("status", "attempts", "wait_s"), [(500, 1, 5.0), (503, 2, 300.0), (404, 3, 1800.0), (408, 9, 86_400.0), (502, 30, 86_400.0)]
)
async def test_a_failure_is_tried_again_on_the_schedule(status: int, attempts: int, wait_s: float, tmp_path: Path) -> None:
    async with FakeWebhook(answers=deque([(status, {}, "<html>")])) as hook:
        result = await sent(hook, tmp_path, attempts)
    assert isinstance(result, Retry) and result.after_s == wait_s


async def test_a_refusal_that_lasts_for_the_whole_schedule_goes_to_people(tmp_path: Path) -> None:
    async with FakeWebhook(answers=deque([(401, {}, ""), (422, {}, "")])) as hook:
        assert isinstance(await sent(hook, tmp_path, 10), Parked)
        assert isinstance(await sent(hook, tmp_path, 10), NeedsReview)


async def test_a_rate_limit_is_waited_for_as_long_as_asked(tmp_path: Path) -> None:
    async with FakeWebhook(answers=deque([(429, {"retry-after": "77"}, "")])) as hook:
        result = await sent(hook, tmp_path)
    assert isinstance(result, Retry) and result.after_s == 77.0


@pytest.mark.parametrize("fault", ["reset", "close", "slow"])
async def test_a_broken_answer_is_of_unknown_fate(fault: str, tmp_path: Path) -> None:
    async with FakeWebhook(faults=deque([fault]), slow_s=1.5) as hook:
        result = await sent(hook, tmp_path, timeout_s=1.0)
    assert isinstance(result, Ambiguous) and len(hook.caught) == 1


async def test_a_receiver_that_drops_repeats_has_each_message_once(tmp_path: Path, clock: Clock) -> None:
    async with FakeWebhook(faults=deque(["reset", "", "close", "reset", ""] * 6)) as hook:
        made = channel(hook.url, tmp_path)
        outbox = Outbox(clock, {"legal": made})
        outbox.add(deliveries(20))
        await outbox.run()
        await made.close()
    assert outbox.states() == {"sent": 20}
    assert {one.headers["webhook-id"] for one in hook.caught} == set(outbox.rows)
    assert len(hook.caught) > 20


PRIVATE = ["127.0.0.1", "10.0.0.7", "169.254.169.254", "[::1]", "192.168.1.1", "[::ffff:10.0.0.1]", "[fd00::1]", "0.0.0.0", "100.64.0.1"]


@pytest.mark.parametrize("host", PRIVATE)
async def test_a_private_address_is_not_dialled(host: str, tmp_path: Path) -> None:
    made = channel(f"https://{host}/hook", tmp_path, allow_networks=())
    result = await made.send(deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and "may not be dialled" in result.reason
    assert not (await made.check()).ok
    await made.close()


@pytest.mark.parametrize(
    "url",
    ["http://hooks.example/x", "ftp://hooks.example/x", "https://u:p@hooks.example/x", "https:///x", "https://a b/x", "file:///etc/hosts"],
)
async def test_an_unsafe_address_parks(url: str, tmp_path: Path) -> None:
    made = channel(url, tmp_path, allow_networks=())
    result = await made.send(deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and url not in result.reason
    await made.close()


async def test_a_name_that_changes_its_address_after_a_look_gains_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: public when checked, private when dialled."""
    import asyncio

    answers = deque(["8.8.8.8", "127.0.0.1", "127.0.0.1", "127.0.0.1"])

    async def lookup(_: object, host: str, port: Any, **__: Any) -> list[tuple[Any, ...]]:
        address = answers.popleft() if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    async with FakeWebhook() as hook:
        port = int(hook.url.split(":")[2].split("/")[0])
        made = channel(f"https://rebind.example:{port}/hook", tmp_path, allow_networks=())
        monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", lookup)
        assert (await made.check()).ok
        result = await made.send(deliveries(1)[0], NOW)
        await made.close()
    assert isinstance(result, Parked) and not hook.caught


async def test_plain_http_never_leaves_for_a_public_address() -> None:
    poster = Poster(allow=())
    assert isinstance(await poster.request("POST", "http://8.8.8.8/hook"), Parked)
    await poster.close()


@pytest.mark.parametrize("make", [lambda: picture(400), lambda: alert(item(title="条" * 50_000, url="https://g.example/" + "x" * 5000))])
async def test_a_payload_stays_under_its_limit_and_says_what_it_left_out(make: Callable[[], Any], tmp_path: Path) -> None:
    message = make()
    async with FakeWebhook() as hook:
        made = channel(hook.url, tmp_path)
        assert isinstance(await made.send(replace(deliveries(1)[0], message=message), NOW), Sent)
        await made.close()
    body = hook.caught[0].body
    data = json.loads(body)["data"]
    assert len(body) <= MAX_BYTES
    assert data["omitted"] == len(message.items) - len(data.get("items", message.items))


async def test_personal_data_stays_at_home(tmp_path: Path) -> None:
    message = alert(item(title="Write to jane.roe@mail.example or call +49 151 2345 6789"))
    async with FakeWebhook() as hook:
        made = channel(hook.url, tmp_path)
        await made.send(replace(deliveries(1)[0], message=message), NOW)
        await made.close()
    assert b"jane.roe" not in hook.caught[0].body and b"2345 6789" not in hook.caught[0].body


async def test_nothing_tells_the_address_or_a_secret(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    async with FakeWebhook(answers=deque([(410, {}, ""), (500, {}, ""), (302, {"location": "/"}, "")])) as hook:
        url = hook.url + "/very-secret-key"
        made = channel(url, tmp_path)
        for _ in range(3):
            told.append(repr(await made.send(deliveries(1)[0], NOW)))
        told += [repr(await made.check()), repr(made._options)]
        await made.close()
        lost = channel("https://127.0.0.1:9/very-secret-key", tmp_path)
        told.append(repr(await lost.send(deliveries(1)[0], NOW)))
        await lost.close()
    assert "very-secret-key" not in caplog.text + "".join(told) and OLD not in caplog.text + "".join(told)


@pytest.mark.parametrize("url", ["https://exa\ud800mple/x", "https://" + "a" * 300 + ".example/x", "https://[::1/x", "https://..example/x"])
async def test_an_address_that_no_parser_takes_is_a_value(url: str, tmp_path: Path) -> None:
    made = channel(url, tmp_path)
    assert isinstance(await made.send(deliveries(1)[0], NOW), Parked | Retry)
    await made.close()


async def test_an_unset_secret_parks(tmp_path: Path) -> None:
    made = Webhook("hook", Options(url="${NOT_SET}", secrets=("${ALSO_NOT}",)), ChannelContext(home=tmp_path, env={"X": "1"}))
    result = await made.send(deliveries(1)[0], NOW + timedelta(1))
    assert isinstance(result, Parked) and "NOT_SET" in result.reason
    await made.close()


@pytest.mark.parametrize("networks", [("10.0.0.0/99",), ("intranet",), ("",)])
def test_a_network_that_is_none_is_refused(networks: tuple[str, ...]) -> None:
    with pytest.raises(ValueError):
        Options(url="${U}", secrets=("${S}",), allow_networks=networks)
