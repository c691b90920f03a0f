"""The word lists hit what they should, and nothing that only looks like it."""

import time

import pytest

from pipeline import lexicon

LANGUAGES = {"en", "zh", "ja", "ko", "de", "fr", "es", "it", "pt", "nl", "pl"}


def ai_words(text: str, language: str) -> list[str]:
    found = lexicon.find("ai", lexicon.fold(text), lexicon.base_language(language))
    return [word for key in ("3", "2") for word in found[key]]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("整治AI技术", "zh"),
        ("AI应用", "zh-Hans"),
        ("生成式AI服務管理", "zh-Hant"),
        ("人工智慧基本法草案", "zh-TW"),
        ("AI-Act", "de"),
        ("KI-Verordnung", "de"),
        ("Règlement IA", "fr"),
        ("Ley de IA", "es"),
        ("Regolamento sull'IA", "it"),
        ("Marco legal da IA", "pt"),
        ("AI-verordening", "nl"),
        ("ustawa o systemach sztucznej inteligencji", "pl"),
        ("AI事業者ガイドライン", "ja"),
        ("인공지능 기본법", "ko"),
        ("Rules for A.I. in schools", "en"),
        ("ＡＩ規制", "ja"),
        ("A\u200bI rules", "en"),
        ("АI rules", "en"),  # the first letter is Cyrillic
        ("AI\u202e rules", ""),
        ("systèmes d’IA", "fr"),
    ],
)
def test_ai_is_found(text: str, language: str) -> None:
    assert ai_words(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Shai-Hulud worm", "en"),
        ("Shai-Hulud", ""),
        ("he said so again", "en"),
        ("SEND A MAIL", "en"),
        ("le délai-limite", "fr"),
        ("J'AI LU LE TEXTE", "fr"),
        ("Bloomfield, IA", "en"),
        ("Bloomfield, IA", ""),
        ("Bloomfield, IA 52537", "es"),
        ("MLAI-SC board", "en"),
        ("the AIR act", "en"),
        ("Kieler Woche", "de"),
        ("AT&AI", "en"),
    ],
)
def test_lookalikes_are_not_ai(text: str, language: str) -> None:
    assert ai_words(text, language) == []


@pytest.mark.parametrize("text", ["Silicon Valley", "Berkeley", "Shirley", "Monterrey"])
def test_ley_is_not_found_inside_names(text: str) -> None:
    assert "ley" not in lexicon.find("regulation", lexicon.fold(text), "")["2"]


def test_the_lists_know_all_promised_languages() -> None:
    assert lexicon.languages() == LANGUAGES
    for name in lexicon.LISTS:
        assert {term.language for term in lexicon.terms(name)} >= LANGUAGES


def test_every_line_is_whole() -> None:
    for name in lexicon.LISTS:
        assert all(term.key and term.language and term.text.strip() == term.text != "" for term in lexicon.terms(name))


def test_an_unknown_language_is_read_with_every_list() -> None:
    assert lexicon.base_language("sv") == "" == lexicon.base_language("")
    assert ai_words("künstliche Intelligenz", "")


def test_places_in_the_folded_text_are_exact() -> None:
    text = lexicon.fold("İzmir'de AI, chatbots and an algorithm")
    for matcher in lexicon.matchers("ai", "en").values():
        for position, words in matcher.places(text):
            assert text.plain[position : position + len(words)].lower() == words.lower()


@pytest.mark.parametrize("unit", ["a", "AI ", "künstlich", "sztuczn ", "算法", "automated ", "a b-"])
def test_a_megabyte_is_searched_in_bounded_time(unit: str) -> None:
    text = lexicon.fold((unit * 200_000)[:200_000])
    begin = time.process_time()
    for name in lexicon.LISTS:
        lexicon.find(name, text, "")
    assert time.process_time() - begin < 6
