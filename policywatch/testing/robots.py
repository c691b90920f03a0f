"""The robots of four chats on loopback: their signatures, limits and codes, and the list of what a group sees."""

import base64
import hashlib
import hmac
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import time
from typing import Any, Literal

from aiohttp import web

from policywatch.testing.webhook import misbehave

Kind = Literal["feishu", "wecom", "dingtalk", "teams"]

#: messages and the seconds in which they may come
_RATES: dict[str, tuple[tuple[int, float], ...]] = {
    "feishu": ((100, 60.0), (5, 1.0)),
    "wecom": ((20, 60.0),),
    "dingtalk": ((20, 60.0),),
    "teams": ((4, 1.0),),
}
_RATE_CODES = {"feishu": 11232, "wecom": 45009, "dingtalk": 130101}
_BODY_BYTES = {"feishu": 20_000, "wecom": 20_000, "dingtalk": 20_000, "teams": 28_672}


@dataclass
class FakeRobot:
    """``async with FakeRobot("wecom") as robot:`` listens at ``robot.url``; ``stored`` is what the group sees.

    Faults, one per request: ``code:93000`` and ``status:502`` refuse; ``reset_after``, ``close_after``, ``slow_after``,
    ``status_after:502`` and ``badjson_after`` break off once the message is shown; ``""`` behaves.
    """

    kind: Kind
    #: messages must be signed with it, when set
    secret: str = ""
    clock: Callable[[], float] = time
    slow_s: float = 3.0
    faults: deque[str] = field(default_factory=deque)
    stored: list[dict[str, Any]] = field(default_factory=list)
    #: codes and statuses of refusals
    refused: list[int] = field(default_factory=list)
    #: headers of the next refusal for coming too often
    rate_headers: dict[str, str] = field(default_factory=dict)
    url: str = ""
    blocked_until_s: float = 0.0
    _times: deque[float] = field(default_factory=lambda: deque(maxlen=200))
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> "FakeRobot":
        app = web.Application(client_max_size=2**22)
        app.router.add_post("/hook/key-7f3c", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook/key-7f3c"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        raw = await request.read()
        body = json.loads(raw)
        fault, _, detail = (self.faults.popleft() if self.faults else "").partition(":")
        code = self._refusal(request, raw, body)
        if fault in ("code", "status"):
            code = int(detail)
        if code:
            self.refused.append(code)
            return self._no(code, by_status=fault == "status")
        self.stored.append(body)
        if fault in ("reset_after", "close_after", "slow_after"):
            await misbehave(request, fault.removesuffix("_after"), self.slow_s)
        if fault == "status_after":
            return web.Response(status=int(detail), text="<html>")
        if fault == "badjson_after":
            return web.Response(text="{")
        return self._yes()

    def _yes(self) -> web.Response:
        if self.kind == "teams":
            return web.Response(status=202)
        return web.json_response({"code": 0, "msg": "success"} if self.kind == "feishu" else {"errcode": 0, "errmsg": "ok"})

    def _no(self, code: int, *, by_status: bool) -> web.Response:
        if by_status or self.kind == "teams":
            return web.Response(status=code, headers=self.rate_headers, text="<html>")
        names = ("code", "msg") if self.kind == "feishu" else ("errcode", "errmsg")
        return web.json_response({names[0]: code, names[1]: "error"}, headers=self.rate_headers)

    def _refusal(self, request: web.Request, raw: bytes, body: dict[str, Any]) -> int:
        """The code (for Teams the status) of a refusal; 0 when the message is shown."""
        if self.secret and not self._signed(request, body):
            return {"feishu": 19021, "dingtalk": 310000}[self.kind]
        if self._too_often():
            return _RATE_CODES.get(self.kind, 429)
        if len(raw) > _BODY_BYTES[self.kind]:
            return {"feishu": 9499, "wecom": 45002, "dingtalk": 460101}.get(self.kind, 413)
        if self.kind == "wecom" and len(body[body["msgtype"]]["content"].encode()) > (2048 if body["msgtype"] == "text" else 4096):
            return 45002
        return 0

    def _too_often(self) -> bool:
        now = self.clock()
        if now < self.blocked_until_s:
            return True
        self._times.append(now)
        for most, within_s in _RATES[self.kind]:
            if sum(1 for at in self._times if now - at < within_s) > most:
                self.blocked_until_s = now + 600.0 if self.kind == "dingtalk" else 0.0
                return True
        return False

    def _signed(self, request: web.Request, body: dict[str, Any]) -> bool:
        if self.kind == "dingtalk":
            stamp, given = request.query.get("timestamp", ""), request.query.get("sign", "")
            key, text, age_s = self.secret, f"{stamp}\n{self.secret}", abs(self.clock() - int(stamp or 0) / 1000)
        else:
            stamp, given = str(body.get("timestamp", "")), str(body.get("sign", ""))
            key, text, age_s = f"{stamp}\n{self.secret}", "", abs(self.clock() - int(stamp or 0))
        wanted = base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
        return hmac.compare_digest(wanted, given) and age_s <= 3600
