"""Scores an alert's document again from stored text, configuration and weights, and says whether the numbers are the same."""

from collections.abc import Callable
from typing import Any

from app.classifying import load_embedder
from app.embedding import StoredEmbeddings
from app.explain import verdict_of
from app.house import House
from app.teaching import taught_for
from policywatch.store import AlertRow
from policywatch.types import Classification

#: how far a half-precision number may lie from the one that the model gives today
HALF_STEP = 1e-3


def replay(house: House, row: AlertRow) -> dict[str, Any]:
    """The scores then and now; ``differs`` names every part that is not what it was."""
    from pipeline.classify import Classifier, model_parts
    from pipeline.marks import passage_key
    from pipeline.reading import read

    found = verdict_of(house, row)
    if found is None:
        return {"same": False, "differs": ["the stored text or its verdict is gone"], "then": None, "now": None}
    document, then = found
    parts = model_parts(then.model)
    embedder, problem = (None, "") if parts["embedder"] == "words" else load_embedder(house.config)
    learned = taught_for(house.store, embedder.fingerprint, int(parts.get("taught") or 0)) if embedder else None
    classifier = Classifier(embedder, house.config.uses, cache=StoredEmbeddings(house.store), taught=learned)
    differs = [problem] if problem else []
    differs += _parts(parts, model_parts(classifier.model))
    if embedder is not None and parts["embedder"] == embedder.fingerprint:
        # before scoring, which keeps what was missing
        strings = read(document).strings
        kept = StoredEmbeddings(house.store).get(embedder.fingerprint, [passage_key(text) for text in strings])
        differs += _vectors(embedder.encode(strings), [kept.get(passage_key(text)) for text in strings])
    (now,) = classifier.classify([document])
    differs += _scores(then, now)
    return {"same": not differs, "differs": differs, "then": _numbers(then), "now": _numbers(now)}


def _parts(then: dict[str, str], now: dict[str, str]) -> list[str]:
    return [
        f"{name} was {then.get(name, 'none')}, is {now.get(name, 'none')}" for name in {**then, **now} if then.get(name) != now.get(name)
    ]


def _vectors(fresh: Any, kept: list[Any]) -> list[str]:
    if any(vector is None for vector in kept):
        return ["the text is not the one that was scored, or the vectors of its passages were not kept"]
    worst = max((float(abs(a - b).max()) for a, b in zip(fresh, kept, strict=True)), default=0.0)
    return [] if worst <= HALF_STEP else [f"the model gives other vectors than were kept (by up to {worst:.4f})"]


def _scores(then: Classification, now: Classification) -> list[str]:
    found = [] if then.topic_score == now.topic_score else [f"topic score was {then.topic_score}, is {now.topic_score}"]
    found += [] if then.band == now.band else [f"band was {then.band.value}, is {now.band.value}"]
    before, after = {r.use_id: r for r in then.relevances}, {r.use_id: r for r in now.relevances}
    for use_id in {**before, **after}:
        old, new = before.get(use_id), after.get(use_id)
        if old is None or new is None:
            found.append(f"use {use_id} is {'new' if old is None else 'gone'}")
        elif old.score != new.score:
            found.append(f"score of {use_id} was {old.score}, is {new.score}")
        elif old != new:
            found.append(f"sentence or words of {use_id} are others")
    return found


def _numbers(verdict: Classification) -> dict[str, Any]:
    return {
        "topic_score": verdict.topic_score,
        "band": verdict.band.value,
        "uses": {relevance.use_id: relevance.score for relevance in verdict.relevances},
        "model": verdict.model,
    }


def say_replay(value: dict[str, Any], say: Callable[[str], None]) -> None:
    """The outcome in lines."""
    if value["same"]:
        say("  replay: the same numbers, bit for bit")
    for line in value["differs"]:
        say(f"  replay differs: {line}")
