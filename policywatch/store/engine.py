"""One door to the database: how a transaction begins, and what its failures mean.

SQLite upgrades a deferred transaction from read to write by failing at once ("database is locked", whatever the time-out),
so writers begin with ``BEGIN IMMEDIATE`` and readers with a plain ``BEGIN``. Every failure of either database becomes a typed
error here and nowhere else.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from policywatch.errors import StoreDamaged, StoreError, StoreLocked

T = TypeVar("T")

_SQLITE_LOCKED = frozenset({5, 6})
_SQLITE_DAMAGED = frozenset({11, 26})
_SQLITE_FULL = frozenset({10, 13})
#: lock not available, query cancelled by a time-out, deadlock, serialization failure
_POSTGRES_LOCKED = frozenset({"55P03", "57014", "40P01", "40001"})
#: SQLite allows 32,766 variables in a statement, PostgreSQL 65,535
_CHUNK = 1_000


class Database:
    """An engine that knows how to begin, and what went wrong."""

    def __init__(self, url: str, home: Path, busy_timeout_s: float) -> None:
        self.url = absolute(url, home)
        self.busy_timeout_s = busy_timeout_s
        parsed = make_url(self.url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        #: the database file; ``None`` on PostgreSQL
        self.file = Path(parsed.database) if self.is_sqlite and parsed.database else None
        self.engine = _sqlite_engine(self.url, busy_timeout_s) if self.is_sqlite else _postgres_engine(self.url, busy_timeout_s)
        #: the transaction that this thread has open for several steps at once
        self._shared: ContextVar[Connection | None] = ContextVar("shared", default=None)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent look."""
        with self._begin(write=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that changes rows: whole or not at all."""
        with self._begin(write=True) as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction for all that is read and written inside the block, which must not wait for anything else."""
        with self._begin(write=True) as connection:
            token = self._shared.set(connection)
            try:
                yield
            finally:
                self._shared.reset(token)

    @contextmanager
    def _begin(self, write: bool) -> Iterator[Connection]:
        shared = self._shared.get()
        if shared is not None:
            with typed_errors():
                yield shared
            return
        with typed_errors(), self.engine.connect() as plain:
            connection = plain.execution_options(policywatch_write=write)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()


def absolute(url: str, home: Path) -> str:
    """The URL with a relative SQLite path set under ``home``."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if backend != "sqlite":
        raise StoreError(f"database '{backend}' is not supported: use sqlite:///policywatch.db or postgresql://…")
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError("a database in memory forgets everything: name a file, such as sqlite:///policywatch.db")
    path = Path(parsed.database)
    where = path if path.is_absolute() else home / path
    return parsed.set(drivername="sqlite+pysqlite", database=str(where.absolute())).render_as_string(hide_password=False)


@contextmanager
def typed_errors() -> Iterator[None]:
    """Turns what the drivers raise into the errors of the house."""
    try:
        yield
    except sqlite3.Error as error:
        raise _typed(error) from error
    except PoolTimeout as error:
        raise StoreLocked("every connection to the database is busy: try again, or ask with fewer threads") from error
    except StatementError as error:
        if isinstance(error.orig, StoreError):
            raise error.orig from error
        if not isinstance(error, DBAPIError) or error.orig is None:
            raise StoreError(f"a value cannot be stored ({error.orig}): nothing of this step was kept") from error
        raise _typed(error.orig) from error


def _typed(error: BaseException) -> StoreError:
    sqlite_code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    state = getattr(error, "sqlstate", None)
    if sqlite_code in _SQLITE_LOCKED or state in _POSTGRES_LOCKED:
        return StoreLocked("the database is locked by another process: try again, or stop the other process")
    if sqlite_code in _SQLITE_DAMAGED:
        return damaged(str(error))
    if sqlite_code in _SQLITE_FULL:
        return StoreError(f"the disk does not take the data ({error}): free space, then run again; nothing was half stored")
    return StoreError(f"the database refused ({type(error).__name__}: {str(error).strip()[:300]}): run policywatch doctor")


def damaged(what: str) -> StoreDamaged:
    """The error of a file that is not a whole database."""
    return StoreDamaged(f"the database is damaged ({what}): stop policywatch and restore the newest backup or copy beside the file")


def _sqlite_engine(url: str, busy_timeout_s: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_timeout_s, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _record: object) -> None:
        # journal_mode is in the file, set when it is created; asking again would want a lock
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY"):
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("policywatch_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _postgres_engine(url: str, busy_timeout_s: float) -> Engine:
    limit = f"-c lock_timeout={max(1, round(busy_timeout_s * 1000))} -c timezone=UTC"
    return create_engine(
        url,
        connect_args={"options": limit, "application_name": "policywatch", "connect_timeout": max(2, round(busy_timeout_s))},
        pool_pre_ping=True,
    )


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Inserts unless a unique key says that it is there; whether it was inserted."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**row).on_conflict_do_nothing().returning(next(iter(table.primary_key)))
    return connection.execute(statement).first() is not None


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows with the same columns in one statement, but for those whose primary or unique key is there already."""
    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows with the same columns, or replaces these columns of the rows with the same primary keys."""
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    keys = [column.name for column in table.primary_key]
    statement = dialect.insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def chunks(values: Iterable[T]) -> Iterator[Sequence[T]]:
    """The values in groups that one statement can name."""
    rest = iter(values)
    while group := list(islice(rest, _CHUNK)):
        yield group
