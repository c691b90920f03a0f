"""What surrounds a digest on the wire: its signature, its return address, and what comes back to it.

The signature comes last, because a header changed afterwards breaks it. The return address carries a token per recipient, so
that a bounce names its recipient without an address being stored.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP as SMTP_POLICY
from email.policy import default as default_policy

#: what the signature covers; both list headers belong to it by RFC 8058
SIGNED = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "mime-version",
    "content-type",
)
_TOKEN = re.compile(r"\+([0-9a-f]{20})@")
_FINAL = re.compile(r"^\s*5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Dkim:
    """With which key mail is signed."""

    domain: str
    selector: str
    #: PEM, RSA
    private_key: bytes


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail that came back."""

    token: str
    #: for good, as against "will be tried again"
    final: bool
    status: str


def signed(email: EmailMessage, key: Dkim) -> bytes:
    """The mail as it goes out, with its signature in front; raises ValueError when the key cannot sign."""
    import dkim

    raw = email.as_bytes(policy=SMTP_POLICY)
    present = [name.encode() for name in SIGNED if email[name] is not None]
    try:
        signature: bytes = dkim.sign(raw, key.selector.encode(), key.domain.encode(), key.private_key, include_headers=present)
    except dkim.DKIMException as error:
        raise ValueError(f"the DKIM key cannot sign ({error}): check the PEM file and the selector") from error
    return signature + raw


def return_address(bounces_to: str, recipient_id: str, secret: bytes) -> str:
    """The envelope sender of one recipient's mail: ``bounces+TOKEN@domain``."""
    local, _, domain = bounces_to.partition("@")
    return f"{local}+{token(recipient_id, secret)}@{domain}"


def token(recipient_id: str, secret: bytes) -> str:
    """Twenty hexadecimal digits that only we can make, and from which nobody reads the recipient."""
    return hmac.new(secret, recipient_id.encode(), hashlib.sha256).hexdigest()[:20]


def recipient_of(found: str, recipient_ids: Sequence[str], secret: bytes) -> str | None:
    """Whose token this is, or ``None``; compared in constant time."""
    return next((one for one in recipient_ids if hmac.compare_digest(token(one, secret), found)), None)


def bounce(raw: bytes) -> Bounce | None:
    """The bounce that a mail to the return address reports (RFC 3464), or ``None`` when it reports none.

    Only the token and the status are read; the free text of a bounce is anybody's.
    """
    parsed = message_from_bytes(raw, policy=default_policy)
    found = _token_in(parsed)
    reports = (part for part in parsed.walk() if part.get_content_type() == "message/delivery-status")
    report = next(reports, None)
    return _reported(report, found) if found and report is not None else None


def leaving(raw: bytes) -> str:
    """The token of a mail that asks to leave the list (the ``mailto`` of List-Unsubscribe), or an empty text."""
    parsed = message_from_bytes(raw, policy=default_policy)
    return _token_in(parsed) if str(parsed.get("Subject", "")).strip().lower() == "unsubscribe" else ""


def _token_in(parsed: Message) -> str:
    names = ("Delivered-To", "X-Original-To", "To")
    found = _TOKEN.search(" ".join(str(value) for name in names for value in parsed.get_all(name, [])))
    return found[1] if found else ""


def _reported(report: Message, found: str) -> Bounce | None:
    """What a delivery-status part says; its groups of fields are messages of their own."""
    payload = report.get_payload()
    for group in payload if isinstance(payload, list) else []:
        if not isinstance(group, Message):
            continue
        action, status = str(group.get("Action", "")).strip().lower(), str(group.get("Status", "")).strip()
        if action in ("failed", "delayed"):
            return Bounce(found, action == "failed" and bool(_FINAL.match(status)), status[:20])
    return None
