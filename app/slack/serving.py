"""The Slack role: one desk for each app that policywatch.yaml names, over Socket Mode or over HTTP.

Channels that share a token share a desk. An app with an app token is listened to over Socket Mode by this role; one with a signing
secret is called by Slack through the web role.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from alerts.slack.workspace import Workspace
from app.house import House
from policywatch.config.settings import ChannelSettings
from policywatch.secrets import Secret

if TYPE_CHECKING:
    from app.slack.desk import Desk

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AppKey:
    """What makes two channels belong to one Slack app: every click of it comes to whoever listens, whatever channel it was in."""

    token: Secret
    base_url: str


@dataclass(frozen=True, slots=True)
class SlackApp:
    """One Slack app that takes clicks."""

    key: AppKey
    channels: tuple[ChannelSettings, ...]

    @property
    def app_token(self) -> Secret | None:
        return self._first("app_token")

    @property
    def signing_secret(self) -> Secret | None:
        return self._first("signing_secret")

    def _first(self, name: str) -> Secret | None:
        """The first that one of its channels names; one is enough for all."""
        found: Secret | None = next((getattr(channel.options, name) for channel in self.channels if getattr(channel.options, name)), None)
        return found


def apps_of(house: House) -> list[SlackApp]:
    """The Slack apps of policywatch.yaml that take clicks."""
    found: dict[AppKey, list[ChannelSettings]] = {}
    for channel in house.config.settings.channels:
        if channel.kind == "slack":
            options: Any = channel.options
            found.setdefault(AppKey(options.token, options.base_url), []).append(channel)
    apps = [SlackApp(key, tuple(channels)) for key, channels in found.items()]
    return [app for app in apps if app.app_token or app.signing_secret]


def make_desk(current: Callable[[], House], app: SlackApp) -> "Desk":
    """The desk of one app; raises SecretMissing when its token is not set."""
    from app.slack.desk import Desk

    house = current()
    workspace = Workspace(app.key.token.reveal(house.env), app.key.base_url, _proxy(house, app.key))
    options: Any = app.channels[0].options
    return Desk(current, frozenset(channel.id for channel in app.channels), workspace, options.language)


def _proxy(house: House, key: AppKey) -> str | None:
    return None if key.base_url.startswith("http://") else house.config.settings.network.proxy


@asynccontextmanager
async def listening(current: Callable[[], House]) -> AsyncIterator[int]:
    """Listens over Socket Mode while the block runs, and yields how many apps that is; raises SecretMissing when a token is not set."""
    house = current()
    apps = [app for app in apps_of(house) if app.app_token]
    desks = [make_desk(current, app) for app in apps]
    tokens = [Workspace(app.app_token.reveal(house.env), app.key.base_url, _proxy(house, app.key)) for app in apps if app.app_token]
    tasks = [asyncio.create_task(_listen(current, desk, token), name="slack") for desk, token in zip(desks, tokens, strict=True)]
    try:
        yield len(tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for desk in desks:
            await desk.close()
        for token in tokens:
            await token.close()


async def _listen(current: Callable[[], House], desk: "Desk", token: Workspace) -> None:
    from alerts.slack.socket import Socket
    from app.slack.bolt import Listeners, make_bolt
    from app.slack.dispatch import dispatch

    listeners = Listeners(desk)
    bolt = make_bolt(listeners)

    async def handle(kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return await dispatch(bolt, payload)

    await desk.learn_team()
    try:
        await Socket(token, handle, current().clock, proxy=token.proxy).run()
    finally:
        await listeners.finish()
