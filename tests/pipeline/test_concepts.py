import pytest

from pipeline.concepts import concepts, words
from pipeline.places import apart, lands, place_of
from pipeline.rarity import rarity


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Vorschlag für eine Verordnung über die Sicherheit vernetzter Spielzeuge", "de"),
        ("Proposition de règlement relatif à la sécurité des jouets connectés", "fr"),
        ("Propuesta de Reglamento relativo a la seguridad de los juguetes conectados", "es"),
        ("Proposta di regolamento sulla sicurezza dei giocattoli connessi", "it"),
        ("Voorstel voor een verordening betreffende de veiligheid van verbonden speelgoed", "nl"),
    ],
)
def test_a_name_is_the_same_in_translation(title: str, language: str) -> None:
    assert concepts(title, language).keys() == concepts("Proposal for a Regulation on the safety of connected toys", "en").keys()


def test_chinese_japanese_and_korean_name_the_same_things() -> None:
    english = concepts("facial recognition in public places", "en").keys()
    assert {"facial", "recognition"} <= english
    for text, language in (("人脸识别", "zh"), ("人臉識別", "zh"), ("顔認識", "ja"), ("얼굴 인식", "ko")):
        assert "recognition" in concepts(text, language)


def test_a_word_that_no_list_knows_stays_itself_without_accents() -> None:
    assert "=larkspur" in concepts("Larkspur", "en") and "=larkspur" in concepts("Larkspür", "de")


def test_what_every_rule_on_ai_names_says_little() -> None:
    found = concepts("artificial intelligence in insurance", "en")
    assert found["artificial intelligence"] < found["insurance"]


def test_words_of_form_and_headlines_are_left_out() -> None:
    assert concepts("Council adopts the final version of the Regulation", "en") == {}
    assert words("关于公开征求意见的通知", "zh") == set()


def test_a_common_word_is_less_rare_than_a_name() -> None:
    assert rarity("=establish", "en") < 0.5 < rarity("=larkspur", "en") == 1.0


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("US / California", "US-CA"),
        ("California", "US-CA"),
        ("US federal", "US"),
        ("US / Federal Trade Commission", "US"),
        ("US / San Jose, CA", "US-SAN JOSE, CA"),
        ("CN (feed)", "CN"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("other / Government of Canada", "CA"),
        ("EU", "EU"),
        ("CN-GD", "CN-GD"),
        ("AI news", ""),
    ],
)
def test_a_place_has_one_code_however_a_source_writes_it(written: str, code: str) -> None:
    assert place_of(written) == code


def test_an_authority_of_no_place_is_nowhere_apart() -> None:
    assert apart("US-CA", "US-CO") and apart("EU", "DE") and not apart("", "DE") and not apart("INT", "FR")


def test_states_and_countries_are_read_from_titles() -> None:
    assert lands("Air Plan Approval; Ohio; Maintenance Plan") == {"Ohio"} and lands("Pricing in retail") == frozenset()
