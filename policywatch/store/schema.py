"""The tables. The migrations build them; a test holds both equal."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, UniqueConstraint, text

from policywatch.store.columns import Day, Instant, Payload, Whole, Words
from policywatch.types import (
    Act,
    Alert,
    Classification,
    Document,
    LegalDate,
    Listed,
    Memory,
    Message,
    Receipt,
    Relation,
    Source,
    Update,
    Validators,
)

#: the newest migration; kept here so that a start needs no alembic when nothing is to be done
HEAD = "0001"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _lease() -> list[Column[object]]:
    """Who works on a row until when; the token fences off those who were taken over."""
    columns: list[Column[object]] = [
        Column("lease_owner", Words),
        Column("lease_until", Instant),
        Column("token", Integer, nullable=False, server_default="0"),
    ]
    return columns


meta = Table("meta", metadata, Column("key", Words, primary_key=True), Column("value", Words, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("id", Words, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("kind", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("config_hash", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("every_s", Float),
    Column("config", Payload(Source), nullable=False),
    Column("memory", Payload(Memory), nullable=False),
    Column("next_check_at", Instant, nullable=False),
    Column("last_check_id", Integer),
    Column("failing_since", Instant),
    *_lease(),
    Index(None, "state", "next_check_at"),
)

#: what the list of a source named at the last whole look
listings = Table("listings", metadata, Column("source_id", Words, primary_key=True), Column("listed", Payload(Listed), nullable=False))

hosts = Table("hosts", metadata, Column("host", Words, primary_key=True), Column("wait_until", Instant, nullable=False))

robots = Table(
    "robots",
    metadata,
    Column("origin", Words, primary_key=True),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("fetched_at", Instant, nullable=False),
)

checks = Table(
    "checks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("prev_check", ForeignKey("checks.id")),
    Column("scheduled_at", Instant, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
    Column("outcome", Words, nullable=False),
    Column("cause", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("final_url", Words, nullable=False),
    Column("status", Whole),
    Column("validators", Payload(dict[str, Validators]), nullable=False),
    Column("config_hash", Words, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("gap", Boolean, nullable=False),
    Column("unconditional", Boolean, nullable=False),
    Column("moved_to", Words),
    Column("items", Whole, nullable=False),
    Column("documents", Whole, nullable=False),
    Column("updates", Whole, nullable=False),
    Column("requests", Whole, nullable=False),
    Column("bytes_in", Whole, nullable=False),
    Column("body_sha256", Words),
    Index(None, "source_id", "id"),
    Index(None, "finished_at"),
    sqlite_autoincrement=True,
)

documents = Table(
    "documents",
    metadata,
    Column("id", Words, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("alias", Words, nullable=False),
    Column("fingerprint", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("published_at", Instant),
    Column("first_seen_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("first_check_id", ForeignKey("checks.id")),
    #: stored | held | to_classify | classified
    Column("state", Words, nullable=False),
    #: where a seed stands on its way into a starting picture: none | waiting | classified | pictured
    Column("picture", Words, nullable=False, server_default="none"),
    Column("page_missing", Boolean, nullable=False),
    Column("page_tries", Integer, nullable=False, server_default="0"),
    Column("page_next_at", Instant),
    #: since when its list names it no longer
    Column("unlisted_at", Instant),
    Column("classification_id", Integer),
    Column("unscored", Boolean, nullable=False, server_default=text("false")),
    Column("content", Payload(Document), nullable=False),
    UniqueConstraint("source_id", "key"),
    Index(None, "source_id", "alias"),
    Index(None, "source_id", "first_seen_at", "id"),
    Index(None, "first_seen_at", "id"),
    Index(None, "picture"),
    # written as SQLAlchemy asks, else SQLite does not see that the index answers
    Index("ix_documents_unscored", "id", sqlite_where=text("unscored = 1"), postgresql_where=text("unscored")),
)

#: every fingerprint a document ever had, so that a page that flaps is seen to flap
fingerprints = Table(
    "fingerprints",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("fingerprint", Words, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)

legal_dates = Table(
    "legal_dates",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("on", Day),
    Column("legal_date", Payload(LegalDate), nullable=False),
    Index(None, "document_id"),
    Index(None, "on"),
)

updates = Table(
    "updates",
    metadata,
    Column("id", Words, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("check_id", ForeignKey("checks.id"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("content", Payload(Update), nullable=False),
    Index(None, "document_id", "seen_at"),
)

#: what waits for a classification: an update, or a seed for the starting picture (then ``update_id`` is empty)
pending = Table(
    "pending",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("update_id", Words, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    #: an admin must say first whether this is news
    Column("held_at", Instant),
    *_lease(),
    UniqueConstraint("document_id", "update_id"),
    Index("ix_pending_open", "id", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
)

classifications = Table(
    "classifications",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("update_id", ForeignKey("updates.id")),
    Column("model", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("band", Words, nullable=False),
    Column("topic_score", Float),
    Column("reason", Words, nullable=False),
    #: the first verdict on this update, or one in another band: only these are news for a digest
    Column("fresh", Boolean, nullable=False),
    Column("content", Payload(Classification), nullable=False),
    Index(None, "document_id", "id"),
    Index(None, "created_at"),
)

matters = Table(
    "matters",
    metadata,
    Column("id", Words, primary_key=True),
    Column("title", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    #: where its documents went when a person merged it
    Column("merged_into", Words),
    Index(None, "merged_into"),
)

#: links between matters that are related and not one
matter_relations = Table(
    "matter_relations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", Words, nullable=False),
    Column("matter_id", ForeignKey("matters.id"), nullable=False),
    Column("other_id", ForeignKey("matters.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("relation", Payload(Relation), nullable=False),
    UniqueConstraint("matter_id", "other_id", "kind"),
    Index(None, "other_id"),
)

#: keys of names and texts by which a document is found again (pipeline.sketch)
sketches = Table(
    "sketches",
    metadata,
    Column("key", Words, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Index(None, "document_id"),
)

matter_identifiers = Table(
    "matter_identifiers",
    metadata,
    Column("identifier", Words, primary_key=True),
    Column("matter_id", ForeignKey("matters.id"), nullable=False),
    Index(None, "matter_id"),
)

#: a document has one matter at a time
matter_documents = Table(
    "matter_documents",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("matter_id", ForeignKey("matters.id"), nullable=False),
    Index(None, "matter_id"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False, unique=True),
    Column("update_id", ForeignKey("updates.id"), nullable=False),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("channel_id", Words, nullable=False),
    Column("matter_id", ForeignKey("matters.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("content", Payload(Alert), nullable=False),
    UniqueConstraint("update_id", "channel_id"),
    Index(None, "channel_id", "seq"),
    Index(None, "document_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False, unique=True),
    Column("channel_id", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("reconciles", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", Instant),
    Column("first_sent_at", Instant),
    Column("last_error", Words, nullable=False, server_default=""),
    Column("receipt", Payload(Receipt)),
    Column("alert_id", Words, nullable=False, server_default=""),
    Column("matter_id", Words, nullable=False, server_default=""),
    #: the message in whose thread it stands, known since it was claimed
    Column("parent_delivery_id", Words),
    #: the summary in whose thread it stands
    Column("summary_id", Words, nullable=False, server_default=""),
    Column("recipient_id", Words, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("message", Payload(Message), nullable=False),
    *_lease(),
    Index(None, "state", "next_attempt_at"),
    Index(None, "matter_id", "channel_id"),
    Index(None, "alert_id"),
    Index(None, "channel_id", "state"),
    Index(None, "summary_id"),
    Index(None, "kind", "recipient_id"),
)

#: messages that show less than what stands: outdated ``wanted`` times, drawn up to ``drawn``
redraws = Table(
    "redraws",
    metadata,
    Column("delivery_id", ForeignKey("deliveries.id"), primary_key=True),
    Column("wanted", Integer, nullable=False, server_default="0"),
    Column("drawn", Integer, nullable=False, server_default="0"),
    #: an update of unknown fate may still be carried out until then, and hide what was drawn after it
    Column("doubtful_until", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", Instant),
    Column("last_error", Words, nullable=False, server_default=""),
    *_lease(),
    Index("ix_redraws_open", "delivery_id", sqlite_where=text("wanted > drawn"), postgresql_where=text("wanted > drawn")),
)

#: one per channel that was ever spoken to: whose turn it is, when it may go on, and why it stands still
lanes = Table(
    "lanes",
    metadata,
    Column("channel_id", Words, primary_key=True),
    Column("ready_at", Instant),
    #: what an admin must mend first; empty while the channel works
    Column("stopped", Words, nullable=False, server_default=""),
    *_lease(),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    #: of a document, or of an example that people brought
    Column("document_id", Words, nullable=False),
    Column("use_id", Words),
    Column("relevant", Boolean, nullable=False),
    Column("person_id", Words, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("reason", Words, nullable=False),
    Column("undone_at", Instant),
    Index(None, "document_id"),
)

#: documents that people brought to learn from; nothing watches them
examples = Table(
    "examples",
    metadata,
    Column("id", Words, primary_key=True),
    Column("kept_at", Instant, nullable=False),
    Column("content", Payload(Document), nullable=False),
)

#: what was learned per use (the empty id is the topic); rows are only ever added
heads = Table(
    "heads",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=True),
    Column("use_id", Words, nullable=False),
    Column("embedder", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("reason", Words, nullable=False),
    Column("positives", Integer, nullable=False),
    Column("negatives", Integer, nullable=False),
    #: hash of the verdicts it was fitted on
    Column("basis", Words, nullable=False),
    Column("numbers", Words, nullable=False),
    Index(None, "use_id", "version"),
    sqlite_autoincrement=True,
)

#: what was found in a document that no change of uses changes; JSON of the pipeline
marks = Table(
    "marks",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("content", Words, nullable=False),
)

#: vectors by sha256 of the passage, valid for one embedder; half-precision numbers as bytes
embeddings = Table(
    "embeddings",
    metadata,
    Column("embedder", Words, primary_key=True),
    Column("passage", LargeBinary, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

#: what people did, for the auditors; rows are only ever added
acts = Table(
    "acts",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False, unique=True),
    Column("kind", Words, nullable=False),
    Column("person_id", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("content", Payload(Act), nullable=False),
    Index(None, "subject", "seq"),
    Index(None, "person_id", "seq"),
)

#: by the fingerprint of the link in a weekly mail: who leaves which list by it
digest_tokens = Table(
    "digest_tokens",
    metadata,
    Column("fingerprint", Words, primary_key=True),
    Column("digest_id", Words, nullable=False),
    Column("recipient_id", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index(None, "recipient_id"),
)

#: mails that came back, by pseudonymous recipient; a report is kept once however often it is read
bounces = Table(
    "bounces",
    metadata,
    Column("report", Words, primary_key=True),
    Column("recipient_id", Words, nullable=False),
    #: for good, as against for the time being
    Column("final", Boolean, nullable=False),
    Column("status", Words, nullable=False),
    Column("came_at", Instant, nullable=False),
    #: the address was mended: does not count any more
    Column("forgiven_at", Instant),
    Index(None, "recipient_id"),
)

#: what a chatbot's knowledge base was told last of a document, and of which state of the document that was decided
knowledge = Table(
    "knowledge",
    metadata,
    Column("channel_id", Words, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("version", Words, nullable=False),
    #: the delivery that carries this version
    Column("delivery_id", Words, nullable=False),
    Column("classification_id", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

#: requests from outside that were taken, and what they were found to be about: a replay is about the same
requests = Table(
    "requests",
    metadata,
    Column("id", Words, primary_key=True),
    Column("about", Words, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Index(None, "taken_at"),
)

#: what is remembered of people by pseudonymous id; name and addresses are sealed, and gone for good once erased
people = Table(
    "people",
    metadata,
    Column("id", Words, primary_key=True),
    Column("sealed", Words),
    Column("seen_at", Instant, nullable=False),
    Column("erased_at", Instant),
)

#: what is wrong with the watch itself; ``open_key`` is empty once it is closed, so that at most one is open
incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("subject", Words, nullable=False),
    Column("cause", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("open_key", Words, unique=True),
)
