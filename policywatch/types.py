"""The words of the house as types.

Every arrow between two rooms carries these values and nothing else. They are frozen, import only the standard library,
and know no file, no table and no page. Instants end in ``_at`` and are aware UTC; days end in ``_on``; durations and sizes
carry their unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal


class Outcome(StrEnum):
    """How one check ended; every claimed source gets exactly one."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    BLOCKED = "blocked"
    MOVED = "moved"
    GONE = "gone"
    SKIPPED = "skipped"
    FAILED = "failed"
    LOST = "lost"


#: Outcomes that make ``policywatch run`` exit with 1 (``EMPTY`` only where items were expected, which is what it means).
TROUBLE = frozenset({Outcome.BLOCKED, Outcome.GONE, Outcome.FAILED, Outcome.LOST, Outcome.EMPTY})


class Cause(StrEnum):
    """Why a check ended as it did; separate from the outcome."""

    NONE = ""
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    RESET = "reset"
    PROTOCOL = "protocol"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    DECOMPRESS = "decompress"
    HTTP_4XX = "http_4xx"
    HTTP_5XX = "http_5xx"
    RATE_LIMITED = "rate_limited"
    AUTH = "auth"
    BLOCKED = "blocked"
    SOFT_ERROR = "soft_error"
    REDIRECT_LOOP = "redirect_loop"
    REDIRECT_UNSAFE = "redirect_unsafe"
    UNSAFE_URL = "unsafe_url"
    NOT_A_FEED = "not_a_feed"
    PARSE_XML = "parse_xml"
    PARSE_JSON = "parse_json"
    PARSE_PDF = "parse_pdf"
    LAYOUT_CHANGED = "layout_changed"
    EMPTY = "empty"
    ENCODING = "encoding"
    UNSUPPORTED = "unsupported"
    # beyond the 26 kinds of a failed fetch
    ROBOTS = "robots"
    WAF = "waf"
    CAPTCHA = "captcha"
    LOGIN = "login"
    CONSENT = "consent"
    JS_SHELL = "js_shell"
    GONE = "gone"
    MOVED = "moved"
    OFFLINE = "offline"
    HOST_WAIT = "host_wait"
    PARSER_DIED = "parser_died"
    INTERRUPTED = "interrupted"
    INTERNAL = "internal"


class DocumentType(StrEnum):
    """What a publication is."""

    LAW = "law"
    BILL = "bill"
    RULE = "rule"
    PROPOSAL = "proposal"
    CONSULTATION = "consultation"
    GUIDANCE = "guidance"
    STANDARD = "standard"
    DECISION = "decision"
    ENFORCEMENT = "enforcement"
    COURT = "court"
    SPEECH_PRESS = "speech_press"
    REPORT = "report"
    NEWS = "news"
    OTHER = "other"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Where a rule stands in its life; never guessed, so the default is unknown."""

    PROPOSAL = "proposal"
    CONSULTATION = "consultation"
    ADOPTED_NOT_IN_FORCE = "adopted_not_in_force"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


class Band(StrEnum):
    """What the topic score means for people."""

    ALERT = "alert"
    REVIEW = "review"
    DROP = "drop"


class Severity(StrEnum):
    """How loudly an alert speaks."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class UpdateKind(StrEnum):
    """What a check learned about a document."""

    NEW = "new"
    REVISED = "revised"
    #: its list names it no longer; that says nothing about whether it still stands
    UNLISTED = "unlisted"
    #: a legal date was put on another day, by a revision or by a notice of its own
    DATE_MOVED = "date_moved"
    #: its authority has taken it back
    WITHDRAWN = "withdrawn"


class DateKind(StrEnum):
    """What a legal date is about."""

    EFFECTIVE = "effective"
    APPLICATION = "application"
    COMMENT_CLOSE = "comment_close"
    TRANSITION_END = "transition_end"
    ENFORCEMENT = "enforcement"
    EXPIRY = "expiry"


class DeliveryState(StrEnum):
    """Where a delivery stands; ``PENDING`` with ``next_attempt_at`` is also the retry."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    AMBIGUOUS = "ambiguous"
    PARKED = "parked"
    REVIEW = "review"
    REJECTED = "rejected"
    #: a newer state took its place before it was sent: nothing was left unsaid
    OVERTAKEN = "overtaken"


class MessageKind(StrEnum):
    """What a message tells."""

    ALERT = "alert"
    STARTING_PICTURE = "starting_picture"
    NOTICE = "notice"
    DIGEST = "digest"
    #: takes the place of a matter's first message that can no longer be changed
    RENEWAL = "renewal"
    #: one message in place of many, under which they stand as replies
    SUMMARY = "summary"
    #: a high alert that nobody took up
    ESCALATION = "escalation"
    #: a deadline that comes near
    REMINDER = "reminder"
    #: one version of a document for a chatbot's knowledge base
    KNOWLEDGE = "knowledge"


# ---- what is watched -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A place a regulator publishes, as written in sources.yaml."""

    id: str
    kind: str
    url: str
    name: str = ""
    authority: str = ""
    #: ISO-like code such as ``EU``, ``US-CA``; empty when unknown
    jurisdiction: str = ""
    #: BCP 47 tag; empty when unknown
    language: str = ""
    topics: tuple[str, ...] = ()
    #: a secondary source is a lead: it never alerts alone
    tier: Literal["primary", "secondary"] = "primary"
    #: seconds between checks; ``None`` lets the adaptive formula choose, 0 is due at every run
    every_s: float | None = None
    #: fetch the pages of new items before they are classified
    follow: bool = True
    #: how many pages are fetched on the first check
    first_items: int = 5
    paused: bool = False
    #: seconds without anything new after which it counts as silent; ``None``: learned from its own pace
    fresh_within_s: float | None = None
    #: the validated ``Options`` of the kind
    options: object = None
    #: changes when anything but the id changed in sources.yaml
    config_hash: str = ""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "anything new?" with; stored verbatim and sent back for the same URL only."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier checks of a source left behind for the next one."""

    #: no check of this source was ever complete
    first: bool = True
    #: validators by URL
    validators: Mapping[str, Validators] = field(default_factory=dict)
    #: sha256 of the last full body of the source's own URL
    body_sha256: str | None = None
    #: numbers of items of the last checks that had any answer, newest first, at most 10
    item_counts: tuple[int, ...] = ()
    #: when items were published or first seen, newest first, at most 20; feeds the adaptive interval
    item_times: tuple[datetime, ...] = ()
    #: failures in a row
    failures: int = 0
    #: when the source was last fetched without validators
    full_at: datetime | None = None
    #: permanent redirects seen in a row, and where they led
    redirects: int = 0
    redirect_url: str | None = None
    #: how the last whole answer was read: options of the source and version of the readers; empty when unknown
    reading: str = ""
    #: sha256 of the further bodies of the last whole answer, beside ``body_sha256``
    further: tuple[str, ...] = ()
    #: its list lacks items that are not ``unlisted`` yet
    missing: bool = False
    #: people were told that the one document of this source is gone
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list of a source named when it was last read whole."""

    #: keys in the list's order
    keys: tuple[str, ...] = ()
    #: keys that left it, with the number of whole fetches that lacked them
    missing: Mapping[str, int] = field(default_factory=dict)
    #: of these, those that left as lists lose their oldest items, or with most others: no news
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One due source, held by one process until ``lease_until``."""

    source: Source
    scheduled_at: datetime
    #: fencing token: only its holder may keep the check
    token: int
    lease_until: datetime
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a document that a fetch mentions again."""

    document_id: str
    key: str
    fingerprint: str
    #: the document's own page is still missing and may be tried again now
    page_due: bool = False


# ---- what a check brings ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LegalDate:
    """A date that binds somebody, with the words that say so."""

    kind: DateKind
    #: the day, or ``None`` while it is unresolved
    on: date | None
    #: the sentence, and where it stands in the text (code points); offsets are ``None`` for structured fields of an API
    sentence: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A legal date that was put on another day, with both sentences."""

    before: LegalDate
    after: LegalDate


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes as they came, kept as evidence."""

    sha256: str
    url: str
    status: int
    #: header names in lower case
    headers: Mapping[str, str]
    content: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One publication as fetched.

    ``key`` identifies it within its source: hash of (guid, link, title). ``alias`` is the hash of (guid, link) when the
    guid is present and stands once in its fetch, else empty: a known alias with a new key is a revision.
    ``fingerprint`` is over the fields the source itself gave (never over a followed page) and starts with its version.
    """

    source_id: str
    key: str
    url: str
    title: str
    fingerprint: str
    alias: str = ""
    #: the publisher's own abstract
    summary: str = ""
    text: str = ""
    #: where the text came from: nowhere, the source's own entry, the document's page, or only a link can be had
    text_origin: Literal["none", "entry", "page", "link_only"] = "none"
    #: why the page could not be had (empty when it was had, or was not wanted)
    text_cause: Cause = Cause.NONE
    #: the document's page is wanted but could not be had yet
    page_missing: bool = False
    language: str = ""
    jurisdiction: str = ""
    authority: str = ""
    document_type: DocumentType = DocumentType.UNKNOWN
    status: Status = Status.UNKNOWN
    published_at: datetime | None = None
    #: the date as written, kept when it could not be read too
    published_raw: str = ""
    #: dates in structured fields of an API; they win over dates found in text
    dates: tuple[LegalDate, ...] = ()
    #: official identifiers as ``scheme:value`` (``celex:32024R1689``)
    identifiers: tuple[str, ...] = ()
    #: sha256 of the body it was read from
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the crawler hands back for one claim."""

    claim: Claim
    started_at: datetime
    finished_at: datetime
    outcome: Outcome
    cause: Cause = Cause.NONE
    #: one sentence for an admin: what is wrong and what to do
    detail: str = ""
    final_url: str = ""
    status: int | None = None
    #: the answer was whole: only then may validators be kept and absences be believed
    complete: bool = False
    validators: Mapping[str, Validators] = field(default_factory=dict)
    #: sha256 of the source's own body, new or cited
    body_sha256: str | None = None
    documents: tuple[Document, ...] = ()
    bodies: tuple[Body, ...] = ()
    #: items the source listed, known ones and those past a cap included
    items: int = 0
    #: keys of everything on a list that was read whole and whose absences mean something, in its order
    listed: tuple[str, ...] | None = None
    #: the one document of this source was found gone by two looks
    withdrawn: bool = False
    #: how answers were read, see ``Memory.reading``
    reading: str = ""
    #: the answers are read in another way than the last time
    read_anew: bool = False
    #: what the stored bodies say as answers are read now; ``None`` when they were not, or could not be, read again
    reread: tuple[Document, ...] | None = None
    #: sha256 of the further bodies of the source's own list; ``None`` when it was not read
    further: tuple[str, ...] | None = None
    #: no item of this fetch was known although earlier fetches had items: some may have been missed
    gap: bool = False
    #: the fetch was made without validators
    unconditional: bool = False
    #: where a permanent redirect led
    moved_to: str | None = None
    #: seconds before any source on this host may be asked again
    host_wait_s: float | None = None
    #: seconds the source itself asks for between checks (ttl, max-age, Crawl-delay)
    asked_interval_s: float | None = None
    requests: int = 0
    bytes_in: int = 0


@dataclass(frozen=True, slots=True)
class Robots:
    """A stored robots.txt of one origin."""

    origin: str
    status: int
    body: bytes
    fetched_at: datetime


# ---- what it means ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A run of changed words."""

    op: Literal["same", "removed", "added", "moved"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two versions of a document; empty when nothing is known about it."""

    spans: tuple[Span, ...] = ()
    #: spans that were left out to keep the change readable
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Update:
    """What a check learned: a document that is new, revised or withdrawn."""

    id: str
    document_id: str
    kind: UpdateKind
    document: Document
    seen_at: datetime
    change: Change = field(default_factory=Change)
    #: legal dates of the version before
    dates_before: tuple[LegalDate, ...] = ()
    #: legal dates that this update puts on another day; then ``kind`` is ``DATE_MOVED``
    moved: tuple[MovedDate, ...] = ()


@dataclass(frozen=True, slots=True)
class AIUse:
    """One way the company uses AI, as written in uses.yaml."""

    id: str
    name: str
    description: str
    #: words by language
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    owner: str = ""
    threshold: float = 0.5


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words that carried a score: ``getattr(document, field)[start:end] == text``, in code points."""

    field: Literal["title", "summary", "text"]
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much a document touches one AI use."""

    use_id: str
    #: 0..1
    score: float
    quote: Quote | None = None
    #: the words that matched, for a person to read
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """All relevances of one document, and whether it is about regulating AI at all."""

    #: 0..1; ``None`` when the model was missing and words alone decided
    topic_score: float | None
    band: Band
    relevances: tuple[Relevance, ...] = ()
    #: why the band is what it is ("no AI word", "unscored: model missing", ...)
    reason: str = ""
    #: embedder, its hash, head, lexicon and their versions; scores are comparable only where this is equal
    model: str = ""
    #: the topic's own sentence
    quote: Quote | None = None

    @property
    def unscored(self) -> bool:
        """Whether words alone decided because no model could be had."""
        return self.topic_score is None


@dataclass(frozen=True, slots=True)
class Matter:
    """The legal thing people follow, with all its documents."""

    id: str
    title: str
    identifiers: tuple[str, ...] = ()


class RelationKind(StrEnum):
    """How one matter stands to another."""

    AMENDS = "amends"
    IMPLEMENTS = "implements"
    REPLACES = "replaces"
    EXPLAINS = "explains"
    REINTRODUCES = "reintroduces"
    #: so alike that they may be one; a person can merge them
    RESEMBLES = "resembles"


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from one matter to another."""

    kind: RelationKind
    matter_id: str
    other_id: str


@dataclass(frozen=True, slots=True)
class Route:
    """Who hears what."""

    channel: str
    #: ids of uses; ``general`` hears what touches no use; empty hears every use
    uses: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    document_types: tuple[str, ...] = ()
    #: ``None``: each use's own threshold
    min_score: float | None = None
    when: Literal["now", "weekly"] = "now"
    #: loudness of all that it tells; ``None``: judged from the document
    severity: Severity | None = None
    #: seconds after which a high alert that nobody took up is told again; ``None``: never
    escalate_after_s: float | None = None
    #: channel of that call; ``None``: the route's own
    escalate_channel: str | None = None
    #: ids of people mentioned in it
    escalate_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """An update that must reach a channel, with the reasons; unique per (update, channel)."""

    id: str
    update_id: str
    channel_id: str
    severity: Severity
    relevances: tuple[Relevance, ...]
    matter_id: str
    created_at: datetime
    when: Literal["now", "weekly"] = "now"
    #: one sentence per route that fired
    reasons: tuple[str, ...] = ()


# ---- how it reaches people -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Why:
    """One AI use that a message names."""

    use_id: str
    use_name: str
    score: float | None
    quote: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One document as a message tells it; plain text from outside, never markup."""

    title: str
    url: str
    source_id: str
    source_name: str = ""
    authority: str = ""
    jurisdiction: str = ""
    language: str = ""
    document_id: str = ""
    document_type: DocumentType = DocumentType.UNKNOWN
    status: Status = Status.UNKNOWN
    published_at: datetime | None = None
    seen_at: datetime | None = None
    topic_score: float | None = None
    band: Band = Band.ALERT
    summary: str = ""
    why: tuple[Why, ...] = ()
    dates: tuple[LegalDate, ...] = ()
    change: Change = field(default_factory=Change)
    update_kind: UpdateKind = UpdateKind.NEW
    #: legal dates that were put on another day
    moved: tuple[MovedDate, ...] = ()
    body_sha256: str | None = None
    #: why the document has less than its own page ("page could not be had: timeout"), or empty
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is told, the same for every channel."""

    kind: MessageKind
    title: str
    items: tuple[Item, ...] = ()
    severity: Severity = Severity.NORMAL
    #: for notices: plain sentences
    lines: tuple[str, ...] = ()
    alert_id: str = ""
    matter_id: str = ""
    #: set when the matter was told to this channel before: this is a reply under that message
    parent_delivery_id: str | None = None
    #: ids of people who are called by name
    mentions: tuple[str, ...] = ()
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel gave back for a sent message."""

    #: id of the message in the channel (Slack ``ts``, SMTP Message-ID, ...)
    remote_id: str = ""
    remote_channel: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way to one channel."""

    id: str
    channel_id: str
    kind: MessageKind
    message: Message
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    #: how often the channel was asked whether an ambiguous send arrived
    reconciles: int = 0
    next_attempt_at: datetime | None = None
    first_sent_at: datetime | None = None
    last_error: str = ""
    receipt: Receipt | None = None
    #: the message in whose thread it stands, or which it renews: where it is, and under which id it was sent
    parent_receipt: Receipt | None = None
    parent_id: str = ""
    #: the summary that tells it together with others; empty for one that stands for itself
    summary_id: str = ""
    alert_id: str = ""
    #: recipient id of a digest; addresses never enter the store
    recipient_id: str = ""
    created_at: datetime | None = None
    #: fencing token of the claim
    token: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel has the message."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Retry:
    """The channel surely does not have it; try again not before ``after_s`` seconds."""

    after_s: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nobody knows whether the channel has it: ask before sending again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Parked:
    """The channel or route is misconfigured: an admin must act, nothing is dropped."""

    reason: str
    #: it concerns every channel of the same account, such as a workspace whose token was revoked
    account: bool = False


@dataclass(frozen=True, slots=True)
class NeedsReview:
    """A person must decide."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A sent message can never be changed again: deleted, or too old."""

    reason: str


Result = Sent | Retry | Ambiguous | Parked | NeedsReview


@dataclass(frozen=True, slots=True)
class Feedback:
    """A person's verdict on a relevance."""

    document_id: str
    use_id: str | None
    relevant: bool
    person_id: str
    at: datetime
    reason: str = ""


class ActKind(StrEnum):
    """What a person can do about what was told; every one is kept for the auditors."""

    RELEVANT = "relevant"
    NOT_RELEVANT = "not_relevant"
    #: a verdict is taken back: it stays on record and teaches nothing any more
    TAKE_BACK = "take_back"
    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    DONE = "done"
    REOPEN = "reopen"
    MUTE = "mute"
    UNMUTE = "unmute"
    RETRACT = "retract"
    SPLIT = "split"
    MERGE = "merge"
    LEARN = "learn"
    ROLLBACK = "rollback"
    #: what becomes of a delivery, or of a source's held items, that a machine must not decide about
    DECIDE = "decide"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that one person did; rows are only ever added, what stands now is read from them."""

    #: made from what the act is, so that a double click is one act
    id: str
    kind: ActKind
    #: id of a person in policywatch.yaml
    person_id: str
    #: what it is about, as ``noun:id``: ``matter:…``, ``alert:…``, ``source:…``, ``use:…``, ``document:…``, ``person:…``
    subject: str
    at: datetime
    #: whom it is assigned to, until when it sleeps (ISO 8601), the use of a verdict, the
    #: number of a verdict that is taken back, the other matter of a merge
    value: str = ""
    #: in the person's own words
    reason: str = ""
    #: where they did it: slack, web, mail, cli, lanying
    via: str = ""
    #: what identifies the click or message that asked for it, so that a replay is known; empty when nothing does
    request: str = ""


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """How hard and how far the crawler may go; taken from policywatch.yaml by the roof."""

    user_agent: str = "policywatch"
    concurrency: int = 100
    per_host_concurrency: int = 1
    per_host_delay_s: float = 1.0
    timeout_s: float = 30.0
    check_timeout_s: float = 120.0
    max_bytes: int = 10 * 1024 * 1024
    max_pdf_bytes: int = 25 * 1024 * 1024
    max_items: int = 2000
    allow_private_networks: tuple[str, ...] = ()
    allow_ports: tuple[int, ...] = (80, 443)
    proxy: str | None = None
    ca_bundle: str | None = None
    #: which library downloads
    mode: Literal["twisted", "aiohttp"] = "twisted"
    #: path of the browser for sources that need one, or ``bundled``; ``None``: none may be started
    browser: str | None = None
