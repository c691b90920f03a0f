"""The links of a weekly mail: leaving by one click, coming back, and giving a verdict."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.digest_links import judge_urls, unsubscribe_url
from app.digest_readers import Reader, has_left, readers
from app.house import House, load_config
from policywatch.types import ActKind, CheckResult, Document, Outcome, Update, UpdateKind
from tests.policywatch.store.keeping import keep_check

DIGEST = """\
digests:
  - {id: weekly, name: Legal weekly, channel: post, recipients: [anna, zoe@legal.example]}
"""
MAIL = "  - {id: post, kind: mail, host: 127.0.0.1, port: 1, security: none, sender: watch@legal.example}\n"


@pytest.fixture
def reader(house: House, client: TestClient) -> Reader:
    """Anna, on a list; the client asks the house that knows it."""
    path = house.home / "policywatch.yaml"
    path.write_text(path.read_text().replace("routes:\n", MAIL + "routes:\n", 1) + DIGEST)
    object.__setattr__(house, "config", load_config(house.home))
    return readers(house, house.config.settings.digests[0])[0]


@pytest.fixture
def link(house: House, reader: Reader) -> str:
    return unsubscribe_url(house, reader).removeprefix("http://127.0.0.1:8080")


BODIES = [
    {"data": {"List-Unsubscribe": "One-Click"}},
    {"files": {"List-Unsubscribe": (None, "One-Click")}},
    {"content": b""},
    {"content": b"\xff\x00", "headers": {"content-type": "text/plain"}},
]


@pytest.mark.parametrize("body", BODIES)
def test_one_click_leaves_the_list_and_may_come_twice(house: House, reader: Reader, client: TestClient, link: str, body: dict) -> None:
    for _ in range(2):
        answer = client.post(link, **body)
        assert answer.status_code == 200
        assert "location" not in answer.headers and "set-cookie" not in answer.headers
    assert has_left(house, reader)
    assert len(house.store.acts(kinds=[ActKind.MUTE])) == 1


def test_a_get_asks_and_changes_nothing(house: House, reader: Reader, client: TestClient, link: str) -> None:
    for method in ("GET", "HEAD"):
        client.request(method, link)
    answer = client.get(link)
    assert answer.status_code == 200 and '<form method="post">' in answer.text and "Legal weekly" in answer.text
    assert not has_left(house, reader) and house.store.acts() == []


def test_who_has_left_is_offered_to_come_back(house: House, reader: Reader, client: TestClient, link: str) -> None:
    client.post(link)
    assert f'action="{link.removeprefix("/u/")}/back"' in client.get(link).text
    for _ in range(2):
        assert client.post(f"{link}/back").status_code == 200
    assert not has_left(house, reader)
    client.post(link)
    assert has_left(house, reader)


@pytest.mark.parametrize("spoil", ["x", "", "../health", "%00", "a" * 5_000])
def test_a_link_that_was_never_handed_out_is_not_found(client: TestClient, link: str, spoil: str) -> None:
    for method in ("GET", "POST"):
        assert client.request(method, f"{link[:-1]}{spoil}" if spoil else link[:-1]).status_code in (404, 405)


def test_a_link_goes_on_working_when_the_secret_is_changed(
    house: House, reader: Reader, client: TestClient, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_SECRET", "another secret of the web server, long enough")
    assert client.post(link).status_code == 200
    assert has_left(house, reader)


def test_the_page_speaks_the_readers_language(house: House, reader: Reader, client: TestClient, link: str) -> None:
    path = house.home / "policywatch.yaml"
    path.write_text(path.read_text().replace("name: Anna Example,", "name: Anna Example, language: zh-Hans,"))
    object.__setattr__(house, "config", load_config(house.home))
    answer = client.get(link)
    assert '<html lang="zh-Hans">' in answer.text and "停止接收此周报" in answer.text


def publish(house: House) -> str:
    (house.home / "sources.yaml").write_text("sources:\n  - {id: a, kind: feed, url: 'https://a.example/feed'}\n")
    object.__setattr__(house, "config", load_config(house.home))
    now = datetime.now(UTC)
    house.store.sync_sources(house.config.sources, now)
    (claim,) = house.store.claim(now, house.owner, 60)
    made = Document("a", "k", "https://a.example/1", "Speech <b>on AI</b>", "1:k")
    update = Update("u", "doc-1", UpdateKind.NEW, made, now)
    result = CheckResult(claim, now, now, Outcome.CHANGED, complete=True, documents=(made,), items=1)
    keep_check(house.store, result, [update], [], now + timedelta(hours=1), now)
    return house.store.documents()[0].id


@pytest.fixture
def question(house: House, reader: Reader) -> str:
    id = publish(house)
    return judge_urls(house, reader, [id], house.clock().date())[id].removeprefix("http://127.0.0.1:8080")


def test_a_verdict_is_asked_for_before_it_is_kept(house: House, client: TestClient, question: str) -> None:
    answer = client.get(question)
    assert answer.status_code == 200 and "Speech &lt;b&gt;on AI" in answer.text
    assert house.store.feedback_list() == []


def test_a_verdict_goes_through_the_door_for_acts_once(house: House, client: TestClient, question: str) -> None:
    for _ in range(2):
        assert client.post(question, data={"verdict": "not_relevant", "reason": "a speech"}).status_code == 200
    (act,) = house.store.acts()
    assert (act.kind, act.person_id, act.via, act.reason) == (ActKind.NOT_RELEVANT, "anna", "mail", "a speech")
    assert [one.relevant for one in house.store.feedback_list()] == [False]
    client.post(question, data={"verdict": "relevant"})
    assert house.store.acts()[-1].kind is ActKind.RELEVANT


def test_a_reader_of_an_added_language_is_asked_and_answered(house: House, client: TestClient, question: str) -> None:
    (house.home / "languages").mkdir()
    (house.home / "languages" / "de.po").write_text('msgid "It matters"\nmsgstr "Betrifft uns"\n')
    path = house.home / "policywatch.yaml"
    path.write_text(path.read_text().replace("name: Anna Example,", "name: Anna Example, language: de,"))
    object.__setattr__(house, "config", load_config(house.home))
    assert "Betrifft uns" in client.get(question).text
    assert client.post(question, data={"verdict": "relevant"}).status_code == 200


@pytest.mark.parametrize("verdict", ["", "erase", "relevant "])
def test_another_word_is_no_verdict(house: House, client: TestClient, question: str, verdict: str) -> None:
    assert client.post(question, data={"verdict": verdict}).status_code == 422
    assert house.store.acts() == []


def test_an_old_link_and_a_lost_role_judge_nothing(house: House, reader: Reader, client: TestClient, tmp_path: Path) -> None:
    id = publish(house)
    old = judge_urls(house, reader, [id], house.clock().date() - timedelta(days=91))[id].removeprefix("http://127.0.0.1:8080")
    assert client.post(old, data={"verdict": "relevant"}).status_code == 404
    fresh = judge_urls(house, reader, [id], house.clock().date())[id].removeprefix("http://127.0.0.1:8080")
    path = house.home / "policywatch.yaml"
    path.write_text(path.read_text().replace("role: editor", "role: reader"))
    object.__setattr__(house, "config", load_config(house.home))
    assert client.post(fresh, data={"verdict": "relevant"}).status_code == 403
    assert house.store.acts() == []
