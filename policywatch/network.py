"""The address guard: nothing that a page says may lead us inside the company's own network.

Addresses are judged where a name becomes an address, because the address judged there is the one dialled: a name that
points outside now and inside a second later gains nothing. Literals pass the same way.
"""

import asyncio
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: seconds until a name counts as not resolved
DNS_TIMEOUT_S = 10.0

#: refused although ``ipaddress.is_global`` says yes in some Python (cpython#124217 and others), or only in a newer one
_REFUSED = tuple(
    ip_network(text)
    for text in [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/32",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    ]
)
_NAT64 = ip_network("64:ff9b::/96")
_UNSAFE_CHARACTER = re.compile(r"[\x00-\x20\x7f\\]")


@cache
def networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    """The networks of a configuration; raises ValueError for what is not CIDR."""
    return tuple(ip_network(text, strict=False) for text in texts)


def is_public(address: str, allow: Iterable[Network] = ()) -> bool:
    """Whether an address may be dialled: globally routed, or in a network that an admin allowed.

    IPv4 inside IPv6 (mapped, NAT64) is judged as the IPv4 address it reaches.
    """
    try:
        inner = _unwrap(ip_address(address.split("%")[0]))
    except ValueError:
        return False
    if any(inner.version == net.version and inner in net for net in allow):
        return True
    return inner.is_global and not any(inner.version == net.version and inner in net for net in _REFUSED)


def _unwrap(address: Address) -> Address:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def url_problem(url: str, allow_ports: Sequence[int] = ()) -> str | None:
    """Why a URL may not be requested, or ``None`` when nothing speaks against it.

    Ports 80 and 443 are always allowed. One parser judges and the same text is dialled, so what parsers read differently
    (backslash, control characters, user information) is refused.
    """
    if len(url) > 8192 or _UNSAFE_CHARACTER.search(url):
        return "the address is too long or holds blanks, control characters or a backslash"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "the address cannot be read"
    if parts.scheme.lower() not in ("http", "https"):
        return "only http and https are fetched"
    if "@" in parts.netloc:
        return "the address carries user information"
    if not parts.hostname:
        return "the address has no host"
    if port is not None and port not in {80, 443, *allow_ports}:
        return f"port {port} is not in network.allow_ports"
    return None


def origin(url: str) -> str:
    """Scheme, host and port of a URL, in lower case."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def host(url: str) -> str:
    """The host of a URL in lower case, without its port: what politeness is kept for; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


class Guard:
    """Resolves names for the reactor and hands on only addresses that may be dialled.

    ``refused`` remembers hosts whose addresses were all refused, so that a refusal is told from a name that does not exist.
    """

    def __init__(self, allow: Sequence[Network] = (), timeout_s: float = DNS_TIMEOUT_S) -> None:
        self.allow = tuple(allow)
        self.timeout_s = timeout_s
        self.refused: dict[str, str] = {}

    async def resolve(self, name: str, port: int) -> list[tuple[Any, ...]]:
        """The permitted ``getaddrinfo`` rows of a host; empty when there are none or the resolver takes too long."""
        try:
            async with asyncio.timeout(self.timeout_s):
                rows = _literal(name, port) or await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError, TimeoutError, ValueError):
            return []
        good = [row for row in rows if is_public(str(row[4][0]), self.allow)]
        if rows and not good:
            if len(self.refused) > 10_000:
                self.refused.clear()
            self.refused[name] = str(rows[0][4][0])
        return list(good)

    def was_refused(self, name: str) -> bool:
        """Whether the last look-up of a host ended in a refusal."""
        return name.strip("[]") in self.refused


def _literal(name: str, port: int) -> list[tuple[Any, ...]]:
    """The row of a plain address, without a thread for it; empty for names and for unusual spellings."""
    try:
        address = ip_address(name)
    except ValueError:
        return []
    if address.version == 6:
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (str(address), port, 0, 0))]
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (str(address), port))]


def install_guard(reactor: Any, allow: Sequence[Network], timeout_s: float = DNS_TIMEOUT_S) -> Guard:
    """Puts the guard before every connection the reactor makes by name or literal, and returns it.

    Scrapy's runner ignores its own DNS settings, hence the reactor's resolver.
    """
    from twisted.internet.address import IPv4Address as TwistedIPv4
    from twisted.internet.address import IPv6Address as TwistedIPv6
    from twisted.internet.interfaces import IHostnameResolver, IHostResolution
    from zope.interface import implementer

    guard = Guard(allow, timeout_s)

    @implementer(IHostResolution)
    class Resolution:
        def __init__(self, name: str) -> None:
            self.name = name
            self.cancel: Callable[[], object] = lambda: None

    @implementer(IHostnameResolver)
    class Resolver:
        def resolveHostName(
            self, receiver: Any, hostName: str, portNumber: int = 0, addressTypes: Any = None, transportSemantics: str = "TCP"
        ) -> Any:
            resolution = Resolution(hostName)
            receiver.resolutionBegan(resolution)

            def done(task: "asyncio.Task[list[tuple[Any, ...]]]") -> None:
                for family, _, _, _, sockaddr in [] if task.cancelled() else task.result():
                    make = TwistedIPv6 if family == socket.AF_INET6 else TwistedIPv4
                    if addressTypes is None or make in addressTypes:
                        receiver.addressResolved(make("TCP", *sockaddr))
                receiver.resolutionComplete()

            task = asyncio.ensure_future(guard.resolve(hostName.strip("[]"), portNumber))
            resolution.cancel = task.cancel
            task.add_done_callback(done)
            return resolution

    reactor.installNameResolver(Resolver())
    return guard
