"""A database that is locked, full, read-only or damaged is said soon and plainly, and nothing is half written (R35)."""

import os
import sqlite3
import stat
import time

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.audit import Audit
from bot.database.engine import PATIENCE, make_private, open_database, reading
from bot.keys import Keys
from tests.bot.database.conftest import NOON

pytestmark = pytest.mark.slow

#: In milliseconds.
SHORT = 100


@pytest.fixture
def engine(path):
    return open_database(path, patience=SHORT)


@pytest.fixture
def audit(engine):
    audit = Audit(engine, Keys(b"\x01" * 32))
    write(audit)
    return audit


@pytest.fixture
def other_writer(path, audit):
    """Another process in the middle of its own transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


def write(audit, connection=None, **entry):
    return audit.write(connection, now=NOON, who="person", what="look_up", result="found", **entry)


def write_many(audit, connection):
    for _ in range(300):
        write(audit, connection, why="x" * 300)


def test_a_locked_database_is_said_after_a_short_wait_and_nothing_is_lost(audit, other_writer):
    """R35"""
    begun = time.monotonic()
    with pytest.raises(OperationalError, match="database is locked"):
        write(audit)
    assert SHORT / 1000 <= time.monotonic() - begun < 2
    other_writer.execute("COMMIT")
    assert write(audit) == 2
    assert audit.verify() == []


def test_the_wait_for_a_lock_leaves_an_action_time_to_answer():
    """R35: an action has five seconds."""
    assert PATIENCE <= 2000


def test_who_reads_does_not_wait_for_a_writer_and_holds_up_none(audit, engine, other_writer):
    """R35"""
    assert audit.verify() == []
    other_writer.execute("COMMIT")
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM audit").scalar_one() == 1
        assert write(audit) == 2
        assert connection.exec_driver_sql("SELECT count(*) FROM audit").scalar_one() == 1


def test_an_open_database_is_not_opened_twice_by_a_lock(path, other_writer):
    """R35: also opening it gives up in time."""
    with pytest.raises(OperationalError, match="database is locked"):
        open_database(path, patience=SHORT)


def test_a_full_disk_is_said_and_the_whole_transaction_is_undone(audit, engine):
    """R35"""
    with reading(engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    disk_of(engine, pages)
    with pytest.raises(OperationalError, match="database or disk is full"), engine.begin() as connection:
        write_many(audit, connection)
    assert audit.end()[0] == 1
    assert audit.verify() == []
    disk_of(engine, pages + 1000)
    assert write(audit) == 2
    assert audit.verify() == []


def disk_of(engine, pages):
    """From now on the database finds room for this many pages."""
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages}"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_file_is_said(path, audit, engine):
    """R35"""
    path.chmod(stat.S_IRUSR)
    with pytest.raises(OperationalError, match="readonly"):
        write(audit)


def test_a_database_that_may_only_be_read_is_said_and_nothing_is_half_written(audit, engine):
    """R35"""
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))
    with pytest.raises(OperationalError, match="readonly"):
        write(audit)
    assert audit.verify() == []


def test_a_file_that_is_no_database_is_said(path):
    """R35"""
    path.write_text("this is a shopping list" * 100)
    with pytest.raises(DatabaseError, match="not a database"):
        open_database(path)


def test_a_damaged_page_is_said_and_proves_nothing(path, audit, engine):
    """R35"""
    with engine.begin() as connection:
        write_many(audit, connection)
    with engine.connect() as connection:
        connection.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    with pytest.raises(DatabaseError, match="malformed"):
        audit.verify()
    with pytest.raises(DatabaseError, match="malformed"):
        write(audit)


def test_the_database_is_for_this_user_alone(path, audit, other_writer):
    other_writer.execute("COMMIT")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_file_beside_it_that_is_gone_in_the_same_moment_is_no_trouble(tmp_path):
    """As when another connection was the last to close; a link to nowhere is as gone."""
    file = tmp_path / "own.db"
    (tmp_path / "own.db-wal").symlink_to(tmp_path / "gone")
    make_private(file)
    assert file.stat().st_mode & 0o777 == 0o600
