"""What a send or a look-up means, as a table."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from alerts.deliver import after_find, after_send, cannot_tell, next_attempt, without_read_back
from policywatch.types import Ambiguous, DeliveryState, NeedsReview, Parked, Receipt, Retry, Sent
from tests.alerts.outbox import deliveries
from tests.alerts.samples import NOW

ONE = replace(deliveries(1)[0], state=DeliveryState.SENDING, attempts=1)


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Sent(Receipt("1.0")), DeliveryState.SENT),
        (Retry(None, "busy"), DeliveryState.PENDING),
        (Ambiguous("reset"), DeliveryState.AMBIGUOUS),
        (Parked("archived"), DeliveryState.PARKED),
        (NeedsReview("odd"), DeliveryState.REVIEW),
    ],
)
def test_each_result_has_one_state(result, state) -> None:
    assert after_send(ONE, result, NOW).state is state


@pytest.mark.parametrize(("failures", "wait_s"), [(0, 30), (1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (100, 3600), (10_000, 3600)])
def test_waiting_doubles_from_half_a_minute_to_an_hour(failures: int, wait_s: int) -> None:
    assert next_attempt(failures, None) == timedelta(seconds=wait_s)


@pytest.mark.parametrize(("failures", "asked_s", "wait_s"), [(1, 2.0, 2), (3, 2.0, 2), (4, 2.0, 240), (1, 500.0, 500), (8, 7200.0, 7200)])
def test_a_channel_that_names_a_time_gets_it(failures: int, asked_s: float, wait_s: int) -> None:
    assert next_attempt(failures, asked_s) == timedelta(seconds=wait_s)


def test_claims_that_were_not_tried_are_no_failures() -> None:
    settled = after_send(replace(ONE, attempts=9), Retry(2.0, "busy"), NOW)
    assert settled.next_attempt_at <= NOW + timedelta(seconds=2.2)
    again = after_send(replace(ONE, attempts=9, last_error="busy"), Retry(2.0, "busy"), NOW)
    assert again.next_attempt_at >= NOW + timedelta(hours=1)


def test_jitter_only_lengthens() -> None:
    waits = {after_send(ONE, Retry(100.0, "x"), NOW, Random(seed)).next_attempt_at for seed in range(50)}
    assert min(waits) >= NOW + timedelta(seconds=100)
    assert max(waits) <= NOW + timedelta(seconds=110)
    assert len(waits) > 10


def test_an_ambiguous_send_waits_for_the_grace() -> None:
    assert after_send(ONE, Ambiguous("reset"), NOW, grace_s=60).next_attempt_at == NOW + timedelta(seconds=60)


def test_found_is_sent() -> None:
    settled = after_find(ONE, Receipt("1.0"), NOW)
    assert (settled.state, settled.receipt) == (DeliveryState.SENT, Receipt("1.0"))


def test_absent_must_be_seen_twice_half_a_minute_apart() -> None:
    first = after_find(ONE, None, NOW)
    assert (first.state, first.next_attempt_at) == (DeliveryState.AMBIGUOUS, NOW + timedelta(seconds=30))
    again = replace(ONE, last_error=first.error)
    assert after_find(again, None, NOW + timedelta(seconds=29)).state is DeliveryState.AMBIGUOUS
    later = after_find(again, None, NOW + timedelta(seconds=30))
    assert later.state is DeliveryState.PENDING


def test_an_unanswered_look_up_between_changes_nothing() -> None:
    first = after_find(ONE, None, NOW)
    silent = cannot_tell(replace(ONE, last_error=first.error, reconciles=2), "history failed", NOW + timedelta(seconds=30))
    assert (silent.state, silent.next_attempt_at) == (DeliveryState.AMBIGUOUS, NOW + timedelta(seconds=90))
    assert after_find(replace(ONE, last_error=silent.error), None, NOW + timedelta(seconds=90)).state is DeliveryState.PENDING


@pytest.mark.parametrize(("proven", "rounds"), [(False, 3), (True, 12)])
def test_ambiguities_that_never_end_go_to_a_person(proven: bool, rounds: int) -> None:
    row, now = ONE, NOW
    for _ in range(rounds):
        row = replace(row, last_error=after_send(row, Ambiguous("reset"), now).error)
        row = replace(row, last_error=after_find(row, None, now, proven=proven).error)
        now += timedelta(seconds=31)
        settled = after_find(row, None, now, proven=proven)
        row = replace(row, last_error=settled.error)
    assert settled.state is DeliveryState.REVIEW


def test_a_retry_in_between_does_not_forget_earlier_ambiguities() -> None:
    row = replace(ONE, last_error="[ambiguous 2] not there")
    settled = after_send(row, Retry(None, "busy"), NOW)
    assert settled.error == "[ambiguous 2] busy"


def test_without_read_back_it_is_sent_once_more_and_then_asked() -> None:
    first = without_read_back(ONE, NOW, dedup_key=False)
    assert first.state is DeliveryState.PENDING
    assert without_read_back(replace(ONE, last_error=first.error), NOW, dedup_key=False).state is DeliveryState.REVIEW
    assert without_read_back(replace(ONE, last_error=first.error), NOW, dedup_key=True).state is DeliveryState.PENDING
