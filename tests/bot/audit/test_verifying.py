"""Somebody who has the database and not the key changes nothing unnoticed, and it is said which row."""

import pytest

from bot.audit import Audit
from bot.keys import Keys
from tests.bot.audit.conftest import NOON
from tests.bot.audit.intruder import COLUMNS, HEAD

pytestmark = pytest.mark.slow

OTHERS = {"at": NOON + 1, "what": "proved", "result": "refused", "personal": '{"why": "asked"}'}


@pytest.fixture
def five_rows(audit, engine, write):
    with engine.begin() as connection:
        for number in range(1, 6):
            write(connection, person_id=f"person {number}", for_whom=f"person{number}@contoso.example")
    assert audit.verify() == []


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 3, 5])
def test_an_edited_row_is_found(audit, five_rows, intruder, number, column):
    """R21"""
    intruder.set(number, **{column: OTHERS.get(column, "somebody else")})
    assert audit.verify()
    assert all(f"row {number}" in line or f"row {number + 1}" in line for line in audit.verify())


@pytest.mark.parametrize("number", [1, 3, 4])
def test_a_removed_row_is_found(audit, five_rows, intruder, number):
    """R21"""
    intruder.remove(number)
    assert audit.verify() == [f"row {number}: missing"]


def test_several_removed_rows_are_found(audit, five_rows, intruder):
    """R21"""
    for number in (2, 3, 4):
        intruder.remove(number)
    assert audit.verify() == ["rows 2 to 4: missing"]


def test_removed_rows_at_the_end_are_found(audit, five_rows, intruder):
    """R21"""
    intruder.remove(5)
    intruder.remove(4)
    assert audit.verify() == ["row 3: it is not the last one, which was row 5"]


def test_removing_all_rows_is_found(audit, five_rows, intruder):
    """R21"""
    intruder.sql.execute("DELETE FROM audit")
    assert audit.verify() == ["row 0: it is not the last one, which was row 5"]


def test_a_head_made_to_fit_what_was_removed_is_found(audit, five_rows, intruder):
    """R21"""
    intruder.remove(5)
    intruder.set_head(count=4, digest=intruder.row(4)[-1])
    assert audit.verify() == ["row 4: the record of the end was changed, or is not ours"]


def test_an_old_head_for_an_old_end_is_the_one_thing_the_database_cannot_tell_and_a_noted_end_can(
    audit, write, intruder
):
    """R21: an older copy of the file is whole; what was noted elsewhere finds it."""
    write()
    old = intruder.sql.execute("SELECT count, digest, seal FROM audit_head").fetchone()
    write()
    noted = audit.end()
    intruder.remove(2)
    intruder.set_head(**dict(zip(HEAD, old, strict=True)))
    assert audit.verify() == []
    assert audit.verify(noted) == ["row 2: it is not the row that was noted"]


def test_a_noted_end_holds_however_the_audit_grows(audit, five_rows, write):
    noted = audit.end()
    write()
    assert audit.verify(noted) == []
    assert audit.verify((noted[0], "00" * 32)) == ["row 5: it is not the row that was noted"]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 4), (4, 5), (1, 5)])
def test_reordered_rows_are_found(audit, five_rows, intruder, one, other):
    """R21"""
    intruder.swap(one, other)
    lines = audit.verify()
    for number in (one, other):
        assert f"row {number}: it was changed, or is not ours" in lines


@pytest.mark.parametrize("place", [1, 3, 5])
def test_an_inserted_row_is_found(audit, five_rows, intruder, place):
    """R21: also when all rows after it are numbered anew."""
    copied = intruder.row(place)
    for number in range(5, place - 1, -1):
        intruder.move(number, number + 1)
    intruder.insert(place, copied)
    lines = audit.verify()
    assert f"row {place + 1}: it was changed, or is not ours" in lines
    assert "row 6: it is not the last one, which was row 5" in lines


@pytest.mark.parametrize("number", [0, -7, 6, 2**62])
def test_a_row_with_a_number_of_its_own_is_found(audit, five_rows, intruder, number):
    """R21: and found in no time, however far it is."""
    intruder.insert(number, intruder.row(5))
    assert any(f"row {number}" in line for line in audit.verify())


def test_a_row_written_with_another_key_is_found(audit, engine, five_rows, intruder):
    """R21: the chain is whole and the head is sealed, but not by us."""
    for table in ("audit", "audit_head"):
        intruder.sql.execute(f"DELETE FROM {table}")
    forger = Audit(engine, Keys(b"\x02" * 32))
    forger.write(None, now=NOON, who="person", what="proved", result="yes")
    assert forger.verify() == []
    assert audit.verify() == [
        "row 1: it was changed, or is not ours",
        "row 1: what is personal was changed",
        "row 1: the record of the end was changed, or is not ours",
    ]


def test_bytes_that_are_no_text_are_found_and_stop_nothing(audit, five_rows, intruder):
    """R21"""
    intruder.sql.execute("UPDATE audit SET result = CAST(x'ff00fe' AS TEXT) WHERE number = 2")
    intruder.sql.execute("UPDATE audit SET who = CAST(who AS BLOB), digest = x'00' WHERE number = 4")
    lines = audit.verify()
    assert "row 2: it was changed, or is not ours" in lines
    assert "row 4: it was changed, or is not ours" in lines


def test_text_stored_as_bytes_of_the_same_spelling_is_found(audit, five_rows, intruder):
    """R21"""
    intruder.sql.execute("UPDATE audit SET who = CAST(who AS BLOB) WHERE number = 4")
    assert audit.verify() == ["row 4: it was changed, or is not ours"]


@pytest.mark.parametrize("column", HEAD)
def test_a_changed_head_is_found(audit, five_rows, intruder, column):
    """R21"""
    intruder.set_head(**{column: 7})
    assert audit.verify()


def test_a_missing_head_is_found(audit, five_rows, intruder):
    """R21"""
    intruder.sql.execute("DELETE FROM audit_head")
    assert audit.verify() == ["row 5: the record of the end is missing"]


def test_an_audit_without_a_row_holds(audit):
    assert audit.verify() == []
    assert audit.end() == (0, "")


@pytest.fixture
def rows_of_another_course(audit, write, intruder):
    """Rows 2 and 3 as they were in a copy of the file, from before it was restored and went another way."""
    write()
    begun = intruder.everything()
    for _ in range(2):
        write(result="refused")
    other = {number: intruder.row(number) for number in (2, 3)}
    intruder.sql.execute("DELETE FROM audit WHERE number > 1")
    intruder.set_head(**dict(zip(HEAD, begun[1][0][1:], strict=True)))
    for _ in range(2):
        write(what="proved", result="yes")
    assert audit.verify() == []
    return other


def test_a_row_of_another_course_of_the_same_audit_does_not_fit(audit, rows_of_another_course, intruder):
    """R21: number, key and all are true, and still it is not what happened."""
    intruder.remove(2)
    intruder.insert(2, rows_of_another_course[2])
    assert audit.verify() == ["row 3: it does not follow the row before it"]


def test_a_row_of_another_course_cannot_be_made_to_fit(audit, rows_of_another_course, intruder):
    """R21"""
    intruder.remove(2)
    intruder.insert(2, rows_of_another_course[2])
    intruder.set(3, previous=intruder.row(2)[-1])
    assert audit.verify() == ["row 3: it was changed, or is not ours"]
