"""A catcher of webhooks on loopback: keeps every request whole and answers as told, or breaks off after it has come."""

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Caught:
    """One request as it came."""

    method: str
    path: str
    #: header names in lower case
    headers: Mapping[str, str]
    body: bytes


@dataclass
class FakeWebhook:
    """``async with FakeWebhook() as hook:`` listens at ``hook.url``."""

    #: answers used up one by one: status, headers, body; afterwards 200 ``ok``
    answers: deque[tuple[int, Mapping[str, str], str]] = field(default_factory=deque)
    #: used up one by one after a request was caught: ``reset``, ``close``, ``slow``; empty behaves
    faults: deque[str] = field(default_factory=deque)
    slow_s: float = 3.0
    caught: list[Caught] = field(default_factory=list)
    url: str = ""
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> "FakeWebhook":
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.caught.append(Caught(request.method, request.path_qs, headers, await request.read()))
        fault = self.faults.popleft() if self.faults else ""
        if fault:
            await misbehave(request, fault, self.slow_s)
        status, extra, body = self.answers.popleft() if self.answers else (200, {}, "ok")
        return web.Response(status=status, headers=dict(extra), text=body)


async def misbehave(request: web.Request, fault: str, slow_s: float) -> None:
    """``slow`` lets the answer wait; ``reset`` and ``close`` end the connection without one."""
    if fault == "slow":
        await asyncio.sleep(slow_s)
        return
    transport = request.transport
    if transport is None:
        return
    if fault == "reset":
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
    raise ConnectionResetError("broken off on purpose")
