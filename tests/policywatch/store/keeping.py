"""One check kept by itself, as tests tell it; the product keeps several together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from policywatch.errors import LeaseLost
from policywatch.store import Keeping, Store
from policywatch.types import CheckResult, Document, Update


def keep_check(
    store: Store,
    result: CheckResult,
    updates: Sequence[Update],
    seeds: Sequence[Document],
    next_check_at: datetime,
    now: datetime,
    **more: Any,
) -> int:
    """The id of the check; ``more`` are further fields of ``Keeping``. Raises LeaseLost when it was not ours to keep."""
    kept = store.keep_checks([Keeping(result, next_check_at, updates, seeds, **more)], now)
    if result.claim.source.id not in kept:
        raise LeaseLost(f"source '{result.claim.source.id}' was taken over by another process")
    return kept[result.claim.source.id]
