"""Matters, their links and keys, and what people put right; on both databases."""

from dataclasses import replace
from typing import Any

from policywatch.types import Matter, Relation, RelationKind
from tests.policywatch.store.keeping import keep_check

RULE = Matter("m-rule", "The rule", ("rin:1",))
ACT = Matter("m-act", "The act", ("celex:1",))


def keep(world: Any, *placed: tuple[Matter, dict[str, Any]]) -> list[str]:
    """Keeps one classified document per matter; returns their ids."""
    pending = world.waiting(*(f"k{number}" for number in range(len(placed))))
    items = [
        world.classified(one, alerts=(), deliveries=(), matter=matter, **more) for one, (matter, more) in zip(pending, placed, strict=True)
    ]
    world.store.keep_classified(items, world.now)
    return [one.document_id for one in pending]


def test_documents_are_found_by_the_keys_they_share(world: Any) -> None:
    first, second = keep(world, (RULE, {"keys": ("a", "b")}), (ACT, {"keys": ("b", "c")}))
    found = world.store.alike(["a", "b", "x"], "", 5)
    assert [(row.id, matter.id) for row, matter in found] == [(first, "m-rule"), (second, "m-act")]
    assert [row.id for row, _ in world.store.alike(["b"], first, 5)] == [second]


def test_a_link_is_kept_once_and_seen_from_both_ends(world: Any) -> None:
    link = Relation(RelationKind.AMENDS, "m-act", "m-rule")
    keep(world, (RULE, {}), (ACT, {"relations": (link, link)}))
    assert world.store.relations("m-act") == [(link, RULE)]
    assert world.store.relations("m-rule") == [(link, ACT)]


def test_a_document_stays_in_its_matter_when_it_is_classified_again(world: Any) -> None:
    (document_id,) = keep(world, (RULE, {}))
    world.store.split_matter(Matter("m-new", "Its own"), [document_id], world.now)
    assert world.store.matter_holding(document_id).id == "m-new"
    (claim,) = world.claim()
    keep_check(
        world.store,
        world.result(claim),
        [world.new(world.document("k0", fingerprint="1:x"), document_id=document_id)],
        [],
        world.now,
        world.now,
    )
    (again,) = world.store.to_classify(world.now, world.owner, 60, 10)
    world.store.keep_classified([world.classified(again, alerts=(), deliveries=(), matter=RULE)], world.now)
    assert world.store.matter_holding(document_id).id == "m-new"


def test_a_split_takes_documents_and_numbers_along(world: Any) -> None:
    first, second = keep(world, (replace(RULE, identifiers=("rin:1", "docket:2")), {}), (RULE, {}))
    world.store.split_matter(Matter("m-new", "Its own", ("docket:2",)), [second], world.now)
    assert [row.id for row in world.store.matter_documents("m-rule")] == [first]
    assert [row.id for row in world.store.matter_documents("m-new")] == [second]
    assert (world.store.matter_for(["docket:2"]).id, world.store.matter_for(["rin:1"]).id) == ("m-new", "m-rule")


def test_a_merged_matter_leads_to_the_one_that_holds_its_documents(world: Any) -> None:
    link = Relation(RelationKind.EXPLAINS, "m-third", "m-act")
    keep(world, (RULE, {}), (ACT, {}), (Matter("m-third", "A guide"), {"relations": (link,)}))
    world.store.merge_matters("m-act", "m-rule", world.now)
    row = world.store.matter("m-act")
    assert (row.matter.id, row.documents, row.matter.identifiers) == ("m-rule", 2, ("celex:1", "rin:1"))
    assert world.store.matter_for(["celex:1"]).id == "m-rule"
    assert [one.other_id for one, _ in world.store.relations("m-third")] == ["m-rule"]
    assert {one.matter.id for one in world.store.matters()} == {"m-rule", "m-third"}


def test_a_reply_goes_under_what_was_told_of_a_merged_matter(world: Any) -> None:
    (pending,) = world.waiting()
    world.store.keep_classified([world.classified(pending)], world.now)
    old = world.store.matter_holding(pending.document_id)
    world.store.split_matter(Matter("m-new", "New"), [], world.now)
    world.store.merge_matters(old.id, "m-new", world.now)
    assert world.store.told_delivery("m-new", "chat") == world.store.alerts()[0].delivery_id
