"""One SMTP conversation, step by step, so that it is known how far it came when it broke.

Before the message's data was begun nothing can have been delivered; after the server said yes, everything was; in between
nobody knows.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policywatch.types import Ambiguous, NeedsReview, Parked, Receipt, Result, Retry, Sent

if TYPE_CHECKING:
    import aiosmtplib


async def send_once(
    client: "aiosmtplib.SMTP",
    data: bytes,
    recipients: Sequence[str],
    *,
    sender: str,
    login: tuple[str, str],
    starttls: bool,
) -> Result:
    """Sends one message in one conversation; failures are values and nothing is retried."""
    import aiosmtplib

    trouble = await _begin(client, login, starttls)
    if trouble is not None:
        return trouble
    try:
        await client.mail(sender)
        for recipient in recipients:
            await client.rcpt(recipient)
    except aiosmtplib.SMTPSenderRefused as error:
        return await _ended(client, _refused(error.code, "the sender was refused", Parked))
    except aiosmtplib.SMTPRecipientRefused as error:
        # the recipient's address is personal data and stays out of the reason
        return await _ended(client, _refused(error.code, "a recipient was refused", NeedsReview))
    except (aiosmtplib.SMTPException, OSError) as error:
        return await _ended(client, Retry(None, f"the conversation broke off: {type(error).__name__}"))
    return await _ended(client, await _data(client, data))


async def greet(client: "aiosmtplib.SMTP", *, login: tuple[str, str], starttls: bool) -> str:
    """What keeps us from sending through this server, or an empty text; sends nothing."""
    trouble = await _begin(client, login, starttls)
    if trouble is None:
        await _ended(client, Sent(Receipt()))
        return ""
    return trouble.reason


async def _begin(client: "aiosmtplib.SMTP", login: tuple[str, str], starttls: bool) -> Retry | Parked | None:
    """Connects, secures and logs in; ``None`` when all is ready."""
    import aiosmtplib

    try:
        await client.connect()
        if starttls:
            await client.ehlo()
            if not client.supports_extension("starttls"):
                client.close()
                return Parked("the server offers no STARTTLS: nothing is ever sent in plaintext, so choose security: tls or another server")
            await client.starttls()
        if login[0]:
            await client.login(*login)
    except aiosmtplib.SMTPNotSupported as error:
        client.close()
        return Parked(f"the server lacks what we need ({error}): nothing is ever sent in plaintext, so choose another server or security")
    except aiosmtplib.SMTPAuthenticationError as error:
        client.close()
        if 400 <= error.code < 500:
            return Retry(None, f"{error.code} while logging in")
        return Parked(f"{error.code} the login was refused: put the right user name and password into the configuration")
    except (aiosmtplib.SMTPException, OSError) as error:
        client.close()
        return _unreached(error)
    return None


def _unreached(error: Exception) -> Retry | Parked:
    import ssl

    causes = [error, error.__cause__, error.__context__]
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes) or "CERTIFICATE_VERIFY_FAILED" in str(error):
        return Parked("the server's certificate is not valid for its name: correct host or the server's certificate")
    code = getattr(error, "code", None)
    return Retry(None, f"{code} from the server" if isinstance(code, int) else f"the server could not be reached: {type(error).__name__}")


async def _data(client: "aiosmtplib.SMTP", data: bytes) -> Result:
    import aiosmtplib

    try:
        await client.data(data)
    except aiosmtplib.SMTPDataError as error:
        return _refused(error.code, "the message was refused", NeedsReview)
    except (aiosmtplib.SMTPException, OSError) as error:
        return Ambiguous(f"the conversation broke off while the message was sent: {type(error).__name__}")
    return Sent(Receipt())


def _refused(code: int, what: str, final: "type[Parked] | type[NeedsReview]") -> Result:
    """4xx is for later, 5xx for good."""
    return Retry(None, f"{code} {what}") if 400 <= code < 500 else final(f"{code} {what}")


async def _ended(client: "aiosmtplib.SMTP", result: Result) -> Result:
    """Says goodbye; how that goes changes nothing any more."""
    import aiosmtplib

    try:
        await client.quit()
    except (aiosmtplib.SMTPException, OSError):
        client.close()
    return result
