"""Posts each message as a card to a robot of a Feishu or Lark group."""

from datetime import datetime

from alerts.base import Capabilities
from alerts.posting import Answer
from alerts.render.robots import feishu_card
from alerts.robot import Codes, Post, SignedRobot, SignedRobotOptions
from alerts.signing import feishu_sign
from alerts.slack.errors import retry_after_s
from policywatch.types import Delivery, Result, Retry

#: 100 messages a minute and 5 a second
CAPABILITIES = Capabilities(pace_s=1.0, grace_s=60.0)
MAX_BYTES = 19_985
#: of the gateway in front of the robot
_GATEWAY_RATE = 99991400

CODES = Codes(
    "code",
    rate={11232: 60.0, 230020: 60.0, _GATEWAY_RATE: 60.0},
    parked={
        19001: "the robot's address is not valid any more: put the new one into the environment",
        19021: "the signature was refused: check the robot's secret and this machine's clock",
        19022: "this machine's address is not on the robot's list: add it there",
        19024: "the robot wants a keyword: choose signature in its security settings instead",
    },
)


class Options(SignedRobotOptions):
    """The robot of a group."""


class Feishu(SignedRobot):
    """One robot."""

    capabilities = CAPABILITIES
    name, codes, max_bytes = "Feishu", CODES, MAX_BYTES

    def post(self, delivery: Delivery, now: datetime) -> Post:
        body = feishu_card(delivery, self._looks, now)
        secret = self.secret()
        if secret:
            seconds = int(now.timestamp())
            body = {"timestamp": str(seconds), "sign": feishu_sign(secret, seconds), **body}
        return Post(body)

    def judged(self, answer: Answer, delivery: Delivery, now: datetime) -> Result:
        """The gateway says in a header of its own when its limit ends."""
        result = super().judged(answer, delivery, now)
        reset = answer.headers.get("x-ogw-ratelimit-reset")
        return Retry(retry_after_s(reset, now), result.reason) if reset and isinstance(result, Retry) else result


KIND = Feishu
