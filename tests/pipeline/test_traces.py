import pytest

from pipeline.traces import (
    counts,
    forms,
    instruments,
    levels,
    month_days,
    names,
    same_number,
    serials,
    sessions,
    shape,
    sums,
    versions,
)


@pytest.mark.parametrize(
    "text",
    [
        "a fine of EUR 4.2 million",
        "une amende de 4 200 000 euros",
        "ein Bußgeld von 4,2 Millionen Euro",
        "€4.2m",
        "罚款420万元",
        "sanción de 4.200.000 euros",
    ],
)
def test_a_sum_is_the_same_in_every_spelling(text: str) -> None:
    assert sums(text) == {4_200_000}


@pytest.mark.parametrize("text", ["22 mars 2024. Les commentaires", "a fee of 500 euros", "41,000 occasions"])
def test_days_small_fees_and_counts_are_no_sums(text: str) -> None:
    assert sums(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Consultation paper EBA/CP/2025/14.", "EBA-CP-2025-14"),
        ("S.I. No. 345/2026", "2026/345"),
        ("signed S.I. 345 of 2026", "2026/345"),
        ("공고 제2026-0071호", "2026/71"),
        ("Notice No. 2026-0071", "2026/71"),
        ("FTC Matter No. P254500", "P254500"),
        ("Boletín N° 16821-19", "boletin 16821-19"),
    ],
)
def test_a_running_number_is_the_same_in_every_spelling(text: str, number: str) -> None:
    assert number in serials(text)


@pytest.mark.parametrize("text", ["on 2026-03-01", "Article 6(3)", "2025-26", "16.5 per cent", "Form EIA-814", "12/03/2026"])
def test_days_articles_and_forms_are_no_running_numbers(text: str) -> None:
    assert not serials(text)


def test_a_running_number_may_be_cut_short_and_two_of_one_series_have_one_shape() -> None:
    assert same_number("RM-26-4", "RM-26-4-0") and not same_number("RM-26-4", "RM-26-40")
    assert shape("SAN-2026-3") == shape("SAN-2026-14") != shape("EBA-2026-3")


def test_proper_names_are_those_that_no_office_and_no_instrument_has() -> None:
    text = "The Commission alleges under the Fair Data Act that Larkspur sold the places of its users to Ashgrove Analytics Ltd."
    assert names("FTC sues a data broker", text, "en") == {"larkspur", "ashgrove", "analytics"}


def test_a_german_noun_is_no_proper_name_but_a_company_is() -> None:
    assert names("Bußgeld gegen ein Unternehmen", "Die Behörde verhängt gegen die Callwerk GmbH ein Bußgeld.", "de") == {"callwerk"}


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Regulation amending Regulation (EU) 2027/801", {"amending"}),
        ("Guidelines on prohibited practices", {"guideline"}),
        ("Gesetz zur Durchführung der Verordnung", {"implementing"}),
        ("Regulation on pricing algorithms", set()),
    ],
)
def test_a_title_says_what_form_an_instrument_has(title: str, found: set[str]) -> None:
    assert forms(title) == found


def test_an_act_and_what_is_made_under_it_are_two_levels_but_not_in_the_european_union() -> None:
    assert levels("Digital Data Act 2026", "IN") == {"act"} and levels("Digital Data Rules, 2026", "IN") == {"under"}
    assert levels("Regulation on data", "EU") == frozenset()


def test_an_instrument_is_named_in_full_unless_the_text_only_stands_on_it() -> None:
    assert instruments("", "The Senate passed the Fair Pricing Transparency Act.") == {"fairpricingtransparencyact"}
    assert instruments("", "Rules made under the Fair Pricing Transparency Act.") == frozenset()
    assert instruments("国家网信办发布《智能体服务管理办法》", "") == {"智能体服务管理办法"}


def test_sessions_versions_counts_and_days_without_a_year_are_read() -> None:
    assert sessions("第221回国会に提出") == {"221"} and sessions("119th Congress") == {"119"}
    assert versions("Framework v1.0") == {"1.0"} and versions("治理框架2.0版") == {"2.0"}
    assert counts("第三批典型案例") == {"三"} and counts("Annual Report 2025-26") == {"2025-26"}
    assert month_days("on 6 March") == month_days("am 6. März") == month_days("3月6日") == {(3, 6)}
