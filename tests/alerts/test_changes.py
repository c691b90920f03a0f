import pytest

from alerts.render import limits
from alerts.render.changes import as_html, as_slack, as_text
from alerts.render.words import Words
from pipeline.diff import compare
from policywatch.testing.slack_limits import complaints
from policywatch.types import Change, Span

URL = "https://gazette.example/1"
WORDS = Words()
OLD = "Report within 72 hours.\nKeep logs.\nTell the user first.\nLast words."
NEW = "Report within 48 hours.\nTell the user first.\nLast words.\nKeep logs."
CHANGE = compare(OLD, NEW)


def test_text_marks_words_in_the_run_of_their_paragraph() -> None:
    assert as_text(CHANGE, URL, WORDS) == "Report within [-72-]{+48+} hours.\n{~Keep logs.~}\n"


def test_html_says_it_with_tags() -> None:
    assert as_html(CHANGE, URL, WORDS) == "<p>Report within <del>72</del><ins>48</ins> hours.</p>\n<p><mark>Keep logs.</mark></p>\n"


def test_slack_says_it_with_signs_and_styles() -> None:
    (block,) = as_slack(CHANGE, URL, WORDS)
    first = block["elements"][0]["elements"]
    assert [(one["text"], one.get("style")) for one in first[1:3]] == [("[-72-]", {"strike": True}), ("{+48+}", {"bold": True})]
    assert complaints({"text": "changes", "blocks": [block]}) == ("", [])


@pytest.mark.parametrize("render", [as_text, as_html])
def test_what_was_left_out_is_said(render: object) -> None:
    assert "+7 more" in render(Change((Span("added", "One."),), omitted=7), URL, WORDS)  # type: ignore[operator]


def test_a_long_change_stays_inside_a_message_and_counts_the_rest() -> None:
    old = "\n".join(f"Article {n} says one thing of many about subject {n}." for n in range(900))
    blocks = as_slack(compare(old, old.replace("one thing", "another thing")), URL, WORDS)
    assert limits.breaches(blocks) == [] and "more" in limits_text(blocks)


def limits_text(blocks: list[dict[str, object]]) -> str:
    return " ".join(limits.texts(blocks))


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<!channel>", "</p><img src=x onerror=1>"])
def test_text_from_outside_never_acts(text: str) -> None:
    html = as_html(Change((Span("added", text),)), URL, WORDS)
    assert "<script" not in html and "<img" not in html and "<!channel>" not in html
