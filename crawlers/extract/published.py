"""The day a page says it was published.

Structured data speaks first, then the page's visible labels and its address; the tolerant finder of htmldate, which costs as much as the whole
main text, is asked last.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crawlers.extract.days import Days, month_first
from crawlers.extract.tree import UNREAD, Element

_EARLIEST = date(1990, 1, 1)
_AHEAD = timedelta(hours=48)

#: names of meta elements in the order they are believed
_METAS = (
    "article:published_time og:article:published_time og:published_time datepublished article:published citation_publication_date citation_date "
    "dcterms.issued dcterms.date dc.date.issued dc.date dc.date.created dcterms.created dcterms.available dc.date.publication publication_date "
    "publicationdate publishdate publish_date publish-date published_date published pubdate pub_date release_date originalpublicationdate "
    "parsely-pub-date sailthru.date cxenseparse:recs:publishtime rnews:datepublished article.published article_date_original article.created "
    "date_published dateissued firstpublishedtime first_published_at bt:pubdate mediatopublishdate creation_date date"
).split()
_RANK = {name: rank for rank, name in enumerate(_METAS)}
_JSON_KEYS = ("datePublished", "uploadDate", "dateCreated")
_JSON_TIME = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')

_LABEL = re.compile(
    r"(?:date\s*(?:of\s*)?(?:publish(?:ed)?|publication|issue|posted)|publi(?:shed|cation date|sh date)(?:\s*(?:on|date))?|posted(?:\s*on)?|issued(?:\s*on)?|released?(?:\s*(?:on|date))?"
    r"|first published|press release|date|veröffentlicht(?:\s*am)?|veröffentlichung(?:sdatum)?|publiziert(?:\s*am)?|erschienen(?:\s*am)?|erstellt(?:\s*am)?|verfasst\s*am|datum|vom"
    r"|publié(?:e)?(?:\s*le)?|date de publication|mis(?:e)? en ligne(?:\s*le)?|paru(?:\s*le)?|publicado(?:\s*el|\s*em)?|fecha(?:\s*de\s*publicación)?|pubblicato(?:\s*il)?|gepubliceerd(?:\s*op)?"
    r"|发布(?:时间|日期|于)|发文日期|成文日期|公布日期|印发日期|时间|日期|發布日期|公開日|掲載日|発表日|更新日|등록일|게시일|작성일)\s*[:：]?\s*$",
    re.I,
)
_NOT_LABEL = re.compile(
    r"updat|modif|aktualisiert|geändert|stand|mis(?:e)? à jour|actualiz|更新|修改|最終|events?|deadline|until|bis|clos(?:es|ing)|veranstaltung|termin|copyright|©",
    re.I,
)
_DATED_NAME = re.compile(
    r"(?:^|[\s_-])(?:date|datum|published|publish|pubdate|pub-?date|posted|posted-on|post-?date|entry-?date|article-?date|news-?date|timestamp|time|byline|dateline|created|meta|postmeta|entry-?meta|post-?meta|article-?meta|pubtime|source|info|fecha|fbsj|rq|sj)(?:$|[\s_-])",
    re.I,
)
_MODIFIED_NAME = re.compile(r"modif|updat|comment|related|sidebar|widget|event|footer|calendar|teaser|archive", re.I)
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_ISO = re.compile(r"^\s*((?:19|20)\d\d)-(\d\d?)-(\d\d?)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Published:
    """A day, and the instant where the page names one."""

    on: date | None = None
    at: datetime | None = None


def find_published(root: Element, url: str, language: str = "", now: datetime | None = None) -> Published:
    """The day of publication, or nothing; ``now`` bounds what is believed."""
    latest = ((now or datetime.now(UTC)) + _AHEAD).date()
    days = Days(language, month_first(root.itertext("p", "span", "div", "time", "td", "li"), [url], language), now)
    for raw in _candidates(root, url, days):
        found = _read(raw, days)
        if found.on is not None and _EARLIEST <= found.on <= latest:
            return found
    return _last_resort(root, url, latest)


def _candidates(root: Element, url: str, days: Days) -> Iterator[str]:
    """What might be the date, the most trusted first."""
    yield from _structured(root)
    yield from _metas(root)
    yield from _microdata(root)
    yield from _visible(root, days)
    yield from _from_url(url)


def _read(raw: str, days: Days) -> Published:
    """A day or instant as written; nothing when it cannot be read."""
    text = " ".join(raw.split())[:120]
    iso = _ISO.match(text)
    if iso:
        try:
            at = datetime.fromisoformat(text.replace(" +", "+"))
        except ValueError:
            at = None
        try:
            on = date(int(iso[1]), int(iso[2]), int(iso[3]))
        except ValueError:
            return Published()
        return Published(on, at.astimezone(UTC) if at is not None and at.tzinfo is not None and 1 < at.year < 9999 else None)
    compact = re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4,6})?", text)
    if compact:
        try:
            return Published(date(int(compact[1]), int(compact[2]), int(compact[3])))
        except ValueError:
            return Published()
    return Published(days.find(text))


# ---- places


def _structured(root: Element) -> Iterator[str]:
    """Dates of JSON-LD, articles before pages."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            value = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            yield from _JSON_TIME.findall(script.text[:200_000])
            continue
        nodes = [node for node in _nodes(value) if any(isinstance(node.get(key), str) for key in _JSON_KEYS)]
        nodes.sort(key=lambda node: not re.search(r"article|posting|legislation|report|document", str(node.get("@type", "")), re.I))
        yield from (node[key] for node in nodes for key in _JSON_KEYS if isinstance(node.get(key), str))


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < 5_000:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(child for child in node.values() if isinstance(child, list | dict))


def _metas(root: Element) -> Iterator[str]:
    found: list[tuple[int, str]] = []
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower().strip()
        content = (meta.get("content") or "").strip()
        if name in _RANK and content:
            found.append((_RANK[name], content))
    yield from (content for _, content in sorted(found, key=lambda pair: pair[0]))


def _microdata(root: Element) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag == "meta":
            continue
        name = (element.get("itemprop") or element.get("property") or "").lower()
        if (
            name in ("datepublished", "dc:date", "dcterms:issued", "schema:datepublished", "datecreated")
            or element.get("pubdate") is not None
        ):
            yield element.get("datetime") or element.get("content") or _words(element)


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())[:200]


def _visible(root: Element, days: Days) -> Iterator[str]:
    """Labelled dates, then elements named after a date, then the first ``time``; those above the text's end of each kind."""
    labelled, named, timed = [], [], []
    body = root.find("body")
    previous = ""
    for element in body.iter() if body is not None else ():
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            continue
        names = _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")[:200]
        if element.tag == "time" and not _MODIFIED_NAME.search(names):
            timed.append(element.get("datetime") or _words(element))
        elif names.strip() and _DATED_NAME.search(names) and not _MODIFIED_NAME.search(names):
            words = _words(element)
            if len(words) <= 120 and not _NOT_LABEL.search(words):
                named.append(words)
        for text in (element.text, element.tail):
            words = " ".join(text.split()) if text else ""
            if not words:
                continue
            labelled += _labelled(words, previous)
            previous = words[-60:]
        if len(labelled) + len(named) + len(timed) > 200:
            break
    for raw in (*labelled, *named, *timed):
        if days.find(raw) or _ISO.match(raw):
            yield raw


_DIGIT = re.compile(r"\d")


def _labelled(words: str, previous: str) -> list[str]:
    """The part of a short text behind a label, when there is one in it or just before it."""
    digit = _DIGIT.search(words[:80])
    if not digit or len(words) > 250:
        return []
    for start in dict.fromkeys(
        (digit.start(), *(m.start() for m in re.finditer(r"[^\W\d_]+[.,]?\s+(?:\d|$)", words[: digit.start() + 1])))
    ):
        label = words[:start].strip() or previous
        if _LABEL.search(label[-60:]) and not _NOT_LABEL.search(label[-60:]):
            return [words[start : start + 60]]
    return []


def _from_url(url: str) -> Iterator[str]:
    found = _URL_DATE.search(url.partition("?")[0])
    if found:
        yield f"{found[1]}-{found[2]}-{found[3]}"


def _last_resort(root: Element, url: str, latest: date) -> Published:
    from htmldate import find_date

    try:
        raw = find_date(
            root, url=url or None, original_date=True, extensive_search=True, min_date="1990-01-01", max_date=latest.isoformat()
        )
    except (ValueError, TypeError, OverflowError, AttributeError, RecursionError):
        # htmldate raises on odd markup; no date is an answer
        return Published()
    return Published(date.fromisoformat(raw)) if raw else Published()
