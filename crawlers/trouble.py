"""From findings about sources to what is told: one trouble per cause, whether it lies with a source, with a host or with the network; pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.health import Finding
from policywatch.network import host
from policywatch.types import Cause, CheckResult, Outcome

_UNREACHED = frozenset({Cause.DNS, Cause.CONNECT, Cause.TIMEOUT})
#: causes that lie with a host rather than with one of its pages
HOST_CAUSES = frozenset({"dns", "connect", "timeout", "tls", "reset", "blocked", "waf", "captcha", "http_5xx", "rate_limited"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cause at one source, or at a host with all its sources."""

    #: id of the source, or ``host:`` and its name
    subject: str
    cause: str
    what: str
    since: datetime
    sources: tuple[str, ...] = field(default_factory=tuple)


def offline(results: Sequence[CheckResult]) -> bool:
    """Whether the network is down for us rather than sources for everybody: at least three sources and half of those asked fail alike."""
    asked = [result for result in results if result.outcome is not Outcome.SKIPPED]
    unreached = Counter(result.cause for result in asked if result.outcome is Outcome.FAILED and result.cause in _UNREACHED)
    if not unreached:
        return False
    count = unreached.most_common(1)[0][1]
    return count >= 3 and count * 2 >= len(asked)


def troubles(found: Mapping[str, Sequence[Finding]], urls: Mapping[str, str]) -> list[Trouble]:
    """What is told: one per cause and source, but one per host where all its sources suffer alike.

    ``found`` holds the findings of every source that was looked at, ``urls`` the address of every source that is watched.
    """
    on_host: dict[str, list[str]] = defaultdict(list)
    for source_id, url in urls.items():
        on_host[host(url)].append(source_id)
    told: list[Trouble] = []
    covered: set[tuple[str, str]] = set()
    for name, source_ids in on_host.items():
        for cause, ill in _shared(found, source_ids).items():
            first = ill[0]
            what = f"{len(ill)} sources of {name}: {first.what}: {first.todo}"
            told.append(Trouble(f"host:{name}", cause, what, min(one.since for one in ill), tuple(one.source_id for one in ill)))
            covered |= {(one.source_id, cause) for one in ill}
    for source_id, own in found.items():
        for one in own:
            if one.loud and (source_id, one.cause) not in covered:
                told.append(Trouble(source_id, one.cause, f"{one.what}: {one.todo}", one.since, (source_id,)))
    return told


def _shared(found: Mapping[str, Sequence[Finding]], source_ids: Sequence[str]) -> dict[str, list[Finding]]:
    """Causes of hosts that every source of the host has that was looked at; two at least."""
    looked = [source_id for source_id in source_ids if source_id in found]
    by_cause: dict[str, list[Finding]] = defaultdict(list)
    for source_id in looked:
        for one in found[source_id]:
            if one.cause in HOST_CAUSES:
                by_cause[one.cause].append(one)
    return {cause: ill for cause, ill in by_cause.items() if len(ill) >= 2 and len(ill) * 2 > len(looked)}
