"""Opening a database: make it, bring it up to date after a copy, or say why not."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from policywatch.errors import StoreError, StoreLocked, StoreTooNew
from policywatch.store.engine import Database, damaged, typed_errors
from policywatch.store.schema import HEAD

_MAGIC = b"SQLite format 3\x00"
_MIGRATIONS = Path(__file__).parent / "migrations"
#: serialises two processes that create one PostgreSQL database at once; an arbitrary number of our own
_MIGRATION_LOCK = 7_061_946_001


def prepare(database: Database, create: bool) -> None:
    """Leaves the database at the newest schema, or raises what is wrong with it."""
    if database.file is not None:
        _look_at_file(database.file, create)
    version = _version(database)
    if version == HEAD:
        return
    if version is not None and version not in _known():
        raise StoreTooNew(f"the database has schema {version}, this release knows {HEAD}: upgrade policywatch, or restore an older copy")
    if not create:
        raise StoreError(f"the database has schema {version or 'none'}, {HEAD} is needed: run policywatch once to bring it up to date")
    if version is not None and database.file is not None:
        copy_beside(database.file, version, database.busy_timeout_s)
    if database.file is not None:
        _use_wal(database)
    _upgrade(database)


def schema_version(db: Connection) -> str | None:
    """The migration the database is at; ``None`` for an empty one. Raises StoreError for someone else's database."""
    tables = inspect(db).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(f"the database holds tables of another program ({', '.join(tables[:3])}): name another one")
        return None
    return db.execute(text("SELECT version_num FROM alembic_version")).scalars().first()


def copy_beside(file: Path, version: str, timeout_s: float) -> Path:
    """A whole copy of a SQLite database beside it, named after the time and its version."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    target = file.with_name(f"{file.name}.{stamp}.schema-{version}.bak")
    copy_sqlite(file, target, timeout_s)
    return target


def copy_sqlite(file: Path, target: Path, timeout_s: float) -> None:
    """A consistent copy, also while others write; appears whole or not at all."""
    temporary = target.with_name(f".{target.name}.part")
    try:
        with (
            typed_errors(),
            closing(sqlite3.connect(file, timeout=timeout_s, isolation_level=None)) as source,
            closing(sqlite3.connect(temporary)) as copy,
        ):
            # with a look of our own nobody can lock us out half-way: backup() waits for ever on a locked database
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy)
        temporary.replace(target)
    except OSError as error:
        raise StoreError(f"cannot copy the database to {target} ({error}): free space or name another place") from error
    finally:
        temporary.unlink(missing_ok=True)


def _look_at_file(file: Path, create: bool) -> None:
    if not file.exists() or file.stat().st_size == 0:
        if not create:
            raise StoreError(f"there is no database {file}: run 'policywatch run' once, or name the right --home")
        file.parent.mkdir(parents=True, exist_ok=True)
        return
    with file.open("rb") as start:
        if start.read(len(_MAGIC)) != _MAGIC:
            raise damaged(f"{file} is no SQLite file")


def _version(database: Database) -> str | None:
    with database.read() as db:
        return schema_version(db)


def _use_wal(database: Database) -> None:
    """Readers and the writer do not wait for each other; stored in the file once."""
    with typed_errors(), closing(sqlite3.connect(str(database.file), timeout=database.busy_timeout_s)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")


def compact_sqlite(file: Path, busy_timeout_s: float) -> None:
    """Writes the file anew, so that nothing that was deleted or overwritten lies in it or in its log any more."""
    with typed_errors(), closing(sqlite3.connect(str(file), timeout=busy_timeout_s, isolation_level=None)) as plain:
        plain.execute("VACUUM")
        busy = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StoreLocked("the database is in use, so that its log still holds what was overwritten: stop the service and try again")


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}


def _upgrade(database: Database) -> None:
    """All migrations in one transaction, under the write lock: a kill leaves the old schema whole."""
    from alembic import command
    from alembic.config import Config

    with database.write() as db:
        if not database.is_sqlite:
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        if schema_version(db) == HEAD:
            return
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = db
        command.upgrade(config, "head")
