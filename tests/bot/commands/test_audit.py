"""People who keep Sparekey verify, export and erase the audit; exit code 1 when something is wrong with it."""

import json

import pytest

pytestmark = pytest.mark.slow


def blank_rows(engine):
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT number FROM audit WHERE personal IS NULL").scalars().all()


def forge(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_changes_no_row")
        connection.exec_driver_sql("UPDATE audit SET result = 'refused' WHERE number = 2")


def test_an_audit_that_holds_says_where_it_ends(run, audit):
    """R21"""
    code, said = run("audit", "verify")
    assert code == 0
    assert said.startswith("the audit holds: 3 rows.")
    noted = said.split()[-1]
    assert run("audit", "verify", noted)[0] == 0
    assert run("audit", "verify", f"2:{noted[2:]}") == (1, "row 2: it is not the row that was noted\n")


def test_a_forged_row_is_named(run, audit, engine):
    """R21"""
    forge(engine)
    assert run("audit", "verify") == (1, "row 2: it was changed, or is not ours\n")


def test_a_house_without_a_database_is_said_and_none_is_made(run, house):
    for command in (["verify"], ["export", "a.csv"], ["erase", "anna"]):
        code, said = run("audit", *command)
        assert code == 2
        assert said == f"sparekey: there is no database at {house / 'sparekey.db'}: start Sparekey once, " + (
            "or restore a backup.\n"
        )
    assert not house.exists()


def test_a_lost_key_is_said(run, house, audit):
    (house / "key").unlink()
    code, said = run("audit", "verify")
    assert code == 2
    assert "is gone" in said
    assert said.count("\n") == 1


def test_a_damaged_database_is_said_in_one_line(run, house, audit):
    """R35"""
    (house / "sparekey.db").write_text("a shopping list" * 1000)
    code, said = run("audit", "verify")
    assert (code, said) == (2, "sparekey: the database cannot be used just now: file is not a database\n")


@pytest.mark.parametrize("name", ["audit.jsonl", "audit.csv"])
def test_the_audit_is_exported_as_the_name_of_the_file_says(run, audit, tmp_path, name):
    """R23"""
    file = tmp_path / name
    assert run("audit", "export", file) == (0, f"3 rows are in {file}\n")
    lines = file.read_text("utf-8").splitlines()
    assert len(lines) == (3 if name.endswith("jsonl") else 4)
    assert "bert@contoso.example" in lines[-1]


def test_a_folder_that_is_not_there_is_said(run, audit, tmp_path):
    code, said = run("audit", "export", tmp_path / "nowhere" / "audit.csv")
    assert code == 2
    assert "No such file or directory" in said


@pytest.mark.parametrize("who", ["p1", "ANNA@contoso.example", "anna@contoso.example"])
def test_a_person_is_erased_by_id_or_by_sign_in_name(run, audit, engine, who):
    """R23"""
    assert run("audit", "erase", who) == (0, "what was personal is erased from 2 rows\n")
    assert blank_rows(engine) == [1, 2]
    assert run("audit", "verify")[0] == 0
    assert run("audit", "erase", who) == (1, "there was nothing to erase\n")


def test_who_has_left_the_directory_can_still_be_erased(run, audit, engine):
    """R23"""
    assert run("audit", "erase", "Bert@Contoso.example")[0] == 0
    assert blank_rows(engine) == [3]


def test_person_is_erased_from_the_notes_of_the_desk_too(run, audit, engine):
    """R23"""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO agents (name, role, password, totp, made_at, made_by) VALUES ('mara', 'agent', '', '', 0, '')"
        )
        connection.exec_driver_sql(
            "INSERT INTO desk_calls (id, number, agent, state, begun_at, ended_at, talk, before, note) "
            """VALUES ('c', 1, 'mara', 'closed', 0, 1, '{}', '[]', '{"account": "Bert@contoso.example"}')"""
        )
    said = "what was personal is erased from 1 rows, and from 1 notes and talks of the desk\n"
    assert run("audit", "erase", "bert@contoso.example") == (0, said)
    assert run("audit", "erase", "bert@contoso.example") == (1, "there was nothing to erase\n")


def test_an_erasure_says_who_at_this_machine_did_it(run, audit, tmp_path):
    """R21, R23"""
    run("audit", "erase", "anna@contoso.example")
    run("audit", "export", tmp_path / "audit.jsonl")
    last = json.loads((tmp_path / "audit.jsonl").read_text("utf-8").splitlines()[-1])
    assert (last["what"], last["result"]) == ("erased", "1-2")
    assert last["who"].startswith("operator ")


def test_what_is_old_is_erased(run, audit, engine):
    """R23"""
    assert run("audit", "erase", "--older-than", "90") == (0, "what was personal is erased from 3 rows\n")
    assert run("audit", "erase", "--older-than", "90")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["audit"],
        ["audit", "forge"],
        ["audit", "verify", "noted"],
        ["audit", "verify", "1:2", "3"],
        ["audit", "export"],
        ["audit", "export", "audit.xls"],
        ["audit", "erase"],
        ["audit", "erase", "--older-than"],
        ["audit", "erase", "--older-than", "-1"],
        ["audit", "erase", "--everything"],
        ["backup"],
        ["backup", "--force"],
        ["restore"],
        ["restore", "--force"],
        ["restore", "a", "b"],
        ["dance"],
    ],
)
def test_a_command_that_is_not_known_shows_what_there_is(run, audit, arguments):
    code, said = run(*arguments)
    assert code == 2
    assert said.startswith("usage: ")
