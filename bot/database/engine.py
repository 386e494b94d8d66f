"""Opens the SQLite database of Sparekey: safe against a crash, patient with a lock, with its schema up to date."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import NullPool, Pool

from bot.database.schema import MIGRATIONS, Migrations, migrate

#: How long a writer waits for another, in milliseconds; an action has five seconds in all.
PATIENCE = 2000


def open_database(
    path: Path,
    patience: int = PATIENCE,
    migrations: Migrations = MIGRATIONS,
    connections: type[Pool] = NullPool,
) -> Engine:
    """
    Open the database at this path, made if need be, and bring its schema up to date.

    A transaction that began is written whole or not at all, also when the process is killed in it.
    Who waits longer than `patience` milliseconds for another writer gives up. `connections` says how
    these are kept; by itself, each transaction opens the file anew, and sees one that was put in its
    place, or what became of its rights. Raises
    `sqlalchemy.exc.DatabaseError` when the file is no database, is locked or cannot be written,
    `bot.errors.DatabaseTooNew` when a later release wrote it.
    """
    make_private(path)
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, future=True, poolclass=connections, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", partial(_configure, patience=patience))
    event.listen(engine, "begin", _begin)
    migrate(engine, migrations)
    return engine


def make_private(path: Path) -> None:
    """
    Let this user alone read the database file at this path, which is made if need be.

    What SQLite puts beside it later takes the same mode. A file of another user is left as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        # What stands beside it is gone as soon as another connection was the last to close.
        with suppress(PermissionError, FileNotFoundError):
            file.chmod(file.stat().st_mode & 0o700)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the database as it is now, however long it reads, and holds up no writer."""
    with engine.connect() as connection:
        yield connection.execution_options(only_reads=True)


def _configure(connection: Any, record: Any, patience: int) -> None:
    # The driver would begin transactions by itself, and only at the first write: too late for two
    # writers that both read first.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={patience}")
    _write_ahead(connection, time.monotonic() + patience / 1000)
    # What is deleted is overwritten, so that an erased person is in no forgotten page of the file.
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any, deadline: float) -> None:
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            # When two processes switch a new file at once, SQLite gives one of them no time to wait.
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _begin(connection: Any) -> None:
    """Take the write lock at once: what was read in a transaction still holds when it is written."""
    only_reads = connection.get_execution_options().get("only_reads")
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
