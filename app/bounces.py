"""What comes back from the weekly mail: reports of failed delivery, and mails that ask to leave the list.

A report names its recipient by the token in the address it was sent to. Two that are final make a recipient *bouncing*: nothing more is
sent there until an admin has mended the address, the admins' channel is told, and the list's coverage line says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Email
from hashlib import sha256

from app.digest_readers import BOUNCES, Reader, leave, readers
from app.house import House
from policywatch.errors import UsageError
from policywatch.types import Delivery, NeedsReview, Result, Retry, Severity

_REFUSED = "a recipient was refused"


@dataclass(frozen=True, slots=True)
class Read:
    """What one mail turned out to be."""

    #: ``bounced``, ``delayed``, ``left``, or ``ignored``
    what: str
    recipient_id: str = ""
    status: str = ""
    #: kept now, as against known already
    new: bool = False


def read_mails(house: House, raw: bytes) -> list[Read]:
    """Reads one mail, or an mbox of many, and keeps what they tell."""
    return [_read(house, one) for one in _mails(raw)]


def _mails(raw: bytes) -> Iterator[bytes]:
    """One mail is one; an mbox parts its mails by lines that start with ``From`` and a blank."""
    if not raw.startswith(b"From "):
        yield raw
        return
    for part in raw.replace(b"\r\n", b"\n").split(b"\n\nFrom "):
        yield part.partition(b"\n")[2]


def _read(house: House, raw: bytes) -> Read:
    from alerts.digest_send import bounce, leaving

    secret_of = _secrets(house)
    for reader, secret in secret_of:
        token = leaving(raw)
        if token and _is(token, reader, secret):
            return Read("left", reader.id, "", leave(house, reader.digest.id, reader.id, via="mail"))
    found = bounce(raw)
    known = next((reader for reader, secret in secret_of if found and _is(found.token, reader, secret)), None)
    if found is None or known is None:
        return Read("ignored")
    new = _keep(house, known.id, sha256(_told_by(raw)).hexdigest(), found.final, found.status)
    return Read("bounced" if found.final else "delayed", known.id, found.status, new)


def _told_by(raw: bytes) -> bytes:
    """What makes a report this one: its own Message-ID, else all of it."""
    parsed: Email = message_from_bytes(raw)
    return str(parsed["Message-ID"]).strip().encode("utf-8", "replace") if parsed["Message-ID"] else raw


def _is(token: str, reader: Reader, secret: bytes) -> bool:
    from alerts.digest_send import recipient_of

    return recipient_of(token, [reader.id], secret) is not None


def _secrets(house: House) -> Sequence[tuple[Reader, bytes]]:
    """Every recipient whose mail has a return address of its own, with what its token is made from."""
    found = []
    for digest in house.config.settings.digests:
        channel = house.config.settings.channel(digest.channel)
        secret = getattr(channel.options if channel else None, "bounces_secret", None)
        if secret is not None:
            value = secret.reveal(house.env).encode()
            found += [(reader, value) for reader in readers(house, digest) if reader.recipient]
    if not found:
        raise UsageError("no digest has return addresses of its own: write bounces_to and bounces_secret into its mail channel")
    return found


def keep_refusal(house: House, reader: Reader, delivery: Delivery, result: Result) -> None:
    """A recipient that the server refuses for good while we talk to it is a bounce that needs no report."""
    match result:
        case Retry(_, reason) | NeedsReview(reason) if reason.startswith("5") and _REFUSED in reason:
            report = sha256(f"{delivery.id} {delivery.attempts}".encode()).hexdigest()
            _keep(house, reader.id, report, True, reason[:3])


def _keep(house: House, recipient_id: str, report: str, final: bool, status: str) -> bool:
    new = house.store.keep_bounce(report, recipient_id, final, status, house.clock())
    if new and final and house.store.final_bounces().get(recipient_id, 0) == BOUNCES:
        _tell_admins(house, recipient_id, report, status)
    return new


def _tell_admins(house: House, recipient_id: str, report: str, status: str) -> None:
    from alerts.message import delivery_for, notice

    channel = house.config.settings.admin_channel
    if channel is None:
        return
    now = house.clock()
    lines = (
        f"The weekly mail to recipient {recipient_id} came back for good {BOUNCES} times (last status {status}): nothing more is sent there.",
        f"Mend the address in policywatch.yaml, then run: policywatch digest bounces --forgive {recipient_id}",
    )
    message = notice("A recipient of the weekly mail cannot be reached", lines, Severity.NORMAL, now)
    house.store.add_deliveries([delivery_for(message, channel, f"bounces:{recipient_id}:{report}", now)], now)


def forgive(house: House, recipient_id: str) -> int:
    """Sends to a recipient again; how many bounces are forgotten. Raises UsageError when there are none."""
    count = house.store.forgive_bounces(recipient_id, house.clock())
    if not count:
        raise UsageError(f"--forgive: no mail to '{recipient_id}' has come back: `policywatch digest bounces` lists those whose has")
    return count
