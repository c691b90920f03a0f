"""Which documents tell of one and the same legal thing.

An equal official identifier joins across sources and languages. When unsure a document is its own matter: a needless second
thread costs a glance, a false merge hides a rule under another one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.identifiers import identifiers_of
from pipeline.matching import same_matter
from policywatch.text import one_line, stable_id
from policywatch.types import Document, DocumentType, Matter

__all__ = ["ByIdentifier", "matter_of", "same_matter"]

#: finds the matter that already has one of these identifiers
ByIdentifier = Callable[[Sequence[str]], Matter | None]
_TELLING = frozenset({DocumentType.SPEECH_PRESS, DocumentType.NEWS, DocumentType.UNKNOWN, DocumentType.OTHER})


def matter_of(document: Document, by_identifier: ByIdentifier) -> Matter:
    """The matter a document belongs to: a known one by official identifier, else its own.

    A press release or an item of news without a number of its own joins the one known matter whose number it names; naming
    several joins none.
    """
    on = document.published_at.date() if document.published_at else None
    found = identifiers_of(document.title, document.summary + "\n" + document.text, document.url, document.jurisdiction, on)
    own = tuple(dict.fromkeys((*document.identifiers, *found.own)))
    known = by_identifier(own) if own else None
    if known is None and not own and document.document_type in _TELLING:
        known = _the_one_named(found.cited, by_identifier)
    if known is not None:
        return replace(known, identifiers=tuple(dict.fromkeys((*known.identifiers, *own))))
    seed = own[0] if own else f"{document.source_id}\x1f{document.key}"
    return Matter(stable_id("matter", seed), one_line(document.title), own)


def _the_one_named(cited: Sequence[str], by_identifier: ByIdentifier) -> Matter | None:
    matters = {matter.id: matter for matter in (by_identifier([identifier]) for identifier in cited) if matter is not None}
    return next(iter(matters.values())) if len(matters) == 1 else None
