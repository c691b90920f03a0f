"""Everything the product remembers. All SQL lives here; a public method is one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import text

from policywatch.errors import StoreDamaged, StoreError
from policywatch.store import opening
from policywatch.store.acts import Acts
from policywatch.store.alerts import Alerts
from policywatch.store.bodies import BodyStore
from policywatch.store.checks import Checks
from policywatch.store.classifying import Classifying
from policywatch.store.deliveries import Deliveries
from policywatch.store.digests import Digests, digest_delivery_id
from policywatch.store.documents import Documents
from policywatch.store.engine import Database
from policywatch.store.held import Held
from policywatch.store.incidents import Incidents
from policywatch.store.knowledge import Knowledge
from policywatch.store.lanes import Lanes
from policywatch.store.learning import Learning
from policywatch.store.listings import Listings
from policywatch.store.mailing import Mailing
from policywatch.store.matters import Matters
from policywatch.store.notes import Notes
from policywatch.store.owner import this_process
from policywatch.store.people import People
from policywatch.store.reclassifying import Reclassifying
from policywatch.store.redraws import Redraws
from policywatch.store.renaming import Renaming
from policywatch.store.rows import (
    AlertRow,
    CheckRow,
    Classified,
    Coverage,
    DocumentRow,
    Failing,
    Fed,
    FeedbackRow,
    HeadRow,
    IncidentRow,
    Keeping,
    ListingChange,
    MatterRow,
    Pending,
    PersonRow,
    Redraw,
    Renewed,
    ScoredRow,
    SourceRow,
    Span,
    Told,
    Traces,
)
from policywatch.store.schema import HEAD
from policywatch.store.search import Search
from policywatch.store.sources import Sources
from policywatch.store.threads import Threads

__all__ = [
    "AlertRow",
    "BodyStore",
    "CheckRow",
    "Classified",
    "Coverage",
    "DocumentRow",
    "Failing",
    "Fed",
    "FeedbackRow",
    "HeadRow",
    "IncidentRow",
    "Keeping",
    "ListingChange",
    "MatterRow",
    "Pending",
    "PersonRow",
    "Redraw",
    "Renewed",
    "ScoredRow",
    "SourceRow",
    "Span",
    "Store",
    "Told",
    "Traces",
    "digest_delivery_id",
    "open_store",
    "this_process",
]


class Store(
    Sources,
    Renaming,
    Checks,
    Listings,
    Documents,
    Classifying,
    Held,
    Matters,
    Alerts,
    Deliveries,
    Lanes,
    Threads,
    Digests,
    Mailing,
    Incidents,
    Notes,
    Acts,
    Knowledge,
    People,
    Redraws,
    Search,
    Learning,
    Reclassifying,
):
    """The database and the folder of bodies. Safe to use from several threads."""

    def __init__(self, database: Database, bodies: BodyStore, opener: "Callable[[], Store]") -> None:
        super().__init__()
        self._db = database
        #: how another process opens the same store
        self.opener = opener
        self.bodies = bodies

    def close(self) -> None:
        """Lets go of the database."""
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All steps inside the block are one transaction: cheap where many small ones follow each other."""
        with self._db.together():
            yield

    def schema_version(self) -> str:
        """The migration the database is at."""
        with self._db.read() as db:
            return opening.schema_version(db) or ""

    def integrity(self) -> str:
        """``ok``, or what is wrong with the database."""
        try:
            with self._db.read() as db:
                if not self._db.is_sqlite:
                    return "ok" if opening.schema_version(db) == HEAD else "the schema is not the one of this release"
                found = [str(row[0]) for row in db.execute(text("PRAGMA integrity_check(20)"))]
                orphans = db.execute(text("PRAGMA foreign_key_check")).all()
        except StoreDamaged as error:
            return str(error)
        if orphans:
            found.append(f"{len(orphans)} rows point nowhere")
        return "; ".join(line for line in found if line != "ok") or "ok"

    def backup(self, path: Path) -> None:
        """A whole copy of the database, consistent while others write."""
        if self._db.file is None:
            raise StoreError("a PostgreSQL database is copied with its own tools: use pg_dump")
        opening.copy_sqlite(self._db.file, path, self._db.busy_timeout_s)


def open_store(url: str, home: Path, *, busy_timeout_s: float = 10, create: bool = True) -> Store:
    """The store at a database URL; relative SQLite paths start at ``home``.

    ``create`` makes it, or brings an older one up to date after copying it. Raises StoreTooNew, StoreDamaged, StoreLocked.
    """
    database = Database(url, home, busy_timeout_s)
    try:
        opening.prepare(database, create)
    except BaseException:
        database.close()
        raise
    opener = partial(open_store, database.url, home, busy_timeout_s=busy_timeout_s, create=False)
    return Store(database, BodyStore(home / "bodies"), opener)
