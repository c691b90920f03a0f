"""The strict reader: what YAML would do behind one's back, and what hostile files would do to it."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.config.tree import MAX_BYTES, MAX_DEPTH, Node, Reader


def read(text: str | bytes) -> tuple[Node | None, list[str]]:
    reader = Reader("f.yaml")
    node = reader.read(text if isinstance(text, bytes) else text.encode())
    return node, [str(problem) for problem in reader.problems]


def plain(text: str) -> Any:
    node, problems = read(text)
    assert not problems
    assert node is not None
    return node.plain()


@pytest.mark.parametrize(
    "word", ["NO", "no", "ON", "yes", "010", "0x1f", "12:30", "12:30:45", "1_000", "1e3", ".inf", "2026-11-24", "true", "+1", "=", "<<"]
)
def test_a_scalar_stays_as_it_was_written(word: str) -> None:
    assert plain(f"a: {word}\nb: [{word}]") == {"a": word, "b": [word]}


@pytest.mark.parametrize(
    ("text", "value"), [("a:", None), ("a: ~", None), ("a: null", None), ("a: ''", ""), ("a: 'null'", "null"), ('a: "~"', "~")]
)
def test_nothing_is_nothing_only_without_quotes(text: str, value: str | None) -> None:
    assert plain(text) == {"a": value}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: 2", "f.yaml:1:4: anchor '&x' is not used here: "),
        ("a: &x 1\nb: *x", "f.yaml:2:4: alias '*x' is not used here: "),
        ("a: {<<: *x}", "f.yaml:1:9: alias '*x' is not used here: "),
        ("a: !!python/object:os.system 1", "f.yaml:1:4: tag 'tag:yaml.org,2002:python/object:os.system' is not used here: "),
        ("a: !!str 1", "f.yaml:1:4: tag 'tag:yaml.org,2002:str' is not used here: "),
        ("a: 1\nb: 2\na: 3", "f.yaml:3:1: 'a' is written twice (first at line 1): "),
        ("a: {b: 1, b: 2}", "f.yaml:1:11: 'b' is written twice (first at line 1): "),
        ("a: 1\n---\nb: 2", "f.yaml:3:1: a second YAML document starts: "),
        ("? [a]\n: 1", "f.yaml:1:3: a list or mapping stands where a name belongs: "),
        ("a: b: c", "f.yaml:1:5: no valid YAML: mapping values are not allowed in this context: "),
        ("a: [1, 2\nb: 3", "f.yaml:2:2: no valid YAML: "),
        ("a:\n\t- b", "f.yaml:2:1: no valid YAML: "),
        ("a: 'b", "f.yaml:1:4: no valid YAML: "),
        ("a: 1\nb: x\x07y", "f.yaml:2:5: control character U+0007: "),
        ("a: 1\nb: x\x00y", "f.yaml:2:5: control character U+0000: "),
        ("a: x\x85y", "f.yaml:1:5: control character U+0085: "),
        ("a: x\u2028y", "f.yaml:1:5: control character U+2028: "),
        (b"a: 1\nbc: \xff\xfe", "f.yaml:2:5: byte 0xff is not UTF-8: "),
        ("a: ü".encode("latin-1"), "f.yaml:1:4: byte 0xfc is not UTF-8: "),
        ("a: 1".encode("utf-16"), "f.yaml:1:1: byte 0xff is not UTF-8: "),
    ],
)
def test_what_yaml_hides_is_an_error_with_a_place(text: str | bytes, expected: str) -> None:
    problems = read(text)[1]
    assert any(problem.startswith(expected) for problem in problems), problems


def test_a_byte_order_mark_is_no_character() -> None:
    node, problems = read(b"\xef\xbb\xbfa: 1")
    assert not problems
    assert node is not None
    assert node.keys == {"a": (1, 1)}


def test_columns_count_characters() -> None:
    node, _ = read("人工智能: {é: 1}")
    assert node is not None
    assert node.fields["人工智能"].keys["é"] == (1, 8)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_at_once(opening: str) -> None:
    before = time.process_time()
    node, problems = read("a:\n  " + opening * 200_000)
    assert node is None
    assert "deeper" in problems[0] or "stands where a name belongs" in problems[0] or "no valid YAML" in problems[0]
    assert time.process_time() - before < 3


def test_twenty_levels_are_allowed() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH)[1] == []
    assert "deeper" in read("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))[1][0]


def test_a_file_too_large_is_refused() -> None:
    assert "more than" in read(b"#" * (MAX_BYTES + 1))[1][0]
    assert read(b"#" * MAX_BYTES)[1] == []


def test_a_bomb_of_aliases_is_not_expanded() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    node, problems = read(bomb)
    assert len(problems) == 9 + 16
    assert node is not None
    assert len(str(node.plain())) < 500


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    reader = Reader("f.yaml")
    node = reader.read(data)
    assert (
        node is not None
        or reader.problems
        or not data.decode("utf-8").strip("\n\r \t#-.%\ufeff")
        or b"#" in data
        or b"%" in data
        or b"-" in data
    )
    assert all(problem.line >= 1 and problem.column >= 1 for problem in reader.problems)


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"#%@`,\n \t~<0", max_size=60))
def test_no_punctuation_raises(text: str) -> None:
    read(text)
