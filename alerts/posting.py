"""One HTTP request to a service, step by step, so that it is known how far it came when it broke.

Nothing here retries and nothing follows a redirect: a request leaves once, and what came of it is a value. No reason names
an address beyond its host, because the addresses of robots and webhooks are keys.
"""

import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from alerts.slack.errors import retry_after_s
from policywatch.network import Network, is_public, url_problem
from policywatch.types import Ambiguous, NeedsReview, Parked, Result, Retry

if TYPE_CHECKING:
    import aiohttp

TIMEOUT_S = 20.0
CONNECT_S = 5.0
#: more of an answer is never needed
_ANSWER_BYTES = 262_144


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said."""

    status: int
    #: header names in lower case
    headers: Mapping[str, str]
    body: bytes

    def object(self) -> dict[str, Any] | None:
        """The body as a JSON object, or ``None`` when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


@dataclass(slots=True)
class Poster:
    """Sends requests of one channel; opens its session with the first and is closed with the channel."""

    proxy: str | None = None
    timeout_s: float = TIMEOUT_S
    #: public addresses are dialled over https, these networks over http too; ``None`` dials any address
    allow: Sequence[Network] | None = None
    _session: "aiohttp.ClientSession | None" = None
    _refused: set[str] = field(default_factory=set)
    #: the request under way is http
    _plain: bool = False

    async def request(self, method: str, url: str, *, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer | Result:
        """One request; an Answer of any status, or what its failure means for the message it carried."""
        import aiohttp

        host = urlsplit(url).hostname or ""
        trouble = self._trouble(url, host)
        if trouble:
            return Parked(trouble)
        self._refused.clear()
        loopback = is_this_machine(host)
        try:
            async with self._open().request(
                method, url, data=body, headers=headers, allow_redirects=False, proxy=None if loopback else self.proxy
            ) as response:
                # a failure while the body comes is of unknown fate too, hence inside
                text = await _bounded(response)
                return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, text)
        except aiohttp.ClientConnectorCertificateError:
            return Parked(f"the certificate of {host} is not valid for its name: correct the address or the certificate")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            if self._refused:
                return Parked(
                    f"{host} leads to an address that may not be dialled: allow its network in the channel's options, or change it"
                )
            return Retry(None, f"{host} could not be reached: {type(error).__name__}")
        except ValueError:
            # of the address, or of a header: a secret that ends in a line break
            return Parked("the address or a secret of the channel cannot be sent as it is: look for blanks and line breaks in them")
        except TimeoutError:
            return Ambiguous(f"no answer from {host} within {self.timeout_s:.0f} s")
        except aiohttp.ClientError as error:
            return Ambiguous(f"the answer of {host} broke off: {type(error).__name__}")

    async def close(self) -> None:
        """Closes the session; the next request opens a new one."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _trouble(self, url: str, host: str) -> str:
        """What speaks against a request before anything is dialled; empty when nothing does."""
        if self.allow is None:
            return endpoint_problem(url)
        problem = url_problem(url, (urlsplit_port(url),))
        if problem:
            return f"{problem}: write https://host/path"
        self._plain = urlsplit(url).scheme.lower() == "http"
        # behind a proxy names become addresses out of our sight, so that literals are judged here as well
        if _literal(host) and not self._may(host):
            return f"{host} is an address that may not be dialled: allow its network in the channel's options, or change it"
        return ""

    def _open(self) -> "aiohttp.ClientSession":
        if self._session is None:
            import aiohttp

            # a peer that closes an idle connection looks ambiguous, and a kept one would pass the guard unjudged
            connector = aiohttp.TCPConnector(force_close=True, ttl_dns_cache=0, use_dns_cache=False, socket_factory=self._socket)
            timeout = aiohttp.ClientTimeout(total=self.timeout_s, connect=CONNECT_S)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    def _may(self, address: str) -> bool:
        """Whether an address may be dialled; in plain http only one of an allowed network."""
        if self.allow is None:
            return True
        return is_public(address, self.allow) and not (self._plain and is_public(address))

    def _socket(self, address: "aiohttp.AddrInfoType") -> socket.socket:
        """The socket for exactly this address: what is judged here is what is dialled, whatever the name says a moment later."""
        family, kind, protocol, _, where = address
        if not self.proxy and not self._may(str(where[0])):
            self._refused.add(str(where[0]))
            raise OSError("refused: not a public address")
        return socket.socket(family, kind, protocol)


async def _bounded(response: "aiohttp.ClientResponse") -> bytes:
    """The start of the body, which is all we ever read."""
    parts, size = [], 0
    async for part in response.content.iter_chunked(65_536):
        parts.append(part)
        size += len(part)
        if size > _ANSWER_BYTES:
            break
    return b"".join(parts)[:_ANSWER_BYTES]


def refusal(answer: Answer, now: datetime, who: str) -> Result | None:
    """What an HTTP status that is no success means where the service drops no repeats; ``None`` for a success."""
    status = answer.status
    if 200 <= status < 300:
        return None
    if status == 429:
        return Retry(retry_after_s(answer.headers.get("retry-after"), now), f"{who} answered HTTP 429: too many messages")
    if status == 503:
        return Retry(retry_after_s(answer.headers.get("retry-after"), now), f"{who} answered HTTP 503: it takes no messages now")
    if status >= 500 or status == 408:
        # it may have been stored all the same
        return Ambiguous(f"{who} answered HTTP {status}")
    if 300 <= status < 400:
        return Parked(f"{who} answered HTTP {status}, a redirect, which is never followed: write the address it leads to")
    if status in (400, 413, 415, 422):
        return NeedsReview(f"{who} answered HTTP {status}: it does not take this message")
    return Parked(f"{who} answered HTTP {status}: check the address and the rights of the channel")


def endpoint_problem(url: str) -> str:
    """What is wrong with the address of a service; empty when nothing is. It never stands in the text."""
    if any(c.isspace() or ord(c) < 0x20 for c in url):
        return "the address of the channel holds a blank or a control character: write https://host/path"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "the address of the channel cannot be read: write https://host/path"
    if not host or parts.scheme not in ("http", "https"):
        return "the address of the channel is no web address: write https://host/path"
    if "@" in parts.netloc:
        return "the address of the channel carries a user name: remove what stands before the @"
    if parts.scheme == "http" and not is_this_machine(host):
        return "the address of the channel must be https unless it is this machine: write https://host/path"
    return ""


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine by its very spelling."""
    return host in ("localhost", "127.0.0.1", "::1")


def urlsplit_port(url: str) -> int:
    """The port a URL names, 443 when it names none or cannot be read."""
    try:
        return urlsplit(url).port or 443
    except ValueError:
        return 443


def _literal(host: str) -> bool:
    try:
        ip_address(host.split("%")[0])
    except ValueError:
        return False
    return True
