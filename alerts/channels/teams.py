"""Posts each message as an Adaptive Card to a workflow of Microsoft Teams."""

from datetime import datetime
from urllib.parse import urlsplit

from alerts.base import Capabilities
from alerts.render.robots import teams_card
from alerts.robot import Post, Robot, RobotOptions
from policywatch.types import Delivery

#: a workflow is throttled above four requests a second
CAPABILITIES = Capabilities(pace_s=1.0, grace_s=60.0)
#: about 28 KB are taken
MAX_BYTES = 28_000


class Options(RobotOptions):
    """The workflow of a channel, made from the template "when a Teams webhook request is received"."""


class Teams(Robot):
    """One workflow. Its answer says only that the flow was started, not that a person sees the card."""

    capabilities = CAPABILITIES
    name, codes, max_bytes = "Teams", None, MAX_BYTES

    def post(self, delivery: Delivery, now: datetime) -> Post:
        return Post(teams_card(delivery, self._looks, now))

    def trouble(self, url: str) -> str:
        host = urlsplit(url).hostname or ""
        if host == "outlook.office.com" or host.endswith("webhook.office.com"):
            return (
                "the address is one of an Office 365 connector, which Microsoft has retired: make a workflow in Teams and use its address"
            )
        return ""


KIND = Teams
