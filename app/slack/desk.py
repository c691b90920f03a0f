"""The desk where clicks of one Slack workspace are dealt with: who may, what it means, what is answered.

Acting is quick work on the database; drawing the message anew and answering its person are slow and come after Slack has its
acknowledgement.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from alerts.posting import Poster
from alerts.render import slack_actions as dialogs
from alerts.render.words import Words
from alerts.slack.workspace import Workspace
from app.acting import Outcome, Wish, act, act_on_alert, find_person, may, voices_of
from app.delivering import Channels
from app.house import House
from app.redrawing import redraw
from app.slack.clicks import Click, morning, private
from policywatch.config.models import PersonFields
from policywatch.errors import StoreLocked
from policywatch.types import ActKind, Receipt

if TYPE_CHECKING:
    from alerts.render.acts import Voices
    from policywatch.store import AlertRow

log = structlog.get_logger()

#: clicks that are an act by themselves
_AT_ONCE = {
    "relevant": ActKind.RELEVANT,
    "acknowledge": ActKind.ACKNOWLEDGE,
    "done": ActKind.DONE,
    "reopen": ActKind.REOPEN,
}
#: clicks that open a dialog, and dialogs that were sent
_ASKING = {
    "not_relevant": ActKind.NOT_RELEVANT,
    "assign": ActKind.ASSIGN,
    "snooze": ActKind.SNOOZE,
    "retract": ActKind.RETRACT,
    "mute_matter": ActKind.MUTE,
    "mute_source": ActKind.MUTE,
    "mute_use": ActKind.MUTE,
}
#: acts that the message itself shows, so that nothing else need be said
_SHOWN = frozenset({ActKind.ACKNOWLEDGE, ActKind.ASSIGN, ActKind.SNOOZE, ActKind.DONE, ActKind.REOPEN, ActKind.RETRACT})


@dataclass
class Desk:
    """One workspace. ``current`` answers with the house as it is configured now."""

    current: Callable[[], House]
    #: ids of the channels of policywatch.yaml that live in this workspace
    channel_ids: frozenset[str]
    workspace: Workspace
    language: str = "en"
    #: id of the workspace, once it is known
    team: str = ""
    _channels: Channels | None = None
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def house(self) -> House:
        return self.current()

    @property
    def words(self) -> Words:
        return Words(self.language)

    def voices(self) -> "Voices":
        return voices_of(self.house, self.language)

    def person(self, user: str) -> PersonFields | None:
        return find_person(self.house, slack_user=user)

    # ---- quick: before Slack's three seconds are over ------------------------------------------------------------------

    def opens(self, click: Click) -> bool:
        """Whether the click wants a dialog."""
        return click.name in _ASKING and click.fields is None

    def acts(self, click: Click) -> bool:
        """Whether the click wants an act."""
        return click.name in _AT_ONCE or (click.name in _ASKING and click.fields is not None)

    def act(self, click: Click) -> Outcome:
        """Keeps what the click asks for; blocks on the database."""
        refusal = self.stranger(click)
        if refusal:
            return Outcome(False, refusal)
        kind = _AT_ONCE.get(click.name) or _ASKING[click.name]
        person, voices = self.person(click.user), self.voices()
        try:
            wish = self._wish(kind, click)
            if kind is ActKind.MUTE:
                return act(self.house, person, wish, voices=voices)
            return act_on_alert(self.house, person, click.alert_id, wish, voices=voices)
        except ValueError:
            return Outcome(False, voices.pick("Choose a day", "请选择日期"))
        except StoreLocked:
            return Outcome(False, voices.pick("The database is busy: click again", "数据库繁忙：请再点一次"))

    def _wish(self, kind: ActKind, click: Click) -> Wish:
        given: Mapping[str, Any] = click.fields or {}
        wish = partial(Wish, kind, reason=str(given.get("reason") or ""), via="slack", request=click.request)
        if kind is ActKind.SNOOZE:
            return wish("", self._morning(given))
        if kind is ActKind.MUTE:
            return wish(self._muted(click, given), self._morning(given))
        if kind is ActKind.NOT_RELEVANT:
            return wish("", ",".join(given.get("uses") or ()))
        return wish("", str(given.get("person") or ""))

    def _morning(self, given: Mapping[str, Any]) -> str:
        return morning(given.get("days"), given.get("day"), self.house.clock(), self.house.config.settings.zone)

    def _muted(self, click: Click, given: Mapping[str, Any]) -> str:
        noun = click.name.removeprefix("mute_")
        row = self.house.store.alert(click.alert_id)
        if noun == "use":
            return f"use:{given.get('use') or ''}"
        if row is None:
            return f"{noun}:"
        return f"source:{row.source_id}" if noun == "source" else f"matter:{row.matter_id}"

    def stranger(self, click: Click) -> str:
        """Why a click is none of ours: another workspace, or a channel that was not told; empty when it is."""
        if self.team and click.team and click.team != self.team:
            return self.voices().pick("This belongs to another workspace", "此操作属于其他工作区")
        row = self.house.store.alert(click.alert_id) if click.alert_id else None
        if row is None:
            return self.voices().pick("This alert is not known here any more", "找不到此提醒")
        return "" if self._told_there(row, click.channel) else self.voices().pick("This alert was not told here", "此提醒并非发送于此")

    def _told_there(self, row: "AlertRow", channel: str) -> bool:
        """Whether the alert was told in this workspace, and the click came from where we tell: calls go to other channels too."""
        if row.channel not in self.channel_ids:
            return False
        ours = {str(getattr(one.options, "channel", "")) for one in self.house.config.settings.channels if one.id in self.channel_ids}
        return not channel or channel in ours or channel == self._receipt(row).remote_channel

    def _receipt(self, row: "AlertRow") -> Receipt:
        delivery = self.house.store.delivery(row.delivery_id) if row.delivery_id else None
        return delivery.receipt if delivery and delivery.receipt else Receipt()

    def dialog(self, click: Click) -> tuple[dict[str, Any] | None, str]:
        """The dialog that a click opens, or why it opens none."""
        refusal = self.stranger(click)
        row = self.house.store.alert(click.alert_id)
        person, kind = self.person(click.user), _ASKING[click.name]
        if refusal or row is None:
            return None, refusal
        subject = "matter:" if click.name == "mute_matter" else ""
        if person is None or not may(person, kind, subject):
            # the one door says why, in the same words as ever
            return None, act(self.house, person, Wish(kind, subject, via="slack"), voices=self.voices()).what
        return self._view(click, row), ""

    def _view(self, click: Click, row: "AlertRow") -> dict[str, Any]:
        words, carried = self.words, private(click)
        uses = {use.id: use.name for use in self.house.config.uses if use.id in row.uses}
        match click.name:
            case "not_relevant":
                return dialogs.not_relevant(carried, uses, words)
            case "assign":
                return dialogs.assign(carried, self._takers(), self._holder(row), words)
            case "snooze":
                return dialogs.snooze(carried, words)
            case "retract":
                return dialogs.retract(carried, words)
            case _:
                everyone = uses or {use.id: use.name for use in self.house.config.uses}
                return dialogs.mute(click.name.removeprefix("mute_"), carried, everyone, words)

    def _takers(self) -> dict[str, str]:
        """Who can be given a matter: whoever may mark it done."""
        people = self.house.config.settings.people
        return {one.id: one.name or one.id for one in people if may(one, ActKind.DONE)}

    def _holder(self, row: "AlertRow") -> str:
        """Who has the matter: whoever it is assigned to, else the owner of the use that it touches first."""
        from alerts.standing import standing

        assigned = standing(self.house.store.acts(subjects=[f"matter:{row.matter_id}"])).assignee
        owners = {use.id: use.owner for use in self.house.config.uses}
        owner = next((owners[use] for use in row.uses if owners.get(use)), "")
        people = self.house.config.settings.people
        return assigned or next((one.id for one in people if owner in (one.id, one.name)), "")

    # ---- slow: afterwards ----------------------------------------------------------------------------------------------

    async def after(self, click: Click, outcome: Outcome) -> None:
        """Draws what changed, and answers its person where the message does not."""
        if outcome.acts:
            await self.draw()
        if not (outcome.acts and outcome.acts[0].kind in _SHOWN and self._shows(click)):
            await self.answer(click.answer_to, outcome.what + self._undoing(outcome))

    def _shows(self, click: Click) -> bool:
        """Whether the click was on the message that shows what stands, and not on a reminder of it."""
        row = self.house.store.alert(click.alert_id)
        return row is None or row.delivery_id is None or self._shown_by(row.delivery_id, click.message)

    def _shown_by(self, delivery_id: str, ts: str) -> bool:
        delivery = self.house.store.delivery(delivery_id)
        receipts = (delivery.receipt, delivery.parent_receipt) if delivery else ()
        return not ts or any(one is not None and one.remote_id == ts for one in receipts)

    def _undoing(self, outcome: Outcome) -> str:
        muted = [one for one in outcome.acts if one.kind is ActKind.MUTE]
        return (
            self.voices().pick(f". Undo: /policywatch unmute {muted[0].subject}", f"。取消：/policywatch unmute {muted[0].subject}")
            if muted
            else ""
        )

    async def draw(self) -> None:
        """Draws every message that is outdated, in whatever channel it stands."""
        async with self._drawing:
            house = self.house
            if self._channels is None or self._channels.house is not house:
                await self._close_channels()
                self._channels = Channels(house)
            await redraw(house, self._channels)

    async def answer(self, answer_to: str, text: str) -> None:
        """Says something to the person of a click alone."""
        from alerts.render.slack import soften

        if text:
            await self.respond(answer_to, {"text": soften(text), "mrkdwn": False})

    async def respond(self, answer_to: str, payload: Mapping[str, Any]) -> None:
        """The same with blocks; an answer that does not arrive is missed by nobody but its person, and is not tried again."""
        import json

        if not answer_to:
            return
        body = {"response_type": "ephemeral", "replace_original": False, **payload}
        poster = Poster(proxy=self.house.config.settings.network.proxy)
        try:
            await poster.request("POST", answer_to, body=json.dumps(body), headers={"Content-Type": "application/json"})
        finally:
            await poster.close()

    async def learn_team(self) -> None:
        """Asks Slack which workspace this is; while it cannot be had, clicks are held against their channel alone."""
        answer = await self.workspace.call("auth.test", {}, self.house.clock())
        self.team = str(answer.data.get("team_id") or self.team)
        if not answer.ok:
            log.warning("slack_team_unknown", what=answer.reason)

    async def close(self) -> None:
        """Lets go of channels and of the workspace."""
        await self._close_channels()
        await self.workspace.close()

    async def _close_channels(self) -> None:
        channels, self._channels = self._channels, None
        if channels is not None:
            await channels.close()
