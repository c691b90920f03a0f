"""Posts each message as signed JSON to an address of your own: Standard Webhooks.

The receiver drops a repeat by its ``webhook-id``, which is the delivery's id; so a send of unknown fate is simply sent again.
Redirects are not followed, and an address inside a private network is dialled only when the options allow that network.
"""

from datetime import datetime
from ipaddress import ip_network
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.posting import Answer, Poster, refusal, urlsplit_port
from alerts.render.card import Looks
from alerts.render.event import event
from alerts.signing import webhook_headers
from policywatch.errors import PolicywatchError
from policywatch.network import Guard, networks, url_problem
from policywatch.scalars import fault
from policywatch.secrets import Secret
from policywatch.types import Ambiguous, Delivery, NeedsReview, Parked, Receipt, Result, Retry, Sent

CAPABILITIES = Capabilities(dedup_key=True, ordered=False, grace_s=5.0)

#: the payload of a Standard Webhook stays under 20 KB
MAX_BYTES = 20_000 - 1
#: seconds after the first, second, ... failure, as Standard Webhooks recommends; then once a day
SCHEDULE_S = (5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)


class Options(BaseModel):
    """Where to post, and how to sign."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Secret = Field(description="The address; https, or http inside a network of `allow_networks`.")
    secrets: tuple[Secret, ...] = Field(
        min_length=1,
        max_length=5,
        description="Signing secrets (`whsec_…`, or `whsk_…` for ed25519), newest first; during a change name the old and the new.",
    )
    allow_networks: tuple[str, ...] = Field(
        default=(), description="Private networks in CIDR notation that may be dialled, such as `10.20.0.0/16`; by default none."
    )
    timeout_s: float = Field(default=20.0, ge=1.0, le=30.0, description="Seconds to wait for an answer.")

    @field_validator("allow_networks")
    @classmethod
    def _cidr(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        for text in texts:
            try:
                ip_network(text, strict=False)
            except ValueError:
                raise fault("is no network: write one such as 10.20.0.0/16") from None
        return texts


class Webhook:
    """One receiver."""

    capabilities = CAPABILITIES
    proven = False

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self.channel_id = channel_id
        self._options, self._context = options, context
        self._allow = networks(options.allow_networks)
        self._poster = Poster(context.proxy, options.timeout_s, self._allow)
        self._looks = Looks(context.zone)

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        try:
            url = self._url()
            body = event(delivery, self._looks, now, MAX_BYTES, lambda data: _wrapped(data, delivery, now))
            headers = webhook_headers(self._secrets(), delivery.id, int(now.timestamp()), body)
        except (PolicywatchError, ValueError) as error:
            return Parked(f"{error}: correct the channel's settings")
        answer = await self._poster.request("POST", url, body=body, headers={**headers, "content-type": "application/json; charset=utf-8"})
        return _judged(answer, delivery, now)

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        raise LookupError("a webhook cannot be asked")

    async def check(self) -> Finding:
        """Reads the secrets and judges the address; nothing is posted."""
        try:
            url = self._url()
            webhook_headers(self._secrets(), "check", 0, b"")
        except (PolicywatchError, ValueError) as error:
            return Finding(False, str(error))
        parts = urlsplit(url)
        if self._context.proxy:
            return Finding(True, f"posts to {parts.hostname} through the proxy")
        guard = Guard(self._allow)
        found = await guard.resolve(parts.hostname or "", urlsplit_port(url))
        if not found:
            why = "leads inside a private network" if guard.was_refused(parts.hostname or "") else "has no address"
            return Finding(False, f"{parts.hostname} {why}: correct the address, or allow its network")
        return Finding(True, f"posts to {parts.hostname}, {len(found)} of its addresses may be dialled")

    async def close(self) -> None:
        await self._poster.close()

    def _url(self) -> str:
        """The address; raises ValueError, which never repeats it, when it may not be used."""
        url = self._options.url.reveal(self._context.env or None).strip()
        problem = url_problem(url, (urlsplit_port(url),))
        if problem:
            raise ValueError(problem)
        if urlsplit(url).scheme.lower() == "http" and not self._allow:
            raise ValueError("a webhook goes over https, or over http into a network of allow_networks")
        return url

    def _secrets(self) -> list[str]:
        return [secret.reveal(self._context.env or None).strip() for secret in self._options.secrets]


def _wrapped(data: dict[str, object], delivery: Delivery, now: datetime) -> dict[str, object]:
    return {"type": f"policywatch.{delivery.kind.value}", "timestamp": (delivery.created_at or now).isoformat(), "data": data}


def _judged(answer: Answer | Result, delivery: Delivery, now: datetime) -> Result:
    """What came of a request; other failures than 410 and a redirect are tried on the schedule, and parked at its end."""
    if not isinstance(answer, Answer):
        return answer
    found = refusal(answer, now, "the receiver")
    wait_s = SCHEDULE_S[min(max(delivery.attempts, 1), len(SCHEDULE_S)) - 1]
    match found:
        case None:
            return Sent(Receipt(delivery.id, "", now))
        case _ if answer.status == 410:
            return Parked("the receiver answered 410 Gone and wants nothing more: remove its route, or give it a new address")
        case Retry(asked_s, reason):
            return Retry(max(wait_s, asked_s or 0.0), reason)
        case Ambiguous(reason):
            # a repeat is dropped by its webhook-id, so that nobody has to be asked
            return Retry(wait_s, reason)
        case Parked(reason) | NeedsReview(reason) if answer.status >= 400 and delivery.attempts <= len(SCHEDULE_S):
            return Retry(wait_s, reason)
        case _:
            return found


KIND = Webhook
