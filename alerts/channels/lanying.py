"""Sends each message to a user or a group of Lanying IM, as text for people and as structured data for machines.

The service drops a repeat by its ``transaction_id``, but only for a short while that it does not name. So a send of unknown
fate is looked up in the conversation first, by the delivery id that every message carries in its ``ext``.
"""

import json
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.lanying import TO_GROUP, TO_USER, Account, Client, Conversation, Reply, message_body
from alerts.render.card import Looks
from alerts.render.chat import chat_text
from alerts.render.event import event
from policywatch.errors import PolicywatchError
from policywatch.scalars import fault
from policywatch.secrets import Secret
from policywatch.types import Delivery, Parked, Receipt, Result, Sent

CAPABILITIES = Capabilities(dedup_key=True, read_back=True, pace_s=1.0, grace_s=60.0)

#: no limit is published; a phone shows no more at once
MAX_TEXT_BYTES = 3_000
MAX_EXT_BYTES = 6_000
#: how far before the first send a look-up goes, for clocks that differ
_BEFORE = timedelta(seconds=120)


class Options(Account):
    """Who sends, and to whom."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to_user: int | None = Field(default=None, ge=1, lt=2**63, description="Id of the user who is told; or `to_group`.")
    to_group: int | None = Field(default=None, ge=1, lt=2**63, description="Id of the group that is told; or `to_user`.")
    language: Literal["en", "zh-Hans"] = Field(default="zh-Hans", description="Language of the message's own words.")
    callback_secret: Secret | None = Field(
        default=None, description="Shared secret of the app's callback; with it people may answer with words such as `done` or `不相关`."
    )
    callback_networks: tuple[str, ...] = Field(
        default=(), description="Networks the callback may come from, such as `203.0.113.0/24`; empty: any that knows the secret."
    )

    @field_validator("callback_networks")
    @classmethod
    def _are_networks(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for text in given:
            try:
                ip_network(text)
            except ValueError as error:
                raise fault("names no network ({why}): write one such as 203.0.113.0/24", why=error) from error
        return given

    @model_validator(mode="after")
    def _one_receiver(self) -> "Options":
        if (self.to_user is None) == (self.to_group is None):
            raise fault("needs exactly one receiver: write to_user or to_group")
        return self


class Lanying:
    """One user or group."""

    capabilities = CAPABILITIES

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self.channel_id = channel_id
        self.proven = False
        self._options, self._looks = options, Looks(context.zone, options.language)
        self._client = Client(options, context.env or None, context.proxy)
        self._target = options.to_group or options.to_user or 0
        self._kind = TO_GROUP if options.to_group else TO_USER
        self._conversation = Conversation(self._client, self._target, options.from_user)
        self._where = f"{'group' if options.to_group else 'user'}:{self._target}"

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        try:
            reply = await self._client.send(self.body(delivery, now), now)
        except PolicywatchError as error:
            return Parked(str(error))
        if not isinstance(reply, Reply):
            return reply
        return Sent(Receipt(str(reply.msg_ids[0]) if reply.msg_ids else delivery.id, self._where, now))

    def body(self, delivery: Delivery, now: datetime) -> dict[str, Any]:
        """What is posted for a delivery."""
        text = chat_text(delivery.message, self._looks, now, delivery.id, MAX_TEXT_BYTES)
        ext = json.loads(event(delivery, self._looks, now, MAX_EXT_BYTES, lambda data: {"policywatch": data}))
        return message_body(self._options, self._target, self._kind, delivery.id, text, ext)

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        since = (delivery.first_sent_at or delivery.created_at or now) - _BEFORE
        async for message in self._conversation.messages(since, now):
            if self._delivery_id(message) == delivery.id:
                return Receipt(str(message.get("msg_id") or ""), self._where, now)
        return None

    async def check(self) -> Finding:
        """Looks at the newest message of the conversation; sends nothing."""
        problem = await self._conversation.check()
        return Finding(not problem, problem or f"sends to {self._where} and can look messages up")

    async def close(self) -> None:
        await self._client.close()

    def _delivery_id(self, message: dict[str, Any]) -> str:
        """The delivery id that a message carries; empty when it is none of ours."""
        try:
            ours = json.loads(message.get("ext") or "{}")["policywatch"]["delivery_id"]
        except (ValueError, KeyError, TypeError):
            return ""
        self.proven = True
        return str(ours)


KIND = Lanying
