"""The main text of an HTML page.

A selector of the source comes first, then trafilatura, then all that is visible: a legal text with its tables and annexes is worth more
whole and untidy than tidy and cut.
"""

import re
from dataclasses import replace

from crawlers.extract import tree as page_tree
from crawlers.extract.blocks import content_of, reread
from crawlers.extract.main import Extracted
from crawlers.extract.published import find_published
from crawlers.extract.select import select_all
from crawlers.extract.tree import Element
from policywatch.text import one_line
from policywatch.types import Cause

#: below this many visible characters a page with an application's empty mount point is a shell
_SHELL_CHARS = 250
#: trafilatura takes minutes for a page of this size; everything that reads like content is given instead
_MAX_ELEMENTS = 20_000
_MOUNTS = ("root", "app", "__next", "__nuxt", "___gatsby", "main-app", "app-root")
_NEEDS_SCRIPT = re.compile(
    r"enable javascript|javascript (?:is )?(?:required|disabled|erforderlich)|activer javascript|请启用\s*javascript", re.I
)
_SITE_SUFFIX = re.compile(r"\s+[|–—·:»-]\s+[^|–—·»]{2,60}$")


def read_html(text: str, url: str, selector: str | None = None, language: str = "") -> Extracted:
    """What a page of HTML says."""
    root = page_tree.parse(text)
    page = describe(root, url, language)
    page_tree.prune(root)
    body, cause, detail = main_text(root, url, selector)
    if not body:
        cause = page.cause if page.cause is not Cause.NONE else cause if cause is not Cause.NONE else Cause.EMPTY
    return replace(page, text=body, cause=cause, detail=detail)


def describe(root: Element, url: str, language: str = "") -> Extracted:
    """Title, date, language and abstract of a whole tree (not yet pruned); ``cause`` says when it is the shell of an application."""
    tongue = page_language(root) or language
    published = find_published(root, url, tongue)
    return Extracted(
        title=page_title(root),
        published_on=published.on,
        published_at=published.at,
        language=tongue,
        description=_meta(root, "description", "og:description", "dcterms.description", "twitter:description"),
        cause=Cause.JS_SHELL if is_shell(root) else Cause.NONE,
    )


def main_text(root: Element, url: str, selector: str | None = None) -> tuple[str, Cause, str]:
    """The main text of a pruned tree, and why it is less than what was asked for."""
    if selector:
        chosen = select_all(root, selector)
        if chosen:
            return "\n".join(filter(None, map(page_tree.visible_text, chosen))), Cause.NONE, ""
    missed = (Cause.LAYOUT_CHANGED, f"selector {selector!r} matches nothing: correct it or take it out") if selector else (Cause.NONE, "")
    if root.xpath("count(//*)") > _MAX_ELEMENTS:
        return "\n".join(content_of(root)) or page_tree.visible_text(root), *missed
    found = _trafilatura(root, url)
    if not found:
        return page_tree.visible_text(root), *missed
    return reread(root, found) or found, *missed


def _trafilatura(root: Element, url: str) -> str:
    from trafilatura import extract

    return extract(root, url=url or None, include_comments=True, include_tables=True, fast=True) or ""


def page_title(root: Element) -> str:
    """The headline of a page, without the name of its site."""
    headline = next((page_tree.inline_text(h1) for h1 in root.iter("h1") if page_tree.inline_text(h1)), "")
    shared = _meta(root, "og:title", "dcterms.title", "dc.title", "twitter:title")
    named = next((page_tree.inline_text(element) for element in root.iter("title")), "")
    if headline and (headline in named or headline in shared):
        return one_line(headline)
    return one_line(shared or _SITE_SUFFIX.sub("", named) or headline)


def page_language(root: Element) -> str:
    """The language a page declares, or an empty string."""
    declared = root.get("lang") or root.get("xml:lang") or _meta(root, "content-language", "og:locale", "dc.language") or ""
    tag = declared.strip().replace("_", "-").split(",")[0]
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag) else ""


def _meta(root: Element, *names: str) -> str:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("http-equiv") or "").lower()
        content = (meta.get("content") or "").strip()
        if content and name in names:
            found.setdefault(name, content)
    return next((" ".join(found[name].split()) for name in names if name in found), "")


def is_shell(root: Element) -> bool:
    """Whether the page is an application that draws itself in the browser: scripts, a mount point and hardly a word."""
    scripts = sum(1 for _ in root.iter("script"))
    if not scripts:
        return False
    notice = " ".join(page_tree.inline_text(element) for element in root.iter("noscript"))
    mounted = any(element.get("id") in _MOUNTS for element in root.iter("div", "app-root", "main"))
    if not mounted and not _NEEDS_SCRIPT.search(notice[:2000]):
        return False
    seen = sum(
        len(text.strip()) for element in root.find("body").iter() if element.tag not in page_tree.UNREAD for text in [element.text or ""]
    )
    return seen < _SHELL_CHARS
