"""The list of a page: which links are its items, and which words belong to each.

Links that stand alike (same path of tags and lasting classes) form a cluster; the row of a link is the largest element that holds no other
link of its cluster. A cluster is worth as much as its rows: dated, with words of their own, outside of menus.
"""

import itertools
import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawlers.extract.stream import Link, Page, Span, signature
from crawlers.extract.tree import Element

#: rows of a list of one, or a row that is not bounded by its neighbours, end at such an element
_ROWS = frozenset("tr li article dd dt p section".split())
_ROW_CHARS = 1_500
_FILE = re.compile(
    r"\.(?:pdf|docx?|rtf|odt|wpd)(?:$|[?#&/])|[/=](?:pdf|download|getfile|file)s?(?:$|[/?&=.])|download|document\.do|(?:content|type|format)=pdf",
    re.I,
)
_OTHER_FILE = re.compile(r"\.(?:docx?|rtf|odt|wpd|xlsx?|zip|csv|mp3|mp4|ics|xml|json|rss)(?:$|[?#])", re.I)
_STEP = re.compile(
    r"^(?:[\d\W_]{1,6}|(?:go to )?(?:next|prev(?:ious)?|first|last|older|newer|back|top)(?: page| »| ›)?|weiter|zurück|nächste|suivant|précédent"
    r"|siguiente|anterior|successivo|上一页|下一页|首页|末页|尾页|上页|下页|次へ|前へ|다음|이전|rss|xml|e?mail|print|share|login|log in|sign in"
    r"|home|contact(?: us)?|about(?: us)?|search|help|privacy(?: policy)?|sitemap|english|français|deutsch|español|中文|繁體|简体)$",
    re.I,
)
_PAGED = re.compile(r"[?&/_-](?:page|p|pg|pageno|pagenumber|start|offset|index)[=/_-]?\d", re.I)
_PDF_WORD = re.compile(r"(?:^|[\W_])pdf(?:$|[\W_\d])", re.I)
_VAGUE = re.compile(
    r"^(?:\W|\b(?:read|more|view|see|open|download|full|text|details?|case|pdf|html?|docx?|word|file|link|here|click|the|opinion|document|version|"
    r"print|show|info|permalink|weiterlesen|mehr|lire|la|suite|leer|más|查看|详情|更多|阅读|全文|下载|続きを読む|詳細|kb|mb|\d+)\b|更多|详细|查看|>)*$",
    re.I,
)
_VERSUS = re.compile(r"\bv(?:s)?\.? |^(?:in re|in the matter of|ex parte|matter of|people|state)\b", re.I)
_SENTENCE = re.compile(r"[a-z)]{3,}[.;:!?] +[A-Z]|[。；]")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True)
class Record:
    """One item of a list: its link, its row, and the words that stand in no row but belong to it."""

    link: Link
    element: Element
    #: spans of words in the stream, the row's own first
    spans: list[tuple[int, int]]
    #: words above a group of rows, nearest first
    above: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Cluster:
    """Links that stand alike, with their rows."""

    links: list[Link]
    records: list[Record]
    score: float = 0.0
    dated: float = 0.0


#: says whether a date stands in a text
HasDate = Callable[[str], bool]


def find_records(page: Page, base_url: str, has_date: HasDate, known_urls: Collection[str] = ()) -> list[Record]:
    """The items of the page's list in their order; empty when the page has no list."""
    clusters = [_measured(page, links, has_date, known_urls) for links in _alike(page.links, base_url)]
    clusters.sort(key=lambda cluster: -cluster.score)
    if not clusters or clusters[0].score <= 0.5:
        return []
    best = _best_column(page, clusters)
    rows = list(best.records)
    for other in clusters:
        if other is not best and _continues(page, other, best, rows):
            rows += other.records
    rows.sort(key=lambda record: record.link.span.first)
    return rows


def _alike(links: Sequence[Link], base_url: str) -> list[list[Link]]:
    own = urlsplit(base_url).path
    clusters: dict[tuple[str, ...], list[Link]] = defaultdict(list)
    for link in links:
        if not _is_step(link, own):
            clusters[link.path].append(link)
    return [column for cluster in clusters.values() for column in _columns(cluster)]


def _is_step(link: Link, own_path: str) -> bool:
    """Whether the link leads around the site or to another page of the same list."""
    if is_file(link):
        return False
    if re.fullmatch(r"\W*\d{1,4}\W*", link.text):
        return urlsplit(link.url).path == own_path or bool(_PAGED.search(link.url))
    return bool(_STEP.match(link.text))


def _columns(links: list[Link]) -> list[list[Link]]:
    """One cluster for each place in the row, when the rows hold several links of different make ("PDF", "DOC", the name)."""
    parents: dict[Element, list[Link]] = defaultdict(list)
    for link in links:
        parents[_holder(link)].append(link)
    sizes = Counter(map(len, parents.values()))
    size, count = sizes.most_common(1)[0]
    if not 2 <= size <= 4 or count < 0.7 * len(parents):
        return [links]
    columns = [[row[i] for row in parents.values() if len(row) == size] for i in range(size)]
    if len({_kind_of_column(column) for column in columns}) == 1:
        return [links]
    odd = [link for row in parents.values() if len(row) != size for link in row]
    return [*columns, odd] if odd else columns


def _holder(link: Link) -> Element:
    """The element that holds the link, formatting aside."""
    holder = link.element.getparent()
    while holder.tag in ("b", "strong", "i", "em", "font", "u", "span", "small") and holder.getparent() is not None:
        holder = holder.getparent()
    return holder


def _kind_of_column(links: Sequence[Link]) -> tuple[bool, bool, bool]:
    constant = len({link.text for link in links}) <= max(1, 0.3 * len(links))
    return (
        sum(map(is_file, links)) > len(links) / 2,
        sum(bool(_OTHER_FILE.search(urlsplit(link.url).path)) for link in links) > len(links) / 2,
        constant and len(links) > 1,
    )


def is_file(link: Link) -> bool:
    """Whether the link leads to a document's file, by its address, its words or the icon beside it."""
    if _FILE.search(link.url):
        return True
    element = link.element
    said = f"{element.get('type') or ''} {element.get('title') or ''} {element.get('aria-label') or ''} {element.get('class') or ''}"[:300]
    if _PDF_WORD.search(said) or _PDF_WORD.search(link.text[:60]):
        return True
    before = element.getprevious()
    images = [*element.iter("img"), *([before] if before is not None and before.tag == "img" else [])]
    return any(_PDF_WORD.search(f"{image.get('src') or ''} {image.get('alt') or ''}"[:300]) for image in images)


def _measured(page: Page, links: list[Link], has_date: HasDate, known_urls: Collection[str]) -> Cluster:
    records = rows_of(page, links)
    sample = records if len(records) <= 60 else records[:: len(records) // 60 + 1]
    dated = sum(_dated(page, record, has_date) for record in sample) / len(sample)
    titled = sum(titleness(_longest(page, record)) for record in sample) / len(sample)
    files = sum(is_file(record.link) for record in sample) / len(sample)
    distinct = len({link.url for link in links}) / len(links)
    away = sum(link.away for link in links) / len(links)
    known = sum(link.url in known_urls for link in links) / len(links) if known_urls else 0.0
    worth = (1.2 * dated + 0.8 * titled + 0.5 * files + 2.0 * known) * distinct * (1 - 0.85 * away)
    return Cluster(links, records, worth * math.log2(1 + min(distinct * len(links), 60)), dated)


def _dated(page: Page, record: Record, has_date: HasDate) -> float:
    if any(has_date(page.text(*span)[:_ROW_CHARS]) for span in record.spans):
        return 1.0
    return 0.6 if any(has_date(page.text(*span)[:200]) for span in record.above) else 0.0


def _longest(page: Page, record: Record) -> str:
    return max((token.text for span in record.spans for token in page.tokens[slice(*span)]), key=titleness, default=record.link.text)


def titleness(text: str) -> float:
    """How much a text looks like the name of a publication, 0..1."""
    if len(text) < 4 or _VAGUE.match(text[:200]):
        return 0.0
    words = len(_WORD.findall(text[:400])) + len(_CJK.findall(text[:400])) / 2
    letters = sum(c.isalpha() for c in text[:400]) / min(len(text), 400)
    worth = min(words, 8) / 8 * (1.0 if letters > 0.6 else letters)
    if _VERSUS.search(text[:300]):
        worth = max(worth, 0.8)
    return worth * (0.5 if len(text) > 300 or len(_SENTENCE.findall(text)) > 1 else 1.0)


# ---- rows


def rows_of(page: Page, links: Sequence[Link]) -> list[Record]:
    """A record for each link of one cluster: the largest element of its own, and the words between rows given to the right side."""
    firsts = [link.span.first for link in links]
    climbs = [_climb(page, link, firsts) for link in links]
    usual = Counter(len(climb) for climb in climbs).most_common(1)[0][0] if len(climbs) > 1 else 99
    tops = [climb[: max(usual, 1)][-1] for climb in climbs]
    records = [Record(link, top, [(page.spans[top].start, page.spans[top].end)]) for link, top in zip(links, tops, strict=True)]
    if len(records) > 1:
        _share_gaps(page, records)
    return records


def _climb(page: Page, link: Link, firsts: Sequence[int]) -> list[Element]:
    """The link and the elements around it that hold no other link of the cluster."""
    found = [link.element]
    for above in link.element.iterancestors():
        span = page.spans.get(above)
        if span is None or above.tag == "body" or _inside(firsts, span) > 1:
            break
        if len(firsts) == 1 and found[-1].tag in _ROWS and found[-1].tag != "p":
            break
        if sum(len(t.text) for t in page.tokens[span.start : span.end]) > _ROW_CHARS * 4 and found[-1].tag != "a":
            break
        found.append(above)
    return found


def _inside(firsts: Sequence[int], span: Span) -> int:
    return bisect_left(firsts, span.last + 1) - bisect_left(firsts, span.first)


def _share_gaps(page: Page, records: list[Record]) -> None:
    """Gives the words between rows to a row (where most rows have some), else to the group that follows."""
    pairs = list(itertools.pairwise(records))
    gaps = [(left.spans[0][1], right.spans[0][0]) for left, right in pairs]
    near = [gap for (left, right), gap in zip(pairs, gaps, strict=True) if left.element.getparent() is right.element.getparent()]
    full = sum(end > start for start, end in near)
    if near and full >= 0.6 * len(near):
        _give_gaps(page, records)
        return
    above: list[tuple[int, int]] = []
    first = records[0].spans[0][0]
    gaps.insert(0, (max(0, first - 12), first))
    for record, (start, end) in zip(records, gaps, strict=True):
        if end > start:
            above = [(max(start, end - 12), end)]
        record.above = above


def _give_gaps(page: Page, records: list[Record]) -> None:
    parents = [page.spans.get(record.element.getparent()) for record in records]
    first, last = parents[0], parents[-1]
    lead = (first.start, records[0].spans[0][0]) if first else (0, 0)
    trail = (records[-1].spans[0][1], last.end) if last else (0, 0)
    before = _belongs_before(page, records, lead, trail)
    for i, record in enumerate(records):
        start, end = record.spans[0]
        if before:
            begin = records[i - 1].spans[0][1] if i else max(lead[0], lead[1] - 12)
            own = (_last_break(page, begin, start) if i == 0 else begin, start)
        else:
            own = (end, records[i + 1].spans[0][0] if i + 1 < len(records) else min(trail[1], end + 12))
        if own[1] > own[0]:
            record.spans.append(own)


def _belongs_before(page: Page, records: list[Record], lead: tuple[int, int], trail: tuple[int, int]) -> bool:
    """Whether the words between two rows belong to the lower one: nothing follows the last row, or line breaks say so."""
    if trail[1] <= trail[0] or lead[1] <= lead[0]:
        return trail[1] <= trail[0] and lead[1] > lead[0]
    votes = 0
    for left, right in itertools.pairwise(records):
        start, end = left.spans[0][1], right.spans[0][0]
        if end > start and end < len(page.tokens):
            votes += 1 if page.tokens[start].breaks > page.tokens[end].breaks else -1
    return votes > 0


def _last_break(page: Page, start: int, end: int) -> int:
    """Where the last paragraph of a span begins."""
    most = max((page.tokens[i].breaks for i in range(start, end)), default=0)
    return next((i for i in range(end - 1, start - 1, -1) if page.tokens[i].breaks == most), start)


# ---- columns and continuations


def _best_column(page: Page, clusters: Sequence[Cluster]) -> Cluster:
    """Of the clusters that run through the same rows as the best one, the one whose links are the publications."""
    best = clusters[0]
    columns = [best] + [other for other in clusters[1:] if _parallel(page, other, best)]
    return max(columns, key=lambda column: (round(_link_worth(page, column, best), 3), column.score))


def _parallel(page: Page, other: Cluster, best: Cluster) -> bool:
    """Whether the other cluster has a link in most rows of the best, or the best in most of its rows."""
    firsts = [link.span.first for link in other.links]
    starts = [link.span.start for link in other.links]
    held = sum(1 for record in best.records if _inside(firsts, page.spans[record.element]) or _among(starts, record.spans[1:]))
    return held >= 0.8 * len(best.records) and len(other.links) <= 3 * len(best.links)


def _among(starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(bisect_left(starts, end) > bisect_left(starts, start) for start, end in spans)


def _link_worth(page: Page, column: Cluster, best: Cluster) -> float:
    links = column.links
    n = len(links)
    named = sum(titleness(link.text) for link in links) / n
    varied = len({link.text for link in links}) / n
    files = sum(map(is_file, links)) / n
    other = sum(bool(_OTHER_FILE.search(urlsplit(link.url).path)) for link in links) / n
    distinct = len({link.url for link in links}) / n
    away = sum(link.away for link in links) / n
    one_each = min(n, len(best.records)) / max(n, len(best.records))
    return (named * varied + 1.1 * files - 0.4 * other + 0.1 * varied) * distinct**2 * one_each - away


def _continues(page: Page, other: Cluster, best: Cluster, rows: Sequence[Record]) -> bool:
    """Whether the other cluster is more of the same list: rows of the same make, as good, and none of them already taken."""
    if other.score <= 0 or not other.records or other.dated < 0.6 * best.dated:
        return False
    makes = {_make(record) for record in best.records}
    same = sum(_make(record) in makes for record in other.records) / len(other.records)
    if same < 0.8:
        return False
    firsts = [record.link.span.first for record in rows]
    return not any(_inside(firsts, page.spans[record.element]) for record in other.records)


def _make(record: Record) -> tuple[str, str]:
    parent = record.element.getparent()
    return record.element.tag, signature(parent) if parent is not None else ""
