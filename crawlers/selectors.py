"""CSS selectors for a list that was found without them, so that an admin sees and keeps what is read.

A selector is proposed only when it names the very items that the structure of the page gave; else the list stays without.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawlers.extract.chosen import Selectors, chosen_entries
from crawlers.extract.entry import Entry

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")
#: numbers and hashes in a class are made anew by the next build of the site
_MADE = re.compile(r"\d{3,}|[a-f0-9]{6,}|__|^css-", re.I)
_MAX_TRIES = 25
#: every try reads all rows; more would cost more than a worker may spend
_FEWEST, _MOST = 3, 200
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "strong"))
_Element = Any


def selectors_for(tree: _Element, base_url: str, entries: Sequence[Entry], language: str = "") -> Mapping[str, str]:
    """``item``, and ``title`` and ``date`` where they help, for a listing, or nothing."""
    wanted = {entry.url for entry in entries}
    rows = _rows(tree, base_url, wanted)
    if not _FEWEST <= len(rows) <= _MOST:
        return {}
    for item in _item_selectors(rows):
        found = chosen_entries(tree, base_url, Selectors(item=item), language)
        if {entry.url for entry in found} != wanted:
            continue
        inside = _inner_selectors(rows)
        title = {} if _titled(found, entries) else _title(tree, base_url, item, inside, entries)
        if title is not None:
            return {"item": item} | title | _dated(tree, base_url, item, inside, entries, language)
    return {}


def _rows(tree: _Element, base_url: str, wanted: set[str]) -> list[_Element]:
    """For every item the outermost element that holds its link and no other item's."""
    from crawlers.extract.stream import base_of, join

    base = base_of(tree, base_url)
    links: dict[str, _Element] = {}
    for link in tree.iter("a"):
        url = join(base, link.get("href") or "")
        if url in wanted:
            links.setdefault(url, link)
    held: Counter[_Element] = Counter()
    for link in links.values():
        held.update(link.iterancestors())
    rows = []
    for link in links.values():
        inside = [above for above in link.iterancestors() if held[above] == 1]
        if inside:
            rows.append(inside[-1])
    return rows


def _item_selectors(rows: Sequence[_Element]) -> Iterator[str]:
    """Selectors that may name all rows, the plainest first."""
    own = list(dict.fromkeys(name for name, _ in Counter(_names(rows)).most_common()))
    parents = list(dict.fromkeys(_names([row.getparent() for row in rows if row.getparent() is not None])))
    above = list(dict.fromkeys(_names([up for row in rows[:1] for up in row.iterancestors()])))
    plain = [name for name in own if "." in name]
    nested = [f"{parent} > {name}" for name in own for parent in parents if parent != "body"]
    deep = [f"{outer} {name}" for name in own for outer in above if "." in outer or "#" in outer]
    yield from [*plain, *nested, *deep][:_MAX_TRIES]


def _names(elements: Sequence[_Element]) -> Iterator[str]:
    """``tag.class`` and ``tag#id`` of elements, then the bare tag."""
    for element in elements:
        name = element.get("id") or ""
        if _NAME.fullmatch(name) and not _MADE.search(name):
            yield f"{element.tag}#{name}"
        for part in (element.get("class") or "").split()[:4]:
            if _NAME.fullmatch(part) and not _MADE.search(part):
                yield f"{element.tag}.{part}"
    for element in elements:
        yield str(element.tag)


def _inner_selectors(rows: Sequence[_Element]) -> list[str]:
    """Selectors of places inside a row: classes, headings, cells by their number."""
    inner = [below for row in rows[:3] for below in row.iterdescendants() if isinstance(below.tag, str)]
    named = [name for name in _names(inner) if "." in name or name in _HEADINGS]
    cells = [
        f"{cell.tag}:nth-child({number})" for cell_row in rows[:1] for number, cell in enumerate(cell_row, 1) if cell.tag in ("td", "th")
    ]
    return list(dict.fromkeys(["time", *named, *cells]))[:_MAX_TRIES]


def _title(tree: _Element, base_url: str, item: str, inside: Sequence[str], entries: Sequence[Entry]) -> dict[str, str] | None:
    """The selector of the titles where the link does not carry them; ``None`` when there is none."""
    for name in inside:
        if _titled(chosen_entries(tree, base_url, Selectors(item=item, title=name)), entries):
            return {"title": name}
    return None


def _titled(found: Sequence[Entry], entries: Sequence[Entry]) -> bool:
    titles = {entry.url: entry.title for entry in entries}
    same = sum(titles[entry.url] == entry.title for entry in found)
    return same >= 0.9 * len(found)


def _dated(tree: _Element, base_url: str, item: str, inside: Sequence[str], entries: Sequence[Entry], language: str) -> dict[str, str]:
    """The selector of the dates, when one gives the same days."""
    days = {entry.url: entry.published_on for entry in entries}
    dated = sum(day is not None for day in days.values())
    if dated < 0.5 * len(days):
        return {}
    for name in inside:
        found = chosen_entries(tree, base_url, Selectors(item=item, date=name), language)
        if sum(entry.published_on is not None and entry.published_on == days[entry.url] for entry in found) >= 0.95 * dated:
            return {"date": name}
    return {}
