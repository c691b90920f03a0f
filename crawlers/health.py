"""What checks say about the health of sources; pure.

Silence is believed only when the checks before speak for it: every signal is a rule over a source's own history, and what has
one cause for many sources is told once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Protocol
from urllib.parse import urlsplit

from crawlers.confirm import ONE_BY_ONE
from policywatch.types import TROUBLE, Cause, Outcome

_WORKED = frozenset({Outcome.CHANGED, Outcome.UNCHANGED, Outcome.MOVED})
#: a single failed check of these is weather
_PASSING = frozenset(
    {
        Cause.DNS,
        Cause.CONNECT,
        Cause.TIMEOUT,
        Cause.RESET,
        Cause.PROTOCOL,
        Cause.TRUNCATED,
        Cause.HTTP_5XX,
        Cause.RATE_LIMITED,
        Cause.SOFT_ERROR,
    }
)
_IN_A_ROW = 3
_FEW = 0.3
_LONGEST_SILENCE = timedelta(days=30)
_STALE_304 = timedelta(days=8)
#: agencies put up papers of last month; not three in a row of last year
_BACKWARDS = timedelta(days=90)
_FUTURE = timedelta(hours=1)


class PastCheck(Protocol):
    """One check as it was kept; the newest first in every history."""

    @property
    def started_at(self) -> datetime:
        """When it began."""
        ...

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        ...

    @property
    def cause(self) -> Cause:
        """Why."""
        ...

    @property
    def detail(self) -> str:
        """One sentence for an admin."""
        ...

    @property
    def url(self) -> str:
        """The address of the source then."""
        ...

    @property
    def final_url(self) -> str:
        """Where redirects led."""
        ...

    @property
    def status(self) -> int | None:
        """The HTTP status."""
        ...

    @property
    def unconditional(self) -> bool:
        """Whether it was made without validators."""
        ...

    @property
    def moved_to(self) -> str | None:
        """Where a permanent redirect led."""
        ...

    @property
    def items(self) -> int:
        """Items that were listed."""
        ...

    @property
    def documents(self) -> int:
        """Documents that were new or changed."""
        ...

    @property
    def updates(self) -> int:
        """Of these, those that were news."""
        ...

    @property
    def requests(self) -> int:
        """Requests that were made."""
        ...

    @property
    def bytes_in(self) -> int:
        """Bytes that came with them."""
        ...


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one source's past."""

    source_id: str
    url: str
    kind: str
    #: newest first
    checks: Sequence[PastCheck]
    #: (first seen, published) of its documents, newest first
    times: Sequence[tuple[datetime, datetime | None]] = ()
    #: longest silence that is normal, in seconds; ``None``: learned from its own pace
    fresh_within_s: float | None = None
    #: updates that an admin must decide about, and since when
    held: int = 0
    held_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with one source."""

    source_id: str
    #: an outcome's cause, or the name of a signal
    cause: str
    what: str
    todo: str
    #: when it began, as far as the history reaches
    since: datetime
    #: an admin should act; else it is only worth knowing
    loud: bool = True


def findings(history: History, now: datetime) -> list[Finding]:
    """Everything wrong with a source, worst first; nothing for a source that was never checked."""
    asked = [check for check in history.checks if not _excused(check)]
    if not asked:
        return []
    last = asked[0]
    if last.outcome in TROUBLE or last.cause is Cause.ROBOTS:
        return [one for one in (_failing(history, asked), _all_new(history, asked)) if one is not None]
    rules = (_moved, _home, _few, _shrunk, _all_new, _stuck_304)
    signals = [rule(history, asked) for rule in rules]
    signals += [_silent(history, asked, now), _backwards(history), _future(history), _undated(history)]
    return sorted((one for one in signals if one is not None), key=lambda one: not one.loud)


def _excused(check: PastCheck) -> bool:
    """A check that says nothing about its source: we did not ask, or could ask nobody."""
    if check.cause in (Cause.OFFLINE, Cause.INTERRUPTED, Cause.HOST_WAIT):
        return True
    return check.outcome is Outcome.SKIPPED and check.cause is not Cause.ROBOTS


def _failing(history: History, asked: Sequence[PastCheck]) -> Finding | None:
    """(a, b, f, h) The last check did not work, and that is no passing weather."""
    last = asked[0]
    row = next((n for n, check in enumerate(asked) if check.outcome not in TROUBLE and check.cause is not Cause.ROBOTS), len(asked))
    if last.outcome is Outcome.FAILED and last.cause in _PASSING and row < _IN_A_ROW:
        return None
    cause = last.cause.value or last.outcome.value
    if last.outcome in (Outcome.LOST, Outcome.GONE):
        cause = last.outcome.value
    what = last.detail.partition(": ")[0] or f"the check ended {last.outcome.value}"
    todo = last.detail.partition(": ")[2] or _TODO.get(cause, "look at the address in a browser")
    return Finding(history.source_id, cause, what, todo, asked[row - 1].started_at)


_TODO: Mapping[str, str] = {
    "lost": "the crawl ended without a result: see the log, and report it",
    "gone": "look for the new address of the source, or remove it",
    "tls": "the site must renew its certificate, or add its authority to network.ca_bundle",
    "dns": "check the address",
    "layout_changed": "correct its selectors, or run `policywatch sources add` on the page again",
    "empty": "look at the page: it may have moved, or be drawn by scripts",
    "not_a_feed": "the feed has become a page: look for its new address",
}


def _moved(history: History, asked: Sequence[PastCheck]) -> Finding | None:
    last = asked[0]
    if last.outcome is not Outcome.MOVED or not last.moved_to:
        return None
    since = _since(asked, lambda check: check.moved_to == last.moved_to)
    return Finding(history.source_id, "moved", "the source has moved for good", f"set its url to {last.moved_to}", since)


def _home(history: History, asked: Sequence[PastCheck]) -> Finding | None:
    """(g) The address leads to the front page of the site."""

    def at_home(check: PastCheck) -> bool:
        ends = urlsplit(check.final_url)
        return bool(ends.hostname) and ends.path.strip("/") == "" and not ends.query and urlsplit(history.url).path.strip("/") != ""

    if not at_home(asked[0]):
        return None
    todo = "look for the new address of the source"
    return Finding(history.source_id, "redirect_home", "the address leads to the front page of the site", todo, _since(asked, at_home))


def _few(history: History, asked: Sequence[PastCheck]) -> Finding | None:
    """(c) Far fewer items than usual."""
    worked = [check for check in asked if check.outcome in _WORKED and check.items > 0]
    if len(worked) < 4 or worked[0] is not asked[0]:
        return None
    usual = median(check.items for check in worked[1:11])
    if usual < 5 or worked[0].items >= _FEW * usual:
        return None
    what = f"{worked[0].items} items where {usual:g} are usual"
    since = _since(worked, lambda check: check.items < _FEW * usual)
    return Finding(
        history.source_id, "few_items", what, "look at the page: a part of the list may be gone, or need another selector", since
    )


def _shrunk(history: History, asked: Sequence[PastCheck]) -> Finding | None:
    """(f) A watched page or file has lost most of its size: it may be an error page in friendly words."""
    full = [check.bytes_in / check.requests for check in asked if check.status == 200 and check.requests and check.bytes_in]
    if history.kind not in ONE_BY_ONE or asked[0].status != 200 or len(full) < 4:
        return None
    usual = median(full[1:11])
    if full[0] >= _FEW * usual:
        return None
    what = f"{full[0] / 1000:.0f} kB where {usual / 1000:.0f} kB are usual"
    return Finding(history.source_id, "shrunk", what, "look whether the page still says what it is watched for", asked[0].started_at)


def _all_new(history: History, asked: Sequence[PastCheck]) -> Finding | None:
    """(j) Nearly everything was new at once, and an admin has not said yet whether only the ids have changed."""
    if not history.held:
        return None
    what = f"nearly all items were new at once, and {history.held} wait untold"
    todo = (
        f"look whether the site gave old items new addresses: `policywatch sources release {history.source_id} --by YOU` tells them, with --known it "
        "keeps them untold"
    )
    return Finding(history.source_id, "all_new", what, todo, history.held_since or asked[0].started_at)


def _stuck_304(history: History, asked: Sequence[PastCheck]) -> Finding | None:
    """(i) The server says "not modified" although there is news."""
    caught = 0
    for newer, older in pairwise(asked):
        if newer.unconditional and newer.updates and older.status == 304:
            caught += 1
    bare = [check for check in asked if check.status == 200]
    conditional_news = any(check.updates and not check.unconditional for check in bare)
    if caught >= 2 and not conditional_news:
        what = "the server answers 'not modified' although there is news"
        todo = "news arrives once a week only: name another address, or tell the site"
        return Finding(history.source_id, "stuck_304", what, todo, asked[-1].started_at)
    run = _while(asked, lambda check: check.status == 304)
    if len(run) > 2 and run[0].started_at - run[-1].started_at > _STALE_304:
        what = f"only 'not modified' since {run[-1].started_at:%Y-%m-%d}"
        return Finding(history.source_id, "stuck_304", what, "look whether the page shows anything newer", run[-1].started_at, loud=False)
    return None


def _silent(history: History, asked: Sequence[PastCheck], now: datetime) -> Finding | None:
    """(d) Nothing new for longer than is normal for it."""
    if history.kind in ONE_BY_ONE and history.fresh_within_s is None:
        return None
    seen = sorted({_news_day(first, published) for first, published in history.times}, reverse=True)
    if not seen or asked[0].outcome not in _WORKED:
        return None
    limit = timedelta(seconds=history.fresh_within_s) if history.fresh_within_s is not None else _patience(seen)
    if now - seen[0] <= limit:
        return None
    what = f"nothing new since {seen[0]:%Y-%m-%d}, {limit.days} days are normal for it"
    todo = "look whether the site publishes elsewhere now; `fresh_within` sets another limit"
    return Finding(history.source_id, "silent", what, todo, seen[0] + limit)


def _news_day(first_seen: datetime, published: datetime | None) -> datetime:
    """When something was news: the day it says, not after we saw it."""
    return min(published, first_seen) if published is not None else first_seen


def _patience(seen: Sequence[datetime]) -> timedelta:
    """Four times the gap that 95 of 100 gaps stay under, at least 30 days."""
    gaps = sorted(newer - older for newer, older in pairwise(seen))
    if not gaps:
        return max(_LONGEST_SILENCE, timedelta(days=90))
    return max(4 * gaps[min(len(gaps) - 1, int(0.95 * len(gaps)))], _LONGEST_SILENCE)


def _backwards(history: History) -> Finding | None:
    """(e) What came last is much older than what was there before; the items of the first check are no news."""
    times = list(history.times)
    fresh, old = times[:_IN_A_ROW], times[_IN_A_ROW:]
    days = [published for first, published in fresh if published is not None and old and first > times[-1][0]]
    newest = max((published for _, published in old if published is not None), default=None)
    if newest is None or len(days) < _IN_A_ROW or max(days) >= newest - _BACKWARDS:
        return None
    what = f"the last {len(days)} items are dated before {max(days):%Y-%m-%d}, older ones up to {newest:%Y-%m-%d}"
    todo = "the site may show an old list, or its dates are read in the wrong order"
    return Finding(history.source_id, "dates_backwards", what, todo, fresh[-1][0])


def _future(history: History) -> Finding | None:
    """(e) Every date lies ahead."""
    fresh = history.times[:5]
    if len(fresh) < 3 or not all(published is not None and published > first + _FUTURE for first, published in fresh):
        return None
    todo = "they are dates of events or deadlines, or day and month are swapped: set its date selector or order"
    return Finding(history.source_id, "dates_ahead", "every item is dated after it appeared", todo, fresh[-1][0])


def _undated(history: History) -> Finding | None:
    fresh = history.times[:10]
    if history.kind in ONE_BY_ONE or len(fresh) < 5 or any(published is not None for _, published in fresh):
        return None
    lost = any(published is not None for _, published in history.times[10:])
    todo = "the place of its dates may have changed: set a date selector" if lost else "a date selector would help the digest"
    return Finding(history.source_id, "undated", f"the last {len(fresh)} items have no date", todo, fresh[-1][0], loud=lost)


def _while(checks: Sequence[PastCheck], holds: "Holds") -> list[PastCheck]:
    """The newest checks for which it holds without a break."""
    end = next((n for n, check in enumerate(checks) if not holds(check)), len(checks))
    return list(checks[:end])


def _since(checks: Sequence[PastCheck], holds: "Holds") -> datetime:
    return _while(checks, holds)[-1].started_at


class Holds(Protocol):
    """A question about one check."""

    def __call__(self, check: PastCheck, /) -> bool:
        """The answer."""
        ...
