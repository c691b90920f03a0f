"""One door for what people do: roles, replays, double clicks, the audit trail and what becomes of a verdict."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.standing import standing
from app.acting import Wish, act, act_on_alert, find_person, may, voices_of
from app.house import House
from policywatch.types import ActKind
from tests.alerts.outbox import Clock
from tests.app.told import person, tell, told_house

LATER = "2026-12-24T09:00:00+01:00"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with told_house(tmp_path / "home", Clock()) as made:
        yield made


def do(house: House, who: str, kind: ActKind, alert_id: str, value: str = "", reason: str = "", request: str = ""):
    return act_on_alert(house, person(house, who), alert_id, Wish(kind, "", value, reason, "slack", request))


def test_a_person_is_found_by_any_of_their_ids(house: House) -> None:
    ada = person(house, "ada")
    assert find_person(house, id="ada") is find_person(house, slack_user="U1") is find_person(house, lanying_user="71") is ada
    assert find_person(house) is find_person(house, slack_user="U9") is None


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("di", ()),
        ("cy", (ActKind.ACKNOWLEDGE,)),
        ("ada", tuple(ActKind)),
    ],
)
def test_a_role_may_do_just_this(role: str, kinds: tuple[ActKind, ...], house: House) -> None:
    assert [kind for kind in ActKind if may(person(house, role), kind)] == list(kinds)


def test_an_editor_works_on_matters_and_an_admin_mutes_sources(house: House) -> None:
    bo = person(house, "bo")
    assert may(bo, ActKind.DONE) and may(bo, ActKind.MUTE, "matter:m")
    assert not may(bo, ActKind.MUTE, "source:s") and not may(bo, ActKind.RETRACT) and not may(bo, ActKind.ERASE)


def test_a_stranger_is_told_what_to_do_and_nothing_is_kept(house: House) -> None:
    (alert,) = tell(house)
    refused = act_on_alert(house, None, alert.id, Wish(ActKind.DONE, ""))
    assert not refused.ok and "people" in refused.what
    assert not do(house, "di", ActKind.ACKNOWLEDGE, alert.id).ok
    assert house.store.acts() == []


def test_an_act_says_who_did_what_where(house: House) -> None:
    (alert,) = tell(house)
    done = do(house, "bo", ActKind.ASSIGN, alert.id, "ada", request="U2 1.5")
    (kept,) = house.store.acts()
    assert done.acts == (kept,) and done.what == "Assigned to Ada Example by Bo Example"
    assert (kept.person_id, kept.subject, kept.value, kept.via, kept.request) == (
        "bo",
        f"matter:{alert.matter_id}",
        "ada",
        "slack",
        "U2 1.5",
    )


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (ActKind.ACKNOWLEDGE, "", ""),
        (ActKind.ASSIGN, "bo", ""),
        (ActKind.SNOOZE, LATER, ""),
        (ActKind.DONE, "", ""),
        (ActKind.RETRACT, "", "about another company"),
        (ActKind.RELEVANT, "cv", ""),
        (ActKind.NOT_RELEVANT, "cv", "we rank nobody"),
    ],
)
def test_a_second_click_changes_nothing(kind: ActKind, value: str, reason: str, house: House) -> None:
    (alert,) = tell(house)
    assert len(do(house, "ada", kind, alert.id, value, reason, "first").acts) == 1
    again = do(house, "ada", kind, alert.id, value, reason, "second")
    assert again.ok and again.acts == ()
    assert len(house.store.acts()) == 1 and len(house.store.feedback_list()) == (kind in (ActKind.RELEVANT, ActKind.NOT_RELEVANT))


def test_clicks_that_race_are_one_act(house: House) -> None:
    (alert,) = tell(house)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: do(house, "bo", ActKind.ACKNOWLEDGE, alert.id, request=f"{n}"), range(8)))
    assert len(house.store.acts()) == 1


def test_a_replay_after_a_reopening_does_not_act_again(house: House) -> None:
    (alert,) = tell(house)
    do(house, "bo", ActKind.DONE, alert.id, request="click-1")
    do(house, "bo", ActKind.REOPEN, alert.id, request="click-2")
    assert do(house, "bo", ActKind.DONE, alert.id, request="click-1").acts == ()
    assert not standing(house.store.acts()).done
    assert len(do(house, "bo", ActKind.DONE, alert.id, request="click-3").acts) == 1


def test_the_second_to_acknowledge_hears_who_was_first(house: House) -> None:
    (alert,) = tell(house)
    do(house, "bo", ActKind.ACKNOWLEDGE, alert.id)
    assert do(house, "cy", ActKind.ACKNOWLEDGE, alert.id).what == "Acknowledged by Bo Example (already)"


def test_a_verdict_goes_to_every_use_the_alert_names_or_to_the_one_chosen(house: House) -> None:
    (alert,) = tell(house)
    do(house, "bo", ActKind.NOT_RELEVANT, alert.id, "chat", "we have no such bot")
    do(house, "bo", ActKind.RELEVANT, alert.id)
    said = {(row.use_id, row.relevant, row.reason) for row in house.store.feedback_list()}
    assert said == {("chat", False, "we have no such bot"), ("chat", True, ""), ("cv", True, "")}


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (ActKind.ASSIGN, "nobody", ""),
        (ActKind.SNOOZE, "2020-01-01T00:00:00+00:00", ""),
        (ActKind.SNOOZE, "tomorrow", ""),
        (ActKind.SNOOZE, "2027-01-01T00:00:00", ""),
        (ActKind.RETRACT, "", " "),
        (ActKind.RELEVANT, "no-such-use", ""),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(kind: ActKind, value: str, reason: str, house: House) -> None:
    (alert,) = tell(house)
    refused = do(house, "ada", kind, alert.id, value, reason)
    assert not refused.ok and refused.what
    assert house.store.acts() == [] and house.store.feedback_list() == []


def test_a_mute_can_be_undone_and_muted_again(house: House) -> None:
    ada = person(house, "ada")
    wish = Wish(ActKind.MUTE, "source:nordia-gazette")
    assert len(act(house, ada, wish).acts) == 1
    assert act(house, ada, wish).acts == ()
    assert len(act(house, ada, Wish(ActKind.UNMUTE, wish.subject)).acts) == 1
    assert act(house, ada, Wish(ActKind.UNMUTE, wish.subject)).acts == ()
    assert len(act(house, ada, wish).acts) == 1


def test_a_reader_of_chinese_is_answered_in_chinese(house: House) -> None:
    (alert,) = tell(house)
    chinese = voices_of(house, "zh-Hans")
    done = act_on_alert(house, person(house, "bo"), alert.id, Wish(ActKind.DONE, ""), voices=chinese)
    assert done.what == "Bo Example 标记为已完成"
    assert act_on_alert(house, None, alert.id, Wish(ActKind.DONE, ""), voices=chinese).what.startswith("您尚未列入")


def test_a_snooze_ends(house: House) -> None:
    (alert,) = tell(house)
    do(house, "bo", ActKind.SNOOZE, alert.id, LATER)
    stands = standing(house.store.acts())
    assert stands.sleeps(house.clock()) and not stands.sleeps(house.clock() + timedelta(days=40))
