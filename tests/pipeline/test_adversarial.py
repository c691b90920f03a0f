"""Text that is made to deceive neither crashes nor turns a confident verdict."""

from collections.abc import Sequence
from dataclasses import replace

import numpy
import pytest

from pipeline import head
from pipeline.base import Array
from pipeline.classify import Classifier
from policywatch.types import AIUse, Band, Document

HIRING = AIUse("hiring", "Hiring", "Software that ranks job applicants and screens resumes.", {"en": ("job applicants", "hiring")})
LAUNCH = Document(
    "s", "k", "u", "Startup unveils AI phone: hands on review, price and new features", "f", language="en",
    text="The app is available for smartphones at a discount. Investors added funding after the demo. Customers like the upgrade. " * 15,
)  # fmt: skip
RULE = Document(
    "s", "k", "u", "Regulation on artificial intelligence adopted", "f", language="en",
    text="Article 1. Providers of AI systems shall register. Article 2. The authority may fine a provider that violates this regulation. " * 15,
)  # fmt: skip
LAW_FOOTER = "artificial intelligence act regulation law bill authority fine prohibited shall compliance "
SALES_FOOTER = "launch startup funding smartphone discount shares investors revenue app demo "


class Flat:
    """A model that says the same of every text: what is left is what the words say."""

    fingerprint, dimensions, max_tokens = "fake:flat", 8, 256

    def encode(self, passages: Sequence[str]) -> Array:
        return numpy.full((len(passages), self.dimensions), self.dimensions**-0.5, dtype=numpy.float32)


def band(document: Document) -> Band:
    return Classifier(Flat(), [HIRING]).classify([document])[0].band


def test_the_honest_documents_are_judged_rightly() -> None:
    assert (band(LAUNCH), band(RULE)) == (Band.DROP, Band.ALERT)


@pytest.mark.parametrize("times", [20, 400, 20_000])
def test_a_footer_of_law_does_not_make_a_launch_an_alert(times: int) -> None:
    assert band(replace(LAUNCH, text=LAUNCH.text + LAW_FOOTER * times)) is not Band.ALERT


@pytest.mark.parametrize("times", [20, 400, 20_000])
def test_a_footer_of_sales_does_not_drop_a_rule(times: int) -> None:
    assert band(replace(RULE, text=RULE.text + SALES_FOOTER * times)) is not Band.DROP


@pytest.mark.parametrize(
    "hide",
    [
        lambda text: "\u200b".join(text),
        lambda text: "\u2060".join(text),
        lambda text: "".join(f"\u202e{c}\u202c" for c in text),
        lambda text: text.replace("a", "а").replace("e", "е").replace("o", "о"),  # Cyrillic
        lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),  # full width
        lambda text: text.replace(" ", "\u2007"),
        lambda text: "".join(c + ("\u00ad" if c.isalpha() else "") for c in text),
    ],
)
def test_a_disguised_rule_still_alerts(hide: object) -> None:
    assert callable(hide)
    assert band(replace(RULE, title=hide(RULE.title), text=hide(RULE.text))) is Band.ALERT


@pytest.mark.parametrize("piece", ["\u202e\u2066", "\x00", "\ud800", "\ufeff", "𝐀𝐈 ", "ﷺ", "e\u0301\u0301\u0301", "İ", "(" * 50, "§ 1 "])
def test_odd_characters_neither_crash_nor_move_places(piece: str) -> None:
    document = replace(RULE, title=piece + RULE.title + piece, text=piece * 200 + RULE.text + piece * 200)
    for found in (Classifier(None, [HIRING]).classify([document])[0], Classifier(Flat(), [HIRING]).classify([document])[0]):
        assert found.quote is not None
        assert getattr(document, found.quote.field)[found.quote.start : found.quote.end] == found.quote.text


def test_a_word_repeated_a_million_times_weighs_no_more_than_a_paragraph() -> None:
    few, many = (head.words_score(replace(LAUNCH, text=LAUNCH.text + "regulation " * n)) for n in (60, 1_000_000))
    assert abs(few - many) < 0.1
