"""A page as one stream of words and links, in reading order.

Every element is a span of the stream, so that "what stands in this row", "what stands between these two rows" and "what stands above
them" are slices and no walks.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from crawlers.extract.tree import BLOCKS, UNREAD, Element

#: a page may hold 200,000 links; a list worth reading is shorter
MAX_LINKS = 5_000
MAX_TOKENS = 60_000

_FORMATTING = frozenset("b strong i em u font span small big sup sub mark abbr bdi cite".split())
_STRIPES = re.compile(
    r"(?:^|[-_])(?:odd|even|alt|alternate|first|last|active|current|hover|selected|striped?|collapsed|expanded)(?:$|[-_])|^(?:row|item|[a-z]*\d[\w-]*)$",
    re.I,
)
_AWAY = frozenset("nav footer aside".split())
_AWAY_ROLES = frozenset("navigation banner contentinfo search menu menubar complementary toolbar tablist".split())
_AWAY_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|footer|masthead|sidebar|pagination|pager|paging|share|sharing|social"
    r"|skip|cookies?|lang|language|languages|topbar|toolbar|subnav|sidenav|related|tagcloud|sitemap)(?:$|[\s_-])",
    re.I,
)
_MAIN_IDS = frozenset("main content main-content maincontent page-content primary maincolumn contentarea".split())
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ONCLICK = re.compile(
    r"""["']((?:https?://|/|\.\./|\./|\?)[^"'\s<>]{2,500}|[\w./-]{1,200}\.(?:pdf|html?|aspx?|jsp|php|docx?)(?:\?[^"'\s<>]{0,300})?)["']""",
    re.I,
)
_ISO_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)


@dataclass(slots=True)
class Span:
    """Where an element stands: its words in the stream, and itself and its descendants in document order."""

    start: int
    end: int
    first: int
    last: int


@dataclass(slots=True)
class Token:
    """A run of text inside one element."""

    text: str
    element: Element
    #: line breaks between the token before and this one
    breaks: int


#: what links say to those who cannot see that they open elsewhere
_NEW_WINDOW = re.compile(
    r"\W*\b(?:opens? in (?:a )?new (?:window|tab)|(?:öffnet )?in neuem fenster|(?:s'ouvre |ouvre )?dans une nouvelle fenêtre)\b\W*|[(（]?(?:在)?新窗口(?:中)?打开[)）]?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Link:
    """A link that leads somewhere else."""

    url: str
    element: Element
    span: Span
    text: str
    #: tags and lasting classes from the link up to the page: equal for the rows of one list
    path: tuple[str, ...]
    #: it stands in a menu, a footer or the like
    away: bool


@dataclass(slots=True)
class Page:
    """The stream, its links in order, and the span of every element."""

    tokens: list[Token] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    spans: dict[Element, Span] = field(default_factory=dict)

    def text(self, start: int, end: int) -> str:
        """The words of a span on one line."""
        return " ".join(token.text for token in self.tokens[start:end])


def read_stream(root: Element, base_url: str) -> Page:
    """The stream of a page; scripts, lists of options and the like are left out."""
    page = Page()
    base = base_of(root, base_url)
    body = root.find("body")
    _walk(page, body if body is not None else root)
    own = _comparable(base_url)
    total = max(1, len(page.tokens))
    main = _landmark(page, total)
    for element in [e for e in page.spans if e.tag == "a" or e.get("onclick")]:
        url = _target(element, base)
        if url and _comparable(url) != own:
            span = page.spans[element]
            away = _stands_away(element, page.spans, total) or (main is not None and not main.first <= span.first <= main.last)
            page.links.append(Link(url, element, span, _label(page, element, span), path_of(element), away))
            if len(page.links) >= MAX_LINKS:
                break
    return page


def _landmark(page: Page, total: int) -> Span | None:
    """The span of the one element that the page calls its main part, when there is something in it."""
    mains = [span for e, span in page.spans.items() if e.tag == "main" or e.get("role") == "main"]
    if not mains or len(mains) > 3:
        return None
    widest = max(mains, key=lambda span: span.end - span.start)
    return widest if widest.end - widest.start > 0.1 * total else None


def _walk(page: Page, body: Element) -> None:
    from lxml import etree

    breaks = skipping = 0
    seen = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if tag in UNREAD:
            skipping += 1 if event == "start" else -1
            if event == "end" and not skipping:
                breaks = _say(page, element.tail, element.getparent(), breaks)
            continue
        if skipping:
            continue
        if event == "start":
            breaks += tag in BLOCKS or tag == "br"
            seen += 1
            page.spans[element] = Span(len(page.tokens), len(page.tokens), seen, seen)
            breaks = _say(page, _stamp(element) or element.text, element, breaks)
        else:
            breaks += tag in BLOCKS
            page.spans[element].end, page.spans[element].last = len(page.tokens), seen
            if element is not body:
                breaks = _say(page, element.tail, element.getparent(), breaks)
        if len(page.tokens) > MAX_TOKENS:
            break


def _stamp(element: Element) -> str:
    """The day that an element names for machines, instead of the way it is shown."""
    stamp = (
        element.get("datetime") if element.tag == "time" else element.get("content") if "date" in (element.get("property") or "") else None
    )
    found = _ISO_DAY.match(stamp or "")
    return found[0] if found and element.text else ""


def _say(page: Page, text: str | None, element: Element, breaks: int) -> int:
    """Adds a token when there is a word; gives the line breaks still pending."""
    words = " ".join(text.split()) if text else ""
    if "new" in words or "neu" in words or "新" in words or "nouvel" in words:
        words = _NEW_WINDOW.sub("", words).strip()
    if not words:
        return breaks
    page.tokens.append(Token(words, element, breaks))
    return 0


def base_of(root: Element, base_url: str) -> str:
    """The address that relative links start from."""
    for base in root.iter("base"):
        if base.get("href"):
            return join(base_url, base.get("href")) or base_url
    return base_url


def _target(element: Element, base: str) -> str:
    """The address a link leads to, or an empty string when it leads nowhere."""
    href = (element.get("href") or "").strip() if element.tag == "a" else ""
    if href and not href.startswith("#") and not href.lower().startswith("javascript:"):
        return join(base, href)
    for code in (element.get("onclick") or "", href if href.lower().startswith("javascript:") else ""):
        found = _ONCLICK.search(code[:2000])
        if found:
            return join(base, found[1])
    return ""


def join(base: str, href: str) -> str:
    """The absolute http(s) address, or an empty string."""
    clean = re.sub(r"[\t\r\n]", "", href).strip().replace(" ", "%20")
    if _SCHEME.match(clean) and not clean.lower().startswith(("http:", "https:")):
        return ""
    try:
        url = urljoin(base, clean)
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _comparable(url: str) -> str:
    return url.partition("#")[0].rstrip("/")


def _label(page: Page, element: Element, span: Span) -> str:
    """What the link says: its words, else what stands for them."""
    text = page.text(span.start, span.end)
    if text:
        return text
    spoken = element.get("title") or element.get("aria-label") or next((i.get("alt") for i in element.iter("img") if i.get("alt")), "")
    return " ".join((spoken or "").split())


@lru_cache(maxsize=4096)
def _lasting(classes: str) -> str:
    """The first class that is not a stripe, a number or a state."""
    return next((name for name in classes.split() if not _STRIPES.match(name)), "")


def signature(element: Element) -> str:
    """Tag and first lasting class."""
    return f"{element.tag}.{_lasting(element.get('class') or '')}"


def path_of(element: Element) -> tuple[str, ...]:
    """Signatures of three enclosing elements and bare tags of two more; mere formatting is left out, cells count their column."""
    above = [e for e in element.iterancestors() if e.tag not in _FORMATTING and e.tag != "a"][:5]
    return tuple(cell_of(e) if e.tag in ("td", "th") else signature(e) if i < 3 else e.tag for i, e in enumerate(above))


def cell_of(cell: Element) -> str:
    """Tag and column of a cell."""
    return f"{cell.tag}{sum(1 for _ in cell.itersiblings(preceding=True))}"


def _stands_away(element: Element, spans: dict[Element, Span], total: int) -> bool:
    """Whether the link stands in a menu, footer or the like that is not itself most of the page."""
    inside_item = False
    for above in element.iterancestors():
        if above.tag == "main" or above.get("role") == "main" or (above.get("id") or "").lower() in _MAIN_IDS:
            return False
        if above.tag in ("article", "tr"):
            inside_item = True
        span = spans.get(above)
        if span is None or span.end - span.start > 0.5 * total:
            return False
        if above.tag in _AWAY or (above.get("role") or "") in _AWAY_ROLES or (above.tag == "header" and not inside_item):
            return True
        if _away_name(above.get("class") or "", above.get("id") or ""):
            return True
    return False


@lru_cache(maxsize=4096)
def _away_name(classes: str, name: str) -> bool:
    return bool(_AWAY_NAMES.search(_CAMEL.sub("-", f"{classes[:300]} {name[:100]}")))
