"""The database is locked, or the disk is full: that is said, and nothing is half done (R35)."""

import collections
import sqlite3
import time

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.database import second_factor as tables
from bot.errors import DatabaseUnavailable
from tests.bot.enrolment.house import ANNA, CHAT, DAY, NOON, House
from tests.bot.enrolment.phone import Phone

pytestmark = pytest.mark.slow


@pytest.fixture
def house(path):
    return House(path, patience=50)


def contents(house):
    every = (tables.authenticators, tables.links, tables.recovery_codes, tables.outbox, tables.standings)
    return [house.rows(table) for table in every]


class Ready:
    """Somebody in the middle of everything: each act could be done now."""

    def __init__(self, house):
        self.old, outcome = house.enrol(now=NOON - DAY)
        self.recovery_code = outcome.recovery_codes[0]
        self.stop = house.stop_tokens(NOON - DAY)[-1]
        self.token = house.enrolment.begin(ANNA, CHAT, NOON)
        self.new = Phone().scan(house.enrolment.open_page(self.token, NOON).picture)


ACTS = {
    "begin": lambda enrolment, ready: enrolment.begin(ANNA, CHAT, NOON),
    "confirm": lambda enrolment, ready: enrolment.confirm(ready.token, ready.new.code(NOON), NOON),
    "mistype": lambda enrolment, ready: enrolment.confirm(ready.token, "nothing", NOON),
    "report_stolen": lambda enrolment, ready: enrolment.report_stolen(ANNA, CHAT, NOON),
    "verify_code": lambda enrolment, ready: enrolment.verify_code(ANNA.id, ready.old.code(NOON), NOON),
    "use_recovery_code": lambda enrolment, ready: enrolment.use_recovery_code(ANNA.id, ready.recovery_code, NOON),
    "stop": lambda enrolment, ready: enrolment.stop(ready.stop, NOON),
    "lift": lambda enrolment, ready: enrolment.lift(ANNA.id, "fay", "called back", NOON),
}


@pytest.fixture
def ready(house):
    return Ready(house)


@pytest.mark.parametrize("act", ACTS)
def test_locked_database_is_said_soon_and_nothing_is_done(house, ready, act):
    """R35"""
    before = contents(house)
    other = sqlite3.connect(house.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    with pytest.raises(DatabaseUnavailable, match="database is locked"):
        ACTS[act](house.enrolment, ready)
    assert time.monotonic() - begun < 2
    other.execute("ROLLBACK")
    other.close()
    assert contents(house) == before
    assert house.audit.verify() == []
    ACTS[act](house.enrolment, ready)
    assert contents(house) != before


def test_page_does_not_count_as_opened_when_that_could_not_be_written(house):
    """R35"""
    token = house.enrolment.begin(ANNA, CHAT, NOON)
    other = sqlite3.connect(house.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable):
        house.enrolment.open_page(token, NOON)
    other.close()
    assert house.enrolment.open_page(token, NOON)


def test_looking_at_a_link_waits_for_no_writer(house, ready):
    other = sqlite3.connect(house.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert house.enrolment.who_is_this_about(ready.stop, NOON).stage == "active"
    other.close()


FILLERS = {
    "authenticators": lambda n: tables.authenticators.insert().values(
        id=f"filler {n}", person_id="filler", state="retired", secret=b"", label="", begun_at=NOON
    ),
    "links": lambda n: tables.links.insert().values(
        digest=b"%d" % n, purpose="", person_id="filler", subject="", made_at=NOON, expires_at=NOON
    ),
    "recovery_codes": lambda n: tables.recovery_codes.insert().values(
        person_id="filler", authenticator_id="", digest=b"%d" % n, made_at=NOON
    ),
    "outbox": lambda n: tables.outbox.insert().values(
        person_id="filler", contact_id="", template="", content=b"", queued_at=NOON, due_at=NOON, given_up_at=NOON
    ),
}
WRITTEN = [
    *[("begin", table) for table in ("authenticators", "links", "audit")],
    *[("confirm", table) for table in ("links", "recovery_codes", "outbox", "audit")],
    *[("stop", table) for table in ("outbox", "audit")],
]


@pytest.mark.parametrize(("act", "table"), WRITTEN)
def test_full_disk_is_said_and_nothing_is_half_done_whatever_has_no_room(house, ready, act, table):
    """R35, R36"""
    small = on_a_full_disk(house)
    fill(small, table)
    before, audited = contents(house), house.audit.end()
    with pytest.raises(DatabaseUnavailable, match="full"):
        ACTS[act](small.enrolment, ready)
    assert contents(house) == before
    assert house.audit.end() == audited
    assert house.audit.verify() == []
    ACTS[act](house.enrolment, ready)
    phone = ready.new if act == "confirm" else ready.old
    assert house.signs_in(phone, NOON + 60) == ("wrong" if act == "stop" else "right")


def on_a_full_disk(house):
    """The same house, whose file may not grow by a single page."""
    with house.engine.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    small = House(house.path)
    event.listen(small.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages}"))
    return small


def fill(small, table):
    """Use up what room is left in the pages of this table."""
    add = add_to_audit if table == "audit" else add_to_table
    with pytest.raises(OperationalError, match="full"):
        collections.deque((add(small, table, number) for number in range(10_000)), maxlen=0)


def add_to_audit(small, table, number):
    small.audit.write(None, now=NOON, who="person", what="look_up", result="")


def add_to_table(small, table, number):
    with small.engine.begin() as connection:
        connection.execute(FILLERS[table](number))


def test_database_that_can_only_be_read_is_said(house, ready):
    """R35"""
    before = contents(house)
    event.listen(house.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))
    with pytest.raises(DatabaseUnavailable, match="readonly"):
        ACTS["confirm"](house.enrolment, ready)
    assert contents(House(house.path)) == before
