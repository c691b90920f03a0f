"""Sends mail through an SMTP server: the weekly digest, and alerts where a route names it.

SMTP has no key against repeats either, so every message has a stable Message-ID; a send of unknown fate is repeated once
under the same id after the grace, then a person decides. A server that offers no STARTTLS gets nothing: never plaintext.
"""

import re
import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import parseaddr
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.render.card import Looks
from alerts.render.mail import alert_mail
from policywatch.errors import PolicywatchError
from policywatch.scalars import fault
from policywatch.secrets import Secret
from policywatch.types import Delivery, MessageKind, NeedsReview, Parked, Receipt, Result, Retry, Sent

if TYPE_CHECKING:
    import aiosmtplib

CAPABILITIES = Capabilities(ordered=False, grace_s=300.0)

TIMEOUT_S = 60.0
#: greylisting and full mailboxes take their time
_TEMPORARY_S = 900.0
#: a server that is still not ready then will not be
_PATIENCE = timedelta(days=3)
#: a recipient refused for good this often needs a person
_BOUNCES = 2


class Options(BaseModel):
    """The server, and who sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field(min_length=1, description="Name of the SMTP server.")
    port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the conversation is kept secret; `none` on this machine only."
    )
    username: str = Field(default="", description="Left out: no login.")
    password: Secret | None = Field(default=None, description="Needed with a username.")
    sender: str = Field(min_length=3, description="`Policy Watch <watch@example.org>`, or the address alone.")
    recipients: tuple[str, ...] = Field(default=(), description="Who gets alerts at once; digests name their own recipients.")
    language: Literal["en", "zh-Hans"] = Field(default="en", description="Language of the alerts' own words.")
    bounces_to: str = Field(
        default="",
        description="Mailbox that takes what comes back, such as `bounces@company.example`; `bounces+TOKEN@` must reach it. Left out: the sender.",
    )
    bounces_secret: Secret | None = Field(default=None, description="Makes the tokens of return addresses; needed with `bounces_to`.")
    dkim_domain: str = Field(default="", description="Domain that signs, that of the sender; left out: mail is not signed here.")
    dkim_selector: str = Field(default="", description="Name under which the public key stands in DNS; needed with `dkim_domain`.")
    dkim_key: Secret | None = Field(default=None, description="Private RSA key as PEM; needed with `dkim_domain`.")

    @model_validator(mode="after")
    def _safe(self) -> "Options":
        if self.security == "none" and self.host not in ("localhost", "127.0.0.1", "::1"):
            raise fault("may be 'none' on this machine only: write security: starttls or tls")
        if self.username and self.password is None:
            raise fault("has a username without a password: write password: ${NAME}")
        if "@" not in parseaddr(self.sender)[1]:
            raise fault("has no address: write sender: watch@example.org")
        if self.bounces_to and (not re.fullmatch(r"[^@\s<>,+]+@[^@\s<>,]+", self.bounces_to) or self.bounces_secret is None):
            raise fault("has a return address without what it needs: write bounces_to: bounces@company.example and bounces_secret: ${NAME}")
        if self.dkim_domain and not (self.dkim_selector and self.dkim_key):
            raise fault("has a dkim_domain without its key: write dkim_selector and dkim_key: ${NAME}")
        return self


class Mail:
    """One SMTP server."""

    capabilities = CAPABILITIES
    proven = False

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self.channel_id = channel_id
        self._options, self._context = options, context
        self._looks = Looks(context.zone, options.language)
        #: a certificate store of the admin's own, for servers of the house
        self.tls = ssl.create_default_context()

    @property
    def sender(self) -> str:
        return self._options.sender

    def return_address(self, recipient_id: str) -> str:
        """The envelope sender of one recipient's mail; empty where the channel has none of its own. Raises SecretMissing."""
        from alerts.digest_send import return_address

        if self._options.bounces_secret is None or not self._options.bounces_to:
            return ""
        return return_address(
            self._options.bounces_to, recipient_id, self._options.bounces_secret.reveal(self._context.env or None).encode()
        )

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        """Sends an alert, notice or starting picture to the channel's recipients; digests go through ``send_email``."""
        if delivery.kind is MessageKind.DIGEST:
            return NeedsReview("a digest names its own recipients: this is a fault of the caller")
        if not self._options.recipients:
            return Parked(f"channel '{self.channel_id}' has no recipients for alerts: add recipients to it in policywatch.yaml")
        email = alert_mail(delivery, self._looks, now, sender=self.sender, recipients=self._options.recipients)
        return await self.send_email(email, self._options.recipients, delivery, now)

    async def send_email(
        self, email: EmailMessage, recipients: Sequence[str], delivery: Delivery, now: datetime, *, envelope_from: str = ""
    ) -> Result:
        """Signs and sends one finished message; never retries by itself.

        ``envelope_from`` is the return address of this recipient, by default the sender.
        """
        from alerts.smtp import send_once

        try:
            password, data = self._password(), self._signed(email)
        except (PolicywatchError, ValueError) as error:
            return Parked(str(error))
        result = await send_once(
            self._client(),
            data,
            recipients,
            sender=envelope_from or parseaddr(self.sender)[1],
            login=(self._options.username, password),
            starttls=self._starttls(),
        )
        return self._judged(result, delivery, email["Message-ID"], now)

    def _signed(self, email: EmailMessage) -> bytes:
        """The bytes that go out; the signature is the last thing that happens to them."""
        from alerts.digest_send import Dkim, signed

        options = self._options
        if options.dkim_key is None:
            return email.as_bytes(policy=SMTP_POLICY)
        # an environment variable often holds the lines of a PEM as one
        pem = options.dkim_key.reveal(self._context.env or None).replace("\\n", "\n")
        return signed(email, Dkim(options.dkim_domain, options.dkim_selector, pem.encode()))

    def _judged(self, result: Result, delivery: Delivery, message_id: str | None, now: datetime) -> Result:
        """The result with the patience that mail needs: temporary refusals come back in 15 minutes, final ones once more."""
        match result:
            case Sent():
                return Sent(Receipt(str(message_id or ""), "", now))
            case Retry(None, reason) if reason.startswith("4") and delivery.first_sent_at and now - delivery.first_sent_at > _PATIENCE:
                return NeedsReview(f"the server says so for {_PATIENCE.days} days: {reason}")
            case Retry(None, reason) if reason.startswith("4"):
                return Retry(_TEMPORARY_S, f"the server said {reason}")
            case NeedsReview(reason) if delivery.attempts < _BOUNCES:
                return Retry(_TEMPORARY_S, reason)
            case _:
                return result

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        raise LookupError("mail cannot be looked up")

    async def check(self) -> Finding:
        from alerts.smtp import greet

        try:
            password = self._password()
        except PolicywatchError as error:
            return Finding(False, str(error))
        trouble = await greet(self._client(), login=(self._options.username, password), starttls=self._starttls())
        where = f"{self._options.host}:{self._options.port}"
        return Finding(False, f"{where}: {trouble}") if trouble else Finding(True, f"{where} takes mail from {parseaddr(self.sender)[1]}")

    async def close(self) -> None:
        return None

    def _starttls(self) -> bool:
        return self._options.security == "starttls"

    def _password(self) -> str:
        return self._options.password.reveal(self._context.env or None) if self._options.password else ""

    def _client(self) -> "aiosmtplib.SMTP":
        import aiosmtplib

        return aiosmtplib.SMTP(
            hostname=self._options.host,
            port=self._options.port,
            timeout=TIMEOUT_S,
            use_tls=self._options.security == "tls",
            start_tls=False,
            tls_context=self.tls,
        )


KIND = Mail
