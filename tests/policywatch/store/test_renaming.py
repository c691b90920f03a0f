"""A source under another id keeps everything it brought; on both databases."""

from dataclasses import replace
from typing import Any

import pytest

from policywatch.errors import LeaseLost, UsageError


def test_a_renamed_source_keeps_documents_checks_and_memory(world: Any) -> None:
    (claim,) = world.claim()
    world.check(claim, new=[world.document("k1"), world.document("k2")])
    before = world.store.documents()
    assert world.store.rename_source("veridia", "veridia-news")
    (row,) = world.store.source_rows()
    assert (row.id, row.documents, row.state, row.first) == ("veridia-news", 2, "active", False)
    assert [check.source_id for check in world.store.checks()] == ["veridia-news"]
    after = world.store.documents()
    assert [one.id for one in after] == [one.id for one in before]
    assert {one.document.source_id for one in after} == {"veridia-news"}


def test_what_was_known_is_not_new_under_the_new_id(world: Any) -> None:
    world.check(world.claim()[0], new=[world.document("k1")])
    world.store.rename_source("veridia", "veridia-news")
    known, _ = world.store.lookup("veridia-news", ["k1"], [], world.now)
    assert set(known) == {"k1"}


def test_an_update_that_waits_names_the_new_source(world: Any) -> None:
    world.check(world.claim()[0], new=[world.document("k1")])
    world.store.rename_source("veridia", "veridia-news")
    (pending,) = world.store.to_classify(world.now, world.owner, 60, 10)
    assert pending.document.source_id == pending.update.document.source_id == "veridia-news"


def test_a_check_under_way_is_dropped(world: Any) -> None:
    (claim,) = world.claim()
    world.store.rename_source("veridia", "veridia-news")
    with pytest.raises(LeaseLost):
        world.check(claim)


def test_a_name_with_a_history_is_refused(world: Any) -> None:
    for claim in world.claim(world.source("a"), world.source("b")):
        world.check(claim)
    for call in (world.store.check_rename, world.store.rename_source):
        with pytest.raises(UsageError, match="history of its own"):
            call("a", "b")


def test_a_row_that_was_made_in_between_gives_way(world: Any) -> None:
    world.check(world.claim()[0], new=[world.document("k1")])
    world.store.sync_sources([replace(world.source(), id="veridia-news")], world.now)
    assert world.store.rename_source("veridia", "veridia-news")
    assert [(row.id, row.documents) for row in world.store.source_rows()] == [("veridia-news", 1)]


def test_renaming_what_is_not_there_changes_nothing(world: Any) -> None:
    assert not world.store.rename_source("nobody", "somebody")
    assert world.store.source_rows() == []


def test_documents_are_found_by_address_across_sources(world: Any) -> None:
    for claim in world.claim(world.source("a"), world.source("b")):
        name = claim.source.id
        world.check(claim, new=[world.document("k1", name, url="https://x.example/1"), world.document("k2", name)])
    found = world.store.sources_with(["https://x.example/1", "https://a.example/k2", "https://nowhere.example/"])
    assert found == {"a": 2, "b": 1}


def test_document_times_are_newest_first(world: Any) -> None:
    world.check(world.claim()[0], new=[world.document("k1", published_at=None)])
    assert world.store.document_times("veridia") == [(world.now, None)]
