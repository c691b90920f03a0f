"""What an answer is before anybody reads it: content, a wall, an error in friendly words, or gone.

Only 200 is content. Walls come with 200 and 202 too, so a 200 is looked at: short pages whose title or few words are those
of a wall. A long page is never a wall because of its words alone; laws speak of captchas and access denied as well.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from crawlers.markup import without_hidden
from policywatch.types import Cause, Outcome

#: visible words; a page with more is content whatever it says
_FEW_WORDS = 150
#: bytes of a page that are looked at
_LOOKED_AT = 200_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the check ends because of the answer alone; outcome ``None``: read on."""

    outcome: Outcome | None = None
    cause: Cause = Cause.NONE
    detail: str = ""


CONTENT = Verdict()

#: every pattern over a whole body is linear in it: no repetition runs over what another match could begin with
_TITLE = re.compile(r"<title[^<>]*>", re.IGNORECASE)
_TITLE_END = re.compile(r"</title>", re.IGNORECASE)
_HIDDEN = ("script", "style", "noscript", "template")
_TAG = re.compile(r"<[^<>]*>")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|h1|form|div|p|script|pre)\b", re.IGNORECASE)

#: (cause, outcome, pattern over markup of a short page)
_WALLS: tuple[tuple[Cause, re.Pattern[str]], ...] = tuple(
    (cause, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for cause, pattern in (
        (
            Cause.CAPTCHA,
            r"g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|captcha-delivery|geetest|verify (?:that )?you are (?:a )?human|human verification|are you a robot|not a robot|人机验证|滑动验证|安全验证|验证码",
        ),
        (
            Cause.WAF,
            r"cf-browser-verification|challenge-platform|_incapsula_resource|incapsula incident|awswaf|aws-waf|gokuprops|_jsl_clearance|clearance_s=|__jsluid|sucuri website firewall|ddos[- ]guard|perimeterx|px-captcha|datadome|f5 networks|the requested url was rejected|request unsuccessful\b|reference&#32;&#35;|errors\.edgesuite\.net|checking your browser|just a moment|attention required|pardon our interruption|网站防火墙|创宇盾|访问被拦截|请求被拦截",
        ),
        (
            Cause.BLOCKED,
            r"access (?:to this (?:page|site|resource) (?:has been|is) )?(?:denied|blocked)|request access|you have been blocked|unusual traffic|automated (?:requests|access|queries)|forbidden by (?:policy|administrative)|web ?page blocked|site blocked|blocked by (?:your|the) (?:network|administrator|dns)|this (?:site|domain|page) (?:is|has been) blocked|403 forbidden|访问受限|拒绝访问|禁止访问",
        ),
    )
)
_WALL_TITLE = re.compile(
    r"^\W*(?:just a moment|attention required|access denied|request access|request rejected|human verification|security check|are you a robot|robot check|"
    r"pardon our interruption|blocked|web ?page blocked|site blocked|403 forbidden|forbidden|one more step|ddos|bot verification|challenge|please wait|[^<]{0,60}\b(?:dns|web|content|url)[- ]filter\b)",
    re.IGNORECASE,
)
_SOFT: tuple[tuple[Cause, re.Pattern[str]], ...] = tuple(
    (cause, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for cause, pattern in (
        (Cause.LOGIN, r"<input[^<>]{1,500}type\s{0,9}=\s*[\"']?password"),
        (
            Cause.CONSENT,
            r"(?:id|class)\s{0,9}=\s{0,9}[\"']?[^\"'<>]{0,200}(?:cookie-?wall|consent-?wall|privacy-?gate)|before you continue|we value your privacy",
        ),
        (
            Cause.SOFT_ERROR,
            r"(?:page|site|document|file|resource)(?: you requested)? (?:was |could |can )?(?:not|n't) (?:be )?found|404 (?:not found|error)|error 404|页面不存在|页面未找到|找不到(?:该|此)?页|无法找到|seite (?:wurde )?nicht gefunden|page (?:non trouvée|introuvable)|página no encontrada",
        ),
        (
            Cause.SOFT_ERROR,
            r"(?:scheduled |under |down for |site )maintenance|be (?:right )?back soon|temporarily unavailable|service unavailable|系统维护|网站维护|wartungsarbeiten|en maintenance|en mantenimiento",
        ),
        (Cause.SOFT_ERROR, r"not available in your (?:region|country|location)|unavailable for legal reasons|geo-?blocked"),
        (
            Cause.SOFT_ERROR,
            r"internal server error|unexpected error|an error (?:has )?occurred|something went wrong|(?:java|javax|org|com)\.[\w.]+exception|traceback \(most recent call last\)|fatal error\b.{0,200}\bon line|stack trace:|server error in|ora-\d{5}|mysql_|odbc",
        ),
        (
            Cause.SOFT_ERROR,
            r"domain (?:name )?(?:is |may be )?for sale|buy this domain|parked (?:free|domain)|this domain has expired|hacked by|default web ?page|welcome to nginx|it works!",
        ),
    )
)
_JS_SHELL = re.compile(
    r"(?:enable|requires?|activate|turn on) javascript|javascript (?:is )?(?:required|disabled|must be)|<(?:div|app-root|main)[^<>]{0,500}\bid\s{0,9}=\s{0,9}[\"']?(?:root|app|__next|__nuxt)[\"']?[^<>]{0,500}>\s{0,500}</|启用\s*javascript",
    re.IGNORECASE,
)
#: a list, even behind a warning that its program printed first
_LIST = re.compile(r"^\s*<\?xml(?!.{0,200}<!doctype html)|<(?:rss|feed|rdf:rdf|urlset|sitemapindex)[\s>]", re.IGNORECASE | re.DOTALL)
_JSON_ERROR = re.compile(r"\s*\{\s*\"(?:error|errors|fault|exception)\"", re.IGNORECASE)


def verdict(status: int, headers: Mapping[str, str], body: bytes) -> Verdict:
    """Whether an answer is content, judged by status, header names in lower case and body."""
    wall = _wall_by_header(headers)
    if wall is not None:
        return wall
    by_status = _by_status(status, body)
    if by_status is not None:
        return by_status
    return judge_text(headers.get("content-type", ""), body)


def _wall_by_header(headers: Mapping[str, str]) -> Verdict | None:
    action = headers.get("x-amzn-waf-action", "").lower()
    if action:
        return Verdict(
            Outcome.BLOCKED,
            Cause.CAPTCHA if action == "captcha" else Cause.WAF,
            f"the firewall answered with a {action}: ask the site for access",
        )
    if headers.get("cf-mitigated"):
        return Verdict(Outcome.BLOCKED, Cause.WAF, "the firewall answered with a challenge: ask the site for access")
    return None


def _by_status(status: int, body: bytes) -> Verdict | None:
    name = _phrase(status)
    if status == 200:
        return None
    if status in (404, 410):
        outcome, cause = (Outcome.GONE, Cause.GONE) if status == 410 else (Outcome.FAILED, Cause.HTTP_4XX)
        return Verdict(outcome, cause, f"{name}: look for the new address of the source")
    if status == 429:
        return Verdict(Outcome.FAILED, Cause.RATE_LIMITED, "the site asks for fewer requests: a longer interval helps")
    if status == 401 or status == 407:
        return Verdict(Outcome.BLOCKED, Cause.AUTH, f"{name}: the source needs a login")
    text = body[:_LOOKED_AT].decode("utf-8", "replace")
    wall = _wall_by_words(text, _visible(text))
    if wall is not None and status != 503:
        return wall
    if status == 451:
        return Verdict(Outcome.BLOCKED, Cause.HTTP_4XX, f"{name}: the site does not show this where we are")
    if status in (403, 405):
        return Verdict(Outcome.BLOCKED, Cause.BLOCKED, f"{name}: the site refuses us, ask for access")
    if 200 < status < 300:
        cause = Cause.TRUNCATED if status == 206 else Cause.WAF if status == 202 else Cause.PROTOCOL
        outcome = Outcome.BLOCKED if status == 202 else Outcome.FAILED
        return Verdict(outcome, cause, f"{name} is no full answer")
    if status in (502, 504, 520, 521, 522, 523, 524, 525, 526, 530):
        return wall or Verdict(Outcome.FAILED, Cause.HTTP_5XX, f"{name}: the site's own servers do not answer")
    if 400 <= status < 500:
        return Verdict(Outcome.FAILED, Cause.HTTP_4XX, f"{name}: check the address of the source")
    if status >= 500:
        return wall or Verdict(Outcome.FAILED, Cause.HTTP_5XX, f"{name}: the site is in trouble")
    return Verdict(Outcome.FAILED, Cause.PROTOCOL, f"{name} is no answer to a request for content")


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def judge_text(content_type: str, body: bytes) -> Verdict:
    """Whether the body of a 200 is a wall or an error in friendly words."""
    head = body[:_LOOKED_AT]
    if _JSON_ERROR.match(head[:200].decode("utf-8", "replace")):
        return Verdict(Outcome.FAILED, Cause.SOFT_ERROR, "200 with an error object instead of content")
    text = head.decode("utf-8", "replace")
    if not _HTML.search(text[:2000]) or _LIST.search(text[:4000]) or "json" in content_type:
        return CONTENT
    visible = _visible(text)
    if _JSON_ERROR.search(visible[-200:]) and len(visible) < 300:
        return Verdict(Outcome.FAILED, Cause.SOFT_ERROR, "200 with an error object instead of content")
    wall = _wall_by_words(text, visible)
    if wall is not None:
        return wall
    if len(visible.split()) > _FEW_WORDS or len(visible) > 1500 or len(body) > _LOOKED_AT:
        return CONTENT
    return _soft(text, visible)


def _visible(text: str) -> str:
    return " ".join(_TAG.sub(" ", without_hidden(text, _HIDDEN)).split())


def _title(text: str) -> str:
    opening = _TITLE.search(text)
    ending = _TITLE_END.search(text, opening.end()) if opening else None
    return text[opening.end() : ending.start()].strip() if opening and ending else ""


def _wall_by_words(text: str, visible: str) -> Verdict | None:
    short = len(visible.split()) <= _FEW_WORDS and len(visible) <= 1500
    if short and _WALL_TITLE.match(_title(text)):
        return Verdict(Outcome.BLOCKED, Cause.BLOCKED, "the page is a wall, not content: ask the site for access")
    if not short or len(re.findall(r"<(?:a|item|entry)\b", text)) > 15:
        return None
    for cause, pattern in _WALLS:
        if pattern.search(text):
            return Verdict(Outcome.BLOCKED, cause, "the page is a wall, not content: ask the site for access")
    return None


def _soft(text: str, visible: str) -> Verdict:
    if len(re.findall(r"<a\b", text, re.IGNORECASE)) > 15:
        return CONTENT
    for cause, pattern in _SOFT:
        if pattern.search(text if cause in (Cause.LOGIN, Cause.CONSENT) else visible):
            outcome = Outcome.BLOCKED if cause in (Cause.LOGIN, Cause.CONSENT) else Outcome.FAILED
            return Verdict(outcome, cause, "200 with a page that says it is not the content")
    if _JS_SHELL.search(text) and len(visible.split()) < 40:
        return Verdict(Outcome.BLOCKED, Cause.JS_SHELL, "the page is empty without JavaScript: use its feed or API")
    return CONTENT
