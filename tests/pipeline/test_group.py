from collections.abc import Sequence

from benchmarks.legal import rows, score_matters
from pipeline.group import matter_of, same_matter
from policywatch.types import Document, DocumentType, Matter

RULE = Matter("m1", "Pricing", ("celex:32027R0801",))


def document(title: str, text: str = "", kind: DocumentType = DocumentType.UNKNOWN) -> Document:
    return Document("s", "k", "https://example.org/k", title, "1:a", text=text, document_type=kind)


def find(identifiers: Sequence[str]) -> Matter | None:
    return RULE if set(identifiers) & set(RULE.identifiers) else None


def test_the_gold_pairs_are_joined_within_the_floors() -> None:
    gold = rows("matter_pairs.jsonl")
    scores = score_matters(gold)
    assert len(gold) >= 120 and scores["f1"] >= 0.95 and scores["false_merges"] <= 0.01


def test_being_of_one_matter_works_both_ways() -> None:
    assert all(same_matter(row["a"], row["b"]) == same_matter(row["b"], row["a"]) for row in rows("matter_pairs.jsonl"))


def test_an_equal_official_number_joins_across_languages() -> None:
    assert matter_of(document("Verordnung (EU) 2027/801 über Preise"), find).id == "m1"


def test_a_matter_learns_the_other_numbers_of_its_documents() -> None:
    found = matter_of(document("Regulation (EU) 2027/801, procedure 2026/0044(COD)"), find)
    assert found.identifiers == ("celex:32027R0801", "euproc:2026/0044(COD)")


def test_a_press_release_joins_the_one_rule_it_names() -> None:
    text = "The Council today adopted Regulation (EU) 2027/801."
    assert matter_of(document("Council adopts price rules", text, DocumentType.SPEECH_PRESS), find).id == "m1"


def test_an_amending_act_is_its_own_matter() -> None:
    found = matter_of(document("Regulation (EU) 2029/44 amending Regulation (EU) 2027/801"), find)
    assert found.id != "m1" and found.identifiers == ("celex:32029R0044",)


def test_guidance_on_a_rule_is_its_own_matter() -> None:
    assert matter_of(document("Guidelines on Regulation (EU) 2027/801", kind=DocumentType.GUIDANCE), find).id != "m1"


def test_a_document_without_a_number_is_its_own_matter_every_time() -> None:
    assert matter_of(document("A note"), find).id == matter_of(document("A note, corrected"), find).id
