"""Sources, the schedule and claims; on both databases."""

from datetime import timedelta
from typing import Any

from policywatch.types import Memory, Outcome, Validators

HOUR = timedelta(hours=1)


def test_a_new_source_is_due_at_once(world: Any) -> None:
    world.store.sync_sources([world.source()], world.now)
    (row,) = world.store.source_rows()
    assert (row.state, row.first, row.next_check_at, row.outcome) == ("new", True, world.now, None)
    assert world.store.due_count(world.now) == 1


def test_a_claimed_source_is_claimed_once(world: Any) -> None:
    assert len(world.claim()) == 1
    assert world.store.claim(world.now, "elsewhere:1:1.00:aa", 60, everything=True) == []
    assert world.store.due_count(world.now) == 0


def test_a_lease_of_another_host_ends_with_its_time(world: Any) -> None:
    world.store.sync_sources([world.source()], world.now)
    (first,) = world.store.claim(world.now, "elsewhere:1:1.00:aa", 60)
    assert world.store.claim(world.now + timedelta(seconds=59), world.owner, 60) == []
    (second,) = world.store.claim(world.now + timedelta(seconds=61), world.owner, 60)
    assert second.token == first.token + 1


def test_a_source_with_every_zero_is_always_due(world: Any) -> None:
    (claim,) = world.claim(world.source(every_s=0))
    world.check(claim)
    assert len(world.store.claim(world.now, world.owner, 60)) == 1


def test_a_source_is_due_again_when_its_time_comes(world: Any) -> None:
    (claim,) = world.claim()
    world.check(claim)
    assert world.store.claim(world.now + HOUR - timedelta(seconds=1), world.owner, 60) == []
    assert world.store.next_due_at(world.now) == world.now + HOUR
    (again,) = world.store.claim(world.now + HOUR, world.owner, 60)
    assert again.scheduled_at == world.now + HOUR


def test_named_sources_are_claimed_before_their_time(world: Any) -> None:
    for claim in world.claim(world.source("a"), world.source("b")):
        world.check(claim)
    (claim,) = world.store.claim(world.now, world.owner, 60, ids=["b"])
    assert (claim.source.id, claim.scheduled_at) == ("b", world.now)


def test_paused_and_retired_sources_are_never_claimed(world: Any) -> None:
    world.store.sync_sources([world.source("a"), world.source("b")], world.now)
    world.store.sync_sources([world.source("a", paused=True)], world.now)
    assert world.store.claim(world.now, world.owner, 60, everything=True) == []
    assert [row.state for row in world.store.source_rows()] == ["paused", "retired"]
    assert world.store.next_due_at(world.now) is None


def test_a_retired_source_returns_with_its_history(world: Any) -> None:
    (claim,) = world.claim()
    world.check(claim, seeds=[world.document()])
    world.store.sync_sources([], world.now)
    world.store.sync_sources([world.source()], world.now)
    (row,) = world.store.source_rows()
    assert (row.state, row.documents, row.first) == ("active", 1, False)


def test_a_changed_url_resets_validators_but_not_history(world: Any) -> None:
    (claim,) = world.claim()
    body = "a" * 64
    world.check(claim, seeds=[world.document()], validators={claim.source.url: Validators("e1")}, body_sha256=body)
    world.store.sync_sources([world.source(url="https://veridia.example/new")], world.now)
    (again,) = world.store.claim(world.now, world.owner, 60)
    assert (again.memory.validators, again.memory.body_sha256) == ({}, None)
    assert (again.memory.first, again.memory.item_counts) == (False, (1,))
    assert world.store.source_rows()[0].documents == 1


def test_a_check_of_the_url_before_an_edit_leaves_no_validators(world: Any) -> None:
    (claim,) = world.claim()
    world.store.sync_sources([world.source(url="https://veridia.example/new")], world.now)
    world.check(claim, validators={claim.source.url: Validators("e1")})
    (again,) = world.store.claim(world.now, world.owner, 60)
    assert (again.source.url, again.memory) == ("https://veridia.example/new", Memory())


def test_a_shorter_interval_holds_at_once(world: Any) -> None:
    (claim,) = world.claim()
    world.check(claim)
    world.store.sync_sources([world.source(every_s=90)], world.now)
    assert world.store.next_due_at(world.now) == world.now + timedelta(seconds=90)


def test_a_claim_carries_the_options_that_were_configured(world: Any) -> None:
    options = object()
    (claim,) = world.claim(world.source(options=options))
    assert claim.source.options is options


def test_released_claims_are_due_again_without_a_check(world: Any) -> None:
    world.store.release(world.claim())
    assert world.store.checks() == []
    assert len(world.store.claim(world.now, world.owner, 60)) == 1


def test_a_stale_release_frees_nothing(world: Any) -> None:
    world.store.sync_sources([world.source()], world.now)
    stale = world.store.claim(world.now, "elsewhere:1:1.00:aa", 1)
    world.store.claim(world.now + HOUR, world.owner, 60)
    world.store.release(stale)
    assert world.store.claim(world.now + HOUR, "third:1:1.00:aa", 60) == []


def test_an_extended_lease_holds_longer_and_a_lost_one_is_left_out(world: Any) -> None:
    world.store.sync_sources([world.source("a"), world.source("b")], world.now)
    claims = world.store.claim(world.now, "elsewhere:1:1.00:aa", 60)
    world.store.claim(world.now + 2 * HOUR, world.owner, 60, ids=["b"])
    kept = world.store.extend_leases(claims, world.now, 7200)
    assert [claim.source.id for claim in kept] == ["a"]
    assert world.store.claim(world.now + HOUR, world.owner, 60, ids=["a"]) == []


def _memory(world: Any, **fields: Any) -> Memory:
    (claim,) = world.store.claim(world.now, world.owner, 60, everything=True)
    world.check(claim, **fields)
    (claim,) = world.store.claim(world.now, world.owner, 60, everything=True)
    world.store.release([claim])
    memory: Memory = claim.memory
    return memory


def test_validators_are_kept_only_from_whole_answers(world: Any) -> None:
    world.store.sync_sources([world.source()], world.now)
    url = world.source().url
    assert _memory(world, complete=False, validators={url: Validators("e1")}).validators == {}
    assert _memory(world, validators={url: Validators("e1")}).validators == {url: Validators("e1")}
    assert _memory(world, validators={}).validators == {url: Validators("e1")}
    assert _memory(world, validators={url: Validators(None, "Tue")}).validators == {url: Validators(None, "Tue")}


def test_failures_count_up_and_one_success_ends_them(world: Any) -> None:
    world.store.sync_sources([world.source()], world.now)
    trouble: dict[str, Any] = {"outcome": Outcome.FAILED, "complete": False}
    assert [_memory(world, **trouble).failures for _ in range(3)] == [1, 2, 3]
    assert world.store.source_rows()[0].failing_since == world.now
    assert _memory(world, outcome=Outcome.SKIPPED, complete=False).failures == 3
    assert _memory(world, outcome=Outcome.UNCHANGED).failures == 0
    assert world.store.source_rows()[0].failing_since is None


def test_an_empty_answer_does_not_make_zero_look_normal(world: Any) -> None:
    world.store.sync_sources([world.source()], world.now)
    _memory(world, seeds=[world.document(key) for key in "abc"])
    assert _memory(world, outcome=Outcome.EMPTY).item_counts == (3,)


def test_redirects_in_a_row_to_one_place_are_counted(world: Any) -> None:
    world.store.sync_sources([world.source()], world.now)
    moved: dict[str, Any] = {"outcome": Outcome.MOVED, "moved_to": "https://new.example/feed"}
    assert [_memory(world, **moved).redirects for _ in range(3)] == [1, 2, 3]
    assert _memory(world, outcome=Outcome.UNCHANGED).redirects == 0


def test_item_times_are_bounded_and_newest_first(world: Any) -> None:
    world.store.sync_sources([world.source()], world.now)
    old = [world.document(f"k{n}", published_at=world.now - timedelta(days=n)) for n in range(30)]
    times = _memory(world, seeds=old).item_times
    assert len(times) == 20
    assert list(times) == sorted(times, reverse=True)
    assert times[0] == world.now


def test_a_check_can_be_brought_forward_but_not_put_off(world: Any) -> None:
    (claim,) = world.claim()
    world.check(claim)
    world.store.hasten([claim.source.id], world.now + timedelta(minutes=15))
    assert world.store.next_due_at(world.now) == world.now + timedelta(minutes=15)
    world.store.hasten([claim.source.id], world.now + timedelta(hours=2))
    assert world.store.next_due_at(world.now) == world.now + timedelta(minutes=15)
