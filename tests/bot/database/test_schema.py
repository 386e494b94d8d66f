"""A database of an older release is brought up to date and keeps its rows; one of a newer release is left alone."""

import shutil
import sqlite3
from multiprocessing import get_context
from pathlib import Path

import pytest

from bot.audit import Audit
from bot.database.engine import open_database
from bot.database.schema import MIGRATIONS, migrate
from bot.errors import DatabaseTooNew
from bot.keys import keys_of
from tests.bot.database.conftest import audit_at, look_ups

pytestmark = pytest.mark.slow


def to_version_two(connection):
    """What a later release might do."""
    connection.exec_driver_sql("ALTER TABLE tenants ADD COLUMN country VARCHAR")
    connection.exec_driver_sql("CREATE TABLE favours (id INTEGER PRIMARY KEY)")


def break_half_way(connection):
    to_version_two(connection)
    raise OSError("the power went")


TWO = (*MIGRATIONS[:1], to_version_two)
NEXT = (*MIGRATIONS, to_version_two)


def as_first_released(path):
    return open_database(path, migrations=MIGRATIONS[:1])


@pytest.fixture
def version_one(path):
    """A database as the first release made it, with rows."""
    first = as_first_released(path)
    look_ups(Audit(first, keys_of(first, path.with_name("key"))), 3)
    with first.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO tenants (id, name, kind, domains, second_factor) "
            "VALUES ('contoso', 'Contoso', 'business', '[]', 'helpdesk')"
        )
    return path


def told_by(path, question):
    with sqlite3.connect(path) as connection:
        return connection.execute(question).fetchall()


def test_a_new_database_is_of_the_latest_version(path):
    """R42"""
    open_database(path)
    assert told_by(path, "PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_a_database_of_version_one_keeps_its_rows_in_version_two(version_one):
    """R42"""
    before = told_by(version_one, "SELECT * FROM audit")
    assert migrate(as_first_released(version_one), TWO) == 2
    assert told_by(version_one, "SELECT id, name, country FROM tenants") == [("contoso", "Contoso", None)]
    assert told_by(version_one, "SELECT * FROM audit") == before
    assert told_by(version_one, "PRAGMA user_version") == [(2,)]


def test_the_audit_holds_over_a_migration(version_one):
    """R42, R21"""
    audit = audit_at(version_one)
    assert audit.verify() == []
    look_ups(audit, 1)
    assert audit.end()[0] == 4


def test_a_database_of_the_first_release_gets_what_came_since(version_one):
    """R42"""
    open_database(version_one)
    open_database(path := version_one.with_name("new.db"))
    names = "SELECT name FROM sqlite_master ORDER BY name"
    assert told_by(version_one, names) == told_by(path, names)


def test_a_migration_runs_once(version_one):
    """R42"""
    for _ in range(2):
        open_database(version_one, migrations=TWO)
    assert told_by(version_one, "PRAGMA user_version") == [(2,)]


def test_a_database_of_a_newer_release_is_refused_with_its_line_and_left_alone(version_one):
    """R42"""
    migrate(open_database(version_one), NEXT)
    before = version_one.read_bytes()
    with pytest.raises(DatabaseTooNew) as refusal:
        open_database(version_one)
    assert str(refusal.value) == (
        f"the database is of version {len(NEXT)}, which is newer than this release knows: "
        "install the release that wrote it."
    )
    assert version_one.read_bytes() == before


def test_a_migration_that_breaks_half_way_leaves_the_database_as_it_was(version_one):
    """R42, R36"""
    engine = as_first_released(version_one)
    with pytest.raises(OSError, match="the power went"):
        migrate(engine, (*MIGRATIONS[:1], break_half_way))
    assert told_by(version_one, "SELECT name FROM sqlite_master WHERE name = 'favours'") == []
    assert told_by(version_one, "PRAGMA user_version") == [(1,)]
    assert migrate(engine, TWO) == 2


def test_processes_that_make_a_database_at_once_end_with_a_whole_one(tmp_path):
    """R42: also in the moment when the file is switched to write ahead."""
    for trial in range(5):
        path = tmp_path / str(trial) / "sparekey.db"
        with get_context("fork").Pool(3) as pool:
            pool.map(open_and_forget, [path] * 3, chunksize=1)
        assert told_by(path, "PRAGMA integrity_check") == [("ok",)]
        assert audit_at(path).verify() == []


def test_processes_that_migrate_at_once_end_with_a_whole_one(version_one, tmp_path):
    """R42"""
    for trial in range(5):
        path = Path(shutil.copy(version_one, tmp_path / f"{trial}.db"))
        with get_context("fork").Pool(3) as pool:
            pool.map(open_as_version_two, [path] * 3, chunksize=1)
        assert told_by(path, "PRAGMA integrity_check") == [("ok",)]
        assert told_by(path, "PRAGMA user_version") == [(2,)]
        assert told_by(path, "SELECT id, country FROM tenants") == [("contoso", None)]


def test_the_file_is_the_one_that_was_named_whatever_signs_the_name_has(tmp_path):
    path = tmp_path / "is this ours? 100%.db"
    open_database(path).dispose()
    assert path.stat().st_size
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def open_and_forget(path):
    open_database(path)


def open_as_version_two(path):
    open_database(path, migrations=TWO)
