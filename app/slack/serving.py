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
from policywatch.secrets import Secret

if TYPE_CHECKING:
    from app.slack.desk import Desk

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AppKey:
    """What makes two channels belong to one Slack app."""

    token: Secret
    base_url: str
    app_token: Secret | None
    signing_secret: Secret | None


def apps_of(house: House) -> dict[AppKey, list[Any]]:
    """The Slack apps that take clicks, each with the settings of its channels."""
    found: dict[AppKey, list[Any]] = {}
    for channel in house.config.settings.channels:
        options: Any = channel.options
        if channel.kind == "slack" and (options.app_token or options.signing_secret):
            key = AppKey(options.token, options.base_url, options.app_token, options.signing_secret)
            found.setdefault(key, []).append(channel)
    return found


def make_desk(current: Callable[[], House], key: AppKey) -> "Desk":
    """The desk of one app; raises SecretMissing when its token is not set."""
    from app.slack.desk import Desk

    house = current()
    channels = apps_of(house)[key]
    workspace = Workspace(key.token.reveal(house.env), key.base_url, _proxy(house, key))
    return Desk(current, frozenset(channel.id for channel in channels), workspace, channels[0].options.language)


def _proxy(house: House, key: AppKey) -> str | None:
    return None if key.base_url.startswith("http://") else house.config.settings.network.proxy


@asynccontextmanager
async def listening(current: Callable[[], House]) -> AsyncIterator[int]:
    """Listens over Socket Mode while the block runs, and yields how many apps that is; raises SecretMissing when a token is not set."""
    house = current()
    keys = [key for key in apps_of(house) if key.app_token]
    desks = [make_desk(current, key) for key in keys]
    tokens = [Workspace(key.app_token.reveal(house.env), key.base_url, _proxy(house, key)) for key in keys if key.app_token]
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
