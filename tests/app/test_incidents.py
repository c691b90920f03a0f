"""Incidents: opened once, repeated daily, closed by themselves, told to the admins alone."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from app.incidents import plan
from crawlers.trouble import Trouble
from policywatch.store import IncidentRow
from policywatch.types import Source

if TYPE_CHECKING:
    from conftest import Watch

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
A, B = Source("a", "feed", "https://one.example/a"), Source("b", "feed", "https://one.example/b")
WATCHED = {"a": A, "b": B}


def row(subject: str, cause: str = "dns", id: int = 1) -> IncidentRow:
    return IncidentRow(id, subject, cause, "it does not resolve", NOW)


def trouble(subject: str, cause: str = "dns", sources: tuple[str, ...] = ()) -> Trouble:
    return Trouble(subject, cause, "it does not resolve", NOW, sources or (subject,))


def test_what_is_wrong_and_not_open_is_opened() -> None:
    change = plan([row("a")], [trouble("a"), trouble("b")], WATCHED, WATCHED, NOW)
    assert [one.subject for one in change.opened] == ["b"]
    assert (change.closed, [one.subject for one in change.open_now]) == ((), ["a", "b"])


def test_what_was_not_judged_stays_open() -> None:
    assert plan([row("a")], [], {"b": []}, WATCHED, NOW).closed == ()


def test_what_is_fixed_is_closed_and_told() -> None:
    change = plan([row("a")], [], {"a": []}, WATCHED, NOW)
    assert change.closed == change.fixed == (row("a"),)


def test_incidents_of_sources_become_one_of_their_host_without_good_news() -> None:
    change = plan([row("a")], [trouble("host:one.example", sources=("a", "b"))], WATCHED, WATCHED, NOW)
    assert [one.subject for one in change.opened] == ["host:one.example"]
    assert (change.closed, change.fixed) == ((row("a"),), ())


@pytest.mark.parametrize("subject", ["gone", "host:gone.example"])
def test_an_incident_of_what_is_no_longer_watched_ends_quietly(subject: str) -> None:
    change = plan([row(subject)], [], {}, WATCHED, NOW)
    assert (len(change.closed), change.fixed) == (1, ())


def broken(watch: "Watch") -> None:
    watch.server.add_page("/board/feed.xml", "text/html", b"<html><body><p>Our site has a new look.</p></body></html>")


def notices(watch: "Watch", path: str = "admins.jsonl") -> list[dict[str, Any]]:
    import json

    file = watch.home / path
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    return [line for line in lines if line["kind"] == "notice"]


def with_admins(watch: "Watch") -> None:
    config = watch.home / "policywatch.yaml"
    text = config.read_text().replace(
        "channels:\n", "admin_channel: admins\nchannels:\n  - {id: admins, kind: file, path: admins.jsonl}\n", 1
    )
    config.write_text(text)


def test_a_feed_that_becomes_a_page_is_one_incident_until_it_is_back(watch: "Watch") -> None:
    with_admins(watch)
    watch.json("run")
    page = watch.server._pages["/board/feed.xml"]
    broken(watch)
    for _ in range(3):
        assert watch.call("run").returncode == 1
    (notice,) = notices(watch)
    assert "not a feed" in notice["title"]
    health = watch.json("sources", "health")
    assert [one["subject"] for one in health["incidents"]] == ["eu-board"]
    (ill,) = [one for one in health["sources"] if one["findings"]]
    assert (ill["id"], ill["findings"][0]["cause"]) == ("eu-board", "not_a_feed")
    watch.server.add_page("/board/feed.xml", *page)
    watch.call("run")
    assert "works again" in notices(watch)[1]["title"]
    assert watch.json("sources", "health")["incidents"] == []
    assert notices(watch, "alerts.jsonl") == []


def test_without_an_admin_channel_nobody_is_written_to(watch: "Watch") -> None:
    watch.json("run")
    broken(watch)
    done = watch.call("run", "--json")
    assert "eu-board" in done.stderr
    assert notices(watch, "alerts.jsonl") == []
    assert len(watch.json("sources", "health")["incidents"]) == 1


def test_an_unknown_admin_channel_is_a_mistake_of_the_file(watch: "Watch") -> None:
    config = watch.home / "policywatch.yaml"
    config.write_text("admin_channel: admns\n" + config.read_text())
    done = watch.call("validate")
    assert done.returncode == 2
    assert "policywatch.yaml:1:16: no channel 'admns'" in done.stderr
