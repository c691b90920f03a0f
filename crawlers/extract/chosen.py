"""The items of a list page whose places the admin has named by selectors."""

from dataclasses import dataclass

from crawlers.dates import find_date_in
from crawlers.extract import tree as page_tree
from crawlers.extract.entry import MAX_ENTRIES, Entry
from crawlers.extract.select import select_all, select_first
from crawlers.extract.stream import base_of, join
from crawlers.extract.tree import Element
from policywatch.text import one_line


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where the parts of an item stand; ``item`` or ``link`` is there."""

    item: str | None = None
    link: str | None = None
    title: str | None = None
    date: str | None = None
    summary: str | None = None


def chosen_entries(root: Element, base_url: str, selectors: Selectors, language: str = "") -> list[Entry]:
    """The items that the selectors name, in page order, an address once."""
    base = base_of(root, base_url)
    rows = select_all(root, selectors.item or selectors.link or "")
    found: dict[str, Entry] = {}
    for row in rows[:MAX_ENTRIES]:
        entry = _entry(row, base, selectors, language)
        if entry is not None:
            found.setdefault(entry.url, entry)
    return list(found.values())


def _entry(row: Element, base: str, selectors: Selectors, language: str) -> Entry | None:
    link = row if not selectors.item else select_first(row, selectors.link) if selectors.link else _first_link(row)
    if link is None:
        return None
    url = join(base, link.get("href") or "")
    if not url:
        return None
    named = select_first(row, selectors.title) if selectors.title else link
    title = page_tree.inline_text(named) if named is not None else ""
    abstract = select_first(row, selectors.summary) if selectors.summary else None
    raw = _date_text(row, selectors.date)
    return Entry(
        url=url,
        title=one_line(title or page_tree.inline_text(link) or link.get("title") or ""),
        published_on=find_date_in(raw, language),
        published_raw=raw[:120] if selectors.date else "",
        summary=page_tree.inline_text(abstract) if abstract is not None else "",
    )


def _first_link(row: Element) -> Element | None:
    return next((a for a in row.iter("a") if a.get("href")), None)


def _date_text(row: Element, selector: str | None) -> str:
    place = select_first(row, selector) if selector else row
    if place is None:
        return ""
    stamped = next((e.get("datetime") for e in place.iter("time") if e.get("datetime")), None)
    return stamped or page_tree.inline_text(place)[:500]
