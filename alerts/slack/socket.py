"""One Socket Mode connection to Slack, kept open: envelopes in, acknowledgements out.

Slack ends every connection now and then and says why. One that is to be refreshed is replaced before it is left, so that no
acknowledgement is lost; too many connections mean waiting longer each time. What was not acknowledged comes again, so that
whoever handles it must know repeats.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog

from alerts.slack.errors import ErrorClass
from alerts.slack.workspace import Answer, Workspace

if TYPE_CHECKING:
    import aiohttp

log = structlog.get_logger()

#: handles the kind and payload of an envelope; what it answers goes back with the acknowledgement
Handle = Callable[[str, Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]]

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
#: waits after "too many websockets": another process may be holding them
CROWDED_FIRST_S = 5.0
CROWDED_LONGEST_S = 300.0
#: waits after a refused token; an admin must act
REFUSED_WAIT_S = 600.0
#: Slack sends an envelope again after three seconds
ACK_S = 3.0
_PING_S = 10.0


class Socket:
    """Keeps one connection for one app; ``run`` ends when it is cancelled."""

    def __init__(
        self,
        workspace: Workspace,
        handle: Handle,
        clock: Callable[[], datetime],
        *,
        proxy: str | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        rng: random.Random | None = None,
    ) -> None:
        """``workspace`` calls with the app token."""
        self._workspace, self._handle, self._clock, self._proxy, self._sleep = workspace, handle, clock, proxy, sleep
        self._rng = rng or random.Random()
        self._session: aiohttp.ClientSession | None = None
        self._current: aiohttp.ClientWebSocketResponse | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures = 0
        self._crowded = 0

    async def run(self) -> None:
        """Connects, listens and connects again, until it is cancelled."""
        try:
            while True:
                ended = await self._once()
                wait_s = self._wait(ended)
                log.info("slack_socket_ended", why=ended, wait_s=round(wait_s, 1))
                if wait_s:
                    await self._sleep(wait_s)
        finally:
            await self._close()

    def _wait(self, ended: str) -> float:
        """Seconds before the next connection, with up to a quarter more so that many do not come back at once."""
        if ended in ("refresh_requested", "warning"):
            return 0.0
        if ended == "too_many_websockets":
            self._crowded += 1
            wait = min(CROWDED_FIRST_S * 2 ** (self._crowded - 1), CROWDED_LONGEST_S)
        elif ended == "refused":
            wait = REFUSED_WAIT_S
        else:
            self._failures += 1
            wait = min(FIRST_WAIT_S * 2 ** (self._failures - 1), LONGEST_WAIT_S)
        return float(wait * (1.0 + 0.25 * self._rng.random()))

    async def _once(self) -> str:
        """One connection until it ends; why it ended."""
        import aiohttp

        answer = await self._workspace.call("apps.connections.open", {}, self._clock())
        if not answer.ok:
            return await self._refused(answer)
        try:
            # the address holds a ticket: it is never logged
            connection = await self._open().ws_connect(str(answer.data["url"]), heartbeat=_PING_S, proxy=self._proxy)
        except (aiohttp.ClientError, TimeoutError, OSError, KeyError) as error:
            return type(error).__name__
        before, self._current = self._current, connection
        if before is not None:
            self._spawn(self._retire(before))
        ended = await self._listen(connection)
        if ended not in ("refresh_requested", "warning"):
            await connection.close()
        return ended

    async def _refused(self, answer: Answer) -> str:
        if answer.kind is ErrorClass.RATE:
            await self._sleep(answer.after_s or FIRST_WAIT_S)
            return "ratelimited"
        if answer.kind is None or answer.kind is ErrorClass.AMBIGUOUS:
            return "unreachable"
        log.error("slack_socket_refused", what=answer.reason)
        self._workspace.circuit = ""
        return "refused"

    async def _listen(self, connection: "aiohttp.ClientWebSocketResponse") -> str:
        import json

        from aiohttp import WSMsgType

        async for message in connection:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                envelope = json.loads(message.data)
            except ValueError:
                continue
            match envelope.get("type"):
                case "hello":
                    self._failures = self._crowded = 0
                    log.info("slack_socket_open", connections=envelope.get("num_connections"))
                case "disconnect":
                    return str(envelope.get("reason") or "disconnect")
                case kind if envelope.get("envelope_id"):
                    self._spawn(self._serve(str(kind), envelope))
        return "closed"

    async def _serve(self, kind: str, envelope: Mapping[str, Any]) -> None:
        try:
            answer = await self._handle(kind, envelope.get("payload") or {})
        except Exception as error:  # noqa: BLE001 - the one boundary of an envelope: acknowledged all the same, or it would come for ever
            log.error("slack_envelope_failed", kind=kind, error=type(error).__name__)
            answer = None
        await self._acknowledge(str(envelope["envelope_id"]), answer)

    async def _acknowledge(self, envelope_id: str, answer: Mapping[str, Any] | None) -> None:
        """Over whatever connection stands; when none does for too long, Slack sends the envelope again."""
        sent = {"envelope_id": envelope_id, **({"payload": dict(answer)} if answer else {})}
        for _ in range(int(ACK_S / 0.05)):
            connection = self._current
            if connection is not None and not connection.closed:
                try:
                    await connection.send_json(sent)
                except ConnectionError:
                    pass
                else:
                    return
            await asyncio.sleep(0.05)
        log.warning("slack_ack_lost", envelope_id=envelope_id)

    async def _retire(self, connection: "aiohttp.ClientWebSocketResponse") -> None:
        """A connection that was replaced stays open a moment for what Slack may still have on its way."""
        try:
            await asyncio.sleep(0.5)
        finally:
            await connection.close()

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _open(self) -> "aiohttp.ClientSession":
        import aiohttp

        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=None, connect=10.0)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        return self._session

    async def _close(self) -> None:
        """Lets what is under way end, then the connection."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=ACK_S)
        left = set(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self._current is not None:
            await self._current.close()
        if self._session is not None:
            await self._session.close()
