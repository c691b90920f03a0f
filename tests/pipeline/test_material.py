"""What learning sees of a document: parts of one length each, in every language."""

import numpy
import pytest

from pipeline import material
from pipeline.reading import Reading, read
from policywatch.types import Document

ENGLISH = "st:all-MiniLM-L6-v2:53aa51172d142c89"
TEXTS = {
    "en": ("Rule on hiring", "Employers that screen job applicants by artificial intelligence must audit it."),
    "zh": ("关于人工智能招聘的规定", "使用人工智能筛选求职者简历的用人单位应当进行审计。"),
    "de": ("Gesetz über KI", "Wer Bewerbungen durch künstliche Intelligenz bewertet, muss sie prüfen."),
}


def reading_of(language: str, title: str = "", text: str = "") -> Reading:
    title, text = (title, text) if title else TEXTS[language]
    return read(Document("s", "k", "u", title, "f", text=text, language=language))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_the_parts_have_one_length_in_every_language(language: str) -> None:
    found = material.said(reading_of(language))
    cut = len(material.concept_names())
    assert numpy.linalg.norm(found[:cut]) == pytest.approx(material.CONCEPTS, abs=1e-4)
    assert numpy.linalg.norm(found[cut:]) == pytest.approx(material.WORDS, abs=1e-4)


def test_one_use_spoken_of_in_two_languages_is_one_concept() -> None:
    place = material.concept_names().index("hiring")
    assert all(material.said(reading_of(language))[place] > 0 for language in TEXTS)


def test_what_says_nothing_is_all_zeros() -> None:
    assert not material.said(reading_of("en", "†", "‡")).any()


def test_of_a_script_that_the_model_cannot_read_its_concepts_are_seen() -> None:
    reading = reading_of("zh")
    vectors = numpy.eye(len(reading.strings), 8)
    found = material.views(reading, vectors, {0, 1}, ENGLISH)
    assert reading.gloss and all(view == pytest.approx(material.SEEN * vectors[0]) for view in found.values())


def test_of_a_script_without_concepts_nothing_is_seen() -> None:
    reading = reading_of("zh", "龙龙", "龙龙龙龙")
    assert not reading.gloss and not material.views(reading, numpy.ones((len(reading.strings), 8)), {0}, ENGLISH)[0].any()
