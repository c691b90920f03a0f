"""Posts each message to a Slack channel through a bot token.

Slack has no key by which it would drop a repeat. So a message carries its delivery id as metadata, and a send of unknown fate
is looked up in the channel's history before anything is sent again.
"""

from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.render.card import Looks
from alerts.render.slack import payload, text_only
from alerts.slack.errors import ErrorClass
from alerts.slack.workspace import Answer, Workspace, workspace_of
from policywatch.errors import PolicywatchError
from policywatch.scalars import fault
from policywatch.secrets import Secret
from policywatch.types import Ambiguous, Delivery, NeedsReview, Parked, Receipt, Result, Retry, Sent

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
    app_token: Secret | None = Field(default=None, description="App token (`xapp-...`) for Socket Mode; with it messages carry buttons.")
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
        self.capabilities = Capabilities(read_back=True, update=True, thread=True, pace_s=1.0, grace_s=options.grace_s)
        self.proven = False
        self._options, self._context = options, context
        self._looks = Looks(context.zone, options.language)
        self._workspace: Workspace | None = None
        #: the channel's id as Slack told it, when the options hold a name
        self._remote = ""

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        interactive = self._options.app_token is not None
        arguments = payload(delivery.message, self._looks, now, delivery.id, interactive=interactive)
        answer = await self._post(delivery, arguments, now)
        if answer.kind is ErrorClass.BUG:
            # surely not stored, and a person is still waiting: once more in words alone
            plain_answer = await self._post(delivery, text_only(delivery.message, self._looks, now, delivery.id), now)
            if plain_answer.kind is ErrorClass.BUG:
                return NeedsReview(f"{answer.reason}; as text alone: {plain_answer.reason}")
            answer = plain_answer
        return self._result(answer, now)

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        parent = delivery.parent_receipt
        where = parent.remote_channel if parent else self._remote or self._options.channel
        since = (delivery.first_sent_at or delivery.created_at or now) + timedelta(seconds=self._skew() - _BEFORE_S)
        arguments: dict[str, Any] = {
            "channel": where,
            "oldest": f"{since.timestamp():.6f}",
            "include_all_metadata": "true",
            "limit": str(_PAGE),
        }
        if parent:
            arguments["ts"] = parent.remote_id
        method = "conversations.replies" if parent else "conversations.history"
        for _ in range(_PAGES):
            answer = await self._call(method, arguments, now, form=True)
            if not answer.ok:
                raise LookupError(answer.reason)
            found = self._look(answer, delivery.id)
            if found:
                return Receipt(found, where, now)
            cursor = (answer.data.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            arguments["cursor"] = cursor
        raise LookupError(f"more than {_PAGES * _PAGE} messages since the first attempt")

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

    async def _post(self, delivery: Delivery, arguments: dict[str, Any], now: datetime) -> Answer:
        parent = delivery.parent_receipt
        where = {"channel": self._options.channel}
        if parent and parent.remote_id:
            where = {"channel": parent.remote_channel or self._options.channel, "thread_ts": parent.remote_id}
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
            case ErrorClass.ROUTE | ErrorClass.AUTH:
                return Parked(answer.reason)
            case _:
                return NeedsReview(answer.reason)

    def _look(self, answer: Answer, delivery_id: str) -> str:
        """The id of the message that carries the delivery; empty when it is not on this page."""
        for message in answer.data.get("messages") or ():
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") != "policywatch_alert":
                continue
            known = (metadata.get("event_payload") or {}).get("delivery_id")
            self.proven = self.proven or bool(known)
            if known == delivery_id:
                return str(message["ts"])
        return ""

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
