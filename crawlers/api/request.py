"""Requests as an admin writes them: parameters, headers and a body in which ``${NAME}`` stands for a secret.

A value is never revealed here: it goes in on the wire (``crawlers.veil``), so that parsers, logs and the store see only its name.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from crawlers.base import Get
from policywatch.network import origin
from policywatch.scalars import fault
from policywatch.secrets import Secret

_REFERENCE = re.compile(r"(\$\{[A-Za-z_][A-Za-z0-9_]*\})")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
#: a header of ours decides about these; a source must not
_OURS = frozenset(
    {"host", "content-length", "connection", "transfer-encoding", "accept-encoding", "if-none-match", "if-modified-since", "range"}
)

Parts = tuple[str | Secret, ...]


def parts_of(value: object) -> Parts:
    """The text cut at its references."""
    if isinstance(value, Secret):
        return (value,)
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        value = str(value).lower()
    if not isinstance(value, str | int | float):
        raise fault("is no text: write one value; ${NAME} in it is taken from the environment")
    pieces = [piece for piece in _REFERENCE.split(str(value)) if piece]
    return tuple(Secret(piece[2:-1]) if _REFERENCE.fullmatch(piece) else piece for piece in pieces)


def text_of(parts: Parts) -> str:
    """The text with its references as written."""
    return "".join(str(part) for part in parts)


#: a text in which secrets may stand
Template = Annotated[
    Parts,
    BeforeValidator(parts_of),
    PlainSerializer(text_of, return_type=str),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]}),
]


def check_headers(headers: Mapping[str, Parts]) -> None:
    """Raises ValueError for a name that is none, or that only the crawler may set, and for a value that would add lines."""
    for name, parts in headers.items():
        if not _HEADER.fullmatch(name) or name.lower() in _OURS:
            raise fault("names a header that cannot be set: leave '{name}' out", name=name[:40])
        if any(ord(c) < 32 or ord(c) == 127 for c in text_of(parts)):
            raise fault("holds a header with control characters: write '{name}' on one line", name=name)


def secrets_of(templates: Iterable[Parts]) -> tuple[Secret, ...]:
    """Every secret once."""
    return tuple(dict.fromkeys(part for parts in templates for part in parts if isinstance(part, Secret)))


def with_params(url: str, params: Iterable[tuple[str, str]]) -> str:
    """The address with these parameters; one that stands there already is replaced, references stay readable."""
    given = list(params)
    names = {name for name, _ in given}
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if part and _name_of(part) not in names]
    added = [f"{quote(name, safe='[]')}={_quoted(value)}" for name, value in given]
    return urlunsplit(parts._replace(query="&".join([*kept, *added]), fragment=""))


def param_of(url: str, name: str) -> str | None:
    """The value of one parameter of an address."""
    try:
        return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)).get(name)
    except ValueError:
        return None


def _name_of(part: str) -> str:
    return next(iter(parse_qsl(part, keep_blank_values=True)), ("",))[0]


def _quoted(value: str) -> str:
    return "".join(piece if _REFERENCE.fullmatch(piece) else quote(piece, safe="") for piece in _REFERENCE.split(value))


def content_type_of(body: str) -> str:
    """What a body is by its first character: JSON, else a form."""
    return "application/json" if body.lstrip()[:1] in ("{", "[") else "application/x-www-form-urlencoded"


def with_number(body: str, name: str, number: int) -> str | None:
    """A JSON or form body that asks for this page; ``None`` when the body names no such field."""
    if content_type_of(body) == "application/json":
        data = json.loads(body)
        if not isinstance(data, dict) or name not in data:
            return None
        return json.dumps({**data, name: str(number) if isinstance(data[name], str) else number}, ensure_ascii=False)
    fields = dict(parse_qsl(body, keep_blank_values=True))
    return "&".join(f"{quote(k)}={_quoted(v)}" for k, v in {**fields, name: str(number)}.items()) if name in fields else None


def onward(get: Get, url: str) -> Get | None:
    """The same request for another address of its own site; ``None`` when the address leads elsewhere.

    A next page on a foreign host is nobody's list: it would carry our headers there.
    """
    if not url.startswith(("http://", "https://")) or len(url) > 8000:
        return None
    try:
        same = urlsplit(url).hostname == urlsplit(get.url).hostname
        # an API behind a proxy that speaks http names its next page so
        safe = urlunsplit(urlsplit(url)._replace(scheme=urlsplit(get.url).scheme, fragment=""))
    except ValueError:
        return None
    return Get(safe, get.method, get.headers, get.body, get.secrets) if same and origin(safe) == origin(get.url) else None
