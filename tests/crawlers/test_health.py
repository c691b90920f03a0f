"""Every signal of health has a history that raises it, and one close by that does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.health import Finding, History, findings
from crawlers.trouble import troubles
from policywatch.types import Cause, Outcome

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
URL = "https://office.example/news/feed.xml"


@dataclass(frozen=True)
class Past:
    """One invented check."""

    started_at: datetime = NOW
    outcome: Outcome = Outcome.UNCHANGED
    cause: Cause = Cause.NONE
    detail: str = ""
    url: str = URL
    final_url: str = URL
    status: int | None = 200
    unconditional: bool = False
    moved_to: str | None = None
    items: int = 20
    documents: int = 0
    updates: int = 0
    requests: int = 1
    bytes_in: int = 9_000


def daily(*checks: Past) -> list[Past]:
    """The checks, newest first, a day apart."""
    return [replace(check, started_at=NOW - timedelta(days=n)) for n, check in enumerate(checks)]


def days(*ago: float, seen_late: float = 0.1) -> list[tuple[datetime, datetime | None]]:
    """Documents published so many days ago and seen soon after."""
    return [(NOW - timedelta(days=n - seen_late), NOW - timedelta(days=n)) for n in ago]


def causes(checks: Sequence[Past], times: Sequence[tuple[datetime, datetime | None]] | None = None, **fields: object) -> list[str]:
    if times is None:
        times = days(*range(1, 30))
    history = History("office", URL, "feed", checks, times)
    return [one.cause for one in findings(replace(history, **fields), NOW)]  # type: ignore[arg-type]


FINE = Past()
FAILED = Past(outcome=Outcome.FAILED, cause=Cause.TIMEOUT, detail="the site did not answer in time", status=None, items=0)


def test_a_source_that_works_has_nothing_against_it() -> None:
    assert causes(daily(*[FINE] * 20)) == []


def test_a_source_that_was_never_checked_is_not_judged() -> None:
    assert causes([]) == []


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        (Past(outcome=Outcome.LOST, cause=Cause.INTERNAL), "lost"),
        (Past(outcome=Outcome.EMPTY, cause=Cause.EMPTY, items=0), "empty"),
        (Past(outcome=Outcome.EMPTY, cause=Cause.LAYOUT_CHANGED, items=0), "layout_changed"),
        (Past(outcome=Outcome.BLOCKED, cause=Cause.CAPTCHA, items=0), "captcha"),
        (Past(outcome=Outcome.BLOCKED, cause=Cause.LOGIN, items=0), "login"),
        (Past(outcome=Outcome.FAILED, cause=Cause.NOT_A_FEED, items=0), "not_a_feed"),
        (Past(outcome=Outcome.FAILED, cause=Cause.TLS, items=0), "tls"),
        (Past(outcome=Outcome.FAILED, cause=Cause.HTTP_4XX, items=0), "http_4xx"),
        (Past(outcome=Outcome.GONE, cause=Cause.GONE, items=0), "gone"),
        (Past(outcome=Outcome.SKIPPED, cause=Cause.ROBOTS, items=0), "robots"),
    ],
)
def test_what_does_not_pass_by_itself_is_told_at_once(last: Past, wanted: str) -> None:
    assert causes(daily(last, FINE, FINE)) == [wanted]


def test_one_timeout_is_weather_and_three_are_not() -> None:
    assert causes(daily(FAILED, FAILED, FINE)) == []
    (found,) = findings(History("office", URL, "feed", daily(FAILED, FAILED, FAILED, FINE)), NOW)
    assert (found.cause, found.since) == ("timeout", NOW - timedelta(days=2))


def test_checks_that_never_asked_say_nothing() -> None:
    waited = Past(outcome=Outcome.SKIPPED, cause=Cause.HOST_WAIT)
    assert causes(daily(waited, FINE, FINE)) == []
    assert causes(daily(waited, Past(outcome=Outcome.BLOCKED, cause=Cause.WAF), FINE)) == ["waf"]


@pytest.mark.parametrize(("items", "wanted"), [(5, ["few_items"]), (7, []), (20, [])])
def test_few_items_are_told_against_the_median(items: int, wanted: list[str]) -> None:
    assert causes(daily(Past(items=items), *[FINE] * 6)) == wanted


def test_a_list_that_was_always_short_is_not_few() -> None:
    assert causes(daily(Past(items=1), *[Past(items=4)] * 6)) == []


def test_held_items_are_told_until_an_admin_decides() -> None:
    assert causes(daily(*[FINE] * 6), held=6, held_since=NOW) == ["all_new"]
    assert causes(daily(Past(outcome=Outcome.EMPTY, cause=Cause.EMPTY, items=0), FINE), held=6) == ["empty", "all_new"]


def test_a_watched_page_that_lost_most_of_its_size_is_told() -> None:
    small = Past(outcome=Outcome.CHANGED, bytes_in=2_000, items=1)
    pages = daily(small, *[Past(items=1)] * 5)
    assert causes(pages, kind="page") == ["shrunk"]
    assert causes(pages, kind="feed") == []
    assert causes(daily(replace(small, bytes_in=6_000, requests=2), *[Past(items=1)] * 5), kind="page") == []


def test_silence_is_measured_by_the_own_pace() -> None:
    assert causes(daily(*[FINE] * 6), days(*range(31, 60))) == ["silent"]
    assert causes(daily(*[FINE] * 6), days(*range(29, 60))) == []
    assert causes(daily(*[FINE] * 6), days(100, 160, 220)) == [], "a source with two items a year is no worry after 100 days"


def test_a_limit_of_the_admin_wins() -> None:
    assert causes(daily(*[FINE] * 6), days(*range(3, 30)), fresh_within_s=2 * 86_400.0) == ["silent"]


def test_a_watched_page_may_be_silent() -> None:
    assert causes(daily(*[Past(items=1)] * 6), days(900), kind="page") == []


def test_new_items_with_old_dates_are_told() -> None:
    old = [(NOW - timedelta(days=20 + n), NOW - timedelta(days=21 + n)) for n in range(20)]
    fresh = [(NOW - timedelta(hours=n), NOW - timedelta(days=400 + n)) for n in range(4)]
    assert causes(daily(*[FINE] * 6), fresh + old) == ["dates_backwards"]
    mixed = [*fresh[:2], (NOW - timedelta(hours=5), NOW - timedelta(days=1))]
    assert causes(daily(*[FINE] * 6), mixed + old) == []


def test_dates_that_all_lie_ahead_are_told() -> None:
    soon = [(NOW - timedelta(days=n), NOW - timedelta(days=n) + timedelta(minutes=30)) for n in range(5)]
    assert causes(daily(*[FINE] * 6), soon) == []
    ahead = [(NOW - timedelta(days=n), NOW - timedelta(days=n) + timedelta(hours=30)) for n in range(5)]
    assert causes(daily(*[FINE] * 6), ahead) == ["dates_ahead"]


def test_dates_that_are_lost_are_loud_and_dates_that_never_were_are_not() -> None:
    bare = [(NOW - timedelta(days=n), None) for n in range(10)]
    never = findings(History("office", URL, "feed", daily(*[FINE] * 6), bare), NOW)
    lost = findings(History("office", URL, "feed", daily(*[FINE] * 6), [*bare, *days(12, 13)]), NOW)
    assert [(one.cause, one.loud) for one in never] == [("undated", False)]
    assert [(one.cause, one.loud) for one in lost] == [("undated", True)]


def test_a_permanent_move_is_told_with_the_new_address() -> None:
    moved = Past(outcome=Outcome.MOVED, cause=Cause.MOVED, moved_to="https://new.example/feed")
    (found,) = findings(History("office", URL, "feed", daily(moved, moved, FINE), days(1, 2, 3)), NOW)
    assert found.cause == "moved"
    assert "https://new.example/feed" in found.todo


def test_a_redirect_to_the_front_page_is_told() -> None:
    assert causes(daily(Past(final_url="https://office.example/"), FINE, FINE)) == ["redirect_home"]


def test_a_server_that_says_not_modified_although_there_is_news_is_told() -> None:
    same = Past(status=304)
    full = Past(outcome=Outcome.CHANGED, unconditional=True, updates=2)
    assert causes(daily(same, full, same, same, same, full, same, same)) == ["stuck_304"]
    honest = Past(outcome=Outcome.CHANGED, updates=1)
    assert causes(daily(same, full, same, honest, same, full, same, same)) == []


def test_not_modified_for_ever_is_worth_knowing() -> None:
    (found,) = findings(History("office", URL, "feed", daily(*[Past(status=304)] * 12), days(1, 2, 3)), NOW)
    assert (found.cause, found.loud) == ("stuck_304", False)


def finding(source_id: str, cause: str = "dns") -> Finding:
    return Finding(source_id, cause, "the name cannot be resolved", "check the address", NOW)


Told = Callable[[dict[str, list[Finding]]], list[tuple[str, str]]]


def told(found: dict[str, list[Finding]]) -> list[tuple[str, str]]:
    urls = {"a": "https://one.example/a", "b": "https://one.example/b", "c": "https://one.example/c", "d": "https://two.example/"}
    return [(trouble.subject, trouble.cause) for trouble in troubles(found, urls)]


def test_a_cause_of_a_whole_host_is_one_trouble() -> None:
    assert told({"a": [finding("a")], "b": [finding("b")], "c": [finding("c")], "d": []}) == [("host:one.example", "dns")]


def test_a_cause_of_one_page_among_many_is_its_own() -> None:
    assert told({"a": [finding("a", "waf")], "b": [], "c": []}) == [("a", "waf")]


def test_a_lost_layout_is_never_the_hosts_fault() -> None:
    assert told({"a": [finding("a", "layout_changed")], "b": [finding("b", "layout_changed")]}) == [
        ("a", "layout_changed"),
        ("b", "layout_changed"),
    ]


def test_what_is_only_worth_knowing_is_not_told() -> None:
    assert told({"a": [replace(finding("a", "undated"), loud=False)]}) == []
