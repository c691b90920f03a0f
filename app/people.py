"""What is remembered of people: sealed, listed, handed out on request, and forgotten.

policywatch.yaml is where an admin writes people. The database remembers who stood there, sealed, so that an auditor can still ask who
an id was; everything else there names people by their id alone.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from app.commands import say
from app.house import House, open_house
from app.present import plain, print_json, print_table
from policywatch.errors import SecretMissing, UsageError
from policywatch.sealing import Sealer, key_of
from policywatch.store import PersonRow
from policywatch.text import stable_id
from policywatch.types import Act, ActKind

log = structlog.get_logger()

_UNDER = "people_under"


def sealer_of(house: House) -> Sealer | None:
    """What seals people here, or ``None`` when nothing of them is to be remembered. Raises SecretMissing, UsageError."""
    privacy = house.config.settings.privacy
    return Sealer(privacy.key, privacy.previous_keys, house.env) if privacy else None


def remember(house: House) -> None:
    """Seals the people of policywatch.yaml into the database when they, or the key, changed since the last look."""
    try:
        sealer = sealer_of(house)
    except (SecretMissing, UsageError) as error:
        log.error("people_not_sealed", what=str(error))
        return
    if sealer is None:
        return
    now_stands = stable_id(house.config.fingerprint, sealer.key_id)
    if house.store.meta_get(_UNDER) == now_stands:
        return
    kept = {row.id: row for row in house.store.people()}
    house.store.keep_people(dict(_changed(configured(house), kept, sealer)), house.clock())
    house.store.meta_set(_UNDER, now_stands)


def _changed(people: Mapping[str, Mapping[str, Any]], kept: Mapping[str, PersonRow], sealer: Sealer) -> Iterator[tuple[str, str]]:
    for person_id, about in people.items():
        row, text = kept.get(person_id), json.dumps(about, sort_keys=True, ensure_ascii=False)
        if row is None or not _says(row, text, sealer):
            yield person_id, sealer.seal(text, person_id)


def _says(row: PersonRow, text: str, sealer: Sealer) -> bool:
    """Whether this very text is kept, under the key of now; what another key sealed is written anew."""
    return row.sealed is not None and key_of(row.sealed) == sealer.key_id and sealer.open(row.sealed, row.id) == text


def configured(house: House) -> dict[str, dict[str, Any]]:
    """Name and addresses of everybody in policywatch.yaml, by pseudonymous id."""
    found: dict[str, dict[str, Any]] = {}
    for digest in house.config.settings.digests:
        for recipient in digest.recipients:
            found[recipient.id] = {"name": recipient.name, "mail": recipient.mail}
    for person in house.config.settings.people:
        found[person.id] = person.model_dump(include={"name", "mail", "slack_user", "lanying_user"})
    return {person_id: {name: value for name, value in about.items() if value} for person_id, about in found.items()}


@dataclass(frozen=True, slots=True)
class _Known:
    """Everybody there is, as one command sees them."""

    house: House
    rows: Mapping[str, PersonRow]
    in_file: Mapping[str, Mapping[str, Any]]
    sealer: Sealer | None

    @classmethod
    def of(cls, house: House) -> "_Known":
        return cls(house, {row.id: row for row in house.store.people()}, configured(house), sealer_of(house))

    def kept(self, person_id: str) -> dict[str, Any]:
        """What is sealed about a person; empty when nothing is."""
        row = self.rows.get(person_id)
        if row is None or row.sealed is None:
            return {}
        if self.sealer is None:
            raise UsageError(f"person '{person_id}' is sealed and there is no key: write the block 'privacy' into policywatch.yaml")
        about: dict[str, Any] = json.loads(self.sealer.open(row.sealed, person_id))
        return about

    def find(self, named: str) -> str:
        """The id of a person, named by id or by mail address. Raises UsageError."""
        if named in self.rows or named in self.in_file:
            return named
        if "@" in named:
            for person_id in (*self.in_file, *self.rows):
                about = self.in_file.get(person_id) or self.kept(person_id)
                if str(about.get("mail", "")).casefold() == named.casefold():
                    return person_id
        raise UsageError("there is nobody of this id or address: `policywatch people list` shows the ids")


def listed(home: Path, as_json: bool) -> int:
    """Everybody who stands in policywatch.yaml, is remembered, or left a trace; by id alone."""
    with open_house(home) as house:
        known = _Known.of(house)
        roles = {person.id: person.role for person in house.config.settings.people}
        rows = [_line(house, known, person_id, roles) for person_id in sorted({*known.rows, *known.in_file})]
    columns = ("id", "role", "configured", "sealed", "acts", "mails", "erased_at")
    if as_json:
        print_json(rows)
    else:
        print_table(f"people: {len(rows)}", columns, [[row[column] for column in columns] for row in rows])
    return 0


def _line(house: House, known: _Known, person_id: str, roles: Mapping[str, str]) -> dict[str, Any]:
    row = known.rows.get(person_id) or PersonRow(person_id)
    return {
        "id": person_id,
        "role": roles.get(person_id, ""),
        "configured": person_id in known.in_file,
        "sealed": row.sealed is not None,
        "acts": len(house.store.acts(person_id=person_id)),
        "mails": len(house.store.traces(person_id).mails),
        "erased_at": row.erased_at,
    }


def exported(home: Path, named: str) -> int:
    """Everything that is held about one person, as JSON for the person."""
    with open_house(home) as house:
        known = _Known.of(house)
        print_json(held(house, known, known.find(named)))
    return 0


def held(house: House, known: _Known, person_id: str) -> dict[str, Any]:
    """What is held about a person, wherever it lies."""
    row, traces = known.rows.get(person_id) or PersonRow(person_id), house.store.traces(person_id)
    settings = house.config.settings
    person = next((one for one in settings.people if one.id == person_id), None)
    return {
        "id": person_id,
        "configuration": person.model_dump(mode="json", exclude_none=True) if person else known.in_file.get(person_id),
        "digests": [one.id for one in settings.digests if any(recipient.id == person_id for recipient in one.recipients)],
        "remembered": known.kept(person_id),
        "seen_at": plain(row.seen_at),
        "erased_at": plain(row.erased_at),
        "acts": [plain(act) for act in house.store.acts(person_id=person_id)],
        "acts_about": [plain(act) for act in house.store.acts(subjects=[f"person:{person_id}"])],
        "verdicts": [plain(one) for one in traces.verdicts],
        "mails": [{"id": one, "title": title, "state": state, "created_at": plain(at)} for one, title, state, at in traces.mails],
        "bounces": [{"status": status, "at": plain(at)} for status, at in traces.bounces],
    }


def erase(home: Path, named: str, by: str, as_json: bool) -> int:
    """Forgets a person; the audit trail keeps the pseudonym, and that it was erased."""
    with open_house(home) as house:
        known = _Known.of(house)
        person_id = known.find(named)
        now = house.clock()
        act = Act(stable_id("erase", person_id, now.isoformat()), ActKind.ERASE, by, f"person:{person_id}", now, via="cli")
        house.store.erase_person(person_id, act, now)
        house.store.compact()
        left = _left(house, person_id)
    if as_json:
        print_json({"id": person_id, "erased_at": plain(now), "still_in_configuration": left})
        return 0
    say(f"erased {person_id}: name, addresses and own words are gone from the database; acts keep the id alone")
    if left:
        say(f"policywatch.yaml still names this person under {', '.join(left)}: remove them there, and from backups made before")
    return 0


def _left(house: House, person_id: str) -> list[str]:
    """Where policywatch.yaml still names a person."""
    settings = house.config.settings
    places = ["people"] if any(person.id == person_id for person in settings.people) else []
    return places + [f"digests {one.id}" for one in settings.digests if any(recipient.id == person_id for recipient in one.recipients)]


def rotate(home: Path, as_json: bool) -> int:
    """Seals everything with the key of now; afterwards the previous keys can go."""
    with open_house(home) as house:
        sealer = sealer_of(house)
        if sealer is None:
            raise UsageError("there is no key: write the block 'privacy' into policywatch.yaml")
        rows = [row for row in house.store.people() if row.sealed is not None]
        stale = {row.id: row.sealed for row in rows if row.sealed and key_of(row.sealed) != sealer.key_id}
        house.store.keep_people({person: sealer.seal(sealer.open(old, person), person) for person, old in stale.items()}, house.clock())
        house.store.compact()
    if as_json:
        print_json({"people": len(rows), "sealed_again": len(stale)})
    else:
        say(f"{len(rows)} people are sealed with the key of now, {len(stale)} of them since this run: privacy.previous_keys can go")
    return 0
