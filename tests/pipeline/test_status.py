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


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Federal Statistics Advisory Committee Meeting", "The committee will meet on 3 March 2027.", DocumentType.OTHER),
        ("Data Act: guidelines for cloud providers", "These guidelines explain the Act.", DocumentType.GUIDANCE),
        ("Commission adopts regulation on charging data", "Press release. Brussels.", DocumentType.SPEECH_PRESS),
        ("Data Act vetoed, sponsors say", "CAPITAL CITY (Reuters) - The governor vetoed the Data Act on Monday.", DocumentType.NEWS),
        ("Statement of the Chair on the proposed rule", "I respectfully dissent.", DocumentType.SPEECH_PRESS),
        ("EU Data Act Article 96: Guidelines from the Commission", "1. The Commission shall develop guidelines.", DocumentType.LAW),
        ("Safety Zone; Example River", "The Coast Guard is proposing to establish a safety zone.", DocumentType.PROPOSAL),
    ],
)
def test_the_heaviest_sign_decides_the_type(title: str, text: str, kind: DocumentType) -> None:
    assert type_and_status(title, text, "en", TODAY)[0] is kind


@pytest.mark.parametrize(
    ("title", "text", "lang", "wanted"),
    [
        ("H.R. 12 - Data Act (118th Congress)", "Referred to the House committee.", "en", Status.WITHDRAWN),
        ("H.R. 12 - Data Act (119th Congress)", "Referred to the House committee.", "en", Status.PROPOSAL),
        ("Data Act of 2025", "Be it enacted by the Legislature: this act takes effect July 1, 2025.", "en", Status.UNKNOWN),
        ("Délibération portant avis sur un projet de décret", "La Commission rend l'avis suivant.", "fr", Status.UNKNOWN),
        ("Guidance on logs", "This guidance finalizes the draft guidance of 2024 and is in effect now.", "en", Status.IN_FORCE),
        ("Guidance on logs", "The public consultation is open until 3 March 2027.", "en", Status.CONSULTATION),
        (
            "Data Act 2026",
            "[2nd October 2026] On such day as the Minister may appoint. Not yet in force.",
            "en",
            Status.ADOPTED_NOT_IN_FORCE,
        ),
        ("数据管理规定", "自2027年1月1日起施行。草案曾于5月公开征求意见。", "zh", Status.ADOPTED_NOT_IN_FORCE),
        ("Datengesetz", "Das Gesetz wird voraussichtlich im Januar 2027 in Kraft treten.", "de", Status.ADOPTED_NOT_IN_FORCE),
        ("Consultation on logs: closed", "The consultation is closed.", "en", Status.UNKNOWN),
    ],
)
def test_what_is_only_spoken_of_is_not_the_status(title: str, text: str, lang: str, wanted: Status) -> None:
    assert type_and_status(title, text, lang, TODAY)[1] is wanted


@pytest.mark.parametrize(
    ("as_of", "wanted"),
    [(date(2026, 3, 20), Status.UNKNOWN), (date(2026, 9, 1), Status.IN_FORCE), (date(2033, 1, 1), Status.UNKNOWN)],
)
def test_a_numbered_act_binds_after_the_usual_term_until_it_may_be_repealed(as_of: date, wanted: Status) -> None:
    assert type_and_status("Loi n° 2026-12 du 3 mars 2026 relative aux données", "Article 1er.", "fr", as_of)[1] is wanted


_DRAFTS = {
    "en": (
        "Draft guidance on data",
        "Proposed Data Rules",
        "Data Act (draft)",
        "Exposure draft: Data Act",
        "Draft standard for data",
        "Data Bill",
    ),
    "de": ("Referentenentwurf Datenverordnung", "Datengesetz (Entwurf)", "Konsultation: Leitlinien Daten"),
    "fr": ("Projet de décret sur les données", "Proposition de règlement", "Projet de lignes directrices"),
    "es": ("Anteproyecto de ley de datos", "Borrador de orden", "Consulta pública: datos"),
    "zh": ("数据法(草案)", "数据管理办法(征求意见稿)", "关于公开征求《数据办法》意见的通知"),
    "ja": ("データ法案", "データ指針(案)", "データ省令案"),
}
_FORCE = {
    "en": (
        "The Act has been in force since 1 March 2026.",
        "Effective date: 01/03/2026. When finalized, this applies.",
        "It takes effect on 1 May 2026.",
    ),
    "de": ("Das Gesetz ist seit dem 1. März 2026 in Kraft.", "Gültig ab 01.02.2026.", "Es tritt am 1. März 2026 in Kraft."),
    "fr": ("La loi est en vigueur depuis le 1er mars 2026.", "Applicable depuis le 5 mai 2026.", "Texte en vigueur."),
    "es": ("La ley está en vigor desde el 1 de marzo de 2026.", "Estado: vigente.", "Surte efectos desde el 3 de abril de 2026."),
    "zh": ("本办法自2026年3月1日起施行。", "现行有效。", "已于2026年2月2日起实施。"),
    "ja": ("令和8年3月1日から施行する。", "現行法令。", "2026年2月2日施行。"),
}


@pytest.mark.parametrize("lang", list(_DRAFTS))
def test_no_draft_is_in_force_by_whatever_words(lang: str) -> None:
    read = {(title, text): type_and_status(title, text, lang, TODAY)[1] for title in _DRAFTS[lang] for text in _FORCE[lang]}
    assert {key for key, status in read.items() if status in (Status.IN_FORCE, Status.ADOPTED_NOT_IN_FORCE)} == set()


@pytest.mark.parametrize(
    ("title", "text", "lang", "wanted"),
    [
        ("Act on data", "Status: In force. Commencement: 5 May 2026.", "en", Status.IN_FORCE),
        ("121/000039 Proyecto de Ley de datos", "Situación: Concluido - (Caducado). Calificado.", "es", Status.WITHDRAWN),
        ("26.044 Bundesgesetz über Daten", "Stand der Beratung: Im Rat noch nicht behandelt.", "de", Status.PROPOSAL),
        ("数据管理条例", "时效性:尚未生效。公布日期:2026-10-27。", "zh", Status.ADOPTED_NOT_IN_FORCE),
        ("Robot arm retired", "The lab said goodbye.", "en", Status.UNKNOWN),
        (
            "Data Act of 2026",
            "SECTION 1. SHORT TITLE. It amends an Act (42 U.S.C. 1; enacted as part of Public Law 117-1).",
            "en",
            Status.UNKNOWN,
        ),
    ],
)
def test_a_register_tells_the_state_in_its_own_field(title: str, text: str, lang: str, wanted: Status) -> None:
    assert type_and_status(title, text, lang, TODAY)[1] is wanted
