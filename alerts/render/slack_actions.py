"""The buttons of an alert, and the dialogs that some of them open."""

from collections.abc import Mapping

from alerts.render.blocks import Block, actions, button, field, options, overflow, plain_text
from alerts.render.words import Words
from alerts.standing import Standing

#: in front of every action, so that another app's are never ours
PREFIX = "policywatch_"
MORE = f"{PREFIX}more"
#: choices of how long something sleeps, in days; 0 is until it is undone
SNOOZES = (1, 3, 7, 30)
MUTES = (7, 30, 90, 0)


def rows(alert_id: str, url: str | None, words: Words, stands: Standing, *, reply: bool) -> list[Block]:
    """Two rows: is it relevant, and what becomes of it; a reply asks the first alone, since the matter has one state."""
    opened = [button(f"{PREFIX}open", words.pick("Open source", "打开原文"), url=url)] if url else []
    if not alert_id:
        return [actions(opened)] if opened else []
    judge = [
        button(f"{PREFIX}relevant", words.pick("Relevant", "相关"), alert_id),
        button(f"{PREFIX}not_relevant", words.pick("Not relevant", "不相关"), alert_id),
    ]
    return [actions(judge + opened)] + ([] if reply else [actions(_work(alert_id, words, stands))])


def _work(alert_id: str, words: Words, stands: Standing) -> list[Block]:
    named = [_reopen(alert_id, words)] if stands.done else _handling(alert_id, words, stands)
    more = {
        f"mute_matter:{alert_id}": words.pick("Mute this matter", "将此事项静音"),
        f"mute_source:{alert_id}": words.pick("Mute this source (admins)", "将此来源静音（管理员）"),
        f"mute_use:{alert_id}": words.pick("Mute a use (admins)", "将用途静音（管理员）"),
        f"retract:{alert_id}": words.pick("Retract this alert (admins)", "撤回此提醒（管理员）"),
    }
    return [*named, overflow(MORE, more)]


def _handling(alert_id: str, words: Words, stands: Standing) -> list[Block]:
    first = [] if stands.acknowledged_by else [("acknowledge", words.pick("Acknowledge", "确认"))]
    named = [
        *first,
        ("assign", words.pick("Assign", "指派")),
        ("snooze", words.pick("Snooze", "稍后提醒")),
        ("done", words.pick("Mark done", "标记完成")),
    ]
    return [button(f"{PREFIX}{name}", label, alert_id) for name, label in named]


def reopening(alert_id: str, words: Words) -> Block:
    """The one row of an alert that was taken back."""
    return actions([_reopen(alert_id, words)])


def _reopen(alert_id: str, words: Words) -> Block:
    return button(f"{PREFIX}reopen", words.pick("Reopen", "重新打开"), alert_id)


def home_row(alert_id: str, url: str | None, words: Words, stands: Standing) -> Block:
    """What can be done about an open item from the home tab."""
    return actions(
        _handling(alert_id, words, stands) + ([button(f"{PREFIX}open", words.pick("Open source", "打开原文"), url=url)] if url else [])
    )


# ---- dialogs ---------------------------------------------------------------------------------------------------------


def not_relevant(alert_id: str, uses: Mapping[str, str], words: Words) -> Block:
    """To which uses it is not relevant, and why."""
    blocks = []
    if len(uses) > 1:
        boxes = options(uses)[:10]
        element = {"type": "checkboxes", "options": boxes, "initial_options": boxes}
        blocks.append(field("uses", words.pick("Not relevant for", "与以下用途不相关"), element))
    hint = words.pick("We do not rank applicants in this country", "例如：我们在该国不做简历筛选")
    why = {"type": "plain_text_input", "multiline": True, "max_length": 1000, "placeholder": plain_text(hint, 150)}
    blocks.append(field("reason", words.pick("Why", "原因"), why, optional=True))
    return _view("not_relevant", alert_id, words.pick("Not relevant", "不相关"), blocks, words)


def assign(alert_id: str, people: Mapping[str, str], chosen: str, words: Words) -> Block:
    """Who takes it; ``chosen`` is the id of the person who has it or owns the use, or empty."""
    offered = options(people)
    first = [one for one in offered if one["value"] == chosen]
    element = {"type": "static_select", "options": offered, **({"initial_option": first[0]} if first else {})}
    return _view(
        "assign", alert_id, words.pick("Assign", "指派"), [field("person", words.pick("Who takes it", "由谁处理"), element)], words
    )


def snooze(alert_id: str, words: Words) -> Block:
    """Until when nobody is reminded: one of the usual spans, or a day."""
    spans = {str(days): _span(days, words) for days in SNOOZES}
    usual = options(spans)
    menu = {"type": "static_select", "options": usual, "initial_option": usual[0]}
    day = {"type": "datepicker"}
    blocks = [
        field("days", words.pick("Remind again in", "多久后再提醒"), menu),
        field("day", words.pick("Or on the morning of", "或在此日早上提醒"), day, optional=True),
    ]
    return _view("snooze", alert_id, words.pick("Snooze", "稍后提醒"), blocks, words)


def mute(noun: str, alert_id: str, uses: Mapping[str, str], words: Words) -> Block:
    """For how long a matter, a source or a use tells nothing."""
    spans = options({str(days): _span(days, words) for days in MUTES})
    element = {"type": "static_select", "options": spans, "initial_option": spans[0]}
    blocks = [field("days", words.pick("For how long", "静音多久"), element)]
    if noun == "use":
        offered = options(uses)
        blocks.insert(0, field("use", words.pick("Which use", "哪个用途"), {"type": "static_select", "options": offered}))
    title = {
        "matter": words.pick("Mute this matter", "将此事项静音"),
        "source": words.pick("Mute this source", "将此来源静音"),
        "use": words.pick("Mute a use", "将用途静音"),
    }[noun]
    return _view(f"mute_{noun}", alert_id, title, blocks, words)


def retract(alert_id: str, words: Words) -> Block:
    """Why an alert is taken back; readers see it in its place."""
    why = {"type": "plain_text_input", "multiline": True, "max_length": 600, "min_length": 1}
    label = words.pick("Why, for everybody to read", "原因（所有人可见）")
    return _view("retract", alert_id, words.pick("Retract this alert", "撤回此提醒"), [field("reason", label, why)], words)


def _span(days: int, words: Words) -> str:
    if not days:
        return words.pick("Until it is undone", "直到取消")
    return words.pick(words.count(days, "day"), f"{days} 天")


def _view(name: str, private: str, title: str, blocks: list[Block], words: Words) -> Block:
    return {
        "type": "modal",
        "callback_id": f"{PREFIX}{name}",
        "private_metadata": private,
        "title": plain_text(title, 24),
        "submit": plain_text(words.pick("Save", "保存"), 24),
        "close": plain_text(words.pick("Cancel", "取消"), 24),
        "blocks": blocks,
    }
