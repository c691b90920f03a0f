"""Text from outside is safe to keep and compares as a reader would."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.text import FINGERPRINT_VERSION, fingerprint, normalise, one_line, scrub, stable_id

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]))


@given(ANY_TEXT)
def test_scrubbed_text_can_be_stored_anywhere(text: str) -> None:
    clean = scrub(text)
    assert "\x00" not in clean
    clean.encode("utf-8")


@given(ANY_TEXT)
def test_a_label_is_one_line_of_printable_characters(text: str) -> None:
    label = one_line(text, 50)
    assert len(label) <= 50
    assert all(unicodedata.category(c)[0] != "C" for c in label)
    assert "\n" not in label


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  rule\napplies", "The rule applies"),
        ("rule\u200bmaking", "rulemaking"),
        ("\ufeffRule", "Rule"),
        ("ｆｕｌｌ width", "full width"),
    ],
)
def test_a_difference_no_reader_sees_is_no_difference(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


def test_a_changed_number_is_a_difference() -> None:
    assert fingerprint("within 72 hours") != fingerprint("within 24 hours")


def test_a_fingerprint_starts_with_its_version() -> None:
    assert fingerprint("x").startswith(f"{FINGERPRINT_VERSION}:")


def test_parts_are_not_confused_with_their_neighbours() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert stable_id("ab", "c") != stable_id("a", "bc")


def test_a_letter_and_its_mark_are_one_whatever_stands_invisibly_between_them() -> None:
    assert normalise("a\U000e0041\u0301") == normalise("a\u0301") == "\u00e1"
