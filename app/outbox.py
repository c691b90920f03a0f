"""The outbox by hand: draining it, seeing what waits, and a person's word on what a machine must not decide about."""

import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.delivering import deliver, open_channels, release_parked
from app.house import House, open_house
from app.present import print_json, print_table
from app.progress import Progress
from app.redrawing import redraw
from app.reminding import remind
from policywatch.errors import UsageError
from policywatch.types import Act, Delivery, DeliveryState

#: states in which a delivery still goes on by itself
OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.AMBIGUOUS)
#: states in which it waits for a person or an admin
STUCK = (DeliveryState.PARKED, DeliveryState.REVIEW)


@dataclass
class Drained:
    """What draining the outbox came to."""

    #: how often deliveries ended in which state
    deliveries: Counter[str] = field(default_factory=Counter)
    open: int = 0
    parked: int = 0
    review: int = 0
    seconds: float = 0.0

    @property
    def exit_code(self) -> int:
        """1 while anything still waits, for time or for a person."""
        return 1 if self.open or self.parked or self.review else 0


async def drain(
    house: House,
    for_s: float,
    progress: Progress,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]],
) -> Drained:
    """Delivers what is due, and for at most ``for_s`` seconds what becomes due, until nothing is open; 0 delivers what is due now."""
    started, done = clock(), Drained()
    release_parked(house)
    remind(house)
    async with open_channels(house) as channels:
        while True:
            done.deliveries.update({state.value: count for state, count in (await deliver(house, channels, progress)).items()})
            await redraw(house, channels)
            due = [at for at in (house.store.next_delivery_at(house.clock()), house.store.next_redraw_at()) if at is not None]
            left_s = for_s - (clock() - started)
            wait_s = max(0.2, (min(due) - house.clock()).total_seconds()) if due else 0.0
            if not due or wait_s > left_s:
                break
            await sleep(wait_s)
    counts = house.store.delivery_counts()
    done.open = sum(counts.get(state, 0) for state in OPEN)
    done.parked, done.review = (counts.get(state, 0) for state in STUCK)
    done.seconds = round(clock() - started, 3)
    return done


def run_drain(home: Path, for_s: float, as_json: bool) -> int:
    """``policywatch deliver``."""
    import asyncio

    with open_house(home) as house:
        done = asyncio.run(drain(house, for_s, Progress(quiet=as_json), sleep=asyncio.sleep))
    found = {name: getattr(done, name) for name in ("deliveries", "open", "parked", "review", "seconds")}
    if as_json:
        print_json(found)
    else:
        ended = ", ".join(f"{count} {state}" for state, count in sorted(done.deliveries.items())) or "nothing was due"
        sys.stdout.write(f"deliveries: {ended}\nopen: {done.open}, parked: {done.parked}, for a person: {done.review}\n")
    return done.exit_code


def listing(home: Path, state: str | None, limit: int, as_json: bool) -> int:
    """``policywatch deliveries list``: what waits, or what stands in one state."""
    with open_house(home) as house:
        states = [_state(state)] if state else [*STUCK, *OPEN]
        rows = [_row(one) for wanted in states for one in house.store.deliveries(wanted, limit)][:limit]
        stopped = house.store.stopped_channels()
    if as_json:
        print_json({"deliveries": rows, "stopped_channels": stopped})
        return 0
    columns = ("id", "channel", "kind", "state", "title", "attempts", "next_attempt_at", "error")
    print_table("deliveries", columns, [[row[name] for name in columns] for row in rows])
    for channel_id, reason in stopped.items():
        sys.stdout.write(f"channel {channel_id} stands still: {reason}\n")
    return 0


def _state(text: str) -> DeliveryState:
    try:
        return DeliveryState(text)
    except ValueError as error:
        raise UsageError(f"no state '{text}': choose from {', '.join(state.value for state in DeliveryState)}") from error


def _row(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "channel": one.channel_id,
        "kind": one.kind.value,
        "state": one.state.value,
        "title": one.message.title,
        "attempts": one.attempts,
        "created_at": one.created_at,
        "next_attempt_at": one.next_attempt_at,
        "error": one.last_error,
    }


def decide(home: Path, subject: str, word: str, by: str, reason: str) -> int:
    """``policywatch deliveries decide``, in the name of a person."""
    from app.acting import Wish, act, find_person
    from policywatch.types import ActKind

    if word not in ("send", "reject"):
        raise UsageError(f"no word '{word}': say 'send' or 'reject'")
    with open_house(home) as house:
        outcome = act(house, find_person(house, id=by), Wish(ActKind.DECIDE, subject, word, reason, via="cli"))
        if not outcome.ok:
            raise UsageError(outcome.what)
        sys.stdout.write(f"{outcome.what}\n")
    return 0


def carry_out(house: House, act: Act) -> None:
    """Does what a person decided, and keeps the act with it; raises UsageError where nothing waits for a decision."""
    noun, _, name = act.subject.partition(":")
    if noun == "channel":
        _let_go(house, name, act)
        return
    state = DeliveryState.PENDING if act.value == "send" else DeliveryState.REJECTED
    house.store.decide(name, state, act)


def _let_go(house: House, channel_id: str, act: Act) -> None:
    if act.value != "send":
        raise UsageError("a whole channel can only be let go again: reject deliveries one by one")
    if channel_id not in house.store.stopped_channels():
        raise UsageError(f"channel '{channel_id}' does not stand still: `policywatch deliveries list` shows those that do")
    house.store.keep_act(act)
    house.store.start_channel(channel_id, act.at)
