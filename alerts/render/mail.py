"""An alert, a notice or a starting picture as one mail."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from alerts.render.card import Looks, card
from alerts.render.safe import cut, plain
from alerts.render.text import console_card, severity_word, title_of
from policywatch.types import Delivery, MessageKind


def alert_mail(delivery: Delivery, looks: Looks, now: datetime, *, sender: str, recipients: Sequence[str]) -> EmailMessage:
    """Plain text, since a mail that comes at once is read on a phone's lock screen; the Message-ID is stable per delivery."""
    message = delivery.message
    email = EmailMessage()
    email["From"] = sender
    email["To"] = ", ".join(recipients)
    email["Subject"] = subject(delivery, looks, now)
    email["Date"] = format_datetime(delivery.created_at or now)
    email["Message-ID"] = f"<{delivery.id}@{parseaddr(sender)[1].partition('@')[2]}>"
    email["List-Id"] = f"policywatch alerts <alerts.{parseaddr(sender)[1].partition('@')[2]}>"
    email["Auto-Submitted"] = "auto-generated"
    email["X-Auto-Response-Suppress"] = "All"
    body = console_card(message, looks, now, delivery.id)
    email.set_content(body, cte=transfer_encoding(body))
    return email


def subject(delivery: Delivery, looks: Looks, now: datetime) -> str:
    """At most 60 characters: loudness, then the title."""
    message = delivery.message
    single = message.kind is MessageKind.ALERT and len(message.items) == 1
    title = card(message.items[0], looks, now, message.severity).headline if single else title_of(message, looks.words)
    loud = severity_word(message.severity, looks.words)
    return cut(plain(f"{loud}: {title}" if loud else title), 60)


def transfer_encoding(body: str) -> str:
    """base64 where most letters are wide, quoted-printable for Latin, never 8bit: its lines would be too long."""
    wide = sum(1 for c in body if ord(c) > 0x2E7F)
    return "base64" if wide * 5 > len(body) else "quoted-printable"
