"""Reminders of deadlines that come near, and calls about high alerts that nobody took up: queued like any message, once each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog

from app.classifying import source_of
from app.house import House
from policywatch.store import DocumentRow, Told
from policywatch.types import Act, Delivery, LegalDate, Message, MessageKind, Route, Severity

log = structlog.get_logger()


def remind(house: House) -> int:
    """Queues what is due now, and takes back what waits and no longer holds; how many messages are new."""
    acts = _acts_by_matter(house)
    wanted = [*_reminders(house, acts), *_calls(house, acts)]
    _take_back(house, {one.id for one in wanted})
    fresh = house.store.add_deliveries(wanted, house.clock())
    if fresh:
        log.info("reminded", messages=fresh)
    return fresh


def _acts_by_matter(house: House) -> Mapping[str, Sequence[Act]]:
    found: dict[str, list[Act]] = {}
    for act in house.store.acts():
        if act.subject.startswith("matter:"):
            found.setdefault(act.subject.removeprefix("matter:"), []).append(act)
    return found


def _take_back(house: House, wanted: set[str]) -> None:
    """A date that moved, a matter that is done: what was queued for it and still waits is overtaken."""
    waiting = house.store.waiting_deliveries((MessageKind.REMINDER, MessageKind.ESCALATION))
    house.store.overtake([one for one in waiting if one not in wanted], house.clock())


def _reminders(house: House, acts: Mapping[str, Sequence[Act]]) -> Iterator[Delivery]:
    from alerts.message import delivery_for
    from alerts.reminders import ACT_BY, step_due
    from alerts.standing import standing

    now = house.clock()
    zone = ZoneInfo(house.config.settings.zone)
    told: dict[str, list[Told]] = {}
    for one in house.store.told_matters():
        told.setdefault(one.matter_id, []).append(one)
    for row, date in house.store.open_deadlines(now):
        if row.matter_id is None or date.on is None or date.kind not in ACT_BY:
            continue
        stands = standing(acts.get(row.matter_id, ()))
        for one in told.get(row.matter_id, ()) if not (stands.done or stands.retracted) else ():
            step = step_due(date.on, one.told_at.astimezone(zone).date(), now.astimezone(zone).date())
            if step is not None:
                subject = f"{row.matter_id}:{date.on.isoformat()}:{step}"
                yield delivery_for(_reminder(house, row, date, _alert_of(house, one)), one.channel_id, subject, now)


def _alert_of(house: House, one: Told) -> str:
    """The alert that told a matter first there: its buttons do for the reminder."""
    first = house.store.told_delivery(one.matter_id, one.channel_id)
    delivery = house.store.delivery(first) if first else None
    return delivery.alert_id if delivery else ""


def _reminder(house: House, row: DocumentRow, date: LegalDate, alert_id: str) -> Message:
    from alerts.message import item_for

    assert row.classification is not None, "only classified documents have a band"
    item = item_for(row.id, row.document, row.classification, source_of(house, row.document), house.config.uses)
    item = replace(item, dates=(date,))
    return Message(
        MessageKind.REMINDER, item.title, (item,), Severity.HIGH, alert_id=alert_id, matter_id=row.matter_id or "", created_at=house.clock()
    )


@dataclass(frozen=True, slots=True)
class _Call:
    """Who is called about an alert, and when."""

    after_s: float
    channel_id: str
    people: tuple[str, ...]


def _calls(house: House, acts: Mapping[str, Sequence[Act]]) -> Iterator[Delivery]:
    from alerts.message import delivery_for
    from alerts.reminders import CALL_WITHIN, call_due

    routes = [route for route in house.config.routes if route.escalate_after_s is not None]
    now = house.clock()
    longest = timedelta(seconds=max((route.escalate_after_s or 0.0 for route in routes), default=0.0))
    for one, told_at in house.store.high_alerts(now - longest - CALL_WITHIN) if routes else ():
        message = one.message
        for call in _called(routes, one):
            if call_due(told_at, timedelta(seconds=call.after_s), acts.get(message.matter_id, ()), now):
                loud = replace(
                    message,
                    kind=MessageKind.ESCALATION,
                    mentions=call.people,
                    created_at=now,
                    parent_delivery_id=None,
                    severity=Severity.HIGH,
                )
                yield delivery_for(loud, call.channel_id, one.id, now)


def _called(routes: Sequence[Route], one: Delivery) -> Iterator[_Call]:
    """One call per channel: by the most impatient of the routes that told the alert."""
    uses = {why.use_id for item in one.message.items for why in item.why}
    fired = [r for r in routes if r.channel == one.channel_id and (not r.uses or uses.intersection(r.uses) or not uses)]
    calls: dict[str, _Call] = {}
    for route in sorted(fired, key=lambda r: r.escalate_after_s or 0.0, reverse=True):
        channel_id = route.escalate_channel or route.channel
        calls[channel_id] = _Call(route.escalate_after_s or 0.0, channel_id, route.escalate_to)
    yield from calls.values()
