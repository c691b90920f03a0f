"""What was looked at for a digest and what was not, in sentences: silence means something only where somebody listened."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.render.safe import plain
from alerts.render.words import Words
from policywatch.types import Cause, Outcome

_NAMED = 10
_NAMED_DROPS = 5


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that could not be read."""

    source: str
    since_at: datetime | None = None
    outcome: Outcome = Outcome.FAILED
    cause: Cause = Cause.NONE


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at in the window, and what was not."""

    sources: int
    #: sources with at least one good answer in the window
    checked: int
    checks: int = 0
    documents: int = 0
    failing: tuple[Trouble, ...] = ()
    #: sources from which nothing could be read in the whole window, though none of them is known to fail
    blind: tuple[Trouble, ...] = ()
    #: publications without a word on AI, by source name
    dropped: Mapping[str, int] = field(default_factory=dict)
    #: recipients of this digest whose mail comes back
    bouncing: int = 0


def troubles(coverage: Coverage, words: Words, zone: str) -> tuple[str, ...]:
    """What could not be seen this week, before anything that was."""
    lines = []
    if coverage.failing:
        lines.append(
            words.many(
                "{number} source could not be read; what it published may be missing below:",
                "{number} sources could not be read; what they published may be missing below:",
                len(coverage.failing),
            )
        )
        lines += _named(coverage.failing, words, zone)
    if coverage.blind:
        lines.append(
            words.many(
                "Nothing could be read from {number} more source all week:",
                "Nothing could be read from {number} more sources all week:",
                len(coverage.blind),
            )
        )
        lines += _named(coverage.blind, words, zone)
    return tuple(lines)


def _named(found: tuple[Trouble, ...], words: Words, zone: str) -> list[str]:
    lines = [_trouble(one, words, zone) for one in found[:_NAMED]]
    return [*lines, words.more(len(found) - _NAMED)] if len(found) > _NAMED else lines


def _trouble(one: Trouble, words: Words, zone: str) -> str:
    name = plain(one.source, 80)
    # a cause that only says the outcome's word again says less than the outcome
    why = words.outcome(one.outcome) if one.cause.value in ("", one.outcome.value) else words.cause(one.cause)
    if one.since_at is None:
        return name + words.within(why)
    since = words.day(one.since_at.astimezone(ZoneInfo(zone)).date())
    return name + words.within(words.say("since {day}, {why}", day=since, why=why))


def sentences(coverage: Coverage, words: Words) -> tuple[str, ...]:
    """The coverage line, the amount of work, what was left out, and whom the mail does not reach."""
    lines = [
        words.many(
            "{checked} of {number} source checked, {failing} failing, {blind} unread.",
            "{checked} of {number} sources checked, {failing} failing, {blind} unread.",
            coverage.sources,
            checked=coverage.checked,
            failing=len(coverage.failing),
            blind=len(coverage.blind),
        ),
        words.many("{number} check made,", "{number} checks made,", coverage.checks)
        + words.many(" {number} publication read.", " {number} publications read.", coverage.documents),
    ]
    dropped = Counter({plain(name, 60): count for name, count in coverage.dropped.items() if count})
    if dropped:
        lines.append(_left_out(dropped, words))
    if coverage.bouncing:
        lines.append(
            words.many(
                "The mail of {number} recipient of this list comes back; an admin knows.",
                "The mail of {number} recipients of this list comes back; an admin knows.",
                coverage.bouncing,
            )
        )
    return tuple(lines)


def _left_out(dropped: "Counter[str]", words: Words) -> str:
    named = [f"{name} {words.catalogue.figure(count)}" for name, count in dropped.most_common(_NAMED_DROPS)]
    if len(dropped) > _NAMED_DROPS:
        named.append(words.more(len(dropped) - _NAMED_DROPS))
    return words.many(
        "Left out because nothing in it speaks of AI: {number} publication ({where}).",
        "Left out because nothing in them speaks of AI: {number} publications ({where}).",
        sum(dropped.values()),
        where=words.listed(named),
    )
