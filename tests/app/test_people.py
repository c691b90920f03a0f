"""People in the database: ids alone, addresses sealed, everything handed out on request, and forgotten for good."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.acting import Wish, act_on_alert
from app.digest_queue import last_window, queue
from app.digest_readers import has_left, readers
from app.house import House, load_config, open_house
from app.people import erase, exported, listed, remember, rotate
from policywatch.errors import UsageError
from policywatch.types import ActKind
from tests.alerts.outbox import Clock
from tests.app.told import PEOPLE, person, tell, told_house

KEYS = {"K1": "first key, long enough to be one", "K2": "second key, long enough to be one", "P": "smtp"}
REASON = "my manager Eve said so"
MAIL = """\
privacy: {key: "${K1}"}
channels:
  - {id: legal, kind: file, path: told.jsonl}
  - {id: mail, kind: mail, host: 127.0.0.1, port: 1, security: none, sender: w@c.example}
routes:
  - {channel: legal}
digests:
  - {id: weekly, channel: mail, recipients: [bo, outside@partner.example]}
"""
PRIVATE = ("Bo Example", "bo@legal.example", "outside@partner.example", "U02BO7CHAT")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    bo = "name: Bo Example, mail: bo@legal.example, slack_user: U02BO7CHAT"
    monkeypatch.setattr("tests.app.told.PEOPLE", PEOPLE.replace("name: Bo Example, slack_user: U2", bo))
    with told_house(tmp_path / "home", Clock(), MAIL) as made:
        yield made


def lived(house: House) -> None:
    """Bo was told, judged with a reason, and is to get a mail."""
    remember(house)
    (alert,) = tell(house)
    act_on_alert(house, person(house, "bo"), alert.id, Wish(ActKind.NOT_RELEVANT, "", "cv", REASON, "slack", "click:U02BO7CHAT:1"))
    act_on_alert(house, person(house, "ada"), alert.id, Wish(ActKind.ASSIGN, "", "bo", "", "slack", "click:U1:2"))
    (digest,) = house.config.settings.digests
    for reader in readers(house, digest):
        queue(house, reader, [last_window(reader.digest, house.clock())])
    house.store.keep_bounce("report-1", "bo", True, "5.1.1", house.clock())


def on_disk(house: House) -> bytes:
    return b"".join(path.read_bytes() for path in house.home.glob("policywatch.db*"))


def shown(capsys: pytest.CaptureFixture[str]) -> Any:
    """The JSON that was printed; without a command line the log is printed too."""
    return json.loads("".join(line for line in capsys.readouterr().out.splitlines(keepends=True) if not line.startswith("20")))


def test_names_and_addresses_lie_sealed_and_never_in_clear(house: House) -> None:
    lived(house)
    assert {row.id for row in house.store.people() if row.sealed} >= {"ada", "bo", "cy", "di"}
    assert [text for text in PRIVATE if text.encode() in on_disk(house).replace(b"click:U02BO7CHAT", b"")] == []


def test_without_a_key_nothing_of_people_is_remembered_but_ids(house: House) -> None:
    path = house.home / "policywatch.yaml"
    path.write_text(path.read_text().replace('privacy: {key: "${K1}"}\n', ""))
    with open_house(house.home) as plain:
        remember(plain)
        assert plain.store.people() == []


def test_a_missing_key_stops_nothing_and_stores_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("K1")
    remember(house)
    assert house.store.people() == []


def test_people_are_sealed_again_only_when_something_changed(house: House) -> None:
    remember(house)
    before = house.store.people()
    house.store.meta_set("people_under", "")
    remember(house)
    assert house.store.people() == before


def test_the_list_names_ids_alone(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    lived(house)
    assert listed(house.home, True) == 0
    told = shown(capsys)
    rows = {row["id"]: row for row in told}
    assert (rows["bo"]["role"], rows["bo"]["acts"], rows["bo"]["mails"], rows["bo"]["sealed"]) == ("editor", 1, 1, True)
    assert [text for text in PRIVATE if text in json.dumps(told)] == []


@pytest.mark.parametrize("named", ["bo", "bo@legal.example", "BO@legal.example"])
def test_an_export_holds_all_that_is_held(house: House, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    lived(house)
    assert exported(house.home, named) == 0
    told = shown(capsys)
    assert told["configuration"]["mail"] == told["remembered"]["mail"] == "bo@legal.example"
    assert told["digests"] == ["weekly"]
    assert [act["reason"] for act in told["acts"]] == [one["reason"] for one in told["verdicts"]] == [REASON]
    assert [mail["state"] for mail in told["mails"]] == ["pending"]
    assert [one["status"] for one in told["bounces"]] == ["5.1.1"]


def test_somebody_who_left_the_file_is_still_exported(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    lived(house)
    path = house.home / "policywatch.yaml"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "id: bo" not in line).replace("[bo, ", "["))
    exported(house.home, "bo@legal.example")
    told = shown(capsys)
    assert told["configuration"] is None and told["remembered"]["name"] == "Bo Example"


def test_an_erased_person_is_gone_from_every_byte_and_the_trail_keeps_the_id(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    lived(house)
    before = [(act.id, act.kind, act.person_id, act.subject, act.at) for act in house.store.acts()]
    house.store.close()
    assert erase(house.home, "bo", "ada", True) == 0
    assert shown(capsys)["still_in_configuration"] == ["people", "digests weekly"]
    with open_house(house.home) as again:
        acts = again.store.acts()
        assert [(act.id, act.kind, act.person_id, act.subject, act.at) for act in acts[:-1]] == before
        assert (acts[-1].kind, acts[-1].person_id, acts[-1].subject) == (ActKind.ERASE, "ada", "person:bo")
        assert {state for _, _, state, _ in again.store.traces("bo").mails} == {"rejected"}
        assert again.store.traces("bo").bounces == ()
        assert [text for text in (REASON, *PRIVATE) if text.encode() in on_disk(again)] == []


def test_an_erased_person_who_stands_in_the_file_again_stays_forgotten(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    lived(house)
    erase(house.home, "bo", "ada", True)
    capsys.readouterr()
    path = house.home / "policywatch.yaml"
    path.write_text(path.read_text() + "# edited\n")
    with open_house(house.home, config=load_config(house.home), clock=Clock()) as again:
        remember(again)
        (bo,) = (row for row in again.store.people() if row.id == "bo")
        assert bo.sealed is None and bo.erased_at is not None
        assert again.store.acts(person_id="bo")[0].reason == ""
        (digest,) = again.config.settings.digests
        assert {reader.id: has_left(again, reader) for reader in readers(again, digest)}["bo"]


def test_erasing_twice_is_two_acts_and_no_more(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    lived(house)
    assert erase(house.home, "bo", "ada", True) == erase(house.home, "bo", "ada", True) == 0
    assert len(house.store.acts(kinds=[ActKind.ERASE])) == 2


@pytest.mark.parametrize("call", [lambda home: exported(home, "nobody"), lambda home: erase(home, "x@y.example", "ada", True)])
def test_nobody_is_said_so_without_repeating_the_address(house: House, call: Any) -> None:
    with pytest.raises(UsageError, match="people list") as error:
        call(house.home)
    assert "x@y" not in str(error.value)


def test_a_rotation_seals_everybody_again_and_the_old_key_can_go(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    lived(house)
    path = house.home / "policywatch.yaml"
    old = path.read_text()
    path.write_text(old.replace('{key: "${K1}"}', '{key: "${K2}", previous_keys: ["${K1}"]}'))
    assert rotate(house.home, True) == 0
    assert shown(capsys) == {"people": 5, "sealed_again": 5}
    path.write_text(old.replace("${K1}", "${K2}"))
    exported(house.home, "bo")
    assert shown(capsys)["remembered"]["mail"] == "bo@legal.example"
    path.write_text(old)
    with pytest.raises(UsageError, match="another key"):
        exported(house.home, "bo")


def test_a_rotation_without_the_old_key_changes_nothing(house: House) -> None:
    lived(house)
    before = house.store.people()
    path = house.home / "policywatch.yaml"
    path.write_text(path.read_text().replace("${K1}", "${K2}"))
    with pytest.raises(UsageError, match="previous_keys"):
        rotate(house.home, True)
    assert house.store.people() == before
