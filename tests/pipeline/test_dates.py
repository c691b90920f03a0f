import time
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.adapters import legal_dates
from benchmarks.legal import rows, score_dates
from pipeline.dates import LANGUAGES, find_dates, findings
from pipeline.legal_dates.numerals import english, french, german, italian, spanish
from policywatch.types import DateKind

PUBLISHED = date(2026, 3, 2)


def test_the_gold_set_is_read_within_the_floors() -> None:
    gold = rows("legal_dates.jsonl")
    scores = score_dates(gold)
    assert len(gold) >= 300 and sum(not row["dates"] for row in gold) >= 100
    assert scores["f1"] >= 0.98 and scores["wrong"] <= 0.01


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_gold_with_and_without_dates(language: str) -> None:
    mine = [row for row in rows("legal_dates.jsonl") if row["lang"] == language]
    assert len(mine) >= 25 and any(not row["dates"] for row in mine)


@pytest.mark.parametrize(
    "sentence",
    [
        "Section 5(1) applies.",
        "See 90 FR 12345.",
        "Section 12 may be amended.",
        "It ran 24 months from the start.",
        "A period of three months is usual.",
        "Directive 2016/680 of 27 April 2016 applies.",
    ],
)
def test_what_general_date_finders_misread_is_no_date(sentence: str) -> None:
    assert find_dates(sentence, "en", PUBLISHED) == ()


def test_a_date_brings_its_sentence_and_place() -> None:
    text = "Recital. This rule is effective May 4, 2026. Other words."
    (found,) = find_dates(text, "en", None)
    assert found.kind is DateKind.EFFECTIVE and found.on == date(2026, 5, 4)
    assert found.sentence == "This rule is effective May 4, 2026." == text[found.start : found.end]


def test_a_term_is_counted_from_the_day_of_publication() -> None:
    (found,) = find_dates("It shall enter into force on the twentieth day following that of its publication.", "en", date(2024, 7, 12))
    assert found.on == date(2024, 8, 1)


def test_a_term_without_its_anchor_stays_unresolved() -> None:
    (found,) = find_dates("It shall enter into force on the twentieth day following that of its publication.", "en", None)
    assert found.on is None


def test_a_term_from_entry_into_force_is_counted_from_the_day_the_text_gives() -> None:
    text = "This Act enters into force on 31 August 2026. Chapter 2 shall apply six months after its entry into force."
    assert [d.on for d in find_dates(text, "en", None)] == [date(2026, 8, 31), date(2027, 2, 28)]


def test_a_day_to_be_set_by_somebody_is_unresolved() -> None:
    (found,) = find_dates("この法律は、公布の日から起算して一年を超えない範囲内において政令で定める日から施行する。", "ja", PUBLISHED)
    assert found.on is None and found.kind is DateKind.EFFECTIVE


def days(text: str, language: str = "en", published_on: date | None = None) -> list[tuple[str, str]]:
    return [(d.kind.value, str(d.on)) for d in find_dates(text, language, published_on)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Comments close fifteen business days after publication."),
        ("de", "Stellungnahmen müssen spätestens zehn Werktage nach der Veröffentlichung eingehen."),
        ("es", "Los comentarios se remitirán en el plazo de quince días hábiles desde la publicación."),
        ("zh", "意见应在本公告发布之日起20个工作日内提交。"),
    ],
)
def test_working_days_are_not_counted(language: str, sentence: str) -> None:
    assert days(sentence, language, PUBLISHED) == [("comment_close", "None")]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The offer to settle expires on 30 June 2027."),
        ("en", "The Act applies, the minister said on 2 March 2026."),
        ("de", "Der Plan wurde am 3. Mai 2025 umgesetzt."),
        ("fr", "Le brevet expire le 9 octobre 2031."),
        ("es", "La multa se pagó el 30 de enero de 2026."),
        ("it", "Ha chiesto l'autorizzazione il 2 febbraio 2026."),
        ("zh", "法院在2026年3月11日的判决中适用了该法。"),
        ("ja", "2026年2月13日付けの意見書は公表されている。"),
    ],
)
def test_a_day_on_which_something_else_happened_binds_nobody(language: str, sentence: str) -> None:
    assert days(sentence, language, PUBLISHED) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The consultation opened on 2 March 2026 and closes on 9 June 2026."),
        ("de", "Die Vernehmlassung wurde am 2. März 2026 eröffnet und dauert bis 9. Juni 2026."),
        ("fr", "La consultation, ouverte le 2 mars 2026, sera close le 9 juin 2026."),
        ("ja", "意見募集期間:令和8年3月2日(月)~令和8年6月9日(火)"),
    ],
)
def test_the_day_on_which_a_consultation_opens_is_not_its_last(language: str, sentence: str) -> None:
    assert days(sentence, language) == [("comment_close", "2026-06-09")]


def test_what_takes_effect_on_the_first_day_of_a_range_expires_on_the_second() -> None:
    assert days("The rule is effective from May 1, 2026, through May 1, 2027.") == [("effective", "2026-05-01"), ("expiry", "2027-05-01")]


def test_a_day_put_off_keeps_its_kind_and_the_old_day_is_none() -> None:
    assert days("实施日期由2026年4月1日推迟至2026年7月1日。", "zh") == [("effective", "2026-07-01")]


def test_a_term_is_counted_from_a_day_named_beside_it() -> None:
    assert days("Comments are due within 30 days after 2 March 2026.") == [("comment_close", "2026-04-01")]


def test_the_next_sentence_answers_a_question() -> None:
    assert days("When do the rules start to apply? From 1 July 2026.") == [("application", "2026-07-01")]


def test_digits_of_full_width_are_read_and_kept_in_the_sentence() -> None:
    (found,) = find_dates("旧様式は２０２６年１２月３１日をもって廃止します。", "ja", None)
    assert found.on == date(2026, 12, 31) and "２０２６" in found.sentence


def test_a_licence_is_valid_from_its_issue_and_not_from_the_entry_into_force() -> None:
    assert days("本办法自2026年5月1日起施行。许可证有效期为5年。", "zh") == [("effective", "2026-05-01"), ("expiry", "None")]


@pytest.mark.parametrize("words", [english(), german(), french(), spanish(), italian()])
def test_number_words_are_built_for_every_count(words: Mapping[str, int]) -> None:
    assert set(range(1, 181)) <= set(words.values())


def test_staged_application_is_read_stage_by_stage() -> None:
    text = (
        "It shall apply from 2 August 2026. However, Chapters I and II shall apply from 2 February 2025; Article 6(1) from 2 August 2027."
    )
    assert [(d.kind.value, str(d.on)) for d in find_dates(text, "en", None)] == [
        ("application", "2026-08-02"),
        ("application", "2025-02-02"),
        ("application", "2027-08-02"),
    ]


def test_a_consultation_closes_on_the_last_day_of_a_range() -> None:
    found = find_dates("Comments are accepted from March 5, 2026 to April 4, 2026.", "en", None)
    assert [d.on for d in found] == [date(2026, 4, 4)]


def test_a_language_without_grammar_finds_nothing_and_none_is_guessed_from_the_script() -> None:
    assert find_dates("Zakon stupa na snagu 1. siječnja 2027.", "hr", None) == ()
    assert [d.on for d in find_dates("本办法自2026年9月1日起施行。", "", None)] == [date(2026, 9, 1)]


def test_the_adapter_gives_what_scorers_ask_for() -> None:
    text = "It shall apply 24 months from the date of entry into force of this Regulation."
    (found,) = legal_dates(text, "en", "2026-03-02")
    assert found["relative"] == {"n": 24, "unit": "month", "anchor": "entry_into_force"}
    assert found["date"] is None and found["resolved"] is None and text[found["start"] : found["end"]].startswith("24 months")


def test_a_long_law_is_read_fast() -> None:
    text = "The provider shall keep records of the system under Article 5(1). This rule is effective May 4, 2026. " * 5_000
    start = time.process_time()
    assert len(findings(text, "en", None)) == 5_000
    assert time.process_time() - start < 10


@given(st.text(alphabet="0123456789 /.-()May年月日effctiv from by施行", max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_ends_in_places_inside_it(text: str, language: str) -> None:
    for found in findings(text, language, PUBLISHED):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.sentence_start :].startswith(found.sentence)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_in_every_language(day: date) -> None:
    names = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    sentences = {
        "en": f"This Act takes effect on {names[day.month - 1]} {day.day}, {day.year}.",
        "zh": f"本办法自{day.year}年{day.month}月{day.day}日起施行。",
        "ja": f"この規則は、{day.year}年{day.month}月{day.day}日から施行する。",
    }
    for language, sentence in sentences.items():
        assert [d.on for d in find_dates(sentence, language, None)] == [day]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Order, which was to have come into force on 1 May 2027, now comes into force on 1 November 2027."),
        ("de", "Die Verordnung, die am 1. Mai 2027 in Kraft treten sollte, tritt nun erst am 1. November 2027 in Kraft."),
        ("fr", "Le décret, qui devait entrer en vigueur le 1er mai 2027, entrera en vigueur le 1er novembre 2027."),
        ("es", "El decreto, que debía entrar en vigor el 1 de mayo de 2027, entrará en vigor el 1 de noviembre de 2027."),
        ("it", "Il decreto, che doveva entrare in vigore il 1° maggio 2027, entrerà in vigore il 1° novembre 2027."),
        ("zh", "原计划于2027年5月1日施行的办法，推迟至2027年11月1日施行。"),
        ("ja", "2027年5月1日に施行予定であった政令は、2027年11月1日に施行される。"),
        ("en", 'For "effective May 1, 2027" read "effective November 1, 2027".'),
        ("de", "Statt „tritt am 1. Mai 2027 in Kraft“ muss es heißen: „tritt am 1. November 2027 in Kraft“."),
        ("zh", "将“自2027年5月1日起施行”修改为“自2027年11月1日起施行”。"),
    ],
)
def test_a_day_that_another_one_replaces_is_none(language: str, text: str) -> None:
    assert days(text, language) == [("effective", "2027-11-01")]


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        ("en", "Consultation opens | 30 March 2027\nReview | 20 April 2027\nSubmissions close | 14 May 2027", ["comment_close"]),
        ("en", "14 May 2027 | Consultation closes", ["comment_close"]),
        ("zh", "生效日期：2026-10-15\n失效日期：2028-10-14", ["effective", "expiry"]),
        ("it", "Data di decorrenza: 18 gennaio 2027. Data di fine validità: 17 gennaio 2030.", ["effective", "expiry"]),
        ("en", "• Part 2 in force 3 February 2027 • grace period ends 3 December 2027", ["effective", "transition_end"]),
    ],
)
def test_tables_and_labels_tell_what_their_days_are(language: str, text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in days(text, language)] == kinds


def test_a_heading_does_not_speak_of_the_days_below_it() -> None:
    text = "Artikel 12 – Inkrafttreten, Außerkrafttreten\nDieses Gesetz tritt am 1. Oktober 2026 in Kraft."
    assert days(text, "de") == [("effective", "2026-10-01")]


def test_words_in_parentheses_do_not_speak_of_a_day_outside() -> None:
    assert days("Regulation 14 (monetary penalties) comes into force on 6 October 2027.") == [("effective", "2027-10-06")]


def test_a_day_without_a_year_follows_the_whole_day_before_it() -> None:
    text = "缓冲期将在2027年3月31日届满，4月1日起开出首批罚单。"
    assert days(text, "zh") == [("transition_end", "2027-03-31"), ("enforcement", "2027-04-01")]


def test_a_day_without_a_year_before_the_whole_day_is_left_out() -> None:
    assert days("缓冲期将在2027年3月31日届满，1月1日起开出首批罚单。", "zh") == [("transition_end", "2027-03-31")]
