"""What people teach, and what was learned from it; the same functions for the command line, chat buttons and web pages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING, Any

from app.embedding import StoredEmbeddings
from app.house import House
from pipeline import learning
from pipeline.base import Embedder
from policywatch.errors import UsageError
from policywatch.store import FeedbackRow, HeadRow, Store
from policywatch.text import scrub, stable_id
from policywatch.types import Act, ActKind, Document, Feedback

if TYPE_CHECKING:
    from pipeline.classify import Classifier, Taught, Touch

#: longest reason that is kept
REASON = 2_000
#: whose verdicts those of a file are: an admin chose it, so that they count fully
FILE = "file"
#: what lists call the topic among the uses
TOPIC_NAME = "topic"
Settled = Mapping[str, tuple[bool, float]]


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
    return house.store.feedback_add(replace(verdict, reason=scrub(verdict.reason)[:REASON]))[0]


def said_before(house: House, verdict: Feedback) -> FeedbackRow | None:
    """The last word of this person on this document and use that still stands."""
    for row in house.store.feedback_list(verdict.document_id, limit=None):
        if row.person_id == verdict.person_id and row.use_id == verdict.use_id and row.undone_at is None:
            return row
    return None


def take_back(house: House, feedback_id: int, person_id: str = "") -> None:
    """Takes a verdict back; raises UsageError when there is none that stands, or, with a person, when it is not theirs."""
    row = next((row for row in house.store.feedback_list(limit=None) if row.id == feedback_id), None)
    if row and person_id and row.person_id != person_id:
        raise UsageError(f"verdict {feedback_id} is of {row.person_id}: they or an admin may take it back")
    if not house.store.feedback_undo(feedback_id, house.clock()):
        raise UsageError(f"no verdict {feedback_id} that stands: `policywatch feedback list` shows the ids")


def settled_by_use(store: Store) -> dict[str, Settled]:
    """Per use (the empty id is the topic) one label and weight per judged document."""
    said: dict[str, list[learning.Verdict]] = {}
    for row in reversed(store.feedback_list(limit=None)):
        if row.undone_at is None:
            person = "" if row.person_id == FILE else row.person_id
            said.setdefault(row.use_id or "", []).append(learning.Verdict(row.document_id, row.relevant, person))
    return {use_id: found for use_id, verdicts in sorted(said.items()) if (found := learning.settle(verdicts))}


def in_force(store: Store, embedder: str) -> dict[str, HeadRow]:
    """Per use the newest version that was kept and whose embedder is this one."""
    found: dict[str, HeadRow] = {}
    for row in store.heads():
        if row.kept and row.embedder == embedder:
            found.setdefault(row.use_id, row)
    return found


def taught(store: Store, embedder: Embedder | None, version: int | None = None) -> "Taught":
    """What was learned for this embedder, up to a version; nothing without a model."""
    from pipeline.classify import Taught

    return Taught() if embedder is None else taught_for(store, embedder.fingerprint, version)


def taught_for(store: Store, embedder: str, version: int | None = None) -> "Taught":
    """The same for an embedder that is known by its fingerprint."""
    from pipeline.classify import Taught

    newest: dict[str, HeadRow] = {}
    for row in store.heads():
        if row.kept and row.embedder == embedder and (version is None or row.version <= version):
            newest.setdefault(row.use_id, row)
    heads = {use_id: head_of(row) for use_id, row in newest.items()}
    return Taught(max((row.version for row in newest.values()), default=0), heads)


def head_of(row: HeadRow) -> learning.UseHead:
    """The numbers of a version."""
    return learning.from_json(json.loads(row.numbers)["head"])


def classifier_of(house: House, embedder: Embedder | None) -> "Classifier":
    """The classifier as it is today: configured uses, kept embeddings, and what was learned."""
    from pipeline.classify import Classifier

    return Classifier(embedder, house.config.uses, cache=StoredEmbeddings(house.store), taught=taught(house.store, embedder))


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of the verdicts on one use."""

    use_id: str
    version: int
    kept: bool
    reason: str
    positives: int
    negatives: int


def learn(house: House, embedder: Embedder | None) -> list[Lesson]:
    """Refits every use whose verdicts changed since it was last fitted; seconds, from kept embeddings.

    Nothing without a model, whose vectors are what is learned on. A refused head is kept for the record and changes no score.
    """
    if embedder is None:
        return []
    known = {(row.use_id, row.basis) for row in house.store.heads() if row.embedder == embedder.fingerprint}
    uses = {use.id for use in house.config.uses} | {""}
    changed = {
        use_id: found
        for use_id, found in settled_by_use(house.store).items()
        if use_id in uses and (use_id, learning.basis(found)) not in known
    }
    if not changed:
        return []
    desk = _Desk(house, embedder, changed)
    return [desk.lesson(use_id) for use_id in changed]


class _Desk:
    """The judged documents as the heads see them, read once for all uses."""

    def __init__(self, house: House, embedder: Embedder, changed: Mapping[str, Settled]) -> None:
        self._house, self._fingerprint, self._changed = house, embedder.fingerprint, changed
        self._force = in_force(house.store, embedder.fingerprint)
        classifier = classifier_of(house, embedder)
        self._descriptions = classifier.descriptions()
        ids = sorted({d for found in changed.values() for d in found} | {d for row in self._force.values() for d, _, _ in _from(row)})
        documents = house.store.judged_documents(ids)
        self._seen = dict(zip(documents, map(_by_use, classifier.touches(list(documents.values()))), strict=True))

    def lesson(self, use_id: str) -> Lesson:
        """Fits, judges and keeps the head of one use."""
        settled, row = self._changed[use_id], self._force.get(use_id)
        force = head_of(row) if row else learning.COLD
        before = self._examples(use_id, _from(row)) if row else []
        now = self._examples(use_id, [(d, relevant, weight) for d, (relevant, weight) in settled.items()])
        found = learning.learn(now, before, force, self._descriptions[use_id], self._threshold(use_id))
        numbers = {"head": learning.as_json(found.head), "from": [[d, relevant, weight] for d, (relevant, weight) in settled.items()]}
        made = HeadRow(
            version=0,
            use_id=use_id,
            embedder=self._fingerprint,
            created_at=self._house.clock(),
            kept=found.kept,
            reason=found.reason,
            positives=found.head.positives,
            negatives=found.head.negatives,
            basis=learning.basis(settled),
            numbers=json.dumps(numbers),
        )
        version = self._house.store.keep_head(made)
        return Lesson(use_id or TOPIC_NAME, version, found.kept, found.reason, made.positives, made.negatives)

    def _examples(self, use_id: str, rows: Sequence[tuple[str, bool, float]]) -> list[learning.Example]:
        found = []
        for document_id, relevant, weight in rows:
            touch = self._seen.get(document_id, {}).get(use_id)
            if touch is not None:
                found.append(learning.Example(document_id, touch.material, relevant, weight))
        return found

    def _threshold(self, use_id: str) -> float:
        from pipeline.classify import topic_threshold

        uses = {use.id: use for use in self._house.config.uses}
        if not use_id:
            return topic_threshold()
        bar = min(0.999, max(0.001, uses[use_id].threshold))
        return log(bar / (1 - bar))


def _by_use(found: "tuple[list[Touch], Touch | None]") -> "dict[str, Touch]":
    touches, topical = found
    return {touch.use_id: touch for touch in touches} | ({topical.use_id: topical} if topical else {})


def _from(row: HeadRow) -> list[tuple[str, bool, float]]:
    """The verdicts that a version was fitted on."""
    return [(str(d), bool(relevant), float(weight)) for d, relevant, weight in json.loads(row.numbers)["from"]]


def bring(house: House, rows: Sequence[tuple[int, Mapping[str, Any]]], name: str) -> int:
    """Keeps the labels of a file (id, title, text, lang, uses, topic) as verdicts; how many are new.

    Each row comes with the number of its line. A row whose id is a watched document labels that document. Raises UsageError, and
    keeps nothing, when a row is wrong.
    """
    known = {use.id for use in house.config.uses}
    standing = {(r.document_id, r.use_id): r.relevant for r in reversed(house.store.feedback_list(limit=None)) if _of_file(r)}
    wanted: list[Feedback] = []
    examples: dict[str, Document] = {}
    for number, row in rows:
        where, document_id = f"{name}:{number}", str(row["id"])
        if house.store.document(document_id) is None:
            document_id = f"example:{document_id}"
            examples[document_id] = _document(row, where)
        for use_id, relevant in _labels(row, known, where):
            if standing.get((document_id, use_id)) is not relevant:
                wanted.append(Feedback(document_id, use_id, relevant, FILE, house.clock(), name))
    with house.store.together():
        for example_id, document in examples.items():
            house.store.keep_example(example_id, document, house.clock())
        house.store.feedback_add(*wanted)
    return len(wanted)


def _of_file(row: FeedbackRow) -> bool:
    return row.person_id == FILE and row.undone_at is None


def _document(row: Mapping[str, Any], where: str) -> Document:
    given = {name: row.get(name) or "" for name in ("title", "text", "summary", "lang")}
    if wrong := [name for name, value in given.items() if not isinstance(value, str)]:
        raise UsageError(f"{where}: {', '.join(wrong)}: write text in quotes")
    title, text, summary, language = given.values()
    if not (title.strip() or text.strip() or summary.strip()):
        raise UsageError(f"{where}: no watched document has the id '{row['id']}': give its title and text")
    return Document("", str(row["id"]), "", title, "", summary=summary, text=text, language=language)


def _labels(row: Mapping[str, Any], known: set[str], where: str) -> list[tuple[str | None, bool]]:
    """The labels of a row; ``None`` is the topic."""
    uses = row.get("uses") or {}
    if not isinstance(uses, dict) or any(not (value is None or isinstance(value, bool)) for value in [*uses.values(), row.get("topic")]):
        raise UsageError(f"{where}: `uses` maps ids of uses to true or false, `topic` is true, false or null")
    if unknown := sorted(set(uses) - known):
        raise UsageError(f"{where}: no use {', '.join(map(repr, unknown))} in uses.yaml: choose from {', '.join(sorted(known))}")
    found: list[tuple[str | None, bool]] = [(use_id, bool(value)) for use_id, value in uses.items() if value is not None]
    return found if row.get("topic") is None else [*found, (None, bool(row["topic"]))]


def roll_back(house: House, embedder: Embedder | None, use_id: str, to: int | None, person_id: str) -> Lesson:
    """Puts an earlier version of a use back into force, as a new version; without ``to`` the one before, or the cold start.

    The verdicts stay; the use is learned again only when they change.
    """
    fingerprint = embedder.fingerprint if embedder else ""
    rows = [row for row in house.store.heads(use_id) if row.kept and row.embedder == fingerprint]
    if not rows:
        raise UsageError(f"nothing was learned about '{use_id or TOPIC_NAME}': `policywatch model list` shows the versions")
    if to is not None and to not in {0, *(row.version for row in rows)}:
        raise UsageError(
            f"no version {to} of '{use_id or TOPIC_NAME}' that was in force: `policywatch model list` shows them; 0 is the cold start"
        )
    target = next((row for row in rows[1:] if to is None or row.version == to), None) if to != 0 else None
    if to is not None and rows[0].version == to:
        target = rows[0]
    old = json.loads(target.numbers) if target else {"head": learning.as_json(learning.COLD), "from": []}
    reason = f"rolled back to {f'version {target.version}' if target else 'the cold start'} by {person_id}"
    positives, negatives = (target.positives, target.negatives) if target else (0, 0)
    made = replace(
        rows[0], version=0, created_at=house.clock(), reason=reason, positives=positives, negatives=negatives, numbers=json.dumps(old)
    )
    version = house.store.keep_head(made)
    act_id = stable_id("rollback", use_id, str(version))
    house.store.keep_act(
        Act(act_id, ActKind.ROLLBACK, person_id, f"use:{use_id or TOPIC_NAME}", house.clock(), str(version), reason, "cli")
    )
    return Lesson(use_id or TOPIC_NAME, version, True, reason, positives, negatives)
