"""Rows in, scores out: what ``policywatch classify`` and the scorers call."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pipeline.classify import Classifier
from pipeline.head import DROP_CEILING
from policywatch.types import Classification, Document

CHUNK = 256


def predict(rows: Iterable[Mapping[str, Any]], classifier: Classifier) -> Iterator[dict[str, Any]]:
    """One answer per row, in order: id, is_ai_score (``None`` when unscored), uses and quotes by use id.

    All uses are given, not only those above their threshold. What failed the gate keeps a ranking score below every score
    of what passed it.
    """
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        documents = [_document(row) for row in chunk]
        for row, document, found in zip(chunk, documents, classifier.classify(documents), strict=True):
            yield _answer(str(row["id"]), document, found, classifier)


def _document(row: Mapping[str, Any]) -> Document:
    return Document(
        source_id="",
        key=str(row["id"]),
        url="",
        title=str(row.get("title") or ""),
        fingerprint="",
        summary=str(row.get("summary") or ""),
        text=str(row.get("text") or ""),
        language=str(row.get("lang") or ""),
    )


def _answer(row_id: str, document: Document, found: Classification, classifier: Classifier) -> dict[str, Any]:
    score, scores = found.topic_score, {r.use_id: r.score for r in found.relevances}
    if score == 0.0 and not found.relevances:
        rank, scores = classifier.words_scores(document)
        score = round(DROP_CEILING * rank, 6)
    return {
        "id": row_id,
        "is_ai_score": score,
        "uses": scores,
        "quotes": {
            r.use_id: {"field": r.quote.field, "text": r.quote.text, "start": r.quote.start, "end": r.quote.end}
            for r in found.relevances
            if r.quote is not None
        },
    }
