"""An SMTP server on loopback, with faults on demand: a few lines of the protocol, and a list of what it accepted."""

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy

#: what a fault may be: a code at a step, or a connection that breaks or hangs around the end of the data
FAULTS = ("connect:421", "mail:451", "rcpt:450", "rcpt:550", "data:451", "data:552", "data:554", "drop_before", "drop_after", "slow_after")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One mail that the server took."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def email(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=default_policy)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class FakeSmtp:
    """One server. ``async with FakeSmtp() as smtp:`` listens at ``smtp.port``; ``stored`` is what it accepted."""

    #: one fault per conversation, used up one by one; ``None`` or an empty deque behaves
    faults: deque[str | None] = field(default_factory=deque)
    #: offers STARTTLS with this context
    tls: ssl.SSLContext | None = None
    #: needs this AUTH PLAIN payload (base64), when set
    auth: str = ""
    slow_s: float = 5.0
    stored: list[Accepted] = field(default_factory=list)
    #: every line a client sent outside of DATA
    lines: list[str] = field(default_factory=list)
    port: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def __aenter__(self) -> "FakeSmtp":
        self._server = await asyncio.start_server(self._converse, "127.0.0.1", 0, limit=2**26)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            for writer in list(self._open):
                writer.transport.abort()
            await asyncio.sleep(0)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            await _Conversation(self, reader, writer, (self.faults.popleft() if self.faults else None) or "").run()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()


@dataclass
class _Conversation:
    server: FakeSmtp
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    fault: str
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    secured: bool = False

    async def run(self) -> None:
        if self.fault == "connect:421":
            await self._say("421 too busy")
            return
        await self._say("220 fake ESMTP")
        while line := (await self.reader.readline()).decode("utf-8", "replace").rstrip("\r\n"):
            self.server.lines.append(line)
            if not await self._step(line.partition(" ")[0].upper(), line):
                return

    async def _step(self, verb: str, line: str) -> bool:
        """Answers one line; ``False`` ends the conversation."""
        refused = self.fault.partition(":")
        if refused[0] == verb.lower() and verb != "DATA":
            await self._say(f"{refused[2]} refused")
            return True
        match verb:
            case "EHLO" | "HELO":
                await self._greet()
            case "STARTTLS":
                await self._secure()
            case "AUTH":
                good = line.endswith(self.server.auth)
                await self._say("235 welcome" if good else "535 wrong")
            case "MAIL":
                self.sender = line.partition("<")[2].partition(">")[0]
                await self._say("250 ok")
            case "RCPT":
                self.recipients.append(line.partition("<")[2].partition(">")[0])
                await self._say("250 ok")
            case "DATA":
                return await self._data()
            case "QUIT":
                await self._say("221 bye")
                return False
            case _:
                await self._say("250 ok")
        return True

    async def _greet(self) -> None:
        offers = ["fake", "8BITMIME", "SIZE 10000000"]
        offers += ["STARTTLS"] if self.server.tls and not self.secured else []
        offers += ["AUTH PLAIN"] if self.server.auth else []
        for offer in offers[:-1]:
            await self._say(f"250-{offer}")
        await self._say(f"250 {offers[-1]}")

    async def _secure(self) -> None:
        if self.server.tls is None:
            await self._say("454 not available")
            return
        await self._say("220 go")
        old = self.writer.transport
        try:
            await self.writer.start_tls(self.server.tls)
        finally:
            # CPython 3.11: a client that hangs up in the handshake leaves the writer without a transport to close
            vars(self.writer)["_transport"] = vars(self.writer)["_transport"] or old
        self.secured = True

    async def _data(self) -> bool:
        await self._say("354 go")
        raw = await self.reader.readuntil(b"\r\n.\r\n")
        if self.fault == "drop_before":
            return False
        if self.fault.startswith("data:"):
            await self._say(f"{self.fault[5:]} refused")
            return True
        body = raw[:-3].replace(b"\r\n..", b"\r\n.")
        self.server.stored.append(Accepted(self.sender, tuple(self.recipients), body))
        if self.fault == "drop_after":
            return False
        if self.fault == "slow_after":
            await asyncio.sleep(self.server.slow_s)
        await self._say("250 taken")
        return True

    async def _say(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")
        await self.writer.drain()
