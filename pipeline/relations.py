"""How one matter stands to another: it amends it, implements it, replaces it, explains it, or is the same bill of a later session.

Related matters are linked and never merged: whoever follows a regulation wants to hear of its amendment as of another thing.
"""

import re
from collections.abc import Iterator

from pipeline.identifier_rules import Context
from pipeline.identifiers import mentions, plain_numbers
from pipeline.matching import reintroduced, revises
from pipeline.places import place_of
from pipeline.sides import Side
from policywatch.types import Document, RelationKind

#: words of a title that say what a document does to the rule it names, most telling first
_KINDS: tuple[tuple[RelationKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            RelationKind.EXPLAINS,
            r"\b(?:guid(?:ance|elines?|e)|faqs?|questions and answers|interpret\w*|code of practice|template|leitlinien|leitfaden|hinweise|lignes directrices|guía|directrices|linee guida|leidraad)\b|解读|指南|指引|问答|ガイドライン|手引|Q&A",
        ),
        (
            RelationKind.AMENDS,
            r"\b(?:amend\w*|correct(?:ing|ion of)|zur änderung|änderung(?:en)?|modif\w+|recante modific\w*|tot wijziging|altera\w*)\b|修改|修正|修订|改正",
        ),
        (
            RelationKind.REPLACES,
            r"\b(?:repeal\w*|replac\w*|supersed\w*|successor|revoc\w+|zur aufhebung|ablösung|abroge\w*|deroga\w*|abroga\w*|tot intrekking|revoga\w*)\b|废止|廃止",
        ),
        (
            RelationKind.IMPLEMENTS,
            r"\b(?:implement\w*|delegated|supplement\w*|commencement|under|pursuant|having regard|laying down|(?:zur )?durchführung\w*|delegierte|ausführung\w*|umsetzung|exécution|délégué|application|desarrolla\w*|ejecución|delegado|attuazion\w*|esecuzione|delegato|uitvoering\w*|transpos\w*)\b|实施|配套|细则|施行令|施行規則|施行细则",
        ),
    )
)
#: how far a text is read for the rule on which it stands
_RECITALS = 2_000
_BASED = re.compile(r"(?i)\b(?:having regard to|pursuant to|under|gestützt auf|aufgrund|auf grund|vu|visto|en virtud|vista)\b[^.;]{0,80}$")


def named(document: Document) -> Iterator[tuple[RelationKind, str]]:
    """The official numbers of other rules to which a document sets itself in relation, and how.

    Its title counts as it stands; the opening of its text counts where the title names none and calls it an implementing act.
    """
    title, on = plain_numbers(document.title), document.published_at.date() if document.published_at else None
    context = Context(place_of(document.jurisdiction), on, title)
    found = [(kind_of(title[: one.start]) or kind_of(title), one.value) for one in mentions(title, context)]
    related = [(kind, value) for kind, value in found if kind is not None and value not in document.identifiers]
    yield from related
    if not related and kind_of(document.title) is RelationKind.IMPLEMENTS:
        head = plain_numbers(document.text[:_RECITALS])
        based = (one.value for one in mentions(head, context) if _BASED.search(head[: one.start]) and one.value not in document.identifiers)
        yield from ((RelationKind.IMPLEMENTS, value) for value in list(based)[:1])


def kind_of(words: str) -> RelationKind | None:
    """The relation that some words speak of, or ``None``."""
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), None)


def between(new: Side, other: Side) -> RelationKind | None:
    """How a document stands to another one that is a matter of its own, told by their names alone; ``None``: it does not."""
    if reintroduced(new, other):
        return RelationKind.REINTRODUCES
    if revises(new, other):
        return RelationKind.AMENDS
    if new.related and not other.related and other.names(new):
        return kind_of(new.title)
    return None
