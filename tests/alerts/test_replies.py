"""What people write back acts only when it is nothing but a known word."""

import pytest

from alerts.replies import Reply, read_reply
from policywatch.types import ActKind

K = ActKind


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("done", Reply(K.DONE)),
        ("Done.", Reply(K.DONE)),
        ("@policy-watch done", Reply(K.DONE)),
        ("done 3f2a9c10", Reply(K.DONE, "3f2a9c10")),
        ("#3f2a9c10 done", Reply(K.DONE, "3f2a9c10")),
        ("已处理", Reply(K.DONE)),
        ("已处理。", Reply(K.DONE)),
        ("已处理 3f2a9c10", Reply(K.DONE, "3f2a9c10")),
        ("ＤＯＮＥ", Reply(K.DONE)),
        ("not relevant", Reply(K.NOT_RELEVANT)),
        ("Not relevant: we sell no such system", Reply(K.NOT_RELEVANT, "", "we sell no such system")),
        ("不相关", Reply(K.NOT_RELEVANT)),
        ("不相关：我们没有这项业务", Reply(K.NOT_RELEVANT, "", "我们没有这项业务")),
        ("不相关，因为只适用于银行", Reply(K.NOT_RELEVANT, "", "因为只适用于银行")),
        ("相关", Reply(K.RELEVANT)),
        ("收到", Reply(K.ACKNOWLEDGE)),
        ("got it!", Reply(K.ACKNOWLEDGE)),
        ("重新打开", Reply(K.REOPEN)),
        ("snooze", Reply(K.SNOOZE, days=1)),
        ("snooze 7 days", Reply(K.SNOOZE, days=7)),
        ("稍后提醒 3 天", Reply(K.SNOOZE, days=3)),
        ("snooze 999", Reply(K.SNOOZE, days=365)),
    ],
)
def test_a_word_in_either_language_is_read(text: str, reply: Reply) -> None:
    assert read_reply(text) == reply


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "I am done with lunch",
        "is this done?  not yet",
        "irrelevant to me but ask Bo",
        "这个处理了吗",
        "done done",
        ":",
        "@all",
        "3f2a9c10",
        "\u202e",
    ],
)
def test_talk_is_only_talk(text: str) -> None:
    assert read_reply(text) is None


def test_a_huge_message_is_read_in_a_moment() -> None:
    assert read_reply("@" + "a " * 500_000) is None
