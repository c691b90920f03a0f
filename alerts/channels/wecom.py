"""Posts each message as text to a robot of a WeCom group."""

from datetime import datetime

from alerts.base import Capabilities
from alerts.render.robots import wecom_text
from alerts.robot import Codes, Post, Robot, RobotOptions
from policywatch.types import Delivery

#: 20 messages a minute, with room for a person who tests the robot meanwhile
CAPABILITIES = Capabilities(pace_s=4.0, grace_s=60.0)
#: the text has its own limit of 2048 bytes; this is for the frame around it, where each may be escaped
MAX_BYTES = 16_384

CODES = Codes(
    "errcode",
    rate={45009: 60.0, 45033: 60.0},
    parked={
        93000: "the robot's address is not valid any more: put the new one into the environment",
        93004: "the robot is switched off: switch it on in the group",
        93008: "the robot left the group: add it again",
    },
    again=frozenset({-1}),
)


class Options(RobotOptions):
    """The robot of a group."""


class WeCom(Robot):
    """One robot."""

    capabilities = CAPABILITIES
    name, codes, max_bytes = "WeCom", CODES, MAX_BYTES

    def post(self, delivery: Delivery, now: datetime) -> Post:
        return Post(wecom_text(delivery, self._looks, now))


KIND = WeCom
