"""The server API of Lanying IM: calls whose failure hides in HTTP 200, and what each code means for a message.

The contract is the service's Swagger file. Three hosts are documented, one of them over plain http; the address comes from
the console and is https here, always.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator

from alerts.posting import Answer, Poster, endpoint_problem, refusal
from alerts.render.event import compact
from policywatch.errors import PolicywatchError
from policywatch.scalars import fault
from policywatch.secrets import Secret
from policywatch.types import Ambiguous, NeedsReview, Parked, Result, Retry

TEXT, FILE = 0, 4
TO_USER, TO_GROUP = 1, 2
#: how a conversation is read back
_PAGE, _PAGES = 100, 50


class Account(BaseModel):
    """An app of Lanying IM, and as whom we speak."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    api_endpoint: str = Field(
        description="API address from the console, such as `https://s-1-3-s-api.maximtop.cn`; https unless it is this machine."
    )
    app_id: str = Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_-]+$", description="Id of the app.")
    access_token: Secret = Field(description="Admin token of the app.")
    from_user: int = Field(ge=1, lt=2**63, description="Id of the user in whose name messages are sent.")

    @field_validator("api_endpoint")
    @classmethod
    def _safe(cls, url: str) -> str:
        problem = endpoint_problem(url)
        if problem:
            raise fault("is refused: {problem}", problem=problem.replace("the address of the channel", "the address"))
        return url.rstrip("/")


class CodeClass(StrEnum):
    """What a code inside an answer means."""

    RETRY = "retry"
    AUTH = "auth"
    ROUTE = "route"
    REVIEW = "review"


_MEMBERS: Mapping[CodeClass, tuple[int, ...]] = {
    CodeClass.RETRY: (20000, 10009, 20006),
    CodeClass.AUTH: (10003, 10008, 40000, 30021, 30022, 30023),
    CodeClass.ROUTE: (10000, 10006, 10010, 20001, 20002, 20011, 20012, 20013),
    CodeClass.REVIEW: (10002, 12002, 12005, 12006),
}
CODES: Mapping[int, CodeClass] = {code: kind for kind, codes in _MEMBERS.items() for code in codes}

_TODO = {
    CodeClass.AUTH: "put a valid app id and admin token into the configuration",
    CodeClass.ROUTE: "check the receiver's id and that the sender may write there",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer."""

    data: Any
    msg_ids: tuple[int, ...] = ()


def transaction_id(delivery_id: str) -> int:
    """The first 63 bits of the id's sha256: by it the service drops a repeat that comes soon after."""
    return int.from_bytes(hashlib.sha256(delivery_id.encode()).digest()[:8], "big") >> 1


def message_body(
    account: Account, target: int, kind: int, delivery_id: str, content: str, ext: Mapping[str, Any], **more: Any
) -> dict[str, Any]:
    """The body of ``/message/send`` for one receiver; ``ext`` is a JSON string there."""
    return {
        "from_user_id": account.from_user,
        "targets": [target],
        "type": kind,
        "content_type": TEXT,
        "content": content,
        "ext": compact(ext).decode(),
        "transaction_id": transaction_id(delivery_id),
        **more,
    }


@dataclass(slots=True)
class Client:
    """Calls of one account."""

    account: Account
    env: Mapping[str, str] | None = field(default=None, repr=False)
    proxy: str | None = None
    poster: Poster = field(default_factory=Poster)

    def __post_init__(self) -> None:
        self.poster.proxy = self.proxy

    async def call(
        self, method: str, path: str, now: datetime, *, query: Mapping[str, Any] | None = None, body: Any = None, user_id: int | None = None
    ) -> Reply | Result:
        """One call; raises SecretMissing when the token is not set. ``user_id`` acts as that user, which an admin token may."""
        headers = {"app_id": self.account.app_id, "access-token": self.account.access_token.reveal(self.env).strip()}
        if user_id is not None:
            headers["user_id"] = str(user_id)
        if body is not None:
            headers["content-type"] = "application/json"
        url = self.account.api_endpoint + path + (f"?{urlencode(query)}" if query else "")
        answer = await self.poster.request(method, url, body=None if body is None else compact(body), headers=headers)
        return judged(answer, now) if isinstance(answer, Answer) else answer

    async def send(self, body: Mapping[str, Any], now: datetime) -> Reply | Result:
        """Sends one message."""
        return await self.call("POST", "/message/send", now, body=body)

    async def close(self) -> None:
        await self.poster.close()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What ``reader`` and ``opposite`` (a user or a group) wrote to each other, as the server keeps it."""

    client: Client
    opposite: int
    reader: int

    async def page(self, start: int, limit: int, now: datetime) -> Reply | Result:
        """Messages from id ``start`` back, the newest first; 0 starts with the newest."""
        query = {"opposite_id": self.opposite, "msg_id_start": start, "limit": limit}
        return await self.client.call("GET", "/message/conversation", now, query=query, user_id=self.reader)

    async def messages(self, since: datetime, now: datetime) -> AsyncIterator[dict[str, Any]]:
        """The messages, newest first, back to ``since``. Raises LookupError when it cannot be told."""
        start = 0
        for _ in range(_PAGES):
            try:
                reply = await self.page(start, _PAGE, now)
            except PolicywatchError as error:
                raise LookupError(str(error)) from error
            if not isinstance(reply, Reply) or not isinstance(reply.data, dict):
                raise LookupError(getattr(reply, "reason", "Lanying answered without messages"))
            messages = [one for one in reply.data.get("messages") or () if isinstance(one, dict)]
            for message in messages:
                yield message
            oldest = min((_sent_ms(message) for message in messages), default=0.0)
            start = int(reply.data.get("next_msg_id") or 0)
            if not messages or not start or reply.data.get("is_last") or oldest < since.timestamp() * 1000:
                return
        raise LookupError(f"more than {_PAGES * _PAGE} messages since the first attempt")

    async def check(self) -> str:
        """Looks at the newest message and sends nothing; what is wrong, or nothing."""
        try:
            reply = await self.page(0, 1, datetime.now().astimezone())
        except PolicywatchError as error:
            return str(error)
        return "" if isinstance(reply, Reply) else getattr(reply, "reason", "Lanying could not be asked")


def _sent_ms(message: Mapping[str, Any]) -> float:
    stamp = message.get("timestamp")
    return float(stamp) if isinstance(stamp, int | float) else float("inf")


def judged(answer: Answer, now: datetime) -> Reply | Result:
    """Success is HTTP 200 with code 200 in its body; everything else is not."""
    trouble = refusal(answer, now, "Lanying")
    if trouble is not None:
        return trouble
    told = answer.object()
    code = told.get("code") if told is not None else None
    if told is None or isinstance(code, bool) or not isinstance(code, int):
        return Ambiguous(f"Lanying answered HTTP {answer.status} without a code")
    if code == 200 and answer.status == 200:
        ids = told.get("msg_ids")
        return Reply(told.get("data"), tuple(one for one in ids if isinstance(one, int)) if isinstance(ids, list) else ())
    kind = CODES.get(code, CodeClass.REVIEW)
    reason = f"Lanying answered code {code}" + (f": {_TODO[kind]}" if kind in _TODO else "")
    match kind:
        case CodeClass.RETRY:
            return Retry(None, reason)
        case CodeClass.AUTH | CodeClass.ROUTE:
            return Parked(reason)
        case _:
            return NeedsReview(reason)
