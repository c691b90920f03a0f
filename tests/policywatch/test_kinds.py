"""A file in a folder is a kind; an unknown kind is answered with the nearest one."""

import sys
from pathlib import Path

import pytest

from policywatch.errors import UsageError
from policywatch.kinds import Registry


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    folder = tmp_path / "kinds_of_fruit"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "_private.py").write_text("raise RuntimeError('not a kind')")
    (folder / "apple.py").write_text('"""A round fruit.\n\nMore."""\nclass Options: ...\nclass KIND: ...\n')
    (folder / "broken.py").write_text("raise RuntimeError('imported too early')")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [n for n in sys.modules if n.startswith("kinds_of_fruit")]:
        del sys.modules[name]
    return Registry("fruit", "kinds_of_fruit")


def test_listing_kinds_imports_none_of_them(registry: Registry) -> None:
    assert registry.names == ("apple", "broken")


def test_a_kind_answers_with_its_options_class_and_first_line(registry: Registry) -> None:
    assert registry.options("apple").__name__ == "Options"
    assert registry.kind("apple").__name__ == "KIND"
    assert registry.summary("apple") == "A round fruit."


def test_an_unknown_kind_is_answered_with_the_nearest(registry: Registry) -> None:
    with pytest.raises(UsageError, match="did you mean 'apple'"):
        registry.module("aple")


def test_an_unknown_kind_without_a_neighbour_is_answered_with_all(registry: Registry) -> None:
    with pytest.raises(UsageError, match="known kinds: apple, broken"):
        registry.module("zzz")
