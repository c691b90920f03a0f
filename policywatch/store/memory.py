"""What a check leaves behind for the next one; pure, so that every rule is a plain test."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from policywatch.types import TROUBLE, Cause, CheckResult, Document, Memory, Outcome, Update, Validators

_COUNTS = 10
_TIMES = 20
#: a source of many pages may not grow its row for ever
_VALIDATORS = 50


def after(old: Memory, result: CheckResult, documents: Sequence[Document], now: datetime, missing: bool = False) -> Memory:
    """The memory after a check that brought these new documents; ``missing``: items have left its list."""
    whole = result.complete
    return Memory(
        first=old.first and not whole,
        validators=_validators(old.validators, result.validators) if whole else old.validators,
        body_sha256=result.body_sha256 or old.body_sha256 if whole else old.body_sha256,
        item_counts=_counts(old.item_counts, result),
        item_times=_times(old.item_times, documents, now),
        failures=_failures(old.failures, result),
        full_at=result.finished_at if whole and result.unconditional else old.full_at,
        redirects=_redirects(old, result),
        redirect_url=old.redirect_url if result.outcome in TROUBLE or result.outcome is Outcome.SKIPPED else result.moved_to,
        reading=result.reading or old.reading if whole or result.reread else old.reading,
        further=result.further if whole and result.further is not None else old.further,
        missing=missing,
        withdrawn=result.withdrawn or (old.withdrawn and not whole),
    )


def for_new_url(memory: Memory) -> Memory:
    """What stays true when the URL changes: the history, not the validators."""
    return replace(memory, validators={}, body_sha256=None, full_at=None, redirects=0, redirect_url=None, further=())


def failing_since(old: datetime | None, result: CheckResult) -> datetime | None:
    """Since when the source is in trouble, or ``None``."""
    if result.outcome is Outcome.SKIPPED:
        return old
    return (old or result.finished_at) if result.outcome in TROUBLE else None


def with_document(update: Update, document: Document) -> Update:
    """The update with a document whose page has come."""
    return replace(update, document=document)


def _validators(old: Mapping[str, Validators], new: Mapping[str, Validators]) -> dict[str, Validators]:
    merged = {**{url: value for url, value in old.items() if url not in new}, **new}
    kept = [(url, value) for url, value in merged.items() if value.etag or value.last_modified]
    return dict(kept[-_VALIDATORS:])


def _counts(old: tuple[int, ...], result: CheckResult) -> tuple[int, ...]:
    """Only answers that worked count: zeros of a broken page would soon look normal."""
    if result.items <= 0 or result.outcome in TROUBLE or result.outcome is Outcome.SKIPPED:
        return old
    return (result.items, *old)[:_COUNTS]


def _times(old: tuple[datetime, ...], documents: Sequence[Document], now: datetime) -> tuple[datetime, ...]:
    seen = [min(document.published_at or now, now) for document in documents]
    return tuple(sorted((*old, *seen), reverse=True)[:_TIMES])


def _failures(old: int, result: CheckResult) -> int:
    if result.outcome is Outcome.SKIPPED or result.cause is Cause.OFFLINE:
        return old
    return old + 1 if result.outcome in TROUBLE else 0


def _redirects(old: Memory, result: CheckResult) -> int:
    if result.outcome in TROUBLE or result.outcome is Outcome.SKIPPED:
        return old.redirects
    if result.moved_to is None:
        return 0
    return old.redirects + 1 if result.moved_to == old.redirect_url else 1
