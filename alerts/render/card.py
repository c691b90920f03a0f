"""One item in words, before any markup: what every renderer says, so that no two channels say it differently.

The verdict comes first: what, where, status, deadline with the days left. All text from outside is made harmless here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from zoneinfo import ZoneInfo

from alerts.render.concepts import concepts
from alerts.render.safe import host_of, link, plain, shown
from alerts.render.words import Words, days_until
from policywatch.types import Band, DateKind, DocumentType, Item, LegalDate, Message, Severity, Span, Status, UpdateKind

#: dates by which somebody may have to act, as against the day a rule ends
_ACT_BY = (DateKind.COMMENT_CLOSE, DateKind.APPLICATION, DateKind.EFFECTIVE, DateKind.ENFORCEMENT, DateKind.TRANSITION_END)
_TITLE = 300
_QUOTE = 420
_SUMMARY = 420
_CHANGES = 8
_SPAN = 300


@dataclass(frozen=True, slots=True)
class Looks:
    """For whom a message is rendered."""

    zone: str = "UTC"
    language: str = "en"
    #: where catalogues beside the shipped ones lie
    folders: tuple[Path, ...] = ()

    @property
    def words(self) -> Words:
        return Words(self.language, self.folders)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item concerns one of the company's own uses."""

    use: str
    score: str
    quote: str
    owner: str


@dataclass(frozen=True, slots=True)
class Dated:
    """One legal date, ready to show."""

    label: str
    day: str
    left: str
    #: day and days left
    dated: str
    sentence: str
    on: date


@dataclass(frozen=True, slots=True)
class Card:
    """One item in plain words."""

    #: "New rule", "Consultation", "Deadline moved", ...
    what: str
    title: str
    #: language badge such as ``[ZH]``, or empty
    badge: str
    where: str
    status: str
    #: the next date somebody may have to act by
    deadline: Dated | None
    dates: tuple[Dated, ...]
    #: authority or source name
    who: str
    published: str
    reasons: tuple[Reason, ...]
    #: said instead of reasons when no use is touched, and in front of them
    why: str
    #: one line per legal date that was put on another day
    moved: tuple[str, ...]
    changes: tuple[Span, ...]
    omitted: int
    summary: str
    url: str | None
    host: str
    archived: str
    seen: str
    confidence: str
    remark: str
    #: what it speaks of, in the reader's language
    about: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """What, where, status and deadline in one line."""
        parts = [self.what, self.where, self.status]
        if self.deadline:
            parts.append(f"{self.deadline.label} {self.deadline.dated}")
        return " · ".join(part for part in parts if part)

    @property
    def headline(self) -> str:
        return f"{self.badge} {self.title}" if self.badge else self.title


def card(item: Item, looks: Looks, now: datetime, severity: Severity = Severity.NORMAL) -> Card:
    """The words of one item as of ``now``."""
    words = looks.words
    dates = tuple(_dated(item, one, words, now, looks.zone) for one in sorted(_resolved(item), key=lambda one: one.on or date.max))
    return Card(
        what=_what(item, words, severity),
        title=shown(item.title, item.url, _TITLE, words.hidden) or words.say("(no title)"),
        badge=words.language_badge(item.language),
        where=shown(words.jurisdiction(item.jurisdiction), item.url, 60, words.hidden),
        status="" if item.status is Status.UNKNOWN else words.status(item.status),
        deadline=_deadline(item, words, now, looks.zone),
        dates=dates,
        who=shown(item.authority or item.source_name or item.source_id, item.url, 120, words.hidden),
        published=words.day(item.published_at.astimezone(ZoneInfo(looks.zone)).date()) if item.published_at else "",
        reasons=_reasons(item, words),
        why=_why(item, words),
        moved=tuple(words.moved(one) for one in item.moved),
        changes=_changes(item, words),
        omitted=item.change.omitted + max(0, len(item.change.spans) - _CHANGES),
        summary=shown(item.summary, item.url, _SUMMARY, words.hidden),
        url=link(item.url),
        host=host_of(item.url),
        archived=(item.body_sha256 or "")[:12],
        seen=words.instant(item.seen_at, looks.zone) if item.seen_at else "",
        confidence=words.score(item.topic_score),
        remark=_remark(item, words),
        about=concepts((item.title, item.summary, *(one.quote for one in item.why)), words),
    )


def _resolved(item: Item) -> list[LegalDate]:
    return [one for one in item.dates if one.on is not None]


def _dated(item: Item, one: LegalDate, words: Words, now: datetime, zone: str) -> Dated:
    on = one.on or date.max
    left = words.days_left(days_until(on, now, zone))
    before = next((move.before.on for move in item.moved if move.after.kind is one.kind and move.after.on == on), None)
    if before:
        left += words.pick(f", was {words.day(before)}", f"，原为{words.day(before)}")
    return Dated(
        words.date_kind(one.kind),
        words.day(on),
        left,
        words.day(on) + words.within(left),
        shown(one.sentence, item.url, 300, words.hidden),
        on,
    )


def next_deadline(item: Item, now: datetime, zone: str) -> LegalDate | None:
    """The next date of an item by which somebody may have to act, today included; ``None`` when all have passed."""
    ahead = [one for one in _resolved(item) if one.kind in _ACT_BY and one.on and days_until(one.on, now, zone) >= 0]
    return min(ahead, key=lambda one: (one.on or date.max, _ACT_BY.index(one.kind)), default=None)


def _deadline(item: Item, words: Words, now: datetime, zone: str) -> Dated | None:
    """The date that a verdict names: the one that was moved, as that is the news, else the next."""
    found = item.moved[0].after if item.moved and item.moved[0].after.on else next_deadline(item, now, zone)
    return _dated(item, found, words, now, zone) if found else None


def material(message: Message) -> bool:
    """Whether news on a known matter is for the whole channel: a deadline moved, something enters into force or is withdrawn."""
    return any(
        item.update_kind is UpdateKind.WITHDRAWN
        or item.status is Status.WITHDRAWN
        or item.moved
        or (item.status is Status.IN_FORCE and message.severity is Severity.HIGH)
        for item in message.items
    )


def _what(item: Item, words: Words, severity: Severity) -> str:
    inside = words.kind_inside(item.document_type)
    if item.band is Band.REVIEW or severity is Severity.LOW:
        return words.say("Please judge: {kind}", kind=inside)
    if item.update_kind is UpdateKind.WITHDRAWN:
        return words.say("Withdrawn: {kind}", kind=inside)
    if item.update_kind is UpdateKind.UNLISTED:
        return words.say("No longer listed: {kind}", kind=inside)
    if item.update_kind is UpdateKind.DATE_MOVED:
        return words.say("Deadline moved")
    if item.update_kind is UpdateKind.REVISED:
        return words.say("Revised {kind}", kind=inside)
    if item.document_type in (DocumentType.CONSULTATION, DocumentType.ENFORCEMENT, DocumentType.COURT):
        return words.document_type(item.document_type)
    return words.say("New {kind}", kind=inside)


def _why(item: Item, words: Words) -> str:
    if item.band is Band.REVIEW:
        return words.say("The classifier is not sure whether this concerns you:")
    if not item.why:
        return words.say("About AI regulation in general; none of your uses stood out.")
    return words.say("May touch:")


def _reasons(item: Item, words: Words) -> tuple[Reason, ...]:
    return tuple(
        Reason(plain(one.use_name, 120), words.score(one.score), shown(one.quote, item.url, _QUOTE, words.hidden), plain(one.owner, 80))
        for one in item.why
    )


def told(reasons: Sequence[Reason], most: int) -> list[Reason]:
    """The first ``most`` reasons; a sentence that carries several uses in a row is told once, under the last of them."""
    kept = reasons[:most]
    return [
        replace(one, quote="") if after and one.quote == after.quote else one
        for one, after in zip_longest(kept, kept[1:])
        if one is not None
    ]


def _changes(item: Item, words: Words) -> tuple[Span, ...]:
    return tuple(Span(one.op, shown(one.text, item.url, _SPAN, words.hidden)) for one in item.change.spans[:_CHANGES] if plain(one.text))


def _remark(item: Item, words: Words) -> str:
    if not item.remark:
        return ""
    if "link" in item.remark:
        return words.say("only the link could be read")
    return shown(item.remark, item.url, 200, words.hidden) if words.language == "en" else words.say("page could not be had")
