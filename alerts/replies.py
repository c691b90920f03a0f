"""What people write back in a chat that has no buttons: a few words in English or Chinese, read strictly.

Only a message that consists of such a word acts; people also talk to each other where they are told. It may name the short id that
stands at the end of every message, and give a reason after a colon.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from alerts.render.safe import plain
from policywatch.types import ActKind

_WORDS: Mapping[ActKind, tuple[str, ...]] = {
    ActKind.DONE: ("done", "mark done", "finished", "handled", "已处理", "处理完毕", "已完成", "完成", "已办", "已办结", "搞定"),
    ActKind.NOT_RELEVANT: ("not relevant", "irrelevant", "not for us", "不相关", "无关", "与我们无关", "不适用"),
    ActKind.RELEVANT: ("relevant", "相关", "有关", "与我们有关"),
    ActKind.ACKNOWLEDGE: ("acknowledge", "acknowledged", "ack", "got it", "收到", "已收到", "已阅", "知悉", "知道了"),
    ActKind.REOPEN: ("reopen", "open again", "重新打开", "重开"),
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words}
_SNOOZE = re.compile(r"(?:snooze|later|稍后|稍后提醒|以后提醒)(?: ?(?:for )?(\d{1,3}) ?(?:d|day|days|天)?)?(?:后)?")
_SHORT_ID = re.compile(r"#?\b([0-9a-f]{8})\b")
#: in groups a reply starts by naming whom it answers
_MENTIONS = re.compile(r"^(?:@\S{1,80}\s+)+")
_REASON = re.compile(r"[:,，]| because |因为")
_MOST = 4_000
#: how long "snooze" sleeps when no days are given
_DAYS = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person asks for."""

    kind: ActKind
    #: first eight characters of a delivery's id; empty: the last alert they were told
    short_id: str = ""
    #: in their own words
    reason: str = ""
    #: for a snooze
    days: int = 0


def read_reply(text: str) -> Reply | None:
    """The act that a message asks for, or ``None`` when it is only talk."""
    line = _MENTIONS.sub("", plain(unicodedata.normalize("NFKC", text[:_MOST])))
    found = _SHORT_ID.search(line)
    short_id = found[1] if found else ""
    rest = _SHORT_ID.sub(" ", line, count=1)
    cut = _REASON.search(rest)
    head, reason = (rest[: cut.start()], rest[cut.end() :].strip()) if cut else (rest, "")
    word = " ".join(head.casefold().strip(" .!?。！？~").split())
    if kind := _KINDS.get(word):
        return Reply(kind, short_id, reason)
    if snooze := _SNOOZE.fullmatch(word):
        return Reply(ActKind.SNOOZE, short_id, reason, min(max(int(snooze[1] or _DAYS), 1), 365))
    return None
