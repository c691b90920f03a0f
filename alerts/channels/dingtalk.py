"""Posts each message as text to a robot of a DingTalk group."""

from datetime import datetime

from alerts.base import Capabilities
from alerts.render.robots import dingtalk_text
from alerts.robot import Codes, Post, SignedRobot, SignedRobotOptions
from alerts.signing import dingtalk_query
from policywatch.types import Delivery

#: 20 messages a minute, and who sends more is shut out for ten: so well below
CAPABILITIES = Capabilities(pace_s=4.0, grace_s=60.0)
MAX_BYTES = 20_000
_SHUT_OUT_S = 600.0

CODES = Codes(
    "errcode",
    rate={130101: _SHUT_OUT_S, 410100: _SHUT_OUT_S},
    parked={
        310000: "the robot's security settings refuse the message: check the secret, this machine's clock and address, or the keyword",
        300001: "the robot's address is not valid any more: put the new one into the environment",
        300005: "the robot's address is not valid any more: put the new one into the environment",
        400101: "the robot's address is not valid any more: put the new one into the environment",
        400102: "the robot is switched off: switch it on in the group",
        400013: "the group was dissolved: choose another one",
    },
    again=frozenset({-1}),
)


class Options(SignedRobotOptions):
    """The robot of a group."""


class DingTalk(SignedRobot):
    """One robot."""

    capabilities = CAPABILITIES
    name, codes, max_bytes = "DingTalk", CODES, MAX_BYTES

    def post(self, delivery: Delivery, now: datetime) -> Post:
        secret = self.secret()
        query = dingtalk_query(secret, int(now.timestamp() * 1000)) if secret else ""
        return Post(dingtalk_text(delivery, self._looks, now), query)


KIND = DingTalk
