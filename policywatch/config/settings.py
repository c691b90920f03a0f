"""What the rest of policywatch is handed: the configuration as frozen values."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from policywatch import __version__
from policywatch.config.models import CrawlBlock, FatigueBlock, NetworkBlock, PersonFields, PrivacyBlock, WebBlock
from policywatch.secrets import resolve
from policywatch.types import AIUse, CrawlLimits, Route, Source

#: folder of the home folder with catalogues of further languages
LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which embedder, with which model."""

    #: kind of embedder
    embedder: str
    #: empty: the model that comes with policywatch
    name: str = ""
    #: the validated ``Options`` of the kind
    options: object = None


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """One channel as configured."""

    id: str
    kind: str
    #: the validated ``Options`` of the kind
    options: object = None
    fatigue: FatigueBlock = field(default_factory=FatigueBlock)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a digest; the store knows the id alone. What they wish goes before what the digest says."""

    id: str
    mail: str
    name: str = ""
    language: str | None = None
    zone: str | None = None
    weekday: int | None = None
    at: datetime.time | None = None
    uses: tuple[str, ...] | None = None
    jurisdictions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """The weekly mail of one list of recipients."""

    id: str
    channel: str
    recipients: tuple[Recipient, ...]
    #: time zone of ``weekday`` and ``at``
    zone: str
    #: 0 is Monday
    weekday: int
    at: datetime.time
    language: str
    #: empty: everything
    uses: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    name: str = ""
    #: a week that brought nothing is told too
    empty_weeks: bool = True

    def wished_by(self, recipient: Recipient) -> "DigestSettings":
        """The digest as one recipient wants it."""
        names = ("language", "zone", "weekday", "at", "uses", "jurisdictions")
        return replace(self, **{name: wish for name in names if (wish := getattr(recipient, name)) is not None})


@dataclass(frozen=True, slots=True)
class Settings:
    """policywatch.yaml."""

    #: as written; ``database_url`` is what to open
    database: str
    zone: str
    model: ModelSettings
    network: NetworkBlock
    crawl: CrawlBlock
    channels: tuple[ChannelSettings, ...]
    digests: tuple[DigestSettings, ...]
    people: tuple[PersonFields, ...]
    #: id of the channel that hears of the watch's own troubles
    admin_channel: str | None = None
    #: ``None``: there is no web server
    web: WebBlock | None = None
    #: ``None``: nothing of people is kept but their ids
    privacy: PrivacyBlock | None = None

    def database_url(self, env: Mapping[str, str] | None = None) -> str:
        """The SQLAlchemy URL; raises SecretMissing when it stands in a variable that is not set."""
        return resolve(self.database, env)

    def channel(self, channel_id: str) -> ChannelSettings | None:
        """The channel of that id."""
        return next((channel for channel in self.channels if channel.id == channel_id), None)

    def person(self, person_id: str) -> PersonFields | None:
        """The person of that id."""
        return next((person for person in self.people if person.id == person_id), None)


@dataclass(frozen=True, slots=True)
class Config:
    """All three files, valid as a whole."""

    sources: tuple[Source, ...]
    uses: tuple[AIUse, ...]
    routes: tuple[Route, ...]
    settings: Settings
    home: Path
    #: changes when a byte of one of the files changes
    fingerprint: str

    @property
    def language_folders(self) -> tuple[Path, ...]:
        """Where catalogues of further languages lie."""
        return (self.home / LANGUAGES,)

    def crawl_limits(self, env: Mapping[str, str] | None = None) -> CrawlLimits:
        """How hard and how far the crawler may go; raises SecretMissing when the proxy stands in a variable that is not set."""
        network, crawl = self.settings.network, self.settings.crawl
        contact = f" (+{network.contact})" if network.contact else ""
        return CrawlLimits(
            user_agent=f"policywatch/{__version__}{contact}",
            concurrency=crawl.concurrency,
            per_host_concurrency=crawl.per_host_concurrency,
            per_host_delay_s=crawl.per_host_delay_s,
            timeout_s=crawl.timeout_s,
            check_timeout_s=crawl.check_timeout_s,
            allow_private_networks=network.allow_private_networks,
            allow_ports=network.allow_ports,
            proxy=None if network.proxy is None else resolve(network.proxy, env),
            ca_bundle=None if network.ca_bundle is None else str(self.home / network.ca_bundle),
            mode=network.mode,
            browser=network.browser or None,
        )
