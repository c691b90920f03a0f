"""Addresses that are known to be dead or in doubt, so that nobody watches a silence."""

from functools import cache
from importlib import resources
from typing import Literal
from urllib.parse import urlsplit

from pydantic import model_validator

from policywatch.config.models import Filled, Model
from policywatch.config.tree import Reader
from policywatch.errors import ConfigError


class DeadUrl(Model):
    """One address, or all of a host or below a prefix, perhaps for some kinds of source only."""

    url: str | None = None
    prefix: str | None = None
    host: str | None = None
    #: kinds it is about; empty means all
    kinds: tuple[str, ...] = ()
    action: Literal["refuse", "warn"]
    reason: Filled
    #: what to watch in its place
    instead: Filled

    @model_validator(mode="after")
    def _one_place(self) -> "DeadUrl":
        if sum(place is not None for place in (self.url, self.prefix, self.host)) != 1:
            raise ValueError("an entry names one of url, prefix and host: keep one")
        return self

    def covers(self, kind: str, url: str) -> bool:
        """Whether a source of that kind with that address is meant."""
        if self.kinds and kind not in self.kinds:
            return False
        if self.host is not None:
            return urlsplit(url).hostname == self.host
        address = _folded(url)
        if self.prefix is not None:
            return address.startswith(_folded(self.prefix))
        return self.url is not None and address == _folded(self.url)


def _folded(url: str) -> str:
    """The address without what changes nothing: scheme, case of the host, default port, fragment."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.hostname or ''}{port}{parts.path.rstrip('/')}{query}"


@cache
def dead_urls() -> tuple[DeadUrl, ...]:
    """The list that comes with policywatch."""
    data = resources.files("policywatch.config").joinpath("data/dead_urls.yaml").read_bytes()
    reader = Reader("dead_urls.yaml")
    node = reader.read(data)
    if node is None or reader.problems:
        raise ConfigError(reader.problems)
    return tuple(DeadUrl.model_validate(item.plain()) for item in node.fields["dead_urls"].items)


@cache
def _hosts() -> frozenset[str]:
    """Hosts that the list speaks of, so that most addresses need no look at it."""
    places = (entry.host or urlsplit(entry.url or entry.prefix or "").hostname or "" for entry in dead_urls())
    return frozenset(places)


def find_dead(kind: str, url: str) -> DeadUrl | None:
    """What is known against an address; a refusal before a warning."""
    if urlsplit(url).hostname not in _hosts():
        return None
    met = [entry for entry in dead_urls() if entry.covers(kind, url)]
    return min(met, key=lambda entry: entry.action, default=None)
