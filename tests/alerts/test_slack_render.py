"""What Slack shows: the golden payloads, the limits, and text from outside that never acts."""

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from alerts.render import limits
from alerts.render.card import Looks
from alerts.render.safe import cut, link, mask, plain
from alerts.render.slack import Scene, fallback, payload, soften, text_only
from alerts.render.text import console_card
from alerts.standing import Standing
from policywatch.testing.slack_limits import complaints
from policywatch.types import Change, LegalDate, MessageKind, Span, Why
from tests.alerts import samples
from tests.alerts.advice import advice_in
from tests.alerts.samples import NOW, alert, item

LOOKS = Looks("Europe/Berlin")
CHINESE = Looks("Asia/Shanghai", "zh-Hans")
ID = "0f8fad5b-d9cb-569f-a165-70867728950e"

KINDS = {
    "new_rule": samples.new_rule(),
    "consultation": samples.consultation(),
    "revised_page": samples.revised(),
    "deadline_moved": samples.deadline_moved(),
    "enforcement": samples.enforcement(),
    "low_confidence": samples.low_confidence(),
    "source_incident": samples.incident(),
    "starting_picture": samples.picture(),
    "burst_summary": samples.burst_summary(),
    "reminder": replace(samples.new_rule(), kind=MessageKind.REMINDER),
    "escalation": replace(samples.new_rule(), kind=MessageKind.ESCALATION, mentions=("ada",)),
}

INJECTIONS = (
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<@U1>",
    "<!subteam^S1>",
    "<#C1>",
    "<!date^0^x|y>",
    "<https://e.example|https://eur-lex.europa.eu>",
    "&lt;!channel&gt;",
    "*bold* _it_ ~strike~ `code`",
    "```fence```",
    "> q",
    "\u202egnp.exe",
    "a\u200bb",
    ":siren: :+1:",
    "<mailto:a@b.example|mail>",
    "<javascript:alert(1)|x>",
    "http://a.example|b>c",
    "x" * 100_000,
    "two\nlines\r\n> three",
    "tab\there",
    "nul\x00byte",
    "\ud800 lone",
    "\U000e0041\U000e0042 tags",
)


def whole(message: Any, looks: Looks = LOOKS) -> dict[str, Any]:
    return payload(message, looks, NOW, ID, Scene(interactive=True))


def hostile(text: str) -> Any:
    """A message that carries the text in every place that comes from outside."""
    spans = (Span("removed", text), Span("added", text))
    one = item(
        title=text,
        summary=text,
        authority=text,
        source_name=text,
        jurisdiction=text,
        language=text,
        remark=text,
        why=(Why("cv", text, 0.9, text, text),),
        change=Change(spans, omitted=2),
        dates=(LegalDate(samples.DateKind.COMMENT_CLOSE, NOW.date(), text),),
    )
    return alert(one)


def strings(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text element with its type."""
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node.get("type", ""), node["text"]
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("looks", [LOOKS, CHINESE], ids=["en", "zh"])
def test_each_kind_of_message_looks_as_agreed(name: str, looks: Looks) -> None:
    made = json.dumps(whole(KINDS[name], looks), ensure_ascii=False, indent=1) + "\n"
    golden = Path(__file__).parent / "golden" / f"{name}.{looks.language}.json"
    if os.environ.get("POLICYWATCH_GOLDEN") == "write":
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("looks", [LOOKS, CHINESE], ids=["en", "zh"])
def test_each_kind_is_inside_every_limit(name: str, looks: Looks) -> None:
    made = whole(KINDS[name], looks)
    assert limits.breaches(made["blocks"]) == []
    assert complaints(made) == ("", [])
    assert 0 < len(made["text"]) <= limits.TEXT
    assert len(json.dumps(made["metadata"])) < limits.METADATA_BYTES
    assert made["unfurl_links"] is made["unfurl_media"] is made["link_names"] is False


def test_the_verdict_comes_first() -> None:
    blocks = whole(KINDS["consultation"])["blocks"]
    assert blocks[0]["text"]["text"] == "Consultation · China · open for comment · Comments close 15 Dec 2026 (21 days left)"


def test_days_left_are_counted_in_the_channels_zone() -> None:
    late = NOW.replace(hour=23, minute=30)
    closes = alert(item(dates=(LegalDate(samples.DateKind.COMMENT_CLOSE, NOW.date().replace(day=26), ""),)))
    assert "(2 days left)" in payload(closes, Looks("UTC"), late, ID)["text"]
    assert "(1 day left)" in payload(closes, Looks("Asia/Tokyo"), late, ID)["text"]


def test_an_original_title_in_another_language_has_a_badge() -> None:
    title = whole(KINDS["consultation"])["blocks"][1]["elements"][0]["elements"]
    assert title[0]["text"] == "[ZH]"
    assert title[2]["text"].startswith("关于客服聊天机器人")


def test_buttons_need_somebody_who_listens() -> None:
    plain_message = payload(KINDS["new_rule"], LOOKS, NOW, ID)
    actions = [block for block in plain_message["blocks"] if block["type"] == "actions"]
    assert [one["action_id"] for one in actions[0]["elements"]] == ["policywatch_open"]
    assert actions[0]["elements"][0]["url"] == "https://gazette.nordia.example/2026/411"


def test_a_button_carries_the_alerts_id_alone() -> None:
    rows = [block["elements"] for block in whole(KINDS["new_rule"])["blocks"] if block["type"] == "actions"]
    assert {one.get("value") for row in rows for one in row} == {None, "al-000001"}
    assert [one["value"].split(":")[1] for one in rows[1][-1]["options"]] == ["al-000001"] * 4


def standing_text(stands: Standing, **scene: Any) -> str:
    people = {"ada": "Ada Example", "bo": "Bo Example"}
    made = payload(KINDS["new_rule"], LOOKS, NOW, ID, Scene(True, stands=stands, people=people, **scene))
    assert complaints(made) == ("", [])
    return "\n".join(text for _, text in strings(made["blocks"]))


def test_the_owner_of_the_use_is_the_default_assignee() -> None:
    assert "Assigned to Employment law, who owns the use" in standing_text(Standing())
    assert "Assigned to Bo Example" in standing_text(Standing(assignee="bo"))
    assert "owns the use" not in standing_text(Standing(assignee="bo"))


def test_a_message_shows_who_acknowledged_and_until_when_it_sleeps() -> None:
    shown = standing_text(Standing(acknowledged_by="ada", acknowledged_at=NOW, snoozed_until=NOW.replace(day=30)))
    assert "Acknowledged by Ada Example, 24 Nov 2026 10:30 CET" in shown and "Snoozed until 30 Nov 2026 10:30 CET" in shown
    assert "Acknowledge" not in shown.split("\n")


def test_what_is_done_can_be_reopened_and_nothing_else() -> None:
    lines = standing_text(Standing(done=True, acknowledged_by="ada", acknowledged_at=NOW)).split("\n")
    assert "Reopen" in lines and not {"Mark done", "Assign", "Snooze"} & set(lines)


def test_a_reply_asks_for_a_verdict_alone() -> None:
    lines = standing_text(Standing(done=True), reply=True).split("\n")
    assert {"Relevant", "Not relevant"} < set(lines) and not {"Done", "Reopen"} & set(lines)


def test_a_moved_deadline_says_what_it_was() -> None:
    assert whole(KINDS["deadline_moved"])["blocks"][0]["text"]["text"].endswith("2 Feb 2027 (70 days left, was 2 Aug 2026)")


def test_block_ids_are_unique() -> None:
    ids = [block["block_id"] for block in whole(KINDS["starting_picture"])["blocks"]]
    assert len(ids) == len(set(ids))


def test_what_does_not_fit_is_counted() -> None:
    made = whole(samples.picture(500))
    assert limits.breaches(made["blocks"]) == []
    said = [text for _, text in strings(made["blocks"]) if re.fullmatch(r"\+\d+ more", text)]
    shown = sum(1 for kind, text in strings(made["blocks"]) if kind == "text" and text.startswith("Notice "))
    assert said == [f"+{500 - shown} more"]


@pytest.mark.parametrize("size", [149, 150, 151, 300, 301, 1_999, 2_000, 2_001, 3_000, 3_001, 30_000])
def test_no_field_of_any_length_breaks_a_limit(size: int) -> None:
    for letter in ("x", "字", "👩‍👩‍👧‍👦", "&", "a b "):
        made = whole(hostile((letter * size)[:size]))
        assert complaints(made) == ("", [])
        assert limits.breaches(made["blocks"]) == []
        assert len(made["text"]) <= limits.TEXT


@pytest.mark.parametrize("count", [0, 1, 5, 6, 10, 11, 60])
def test_no_number_of_uses_dates_or_changes_breaks_a_limit(count: int) -> None:
    long = "words " * 400
    one = item(
        why=tuple(Why(f"u{n}", f"Use {n} {long}", 0.5, long, long) for n in range(count)),
        dates=tuple(LegalDate(samples.DateKind.EFFECTIVE, NOW.date(), long) for _ in range(count)),
        change=Change(tuple(Span("added", long) for _ in range(count))),
    )
    made = whole(alert(one))
    assert complaints(made) == ("", [])
    assert limits.breaches(made["blocks"]) == []
    if count > 5:
        assert f"+{count - 5} more" in [text for _, text in strings(made["blocks"])]


def _header(text: str) -> dict[str, Any]:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "plain_text", "text": text}}


@pytest.mark.parametrize(
    ("blocks", "fits"),
    [
        ([_header("x" * 150)], True),
        ([_header("x" * 151)], False),
        ([_section("x" * 3000)], True),
        ([_section("x" * 3001)], False),
        ([{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2000}]}], True),
        ([{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}], False),
        ([{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 10}], True),
        ([{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}], False),
        ([{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "x" * 75}}]}], True),
        ([{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "x" * 76}}]}], False),
        ([{"type": "context", "elements": [{"type": "plain_text", "text": "x"}] * 11}], False),
        ([_header("x")] * 50, True),
        ([_header("x")] * 51, False),
        ([_section("x" * 3000)] * 3, True),
        ([_section("x" * 3000)] * 3 + [_section("x")], False),
        ([{**_header("x"), "block_id": "a"}] * 2, False),
    ],
)
def test_our_own_check_knows_each_limit(blocks: list[dict[str, Any]], fits: bool) -> None:
    assert (limits.breaches(blocks) == []) is fits


@pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
def test_text_from_outside_never_acts(text: str) -> None:
    for made in (whole(hostile(text)), text_only(hostile(text), LOOKS, NOW, ID)):
        assert complaints(made) == ("", [])
        assert not re.search(r"<[!@#]|<https?:|<mailto:|<javascript:", made["text"])
        assert not re.search(r":[a-z0-9_+-]+:", made["text"])
        assert not re.search(r"[*_~`]", made["text"])
        for kind, shown in strings(made.get("blocks", [])):
            assert kind in ("plain_text", "text", "link", "mrkdwn")
            assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in shown)
            assert not re.search("[\u200b\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]", shown)
            if kind == "mrkdwn":
                assert not re.search(r"<[!@#]|<https?:", shown)


def test_mrkdwn_holds_our_own_words_alone() -> None:
    marked = "ZZFROMOUTSIDEZZ"
    shown = [text for kind, text in strings(whole(hostile(marked))["blocks"]) if kind == "mrkdwn"]
    assert shown and not any(marked in text for text in shown)


def test_an_escaped_text_is_escaped_once_and_whole() -> None:
    assert soften("&lt;!channel&gt;") == "&amp;lt;!channel&amp;gt;"
    for size in range(40, 60):
        made = fallback(alert(item(title="&" * size * 100)), LOOKS, NOW)
        assert len(made) <= limits.TEXT
        assert re.fullmatch(r"(?:[^&]|&amp;|&lt;|&gt;)*", made)


TITLES = st.lists(
    st.one_of(
        st.characters(codec=None, exclude_categories=()),
        st.sampled_from(["字", "ع", "ש", "e\u0301", "👩‍👩‍👧", "🇩🇪", "&", "<", ">", "\ud83d", "\u0e33", "한", "कि", " "]),
    ),
    max_size=150,
).map("".join)


@given(TITLES)
def test_any_title_gives_a_valid_payload(title: str) -> None:
    made = whole(alert(item(title=title)))
    assert complaints(made) == ("", [])
    assert limits.breaches(made["blocks"]) == []
    json.dumps(made).encode()
    made["text"].encode()
    assert re.fullmatch(r"(?:[^&]|&amp;|&lt;|&gt;)*", made["text"])


@given(TITLES, st.integers(2, 200))
def test_a_cut_never_splits_a_grapheme(title: str, limit: int) -> None:
    text = plain(title)
    short = cut(text, limit)
    assert len(short) <= limit
    if short != text:
        kept = short.removesuffix("…")
        assert text.startswith(kept)
        assert kept in {"".join(parts).rstrip() for parts in _prefixes(regex.findall(r"\X", text))}


def _prefixes(graphemes: list[str]) -> Iterator[list[str]]:
    for end in range(len(graphemes) + 1):
        yield graphemes[:end]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("javascript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("file:///etc/passwd", None),
        ("https://eur-lex.europa.eu@evil.example/", "https://evil.example/"),
        ("http://a.example/b|c>d<e", "http://a.example/b%7Cc%3Ed%3Ce"),
        ("https://аpple.example/", "https://xn--pple-43d.example/"),
        ("https://a.example/\u202egnp", None),
        ("https:///nohost", None),
        ("https://[::1/", None),
        ("https://a.example/" + "x" * 3000, None),
        ("", None),
    ],
)
def test_only_harmless_addresses_are_linked(url: str, safe: str | None) -> None:
    assert link(url) == safe


def test_personal_data_is_masked_and_the_sources_own_addresses_stay() -> None:
    text = "Write to comments@consult.gov.nordia.example or jane.doe@mail.example, call +49 30 1234 5678 or (030) 1234-5678."
    shown = mask(text, "https://www.gov.nordia.example/x")
    assert "comments@consult.gov.nordia.example" in shown
    assert "jane.doe" not in shown and "1234" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "Regulation (EU) 2024/1689",
        "CELEX 32024R1689",
        "FR Doc. 2026-12345",
        "2 February 2027",
        "EUR 35 000 000",
        "ISO/IEC 42001:2023",
        "2026-11-24 09:30",
    ],
)
def test_numbers_of_law_are_no_phone_numbers(text: str) -> None:
    assert mask(text, "https://a.example/") == text


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("looks", [LOOKS, CHINESE], ids=["en", "zh"])
def test_our_own_words_speak_of_possibility(name: str, looks: Looks) -> None:
    blank = KINDS[name]
    items = tuple(
        replace(one, title="T", summary="", why=tuple(replace(why, quote="") for why in one.why), change=Change()) for one in blank.items
    )
    blank = replace(blank, items=items, lines=())
    said = json.dumps(whole(blank, looks), ensure_ascii=False) + console_card(blank, looks, NOW)
    said = said.replace(looks.words.disclaimer, "")
    assert advice_in(said) == []


def test_a_terminal_gets_no_control_codes() -> None:
    shown = console_card(hostile("\x1b[31mred\x1b]0;title\x07 \x9b2J"), LOOKS, NOW)
    assert "\x1b" not in shown and "\x07" not in shown and "\x9b" not in shown
