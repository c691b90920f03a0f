"""What people write back in Lanying IM: found to be about an alert, done through the one door, and answered in the same chat."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

import structlog

from app.acting import Wish, act_on_alert, find_person, voices_of
from app.house import House
from policywatch.errors import SecretMissing
from policywatch.types import ActKind, Severity

if TYPE_CHECKING:
    from alerts.channels.lanying import Options
    from alerts.replies import Reply

log = structlog.get_logger()

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Written:
    """One message as the service told it."""

    message_id: str
    sender: str
    #: a user, or a group
    receiver: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of Lanying whose conversation people may answer in."""

    channel_id: str
    options: "Options"

    def holds(self, written: Written) -> bool:
        """Whether a message was written in this conversation, and not by us."""
        us = str(self.options.from_user)
        if written.sender == us:
            return False
        if self.options.to_group is not None:
            return written.receiver == str(self.options.to_group)
        return written.sender == str(self.options.to_user) and written.receiver == us


def places(house: House, app_id: str) -> list[Place]:
    """The channels of an app that take answers."""
    from alerts.channels.lanying import Options

    found = (one for one in house.config.settings.channels if isinstance(one.options, Options))
    taking = ((one.id, one.options) for one in found if isinstance(one.options, Options) and one.options.callback_secret)
    return [Place(channel_id, options) for channel_id, options in taking if options.app_id == app_id]


def trusted(house: House, found: list[Place], signature: str, address: str) -> list[Place]:
    """Those of the channels whose secret a caller knows and whose networks it comes from; every secret is compared in constant time."""
    return [place for place in found if _knows(house, place, signature) & _is_near(place, address)]


def _knows(house: House, place: Place, signature: str) -> bool:
    secret = place.options.callback_secret
    try:
        wanted = secret.reveal(house.env).strip() if secret else ""
    except SecretMissing as error:
        log.error("callback_refused", channel_id=place.channel_id, what=str(error))
        return False
    # hashed first, so that neither the length nor a letter beyond ASCII shows
    return compare_digest(sha256(signature.encode()).digest(), sha256(wanted.encode()).digest())


def _is_near(place: Place, address: str) -> bool:
    if not place.options.callback_networks:
        return True
    try:
        caller = ip_address(address)
    except ValueError:
        return False
    return any(caller in ip_network(one) for one in place.options.callback_networks)


def written_of(told: Any) -> Written | None:
    """The message in a callback, or ``None`` when it is none."""
    if not isinstance(told, Mapping) or not isinstance(told.get("content"), str):
        return None
    sender, receiver = _uid(told.get("from")), _uid(told.get("to"))
    message_id = _number(told.get("msgId"))
    return Written(message_id, sender, receiver, told["content"]) if sender and receiver and message_id else None


def _uid(party: Any) -> str:
    return _number(party.get("uid")) or _number(party.get("gid")) if isinstance(party, Mapping) else ""


def _number(value: Any) -> str:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdigit() and len(text) <= 20 else ""


def take(house: House, found: list[Place], app_id: str, written: Written) -> bool:
    """Does what a message asks for and answers it; false when it asks for nothing. The same message twice is taken once."""
    from alerts.replies import read_reply

    place = next((one for one in found if one.holds(written)), None)
    reply = read_reply(written.text) if place else None
    if place is None or reply is None:
        return False
    request = f"lanying:{app_id}:{written.message_id}"
    # what it means is decided once: a replay that comes after the next alert is still about the one before
    meant = _SEPARATOR.join((_alert_of(house, place, reply), _value(house, reply)))
    _, meant = house.store.take_request(request, meant, house.clock())
    alert_id, _, value = meant.partition(_SEPARATOR)
    _answer(
        house,
        place,
        request,
        alert_id,
        _do(house, place, written.sender, alert_id, Wish(reply.kind, "", value, reply.reason, "lanying", request)),
    )
    return True


def _alert_of(house: House, place: Place, reply: "Reply") -> str:
    """The alert that a reply names by its short id, else the last one that was told there; empty when there is none."""
    told = house.store.told_alerts(place.channel_id)
    named = (one for one in told if one.id.startswith(reply.short_id))
    return next((one.alert_id for one in named), "")


def _value(house: House, reply: "Reply") -> str:
    return (house.clock() + timedelta(days=reply.days)).isoformat() if reply.kind is ActKind.SNOOZE else ""


def _do(house: House, place: Place, sender: str, alert_id: str, wish: Wish) -> str:
    """What came of it, in a line that names people by id alone and repeats no reason: it lies in the outbox."""
    from alerts.render.acts import told

    voices = replace(voices_of(house, place.options.language), people={})
    if not alert_id:
        return voices.pick(
            "No alert of this chat is meant: name the eight characters at its end", "未找到所指的提醒：请写上消息末尾的八位编号"
        )
    outcome = act_on_alert(house, find_person(house, lanying_user=sender), alert_id, wish, voices=voices)
    if not outcome.ok:
        return outcome.what
    lines = [told(replace(act, reason=""), voices) for act in outcome.acts]
    return "; ".join(lines) or voices.pick("It stands so already", "此前已操作")


def _answer(house: House, place: Place, request: str, alert_id: str, line: str) -> None:
    """Says in the chat what came of it; an answer to the same message is queued once."""
    from alerts.message import delivery_for, notice

    now = house.clock()
    message = notice(line, tuple(_title(house, alert_id)), Severity.NORMAL, now)
    house.store.add_deliveries([delivery_for(message, place.channel_id, request, now)], now)


def _title(house: House, alert_id: str) -> Iterator[str]:
    row = house.store.alert(alert_id) if alert_id else None
    if row is not None:
        yield row.title
