"""What a source that is not yet watched would have told, and which sources know its items already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.classifying import enrich, load_embedder
from app.sourcing.trial import Bench
from policywatch.text import stable_id
from policywatch.types import Band, Document, Matter, Source, Update, UpdateKind

#: more than a person reads, and the model takes a second for thirty
_JUDGED = 40


@dataclass(frozen=True)
class Foreseen:
    """What adding a source would mean."""

    #: title, url, score and uses of what would have been told
    alerts: tuple[dict[str, Any], ...] = ()
    #: the same of what a person would have been asked to look at
    review: tuple[dict[str, Any], ...] = ()
    #: sources that hold the same items, and how many
    duplicates: tuple[dict[str, Any], ...] = ()
    #: words alone decided
    unscored: bool = False
    remarks: tuple[str, ...] = ()


def foresee(bench: Bench, source: Source, documents: Sequence[Document]) -> Foreseen:
    """Classifies what was listed as if it came today."""
    embedder, problem = load_embedder(bench.config)
    alerts, review = _judged(bench, source, documents[:_JUDGED], embedder)
    remarks = (f"words alone decided, the model is missing: {problem}",) if problem else ()
    return Foreseen(tuple(alerts), tuple(review), duplicates(bench, documents), embedder is None, remarks)


def duplicates(bench: Bench, documents: Sequence[Document]) -> tuple[dict[str, Any], ...]:
    """Sources whose documents have the same addresses, the most alike first."""
    if bench.store is None or not documents:
        return ()
    found = bench.store.sources_with([document.url for document in documents])
    return tuple({"source": source_id, "items": count} for source_id, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _judged(
    bench: Bench, source: Source, documents: Sequence[Document], embedder: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What would have been told, and what would have waited for a person."""
    from pipeline.classify import Classifier
    from pipeline.route import route

    now, config = bench.clock(), bench.config
    ready = [enrich(document, source, now) for document in documents]
    told, review = [], []
    for document, verdict in zip(ready, Classifier(embedder, config.uses).classify(ready), strict=True):
        matter = Matter(stable_id("preview", document.key), document.title)
        update = Update(stable_id("preview", document.key), document.key, UpdateKind.NEW, document, now)
        alerts = route(update, verdict, source, config.uses, config.routes, matter, now)
        fired = [alert for alert in alerts if alert.when == "now"]
        relevances = {one.use_id for alert in fired for one in alert.relevances} if fired else {one.use_id for one in verdict.relevances}
        row = {"title": document.title, "url": document.url, "topic_score": verdict.topic_score, "uses": sorted(relevances)}
        if fired:
            told.append(row)
        elif verdict.band is Band.REVIEW:
            review.append(row)
    return told, review
