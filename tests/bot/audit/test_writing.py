"""Whatever happens is a row: in the transaction of what happened, on one line, without a secret, in one chain."""

import json
import math
from multiprocessing import get_context

import pytest
from sqlalchemy.exc import IntegrityError

from bot.audit import WHAT, Audit
from bot.database.engine import open_database, reading
from bot.errors import AuditBroken
from bot.keys import Keys
from tests.bot.audit.conftest import NOON

pytestmark = pytest.mark.slow


def rows(engine):
    with reading(engine) as connection:
        return connection.exec_driver_sql("SELECT * FROM audit ORDER BY number").mappings().all()


def test_a_row_says_who_did_what_for_whom_why_from_where_and_how_it_ended(engine, write):
    """R21"""
    number = write(
        who="agent 7",
        what="agent_verified",
        result="yes",
        person_id="anna",
        for_whom="anna@contoso.example",
        why="call back",
        from_where="203.0.113.9",
    )
    (row,) = rows(engine)
    assert number == row.number == 1
    assert (row.at, row.who, row.what, row.result, row.person_id) == (NOON, "agent 7", "agent_verified", "yes", "anna")
    told = json.loads(row.personal)
    assert (told["for_whom"], told["why"], told["from_where"]) == ("anna@contoso.example", "call back", "203.0.113.9")


def test_rows_are_numbered_from_one_without_a_gap(write):
    assert [write() for _ in range(5)] == [1, 2, 3, 4, 5]


def test_a_row_shares_the_fate_of_the_change_it_tells_of(engine, audit, write):
    """R21"""
    write()
    with engine.connect() as connection, connection.begin() as change:
        assert write(connection, what="authenticator_retired", result="lost") == 2
        change.rollback()
    with engine.begin() as connection:
        assert write(connection, what="authenticator_retired", result="stolen") == 2
    assert [row.result for row in rows(engine)] == ["found", "stolen"]
    assert audit.verify() == []


@pytest.mark.parametrize("what", ["", "lookup", "erased", "DROP TABLE audit"])
def test_only_what_has_a_name_is_written_and_erasures_are_not_claimed(engine, write, what):
    with pytest.raises(ValueError, match="nothing that is written"):
        write(what=what)
    assert rows(engine) == []


@pytest.mark.parametrize("now", [math.nan, math.inf])
def test_no_row_is_from_no_time(write, now):
    with pytest.raises(ValueError, match="now cannot be"):
        write(now=now)


def test_every_what_is_said_once():
    assert len(WHAT) == len(set(WHAT))


FORGERIES = {
    "anna\n2 2026-11-24 agent proved yes": "anna\\n2 2026-11-24 agent proved yes",
    "anna\r\nproved": "anna\\r\\nproved",
    "anna\x1b[2K\x1b[1A": "anna\\x1b[2K\\x1b[1A",
    "\x9b31manna": "\\x9b31manna",
    "anna\u202egnp.exe": "anna\\u202egnp.exe",
    "\u2066anna\u2069": "\\u2066anna\\u2069",
    "anna\x00bert": "anna\\x00bert",
    "anna\ud800": "anna\\ud800",
    "anna\u2028bert\x85": "anna\\u2028bert\\x85",
    "anna\ufeff\u200b": "anna\\ufeff\\u200b",
    "anna\U000e0041": "anna\\U000e0041",
    "CONTOSO\\nanna": "CONTOSO\\\\nanna",
    "Jürgen Łoś 李娜 😀": "Jürgen Łoś 李娜 😀",
}


@pytest.mark.parametrize("typed", FORGERIES, ids=ascii)
@pytest.mark.parametrize("field", ["for_whom", "why", "from_where", "result", "who", "person_id"])
def test_what_people_type_cannot_forge_or_split_a_row(engine, audit, write, field, typed):
    """R22"""
    write(**{field: typed})
    (row,) = rows(engine)
    stored = {**row, **json.loads(row["personal"])}[field]
    assert stored == FORGERIES[typed]
    assert stored.isprintable()
    assert audit.verify() == []


def test_no_two_texts_look_the_same_once_made_visible(engine, write):
    """R22: who types an escape is told apart from who sends what it stands for."""
    write(why="\n")
    write(why="\\n")
    first, second = (json.loads(row.personal)["why"] for row in rows(engine))
    assert first != second


@pytest.mark.parametrize("field", ["for_whom", "why", "from_where", "result", "who"])
def test_a_very_long_text_is_cut_and_says_so(engine, write, field):
    write(**{field: "x" * 100_000})
    (row,) = rows(engine)
    stored = {**row, **json.loads(row["personal"])}[field]
    assert len(stored) == 300
    assert stored.endswith("…")


@pytest.mark.parametrize("field", ["for_whom", "why", "result"])
@pytest.mark.parametrize(
    "said", ["my password is Hunter2!", "code 482 913", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"]
)
def test_no_secret_comes_into_the_audit(path, engine, write, field, said):
    """R14: the front door masks what people paste; what slips past it is masked here."""
    write(**{field: said})
    files = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert not any(secret in files for secret in (b"Hunter2", b"482 913", b"JBSWY3DPEHPK3PXP"))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit WHERE number = 2",
        "UPDATE audit SET result = 'refused' WHERE number = 2",
        "UPDATE audit SET personal = '{}' WHERE number = 2",
        "UPDATE audit SET number = 9 WHERE number = 3",
        "INSERT INTO audit SELECT 9, at, who, what, result, person_id, personal, personal_digest, previous, digest "
        "FROM audit WHERE number = 1",
        "INSERT OR REPLACE INTO audit SELECT 2, at, who, what, result, person_id, personal, personal_digest, previous, "
        "digest FROM audit WHERE number = 1",
    ],
)
def test_the_database_itself_keeps_the_audit_append_only(engine, audit, write, statement):
    """R21"""
    for _ in range(3):
        write()
    with pytest.raises(IntegrityError, match="the audit"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert audit.verify() == []


def test_nothing_is_written_after_a_forged_end(engine, write, intruder):
    """R21: a row after the forgery would seal it."""
    for result in ("found", "proved"):
        write(result=result)
    intruder.remove(2)
    intruder.set_head(count=1, digest=intruder.row(1)[-1])
    with pytest.raises(AuditBroken, match="the record of its end is not ours"):
        write()
    with pytest.raises(AuditBroken), engine.begin() as connection:
        write(connection)


@pytest.mark.parametrize("forge", ["remove", "insert", "no head", "no rows"])
def test_nothing_is_written_to_an_audit_that_does_not_end_where_it_should(write, intruder, forge):
    """R21"""
    for _ in range(2):
        write()
    if forge == "remove":
        intruder.remove(2)
    elif forge == "insert":
        intruder.insert(3, intruder.row(2))
    elif forge == "no head":
        intruder.sql.execute("DELETE FROM audit_head")
    else:
        intruder.sql.execute("DELETE FROM audit")
    with pytest.raises(AuditBroken, match="audit verify"):
        write()


def test_processes_that_append_at_once_keep_one_chain(path, audit):
    """R21"""
    with get_context("fork").Pool(3) as pool:
        numbers = pool.map(append_many, [(path, who) for who in ("one", "two", "three")], chunksize=1)
    assert sorted(n for some in numbers for n in some) == list(range(1, 61))
    assert audit.verify() == []


def append_many(told):
    path, who = told
    audit = Audit(open_database(path), Keys(b"\x01" * 32))
    return [audit.write(None, now=NOON, who=who, what="look_up", result="found") for _ in range(20)]
