"""What all channels of one Slack workspace share in a run: one client, one circuit, one lane per method.

An authorisation error concerns the whole workspace, so one call opens the circuit for all its channels. A rate limit
concerns one method of the workspace. The SDK retries a reset connection by itself, which posts the message twice; so every
client here has no retry handlers, and retries belong to the outbox alone.
"""

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from alerts.base import ChannelContext
from alerts.slack.errors import ErrorClass, classify, explain, retry_after_s

if TYPE_CHECKING:
    import aiohttp
    from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT_S = 20.0
CONNECT_S = 5.0
#: a peer that closes an idle pooled connection looks ambiguous; short keepalive makes that rare
KEEPALIVE_S = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one call."""

    ok: bool
    data: Mapping[str, Any] = field(default_factory=dict)
    #: ``None`` when ok, or when surely nothing was sent
    kind: ErrorClass | None = None
    reason: str = ""
    code: str = ""
    #: seconds to wait before this method may be called again
    after_s: float | None = None

    @property
    def not_sent(self) -> bool:
        """No byte reached Slack."""
        return not self.ok and self.kind is None


class Workspace:
    """One workspace as one token sees it."""

    def __init__(self, token: str, base_url: str, proxy: str | None) -> None:
        self._token, self._base_url, self.proxy = token, base_url, proxy
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None
        #: why nothing may be sent until an admin has acted
        self.circuit = ""
        #: by method: not to be called before
        self._waits: dict[str, datetime] = {}
        #: seconds that the server's clock is ahead of ours
        self.skew_s = 0.0
        #: what the token may do, as far as an answer has said it
        self.scopes: frozenset[str] = frozenset()
        self.users = 0

    async def call(self, method: str, arguments: Mapping[str, Any], now: datetime, *, form: bool = False) -> Answer:
        """One request, never repeated; every failure is an Answer."""
        if self.circuit:
            return Answer(False, kind=ErrorClass.AUTH, reason=self.circuit)
        wait_until = self._waits.get(method)
        if wait_until and wait_until > now:
            left = (wait_until - now).total_seconds()
            return Answer(False, kind=ErrorClass.RATE, reason=f"Slack asked to wait with {method}", code="ratelimited", after_s=left)
        answer = await self._request(method, arguments, now, form=form)
        if answer.kind is ErrorClass.AUTH:
            self.circuit = answer.reason
        if answer.kind is ErrorClass.RATE:
            self._waits[method] = now + timedelta(seconds=answer.after_s or 1.0)
        return answer

    async def _request(self, method: str, arguments: Mapping[str, Any], now: datetime, *, form: bool) -> Answer:
        import aiohttp
        from slack_sdk.errors import SlackApiError, SlackClientError

        payload: dict[str, Any] = {"params": dict(arguments)} if form else {"json": dict(arguments)}
        try:
            response = await self._open().api_call(method, http_verb="GET" if form else "POST", **payload)
        except SlackApiError as error:
            return self._refused(error, now)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return Answer(False, reason=f"Slack could not be reached: {type(error).__name__}")
        except TimeoutError:
            return Answer(False, kind=ErrorClass.AMBIGUOUS, reason=f"no answer within {TIMEOUT_S:.0f} s")
        except (aiohttp.ClientError, SlackClientError, JSONDecodeError, UnicodeDecodeError) as error:
            return Answer(False, kind=ErrorClass.AMBIGUOUS, reason=f"the answer broke off: {type(error).__name__}")
        self._set_clock(response.headers, now)
        self.scopes = frozenset(filter(None, re.split(r"[,\s]+", _header(response.headers, "x-oauth-scopes") or ""))) or self.scopes
        data = response.data if isinstance(response.data, dict) else {}
        return Answer(True, data=data)

    def _refused(self, error: Any, now: datetime) -> Answer:
        """An answer that is not ok; the SDK hands back anything from its own response to a raw one."""
        response = error.response
        status = getattr(response, "status_code", None) or getattr(response, "status", None) or 200
        headers = getattr(response, "headers", None) or {}
        self._set_clock(headers, now)
        data = getattr(response, "data", response)
        code = str(data.get("error") or "") if isinstance(data, dict) else ""
        if status == 429 or classify(code) is ErrorClass.RATE:
            asked = retry_after_s(_header(headers, "retry-after"), now)
            return Answer(False, kind=ErrorClass.RATE, reason=explain(code or "ratelimited"), code=code or "ratelimited", after_s=asked)
        if status >= 500 or not code:
            return Answer(
                False,
                kind=ErrorClass.AMBIGUOUS,
                reason=f"Slack answered HTTP {status}" + (f" '{code}'" if code else " that is not JSON"),
                code=code,
            )
        detail = _detail(data)
        return Answer(False, data=data, kind=classify(code), reason=explain(code) + (f" ({detail})" if detail else ""), code=code)

    def _set_clock(self, headers: Any, now: datetime) -> None:
        stamp = _header(headers, "date")
        if not stamp:
            return
        try:
            self.skew_s = parsedate_to_datetime(stamp).timestamp() - now.timestamp()
        except ValueError:
            return

    def _open(self) -> "AsyncWebClient":
        if self._client is None:
            import aiohttp
            from slack_sdk.web.async_client import AsyncWebClient

            # the client's own timeout is dead once a session is given, so it stands on the session
            timeout = aiohttp.ClientTimeout(total=TIMEOUT_S, connect=CONNECT_S)
            connector = aiohttp.TCPConnector(keepalive_timeout=KEEPALIVE_S)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=connector)
            # at DEBUG the SDK logs whole messages
            logger = logging.getLogger("alerts.slack.sdk")
            logger.setLevel(logging.INFO)
            self._client = AsyncWebClient(
                token=self._token, base_url=self._base_url, retry_handlers=[], session=self._session, logger=logger
            )
            # the SDK takes a proxy from the environment and ignores NO_PROXY; ours comes from the configuration alone
            self._client.proxy = self.proxy
        return self._client

    async def close(self) -> None:
        """Closes the session; the next call opens a new one."""
        session, self._session, self._client = self._session, None, None
        if session is not None:
            await session.close()


def account_key(token: str, base_url: str) -> str:
    """A name for a workspace as one token sees it, which does not tell the token."""
    return "slack:" + hashlib.sha256(f"{base_url}\x1f{token}".encode()).hexdigest()


def workspace_of(context: ChannelContext, token: str, base_url: str) -> Workspace:
    """The workspace of a token, the same for all channels of one run."""
    key = account_key(token, base_url)
    if key not in context.shared:
        loopback = base_url.startswith("http://")
        context.shared[key] = Workspace(token, base_url, None if loopback else context.proxy)
    found: Workspace = context.shared[key]
    found.users += 1
    return found


def _header(headers: Any, name: str) -> str | None:
    for key, value in dict(headers).items():
        if str(key).lower() == name:
            return str(value[0] if isinstance(value, list | tuple) else value)
    return None


def _detail(data: Mapping[str, Any]) -> str:
    """What Slack says is wrong with a payload, such as a JSON pointer; our own text, not the message's."""
    metadata = data.get("response_metadata")
    messages = metadata.get("messages") if isinstance(metadata, dict) else None
    needed = data.get("needed")
    parts = [str(one)[:200] for one in messages[:5]] if isinstance(messages, list) else []
    return "; ".join([*parts, *([f"needed scope: {needed}"] if needed else [])])
