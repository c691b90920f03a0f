"""A delivery desk: the real outbox and the real delivery before a fake Slack, on a clock that tests turn."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from alerts.message import delivery_for
from app.delivering import deliver, open_channels
from app.house import House, load_config
from app.progress import Progress
from app.redrawing import redraw
from policywatch.store import open_store
from policywatch.testing.slack import FakeSlack, Stored
from policywatch.types import Act, ActKind, Delivery, DeliveryState, Item, Message, MessageKind
from tests.alerts import samples
from tests.alerts.outbox import Clock

LEGAL = "{id: legal, kind: slack, token: '${SLACK_TOKEN}', channel: C1, base_url: '%s'}"
OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.AMBIGUOUS)


def settings(base_url: str, *more: str, legal: str = LEGAL, routes: str = "", rest: str = "") -> str:
    """policywatch.yaml with the channel ``legal`` and further ones."""
    channels = "".join(f"  - {one.replace('%s', base_url)}\n" for one in (legal, *more))
    return f"zone: Europe/Berlin\nchannels:\n{channels}routes:\n  - {{channel: legal}}\n{routes}{rest}"


def write_home(home: Path, text: str) -> None:
    home.mkdir(exist_ok=True)
    (home / "sources.yaml").write_text("sources: []\n")
    (home / "uses.yaml").write_text("uses:\n  - {id: cv, name: CV screening, description: Ranks job applications}\n")
    (home / "policywatch.yaml").write_text(text)


@dataclass
class Desk:
    """One house and one workspace."""

    house: House
    slack: FakeSlack
    clock: Clock
    number: int = 0
    ended: list[Any] = field(default_factory=list)

    def queue(self, *messages: Message, channel_id: str = "legal") -> list[Delivery]:
        """Queues alerts as the classification does."""
        now = self.clock()
        made = [delivery_for(replace(one, created_at=now), channel_id, one.alert_id, now) for one in messages]
        self.house.store.add_deliveries(made, now)
        return made

    def alerts(self, count: int, channel_id: str = "legal") -> list[Delivery]:
        """Queues alerts about different matters."""
        self.number += count
        return self.queue(*(told(n) for n in range(self.number - count, self.number)), channel_id=channel_id)

    async def deliver(self) -> dict[str, int]:
        async with open_channels(self.house) as channels:
            ended = await deliver(self.house, channels, Progress(quiet=True))
            await redraw(self.house, channels)
        return {state.value: count for state, count in ended.items()}

    async def until_empty(self, rounds: int = 5000) -> None:
        """Delivers and turns the clock to what is due next, until nothing is open."""
        async with open_channels(self.house) as channels:
            for _ in range(rounds):
                await deliver(self.house, channels, Progress(quiet=True))
                await redraw(self.house, channels)
                due = [at for at in (self.house.store.next_delivery_at(self.clock()), self.house.store.next_redraw_at()) if at]
                if not due:
                    return
                self.clock.now = max(self.clock.now + timedelta(seconds=1), min(due))
        raise AssertionError("the outbox never ran empty")

    def act(self, kind: ActKind, subject: str, value: str = "") -> None:
        at = self.clock()
        self.house.store.keep_act(Act(f"{kind}-{subject}-{at.isoformat()}", kind, "counsel", subject, at, value))

    def states(self) -> dict[str, int]:
        return {state.value: count for state, count in self.house.store.delivery_counts().items()}

    @property
    def top(self) -> list[Stored]:
        """What stands in the channel itself."""
        return [one for one in self.slack.stored if not one.thread_ts]


def told(number: int, **changes: object) -> Message:
    """An alert about a matter of its own."""
    one = samples.item(title=f"Notice {number}", document_id=f"doc-{number}", source_id=f"source-{number % 7}")
    return replace(samples.alert(one, alert_id=f"al-{number:06}", matter_id=f"ma-{number:06}"), **changes)


def news(item: Item, number: int, matter: int = 0, **changes: object) -> Message:
    """News on the matter of alert ``matter``."""
    parent = delivery_for(told(matter), "legal", f"al-{matter:06}", samples.NOW).id
    made = samples.alert(item, alert_id=f"al-{number:06}", matter_id=f"ma-{matter:06}", parent_delivery_id=parent)
    return replace(made, **changes)


def title(stored: Stored) -> str:
    return str(stored.message["blocks"][1]["elements"][0]["elements"][-1]["text"])


def header(stored: Stored) -> str:
    return str(stored.message["blocks"][0]["text"]["text"])


@asynccontextmanager
async def desk(
    home: Path, *more: str, start: datetime = samples.NOW, slack: FakeSlack | None = None, **options: str
) -> AsyncIterator[Desk]:
    """A desk in an empty home."""
    clock = Clock(start)
    server = slack or FakeSlack(channels={f"C{n}" for n in range(1, 41)})
    server.clock = clock.seconds
    async with server:
        write_home(home, settings(server.base_url, *more, **options))
        config = load_config(home)
        store = open_store(config.settings.database_url(), home)
        env = {"SLACK_TOKEN": server.token, "OTHER_TOKEN": "xoxb-other"}
        try:
            yield Desk(House(home, config, store, "test:1:1.00:aa", clock, env, clock.sleep), server, clock)
        finally:
            store.close()


def kinds(rows: Sequence[Delivery]) -> list[MessageKind]:
    return [one.kind for one in rows]
