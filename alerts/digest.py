"""The weekly mail of one recipient list: which week, what is in it, in which order. Pure; how it looks is decided elsewhere.

Windows are fixed by zone, day and hour, so that every instant falls into exactly one digest, whatever the clocks do. What
is counted from "today" (days left) is counted from the end of the window, so that a digest made again is the same digest.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.message import prominence
from alerts.render.card import Card, Looks, card, next_deadline
from alerts.render.safe import link, plain, shown
from alerts.render.words import Words, days_until
from policywatch.types import Band, Cause, DateKind, DocumentType, Item, LegalDate, Outcome, Status, UpdateKind

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_ITEMS = 60
MOST_DEADLINES = 20


@dataclass(frozen=True, slots=True)
class Window:
    """One week of a digest: from ``from_at`` up to, not including, ``to_at``."""

    from_at: datetime
    to_at: datetime
    #: ISO week of the window's middle, ``2026-W47``
    week: str
    zone: str = "UTC"


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
    #: sources that answer but from which nothing can be read
    blind: tuple[Trouble, ...] = ()
    #: publications without a word on AI, by source name
    dropped: Mapping[str, int] = field(default_factory=dict)


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
    #: ``en`` or ``zh-Hans``
    language: str = "en"
    #: where everything can be seen (web page), or empty
    all_url: str = ""
    #: where to leave the list (one-click), or empty
    unsubscribe_url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in a section."""

    card: Card
    #: stands in both bodies, and answers to ``policywatch documents show``
    ref: str


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One line of the table of deadlines."""

    title: str
    url: str | None
    where: str
    label: str
    day: str
    left: str
    owner: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its entries; ``groups`` are pairs of subheading and entries."""

    id: str
    heading: str
    intro: str
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]


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
    #: failing sources lead
    troubles: tuple[str, ...]
    verdict: tuple[str, ...]
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


# ---- which week ------------------------------------------------------------------------------------------------------


def window(zone: str, day: str | int, at: str | time, now: datetime) -> Window:
    """The last window that has ended at ``now``.

    ``day`` is an English weekday or its number (0 is Monday), ``at`` a time of day in ``zone``.
    """
    place, weekday, hour = ZoneInfo(zone), _weekday(day), _hour(at)
    today = now.astimezone(place).date()
    end = today - timedelta(days=(today.weekday() - weekday) % 7)
    while _instant(end, hour, place) > now:
        end -= timedelta(days=7)
    return _window(end, hour, zone)


def window_of(zone: str, day: str | int, at: str | time, week: str) -> Window:
    """The window of an ISO week such as ``2026-W47``; raises ValueError for anything else."""
    found = re.fullmatch(r"(\d{4})-?W(\d{1,2})", week)
    if not found:
        raise ValueError(f"'{week}' is no week: write one such as 2026-W47")
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    weekday, hour = _weekday(day), _hour(at)
    ends = (monday + timedelta(days=weekday + 7 * later) for later in (0, 1, 2))
    return next(made for made in (_window(end, hour, zone) for end in ends) if made.week == f"{int(found[1])}-W{int(found[2]):02d}")


def _window(end: date, hour: time, zone: str) -> Window:
    place = ZoneInfo(zone)
    start = end - timedelta(days=7)
    # the middle, so that a digest of Monday morning is named after the week it tells about
    middle = datetime.combine(end, hour) - timedelta(days=3.5)
    year, number, _ = middle.isocalendar()
    return Window(_instant(start, hour, place), _instant(end, hour, place), f"{year}-W{number:02d}", zone)


def _instant(on: date, hour: time, place: ZoneInfo) -> datetime:
    """That local time as UTC: the first of two when clocks go back, shifted by the gap when they go forward."""
    return datetime.combine(on, hour, tzinfo=place).astimezone(UTC)


def _weekday(day: str | int) -> int:
    if isinstance(day, int):
        return day % 7
    wanted = day.strip().lower()
    for number, name in enumerate(DAYS):
        if len(wanted) >= 3 and name.startswith(wanted):
            return number
    raise ValueError(f"'{day}' is no weekday: write one such as monday")


def _hour(at: str | time) -> time:
    if isinstance(at, time):
        return at.replace(second=0, microsecond=0, tzinfo=None)
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", at.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f"'{at}' is no time of day: write one such as 08:00")
    return time(int(found[1]), int(found[2]))


# ---- what is in it ---------------------------------------------------------------------------------------------------


def compose(made: DigestInput, most: int = MOST_ITEMS) -> Digest:
    """The digest's content with at most ``most`` items; each item stands in exactly one section."""
    words, looks, end = Words(made.language), Looks(made.window.zone, made.language), made.window.to_at
    listed = sorted((item for item in made.items if item.band is not Band.DROP), key=prominence)
    shown_items, omitted = listed[:most], max(0, len(listed) - most)
    rows = _deadline_rows(made, words)
    number = int(made.window.week[-2:])
    verdict = _verdict(made, listed, rows, words)
    return Digest(
        language=made.language,
        run_id=f"{plain(made.digest_id, 60)} · {made.window.week}",
        subject=subject(number, len(rows), len([item for item in listed if item.why and item.band is Band.ALERT]), words),
        preheader=plain(verdict[0], 90),
        title=words.pick(f"AI regulation, week {number}", f"人工智能监管周报 · 第 {number} 周"),
        period=_period(made, words),
        troubles=_troubles(made.coverage, words, made.window.zone),
        verdict=verdict,
        deadlines=rows[:MOST_DEADLINES],
        deadlines_more=max(0, len(rows) - MOST_DEADLINES),
        sections=tuple(section for section in _sections(shown_items, looks, end, words) if section.groups),
        omitted=omitted,
        all_url=link(made.all_url) if made.all_url else None,
        coverage=_coverage(made.coverage, words),
        footer=_footer(made, words),
        unsubscribe_url=link(made.unsubscribe_url) if made.unsubscribe_url else None,
        words=words,
    )


def subject(number: int, deadlines: int, relevant: int, words: Words) -> str:
    """At most 60 characters, and different each week, so that mail programs do not fold digests together."""
    if words.chinese:
        return f"人工智能监管周报 第{number}周：{deadlines} 个期限，{relevant} 项相关更新"
    return f"AI policy week {number}: {words.count(deadlines, 'deadline')}, {words.count(relevant, 'relevant update')}"


def _period(made: DigestInput, words: Words) -> str:
    start, end = (words.instant(at, made.window.zone) for at in (made.window.from_at, made.window.to_at))
    return plain(made.name, 80) + (" · " if made.name else "") + words.pick(f"{start} to {end}", f"{start} 至 {end}")


def _verdict(made: DigestInput, listed: Sequence[Item], rows: Sequence[DeadlineRow], words: Words) -> tuple[str, ...]:
    """The week in one or two sentences."""
    touching = [item for item in listed if item.why and item.band is Band.ALERT]
    if not listed:
        first = words.pick(
            "Nothing about AI regulation was found in this week's publications.", "本周的文件中未发现与人工智能监管有关的内容。"
        )
    elif not touching:
        first = words.pick("Nothing this week stood out for your own uses of AI.", "本周没有内容明显涉及贵公司的人工智能用途。")
    else:
        uses = len({why.use_id for item in touching for why in item.why})
        first = words.pick(
            f"{words.count(len(touching), 'update')} may touch {words.count(uses, 'of your uses', 'of your uses')} of AI.",
            f"{len(touching)} 项更新可能涉及贵公司的 {uses} 项人工智能用途。",
        )
    if not rows:
        return (first, words.pick("No open deadline is known.", "目前没有已知的待办期限。"))
    nearest = rows[0]
    second = words.pick(
        f"Next deadline: {nearest.day} ({nearest.left}), {nearest.title}", f"最近期限：{nearest.day}（{nearest.left}），{nearest.title}"
    )
    return (first, second)


def _deadline_rows(made: DigestInput, words: Words) -> tuple[DeadlineRow, ...]:
    """Open deadlines by date; those the caller gave and those of this week's items, each once."""
    end, zone = made.window.to_at, made.window.zone
    pairs = [
        *made.deadlines,
        *((item, found) for item in made.items if item.band is Band.ALERT and (found := next_deadline(item, end, zone))),
    ]
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
        url=link(item.url),
        where=plain(words.jurisdiction(item.jurisdiction), 60),
        label=words.date_kind(dated.kind),
        day=words.day(on),
        left=words.days_left(days),
        owner=words.listed(owners) or "–",
    )


def _section_of(item: Item) -> str:
    if item.band is Band.REVIEW:
        return "judge"
    if item.update_kind is not UpdateKind.NEW:
        return "changed"
    if not item.why:
        return "general"
    if item.document_type is DocumentType.CONSULTATION or item.status is Status.CONSULTATION:
        return "consultations"
    return "new"


def _sections(items: Sequence[Item], looks: Looks, end: datetime, words: Words) -> tuple[Section, ...]:
    by_section: dict[str, list[Item]] = {}
    for item in items:
        by_section.setdefault(_section_of(item), []).append(item)
    headings = {
        "changed": (words.pick("Changed since last week", "本周变更"), ""),
        "new": (words.pick("New and relevant", "新发布的相关文件"), ""),
        "consultations": (words.pick("Open for comment", "征求意见"), ""),
        "general": (
            words.pick("AI regulation in general", "人工智能监管动态"),
            words.pick("None of your uses stood out in these.", "以下内容未发现与贵公司用途直接相关。"),
        ),
        "judge": (
            words.pick("Low confidence, please judge", "置信度低，请判断"),
            words.pick("The classifier is not sure about these.", "系统对以下内容没有把握。"),
        ),
    }
    return tuple(
        Section(name, heading, intro, _groups(name, by_section.get(name, ()), looks, end, words))
        for name, (heading, intro) in headings.items()
    )


def _groups(name: str, items: Sequence[Item], looks: Looks, end: datetime, words: Words) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """New items by jurisdiction, the fullest first; other sections in one group."""
    if not items:
        return ()
    if name != "new":
        return (("", tuple(_entry(item, looks, end) for item in items)),)
    places: dict[str, list[Entry]] = {}
    for item in items:
        places.setdefault(plain(words.jurisdiction(item.jurisdiction), 60), []).append(_entry(item, looks, end))
    ordered = sorted(places.items(), key=lambda pair: -len(pair[1]))
    return tuple((place, tuple(entries)) for place, entries in ordered)


def _entry(item: Item, looks: Looks, end: datetime) -> Entry:
    return Entry(card(item, looks, end), plain(item.document_id, 12))


def _trouble(one: Trouble, words: Words, zone: str) -> str:
    since = words.day(one.since_at.astimezone(ZoneInfo(zone)).date()) if one.since_at else ""
    why = words.cause(one.cause) or words.outcome(one.outcome)
    told = words.pick(f"since {since}, {why}" if since else why, f"自 {since} 起，{why}" if since else why)
    return words.pick(f"{plain(one.source, 80)} ({told})", f"{plain(one.source, 80)}({told})")


def _troubles(coverage: Coverage, words: Words, zone: str) -> tuple[str, ...]:
    """What could not be seen this week, before anything that was."""
    lines = []
    if coverage.failing:
        count = words.count(len(coverage.failing), "source")
        lines.append(
            words.pick(
                f"{count} could not be read; what they published may be missing below:",
                f"{len(coverage.failing)} 个来源无法读取，其发布内容可能未列入本期：",
            )
        )
        lines += [_trouble(one, words, zone) for one in coverage.failing[:10]]
        if len(coverage.failing) > 10:
            lines.append(words.more(len(coverage.failing) - 10))
    if coverage.blind:
        names = [_trouble(one, words, zone) for one in coverage.blind[:10]]
        lines.append(words.pick("Answering, but unreadable for us: ", "可访问但无法解析：") + words.listed(names))
        if len(coverage.blind) > 10:
            lines.append(words.more(len(coverage.blind) - 10))
    return tuple(lines)


def _coverage(coverage: Coverage, words: Words) -> tuple[str, ...]:
    failing, blind = len(coverage.failing), len(coverage.blind)
    first = words.pick(
        f"{coverage.checked} of {words.count(coverage.sources, 'source')} checked, {failing} failing, {blind} unreadable.",
        f"共 {coverage.sources} 个来源，已检查 {coverage.checked} 个，失败 {failing} 个，无法解析 {blind} 个。",
    )
    second = words.pick(
        f"{words.count(coverage.checks, 'check')} made, {words.count(coverage.documents, 'publication')} read.",
        f"共检查 {coverage.checks:,} 次，读取文件 {coverage.documents:,} 份。",
    )
    dropped = Counter({plain(name, 60): count for name, count in coverage.dropped.items() if count})
    if not dropped:
        return (first, second)
    named = words.listed(f"{name} {count:,}" for name, count in dropped.most_common(5))
    rest = len(dropped) - 5
    tail = f", {words.more(rest)}" if rest > 0 else ""
    total = sum(dropped.values())
    third = words.pick(
        f"Left out because nothing in them speaks of AI: {total:,} ({named}{tail}).",
        f"因未提及人工智能而未列入：{total:,} 份（{named}{tail}）。",
    )
    return (first, second, third)


def _footer(made: DigestInput, words: Words) -> tuple[str, ...]:
    name = plain(made.name or made.digest_id, 80)
    return (
        words.pick(f"You get this because you are on the list “{name}”.", f"您收到此邮件，因为您在“{name}”名单中。"),
        words.disclaimer + words.pick(".", "。"),
    )
