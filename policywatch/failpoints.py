"""Named places where a test may kill the process.

``POLICYWATCH_FAILPOINT=name:n`` kills with SIGKILL at the n-th pass (1-based) of ``failpoint("name")``; unset, a failpoint
costs one dictionary look-up.
"""

import os
import signal

_passes: dict[str, int] = {}

#: every failpoint of the product, in the order of a run; a test kills at each of them
NAMES = (
    "claimed",
    "fetched",
    "before_keep",
    "in_keep",
    "after_keep",
    "before_classified",
    "in_classified",
    "after_classified",
    "before_sending",
    "after_sending",
    "after_send",
    "before_settle",
    "after_settle",
)


def failpoint(name: str) -> None:
    """Dies here if a test asked for it."""
    wanted = os.environ.get("POLICYWATCH_FAILPOINT")
    if wanted is None:
        return
    target, _, count = wanted.partition(":")
    if target == name:
        _passes[name] = _passes.get(name, 0) + 1
        if _passes[name] >= int(count or "1"):
            os.kill(os.getpid(), signal.SIGKILL)
