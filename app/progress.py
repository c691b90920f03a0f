"""Long work shows a bar on a terminal and plain lines elsewhere; both on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Progress of the stages of one command."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._live = not quiet and self._stream.isatty()
        self._quiet = quiet
        self._total = 0
        self._done = 0
        self._name = ""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[None]:
        """One stage of ``total`` steps; says nothing when there is nothing to do."""
        self._name, self._total, self._done = name, total, 0
        try:
            yield
        finally:
            if total and self._live:
                self._stream.write("\r\x1b[K")
            if total and not self._quiet:
                self._stream.write(f"{name}: {self._done} of {total}\n")
                self._stream.flush()

    def step(self, what: str = "", count: int = 1) -> None:
        """So many steps of the stage are done."""
        self._done += count
        if self._live:
            width = 24
            filled = width * min(self._done, self._total) // max(self._total, 1)
            bar = "█" * filled + "░" * (width - filled)
            self._stream.write(f"\r\x1b[K{self._name} {bar} {self._done}/{self._total} {what[:60]}")
            self._stream.flush()
