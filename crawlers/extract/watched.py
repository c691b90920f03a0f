"""A watched page: its content without navigation and noise, in the form that is compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crawlers.extract import noise
from crawlers.extract import tree as page_tree
from crawlers.extract.encoding import decode
from crawlers.extract.main import Extracted, kind_of, read_page
from crawlers.extract.select import select_all
from policywatch.types import Cause


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watched page says."""

    page: Extracted
    #: lines that mean something, in reading order
    lines: tuple[str, ...] = ()

    @property
    def compared(self) -> str:
        """What is compared between two versions."""
        return noise.unordered(self.lines)


def read_watched(
    body: bytes, url: str, headers: Mapping[str, str], selector: str | None = None, ignore: Sequence[str] = (), language: str = ""
) -> Watched:
    """The page with its noise taken out.

    Wider than the main text of an article: tables, lists of files and boxes beside the text count, because a removed data set is news.
    """
    if kind_of(body, headers) != "html":
        page = read_page(body, url, headers, selector, language)
        return Watched(page, tuple(noise.quiet_lines(page.text.split("\n"))) if page.text else ())
    from crawlers.extract.article import describe

    root = page_tree.parse(decode(body, headers))
    page = describe(root, url, language)
    page_tree.prune(root)
    for pattern in ignore:
        for element in select_all(root, pattern):
            page_tree.drop(element)
    chosen = select_all(root, selector) if selector else []
    if selector and not chosen:
        return Watched(
            replace(page, cause=Cause.LAYOUT_CHANGED, detail=f"selector {selector!r} matches nothing: correct it or take it out")
        )
    if not chosen:
        noise.quieten(root)
        chosen = [root]
    lines = tuple(noise.quiet_lines([line for part in chosen for line in page_tree.lines(part)]))
    return Watched(page if lines or page.cause is Cause.JS_SHELL else replace(page, cause=Cause.EMPTY), lines)
