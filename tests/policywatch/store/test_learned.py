"""Embeddings, marks, examples and heads come back as they were kept."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from policywatch.store import HeadRow, Store

if TYPE_CHECKING:
    from conftest import World

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
KEYS = ["00" * 32, "ab" * 32]


def test_an_embedding_is_kept_once_per_embedder(store: Store) -> None:
    store.keep_embeddings("e1", {KEYS[0]: b"\x01\x02"})
    store.keep_embeddings("e1", {KEYS[0]: b"\x09\x09", KEYS[1]: b"\x03\x04"})
    assert store.embeddings("e1", KEYS) == {KEYS[0]: b"\x01\x02", KEYS[1]: b"\x03\x04"}
    assert store.embeddings("e2", KEYS) == {}


def test_marks_are_replaced(world: "World") -> None:
    (one,) = world.waiting()
    world.store.keep_marks({one.document_id: "{}"})
    world.store.keep_marks({one.document_id: '{"a":1}'})
    assert world.store.marks([one.document_id, "x"]) == {one.document_id: '{"a":1}'}


def test_judged_documents_are_watched_ones_and_examples(world: "World") -> None:
    (one,) = world.waiting()
    world.store.keep_example("example:1", world.document("own"), NOW)
    assert set(world.store.judged_documents([one.document_id, "example:1", "none"])) == {one.document_id, "example:1"}


def test_versions_of_a_head_are_only_ever_added(store: Store) -> None:
    head = HeadRow(0, "hiring", "e1", NOW, True, "why", 2, 3, "b", "{}")
    assert [store.keep_head(head), store.keep_head(replace(head, kept=False)), store.keep_head(replace(head, use_id=""))] == [1, 2, 3]
    assert [(row.version, row.kept) for row in store.heads("hiring")] == [(2, False), (1, True)]
    assert replace(store.heads("")[0], version=0, use_id="hiring") == head
