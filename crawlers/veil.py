"""Secrets on their way to a site: put in where the bytes leave, taken out of whatever comes back.

So a key stands in no address that is logged, stored or told, also when a site repeats it in a body, a header or a redirect.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from crawlers.base import Get

#: a shorter value is no key, and would be found in ordinary words
_MIN_CHARS = 6


@dataclass(frozen=True, slots=True)
class Veil:
    """The values behind the references of one request."""

    #: ``${NAME}`` to its value
    values: Mapping[str, str]

    def lift(self, get: Get) -> Get:
        """The request as it goes over the wire."""
        url, headers, body = get.url, dict(get.headers), get.body
        as_json = "json" in next((value for name, value in headers.items() if name.lower() == "content-type"), "")
        for name, value in self.values.items():
            url = url.replace(name, quote(value, safe=""))
            headers = {header: text.replace(name, value) for header, text in headers.items()}
            written = json.dumps(value)[1:-1] if as_json else quote_plus(value)
            body = body.replace(name.encode(), written.encode())
        return Get(url, get.method, headers, body)

    def drop(self, text: str) -> str:
        """The text with every value replaced by its reference."""
        for name, value in self.values.items():
            for form in _forms(value):
                text = text.replace(form, name)
        return text

    def drop_bytes(self, data: bytes) -> bytes:
        """The bytes with every value replaced by its reference."""
        for name, value in self.values.items():
            for form in _forms(value):
                data = data.replace(form.encode(), name.encode())
        return data


def _forms(value: str) -> list[str]:
    forms = {value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1]}
    return sorted((form for form in forms if len(form) >= _MIN_CHARS), key=len, reverse=True)


def veil_of(get: Get) -> Veil:
    """Reveals the secrets of a request; raises SecretMissing."""
    return Veil({str(secret): secret.reveal() for secret in get.secrets})


def elsewhere(get: Get) -> Get:
    """The request for another origin: without secrets and without the headers and the body that hold them."""
    names = [str(secret) for secret in get.secrets]
    headers = {header: text for header, text in get.headers.items() if not any(name in text for name in names)}
    body = b"" if any(name.encode() in get.body for name in names) else get.body
    return Get(get.url, get.method, headers, body)
