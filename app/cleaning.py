"""The nightly clean-up: repeats that a channel stored after every grace are taken away, and signatures that ran out are forgotten."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from app.delivering import Channels
from app.house import House
from policywatch.errors import ChannelError

if TYPE_CHECKING:
    from alerts.base import Heals

log = structlog.get_logger()

#: time of day, in the company's zone, from which the clean-up of a day may run
AT = time(3, 0)
#: how far back it looks: every message is looked at on at least two nights
SINCE = timedelta(days=2)
#: how the ids of signed requests begin; their signatures run out within minutes, so that none is needed for long
SIGNED = "slack:"
SIGNED_KEPT = timedelta(days=1)
_DONE = "cleaned_at"


def is_due(house: House) -> bool:
    """Whether the clean-up of today has its hour and was not done."""
    place = ZoneInfo(house.config.settings.zone)
    here = house.clock().astimezone(place)
    opens = datetime.combine(here.date(), AT, tzinfo=place)
    done = house.store.meta_get(_DONE)
    return here >= opens and (done is None or datetime.fromisoformat(done) < opens)


async def clean_up(house: House, channels: Channels) -> int:
    """Heals every channel that can be looked through, once a day; how many repeats were taken away."""
    from alerts.base import Heals

    if not is_due(house):
        return 0
    house.store.meta_set(_DONE, house.clock().isoformat())
    house.store.forget_requests(SIGNED, house.clock() - SIGNED_KEPT)
    healed = 0
    for settings in house.config.settings.channels:
        try:
            channel = channels.get(settings.id)
        except ChannelError:
            continue
        if isinstance(channel, Heals):
            healed += await _heal(house, channel, settings.id)
    return healed


async def _heal(house: House, channel: "Heals", channel_id: str) -> int:
    since = house.clock() - SINCE
    try:
        healed = await channel.heal(since, house.store.thread_receipts(channel_id, since), house.clock())
    except LookupError as error:
        log.warning("not_healed", channel_id=channel_id, what=str(error))
        return 0
    if healed:
        log.warning("duplicates_healed", channel_id=channel_id, count=healed)
    return healed
