"""What is remembered of people is sealed: bound to them, under a key of the environment that can be changed."""

import pytest

from policywatch.errors import SecretMissing, UsageError
from policywatch.sealing import Sealer, key_of
from policywatch.secrets import Secret

ENV = {"K1": "first key, long enough to be one", "K2": "second key, long enough to be one", "SHORT": "letmein"}


def sealer(*names: str) -> Sealer:
    first, *rest = (Secret(name) for name in names)
    return Sealer(first, tuple(rest), ENV)


@pytest.mark.parametrize("text", ["", "anna@legal.example", "东洲网信办", "x" * 100_000])
def test_what_was_sealed_opens_again_and_shows_nothing(text: str) -> None:
    sealed = sealer("K1").seal(text, "anna")
    assert sealer("K1").open(sealed, "anna") == text
    assert not text or text[:20] not in sealed


def test_the_same_text_is_never_sealed_alike() -> None:
    assert sealer("K1").seal("anna", "p") != sealer("K1").seal("anna", "p")


def test_a_sealed_text_belongs_to_its_person() -> None:
    with pytest.raises(UsageError, match="changed from outside"):
        sealer("K1").open(sealer("K1").seal("anna@legal.example", "anna"), "bo")


def test_another_key_is_told_from_a_changed_text() -> None:
    sealed = sealer("K1").seal("anna", "anna")
    with pytest.raises(UsageError, match="previous_keys"):
        sealer("K2").open(sealed, "anna")
    for at in range(len("v1:") + 13, len(sealed) - 2):
        changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        with pytest.raises(UsageError, match="changed from outside"):
            sealer("K1").open(changed, "anna")


def test_after_a_change_of_key_the_old_one_still_opens_and_the_new_one_seals() -> None:
    both = sealer("K2", "K1")
    assert both.open(sealer("K1").seal("anna", "anna"), "anna") == "anna"
    assert key_of(both.seal("anna", "anna")) == sealer("K2").key_id != sealer("K1").key_id


def test_a_key_that_is_missing_or_could_be_guessed_is_refused() -> None:
    with pytest.raises(SecretMissing):
        sealer("NONE")
    with pytest.raises(UsageError, match="SHORT is too short"):
        sealer("SHORT")


@pytest.mark.parametrize("text", ["", "v1", "v1:", "v0:abc:def", "anna@legal.example"])
def test_what_is_no_sealed_text_has_no_key(text: str) -> None:
    assert key_of(text) == ""
