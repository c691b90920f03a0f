"""Posts each message to a Slack channel through a bot token.

Slack has no key by which it would drop a repeat. So a message carries its delivery id as metadata, and a send of unknown fate
is looked up in the channel's history before anything is sent again.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.render.card import Looks, material
from alerts.render.slack import Scene, payload, renewed, repeat, retracted, succeeding, text_only
from alerts.slack.errors import UPDATE_LOST, ErrorClass
from alerts.slack.workspace import Answer, Workspace, account_key, workspace_of
from alerts.standing import Standing
from policywatch.errors import PolicywatchError
from policywatch.scalars import fault
from policywatch.secrets import Secret
from policywatch.types import Ambiguous, Delivery, Gone, Message, MessageKind, NeedsReview, Parked, Receipt, Result, Retry, Sent

CAPABILITIES = Capabilities(read_back=True, update=True, thread=True, pace_s=1.0, grace_s=60.0)

#: how far before the first send a look-up starts, for clocks that differ
_BEFORE_S = 120.0
_PAGE = 200
_PAGES = 50


class Options(BaseModel):
    """Where to post, and as whom."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: Secret = Field(description="Bot token (`xoxb-...`) with the scopes chat:write, channels:history and groups:history.")
    channel: str = Field(min_length=1, max_length=80, description="Id of the channel, such as `C0123456789`; the app must be a member.")
    base_url: str = Field(
        default="https://slack.com/api/",
        description="Another Slack API, for tests and gateways; ends in `/`, https unless it is this machine.",
    )
    grace_s: float = Field(default=60.0, ge=0.0, le=3600.0, description="Seconds before a message of unknown fate is looked up.")
    app_token: Secret | None = Field(
        default=None, description="App token (`xapp-...`) with connections:write, for Socket Mode; with it messages carry buttons."
    )
    signing_secret: Secret | None = Field(
        default=None, description="Signing secret, where Slack calls us over HTTP instead; with it messages carry buttons too."
    )
    language: Literal["en", "zh-Hans"] = Field(default="en", description="Language of the message's own words.")

    @field_validator("base_url")
    @classmethod
    def _safe(cls, url: str) -> str:
        parts = urlsplit(url)
        loopback = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
            raise fault("must be https unless it is this machine: write https://…/")
        if not url.endswith("/"):
            raise fault("must end in '/': write https://slack.com/api/")
        return url


class Slack:
    """One channel of a workspace."""

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self.channel_id = channel_id
        self.capabilities = replace(CAPABILITIES, grace_s=options.grace_s)
        self.proven = False
        self._options, self._context = options, context
        self._looks = Looks(context.zone, options.language)
        self._workspace: Workspace | None = None
        #: the channel's id as Slack told it, when the options hold a name
        self._remote = ""
        #: by place, the last look: when, since when, and what stood there
        self._looks_at: dict[tuple[str, ...], tuple[datetime | None, datetime, Mapping[str, str]]] = {}

    @property
    def account(self) -> str:
        """The workspace as the token sees it: what an authorisation error concerns; empty without a token."""
        try:
            return account_key(self._options.token.reveal(self._context.env or None), self._options.base_url)
        except PolicywatchError:
            return ""

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        """Posts a message, in the thread of what it answers; a renewal takes the place of a first message that cannot be changed."""
        if delivery.kind is MessageKind.RENEWAL:
            return await self._succeed(delivery, now)
        answer = await self._post(delivery, self._payload(delivery, now), now)
        if answer.kind is ErrorClass.BUG:
            # surely not stored, and a person is still waiting: once more in words alone
            plain_answer = await self._post(delivery, text_only(delivery.message, self._looks, now, delivery.id), now)
            if plain_answer.kind is ErrorClass.BUG:
                return NeedsReview(f"{answer.reason}; as text alone: {plain_answer.reason}")
            answer = plain_answer
        return self._result(answer, now)

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        """Looks into the thread where it may be a reply, and into the channel, where it is when the thread was lost."""
        since = (delivery.first_sent_at or delivery.created_at or now) + timedelta(seconds=self._skew() - _BEFORE_S)
        parent = delivery.parent_receipt
        if parent and parent.remote_id:
            where = {"channel": parent.remote_channel or self._options.channel, "ts": parent.remote_id}
            there = await self._look("conversations.replies", where, since, now)
            if delivery.id in there:
                return Receipt(there[delivery.id], where["channel"], now)
        where = {"channel": self._remote or self._options.channel}
        there = await self._look("conversations.history", where, since, now)
        return Receipt(there[delivery.id], where["channel"], now) if delivery.id in there else None

    async def _look(self, method: str, where: dict[str, str], since: datetime, now: datetime) -> Mapping[str, str]:
        """Where our messages since then are, by delivery id; deliveries that are looked for at one instant share one look."""
        key = (method, *where.values())
        seen_at, seen_since, seen = self._looks_at.get(key, (None, since, {}))
        if seen_at != now or seen_since > since:
            found = [message async for message in self._messages(method, where, since, now, absent="thread_not_found")]
            # the newest come first in a channel: of a repeat the earlier one is taken
            seen = {self._delivery_id(one): str(one["ts"]) for one in sorted(found, key=lambda one: -float(one["ts"]))}
            self._looks_at[key] = (now, since, seen)
        return seen

    async def heal(self, since: datetime, threads: Sequence[Receipt], now: datetime) -> int:
        """Deletes repeats that a store later than the grace left behind, the later ones; one that cannot be deleted is marked.

        Raises LookupError when the channel cannot be looked through now.
        """
        here = {"channel": self._remote or self._options.channel}
        found = [message async for message in self._messages("conversations.history", here, since, now)]
        for one in threads:
            where = {"channel": one.remote_channel or here["channel"], "ts": one.remote_id}
            found += [reply async for reply in self._messages("conversations.replies", where, since, now, absent="thread_not_found")]
        first: dict[str, str] = {}
        healed = 0
        for message in sorted(found, key=lambda one: float(one["ts"])):
            delivery_id, ts = self._delivery_id(message), str(message["ts"])
            if delivery_id and first.setdefault(delivery_id, ts) != ts:
                healed += await self._take_away({**here, "ts": ts}, now)
        return healed

    async def _take_away(self, where: dict[str, str], now: datetime) -> bool:
        answer = await self._call("chat.delete", where, now)
        if not answer.ok and answer.code != "message_not_found":
            answer = await self._call("chat.update", {**where, **repeat(self._looks)}, now)
        return answer.ok

    async def redraw(self, delivery: Delivery, newest: Message, standing: Standing, now: datetime) -> Result | Gone:
        """Shows in a sent message what stands now: the newest that was told in its place, and what people made of it.

        The same update made twice is the same message, so that one of unknown fate is simply made again.
        """
        if delivery.receipt is None or not delivery.receipt.remote_id:
            return NeedsReview("only a message that was sent can be drawn again")
        where = {"channel": delivery.receipt.remote_channel or self._options.channel, "ts": delivery.receipt.remote_id}
        scene = self._scene(standing)
        if standing.retracted:
            state = retracted(newest, standing.retracted_because, self._looks, delivery.id, scene)
        else:
            news = newest.alert_id != delivery.message.alert_id
            state = renewed(newest, self._looks, now, delivery.id, scene, news=news)
        answer = await self._call("chat.update", {**where, **state}, now)
        if answer.code in UPDATE_LOST:
            return Gone(answer.reason)
        return self._result(answer, now)

    async def check(self) -> Finding:
        now = datetime.now().astimezone()
        answer = await self._call("auth.test", {}, now)
        if not answer.ok:
            return Finding(False, answer.reason)
        history = await self._call("conversations.history", {"channel": self._options.channel, "limit": "1"}, now, form=True)
        if not history.ok:
            return Finding(False, f"the token works, but messages could not be looked up in {self._options.channel}: {history.reason}")
        return Finding(True, f"posts to {self._options.channel} of {answer.data.get('team', 'the workspace')}")

    async def close(self) -> None:
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            workspace.users -= 1
            if workspace.users <= 0:
                await workspace.close()

    def _payload(self, delivery: Delivery, now: datetime) -> dict[str, Any]:
        reply = delivery.parent_receipt is not None and not delivery.summary_id
        return payload(delivery.message, self._looks, now, delivery.id, self._scene(reply=reply))

    def _scene(self, standing: Standing | None = None, *, reply: bool = False) -> Scene:
        interactive = bool(self._options.app_token or self._options.signing_secret)
        return Scene(interactive, reply, standing or Standing(), self._context.people, self._context.handles)

    async def _succeed(self, delivery: Delivery, now: datetime) -> Result:
        """Posts a first message anew, with a link to where it was."""
        old, before = delivery.parent_receipt, ""
        if old and old.remote_id:
            answer = await self._call("chat.getPermalink", {"channel": old.remote_channel, "message_ts": old.remote_id}, now, form=True)
            before = str(answer.data.get("permalink") or "") if answer.ok else ""
        made = succeeding(delivery.message, self._looks, now, delivery.id, self._scene(), before=before)
        return self._result(await self._call("chat.postMessage", {"channel": self._options.channel, **made}, now), now)

    async def _post(self, delivery: Delivery, arguments: dict[str, Any], now: datetime) -> Answer:
        self._looks_at.clear()
        where: dict[str, Any] = {"channel": self._options.channel}
        parent = delivery.parent_receipt
        if parent and parent.remote_id:
            where = {"channel": parent.remote_channel or self._options.channel, "thread_ts": parent.remote_id}
            if not delivery.summary_id and material(delivery.message):
                where["reply_broadcast"] = True
        return await self._call("chat.postMessage", {**where, **arguments}, now)

    def _result(self, answer: Answer, now: datetime) -> Result:
        if answer.ok:
            self._remote = str(answer.data.get("channel") or self._options.channel)
            ts = str(answer.data.get("ts") or "")
            return Sent(Receipt(ts, self._remote, now)) if ts else Ambiguous("Slack answered ok without a message id")
        match answer.kind:
            case None:
                return Retry(None, answer.reason)
            case ErrorClass.RATE:
                return Retry(answer.after_s, answer.reason)
            case ErrorClass.AMBIGUOUS:
                return Ambiguous(answer.reason)
            case ErrorClass.ROUTE:
                return Parked(answer.reason)
            case ErrorClass.AUTH:
                return Parked(answer.reason, account=True)
            case _:
                return NeedsReview(answer.reason)

    async def _messages(
        self, method: str, where: dict[str, str], since: datetime, now: datetime, *, absent: str = ""
    ) -> AsyncIterator[dict[str, Any]]:
        """The messages since then, page by page; the error ``absent`` means none. Raises LookupError when Slack cannot tell."""
        arguments = {**where, "oldest": f"{since.timestamp():.6f}", "include_all_metadata": "true", "limit": str(_PAGE)}
        for _ in range(_PAGES):
            answer = await self._call(method, arguments, now, form=True)
            if absent and answer.code == absent:
                return
            if not answer.ok:
                raise LookupError(answer.reason)
            for message in answer.data.get("messages") or ():
                yield message
            cursor = (answer.data.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
            arguments["cursor"] = str(cursor)
        raise LookupError(f"more than {_PAGES * _PAGE} messages since the first attempt")

    def _delivery_id(self, message: dict[str, Any]) -> str:
        """The delivery id that a message carries; empty when it is none of ours."""
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") != "policywatch_alert":
            return ""
        found = str((metadata.get("event_payload") or {}).get("delivery_id") or "")
        self.proven = self.proven or bool(found)
        return found

    async def _call(self, method: str, arguments: dict[str, Any], now: datetime, *, form: bool = False) -> Answer:
        try:
            workspace = self._open()
        except PolicywatchError as error:
            return Answer(False, kind=ErrorClass.AUTH, reason=str(error))
        return await workspace.call(method, arguments, now, form=form)

    def _open(self) -> Workspace:
        if self._workspace is None:
            token = self._options.token.reveal(self._context.env or None)
            self._workspace = workspace_of(self._context, token, self._options.base_url)
        return self._workspace

    def _skew(self) -> float:
        return self._workspace.skew_s if self._workspace else 0.0


KIND = Slack
