"""Lists stay quick when the tables are long."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from policywatch.store import Store, open_store
from policywatch.store.schema import checks, documents, pending
from policywatch.types import Document, Source

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def long_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """100,000 documents of 50 sources, with texts."""
    with closing(open_store("sqlite:///policywatch.db", tmp_path_factory.mktemp("long"))) as store:
        store.sync_sources([Source(f"s{n}", "feed", f"https://s{n}.example/") for n in range(50)], NOW)
        with store._db.write() as db:
            for start in range(0, 100_000, 5_000):
                db.execute(insert(documents), [_row(n) for n in range(start, start + 5_000)])
            db.execute(insert(pending), [{"document_id": f"d{n}", "created_at": NOW, "done_at": NOW, "token": 0} for n in range(20_000)])
            db.execute(insert(pending), [{"document_id": f"d{n}", "created_at": NOW, "token": 0} for n in range(20_000, 20_200)])
        yield store


def _row(n: int) -> dict[str, object]:
    document = Document(f"s{n % 50}", f"k{n}", f"https://s{n % 50}.example/{n}", f"Rule {n}", "1:k", text="words " * 100)
    at = NOW - timedelta(minutes=n)
    plain = {
        "id": f"d{n}",
        "source_id": document.source_id,
        "key": document.key,
        "alias": "",
        "fingerprint": "1:k",
        "title": document.title,
    }
    state = {"state": "stored", "picture": "none", "page_missing": False, "page_tries": 0, "unscored": False}
    return {**plain, **state, "url": document.url, "published_at": at, "first_seen_at": at, "changed_at": at, "content": document}


@pytest.mark.parametrize(
    ("name", "limit_s"),
    [("newest", 0.05), ("of_source", 0.05), ("lookup", 0.05), ("sources", 0.3), ("to_classify", 0.15), ("claim", 0.1), ("unscored", 0.05)],
)
def test_a_question_over_100_000_documents_is_answered_at_once(long_store: Store, name: str, limit_s: float) -> None:
    asked = {
        "newest": lambda: long_store.documents(limit=100),
        "of_source": lambda: long_store.documents("s7", limit=100),
        "lookup": lambda: long_store.lookup("s7", [f"k{n}" for n in range(7, 50_000, 50)], [], NOW),
        "sources": lambda: long_store.source_rows(),
        "to_classify": lambda: long_store.to_classify(NOW, "elsewhere:1:1.0:a", 0, 50),
        "claim": lambda: long_store.claim(NOW, "elsewhere:1:1.0:a", 0),
        "unscored": lambda: long_store.unscored(10),
    }[name]
    times = []
    for _ in range(3):
        began = time.process_time()
        asked()
        times.append(time.process_time() - began)
    print(f"{name}: {min(times) * 1000:.1f} ms")
    assert min(times) < limit_s


def test_lists_are_read_from_indexes(long_store: Store) -> None:
    with long_store._db.read() as db:
        for column in (documents.c.first_seen_at, checks.c.finished_at):
            plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT 1 FROM {column.table.name} ORDER BY {column.name} DESC LIMIT 9").all()
            assert "USING COVERING INDEX" in plan[0][-1]
