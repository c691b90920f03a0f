"""Scores what is stored again when the uses changed or something was learned; nobody is alerted by it.

What people were told stays told. A document that newly touches a use, and was seen in the last week, is news for the next
digest; what a change would have alerted is shown by ``policywatch model backtest``.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import structlog

from app.embedding import StoredEmbeddings
from app.house import House
from app.progress import Progress
from policywatch.store import Renewed, ScoredRow, Span, Store
from policywatch.types import AIUse, Band, Classification
from policywatch.worker import die_with

if TYPE_CHECKING:
    from pipeline.base import Array
    from pipeline.classify import Classifier
    from pipeline.marks import Marks

    #: a document with its marks and vectors
    Quick = tuple[ScoredRow, Marks, Array | None]

log = structlog.get_logger()

#: how far back a change of uses reaches by itself, and how far back it makes news for the digest
WINDOW, NEWS = timedelta(days=90), timedelta(days=7)
#: documents per transaction
BATCH = 500
#: batches beyond which processes of their own are worth their start
MANY = 3
#: what must be equal for what was kept of a reading to hold
_SAME = ("embedder", "head", "lexicon", "classify")
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

    With ``whole``, documents that other words, weights or another model read are scored from the start, which may ask the model;
    else they are left.
    """
    clerk = Clerk(house.store, classifier, house.config.uses, since, house.clock())
    spans = house.store.spans(since, BATCH)
    tally = Tally()
    with progress.stage("classifying again", sum(span.count for span in spans)):
        for span, done in zip(spans, _all(clerk, spans), strict=True):
            if whole and done.rest:
                done = clerk.from_the_start(span, done)
            tally = Tally(tally.documents + done.count, tally.whole + done.whole, tally.left + len(done.rest), tally.news + done.news)
            progress.step(count=span.count)
    return tally


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one span."""

    count: int
    #: ids of those that must be scored from the start
    rest: tuple[str, ...]
    news: int
    whole: int = 0


@dataclass(frozen=True)
class Clerk:
    """Scores spans of stored documents again, in this process or in one of its own."""

    store: Store
    classifier: "Classifier"
    uses: tuple[AIUse, ...]
    since: datetime | None
    now: datetime

    def again(self, span: Span) -> Done:
        """New verdicts for all whose relevances alone have to be found again."""
        rows = self.store.scored(self.since, span)
        quick, slow = divide(self.store, self.classifier, rows)
        found = [self._row(row, self.classifier.reclassify(row.document, row.verdict, marks, vectors)) for row, marks, vectors in quick]
        self.store.keep_renewed(found, self.now)
        return Done(len(rows), tuple(row.id for row in slow), sum(one.fresh for one in found))

    def from_the_start(self, span: Span, done: Done) -> Done:
        """New verdicts for the rest, and what is kept of their reading."""
        from pipeline.marks import as_json

        rows = [row for row in self.store.scored(self.since, span) if row.id in done.rest]
        anew = list(zip(rows, self.classifier.classify_marked([row.document for row in rows]), strict=True))
        found = [self._row(row, verdict) for row, (verdict, _) in anew]
        self.store.keep_marks({row.id: as_json(marks) for row, (_, marks) in anew if marks})
        self.store.keep_renewed(found, self.now)
        return Done(done.count, (), done.news + sum(one.fresh for one in found), len(found))

    def _row(self, row: ScoredRow, verdict: Classification) -> Renewed:
        newly = touched(verdict, self.uses) - touched(row.verdict, self.uses)
        news = verdict.band is not row.verdict.band or bool(newly and verdict.band is not Band.DROP)
        return Renewed(row.id, row.update_id, verdict, news and row.first_seen_at >= self.now - NEWS)


def _all(clerk: Clerk, spans: Sequence[Span]) -> Iterator[Done]:
    """What became of each span, in their order; many are shared among processes that open the database themselves."""
    count = 0
    if len(spans) > MANY:
        wanted = (os.getpid(), clerk.store.opener, clerk.classifier.frozen(), clerk.uses, clerk.since, clerk.now)
        workers = max(1, min(4, os.cpu_count() or 1))
        with ProcessPoolExecutor(workers, get_context("spawn"), _begin, wanted) as pool:
            try:
                for done in pool.map(_in_worker, spans):
                    count += 1
                    yield done
            except BrokenProcessPool:
                log.warning("worker_died", what="the rest is scored again in this process", spans=len(spans) - count)
            finally:
                pool.shutdown(cancel_futures=True)
    yield from map(clerk.again, spans[count:])


_worker: list[Clerk] = []


def _begin(parent: int, opener: "Callable[[], Store]", *rest: Any) -> None:
    die_with(parent)
    _worker.append(Clerk(opener(), *rest))


def _in_worker(span: Span) -> Done:
    return _worker[0].again(span)


def divide(store: Store, classifier: "Classifier", rows: Sequence[ScoredRow]) -> "tuple[list[Quick], list[ScoredRow]]":
    """Rows whose relevances alone have to be found again, with their marks and vectors; and the rest."""
    from pipeline.marks import marks_in

    wanted = _parts(classifier.model)
    fit = [(row, marks) for row in rows if _parts(row.verdict.model) == wanted and (marks := marks_in(row.marks, row.document))]
    keys = sorted({key for row, marks in fit if not row.verdict.unscored for key in marks.keys})
    stored = StoredEmbeddings(store).get(wanted["embedder"], keys)
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
    return {name: found.get(name, "") for name in _SAME}


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
