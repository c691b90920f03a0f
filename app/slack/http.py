"""Slack over HTTP: a signature that holds, once, within five minutes; anything else is 401 and nothing more.

The SDK's verifier raises on garbage and forgets what it has seen, so that every exception means no, and what was seen is kept.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.cleaning import SIGNED
from app.house import House
from app.slack.bolt import Listeners, make_bolt
from app.slack.dispatch import dispatch_http
from app.slack.serving import AppKey, SlackApp, apps_of, make_desk
from policywatch.errors import SecretMissing

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp


def is_signed(secret: str, body: bytes, headers: Mapping[str, str], now_s: float) -> bool:
    """Whether Slack signed this body within five minutes; names of headers in lower case."""
    from slack_sdk.signature import Clock, SignatureVerifier

    class At(Clock):
        def now(self) -> float:
            return now_s

    try:
        return bool(SignatureVerifier(secret, At()).is_valid_request(body, dict(headers)))
    except Exception:  # noqa: BLE001 - garbage raises ValueError, TypeError, UnicodeDecodeError and more: none of it is signed
        return False


@dataclass
class HttpApps:
    """The apps of policywatch.yaml that Slack calls over HTTP, opened with their first request."""

    current: Callable[[], House]
    _open: dict[AppKey, tuple[Listeners, "AsyncApp"]] = field(default_factory=dict)

    async def answer(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, str]:
        """Status, body and content type of the answer to one request."""
        app = self._signer(body, headers)
        if app is None or not self._first(headers):
            return 401, "", "text/plain"
        _, bolt = self._opened(app)
        return await dispatch_http(bolt, body.decode(), headers)

    def _signer(self, body: bytes, headers: Mapping[str, str]) -> SlackApp | None:
        """The app whose secret signed the request."""
        house = self.current()
        now_s = house.clock().timestamp()
        for app in apps_of(house):
            try:
                secret = app.signing_secret.reveal(house.env) if app.signing_secret else ""
            except SecretMissing:
                continue
            if secret and is_signed(secret, body, headers, now_s):
                return app
        return None

    def _first(self, headers: Mapping[str, str]) -> bool:
        """Whether this signature was never seen; kept in the store, as several processes may serve."""
        house = self.current()
        seen = f"{headers.get('x-slack-request-timestamp')}\x1f{headers.get('x-slack-signature')}"
        first, _ = house.store.take_request(f"{SIGNED}{hashlib.sha256(seen.encode()).hexdigest()}", "", house.clock())
        return first

    def _opened(self, app: SlackApp) -> tuple[Listeners, "AsyncApp"]:
        if app.key not in self._open:
            listeners = Listeners(make_desk(self.current, app))
            self._open[app.key] = (listeners, make_bolt(listeners))
        return self._open[app.key]

    async def close(self) -> None:
        """Lets work under way end, then lets go of everything."""
        opened, self._open = self._open, {}
        for listeners, _ in opened.values():
            await listeners.finish()
            await listeners.desk.close()
