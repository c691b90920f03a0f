"""The home tab: what a person has to look at, and which dates come next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.acting import Wish, act
from app.house import House
from policywatch.store import AlertRow
from policywatch.types import ActKind, Severity

if TYPE_CHECKING:
    from alerts.render.acts import Voices
    from alerts.standing import Standing
    from app.slack.desk import Desk

#: alerts looked back at for open matters
_BACK = 1000
_ITEMS = 15
_DATES = 15


@dataclass(frozen=True, slots=True)
class Open:
    """One matter that somebody may still look at."""

    row: AlertRow
    stands: "Standing"
    mine: bool


def open_items(house: House, channel_ids: frozenset[str], person_id: str) -> list[Open]:
    """Matters told in these channels that are neither done nor retracted nor asleep: one's own first, then the loudest, then the newest."""
    from alerts.standing import standing

    newest: dict[str, AlertRow] = {}
    for row in house.store.alerts(_BACK):
        if row.channel in channel_ids and row.message is not None:
            newest.setdefault(row.matter_id, row)
    acts = house.store.acts(subjects=[f"matter:{matter_id}" for matter_id in newest])
    owners = {use.id: use.owner for use in house.config.uses}
    found = []
    for matter_id, row in newest.items():
        stands = standing(one for one in acts if one.subject == f"matter:{matter_id}")
        holder = stands.assignee or next((owners[use] for use in row.uses if owners.get(use)), "")
        if not (stands.done or stands.retracted or stands.sleeps(house.clock())):
            found.append(Open(row, stands, bool(holder) and holder == person_id))
    loudness = list(Severity)
    return sorted(found, key=lambda one: (not one.mine, loudness.index(one.row.severity)))


def home_view(desk: "Desk", user: str) -> dict[str, Any]:
    """The whole tab of one person; blocks on the database."""
    from alerts.render.blocks import context, header, rich, section, text

    house, voices = desk.house, desk.voices()
    person = desk.person(user)
    if person is None:
        refusal = act(house, None, Wish(ActKind.ACKNOWLEDGE, ""), voices=voices).what
        return {"type": "home", "blocks": [rich(section([text(refusal)]))]}
    items = open_items(house, desk.channel_ids, person.id)
    mine = sum(1 for one in items if one.mine)
    title = voices.pick(f"{desk.words.count(len(items), 'open item')}, {mine} with you", f"{len(items)} 项待处理，其中 {mine} 项由您负责")
    blocks = [header(title), *_fitting(list(_items(desk, items[:_ITEMS], voices)))]
    if len(items) > _ITEMS:
        blocks.append(context([desk.words.more(len(items) - _ITEMS)]))
    blocks += [header(voices.pick("Dates ahead", "近期日期")), *_dates(desk, voices)]
    blocks.append(context([desk.words.disclaimer]))
    return {"type": "home", "blocks": blocks}


def _fitting(groups: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """As many whole items as a view can carry."""
    from alerts.render import limits

    blocks: list[dict[str, Any]] = []
    for group in groups:
        if limits.total(blocks + group) > limits.TOTAL * 2 // 3:
            break
        blocks += group
    return blocks


def _items(desk: "Desk", items: list[Open], voices: "Voices") -> Iterator[list[dict[str, Any]]]:
    from alerts.render.acts import standing_lines
    from alerts.render.blocks import rich, section, text
    from alerts.render.card import card
    from alerts.render.slack_actions import home_row

    now = desk.house.clock()
    for number, one in enumerate(items):
        message = one.row.message
        if message is None or not message.items:
            continue
        shown = card(message.items[0], voices.looks, now, one.row.severity)
        owner = next((voices.person(reason.owner) for reason in shown.reasons if reason.owner), "")
        lines = [shown.verdict, *standing_lines(one.stands, owner, voices, now)]
        parts = [text(shown.headline, bold=True), text("\n" + "\n".join(lines))]
        row = home_row(one.row.id, shown.url, desk.words, one.stands)
        yield [{**rich(section(parts)), "block_id": f"pw-home-{number}"}, {**row, "block_id": f"pw-home-{number}-row"}]


def _dates(desk: "Desk", voices: "Voices") -> list[dict[str, Any]]:
    from alerts.render.blocks import rich, section, text
    from alerts.render.safe import cut, plain
    from alerts.render.words import days_until

    house, words = desk.house, desk.words
    now, zone = house.clock(), house.config.settings.zone
    lines = []
    for row, one in house.store.open_deadlines(now):
        if one.on is None or (left := days_until(one.on, now, zone)) < 0:
            continue
        title = cut(plain(row.document.title), 120)
        day = f"{words.day(one.on)}{words.within(words.days_left(left))}"
        lines.append(section([text(day, bold=True), text(f" · {words.date_kind(one.kind)} · {title}\n")]))
    if not lines:
        return [rich(section([text(voices.pick("No date ahead is known", "暂无已知日期"))]))]
    more = [section([text(words.more(len(lines) - _DATES))])] if len(lines) > _DATES else []
    return [rich(*lines[:_DATES], *more)]
