"""What the store answers with, where no type of the house says it already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from policywatch.types import (
    Alert,
    Cause,
    CheckResult,
    Classification,
    Delivery,
    DeliveryState,
    Document,
    LegalDate,
    Listed,
    Matter,
    Message,
    Outcome,
    Relation,
    Severity,
    Update,
    Validators,
)

SourceState = Literal["active", "paused", "retired", "new"]
DocumentState = Literal["stored", "held", "to_classify", "classified"]
PictureState = Literal["none", "waiting", "classified", "pictured"]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source as it stands."""

    id: str
    kind: str
    url: str
    #: ``new`` until a check has read publications there
    state: SourceState
    documents: int
    last_check_at: datetime | None
    outcome: Outcome | None
    cause: Cause | None
    detail: str
    next_check_at: datetime
    failures: int
    #: no check was ever complete
    first: bool
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check as it was kept."""

    id: int
    source_id: str
    prev_check: int | None
    scheduled_at: datetime
    started_at: datetime
    finished_at: datetime
    outcome: Outcome
    cause: Cause
    detail: str
    url: str
    final_url: str
    status: int | None
    validators: Mapping[str, Validators]
    config_hash: str
    complete: bool
    gap: bool
    unconditional: bool
    moved_to: str | None
    items: int
    documents: int
    updates: int
    requests: int
    bytes_in: int
    body_sha256: str | None


@dataclass(frozen=True, slots=True)
class ListingChange:
    """What one whole look at a list says about what it names."""

    #: to be compared with at the next look
    listed: Listed
    #: keys that it names no longer
    unlisted: Sequence[str] = ()
    #: keys that it names and did not name at the look before
    appeared: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Keeping:
    """One check and all of it that is to be kept."""

    result: CheckResult
    next_check_at: datetime
    updates: Sequence[Update] = ()
    #: documents of a first check
    seeds: Sequence[Document] = ()
    #: the old key of a document by its new one
    revised_keys: Mapping[str, str] = field(default_factory=dict)
    #: known documents whose page has come
    pages: Sequence[Document] = ()
    #: known documents that are kept as they are now without being news
    rebaselined: Sequence[Document] = ()
    #: new documents that nobody is told of
    quiet: Sequence[Document] = ()
    #: the updates wait for an admin
    held: bool = False
    #: what a list names now
    listing: ListingChange | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """One document that waits for its classification, held by one process."""

    #: ``None`` for a seed of the starting picture
    update_id: str | None
    document_id: str
    document: Document
    update: Update | None
    #: it goes into a starting picture, not into alerts
    picture: bool
    token: int


@dataclass(frozen=True, slots=True)
class Classified:
    """One verdict with everything that follows from it."""

    pending: Pending
    classification: Classification
    matter: Matter
    alerts: tuple[Alert, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    #: the document with what its text says of itself (dates, type, status, identifiers); ``None`` keeps it as it was fetched
    document: Document | None = None
    #: the update when reading the document taught more about it (a moved date); ``None`` keeps it as it was
    update: Update | None = None
    #: links of the matter that this document shows
    relations: tuple[Relation, ...] = ()
    #: keys by which the document is found again
    keys: tuple[str, ...] = ()
    #: new dates of other documents of the matter, by id
    redated: Mapping[str, tuple[LegalDate, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter as it stands."""

    matter: Matter
    documents: int
    first_seen_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert as people see it in a list."""

    id: str
    update_id: str
    channel: str
    #: of its delivery; ``weekly`` when it waits for the digest
    state: DeliveryState | Literal["weekly"]
    severity: Severity
    title: str
    url: str
    uses: tuple[str, ...]
    created_at: datetime
    delivery_id: str | None
    document_id: str
    matter_id: str
    message: Message | None
    alert: Alert
    source_id: str = ""
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """That a matter was told on a channel, and when first."""

    matter_id: str
    channel_id: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document as it stands."""

    id: str
    document: Document
    first_seen_at: datetime
    state: DocumentState
    classification: Classification | None = None
    classified_at: datetime | None = None
    picture: PictureState = "none"
    matter_id: str | None = None
    #: since when its list names it no longer
    unlisted_at: datetime | None = None
    #: filled by digest queries
    update: Update | None = None
    alerts: tuple[AlertRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Failing:
    """A source that does not answer as it should."""

    source_id: str
    since: datetime
    outcome: Outcome
    cause: Cause


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was watched in a window, and what was not."""

    #: sources that are neither retired nor paused
    sources: int
    #: of these, those with a check that worked
    checked: int
    failing: tuple[Failing, ...] = ()
    #: sources without any check that worked, though none is known to fail
    blind: tuple[str, ...] = ()
    checks: int = 0
    documents: int = 0
    dropped_by_source: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One verdict of a person as it was kept."""

    id: int
    document_id: str
    use_id: str | None
    relevant: bool
    person_id: str
    at: datetime
    reason: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Span:
    """Documents whose ids lie between two of them, these included."""

    first: str
    last: str
    #: how many there were when it was cut
    count: int


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A document with its current verdict, as a change of uses asks for it."""

    id: str
    first_seen_at: datetime
    document: Document
    verdict: Classification
    update_id: str | None
    #: JSON of the pipeline; ``None`` when none were kept
    marks: str | None


@dataclass(frozen=True, slots=True)
class Renewed:
    """A verdict given anew."""

    document_id: str
    update_id: str | None
    verdict: Classification
    #: whether it is news for a digest
    fresh: bool


@dataclass(frozen=True, slots=True)
class HeadRow:
    """One version of what was learned about a use."""

    #: 0 until it is kept
    version: int
    #: empty for the topic
    use_id: str
    #: fingerprint of the embedder whose vectors it weighs
    embedder: str
    created_at: datetime
    #: whether the guard let it into force
    kept: bool
    reason: str
    positives: int
    negatives: int
    #: hash of the verdicts it was fitted on
    basis: str
    #: JSON of the pipeline
    numbers: str


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """Something wrong with the watch: one cause at one source, host, or everywhere."""

    #: 0 until it is kept
    id: int
    #: id of a source, or ``host:`` and its name
    subject: str
    cause: str
    #: one sentence for an admin
    what: str
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Redraw:
    """One sent message that is to show what stands now, held by one process."""

    delivery_id: str
    #: the newest that was told in it or under it
    message: Message
    #: how often it was outdated when it was claimed
    wanted: int
    #: tries that failed in a row
    attempts: int
    token: int


@dataclass(frozen=True, slots=True)
class Fed:
    """A document beside what a knowledge base was told of it last."""

    row: DocumentRow
    #: the state of the document that was looked at
    classification_id: int
    changed_at: datetime
    #: empty: it was told nothing yet
    version: str = ""
    #: the delivery that carries this version
    delivery_id: str = ""
    #: to be queued with it
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What is remembered of one person."""

    id: str
    #: name and addresses; ``None`` once erased, and for people who only left traces
    sealed: str | None = None
    seen_at: datetime | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Traces:
    """What one person left behind beside their acts."""

    verdicts: tuple[FeedbackRow, ...] = ()
    #: (delivery, title, state, when) of what was made for them alone
    mails: tuple[tuple[str, str, str, datetime], ...] = ()
    #: (status, when) of mails to them that came back
    bounces: tuple[tuple[str, datetime], ...] = ()
