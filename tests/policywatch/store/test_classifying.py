"""Verdicts, matters, alerts and starting pictures; on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from policywatch.errors import LeaseLost
from policywatch.store import Classified
from policywatch.types import Band, DateKind, DeliveryState, LegalDate, Matter, UpdateKind
from tests.policywatch.store.keeping import keep_check


def test_a_waiting_document_is_held_by_one_process(world: Any) -> None:
    assert len(world.waiting("k1", "k2")) == 2
    assert world.store.to_classify(world.now, "elsewhere:1:1.00:aa", 60, 10) == []


def test_a_lease_that_ran_out_goes_to_the_next(world: Any) -> None:
    (stale,) = world.waiting()
    later = world.now + timedelta(seconds=61)
    (fresh,) = world.store.to_classify(later, "elsewhere:1:1.00:aa", 60, 10)
    with pytest.raises(LeaseLost, match="dropped"):
        world.store.keep_classified([world.classified(stale)], later)
    assert (world.store.alerts(), world.store.deliveries()) == ([], [])
    world.store.keep_classified([world.classified(fresh)], later)
    assert len(world.store.alerts()) == 1


def test_one_lost_lease_keeps_the_whole_batch_out(world: Any) -> None:
    one, two = world.waiting("k1", "k2")
    with pytest.raises(LeaseLost):
        world.store.keep_classified([world.classified(one), world.classified(replace(two, token=99))], world.now)
    assert world.store.alerts() == []


def test_released_documents_wait_again(world: Any) -> None:
    world.store.release_pending(world.waiting())
    assert len(world.store.to_classify(world.now, world.owner, 60, 10)) == 1


def test_updates_come_before_seeds(world: Any) -> None:
    world.check(world.claim(world.source("a"))[0], seeds=[world.document("seed", "a")])
    world.check(world.claim(world.source("b"))[0], new=[world.document("news", "b")])
    (first,) = world.store.to_classify(world.now, world.owner, 60, 1)
    assert first.document.key == "news"


def test_a_verdict_its_matter_its_alert_and_its_delivery_are_kept_together(world: Any) -> None:
    (pending,) = world.waiting()
    item = world.classified(pending)
    world.store.keep_classified([item], world.now)
    (row,) = world.store.documents()
    assert (row.state, row.classification, row.matter_id) == ("classified", item.classification, item.matter.id)
    (alert,) = world.store.alerts()
    assert alert == world.store.alert(alert.id)
    assert (alert.alert, alert.state, alert.delivery_id) == (item.alerts[0], DeliveryState.PENDING, item.deliveries[0].id)
    assert (alert.title, alert.uses, alert.channel) == ("Rule k1 on automated hiring", ("hiring",), "chat")
    assert world.store.to_classify(world.now, world.owner, 60, 10) == []


def test_a_repeat_adds_nothing(world: Any) -> None:
    items = [world.classified(pending) for pending in world.waiting("k1", "k2")]
    for _ in range(3):
        world.store.keep_classified(items, world.now)
    assert (len(world.store.alerts()), len(world.store.deliveries())) == (2, 2)
    assert len(world.store.classifications(items[0].pending.document_id)) == 1


def test_one_update_alerts_one_channel_once(world: Any) -> None:
    (pending,) = world.waiting()
    item = world.classified(pending)
    other = replace(item.alerts[0], id="another")
    extra = world.delivery("d-other", alert_id="another")
    world.store.keep_classified([replace(item, alerts=(*item.alerts, other), deliveries=(*item.deliveries, extra))], world.now)
    assert [row.id for row in world.store.alerts()] == [item.alerts[0].id]
    assert [row.id for row in world.store.deliveries()] == [item.deliveries[0].id]


def test_an_alert_without_a_delivery_waits_for_the_week(world: Any) -> None:
    (pending,) = world.waiting()
    world.store.keep_classified([world.classified(pending, deliveries=())], world.now)
    assert world.store.alerts()[0].state == "weekly"


def test_alerts_are_listed_by_channel_newest_first(world: Any) -> None:
    for pending, channel in zip(world.waiting("k1", "k2", "k3"), ("chat", "mail", "chat"), strict=True):
        world.store.keep_classified([world.classified(pending, channel)], world.now)
    assert [row.channel for row in world.store.alerts(limit=2)] == ["chat", "mail"]
    assert len(world.store.alerts(channel_id="chat")) == 2
    assert world.store.alert("none") is None


def test_a_matter_is_found_by_any_official_identifier(world: Any) -> None:
    one, two = world.waiting("k1", "k2")
    matter = Matter("m1", "The rule", ("celex:1", "eli:x"))
    world.store.keep_classified([world.classified(one, matter=matter, alerts=(), deliveries=())], world.now)
    assert world.store.matter_for(["none:1", "eli:x"]) == matter
    assert world.store.matter_for(["none:1"]) is None
    assert world.store.matter_for([]) is None
    grown = replace(matter, identifiers=("celex:1", "fr:9"))
    world.store.keep_classified([world.classified(two, matter=grown, alerts=(), deliveries=())], world.now)
    assert world.store.matter_for(["fr:9"]).identifiers == ("celex:1", "eli:x", "fr:9")
    assert {row.matter_id for row in world.store.documents()} == {"m1"}


def test_dates_found_in_the_text_are_kept_with_the_document(world: Any) -> None:
    (pending,) = world.waiting()
    found = LegalDate(DateKind.COMMENT_CLOSE, date(2026, 12, 24), "Comments close on 24 December 2026.", 3, 38)
    world.store.keep_classified([world.classified(pending, document=replace(pending.document, dates=(found,)))], world.now)
    assert world.store.document(pending.document_id).document.dates == (found,)
    assert [legal_date for _, legal_date in world.store.open_deadlines(world.now)] == [found]


def test_each_seed_enters_one_starting_picture(world: Any) -> None:
    world.check(world.claim()[0], seeds=[world.document("k1"), world.document("k2")])
    pendings = world.store.to_classify(world.now, world.owner, 60, 10)
    assert world.store.picture_pending(world.now) == []
    world.store.keep_classified([world.classified(pending) for pending in pendings], world.now)
    rows = world.store.picture_pending(world.now)
    assert {row.id for row in rows} == {pending.document_id for pending in pendings}
    assert world.store.alerts() == []
    for _ in range(2):
        world.store.keep_picture([row.id for row in rows], [world.delivery("picture")], world.now)
    assert world.store.picture_pending(world.now) == []
    assert len(world.store.deliveries()) == 1
    assert {row.picture for row in world.store.documents()} == {"pictured"}


def test_a_repeat_for_a_seed_does_not_show_it_again(world: Any) -> None:
    world.check(world.claim()[0], seeds=[world.document()])
    items = [world.classified(pending) for pending in world.store.to_classify(world.now, world.owner, 60, 10)]
    world.store.keep_classified(items, world.now)
    world.store.keep_picture([items[0].pending.document_id], [], world.now)
    world.store.keep_classified(items, world.now)
    assert world.store.picture_pending(world.now) == []


def test_unscored_documents_are_found_until_a_model_scored_them(world: Any) -> None:
    (pending,) = world.waiting()
    item: Classified = world.classified(pending, classification=world.verdict(Band.REVIEW, None))
    world.store.keep_classified([item], world.now)
    assert [row.id for row in world.store.unscored(10)] == [pending.document_id]
    world.store.keep_rescored(pending.document_id, world.verdict(Band.REVIEW, 0.4), world.now)
    assert world.store.unscored(10) == []
    assert [verdict.topic_score for _, verdict in world.store.classifications(pending.document_id)] == [0.4, None]
    assert world.store.to_classify(world.now, world.owner, 60, 10) == []


def test_a_document_that_rises_into_band_alert_is_routed_anew(world: Any) -> None:
    (pending,) = world.waiting()
    item = world.classified(pending, classification=world.verdict(Band.REVIEW, None), alerts=(), deliveries=())
    world.store.keep_classified([item], world.now)
    world.store.keep_rescored(pending.document_id, world.verdict(Band.ALERT, 0.9), world.now)
    (again,) = world.store.to_classify(world.now, world.owner, 60, 10)
    assert again.update_id == pending.update_id
    world.store.keep_classified([world.classified(again)], world.now)
    assert len(world.store.alerts()) == 1


def test_a_document_with_a_later_update_still_waits_after_the_first_verdict(world: Any) -> None:
    (first,) = world.waiting()
    revised = world.document(fingerprint="1:revised")
    (claim,) = world.claim()
    keep_check(world.store, world.result(claim), [world.new(revised, UpdateKind.REVISED)], [], world.now, world.now)
    world.store.keep_classified([world.classified(first)], world.now)
    assert world.store.documents()[0].state == "to_classify"
    (second,) = world.store.to_classify(world.now, world.owner, 60, 10)
    assert (first.document.fingerprint, second.document.fingerprint) == ("1:k1", "1:revised")
    world.store.keep_classified([world.classified(second)], world.now)
    assert (world.store.documents()[0].state, len(world.store.alerts())) == ("classified", 2)
