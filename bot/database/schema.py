"""The schema of the database and its versions: each release knows how to bring an older file up to date (R42)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.engine import Connection, Engine

# Reading a module enters its tables into the one metadata; of second_factor nothing else is used here.
from bot.database import audit, desk, second_factor, site, tables  # noqa: F401
from bot.errors import DatabaseTooNew

Migrations = Sequence[Callable[[Connection], None]]

#: What later versions brought.
_LATER = (*desk.TABLES, *desk.LATER, *desk.WITH_DELIVERIES, *desk.WITH_OPENID)


def _first_version(connection: Connection) -> None:
    first = [table for table in tables.metadata.sorted_tables if table not in _LATER]
    tables.metadata.create_all(connection, first)
    for trigger in audit.AUDIT_IS_APPEND_ONLY:
        connection.exec_driver_sql(trigger)


def _with_the_desk(connection: Connection) -> None:
    tables.metadata.create_all(connection, desk.TABLES)


def _with_the_site(connection: Connection) -> None:
    site.metadata.create_all(connection)


def _with_hand_overs(connection: Connection) -> None:
    tables.metadata.create_all(connection, desk.LATER)


def _with_deliveries(connection: Connection) -> None:
    tables.metadata.create_all(connection, desk.WITH_DELIVERIES)


def _with_openid(connection: Connection) -> None:
    tables.metadata.create_all(connection, desk.WITH_OPENID)


#: One entry a version, in order; an entry is never edited once it was released, only followed by another.
MIGRATIONS: Migrations = (
    _first_version,
    _with_the_desk,
    _with_the_site,
    _with_hand_overs,
    _with_deliveries,
    _with_openid,
)


def migrate(engine: Engine, migrations: Migrations = MIGRATIONS) -> int:
    """
    Bring the schema up to date, each version in a transaction of its own; give the version reached.

    Raises `DatabaseTooNew` when the file was written by a later release.
    """
    with engine.begin() as connection:
        version = _version(connection)
    if version > len(migrations):
        raise DatabaseTooNew(version)
    for number, migration in enumerate(migrations[version:], version + 1):
        with engine.begin() as connection:
            # Another process may have been quicker.
            if _version(connection) < number:
                migration(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {number}")
    return len(migrations)


def _version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
