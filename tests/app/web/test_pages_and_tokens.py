"""What links carry and what pages show."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from app.web.pages import page
from app.web.tokens import make_token, read_token, signing_key
from policywatch.config.models import WebBlock
from policywatch.errors import SecretMissing, UsageError

KEY = b"k" * 32
ASK = {"title": "Stop the weekly mail?", "lines": ("You would get no more of it.",), "button": "Stop it", "language": "en"}


def test_a_token_gives_back_its_ids() -> None:
    assert read_token(KEY, "judge", make_token(KEY, "judge", "anna", "doc-1")) == ("anna", "doc-1")


@pytest.mark.parametrize("spoil", ["", ".", "a.b", "é.ü", "=.=", "x" * 5_000, "\x00.\x00"])
def test_what_is_no_token_is_none(spoil: str) -> None:
    assert read_token(KEY, "judge", spoil) is None


def test_a_token_is_good_for_its_purpose_and_its_key_alone() -> None:
    token = make_token(KEY, "unsubscribe", "anna")
    assert read_token(KEY, "judge", token) is None
    assert read_token(b"l" * 32, "unsubscribe", token) is None


def test_no_changed_character_of_a_token_passes() -> None:
    token = make_token(KEY, "judge", "anna", "doc-1")
    changed = [token[:i] + other + token[i + 1 :] for i in range(len(token)) for other in "Ab9-_.=" if token[i] != other]
    assert [one for one in (*changed, token + "=", token + "A", " " + token) if read_token(KEY, "judge", one)] == []


def test_a_secret_that_could_be_guessed_is_refused() -> None:
    web = WebBlock.model_validate({"public_url": "https://watch.example", "secret": "${WEB_SECRET}"})
    with pytest.raises(UsageError, match="WEB_SECRET is too short"):
        signing_key(web, {"WEB_SECRET": "letmein"})
    with pytest.raises(SecretMissing):
        signing_key(web, {})


def test_a_page_escapes_what_it_is_given() -> None:
    text = bytes(page("told.html.j2", title="<script>1</script>", lines=('"><img src=x>',), language="en").body).decode()
    assert "<script" not in text
    assert "<img" not in text


def test_the_policy_of_a_page_lets_its_own_style_through_and_nothing_else() -> None:
    answer = page("ask.html.j2", **ASK)
    style = re.search(r"<style>(.*?)</style>", bytes(answer.body).decode(), re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_a_page_that_asks_posts_to_its_own_address() -> None:
    text = bytes(page("ask.html.j2", **ASK).body).decode()
    assert '<form method="post">' in text
    assert "action=" not in text
