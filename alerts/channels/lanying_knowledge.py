"""Feeds the knowledge base of a Lanying chatbot with every document that regulates AI, so that colleagues can ask the bot about it.

It needs no route: what was classified as regulating AI is pushed once, and again when it was revised. It is a channel of its own
beside ``lanying``, so that a bot that refuses documents never holds up an alert.
"""

from datetime import datetime, timedelta

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.knowledge import Fact, delivery_id_of, push
from alerts.knowledge import Options as Options
from alerts.lanying import Client, Conversation
from policywatch.types import Delivery, NeedsReview, Receipt, Result

CAPABILITIES = Capabilities(dedup_key=True, read_back=True, ordered=False, pace_s=1.0, grace_s=60.0)

#: how far before the first send a look-up goes, for clocks that differ
_BEFORE = timedelta(seconds=120)


class LanyingKnowledge:
    """One bot."""

    capabilities = CAPABILITIES

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self.channel_id = channel_id
        self.proven = False
        self._options = options
        self._client = Client(options, context.env or None, context.proxy)
        self._conversation = Conversation(self._client, options.bot, options.from_user)

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        """Takes documents alone, by ``push``."""
        return NeedsReview(f"channel '{self.channel_id}' feeds a bot and tells nobody: route this to another channel")

    async def push(self, fact: Fact, delivery: Delivery, now: datetime) -> Result:
        """Tells the bot one version of a document."""
        return await push(self._client, self._options, fact, delivery.id, now)

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        since = (delivery.first_sent_at or delivery.created_at or now) - _BEFORE
        async for message in self._conversation.messages(since, now):
            found = delivery_id_of(message)
            self.proven = self.proven or bool(found)
            if found == delivery.id:
                return Receipt(str(message.get("msg_id") or ""), f"user:{self._options.bot}", now)
        return None

    async def check(self) -> Finding:
        """Looks at the newest message to the bot; sends nothing."""
        problem = await self._conversation.check()
        return Finding(not problem, problem or f"feeds the bot {self._options.bot} and can look up what it was told")

    async def close(self) -> None:
        await self._client.close()


KIND = LanyingKnowledge
