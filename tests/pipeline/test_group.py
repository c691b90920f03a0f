from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from benchmarks.legal import rows, score_matters
from pipeline.group import Kept, Placed, place, same_matter
from pipeline.identifiers import identifiers_of
from policywatch.types import Document, DocumentType, Matter, RelationKind

RULE = Matter("m1", "Pricing", ("celex:32027R0801",))


class Desk:
    """Documents placed one after the other, remembered as the store does."""

    def __init__(self) -> None:
        self.kept: list[tuple[Kept, Placed]] = []

    def by_identifier(self, identifiers: Sequence[str]) -> Matter | None:
        return next((p.matter for _, p in self.kept if set(p.matter.identifiers) & set(identifiers)), None)

    def alike(self, keys: Sequence[str], limit: int) -> Sequence[Kept]:
        return [kept for kept, placed in self.kept if set(placed.keys) & set(keys)][:limit]

    def place(self, one: Document, matter: Matter | None = None) -> Placed:
        placed = place(one, self, matter)
        self.kept.append((Kept(one, placed.matter), placed))
        return placed


def document(title: str, text: str = "", *identifiers: str, day: str = "2027-03-01", place: str = "", **more: object) -> Document:
    on = datetime.fromisoformat(day).replace(tzinfo=UTC)
    made = Document("s", title, "https://example.org/k", title, "1:a", text=text, identifiers=identifiers, published_at=on, language="en")
    return replace(made, jurisdiction=place, **more)


REGULATION = document("Regulation (EU) 2027/801 on transparency of pricing algorithms", "", "celex:32027R0801", place="EU")
NOTICE = " ".join(f"Retailers keep record number {n} of each price that an algorithm has set for a customer." for n in range(30))


def test_the_gold_pairs_are_joined_within_the_floors() -> None:
    gold = rows("matter_pairs.jsonl")
    scores = score_matters(gold)
    assert len(gold) >= 120 and scores["f1"] >= 0.95 and scores["false_merges"] <= 0.01


def test_being_of_one_matter_works_both_ways() -> None:
    assert all(same_matter(row["a"], row["b"]) == same_matter(row["b"], row["a"]) for row in rows("matter_pairs.jsonl"))


def test_an_equal_official_number_joins_across_languages() -> None:
    desk = Desk()
    first = desk.place(REGULATION)
    second = desk.place(document("Verordnung (EU) 2027/801 über Preise", "", "celex:32027R0801", place="EU", language="de"))
    assert second.matter.id == first.matter.id and not second.relations


def test_a_matter_learns_the_other_numbers_of_its_documents() -> None:
    desk = Desk()
    desk.place(REGULATION)
    found = desk.place(document("Regulation (EU) 2027/801", "", "celex:32027R0801", "euproc:2026/0044(COD)", place="EU"))
    assert found.matter.identifiers == ("celex:32027R0801", "euproc:2026/0044(COD)")


def test_a_press_release_joins_the_one_rule_it_names() -> None:
    desk = Desk()
    first = desk.place(REGULATION)
    told = document(
        "Council adopts price rules", "The Council adopted Regulation (EU) 2027/801.", place="EU", document_type=DocumentType.SPEECH_PRESS
    )
    assert desk.place(told).matter.id == first.matter.id


@pytest.mark.parametrize(
    ("title", "number", "kind"),
    [
        ("Regulation (EU) 2029/44 amending Regulation (EU) 2027/801", "celex:32029R0044", RelationKind.AMENDS),
        (
            "Commission Implementing Regulation (EU) 2028/9 on forms under Regulation (EU) 2027/801",
            "celex:32028R0009",
            RelationKind.IMPLEMENTS,
        ),
        ("Regulation (EU) 2031/5 repealing Regulation (EU) 2027/801", "celex:32031R0005", RelationKind.REPLACES),
        ("Guidelines on Regulation (EU) 2027/801", "", RelationKind.EXPLAINS),
    ],
)
def test_what_changes_carries_out_or_explains_a_rule_is_related_and_not_the_same(title: str, number: str, kind: RelationKind) -> None:
    desk = Desk()
    first = desk.place(REGULATION)
    found = desk.place(document(title, "", *filter(None, [number]), place="EU", day="2029-03-01"))
    assert found.matter.id != first.matter.id
    assert [(one.kind, one.other_id) for one in found.relations] == [(kind, first.matter.id)]


def test_a_bill_of_a_later_session_is_related_and_not_the_same() -> None:
    desk = Desk()
    name = "Algorithmic Pricing Transparency in Retail"
    first = desk.place(document(f"SB 14 {name}", "Introduced. A bill.", "statebill:co-2026-sb-14", place="US-CO", day="2026-01-15"))
    again = desk.place(document(f"SB 31 {name}", "Introduced. A bill.", "statebill:co-2027-sb-31", place="US-CO", day="2027-01-15"))
    assert again.matter.id != first.matter.id
    assert [(one.kind, one.other_id) for one in again.relations] == [(RelationKind.REINTRODUCES, first.matter.id)]


def test_the_same_words_in_another_source_are_the_same_matter() -> None:
    desk = Desk()
    first = desk.place(document("Price records for retailers", NOTICE, place="EU"))
    copy = desk.place(
        document("Republished: price records for retailers", NOTICE.replace("record number 7", "record number seven"), place="EU")
    )
    assert copy.matter.id == first.matter.id


def test_a_consultation_and_what_became_of_it_share_a_name() -> None:
    desk = Desk()
    first = desk.place(document("Consultation: automated pricing in supermarkets", "We seek views.", place="GB", day="2026-03-01"))
    later = desk.place(document("Automated pricing in supermarkets: government response", "Summary of responses.", place="GB"))
    assert later.matter.id == first.matter.id


def test_what_resembles_two_matters_stays_its_own_and_is_linked_to_both() -> None:
    desk = Desk()
    known = [desk.place(document("Price records for retailers", NOTICE, place="EU"), Matter(f"m{n}", f"Matter {n}")) for n in (1, 2)]
    found = desk.place(document("Price records for retailers", NOTICE, place="EU"))
    assert found.matter.id not in {one.matter.id for one in known}
    assert {(one.kind, one.other_id) for one in found.relations} == {(RelationKind.RESEMBLES, "m1"), (RelationKind.RESEMBLES, "m2")}


def test_two_dockets_under_one_routine_rin_stay_apart() -> None:
    desk = Desk()
    title = "Airworthiness Directives; Helicopters"
    first = desk.place(document(title, "", "rin:0648-BM99", "docket:FAA-2026-0123", place="US"))
    assert desk.place(document(title, "", "rin:0648-BM99", "docket:FAA-2026-0177", place="US")).matter.id != first.matter.id


def test_a_document_that_has_a_matter_stays_there() -> None:
    desk = Desk()
    desk.place(REGULATION)
    mine = Matter("given", "Put there by a person")
    assert desk.place(REGULATION, mine).matter.id == "given"


def test_a_document_without_a_number_is_its_own_matter_every_time() -> None:
    one = document("A note")
    assert Desk().place(one).matter.id == Desk().place(replace(one, title="A note, corrected", text="More")).matter.id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Agency Information Collection Activities; Comment Request", "Proposed Agency Information Collection Activities; Comment Request"),
        ("Privacy Act of 1974; System of Records", "Privacy Act of 1974; Systems of Records Notice"),
        ("Notice of Public Meeting", "Notice of Public Meeting of the Advisory Committee"),
    ],
)
def test_titles_that_offices_fill_in_again_and_again_join_nothing(one: str, other: str) -> None:
    desk = Desk()
    first = desk.place(document(one, "The agency gives notice.", place="US"))
    assert desk.place(document(other, "The agency gives notice.", place="US", day="2027-05-01")).matter.id != first.matter.id


def test_another_edition_is_another_matter() -> None:
    desk = Desk()
    first = desk.place(document("《人工智能安全治理框架》1.0版", "", place="CN", language="zh"))
    assert desk.place(document("《人工智能安全治理框架》2.0版", "", place="CN", language="zh")).matter.id != first.matter.id


def test_the_act_of_a_part_of_the_country_is_another_matter() -> None:
    desk = Desk()
    first = desk.place(document("The Automated Vehicles (Permits) Regulations 2026", "", place="GB", day="2026-05-01"))
    other = desk.place(document("The Automated Vehicles (Permits) (Scotland) Regulations 2026", "", place="GB", day="2026-05-01"))
    assert other.matter.id != first.matter.id


def test_a_translation_without_a_number_is_found_by_what_its_name_speaks_of() -> None:
    desk = Desk()
    text = "The rule takes effect on 1 July 2027. Comments closed on 4 May 2026."
    first = desk.place(document("Rules on facial recognition in schools and hospitals", text, place="CA"))
    french = "La règle entre en vigueur le 1er juillet 2027. Les commentaires étaient attendus jusqu'au 4 mai 2026."
    again = desk.place(document("Règles sur la reconnaissance faciale dans les écoles et les hôpitaux", french, place="CA", language="fr"))
    assert again.matter.id == first.matter.id


def test_a_second_version_does_not_slip_into_the_matter_of_the_first_through_an_article_on_it() -> None:
    desk = Desk()
    first = desk.place(document("《人工智能安全治理框架》1.0版", "", place="CN", language="zh", day="2024-09-10"))
    article = desk.place(document("《人工智能安全治理框架》答记者问", "", place="CN", language="zh", day="2024-09-12"))
    second = desk.place(document("《人工智能安全治理框架》2.0版发布", "", place="CN", language="zh", day="2024-09-20"))
    assert article.matter.id == first.matter.id != second.matter.id


def test_a_part_of_an_act_does_not_take_the_number_of_the_whole() -> None:
    title = "Regulation (EU) 2024/1689, article 5: prohibited practices"
    assert not identifiers_of(title, "", "", "EU").own and identifiers_of("Regulation (EU) 2024/1689", "", "", "EU").own


@pytest.mark.parametrize("part", [5, 6])
def test_the_same_part_of_an_act_is_one_matter_in_two_languages_and_another_part_is_not(part: int) -> None:
    english = {"title": "Regulation (EU) 2024/1689, Article 5: prohibited practices", "lang": "en", "jurisdiction": "EU"}
    french = {"title": f"Règlement (UE) 2024/1689, article {part} : pratiques", "lang": "fr", "jurisdiction": "EU"}
    assert same_matter(english, french) is (part == 5)
