"""What holds messages back, and what is told together: the wishes of people and of the configuration, handed to the rooms that decide."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog

from app.house import REGISTRIES, House
from policywatch.config import FatigueBlock
from policywatch.types import ActKind, Alert, MessageKind, Severity

if TYPE_CHECKING:
    from alerts.base import Capabilities
    from alerts.fatigue import Patience, Restraint

log = structlog.get_logger()

#: more alerts than this at once on a channel are told in one summary, each in its thread
BURST = 5
_WISHES = (ActKind.MUTE, ActKind.UNMUTE, ActKind.SNOOZE, ActKind.REOPEN)


def capabilities_of(house: House, channel_id: str) -> "Capabilities | None":
    """What a configured channel can do, known without building it; ``None`` for one that is not configured."""
    settings = house.config.settings.channel(channel_id)
    found: Capabilities | None = REGISTRIES.channels.module(settings.kind).CAPABILITIES if settings else None
    return found


def threaded_channels(house: House) -> frozenset[str]:
    """The configured channels in which messages can be replies."""
    ids = (channel.id for channel in house.config.settings.channels)
    return frozenset(one for one in ids if (can := capabilities_of(house, one)) and can.thread)


def asleep_now(house: House) -> Mapping[str, datetime | None]:
    """What people muted or let sleep, with the end."""
    from alerts.standing import asleep

    return asleep(house.store.acts(kinds=_WISHES), house.clock())


def restraint_of(house: House) -> "Restraint":
    """What holds messages back now."""
    from alerts.fatigue import Restraint

    settings = house.config.settings
    patience = {channel.id: _patience(channel.fatigue, settings.zone) for channel in settings.channels}
    since = house.clock() - timedelta(hours=1)
    capped = [channel_id for channel_id, one in patience.items() if one.per_hour]
    return Restraint(patience, asleep_now(house), {one: house.store.sent_times(one, since) for one in capped})


def in_digest_alone(house: House, alert: Alert, source_id: str, asleep: Mapping[str, datetime | None]) -> Alert:
    """The alert, told in the digest alone when its channel wants nothing so quiet or people muted what it is about."""
    from alerts.fatigue import digest_only

    settings = house.config.settings.channel(alert.channel_id)
    least = settings.fatigue.min_severity if settings else Severity.LOW
    subjects = (f"matter:{alert.matter_id}", f"source:{source_id}")
    uses = [f"use:{one.use_id}" for one in alert.relevances]
    why = digest_only(alert.severity, least, subjects, uses, asleep)
    return replace(alert, when="weekly", reasons=(*alert.reasons, why)) if why and alert.when == "now" else alert


def _patience(given: FatigueBlock, zone: str) -> "Patience":
    from alerts.fatigue import Patience

    start, end = given.quiet_from or time(0), given.quiet_until or time(0)
    return Patience(given.zone or zone, start, end, given.high_passes, given.per_hour)


def gather(house: House, channel_ids: Collection[str], restraint: "Restraint") -> int:
    """Lets one summary tell the alerts that came at once on a channel; how many summaries were made.

    What is held for now is left alone. A summary that waits already, as during an outage, takes up what came since.
    """
    from alerts.message import burst, summary_for

    made = 0
    now = house.clock()
    for channel_id in sorted(set(house.store.crowded_channels(now, BURST)).intersection(channel_ids)):
        loose = house.store.loose_alerts(channel_id, now)
        if all(loose.values()):
            continue
        found = [house.store.delivery(one) for one in loose]
        free = [one for one in found if one and (one.summary_id or restraint.until(one, now) <= now)]
        fresh = [one for one in free if not one.summary_id]
        if not fresh or (len(fresh) <= BURST and len(fresh) == len(free)):
            continue
        summary = summary_for(burst([one.message for one in free], now), channel_id, [one.id for one in free], now)
        if house.store.gather(summary, [one.id for one in free], now):
            made += 1
            log.info("gathered", channel_id=channel_id, alerts=len(free), summary_id=summary.id, kind=MessageKind.SUMMARY.value)
    return made
