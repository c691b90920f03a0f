"""Adding, trying and keeping sources, run as an admin runs them, against invented regulators on loopback."""

import difflib
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Watch

NOW = datetime.now(UTC)


def feed(count: int = 6, path: str = "office", days: int = 1, title: str = "Office for Automated Systems") -> bytes:
    items = "".join(
        f"<item><title>Notice {n} on artificial intelligence in hiring</title><link>/{path}/notice-{n}.html</link>"
        f"<guid isPermaLink='false'>{path}-{n}</guid><pubDate>{format_datetime(NOW - timedelta(days=days + n))}</pubDate></item>"
        for n in range(count)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title><language>en</language>{items}</channel></rss>".encode()


def listing(count: int = 6, head: str = "", path: str = "office") -> bytes:
    rows = "".join(
        f"<li class='row'><a href='/{path}/notice-{n}.html'>Notice {n} on artificial intelligence in hiring by employers</a>"
        f"<span class='day'>{(NOW - timedelta(days=n)).date().isoformat()}</span></li>"
        for n in range(count)
    )
    html = f"<html lang='en'><head><title>Notices</title>{head}</head><body><nav><a href='/about'>About us</a></nav><ul>{rows}</ul></body></html>"
    return html.encode()


def serve(watch: "Watch", path: str, body: bytes, kind: str = "text/html; charset=utf-8") -> str:
    watch.server.add_page(path, kind, body)
    return watch.server.base + path


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    diff = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [line[2:] for line in diff if line.startswith("- ")], [line[2:] for line in diff if line.startswith("+ ")]


def yaml_of(watch: "Watch") -> str:
    return (watch.home / "sources.yaml").read_text("utf-8")


def add(watch: "Watch", url: str, *words: str) -> dict[str, Any]:
    value: dict[str, Any] = watch.json("sources", "add", url, "--yes", *words)
    return value


def test_a_page_that_names_a_feed_gives_that_feed(watch: "Watch") -> None:
    serve(watch, "/office/rss.xml", feed(), "application/rss+xml")
    url = serve(watch, "/office/", listing(head="<link rel='alternate' type='application/rss+xml' href='/office/rss.xml' title='Notices'>"))
    before = yaml_of(watch)
    value = add(watch, url)
    assert (value["source"]["kind"], value["source"]["url"]) == ("feed", f"{watch.server.base}/office/rss.xml")
    assert value["written"] is True
    assert len(value["items"]) == 6
    assert all(item["published_at"] for item in value["items"])
    gone, new = lines_changed(before, yaml_of(watch))
    assert gone == []
    assert "verified: true" in " ".join(new)
    assert watch.json("run", "--source", value["source"]["id"])["checks"] == {"changed": 1}


def test_the_preview_says_what_it_would_have_told(watch: "Watch") -> None:
    text = (
        "<p>The office adopts a binding rule on artificial intelligence: employers who use automated hiring tools must audit them.</p>" * 3
    )
    serve(watch, "/office/notice-0.html", f"<html lang='en'><title>Rule</title><body><main>{text}</main></body></html>".encode())
    parking = b"<item><title>Notice 6 on parking at the office</title><link>/office/notice-6.html</link></item></channel>"
    value = add(watch, serve(watch, "/office/rss.xml", feed().replace(b"</channel>", parking), "application/rss+xml"))
    told = {row["title"]: row["uses"] for row in (*value["alerts"], *value["review"])}
    assert told["Notice 0 on artificial intelligence in hiring"] == ["hiring"]
    assert "Notice 6 on parking at the office" not in told
    assert len(value["items"]) == 7
    assert value["robots"] == "allowed"
    assert value["unscored"] is True


def test_a_link_header_and_common_paths_are_tried(watch: "Watch") -> None:
    serve(watch, "/quiet/feed", feed(path="quiet"), "application/rss+xml")
    value = add(watch, serve(watch, "/quiet", b"<html><body><p>Welcome to the quiet office.</p></body></html>"))
    assert (value["source"]["url"], value["found_by"]) == (f"{watch.server.base}/quiet/feed", "common path")


def test_a_list_without_feed_gets_selectors(watch: "Watch") -> None:
    value = add(watch, serve(watch, "/office/", listing()))
    assert value["source"]["kind"] == "listing"
    assert value["source"]["item"] == "li.row"
    assert value["source"]["date"] == "span.day"
    assert [item["title"] for item in value["items"]][:1] == ["Notice 0 on artificial intelligence in hiring by employers"]


def test_a_page_of_text_is_watched_as_a_page(watch: "Watch") -> None:
    text = "".join(
        f"<p>Section {n}. Whoever deploys an automated system tells the people it decides about, in plain words.</p>" for n in range(9)
    )
    value = add(watch, serve(watch, "/law.html", f"<html lang='en'><title>An act</title><body><main>{text}</main></body></html>".encode()))
    assert value["source"]["kind"] == "page"


def test_a_broken_announced_feed_is_not_believed(watch: "Watch") -> None:
    serve(watch, "/office/rss.xml", b"<html><body>We gave up our feed</body></html>")
    value = add(watch, serve(watch, "/office/", listing(head="<link rel='alternate' type='application/rss+xml' href='/office/rss.xml'>")))
    assert value["source"]["kind"] == "listing"
    assert any(other["url"].endswith("/office/rss.xml") and other["why_not"] for other in value["others"])


def test_what_is_watched_already_is_refused(watch: "Watch") -> None:
    watched = f"{watch.server.base}/board/feed.xml"
    done = watch.call("sources", "add", watched, "--yes")
    assert done.returncode == 2
    assert "already watched as 'eu-board'" in done.stderr


def test_items_that_other_sources_hold_are_shown_as_duplicates(watch: "Watch") -> None:
    first = add(watch, serve(watch, "/office/rss.xml", feed(), "application/rss+xml"), "--id", "first")
    watch.call("run", "--source", "first")
    second = add(watch, serve(watch, "/office/atom.xml", feed(), "application/rss+xml"))
    assert first["duplicates"] == []
    assert second["duplicates"] == [{"source": "first", "items": 6}]


@pytest.mark.parametrize(
    ("url", "code", "word"),
    [
        ("https://oecd.ai/en/rss.xml", 2, "404"),
        ("http://169.254.169.254/latest", 1, "not public"),
        ("ftp://regulator.example/", 2, "ftp"),
        ("{base}/nothing-there", 1, "404"),
        ("{base}/empty.html", 1, "cannot be watched"),
    ],
)
def test_what_cannot_be_watched_is_refused_with_the_reason(watch: "Watch", url: str, code: int, word: str) -> None:
    serve(watch, "/empty.html", b"<html><body></body></html>")
    before = yaml_of(watch)
    done = watch.call("sources", "add", url.format(base=watch.server.base), "--yes")
    assert (done.returncode, word in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr
    assert yaml_of(watch) == before


def test_robots_txt_is_obeyed_when_adding(watch: "Watch") -> None:
    serve(watch, "/robots.txt", b"User-agent: *\nDisallow: /office\n", "text/plain")
    done = watch.call("sources", "add", serve(watch, "/office/rss.xml", feed(), "application/rss+xml"), "--yes")
    assert done.returncode == 1
    assert "robots.txt forbids" in done.stderr


def test_nothing_is_written_without_a_yes(watch: "Watch") -> None:
    url = serve(watch, "/office/rss.xml", feed(), "application/rss+xml")
    before = yaml_of(watch)
    assert watch.json("sources", "add", url)["written"] is False
    done = watch.call("sources", "add", url)
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert yaml_of(watch) == before


def test_a_person_is_shown_five_items_and_asked(watch: "Watch") -> None:
    url = serve(watch, "/office/rss.xml", feed(), "application/rss+xml")
    before = yaml_of(watch)
    done = watch.call("sources", "add", url, typed="n\n")
    assert (done.returncode, yaml_of(watch) == before) == (0, True)
    assert "Notice 4" in done.stdout
    assert "Notice 5" not in done.stdout
    assert "robots.txt: allowed" in done.stdout
    assert watch.call("sources", "add", url, "--id", "office", typed="y\n").returncode == 0
    assert "- id: office" in yaml_of(watch)


def test_a_source_is_new_until_a_check_has_read_something(watch: "Watch") -> None:
    more = f"  - {{id: dead, kind: feed, url: '{watch.server.base}/dead.xml'}}\n"
    (watch.home / "sources.yaml").write_text(yaml_of(watch) + more)
    watch.call("run")
    states = {row["id"]: row["state"] for row in watch.json("sources", "list")}
    assert (states.pop("dead"), set(states.values())) == ("new", {"active"})


def test_trying_an_address_stores_nothing(watch: "Watch") -> None:
    value = watch.json("sources", "try", serve(watch, "/office/rss.xml", feed(), "application/rss+xml"))
    assert (value["kind"], value["outcome"], value["passed"], value["health"]) == ("feed", "changed", True, [])
    assert set(value["items"][0]) == {"url", "title", "published_at"}
    assert not (watch.home / "policywatch.db").exists()


@pytest.mark.parametrize(("path", "kind"), [("/office/", "listing"), ("/board/feed.xml", "feed")])
def test_trying_names_the_kind(watch: "Watch", path: str, kind: str) -> None:
    serve(watch, "/office/", listing())
    assert watch.json("sources", "try", watch.server.base + path)["kind"] == kind


def test_trying_a_source_by_id_asks_once(watch: "Watch") -> None:
    value = watch.json("sources", "try", "eu-board")
    assert (value["id"], value["requests"]) == ("eu-board", 2), "the source and robots.txt"


def test_trying_what_is_broken_ends_with_1_and_the_cause(watch: "Watch") -> None:
    done = watch.call("sources", "try", watch.server.base + "/nothing", "--json")
    assert done.returncode == 1
    value = json.loads(done.stdout)
    assert (value["outcome"], value["cause"], value["items"]) == ("failed", "http_4xx", [])
    assert value["health"][0]["cause"] == "http_4xx"


def test_a_probe_marks_what_passes_and_nothing_else(watch: "Watch") -> None:
    text = yaml_of(watch) + f"  - id: dead\n    kind: feed\n    url: {watch.server.base}/dead.xml\n    verified: false\n"
    (watch.home / "sources.yaml").write_text(text)
    done = watch.call("sources", "probe", "--json")
    assert done.returncode == 1
    rows = {row["id"]: row for row in json.loads(done.stdout)}
    assert [name for name, row in rows.items() if not row["passed"]] == ["dead"]
    gone, new = lines_changed(text, yaml_of(watch))
    assert (gone, set(new)) == ([], {"    verified: true"})
    assert len(new) == 7


def test_pause_resume_and_remove_touch_their_lines_alone(watch: "Watch") -> None:
    before = yaml_of(watch)
    assert watch.call("sources", "pause", "eu-board").returncode == 0
    assert lines_changed(before, yaml_of(watch)) == ([], ["    paused: true"])
    assert {row["id"]: row["state"] for row in watch.json("sources", "list")}["eu-board"] == "paused"
    assert watch.call("sources", "resume", "eu-board").returncode == 0
    assert yaml_of(watch) == before
    assert watch.call("sources", "remove", "eu-board").returncode == 0
    assert "eu-board" not in yaml_of(watch)


def test_a_renamed_source_alerts_nobody(watch: "Watch") -> None:
    watch.json("run")
    documents = {row["id"]: row["documents"] for row in watch.json("sources", "list")}
    before = yaml_of(watch)
    assert watch.call("sources", "rename", "eu-board", "board").returncode == 0
    assert lines_changed(before, yaml_of(watch)) == (["  - id: eu-board"], ["  - id: board"])
    summary = watch.json("run")
    assert (summary["checks"], summary["updates"], summary["alerts"]) == ({"unchanged": 7}, 0, 0)
    after = {row["id"]: row["documents"] for row in watch.json("sources", "list")}
    assert after["board"] == documents["eu-board"]
    assert "eu-board" not in after


def test_a_rename_that_was_cut_off_is_ended_by_the_same_command(watch: "Watch") -> None:
    watch.json("run")
    (watch.home / "sources.yaml").write_text(yaml_of(watch).replace("id: eu-board", "id: board"))
    assert watch.call("sources", "rename", "eu-board", "board").returncode == 0
    with sqlite3.connect(watch.home / "policywatch.db") as db:
        assert db.execute("select count(*) from sources where id in ('eu-board', 'board')").fetchone() == (1,)


@pytest.mark.parametrize(
    "words",
    [
        ("remove", "nobody"),
        ("pause", "nobody"),
        ("resume", "nobody"),
        ("rename", "nobody", "x"),
        ("rename", "eu-board", "us-bureau"),
        ("rename", "eu-board", "no good id!"),
        ("try", "nobody"),
        ("probe", "--source", "nobody"),
        ("add", "https://x.example/", "--kind", "nonsense"),
        ("import", "nowhere.opml"),
    ],
    ids=" ".join,
)
def test_wrong_use_ends_with_2_and_changes_nothing(watch: "Watch", words: tuple[str, ...]) -> None:
    before = yaml_of(watch)
    done = watch.call("sources", *words)
    assert done.returncode == 2, done.stderr
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert yaml_of(watch) == before


def opml(watch: "Watch", *urls: str, head: str = "") -> str:
    outlines = "".join(f'<outline type="rss" title="Feed {n}" xmlUrl="{url}"/>' for n, url in enumerate(urls))
    path = watch.home / "feeds.opml"
    path.write_text(f'<?xml version="1.0"?>{head}<opml version="2.0"><body><outline text="folder">{outlines}</outline></body></opml>')
    return str(path)


def test_an_opml_file_brings_the_feeds_that_work(watch: "Watch") -> None:
    good = [serve(watch, f"/o{n}/rss.xml", feed(path=f"o{n}"), "application/rss+xml") for n in range(2)]
    file = opml(watch, *good, watch.server.base + "/dead.xml", watch.server.base + "/board/feed.xml", good[0])
    before = yaml_of(watch)
    done = watch.call("sources", "import", file, "--yes", "--json")
    assert done.returncode == 1, "one feed is dead"
    value = json.loads(done.stdout)
    assert [row["passed"] for row in value["feeds"]].count(True) == 2
    assert [row["watched"] for row in value["feeds"]].count(True) == 1
    gone, _ = lines_changed(before, yaml_of(watch))
    assert gone == []
    assert len({source["id"] for source in value["sources"]}) == 2
    assert watch.call("validate").returncode == 0


@pytest.mark.parametrize("head", ['<!DOCTYPE o [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "<not-opml/>"])
def test_an_opml_file_with_tricks_is_refused(watch: "Watch", head: str) -> None:
    assert watch.call("sources", "import", opml(watch, head=head), "--yes").returncode == 2
