"""Databases for tests in which nobody pulls the plug, and nobody puts another file in the place."""

from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool

from bot.database.engine import open_database


def without_waiting(engine: Engine) -> Engine:
    """Let this one no longer wait for the disk."""
    engine.dispose()
    event.listen(engine, "connect", lambda connection, record: connection.execute("PRAGMA synchronous=OFF"))
    return engine


def quick_database(path: Path) -> Engine:
    """Open one that neither waits for the disk nor opens its file anew each time, as for a campaign of many steps."""
    return without_waiting(open_database(path, connections=QueuePool))
