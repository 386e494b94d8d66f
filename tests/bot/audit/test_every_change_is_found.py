"""Whatever was appended and erased verifies; whatever one change somebody makes to the file is found (R21)."""

import sqlite3
import struct
import tempfile
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.audit import WHAT, Audit
from bot.keys import Keys
from tests.bot.audit.conftest import NOON
from tests.bot.audit.intruder import COLUMNS, HEAD, Intruder
from tests.databases import quick_database

pytestmark = pytest.mark.slow

PEOPLE = st.sampled_from(["anna", "bert", "carl"])
TEXTS = st.text(max_size=12)
WRITINGS = st.fixed_dictionaries(
    {
        "now": st.floats(-1e9, 1e10),
        "who": TEXTS,
        "what": st.sampled_from([what for what in WHAT if what != "erased"]),
        "result": TEXTS,
        "person_id": st.none() | PEOPLE,
        "for_whom": st.none() | TEXTS | PEOPLE,
        "why": st.none() | TEXTS,
        "from_where": st.none() | TEXTS,
    }
)
ERASURES = st.tuples(PEOPLE, st.lists(PEOPLE | TEXTS, max_size=2)) | st.floats(-1e9, 1e9)
HISTORIES = st.tuples(WRITINGS, st.lists(WRITINGS | ERASURES, min_size=1, max_size=8)).map(lambda p: [p[0], *p[1]])
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats()
ANYTHING = st.none() | TEXTS.filter(str.isascii) | st.binary(max_size=8) | NUMBERS

QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LONG = settings(QUICK, max_examples=3000)


@pytest.fixture(scope="module")
def new_audit(empty_database):
    """Make an audit in a database of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = iter(range(10**9))

        def new_audit():
            engine = quick_database(Path(copy(empty_database, f"{folder}/{next(numbers)}.db")))
            return engine, Audit(engine, Keys(b"\x01" * 32))

        yield new_audit


def live_through(audit, history):
    """Do all this, one after the other; give how many rows there are then."""
    for step in history:
        if isinstance(step, dict):
            audit.write(None, **step)
        elif isinstance(step, tuple):
            audit.erase_person(step[0], NOON, "operator", names=step[1])
        else:
            audit.erase_older_than(step, NOON, "operator")
    return audit.end()[0]


def whatever_happened_verifies(new_audit, history):
    _, audit = new_audit()
    assert live_through(audit, history) >= 1
    assert audit.verify() == []


def one_change_is_found(new_audit, history, data):
    engine, audit = new_audit()
    count = live_through(audit, history)
    connection = sqlite3.connect(engine.url.database, isolation_level=None)
    intruder = Intruder(connection)
    before = intruder.everything()
    change = data.draw(st.sampled_from([set_a_field, flip_a_bit, swap, remove, insert, blank, change_the_head]))
    try:
        touched = change(intruder, count, data.draw)
    except sqlite3.IntegrityError:
        assume(False)
    # As text, for NaN is not itself and 1 is not True to SQLite.
    assume(repr(intruder.everything()) != repr(before))
    connection.close()
    lines = audit.verify()
    assert lines, change
    assert any(f"row {touched}:" in line for line in lines), (touched, lines)


def set_a_field(intruder, count, draw):
    number = draw(st.integers(1, count))
    intruder.set(number, **{draw(st.sampled_from(COLUMNS)): draw(ANYTHING)})
    return number


def flip_a_bit(intruder, count, draw):
    number = draw(st.integers(1, count))
    column = draw(st.sampled_from(COLUMNS))
    stored = dict(zip(COLUMNS, intruder.row(number), strict=True))[column]
    intruder.set(number, **{column: flipped(stored, draw)})
    return number


def flipped(value, draw):
    assume(value not in (None, "", b""))
    if isinstance(value, float):
        return struct.unpack("d", flip(struct.pack("d", value), draw))[0]
    if isinstance(value, int):
        return value ^ (1 << draw(st.integers(0, 62)))
    changed = flip(value.encode(), draw)
    try:
        return changed.decode()
    except UnicodeDecodeError:
        return changed


def flip(raw, draw):
    place = draw(st.integers(0, len(raw) * 8 - 1))
    return bytes(byte ^ (1 << place % 8) if n == place // 8 else byte for n, byte in enumerate(raw))


def swap(intruder, count, draw):
    one, other = draw(st.integers(1, count)), draw(st.integers(1, count))
    assume(one != other)
    intruder.swap(one, other)
    return one


def remove(intruder, count, draw):
    number = draw(st.integers(1, count))
    intruder.remove(number)
    # A row that is missing at the end is told by the row that is last now.
    return number if number < count else count - 1


def insert(intruder, count, draw):
    place, values = draw(st.integers(1, count + 1)), intruder.row(draw(st.integers(1, count)))
    for number in range(count, place - 1, -1):
        intruder.move(number, number + 1)
    intruder.insert(place, values)
    return count + 1


def blank(intruder, count, draw):
    number = draw(st.integers(1, count))
    assume(intruder.row(number)[5] is not None)
    intruder.set(number, person_id=None, personal=None)
    return number


def change_the_head(intruder, count, draw):
    column = draw(st.sampled_from(HEAD))
    if draw(st.booleans()):
        (value,) = intruder.sql.execute(f"SELECT {column} FROM audit_head").fetchone()
        intruder.set_head(**{column: flipped(value, draw)})
    else:
        intruder.set_head(**{column: draw(ANYTHING)})
    return count


@QUICK
@given(history=HISTORIES)
def test_whatever_was_appended_and_erased_verifies(new_audit, history):
    """R21, R23"""
    whatever_happened_verifies(new_audit, history)


@QUICK
@given(history=HISTORIES, data=st.data())
def test_whatever_one_change_somebody_makes_is_found(new_audit, history, data):
    """R21"""
    one_change_is_found(new_audit, history, data)


@pytest.mark.long
@LONG
@given(history=HISTORIES)
def test_whatever_was_appended_and_erased_verifies_three_thousand_times(new_audit, history):
    """R21, R23"""
    whatever_happened_verifies(new_audit, history)


@pytest.mark.long
@LONG
@given(history=HISTORIES, data=st.data())
def test_whatever_one_change_somebody_makes_is_found_three_thousand_times(new_audit, history, data):
    """R21"""
    one_change_is_found(new_audit, history, data)
