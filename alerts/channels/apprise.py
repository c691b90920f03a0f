"""Tells the long tail of chat services through Apprise, as plain text; needs the extra `policywatch[apprise]`.

Apprise says only whether it thinks that a message went out: nothing about limits, repeats or what is shown. So whatever it calls a
failure is of unknown fate, is sent once more under the same short id, then a person decides. What it hands on is read by services that
each know a markup of their own, so no character of any of them passes from outside.
"""

import logging
import re
from datetime import datetime
from importlib.util import find_spec
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.render.card import Looks
from alerts.render.chat import chat_text, heading
from alerts.render.safe import cut, link
from policywatch.errors import ChannelError, PolicywatchError
from policywatch.scalars import fault
from policywatch.secrets import Secret
from policywatch.types import Ambiguous, Delivery, Parked, Receipt, Result, Sent

CAPABILITIES = Capabilities(pace_s=1.0, grace_s=60.0)

#: WeCom robots take the least of the services that Apprise knows, but for SMS
MAX_TEXT_BYTES = 1_900
_TIMEOUT_S = 20
#: what mentions, links, formats or quotes somewhere, and what looks like it
_LOOKS_LIKE = str.maketrans("<>@`*_~|[]#&\\", "‹›＠ˋ∗＿∼¦［］＃＆＼")
#: ``:name:`` is a picture in several chats
_PICTURE = re.compile(r":(?=[\w+-]{1,60}:)")


class Options(BaseModel):
    """Which service."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Secret = Field(description="The service as Apprise writes it, such as `discord://…` or `tgram://…`; it holds the service's key.")
    language: Literal["en", "zh-Hans"] = Field(default="en", description="Language of the message's own words.")

    @model_validator(mode="after")
    def _installed(self) -> "Options":
        if find_spec("apprise") is None:
            raise fault("of kind apprise needs a package that is not installed: run pip install 'policywatch[apprise]'")
        return self


class Apprise:
    """One service."""

    capabilities = CAPABILITIES
    proven = False

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self.channel_id = channel_id
        self._options, self._context = options, context
        self._looks = Looks(context.zone, options.language)

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        try:
            service = self._service()
        except PolicywatchError as error:
            return Parked(str(error))
        title, body = texts(delivery, self._looks, now)
        if await service.async_notify(body=body, title=title, body_format="text", interpret_escapes=False):
            return Sent(Receipt(delivery.id, "", now))
        return Ambiguous("Apprise says that the service did not take it, and no more")

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        raise LookupError("services behind Apprise cannot be asked")

    async def check(self) -> Finding:
        """Looks at the address; Apprise has no harmless call."""
        try:
            self._service()
        except PolicywatchError as error:
            return Finding(False, str(error))
        return Finding(True, "Apprise knows the service; whether its key is valid shows with the first message")

    async def close(self) -> None:
        """Nothing is held open."""

    def _service(self) -> Any:
        """Apprise with this one service. Raises SecretMissing, ChannelError."""
        import apprise

        # it tells addresses with their keys at lower levels
        logging.getLogger("apprise").setLevel(logging.ERROR)
        asset = apprise.AppriseAsset(secure_logging=True, service_timeout=_TIMEOUT_S)
        made = apprise.Apprise(asset=asset)
        if not made.add(self._options.url.reveal(self._context.env or None).strip()):
            raise ChannelError("Apprise knows no service of this address: see its list of services, or install what the service needs")
        return made


def texts(delivery: Delivery, looks: Looks, now: datetime) -> tuple[str, str]:
    """Title and body; the first line of the text is the title's, so it is left out of the body."""
    whole = chat_text(delivery.message, looks, now, delivery.id, MAX_TEXT_BYTES)
    addresses = {link(item.url) for item in delivery.message.items}
    # an address of a source, checked and alone on its line, stays as it is
    lines = (line if line in addresses else defused(line) for line in whole.split("\n")[1:])
    return defused(cut(heading(delivery.message, looks, now), 120)), "\n".join(lines)


def defused(line: str) -> str:
    """A line in which nothing acts in any markup."""
    return _PICTURE.sub("∶", line.translate(_LOOKS_LIKE))


KIND = Apprise
