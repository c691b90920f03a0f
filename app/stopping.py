"""Channels that cannot work stand still until an admin has acted, and an admin hears of it once, by another way."""

from typing import TYPE_CHECKING

import structlog

from app.house import House
from policywatch.errors import ChannelError, PolicywatchError
from policywatch.types import Delivery, Severity

if TYPE_CHECKING:
    from app.delivering import Channels

log = structlog.get_logger()


def stop(house: House, channels: "Channels", channel_id: str, reason: str, *, account: bool) -> None:
    """Stops a channel, or all channels of its account; tells an admin once for all of them."""
    affected = _siblings(house, channels, channel_id) if account else [channel_id]
    fresh = [one for one in affected if house.store.stop_channel(one, reason, house.clock())]
    if fresh:
        log.error("channel_stopped", channel_ids=affected, what=reason)
        title = f"Channel {', '.join(affected)} stands still" if len(affected) == 1 else f"Channels {', '.join(affected)} stand still"
        lines = (reason, "Nothing is lost: what waits goes out once this is mended. `policywatch deliveries list` shows it.")
        _tell(house, title, lines, f"stopped:{':'.join(affected)}:{house.clock().isoformat()}", set(affected))


def tell_review(house: House, delivery: Delivery, reason: str) -> None:
    """Says once a day and channel that something waits for a person."""
    title = f"A message on channel {delivery.channel_id} waits for a decision"
    lines = (reason, "`policywatch deliveries list --state review` shows what waits; `policywatch deliveries decide` answers.")
    day = house.clock().date().isoformat()
    _tell(house, title, lines, f"review:{delivery.channel_id}:{day}", set())


def _siblings(house: House, channels: "Channels", channel_id: str) -> list[str]:
    """The configured channels that share an account with this one."""
    accounts = {one.id: _account(channels, one.id) for one in house.config.settings.channels}
    return [one for one, account in accounts.items() if account == accounts.get(channel_id)] or [channel_id]


def _account(channels: "Channels", channel_id: str) -> str:
    from alerts.base import account_of

    try:
        return account_of(channels.get(channel_id))
    except (ChannelError, PolicywatchError):
        return channel_id


def _tell(house: House, title: str, lines: tuple[str, ...], subject: str, stopped: set[str]) -> None:
    """Queues a notice on the admins' channel; when that one stands still too, on the first that works."""
    from alerts.message import delivery_for, notice

    settings = house.config.settings
    still = stopped | set(house.store.stopped_channels())
    told = [one for one in (settings.admin_channel, *(route.channel for route in house.config.routes)) if one and one not in still]
    if settings.admin_channel is None and not stopped:
        return
    if told:
        message = notice(title, lines, Severity.HIGH, house.clock())
        house.store.add_deliveries([delivery_for(message, told[0], subject, house.clock())], house.clock())
