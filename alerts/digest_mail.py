"""A digest as one mail, with the headers that keep a weekly mail welcome.

SMTP knows no repeat, so the Message-ID is the same for the same digest, week and recipient, however often it is made.
"""

import hashlib
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from alerts.digest import Digest
from alerts.digest_render import render_html, render_text
from alerts.render.mail import transfer_encoding
from policywatch.text import stable_id


def message_id(digest: Digest, recipient_id: str, sender: str) -> str:
    """The Message-ID of a digest for one recipient; made from ids, so that no address can be read from it."""
    return f"<{stable_id('digest', digest.run_id, recipient_id)}@{domain(sender)}>"


def to_mail(
    digest: Digest,
    recipient: str,
    sender: str,
    message_id: str,
    *,
    sent_at: datetime,
    calendar: bytes | None = None,
    mailto: str = "",
) -> EmailMessage:
    """The finished mail for one recipient: text and HTML, a calendar of the deadlines when there is one.

    Raises ValueError when a header would hold a line break or another control character.
    """
    if any(ord(c) < 32 or ord(c) == 127 for value in (recipient, sender, message_id, mailto) for c in value):
        raise ValueError("a header would hold a control character")
    email = EmailMessage()
    email["From"] = sender
    email["To"] = recipient
    email["Subject"] = digest.subject
    email["Date"] = format_datetime(sent_at)
    email["Message-ID"] = message_id
    for name, value in _list_headers(digest, sender, mailto).items():
        email[name] = value
    text, page = render_text(digest), render_html(digest)
    # our own words decide: one encoding for the whole mail, base64 for wide scripts and quoted-printable for Latin
    encoding = transfer_encoding(digest.title)
    email.set_content(text, cte=encoding)
    email.add_alternative(page, subtype="html", cte=encoding)
    if calendar is not None:
        email.add_attachment(
            calendar, maintype="text", subtype="calendar", filename="deadlines.ics", params={"method": "PUBLISH", "charset": "utf-8"}
        )
    _steady_boundaries(email, message_id)
    return email


def domain(sender: str) -> str:
    return parseaddr(sender)[1].partition("@")[2] or "localhost"


def _list_headers(digest: Digest, sender: str, mailto: str) -> dict[str, str]:
    made = {
        "List-Id": f"policywatch digest <{hashlib.sha256(digest.run_id.partition(' · ')[0].encode()).hexdigest()[:12]}.digest.{domain(sender)}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": digest.language,
    }
    ways = [f"<{digest.unsubscribe_url}>"] if digest.unsubscribe_url else []
    ways += [f"<mailto:{mailto}?subject=unsubscribe>"] if mailto else []
    if ways:
        made["List-Unsubscribe"] = ", ".join(ways)
    if digest.unsubscribe_url and digest.unsubscribe_url.startswith("https://"):
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return made


def _steady_boundaries(email: EmailMessage, message_id: str) -> None:
    """Boundaries from the Message-ID instead of from chance, so that a mail made again is the same bytes."""
    parts = [part for part in email.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{stable_id(message_id, str(number))}")
