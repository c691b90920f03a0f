"""What people teach: verdicts are kept here, whoever asks for it, the command line, a chat button or a web page."""

from dataclasses import replace

from app.house import House
from policywatch.errors import UsageError
from policywatch.store import FeedbackRow
from policywatch.text import scrub
from policywatch.types import Feedback

#: longest reason that is kept
REASON = 2_000


def give_verdict(house: House, verdict: Feedback) -> int:
    """Keeps a person's verdict on one document and one use; the id with which it can be undone.

    ``use_id`` ``None`` judges the topic itself. The same word said twice is one verdict. Raises UsageError for an unknown
    document or use. What is learned from it changes at the next classification.
    """
    if house.store.document(verdict.document_id) is None:
        raise UsageError(f"no document '{verdict.document_id}': `policywatch documents list` shows the ids")
    known = [use.id for use in house.config.uses]
    if verdict.use_id is not None and verdict.use_id not in known:
        raise UsageError(f"no use '{verdict.use_id}' in uses.yaml: choose from {', '.join(known) or 'none'}, or judge the topic")
    standing = said_before(house, verdict)
    if standing is not None and standing.relevant == verdict.relevant:
        return standing.id
    return house.store.feedback_add(replace(verdict, reason=scrub(verdict.reason)[:REASON]))


def said_before(house: House, verdict: Feedback) -> FeedbackRow | None:
    """The last word of this person on this document and use that still stands."""
    for row in house.store.feedback_list(verdict.document_id, limit=1_000):
        if row.person_id == verdict.person_id and row.use_id == verdict.use_id and row.undone_at is None:
            return row
    return None


def take_back(house: House, feedback_id: int) -> None:
    """Takes a verdict back; raises UsageError when there is none, or it was taken back already."""
    if not house.store.feedback_undo(feedback_id, house.clock()):
        raise UsageError(f"no verdict {feedback_id} that stands: `policywatch feedback list` shows the ids")
