"""Runs the app on the loop of the service: the same process, the same signals, its own socket."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from app.web.app import make_app
from app.web.current import Current
from policywatch.config.models import WebBlock
from policywatch.errors import UsageError

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

log = structlog.get_logger()

_BACKLOG = 128
#: how long a request under way may take to end when the service stops
_STOP_S = 5


def listen(web: WebBlock) -> socket.socket:
    """The listening socket; raises UsageError when the address cannot be had, before anything else starts."""
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    try:
        return socket.create_server((web.host, web.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        why = error.strerror or error
        raise UsageError(f"web: cannot listen on {web.host} port {web.port} ({why}): name another host or port under 'web'") from error


@asynccontextmanager
async def serving(current: Current, web: WebBlock) -> AsyncIterator[int]:
    """Serves while the block runs, and yields the port."""
    opened = listen(web)
    port: int = opened.getsockname()[1]
    app = make_app(current)
    server = _server(app)
    task = asyncio.create_task(server.serve(sockets=[opened]), name="web")
    log.info("web_listening", host=web.host, port=port)
    try:
        yield port
    finally:
        server.should_exit = True
        await task
        opened.close()
        for close in app.state.closing:
            await close()


def _server(app: "FastAPI") -> "uvicorn.Server":
    import uvicorn

    class OurSignals(uvicorn.Server):
        """uvicorn would take SIGTERM for itself and end before the work under way; the service tells it when to stop."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=200,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_STOP_S,
    )
    return OurSignals(config)
