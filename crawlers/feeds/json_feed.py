"""JSON Feed (jsonfeed.org, versions 1 and 1.1), which feedparser does not know."""

import json
from collections.abc import Mapping
from typing import Any

from crawlers.feeds.entry import Entry, Reading
from policywatch.types import Cause


def read_json(body: bytes, most: int) -> Reading:
    """The first ``most`` entries of a JSON Feed."""
    try:
        data = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Reading(cause=Cause.PARSE_JSON, detail=f"the answer is no JSON ({type(error).__name__})")
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(data.get("version", "")):
        return Reading(cause=Cause.NOT_A_FEED, detail="the answer is JSON but no JSON Feed")
    language = str(data.get("language") or "")[:40]
    entries = [_entry(raw, language) for raw in items[:most] if isinstance(raw, dict)]
    return Reading(entries, omitted=max(0, len(items) - most))


def _entry(raw: Mapping[str, Any], feed_language: str) -> Entry:
    def words(name: str) -> str:
        value = raw.get(name)
        return str(value) if isinstance(value, str | int) else ""

    return Entry(
        guid=words("id"),
        link=words("url") or words("external_url"),
        title=words("title"),
        summary=words("summary"),
        content=words("content_html") or words("content_text"),
        dates=tuple(filter(None, (words("date_published"), words("date_modified")))),
        language=words("language"),
        feed_language=feed_language,
    )
