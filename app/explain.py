"""Why an alert was sent, from what is stored: scores, sentences, thresholds, routes, model."""

from collections.abc import Callable
from typing import Any

from app.house import House
from app.present import plain
from policywatch.text import one_line


def explanation(house: House, row: Any) -> dict[str, Any]:
    """Everything that decided; the same values that were stored when the alert was made."""
    document = house.store.document(row.document_id)
    found = document.classification if document else None
    uses = {use.id: use for use in house.config.uses}
    return {
        "alert_id": row.id,
        "channel": row.channel,
        "severity": row.severity,
        "title": row.title,
        "url": row.url,
        "topic_score": found.topic_score if found else None,
        "band": found.band if found else None,
        "reason": found.reason if found else "",
        "model": found.model if found else "",
        "topic_quote": plain(found.quote) if found else None,
        "routes": list(row.alert.reasons),
        "uses": [
            {
                "id": relevance.use_id,
                "name": uses[relevance.use_id].name if relevance.use_id in uses else relevance.use_id,
                "score": relevance.score,
                "threshold": uses[relevance.use_id].threshold if relevance.use_id in uses else None,
                "terms": list(relevance.terms),
                "quote": plain(relevance.quote),
            }
            for relevance in sorted(found.relevances if found else row.alert.relevances, key=lambda r: -r.score)
        ],
    }


def say_explanation(value: dict[str, Any], say: Callable[[str], None]) -> None:
    """The explanation in lines."""
    score = "unscored (words alone)" if value["topic_score"] is None else f"{value['topic_score']:.2f}"
    say(one_line(value["title"]))
    say(f"  {value['url']}")
    say(f"  about AI regulation: {score}, band {plain(value['band'])}{'; ' + value['reason'] if value['reason'] else ''}")
    for route in value["routes"]:
        say(f"  route: {one_line(route)}")
    for use in value["uses"]:
        threshold = f" (threshold {use['threshold']:.2f})" if use["threshold"] is not None else ""
        say(f"  {use['score']:.2f}{threshold}  {use['name']}")
        if use["terms"]:
            say(f"        words: {', '.join(use['terms'])}")
        if use["quote"]:
            say(f"        {use['quote']['field']}: “{one_line(use['quote']['text'], 400)}”")
    say(f"  model: {value['model']}")
