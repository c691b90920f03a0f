"""A Slack workspace on loopback: Web API, Socket Mode and the sender of signed requests, with faults on demand.

``stored`` is the oracle: the messages people would see. Faults are chosen per call, by a script or a function, and happen
before or after the message is stored; that difference is what delivery tests are about. Time comes from ``clock``, so that
hours pass in no time.
"""

import asyncio
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from policywatch.testing.slack_limits import complaints, view_complaints
from policywatch.testing.slack_socket import Sockets
from policywatch.testing.slack_wire import arguments_of, reset, truncated

#: what ``Fault.kind`` may be
FAULTS = (
    "reset_before",
    "reset_after",
    "close_after",
    "slow_after",
    "late_store",
    "status",
    "status_after",
    "badjson_after",
    "truncated_after",
    "rate",
    "error",
    "error_after",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour of one call."""

    kind: str
    #: status, seconds, Retry-After or error code, as the kind needs
    value: Any = None


@dataclass
class Stored:
    """One message as people see it."""

    channel: str
    ts: str
    message: dict[str, Any]
    thread_ts: str = ""
    #: when history begins to show it
    visible_at: float = 0.0
    updates: int = 0
    broadcast: bool = False

    @property
    def delivery_id(self) -> str:
        payload = (self.message.get("metadata") or {}).get("event_payload") or {}
        return str(payload.get("delivery_id", ""))


Script = Callable[[str, int], Fault | None]


@dataclass
class FakeSlack:
    """One workspace. ``async with FakeSlack() as slack:`` serves it at ``slack.base_url``."""

    token: str = "xoxb-test"
    #: opens Socket Mode connections, and nothing else
    app_token: str = "xapp-test"
    signing_secret: str = "secret"
    #: scopes that the token has, as its answers say
    scopes: str = "chat:write,channels:history,groups:history,commands"
    channels: set[str] = field(default_factory=lambda: {"C1"})
    archived: set[str] = field(default_factory=set)
    #: channels that the app is no member of
    strangers: set[str] = field(default_factory=set)
    #: seconds until history shows a message
    lag_s: float = 0.0
    #: least seconds between two messages to one channel; ``None`` for no limit
    pace_s: float | None = None
    clock: Callable[[], float] = time.time
    #: the fault of the n-th call (from 1) of a method
    script: Script | None = None
    #: faults used up one by one, by method
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    #: how often each method was called
    calls: Counter[str] = field(default_factory=Counter)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    base_url: str = ""
    sockets: Sockets = field(default_factory=Sockets)
    #: dialogs opened, by trigger
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: home tabs, by user
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: what was said to one person alone, through an address that came with their click or command
    responses: list[dict[str, Any]] = field(default_factory=list)
    _messages: list[Stored] = field(default_factory=list)
    _late: list[tuple[float, str, dict[str, Any]]] = field(default_factory=list)
    _last_post: dict[str, float] = field(default_factory=dict)
    _last_ts: float = 0.0
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> "FakeSlack":
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._serve)
        app.router.add_get("/socket", self.sockets.serve)
        app.router.add_post("/respond", self._respond)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.base_url = f"http://127.0.0.1:{port}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def stored(self) -> list[Stored]:
        """Every message that people see, late ones included once their time has come."""
        now = self.clock()
        due = [one for one in self._late if one[0] <= now]
        self._late = [one for one in self._late if one[0] > now]
        for _, method, arguments in sorted(due, key=lambda one: one[0]):
            if method == "chat.postMessage":
                self._keep(str(arguments["channel"]), arguments)
            else:
                self._do(method, arguments)
        return self._messages

    def doubled(self) -> dict[str, int]:
        """Delivery ids that stand more than once."""
        counted = Counter(one.delivery_id for one in self.stored)
        return {delivery_id: count for delivery_id, count in counted.items() if delivery_id and count > 1}

    # ---- serving -----------------------------------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls[method] += 1
        arguments = await arguments_of(request)
        self.requests.append((method, arguments))
        fault = self._fault(method)
        if fault and fault.kind == "reset_before":
            return reset(request)
        early = self._before(fault)
        if early is not None:
            return early
        wanted = self.app_token if method == "apps.connections.open" else self.token
        if request.headers.get("Authorization") != f"Bearer {wanted}":
            return self._answer({"ok": False, "error": "invalid_auth"})
        if fault and fault.kind == "late_store":
            self._late.append((self.clock() + float(fault.value), method, arguments))
            return reset(request)
        answer, status, headers = self._do(method, arguments)
        return await self._after(request, fault, answer, status, headers)

    def _fault(self, method: str) -> Fault | None:
        if self.faults[method]:
            return self.faults[method].popleft()
        return self.script(method, self.calls[method]) if self.script else None

    def _before(self, fault: Fault | None) -> web.Response | None:
        """Faults that store nothing."""
        if fault is None:
            return None
        if fault.kind == "status":
            return web.Response(status=int(fault.value), text="<html>unavailable</html>", content_type="text/html", headers=self._date())
        if fault.kind == "error":
            return self._answer({"ok": False, "error": str(fault.value), "response_metadata": {"messages": []}})
        if fault.kind == "rate":
            headers = {} if fault.value is None else {"Retry-After": str(fault.value)}
            return self._answer({"ok": False, "error": "ratelimited"}, 429, headers)
        return None

    async def _after(
        self, request: web.Request, fault: Fault | None, answer: dict[str, Any], status: int, headers: Mapping[str, str]
    ) -> web.StreamResponse:
        """Faults after the act was done."""
        match fault.kind if fault else "":
            case "reset_after":
                return reset(request)
            case "close_after":
                if request.transport is not None:
                    request.transport.close()
            case "slow_after":
                assert fault is not None
                await asyncio.sleep(float(fault.value))
            case "status_after":
                assert fault is not None
                return web.Response(
                    status=int(fault.value), text="<html>bad gateway</html>", content_type="text/html", headers=self._date()
                )
            case "badjson_after":
                return web.Response(text='{"ok": tru', content_type="application/json", headers=self._date())
            case "truncated_after":
                return await truncated(request)
            case "error_after":
                assert fault is not None
                return self._answer({"ok": False, "error": str(fault.value)})
        return self._answer(answer, status, headers)

    def _answer(self, data: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
        return web.json_response(data, status=status, headers={**self._date(), **(headers or {})})

    def _date(self) -> dict[str, str]:
        stamp = format_datetime(datetime.fromtimestamp(self.clock(), UTC), usegmt=True)
        return {"Date": stamp, "x-oauth-scopes": self.scopes}

    async def _respond(self, request: web.Request) -> web.Response:
        self.responses.append(await request.json())
        return web.json_response({"ok": True})

    @property
    def response_url(self) -> str:
        """What a click carries, so that its person can be answered."""
        return self.base_url[:-5] + "/respond"

    def signed(self, body: bytes, at: float | None = None) -> dict[str, str]:
        """The headers with which Slack sends a request over HTTP."""
        from slack_sdk.signature import SignatureVerifier

        stamp = str(int(self.clock() if at is None else at))
        signature = SignatureVerifier(self.signing_secret).generate_signature(timestamp=stamp, body=body)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or ""}

    # ---- methods -----------------------------------------------------------------------------------------------------

    def _do(self, method: str, arguments: dict[str, Any]) -> tuple[dict[str, Any], int, Mapping[str, str]]:
        acts: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.getPermalink": lambda given: {
                "ok": True,
                "permalink": f"https://example.slack.com/archives/{given['channel']}/p{str(given['message_ts']).replace('.', '')}",
            },
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "auth.test": lambda _: {"ok": True, "team": "Test", "team_id": "T1", "user_id": "U0", "bot_id": "B0"},
            "views.open": self._view,
            "views.publish": self._home,
            "apps.connections.open": lambda _: {"ok": True, "url": f"{self.base_url.replace('http', 'ws', 1)[:-5]}/socket"},
        }
        if method not in acts:
            return {"ok": False, "error": "unknown_method"}, 200, {}
        answer = acts[method](arguments)
        limited = answer.get("error") == "ratelimited"
        return answer, 429 if limited else 200, {"Retry-After": "1"} if limited else {}

    def _refusal(self, channel: str) -> str:
        if channel not in self.channels:
            return "channel_not_found"
        if channel in self.strangers:
            return "not_in_channel"
        return "is_archived" if channel in self.archived else ""

    def _post(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = str(given.get("channel", ""))
        refusal = self._refusal(channel)
        if refusal:
            return {"ok": False, "error": refusal}
        code, pointers = complaints(given)
        if code:
            return {"ok": False, "error": code, "response_metadata": {"messages": pointers}}
        now = self.clock()
        if self.pace_s is not None and now - self._last_post.get(channel, float("-inf")) < self.pace_s:
            return {"ok": False, "error": "ratelimited"}
        self._last_post[channel] = now
        kept = self._keep(channel, given)
        return {"ok": True, "channel": channel, "ts": kept.ts, "message": {"text": given.get("text", "")}}

    def _keep(self, channel: str, given: dict[str, Any]) -> Stored:
        self._last_ts = max(self.clock(), self._last_ts + 0.000001)
        kept = Stored(
            channel,
            f"{self._last_ts:.6f}",
            given,
            thread_ts=str(given.get("thread_ts") or ""),
            visible_at=self.clock() + self.lag_s,
            broadcast=bool(given.get("reply_broadcast")),
        )
        self._messages.append(kept)
        return kept

    def _at(self, given: Mapping[str, Any]) -> Stored | None:
        return next((one for one in self.stored if one.channel == given.get("channel") and one.ts == given.get("ts")), None)

    def _update(self, given: dict[str, Any]) -> dict[str, Any]:
        found = self._at(given)
        if found is None:
            return {"ok": False, "error": "message_not_found"}
        if len(str(given.get("text", ""))) > 4000:
            return {"ok": False, "error": "msg_too_long"}
        code, pointers = complaints(given)
        if code:
            return {"ok": False, "error": code, "response_metadata": {"messages": pointers}}
        # text without blocks deletes the blocks; omitted metadata is kept
        found.message = {"metadata": found.message.get("metadata"), **given}
        found.updates += 1
        return {"ok": True, "channel": found.channel, "ts": found.ts}

    def _view(self, given: dict[str, Any]) -> dict[str, Any]:
        trigger, view = str(given.get("trigger_id") or ""), given.get("view") or {}
        if not trigger or trigger in self.views:
            return {"ok": False, "error": "exchanged_trigger_id" if trigger else "invalid_trigger_id"}
        refusal = _view_refusal(view)
        if not refusal:
            self.views[trigger] = view
        return refusal or {"ok": True, "view": {"id": f"V{len(self.views)}"}}

    def _home(self, given: dict[str, Any]) -> dict[str, Any]:
        view = given.get("view") or {}
        refusal = _view_refusal(view)
        if not refusal:
            self.homes[str(given.get("user_id"))] = view
        return refusal or {"ok": True, "view": {"id": "H1"}}

    def _delete(self, given: dict[str, Any]) -> dict[str, Any]:
        found = self._at(given)
        if found is None:
            return {"ok": False, "error": "message_not_found"}
        self._messages.remove(found)
        return {"ok": True, "channel": found.channel, "ts": found.ts}

    def _history(self, given: dict[str, Any]) -> dict[str, Any]:
        shown = [one for one in self._visible(given) if not one.thread_ts or one.broadcast]
        return self._page(sorted(shown, key=lambda one: float(one.ts), reverse=True), given)

    def _replies(self, given: dict[str, Any]) -> dict[str, Any]:
        if not any(one.ts == given.get("ts") for one in self.stored):
            return {"ok": False, "error": "thread_not_found"}
        shown = [one for one in self._visible(given) if given.get("ts") in (one.thread_ts, one.ts)]
        return self._page(sorted(shown, key=lambda one: float(one.ts)), given)

    def _visible(self, given: Mapping[str, Any]) -> list[Stored]:
        oldest = float(given.get("oldest") or 0)
        now = self.clock()
        return [one for one in self.stored if one.channel == given.get("channel") and one.visible_at <= now and float(one.ts) > oldest]

    def _page(self, found: list[Stored], given: Mapping[str, Any]) -> dict[str, Any]:
        refusal = self._refusal(str(given.get("channel", "")))
        if refusal and refusal != "is_archived":
            return {"ok": False, "error": refusal}
        limit = min(int(given.get("limit") or 100), 999)
        start = int(given.get("cursor") or 0)
        whole = str(given.get("include_all_metadata", "")).lower() in ("true", "1")
        messages = [_shown(one, whole) for one in found[start : start + limit]]
        more = start + limit < len(found)
        return {
            "ok": True,
            "messages": messages,
            "has_more": more,
            "response_metadata": {"next_cursor": str(start + limit) if more else ""},
        }


def _view_refusal(view: dict[str, Any]) -> dict[str, Any]:
    """The refusal of a view that Slack would not take; empty when it would."""
    pointers = view_complaints(view)
    return {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": pointers}} if pointers else {}


def _shown(one: Stored, whole: bool) -> dict[str, Any]:
    """A message as history gives it; without ``include_all_metadata`` only the event type stays."""
    metadata = one.message.get("metadata")
    if metadata and not whole:
        metadata = {"event_type": metadata["event_type"]}
    thread = {"thread_ts": one.thread_ts} if one.thread_ts else {}
    return {"type": "message", "ts": one.ts, "text": one.message.get("text", ""), **thread, **({"metadata": metadata} if metadata else {})}
