"""Types of the house survive their way into JSON and back."""

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limited
from hypothesis import strategies as st

from policywatch import codec, types
from policywatch.types import Classification, Delivery, Document, LegalDate, Memory, Message, Source, Update, Validators

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
st.register_type_strategy(str, text)
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
STORED = [Source, Memory, Document, Update, Classification, types.Alert, Message, types.Receipt, LegalDate, Delivery, types.Matter]


def _there_and_back(value: Any) -> Any:
    return codec.load(type(value), json.loads(json.dumps(codec.dump(value), ensure_ascii=False)))


@limited(max_examples=150)
@given(st.one_of([st.builds(cls, options=st.none()) if cls is Source else st.from_type(cls) for cls in STORED]))
def test_every_stored_type_comes_back_equal(value: Any) -> None:
    assert _there_and_back(value) == value


@given(st.datetimes(timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))))
def test_an_instant_becomes_utc_and_sorts_as_text(value: datetime) -> None:
    words = codec.instant_text(value)
    assert words.endswith("+00:00")
    edge = value.year in (1, 9999)
    assert edge or datetime.fromisoformat(words) == value
    assert "0001-01-01" <= words <= "9999-12-31T23:59:59.999999+00:00"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        codec.dump(datetime(2026, 11, 24))


def test_a_day_is_not_an_instant() -> None:
    found = LegalDate(types.DateKind.EFFECTIVE, date(2027, 8, 2))
    assert codec.dump(found)["on"] == "2027-08-02"
    assert _there_and_back(found) == found


def test_text_is_scrubbed() -> None:
    document = Document("a", "k", "u", "NUL\x00 \ud800", "1:k")
    assert _there_and_back(document).title == "NUL \ufffd"


def test_options_are_left_out() -> None:
    source = Source("a", "feed", "https://a.example/", options=object())
    assert _there_and_back(source) == dataclasses.replace(source, options=None)


def test_fields_of_a_newer_release_are_ignored_and_missing_ones_take_their_default() -> None:
    assert codec.load(Validators, {"etag": "e", "invented_later": 1}) == Validators("e")


def test_a_row_without_a_required_field_is_told() -> None:
    with pytest.raises(ValueError, match="lacks key, title"):
        codec.load(Document, {"source_id": "a", "url": "u", "fingerprint": "1:k"})


def test_a_value_outside_its_literal_is_told() -> None:
    with pytest.raises(ValueError, match="damaged"):
        codec.load(Source, {"id": "a", "kind": "feed", "url": "u", "tier": "third"})


@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}])
def test_what_is_no_value_of_the_house_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be stored"):
        codec.dump(value)
