"""Scores what is stored again when the uses changed or something was learned; nobody is alerted by it.

What people were told stays told. A document that newly touches a use, and was seen in the last week, is news for the next
digest; what a change would have alerted is shown by ``policywatch model backtest``.
"""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import structlog

from app.embedding import StoredEmbeddings
from app.house import House
from app.progress import Progress
from policywatch.store import Renewed, ScoredRow
from policywatch.types import AIUse, Band, Classification

if TYPE_CHECKING:
    from pipeline.base import Array
    from pipeline.classify import Classifier, Marks

    #: a document with its marks and vectors
    Quick = tuple[ScoredRow, Marks, Array | None]

log = structlog.get_logger()

#: how far back a change of uses reaches by itself, and how far back it makes news for the digest
WINDOW, NEWS = timedelta(days=90), timedelta(days=7)
#: documents per transaction
BATCH = 500
#: full batches from which processes of their own are worth their start
MANY = 3
#: what must be equal for a topic score to stay
_TOPIC_PARTS = ("embedder", "head", "lexicon", "classify", "topic")
_META = "classified_with"


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of it."""

    documents: int = 0
    #: scored whole, since words, weights or model had changed
    whole: int = 0
    #: left as they were: their vectors are of another model
    left: int = 0
    #: newly touch a use
    news: int = 0


def renew(house: House, classifier: "Classifier", progress: Progress, since: datetime | None, *, whole: bool = False) -> Tally:
    """Scores every stored document seen since then with today's uses and what was learned.

    With ``whole``, documents whose topic score is of other words, weights or another model are scored from the start, which may
    ask the model; else they are left.
    """
    tally = Tally()
    with Desk(classifier) as desk:
        for batch in _one_ahead(_batches(house, desk, since)):
            with progress.stage("classifying again", len(batch.rows)):
                tally = _keep(house, classifier, batch, whole, tally)
    return tally


@dataclass(frozen=True)
class _Batch:
    """Documents under way: those whose verdicts are being made, and those that must be scored from the start."""

    rows: Sequence[ScoredRow]
    quick: "Sequence[Quick]"
    verdicts: Iterator[Classification]
    slow: Sequence[ScoredRow]


def _batches(house: House, desk: "Desk", since: datetime | None) -> Iterator[_Batch]:
    after = ""
    while rows := house.store.scored(since, after, BATCH):
        after = rows[-1].id
        quick, slow = divide(house, desk.classifier, rows)
        yield _Batch(rows, quick, desk.verdicts(quick, len(rows) == BATCH), slow)


def _one_ahead(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """The same batches, each handed on when the next one is under way: the database is read while others compute."""
    before: _Batch | None = None
    for batch in batches:
        if before is not None:
            yield before
        before = batch
    if before is not None:
        yield before


def _keep(house: House, classifier: "Classifier", batch: _Batch, whole: bool, tally: Tally) -> Tally:
    now = house.clock()
    found = [_row(house, quick[0], verdict, now) for quick, verdict in zip(batch.quick, batch.verdicts, strict=True)]
    if whole and batch.slow:
        anew = classifier.classify([row.document for row in batch.slow])
        found += [_row(house, row, verdict, now) for row, verdict in zip(batch.slow, anew, strict=True)]
    house.store.keep_renewed(found, now)
    scored_whole = len(found) - len(batch.quick)
    news = sum(one.fresh for one in found)
    return Tally(
        tally.documents + len(batch.rows), tally.whole + scored_whole, tally.left + len(batch.rows) - len(found), tally.news + news
    )


class Desk:
    """Where verdicts are given anew: at hand for a few documents, in processes of their own for many."""

    def __init__(self, classifier: "Classifier") -> None:
        self.classifier = classifier
        self._pool: ProcessPoolExecutor | None = None
        self._full = 0

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def verdicts(self, quick: "Sequence[Quick]", full: bool) -> Iterator[Classification]:
        """The verdicts of these documents, in their order; they are begun at once when processes do the work."""
        self._full += full
        if self._full < MANY:
            return iter([_again(self.classifier, one) for one in quick])
        if self._pool is None:
            workers = max(1, min(4, os.cpu_count() or 1))
            self._pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (self.classifier.frozen(),))
        return self._pool.map(_in_worker, quick, chunksize=50)


def _again(classifier: "Classifier", one: "Quick") -> Classification:
    row, marks, vectors = one
    return classifier.reclassify(row.document, row.verdict, marks, vectors)


_worker: "list[Classifier]" = []


def _begin(classifier: "Classifier") -> None:
    _worker.append(classifier)


def _in_worker(one: "Quick") -> Classification:
    return _again(_worker[0], one)


def divide(house: House, classifier: "Classifier", rows: Sequence[ScoredRow]) -> "tuple[list[Quick], list[ScoredRow]]":
    """Rows whose relevances alone have to be found again, with their marks and vectors; and the rest."""
    from pipeline.classify import marks_of

    wanted = _parts(classifier.model)
    marked = [(row, _marks(row.marks)) for row in rows]
    fit = [(r, m) for r, m in marked if m and m.of == marks_of(r.document) and _parts(r.verdict.model) == wanted]
    keys = sorted({key for row, marks in fit if not row.verdict.unscored for key in marks.keys})
    stored = StoredEmbeddings(house.store).get(wanted["embedder"], keys)
    quick: list[Quick] = []
    for row, marks in fit:
        if row.verdict.unscored:
            quick.append((row, marks, None))
        elif all(key in stored for key in marks.keys):
            import numpy

            quick.append((row, marks, numpy.stack([stored[key] for key in marks.keys])))
    known = {row.id for row, _, _ in quick}
    return quick, [row for row in rows if row.id not in known]


def _parts(model: str) -> dict[str, str]:
    from pipeline.classify import model_parts

    found = model_parts(model)
    return {name: found.get(name, "") for name in _TOPIC_PARTS}


def _marks(stored: str | None) -> "Marks | None":
    from pipeline.classify import Marks

    if stored is None:
        return None
    found: dict[str, Any] = json.loads(stored)
    return Marks(found["of"], tuple(found["ai"]), tuple(found["law"]), found["concepts"], tuple(found["keys"]), tuple(found["firsts"]))


def _row(house: House, row: ScoredRow, verdict: Classification, now: datetime) -> Renewed:
    newly = touched(verdict, house.config.uses) - touched(row.verdict, house.config.uses)
    news = verdict.band is not row.verdict.band or bool(newly and verdict.band is not Band.DROP)
    return Renewed(row.id, row.update_id, verdict, news and row.first_seen_at >= now - NEWS)


def touched(verdict: Classification, uses: Sequence[AIUse]) -> set[str]:
    """The uses whose threshold a verdict reaches."""
    bars = {use.id: use.threshold for use in uses}
    return {r.use_id for r in verdict.relevances if r.use_id in bars and r.score >= bars[r.use_id]}


def follow_changes(house: House, classifier: "Classifier", progress: Progress) -> Tally | None:
    """Renews the last ``WINDOW`` if the uses or what was learned changed since the last look; ``None`` when they did not."""
    if not changed(house):
        return None
    tally = None
    if house.store.meta_get(_META) is not None:
        tally = renew(house, classifier, progress, house.clock() - WINDOW)
        log.info("classified_again", documents=tally.documents, news=tally.news, left=tally.left)
    remember(house)
    return tally


def changed(house: House) -> bool:
    """Whether uses.yaml or what was learned is not what stored documents were last scored with."""
    return house.store.meta_get(_META) != _now(house)


def remember(house: House) -> None:
    """Notes that stored documents are scored with today's uses."""
    house.store.meta_set(_META, _now(house))


def _now(house: House) -> str:
    from pipeline.classify import uses_version

    return f"{uses_version(house.config.uses)} taught:{house.store.newest_head()}"
