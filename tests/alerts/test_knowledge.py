"""Documents reach the chatbot's knowledge base once per version, as an address or as a file."""

import json
import logging
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from alerts.knowledge import Options, TellFile, TellPage, fact_of, push, step_for
from alerts.lanying import Client
from policywatch.testing.lanying import FakeLanying
from policywatch.types import Ambiguous, Parked, Retry, Sent, Status
from tests.alerts.samples import NOW, document

TOKEN = "adm-7f3c-very-secret"
PDF = document(url="https://gazette.nordia.example/2026/411.pdf")


@pytest.fixture
async def lanying() -> AsyncIterator[FakeLanying]:
    async with FakeLanying(token=TOKEN) as server:
        yield server


@pytest.fixture
def options(lanying: FakeLanying) -> Options:
    return Options(api_endpoint=lanying.url, app_id=lanying.app_id, access_token="${T}", from_user=1, bot=99)


@pytest.fixture
async def client(options: Options) -> AsyncIterator[Client]:
    made = Client(options, {"T": TOKEN})
    yield made
    await made.close()


async def test_a_page_is_one_message_with_its_address(lanying: FakeLanying, options: Options, client: Client, shared: Path) -> None:
    swagger = json.loads((shared / "data" / "lanying-swagger.json").read_text(encoding="utf-8"))
    fact = fact_of("doc-1", document(), ("celex:32031R0411",))
    assert isinstance(await push(client, options, fact, "d-1", NOW), Sent)
    (call,) = lanying.calls
    Draft4Validator(swagger["definitions"]["MessageRequest"]).validate(call.body)
    assert call.body["content"] == "https://gazette.nordia.example/2026/411" and call.body["targets"] == [99]
    metadata = lanying.stored[0].ext["ai"]["metadata"]
    assert metadata["identifiers"] == ["celex:32031R0411"]
    assert metadata["dates"] == [{"kind": "application", "on": "2027-02-02"}]
    assert metadata["status"] == "adopted_not_in_force"


async def test_a_file_takes_three_calls_in_order(lanying: FakeLanying, options: Options, client: Client, shared: Path) -> None:
    swagger = json.loads((shared / "data" / "lanying-swagger.json").read_text(encoding="utf-8"))
    assert isinstance(await push(client, options, fact_of("doc-1", PDF), "d-1", NOW), Sent)
    assert [call.path for call in lanying.calls] == ["/file/upload/chat", "/upload", "/message/send"]
    assert lanying.calls[0].query == {"file_type": "100", "to_type": "1", "to_id": "99"} and lanying.calls[0].headers["user_id"] == "1"
    body = lanying.calls[2].body
    Draft4Validator(swagger["definitions"]["MessageRequest"]).validate(body)
    assert body["content_type"] == 4 and json.loads(body["attachment"])["url"].endswith("/files/file-1")
    assert "Applicants are told" in lanying.files["file-1"].decode()


async def test_the_store_of_files_never_sees_the_token(lanying: FakeLanying, options: Options, client: Client) -> None:
    await push(client, options, fact_of("doc-1", PDF), "d-1", NOW)
    assert "access-token" not in lanying.calls[1].headers


async def test_a_repeat_of_a_delivery_is_dropped_by_the_service(lanying: FakeLanying, options: Options, client: Client) -> None:
    for delivery_id in ("d-1", "d-1", "d-2"):
        assert isinstance(await push(client, options, fact_of("doc-1", document()), delivery_id, NOW), Sent)
    assert [one.ext["ai"]["metadata"]["delivery_id"] for one in lanying.stored] == ["d-1", "d-2"]


@pytest.mark.parametrize(
    "change",
    [{"title": "Other"}, {"text": "Other"}, {"status": Status.IN_FORCE}, {"dates": ()}, {"jurisdiction": "US"}, {"text_origin": "entry"}],
)
def test_a_version_changes_with_whatever_the_bot_is_told(change: dict) -> None:
    assert fact_of("doc-1", document()).version == fact_of("doc-1", document()).version != fact_of("doc-1", document(**change)).version


async def test_addresses_of_persons_stay_out_of_what_a_bot_is_told(lanying: FakeLanying, options: Options, client: Client) -> None:
    told = document(
        title="Ask jane.roe@mail.example",
        text="Write to jane.roe@mail.example, rules@nordia.example or +44 20 7946 0018.",
        text_origin="entry",
    )
    await push(client, options, fact_of("doc-1", told), "d-1", NOW)
    everything = lanying.files["file-1"].decode() + json.dumps(lanying.stored[0].body)
    assert "jane.roe" not in everything and "7946" not in everything
    assert "rules@nordia.example" in everything


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        *(("/upload", fault) for fault in ("reset", "close", "status:502", "status:503")),
        # a GET that is cut off is asked again by the HTTP client itself
        *(("/file/upload/chat", fault) for fault in ("status:502", "status:503", "code:20000")),
    ],
)
async def test_an_upload_that_broke_is_simply_tried_again(
    path: str, fault: str, lanying: FakeLanying, options: Options, client: Client
) -> None:
    lanying.other_faults[path] = deque([fault])
    assert isinstance(await push(client, options, fact_of("doc-1", PDF), "d-1", NOW), Retry)
    assert isinstance(await push(client, options, fact_of("doc-1", PDF), "d-1", NOW), Sent)
    assert len(lanying.stored) == 1


async def test_a_failure_is_a_value_and_tells_no_token(
    lanying: FakeLanying, options: Options, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lanying.faults.extend(["reset_after", "code:10010"])
    assert isinstance(await push(client, options, fact_of("doc-1", document()), "d-1", NOW), Ambiguous)
    told = await push(client, options, fact_of("doc-2", document()), "d-2", NOW)
    assert isinstance(told, Parked)
    lanying.token = "other"
    assert isinstance(await push(client, options, fact_of("doc-3", PDF), "d-3", NOW), Parked)
    assert TOKEN not in caplog.text + repr(told)


async def test_a_place_for_files_that_is_not_https_is_refused(
    lanying: FakeLanying, options: Options, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanying, "_upload_place", lambda: {"upload_url": "http://10.0.0.1/x", "download_url": "https://x.example/f"})
    assert isinstance(await push(client, options, fact_of("doc-1", PDF), "d-1", NOW), Parked)
    assert len(lanying.calls) == 1


@pytest.mark.parametrize(
    ("url", "origin", "step"),
    [
        ("https://gazette.nordia.example/2026/411", "page", TellPage),
        ("https://gazette.nordia.example/411.PDF?download=1", "page", TellFile),
        ("http://gazette.nordia.example/411", "page", TellFile),
        ("https://gazette.nordia.example/411", "entry", TellFile),
        ("javascript:alert(1)", "page", TellFile),
    ],
)
def test_only_html_pages_go_by_their_address(url: str, origin: str, step: type) -> None:
    assert isinstance(step_for(fact_of("doc-1", document(url=url, text_origin=origin))), step)
