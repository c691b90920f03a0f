"""What a fake Slack reads from the wire, and the ways in which it breaks an answer."""

import json
import socket
import struct
from typing import Any

from aiohttp import web


async def arguments_of(request: web.Request) -> dict[str, Any]:
    """The arguments of a call, from query, JSON or form."""
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        found |= await request.json()
    elif request.can_read_body:
        found |= {key: _decoded(str(value)) for key, value in (await request.post()).items()}
    return found


def _decoded(value: str) -> Any:
    """Form bodies carry blocks and metadata as JSON text."""
    if value[:1] not in "[{":
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def reset(request: web.Request) -> web.Response:
    """Breaks the connection with RST, as a crashing peer does."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def truncated(request: web.Request) -> web.StreamResponse:
    """Promises more than it sends."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "400"})
    await response.prepare(request)
    await response.write(b'{"ok": true, "ts"')
    if request.transport is not None:
        request.transport.close()
    return response
