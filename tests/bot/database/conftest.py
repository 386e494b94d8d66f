"""An own database with a key and a few rows in it."""

import pytest

from bot.audit import Audit
from bot.database.engine import open_database
from bot.keys import keys_of

#: 2026-11-24 12:00 UTC.
NOON = 1795521600.0


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sparekey.db"


def audit_at(path):
    engine = open_database(path)
    return Audit(engine, keys_of(engine, path.with_name("key")))


def look_ups(audit, times):
    for _ in range(times):
        audit.write(None, now=NOON, who="person", what="look_up", result="found", person_id="anna")
