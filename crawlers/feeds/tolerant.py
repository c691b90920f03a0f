"""Feeds as feedparser reads them: any format, broken ones too, at 0.5 ms an entry. Runs in a worker only."""

import io
import re
from collections.abc import Mapping
from typing import Any

from crawlers.feeds.clean import is_closed
from crawlers.feeds.entry import Entry, Reading, chosen_link
from policywatch.types import Cause

_LONGEST_S = 30 * 86_400.0
_PERIODS_S = {"hourly": 3600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": _LONGEST_S, "yearly": _LONGEST_S}
#: what feedparser is known to raise on damaged feeds
_RAISED = (ValueError, OverflowError, LookupError, RecursionError, AttributeError, TypeError)


def read_tolerant(body: bytes) -> Reading:
    """The entries of a feed in UTF-8, as many as can be made out."""
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
        entries = [_entry(raw, _word(parsed.feed.get("language"))) for raw in parsed.entries]
    except _RAISED as error:
        return Reading(cause=Cause.PARSE_XML, detail=f"the feed cannot be read ({type(error).__name__})")
    cut = bool(parsed.bozo) and not is_closed(body)
    cause = Cause.TRUNCATED if cut else Cause.NONE
    if not entries and parsed.bozo and not parsed.version:
        return Reading(cause=Cause.NOT_A_FEED, detail="the answer is no feed: look at the address in a browser")
    feed = parsed.feed
    return Reading(
        entries,
        cause,
        "the feed ends before its root element does" if cut else "",
        asked_s(*(_word(feed.get(name)) for name in ("ttl", "sy_updateperiod", "sy_updatefrequency"))),
    )


def asked_s(ttl: str, period: str, often: str) -> float | None:
    """Seconds between checks by ``ttl`` (minutes) or ``sy:updatePeriod``; at most 30 days, ``None`` when not said."""
    if re.fullmatch(r"[0-9]{1,6}", ttl.strip()):
        return min(float(ttl) * 60, _LONGEST_S) or None
    every_s = _PERIODS_S.get(period.strip().lower())
    times = int(often) if re.fullmatch(r"[0-9]{1,6}", often.strip()) else 1
    return every_s / max(1, times) if every_s else None


def _word(value: object) -> str:
    """The value when it is text: an unknown element with attributes is a mapping."""
    return value if isinstance(value, str) else ""


def _entry(raw: Mapping[str, Any], feed_language: str) -> Entry:
    content = _first(raw.get("content"))
    named = _word(raw.get("language")) or _word(content.get("language")) or _word(_detail(raw).get("language"))
    links = raw.get("links")
    alternates = [
        _word(link.get("href"))
        for link in (links if isinstance(links, list) else [])
        if isinstance(link, dict) and link.get("rel", "alternate") == "alternate"
    ]
    guid = _word(raw.get("id"))
    return Entry(
        guid=guid,
        link=chosen_link(_word(raw.get("link")), guid, alternates),
        title=_word(raw.get("title")),
        summary=_word(raw.get("summary")),
        content=_word(content.get("value")),
        # asked for membership first: feedparser warns where "updated" is read and only "published" is there
        dates=tuple(str(raw[name]) for name in ("published", "updated", "created") if name in raw and raw[name]),  # noqa: RUF019
        language="" if named == feed_language else named,
        feed_language=feed_language,
    )


def _first(values: object) -> Mapping[str, Any]:
    return values[0] if isinstance(values, list) and values and isinstance(values[0], dict) else {}


def _detail(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    detail = raw.get("summary_detail")
    return detail if isinstance(detail, dict) else {}
