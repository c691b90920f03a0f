"""``slack manifest`` asks for exactly what is used; ``slack doctor`` names what is wrong and leaves no message behind."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from alerts.slack.manifest import LIMITS, SCOPES, manifest
from app.cli import app
from app.slack.doctor import examine
from policywatch.errors import UsageError
from policywatch.testing.slack import Fault
from tests.app.slack.conftest import Room


def found(made: Any, name: str) -> Iterator[Any]:
    for key, value in made.items():
        if key == name:
            yield value
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from found(one, name)


@pytest.mark.parametrize("url", ["", "https://watch.example/slack"])
def test_the_manifest_is_inside_slacks_limits(url: str) -> None:
    made = manifest(url)
    for name, most in LIMITS.items():
        assert all(0 < len(text) <= most for text in found(made, name)), name
    assert len(made["display_information"]["long_description"]) >= 175
    assert all(len(one["command"]) <= 32 for one in made["features"]["slash_commands"])
    assert made["oauth_config"]["scopes"]["bot"] == list(SCOPES)


def test_the_manifest_for_http_names_the_address_everywhere() -> None:
    assert list(found(manifest("https://watch.example/slack"), "request_url")) == ["https://watch.example/slack"] * 2
    assert manifest("https://watch.example/slack")["settings"]["socket_mode_enabled"] is False
    assert not list(found(manifest(), "request_url")) and manifest()["settings"]["socket_mode_enabled"] is True


def test_the_command_prints_what_is_in_the_documentation() -> None:
    printed = CliRunner().invoke(app, ["slack", "manifest"])
    committed = Path(__file__).parents[3] / "docs" / "slack-manifest.yaml"
    assert printed.exit_code == 0
    assert yaml.safe_load(printed.stdout) == yaml.safe_load(committed.read_text("utf-8")) == manifest()
    assert json.loads(CliRunner().invoke(app, ["slack", "manifest", "--json"]).stdout) == manifest()
    assert CliRunner().invoke(app, ["slack", "manifest", "--http", "http://x/slack"]).exit_code == 2


async def bad(room: Room) -> list[str]:
    return [f"{one.part}: {one.what}" for one in await examine(room.house) if not one.ok]


async def test_all_is_well_and_nothing_is_left_behind(quiet_room: Room) -> None:
    findings = {one.part: one.what for one in await examine(quiet_room.house)}
    assert await bad(quiet_room) == []
    assert findings["legal test message"] == "posted and deleted again"
    assert findings["legal buttons"] == "Socket Mode can be opened" and findings["legal people"] == "3 people can act"
    assert quiet_room.slack.stored == [] and quiet_room.slack.calls["chat.postMessage"] == 2


@pytest.mark.parametrize(
    ("scopes", "says"),
    [
        ("channels:history,commands", "chat:write missing"),
        ("chat:write,commands", "channels:history or groups:history missing"),
        ("chat:write,groups:history", "commands missing"),
        ("chat:write,chat:write.public,channels:history,commands", "remove it"),
    ],
)
async def test_scopes_are_held_against_what_is_used(scopes: str, says: str, quiet_room: Room) -> None:
    quiet_room.slack.scopes = scopes
    assert [says in one for one in await bad(quiet_room)] == [True]


async def test_a_channel_without_the_app_is_named(quiet_room: Room) -> None:
    quiet_room.slack.strangers = {"C1"}
    assert await bad(quiet_room) == ["legal membership: Slack answered 'not_in_channel': invite the app to the channel"]


async def test_a_token_that_is_missing_or_refused_is_named(quiet_room: Room) -> None:
    quiet_room.slack.faults["auth.test"].append(Fault("error", "token_revoked"))
    assert "legal token: Slack answered 'token_revoked'" in (await bad(quiet_room))[0]
    quiet_room.house = replace(quiet_room.house, env={"T": quiet_room.slack.token})
    assert "legal buttons: the environment variable A is not set" in (await bad(quiet_room))[0]
    quiet_room.house = replace(quiet_room.house, env={})
    assert "legal token: the environment variable T is not set" in (await bad(quiet_room))[0]


@pytest.mark.parametrize("fault", ["reset_after", "badjson_after", "status_after"])
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.delete"])
async def test_a_test_message_of_unknown_fate_is_found_and_deleted(method: str, fault: str, quiet_room: Room) -> None:
    quiet_room.slack.faults[method].append(Fault(fault, 500))
    assert await bad(quiet_room) == []
    assert quiet_room.slack.stored == []


async def test_a_message_that_cannot_be_deleted_is_said(quiet_room: Room) -> None:
    quiet_room.slack.faults["chat.delete"].append(Fault("error", "cant_delete_message"))
    assert "posted, but not deleted" in (await bad(quiet_room))[0]


async def test_a_channel_that_is_not_there_is_a_usage_error(quiet_room: Room) -> None:
    with pytest.raises(UsageError, match="no slack channel 'other'"):
        await examine(quiet_room.house, "other")
