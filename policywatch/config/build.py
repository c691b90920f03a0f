"""Turns the trees of the three files into the values that the rest of policywatch is handed."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from policywatch.config.dead import find_dead
from policywatch.config.entries import Entry, KindCache, listed, read_block, read_mixed, read_plain, report_doubles, report_strangers
from policywatch.config.findings import Findings
from policywatch.config.models import (
    ChannelFields,
    CrawlBlock,
    DigestFields,
    Model,
    ModelBlock,
    NetworkBlock,
    PersonFields,
    PrivacyBlock,
    RouteFields,
    SettingsFile,
    SourceFields,
    UseFields,
    WebBlock,
    names_of,
)
from policywatch.config.settings import ChannelSettings, DigestSettings, ModelSettings, Recipient, Settings
from policywatch.config.tree import Node
from policywatch.text import stable_id
from policywatch.types import AIUse, Route, Source

M = TypeVar("M", bound=Model)

#: what a route writes for AI regulation that touches no use
GENERAL = "general"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def config_hash(plain: dict[str, Any]) -> str:
    """Changes when anything but the id of an entry changes; order and quotes do not matter."""
    rest = {key: value for key, value in plain.items() if key != "id"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:24]


def build_sources(top: Node, kinds: KindCache, found: Findings) -> tuple[Source, ...]:
    """The valid sources of sources.yaml; what is wrong with the others is in ``found``."""
    report_strangers(top, ("sources",), found)
    nodes = list(listed(top, "sources", "source", found, required=True))
    report_doubles(nodes, "source", found)
    entries = [read_mixed(node, SourceFields, "kind", kinds, "source", found) for node in nodes]
    for entry in entries:
        if entry is not None:
            _doubt(entry, found)
    return tuple(_source(entry) for entry in entries if entry is not None)


def _source(entry: Entry[SourceFields]) -> Source:
    given = entry.fields
    return Source(
        id=given.id,
        kind=given.kind,
        url=given.url,
        name=given.name,
        authority=given.authority,
        jurisdiction=given.jurisdiction,
        language=given.language,
        topics=given.topics,
        tier=given.tier,
        every_s=given.every,
        follow=given.follow,
        first_items=given.first_items,
        fresh_within_s=given.fresh_within,
        paused=given.paused,
        options=entry.options,
        config_hash=config_hash(entry.plain),
    )


def _doubt(entry: Entry[SourceFields], found: Findings) -> None:
    """Reports an address that is known to be dead."""
    dead = find_dead(entry.fields.kind, entry.fields.url)
    if dead is None:
        return
    node = entry.node.fields["url"]
    if dead.action == "refuse":
        found.at(node, dead.reason, dead.instead)
    elif not entry.fields.verified:
        found.warn(node, dead.reason, dead.instead)


def build_uses(top: Node, found: Findings) -> tuple[AIUse, ...]:
    """The valid uses of uses.yaml."""
    report_strangers(top, ("uses",), found)
    nodes = list(listed(top, "uses", "use", found, required=True))
    report_doubles(nodes, "use", found)
    uses = []
    for node in nodes:
        entry = read_plain(node, UseFields, "use", found)
        if entry is None:
            continue
        if entry.fields.id == GENERAL:
            found.at(node.fields["id"], f"'{GENERAL}' means AI regulation that touches no use", "choose another id")
        uses.append(AIUse(**entry.fields.model_dump()))
    return tuple(uses)


@dataclass(frozen=True, slots=True)
class Names:
    """Ids that routes and digests may name; those of invalid entries too, so that one fault is told once."""

    channels: frozenset[str]
    #: ``None`` when uses.yaml could not be read
    uses: frozenset[str] | None
    #: tags of all languages that have a catalogue
    languages: tuple[str, ...] = ("en",)


def ids_of(nodes: Sequence[Node]) -> frozenset[str]:
    """The ids that entries claim, valid or not."""
    given = (node.fields.get("id") for node in nodes)
    return frozenset(node.value for node in given if node is not None and isinstance(node.value, str))


def build_settings(
    top: Node, uses: frozenset[str] | None, channels: KindCache, embedders: KindCache, found: Findings, languages: tuple[str, ...] = ("en",)
) -> tuple[Settings, tuple[Route, ...]]:
    """The settings and routes of policywatch.yaml; meaningful only when ``found`` stays empty."""
    report_strangers(top, tuple(names_of(SettingsFile)), found)
    scalars = Node(top.line, top.column, {key: top.fields[key] for key in ("database", "zone", "admin_channel") if key in top.fields})
    base = read_block(scalars, SettingsFile, "policywatch.yaml", found) or SettingsFile()
    crawl = read_block(top.fields.get("crawl"), CrawlBlock, "crawl", found) or CrawlBlock()
    if crawl.lease_s <= crawl.check_timeout_s:
        place = top.fields["crawl"]
        place = place.fields.get("lease_s") or place.fields.get("check_timeout_s") or place
        found.at(place, "'lease_s' is not longer than 'check_timeout_s'", f"write more than {crawl.check_timeout_s:g}")
    channel_nodes = list(listed(top, "channels", "channel", found, required=False))
    names = Names(ids_of(channel_nodes), uses, languages)
    people = _people(top, names, found)
    _check_channel(scalars, names, found, "admin_channel")
    settings = Settings(
        database=base.database,
        zone=base.zone,
        model=_model(top, embedders, found),
        network=read_block(top.fields.get("network"), NetworkBlock, "network", found) or NetworkBlock(),
        crawl=crawl,
        channels=_channels(channel_nodes, channels, found),
        digests=_digests(top, base.zone, names, people, found),
        people=people,
        admin_channel=base.admin_channel,
        web=_optional(top.fields.get("web"), WebBlock, "web", found),
        privacy=_optional(top.fields.get("privacy"), PrivacyBlock, "privacy", found),
    )
    return settings, _routes(top, names, people, found)


def _optional(node: Node | None, model: type[M], noun: str, found: Findings) -> M | None:
    """A block that may be missing as a whole."""
    return None if node is None or node.null else read_block(node, model, noun, found)


def _model(top: Node, embedders: KindCache, found: Findings) -> ModelSettings:
    node = top.fields.get("model")
    if node is None or node.null:
        line = top if node is None else node
        node = Node(line.line, line.column, {})
    if not isinstance(node.value, dict):
        found.at(node, "'model' has no fields", "write 'embedder: …' below it")
        return ModelSettings(embedder="")
    entry = read_mixed(node, ModelBlock, "embedder", embedders, "model", found)
    if entry is None:
        return ModelSettings(embedder="")
    return ModelSettings(entry.fields.embedder, entry.fields.name, entry.options)


def _channels(nodes: Sequence[Node], kinds: KindCache, found: Findings) -> tuple[ChannelSettings, ...]:
    report_doubles(nodes, "channel", found)
    entries = [read_mixed(node, ChannelFields, "kind", kinds, "channel", found) for node in nodes]
    return tuple(
        ChannelSettings(entry.fields.id, entry.fields.kind, entry.options, entry.fields.fatigue) for entry in entries if entry is not None
    )


def _people(top: Node, names: Names, found: Findings) -> tuple[PersonFields, ...]:
    nodes = list(listed(top, "people", "person", found, required=False))
    report_doubles(nodes, "person", found)
    for node in nodes:
        _check_wishes(node, names, found, "digest_uses")
    entries = [read_plain(node, PersonFields, "person", found) for node in nodes]
    return tuple(entry.fields for entry in entries if entry is not None)


def _routes(top: Node, names: Names, people: Sequence[PersonFields], found: Findings) -> tuple[Route, ...]:
    routes = []
    known = {person.id for person in people}
    for node in listed(top, "routes", "route", found, required=False):
        entry = read_plain(node, RouteFields, "route", found)
        _check_channel(node, names, found)
        _check_channel(node, names, found, "escalate_channel")
        _check_people(node, known, found)
        if names.uses is not None:
            _check_uses(node, names.uses, found)
        if entry is not None:
            given = entry.fields.model_dump()
            routes.append(Route(escalate_after_s=given.pop("escalate_after"), **given))
    return tuple(routes)


def _check_channel(node: Node, names: Names, found: Findings, key: str = "channel") -> None:
    given = node.fields.get(key)
    if given is not None and isinstance(given.value, str) and not given.null and given.value not in names.channels:
        found.stranger(given, "channel", given.value, names.channels, "add it under channels")


def _check_people(node: Node, known: Collection[str], found: Findings) -> None:
    given = node.fields.get("escalate_to")
    for person in given.items if given is not None else ():
        if isinstance(person.value, str) and person.value not in known:
            found.stranger(person, "person", person.value, known, "add the person under people")


def _check_uses(node: Node, uses: frozenset[str], found: Findings, key: str = "uses") -> None:
    given = node.fields.get(key)
    for use in given.items if given is not None else ():
        if isinstance(use.value, str) and use.value not in uses and use.value != GENERAL:
            found.stranger(use, "use", use.value, uses | {GENERAL}, "add it to uses.yaml")


def _check_wishes(node: Node, names: Names, found: Findings, uses_key: str) -> None:
    """What a digest, or a person for their own, may name: uses that exist, and a language that has a catalogue."""
    if names.uses is not None:
        _check_uses(node, names.uses, found, uses_key)
    given = node.fields.get("language")
    if given is not None and isinstance(given.value, str) and not given.null and given.value not in names.languages:
        found.stranger(given, "catalogue for the language", given.value, names.languages, "add languages/<tag>.po")


def _digests(top: Node, zone: str, names: Names, people: Sequence[PersonFields], found: Findings) -> tuple[DigestSettings, ...]:
    nodes = list(listed(top, "digests", "digest", found, required=False))
    report_doubles(nodes, "digest", found)
    digests = []
    for node in nodes:
        entry = read_plain(node, DigestFields, "digest", found)
        _check_channel(node, names, found)
        _check_wishes(node, names, found, "uses")
        recipients = _recipients(node, people, found)
        if entry is not None:
            given = entry.fields
            weekday = _DAYS.index(given.day)
            own = (given.zone or zone, weekday, given.at, given.language, given.uses, given.jurisdictions, given.name, given.empty_weeks)
            digests.append(DigestSettings(given.id, given.channel, recipients, *own))
    return tuple(digests)


def _recipients(node: Node, people: Sequence[PersonFields], found: Findings) -> tuple[Recipient, ...]:
    """People by id, or by address under an id that does not tell the address."""
    known = {person.id: person for person in people}
    by_mail = {person.mail.lower(): person for person in people if person.mail}
    recipients: dict[str, Recipient] = {}
    listed_here = node.fields.get("recipients")
    for place in listed_here.items if listed_here is not None else ():
        if not isinstance(place.value, str) or place.null:
            continue  # reported as the wrong type already
        text = place.value
        recipient = _recipient(text, known.get(text) or by_mail.get(text.lower()))
        if recipient is None and text in known:
            found.at(place, f"person '{text}' has no mail address", "add 'mail' under people")
        elif recipient is None:
            found.stranger(place, "person", text, known, "write a mail address, or add the person under people")
        elif recipient.id in recipients:
            found.at(place, "this recipient is listed twice", "keep one of them")
        else:
            recipients[recipient.id] = recipient
    return tuple(recipients.values())


def _recipient(text: str, person: PersonFields | None) -> Recipient | None:
    if person is not None and person.mail:
        weekday = _DAYS.index(person.digest_day) if person.digest_day else None
        when = (person.zone, weekday, person.digest_at)
        return Recipient(person.id, person.mail, person.name, person.language, *when, person.digest_uses, person.digest_jurisdictions)
    if person is None and "@" in text:
        return Recipient(stable_id("recipient", text.lower()), text)
    return None
