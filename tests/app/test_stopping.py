"""Channels that cannot work stand still as a whole, admins hear of it once by another way, and a person can let them go."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.acting import Wish, act, find_person
from app.cleaning import clean_up
from app.cli import app
from app.delivering import open_channels, release_parked
from app.outbox import drain
from app.progress import Progress
from policywatch.testing.slack import Fault
from policywatch.types import ActKind
from tests.app.desk import LEGAL, Desk, desk

RISK = LEGAL.replace("id: legal", "id: risk").replace("C1", "C2")
ELSEWHERE = "{id: admins, kind: file, path: admins.jsonl}"
ROUTES = "  - {channel: risk}\n"
REST = "admin_channel: admins\npeople:\n  - {id: jane, role: admin}\n  - {id: joe, role: reader}\n"


def notices(made: Desk) -> list[str]:
    path = made.house.home / "admins.jsonl"
    return [json.loads(line)["title"] for line in path.read_text().splitlines()] if path.exists() else []


async def test_a_revoked_token_stops_every_channel_of_the_workspace_after_one_call(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", ELSEWHERE, RISK, routes=ROUTES, rest=REST) as made:
        made.slack.script = lambda *_: Fault("error", "token_revoked")
        made.alerts(4)
        await made.deliver()
        assert made.slack.calls["chat.postMessage"] == 1
        made.alerts(3, "risk")
        made.alerts(3)
        await made.deliver()
        await made.deliver()
        assert made.slack.calls["chat.postMessage"] == 1
        assert made.states() == {"parked": 10, "sent": 1}
        assert notices(made) == ["Channels legal, risk stand still"]
        assert made.house.store.next_delivery_at(made.clock()) is None


async def test_a_channel_that_is_gone_stops_itself_alone(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", ELSEWHERE, RISK, routes=ROUTES, rest=REST) as made:
        made.slack.channels.remove("C1")
        made.alerts(3)
        made.alerts(3, "risk")
        await made.deliver()
        assert made.states() == {"parked": 3, "sent": 4}
        assert notices(made) == ["Channel legal stands still"]


async def test_without_another_way_the_notice_takes_the_first_route_that_works(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", RISK, routes=ROUTES, rest="admin_channel: legal\n") as made:
        made.slack.archived.add("C1")
        made.alerts(1)
        await made.deliver()
        assert [one.channel for one in made.slack.stored] == ["C2"]


async def test_what_stood_still_goes_out_when_the_configuration_changed(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", ELSEWHERE, rest=REST) as made:
        made.slack.archived.add("C1")
        release_parked(made.house)
        made.alerts(3)
        await made.deliver()
        made.slack.archived.clear()
        assert release_parked(made.house) == 0
        made.house.store.meta_set("parked_under", "another configuration")
        assert release_parked(made.house) == 3
        await made.until_empty()
        assert len(made.slack.stored) == 3


async def test_a_person_lets_a_channel_go_and_it_is_kept_for_the_auditors(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", ELSEWHERE, rest=REST) as made:
        made.slack.archived.add("C1")
        made.alerts(2)
        await made.deliver()
        made.slack.archived.clear()
        wish = Wish(ActKind.DECIDE, "channel:legal", "send", "it is unarchived", via="cli")
        assert not act(made.house, find_person(made.house, id="joe"), wish).ok
        assert act(made.house, find_person(made.house, id="jane"), wish).what == "Sent again by word of jane: it is unarchived"
        await made.until_empty()
        assert len(made.slack.stored) == 2
        assert [one.person_id for one in made.house.store.acts(kinds=[ActKind.DECIDE])] == ["jane"]
        assert not act(made.house, find_person(made.house, id="jane"), Wish(ActKind.DECIDE, "channel:legal", "send", via="cli")).ok


async def test_what_nobody_can_decide_waits_for_a_person_and_an_admin_is_told_once_a_day(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", ELSEWHERE, rest=REST) as made:
        made.slack.faults["chat.postMessage"].extend([Fault("error", "brand_new_error")] * 2)
        made.alerts(3)
        await made.until_empty()
        assert made.states() == {"review": 2, "sent": 2}
        assert notices(made) == ["A message on channel legal waits for a decision"]


async def test_three_ambiguities_without_a_trace_are_for_a_person(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", ELSEWHERE, rest=REST) as made:
        made.slack.script = lambda method, _: Fault("status", 500) if method == "chat.postMessage" else None
        made.alerts(1)
        await made.until_empty()
        assert made.states() == {"review": 1, "sent": 1}
        assert made.slack.calls["chat.postMessage"] == 3


async def test_draining_by_hand_waits_for_what_becomes_due(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        made.slack.faults["chat.postMessage"].extend([Fault("rate", "7"), Fault("reset_before")])
        made.alerts(4)
        now = drain(made.house, 0, Progress(quiet=True), clock=made.clock.seconds, sleep=made.clock.sleep)
        done = await now
        assert (done.exit_code, done.open) == (1, 4)
        done = await drain(made.house, 600, Progress(quiet=True), clock=made.clock.seconds, sleep=made.clock.sleep)
        assert (done.exit_code, done.open, len(made.slack.stored)) == (0, 0, 4)


def call(home: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*words, "--home", str(home)])
    return done.exit_code, done.output


async def test_the_commands_list_decide_and_deliver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path / "home", ELSEWHERE, rest=REST) as made:
        made.slack.faults["chat.postMessage"].append(Fault("error", "draft_not_found"))
        (one,) = made.alerts(1)
        await made.deliver()
        home = made.house.home
    monkeypatch.setenv("SLACK_TOKEN", "xoxb-test")
    # the log of this process stays where it is
    monkeypatch.setattr("app.journal.configure", lambda: None)
    code, out = call(home, "deliveries", "list", "--json")
    assert code == 0 and [row["state"] for row in json.loads(out)["deliveries"]] == ["review"]
    assert call(home, "deliveries", "decide", one.id, "maybe", "--by", "jane")[0] == 2
    assert call(home, "deliveries", "decide", one.id, "reject", "--by", "nobody")[0] == 2
    code, out = call(home, "deliveries", "decide", one.id, "reject", "--by", "jane", "--reason", "old news")
    assert code == 0 and out.endswith("Rejected by jane: old news\n")
    assert call(home, "deliveries", "decide", one.id, "send", "--by", "jane")[0] == 2
    assert call(home, "deliveries", "list", "--state", "lost")[0] == 2


async def test_the_nightly_clean_up_takes_repeats_away_once_a_night(tmp_path: Path) -> None:
    async with desk(tmp_path / "home", legal=LEGAL.replace("}'", "}', grace_s: 5", 1)) as made:
        made.slack.faults["chat.postMessage"].append(Fault("late_store", 300.0))
        made.alerts(1)
        made.alerts(8)
        await made.until_empty()
        made.clock.now = made.clock.now.replace(hour=1) + timedelta(days=1)
        assert made.slack.doubled()
        async with open_channels(made.house) as channels:
            assert await clean_up(made.house, channels) == 0
            made.clock.now += timedelta(hours=2)
            assert await clean_up(made.house, channels) == 1
            assert await clean_up(made.house, channels) == 0
        assert not made.slack.doubled()


async def test_the_nightly_clean_up_forgets_signatures_that_ran_out_and_no_reply(tmp_path: Path) -> None:
    async with desk(tmp_path / "home") as made:
        for request in ("slack:old", "lanying:old"):
            made.house.store.take_request(request, "a", made.clock())
        made.clock.now = made.clock.now.replace(hour=4) + timedelta(days=2)
        made.house.store.take_request("slack:new", "a", made.clock())
        async with open_channels(made.house) as channels:
            await clean_up(made.house, channels)
        first = {
            request: made.house.store.take_request(request, "b", made.clock())[0] for request in ("slack:old", "slack:new", "lanying:old")
        }
    assert first == {"slack:old": True, "slack:new": False, "lanying:old": False}
