"""CSS selectors of the admin: checked when the configuration is read, applied outermost first."""

from collections.abc import Sequence

from crawlers.extract.tree import Element


def check_selector(selector: str) -> str:
    """The selector as it is; raises ValueError when it is not CSS."""
    from cssselect import HTMLTranslator, SelectorError

    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise ValueError(f"{selector!r} is no CSS selector ({error}): correct it") from error
    return selector


def select_all(root: Element, selector: str) -> Sequence[Element]:
    """The outermost elements that a selector matches, in page order; what is no selector matches nothing."""
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector
    from lxml.etree import XPathError

    try:
        found = CSSSelector(selector, translator="html")(root)
    except (SelectorError, XPathError):
        return []
    chosen = set(found)
    return [element for element in found if not any(above in chosen for above in element.iterancestors())]


def select_first(root: Element, selector: str) -> Element | None:
    """The first element that a selector matches, or ``None``."""
    found = select_all(root, selector)
    return found[0] if found else None
