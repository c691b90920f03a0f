"""Further pages of a list: followed from page to page, never without end, and honest when one is missing."""

from typing import Any

import pytest

from crawlers.spiders.listing import Options
from policywatch.types import Cause, Memory, Outcome

NEXT = Options(item="li", link="a", next="a.next")


def page(*numbers: int, following: str = "") -> bytes:
    rows = "".join(f"<li><a href='/rule/{n}'>Rule {n} on automated decisions</a></li>" for n in numbers)
    return f"<html><body><ul>{rows}</ul>{f'<a class=next href={following}>older</a>' if following else ''}</body></html>".encode()


def serve(real: Any, count: int) -> None:
    for n in range(1, count + 1):
        real.origin.reply(f"/list-{n}", page(n * 10, n * 10 + 1, following=f"/list-{n + 1}"), Content_Type="text/html")


def lists(real: Any) -> list[str]:
    return [path for path in real.origin.paths() if path.startswith("/list")]


def test_a_page_leads_to_the_next_until_the_kind_has_enough(real: Any) -> None:
    serve(real, 9)
    result = real.one("/list-1", kind="listing", options=NEXT)
    assert (result.outcome, result.items) == (Outcome.CHANGED, 8)
    assert lists(real) == ["/list-1", "/list-2", "/list-3", "/list-4"]


def test_a_list_that_repeats_its_last_page_ends(real: Any) -> None:
    for n in range(1, 9):
        real.origin.reply(f"/list-{n}", page(1, 2, following=f"/list-{n + 1}" if n < 3 else "/list-1"), Content_Type="text/html")
    result = real.one("/list-1", kind="listing", options=NEXT)
    assert (result.items, result.complete) == (2, True)
    assert len(lists(real)) <= 4


@pytest.mark.parametrize(("status", "complete"), [(404, False), (503, False), (200, True)])
def test_a_missing_page_makes_a_list_incomplete(real: Any, status: int, complete: bool) -> None:
    real.origin.reply("/list-1", page(1, 2, following="/list-2"), Content_Type="text/html")
    real.origin.reply("/list-2", page(3), status, Content_Type="text/html")
    result = real.one("/list-1", kind="listing", options=NEXT)
    assert (result.outcome, result.complete, result.items) == (Outcome.CHANGED, complete, 3 if complete else 2)


def test_what_an_unchanged_first_page_leads_to_is_not_asked(real: Any) -> None:
    serve(real, 3)
    first = real.one("/list-1", kind="listing", options=NEXT)
    again = real.one("/list-1", Memory(False, body_sha256=first.body_sha256, item_counts=(6,)), kind="listing", options=NEXT)
    assert (again.outcome, again.cause) == (Outcome.UNCHANGED, Cause.NONE)
    assert lists(real) == ["/list-1"]


def test_items_past_the_limit_count_as_listed(real: Any) -> None:
    real.limits["max_items"] = 2
    real.origin.reply("/list-1", page(1, 2, 3, 4, 5), Content_Type="text/html")
    result = real.one("/list-1", kind="listing", options=NEXT)
    assert (len(result.documents), result.items) == (2, 5)
