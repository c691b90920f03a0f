"""Slack's Socket Mode on loopback: envelopes, acknowledgements and every way in which a connection ends.

What is not acknowledged is sent again on another connection, as Slack does; ``acks`` is the oracle of what was answered.
"""

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from policywatch.testing.slack_wire import reset


@dataclass(frozen=True, slots=True)
class Ack:
    """One acknowledgement."""

    envelope_id: str
    #: what was sent back with it
    payload: Mapping[str, Any]
    #: seconds since the envelope was first sent
    took_s: float


@dataclass
class Sockets:
    """The websocket side of a workspace."""

    #: more connections than this are refused
    most: int = 10
    #: reasons with which the next connections are ended right after they opened, one by one
    refuse: deque[str] = field(default_factory=deque)
    #: how often a connection was opened
    opened: int = 0
    acks: list[Ack] = field(default_factory=list)
    #: acknowledgements that are lost on their way: the envelope comes again
    lose_acks: int = 0
    _connections: list[web.WebSocketResponse] = field(default_factory=list)
    _requests: list[web.Request] = field(default_factory=list)
    _waiting: dict[str, asyncio.Future[Mapping[str, Any]]] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def connected(self) -> int:
        return len(self._connections)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection until it ends."""
        connection = web.WebSocketResponse(heartbeat=30)
        await connection.prepare(request)
        self.opened += 1
        reason = self.refuse.popleft() if self.refuse else "too_many_websockets" if len(self._connections) >= self.most else ""
        if reason:
            await connection.send_json({"type": "disconnect", "reason": reason})
            await connection.close()
            return connection
        self._connections.append(connection)
        self._requests.append(request)
        await connection.send_json({"type": "hello", "num_connections": len(self._connections), "connection_info": {"app_id": "A1"}})
        try:
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    self._answered(json.loads(message.data))
        finally:
            self._connections.remove(connection)
            self._requests.remove(request)
        return connection

    def _answered(self, answer: Mapping[str, Any]) -> None:
        waiting = self._waiting.get(str(answer.get("envelope_id")))
        if self.lose_acks:
            self.lose_acks -= 1
        elif waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or {})

    async def send(self, kind: str, payload: Mapping[str, Any], *, again_s: float = 3.0, tries: int = 4) -> Ack | None:
        """One envelope to one connection, again where no acknowledgement comes; ``None`` when none ever came."""
        envelope_id = f"e{next(self._numbers)}"
        waiting = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        envelope = {"type": kind, "envelope_id": envelope_id, "payload": payload, "accepts_response_payload": True}
        began = time.monotonic()
        for attempt in range(tries):
            await self._to_one({**envelope, **({"retry_attempt": attempt, "retry_reason": "timeout"} if attempt else {})})
            try:
                answer = await asyncio.wait_for(asyncio.shield(waiting), again_s)
            except TimeoutError:
                continue
            self.acks.append(Ack(envelope_id, answer, time.monotonic() - began))
            return self.acks[-1]
        return None

    async def _to_one(self, envelope: Mapping[str, Any]) -> None:
        await self.until_connected()
        await self._connections[next(self._numbers) % len(self._connections)].send_json(envelope)

    async def until_connected(self, count: int = 1, within_s: float = 20.0) -> None:
        """Waits until so many connections stand; raises TimeoutError."""
        async with asyncio.timeout(within_s):
            while len(self._connections) < count:
                await asyncio.sleep(0.01)

    async def disconnect(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Ends every connection as Slack does, by a message that says why."""
        for connection in list(self._connections):
            await connection.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "test"}})
            if close:
                await connection.close()

    def break_off(self) -> None:
        """Ends every connection without a word."""
        for request in list(self._requests):
            reset(request)
