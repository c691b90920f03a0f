"""A crawl against a real origin: each source ends in exactly one outcome."""

import gzip
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from policywatch.types import Cause, Known, Memory, Outcome, Robots, Validators

LIST = b"1|http://a.example/1|A rule on scoring\n2|http://a.example/2|A notice on chatbots\n"


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    delay_s: float = 0.0


def after(result: Any, now: Any) -> Memory:
    """The memory that a check leaves behind, as the store keeps it."""
    return Memory(False, result.validators, result.body_sha256, (result.items,), full_at=now)


def test_a_first_check_brings_every_document(world: Any) -> None:
    world.origin.pages["/list"] = Reply(LIST)
    result = world.one("/list")
    assert (result.outcome, result.items, result.complete) == (Outcome.CHANGED, 2, True)
    assert [d.key for d in result.documents] == ["1", "2"]
    assert result.bodies[0].content == LIST
    assert world.origin.paths() == ["/robots.txt", "/list"]


def test_validators_come_back_verbatim_and_304_is_unchanged(world: Any) -> None:
    def page(seen: Any) -> Reply:
        return Reply(status=304) if seen.headers.get("if-none-match") == 'W/"x 1"' else Reply(LIST, headers={"ETag": 'W/"x 1"'})

    world.origin.pages["/list"] = page
    first = world.one("/list")
    second = world.one("/list", after(first, world.now))
    assert (second.outcome, second.status, second.items) == (Outcome.UNCHANGED, 304, 2)
    assert second.body_sha256 == first.body_sha256
    assert world.origin.paths() == ["/list"], "robots.txt is cached"


def test_a_source_is_asked_without_validators_once_a_week(world: Any) -> None:
    world.origin.pages["/list"] = Reply(LIST, headers={"ETag": '"1"'})
    memory = replace(after(world.one("/list"), world.now), full_at=world.now - timedelta(days=7))
    result = world.one("/list", memory)
    assert result.unconditional
    assert "if-none-match" not in world.origin.seen[-1].headers


def test_an_equal_body_is_unchanged_without_parsing(world: Any) -> None:
    world.origin.pages["/list"] = Reply(b"RAISE")
    import hashlib

    result = world.one("/list", Memory(False, {}, hashlib.sha256(b"RAISE").hexdigest(), (2,), full_at=world.now))
    assert result.outcome is Outcome.UNCHANGED


def test_known_documents_are_not_handed_on_again(world: Any) -> None:
    world.origin.pages["/list"] = Reply(LIST)
    first = world.one("/list")
    world.known = {d.key: Known(d.key, d.key, d.fingerprint) for d in first.documents}
    world.origin.pages["/list"] = Reply(b"3|http://a.example/3|New\n" + LIST)
    result = world.one("/list", after(first, world.now))
    assert ([d.key for d in result.documents], result.items, result.gap) == (["3"], 3, False)


def test_no_known_item_where_some_were_is_a_gap(world: Any) -> None:
    world.origin.pages["/list"] = Reply(LIST)
    assert world.one("/list", Memory(False, {}, "x", (5,), full_at=world.now)).gap


def test_robots_is_asked_again_after_a_day(world: Any) -> None:
    world.origin.pages["/list"] = Reply(LIST)
    world.one("/list")
    world.now += timedelta(hours=23)
    world.one("/list")
    assert "/robots.txt" not in world.origin.paths()
    world.now += timedelta(hours=2)
    world.one("/list")
    assert "/robots.txt" in world.origin.paths()


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(b"User-agent: *\nDisallow: /", 200), Outcome.SKIPPED),
        (Reply(b"\xef\xbb\xbfUser-agent: *\nDisallow: /list", 200), Outcome.SKIPPED),
        (Reply(b"<html>User-agent: *\nDisallow: /</html>", 200), Outcome.CHANGED),
        (Reply(b"", 404), Outcome.CHANGED),
        (Reply(b"", 403), Outcome.CHANGED),
        (Reply(b"", 503), Outcome.SKIPPED),
    ],
)
def test_robots_decides_as_the_standard_says(world: Any, reply: Reply, outcome: Outcome) -> None:
    world.origin.pages |= {"/list": Reply(LIST), "/robots.txt": reply}
    result = world.one("/list")
    assert result.outcome is outcome
    assert result.cause is (Cause.ROBOTS if outcome is Outcome.SKIPPED else Cause.NONE)


def test_the_last_robots_stay_in_force_while_the_site_is_down(world: Any) -> None:
    world.origin.pages |= {"/list": Reply(LIST), "/robots.txt": Reply(b"", 500)}
    where = world.origin.url("")
    world.robots.keep(Robots(where, 200, b"User-agent: *\nAllow: /", world.now - timedelta(days=3)))
    assert world.one("/list").outcome is Outcome.CHANGED


@pytest.mark.parametrize(
    ("value", "wait"),
    [("3600", 3600), ("1", 60), ("99999999", 86_400), ("-5", 900), ("soon", 900), ("Mon, 02 Mar 2026 10:00:00 GMT", 3600)],
)
def test_retry_after_holds_the_host_and_is_not_retried(world: Any, value: str, wait: float) -> None:
    world.origin.pages["/list"] = Reply(b"", 429, {"Retry-After": value})
    result = world.one("/list")
    assert (result.outcome, result.cause, result.host_wait_s) == (Outcome.FAILED, Cause.RATE_LIMITED, wait)
    assert world.origin.paths().count("/list") == 1


def test_a_host_under_wait_is_not_asked(world: Any) -> None:
    world.waits = {"127.0.0.1": world.now + timedelta(hours=1)}
    result = world.one("/list")
    assert (result.outcome, result.cause, world.origin.paths()) == (Outcome.SKIPPED, Cause.HOST_WAIT, [])


def test_a_redirect_to_itself_ends_in_one_outcome(world: Any) -> None:
    world.origin.pages["/self"] = Reply(b"", 302, {"Location": "/self"})
    assert world.one("/self").cause is Cause.REDIRECT_LOOP


def test_validators_are_not_carried_to_another_address(world: Any) -> None:
    world.origin.pages |= {"/old": Reply(b"", 302, {"Location": "/new"}), "/new": Reply(LIST)}
    memory = Memory(False, {world.origin.url("/old"): Validators('"1"')}, "x", (2,), full_at=world.now)
    assert world.one("/old", memory).outcome is Outcome.CHANGED
    assert "if-none-match" in world.origin.seen[-2].headers
    assert "if-none-match" not in world.origin.seen[-1].headers


def test_a_permanent_redirect_is_told_at_the_third_check(world: Any) -> None:
    world.origin.pages |= {"/old": Reply(b"", 301, {"Location": "/new"}), "/new": Reply(LIST)}
    target = world.origin.url("/new")
    first = world.one("/old")
    assert (first.outcome, first.moved_to) == (Outcome.CHANGED, target)
    third = world.one("/old", Memory(redirects=2, redirect_url=target))
    assert (third.outcome, third.cause, third.items) == (Outcome.MOVED, Cause.MOVED, 2)


@pytest.mark.parametrize(
    ("target", "cause"),
    [
        ("http://127.0.0.2:{port}/x", Cause.REDIRECT_UNSAFE),
        ("http://0x7f000002:{port}/x", Cause.REDIRECT_UNSAFE),
        ("http://2130706434:{port}/x", Cause.REDIRECT_UNSAFE),
        ("http://[::ffff:127.0.0.2]:{port}/x", Cause.REDIRECT_UNSAFE),
        ("http://169.254.169.254/latest", Cause.REDIRECT_UNSAFE),
        ("file:///etc/hostname", Cause.REDIRECT_UNSAFE),
        ("http://127.0.0.1:9/x", Cause.REDIRECT_UNSAFE),
        ("http://user@127.0.0.1:{port}/x", Cause.REDIRECT_UNSAFE),
    ],
)
def test_a_redirect_never_leads_inside(world: Any, target: str, cause: Cause) -> None:
    world.origin.pages["/r"] = Reply(b"", 302, {"Location": target.format(port=world.origin.port)})
    world.limits = {"allow_private_networks": ("127.0.0.1/32",)}
    result = world.one("/r")
    assert (result.outcome, result.cause) == (Outcome.FAILED, cause)


def test_an_internal_source_is_refused_and_not_called_a_dns_failure(world: Any) -> None:
    world.limits = {"allow_private_networks": ()}
    result = world.one("/list")
    assert (result.outcome, result.cause, world.origin.paths()) == (Outcome.FAILED, Cause.UNSAFE_URL, [])


CUT = gzip.compress(LIST * 50)[:-20]
BAD_CRC = gzip.compress(LIST)[:-8] + b"\x00" * 8


TROUBLE: list[tuple[Reply, Outcome, Cause]] = [
    (Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + LIST), Outcome.FAILED, Cause.TRUNCATED),
    (Reply(CUT, headers={"Content-Encoding": "gzip"}), Outcome.FAILED, Cause.TRUNCATED),
    (Reply(BAD_CRC, headers={"Content-Encoding": "gzip"}), Outcome.FAILED, Cause.DECOMPRESS),
    (Reply(gzip.compress(b"x" * 30_000_000), headers={"Content-Encoding": "gzip"}), Outcome.FAILED, Cause.TOO_LARGE),
    (Reply(LIST, headers={"Content-Encoding": "gzip, gzip, gzip"}), Outcome.FAILED, Cause.DECOMPRESS),
    (Reply(LIST, 206), Outcome.FAILED, Cause.TRUNCATED),
    (Reply(LIST, 202), Outcome.BLOCKED, Cause.WAF),
    (Reply(b"", 404), Outcome.FAILED, Cause.HTTP_4XX),
    (Reply(b"", 410), Outcome.GONE, Cause.GONE),
    (Reply(b"", 500), Outcome.FAILED, Cause.HTTP_5XX),
    (Reply(b"", 403), Outcome.BLOCKED, Cause.BLOCKED),
    (Reply(b"", 401), Outcome.BLOCKED, Cause.AUTH),
    (Reply(b"no lines"), Outcome.EMPTY, Cause.EMPTY),
    (Reply(raw=b"SSH-2.0-x\r\n"), Outcome.FAILED, Cause.PROTOCOL),
    (Reply(raw=b""), Outcome.FAILED, Cause.RESET),
    (Reply(LIST, delay_s=9), Outcome.FAILED, Cause.TIMEOUT),
    (Reply(b"RAISE"), Outcome.FAILED, Cause.INTERNAL),
    (Reply(b"SWELL"), Outcome.FAILED, Cause.TOO_LARGE),
    (Reply(b" \n"), Outcome.EMPTY, Cause.EMPTY),
]


@pytest.mark.parametrize("mode", ["twisted", "aiohttp"])
def test_every_trouble_has_its_cause_and_harms_nobody(world: Any, mode: str) -> None:
    world.limits |= {"mode": mode, "timeout_s": 5.0, "check_timeout_s": 8.0}
    world.origin.pages |= {f"/bad{n}": reply for n, (reply, _, _) in enumerate(TROUBLE)} | {"/good": Reply(LIST)}
    results = world.crawl([world.claim(f"/bad{n}") for n in range(len(TROUBLE))] + [world.claim("/good")])
    ended = [(results[f"bad{n}"].outcome, results[f"bad{n}"].cause) for n in range(len(TROUBLE))]
    assert ended == [(outcome, cause) for _, outcome, cause in TROUBLE]
    assert [name for name, result in results.items() if result.complete] == ["good"]


def test_fifty_sources_with_one_dead_give_fifty_outcomes(world: Any) -> None:
    claims = [world.claim(f"/s{n}") for n in range(49)]
    world.origin.pages |= {f"/s{n}": Reply(LIST) for n in range(49)}
    world.limits = {"allow_ports": (world.origin.port, 9)}
    results = world.crawl([*claims, world.claim("http://127.0.0.1:9/dead", id="dead")])
    assert sum(r.outcome is Outcome.CHANGED for r in results.values()) == 49
    assert (results["dead"].outcome, results["dead"].cause) == (Outcome.FAILED, Cause.CONNECT)


def test_pages_of_new_documents_are_read_and_a_missing_one_is_marked(world: Any) -> None:
    words = "The authority requires each provider to keep a log of automated decisions. " * 12
    page = f"<html><head><title>T</title></head><body><article><h1>A rule</h1><p>{words}</p></article></body></html>".encode()
    lines = f"1|{world.origin.url('/p1')}|A rule\n2|{world.origin.url('/p2')}|Another\n".encode()
    world.origin.pages |= {"/list": Reply(lines), "/p1": Reply(page, headers={"Content-Type": "text/html"})}
    result = world.one("/list", follow=True)
    first, second = result.documents
    assert (first.text_origin, first.page_missing) == ("page", False)
    assert "keep a log of automated decisions" in first.text
    assert (second.text_origin, second.page_missing, second.text_cause, second.text) == ("entry", True, Cause.HTTP_4XX, "Another")
    assert len(result.bodies) == 2


def test_a_first_check_reads_only_the_newest_pages(world: Any) -> None:
    lines = "".join(f"{n}|{world.origin.url(f'/p{n}')}|Rule {n}\n" for n in range(9)).encode()
    world.origin.pages["/list"] = Reply(lines)
    result = world.one("/list", follow=True, first_items=2)
    assert len(result.documents) == 9
    assert sum(path.startswith("/p") for path in world.origin.paths()) == 2


def test_what_the_keeper_raises_ends_the_crawl(world: Any) -> None:
    from crawlers.run import run_in_reactor

    def broken(result: Any) -> None:
        raise OSError("disk full")

    async def main() -> None:
        await world.origin.start()
        try:
            await world.crawl_now([world.claim("/list")], broken)
        finally:
            await world.origin.stop()

    with pytest.raises(OSError, match="disk full"):
        run_in_reactor(main)


def test_a_crawl_that_is_stopped_ends_soon_and_can_be_repeated(world: Any) -> None:
    import asyncio

    from crawlers.run import run_in_reactor

    world.origin.pages["/list"] = Reply(LIST, delay_s=2.5)

    async def main() -> None:
        await world.origin.start()
        task = asyncio.create_task(world.crawl_now([world.claim("/list")], lambda result: None))
        await asyncio.sleep(0.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(5):
                await task
        await world.origin.stop()

    run_in_reactor(main)
    world.origin.pages["/list"] = Reply(LIST)
    assert world.one("/list").outcome is Outcome.CHANGED
