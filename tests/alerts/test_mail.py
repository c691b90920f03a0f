"""Mail: the headers, the wire, and a server that misbehaves."""

import base64
import ssl
from collections import deque
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP, default
from pathlib import Path

import pytest

from alerts.base import ChannelContext
from alerts.channels import mail as mail_kind
from alerts.channels.mail import Mail, Options
from alerts.digest_mail import message_id, to_mail
from alerts.digest_render import fitting
from policywatch.testing.smtp import FakeSmtp
from policywatch.types import Ambiguous, NeedsReview, Parked, Retry, Sent
from tests.alerts import samples
from tests.alerts.outbox import Clock, Outbox, deliveries
from tests.alerts.samples import NOW, digest_input

SENDER = "Policy Watch <watch@company.example>"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_kind, "TIMEOUT_S", 0.3)


def channel(smtp: FakeSmtp, tmp_path: Path, **options: object) -> Mail:
    given = {
        "host": "127.0.0.1",
        "port": smtp.port,
        "security": "none",
        "sender": SENDER,
        "recipients": ("lawyer@company.example",),
        **options,
    }
    return Mail("mail", Options(**given), ChannelContext(home=tmp_path, env={"MAIL_PASSWORD": "s3cret"}))


def digest(language: str = "en", **changes: object):
    made = fitting(replace(digest_input(language), **changes))
    return to_mail(made, "lawyer@company.example", SENDER, message_id(made, "lawyer", SENDER), sent_at=NOW)


async def test_an_alert_arrives_as_one_mail(tmp_path: Path) -> None:
    async with FakeSmtp() as smtp:
        assert isinstance(await channel(smtp, tmp_path).send(deliveries(1)[0], NOW), Sent)
    (accepted,) = smtp.stored
    assert accepted.recipients == ("lawyer@company.example",)
    assert accepted.email["Subject"] == "Notice 0"
    assert accepted.email["Auto-Submitted"] == "auto-generated"
    assert "CV screening 91 %" in accepted.email.get_content()


@pytest.mark.parametrize(
    ("fault", "expected", "stored"),
    [
        ("connect:421", Retry, 0),
        ("mail:451", Retry, 0),
        ("rcpt:450", Retry, 0),
        ("rcpt:550", Retry, 0),
        ("data:451", Retry, 0),
        ("data:552", Retry, 0),
        ("data:554", Retry, 0),
        ("drop_before", Ambiguous, 0),
        ("drop_after", Ambiguous, 1),
        ("slow_after", Ambiguous, 1),
    ],
)
async def test_each_fault_has_its_meaning(fault: str, expected: type, stored: int, tmp_path: Path, impatient: None) -> None:
    async with FakeSmtp(faults=deque([fault]), slow_s=0.6) as smtp:
        result = await channel(smtp, tmp_path).send(deliveries(1)[0], NOW)
    assert isinstance(result, expected)
    assert len(smtp.stored) == stored
    assert "company.example" not in getattr(result, "reason", "")


@pytest.mark.parametrize("fault", ["rcpt:550", "data:554"])
async def test_a_refusal_for_good_needs_a_person_the_second_time(fault: str, tmp_path: Path) -> None:
    async with FakeSmtp(faults=deque([fault])) as smtp:
        result = await channel(smtp, tmp_path).send(replace(deliveries(1)[0], attempts=2), NOW)
    assert isinstance(result, NeedsReview)


async def test_a_drop_after_accept_is_repeated_once_under_the_same_message_id(tmp_path: Path, clock: Clock) -> None:
    async with FakeSmtp(faults=deque(["drop_after", "drop_after"])) as smtp:
        outbox = Outbox(clock, {"legal": channel(smtp, tmp_path)})
        outbox.add(deliveries(1))
        await outbox.run()
    assert outbox.states() == {"review": 1}
    assert len({one.email["Message-ID"] for one in smtp.stored}) == 1
    assert len(smtp.stored) == 2
    assert clock.now - NOW >= timedelta(seconds=300)


async def test_a_server_without_starttls_gets_nothing(tmp_path: Path) -> None:
    async with FakeSmtp() as smtp:
        result = await channel(smtp, tmp_path, security="starttls").send(deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and "plaintext" in result.reason
    assert not smtp.stored and not any(line.startswith("MAIL") for line in smtp.lines)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """A server's context for ``localhost``, and the certificate that proves it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    from datetime import UTC, datetime

    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, pem.decode()


async def test_starttls_and_login_come_before_any_mail(tmp_path: Path, certificate: tuple[ssl.SSLContext, str]) -> None:
    context, pem = certificate
    auth = base64.b64encode(b"\0watch\0s3cret").decode()
    async with FakeSmtp(tls=context, auth=auth) as smtp:
        sender = channel(smtp, tmp_path, host="localhost", security="starttls", username="watch", password="${MAIL_PASSWORD}")
        sender.tls.load_verify_locations(cadata=pem)
        assert isinstance(await sender.send(deliveries(1)[0], NOW), Sent)
        assert (await sender.check()).ok
    verbs = [line.split(" ")[0].upper() for line in smtp.lines]
    assert verbs.index("STARTTLS") < verbs.index("AUTH") < verbs.index("MAIL")


async def test_a_certificate_for_another_name_parks(tmp_path: Path, certificate: tuple[ssl.SSLContext, str]) -> None:
    async with FakeSmtp(tls=certificate[0]) as smtp:
        result = await channel(smtp, tmp_path, security="starttls").send(deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and "certificate" in result.reason
    assert not smtp.stored


async def test_a_wrong_password_parks_without_showing_it(tmp_path: Path) -> None:
    async with FakeSmtp(auth="right") as smtp:
        result = await channel(smtp, tmp_path, username="watch", password="${MAIL_PASSWORD}").send(deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and "s3cret" not in result.reason


async def test_an_unreachable_server_is_tried_again(tmp_path: Path) -> None:
    result = await channel(FakeSmtp(port=9), tmp_path).send(deliveries(1)[0], NOW)
    assert isinstance(result, Retry)


async def test_an_alert_without_recipients_parks(tmp_path: Path) -> None:
    result = await channel(FakeSmtp(port=9), tmp_path, recipients=()).send(deliveries(1)[0], NOW)
    assert isinstance(result, Parked) and "recipients" in result.reason


@pytest.mark.parametrize(
    "options", [{"security": "none", "host": "mx.company.example"}, {"username": "watch"}, {"sender": "nobody"}, {"port": 0}, {"extra": 1}]
)
def test_options_that_cannot_be_safe_are_refused(options: dict, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        Options(**{"host": "localhost", "security": "none", "sender": SENDER, **options})


# ---- the digest as a mail --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_parts_stand_in_order(language: str) -> None:
    made = digest(language)
    assert [part.get_content_type() for part in made.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    parsed = message_from_bytes(made.as_bytes(policy=SMTP), policy=default)
    for part in parsed.iter_parts():
        assert all(one.document_id in part.get_content() for one in digest_input(language).items)


def test_a_calendar_is_attached_after_both_bodies() -> None:
    made = fitting(digest_input())
    mail = to_mail(made, "l@company.example", SENDER, "<a@b.example>", sent_at=NOW, calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert next(iter(mail.iter_attachments()))["Content-Type"].params["method"] == "PUBLISH"


def test_the_headers_of_a_welcome_mail() -> None:
    made = digest(unsubscribe_url="https://watch.company.example/u/token")
    assert made["To"] == "lawyer@company.example"
    assert made["Subject"] == "AI policy week 47: 3 deadlines, 4 relevant updates"
    assert made["Auto-Submitted"] == "auto-generated" and made["X-Auto-Response-Suppress"] == "All"
    assert made["List-Unsubscribe"] == "<https://watch.company.example/u/token>"
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert made["List-Id"] and made["In-Reply-To"] is None


def test_without_a_place_to_leave_no_header_promises_one() -> None:
    assert digest()["List-Unsubscribe"] is None and digest()["List-Unsubscribe-Post"] is None


def test_a_mail_made_again_is_the_same_mail() -> None:
    assert digest().as_bytes() == digest().as_bytes()


def test_the_message_id_is_of_digest_week_and_recipient() -> None:
    made = fitting(digest_input())
    ids = {
        message_id(made, "lawyer", SENDER),
        message_id(made, "counsel", SENDER),
        message_id(replace(made, run_id="other"), "lawyer", SENDER),
    }
    assert len(ids) == 3 and not any("lawyer" in one for one in ids)
    assert message_id(made, "lawyer", SENDER) == message_id(fitting(digest_input()), "lawyer", SENDER)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_wire_has_short_lines_and_bounded_size(language: str) -> None:
    items = digest_input(language).items
    if language != "en":
        items = tuple(
            replace(one, title="关于算法推荐与自动化决策的通知", summary="本办法规定了算法备案与告知的要求。" * 8) for one in items
        )
    made = digest(language, items=items)
    wire = made.as_bytes(policy=SMTP)
    assert max(len(line) for line in wire.split(b"\r\n")) <= 998
    html = made.get_body(("html",))
    assert html is not None
    assert len(html.get_payload()) <= 1.5 * len(html.get_content().encode())
    assert html["Content-Transfer-Encoding"] == ("quoted-printable" if language == "en" else "base64")


@pytest.mark.parametrize(
    "bad",
    [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nX: y",
        "a@b.example\r",
        "\na@b.example",
        "a\r\n\r\nbody@b.example",
        "a@b.example\x0bX: y\n",
    ],
)
def test_no_header_takes_a_line_break(bad: str) -> None:
    made = fitting(digest_input())
    with pytest.raises(ValueError):
        to_mail(made, bad, SENDER, "<a@b.example>", sent_at=NOW)


def test_a_title_cannot_write_headers(tmp_path: Path) -> None:
    from alerts.render.card import Looks
    from alerts.render.mail import alert_mail

    message = samples.alert(samples.item(title="x\r\nBcc: evil@e.example\r\n\r\nbody"))
    made = alert_mail(replace(deliveries(1)[0], message=message), Looks(), NOW, sender=SENDER, recipients=("l@company.example",))
    assert made["Bcc"] is None
    assert made["Subject"] == "x Bcc: [e-mail hidden] body"


async def test_a_digest_goes_out_once_per_recipient_under_its_return_address(tmp_path: Path) -> None:
    made = fitting(digest_input())
    mail = to_mail(made, "l@company.example", SENDER, message_id(made, "lawyer", SENDER), sent_at=NOW)
    async with FakeSmtp() as smtp:
        sender = channel(smtp, tmp_path)
        result = await sender.send_email(mail, ["l@company.example"], deliveries(1)[0], NOW, envelope_from="bounces+aa@company.example")
    assert isinstance(result, Sent) and result.receipt.remote_id == message_id(made, "lawyer", SENDER)
    assert smtp.stored[0].sender == "bounces+aa@company.example"
    assert smtp.stored[0].email["Subject"] == made.subject


async def test_a_refusal_for_the_time_being_waits_a_quarter_of_an_hour(tmp_path: Path) -> None:
    async with FakeSmtp(faults=deque(["rcpt:450"])) as smtp:
        result = await channel(smtp, tmp_path).send(deliveries(1)[0], NOW)
    assert result == Retry(900.0, "the server said 450 a recipient was refused")
