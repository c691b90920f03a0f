"""Rows as people and programs read them: tables on a terminal, JSON for scripts."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TextIO

from policywatch.text import one_line
from policywatch.types import Relevance


def plain(value: Any) -> Any:
    """The value as JSON knows it; instants and days in ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def print_json(value: Any, stream: TextIO | None = None) -> None:
    """JSON alone on standard output."""
    (stream or sys.stdout).write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], stream: TextIO | None = None) -> None:
    """A table that wraps on narrow terminals; text from outside is never read as markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = stream or sys.stdout
    console = Console(file=out, width=None if out.isatty() else 140, markup=False, highlight=False, emoji=False)
    table = Table(title=title, title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(cell)) for cell in row))
    console.print(table)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return one_line(str(plain(value)), 400)


def uses_line(relevances: Sequence[Relevance]) -> str:
    """The uses an alert names, best first: ``hiring .91, chatbot .55``."""
    best = sorted(relevances, key=lambda relevance: -relevance.score)
    return ", ".join(f"{r.use_id} {r.score:.2f}" for r in best)
