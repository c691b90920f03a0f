"""``/policywatch``: each verb, in English and Chinese, and only for people who are known."""

import pytest

from policywatch.testing.slack_limits import complaints
from policywatch.types import ActKind
from tests.app.slack.conftest import Room, until


async def ask(room: Room, text: str, user: str = "U1") -> str:
    ack = await room.command(text, user)
    assert ack.took_s < 3 and ack.payload["response_type"] == "ephemeral"
    assert complaints(ack.payload) == ("", [])
    return str(ack.payload["blocks"])


@pytest.mark.parametrize("text", ["", "help", "nonsense", "search", "unmute"])
async def test_what_is_not_understood_gets_the_help(text: str, room: Room) -> None:
    assert "/policywatch search WORDS" in await ask(room, text)


async def test_a_search_finds_words_in_any_script(room: Room) -> None:
    await room.tell("生成式人工智能服务管理暂行办法", language="zh-Hans")
    await room.tell("Regulation on chatbots")
    shown = await ask(room, "search 人工智能")
    assert "1 publication for “人工智能”" in shown and "生成式人工智能服务管理暂行办法" in shown and "[ZH]" in shown
    assert "chatbots" not in shown
    assert "Nothing found" in await ask(room, "search no-such-word")


async def test_a_search_takes_markup_for_words(room: Room) -> None:
    await room.tell()
    ack = await room.command("search &lt;!channel&gt; *x*")
    assert "<!" not in ack.payload["text"] and "Nothing found for" in str(ack.payload["blocks"])


async def test_more_finds_than_fit_are_said(room: Room) -> None:
    for number in range(14):
        await room.tell(f"Circular {number} on chatbots")
    assert "There are more: add a word" in await ask(room, "search circular")


async def test_sources_stand_with_their_state(room: Room) -> None:
    await room.tell()
    shown = await ask(room, "sources gazette")
    assert "1 source, 0 in trouble" in shown and "nordia-gazette · changed" in shown
    assert "0 sources" in await ask(room, "sources nowhere")


async def test_the_digest_so_far_shows_what_came_and_which_dates_are_ahead(room: Room) -> None:
    await room.tell("Regulation on chatbots")
    shown = await ask(room, "digest")
    assert "The last seven days: 1 relevant publication" in shown
    assert "Applies from 2 Feb 2027 (70 days left) · Regulation on chatbots" in shown


async def test_mutes_are_made_listed_and_undone(room: Room) -> None:
    await room.tell()
    assert "Nothing is muted" in await ask(room, "mute")
    assert "Source nordia-gazette muted by Ada Example until 1 Dec 2026 08:00 CET" in await ask(room, "mute nordia-gazette 7")
    assert "Use Customer chatbot muted by Ada Example" in await ask(room, "mute use:chat")
    listed = await ask(room, "mute")
    assert "source:nordia-gazette" in listed and "use:chat" in listed
    assert "unmuted" in await ask(room, "unmute use:chat")
    assert "use:chat" not in await ask(room, "mute")
    assert [one.kind for one in room.house.store.acts()] == [ActKind.MUTE, ActKind.MUTE, ActKind.UNMUTE]


@pytest.mark.parametrize(
    ("text", "user", "says"),
    [
        ("mute source:none", "U1", "No source, use or matter"),
        ("mute <!channel>", "U1", "No source, use or matter"),
        ("mute use:chat soon", "U1", "no number of days"),
        ("mute use:chat 99999999999", "U1", "no number of days"),
        ("mute use:chat -3", "U1", "lies ahead"),
        ("mute source:nordia-gazette", "U2", "role editor"),
        ("search rule", "U9", "people in policywatch.yaml"),
        ("sources", "U9", "people in policywatch.yaml"),
    ],
)
async def test_what_may_not_be_is_said(text: str, user: str, says: str, room: Room) -> None:
    await room.tell()
    assert says in await ask(room, text, user)
    assert room.house.store.acts() == []


async def test_another_workspace_hears_nothing(room: Room) -> None:
    ack = await room.command("sources", team="T2")
    assert "nordia" not in str(ack.payload)


async def test_an_answer_that_takes_long_comes_afterwards(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    await room.tell()
    slow = room.house.store.source_rows
    monkeypatch.setattr(room.house.store, "source_rows", lambda: (time.sleep(2.5), slow())[1])
    ack = await room.command("sources")
    assert ack.took_s < 2.5 and ack.payload == {}
    (answer,) = await until(lambda: room.slack.responses)
    assert "1 source" in str(answer["blocks"])


async def test_a_muted_matter_is_drawn_again(room: Room) -> None:
    await room.tell()
    (row,) = room.house.store.alerts()
    assert "This matter muted" in await ask(room, f"mute matter:{row.matter_id}")
    await until(lambda: room.slack.calls["chat.update"] == 1)
