"""Whatever two workers, the clock and time-outs do: no message is sent blindly twice, and none is lost."""

import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from policywatch.errors import LeaseLost
from policywatch.store import Store, open_store
from policywatch.types import Delivery, DeliveryState, Message, MessageKind

START = datetime(2026, 11, 24, tzinfo=UTC)
LEASE_S = 60.0
WORKERS = ("one:1:1.0:a", "two:1:1.0:a")
ENDINGS = (DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.AMBIGUOUS, DeliveryState.REVIEW)

_step = st.one_of(
    st.tuples(st.just("claim"), st.integers(0, 1), st.integers(1, 3)),
    st.tuples(st.just("ask"), st.integers(0, 1), st.integers(1, 3)),
    st.tuples(st.just("settle"), st.integers(0, 1), st.integers(0, 3)),
    st.tuples(st.just("wait"), st.just(0), st.sampled_from([1, 30, 61])),
)


class _Outbox:
    """The real outbox beside what may be true of it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = START
        self.held: list[tuple[str, Delivery, datetime]] = []
        #: the newest token of each message, and who may settle it
        self.newest: dict[str, int] = {}

    def take(self, owner: str, claimed: list[Delivery]) -> None:
        for delivery in claimed:
            assert delivery.token > self.newest.get(delivery.id, 0)
            assert not [1 for _, other, until in self.held if other.id == delivery.id and until >= self.now], "two workers hold it"
            self.newest[delivery.id] = delivery.token
            self.held.append((owner, delivery, self.now + timedelta(seconds=LEASE_S)))

    def step(self, what: str, who: int, value: int) -> None:
        owner = WORKERS[who]
        if what == "wait":
            self.now += timedelta(seconds=value)
        elif what == "claim":
            claimed = self.store.claim_deliveries(self.now, owner, LEASE_S, limit=value)
            lost = {delivery.id for _, delivery, _ in self.held}
            assert not lost & {delivery.id for delivery in claimed}, "sent again without asking"
            self.take(owner, claimed)
        elif what == "ask":
            self.take(owner, self.store.claim_ambiguous(self.now, owner, LEASE_S, limit=value))
        else:
            self.settle(owner, ENDINGS[value])

    def settle(self, owner: str, ending: DeliveryState) -> None:
        mine = next((entry for entry in self.held if entry[0] == owner), None)
        if mine is None:
            return
        self.held.remove(mine)
        before = self.store.delivery(mine[1].id)
        assert before is not None
        try:
            self.store.settle(mine[1], ending, self.now)
        except LeaseLost:
            assert before.token != mine[1].token
            return
        assert before.token == mine[1].token
        # the message is this worker's no more: nobody else's claim on it counts either
        self.held = [entry for entry in self.held if entry[1].id != mine[1].id]


@settings(max_examples=60)
@given(st.lists(_step, min_size=5, max_size=40))
def test_no_message_is_held_twice_sent_blindly_or_lost(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(open_store("sqlite:///o.db", Path(folder))) as store:
        message = Message(MessageKind.NOTICE, "t")
        store.add_deliveries([Delivery(f"d{n}", "chat", MessageKind.NOTICE, message) for n in range(4)], START)
        outbox = _Outbox(store)
        for step in steps:
            outbox.step(*step)
        assert sum(store.delivery_counts().values()) == 4
        later = outbox.now + timedelta(hours=2)
        store.claim_ambiguous(later, WORKERS[0], LEASE_S)
        assert DeliveryState.SENDING not in store.delivery_counts(), "nothing stays sending for ever"
