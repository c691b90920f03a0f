"""Slack under faults: nothing is lost, nothing doubled."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.base import ChannelContext
from alerts.channels.slack import Options, Slack
from alerts.slack import workspace
from alerts.slack.errors import CLASSES, ErrorClass, classify, retry_after_s
from policywatch.testing.slack import FakeSlack, Fault
from policywatch.types import Ambiguous, NeedsReview, Parked, Retry, Sent
from tests.alerts.outbox import Clock, Outbox, deliveries
from tests.alerts.samples import NOW

Connect = Callable[..., Slack]

AFTER_ACCEPT = (
    Fault("reset_after"),
    Fault("close_after"),
    Fault("slow_after", 1.5),
    Fault("status_after", 502),
    Fault("badjson_after"),
    Fault("truncated_after"),
    Fault("error_after", "internal_error"),
    Fault("error_after", "fatal_error"),
)
NOT_STORED = (Fault("reset_before"), Fault("status", 503), Fault("status", 500), Fault("error", "service_unavailable"), Fault("rate", "2"))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "TIMEOUT_S", 1.0)


@pytest.mark.parametrize("fault", AFTER_ACCEPT, ids=lambda fault: f"{fault.kind}-{fault.value}")
async def test_a_fault_after_accept_is_looked_up_and_never_sent_again(
    fault: Fault, slack: FakeSlack, connect: Connect, clock: Clock
) -> None:
    slack.faults["chat.postMessage"].append(fault)
    outbox = Outbox(clock, {"legal": connect()})
    outbox.add(deliveries(1))
    await outbox.run()
    assert outbox.states() == {"sent": 1}
    assert len(slack.stored) == 1
    assert slack.calls["chat.postMessage"] == 1
    assert next(iter(outbox.rows.values())).receipt.remote_id == slack.stored[0].ts


@pytest.mark.parametrize("fault", NOT_STORED, ids=lambda fault: f"{fault.kind}-{fault.value}")
async def test_a_message_that_was_not_stored_is_sent_again(fault: Fault, slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    slack.faults["chat.postMessage"].append(fault)
    outbox = Outbox(clock, {"legal": connect()})
    outbox.add(deliveries(1))
    await outbox.run()
    assert outbox.states() == {"sent": 1}
    assert len(slack.stored) == 1


@pytest.mark.parametrize("seed", range(5))
async def test_many_alerts_under_many_faults_are_neither_lost_nor_doubled(
    seed: int, slack: FakeSlack, connect: Connect, clock: Clock
) -> None:
    rng = random.Random(seed)
    kinds = [*AFTER_ACCEPT[:2], *AFTER_ACCEPT[3:], *NOT_STORED, Fault("late_store", 20.0)]

    def script(method: str, _: int) -> Fault | None:
        return rng.choice(kinds) if method == "chat.postMessage" and rng.random() < 0.58 else None

    slack.script = script
    outbox = Outbox(clock, {"legal": connect()})
    outbox.add(deliveries(60))
    await outbox.run()
    clock.now += timedelta(hours=1)
    assert outbox.states() == {"sent": 60}
    assert Counter(one.delivery_id for one in slack.stored) == dict.fromkeys(outbox.rows, 1)


@pytest.mark.parametrize(("grace_s", "stored"), [(60.0, 1), (0.0, 2)])
async def test_the_grace_outlasts_a_late_store(grace_s: float, stored: int, slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    slack.faults["chat.postMessage"].append(Fault("late_store", 20.0))
    outbox = Outbox(clock, {"legal": connect(grace_s=grace_s)})
    outbox.add(deliveries(1))
    await outbox.run()
    clock.now += timedelta(hours=1)
    assert len(slack.stored) == stored


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("1", 1, 1),
        ("0", 1, 1),
        ("1.5", 1.5, 1.5),
        ("", 30, 30),
        ("99999", 600, 600),
        (None, 30, 30),
        ("soon", 30, 30),
        ("nan", 1, 1),
        ("-3", 1, 1),
    ],
)
def test_any_retry_after_is_read_within_bounds(header: str | None, least: float, most: float) -> None:
    assert least <= retry_after_s(header, NOW) <= most


def test_a_retry_after_date_is_read() -> None:
    assert retry_after_s("Tue, 24 Nov 2026 09:32:00 GMT", NOW) == 120
    assert retry_after_s("Fri, 31 Dec 9999 23:59:59 GMT", NOW) == 600


@pytest.mark.parametrize("header", ["1", "0", "1.5", "", "Tue, 24 Nov 2026 09:32:00 GMT", "99999", None])
async def test_a_rate_limit_is_a_time_and_never_an_exception(header: str | None, slack: FakeSlack, connect: Connect) -> None:
    slack.faults["chat.postMessage"].append(Fault("rate", header))
    result = await connect().send(deliveries(1)[0], NOW)
    assert isinstance(result, Retry)
    assert result.after_s is not None and 1.0 <= result.after_s <= 600.0


async def test_one_channel_keeps_its_pace_of_one_message_a_second(slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    slack.pace_s = 0.999
    outbox = Outbox(clock, {"legal": connect()})
    outbox.add(deliveries(30))
    await outbox.run()
    assert outbox.states() == {"sent": 30}
    assert slack.calls["chat.postMessage"] == 30
    assert (clock.now - NOW).total_seconds() >= 29
    assert [one.message["blocks"][1]["elements"][0]["elements"][0]["text"] for one in slack.stored] == [f"Notice {n}" for n in range(30)]


async def test_thirty_channels_do_not_wait_for_each_other(slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    slack.pace_s = 0.999
    outbox = Outbox(clock, {f"legal-{n}": connect(f"C{n}") for n in range(1, 31)})
    for n in range(1, 31):
        outbox.add(deliveries(1, f"legal-{n}"))
    await outbox.run()
    assert outbox.states() == {"sent": 30}
    assert (clock.now - NOW).total_seconds() < 2


async def test_a_rate_limit_in_one_workspace_delays_no_other(slack: FakeSlack, connect: Connect, clock: Clock, tmp_path) -> None:
    slack.faults["chat.postMessage"].append(Fault("rate", "120"))
    async with FakeSlack(clock=clock.seconds, token="xoxb-other") as other:
        context = ChannelContext(home=tmp_path, env={"SLACK_TOKEN": other.token})
        elsewhere = Slack("elsewhere", Options(token="${SLACK_TOKEN}", channel="C1", base_url=other.base_url), context)
        channels = {"legal": connect(), "elsewhere": elsewhere}
        assert isinstance(await channels["legal"].send(deliveries(1)[0], NOW), Retry)
        assert isinstance(await elsewhere.send(deliveries(1)[0], NOW), Sent)
        # the whole method of the limited workspace waits, untried
        assert isinstance(await channels["legal"].send(deliveries(2)[1], NOW), Retry)
        assert slack.calls["chat.postMessage"] == 1
        await elsewhere.close()


def test_every_documented_error_has_one_class() -> None:
    counted = Counter(CLASSES.values())
    assert len(CLASSES) == sum(counted.values()) >= 66
    assert set(counted) == set(ErrorClass)


def test_an_unknown_error_is_for_a_person() -> None:
    assert classify("brand_new_error") is ErrorClass.REVIEW


@pytest.mark.parametrize("code", sorted(CLASSES))
async def test_each_error_leads_to_its_action(code: str, slack: FakeSlack, connect: Connect) -> None:
    slack.faults["chat.postMessage"].extend([Fault("error", code), Fault("error", code)])
    result = await connect().send(deliveries(1)[0], NOW)
    expected = {
        ErrorClass.RATE: Retry,
        ErrorClass.AMBIGUOUS: Ambiguous,
        ErrorClass.ROUTE: Parked,
        ErrorClass.AUTH: Parked,
        ErrorClass.BUG: NeedsReview,
        ErrorClass.REVIEW: NeedsReview,
    }
    assert isinstance(result, expected[classify(code)])


async def test_refused_blocks_are_sent_once_more_as_text(slack: FakeSlack, connect: Connect) -> None:
    slack.faults["chat.postMessage"].append(Fault("error", "invalid_blocks"))
    assert isinstance(await connect().send(deliveries(1)[0], NOW), Sent)
    assert "blocks" not in slack.stored[0].message
    assert "Notice 0" in slack.stored[0].message["text"]


async def test_a_revoked_token_opens_the_circuit_of_its_workspace(slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    slack.script = lambda *_: Fault("error", "token_revoked")
    outbox = Outbox(clock, {"legal": connect(), "risk": connect("C2")})
    outbox.add([*deliveries(5), *deliveries(5, "risk")])
    await outbox.run()
    assert outbox.states() == {"parked": 10}
    assert slack.calls["chat.postMessage"] <= 2  # two lanes may have started at once
    assert all("token_revoked" in row.last_error for row in outbox.rows.values())


async def test_a_missing_channel_parks_its_lane_after_one_call(slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    outbox = Outbox(clock, {"legal": connect("C99")})
    outbox.add(deliveries(5))
    await outbox.run()
    assert outbox.states() == {"parked": 5}
    assert slack.calls["chat.postMessage"] == 1


async def test_a_missing_token_parks_and_says_which_variable(connect: Connect, tmp_path) -> None:
    channel = connect(context=ChannelContext(home=tmp_path, env={"OTHER": "x"}))
    result = await channel.send(deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and "SLACK_TOKEN" in result.reason


async def test_slow_answers_end_at_our_own_timeout(slack: FakeSlack, connect: Connect) -> None:
    slack.faults["chat.postMessage"].append(Fault("slow_after", 1.5))
    assert isinstance(await connect().send(deliveries(1)[0], NOW), Ambiguous)


async def test_a_proxy_of_the_machine_is_not_used_for_loopback(slack: FakeSlack, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert isinstance(await connect().send(deliveries(1)[0], NOW), Sent)


async def test_an_unreachable_slack_is_surely_not_sent(connect: Connect) -> None:
    channel = connect(base_url="http://127.0.0.1:9/api/")
    result = await channel.send(deliveries(1)[0], NOW)
    assert isinstance(result, Retry) and result.after_s is None


async def test_a_failing_history_leaves_it_ambiguous_until_it_answers(slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    slack.faults["chat.postMessage"].append(Fault("reset_before"))
    slack.faults["conversations.history"].extend([Fault("status", 503)] * 5)
    outbox = Outbox(clock, {"legal": connect()})
    outbox.add(deliveries(1))
    await outbox.run()
    assert outbox.states() == {"sent": 1}
    assert slack.calls["chat.postMessage"] == 2
    assert slack.calls["conversations.history"] == 7


@pytest.mark.parametrize("fault", [Fault("status", 503), Fault("rate", "30"), Fault("reset_before")], ids=lambda fault: fault.kind)
async def test_six_hours_of_outage_drain_in_order_afterwards(fault: Fault, slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    back_at = NOW + timedelta(hours=6)
    slack.pace_s = 0.999
    slack.script = lambda *_: fault if clock.now < back_at else None
    outbox = Outbox(clock, {"legal": connect()}, batch=20)
    outbox.add(deliveries(60))
    await outbox.run()
    assert outbox.states() == {"sent": 60}
    assert [one.message["text"].partition("Notice ")[2].partition(" ")[0] for one in slack.stored] == [str(n) for n in range(60)]
    assert slack.calls["chat.postMessage"] <= 130


async def test_a_reply_is_looked_up_in_its_thread(slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    channel = connect()
    first, second = deliveries(2)
    sent = await channel.send(first, NOW)
    slack.faults["chat.postMessage"].append(Fault("reset_after"))
    reply = replace(second, parent_receipt=sent.receipt, first_sent_at=NOW)
    assert isinstance(await channel.send(reply, NOW), Ambiguous)
    found = await channel.find(reply, NOW + timedelta(seconds=60))
    assert found is not None and found.remote_id == slack.stored[1].ts
    assert slack.stored[1].thread_ts == slack.stored[0].ts


async def test_a_look_up_pages_back_to_the_first_send(slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    channel = connect()
    wanted = deliveries(1)[0]
    await channel.send(wanted, NOW)
    for other in deliveries(450, start=1):
        slack._post(
            {"channel": "C1", "text": "x", "metadata": {"event_type": "policywatch_alert", "event_payload": {"delivery_id": other.id}}}
        )
    found = await channel.find(replace(wanted, first_sent_at=NOW), NOW)
    assert found is not None and found.remote_id == slack.stored[0].ts
    assert slack.calls["conversations.history"] == 3


async def test_three_ambiguities_with_nothing_to_be_seen_go_to_a_person(slack: FakeSlack, connect: Connect, clock: Clock) -> None:
    slack.script = lambda method, _: Fault("status", 500) if method == "chat.postMessage" else None
    outbox = Outbox(clock, {"legal": connect()})
    outbox.add(deliveries(1))
    await outbox.run()
    assert outbox.states() == {"review": 1}
    assert slack.calls["chat.postMessage"] == 3


async def test_a_bug_in_a_channel_is_of_unknown_fate_and_stops_nobody(
    slack: FakeSlack, connect: Connect, clock: Clock, monkeypatch
) -> None:
    broken = connect("C2")
    monkeypatch.setattr(broken, "_post", None)
    outbox = Outbox(clock, {"legal": connect(), "broken": broken})
    outbox.add([*deliveries(3), *deliveries(3, "broken")])
    await outbox.run(rounds=1)
    assert outbox.states() == {"ambiguous": 3, "sent": 3}


async def test_a_check_sends_nothing_that_a_person_sees(slack: FakeSlack, connect: Connect) -> None:
    assert (await connect().check()).ok
    assert not (await connect("C99").check()).ok
    assert not slack.stored
