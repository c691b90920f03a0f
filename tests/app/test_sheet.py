"""sources.yaml is edited where it changes, whatever the habits of its author."""

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from app.demo.play import write_home
from app.sourcing.sheet import Sheet, open_sheet
from policywatch.config.load import Files
from policywatch.errors import ConfigError, UsageError

NEW = {"id": "new", "kind": "feed", "url": "https://x.example/a", "name": "It's: a # name", "jurisdiction": "NO", "verified": True}
TWO = """\
# ours
sources:
- {id: a, kind: feed, url: https://a.example/}   # first

# the second
- id: b
  kind: feed
  url: https://b.example/
  paused: true # since May
  notes: |
    long
    words

# end
"""


def sheet(text: str) -> Sheet:
    return Sheet(Path(), Files({}), text)


def edited(text: str, edit: Callable[[Sheet], None]) -> tuple[list[str], list[str], str]:
    """Lines gone, lines new, and the whole text."""
    one = sheet(text)
    edit(one)
    diff = list(difflib.ndiff(text.splitlines(), one.text.splitlines()))
    return [line[2:] for line in diff if line.startswith("- ")], [line[2:] for line in diff if line.startswith("+ ")], one.text


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        "sources:\n  - id: a\n    kind: feed\n    url: https://a.example/\n\n\n# end\nx: 1\n",
        "sources:\n  - id: a\n    kind: feed",
        "sources:\r\n  - id: a\r\n    kind: feed\r\n",
        "sources:\n# nothing yet\n",
        "sources:",
    ],
)
def test_a_new_source_only_adds_lines(text: str) -> None:
    gone, new, whole = edited(text, lambda one: one.add(NEW))
    assert gone == []
    assert next(line for line in new if line.strip()).endswith("- id: new")
    assert yaml.safe_load(whole)["sources"][-1]["name"] == "It's: a # name"
    assert whole.count("\r\n") in (0, whole.count("\n"))


@pytest.mark.parametrize("text", ["sources: []\n", "sources: []  # none yet\n", "sources: ~\nx: 1\n"])
def test_an_empty_list_becomes_a_list(text: str) -> None:
    _, _, whole = edited(text, lambda one: one.add(NEW))
    assert [source["id"] for source in yaml.safe_load(whole)["sources"]] == ["new"]


def test_a_value_is_replaced_in_its_place() -> None:
    assert edited(TWO, lambda one: one.set(["b"], "paused", False))[:2] == (["  paused: true # since May"], ["  paused: false # since May"])


def test_a_new_field_is_one_line_below_the_last() -> None:
    assert edited(TWO, lambda one: one.set(["b"], "verified", True))[:2] == ([], ["  verified: true"])
    assert edited(TWO, lambda one: one.set(["a"], "verified", True))[1] == [
        "- {id: a, kind: feed, url: https://a.example/, verified: true}   # first"
    ]


def test_many_fields_at_once_are_the_same_as_one_by_one() -> None:
    def one_by_one(one: Sheet) -> None:
        one.set(["a"], "verified", True)
        one.set(["b"], "verified", True)

    assert edited(TWO, lambda one: one.set(["a", "b"], "verified", True)) == edited(TWO, one_by_one)


def test_a_line_with_a_comment_keeps_it_when_its_field_goes() -> None:
    assert "paused: false # since May" in edited(TWO, lambda one: one.drop("b", "paused", instead=False))[2]


@pytest.mark.parametrize(("source_id", "left"), [("a", ["b"]), ("b", ["a"])])
def test_a_source_leaves_with_its_own_lines(source_id: str, left: list[str]) -> None:
    _, new, whole = edited(TWO, lambda one: one.remove(source_id))
    assert new == []
    assert [source["id"] for source in yaml.safe_load(whole)["sources"]] == left
    assert "# the second" in whole
    assert "# end" in whole


def test_the_last_source_leaves_an_empty_list() -> None:
    assert edited("sources:\n  - id: a\n    kind: feed\n# end\n", lambda one: one.remove("a"))[2] == "sources: []\n# end\n"


def test_a_list_between_brackets_is_not_torn_apart() -> None:
    with pytest.raises(UsageError, match="one '- ' line"):
        sheet("sources: [{id: a}]\n").add(NEW)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_home(tmp_path, "http://127.0.0.1:1", 1, embedder="none")
    return tmp_path


def test_an_edit_that_does_not_read_back_is_not_written(home: Path) -> None:
    before = (home / "sources.yaml").read_bytes()
    one = open_sheet(home)
    one.set([one.ids()[0]], "id", "no good id!")
    with pytest.raises(ConfigError, match=r"sources.yaml:2:\d+"):
        one.save()
    assert (home / "sources.yaml").read_bytes() == before


def test_somebody_elses_edit_is_never_overwritten(home: Path) -> None:
    one = open_sheet(home)
    one.add(NEW)
    file = home / "sources.yaml"
    file.write_text(file.read_text() + "# mine\n")
    with pytest.raises(UsageError, match="somebody else"):
        one.save()
    assert file.read_text().endswith("# mine\n")


def test_a_link_to_the_file_stays_a_link(home: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.yaml"
    (home / "sources.yaml").rename(real)
    (home / "sources.yaml").symlink_to(real)
    one = open_sheet(home)
    one.add(NEW)
    one.save()
    assert (home / "sources.yaml").is_symlink()
    assert "id: new" in real.read_text()
