"""What of a valid configuration can work now: secrets that are set, digests that have readers, lists that are not empty."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from policywatch.config.settings import ChannelSettings, Config, DigestSettings
from policywatch.secrets import Secret, reference


@dataclass(frozen=True, slots=True)
class Readiness:
    """One part of the configuration and whether it can work."""

    #: "source", "channel", "route", "digest", "database", "proxy", "privacy", "web", "sources", "uses", "routes", "channels", "digests"
    part: str
    #: which one, where there are several
    id: str
    ready: bool
    #: what is missing and what to do; empty when ready
    why: str = ""

    def __str__(self) -> str:
        name = f"{self.part} {self.id}".strip()
        return f"{name}: ready" if self.ready else f"{name}: not ready: {self.why}"


def secrets_in(value: object) -> Iterator[Secret]:
    """All secrets inside options, however deep."""
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from secrets_in(getattr(value, name))
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from secrets_in(below)
    elif isinstance(value, list | tuple | set | frozenset):
        for below in value:
            yield from secrets_in(below)


def _missing(value: object, env: Mapping[str, str]) -> str:
    """A sentence about the variables that are not set, or nothing."""
    names = sorted({secret.name for secret in secrets_in(value) if not secret.present(env)})
    if not names:
        return ""
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} not set: set the environment variable"


def readiness_of(config: Config, env: Mapping[str, str] | None = None) -> tuple[Readiness, ...]:
    """Every part that needs something, in the order of the files."""
    variables = os.environ if env is None else env
    return tuple(_all(config, variables))


def _all(config: Config, env: Mapping[str, str]) -> Iterator[Readiness]:
    settings = config.settings
    yield from _lists(config)
    yield _text("database", settings.database, env)
    if settings.network.proxy is not None:
        yield _text("proxy", settings.network.proxy, env)
    yield Readiness("model", settings.model.embedder, not (why := _missing(settings.model.options, env)), why)
    for source in config.sources:
        why = _missing(source.options, env)
        if why:  # ten thousand lines that say "ready" would hide the one that does not
            yield Readiness("source", source.id, False, why)
    channels = {channel.id: _channel(channel, env) for channel in settings.channels}
    yield from channels.values()
    for number, route in enumerate(config.routes, 1):
        target = channels[route.channel]
        why = "" if target.ready else f"its channel {route.channel} is not ready"
        if route.when == "weekly" and not settings.digests:
            why = "it waits for a weekly digest and there is none: add one under digests"
        yield Readiness("route", f"{number} to {route.channel}", not why, why)
    if settings.privacy is not None:
        yield Readiness("privacy", "", not (why := _missing(settings.privacy, env)), why)
    if settings.web is not None:
        yield Readiness("web", settings.web.public_url, not (why := _missing(settings.web, env)), why)
    for digest in settings.digests:
        yield _digest(digest, config, channels)


def _text(part: str, text: str, env: Mapping[str, str]) -> Readiness:
    name = reference(text)
    why = _missing(Secret(name), env) if name else ""
    return Readiness(part, "", not why, why)


def _lists(config: Config) -> Iterator[Readiness]:
    active = sum(not source.paused for source in config.sources)
    lists = (
        ("sources", active, "nothing is watched: add a source, or resume one"),
        ("uses", len(config.uses), "updates cannot touch a use of yours: describe one in uses.yaml"),
        ("channels", len(config.settings.channels), "nobody can be told: add a channel"),
        ("routes", len(config.routes), "nobody is told: add a route"),
        ("digests", len(config.settings.digests), "there is no weekly mail: add a digest if you want one"),
    )
    for part, count, why in lists:
        yield Readiness(part, f"({count})", count > 0, "" if count else why)


def _channel(channel: ChannelSettings, env: Mapping[str, str]) -> Readiness:
    why = _missing(channel.options, env)
    return Readiness("channel", channel.id, not why, why)


def _digest(digest: DigestSettings, config: Config, channels: Mapping[str, Readiness]) -> Readiness:
    channel = config.settings.channel(digest.channel)
    mail = channel is not None and channel.kind == "mail"
    if mail and not digest.recipients:
        why = "it has no recipients: add mail addresses or people"
    elif digest.recipients and not mail:
        why = f"its channel {digest.channel} sends no mail: remove its recipients, or name a channel of kind mail"
    elif not channels[digest.channel].ready:
        why = f"its channel {digest.channel} is not ready"
    else:
        why = ""
    return Readiness("digest", digest.id, not why, why)
