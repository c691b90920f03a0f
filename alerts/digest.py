"""The weekly mail of one recipient list: what is in it, in which order. Pure; how it looks is decided elsewhere.

What is counted from "today" (days left) is counted from the end of the window, so that a digest made again is the same digest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from alerts.digest_coverage import Coverage, sentences, troubles
from alerts.digest_sections import Desk, Section, sections
from alerts.digest_window import Window
from alerts.message import prominence
from alerts.render.card import Looks, next_deadline
from alerts.render.safe import link, plain, shown
from alerts.render.words import Words, days_until
from policywatch.types import Band, DateKind, Item, LegalDate

MOST_ITEMS = 60
MOST_DEADLINES = 20
MOST_SAMPLES = 5
#: a deadline this near is said louder
_SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class DigestInput:
    """Everything one digest is made from."""

    digest_id: str
    name: str
    window: Window
    coverage: Coverage
    items: tuple[Item, ...] = ()
    #: deadlines that are still open at the end of the window, also of documents from earlier weeks
    deadlines: tuple[tuple[Item, LegalDate], ...] = ()
    #: ids of documents about which nothing is left to be done: told, but with no open deadline
    settled: frozenset[str] = frozenset()
    #: some of what was left out, drawn at random, for a person to judge
    sample: tuple[Item, ...] = ()
    #: tag of a catalogue
    language: str = "en"
    #: where catalogues beside the shipped ones lie
    folders: tuple[Path, ...] = ()
    #: where everything can be seen (web page), or empty
    all_url: str = ""
    #: where to leave the list (one-click), or empty
    unsubscribe_url: str = ""
    #: by document id, where a person can say whether it matters
    judge_urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One line of the table of deadlines."""

    title: str
    #: language of a title that is not in the reader's
    badge: str
    url: str | None
    where: str
    label: str
    day: str
    left: str
    owner: str
    soon: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """The content of one digest, in the order in which it is read."""

    language: str
    #: ``Digest id · week``
    run_id: str
    subject: str
    preheader: str
    title: str
    period: str
    verdict: tuple[str, ...]
    #: failing sources lead, right under the verdict
    troubles: tuple[str, ...]
    deadlines: tuple[DeadlineRow, ...]
    deadlines_more: int
    sections: tuple[Section, ...]
    #: items left out to keep the mail readable
    omitted: int
    all_url: str | None
    coverage: tuple[str, ...]
    footer: tuple[str, ...]
    unsubscribe_url: str | None
    words: Words


def compose(made: DigestInput, most: int = MOST_ITEMS) -> Digest:
    """The digest's content with at most ``most`` items; each item stands in exactly one section."""
    looks = Looks(made.window.zone, made.language, made.folders)
    words = looks.words
    listed = sorted((item for item in made.items if item.band is not Band.DROP), key=prominence)
    told = [*listed[:most], *made.sample[: min(MOST_SAMPLES, most)]]
    rows = _deadline_rows(made, words)
    number = int(made.window.week[-2:])
    verdict = _verdict(made, listed, rows, words)
    return Digest(
        language=made.language,
        run_id=f"{plain(made.digest_id, 60)} · {made.window.week}",
        subject=subject(number, len(rows), len(_touching(listed)), words),
        preheader=plain(" ".join(verdict), 90),
        title=words.say("AI regulation, week {week}", week=number),
        period=_period(made, words),
        verdict=verdict,
        troubles=troubles(made.coverage, words, made.window.zone),
        deadlines=rows[:MOST_DEADLINES],
        deadlines_more=max(0, len(rows) - MOST_DEADLINES),
        sections=sections(told, Desk(looks, made.window.to_at, made.judge_urls)),
        omitted=max(0, len(listed) - most),
        all_url=link(made.all_url) if made.all_url else None,
        coverage=sentences(made.coverage, words),
        footer=_footer(made, words),
        unsubscribe_url=link(made.unsubscribe_url) if made.unsubscribe_url else None,
        words=words,
    )


def subject(number: int, deadlines: int, relevant: int, words: Words) -> str:
    """At most 60 characters, and different each week, so that mail programs do not fold digests together."""
    return plain(
        words.say(
            "AI policy week {week}: {deadlines}, {updates}",
            week=number,
            deadlines=words.many("{number} deadline", "{number} deadlines", deadlines),
            updates=words.many("{number} relevant update", "{number} relevant updates", relevant),
        ),
        60,
    )


def _period(made: DigestInput, words: Words) -> str:
    start, end = (words.instant(at, made.window.zone) for at in (made.window.from_at, made.window.to_at))
    return plain(made.name, 80) + (" · " if made.name else "") + words.say("{start} to {end}", start=start, end=end)


def _touching(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item.why and item.band is Band.ALERT]


def _verdict(made: DigestInput, listed: Sequence[Item], rows: Sequence[DeadlineRow], words: Words) -> tuple[str, ...]:
    """The week in two sentences."""
    touching = _touching(listed)
    if not listed:
        first = words.say("Nothing about AI regulation was found in this week's publications.")
    elif not touching:
        first = words.say("Nothing this week stood out for your own uses of AI.")
    else:
        uses = len({why.use_id for item in touching for why in item.why})
        first = words.many(
            "{number} update may touch {uses}.",
            "{number} updates may touch {uses}.",
            len(touching),
            uses=words.many("{number} of your uses of AI", "{number} of your uses of AI", uses),
        )
    if not rows:
        return (first, words.say("No open deadline is known."))
    nearest = rows[0]
    return (
        first,
        words.say("Next deadline: {day} ({left}), {title}", day=nearest.day, left=nearest.left, title=nearest.title),
    )


def _deadline_rows(made: DigestInput, words: Words) -> tuple[DeadlineRow, ...]:
    """Open deadlines by date; those the caller gave and those of this week's items, each once."""
    end, zone = made.window.to_at, made.window.zone
    pairs = [
        *made.deadlines,
        *((item, found) for item in made.items if item.band is Band.ALERT and (found := next_deadline(item, end, zone))),
    ]
    pairs = [(item, dated) for item, dated in pairs if item.document_id not in made.settled]
    seen: set[tuple[str, DateKind, date]] = set()
    rows: list[tuple[date, DeadlineRow]] = []
    for item, dated in pairs:
        if dated.on is None or days_until(dated.on, end, zone) < 0:
            continue
        key = (item.url or item.document_id, dated.kind, dated.on)
        if key not in seen:
            seen.add(key)
            rows.append((dated.on, _deadline_row(item, dated, dated.on, words, days_until(dated.on, end, zone))))
    return tuple(row for _, row in sorted(rows, key=lambda one: (one[0], one[1].title)))


def _deadline_row(item: Item, dated: LegalDate, on: date, words: Words, days: int) -> DeadlineRow:
    owners = dict.fromkeys(plain(why.owner, 60) for why in item.why if why.owner)
    return DeadlineRow(
        title=shown(item.title, item.url, 120, words.hidden),
        badge=words.language_badge(item.language),
        url=link(item.url),
        where=shown(words.jurisdiction(item.jurisdiction), item.url, 60, words.hidden),
        label=words.date_kind(dated.kind),
        day=words.day(on),
        left=words.days_left(days),
        owner=words.listed(owners),
        soon=days <= _SOON_DAYS,
    )


def _footer(made: DigestInput, words: Words) -> tuple[str, ...]:
    name = plain(made.name or made.digest_id, 80)
    return (
        words.say("You get this because you are on the list {name}.", name=words.quoted(name)),
        words.disclaimer + words.say(".", "end of a sentence"),
    )
