"""What stands about a matter is read from what people did."""

from datetime import UTC, datetime, timedelta

from alerts.standing import Standing, muted, standing
from policywatch.types import Act, ActKind

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def act(kind: ActKind, *, person: str = "p", value: str = "", subject: str = "matter:m") -> Act:
    return Act(f"{kind}{person}{value}{subject}", kind, person, subject, NOW, value)


def test_nothing_done_means_nobody_has_it() -> None:
    assert standing([]) == Standing()
    assert not standing([]).taken_up


def test_the_first_who_acknowledges_has_it() -> None:
    found = standing([act(ActKind.ACKNOWLEDGE), act(ActKind.ACKNOWLEDGE, person="q")])
    assert (found.acknowledged_by, found.acknowledged_at) == ("p", NOW)


def test_the_last_assignment_and_snooze_count() -> None:
    later = (NOW + timedelta(days=2)).isoformat()
    found = standing([act(ActKind.ASSIGN, value="a"), act(ActKind.ASSIGN, value="b"), act(ActKind.SNOOZE, value=later)])
    assert found.assignee == "b"
    assert found.sleeps(NOW) and not found.sleeps(NOW + timedelta(days=2))


def test_what_is_reopened_waits_for_somebody_again_and_keeps_its_assignee() -> None:
    found = standing([act(ActKind.ASSIGN, value="a"), act(ActKind.ACKNOWLEDGE), act(ActKind.DONE), act(ActKind.REOPEN)])
    assert found == Standing(assignee="a")


def test_a_mute_ends_when_it_said_or_when_it_is_undone() -> None:
    soon = (NOW + timedelta(hours=1)).isoformat()
    acts = [act(ActKind.MUTE, subject="source:s", value=soon), act(ActKind.MUTE, subject="use:u"), act(ActKind.MUTE, subject="source:t")]
    acts.append(act(ActKind.UNMUTE, subject="source:t"))
    assert muted(acts, NOW) == {"source:s", "use:u"}
    assert muted(acts, NOW + timedelta(hours=1)) == {"use:u"}
