"""What people did, and what stands after it, in words: the same in every chat, page and mail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from alerts.render.card import Looks
from alerts.render.safe import cut, plain
from alerts.standing import Standing
from policywatch.types import Act, ActKind

_REASON = 300


@dataclass(frozen=True, slots=True)
class Voices:
    """In which language, zone and names acts are told."""

    looks: Looks = field(default_factory=Looks)
    #: what colleagues call a person, by id
    people: Mapping[str, str] = field(default_factory=dict)
    #: names of uses, by id
    uses: Mapping[str, str] = field(default_factory=dict)

    def person(self, person_id: str) -> str:
        return plain(self.people.get(person_id) or person_id, 80)

    def use(self, use_id: str) -> str:
        return plain(self.uses.get(use_id) or use_id, 80)

    def pick(self, english: str, chinese: str) -> str:
        return self.looks.words.pick(english, chinese)

    def instant(self, at: datetime) -> str:
        return self.looks.words.instant(at, self.looks.zone)


def told(act: Act, voices: Voices) -> str:
    """One act as a sentence without its full stop."""
    who, pick = voices.person(act.person_id), voices.pick
    match act.kind:
        case ActKind.RELEVANT | ActKind.NOT_RELEVANT:
            return _verdict(act, voices)
        case ActKind.TAKE_BACK:
            return pick(f"Verdict {act.value} taken back by {who}", f"{who} 撤回了评价 {act.value}")
        case ActKind.ACKNOWLEDGE:
            return pick(f"Acknowledged by {who}", f"{who} 已确认")
        case ActKind.ASSIGN if not act.value:
            return pick(f"Given back by {who}", f"{who} 取消了指派")
        case ActKind.ASSIGN:
            whom = voices.person(act.value)
            return pick(f"Assigned to {whom} by {who}", f"{who} 指派给 {whom}")
        case ActKind.SNOOZE:
            until = voices.instant(datetime.fromisoformat(act.value))
            return pick(f"Snoozed by {who} until {until}", f"{who} 设为 {until} 后再提醒")
        case ActKind.DONE:
            return pick(f"Marked done by {who}", f"{who} 标记为已完成")
        case ActKind.REOPEN:
            return pick(f"Reopened by {who}", f"{who} 重新打开")
        case ActKind.RETRACT:
            return pick(f"Retracted by {who}", f"{who} 撤回了此提醒") + _because(act, voices)
        case ActKind.MUTE | ActKind.UNMUTE:
            return _muting(act, voices)
        case ActKind.DECIDE:
            again = act.value == "send"
            what_en, what_zh = ("Sent again by word of", "决定重新发送") if again else ("Rejected by", "决定不再发送")
            return pick(f"{what_en} {who}", f"{who} {what_zh}") + _because(act, voices)
        case _:
            return pick(f"{act.kind.value.capitalize()} by {who}", f"{who}：{act.kind.value}") + _because(act, voices)


def _verdict(act: Act, voices: Voices) -> str:
    who = voices.person(act.person_id)
    use = voices.use(act.value) if act.value else ""
    about_en, about_zh = (f" for {use}", f"与“{use}”") if use else ("", "")
    if act.kind is ActKind.RELEVANT:
        said = voices.pick(f"{who} finds this relevant{about_en}", f"{who} 认为{about_zh}相关")
    else:
        said = voices.pick(f"{who} finds this not relevant{about_en}", f"{who} 认为{about_zh}不相关")
    return said + _because(act, voices)


def _muting(act: Act, voices: Voices) -> str:
    who = voices.person(act.person_id)
    noun, _, name = act.subject.partition(":")
    what_en, what_zh = {
        "source": (f"Source {name}", f"来源 {name}"),
        "use": (f"Use {voices.use(name)}", f"用途“{voices.use(name)}”"),
        "matter": ("This matter", "此事项"),
    }.get(noun, (name, name))
    if act.kind is ActKind.UNMUTE:
        return voices.pick(f"{what_en} unmuted by {who}", f"{who} 取消了{what_zh}的静音")
    until = voices.instant(datetime.fromisoformat(act.value)) if act.value else ""
    return voices.pick(
        f"{what_en} muted by {who}" + (f" until {until}" if until else ""),
        f"{who} 已将{what_zh}静音" + (f"，至 {until}" if until else ""),
    )


def _because(act: Act, voices: Voices) -> str:
    reason = cut(plain(act.reason), _REASON)
    return voices.pick(f": {reason}", f"：{reason}") if reason else ""


def standing_lines(now_stands: Standing, owner: str, voices: Voices, now: datetime) -> Iterator[str]:
    """What stands about a matter, most decisive first; nothing while nobody did anything and nobody owns it.

    ``owner`` is who answers for the use: whoever has it while it is assigned to nobody else.
    """
    pick = voices.pick
    if now_stands.done:
        yield pick("Done", "已完成")
    if now_stands.acknowledged_by:
        who = voices.person(now_stands.acknowledged_by)
        when = voices.instant(now_stands.acknowledged_at) if now_stands.acknowledged_at else ""
        yield pick(f"Acknowledged by {who}, {when}", f"{who} 已确认，{when}")
    if now_stands.assignee:
        who = voices.person(now_stands.assignee)
        yield pick(f"Assigned to {who}", f"已指派给 {who}")
    elif owner:
        who = plain(owner, 80)
        yield pick(f"Assigned to {who}, who owns the use", f"默认负责人：{who}")
    if now_stands.snoozed_until and now_stands.sleeps(now) and not now_stands.done:
        until = voices.instant(now_stands.snoozed_until)
        yield pick(f"Snoozed until {until}", f"{until} 后再提醒")
