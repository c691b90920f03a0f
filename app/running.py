"""One whole run: check, classify, queue, deliver, and an honest summary."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TextIO

from app.classifying import Model, Step, queue_pictures
from app.cleaning import clean_up
from app.delivering import deliver, open_channels, release_parked
from app.house import House
from app.incidents import tell_incidents
from app.knowledge import feed
from app.people import remember
from app.progress import Progress
from app.redrawing import redraw
from app.reminding import remind
from app.watch import Tally, check
from policywatch.errors import UsageError
from policywatch.types import CheckResult, Claim, DeliveryState, Outcome

#: delivery states after which ``run`` exits with 1
FAILED = (DeliveryState.REJECTED, DeliveryState.PARKED)


#: how soon sources are asked again after the network was down
BACK_ONLINE = timedelta(minutes=15)


@dataclass(frozen=True)
class Asked:
    """Which sources a run should check: those due, all of them, or these."""

    everything: bool = False
    ids: tuple[str, ...] = ()


@dataclass
class Summary:
    """What ``policywatch run`` answers."""

    tally: Tally = field(default_factory=Tally)
    classified: int = 0
    alerts: int = 0
    deliveries: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    #: sentences for people: the model is missing, the network is down
    remarks: list[str] = field(default_factory=list)
    failed: bool = False

    def as_json(self) -> dict[str, Any]:
        """The contract of ``run --json``."""
        return {
            "checks": dict(self.tally.checks),
            "documents": self.tally.documents,
            "updates": self.tally.updates,
            "classified": self.classified,
            "alerts": self.alerts,
            "deliveries": self.deliveries,
            "seconds": round(self.seconds, 3),
        }

    @property
    def exit_code(self) -> int:
        """1 when a check or a delivery needs a person."""
        return 1 if self.failed or self.tally.troubled else 0


def claim(house: House, asked: Asked) -> list[Claim]:
    """The claimed sources of a run; raises UsageError for an id that is not in sources.yaml."""
    unknown = sorted(set(asked.ids) - {source.id for source in house.config.sources})
    if unknown:
        raise UsageError(f"no source {', '.join(map(repr, unknown))} in sources.yaml: `policywatch sources list` shows the ids")
    ids: Sequence[str] | None = asked.ids or None
    return house.store.claim(house.clock(), house.owner, house.lease_s, ids=ids, everything=asked.everything)


async def run_once(house: House, asked: Asked, progress: Progress, out: TextIO | None = None) -> Summary:
    """Checks, classifies and delivers what is due now; the console channel writes to ``out``."""
    started = time.monotonic()
    summary = Summary()
    house.store.sync_sources(house.config.sources, house.clock())
    remember(house)
    claims = claim(house, asked)
    model = Model(house.config)
    if claims:
        await check(house, claims, summary.tally, progress, on_news=model.start)
    ask_again_soon(house, summary.tally.results)
    summary.remarks += tell_incidents(house, summary.tally.results)
    step = Step(house, model)
    step.run(progress)
    summary.classified, summary.alerts = step.classified, step.alerts
    if model.problem:
        summary.remarks.append(f"model missing, words alone decided and results are marked unscored: {model.problem}")
    queue_pictures(house)
    feed(house)
    release_parked(house)
    remind(house)
    async with open_channels(house, out) as channels:
        ended = await deliver(house, channels, progress)
        await redraw(house, channels)
        await clean_up(house, channels)
    summary.deliveries = {state.value: count for state, count in ended.items()}
    summary.failed = any(state in FAILED for state in ended)
    summary.seconds = time.monotonic() - started
    return summary


def ask_again_soon(house: House, results: Sequence[CheckResult]) -> None:
    """What a network of ours did is no fault of the sources: they are asked again soon, not after a long wait."""
    from crawlers.run import offline

    if offline(results):
        house.store.hasten([r.claim.source.id for r in results if r.outcome is Outcome.FAILED], house.clock() + BACK_ONLINE)
