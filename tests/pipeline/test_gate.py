"""The gate lets AI pass in every language and says why it does not."""

import time
from typing import Any

import pytest

from pipeline.gate import NO_AI_WORD, NO_LAW_WORD, gate
from policywatch.types import Document


def document(title: str, text: str = "", language: str = "", summary: str = "") -> Document:
    return Document("s", "k", "u", title, "f", text=text, language=language, summary=summary)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Draft rule on automated hiring tools", "en"),
        ("关于人脸识别的规定", "zh"),
        ("生成AIに関する指針", "ja"),
        ("인공지능 규제 법안", "ko"),
        ("Verordnung über künstliche Intelligenz", "de"),
        ("Décret sur l'intelligence artificielle", "fr"),
        ("Decreto sobre inteligencia artificial", "es"),
        ("Decreto sull'intelligenza artificiale", "it"),
        ("Lei da inteligência artificial", "pt"),
        ("Wet op artificiële intelligentie", "nl"),
        ("Ustawa o sztucznej inteligencji", "pl"),
    ],
)
def test_ai_rules_pass_in_every_language(title: str, language: str) -> None:
    assert gate(document(title, language=language)).passed
    assert gate(document(title)).passed


def test_a_fishery_rule_does_not_pass() -> None:
    found = gate(document("Quota for herring in the western basin", "The minister sets the quota for herring for the coming year.", "en"))
    assert (found.passed, found.reason) == (False, NO_AI_WORD)


def test_a_bare_headline_needs_a_word_of_law() -> None:
    assert gate(document("Neues KI-Handy im Test", language="de")).reason == NO_LAW_WORD
    assert gate(document("Gericht verbietet KI-Handy", language="de")).passed


def test_the_abstract_opens_the_gate() -> None:
    assert gate(document("Notice 12", "Nothing here.", "en", summary="Duties for developers of artificial intelligence.")).passed


def test_what_stands_far_below_does_not_count() -> None:
    assert not gate(document("Herring", "fish " * 2_000 + "artificial intelligence", "en")).passed


def test_five_megabytes_are_gated_at_once() -> None:
    huge = document("Herring", "the fish swims " * 350_000, "en")
    gate(huge)
    begin = time.process_time()
    gate(huge)
    assert time.process_time() - begin < 0.5


@pytest.mark.full
def test_the_gate_keeps_its_floors_on_labelled_documents(shared: Any) -> None:
    import json

    with (shared / "data/labels/dev.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    passed: dict[Any, list[bool]] = {}
    for row in rows:
        found = gate(document(row["title"], row["text"], row["lang"])).passed
        passed.setdefault(row["is_ai_regulation"], []).append(found)
        if row["source"].startswith("aashish254/") and row["is_ai_regulation"]:
            passed.setdefault("agora", []).append(found)
    share = {key: sum(found) / len(found) for key, found in passed.items()}
    assert share[True] >= 0.97
    assert share["agora"] >= 0.95
    assert share[False] <= 0.20
