"""One command each takes an installation away and brings it back (R42)."""


def test_backup_and_restore_are_one_command_each(run, house, audit, tmp_path):
    """R42"""
    file = tmp_path / "monday.tar.gz"
    code, said = run("backup", file)
    assert code == 0
    assert str(file) in said
    for damaged in (house / "sparekey.db", house / "key"):
        damaged.write_bytes(b"damaged")
    assert run("audit", "verify")[0] == 2
    code, said = run("restore", file, "--force")
    assert code == 0
    assert said.startswith("restored as it was backed up at ")
    assert run("audit", "verify")[1].startswith("the audit holds: 4 rows")


def test_a_restore_over_something_wants_force(run, house, audit, tmp_path):
    run("backup", tmp_path / "monday.tar.gz")
    code, said = run("restore", tmp_path / "monday.tar.gz")
    assert code == 2
    assert said == f"sparekey: {house / 'key'} is there already: say --force to put the backup in its place.\n"


def test_a_corrupted_archive_is_one_clear_line(run, audit, tmp_path):
    run("backup", tmp_path / "monday.tar.gz")
    archive = tmp_path / "monday.tar.gz"
    archive.write_bytes(archive.read_bytes()[:-200])
    code, said = run("restore", archive, "--force")
    assert code == 2
    assert said.startswith("sparekey: the backup cannot be used, and nothing was changed: ")
    assert said.count("\n") == 1


def test_a_backup_of_a_forged_audit_says_so(run, audit, engine, tmp_path):
    """R21"""
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_changes_no_row")
        connection.exec_driver_sql("UPDATE audit SET result = 'refused' WHERE number = 2")
    code, said = run("backup", tmp_path / "monday.tar.gz")
    assert code == 1
    assert said.endswith("it cannot be restored: row 2: it was changed, or is not ours\n")


def test_where_nothing_is_nothing_is_backed_up(run, house, tmp_path):
    code, said = run("backup", tmp_path / "monday.tar.gz")
    assert code == 2
    assert "there is no database" in said
    assert not (tmp_path / "monday.tar.gz").exists()
