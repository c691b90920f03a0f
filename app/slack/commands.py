"""``/policywatch search|sources|digest|mute|unmute|help``: what was asked, and the answer that its person alone sees."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.acting import VERDICTS, Wish, act
from app.classifying import source_of
from app.house import House
from app.slack.clicks import morning
from policywatch.config.models import PersonFields
from policywatch.store import DocumentRow, SourceRow
from policywatch.types import ActKind, Band, Classification, Item, Message, MessageKind

if TYPE_CHECKING:
    from alerts.render.acts import Voices
    from app.slack.desk import Desk

#: rows of an answer; the rest is counted
MOST = 12
_SUBJECT = re.compile(r"(source|use|matter):(\S+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One command as somebody wrote it."""

    user: str
    verb: str
    words: tuple[str, ...]
    team: str = ""
    request: str = ""
    answer_to: str = ""

    @classmethod
    def of(cls, command: Mapping[str, Any]) -> "Asked":
        """From the fields that Slack sends."""
        text = str(command.get("text") or "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        verb, *words = text.split() or [""]
        return cls(
            user=str(command.get("user_id") or ""),
            verb=verb.lower(),
            words=tuple(words),
            team=str(command.get("team_id") or ""),
            request=str(command.get("trigger_id") or ""),
            answer_to=str(command.get("response_url") or ""),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: text, and blocks where there is more to see."""

    payload: dict[str, Any] = field(default_factory=dict)
    #: something changed that messages show
    acted: bool = False


def answer_command(desk: "Desk", asked: Asked) -> Answer:
    """The answer to one command; blocks on the database."""
    voices = desk.voices()
    person = desk.person(asked.user)
    if person is None or (desk.team and asked.team and asked.team != desk.team):
        # the one door says why, in the same words as ever
        return said(act(desk.house, None, Wish(VERDICTS[0], ""), voices=voices).what)
    match asked.verb:
        case "search" if asked.words:
            return _search(desk, " ".join(asked.words))
        case "sources":
            return _sources(desk, asked.words)
        case "digest":
            return _digest(desk)
        case "mute" if not asked.words:
            return _muted(desk.house, voices)
        case "mute" | "unmute" if asked.words:
            return _mute(desk.house, person, asked, voices)
        case _:
            return said(_help(voices))


def said(text: str) -> Answer:
    """An answer of a few lines."""
    from alerts.render.blocks import rich, section
    from alerts.render.blocks import text as run
    from alerts.render.slack import soften

    return Answer({"text": soften(text), "blocks": [rich(section([run(text)]))]})


def _help(voices: "Voices") -> str:
    return voices.pick(
        "/policywatch search WORDS – find publications, in any language\n"
        "/policywatch sources [WORD] – what is watched, what is in trouble first\n"
        "/policywatch digest – what this week brought so far\n"
        "/policywatch mute – what is muted now\n"
        "/policywatch mute source:ID | use:ID | matter:ID [DAYS]\n"
        "/policywatch unmute source:ID | use:ID | matter:ID",
        "/policywatch search 关键词 – 检索文件（任何语言）\n"
        "/policywatch sources [关键词] – 监测来源，异常在前\n"
        "/policywatch digest – 本周至今的内容\n"
        "/policywatch mute – 当前静音项\n"
        "/policywatch mute source:ID | use:ID | matter:ID [天数]\n"
        "/policywatch unmute source:ID | use:ID | matter:ID",
    )


def _listing(desk: "Desk", title: str, lines: Sequence[str], items: Sequence[Item]) -> Answer:
    from alerts.render.card import Looks
    from alerts.render.slack import payload

    house = desk.house
    message = Message(MessageKind.DIGEST, title, tuple(items), lines=tuple(lines), created_at=house.clock())
    made = payload(message, Looks(house.config.settings.zone, desk.language), house.clock(), "policywatch")
    return Answer({"text": made["text"], "blocks": made["blocks"]})


def item_of(house: House, row: DocumentRow) -> Item:
    """A document as a list shows it; what nobody classified yet is shown too."""
    from alerts.message import item_for

    found = row.classification or Classification(None, Band.REVIEW)
    return item_for(row.id, row.document, found, source_of(house, row.document), house.config.uses, update=row.update)


def _search(desk: "Desk", question: str) -> Answer:
    rows = desk.house.store.search(question, MOST + 1)
    pick = desk.voices().pick
    if not rows:
        return said(pick(f"Nothing found for “{question}”: try fewer words", f"未找到“{question}”：请减少关键词"))
    # whoever searches asked for it, whatever its band is
    items = [replace(item_of(desk.house, row), band=Band.ALERT) for row in rows[:MOST]]
    more = pick("There are more: add a word", "还有更多：请增加关键词") if len(rows) > MOST else ""
    count = desk.words.count(len(items), "publication")
    title = pick(f"{count} for “{question}”", f"“{question}”：{len(items)} 份文件")
    return _listing(desk, title, [more] if more else [], items)


def _sources(desk: "Desk", words: Sequence[str]) -> Answer:
    house, voices = desk.house, desk.voices()
    names = {source.id: f"{source.authority} {source.name} {source.jurisdiction}" for source in house.config.sources}
    wanted = [word.casefold() for word in words]
    rows = [row for row in house.store.source_rows() if all(word in f"{row.id} {names.get(row.id, '')}".casefold() for word in wanted)]
    failing = [row for row in rows if row.failing_since]
    fine = [row for row in rows if not row.failing_since]
    title = voices.pick(
        f"{desk.words.count(len(rows), 'source')}, {len(failing)} in trouble", f"{len(rows)} 个来源，其中 {len(failing)} 个异常"
    )
    lines = [_source_line(row, voices) for row in (*failing, *fine)]
    shown, rest = lines[:19], len(lines) - 19
    return _listing(desk, title, [*shown, *([desk.words.more(rest)] if rest > 0 else [])], [])


def _source_line(row: SourceRow, voices: "Voices") -> str:
    words = voices.looks.words
    checked = voices.instant(row.last_check_at) if row.last_check_at else voices.pick("never checked", "尚未检查")
    parts = [row.id, row.state if row.state != "active" else "", words.outcome(row.outcome) if row.outcome else "", checked]
    if row.failing_since:
        since = words.day(row.failing_since.date())
        parts.append(voices.pick(f"in trouble since {since}", f"自 {since} 起异常"))
    return " · ".join(part for part in parts if part)


def _digest(desk: "Desk") -> Answer:
    house, pick = desk.house, desk.voices().pick
    now = house.clock()
    rows = house.store.digest_items(now - timedelta(days=7), now + timedelta(seconds=1), [Band.ALERT])
    deadlines = house.store.open_deadlines(now)[:5]
    count = desk.words.count(len(rows), "relevant publication")
    lines = [pick("Dates ahead:", "近期日期：")] if deadlines else []
    words, zone = desk.words, house.config.settings.zone
    for row, one in deadlines:
        from alerts.render.words import days_until

        if one.on:
            left = words.within(words.days_left(days_until(one.on, now, zone)))
            lines.append(f"{words.date_kind(one.kind)} {words.day(one.on)}{left} · {row.document.title}")
    title = pick(f"The last seven days: {count}", f"最近七天：{len(rows)} 份相关文件")
    return _listing(desk, title, lines, [item_of(house, row) for row in rows])


def _muted(house: House, voices: "Voices") -> Answer:
    from alerts.standing import muted

    acts = house.store.acts(kinds=[ActKind.MUTE, ActKind.UNMUTE])
    subjects = sorted(muted(acts, house.clock()))
    if not subjects:
        return said(voices.pick("Nothing is muted", "没有静音项"))
    from alerts.render.acts import told

    last = {one.subject: one for one in acts}
    return said("\n".join(f"{subject} – {told(last[subject], voices)}" for subject in subjects))


def _mute(house: House, person: PersonFields, asked: Asked, voices: "Voices") -> Answer:
    subject = subject_of(house, asked.words[0])
    if subject is None:
        what = asked.words[0]
        return said(
            voices.pick(
                f"No source, use or matter “{what}”: write source:ID, use:ID or matter:ID",
                f"没有“{what}”：请写 source:ID、use:ID 或 matter:ID",
            )
        )
    kind = ActKind.MUTE if asked.verb == "mute" else ActKind.UNMUTE
    try:
        until = morning(asked.words[1], None, house.clock(), house.config.settings.zone) if len(asked.words) > 1 else ""
    except (ValueError, OverflowError):
        return said(voices.pick(f"“{asked.words[1]}” is no number of days", f"“{asked.words[1]}”不是天数"))
    wish = Wish(kind, subject, until if kind is ActKind.MUTE else "", via="slack", request=asked.request)
    outcome = act(house, person, wish, voices=voices)
    return replace(said(outcome.what), acted=bool(outcome.acts))


def subject_of(house: House, text: str) -> str | None:
    """``source:…``, ``use:…`` or ``matter:…`` as written, or the source or use of that bare id; ``None`` when there is no such thing."""
    sources = {source.id for source in house.config.sources}
    uses = {use.id for use in house.config.uses}
    match = _SUBJECT.fullmatch(text)
    if match:
        noun, name = match.groups()
        known = {"source": name in sources, "use": name in uses, "matter": re.fullmatch(r"[0-9A-Za-z_-]{1,80}", name)}
        return text if known[noun] else None
    if text in sources:
        return f"source:{text}"
    return f"use:{text}" if text in uses else None
