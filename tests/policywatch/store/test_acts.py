"""What people did stays, in order, once."""

from datetime import UTC, datetime
from typing import Any

from policywatch.types import Act, ActKind

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def act(act_id: str, kind: ActKind = ActKind.DONE, subject: str = "matter:m", person: str = "p") -> Act:
    return Act(act_id, kind, person, subject, NOW, via="cli")


def test_the_same_act_twice_is_kept_once(store: Any) -> None:
    assert (store.keep_act(act("1")), store.keep_act(act("1"))) == (True, False)
    assert store.acts() == [act("1")]


def test_acts_come_in_order_and_a_limit_takes_the_newest(store: Any) -> None:
    for number in "123":
        store.keep_act(act(number))
    assert [one.id for one in store.acts(limit=2)] == ["2", "3"]


def test_acts_are_found_by_subject_kind_and_person(store: Any) -> None:
    store.keep_act(act("1", ActKind.ASSIGN))
    store.keep_act(act("2", subject="alert:a"))
    store.keep_act(act("3", person="q"))
    assert [one.id for one in store.acts(subjects=["alert:a"])] == ["2"]
    assert [one.id for one in store.acts(kinds=[ActKind.ASSIGN])] == ["1"]
    assert [one.id for one in store.acts(person_id="q")] == ["3"]
