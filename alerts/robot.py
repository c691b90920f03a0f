"""What the four chat robots share: an address that is a key, a code inside the answer, and no way to ask.

A robot drops no repeats and cannot be asked what it shows. So a send of unknown fate is repeated once after the grace, with
the same short id in its footer, then a person decides. Each robot's file holds what is its own: the message's form, the
signature, the limits and the codes.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.posting import Answer, Poster, endpoint_problem, refusal
from alerts.render.card import Looks
from alerts.render.event import compact
from policywatch.errors import PolicywatchError
from policywatch.secrets import Secret
from policywatch.types import Ambiguous, Delivery, NeedsReview, Parked, Receipt, Result, Retry, Sent


class RobotOptions(BaseModel):
    """What every robot's options hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Secret = Field(description="The robot's address as the chat shows it; it holds the robot's key.")
    language: Literal["en", "zh-Hans"] = Field(default="en", description="Language of the message's own words.")


class RobotSettings(Protocol):
    """Options as this module reads them."""

    @property
    def url(self) -> Secret: ...

    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Codes:
    """What the codes of a robot's answer mean; those not named go to a person."""

    #: the answer's field, such as ``errcode``
    name: str
    #: by code: seconds to wait
    rate: Mapping[int, float] = field(default_factory=dict)
    #: by code: what to do
    parked: Mapping[int, str] = field(default_factory=dict)
    #: the service's own trouble; surely not shown
    again: frozenset[int] = frozenset()

    @property
    def named(self) -> frozenset[int]:
        """All codes whose meaning is known."""
        return frozenset(self.rate) | frozenset(self.parked) | self.again


@dataclass(frozen=True, slots=True)
class Post:
    """One request to a robot."""

    body: Mapping[str, Any]
    #: added to the address, such as a signature
    query: str = ""


class Robot(ABC):
    """A robot in a group chat; a kind gives it its form."""

    capabilities: Capabilities
    proven = False
    #: as people know the service
    name: str
    codes: Codes | None
    max_bytes: int

    def __init__(self, channel_id: str, options: RobotSettings, context: ChannelContext) -> None:
        self.channel_id = channel_id
        self._robot, self._context = options, context
        self._looks = Looks(context.zone, options.language)
        self._poster = Poster(context.proxy)

    @abstractmethod
    def post(self, delivery: Delivery, now: datetime) -> Post:
        """The request that shows a delivery. Raises SecretMissing."""

    def trouble(self, url: str) -> str:
        """What speaks against the address of this service; empty when nothing does."""
        return ""

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        try:
            url, post = self._url(), self.post(delivery, now)
        except PolicywatchError as error:
            return Parked(str(error))
        trouble = endpoint_problem(url) or self.trouble(url)
        if trouble:
            return Parked(trouble)
        raw = compact(post.body)
        if len(raw) > self.max_bytes:
            return NeedsReview(f"the message has {len(raw)} bytes of {self.max_bytes}: this is a fault of policywatch")
        if post.query:
            url += ("&" if urlsplit(url).query else "?") + post.query
        answer = await self._poster.request("POST", url, body=raw, headers={"content-type": "application/json; charset=utf-8"})
        return self.judged(answer, delivery, now) if isinstance(answer, Answer) else answer

    def judged(self, answer: Answer, delivery: Delivery, now: datetime) -> Result:
        """What an answer means: a code that is known says more than a status."""
        told = answer.object() or {}
        known = self.codes is not None and told.get(self.codes.name) in self.codes.named
        found = (None if known else refusal(answer, now, self.name)) or (self._coded(answer) if self.codes else None)
        return Sent(Receipt(delivery.id, "", now)) if found is None else found

    def _coded(self, answer: Answer) -> Result | None:
        """What the code inside means; ``None`` for success."""
        codes = self.codes or Codes("")
        told = answer.object()
        code = told.get(codes.name) if told is not None else None
        if isinstance(code, bool) or not isinstance(code, int):
            return Ambiguous(f"{self.name} answered without a code")
        reason = f"{self.name} answered code {code}"
        if code == 0:
            return None
        if code in codes.rate:
            return Retry(codes.rate[code], f"{reason}: too many messages")
        if code in codes.again:
            return Retry(None, reason)
        if code in codes.parked:
            return Parked(f"{reason}: {codes.parked[code]}")
        return NeedsReview(f"{reason}: see what it means and decide")

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        raise LookupError(f"{self.name} robots cannot be asked")

    async def check(self) -> Finding:
        """Looks at address and secrets; a robot has no harmless call."""
        try:
            url = self._url()
        except PolicywatchError as error:
            return Finding(False, str(error))
        trouble = endpoint_problem(url) or self.trouble(url) or self.missing()
        if trouble:
            return Finding(False, trouble)
        return Finding(True, f"posts to a robot at {urlsplit(url).hostname}; whether its key is valid shows with the first message")

    def missing(self) -> str:
        """Which further secret is not set; empty when none is missing."""
        return ""

    async def close(self) -> None:
        await self._poster.close()

    def _url(self) -> str:
        return self._robot.url.reveal(self._context.env or None).strip()


class SignedRobotOptions(RobotOptions):
    """Options of a robot that can check a signature."""

    secret: Secret | None = Field(default=None, description="Signing secret, when the robot's security settings ask for a signature.")


class SignedRobot(Robot):
    """A robot that can check a signature."""

    def __init__(self, channel_id: str, options: SignedRobotOptions, context: ChannelContext) -> None:
        super().__init__(channel_id, options, context)
        self._signing = options.secret

    def secret(self) -> str | None:
        """The signing secret, or ``None`` when the robot has none. Raises SecretMissing."""
        return self._signing.reveal(self._context.env or None) if self._signing else None

    def missing(self) -> str:
        try:
            self.secret()
        except PolicywatchError as error:
            return str(error)
        return ""
