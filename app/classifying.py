"""From kept documents to queued deliveries: date, classify, group, route and queue, a batch at a time."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from app.holding import asleep_now, in_digest_alone, threaded_channels
from app.house import REGISTRIES, House
from app.progress import Progress
from app.reclassifying import changed, follow_changes
from app.teaching import classifier_of, learn
from pipeline.base import Embedder
from policywatch.config import Config
from policywatch.errors import ModelError
from policywatch.failpoints import failpoint
from policywatch.store import Classified, Pending
from policywatch.types import Alert, Classification, Delivery, Document, DocumentType, Matter, Source, Status, Update

if TYPE_CHECKING:
    from app.grouping import Grouper
    from pipeline.classify import Classifier
    from pipeline.marks import Marks

log = structlog.get_logger()

#: documents per transaction: small enough to lose little work to a crash, large enough to fill the embedder's batches
BATCH = 32


def load_embedder(config: Config) -> tuple[Embedder | None, str]:
    """The configured embedder, or ``None`` and why: then words alone decide and results are marked unscored."""
    settings = config.settings.model
    try:
        return REGISTRIES.embedders.kind(settings.embedder)(settings.options), ""
    except ModelError as error:
        log.error("model_missing", what=str(error))
        return None, str(error)


class Model:
    """The configured embedder, loaded once, in a thread if somebody asks early."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._loaded = False
        self._embedder: Embedder | None = None
        self.problem = ""

    def start(self) -> None:
        """Loads in the background, so that start-up hides behind the crawl."""
        if not self._loaded:
            # no daemon: one that is cut off while it imports a library takes the process down with it
            threading.Thread(target=self._warm).start()

    def get(self) -> Embedder | None:
        """The embedder, or ``None`` with the reason in ``problem``."""
        with self._lock:
            return self._load()

    def _load(self) -> Embedder | None:
        if not self._loaded:
            self._embedder, self.problem = load_embedder(self._config)
            self._loaded = True
        return self._embedder

    def _warm(self) -> None:
        """Has one passage embedded, since embedders import and load at the first one; whoever asks meanwhile waits."""
        with self._lock, suppress(ModelError):
            # what fails now fails again for the first document, where it is handled
            if embedder := self._load():
                embedder.encode(["A rule."])


def enrich(document: Document, source: Source, now: datetime) -> Document:
    """The document with what its text says of itself: identifiers, dates, type and status; fields of the source win."""
    from pipeline.dates import dates_of
    from pipeline.identifiers import identifiers_of
    from pipeline.status import type_and_status

    language = document.language or source.language
    day = document.published_at.date() if document.published_at else None
    text = document.summary + "\n" + document.text
    own = identifiers_of(document.title, text, document.url, document.jurisdiction or source.jurisdiction, day).own
    kind, status = type_and_status(document.title, text, language, day or now.date())
    known = replace(
        document,
        language=language,
        jurisdiction=document.jurisdiction or source.jurisdiction,
        authority=document.authority or source.authority,
        identifiers=tuple(dict.fromkeys((*document.identifiers, *own))),
        document_type=kind if document.document_type is DocumentType.UNKNOWN else document.document_type,
        status=status if document.status is Status.UNKNOWN else document.status,
    )
    return replace(known, dates=dates_of(known))


def source_of(house: House, document: Document) -> Source:
    """The configured source, or what the document itself says when its source left sources.yaml."""
    known = house.source(document.source_id)
    return known or Source(document.source_id, "feed", document.url, jurisdiction=document.jurisdiction, language=document.language)


@dataclass
class Step:
    """Classifies what is pending, batch by batch."""

    house: House
    model: Model
    classified: int = 0
    alerts: int = 0

    def __post_init__(self) -> None:
        self._classifier: Classifier | None = None
        self._asleep = asleep_now(self.house)

    def classifier(self) -> "Classifier":
        """Built when the first document needs it."""
        if self._classifier is None:
            self._classifier = classifier_of(self.house, self.model.get())
        return self._classifier

    def run(self, progress: Progress) -> None:
        """Until nothing is pending; verdicts are learned and what was unscored is scored first, since it may rise into an alert."""
        house = self.house
        self.learn()
        if changed(house):
            follow_changes(house, self.classifier(), progress)
        self.rescore(progress)
        while batch := house.store.to_classify(house.clock(), house.owner, house.lease_s, BATCH):
            with progress.stage("classifying", len(batch)):
                self._batch(batch, progress)

    def learn(self) -> None:
        """Learns from the verdicts that came since the last look; the model is asked only when there are any."""
        if not self.house.store.feedback_list(limit=1):
            return
        for lesson in learn(self.house, self.model.get()):
            log.info("learned", use_id=lesson.use_id, version=lesson.version, kept=lesson.kept, reason=lesson.reason)

    def rescore(self, progress: Progress) -> int:
        """Scores what words alone decided while the model was missing; nothing without a model. Returns how many."""
        house = self.house
        if not (rows := house.store.unscored(BATCH)) or self.model.get() is None:
            return 0
        count = 0
        while rows:
            documents = [enrich(row.document, source_of(house, row.document), house.clock()) for row in rows]
            results = self.classifier().classify_marked(documents)
            if any(result.unscored for result, _ in results):
                log.error("model_failed", what="the model is there and gives nothing: documents stay unscored until it does")
                return count
            for row, (result, _) in zip(rows, results, strict=True):
                house.store.keep_rescored(row.id, result, house.clock())
            house.store.keep_marks(_marks([row.id for row in rows], results))
            count += len(rows)
            log.info("rescored", documents=len(rows))
            rows = house.store.unscored(BATCH)
        return count

    def _batch(self, batch: Sequence[Pending], progress: Progress) -> None:
        house = self.house
        documents = [enrich(pending.document, source_of(house, pending.document), house.clock()) for pending in batch]
        results = self.classifier().classify_marked(documents)
        told: dict[tuple[str, str], str] = {}
        rows = []
        from app.grouping import Grouper

        grouper = Grouper(self.house)
        for pending, document, (result, _) in zip(batch, documents, results, strict=True):
            rows.append(self._row(pending, document, result, told, grouper))
            progress.step(document.title)
        house.store.keep_marks(_marks([pending.document_id for pending in batch], results))
        failpoint("before_classified")
        house.store.keep_classified(rows, house.clock())
        failpoint("after_classified")
        self.classified += len(rows)
        self.alerts += sum(len(row.alerts) for row in rows)

    def _row(
        self, pending: Pending, document: Document, result: Classification, told: dict[tuple[str, str], str], grouper: "Grouper"
    ) -> Classified:
        from pipeline.moved import with_moves
        from pipeline.route import route

        house = self.house
        source = source_of(house, document)
        placed = grouper.place(pending.document_id, document)
        document, matter = grouper.dated(pending.document_id, document), placed.matter
        alerts: tuple[Alert, ...] = ()
        deliveries: list[Delivery] = []
        update = None
        if pending.update is not None and not pending.picture:
            update = with_moves(replace(pending.update, document=document), grouper.dates(matter.id, pending.document_id))
            alerts = route(update, result, source, house.config.uses, house.config.routes, matter, house.clock())
            alerts = tuple(in_digest_alone(house, alert, source.id, self._asleep) for alert in alerts)
            deliveries = [self._delivery(alert, update, result, source, matter, told) for alert in alerts if alert.when == "now"]
        return Classified(
            pending,
            result,
            matter,
            alerts,
            tuple(deliveries),
            document,
            update,
            relations=placed.relations,
            keys=placed.keys,
            redated=grouper.redated(pending.document_id),
        )

    def _delivery(
        self, alert: Alert, update: Update, result: Classification, source: Source, matter: Matter, told: dict[tuple[str, str], str]
    ) -> Delivery:
        from alerts.message import delivery_for, message_for

        house = self.house
        place = (matter.id, alert.channel_id)
        parent = told.get(place) or house.store.told_delivery(*place)
        message = message_for(alert, update, result, source, house.config.uses, matter, parent)
        delivery = delivery_for(message, alert.channel_id, alert.id, house.clock())
        told.setdefault(place, delivery.id)
        return delivery


def _marks(ids: Sequence[str], results: "Sequence[tuple[Classification, Marks | None]]") -> dict[str, str]:
    from pipeline.marks import as_json

    return {document_id: as_json(marks) for document_id, (_, marks) in zip(ids, results, strict=True) if marks is not None}


def queue_pictures(house: House) -> int:
    """One starting picture per channel for the documents of first checks; returns how many documents it shows."""
    from alerts.message import chapters_of, delivery_for, starting_picture

    rows = [row for row in house.store.picture_pending(house.clock()) if row.classification is not None]
    if not rows:
        return 0
    told = [(row.id, row.document, row.classification, source_of(house, row.document)) for row in rows if row.classification]
    message = starting_picture(told, house.config.uses, house.clock())
    subject = "\x1f".join(sorted(row.id for row in rows))
    channels = dict.fromkeys(route.channel for route in house.config.routes if route.when == "now")
    threaded = threaded_channels(house)
    deliveries = []
    for channel in channels:
        whole = delivery_for(message, channel, subject, house.clock())
        deliveries += [whole, *(chapters_of(whole) if channel in threaded else ())]
    house.store.keep_picture([row.id for row in rows], deliveries, house.clock())
    return len(rows)
