"""Matters for people: their story as a timeline, and putting right what was grouped wrongly."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any

from app.house import House, open_house
from app.present import plain, print_json, print_table
from policywatch.errors import UsageError
from policywatch.store import DocumentRow, MatterRow
from policywatch.text import one_line, stable_id
from policywatch.types import Act, ActKind, Matter, Status, Update

#: how much of a change stands in one line of the timeline
_CHANGE = 300


# ---- putting right ---------------------------------------------------------------------------------------------------


def arrange(house: House, act: Act) -> None:
    """Splits or merges as a person asked; done before the act is kept, and doing it again changes nothing.

    A split names documents (ids parted by commas), a merge the matter that the subject is merged into.
    """
    row = _matter(house, act.subject.removeprefix("matter:"))
    if act.kind is ActKind.SPLIT:
        _split(house, row, [one.strip() for one in act.value.split(",") if one.strip()], act.at)
    elif (into := _matter(house, act.value)).matter.id != row.matter.id:
        house.store.merge_matters(row.matter.id, into.matter.id, act.at)


def _split(house: House, row: MatterRow, ids: Sequence[str], now: datetime) -> None:
    held = {one.id: one.document for one in house.store.matter_documents(row.matter.id)}
    unknown = [one for one in ids if one not in held]
    if unknown or not ids:
        what = f"{', '.join(unknown)}: not in matter {row.matter.id}" if unknown else "no document was named"
        raise UsageError(f"{what}: `policywatch matters show {row.matter.id}` lists its documents")
    if len(set(ids)) == len(held):
        raise UsageError(f"matter {row.matter.id} would be left without a document: name only those that do not belong")
    stay = {number for id, document in held.items() if id not in ids for number in document.identifiers}
    leave = tuple(dict.fromkeys(n for one in ids for n in held[one].identifiers if n not in stay))
    title = one_line(held[ids[0]].title)
    house.store.split_matter(Matter(stable_id("matter", "split", row.matter.id, *sorted(ids)), title, leave), ids, now)


def _matter(house: House, matter_id: str) -> MatterRow:
    row = house.store.matter(matter_id)
    if row is None:
        raise UsageError(f"there is no matter '{matter_id}': `policywatch matters list` shows the ids")
    return row


def change(home: Path, kind: ActKind, matter_id: str, value: str, by: str, reason: str) -> int:
    """Splits or merges in the name of a person."""
    from app.acting import Wish, act, find_person

    with open_house(home) as house:
        row = _matter(house, matter_id)
        outcome = act(house, find_person(house, id=by), Wish(kind, f"matter:{row.matter.id}", value, reason, via="cli"))
        if not outcome.ok:
            raise UsageError(outcome.what)
        sys.stdout.write(outcome.what + "\n")
    return 0


# ---- showing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to a matter."""

    at: datetime
    what: str
    document_id: str
    detail: str = ""


def listing(home: Path, limit: int, as_json: bool) -> int:
    """Matters, the one that changed last first."""
    with open_house(home) as house:
        rows = house.store.matters(limit)
    if as_json:
        print_json([_row_json(row) for row in rows])
    else:
        cells = [(row.matter.id, row.matter.title, row.documents, ", ".join(row.matter.identifiers[:4]), row.changed_at) for row in rows]
        print_table("Matters", ("id", "title", "documents", "official numbers", "changed"), cells)
    return 0


def show(home: Path, matter_id: str, as_json: bool) -> int:
    """The whole story of one matter."""
    with open_house(home) as house:
        row = _matter(house, matter_id)
        story = _story(house, row)
    if as_json:
        print_json(story)
    else:
        _print(row, story)
    return 0


def changes(home: Path, matter_id: str, form: str) -> int:
    """Word by word what changed in the documents of a matter."""
    from alerts.render.changes import as_html, as_slack, as_text
    from alerts.render.words import Words

    if form not in ("text", "html", "slack"):
        raise UsageError(f"no form '{form}': use text, html or slack")
    with open_house(home) as house:
        revised = [one for one in house.store.matter_updates(_matter(house, matter_id).matter.id) if one.change.spans]
    if form == "slack":
        print_json([block for one in revised for block in as_slack(one.change, one.document.url, Words())])
        return 0
    for one in revised:
        head = f"{one.seen_at:%Y-%m-%d} {one_line(one.document.title)}"
        sys.stdout.write(f"<h2>{escape(head)}</h2>\n" if form == "html" else f"{head}\n")
        sys.stdout.write((as_html if form == "html" else as_text)(one.change, one.document.url, Words()))
    return 0


def _row_json(row: MatterRow) -> dict[str, Any]:
    return {
        "id": row.matter.id,
        "title": row.matter.title,
        "identifiers": list(row.matter.identifiers),
        "documents": row.documents,
        "first_seen_at": row.first_seen_at,
        "changed_at": row.changed_at,
    }


def _story(house: House, row: MatterRow) -> dict[str, Any]:
    """Everything that is known of a matter, ready for JSON."""
    store, id = house.store, row.matter.id
    documents = store.matter_documents(id)
    acts = store.acts(subjects=[f"matter:{id}"])
    return _row_json(row) | {
        "status": status_over_time(documents)[-1][1].value if documents else Status.UNKNOWN.value,
        "documents": [_document_json(one) for one in documents],
        "dates": _dates(documents),
        "related": [
            {"kind": one.kind.value, "of": one.matter_id, "to": one.other_id, "other": other.id, "title": other.title}
            for one, other in store.relations(id)
        ],
        "timeline": [plain(one) for one in timeline(documents, store.matter_updates(id), acts)],
    }


def _document_json(row: DocumentRow) -> dict[str, Any]:
    one = row.document
    return {
        "id": row.id,
        "title": one.title,
        "url": one.url,
        "source_id": one.source_id,
        "language": one.language,
        "jurisdiction": one.jurisdiction,
        "document_type": one.document_type.value,
        "status": one.status.value,
        "published_at": one.published_at,
        "first_seen_at": row.first_seen_at,
    }


def _dates(documents: Sequence[DocumentRow]) -> list[dict[str, Any]]:
    """The legal dates of all documents, the earliest first, those that cannot be counted last."""
    found = [(one, row.id) for row in documents for one in row.document.dates]
    found.sort(key=lambda pair: (pair[0].on or date.max, pair[0].kind.value))
    return [{"kind": one.kind.value, "on": one.on, "sentence": one.sentence, "document_id": id} for one, id in found]


def status_over_time(documents: Sequence[DocumentRow]) -> list[tuple[datetime, Status]]:
    """When the documents of a matter said that it stands where; a document that says nothing changes nothing."""
    found = [(documents[0].document.published_at or documents[0].first_seen_at, Status.UNKNOWN)] if documents else []
    for row in documents:
        if row.document.status not in (Status.UNKNOWN, found[-1][1]):
            found.append((row.document.published_at or row.first_seen_at, row.document.status))
    return found


def timeline(documents: Sequence[DocumentRow], updates: Sequence[Update], acts: Sequence[Act] = ()) -> list[Moment]:
    """What happened, the oldest first: publications, changes of text and of dates, of status, and what people put right."""
    moments = [*_published(documents), *_learned(updates), *_done(acts)]
    moments += [Moment(at, f"status: {status.value.replace('_', ' ')}", "") for at, status in status_over_time(documents)[1:]]
    return sorted(moments, key=lambda one: one.at)


def _published(documents: Sequence[DocumentRow]) -> Iterator[Moment]:
    for row in documents:
        one = row.document
        kind = one.document_type.value.replace("_", " ")
        yield Moment(one.published_at or row.first_seen_at, f"{kind}: {one_line(one.title)}", row.id, f"{one.source_id} {one.url}".strip())


def _learned(updates: Sequence[Update]) -> Iterator[Moment]:
    from alerts.render.words import Words
    from pipeline.diff import plain as written

    for one in updates:
        for move in one.moved:
            yield Moment(one.seen_at, Words().moved(move), one.document_id, move.after.sentence)
        if one.change.spans:
            yield Moment(one.seen_at, "text changed", one.document_id, one_line(written(one.change), _CHANGE))


def _done(acts: Sequence[Act]) -> Iterator[Moment]:
    for one in acts:
        yield Moment(one.at, f"{one.person_id}: {one.kind.value.replace('_', ' ')} {one.value}".strip(), "", one.reason)


def _print(row: MatterRow, story: dict[str, Any]) -> None:
    numbers = ", ".join(row.matter.identifiers) or "no official number"
    sys.stdout.write(f"{row.matter.title}\n{row.matter.id} · {story['status'].replace('_', ' ')} · {numbers}\n")
    columns = [
        (one["published_at"], one["id"], one["document_type"], one["status"], one["language"], one["title"]) for one in story["documents"]
    ]
    print_table("Documents", ("published", "id", "type", "status", "language", "title"), columns)
    if story["dates"]:
        print_table(
            "Dates", ("date", "what", "words"), [(one["on"] or "unresolved", one["kind"], one["sentence"]) for one in story["dates"]]
        )
    if story["related"]:
        cells = [(_link(one, row.matter.id), one["other"], one["title"]) for one in story["related"]]
        print_table("Related matters", ("how", "id", "title"), cells)
    print_table("Timeline", ("when", "what", "more"), [(one["at"][:16], one["what"], one["detail"]) for one in story["timeline"]])


def _link(relation: dict[str, Any], here: str) -> str:
    return str(relation["kind"]) if relation["of"] == here else f"{relation['kind']} (by it)"
