"""What is personal can be erased by person and by age; the chain still holds, and no row is blanked in secret."""

import pytest
from sqlalchemy.exc import IntegrityError

from bot.audit.row import from_ranges, in_ranges
from tests.bot.audit.conftest import NOON

pytestmark = pytest.mark.slow

DAY = 86400.0


@pytest.fixture
def anna_and_bert(engine, write):
    with engine.begin() as connection:
        write(connection, for_whom="Anna@Contoso.example", from_where="203.0.113.9")
        write(connection, person_id="anna", for_whom="anna@contoso.example", what="proved", result="yes")
        write(connection, person_id="bert", for_whom="bert@contoso.example")
        write(connection, person_id="anna", what="told_methods", result="yes", why="asked")


def personal_of(intruder):
    rows = intruder.sql.execute("SELECT number, person_id, personal FROM audit ORDER BY number")
    return {number: person or personal for number, person, personal in rows}


def test_a_person_is_erased_and_the_audit_still_holds(audit, anna_and_bert, intruder):
    """R23"""
    assert audit.erase_person("anna", NOON + 1, "operator", names=["anna@contoso.example"]) == 3
    assert audit.verify() == []
    blank = [number for number, personal in personal_of(intruder).items() if personal is None]
    assert blank == [1, 2, 4]
    who, what, result = intruder.sql.execute("SELECT who, what, result FROM audit WHERE number = 5").fetchone()
    assert (who, what, result) == ("operator", "erased", "1-2,4")


def test_what_happened_stays_when_the_person_is_erased(audit, anna_and_bert, intruder):
    """R23"""
    before = intruder.sql.execute("SELECT number, at, who, what, result FROM audit").fetchall()
    audit.erase_person("anna", NOON + 1, "operator")
    assert intruder.sql.execute("SELECT number, at, who, what, result FROM audit").fetchall()[:4] == before


def test_nothing_of_an_erased_person_is_left_in_any_file(path, audit, anna_and_bert, intruder):
    """R23: not in forgotten pages of the database, not in the write-ahead log, which an open connection keeps."""
    assert intruder.row(1)
    audit.erase_person("anna", NOON + 1, "operator", names=["anna@contoso.example"])
    files = b"".join(file.read_bytes() for file in path.parent.iterdir()).lower()
    assert b"anna" not in files
    assert b"203.0.113.9" not in files
    assert b"bert@contoso.example" in files


def test_the_row_about_an_erasure_does_not_name_the_person(audit, anna_and_bert):
    audit.erase_person("bert", NOON + 1, "operator")
    assert audit.erase_person("bert", NOON + 2, "operator") == 0


def test_a_name_within_another_name_erases_nobody_else(audit, write):
    """R23"""
    write(for_whom="joanna@contoso.example")
    write()
    assert audit.erase_person("anna", NOON + 1, "operator", names=["anna@contoso.example", "", "None"]) == 0


def test_an_erasure_of_nothing_is_no_row(audit, anna_and_bert):
    assert audit.erase_person("carl", NOON + 1, "operator") == 0
    assert audit.end()[0] == 4


def test_what_is_older_than_the_retention_is_erased(audit, write, intruder):
    """R23"""
    for day in range(10):
        write(now=NOON + day * DAY, person_id="anna")
    assert audit.erase_older_than(5 * DAY, NOON + 10 * DAY, "operator") == 5
    assert audit.verify() == []
    assert [n for n, personal in personal_of(intruder).items() if personal is None] == [1, 2, 3, 4, 5]
    # At the same moment nothing more is old; years later the row about the erasure itself is left alone.
    assert audit.erase_older_than(5 * DAY, NOON + 10 * DAY, "operator") == 0
    assert audit.erase_older_than(DAY, NOON + 900 * DAY, "operator") == 5
    assert audit.erase_older_than(DAY, NOON + 999 * DAY, "operator") == 0
    assert audit.verify() == []


def test_the_audit_goes_on_after_an_erasure(audit, anna_and_bert, write):
    audit.erase_person("anna", NOON + 1, "operator")
    assert write() == 6
    audit.erase_older_than(0, NOON + 2, "operator")
    assert audit.verify() == []


def test_a_row_blanked_in_secret_is_found(audit, engine, anna_and_bert):
    """R21, R23: the triggers allow to blank a row; without a row that says so it is found."""
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit SET personal = NULL, person_id = NULL WHERE number = 3")
    assert audit.verify() == ["row 3: what is personal was blanked, and no row says so"]


@pytest.mark.parametrize("column", ["person_id", "personal"])
def test_no_row_is_blanked_in_part(audit, engine, anna_and_bert, column):
    """R21: the triggers refuse it, and it is found where they are gone."""
    blank = f"UPDATE audit SET {column} = NULL WHERE number = 3"
    with pytest.raises(IntegrityError, match="changes no row"), engine.begin() as connection:
        connection.exec_driver_sql(blank)
    assert audit.verify() == []
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_changes_no_row")
        connection.exec_driver_sql(blank)
    assert audit.verify() != []


def test_a_forged_row_about_an_erasure_hides_nothing(audit, anna_and_bert, intruder):
    """R21"""
    intruder.set(3, personal=None, person_id=None)
    intruder.insert(5, (*intruder.row(4)[:2], "erased", "3", None, "{}", "", "", ""))
    assert "row 3: what is personal was blanked, and no row says so" in audit.verify()
    assert "row 5: it was changed, or is not ours" in audit.verify()


def test_a_true_row_about_an_erasure_hides_no_other_blanking(audit, anna_and_bert, intruder):
    """R21"""
    audit.erase_person("anna", NOON + 1, "operator")
    intruder.set(5, result="2-4")
    intruder.set(3, personal=None, person_id=None)
    lines = audit.verify()
    assert "row 5: it was changed, or is not ours" in lines
    assert "row 3: what is personal was blanked, and no row says so" in lines


def test_what_was_erased_and_comes_back_is_found(audit, anna_and_bert, intruder):
    """R21: even when it is the very same."""
    person_id, personal = intruder.row(3)[4:6]
    audit.erase_person("bert", NOON + 1, "operator")
    intruder.set(3, person_id=person_id, personal=personal)
    assert audit.verify() == ["row 3: what is personal was erased, and is there again"]


def test_an_erased_row_that_is_given_to_somebody_is_found(audit, anna_and_bert, intruder):
    """R21"""
    audit.erase_person("bert", NOON + 1, "operator")
    intruder.set(3, person_id="anna")
    assert audit.verify() == ["row 3: what is personal was blanked in part"]


def test_a_name_cannot_be_guessed_from_the_digest_that_stays(write, intruder):
    """R23: two rows about the same person have nothing in common once they were erased."""
    write(person_id="anna", for_whom="anna@contoso.example")
    write(person_id="anna", for_whom="anna@contoso.example")
    assert intruder.row(1)[6] != intruder.row(2)[6]


def test_a_thousand_rows_are_erased_at_once(audit, engine, write):
    with engine.begin() as connection:
        for number in range(1200):
            write(connection, person_id="anna" if number % 2 else "bert")
    assert audit.erase_person("anna", NOON + 1, "operator") == 600
    assert audit.verify() == []


@pytest.mark.parametrize(
    ("numbers", "written"), [([], ""), ([4], "4"), ([1, 2, 3], "1-3"), ([1, 2, 4, 7, 8], "1-2,4,7-8")]
)
def test_numbers_are_written_short(numbers, written):
    assert in_ranges(numbers) == written
    if numbers:
        assert [n for some in from_ranges(written) for n in some] == numbers
