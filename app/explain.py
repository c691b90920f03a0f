"""Why an alert was sent: what each score is made of, thresholds, routes, model, and what would have decided otherwise.

Nothing asks the model: the vectors were kept. ``--replay`` (``app.replay``) asks it again.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.classifying import enrich, source_of
from app.embedding import StoredEmbeddings
from app.flips import flips
from app.house import House
from app.present import plain
from app.teaching import settled_by_use, taught_for
from policywatch.store import AlertRow
from policywatch.text import one_line
from policywatch.types import Classification, Document, Relevance

if TYPE_CHECKING:
    from pipeline.classify import Classifier, Touch

#: kinds of evidence as people read them, by the beginning of a feature's name
_KINDS = (("keyword", "your keywords"), ("concept", "common terms"), ("cosine", "passage (model)"))
_REST = "place in the text"
#: words of the lists whose weight is tried
_TERMS = 8


def verdict_of(house: House, row: AlertRow) -> tuple[Document, Classification] | None:
    """The document as it was when the alert was made, and the verdict that made it; ``None`` when neither is kept."""
    update = house.store.updates_of([row.update_id]).get(row.update_id)
    verdicts = [verdict for _, verdict in house.store.classifications(row.document_id)]
    made = next((v for v in reversed(verdicts) if set(row.alert.relevances) <= set(v.relevances)), verdicts[0] if verdicts else None)
    if update is None or made is None:
        return None
    return enrich(update.document, source_of(house, update.document), house.clock()), made


def classifier_then(house: House, verdict: Classification) -> "Classifier":
    """A classifier with today's uses and what was learned when the verdict was given; it scores from kept vectors alone."""
    from pipeline.classify import Absent, Classifier, model_parts

    parts = model_parts(verdict.model)
    if parts["embedder"] == "words":
        return Classifier(None, house.config.uses)
    learned = taught_for(house.store, parts["embedder"], int(parts.get("taught") or 0))
    return Classifier(Absent(parts["embedder"]), house.config.uses, cache=StoredEmbeddings(house.store), taught=learned)


def explanation(house: House, row: AlertRow) -> dict[str, Any]:
    """Everything that decided; scores are those that were stored when the alert was made."""
    found = verdict_of(house, row)
    value: dict[str, Any] = {
        "alert_id": row.id,
        "channel": row.channel,
        "severity": row.severity,
        "title": row.title,
        "url": row.url,
        "routes": list(row.alert.reasons),
        "verdicts": _verdicts(house, row.document_id),
    }
    if found is None:
        return value | {
            "topic_score": None,
            "band": None,
            "reason": "",
            "model": "",
            "uses": [_use(house, r) for r in row.alert.relevances],
        }
    document, verdict = found
    classifier = classifier_then(house, verdict)
    touches, topical = classifier.touches([document])[0]
    parts = {touch.use_id: use_parts(touch, topical is not None, classifier.shift(touch)) for touch in touches}
    return value | {
        "topic_score": verdict.topic_score,
        "band": verdict.band,
        "reason": verdict.reason,
        "model": verdict.model,
        "topic_quote": plain(verdict.quote),
        "topic_thresholds": _thresholds(document),
        "topic_parts": topic_parts(classifier, document, topical) if topical is not None else {},
        "uses": [_use(house, r) | {"parts": parts.get(r.use_id, {})} for r in sorted(verdict.relevances, key=lambda r: -r.score)],
        "flips": flips(classifier, document, verdict, house.config.uses) if topical is not None or verdict.unscored else [],
    }


def _thresholds(document: Document) -> dict[str, float]:
    from pipeline import head, lexicon

    review, alert = head.thresholds(lexicon.base_language(document.language))
    return {"review": review, "alert": alert}


def _verdicts(house: House, document_id: str) -> list[dict[str, Any]]:
    settled = settled_by_use(house.store)
    return [
        {"use": use_id or "topic", "relevant": found[document_id][0], "weight": found[document_id][1]}
        for use_id, found in settled.items()
        if document_id in found
    ]


def _use(house: House, relevance: Relevance) -> dict[str, Any]:
    use = next((use for use in house.config.uses if use.id == relevance.use_id), None)
    return {
        "id": relevance.use_id,
        "name": use.name if use else relevance.use_id,
        "score": relevance.score,
        "threshold": use.threshold if use else None,
        "terms": list(relevance.terms),
        "quote": plain(relevance.quote),
    }


def use_parts(touch: "Touch", with_model: bool, shift: float) -> dict[str, float]:
    """What each kind of evidence adds to the score of a use, in logits; they sum up to the logit of the score."""
    from pipeline import uses

    whole = uses.logit(touch.features, with_model)
    found = {"before any evidence": uses.logit([0.0] * len(touch.features), with_model)}
    kinds = [next((kind for start, kind in _KINDS if name.startswith(start)), _REST) for name in uses.FEATURES]
    for kind in dict.fromkeys(kinds):
        without = [0.0 if kind == own else number for own, number in zip(kinds, touch.features, strict=True)]
        found[kind] = whole - uses.logit(without, with_model)
    return _rounded(found | {"feedback": shift})


def topic_parts(classifier: "Classifier", document: Document, topical: "Touch") -> dict[str, float]:
    """What the words, the model and people's verdicts add to the topic's logit; and, per word, what the score loses without it."""
    whole = topical.material.cold
    words = classifier.words_logit(document)
    found = {"words": words, "passage (model)": whole - words, "feedback": classifier.shift(topical)}
    for word in _said(document):
        without = classifier.topic_like(_blanked(document, word), document)
        found[f"“{word}”"] = whole - without
    return _rounded(found)


def _said(document: Document) -> list[str]:
    """The words of the lists that stand most often in the document."""
    from collections import Counter

    from pipeline import lexicon

    folded = lexicon.fold(f"{document.title}\n{document.summary}\n{document.text[:4_000]}")
    hits: Counter[str] = Counter()
    for name in ("ai", "regulation", "product"):
        for found in lexicon.find(name, folded, lexicon.base_language(document.language)).values():
            hits.update({words.strip().lower(): count for words, count in found.items() if words.strip()})
    return [word for word, _ in sorted(hits.items(), key=lambda one: (-one[1], one[0]))[:_TERMS]]


def _blanked(document: Document, word: str) -> Document:
    gone = re.compile(re.escape(word), re.IGNORECASE)
    title, summary, text = (gone.sub(" ", field) for field in (document.title, document.summary, document.text))
    return replace(document, title=title, summary=summary, text=text)


def _rounded(parts: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in parts.items()}


def say_explanation(value: dict[str, Any], say: Callable[[str], None]) -> None:
    """The explanation in lines."""
    score = "unscored (words alone)" if value["topic_score"] is None else f"{value['topic_score']:.2f}"
    say(one_line(value["title"]))
    say(f"  {value['url']}")
    say(f"  about AI regulation: {score}, band {plain(value['band'])}{'; ' + value['reason'] if value['reason'] else ''}")
    if bars := value.get("topic_thresholds"):
        say(f"        thresholds: review from {bars['review']:.2f}, alert from {bars['alert']:.2f}")
    _say_parts(value.get("topic_parts") or {}, say)
    for route in value["routes"]:
        say(f"  route: {one_line(route)}")
    for use in value["uses"]:
        threshold = f" (threshold {use['threshold']:.2f})" if use["threshold"] is not None else ""
        say(f"  {use['score']:.2f}{threshold}  {use['name']}")
        _say_parts(use.get("parts") or {}, say)
        if use["terms"]:
            say(f"        words: {', '.join(use['terms'])}")
        if use["quote"]:
            say(f"        {use['quote']['field']}: “{one_line(use['quote']['text'], 400)}”")
    for verdict in value["verdicts"]:
        say(f"  people said: {verdict['use']} {'relevant' if verdict['relevant'] else 'not relevant'} (weight {verdict['weight']:g})")
    for flip in value.get("flips") or []:
        say(f"  would flip {flip['use']}: {flip['what']}")
    say(f"  model: {value['model']}")


def _say_parts(parts: Mapping[str, float], say: Callable[[str], None]) -> None:
    shown = [f"{name} {number:+.2f}" for name, number in parts.items() if abs(number) >= 0.005]
    if shown:
        say(f"        {', '.join(shown)}")
