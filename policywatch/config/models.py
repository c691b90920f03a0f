"""The fields of the three files as models: what may be written, what it means, and the words of the documentation."""

import datetime
import re
from functools import cache
from ipaddress import ip_network
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from policywatch.scalars import Duration, WebUrl, Zone, fault
from policywatch.secrets import Secret, reference
from policywatch.types import DocumentType, Severity

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_DATABASES = ("sqlite", "postgresql")
#: names of this machine alone, where plain http harms nobody
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _check_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise fault("is no id: use letters, digits, '-', '_' and '.', at most 80, starting with a letter or digit")
    return value


def _check_database(value: str) -> str:
    scheme, sep, rest = value.partition("://")
    if reference(value):
        return value
    if not sep or scheme.partition("+")[0] not in _DATABASES:
        raise fault("is no database that policywatch knows: write sqlite:///policywatch.db or postgresql://host/name")
    if ("@" in rest and ":" in rest.rpartition("@")[0]) or re.search(r"[?&](ssl)?password=", rest, re.IGNORECASE):
        raise fault("holds a password: put the whole URL into an environment variable and write ${POLICYWATCH_DATABASE}")
    return value


def _check_proxy(value: str) -> str:
    if reference(value):
        return value
    if "@" in value:
        raise fault("holds a user name or password: put the whole URL into an environment variable and write ${POLICYWATCH_PROXY}")
    if not re.match(r"https?://[^/\s]+/?$", value):
        raise fault("is no proxy: write http://host:port")
    return value


def _check_public_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme.lower() != "https" and parts.hostname not in LOOPBACK:
        raise fault("is not https: what people and services send there must not be read on the way; write https://host")
    if parts.query or parts.fragment:
        raise fault("carries more than an address: write https://host or https://host/path")
    return value.rstrip("/")


def _check_network(value: str) -> str:
    try:
        ip_network(value)
    except ValueError as error:
        raise fault("is no network ({why}): write one such as 10.1.0.0/16 or 192.168.0.7/32", why=error) from error
    return value


def _check_contact(value: str) -> str:
    if value and not (_ADDRESS.fullmatch(value) or re.match(r"https?://\S+$", value)):
        raise fault("is neither a mail address nor a web address: write one where a regulator can reach you")
    if re.search(r"[\x00-\x1f\x7f()]", value) or not value.isascii():
        raise fault("goes into an HTTP header: write it in plain ASCII without brackets")
    return value


def _check_mail(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise fault("is no mail address: write name@company.example")
    return value


def _check_recipient(value: str) -> str:
    return _check_mail(value) if "@" in value else _check_id(value)


def _check_language(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise fault("is no language: write a tag such as en, zh-Hans or pt-BR")
    return value


def _read_time(value: object) -> object:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        if isinstance(value, datetime.time):
            return value
        raise fault("is no time of day: write one such as 08:00 or 16:30")
    return datetime.time(int(match[1]), int(match[2]))


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Id = Annotated[str, AfterValidator(_check_id), WithJsonSchema({"type": "string", "pattern": f"^{_ID.pattern}$"})]
Mail = Annotated[str, AfterValidator(_check_mail)]
TimeOfDay = Annotated[datetime.time, BeforeValidator(_read_time), WithJsonSchema({"type": "string", "pattern": f"^({_TIME.pattern})$"})]
Score = Annotated[float, Field(ge=0, le=1)]
Port = Annotated[int, Field(ge=1, le=65535)]
Network = Annotated[str, AfterValidator(_check_network)]
Day = Annotated[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], BeforeValidator(_lower)]


Language = Annotated[str, AfterValidator(_check_language)]


class Model(BaseModel):
    """A block of fields; an unknown field is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class SourceFields(Model):
    """One place a regulator publishes. Options of its kind stand beside these fields."""

    id: Id = Field(description="Name of the source in every list and log. A changed id is a new source.")
    kind: Id = Field(description="How the source is read: one of `policywatch kinds`.")
    url: WebUrl = Field(description="Address of the feed, list, page or API; http or https. A changed url keeps the history.")
    name: Text = Field(default="", description="What people call it.")
    authority: Text = Field(default="", description="Who publishes.")
    jurisdiction: Text = Field(
        default="", description="Code such as `EU`, `CN`, `US-CA`; routes filter by it. Empty: unknown, passes every route."
    )
    language: Text = Field(default="", description="BCP 47 tag such as `en`, `zh`, `pt-BR`. Empty: found from the text.")
    topics: tuple[Filled, ...] = Field(default=(), description="Your own labels.")
    tier: Literal["primary", "secondary"] = Field(
        default="primary", description="A `secondary` source is a lead: digest only, never an alert."
    )
    every: Duration | None = Field(
        default=None, description="Time between checks; `0s` is due at every run. Left out: chosen by how often the source publishes."
    )
    fresh_within: Duration | None = Field(
        default=None,
        description="Longest time without anything new, such as `14d`, before it counts as trouble. Left out: learned from its pace.",
    )
    follow: bool = Field(default=True, description="Fetch the pages of new items before they are classified.")
    first_items: int = Field(default=5, ge=0, le=1000, description="How many pages are fetched on the first check.")
    paused: bool = Field(default=False, description="Keep the source, but do not check it.")
    verified: bool = Field(
        default=False,
        description="A live probe of the source has passed. For people; nothing depends on it but a warning about its address.",
    )
    notes: Text = Field(default="", description="For people.")
    terms: Text = Field(default="", description="For people: terms of use or licence of the site.")


class UseFields(Model):
    """One way the company uses AI."""

    id: Id = Field(description="Name of the use in routes, lists and logs.")
    name: Filled = Field(description="What people call it.")
    description: Filled = Field(
        description="What the system does, to whom, with which data: a few plain sentences. This is what documents are compared with."
    )
    keywords: dict[str, tuple[Filled, ...]] = Field(
        default_factory=dict, description="Words that point to this use, by language: `{en: [...], zh: [...]}`."
    )
    examples: tuple[Filled, ...] = Field(default=(), description="Titles or sentences that should touch this use.")
    jurisdictions: tuple[Filled, ...] = Field(default=(), description="Where the use happens; empty means everywhere.")
    owner: Text = Field(default="", description="Who answers for the use; named in alerts.")
    threshold: Score = Field(default=0.5, description="Relevance from which an update touches the use.")


class ModelBlock(Model):
    """The model that compares documents with uses. Options of the embedder stand beside these fields."""

    embedder: Id = Field(default="st", description="Kind of embedder: one of `policywatch kinds`.")
    name: Text = Field(default="", description="Name or folder of the model. Empty: the one that comes with policywatch.")


class NetworkBlock(Model):
    """What the crawler may reach, and how it introduces itself."""

    allow_private_networks: tuple[Network, ...] = Field(
        default=(), description="Networks inside the company that sources may live in; all others that are not public are refused."
    )
    allow_ports: tuple[Port, ...] = Field(default=(80, 443), description="Ports that sources may use.")
    contact: Annotated[str, AfterValidator(_check_contact)] = Field(
        default="", description="Mail or web address in the user agent, so that a regulator can reach you."
    )
    proxy: Annotated[str, AfterValidator(_check_proxy)] | None = Field(
        default=None,
        description="`http://host:port` for all sources, or `${ENV_NAME}`. The proxy must then refuse private addresses itself.",
    )
    ca_bundle: Text | None = Field(
        default=None, description="File with further certificate authorities; relative paths start at the home folder."
    )
    browser: Text = Field(
        default="",
        description="Path of a Chromium (`/usr/bin/chromium`) for sources with `browser: true`, or `bundled` for Playwright's own. Empty: no browser is ever started. Needs the extra `policywatch[browser]`.",
    )
    mode: Literal["twisted", "aiohttp"] = Field(
        default="twisted", description="Library that downloads. `aiohttp` waits less where sites are slow; Scrapy calls it experimental."
    )


class CrawlBlock(Model):
    """How hard the crawler works."""

    concurrency: int = Field(default=100, ge=1, le=1000, description="Requests at once.")
    per_host_concurrency: int = Field(default=1, ge=1, le=32, description="Requests at once to one host.")
    per_host_delay_s: float = Field(default=1.0, ge=0, le=3600, description="Seconds between two requests to one host.")
    timeout_s: float = Field(default=30.0, gt=0, le=600, description="Seconds for one request.")
    check_timeout_s: float = Field(default=120.0, gt=0, le=3600, description="Seconds for one check of a source with all its requests.")
    lease_s: float = Field(
        default=600.0,
        gt=0,
        le=86400,
        description="Seconds after which another process may take over the work of a silent one; longer than `check_timeout_s`.",
    )


class FatigueBlock(Model):
    """When a channel may be spoken to. What is held keeps its place and comes later; evaluation never waits."""

    per_hour: int | None = Field(default=None, ge=1, le=3600, description="Most messages in any 60 minutes. Left out: no cap.")
    min_severity: Severity = Field(
        default=Severity.LOW, description="`high`, `normal` or `low`: what is quieter than this is told in the digest alone."
    )
    quiet_from: TimeOfDay | None = Field(default=None, description="Start of the quiet hours, such as `20:00`.")
    quiet_until: TimeOfDay | None = Field(default=None, description="Their end, such as `07:30`; midnight may lie between.")
    zone: Zone | None = Field(default=None, description="Time zone of the quiet hours. Left out: the zone of the file.")
    high_passes: bool = Field(default=True, description="High severity is told in quiet hours too.")

    @model_validator(mode="after")
    def _paired(self) -> "FatigueBlock":
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise fault("needs both quiet_from and quiet_until: write the other one too")
        return self


class ChannelFields(Model):
    """Where people are told. Options of its kind stand beside these fields."""

    id: Id = Field(description="Name of the channel in routes, digests and lists.")
    kind: Id = Field(description="How it is reached: one of `policywatch kinds`.")
    fatigue: FatigueBlock = Field(
        default_factory=FatigueBlock, description="Quiet hours, a cap and the least severity of this channel; see below."
    )


class RouteFields(Model):
    """Who hears what. An update goes to the channel when every filter lets it through; an empty filter lets everything through."""

    channel: Id = Field(description="Id of a channel.")
    uses: tuple[Id, ...] = Field(default=(), description="Ids of uses; `general` is AI regulation that touches none of them.")
    jurisdictions: tuple[Filled, ...] = Field(default=(), description="Codes as in sources.yaml; an unknown jurisdiction passes.")
    document_types: tuple[DocumentType, ...] = Field(
        default=(), description="Types such as `law`, `guidance`, `enforcement`; an unknown type passes."
    )
    min_score: Score | None = Field(default=None, description="Relevance from which the route fires. Left out: the threshold of each use.")
    when: Literal["now", "weekly"] = Field(default="now", description="At once, or only in the weekly digest.")
    severity: Severity | None = Field(
        default=None, description="`high`, `normal` or `low` for all that this route tells. Left out: judged from the document."
    )
    escalate_after: Duration | None = Field(
        default=None, description="Time, such as `4h`, after which a high alert that nobody took up is told again. Left out: never."
    )
    escalate_channel: Id | None = Field(default=None, description="Id of the channel of that call. Left out: the channel of the route.")
    escalate_to: tuple[Id, ...] = Field(default=(), description="Ids of people who are mentioned in it by name.")


class DigestFields(Model):
    """The weekly mail of one list of recipients, or the weekly message of a chat."""

    id: Id = Field(description="Name of the digest; with the recipient and the week it makes a mail unique.")
    name: Text = Field(default="", description="What its readers call it. Left out: the id.")
    channel: Id = Field(description="Id of a mail channel; the digest of any other channel is one message there.")
    recipients: tuple[Annotated[str, AfterValidator(_check_recipient)], ...] = Field(
        default=(), description="Mail addresses, or ids of people, whose own wishes go before those of the digest; none for a chat."
    )
    zone: Zone | None = Field(default=None, description="Time zone of `day` and `at`. Left out: the zone of the file.")
    day: Day = Field(default="monday", description="Day of the week.")
    at: TimeOfDay = Field(default=datetime.time(8, 0), description="Time of day, such as `08:00`.")
    language: Language = Field(
        default="en",
        description="Language of the mail's own words: `en`, `zh-Hans`, or one with a catalogue `languages/<tag>.po` beside this file.",
    )
    uses: tuple[Id, ...] = Field(default=(), description="Ids of uses, and `general`; empty: everything.")
    jurisdictions: tuple[Filled, ...] = Field(
        default=(), description="Codes as in sources.yaml; empty: everywhere. An unknown jurisdiction passes."
    )

    empty_weeks: bool = Field(
        default=True, description="Send the mail of a week that brought nothing, too: five lines that say so, and what was looked at."
    )


class PersonFields(Model):
    """Somebody who may act on alerts or read the web pages."""

    id: Id = Field(description="Name of the person in the store; no mail address.")
    name: Text = Field(default="", description="What colleagues call them.")
    slack_user: Text | None = Field(default=None, description="Member id in Slack, such as `U012AB3CD`.")
    lanying_user: Text | None = Field(default=None, description="User id in Lanying IM.")
    mail: Mail | None = Field(default=None, description="Mail address.")
    role: Literal["admin", "editor", "reader", "auditor"] = Field(default="reader", description="What they may do.")
    language: Language | None = Field(default=None, description="Language of their weekly mail. Left out: that of the digest.")
    zone: Zone | None = Field(default=None, description="Their time zone. Left out: that of the digest.")
    digest_day: Day | None = Field(default=None, description="Day of their weekly mail. Left out: that of the digest.")
    digest_at: TimeOfDay | None = Field(default=None, description="Time of day of their weekly mail. Left out: that of the digest.")
    digest_uses: tuple[Id, ...] | None = Field(default=None, description="Uses in their weekly mail. Left out: those of the digest.")
    digest_jurisdictions: tuple[Filled, ...] | None = Field(
        default=None, description="Jurisdictions in their weekly mail. Left out: those of the digest."
    )


class WebBlock(Model):
    """The small web server for links in mails, buttons and callbacks; without this block there is none."""

    host: Text = Field(default="127.0.0.1", description="Address it listens on; a proxy that ends TLS stands in front of it.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port it listens on; 0 takes a free one.")
    public_url: Annotated[WebUrl, AfterValidator(_check_public_url)] = Field(
        description="How people and services reach it from outside, such as `https://watch.company.example`; https unless it is this machine."
    )
    secret: Secret = Field(description="Signs the links that policywatch hands out; at least 32 characters. A new one ends all old links.")


class PrivacyBlock(Model):
    """How what must be remembered of people is encrypted; without this block only their pseudonymous ids are remembered."""

    key: Secret = Field(description="Encrypts names and addresses in the database; at least 32 characters.")
    previous_keys: tuple[Secret, ...] = Field(default=(), description="Keys of before, until `policywatch people rotate-key` has run.")


class SourcesFile(Model):
    """What is watched."""

    sources: tuple[SourceFields, ...] = Field(description="The places to watch; `[]` for none.")


class UsesFile(Model):
    """What the company does with AI."""

    uses: tuple[UseFields, ...] = Field(description="The uses; `[]` for none.")


class SettingsFile(Model):
    """How policywatch runs, and who is told."""

    database: Annotated[str, AfterValidator(_check_database)] = Field(
        default="sqlite:///policywatch.db", description="SQLAlchemy URL, or `${ENV_NAME}`; relative SQLite paths start at the home folder."
    )
    zone: Zone = Field(default="UTC", description="Time zone of the company, such as `Europe/Berlin`.")
    admin_channel: Id | None = Field(
        default=None,
        description="Id of the channel that hears of sources in trouble. Left out: only the log and `policywatch sources health` say so.",
    )
    model: ModelBlock = Field(default_factory=ModelBlock, description="The model that compares documents with uses.")
    network: NetworkBlock = Field(default_factory=NetworkBlock, description="What the crawler may reach.")
    crawl: CrawlBlock = Field(default_factory=CrawlBlock, description="How hard the crawler works.")
    channels: tuple[ChannelFields, ...] = Field(default=(), description="Where people are told.")
    routes: tuple[RouteFields, ...] = Field(default=(), description="Who hears what.")
    digests: tuple[DigestFields, ...] = Field(default=(), description="The weekly mails.")
    people: tuple[PersonFields, ...] = Field(default=(), description="Who may act on alerts.")
    privacy: PrivacyBlock | None = Field(default=None, description="How what is remembered of people is encrypted.")
    web: WebBlock | None = Field(default=None, description="The web server; left out: none.")


@cache
def names_of(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model by the name that is written in a file."""
    return {info.alias or name: info for name, info in model.model_fields.items()}
