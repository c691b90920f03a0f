"""Texts in other languages are told to an English model in English concepts."""

import time

import numpy
import pytest

from pipeline import head, lexicon, topic
from pipeline.gloss import gloss
from pipeline.reading import read
from policywatch.types import Document

ENGLISH, OTHER = "st:all-MiniLM-L6-v2:1", "st:some-multilingual-model:1"


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("人工智能监管条例", "zh"),
        ("人工智慧監管條例", "zh"),
        ("人工知能の規制", "ja"),
        ("인공지능 규제", "ko"),
        ("Verordnung über künstliche Intelligenz", "de"),
        ("Règlement sur l'intelligence artificielle", "fr"),
        ("Reglamento de inteligencia artificial", "es"),
        ("Regolamento sull'intelligenza artificiale", "it"),
        ("Regulamento da inteligência artificial", "pt"),
        ("Verordening artificiële intelligentie", "nl"),
        ("Rozporządzenie o sztucznej inteligencji", "pl"),
    ],
)
def test_a_rule_on_ai_is_glossed_as_one(title: str, language: str) -> None:
    said = gloss(title, "", language).split(", ")
    assert {"artificial intelligence", "regulation"} <= set(said)


@pytest.mark.parametrize("language", ["en", ""])
def test_english_is_not_glossed(language: str) -> None:
    assert gloss("Rule on artificial intelligence", "Providers shall keep logs.", language) == ""


def test_concepts_keep_their_order_and_names_of_another_script_stay() -> None:
    assert gloss("OpenAI 推出 人工智能", "", "zh") == "OpenAI, company launches product, artificial intelligence"


def test_every_gloss_is_known_in_most_languages() -> None:
    by_gloss: dict[str, set[str]] = {}
    for term in lexicon.terms("gloss"):
        by_gloss.setdefault(term.key, set()).add(term.language)
    assert len(by_gloss) >= 50
    assert min(map(len, by_gloss.values())) >= 7


def test_an_english_model_looks_at_the_gloss_and_a_multilingual_one_at_the_text() -> None:
    reading = read(Document("s", "k", "u", "人工智能监管条例", "f", text="提供者应当备案。", language="zh"))
    vectors = numpy.eye(len(reading.strings), 8)
    described = numpy.zeros((len(topic.DESCRIPTIONS), 8))
    for fingerprint, index in ((ENGLISH, 0), (OTHER, 1)):
        seen = head.sight(reading, vectors, described, fingerprint)
        assert seen is not None
        assert seen.glossed is (fingerprint == ENGLISH)
        assert int(seen.vector.argmax()) == index


def test_an_english_model_sees_nothing_in_a_script_without_known_words() -> None:
    reading = read(Document("s", "k", "u", "甲乙丙丁戊己庚辛", "f", language="zh"))
    vectors = numpy.eye(len(reading.strings), 8)
    assert head.sight(reading, vectors, numpy.zeros((len(topic.DESCRIPTIONS), 8)), ENGLISH) is None


def test_five_megabytes_are_glossed_at_once() -> None:
    begin = time.process_time()
    gloss("規制" * 500, "人工知能の規制。" * 600_000, "ja")
    assert time.process_time() - begin < 2
