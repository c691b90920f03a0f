from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.legal import rows, score_status
from pipeline.status import type_and_status
from pipeline.status_words import NAMES
from policywatch.types import DocumentType, Status

TODAY = date(2026, 11, 24)


def test_the_gold_set_is_read_within_the_floors() -> None:
    gold = rows("document_status.jsonl")
    scores = score_status(gold)
    assert len(gold) >= 200
    assert scores["drafts_in_force"] == 0
    assert scores["type_f1"] >= 0.95 and scores["status_f1"] >= 0.95


def test_the_gold_set_has_all_types_and_statuses_in_all_languages_with_words() -> None:
    gold = rows("document_status.jsonl")
    assert {row["lang"] for row in gold} == set(NAMES)
    assert {row["type"] for row in gold} == {t.value for t in DocumentType} - {"unknown"}
    assert {row["status"] for row in gold} == {s.value for s in Status}


def test_the_same_law_is_adopted_before_its_day_and_in_force_from_it() -> None:
    law = ("Data Act 2026", "This Act comes into force on 1 January 2027.", "en")
    assert type_and_status(*law, date(2026, 12, 31)) == (DocumentType.LAW, Status.ADOPTED_NOT_IN_FORCE)
    assert type_and_status(*law, date(2027, 1, 1)) == (DocumentType.LAW, Status.IN_FORCE)


def test_a_law_that_says_nothing_of_its_force_is_unknown() -> None:
    assert type_and_status("Data Act", "Each provider shall keep records.", "en", TODAY)[1] is Status.UNKNOWN


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        ("Draft Data Act", "en"),
        ("Data Bill", "en"),
        ("Entwurf eines Datengesetzes", "de"),
        ("Projet de loi sur les données", "fr"),
        ("Proyecto de ley de datos", "es"),
        ("Schema di decreto sui dati", "it"),
        ("Wetsvoorstel gegevens", "nl"),
        ("Projeto de lei de dados", "pt"),
        ("数据法（草案）", "zh"),
        ("データ法案", "ja"),
    ],
)
def test_a_draft_is_never_in_force_whatever_its_text_says(title: str, lang: str) -> None:
    text = "This Act entered into force on 1 January 2020. In Kraft getreten. En vigueur. 自2020年1月1日起施行。"
    assert type_and_status(title, text, lang, TODAY)[1] in {Status.PROPOSAL, Status.CONSULTATION}


def test_an_act_that_repeals_another_is_not_withdrawn_itself() -> None:
    assert type_and_status("Directive (EU) 2026/12 repealing Directive 2001/1/EC", "", "en", TODAY)[1] is not Status.WITHDRAWN


def test_the_action_line_of_a_notice_wins_over_its_title() -> None:
    assert (
        type_and_status("Report on Valuation Models", "AGENCY: Board. ACTION: Final rule. SUMMARY: Rules.", "en", TODAY)[0]
        is DocumentType.RULE
    )


def test_nothing_said_is_other_and_unknown() -> None:
    assert type_and_status("", "", "", TODAY) == (DocumentType.OTHER, Status.UNKNOWN)


@given(
    st.sampled_from(["Draft ", "Proposed rule: ", "Consultation on "]),
    st.text(alphabet="abc in force effective January 1, 2020 Act rule.", max_size=80),
)
def test_words_after_a_draft_do_not_put_it_in_force(start: str, rest: str) -> None:
    assert type_and_status(start + rest, "This rule is effective January 1, 2020.", "en", TODAY)[1] is not Status.IN_FORCE


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        ("Ley 3/2026, de 2 de marzo, de pagos", "La presente ley entrará en vigor al día siguiente de su publicación.", Status.IN_FORCE),
        ("人工知能に関する法律", "令和七年法律第五十三号。附則 この法律は、公布の日から施行する。", Status.IN_FORCE),
        (
            "Regulation (EU) 2026/777",
            "It shall enter into force on the day following that of its publication.",
            Status.ADOPTED_NOT_IN_FORCE,
        ),
    ],
)
def test_a_term_from_an_unknown_publication_is_counted_from_the_latest_possible_one(title: str, text: str, wanted: Status) -> None:
    assert type_and_status(title, text, {"L": "es", "人": "ja", "R": "en"}[title[0]], date(2026, 11, 24))[1] is wanted
