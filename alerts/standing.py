"""What stands now about a matter, read from everything people did: who has it, whether it sleeps, whether it is done.

Acts are only ever added; nothing here is stored, so that the list the auditors read is the whole truth.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from policywatch.types import Act, ActKind


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one matter stands with the people who were told."""

    #: id of the person who took it up first; empty while nobody did
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    #: id of the person it is assigned to; empty: the owner of the use
    assignee: str = ""
    snoozed_until: datetime | None = None
    done: bool = False
    #: the alert was wrong and was taken back
    retracted: bool = False
    #: who took it back and why, for everybody to read
    retracted_by: str = ""
    retracted_because: str = ""

    @property
    def taken_up(self) -> bool:
        """Whether somebody has it, so that nobody else need be called."""
        return bool(self.acknowledged_by) or self.done or self.retracted

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be done about it."""
        return self.done or self.retracted

    def sleeps(self, now: datetime) -> bool:
        """Whether people asked not to be reminded yet."""
        return self.snoozed_until is not None and now < self.snoozed_until


def standing(acts: Iterable[Act]) -> Standing:
    """What stands after these acts on one matter, in the order in which they were kept."""
    now = Standing()
    for act in acts:
        now = _after(now, act)
    return now


def _after(before: Standing, act: Act) -> Standing:
    match act.kind:
        case ActKind.ACKNOWLEDGE if not before.acknowledged_by:
            return replace(before, acknowledged_by=act.person_id, acknowledged_at=act.at)
        case ActKind.ASSIGN:
            return replace(before, assignee=act.value)
        case ActKind.SNOOZE:
            return replace(before, snoozed_until=datetime.fromisoformat(act.value))
        case ActKind.DONE:
            return replace(before, done=True)
        case ActKind.RETRACT:
            return replace(before, retracted=True, retracted_by=act.person_id, retracted_because=act.reason)
        case ActKind.REOPEN:
            return Standing(assignee=before.assignee)
        case _:
            return before


def asleep(acts: Iterable[Act], now: datetime) -> dict[str, datetime | None]:
    """The subjects (``source:…``, ``matter:…``, ``use:…``) that people muted or let sleep, with the end; ``None``: until it is undone."""
    ends: dict[str, datetime | None] = {}
    for act in acts:
        match act.kind:
            case ActKind.MUTE | ActKind.SNOOZE:
                ends[act.subject] = datetime.fromisoformat(act.value) if act.value else None
            case ActKind.UNMUTE | ActKind.REOPEN:
                ends.pop(act.subject, None)
            case _:
                pass
    return {subject: end for subject, end in ends.items() if end is None or now < end}


def muted(acts: Iterable[Act], now: datetime) -> frozenset[str]:
    """The subjects that are muted now; a mute without an end lasts until it is undone."""
    return frozenset(asleep((act for act in acts if act.kind in (ActKind.MUTE, ActKind.UNMUTE)), now))
