"""What the checks of one run say together; pure."""

from collections import Counter
from collections.abc import Sequence

from policywatch.types import Cause, CheckResult, Outcome

_UNREACHED = frozenset({Cause.DNS, Cause.CONNECT, Cause.TIMEOUT})


def offline(results: Sequence[CheckResult]) -> bool:
    """Whether the network is down for us rather than sources for everybody: at least three sources and half of those asked fail alike."""
    asked = [result for result in results if result.outcome is not Outcome.SKIPPED]
    unreached = Counter(result.cause for result in asked if result.outcome is Outcome.FAILED and result.cause in _UNREACHED)
    if not unreached:
        return False
    count = unreached.most_common(1)[0][1]
    return count >= 3 and count * 2 >= len(asked)
