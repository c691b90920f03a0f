"""Opening a database: new, older, newer, damaged, someone else's."""

import importlib.util
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from policywatch.errors import StoreDamaged, StoreError, StoreTooNew
from policywatch.store import open_store, opening
from policywatch.store.schema import HEAD, metadata

URL = "sqlite:///policywatch.db"
MIGRATION = """
import sqlalchemy as sa
from alembic import op
revision = "0002"
down_revision = "{head}"
def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    {then}
"""


def test_there_is_one_head_and_the_schema_names_it() -> None:
    assert ScriptDirectory(str(opening._MIGRATIONS)).get_heads() == [HEAD]


def test_the_migrations_build_the_schema(store: Any) -> None:
    with store._db.read() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []


def test_a_new_database_is_whole_and_says_its_version(store: Any) -> None:
    assert (store.schema_version(), store.integrity()) == (HEAD, "ok")


def test_a_relative_path_starts_at_home(tmp_path: Path) -> None:
    open_store("sqlite:///data/policywatch.db", tmp_path).close()
    assert (tmp_path / "data" / "policywatch.db").exists()


def test_a_second_start_imports_no_alembic(tmp_path: Path) -> None:
    open_store(URL, tmp_path).close()
    code = "import sys, pathlib; from policywatch.store import open_store; open_store(sys.argv[1], pathlib.Path(sys.argv[2]))"
    code += "; sys.exit('alembic' in sys.modules or 'psutil' in sys.modules or 'warcio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, URL, str(tmp_path)], check=False).returncode == 0


def test_sqlite_writes_ahead_and_syncs_every_commit(tmp_path: Path) -> None:
    store = open_store(URL, tmp_path)
    with store._db.read() as db:
        found = {name: db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    store.close()


def _with_a_later_release(monkeypatch: pytest.MonkeyPatch, folder: Path, then: str = "pass") -> None:
    migrations = folder / "migrations"
    shutil.copytree(opening._MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    (migrations / "versions" / "v0002_later.py").write_text(MIGRATION.format(head=HEAD, then=then))
    monkeypatch.setattr(opening, "_MIGRATIONS", migrations)
    monkeypatch.setattr(opening, "HEAD", "0002")


def test_an_older_database_is_migrated_after_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_store(URL, tmp_path)) as store:
        store.meta_set("who", "me")
    _with_a_later_release(monkeypatch, tmp_path)
    with closing(open_store(URL, tmp_path)) as store:
        assert (store.schema_version(), store.meta_get("who")) == ("0002", "me")
    (copy,) = tmp_path.glob("policywatch.db.*.bak")
    assert f"schema-{HEAD}" in copy.name
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT version_num, value FROM alembic_version, meta").fetchall() == [(HEAD, "me")]


def test_a_migration_that_fails_leaves_the_old_schema_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(URL, tmp_path).close()
    with monkeypatch.context() as patch:
        _with_a_later_release(patch, tmp_path, 'op.execute("SELECT * FROM nowhere")')
        with pytest.raises(StoreError):
            open_store(URL, tmp_path)
    with closing(open_store(URL, tmp_path)) as store:
        assert (store.schema_version(), store.integrity()) == (HEAD, "ok")


def test_an_older_database_is_left_alone_when_nothing_may_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(URL, tmp_path).close()
    _with_a_later_release(monkeypatch, tmp_path)
    with pytest.raises(StoreError, match="0002 is needed"):
        open_store(URL, tmp_path, create=False)


def test_a_newer_database_is_refused(database_url: str, reopen: Any, tmp_path: Path) -> None:
    store = reopen()
    with store._db.write() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="upgrade policywatch"):
        reopen()


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "policywatch.db")) as db:
        db.execute("CREATE TABLE recipes (id)")
    with pytest.raises(StoreError, match="another program"):
        open_store(URL, tmp_path)


@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "policywatch.db").write_bytes(content)
    with pytest.raises(StoreDamaged, match="restore"):
        open_store(URL, tmp_path)
    assert (tmp_path / "policywatch.db").read_bytes() == content


def test_integrity_names_what_is_broken(tmp_path: Path) -> None:
    with closing(open_store(URL, tmp_path)) as store:
        for n in range(200):
            store.meta_set(f"key{n}", "x" * 100)
    file = tmp_path / "policywatch.db"
    data = bytearray(file.read_bytes())
    for page in range(len(data) // 4096 - 3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 16] = b"\xff" * 16
    file.write_bytes(data)
    with closing(open_store(URL, tmp_path)) as store:
        assert store.integrity() != "ok"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_databases_that_cannot_serve_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError):
        open_store(url, tmp_path)


def test_a_missing_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no database"):
        open_store(URL, tmp_path, create=False)
    assert not (tmp_path / "policywatch.db").exists()


def test_a_backup_holds_what_was_kept(tmp_path: Path) -> None:
    with closing(open_store(URL, tmp_path)) as store:
        store.meta_set("who", "me")
        store.backup(tmp_path / "copy.db")
    with closing(open_store("sqlite:///copy.db", tmp_path)) as copy:
        assert (copy.meta_get("who"), copy.integrity()) == ("me", "ok")


def test_migrations_are_part_of_the_package() -> None:
    spec = importlib.util.find_spec("policywatch.store")
    assert spec is not None and spec.origin is not None
    assert opening._MIGRATIONS.is_relative_to(Path(spec.origin).parent)
