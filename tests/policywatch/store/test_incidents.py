"""Incidents are opened once, closed by themselves, and told in the same transaction; on both databases."""

from datetime import timedelta
from typing import Any

from policywatch.store import IncidentRow


def incident(world: Any, subject: str = "a", cause: str = "tls") -> IncidentRow:
    return IncidentRow(0, subject, cause, "the certificate has expired", world.now)


def test_an_incident_is_opened_once(world: Any) -> None:
    delivery = world.delivery("n1")
    assert world.store.keep_incidents([incident(world)], [], [delivery], world.now) == 1
    assert world.store.keep_incidents([incident(world)], [], [delivery], world.now + timedelta(hours=1)) == 0
    (row,) = world.store.open_incidents()
    assert (row.subject, row.cause, row.opened_at, row.closed_at) == ("a", "tls", world.now, None)
    assert len(world.store.deliveries()) == 1


def test_a_closed_incident_is_history_and_may_come_again(world: Any) -> None:
    world.store.keep_incidents([incident(world)], [], [], world.now)
    (row,) = world.store.open_incidents()
    later = world.now + timedelta(days=1)
    world.store.keep_incidents([], [row], [], later)
    assert world.store.open_incidents() == []
    assert world.store.incidents()[0].closed_at == later
    assert world.store.keep_incidents([incident(world)], [], [], later) == 1
    assert len(world.store.incidents()) == 2


def test_causes_and_subjects_are_apart(world: Any) -> None:
    three = [incident(world), incident(world, cause="dns"), incident(world, subject="b")]
    assert world.store.keep_incidents(three, [], [], world.now) == 3
