"""Opens the SQLite database of Sparekey: safe against a crash, patient with a lock, with its schema up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from bot.database.schema import migrate

#: How long a writer waits for another, in milliseconds; an action has five seconds in all.
_PATIENCE = 2000


def open_database(path: Path) -> Engine:
    """
    Open the database at this path, made if need be, and bring its schema up to date.

    A transaction that began is written whole or not at all, also when the process is killed in it.
    Raises `sqlalchemy.exc.DatabaseError` when the file is no database or cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", future=True, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    migrate(engine)
    return engine


def _configure(connection: Any, record: Any) -> None:
    # The driver would begin transactions by itself, and only at the first write: too late for two
    # writers that both read first.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_PATIENCE}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """Take the write lock at once: what was read in a transaction still holds when it is written."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
