"""The smallest change that would have decided otherwise about a use: a threshold, or keywords."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from policywatch.types import AIUse, Classification, Document

if TYPE_CHECKING:
    from pipeline.classify import Classifier

#: keywords that are taken away together, and words of the document that are tried as a new one
MOST_REMOVED, MOST_TRIED = 3, 24
_WORD = re.compile(r"[^\W\d_]{4,}")


def flips(classifier: "Classifier", document: Document, verdict: Classification, uses: Sequence[AIUse]) -> list[dict[str, Any]]:
    """Per use the smallest change of its threshold, and of its keywords where one is found, that turns its decision."""
    scores = {r.use_id: r.score for r in verdict.relevances}
    found: list[dict[str, Any]] = []
    for use in uses:
        if use.id not in scores:
            continue
        score = scores[use.id]
        touches = score >= use.threshold
        what = f"a threshold above {score:.4f}" if touches else f"a threshold of {score:.4f} or less"
        found.append({"use": use.id, "touches": touches, "kind": "threshold", "what": what, "value": score})
        changed = _fewer(classifier, document, uses, use) if touches else _more(classifier, document, uses, use)
        if changed:
            found.append({"use": use.id, "touches": touches, "kind": "keywords"} | changed)
    return found


def _score(classifier: "Classifier", document: Document, uses: Sequence[AIUse], planned: AIUse) -> float:
    changed = classifier.with_uses([planned if use.id == planned.id else use for use in uses])
    touches, _ = changed.touches([document])[0]
    return next(changed.use_score(touch) for touch in touches if touch.use_id == planned.id)


def _fewer(classifier: "Classifier", document: Document, uses: Sequence[AIUse], use: AIUse) -> dict[str, Any] | None:
    """The fewest keywords without which the use is not touched."""
    text = f"{document.title} {document.summary} {document.text}".lower()
    spoken = [(language, word) for language, group in use.keywords.items() for word in group if word.strip("*=/").lower() in text]
    for size in range(1, MOST_REMOVED + 1):
        for gone in combinations(spoken[:8], size):
            kept = {language: tuple(w for w in group if (language, w) not in gone) for language, group in use.keywords.items()}
            score = _score(classifier, document, uses, replace(use, keywords=kept))
            if score < use.threshold:
                words = [word for _, word in gone]
                return {"what": f"without {_listed(words)} among its keywords ({score:.2f})", "value": words}
    return None


def _more(classifier: "Classifier", document: Document, uses: Sequence[AIUse], use: AIUse) -> dict[str, Any] | None:
    """One word of the document that as a keyword makes it touch the use."""
    language = document.language.split("-")[0] or "en"
    for word in _candidates(document):
        more = dict(use.keywords) | {language: (*use.keywords.get(language, ()), word)}
        score = _score(classifier, document, uses, replace(use, keywords=more))
        if score >= use.threshold:
            return {"what": f"with “{word}” among its keywords ({score:.2f})", "value": [word]}
    return None


def _candidates(document: Document) -> Iterator[str]:
    """Words of the title, then of the text's beginning, longest first."""
    seen: dict[str, None] = {}
    for text in (document.title, document.summary[:1_000], document.text[:1_000]):
        for word in sorted({word.lower() for word in _WORD.findall(text)}, key=lambda w: (-len(w), w)):
            seen.setdefault(word)
    yield from list(seen)[:MOST_TRIED]


def _listed(words: Sequence[str]) -> str:
    return " and ".join(f"“{word}”" for word in words)
