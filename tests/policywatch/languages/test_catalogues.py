"""Catalogues: what a language must bring, and what a broken file says."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alerts.render import words as product_words
from alerts.render.concepts import _CONCEPTS
from alerts.render.words import Words
from policywatch.errors import CatalogueError
from policywatch.languages import available, catalogue

ROOT = Path(__file__).parents[3]
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def spoken() -> Iterator[tuple[str, str]]:
    """Every message of the code with its context: all literal calls of ``say`` and ``many`` in Python and in the templates."""
    for folder in ("alerts", "app"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("say", "many"):
                    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                    if texts and node.args and isinstance(node.args[0], ast.Constant):
                        yield texts[0], texts[1] if getattr(node.func, "attr", "") == "say" and len(texts) > 1 else ""
        for path in (ROOT / folder).rglob("*.j2"):
            for found in re.findall(r'(?<!\w)say\("([^"]+)"', path.read_text(encoding="utf-8")):
                yield found, ""
    tables = {
        "type": product_words._TYPES,
        "status": product_words._STATUSES,
        "date": product_words._DATES,
        "moved": product_words._MOVED,
        "update": product_words._CHANGES,
        "outcome": product_words._OUTCOMES,
        "cause": product_words._CAUSES,
        "place": product_words._JURISDICTIONS,
    }
    for context, table in tables.items():
        for text in table.values():
            yield text, context
    for name, _ in _CONCEPTS:
        yield name, "concept"


def test_chinese_has_words_for_every_message() -> None:
    chinese = catalogue("zh-Hans")
    # signs alone are the same in every language
    missing = {
        (text, context)
        for text, context in spoken()
        if re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", text)) and not re.search("[\u4e00-\u9fff]", chinese.say(text, context))
    }
    assert missing == set()


def test_a_file_in_the_home_folder_adds_a_language(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text(
        HEAD
        + 'msgid "{number} day left"\nmsgid_plural "{number} days left"\nmsgstr[0] "noch {number} Tag"\nmsgstr[1] "noch {number} Tage"\n\n'
        + 'msgid "“{text}”"\nmsgstr "„{text}“"\n\nmsgctxt "status"\nmsgid "in force"\nmsgstr "in Kraft"\n',
        encoding="utf-8",
    )
    words = Words("de", (tmp_path,))
    assert available((tmp_path,)) == ("en", "de", "zh-Hans")
    assert (words.days_left(1), words.days_left(1200)) == ("noch 1 Tag", "noch 1.200 Tage")
    assert words.quoted("Verbot") == "„Verbot“"
    assert words.day(date(2026, 12, 16)) == "16.12.2026"
    assert words.jurisdiction("CN") == "China" and words.jurisdiction("ES") == "Spanien"
    assert words.say("See all") == "See all"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('msgid "since {day}, {why}"\nmsgstr "seit {tag}"\n', r"de.po:\d+: nothing fills \{tag\}"),
        ('msgid "May touch:"\nmsgstr "Betrifft {"\n', r"de.po:\d+: a brace stands alone"),
        ("this is no entry\n", r"de.po cannot be read"),
    ],
)
def test_a_broken_file_says_what_is_wrong(body: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(CatalogueError, match=what):
        catalogue("de", (tmp_path,))


@pytest.mark.parametrize("language", ["xx", "../en", "", "zh-Hant"])
def test_a_language_without_a_file_is_refused(language: str) -> None:
    with pytest.raises(CatalogueError):
        catalogue(language)


def test_a_chinese_reader_gets_chinese_days_counts_and_quotes() -> None:
    words = Words("zh-Hans")
    assert words.day(date(2026, 12, 16)) == "2026年12月16日"
    assert words.days_left(1) == "还剩 1 天" and words.quoted("标识") == "“标识”"
    assert words.listed(["甲", "乙"]) == "甲、乙"
