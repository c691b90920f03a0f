"""One message per matter and channel: news brings it up to date and stands in its thread; bursts are one summary."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.message import chapters_of, delivery_for
from policywatch.testing.slack import Fault
from policywatch.types import Act, ActKind, DeliveryState, MessageKind, Severity, Status
from tests.alerts import samples
from tests.app.desk import Desk, desk, header, news, title, told


@pytest.fixture
async def legal(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk where one matter was told."""
    async with desk(tmp_path / "home") as made:
        made.queue(told(0))
        await made.deliver()
        made.clock.now += timedelta(hours=2)
        yield made


REVISED = samples.revised().items[0]
MOVED = samples.deadline_moved().items[0]


async def test_three_sources_of_one_matter_make_one_parent(legal: Desk) -> None:
    for number, source in ((1, "hafen"), (2, "costa")):
        legal.queue(news(samples.item(source_id=source), number))
    await legal.deliver()
    (parent,) = legal.top
    assert [one.thread_ts for one in legal.slack.stored[1:]] == [parent.ts, parent.ts]
    assert not any(one.broadcast for one in legal.slack.stored)


async def test_the_first_message_shows_the_current_state_and_keeps_its_id(legal: Desk) -> None:
    before = legal.slack.stored[0].delivery_id
    legal.queue(news(REVISED, 1))
    await legal.deliver()
    parent = legal.slack.stored[0]
    assert header(parent).startswith("Revised rule")
    assert (parent.updates, parent.delivery_id) == (1, before)


@pytest.mark.parametrize(
    "message",
    [
        news(MOVED, 1, severity=Severity.HIGH),
        news(samples.item(status=Status.WITHDRAWN), 1),
        news(samples.item(status=Status.IN_FORCE), 1, severity=Severity.HIGH),
    ],
    ids=["moved", "withdrawn", "in force"],
)
async def test_material_news_is_one_update_and_one_broadcast(message, legal: Desk) -> None:
    legal.queue(message)
    await legal.deliver()
    assert legal.slack.calls["chat.update"] == 1
    assert [one.broadcast for one in legal.slack.stored] == [False, True]
    assert not any("reply_broadcast" in given for method, given in legal.slack.requests if method == "chat.update")


@pytest.mark.parametrize("code", ["message_not_found", "edit_window_closed", "cant_update_message", "is_inactive"])
async def test_a_first_message_that_cannot_change_gets_a_successor_that_later_news_finds(code: str, legal: Desk) -> None:
    legal.slack.faults["chat.update"].append(Fault("error", code))
    legal.queue(news(REVISED, 1))
    await legal.until_empty()
    old, _, successor = legal.slack.stored
    assert not successor.thread_ts and header(successor).startswith("Revised rule")
    assert "Goes on from an earlier message" in str(successor.message["blocks"])
    assert old.ts.replace(".", "") in str(successor.message["blocks"])
    legal.clock.now += timedelta(hours=1)
    legal.queue(news(MOVED, 2))
    await legal.until_empty()
    assert header(successor).startswith("Deadline moved") and old.updates == 0
    assert legal.slack.stored[-1].thread_ts == successor.ts and len(legal.top) == 2


async def test_a_deleted_first_message_gets_one_successor(legal: Desk) -> None:
    legal.slack._delete({"channel": "C1", "ts": legal.slack.stored[0].ts})
    legal.queue(news(REVISED, 1))
    await legal.deliver()
    legal.slack.faults["chat.postMessage"].append(Fault("reset_after"))
    await legal.until_empty()
    assert [header(one) for one in legal.top] == [header(legal.slack.stored[-1])]
    assert not legal.slack.doubled()


@pytest.mark.parametrize("fault", [Fault("reset_after"), Fault("status", 503), Fault("rate", "60"), Fault("error_after", "fatal_error")])
async def test_an_update_is_neither_lost_nor_forgotten(fault: Fault, legal: Desk) -> None:
    legal.slack.faults["chat.update"].append(fault)
    legal.queue(news(REVISED, 1))
    await legal.until_empty()
    parent, reply = legal.slack.stored
    assert header(parent).startswith("Revised rule") and reply.thread_ts == parent.ts
    assert set(legal.states()) == {"sent"}


async def test_an_older_state_never_overwrites_a_newer_one(legal: Desk) -> None:
    legal.slack.faults["chat.update"].append(Fault("reset_before"))
    legal.queue(news(REVISED, 1))
    await legal.deliver()
    legal.queue(news(MOVED, 2))
    await legal.until_empty()
    assert header(legal.slack.stored[0]).startswith("Deadline moved")
    # the first update may still be carried out late: the newer state is drawn at once, and once more when no older one can come
    _, *later = [str(given["blocks"]) for method, given in legal.slack.requests if method == "chat.update"]
    assert len(later) == 2 and all("Deadline moved" in blocks for blocks in later)


async def test_news_that_is_sent_late_leaves_the_newer_state_in_place(legal: Desk) -> None:
    legal.slack.faults["chat.postMessage"].append(Fault("error", "draft_not_found"))
    (late,) = legal.queue(news(REVISED, 1))
    await legal.deliver()
    legal.clock.now += timedelta(hours=1)
    legal.queue(news(MOVED, 2))
    await legal.deliver()
    legal.house.store.decide(late.id, DeliveryState.PENDING, Act("a", ActKind.DECIDE, "counsel", f"delivery:{late.id}", legal.clock()))
    await legal.until_empty()
    assert header(legal.slack.stored[0]).startswith("Deadline moved")
    assert len(legal.slack.stored) == 3


async def test_news_that_comes_with_its_first_message_stands_under_it(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        made.queue(told(0))
        made.queue(news(REVISED, 1))
        await made.deliver()
        parent, reply = made.slack.stored
        assert reply.thread_ts == parent.ts and header(parent).startswith("Revised rule")


async def test_five_alerts_at_once_are_five_messages(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        made.alerts(5)
        await made.deliver()
        assert len(made.top) == 5


async def test_more_than_five_alerts_at_once_are_one_summary_with_a_thread(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        made.alerts(8)
        await made.deliver()
        (summary,) = made.top
        assert header(summary) == "8 updates at once"
        assert [title(one) for one in made.slack.stored[1:]] == [f"Notice {n}" for n in range(8)]
        assert {one.thread_ts for one in made.slack.stored[1:]} == {summary.ts}
        assert not made.slack.doubled()


async def test_loud_alerts_in_a_burst_ring_once(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        in_force = samples.item(status=Status.IN_FORCE)
        made.queue(*(replace(told(n), items=(in_force,), severity=Severity.HIGH) for n in range(7)))
        await made.deliver()
        assert header(made.top[0]) == "High · 7 updates at once"
        assert not any(one.broadcast for one in made.slack.stored)


async def test_news_on_a_matter_told_in_a_burst_gets_a_message_of_its_own(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        made.alerts(6)
        await made.deliver()
        made.clock.now += timedelta(days=3)
        made.queue(news(MOVED, 20))
        await made.deliver()
        assert len(made.top) == 2 and header(made.top[1]).startswith("Deadline moved")


async def test_a_failing_summary_keeps_its_thread_together(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        made.slack.faults["chat.postMessage"].extend([Fault("reset_after"), Fault("reset_before"), Fault("rate", "5")])
        made.alerts(9)
        await made.until_empty()
        assert len(made.top) == 1 and len(made.slack.stored) == 10
        assert not made.slack.doubled()


async def test_a_backlog_is_drained_in_order_under_one_summary(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        back_at = made.clock.now + timedelta(hours=6)
        made.slack.pace_s = 0.999
        made.slack.script = lambda *_: Fault("status", 503) if made.clock.now < back_at else None
        while made.clock.now < back_at:
            made.alerts(1)
            await made.deliver()
            made.clock.now += timedelta(minutes=10)
        await made.until_empty()
        (summary,) = made.top
        assert header(summary) == "36 updates at once"
        assert [title(one) for one in made.slack.stored[1:]] == [f"Notice {n}" for n in range(36)]
        times = [float(one.ts) for one in made.slack.stored]
        assert all(later - earlier >= 0.999 for earlier, later in itertools.pairwise(times))
        assert made.slack.calls["chat.postMessage"] < 80
        assert MessageKind.SUMMARY in [one.kind for one in made.house.store.deliveries(limit=200)]


async def test_a_first_crawl_of_five_hundred_is_one_message_with_one_thread(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        picture = delivery_for(samples.picture(500), "legal", "picture", made.clock())
        made.house.store.add_deliveries([picture, *chapters_of(picture)], made.clock())
        await made.until_empty()
        (only,) = made.top
        assert "500 publications already out there" in header(only)
        assert {one.thread_ts for one in made.slack.stored[1:]} == {only.ts}
        shown = str([one.message["blocks"] for one in made.slack.stored])
        assert all(f"'Notice {n} on automated decisions'" in shown for n in range(1, 501))
