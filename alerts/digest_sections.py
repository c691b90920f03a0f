"""Which item stands in which section of a digest, and in which order; each item stands in exactly one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from alerts.render.card import Card, Looks, card, next_deadline
from alerts.render.safe import link, plain, shown
from alerts.render.words import Words
from policywatch.types import Band, DateKind, DocumentType, Item, Status, UpdateKind

#: types that say as much of a text's weight as its status would
_WEIGHTY = (DocumentType.GUIDANCE, DocumentType.ENFORCEMENT, DocumentType.COURT, DocumentType.CONSULTATION, DocumentType.STANDARD)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in a section."""

    card: Card
    #: stands in both bodies, and answers to ``policywatch documents show``
    ref: str
    #: the status, or the type where it says as much: never by colour alone
    badge: str
    #: where a person says whether it matters, or ``None``
    judge_url: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its entries; ``groups`` are pairs of subheading and entries."""

    id: str
    heading: str
    intro: str
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What entries are written with."""

    looks: Looks
    #: from when days are counted
    end: datetime
    #: by document id, where a verdict on it can be given
    judge_urls: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        return self.looks.words


def section_of(item: Item) -> str:
    """The section of an item, by what a lawyer would do with it."""
    if item.band is Band.DROP:
        return "sample"
    if item.band is Band.REVIEW:
        return "judge"
    if item.update_kind is not UpdateKind.NEW:
        return "changed"
    if not item.why:
        return "general"
    if item.document_type is DocumentType.CONSULTATION or item.status is Status.CONSULTATION:
        return "consultations"
    return "new"


def sections(items: Sequence[Item], desk: Desk) -> tuple[Section, ...]:
    """The sections that have something to tell, in the order in which they are read."""
    by_section: dict[str, list[Item]] = {}
    for item in items:
        by_section.setdefault(section_of(item), []).append(item)
    return tuple(
        Section(name, heading, intro, _groups(name, by_section[name], desk))
        for name, (heading, intro) in _headings(desk.words).items()
        if name in by_section
    )


def _headings(words: Words) -> dict[str, tuple[str, str]]:
    return {
        "changed": (words.say("Changed since last week"), ""),
        "new": (words.say("New and relevant"), ""),
        "consultations": (words.say("Consultations closing"), ""),
        "general": (words.say("AI regulation in general"), words.say("None of your uses stood out in these.")),
        "judge": (
            words.say("Low confidence, please judge"),
            words.say("The classifier is not sure about these. Your verdict teaches it."),
        ),
        "sample": (
            words.say("Left out, drawn at random"),
            words.say("We thought that these do not matter to you. Did we miss one?"),
        ),
    }


def _groups(name: str, items: Sequence[Item], desk: Desk) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """New items by jurisdiction, the fullest first; consultations by the day they close; others as they come."""
    if name == "consultations":
        items = sorted(items, key=lambda item: _closes(item, desk))
    if name != "new":
        return (("", tuple(_entry(item, desk) for item in items)),)
    places: dict[str, list[Entry]] = {}
    for item in items:
        place = shown(desk.words.jurisdiction(item.jurisdiction), item.url, 60, desk.words.hidden)
        places.setdefault(place, []).append(_entry(item, desk))
    ordered = sorted(places.items(), key=lambda pair: -len(pair[1]))
    return tuple((place, tuple(entries)) for place, entries in ordered)


def _closes(item: Item, desk: Desk) -> date:
    closing = [one.on for one in item.dates if one.kind is DateKind.COMMENT_CLOSE and one.on]
    found = next_deadline(item, desk.end, desk.looks.zone)
    return min(closing, default=(found.on if found else None) or date.max)


def _entry(item: Item, desk: Desk) -> Entry:
    words = desk.words
    badge = words.status(item.status) if item.status is not Status.UNKNOWN else ""
    if not badge and item.document_type in _WEIGHTY:
        badge = words.document_type(item.document_type)
    judge = desk.judge_urls.get(item.document_id, "")
    return Entry(
        _once(card(item, desk.looks, desk.end)), plain(item.document_id, 40), badge[:1].upper() + badge[1:], link(judge) if judge else None
    )


def _once(one: Card) -> Card:
    """Without an abstract that the reasons quote already, or that only says the title again."""
    told = one.summary == one.title or any(one.summary and one.summary in reason.quote for reason in one.reasons)
    return replace(one, summary="") if told else one
