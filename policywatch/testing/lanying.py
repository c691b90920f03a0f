"""A Lanying IM on loopback: keeps what it stored, drops repeats for a while, and hides its refusals in HTTP 200."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import time
from typing import Any

from aiohttp import ClientSession, web

from policywatch.testing.webhook import misbehave


@dataclass(frozen=True, slots=True)
class Stored:
    """One message that a receiver sees."""

    msg_id: int
    from_user: int
    to: int
    #: 1 user, 2 group
    type: int
    body: dict[str, Any]
    at_s: float

    @property
    def ext(self) -> dict[str, Any]:
        found = json.loads(self.body.get("ext") or "{}")
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    #: header names in lower case
    headers: dict[str, str]
    body: Any


@dataclass
class FakeLanying:
    """``async with FakeLanying() as lanying:`` serves at ``lanying.url``; ``stored`` is what receivers see.

    Faults, one per ``/message/send``: ``code:10008`` and ``status:502`` refuse; ``reset``, ``close`` and ``slow`` break off before,
    with ``_after`` (``status_after:502``, ``badjson_after``) after the message was stored; ``late_store`` breaks off and stores the
    message ``late_s`` later; ``""`` behaves. ``other_faults`` has the same before-faults for other paths, ``/upload`` included.

    ``say`` plays a person who writes to us: it calls the callback at ``callback_url``.
    """

    app_id: str = "welovefruit"
    token: str = "admin-token"
    users: set[int] = field(default_factory=lambda: {1, 2, 3, 99})
    groups: set[int] = field(default_factory=lambda: {501})
    clock: Callable[[], float] = time
    #: a second message with the same transaction_id within this time is not stored
    dedup_s: float = 60.0
    slow_s: float = 3.0
    faults: deque[str] = field(default_factory=deque)
    other_faults: dict[str, deque[str]] = field(default_factory=dict)
    #: seconds by the clock after which a ``late_store`` becomes visible
    late_s: float = 30.0
    #: where what people write is posted, and the shared secret that goes with it
    callback_url: str = ""
    callback_secret: str = ""
    stored: list[Stored] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    #: uploaded files by name
    files: dict[str, bytes] = field(default_factory=dict)
    url: str = ""
    _seen: dict[int, tuple[float, int]] = field(default_factory=dict)
    _late: list[tuple[float, Any]] = field(default_factory=list)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> "FakeLanying":
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def say(self, content: str, *, sender: int, to: int, msg_id: int, secret: str | None = None, **more: Any) -> int:
        """Posts what a person wrote to the callback as the service does; the status of the answer."""
        told = {
            "from": {"uid": str(sender)},
            "to": {"uid": str(to)},
            "type": "GROUPCHAT" if to in self.groups else "CHAT",
            "ctype": "TEXT",
            "appId": self.app_id,
            "content": content,
            "ext": "",
            "msgId": msg_id,
            **more,
        }
        headers = {"signature": self.callback_secret if secret is None else secret}
        async with ClientSession() as session, session.post(self.callback_url, json=told, headers=headers) as answer:
            return answer.status

    async def _serve(self, request: web.Request) -> web.Response:
        if request.path != "/message/send" and (broken := await self._other_fault(request)) is not None:
            return broken
        if request.path == "/upload":
            return await self._upload(request)
        raw = await request.read()
        body = json.loads(raw) if raw else None
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.calls.append(Call(request.method, request.path, dict(request.query), headers, body))
        refused = self._denied(headers)
        if refused:
            return _told(refused)
        match request.path:
            case "/message/send":
                return await self._send(request, body)
            case "/message/conversation":
                return self._conversation(request)
            case "/file/upload/chat":
                return _told(200, self._upload_place())
            case _:
                return web.Response(status=404, text="no such path")

    async def _other_fault(self, request: web.Request) -> web.Response | None:
        waiting = self.other_faults.get(request.path)
        fault, _, detail = (waiting.popleft() if waiting else "").partition(":")
        if fault == "code":
            return _told(int(detail))
        if fault == "status":
            return web.Response(status=int(detail), text="<html>")
        if fault in ("reset", "close", "slow"):
            await misbehave(request, fault, self.slow_s)
        return None

    def _denied(self, headers: dict[str, str]) -> int:
        if headers.get("app_id") != self.app_id:
            return 40000
        if "access-token" not in headers:
            return 10003
        return 0 if headers["access-token"] == self.token else 10008

    async def _send(self, request: web.Request, body: Any) -> web.Response:
        fault, _, detail = (self.faults.popleft() if self.faults else "").partition(":")
        if fault == "code":
            return _told(int(detail))
        if fault == "status":
            return web.Response(status=int(detail), text="<html>")
        if fault in ("reset", "close", "slow"):
            await misbehave(request, fault, self.slow_s)
        if fault == "late_store":
            self._late.append((self.clock() + self.late_s, body))
            await misbehave(request, "reset", self.slow_s)
        code, msg_id = self._store(body)
        if fault in ("reset_after", "close_after", "slow_after"):
            await misbehave(request, fault.removesuffix("_after"), self.slow_s)
        if fault == "status_after":
            return web.Response(status=int(detail), text="<html>")
        if fault == "badjson_after":
            return web.Response(text='{"code":')
        return _told(code, True, [msg_id]) if code == 200 else _told(code)

    def _store(self, body: Any) -> tuple[int, int]:
        code = self._wrong(body)
        if code:
            return code, 0
        now, key = self.clock(), body.get("transaction_id")
        known = self._seen.get(key) if key is not None else None
        if known and now - known[0] <= self.dedup_s:
            return 200, known[1]
        msg_id = 1000 + len(self.stored)
        self.stored.append(Stored(msg_id, body.get("from_user_id", 0), body["targets"][0], body["type"], body, now))
        if key is not None:
            self._seen[key] = (now, msg_id)
        return 200, msg_id

    def _wrong(self, body: Any) -> int:
        """The code for a body that the service does not take; 0 when it does."""
        if not isinstance(body, dict) or any(name not in body for name in ("content", "content_type", "targets", "type")):
            return 10002
        texts = ("content", "ext", "config", "attachment")
        if any(not isinstance(body[name], str) for name in texts if name in body) or not 0 <= body["content_type"] <= 12:
            return 10002
        known, absent = (self.users, 10000) if body["type"] == 1 else (self.groups, 20001)
        return 0 if all(target in known for target in body["targets"]) else absent

    def _settle_late(self) -> None:
        """Stores what was accepted and has become visible by now."""
        due = [body for at_s, body in self._late if at_s <= self.clock()]
        self._late = [(at_s, body) for at_s, body in self._late if at_s > self.clock()]
        for body in due:
            self._store(body)

    def _conversation(self, request: web.Request) -> web.Response:
        self._settle_late()
        opposite, start, limit = (int(request.query[name]) for name in ("opposite_id", "msg_id_start", "limit"))
        found = [one for one in reversed(self.stored) if one.to == opposite and (not start or one.msg_id < start)]
        page = found[:limit]
        messages = [
            {
                "msg_id": one.msg_id,
                "timestamp": int(one.at_s * 1000),
                "ctype": "TEXT",
                "content": one.body["content"],
                "ext": one.body.get("ext", ""),
                "from_xid": {"uid": one.from_user},
                "to_xid": {"uid": one.to},
            }
            for one in page
        ]
        last = len(page) == len(found)
        return _told(200, {"messages": messages, "is_last": last, "next_msg_id": page[-1].msg_id if page else 0})

    def _upload_place(self) -> dict[str, Any]:
        name = f"file-{len(self.files) + 1}"
        return {
            "upload_url": f"{self.url}/upload",
            "upload_method": "POST",
            "oss_body_param": {"key": name, "policy": "p"},
            "download_url": f"{self.url}/files/{name}",
        }

    async def _upload(self, request: web.Request) -> web.Response:
        fields = await request.post()
        file = fields["file"]
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.calls.append(
            Call(request.method, request.path, {}, headers, {name: str(value) for name, value in fields.items() if name != "file"})
        )
        if not isinstance(file, web.FileField) or fields.get("policy") != "p":
            return web.Response(status=403)
        self.files[str(fields["key"])] = file.file.read()
        return web.Response(status=204)


def _told(code: int, data: Any = None, msg_ids: list[int] | None = None) -> web.Response:
    told: dict[str, Any] = {"code": code, "data": data, "message": None if code == 200 else "error"}
    if msg_ids is not None:
        told["msg_ids"] = msg_ids
    return web.json_response(told)
