"""Walls and friendly error pages are told from content."""

import json
import time
from pathlib import Path

import pytest

from crawlers.verdict import verdict
from policywatch.types import Cause, Outcome

HTML = {"content-type": "text/html"}


def page(title: str, body: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("status", "headers", "body", "outcome", "cause"),
    [
        (202, {"x-amzn-waf-action": "challenge"}, b"", Outcome.BLOCKED, Cause.WAF),
        (405, {"x-amzn-waf-action": "captcha"}, b"", Outcome.BLOCKED, Cause.CAPTCHA),
        (403, {"cf-mitigated": "challenge"}, b"", Outcome.BLOCKED, Cause.WAF),
        (200, HTML, page("Request Access", "<p>Please fill in the form.</p>"), Outcome.BLOCKED, Cause.BLOCKED),
        (200, HTML, page("x", "<div class='h-captcha'></div><p>Prove you are not a robot</p>"), Outcome.BLOCKED, Cause.CAPTCHA),
        (200, HTML, page("Log in", "<form><input type='password'></form>"), Outcome.BLOCKED, Cause.LOGIN),
        (200, HTML, page("x", "<div id='consent-wall'>Choose your settings</div>"), Outcome.BLOCKED, Cause.CONSENT),
        (200, HTML, page("x", "<div id='app'></div><noscript>Please enable JavaScript</noscript>"), Outcome.BLOCKED, Cause.JS_SHELL),
        (200, HTML, page("Oops", "<h1>The page you requested was not found</h1>"), Outcome.FAILED, Cause.SOFT_ERROR),
        (200, HTML, page("", "<h1>系统维护中</h1>"), Outcome.FAILED, Cause.SOFT_ERROR),
        (200, {}, b'{"error": {"code": 7}}', Outcome.FAILED, Cause.SOFT_ERROR),
        (521, HTML, b"<script>document.cookie='__jsl_clearance_s=1'</script>", Outcome.BLOCKED, Cause.WAF),
        (203, {}, b"x", Outcome.FAILED, Cause.PROTOCOL),
        (206, {}, b"x", Outcome.FAILED, Cause.TRUNCATED),
        (999, {}, b"", Outcome.FAILED, Cause.HTTP_5XX),
    ],
)
def test_what_is_not_content_has_its_cause(status: int, headers: dict[str, str], body: bytes, outcome: Outcome, cause: Cause) -> None:
    judged = verdict(status, headers, body)
    assert (judged.outcome, judged.cause) == (outcome, cause)
    assert judged.detail


@pytest.mark.parametrize(
    "body",
    [
        page(
            "Guidance on captchas",
            "<p>" + "A provider may verify you are human only where access denied pages name the reason. " * 30 + "</p>",
        ),
        page("News", "".join(f"<a href='/{n}'>Scheduled maintenance of register {n}</a>" for n in range(30))),
        page("Notice", "<p>The commission adopted a rule on credit scoring.</p>"),
        b"<?xml version='1.0'?><rss><channel><item><title>Access denied: a report</title></item></channel></rss>",
        b'{"results": [{"error_rate": 1}]}',
        b"",
    ],
)
def test_content_that_speaks_of_walls_is_content(body: bytes) -> None:
    assert verdict(200, HTML, body).outcome is None


def test_recorded_blocks_are_named_and_good_captures_are_not(shared: Path) -> None:
    found, blocks, wrong = 0, 0, 0
    for entry in json.loads((shared / "data/crawl/index.json").read_text()):
        quality = (entry.get("facts") or {}).get("quality")
        if entry["kind"] != "block_page" or quality is None or quality == 0.5:
            continue
        capture = json.loads((shared / "data/crawl/corpus" / entry["path"]).read_text())["data"]
        headers = {name.lower(): str(value) for name, value in (entry["http"]["headers"] or {}).items()}
        judged = verdict(entry["http"]["status"], headers, page(capture.get("title") or "", ""))
        blocks += quality < 0.5
        found += quality < 0.5 and judged.outcome is Outcome.BLOCKED
        wrong += quality > 0.5 and judged.outcome is Outcome.BLOCKED
    assert found >= 0.9 * blocks
    assert wrong <= 1


@pytest.mark.parametrize("part", ["<script>", "<!--", "<", "<title>", "<div ", "<input ", "id='", "<template <noscript "])
@pytest.mark.parametrize("status", [200, 403])
def test_openings_that_never_end_cost_no_time(part: str, status: int) -> None:
    body = b"<html>" + part.encode() * (190_000 // len(part))
    started = time.process_time()
    verdict(status, HTML, body)
    # quadratic patterns took 12 to 42 s for these
    assert time.process_time() - started < 3
