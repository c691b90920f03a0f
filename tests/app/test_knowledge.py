"""A chatbot's knowledge base is told every version of every document that regulates AI, once, whatever happens."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.delivering import deliver, open_channels
from app.house import House
from app.knowledge import feed
from app.progress import Progress
from policywatch.testing.lanying import FakeLanying
from policywatch.types import Band, CheckResult, Document, Outcome, Status, Update, UpdateKind
from tests.alerts.outbox import Clock
from tests.alerts.samples import classification
from tests.app.told import tell, told_house
from tests.policywatch.store.keeping import keep_check

CHANNELS = """\
channels:
  - {{id: legal, kind: file, path: told.jsonl}}
  - {{id: bot, kind: lanying_knowledge, api_endpoint: '{url}', app_id: welovefruit, access_token: '${{T}}', from_user: 1, bot: 99}}
routes:
  - {{channel: legal}}
"""


@pytest.fixture
async def lanying() -> AsyncIterator[FakeLanying]:
    async with FakeLanying() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, lanying: FakeLanying, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("T", lanying.token)
    lanying.clock = clock.seconds
    with told_house(tmp_path / "home", clock, CHANNELS.format(url=lanying.url)) as made:
        yield replace(made, sleep=clock.sleep)


async def run(house: House, clock: Clock, hours: int = 6) -> None:
    """Feeds and delivers as the service does, every ten minutes of the fake clock."""
    for _ in range(hours * 6):
        feed(house)
        async with open_channels(house) as channels:
            await deliver(house, channels, Progress(quiet=True))
        clock.now += timedelta(minutes=10)


def told(lanying: FakeLanying) -> list[tuple[str, str]]:
    found = [one.ext["ai"]["metadata"] for one in lanying.stored if one.to == 99]
    return [(one["title"], one["status"]) for one in found]


def revise(house: House, **changes: object) -> Document:
    """The one document as a later check and a later verdict found it."""
    (row,) = house.store.documents()
    changed = replace(row.document, fingerprint="1:later", **changes)
    (claim,) = house.store.claim(house.clock(), house.owner, 60, everything=True)
    update = Update("u-later", row.id, UpdateKind.REVISED, changed, house.clock())
    result = CheckResult(claim, house.clock(), house.clock(), Outcome.CHANGED, complete=True, documents=(changed,), items=1)
    keep_check(house.store, result, [update], (), house.clock(), house.clock())
    judge(house, changed)
    return changed


def judge(house: House, document: Document, band: Band = Band.ALERT) -> None:
    from policywatch.store import Classified
    from policywatch.types import Matter

    (pending,) = house.store.to_classify(house.clock(), house.owner, 60, 1)
    verdict = replace(classification(cv=0.9), band=band)
    house.store.keep_classified([Classified(pending, verdict, Matter("m", "M"), (), (), document)], house.clock())


async def test_a_document_is_told_once_with_its_status_and_no_alert_goes_to_the_bot(
    house: House, lanying: FakeLanying, clock: Clock
) -> None:
    tell(house, "Rule on recruitment")
    await run(house, clock)
    assert told(lanying) == [("Rule on recruitment", "adopted_not_in_force")]
    assert house.store.delivery_counts() == {"sent": 2}


async def test_a_revision_is_told_again_and_a_second_look_that_changed_nothing_is_not(
    house: House, lanying: FakeLanying, clock: Clock
) -> None:
    tell(house, "Rule on recruitment")
    await run(house, clock, 1)
    revised = revise(house, status=Status.IN_FORCE)
    await run(house, clock, 1)
    house.store.keep_rescored(house.store.documents()[0].id, classification(cv=0.4), house.clock())
    await run(house, clock, 1)
    assert told(lanying) == [("Rule on recruitment", "adopted_not_in_force"), (revised.title, "in_force")]


async def test_a_document_that_turns_back_is_told_a_third_time(house: House, lanying: FakeLanying, clock: Clock) -> None:
    tell(house, "Rule on recruitment")
    original = house.store.documents()[0].document
    await run(house, clock, 1)
    for update_id, document in (("u-1", replace(original, status=Status.IN_FORCE, fingerprint="1:b")), ("u-2", original)):
        (claim,) = house.store.claim(house.clock(), house.owner, 60, everything=True)
        update = Update(update_id, house.store.documents()[0].id, UpdateKind.REVISED, document, house.clock())
        result = CheckResult(claim, house.clock(), house.clock(), Outcome.CHANGED, complete=True, documents=(document,), items=1)
        keep_check(house.store, result, [update], (), house.clock(), house.clock())
        judge(house, document)
        await run(house, clock, 1)
    assert [status for _, status in told(lanying)] == ["adopted_not_in_force", "in_force", "adopted_not_in_force"]


async def test_a_version_that_was_replaced_before_it_left_is_not_told(house: House, lanying: FakeLanying, clock: Clock) -> None:
    tell(house, "Rule on recruitment")
    feed(house)
    revise(house, status=Status.IN_FORCE)
    await run(house, clock)
    assert told(lanying) == [("Rule on recruitment", "in_force")]
    assert house.store.delivery_counts() == {"sent": 3}


async def test_what_changed_between_the_look_and_the_sending_is_told_once(house: House, lanying: FakeLanying, clock: Clock) -> None:
    tell(house, "Rule on recruitment")
    feed(house)
    revise(house, status=Status.IN_FORCE)
    async with open_channels(house) as channels:
        await deliver(house, channels, Progress(quiet=True))
    await run(house, clock)
    assert told(lanying) == [("Rule on recruitment", "in_force")]


async def test_what_does_not_regulate_ai_is_not_told(house: House, lanying: FakeLanying, clock: Clock) -> None:
    tell(house, "Rule on recruitment")
    changed = replace(house.store.documents()[0].document, fingerprint="1:other")
    (claim,) = house.store.claim(house.clock(), house.owner, 60, everything=True)
    update = Update("u-2", house.store.documents()[0].id, UpdateKind.REVISED, changed, house.clock())
    keep_check(
        house.store,
        CheckResult(claim, house.clock(), house.clock(), Outcome.CHANGED, complete=True, documents=(changed,), items=1),
        [update],
        (),
        house.clock(),
        house.clock(),
    )
    judge(house, changed, Band.DROP)
    await run(house, clock, 1)
    assert told(lanying) == []


FAULTS = [
    "reset_after",
    "",
    "code:20000",
    "late_store",
    "close",
    "badjson_after",
    "status:503",
    "",
    "status_after:500",
    "close_after",
    "reset",
]


async def test_under_every_fault_each_document_is_told_once(house: House, lanying: FakeLanying, clock: Clock) -> None:
    for number in range(22):
        tell(house, f"Rule {number} on recruitment")
    lanying.faults = deque(FAULTS * 4)
    await run(house, clock, 24)
    assert Counter(title for title, _ in told(lanying)) == {f"Rule {number} on recruitment": 1 for number in range(22)}
    assert house.store.delivery_counts() == {"sent": 44}


async def test_a_bot_that_does_not_exist_holds_up_no_alert(house: House, lanying: FakeLanying, clock: Clock) -> None:
    lanying.users.discard(99)
    tell(house, "Rule on recruitment")
    await run(house, clock, 1)
    assert {one.channel_id: one.state.value for one in house.store.deliveries()} == {"legal": "sent", "bot": "parked"}


async def test_two_processes_feed_one_bot_once(house: House, lanying: FakeLanying, clock: Clock) -> None:
    for number in range(5):
        tell(house, f"Rule {number} on recruitment")
    await asyncio.gather(asyncio.to_thread(feed, house), asyncio.to_thread(feed, house))
    await run(house, clock, 1)
    assert len(told(lanying)) == 5
