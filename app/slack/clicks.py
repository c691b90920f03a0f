"""Reads what Slack sends into what a person wants; pure, so that every shape of a payload is a plain test."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alerts.render.slack_actions import MORE, PREFIX

#: when somebody who snoozed until a day is reminded again
MORNING = time(8, 0)


@dataclass(frozen=True, slots=True)
class Click:
    """One click on a message, one choice of its menu, or one dialog that was sent."""

    #: ``relevant``, ``assign``, ``mute_source``, ...
    name: str
    alert_id: str
    user: str
    team: str
    #: empty for the home tab and for dialogs
    channel: str
    #: identifies the click, so that a replay is known
    request: str
    #: ``ts`` of the message that was clicked, also through a dialog; empty for the home tab
    message: str = ""
    #: opens a dialog, for three seconds
    trigger: str = ""
    #: where its person can be answered for half an hour; holds a key, never logged
    answer_to: str = ""
    #: the fields of a dialog
    fields: Mapping[str, Any] | None = None


def of_action(body: Mapping[str, Any], action: Mapping[str, Any]) -> Click:
    """A click on a button or a choice of a menu."""
    name = str(action.get("action_id") or "")
    value = str(action.get("value") or "")
    if name == MORE:
        name, _, value = str((action.get("selected_option") or {}).get("value") or "").partition(":")
    user = _id(body, "user")
    return Click(
        name=name.removeprefix(PREFIX),
        alert_id=value,
        user=user,
        team=_id(body, "team"),
        channel=_id(body, "channel"),
        message=str((body.get("container") or {}).get("message_ts") or ""),
        request=f"{user} {action.get('action_ts') or ''} {value}",
        trigger=str(body.get("trigger_id") or ""),
        answer_to=str(body.get("response_url") or ""),
    )


def of_dialog(body: Mapping[str, Any]) -> Click:
    """A dialog that was sent."""
    view = body.get("view") or {}
    private = read_private(str(view.get("private_metadata") or ""))
    user = _id(body, "user")
    return Click(
        name=str(view.get("callback_id") or "").removeprefix(PREFIX),
        alert_id=private.get("alert", ""),
        user=user,
        team=_id(body, "team"),
        channel="",
        message=private.get("message", ""),
        request=f"{user} {view.get('id') or ''}",
        answer_to=private.get("answer_to", ""),
        fields=_fields(view),
    )


def private(click: Click) -> str:
    """What a dialog carries from the click that opened it to the one that sends it."""
    return json.dumps({"alert": click.alert_id, "answer_to": click.answer_to, "message": click.message})


def read_private(text: str) -> dict[str, str]:
    """What a dialog carried; empty for anything else."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _id(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return str(found.get("id") or "") if isinstance(found, Mapping) else ""


def _fields(view: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a dialog by name: a text, a list of texts, or ``None`` where nothing was given."""
    blocks = (view.get("state") or {}).get("values") or {}
    return {name: _value(element) for elements in blocks.values() for name, element in elements.items()}


def _value(element: Mapping[str, Any]) -> Any:
    match element.get("type"):
        case "checkboxes":
            return [str(one["value"]) for one in element.get("selected_options") or ()]
        case "static_select":
            return str((element.get("selected_option") or {}).get("value") or "") or None
        case "datepicker":
            return element.get("selected_date") or None
        case _:
            return element.get("value") or None


def morning(days: str | None, day: str | None, now: datetime, zone: str) -> str:
    """The morning of a day, or of the day that many days ahead, as ISO 8601; empty for 0 days. Raises ValueError for anything else."""
    if day:
        on = date.fromisoformat(day)
    elif (ahead := int(days or "")) == 0:
        return ""
    else:
        on = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=ahead)
    return datetime.combine(on, MORNING, ZoneInfo(zone)).isoformat()
