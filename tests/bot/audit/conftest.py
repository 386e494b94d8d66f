"""An audit in a database of its own, and somebody who has the file."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.audit import Audit
from bot.database.engine import open_database
from bot.keys import Keys
from tests.bot.audit.intruder import Intruder
from tests.databases import quick_database

#: 2026-11-24 12:00 UTC.
NOON = 1795521600.0


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    """A database as it is made at first use; copying it is quicker than making it."""
    path = tmp_path_factory.mktemp("empty") / "sparekey.db"
    open_database(path)
    return path


@pytest.fixture
def path(tmp_path, empty_database):
    return Path(shutil.copy(empty_database, tmp_path))


@pytest.fixture
def engine(path):
    return quick_database(path)


@pytest.fixture
def audit(engine):
    return Audit(engine, Keys(b"\x01" * 32))


@pytest.fixture
def write(audit):
    """Write a row, in which only what matters to the test is said."""

    def write(connection=None, **entry):
        usual = {"now": NOON, "who": "person", "what": "look_up", "result": "found"}
        return audit.write(connection, **{**usual, **entry})

    return write


@pytest.fixture
def intruder(path):
    with sqlite3.connect(path, isolation_level=None) as connection:
        yield Intruder(connection)
    connection.close()
