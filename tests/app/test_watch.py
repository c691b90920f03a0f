"""From a regulator's page to a line in a file: the whole watch, run as its users run it."""

import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Watch

OUTCOMES = {"changed", "unchanged", "empty", "blocked", "moved", "gone", "skipped", "failed", "lost"}


def by_title(lines: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    return [line for line in lines if words in line["title"]]


def test_the_first_look_tells_one_starting_picture_and_no_single_item(watch: "Watch") -> None:
    summary = watch.json("run")
    assert summary["checks"] == {"changed": 7}
    assert summary["documents"] == 25
    assert summary["alerts"] == 0
    (picture,) = watch.told()
    assert picture["kind"] == "starting_picture"
    titles = Counter(item["title"] for item in picture["items"])
    assert len(titles) == 25
    assert set(titles.values()) == {1}


def test_a_second_run_with_nothing_new_sends_nothing(watch: "Watch") -> None:
    watch.json("run")
    summary = watch.json("run")
    assert summary["checks"] == {"unchanged": 7}
    assert (summary["updates"], summary["alerts"], summary["deliveries"]) == (0, 0, {})
    assert len(watch.told()) == 1


def test_a_week_later_just_what_changed_is_told(watch: "Watch") -> None:
    watch.json("run")
    watch.server.turn_to(1)
    done = watch.call("run", "--json")
    assert done.returncode == 1, "an emptied list needs a person"
    told = watch.told()[1:]
    assert len(by_title(told, "monitoring employees")) == 1
    assert len(by_title(told, "biometric recognition")) == 1
    assert len(by_title(told, "Press release")) == 1
    assert len(told) == 3
    states = {row["id"]: row for row in watch.json("sources", "list")}
    assert states["fr-autorite"]["outcome"] == "empty"


def test_every_quote_is_the_exact_words_of_its_document(watch: "Watch") -> None:
    watch.json("run")
    rows = [row for row in watch.json("documents", "list") if row["uses"]]
    quoted = 0
    for row in rows[::4]:
        shown = watch.json("documents", "show", row["id"])
        for quote in filter(None, (relevance["quote"] for relevance in shown["classification"]["relevances"])):
            assert shown["document"][quote["field"]][quote["start"] : quote["end"]] == quote["text"]
            quoted += 1
    assert quoted


def test_lists_keep_their_contract(watch: "Watch") -> None:
    watch.json("run")
    watch.server.turn_to(1)
    watch.call("run")
    sources = watch.json("sources", "list")
    assert set(sources[0]) == {"id", "kind", "state", "documents", "last_check_at", "outcome", "cause", "next_check_at"}
    assert {row["outcome"] for row in sources} <= OUTCOMES
    alerts = watch.json("alerts", "list")
    assert set(alerts[0]) == {"id", "update_id", "channel", "state", "severity", "title", "url", "uses", "created_at"}
    assert {row["state"] for row in alerts} == {"sent"}
    explained = watch.json("explain", alerts[0]["id"])
    assert explained["alert_id"] == alerts[0]["id"]
    assert watch.json("alerts", "show", alerts[0]["id"])["message"]["title"] == alerts[0]["title"]


def test_a_file_line_carries_what_a_program_needs(watch: "Watch") -> None:
    watch.json("run")
    watch.server.turn_to(1)
    watch.call("run")
    line = by_title(watch.told(), "monitoring employees")[0]
    wanted = {"delivery_id", "alert_id", "kind", "title", "url", "source_id", "jurisdiction", "uses", "created_at"}
    assert wanted <= set(line)
    assert line["jurisdiction"] == "US"
    assert {"id", "score", "quote"} <= set(line["uses"][0])


def test_one_dead_source_among_fifty_harms_only_itself(watch: "Watch") -> None:
    base = watch.server.base
    rows = [f"  - {{id: s{n}, kind: feed, url: '{base}/board/feed.xml?n={n}', every: 0s, follow: false}}\n" for n in range(49)]
    for n in range(49):
        watch.server.add_alias(f"/board/feed.xml?n={n}", "/board/feed.xml")
    dead = "  - {id: dead, kind: feed, url: 'http://127.0.0.1:1/feed.xml', every: 0s}\n"
    (watch.home / "sources.yaml").write_text("sources:\n" + "".join(rows) + dead)
    config = watch.home / "policywatch.yaml"
    config.write_text(config.read_text().replace("allow_ports: [80,", "allow_ports: [1, 80,"))
    done = watch.call("run", "--json")
    assert done.returncode == 1
    sources = watch.json("sources", "list")
    assert Counter(row["outcome"] for row in sources) == {"changed": 49, "failed": 1}


def test_no_network_at_all_is_one_notice(watch: "Watch") -> None:
    rows = [f"  - {{id: s{n}, kind: feed, url: 'http://127.0.0.{n + 2}:1/feed.xml', every: 0s}}\n" for n in range(50)]
    (watch.home / "sources.yaml").write_text("sources:\n" + "".join(rows))
    config = watch.home / "policywatch.yaml"
    config.write_text(config.read_text().replace("allow_ports: [80,", "allow_ports: [1, 80,"))
    assert watch.call("run").returncode == 1
    assert watch.call("run").returncode == 1
    assert [line["kind"] for line in watch.told()] == ["notice"]
    assert "offline" in watch.told()[0]["title"]


@pytest.mark.parametrize("word", ["sources.yaml", "uses.yaml", "policywatch.yaml"])
def test_a_broken_file_ends_with_2_and_changes_nothing(watch: "Watch", word: str) -> None:
    (watch.home / word).write_text("sources: [\n")
    done = watch.call("run")
    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert not (watch.home / "policywatch.db").exists()


def test_two_runs_at_once_never_do_the_same_work(watch: "Watch") -> None:
    watch.json("run")
    watch.server.turn_to(1)
    pair = [watch.start("run", "--json") for _ in range(2)]
    for process in pair:
        process.communicate(timeout=180)
    watch.call("run")
    told = [line["delivery_id"] for line in watch.told()]
    assert len(told) == len(set(told)) == 4


def test_the_database_stays_whole(watch: "Watch") -> None:
    watch.json("run")
    with sqlite3.connect(watch.home / "policywatch.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
