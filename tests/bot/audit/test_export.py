"""The audit is handed out line by line, for machines and for spreadsheets, and does nothing there."""

import csv
import io
import json
import stat

import pytest

from tests.bot.audit.conftest import NOON

pytestmark = pytest.mark.slow

FORMULAS = ['=HYPERLINK("http://evil.example","click")', "+15550199", "-2+3", "@SUM(A1)", "＝1+1", " =1+1", "'=1+1"]


def exported(export):
    stream = io.StringIO(newline="")
    export(stream)
    return stream.getvalue()


def test_each_row_is_a_line_of_json(audit, write):
    """R23"""
    write(person_id="anna", for_whom="Jürgen\n@contoso.example", why="asked", from_where="203.0.113.9")
    write()
    first, second = (json.loads(line) for line in exported(audit.export_json_lines).splitlines())
    assert first == {
        "number": 1,
        "time": "2026-11-24T12:00:00.000+00:00",
        "who": "person",
        "what": "look_up",
        "result": "found",
        "person_id": "anna",
        "for_whom": "Jürgen\\n@contoso.example",
        "why": "asked",
        "from_where": "203.0.113.9",
        "erased": False,
        "digest": first["digest"],
    }
    assert (second["number"], second["person_id"], second["why"]) == (2, None, None)


def test_each_row_is_a_row_of_csv(audit, write):
    """R23"""
    write(person_id="anna", for_whom='a "quoted", name;\ttab', why="asked")
    header, row = csv.reader(io.StringIO(exported(audit.export_csv), newline=""))
    told = dict(zip(header, row, strict=True))
    assert told["for_whom"] == 'a "quoted", name;\\ttab'
    assert (told["number"], told["time"], told["erased"]) == ("1", "2026-11-24T12:00:00.000+00:00", "no")


@pytest.mark.parametrize("typed", FORMULAS)
@pytest.mark.parametrize("field", ["who", "result", "person_id", "for_whom", "why", "from_where"])
def test_no_cell_is_a_formula(audit, write, field, typed):
    """R23"""
    write(**{field: typed})
    header, row = csv.reader(io.StringIO(exported(audit.export_csv), newline=""))
    assert dict(zip(header, row, strict=True))[field] == f"'{typed}"


@pytest.mark.parametrize("typed", ["\t=1+1", "\r=1+1", "\n=1+1"])
def test_no_cell_begins_with_what_spreadsheets_skip(audit, write, intruder, typed):
    """R23: nobody can write such a row; somebody who has the file can."""
    write()
    intruder.set(1, result=typed)
    _, row = csv.reader(io.StringIO(exported(audit.export_csv), newline=""))
    assert row[4] == f"'{typed}"


def test_an_erased_row_is_handed_out_without_what_was_personal(audit, write):
    """R23"""
    write(person_id="anna", for_whom="anna@contoso.example", why="asked")
    audit.erase_person("anna", NOON, "operator")
    first = json.loads(exported(audit.export_json_lines).splitlines()[0])
    assert first["erased"] is True
    assert (first["person_id"], first["for_whom"], first["why"]) == (None, None, None)
    assert "anna" not in exported(audit.export_csv)


def test_a_file_is_for_this_user_alone_whatever_was_there(tmp_path, audit, write):
    write()
    for name, export in (("audit.jsonl", audit.export_json_lines), ("audit.csv", audit.export_csv)):
        file = tmp_path / name
        file.write_text("older and longer " * 1000)
        file.chmod(0o644)
        assert export(file) == 1
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "older" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE audit SET at = 'never'",
        "UPDATE audit SET at = 1e300",
        "UPDATE audit SET personal = 'no json'",
        "UPDATE audit SET personal = '[]'",
        "UPDATE audit SET result = CAST(x'ff0a' AS TEXT)",
        "UPDATE audit SET who = x'ff'",
    ],
)
def test_a_broken_row_is_handed_out_as_one_line_like_the_others(tmp_path, audit, write, intruder, broken):
    write()
    intruder.sql.execute(broken)
    assert len(exported(audit.export_json_lines).splitlines()) == 1
    assert audit.export_csv(tmp_path / "audit.csv") == 1
    with (tmp_path / "audit.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.reader(stream))) == 2
