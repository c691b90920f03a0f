"""What a text in another language says, as a handful of English words for an English model.

The bundled model knows English only. The concepts that a text names (pipeline/lexicon/gloss.tsv) are put in a row, in the order in
which the text names them, and that row is what the model is given instead of words it cannot read.
"""

import re

from pipeline import lexicon

#: characters of a field that are glossed
OPENING = 1_000
#: concepts of one field
CONCEPTS = 24
#: English words and names inside a text of another script say something as they stand
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{2,24}")


def gloss(title: str, body: str, language: str) -> str:
    """English concepts of title and body; empty for English, for a Latin text of unknown language, and where no concept is known."""
    if language in ("en", "") and not lexicon.CJK.search(title + body[:OPENING]):
        return ""
    parts = [", ".join(_concepts(text[:OPENING], language)) for text in (title, body)]
    return ". ".join(part for part in parts if part)


def _concepts(text: str, language: str) -> list[str]:
    folded = lexicon.fold(text)
    found = [(place, concept) for concept, m in lexicon.matchers("gloss", language).items() for place, _ in m.places(folded)]
    if lexicon.CJK.search(text):
        found += [(match.start(), match.group()) for match in _LATIN_WORD.finditer(folded.plain)]
    return list(dict.fromkeys(concept for _, concept in sorted(found)))[:CONCEPTS]
