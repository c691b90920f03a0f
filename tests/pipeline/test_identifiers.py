from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import identifiers_of
from pipeline.sessions import congress_of, session_of


@pytest.mark.parametrize(
    ("title", "place", "wanted"),
    [
        ("Regulation (EU) 2027/801 on prices", "EU", "celex:32027R0801"),
        ("Verordnung (EU) 2027/801 über Preise", "EU", "celex:32027R0801"),
        ("Règlement (UE) 2027/801", "EU", "celex:32027R0801"),
        ("Reglamento (UE) 2027/801", "ES", "celex:32027R0801"),
        ("Regolamento (UE) 2027/801", "IT", "celex:32027R0801"),
        ("Directive 95/46/EC", "EU", "celex:31995L0046"),
        ("Regulation (EC) No 45/2001", "EU", "celex:32001R0045"),
        ("Richtlinie (EU) 2016/680", "EU", "celex:32016L0680"),
        ("COM(2026) 101 final", "EU", "com:2026/101"),
        ("Procedure 2026/0044(COD)", "EU", "euproc:2026/0044(COD)"),
        ("Notice, RIN 2120-AB12", "US", "rin:2120-AB12"),
        ("Docket No. FAA-2026-0110", "US", "docket:FAA-2026-0110"),
        ("H.R. 3310, 119th Congress", "US", "usbill:119-hr-3310"),
        ("Executive Order 15001", "US", "useo:15001"),
        ("Colorado Senate Bill 24-205", "US-CO", "statebill:co-2024-sb-205"),
        ("S.I. 2026/410", "GB", "uksi:2026/410"),
        ("网信办发〔2026〕18号", "CN", "cn:网信办发〔2026〕18号"),
        ("示例委员会令第十五号", "CN", "cn:示例委员会令第15号"),
        ("BOE-A-2026-15551", "ES", "boe:BOE-A-2026-15551"),
        ("Real Decreto 640/2026", "ES", "es:REALDECRETO-640/2026"),
        ("BGBl. 2026 I Nr. 310", "DE", "bgbl:2026-I-310"),
        ("Décret n° 2026-710", "FR", "fr:DÉCRET-2026-710"),
        ("Legge 1 ottobre 2026, n. 150", "IT", "it:legge-2026/150"),
        ("Rechtssache C-320/24", "EU", "cjeu:C-320/24"),
        ("ISO/IEC DIS 42050", "INT", "iso:ISO/IEC-42050"),
        ("令和8年法律第53号", "JP", "jp:令和8-法律-53"),
    ],
)
def test_an_official_number_is_read(title: str, place: str, wanted: str) -> None:
    assert wanted in identifiers_of(title, "", "", place, date(2026, 3, 2)).own


def test_a_number_that_is_amended_or_explained_is_only_cited() -> None:
    for title in ("Guidelines on the application of Regulation (EU) 2027/801", "Leitlinien zur Durchführung der Verordnung (EU) 2027/801"):
        found = identifiers_of(title)
        assert found.own == () and found.cited == ("celex:32027R0801",)


def test_an_amending_act_owns_its_own_number_alone() -> None:
    found = identifiers_of("Regulation (EU) 2029/44 amending Regulation (EU) 2027/801", "Regulation (EU) 2027/801 is amended.")
    assert found.own == ("celex:32029R0044",) and found.cited == ("celex:32027R0801",)


def test_a_corrigendum_carries_the_number_of_what_it_corrects() -> None:
    assert identifiers_of("Corrigendum to Regulation (EU) 2027/801").own == ("celex:32027R0801",)


def test_a_number_deep_in_the_text_is_cited() -> None:
    found = identifiers_of("A study", "word " * 400 + "Docket No. FAA-2026-0110")
    assert found.own == () and found.cited == ("docket:FAA-2026-0110",)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://eur-lex.europa.eu/eli/reg/2027/801/oj", "celex:32027R0801"),
        ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32027R0801", "celex:32027R0801"),
        ("https://www.federalregister.gov/documents/2026/03/02/2026-04411/drones", "frdoc:2026-04411"),
        ("https://www.legislation.gov.uk/uksi/2026/410/made", "uksi:2026/410"),
        ("https://www.congress.gov/bill/119th-congress/house-bill/3310", "usbill:119-hr-3310"),
    ],
)
def test_an_address_gives_the_number(url: str, wanted: str) -> None:
    assert wanted in identifiers_of("Title", "", url).own


def test_the_same_bill_number_in_two_states_or_sessions_is_two_bills() -> None:
    california = identifiers_of("SB 910", "", "", "US-CA", date(2026, 2, 1)).own
    assert california == identifiers_of("SB 910", "", "", "US-CA", date(2025, 2, 1)).own
    assert california != identifiers_of("SB 910", "", "", "US-CA", date(2027, 2, 1)).own
    assert california != identifiers_of("SB 910", "", "", "US-WA", date(2026, 2, 1)).own


def test_sessions_follow_the_calendar_of_the_legislature() -> None:
    assert congress_of("", date(2025, 1, 2)) == 118 and congress_of("", date(2025, 1, 3)) == 119
    assert session_of("CA", "", date(2026, 5, 1)) == 2025 and session_of("CO", "", date(2026, 5, 1)) == 2026
    assert session_of("NJ", "", date(2025, 5, 1)) == 2024


@given(st.text(max_size=200))
def test_any_title_gives_identifiers_with_a_scheme(title: str) -> None:
    found = identifiers_of(title, title, title)
    assert all(value.partition(":")[2] for value in (*found.own, *found.cited))
    assert not set(found.own) & set(found.cited)
