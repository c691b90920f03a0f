"""Lists that come as data: a feed or sitemap where a page was expected, a JSON answer, an array inside a page's script.

Sites move from pages to data behind the same address, and many lists are drawn by a script from an array in the page itself.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawlers.dates import find_date_in
from crawlers.extract.entry import MAX_ENTRIES, Entry
from crawlers.extract.stream import join
from policywatch.text import one_line, scrub

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_FIRST_TAG = re.compile(r"<(?:\w{1,20}:)?(\w{1,40})")
_ROOTS = frozenset("rss feed urlset rdf sitemapindex".split())
_ITEMS = frozenset(("item", "entry", "url"))
_MAX_NODES = 200_000
_URL_KEYS = re.compile(r"(?:^|_)(?:url|href|link|permalink|pdf|download|file|loc|uri)", re.I)
_TITLE_KEYS = ("title", "headline", "name", "subject", "caption", "case_name", "casename", "docname", "label", "heading")
_DATE_KEYS = re.compile(r"publish|issued|posted|decided|decision|filed|release|date|pubdate|created|time", re.I)
_TEXT_KEYS = re.compile(r"abstract|summary|description|teaser|excerpt|text", re.I)
_ARRAY = re.compile(r"[=:(,]\s*(\[\s*\{)")
_ADDRESS = re.compile(r"^(?:https?://\S+|/\S+|[\w./%-]{1,200}\.(?:pdf|html?|docx?|aspx?|txt)(?:[?#]\S*)?)$", re.I)


def data_entries(text: str, base_url: str, language: str = "") -> list[Entry] | None:
    """The items of an answer that is XML or JSON; ``None`` when it is neither."""
    head = text[:4096]
    first = _FIRST_TAG.search(_COMMENT.sub("", head))
    if first and first[1].lower() in _ROOTS:
        return _xml_entries(text, base_url, language)
    if head.lstrip()[:1] in ("{", "["):
        found = _loads(text)
        return None if found is None else best_array(found, base_url, language)
    return None


def script_entries(scripts: Sequence[str], base_url: str, language: str = "") -> list[Entry]:
    """The items of the longest array of objects in a page's scripts."""
    decoder = json.JSONDecoder()
    best: list[Entry] = []
    for script in scripts[:200]:
        for found in list(_ARRAY.finditer(script))[:50]:
            try:
                value, _ = decoder.raw_decode(script, found.start(1))
            except (ValueError, RecursionError):
                continue
            entries = best_array(value, base_url, language)
            best = entries if len(entries) > len(best) else best
        whole = _loads(script) if script.lstrip()[:1] in ("{", "[") else None
        entries = best_array(whole, base_url, language) if whole is not None else []
        best = entries if len(entries) > len(best) else best
    return best


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


# ---- JSON


def best_array(value: Any, base_url: str, language: str) -> list[Entry]:
    """The items of the array whose objects most often have an address and a title."""
    best: list[Entry] = []
    for rows in _arrays(value):
        found = [_json_entry(row, base_url, language) for row in rows[:MAX_ENTRIES] if isinstance(row, Mapping)]
        kept = [entry for entry in found if entry is not None]
        if len(kept) > len(best) and len(kept) >= 0.5 * len(rows):
            best = kept
    return best


def _arrays(value: Any) -> Iterator[list[Any]]:
    waiting, seen = [value], 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, list):
            if node and isinstance(node[0], Mapping):
                yield node
            waiting.extend(node)
        elif isinstance(node, Mapping):
            waiting.extend(node.values())


def _json_entry(row: Mapping[Any, Any], base_url: str, language: str) -> Entry | None:
    fields = {str(key): value.strip() for key, value in row.items() if isinstance(value, str) and value.strip()}
    addresses = {key: value for key, value in fields.items() if _URL_KEYS.search(key) and _ADDRESS.match(value)}
    named = next((value for key in _TITLE_KEYS for name, value in fields.items() if name.lower() == key), "")
    titles = [value for key, value in fields.items() if "title" in key.lower() or "name" in key.lower() or "caption" in key.lower()]
    title = named or max(titles, key=len, default="")
    if not addresses or not title:
        return None
    order = sorted(addresses, key=lambda key: (not addresses[key].lower().split("?")[0].endswith(".pdf"), list(fields).index(key)))
    url = join(base_url, addresses[order[0]])
    raw = next((value for key, value in fields.items() if _DATE_KEYS.search(key) and find_date_in(value[:60], language)), "")
    said = next((value for key, value in fields.items() if _TEXT_KEYS.search(key) and value != title), "")
    return Entry(url, one_line(title), find_date_in(raw[:60], language) if raw else None, raw[:120], scrub(said[:2000])) if url else None


# ---- XML


def _xml_entries(text: str, base_url: str, language: str) -> list[Entry]:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", scrub(text)).strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    found = []
    for element in root.iter():
        if isinstance(element.tag, str) and _local(element.tag) in _ITEMS:
            entry = _xml_entry(element, base_url, language)
            if entry is not None:
                found.append(entry)
            if len(found) >= MAX_ENTRIES:
                break
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _xml_entry(element: Any, base_url: str, language: str) -> Entry | None:
    fields: dict[str, str] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = _local(child.tag)
        words = " ".join("".join(child.itertext()).split())
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            words = child.get("href")
        if words:
            fields.setdefault(name, words)
    address = fields.get("link") or fields.get("loc") or (fields.get("guid", "") if "http" in fields.get("guid", "")[:5] else "")
    url = join(base_url, address) if address else ""
    if not url:
        return None
    raw = next((fields[name] for name in ("pubdate", "published", "date", "issued", "updated", "lastmod") if name in fields), "")
    title = fields.get("title") or url.rstrip("/").rpartition("/")[2]
    return Entry(url, one_line(title), find_date_in(raw, language) if raw else None, raw[:120], scrub(fields.get("description", "")[:2000]))
