"""A few random publications that nobody was told are put up for judgement each week; from them comes how much is missed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from app.house import House
from app.teaching import settled_by_use
from pipeline.estimate import Share, share_of
from policywatch.store import DocumentRow

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


def waiting(house: House) -> list[DocumentRow]:
    """Drawn documents that nobody judged yet; the last whole week is drawn now if no digest did."""
    from alerts.digest_window import window

    week = window("UTC", "monday", "00:00", house.clock())
    draw(house, week.week, week.from_at, week.to_at, keep=True)
    judged = {document_id for found in settled_by_use(house.store).values() for document_id in found}
    rows = (house.store.document(document_id) for document_id in sorted(_drawn(house) - judged))
    return [row for row in rows if row is not None]


def _drawn(house: House) -> set[str]:
    return {document_id for value in house.store.metas(_PREFIX).values() for document_id in json.loads(value)["drawn"]}


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
    drawn = _drawn(house)
    labels: dict[str, bool] = {}
    for found in settled_by_use(house.store).values():
        for document_id, (relevant, _) in found.items():
            if document_id in drawn:
                labels[document_id] = labels.get(document_id, False) or relevant
    return Missed(
        share_of(sum(labels.values()), len(labels)),
        len(drawn),
        sum(json.loads(value)["of"] for value in house.store.metas(_PREFIX).values()),
    )
