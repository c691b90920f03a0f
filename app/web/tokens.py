"""Signed words for links: who holds one may do the one thing that it names, and nothing has to be remembered for it.

A token is made of ids alone, never of an address or a name: it ends up in mailboxes, proxies and browser histories.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256

from policywatch.config.models import WebBlock
from policywatch.errors import UsageError

_SEPARATOR = "\x1f"
_LEAST = 32
#: longer than any token of ours
_MOST = 1_000


def signing_key(web: WebBlock, env: Mapping[str, str]) -> bytes:
    """The secret under ``web``; raises SecretMissing when it is not set, UsageError when it could be guessed."""
    secret = web.secret.reveal(env)
    if len(secret) < _LEAST:
        raise UsageError(f"the environment variable {web.secret.name} is too short: give it at least {_LEAST} random characters")
    return secret.encode()


def make_token(key: bytes, purpose: str, *ids: str) -> str:
    """A token for one purpose about these ids, fit for a path of a link."""
    told = _SEPARATOR.join(ids).encode()
    return f"{_text(told)}.{_text(_mark(key, purpose, told))}"


def read_token(key: bytes, purpose: str, token: str) -> tuple[str, ...] | None:
    """The ids of a token that was made with this key for this purpose, else ``None``."""
    told, _, mark = token[:_MOST].partition(".")
    try:
        content, given = _bytes(told), _bytes(mark)
        ids = tuple(content.decode().split(_SEPARATOR))
    except ValueError:
        return None
    # made again rather than only compared: of the many spellings of base64 exactly one is ours
    return ids if hmac.compare_digest(given, _mark(key, purpose, content)) and make_token(key, purpose, *ids) == token else None


def _mark(key: bytes, purpose: str, told: bytes) -> bytes:
    return hmac.new(key, purpose.encode() + b"\x00" + told, sha256).digest()


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
