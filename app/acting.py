"""The one door for everything a person does about what was told, whatever chat, page or mail it came from.

Who asks is looked up under ``people``, their role is held against what they ask, and what they did becomes one Act that is kept
for the auditors. The same click twice, or the same message delivered twice, is one act; what would change nothing is none.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from app.house import House
from app.matters import arrange
from app.outbox import carry_out
from app.teaching import give_verdict, said_before, take_back
from policywatch.config.models import PersonFields
from policywatch.errors import UsageError
from policywatch.store import AlertRow
from policywatch.text import scrub, stable_id
from policywatch.types import Act, ActKind, Feedback

if TYPE_CHECKING:
    from alerts.render.acts import Voices

log = structlog.get_logger()

#: longest reason that is kept
REASON = 2_000
VERDICTS = (ActKind.RELEVANT, ActKind.NOT_RELEVANT)
_EVERYBODY = frozenset({ActKind.ACKNOWLEDGE})
_EDITORS = _EVERYBODY | {
    *VERDICTS,
    ActKind.TAKE_BACK,
    ActKind.ASSIGN,
    ActKind.SNOOZE,
    ActKind.DONE,
    ActKind.REOPEN,
    ActKind.SPLIT,
    ActKind.MERGE,
    ActKind.DECIDE,
}
_MUTING = (ActKind.MUTE, ActKind.UNMUTE)
#: auditors read, and do nothing
_MAY: Mapping[str, frozenset[ActKind]] = {
    "auditor": frozenset(),
    "reader": _EVERYBODY,
    "editor": _EDITORS,
    "admin": frozenset(ActKind),
}
#: between reading what stands and keeping what follows nobody else in this process acts
_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for."""

    kind: ActKind
    #: ``noun:id``, as in an Act
    subject: str
    value: str = ""
    reason: str = ""
    #: slack, web, mail, cli, lanying
    via: str = ""
    #: what identifies the click or message (Slack's ``action_ts`` with the user, a message id), so that a replay is known
    request: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    #: false when it was refused; what changes nothing is fine
    ok: bool
    #: one sentence to show
    what: str
    #: the acts that were kept now; empty when all of it was so already
    acts: tuple[Act, ...] = ()


def find_person(house: House, *, id: str = "", slack_user: str = "", lanying_user: str = "") -> PersonFields | None:
    """The person under ``people`` with this id or chat id, or ``None``."""
    for person in house.config.settings.people:
        if (id and person.id == id) or (slack_user and person.slack_user == slack_user):
            return person
        if lanying_user and person.lanying_user == lanying_user:
            return person
    return None


def at_the_keyboard(house: House, person_id: str) -> PersonFields:
    """Whom a command is given by; a home that names nobody is one person's, who may do everything. Raises UsageError for a stranger."""
    people = house.config.settings.people
    person = find_person(house, id=person_id) if people else PersonFields(id=person_id, role="admin")
    if person is None:
        raise UsageError(f"no person '{person_id}' in policywatch.yaml: choose from {', '.join(one.id for one in people)}")
    return person


def permitted(house: House, person_id: str, kind: ActKind) -> PersonFields:
    """Who gives a command that their role allows. Raises UsageError for anybody else."""
    person = at_the_keyboard(house, person_id)
    if not may(person, kind):
        raise UsageError(f"the role {person.role} may not do this ({kind.value.replace('_', ' ')}): name an admin of policywatch.yaml")
    return person


def may(person: PersonFields, kind: ActKind, subject: str = "") -> bool:
    """Whether the role of a person allows an act; a matter may be muted by whoever works on it, a source or a use by admins alone."""
    if kind in _MUTING and subject.startswith("matter:"):
        return ActKind.DONE in _MAY[person.role]
    return kind in _MAY[person.role]


def act_on_alert(house: House, person: PersonFields | None, alert_id: str, wish: Wish, *, voices: "Voices | None" = None) -> Outcome:
    """One act on an alert that people were told; ``wish.subject`` is made from the alert.

    A verdict goes to the uses named in ``wish.value`` (ids parted by commas; empty: every use that the alert names), and to the topic
    when it names none.
    """
    voices = voices or voices_of(house)
    row = house.store.alert(alert_id)
    if row is None:
        return Outcome(False, voices.pick("This alert is not known here any more", "找不到此提醒"))
    if wish.kind not in VERDICTS:
        value = row.id if wish.kind is ActKind.RETRACT else wish.value
        return act(house, person, replace(wish, subject=f"matter:{row.matter_id}", value=value), voices=voices)
    wishes = [replace(wish, subject=f"document:{row.document_id}", value=use_id) for use_id in _judged(row, wish.value)]
    return _joined([act(house, person, one, voices=voices) for one in wishes])


def _judged(row: AlertRow, value: str) -> Sequence[str]:
    named = [part.strip() for part in value.split(",") if part.strip()]
    return named or list(row.uses) or [""]


def _joined(outcomes: Sequence[Outcome]) -> Outcome:
    refused = next((one for one in outcomes if not one.ok), None)
    kept = tuple(act for one in outcomes for act in one.acts)
    what = "; ".join(dict.fromkeys(one.what for one in outcomes))
    return Outcome(refused is None, refused.what if refused else what, kept)


def act(house: House, person: PersonFields | None, wish: Wish, *, voices: "Voices | None" = None) -> Outcome:
    """Does what a person asks for, when they may and it changes anything."""
    voices = voices or voices_of(house)
    refusal = _refusal(house, person, wish, voices)
    if refusal or person is None:
        log.info("act_refused", kind=wish.kind.value, person_id=person.id if person else "", subject=wish.subject, via=wish.via)
        return Outcome(False, refusal)
    with _TURN:
        return _keep(house, person, wish, voices)


def _refusal(house: House, person: PersonFields | None, wish: Wish, voices: "Voices") -> str:
    """Why it may not be done; empty when it may."""
    if person is None:
        return voices.pick(
            "You are not under people in policywatch.yaml: ask an admin to add you with a role",
            "您尚未列入 policywatch.yaml 的 people：请联系管理员添加并设置角色",
        )
    if not may(person, wish.kind, wish.subject):
        what = wish.kind.value.replace("_", " ")
        return voices.pick(
            f"The role {person.role} may not do this ({what}): ask an admin", f"角色 {person.role} 无权执行此操作：请联系管理员"
        )
    return _fault(house, wish, voices)


def _fault(house: House, wish: Wish, voices: "Voices") -> str:
    """What is wrong with the wish itself."""
    if wish.kind is ActKind.ASSIGN and wish.value and find_person(house, id=wish.value) is None:
        return voices.pick(f"No person '{wish.value}' under people: choose another", f"people 中没有“{wish.value}”：请另选")
    if wish.kind is ActKind.SNOOZE or (wish.kind is ActKind.MUTE and wish.value):
        return "" if _is_ahead(wish.value, house.clock()) else voices.pick("Choose a time that lies ahead", "请选择将来的时间")
    if wish.kind is ActKind.RETRACT and not wish.reason.strip():
        return voices.pick("Say why the alert is taken back", "请说明撤回原因")
    return ""


def _is_ahead(value: str, now: datetime) -> bool:
    try:
        return datetime.fromisoformat(value) > now
    except (ValueError, TypeError):
        return False


def _keep(house: House, person: PersonFields, wish: Wish, voices: "Voices") -> Outcome:
    from alerts.render.acts import told

    before = house.store.acts(subjects=[wish.subject])
    replayed = next((one for one in before if wish.request and one.request == wish.request and one.value == wish.value), None)
    if replayed is not None:
        return Outcome(True, told(replayed, voices))
    made = _made(person, wish, before, house.clock())
    standing_act = _same(made, before)
    if standing_act is not None and (made.kind not in VERDICTS or said_before(house, _verdict(made))):
        return Outcome(True, told(standing_act, voices) + voices.pick(" (already)", "（此前已操作）"))
    try:
        _carry_out(house, person, made)
    except UsageError as error:
        return Outcome(False, str(error))
    new = house.store.keep_act(made) or made.kind is ActKind.DECIDE
    log.info("act", kind=made.kind.value, person_id=person.id, subject=made.subject, via=made.via, new=new)
    return Outcome(True, told(made, voices), (made,) if new else ())


def _made(person: PersonFields, wish: Wish, before: Sequence[Act], now: datetime) -> Act:
    """The act; its id comes from what stood before it, so that two clicks that raced each other are one act."""
    last = before[-1].id if before else ""
    return Act(
        id=stable_id("act", wish.kind.value, person.id, wish.subject, wish.value, last),
        kind=wish.kind,
        person_id=person.id,
        subject=wish.subject,
        at=now,
        value=wish.value,
        reason=scrub(wish.reason).strip()[:REASON],
        via=wish.via,
        request=wish.request,
    )


def _same(made: Act, before: Sequence[Act]) -> Act | None:
    """The earlier act after which this one would change nothing, or ``None`` when it changes something."""
    from alerts.standing import muted, standing

    alike = next((one for one in reversed(before) if one.kind is made.kind), None)
    if made.kind in VERDICTS:
        mine = [one for one in before if one.kind in VERDICTS and one.person_id == made.person_id and one.value == made.value]
        return mine[-1] if mine and mine[-1].kind is made.kind else None
    if made.kind in _MUTING:
        is_muted = made.subject in muted(before, made.at)
        if made.kind is ActKind.UNMUTE:
            return None if is_muted else alike or made
        return alike if alike and is_muted and alike.value == made.value else None
    if made.subject.startswith("matter:") and made.kind not in (ActKind.SPLIT, ActKind.MERGE):
        return (alike or made) if standing([*before, made]) == standing(before) else None
    return None


def _carry_out(house: House, person: PersonFields, made: Act) -> None:
    """What the act changes, done before it is kept: cut off in between, it is done again and changes nothing more."""
    match made.kind:
        case ActKind.RELEVANT | ActKind.NOT_RELEVANT:
            give_verdict(house, _verdict(made))
        case ActKind.TAKE_BACK:
            take_back(house, int(made.value), "" if person.role == "admin" else person.id)
        case ActKind.SPLIT | ActKind.MERGE:
            arrange(house, made)
        case ActKind.DECIDE:
            carry_out(house, made)
        case _:
            pass


def _verdict(made: Act) -> Feedback:
    document_id = made.subject.removeprefix("document:")
    return Feedback(document_id, made.value or None, made.kind is ActKind.RELEVANT, made.person_id, made.at, made.reason)


def voices_of(house: House, language: str = "en") -> "Voices":
    """How acts are told here: by the names of policywatch.yaml and uses.yaml, in the company's zone."""
    from alerts.render.acts import Voices
    from alerts.render.card import Looks

    people = {person.id: person.name or person.id for person in house.config.settings.people}
    uses = {use.id: use.name for use in house.config.uses}
    return Voices(Looks(house.config.settings.zone, language, house.config.language_folders), people, uses)
