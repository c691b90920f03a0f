"""Signatures and bounces."""

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from alerts.base import ChannelContext
from alerts.channels.mail import Mail, Options
from alerts.digest_mail import message_id, to_mail
from alerts.digest_render import fitting
from alerts.digest_send import Bounce, Dkim, bounce, recipient_of, return_address, signed, token
from policywatch.testing.smtp import FakeSmtp
from policywatch.types import Parked
from tests.alerts.outbox import deliveries
from tests.alerts.samples import NOW, digest_input

SENDER = "Policy Watch <watch@company.example>"
SECRET = b"0" * 32


@pytest.fixture(scope="module")
def key() -> tuple[Dkim, bytes]:
    """A key and the DNS record that goes with it."""
    import base64

    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(65537, 2048)
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    public = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return Dkim("company.example", "pw1", pem), b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


@pytest.fixture
def mail() -> EmailMessage:
    made = fitting(replace(digest_input("zh-Hans"), unsubscribe_url="https://watch.company.example/u/token"))
    return to_mail(made, "lawyer@company.example", SENDER, message_id(made, "lawyer", SENDER), sent_at=NOW)


def test_a_signature_covers_both_list_headers_and_holds(mail: EmailMessage, key: tuple[Dkim, bytes]) -> None:
    import dkim

    raw = signed(mail, key[0])
    head = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b"")
    assert (
        b"list-unsubscribe : list-unsubscribe-post" in head.lower()
        or b"list-unsubscribe:list-unsubscribe-post" in head.replace(b" ", b"").lower()
    )
    assert dkim.verify(raw, dnsfunc=lambda *_, **__: key[1])
    assert not dkim.verify(raw.replace(b"One-Click", b"Two-Click"), dnsfunc=lambda *_, **__: key[1])


@pytest.mark.parametrize("written", ["lines", "one line"])
async def test_the_channel_signs_last_what_goes_out(mail: EmailMessage, key: tuple[Dkim, bytes], tmp_path: Path, written: str) -> None:
    import dkim

    pem = key[0].private_key.decode()
    options = {"host": "127.0.0.1", "security": "none", "sender": SENDER, "dkim_domain": "company.example", "dkim_selector": "pw1"}
    async with FakeSmtp() as smtp:
        made = Options.model_validate({**options, "port": smtp.port, "dkim_key": "${DKIM_KEY}"})
        env = {"DKIM_KEY": pem if written == "lines" else pem.replace("\n", "\\n")}
        channel = Mail("post", made, ChannelContext(tmp_path, env=env))
        await channel.send_email(mail, ["lawyer@company.example"], deliveries(1)[0], NOW)
    (stored,) = smtp.stored
    assert dkim.verify(stored.raw, dnsfunc=lambda *_, **__: key[1])
    changed = stored.raw.replace(b"List-Unsubscribe: <https", b"List-Unsubscribe: <httpz")
    assert changed != stored.raw and not dkim.verify(changed, dnsfunc=lambda *_, **__: key[1])


async def test_a_channel_with_a_broken_key_parks_and_sends_nothing(mail: EmailMessage, tmp_path: Path) -> None:
    options = {
        "host": "127.0.0.1",
        "security": "none",
        "sender": SENDER,
        "dkim_domain": "c.example",
        "dkim_selector": "s",
        "dkim_key": "${K}",
    }
    async with FakeSmtp() as smtp:
        channel = Mail("post", Options.model_validate({**options, "port": smtp.port}), ChannelContext(tmp_path, env={"K": "no key"}))
        result = await channel.send_email(mail, ["lawyer@company.example"], deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and "DKIM" in result.reason and smtp.stored == []


def test_a_key_that_cannot_sign_is_said(mail: EmailMessage) -> None:
    with pytest.raises(ValueError, match="DKIM"):
        signed(mail, Dkim("company.example", "pw1", b"no key"))


def test_a_return_address_names_the_recipient_to_us_alone() -> None:
    address = return_address("bounces@company.example", "lawyer", SECRET)
    assert "lawyer" not in address
    assert recipient_of(address.partition("+")[2].partition("@")[0], ["counsel", "lawyer"], SECRET) == "lawyer"
    assert recipient_of("0" * 20, ["counsel", "lawyer"], SECRET) is None


def _report(action: str, status: str, to: str) -> bytes:
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nStatus: 5.1.1 says anybody\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; x@y.example\r\nAction: {action}\r\nStatus: {status}\r\n\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("action", "status", "final"), [("failed", "5.1.1", True), ("failed", "4.4.7", False), ("delayed", "4.4.1", False)]
)
def test_a_bounce_is_read_by_its_token(action: str, status: str, final: bool) -> None:
    raw = _report(action, status, return_address("bounces@company.example", "lawyer", SECRET))
    assert bounce(raw) == Bounce(token("lawyer", SECRET), final, status)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"To: a@b.example\r\n\r\nhello",
        _report("failed", "5.1.1", "bounces@company.example"),
        _report("delivered", "2.0.0", f"b+{'a' * 20}@c.example"),
    ],
)
def test_other_mail_is_no_bounce(raw: bytes) -> None:
    assert bounce(raw) is None
