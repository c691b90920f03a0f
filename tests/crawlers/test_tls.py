"""A certificate that cannot be trusted is refused; one of a company's own authority passes with its bundle."""

import asyncio
import datetime as dt
import ipaddress
import json
import ssl
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)

#: a crawl in a process of its own: OpenSSL reads the bundle of trusted authorities once per process
CODE = """
import json, sys, warnings
from datetime import UTC, datetime, timedelta
from crawlers.run import close_reactor, crawl, run_in_reactor
from policywatch.kinds import Registry
from policywatch.types import Claim, CrawlLimits, Robots, Source

class NoRobots:
    def get(self, origin): return Robots(origin, 404, b"", datetime.now(UTC))
    def keep(self, robots): pass

urls, bundle, mode = json.loads(sys.argv[1])
now, results = datetime.now(UTC), {}
claims = [Claim(Source(name, "feed", url, follow=False), now, 1, now + timedelta(hours=1)) for name, url in urls.items()]
ports = tuple(int(url.split(":")[2].split("/")[0]) for url in urls.values())
limits = CrawlLimits(timeout_s=5, check_timeout_s=9, per_host_delay_s=0, per_host_concurrency=8, allow_private_networks=("127.0.0.1/32",),
    allow_ports=ports, ca_bundle=bundle, mode=mode)
run_in_reactor(lambda: crawl(claims, limits, spiders=Registry("source", "crawlers.spiders"), lookup=lambda *a: ({}, {}), robots_store=NoRobots(),
    host_wait_until=lambda hosts: {}, now=lambda: datetime.now(UTC),
    on_result=lambda r: results.__setitem__(r.claim.source.id, [r.outcome.value, r.cause.value, r.items])))
close_reactor()
print(json.dumps(results))
"""

FEED = b"<rss version='2.0'><channel><title>R</title><item><title>A rule</title><link>https://r.example/1</link></item></channel></rss>"


@dataclass(frozen=True)
class Authority:
    """Who signs, and where its certificate lies."""

    key: Any
    certificate: x509.Certificate
    path: Path


def _signed(name: str, key: Any, issuer: Any, signer: Any, sans: list[x509.GeneralName], until: dt.datetime, ca: bool) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - 400 * DAY)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if sans:
        builder = builder.add_extension(x509.SubjectAlternativeName(sans), critical=False)
    return builder.sign(signer or key, hashes.SHA256())


def _written(folder: Path, name: str, key: Any, certificate: x509.Certificate) -> Path:
    path = folder / f"{name}.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _signed("test authority", key, None, None, [], NOW + 30 * DAY, True)
    path = tmp_path_factory.mktemp("tls") / "bundle.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(key, certificate, path)


@pytest.fixture(scope="module")
def certificates(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("certificates")
    here: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    elsewhere: list[x509.GeneralName] = [x509.DNSName("other.example")]
    made = {}
    for name, sans, until, own in (
        ("good", here, NOW + 30 * DAY, False),
        ("expired", here, NOW - DAY, False),
        ("wrong_host", elsewhere, NOW + 30 * DAY, False),
        ("self_signed", here, NOW + 30 * DAY, True),
    ):
        key = ec.generate_private_key(ec.SECP256R1())
        issuer, signer = (None, None) if own else (authority.certificate.subject, authority.key)
        made[name] = _written(folder, name, key, _signed(name, key, issuer, signer, sans, until, False))
    return made


def _crawled(certificates: dict[str, Path], bundle: Path | None, mode: str) -> dict[str, list[Any]]:
    """What a crawl says of one TLS server per certificate."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(FEED) + FEED)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def main() -> dict[str, list[Any]]:
        servers, urls = [], {}
        for name, path in certificates.items():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path)
            server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
            servers.append(server)
            urls[name] = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed.xml"
        arguments = json.dumps([urls, str(bundle) if bundle else None, mode])
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", CODE, arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={"PYTHONPATH": str(ROOT)}
        )
        out, error = await process.communicate()
        for server in servers:
            server.close()
        assert process.returncode == 0, error.decode()
        told: dict[str, list[Any]] = json.loads(out)
        return told

    return asyncio.run(main())


@pytest.mark.parametrize("mode", ["twisted", "aiohttp"])
def test_no_certificate_of_an_unknown_authority_is_accepted(certificates: dict[str, Path], mode: str) -> None:
    assert _crawled(certificates, None, mode) == {name: ["failed", "tls", 0] for name in certificates}


@pytest.mark.parametrize("mode", ["twisted", "aiohttp"])
def test_a_bundle_lets_its_own_authority_pass_and_nothing_else(certificates: dict[str, Path], authority: Authority, mode: str) -> None:
    told = _crawled(certificates, authority.path, mode)
    assert told.pop("good") == ["changed", "", 1]
    assert told == {name: ["failed", "tls", 0] for name in ("expired", "wrong_host", "self_signed")}
