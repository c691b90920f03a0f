"""Looks at each Slack channel as Slack sees it: token, scopes, membership, Socket Mode, and one test message that is deleted again."""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from alerts.slack.errors import ErrorClass
from alerts.slack.manifest import SCOPES, TOO_MUCH
from alerts.slack.workspace import Answer, Workspace
from app.doctor import PartFinding
from app.house import House
from policywatch.config.settings import ChannelSettings
from policywatch.errors import SecretMissing, UsageError

#: how often a delete of unknown fate is made again; made twice it is the same
_TRIES = 3


async def examine(house: House, channel_id: str | None = None) -> list[PartFinding]:
    """Findings on every Slack channel, or on one; raises UsageError when there is none."""
    channels = [one for one in house.config.settings.channels if one.kind == "slack" and channel_id in (None, one.id)]
    if not channels:
        wanted = f"no slack channel '{channel_id}'" if channel_id else "no channel of kind slack"
        raise UsageError(f"{wanted} in policywatch.yaml: add one under channels")
    return [finding for channel in channels async for finding in _channel(house, channel)]


async def _channel(house: House, channel: ChannelSettings) -> AsyncIterator[PartFinding]:
    options: Any = channel.options
    proxy = None if options.base_url.startswith("http://") else house.config.settings.network.proxy
    try:
        workspace = Workspace(options.token.reveal(house.env), options.base_url, proxy)
    except SecretMissing as error:
        yield PartFinding(f"{channel.id} token", False, str(error))
        return
    try:
        async for finding in _token(house, channel, workspace):
            yield finding
    finally:
        await workspace.close()
    async for finding in _listening(house, channel, proxy):
        yield finding


async def _token(house: House, channel: ChannelSettings, workspace: Workspace) -> AsyncIterator[PartFinding]:
    options: Any = channel.options
    told = await workspace.call("auth.test", {}, house.clock())
    if not told.ok:
        yield PartFinding(f"{channel.id} token", False, told.reason)
        return
    yield PartFinding(f"{channel.id} token", True, f"works in {told.data.get('team', 'the workspace')}")
    yield _scopes(channel, workspace.scopes, clicks=bool(options.app_token or options.signing_secret))
    seen = await workspace.call("conversations.history", {"channel": options.channel, "limit": "1"}, house.clock(), form=True)
    member = "is a member, and messages can be looked up" if seen.ok else seen.reason
    yield PartFinding(f"{channel.id} membership", seen.ok, member)
    if seen.ok:
        yield await _test_message(house, channel, workspace)


def _scopes(channel: ChannelSettings, held: frozenset[str], *, clicks: bool) -> PartFinding:
    """Holds the scopes that Slack names against those that are used."""
    part = f"{channel.id} scopes"
    if not held:
        return PartFinding(part, True, "Slack named none: look at OAuth & Permissions of the app")
    wanted = {"chat:write", *(("commands",) if clicks else ())}
    missing = sorted(wanted - held)
    if not held & {"channels:history", "groups:history"}:
        missing.append("channels:history or groups:history")
    if missing:
        return PartFinding(part, False, f"{', '.join(missing)} missing: add them to the app and install it again")
    if TOO_MUCH in held:
        return PartFinding(part, False, f"{TOO_MUCH} lets it post where nothing can be looked up: remove it, and invite the app instead")
    more = sorted(held - set(SCOPES))
    return PartFinding(part, True, "as needed" + (f"; not used: {', '.join(more)}" if more else ""))


async def _test_message(house: House, channel: ChannelSettings, workspace: Workspace) -> PartFinding:
    """Posts, then deletes; a post of unknown fate is looked up by its metadata, so that none is left behind."""
    options: Any = channel.options
    part, now, mark = f"{channel.id} test message", house.clock(), str(uuid.uuid4())
    message = {
        "channel": options.channel,
        "text": "policywatch: a test message, deleted in a moment",
        "metadata": {"event_type": "policywatch_test", "event_payload": {"test": mark}},
    }
    posted = await workspace.call("chat.postMessage", message, now)
    ts = str(posted.data.get("ts") or "")
    if not posted.ok and posted.kind is not ErrorClass.AMBIGUOUS:
        return PartFinding(part, False, posted.reason)
    if not ts:
        ts = await _found(house, options.channel, workspace, mark)
        if not ts:
            return PartFinding(part, False, f"{posted.reason}; it is not in the channel: try again")
    where = {"channel": str(posted.data.get("channel") or options.channel), "ts": ts}
    deleted = await _deleted(house, workspace, where)
    if not deleted.ok:
        return PartFinding(part, False, f"posted, but not deleted ({deleted.reason}): delete it by hand")
    return PartFinding(part, True, "posted and deleted again")


async def _deleted(house: House, workspace: Workspace, where: dict[str, str]) -> Answer:
    answer = await workspace.call("chat.delete", where, house.clock())
    for _ in range(_TRIES - 1):
        if answer.ok or answer.kind is not ErrorClass.AMBIGUOUS:
            break
        answer = await workspace.call("chat.delete", where, house.clock())
        if answer.code == "message_not_found":
            return Answer(True)
    return answer


async def _found(house: House, channel: str, workspace: Workspace, mark: str) -> str:
    """The ``ts`` of the test message with this mark; empty when it is not there."""
    since = house.clock() + timedelta(seconds=workspace.skew_s - 120)
    arguments = {"channel": channel, "oldest": f"{since.timestamp():.6f}", "include_all_metadata": "true", "limit": "200"}
    answer = await workspace.call("conversations.history", arguments, house.clock(), form=True)
    for message in answer.data.get("messages") or ():
        if ((message.get("metadata") or {}).get("event_payload") or {}).get("test") == mark:
            return str(message["ts"])
    return ""


async def _listening(house: House, channel: ChannelSettings, proxy: str | None) -> AsyncIterator[PartFinding]:
    """Whether clicks can reach us, and from whom."""
    options: Any = channel.options
    part = f"{channel.id} buttons"
    if options.app_token is None and options.signing_secret is None:
        yield PartFinding(part, True, "none: give the channel an app_token, or a signing_secret where Slack calls the web role")
        return
    if options.app_token is not None:
        yield await _socket_mode(house, channel, proxy)
    elif house.config.settings.web is None:
        yield PartFinding(part, False, "a signing_secret needs the web role: write the block 'web' into policywatch.yaml")
    else:
        yield PartFinding(part, True, f"Slack calls {house.config.settings.web.public_url.rstrip('/')}/slack")
    able = [person for person in house.config.settings.people if person.slack_user and person.role != "auditor"]
    who = f"{len(able)} people can act" if able else "nobody can act: give people under 'people' a slack_user and a role"
    yield PartFinding(f"{channel.id} people", bool(able), who)


async def _socket_mode(house: House, channel: ChannelSettings, proxy: str | None) -> PartFinding:
    options: Any = channel.options
    part = f"{channel.id} buttons"
    try:
        workspace = Workspace(options.app_token.reveal(house.env), options.base_url, proxy)
    except SecretMissing as error:
        return PartFinding(part, False, str(error))
    answer = await workspace.call("apps.connections.open", {}, house.clock())
    await workspace.close()
    return PartFinding(part, answer.ok, "Socket Mode can be opened" if answer.ok else answer.reason)
