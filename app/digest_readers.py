"""Who reads which digest, as they want it, and who has left it.

Leaving is an act like any other: kept for the auditors, undone by another, and known by the reader's pseudonymous id alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.house import House
from policywatch.config import DigestSettings
from policywatch.config.settings import Recipient
from policywatch.text import stable_id
from policywatch.types import Act, ActKind

#: mails that came back for good before a recipient counts as gone
BOUNCES = 2


@dataclass(frozen=True, slots=True)
class Reader:
    """One recipient of a mail, or a chat that the whole digest goes to."""

    #: as this reader wants it
    digest: DigestSettings
    #: ``None``: the digest's own channel is a chat
    recipient: Recipient | None

    @property
    def id(self) -> str:
        """Pseudonymous; empty for a chat."""
        return self.recipient.id if self.recipient else ""

    @property
    def subject(self) -> str:
        """What acts about this reader's place on the list are about."""
        return list_subject(self.digest.id, self.id)


def list_subject(digest_id: str, recipient_id: str) -> str:
    """A reader's place on a list, as acts name it."""
    return f"digest:{digest_id}:{recipient_id}"


def readers(house: House, digest: DigestSettings) -> tuple[Reader, ...]:
    """Everybody a digest is for, whether or not they have left it."""
    channel = house.config.settings.channel(digest.channel)
    if channel is not None and channel.kind != "mail" and not digest.recipients:
        return (Reader(digest, None),)
    return tuple(Reader(digest.wished_by(recipient), recipient) for recipient in digest.recipients)


def reader_of(house: House, digest_id: str, recipient_id: str) -> Reader | None:
    """The reader of a queued digest as configured now, or ``None`` when there is none any more."""
    found = (reader for digest in house.config.settings.digests if digest.id == digest_id for reader in readers(house, digest))
    return next((reader for reader in found if reader.id == recipient_id), None)


def has_left(house: House, reader: Reader) -> bool:
    """Whether the reader wants no more of this digest, or was erased."""
    from alerts.standing import muted

    if reader.id and house.store.acts(subjects=[f"person:{reader.id}"], kinds=[ActKind.ERASE]):
        return True
    return reader.subject in muted(house.store.acts(subjects=[reader.subject]), house.clock())


def came_back_at(house: House, reader: Reader) -> datetime | None:
    """Since when the reader wants the digest again after having left it, or gets it again after bounces; ``None``: never away."""
    acts = house.store.acts(subjects=[reader.subject], kinds=[ActKind.UNMUTE])
    times = [act.at for act in acts] + [at for at in (house.store.bounces_forgiven_at(reader.id),) if at is not None and reader.id]
    return max(times, default=None)


def leave(house: House, digest_id: str, recipient_id: str, *, via: str) -> bool:
    """Takes a reader off a list and rejects what waits for them; false when they had left already."""
    return _place(house, ActKind.MUTE, digest_id, recipient_id, via)


def come_back(house: House, digest_id: str, recipient_id: str, *, via: str) -> bool:
    """Puts a reader on a list again; false when they were on it."""
    return _place(house, ActKind.UNMUTE, digest_id, recipient_id, via)


def _place(house: House, kind: ActKind, digest_id: str, recipient_id: str, via: str) -> bool:
    subject, now = list_subject(digest_id, recipient_id), house.clock()
    before = house.store.acts(subjects=[subject], kinds=[ActKind.MUTE, ActKind.UNMUTE])
    stands = before[-1].kind if before else ActKind.UNMUTE
    if stands is kind:
        return False
    # made from what stood before: the same click at the same time is the same act
    made = Act(stable_id("act", kind.value, subject, str(len(before))), kind, recipient_id, subject, now, via=via)
    new = house.store.keep_act(made)
    if kind is ActKind.MUTE:
        house.store.reject_digests(recipient_id, digest_id, now)
    return new


def bouncing(house: House, found: Sequence[Reader]) -> tuple[Reader, ...]:
    """Those whose mail has come back for good too often to go on."""
    counts = house.store.final_bounces()
    return tuple(reader for reader in found if reader.id and counts.get(reader.id, 0) >= BOUNCES)
