"""The items of a list page, without selectors.

The links of the page are grouped into rows by :mod:`crawlers.extract.records`; within the rows, words that stand in the same place form a
field, and the fields that vary most like titles and hold dates most often are the title and the date of every row.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawlers.extract import tree as page_tree
from crawlers.extract.data import data_entries, script_entries
from crawlers.extract.days import Days, month_first
from crawlers.extract.encoding import decode
from crawlers.extract.entry import MAX_ENTRIES, Entry
from crawlers.extract.records import Record, find_records, titleness
from crawlers.extract.stream import Page, cell_of, read_stream, signature
from crawlers.extract.tree import Element
from policywatch.text import one_line

_DATED_CHARS = 160


def listing_items(
    html: str | bytes, base_url: str, known_urls: Collection[str] = (), language: str = "", day_first: bool | None = None
) -> list[Entry]:
    """The items of the page's main list in its order; ``known_urls`` are those that earlier checks found."""
    text = decode(html) if isinstance(html, bytes) else html
    return listing_entries(text, page_tree.parse(text), base_url, language, day_first, known_urls)


def listing_entries(
    text: str, root: Element, base_url: str, language: str = "", day_first: bool | None = None, known_urls: Collection[str] = ()
) -> list[Entry]:
    """The items of an answer, page or data, of which the tree is there already."""
    data = data_entries(text, base_url, _days([text[:20_000]], [base_url], language, day_first))
    if data is not None:
        return _once_each(data)
    return read_list(root, base_url, known_urls, language, day_first)


def read_list(
    root: Element, base_url: str, known_urls: Collection[str] = (), language: str = "", day_first: bool | None = None
) -> list[Entry]:
    """The items of a parsed page; an array in its scripts stands in where the page itself shows hardly a list."""
    page = read_stream(root, base_url)
    tongue = root.get("lang") or language
    days = _days((token.text for token in page.tokens), [base_url, *(link.url for link in page.links)], tongue, day_first)
    records = find_records(page, base_url, lambda words: days.find(words) is not None, frozenset(known_urls))
    entries = _once_each(_entries(page, records, days))[:MAX_ENTRIES]
    if sum(entry.published_on is not None for entry in entries) < 2:
        scripts = [script.text for script in root.iter("script") if script.text and not script.get("src")]
        drawn = _once_each(script_entries(scripts, base_url, days))
        if len(drawn) > max(2, len(entries)):
            return drawn
    return entries


def _days(texts: Iterable[str], urls: Sequence[str], language: str, day_first: bool | None) -> Days:
    return Days(language, month_first(texts, urls, language) if day_first is None else not day_first)


def _once_each(entries: Sequence[Entry]) -> list[Entry]:
    """An address once, with its first date and its fullest title."""
    found: dict[str, Entry] = {}
    for entry in entries:
        before = found.get(entry.url)
        if before is None:
            found[entry.url] = entry
        elif before.published_on is None and entry.published_on is not None:
            found[entry.url] = replace(before, published_on=entry.published_on, published_raw=entry.published_raw)
    return list(found.values())


# ---- fields


@dataclass(slots=True)
class _Field:
    """Words of one row that stand in the same place."""

    words: list[str]
    in_link: bool
    heading: bool


_Fields = dict[tuple[str, ...], _Field]


def _fields(page: Page, record: Record) -> _Fields:
    """The words of a row by place; the link's own words have the place ``link``."""
    found: _Fields = {}
    for start, end in record.spans:
        for i in range(start, min(end, start + 400)):
            token = page.tokens[i]
            inside = record.link.span.start <= i < record.link.span.end
            place = ("link",) if inside else _place(token.element, record.element)
            entry = found.setdefault(place, _Field([], inside, any(part[:2] in _HEADS or part[:-1] in _STRONG for part in place)))
            entry.words.append(token.text)
    return found


_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG = frozenset(("strong", "b"))


def _place(element: Element, top: Element) -> tuple[str, ...]:
    """Signatures from the row down to the words; cells by their number."""
    parts: list[str] = []
    while element is not None and element is not top:
        parts.append(cell_of(element) if element.tag in ("td", "th") else signature(element))
        element = element.getparent()
    return tuple(reversed(parts))


def _entries(page: Page, records: Sequence[Record], days: Days) -> list[Entry]:
    rows = [_fields(page, record) for record in records]
    title_places = _title_places(rows, days)
    date_places = _date_places(records, rows, days)
    found = []
    for record, row in zip(records, rows, strict=True):
        title = _title(record, row, title_places)
        on, raw = _date(page, record, row, date_places, days)
        found.append(Entry(record.link.url, one_line(title), on, raw[:120]))
    return found


def _title_places(rows: Sequence[_Fields], days: Days) -> list[tuple[str, ...]]:
    """Places that hold titles, the best first: words that read like a title, differ from row to row, and are the link's or a heading's."""
    texts: dict[tuple[str, ...], list[str]] = defaultdict(list)
    bonus: dict[tuple[str, ...], float] = {}
    for row in rows:
        for place, entry in row.items():
            texts[place].append(" ".join(entry.words))
            bonus[place] = 0.5 * entry.in_link + 0.3 * entry.heading
    worth = {}
    for place, seen in texts.items():
        varied = len(set(seen)) / len(seen)
        read = sum(titleness(_undated(text, days)) for text in seen) / len(rows)
        worth[place] = (read + (bonus[place] if read > 0.2 else 0)) * varied
    return sorted((place for place in worth if worth[place] > 0.05), key=lambda place: -worth[place])


def _undated(text: str, days: Days) -> str:
    return "" if len(text) <= 30 and days.find(text) is not None else text


def _title(record: Record, row: _Fields, places: Sequence[tuple[str, ...]]) -> str:
    """The words in the best place that reads like a title in this row."""
    texts = [" ".join(row[place].words) for place in places if place in row]
    own = record.link.text
    return next((text for text in [*texts[:1], own, *texts[1:]] if titleness(text) > 0), own or next(iter(texts), ""))


def _date_places(records: Sequence[Record], rows: Sequence[_Fields], days: Days) -> list[tuple[str, ...]]:
    """Places that hold dates, the fullest first; the head of a table's column and words around the date tell which date it is."""
    counts: dict[tuple[str, ...], float] = defaultdict(float)
    labels: dict[tuple[str, ...], str] = {}
    for record, row in zip(records, rows, strict=True):
        for place, entry in row.items():
            dated = next((words for words in entry.words if days.find(words[:_DATED_CHARS]) is not None), None)
            if dated is not None:
                counts[place] += 1.0 if len(dated) < 40 else 0.6
                labels.setdefault(place, f"{_column_head(record, place)} {' '.join(place)} {dated if len(dated) < 60 else ''}")
    worth = {place: counts[place] * (0.7 if _OTHER_DATE.search(labels[place]) else 1.0) for place in counts}
    return sorted(worth, key=lambda place: -worth[place])


_OTHER_DATE = re.compile(
    r"updat|modif|revis|reclass|hearing|argu|deadline|clos(?:es|ing)|expir|effective|\bdue\b|until|event|begin|start|end date|截止|生效|实施",
    re.I,
)


def _column_head(record: Record, place: tuple[str, ...]) -> str:
    """What the table's head says over a cell."""
    if not place or not place[0].startswith("td") or record.element.tag != "tr":
        return ""
    table = next(record.element.iterancestors("table"), None)
    head = next(table.iter("tr"), None) if table is not None else None
    column = int(place[0][2:]) if place[0][2:].isdecimal() else 0
    cells = [cell for cell in head if cell.tag in ("th", "td")] if head is not None and head is not record.element else []
    return page_tree.inline_text(cells[column])[:60] if column < len(cells) else ""


def _date(page: Page, record: Record, row: _Fields, places: Sequence[tuple[str, ...]], days: Days) -> tuple[date | None, str]:
    for place in places:
        for words in row[place].words if place in row else ():
            on = days.find(words[:_DATED_CHARS])
            if on is not None:
                return on, words
    for start, end in record.above:
        for token in reversed(page.tokens[start:end]):
            on = days.find(token.text[:_DATED_CHARS])
            if on is not None:
                return on, token.text
    return None, ""
