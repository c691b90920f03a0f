"""A locked database is the typed error from every public method, and soon; on both databases."""

import inspect
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from policywatch.errors import StoreLocked
from policywatch.store import Classified, DocumentRow, Fed, HeadRow, Keeping, Pending, Redraw, Renewed, Span, Store, open_store
from policywatch.store.schema import metadata
from policywatch.types import (
    Act,
    ActKind,
    Band,
    CheckResult,
    Claim,
    Classification,
    Delivery,
    DeliveryState,
    Document,
    Feedback,
    Matter,
    Message,
    MessageKind,
    Outcome,
    Robots,
    Source,
)

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SOURCE = Source("a", "feed", "https://a.example/feed")
CLAIM = Claim(SOURCE, NOW, 1, NOW)
RESULT = CheckResult(CLAIM, NOW, NOW, Outcome.UNCHANGED)
DELIVERY = Delivery("d", "chat", MessageKind.NOTICE, Message(MessageKind.NOTICE, "t"))
ACT = Act("a", ActKind.DONE, "p", "matter:m", NOW)
PENDING = Pending(None, "x", Document("a", "k", "https://a.example/1", "T", "1:k"), None, True, 1)
VERDICT = Classification(0.5, Band.DROP)
FED = Fed(DocumentRow("x", PENDING.document, NOW, "classified", None, None), 1, NOW)


def _together(store: Store) -> None:
    with store.together():
        store.meta_set("k", "v")


CALLS: dict[str, Callable[[Store, Path], object]] = {
    "sync_sources": lambda s, _: s.sync_sources([SOURCE], NOW),
    "claim": lambda s, _: s.claim(NOW, "o", 1),
    "extend_leases": lambda s, _: s.extend_leases([CLAIM], NOW, 1),
    "release": lambda s, _: s.release([CLAIM]),
    "source_rows": lambda s, _: s.source_rows(),
    "keep_act": lambda s, _: s.keep_act(ACT),
    "acts": lambda s, _: s.acts(),
    "claim_redraws": lambda s, _: s.claim_redraws(NOW, "o", 1),
    "settle_redraw": lambda s, _: s.settle_redraw(Redraw("d", DELIVERY.message, 1, 0, 1), NOW, drawn=True),
    "hasten": lambda s, _: s.hasten(["a"], NOW),
    "due_count": lambda s, _: s.due_count(NOW),
    "next_due_at": lambda s, _: s.next_due_at(NOW),
    "check_rename": lambda s, _: s.check_rename("a", "b"),
    "rename_source": lambda s, _: s.rename_source("a", "b"),
    "sources_with": lambda s, _: s.sources_with(["https://a.example/1"]),
    "page_documents": lambda s, _: s.page_documents("a"),
    "listed": lambda s, _: s.listed("a"),
    "documents_of": lambda s, _: s.documents_of("a", ["k"]),
    "held": lambda s, _: s.held("a"),
    "release_held": lambda s, _: s.release_held("a", True, NOW),
    "known_titles": lambda s, _: s.known_titles("a", ["T"]),
    "document_times": lambda s, _: s.document_times("a"),
    "open_incidents": lambda s, _: s.open_incidents(),
    "incidents": lambda s, _: s.incidents(),
    "keep_incidents": lambda s, _: s.keep_incidents([], [], [DELIVERY], NOW),
    "lookup": lambda s, _: s.lookup("a", ["k"], ["x"], NOW),
    "checks": lambda s, _: s.checks(),
    "host_wait_until": lambda s, _: s.host_wait_until(["a.example"], NOW),
    "keep_checks": lambda s, _: s.keep_checks([Keeping(RESULT, NOW)], NOW),
    "robots_of": lambda s, _: s.robots_of(["https://a.example"]),
    "robots": lambda s, _: s.robots("https://a.example"),
    "keep_robots": lambda s, _: s.keep_robots([Robots("https://a.example", 200, b"", NOW)]),
    "documents": lambda s, _: s.documents(),
    "document": lambda s, _: s.document("x"),
    "search": lambda s, _: s.search("rule"),
    "fingerprints": lambda s, _: s.fingerprints("x"),
    "to_classify": lambda s, _: s.to_classify(NOW, "o", 1, 1),
    "release_pending": lambda s, _: s.release_pending([PENDING]),
    "keep_classified": lambda s, _: s.keep_classified([Classified(PENDING, VERDICT, Matter("m", "T"))], NOW),
    "matter_dates": lambda s, _: s.matter_dates("m", "d"),
    "matter_holding": lambda s, _: s.matter_holding("d"),
    "alike": lambda s, _: s.alike(["k"], "d", 3),
    "matters": lambda s, _: s.matters(),
    "matter": lambda s, _: s.matter("m"),
    "matter_documents": lambda s, _: s.matter_documents("m"),
    "matter_updates": lambda s, _: s.matter_updates("m"),
    "relations": lambda s, _: s.relations("m"),
    "split_matter": lambda s, _: s.split_matter(Matter("m", "t"), ["d"], NOW),
    "merge_matters": lambda s, _: s.merge_matters("m", "n", NOW),
    "matter_for": lambda s, _: s.matter_for(["x:1"]),
    "picture_pending": lambda s, _: s.picture_pending(NOW),
    "picture_waiting": lambda s, _: s.picture_waiting(),
    "keep_picture": lambda s, _: s.keep_picture(["x"], [], NOW),
    "unscored": lambda s, _: s.unscored(1),
    "keep_rescored": lambda s, _: s.keep_rescored("x", VERDICT, NOW),
    "classifications": lambda s, _: s.classifications("x"),
    "alerts": lambda s, _: s.alerts(),
    "alert": lambda s, _: s.alert("x"),
    "add_deliveries": lambda s, _: s.add_deliveries([DELIVERY], NOW),
    "claim_deliveries": lambda s, _: s.claim_deliveries(NOW, "o", 1),
    "claim_ambiguous": lambda s, _: s.claim_ambiguous(NOW, "o", 1),
    "settle": lambda s, _: s.settle(DELIVERY, DeliveryState.SENT, NOW),
    "next_redraw_at": lambda s, _: s.next_redraw_at(),
    "waiting_deliveries": lambda s, _: s.waiting_deliveries([MessageKind.REMINDER]),
    "overtake": lambda s, _: s.overtake(["d"], NOW),
    "told_matters": lambda s, _: s.told_matters(),
    "high_alerts": lambda s, _: s.high_alerts(NOW),
    "thread_receipts": lambda s, _: s.thread_receipts("chat", NOW),
    "leave_lanes": lambda s, _: s.leave_lanes("o", {"chat": NOW}),
    "channel_answers": lambda s, _: s.channel_answers("chat", NOW),
    "lanes_ready": lambda s, _: s.lanes_ready(),
    "stop_channel": lambda s, _: s.stop_channel("chat", "why", NOW),
    "park_stopped": lambda s, _: s.park_stopped(NOW),
    "stopped_channels": lambda s, _: s.stopped_channels(),
    "start_channel": lambda s, _: s.start_channel("chat", NOW),
    "crowded_channels": lambda s, _: s.crowded_channels(NOW, 5),
    "loose_alerts": lambda s, _: s.loose_alerts("chat", NOW),
    "gather": lambda s, _: s.gather(DELIVERY, ["d"], NOW),
    "sent_times": lambda s, _: s.sent_times("chat", NOW),
    "decide": lambda s, _: s.decide("d", DeliveryState.PENDING, ACT),
    "told_delivery": lambda s, _: s.told_delivery("m", "chat"),
    "delivery": lambda s, _: s.delivery("d"),
    "deliveries": lambda s, _: s.deliveries(),
    "delivery_counts": lambda s, _: s.delivery_counts(),
    "next_delivery_at": lambda s, _: s.next_delivery_at(NOW),
    "oldest_pending": lambda s, _: s.oldest_pending(),
    "digest_items": lambda s, _: s.digest_items(NOW, NOW),
    "open_deadlines": lambda s, _: s.open_deadlines(NOW),
    "coverage": lambda s, _: s.coverage(NOW, NOW),
    "gate_counts": lambda s, _: s.gate_counts(NOW, NOW),
    "newest_verdict": lambda s, _: s.newest_verdict(),
    "dropped_in": lambda s, _: s.dropped_in(NOW, NOW),
    "digest_messages": lambda s, _: s.digest_messages("r", "g"),
    "reject_digests": lambda s, _: s.reject_digests("r", "g", NOW),
    "keep_token": lambda s, _: s.keep_token("f", "g", "r", NOW),
    "token": lambda s, _: s.token("f"),
    "keep_bounce": lambda s, _: s.keep_bounce("x", "r", True, "5.1.1", NOW),
    "final_bounces": lambda s, _: s.final_bounces(),
    "forgive_bounces": lambda s, _: s.forgive_bounces("r", NOW),
    "bounces_forgiven_at": lambda s, _: s.bounces_forgiven_at("r"),
    "meta_get": lambda s, _: s.meta_get("k"),
    "metas": lambda s, _: s.metas("k"),
    "meta_set": lambda s, _: s.meta_set("k", "v"),
    "feedback_add": lambda s, _: s.feedback_add(Feedback("x", None, True, "p", NOW)),
    "feedback_list": lambda s, _: s.feedback_list(),
    "feedback_undo": lambda s, _: s.feedback_undo(1, NOW),
    "forget_requests": lambda s, _: s.forget_requests("r", NOW),
    "take_request": lambda s, _: s.take_request("r", "a", NOW),
    "told_alerts": lambda s, _: s.told_alerts("chat"),
    "to_feed": lambda s, _: s.to_feed("bot", 1),
    "fed": lambda s, _: s.fed("bot", "x"),
    "keep_fed": lambda s, _: s.keep_fed("bot", [FED], NOW),
    "people": lambda s, _: s.people(),
    "keep_people": lambda s, _: s.keep_people({"p": "v1:k:x"}, NOW),
    "traces": lambda s, _: s.traces("p"),
    "erase_person": lambda s, _: s.erase_person("p", ACT, NOW),
    "compact": lambda s, _: s.compact(),
    "together": lambda s, _: _together(s),
    "embeddings": lambda s, _: s.embeddings("e", ["00"]),
    "keep_embeddings": lambda s, _: s.keep_embeddings("e", {"00": b"x"}),
    "keep_marks": lambda s, _: s.keep_marks({"x": "{}"}),
    "marks": lambda s, _: s.marks(["x"]),
    "keep_example": lambda s, _: s.keep_example("x", PENDING.document, NOW),
    "judged_documents": lambda s, _: s.judged_documents(["x"]),
    "keep_head": lambda s, _: s.keep_head(HeadRow(0, "u", "e", NOW, True, "", 1, 1, "b", "{}")),
    "heads": lambda s, _: s.heads(),
    "newest_head": lambda s, _: s.newest_head(),
    "spans": lambda s, _: s.spans(None, 1),
    "scored": lambda s, _: s.scored(None, Span("a", "b", 1)),
    "updates_of": lambda s, _: s.updates_of(["u"]),
    "keep_renewed": lambda s, _: s.keep_renewed([Renewed("x", None, VERDICT, False)], NOW),
    "schema_version": lambda s, _: s.schema_version(),
    "integrity": lambda s, _: s.integrity(),
    "backup": lambda s, folder: s.backup(folder / "copy.db"),
}


def test_every_public_method_is_tried() -> None:
    public = {name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_")}
    assert public - {"close"} == set(CALLS)


@contextmanager
def _everything_locked(url: str) -> Iterator[None]:
    """A second connection that lets nobody read or write."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            # without this, readers of a WAL database pass a writer
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            yield
        return
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as db:
        names = ", ".join([table.name for table in metadata.sorted_tables] + ["alembic_version"])
        db.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        yield
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def locked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A store on a locked database, and the name of the database."""
    folder = tmp_path_factory.mktemp("locked")
    url = f"sqlite:///{folder / 'policywatch.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    open_store(url, folder).close()
    store = open_store(url, folder, busy_timeout_s=0.02)
    store.close()
    with _everything_locked(url):
        yield store, request.param, folder, url
    store.close()


def test_a_locked_database_is_the_typed_error_of_every_method(locked: Any) -> None:
    store, database, folder, _ = locked
    answers = {}
    began = time.monotonic()
    for name, call in CALLS.items():
        if database == "postgres" and name in ("backup", "compact"):
            continue
        try:
            answers[name] = call(store, folder)
        except StoreLocked as error:
            assert "try again" in str(error)
    assert answers == {}
    assert time.monotonic() - began < 30
    assert list(folder.glob("*.part")) == []


def test_opening_a_locked_database_is_the_typed_error(locked: Any) -> None:
    _, _, folder, url = locked
    with pytest.raises(StoreLocked):
        open_store(url, folder, busy_timeout_s=0.02)


def test_a_method_works_again_when_the_lock_is_gone(database_url: str, tmp_path: Path) -> None:
    store = open_store(database_url, tmp_path, busy_timeout_s=0.02)
    store.close()
    with _everything_locked(database_url), pytest.raises(StoreLocked):
        store.sync_sources([SOURCE], NOW)
    store.sync_sources([SOURCE], NOW)
    assert store.due_count(NOW) == 1
    store.close()


def test_readers_do_not_wait_for_a_writer(database_url: str, tmp_path: Path) -> None:
    store = open_store(database_url, tmp_path, busy_timeout_s=0.02)
    with store._db.write():
        assert store.source_rows() == []
    store.close()
