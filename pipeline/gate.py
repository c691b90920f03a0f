"""The AI-word gate: a recall net in front of everything that costs time.

It reads the title, the publisher's abstract and the opening of the text. What has no AI word is classified with that reason
and counted; the gate is never the verdict on what passes it.
"""

from collections import Counter
from dataclasses import dataclass

from pipeline import lexicon
from policywatch.types import Document

#: characters of the text the gate looks at
OPENING = 4_000
#: a text shorter than this says hardly more than its title: then a word of law must stand beside the AI word
STUB = 20
NO_AI_WORD = "no AI word"
NO_LAW_WORD = "a headline with an AI word but no word of law"


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a document speaks of AI, and by which words."""

    passed: bool
    terms: tuple[str, ...] = ()
    #: why it did not pass; empty when it did
    reason: str = ""


def gate(document: Document) -> Gate:
    """Whether title, summary or the opening of the text hold an AI word of the document's language.

    One word that names AI or an AI technology is enough, or two mentions of the field around it. A bare headline
    needs a word of law, too: most of them are product news.
    """
    language = lexicon.base_language(document.language)
    body = f"{document.summary[:OPENING]}\n{document.text[:OPENING]}"
    text = lexicon.fold(f"{document.title[:OPENING]}\n{body}")
    hits = lexicon.find("ai", text, language)
    near = hits.pop("1", Counter[str]())
    words = [word for found in hits.values() for word in found]
    if not words and sum(near.values()) < 2:
        return Gate(False, reason=NO_AI_WORD)
    terms = tuple(dict.fromkeys([*words, *near]))[:8]
    if len(body.strip()) < STUB and not any(lexicon.find("regulation", text, language).values()):
        return Gate(False, terms, NO_LAW_WORD)
    return Gate(True, terms)
