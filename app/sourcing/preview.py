"""What a source that is not yet watched would have told, and which sources know its items already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.classifying import enrich, load_embedder
from app.sourcing.proposal import Proposal
from app.sourcing.trial import Bench
from policywatch.text import stable_id
from policywatch.types import Document, Matter, Source, Update, UpdateKind

#: more than a person reads, and the model takes a second for thirty
_JUDGED = 40


@dataclass(frozen=True)
class Foreseen:
    """What adding a source would mean."""

    #: title, url, score and uses of what would have been told
    alerts: tuple[dict[str, Any], ...] = ()
    #: sources that hold the same items, and how many
    duplicates: tuple[dict[str, Any], ...] = ()
    #: words alone decided
    unscored: bool = False
    remarks: tuple[str, ...] = ()


def foresee(bench: Bench, proposal: Proposal) -> Foreseen:
    """Classifies what was listed as if it came today, by title and summary alone."""
    documents = proposal.chosen.items
    embedder, problem = load_embedder(bench.config)
    return Foreseen(
        tuple(_alerts(bench, proposal.source, documents[:_JUDGED], embedder)),
        duplicates(bench, documents),
        embedder is None,
        (f"words alone decided, the model is missing: {problem}",) if problem else (),
    )


def duplicates(bench: Bench, documents: Sequence[Document]) -> tuple[dict[str, Any], ...]:
    """Sources whose documents have the same addresses, the most alike first."""
    if bench.store is None or not documents:
        return ()
    found = bench.store.sources_with([document.url for document in documents])
    return tuple({"source": source_id, "items": count} for source_id, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _alerts(bench: Bench, source: Source, documents: Sequence[Document], embedder: Any) -> list[dict[str, Any]]:
    from pipeline.classify import Classifier
    from pipeline.route import route

    now, config = bench.clock(), bench.config
    ready = [enrich(document, source, now) for document in documents]
    told = []
    for document, verdict in zip(ready, Classifier(embedder, config.uses).classify(ready), strict=True):
        matter = Matter(stable_id("preview", document.key), document.title)
        update = Update(stable_id("preview", document.key), document.key, UpdateKind.NEW, document, now)
        fired = [alert for alert in route(update, verdict, source, config.uses, config.routes, matter, now) if alert.when == "now"]
        if fired:
            uses = sorted({relevance.use_id for alert in fired for relevance in alert.relevances})
            told.append({"title": document.title, "url": document.url, "topic_score": verdict.topic_score, "uses": uses})
    return told
