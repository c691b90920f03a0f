"""What one check keeps; on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from policywatch.errors import LeaseLost, StoreDamaged, StoreError
from policywatch.store import Keeping
from policywatch.types import Cause, Outcome, Robots, UpdateKind, Validators
from tests.policywatch.store.keeping import keep_check

DAY = timedelta(days=1)


def test_a_check_is_kept_with_all_it_was(world: Any) -> None:
    source = world.source(config_hash="c1")
    (claim,) = world.claim(source)
    validators = {source.url: Validators("e1", None)}
    fields: dict[str, Any] = {
        "final_url": "https://x.example/",
        "status": 200,
        "validators": validators,
        "detail": "fine",
        "requests": 2,
        "bytes_in": 7,
    }
    check_id = world.check(claim, seeds=[world.document()], **fields)
    (row,) = world.store.checks("veridia")
    assert (row.id, row.outcome, row.cause, row.documents, row.items, row.updates) == (check_id, Outcome.CHANGED, Cause.NONE, 1, 1, 0)
    assert (row.scheduled_at, row.started_at, row.finished_at, row.config_hash) == (world.now, world.now, world.now, "c1")
    assert {name: getattr(row, name) for name in fields} == fields


def test_every_check_names_the_one_before_it(world: Any) -> None:
    ids = []
    for _ in range(3):
        (claim,) = world.claim()
        ids.append(world.check(claim))
    assert [row.prev_check for row in world.store.checks()] == [ids[1], ids[0], None]


def test_an_unchanged_check_cites_the_last_body(world: Any) -> None:
    body = world.body()
    (claim,) = world.claim()
    world.check(claim, body_sha256=body.sha256, bodies=(body,))
    (claim,) = world.claim()
    assert claim.memory.body_sha256 == body.sha256
    world.check(claim, outcome=Outcome.UNCHANGED)
    assert [row.body_sha256 for row in world.store.checks()] == [body.sha256, body.sha256]
    assert world.store.bodies.get(body.sha256) == body


def test_a_stale_claim_keeps_nothing(world: Any) -> None:
    world.store.sync_sources([world.source()], world.now)
    (stale,) = world.store.claim(world.now, "elsewhere:1:1.00:aa", 1)
    (fresh,) = world.store.claim(world.now + DAY, world.owner, 60)
    with pytest.raises(LeaseLost, match="taken over"):
        world.check(stale, new=[world.document()])
    assert (world.store.checks(), world.store.documents()) == ([], [])
    world.check(fresh)


def test_the_same_check_cannot_be_kept_twice(world: Any) -> None:
    (claim,) = world.claim()
    world.check(claim)
    with pytest.raises(LeaseLost):
        world.check(claim)
    assert len(world.store.checks()) == 1


def test_checks_of_many_sources_are_kept_together_without_the_one_that_was_taken_over(world: Any) -> None:
    claims = world.claim(*(world.source(name) for name in "abc"))
    world.check(claims[1])
    items = [Keeping(world.result(claim), world.now + DAY, seeds=[world.document("k", claim.source.id)]) for claim in claims]
    kept = world.store.keep_checks(items, world.now)
    assert list(kept) == ["a", "c"]
    assert {row.document.source_id: kept[row.document.source_id] for row in world.store.documents()} == kept
    assert [row.next_check_at - world.now for row in world.store.source_rows()] == [DAY, timedelta(hours=1), DAY]
    assert not world.store.claim(world.now + timedelta(minutes=1), world.owner, 60)


def test_young_seeds_wait_for_the_starting_picture_and_others_are_stored(world: Any) -> None:
    seeds = [
        world.document("young", published_at=world.now - 30 * DAY),
        world.document("old", published_at=world.now - 31 * DAY),
        world.document("undated", published_at=None),
    ]
    world.check(world.claim()[0], seeds=seeds)
    states = {row.document.key: (row.state, row.picture) for row in world.store.documents()}
    assert states == {"young": ("to_classify", "waiting"), "old": ("stored", "none"), "undated": ("stored", "none")}
    (pending,) = world.store.to_classify(world.now, world.owner, 60, 10)
    assert (pending.document.key, pending.picture, pending.update_id, pending.update) == ("young", True, None, None)
    assert world.store.picture_waiting() == 1


def test_an_update_waits_to_be_classified(world: Any) -> None:
    (pending,) = world.waiting()
    assert (pending.document, pending.picture) == (world.document(), False)
    assert pending.update == world.new(world.document())


def test_known_documents_are_found_by_key_and_by_a_unique_alias(world: Any) -> None:
    seeds = [world.document("k1", alias="a1"), world.document("k2", alias="a2"), world.document("k3", alias="a2")]
    world.check(world.claim()[0], seeds=seeds)
    by_key, by_alias = world.store.lookup("veridia", ["k1", "k9"], ["a1", "a2", ""], world.now)
    assert {key: known.fingerprint for key, known in by_key.items()} == {"k1": "1:k1"}
    assert {alias: known.key for alias, known in by_alias.items()} == {"a1": "k1"}
    assert world.store.lookup("other", ["k1"], ["a1"], world.now) == ({}, {})


def test_many_keys_are_looked_up_at_once(world: Any) -> None:
    world.check(world.claim()[0], seeds=[world.document("k1")])
    by_key, _ = world.store.lookup("veridia", [f"k{n}" for n in range(40_000)], [], world.now)
    assert list(by_key) == ["k1"]


def test_a_revision_keeps_the_identity_under_its_new_key(world: Any) -> None:
    world.check(world.claim()[0], seeds=[world.document("k1", alias="a1")])
    first = world.store.lookup("veridia", ["k1"], [], world.now)[0]["k1"]
    revised = world.document("k2", alias="a1", fingerprint="1:revised", title="Another title")
    (claim,) = world.claim()
    update = world.new(revised, UpdateKind.REVISED, first.document_id)
    keep_check(world.store, world.result(claim, documents=(revised,)), [update], [], world.now, world.now, revised_keys={"k2": "k1"})
    by_key, by_alias = world.store.lookup("veridia", ["k1", "k2"], ["a1"], world.now)
    assert list(by_key) == ["k2"]
    assert by_alias["a1"].document_id == first.document_id
    (row,) = world.store.documents()
    assert (row.document, row.state) == (revised, "to_classify")
    assert world.store.fingerprints(first.document_id) == {"1:k1", "1:revised"}


def test_a_revision_never_takes_the_key_of_another_document(world: Any) -> None:
    world.check(world.claim()[0], seeds=[world.document("k1"), world.document("k2")])
    first = world.store.lookup("veridia", ["k1"], [], world.now)[0]["k1"]
    (claim,) = world.claim()
    update = world.new(world.document("k2", fingerprint="1:x"), UpdateKind.REVISED, first.document_id)
    keep_check(world.store, world.result(claim), [update], [], world.now, world.now)
    assert set(world.store.lookup("veridia", ["k1", "k2"], [], world.now)[0]) == {"k1", "k2"}


def test_a_rebaselined_document_is_no_news(world: Any) -> None:
    world.check(world.claim()[0], seeds=[world.document(published_at=None)])
    (claim,) = world.claim()
    later = world.document("k9", published_at=None, fingerprint="2:k1")
    keep_check(world.store, world.result(claim), [], [], world.now, world.now, revised_keys={"k9": "k1"}, rebaselined=[later])
    (row,) = world.store.documents()
    assert (row.document, row.state) == (later, "stored")


def test_a_missing_page_is_due_after_an_hour_and_then_less_often(world: Any) -> None:
    missing = world.document(page_missing=True)
    world.check(world.claim()[0], seeds=[missing])

    def due(hours: float) -> bool:
        known = world.store.lookup("veridia", ["k1"], [], world.now + timedelta(hours=hours))[0]["k1"]
        return bool(known.page_due)

    assert [due(0), due(0.9), due(1)] == [False, False, True]
    (claim,) = world.claim()
    later = world.now + timedelta(hours=1)
    keep_check(world.store, world.result(claim, documents=(missing,)), [], [], later, later)
    assert [due(2.9), due(3)] == [False, True]


def test_a_page_that_comes_late_is_classified_with_its_text(world: Any) -> None:
    missing = world.document(page_missing=True)
    world.check(world.claim()[0], new=[missing])
    come = replace(missing, page_missing=False, text="The whole rule.", text_origin="page")
    (claim,) = world.claim()
    keep_check(world.store, world.result(claim, documents=(come,)), [], [], world.now, world.now, pages=[come])
    (pending,) = world.store.to_classify(world.now, world.owner, 60, 10)
    assert (pending.document.text, pending.update.document.text) == ("The whole rule.", "The whole rule.")
    assert not world.store.lookup("veridia", ["k1"], [], world.now + DAY)[0]["k1"].page_due


def test_a_page_that_comes_after_the_verdict_is_kept_without_news(world: Any) -> None:
    (pending,) = world.waiting()
    world.store.keep_classified([world.classified(pending)], world.now)
    (claim,) = world.claim()
    come = world.document(text="The whole rule.", text_origin="page")
    keep_check(world.store, world.result(claim), [], [], world.now, world.now, pages=[come])
    (row,) = world.store.documents()
    assert (row.document.text, row.state) == ("The whole rule.", "classified")
    assert world.store.to_classify(world.now, world.owner, 60, 10) == []


def test_a_host_that_asks_for_rest_is_left_alone_until_then(world: Any) -> None:
    (claim,) = world.claim()
    world.check(claim, outcome=Outcome.FAILED, final_url="https://WWW.Veridia.example/x", host_wait_s=600)
    waits = world.store.host_wait_until(["www.veridia.example", "veridia.example", "b.example"], world.now)
    until = world.now + timedelta(seconds=600)
    assert waits == {"www.veridia.example": until, "veridia.example": until}
    assert world.store.host_wait_until(["veridia.example"], until) == {}


def test_a_shorter_wait_does_not_end_a_longer_one(world: Any) -> None:
    for seconds in (600, 60):
        (claim,) = world.claim()
        world.check(claim, host_wait_s=seconds)
    assert world.store.host_wait_until(["veridia.example"], world.now) == {"veridia.example": world.now + timedelta(seconds=600)}


def test_robots_are_replaced_by_newer_ones(world: Any) -> None:
    origin = "https://veridia.example"
    assert world.store.robots(origin) is None
    for status, body in ((200, b"User-agent: *"), (503, b"\x00\xff")):
        robots = Robots(origin, status, body, world.now)
        world.store.keep_robots([robots])
        assert world.store.robots(origin) == robots


def test_text_no_database_can_hold_is_scrubbed(world: Any) -> None:
    (claim,) = world.claim()
    bad = world.document("k\x001", title="NUL\x00 and \ud800 half", text="x\x00y", identifiers=("doi:\x001",))
    world.check(claim, new=[bad], detail="\x00\udfff")
    (row,) = world.store.documents()
    assert (row.document.title, row.document.text, row.document.key) == ("NUL and \ufffd half", "xy", "k1")
    assert world.store.checks()[0].detail == "\ufffd"


def test_a_number_beyond_64_bits_keeps_nothing(world: Any) -> None:
    (claim,) = world.claim()
    with pytest.raises(StoreError, match="64 bits"):
        world.check(claim, seeds=[world.document()], bytes_in=2**70)
    assert world.store.documents() == []
    world.check(claim, bytes_in=2**62)


def test_documents_are_listed_newest_first_in_pages(world: Any) -> None:
    for n in range(5):
        (claim,) = world.claim(world.source("a"), world.source("b"))[:1]
        later = world.now + timedelta(minutes=n)
        keep_check(world.store, world.result(claim), [], [world.document(f"k{n}", "a")], later, later)
    keys = [row.document.key for row in world.store.documents("a", limit=2, offset=1)]
    assert keys == ["k3", "k2"]
    assert len(world.store.documents()) == 5
    assert world.store.documents("b") == []
    assert world.store.document("none") is None


def test_a_value_that_cannot_be_stored_keeps_nothing(world: Any) -> None:
    (claim,) = world.claim()
    naive = world.document(published_at=world.now.replace(tzinfo=None))
    with pytest.raises(StoreError, match="no zone"):
        keep_check(world.store, world.result(claim), [world.new(naive)], [], world.now, world.now)
    assert world.store.documents() == []


def test_a_row_that_was_damaged_says_so(world: Any) -> None:
    world.check(world.claim()[0], seeds=[world.document()])
    with world.store._db.write() as db:
        db.exec_driver_sql("UPDATE documents SET content = '{\"title\": 1}'")
    with pytest.raises(StoreDamaged, match="restore"):
        world.store.documents()
