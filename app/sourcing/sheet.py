"""sources.yaml, edited as an admin would edit it: only the lines that change are touched.

A dump of the whole file would fold long lines, move comments and re-indent lists of people with other habits; so the
parser says where things stand, ruamel how new values are quoted, and the text around them stays byte for byte. Every edit is read back by the
product's own reader before it is written.
"""

import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.house import REGISTRIES
from policywatch.config.load import SOURCES, Files, build, read_files
from policywatch.errors import ConfigError, UsageError


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands in the text, in characters."""

    start: int
    end: int


@dataclass(slots=True)
class Sheet:
    """The text of sources.yaml under edit."""

    home: Path
    files: Files
    text: str
    _parsed: tuple[str, Any] | None = None

    def entry(self, source_id: str) -> Any:
        """The node of a source; raises UsageError when there is none."""
        for node in self._entries():
            if _scalar(node, "id") == source_id:
                return node
        raise UsageError(f"no source '{source_id}' in {SOURCES}: `policywatch sources list` shows the ids")

    def ids(self) -> list[str]:
        """The ids in the order of the file."""
        return [_scalar(node, "id") for node in self._entries()]

    def add(self, fields: Mapping[str, Any]) -> None:
        """A new source below the last one."""
        block = _block(fields)
        sequence = self._sequence()
        if sequence is not None and sequence.value and not sequence.flow_style:
            last = sequence.value[-1]
            indent = " " * sequence.start_mark.column
            spaced = len(sequence.value) < 2 or self._gap_before(last)
            self._insert(self._end(last), ("\n" if spaced else "") + _indented(block, indent))
            return
        if sequence is not None and sequence.value:
            raise UsageError(f"the sources of {SOURCES} stand between brackets: write one '- ' line per source, then add")
        key, value = self._top()
        # an empty list, or nothing at all: the key alone stays on its line
        key, value = self._top()
        colon = self.text.index(":", key.end_mark.index) + 1
        if value.start_mark.index != value.end_mark.index:
            self._replace(Span(colon, value.end_mark.index), "")
        self._insert(self._line_end(colon), _indented(block, "  "))

    def remove(self, source_id: str) -> None:
        """Takes out the lines of one source; comments of its neighbours stay."""
        node = self.entry(source_id)
        sequence = self._sequence()
        if len(sequence.value) == 1:
            key, _ = self._top()
            self._replace(Span(key.end_mark.index, self._end(node)), ": []\n")
            return
        if sequence.flow_style:
            raise UsageError(f"the sources of {SOURCES} stand between brackets: write one '- ' line per source, then remove")
        start = self._line_start(node.start_mark.index)
        end = self._end(node)
        if self.text[end : end + 1] == "\n" and (
            self.text[:start].endswith("\n\n") or node.start_mark.index == sequence.value[0].start_mark.index
        ):
            end += 1
        elif end >= len(self.text) and self.text[:start].endswith("\n\n"):
            start -= 1
        self._replace(Span(start, end), "")

    def set(self, source_ids: Sequence[str], key: str, value: Any) -> None:
        """One field of sources: its value in place, or a new line below the last."""
        shown = _scalar_text(value)
        edits = [self._setting(self.entry(source_id), key, shown) for source_id in source_ids]
        for span, new in sorted(edits, key=lambda edit: -edit[0].start):
            self._insert(span.start, new) if span.start == span.end else self._replace(span, new)

    def _setting(self, node: Any, key: str, shown: str) -> tuple[Span, str]:
        for name, old in node.value:
            if name.value == key:
                return Span(old.start_mark.index, old.end_mark.index), shown
        if node.flow_style:
            last = node.value[-1][1].end_mark.index
            return Span(last, last), f", {key}: {shown}"
        end = self._end(node)
        return Span(end, end), " " * node.start_mark.column + f"{key}: {shown}\n"

    def drop(self, source_id: str, key: str, instead: Any) -> None:
        """Takes out the line of a field; ``instead`` where it does not have a line of its own."""
        node = self.entry(source_id)
        for name, old in node.value:
            if name.value != key:
                continue
            start, end = self._line_start(name.start_mark.index), self._line_end(old.end_mark.index)
            alone = not self.text[start : name.start_mark.index].strip() and self.text[old.end_mark.index : end].strip() == ""
            if alone and not node.flow_style and len(node.value) > 1:
                self._replace(Span(start, end), "")
            else:
                self.set([source_id], key, instead)

    def save(self) -> None:
        """Writes the file whole or not at all; raises ConfigError when the edit does not read back, UsageError when it cannot be written."""
        data = self.text.encode("utf-8")
        edited = Files({**self.files.data, SOURCES: data})
        kinds = {"sources": REGISTRIES.sources, "channels": REGISTRIES.channels, "embedders": REGISTRIES.embedders}
        problems = build(edited, self.home, **kinds).problems
        if problems:
            raise ConfigError(problems)
        path = (self.home / SOURCES).resolve()
        try:
            if path.read_bytes() != self.files.data[SOURCES]:
                raise UsageError(f"{SOURCES} was changed by somebody else in the meantime: nothing was written, run the command again")
            _replace_file(path, data)
        except OSError as error:
            raise UsageError(f"{path} cannot be written ({error.strerror or error}): mend its permissions") from error

    def _top(self) -> tuple[Any, Any]:
        if self._parsed is None or self._parsed[0] != self.text:
            import yaml

            root: Any = yaml.compose(self.text, Loader=yaml.CSafeLoader)
            self._parsed = (self.text, root)
        return next((key, value) for key, value in self._parsed[1].value if key.value == "sources")

    def _sequence(self) -> Any:
        value = self._top()[1]
        return value if isinstance(value.value, list) else None

    def _entries(self) -> list[Any]:
        sequence = self._sequence()
        return list(sequence.value) if sequence is not None else []

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """Behind the line break of the line that holds ``at``."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def _end(self, node: Any) -> int:
        """Behind the last line of an entry; blank lines and comments below it are not its own."""
        leaf = node
        while isinstance(leaf.value, list) and leaf.value and not leaf.flow_style:
            leaf = leaf.value[-1][1] if isinstance(leaf.value[-1], tuple) else leaf.value[-1]
        end: int = leaf.end_mark.index
        if leaf.end_mark.column == 0 and end > leaf.start_mark.index:
            end = len(self.text[:end].rstrip())
        return self._line_end(end)

    def _gap_before(self, node: Any) -> bool:
        return self.text[: self._line_start(node.start_mark.index)].replace("\r", "").endswith("\n\n")

    def _insert(self, at: int, new: str) -> None:
        if at and self.text[at - 1] != "\n" and new.strip() and not new.startswith(","):
            new = "\n" + new
        self._replace(Span(at, at), new)

    def _replace(self, span: Span, new: str) -> None:
        if "\r\n" in self.text:
            new = new.replace("\r\n", "\n").replace("\n", "\r\n")
        self.text = self.text[: span.start] + new + self.text[span.end :]


def open_sheet(home: Path) -> Sheet:
    """sources.yaml as it is now; raises ConfigError when one of the three files is wrong."""
    files = read_files(home)
    kinds = {"sources": REGISTRIES.sources, "channels": REGISTRIES.channels, "embedders": REGISTRIES.embedders}
    build(files, home, **kinds).config_or_raise()
    return Sheet(home, files, files.data[SOURCES].decode("utf-8"))


def _scalar(node: Any, key: str) -> str:
    return next((str(value.value) for name, value in node.value if name.value == key), "")


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 4096
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    return yaml


def _block(fields: Mapping[str, Any]) -> str:
    out = io.StringIO()
    _yaml().dump([dict(fields)], out)
    lines = out.getvalue().splitlines()
    return "\n".join(line.removeprefix("  ") for line in lines) + "\n"


def _indented(block: str, indent: str) -> str:
    return "".join(f"{indent}{line}\n" if line else "\n" for line in block.splitlines())


def _scalar_text(value: Any) -> str:
    out = io.StringIO()
    _yaml().dump({"x": value}, out)
    return out.getvalue().removeprefix("x: ").rstrip("\n")


def _replace_file(path: Path, data: bytes) -> None:
    mode = path.stat().st_mode & 0o777
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
