"""What surrounds every route: the headers that keep a browser from doing anything unasked, a limit of size, and one line of log.

The line names the route, never the address: addresses hold tokens.
"""

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

#: Slack, the largest sender, stays far below
MOST_BYTES = 1_000_000
#: a body that has not come by then will not come
BODY_TIMEOUT_S = 20.0

HEADERS = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "strict-transport-security": "max-age=31536000",
    "x-robots-tag": "noindex, nofollow",
}
_RAW = [(name.encode(), value.encode()) for name, value in HEADERS.items()]


class TooLarge(Exception):
    """The body is larger than any of ours."""


class Shell:
    """ASGI middleware around the whole app."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        answer = _Answer(scope, send, monotonic())
        try:
            body = await asyncio.wait_for(_whole(receive), BODY_TIMEOUT_S)
        except TooLarge:
            return await _short(answer, 413)
        except TimeoutError:
            return await _short(answer, 408)
        try:
            await self.app(scope, _replayed(body, receive), answer.send)
        except Exception as error:  # noqa: BLE001 - the one boundary of a request: what broke is told to the log by its kind alone
            log.error("web_error", error=type(error).__name__, route=answer.route)
            if not answer.started:
                await _short(answer, 500)


async def _whole(receive: "Receive") -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BYTES:
            raise TooLarge
        if not message.get("more_body"):
            return b"".join(parts)


def _replayed(body: bytes, receive: "Receive") -> "Receive":
    given = False

    async def replay() -> "Message":
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _short(answer: "_Answer", status: int) -> None:
    await answer.send({"type": "http.response.start", "status": status, "headers": [(b"connection", b"close")]})
    await answer.send({"type": "http.response.body", "body": b""})


class _Answer:
    """Adds the headers and says what was answered."""

    def __init__(self, scope: "Scope", send: "Send", began: float) -> None:
        self._scope, self._send, self._began = scope, send, began
        #: whether the caller has the status already
        self.started = False

    @property
    def route(self) -> str:
        """The route as it is written, without what a caller put into it."""
        return str(getattr(self._scope.get("route"), "path", ""))

    async def send(self, message: "Message") -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message = {**message, "headers": _with_ours(message.get("headers", ()))}
            self._say(message["status"])
        await self._send(message)

    def _say(self, status: int) -> None:
        took_ms = round((monotonic() - self._began) * 1000)
        log.info("answered", method=self._scope["method"], route=self.route, status=status, took_ms=took_ms)


def _with_ours(given: Any) -> list[tuple[bytes, bytes]]:
    """A route may set a header of ours itself, such as the policy of a page with a style."""
    theirs = {name.lower() for name, _ in given}
    return [*given, *(pair for pair in _RAW if pair[0] not in theirs)]
