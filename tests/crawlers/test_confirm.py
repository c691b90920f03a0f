"""A changed page counts when two looks of one check agree on it."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from crawlers.spiders.listing import Options as ListingOptions
from crawlers.spiders.page import Options as PageOptions
from policywatch.kinds import Registry
from policywatch.types import Known, Memory, Outcome

WORDS = "<p>Each provider keeps a log of automated decisions for {years} years and shows it to the authority on request.</p>"


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    delay_s: float = 0.0


def page(years: int) -> Reply:
    return Reply(f"<html><body><h1>Logging</h1>{WORDS.format(years=years)}</body></html>".encode(), headers={"Content-Type": "text/html"})


@pytest.fixture
def watched(world: Any) -> Any:
    """A world whose page was read once, with five years."""
    world.spiders = Registry("source", "crawlers.spiders")
    world.origin.pages["/page"] = page(5)
    first = world.one("/page", kind="page")
    (document,) = first.documents
    world.known = {document.key: Known("d", document.key, document.fingerprint)}
    world.memory = Memory(False, first.validators, first.body_sha256, (1,), full_at=world.now)
    return world


def look(world: Any, *replies: Reply, confirm_after_s: float = 0.2) -> Any:
    answers = iter(replies)
    world.origin.pages["/page"] = lambda seen: next(answers)
    return world.one("/page", world.memory, kind="page", options=PageOptions(confirm_after_s=confirm_after_s))


def test_a_change_that_a_second_look_shows_again_counts(watched: Any) -> None:
    result = look(watched, page(7), page(7))
    assert (result.outcome, len(result.documents)) == (Outcome.CHANGED, 1)
    assert "7 years" in result.documents[0].text
    assert watched.origin.paths().count("/page") == 2


@pytest.mark.parametrize("second", [page(5), page(9), Reply(b"", 503), Reply(raw=b"")])
def test_a_change_that_a_second_look_does_not_show_is_withheld(watched: Any, second: Reply) -> None:
    result = look(watched, page(7), second, second)
    assert (result.outcome, result.documents) == (Outcome.UNCHANGED, ())
    assert "two looks" in result.detail
    assert (result.body_sha256, result.validators) == (watched.memory.body_sha256, {}), "the next check must look again"


def test_without_a_second_look_a_change_counts_at_once(watched: Any) -> None:
    result = look(watched, page(7), confirm_after_s=0)
    assert (result.outcome, watched.origin.paths().count("/page")) == (Outcome.CHANGED, 1)


def test_an_unchanged_page_is_not_looked_at_twice(watched: Any) -> None:
    assert look(watched, page(5)).outcome is Outcome.UNCHANGED


def test_a_new_row_with_an_address_of_its_own_counts_at_once(world: Any) -> None:
    world.spiders = Registry("source", "crawlers.spiders")
    rows = "".join(f"<li><a href='/n/{n}'>Guidance number {n} on automated decisions</a></li>" for n in range(6))
    listing = Reply(f"<html><body><ul>{rows}</ul></body></html>".encode(), headers={"Content-Type": "text/html"})
    world.origin.pages["/list"] = listing
    options = ListingOptions(item="li", confirm_after_s=30)
    first = world.one("/list", kind="listing", options=options)
    world.known = {d.key: Known(d.key, d.key, d.fingerprint) for d in first.documents[1:]}
    again = world.one("/list", Memory(False, {}, "x", (6,), full_at=world.now), kind="listing", options=options)
    assert [d.key for d in again.documents] == [first.documents[0].key]
    assert world.origin.paths().count("/list") == 1


def test_waiting_for_a_second_look_holds_up_nobody_else(watched: Any) -> None:
    watched.origin.pages |= {"/page": page(7), "/other": page(1)}
    claims = [
        watched.claim("/page", watched.memory, kind="page", options=PageOptions(confirm_after_s=1.5)),
        watched.claim("/other", kind="page"),
    ]
    order: list[str] = []
    real = watched.crawl_now

    async def crawl_now(given: Any, on_result: Any) -> None:
        await real(given, lambda result: (order.append(result.claim.source.id), on_result(result)))

    watched.crawl_now = crawl_now
    watched.crawl(claims)
    assert order == ["other", "page"]
