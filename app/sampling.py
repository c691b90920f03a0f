"""A few random publications that nobody was told are put up for judgement each week; from them comes how much is missed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from app.house import House
from app.teaching import settled_by_use
from pipeline.estimate import Share, share_of

#: how many a week
FIVE = 5
_PREFIX = "sample:"


def draw(house: House, week: str, from_at: datetime, to_at: datetime, *, keep: bool) -> Sequence[str]:
    """Ids of five dropped documents of a window, drawn by the week alone, so that all who judge see the same ones.

    With ``keep`` the draw is remembered: it stays the same whatever is scored again later, and counts for the estimate.
    """
    kept = house.store.meta_get(_PREFIX + week)
    if kept is not None:
        ids: list[str] = json.loads(kept)["drawn"]
        return ids
    dropped = house.store.dropped_in(from_at, to_at)
    drawn = Random(week).sample(dropped, min(FIVE, len(dropped)))
    if keep and drawn:
        house.store.meta_set(_PREFIX + week, json.dumps({"drawn": drawn, "of": len(dropped)}))
    return drawn


@dataclass(frozen=True, slots=True)
class Missed:
    """What the judged part of the draws says about everything that was dropped."""

    #: of those judged, how many were called relevant
    share: Share
    drawn: int
    #: dropped in the weeks of the draws
    dropped: int


def missed(house: House) -> Missed:
    """The estimate over all draws; people's verdicts on the topic or on any use count, one document once."""
    draws = [json.loads(value) for value in house.store.metas(_PREFIX).values()]
    drawn = {document_id for one in draws for document_id in one["drawn"]}
    labels: dict[str, bool] = {}
    for found in settled_by_use(house.store).values():
        for document_id, (relevant, _) in found.items():
            if document_id in drawn:
                labels[document_id] = labels.get(document_id, False) or relevant
    return Missed(share_of(sum(labels.values()), len(labels)), len(drawn), sum(one["of"] for one in draws))
