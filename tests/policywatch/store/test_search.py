"""A search finds words in every script, in the title first, and takes no text for a pattern."""

from datetime import timedelta
from typing import Any

import pytest

from tests.policywatch.store.keeping import keep_check

TEXTS = {
    "en": {"title": "Rule on Automated Hiring", "text": "Operators register chatbots before first use. 100% of them."},
    "zh": {"title": "生成式人工智能服务管理暂行办法", "text": "提供者应当对训练数\n据来源负责。"},
    "fr": {"title": "Règlement sur les SYSTÈMES d'intelligence artificielle", "text": "Une évaluation est faite."},
    "ko": {"title": "인공지능 기본법", "summary": "고영향 인공지능 사업자의 의무"},
    "de": {"title": "Verordnung", "text": "Straße und Gebühr: chatbots", "identifiers": ("celex:32024R1689",)},
}


QUESTIONS: dict[str, set[str]] = {
    "hiring": {"en"},
    "HIRING automated": {"en"},
    "hiring chatbots": {"en"},
    "register chatbot": {"en"},
    "iring": set(),
    "on": {"en"},
    "ope": set(),
    "oper": {"en"},
    "hiring 生成式": set(),
    "chatbots": {"en", "de"},
    "人工智能": {"zh"},
    "生成式 管理": {"zh"},
    "训练数据": {"zh"},
    "数据训练": set(),
    "ＨＩＲＩＮＧ": {"en"},
    "systèmes": {"fr"},
    "ÉVALUATION": {"fr"},
    "고영향": {"ko"},
    "STRASSE": {"de"},
    "32024R1689": {"de"},
    "100%": {"en"},
    "%": {"en"},
    "_": set(),
    "c_atbots": set(),
    '"': set(),
    "\\": set(),
    "title": set(),
    "fingerprint": set(),
    "": set(),
    "   ": set(),
    "AI* OR 1=1 --": set(),
    "\x00\ud800": set(),
}


@pytest.fixture
def filled(world: Any) -> Any:
    documents = [world.document(key, **fields) for key, fields in TEXTS.items()]
    world.check(world.claim()[0], new=documents)
    return world.store


def keys(store: Any, question: str, limit: int = 10) -> set[str]:
    return {row.document.key for row in store.search(question, limit)}


def test_a_question_finds_just_this(filled: Any) -> None:
    assert {question: keys(filled, question) for question in QUESTIONS} == QUESTIONS


def test_what_has_it_in_the_title_comes_first_then_the_newest(world: Any) -> None:
    for number, (key, fields) in enumerate([("a", {"text": "chatbots"}), ("b", {"title": "Chatbots"}), ("c", {"text": "chatbots"})]):
        world.now = world.now + timedelta(hours=number)
        world.store.sync_sources([world.source()], world.now)
        (claim,) = world.store.claim(world.now, world.owner, 60, everything=True)
        document = world.document(key, **fields)
        keep_check(world.store, world.result(claim, documents=(document,), items=1), [world.new(document)], (), world.now, world.now)
    assert [row.document.key for row in world.store.search("chatbots")] == ["b", "c", "a"]
    assert [row.document.key for row in world.store.search("chatbots", 2)] == ["b", "c"]
