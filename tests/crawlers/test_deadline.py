"""A check ends in time, waits for nobody for ever, and is as polite in two crawls as in one."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from crawlers import manners
from crawlers.fetch import Budget
from crawlers.manners import HostBusy, Turns
from policywatch.types import Cause, Memory, Outcome

LIST = b"1|http://a.example/1|A rule on scoring\n2|http://a.example/2|A notice on chatbots\n"


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    delay_s: float = 0.0


def test_a_parser_that_hangs_ends_with_its_check(world: Any) -> None:
    world.origin.pages |= {"/bad": Reply(b"HANG"), "/good": Reply(LIST)}
    world.limits = {"check_timeout_s": 3.0}
    started = time.monotonic()
    results = world.crawl([world.claim("/bad"), world.claim("/good")])
    assert (results["bad"].outcome, results["bad"].cause) == (Outcome.FAILED, Cause.TIMEOUT)
    assert results["good"].outcome is Outcome.CHANGED
    assert time.monotonic() - started < 20


def test_slow_pages_end_with_their_check_and_come_later(world: Any) -> None:
    rows = "".join(f"{n}|{world.origin.url(f'/p{n}')}|Rule {n}\n" for n in range(6)).encode()
    world.origin.pages |= {"/list": Reply(rows)} | {f"/p{n}": Reply(b"<p>x</p>", delay_s=1.5) for n in range(6)}
    world.limits = {"check_timeout_s": 4.0}
    started = time.monotonic()
    result = world.one("/list", follow=True, first_items=6)
    assert time.monotonic() - started < 9
    assert result.outcome is Outcome.CHANGED
    assert len(result.documents) == 6
    late = [d for d in result.documents if d.text_cause is Cause.TIMEOUT]
    assert late
    assert all(d.page_missing for d in late)


async def test_time_is_counted_once_where_requests_overlap() -> None:
    budget = Budget(10.0)

    async def busy() -> None:
        async with budget.spend():
            await asyncio.sleep(0.3)

    await asyncio.gather(*(busy() for _ in range(5)))
    assert 9.4 < budget.left_s < 9.8


async def test_a_host_with_a_long_queue_is_left_for_later() -> None:
    turns = Turns(8, 1, 0.0)
    turns.slow_down("http://slow.example/", 120.0)
    async with turns.turn("http://slow.example/1", 600):
        pass
    with pytest.raises(HostBusy):
        async with turns.turn("http://slow.example/2", 60):
            raise AssertionError("never reached")


def test_a_crawl_delay_is_asked_for_and_holds_the_host(world: Any) -> None:
    world.origin.pages |= {"/list": Reply(LIST), "/robots.txt": Reply(b"User-agent: *\nCrawl-delay: 2\n")}
    result = world.one("/list")
    assert (result.outcome, result.asked_interval_s, result.host_wait_s) == (Outcome.CHANGED, 2.0, 2.0)


def test_pages_beyond_the_crawl_delay_come_later(world: Any) -> None:
    row = f"1|{world.origin.url('/p')}|Rule\n".encode()
    world.origin.pages |= {"/list": Reply(row), "/p": Reply(b"<p>x</p>"), "/robots.txt": Reply(b"User-agent: *\nCrawl-delay: 100\n")}
    result = world.one("/list", follow=True)
    (document,) = result.documents
    assert (document.page_missing, document.text_cause) == (True, Cause.HOST_WAIT)
    manners._free_at.clear()


def test_the_pause_of_a_host_outlives_the_crawl(world: Any) -> None:
    times: list[float] = []

    def page(seen: Any) -> Reply:
        times.append(time.monotonic())
        return Reply(LIST)

    world.origin.pages["/list"] = page
    world.limits = {"per_host_delay_s": 1.0}
    world.one("/list")
    world.one("/list")
    assert times[1] - times[0] > 0.45
    manners._free_at.clear()


def test_a_check_that_vanishes_is_lost_and_told_so(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from crawlers.check import Checker

    whole = Checker.check

    async def vanish(self: Checker, claim: Any) -> Any:
        if claim.source.id == "gone":
            raise asyncio.CancelledError
        return await whole(self, claim)

    monkeypatch.setattr(Checker, "check", vanish)
    world.origin.pages |= {"/gone": Reply(LIST), "/good": Reply(LIST)}
    results = world.crawl([world.claim("/gone"), world.claim("/good")])
    assert (results["gone"].outcome, results["gone"].cause) == (Outcome.LOST, Cause.INTERNAL)
    assert results["good"].outcome is Outcome.CHANGED


def test_a_cut_list_keeps_what_can_be_read_and_is_not_complete(world: Any) -> None:
    from policywatch.kinds import Registry

    world.spiders = Registry("source", "crawlers.spiders")
    feed = "<rss version='2.0'><channel><title>R</title>" + "".join(
        f"<item><title>Rule {n}</title><link>https://r.example/{n}</link></item>" for n in range(9)
    )
    world.origin.pages["/feed"] = Reply(feed.encode() + b"<item><title>Ru", headers={"ETag": '"1"'})
    result = world.one("/feed", Memory(first=False, item_counts=(9,), full_at=world.now), kind="feed")
    assert (result.outcome, result.cause, result.complete) == (Outcome.FAILED, Cause.TRUNCATED, False)
    assert len(result.documents) >= 9
    assert not result.validators
