"""The drill: write, back up while it runs, damage, restore, compare; and no archive does any harm (R42)."""

import io
import json
import shutil
import socket
import sqlite3
import stat
import tarfile
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from bot.database import schema
from bot.database.archive import pack, unpack
from bot.database.backup import back_up, restore
from bot.database.engine import open_database
from bot.errors import BackupUnusable, DatabaseUnavailable, KeyChanged, KeyLost, NoDatabase, PortTaken, WouldOverwrite
from bot.settings import Settings
from tests.bot.database.conftest import NOON, audit_at, look_ups

pytestmark = pytest.mark.slow

OPERATOR = "operator ada"
NAMES = ("key", "sparekey.db", "conversations.db")


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "safe" / "backup.tar.gz"


def settings_in(house):
    talks = house / "talks" / "conversations.db"
    return Settings(own_database=house / "sparekey.db", database=talks, key_file=house / "key", port=0)


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    """An installation with something in every file; copying it is quicker than making it."""
    house = tmp_path_factory.mktemp("installation") / "var"
    settings = settings_in(house)
    look_ups(audit_at(settings.own_database), 3)
    settings.database.parent.mkdir()
    with sqlite3.connect(settings.database) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE events (sender_id TEXT)")
        connection.execute("INSERT INTO events VALUES ('anna')")
    connection.close()
    return house


@pytest.fixture
def settings(installation, tmp_path):
    return settings_in(Path(shutil.copytree(installation, tmp_path / "var")))


def rows(path, question):
    with sqlite3.connect(path) as connection:
        found = connection.execute(question).fetchall()
    connection.close()
    return found


def everything(settings):
    """What a restored installation must have in common with the one that was backed up."""
    return (
        rows(settings.own_database, "SELECT * FROM audit WHERE what <> 'restored' ORDER BY number"),
        rows(settings.own_database, "SELECT * FROM installation"),
        rows(settings.database, "SELECT * FROM events"),
        settings.key_file.read_bytes(),
    )


def test_a_damaged_installation_is_restored_as_it_was(settings, archive):
    """R42: the drill."""
    before = everything(settings)
    assert back_up(archive, settings, NOON) == []
    look_ups(audit_at(settings.own_database), 2)
    settings.own_database.write_bytes(b"\xff" * 5000)
    settings.database.unlink()
    settings.key_file.write_bytes(b"\x07" * 32)
    assert restore(archive, settings, NOON + 60, OPERATOR, force=True) == NOON
    assert everything(settings) == before
    audit = audit_at(settings.own_database)
    assert audit.verify() == []
    look_ups(audit, 1)
    assert rows(settings.own_database, "SELECT who, what FROM audit WHERE number > 3") == [
        (OPERATOR, "restored"),
        ("person", "look_up"),
    ]


def test_an_installation_is_moved_to_another_house(settings, archive, tmp_path):
    """R42"""
    before = everything(settings)
    back_up(archive, settings, NOON)
    house = tmp_path / "new" / "var"
    other = settings_in(house)
    restore(archive, other, NOON, OPERATOR)
    assert everything(other) == before
    files = [file for file in house.rglob("*") if file.is_file()]
    assert {file.name for file in files} == {"sparekey.db", "conversations.db", "key"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_the_archive_is_for_this_user_alone_and_leaves_nothing_beside_it(settings, archive):
    back_up(archive, settings, NOON)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [file.name for file in archive.parent.iterdir()] == ["backup.tar.gz"]
    with tarfile.open(archive) as opened:
        assert opened.getnames() == ["manifest.json", "key", "sparekey.db", "conversations.db"]


def test_a_backup_made_while_others_write_is_whole(settings, archive):
    """R42: nobody stops for it, and no row is half in it."""
    audit, stop = audit_at(settings.own_database), threading.Event()

    def write_on():
        while not stop.is_set():
            look_ups(audit, 1)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        for _ in range(3):
            assert back_up(archive, settings, NOON) == []
    finally:
        stop.set()
        writer.join()
    restore(archive, settings, NOON, OPERATOR, force=True)
    assert audit_at(settings.own_database).verify() == []


def test_a_write_ahead_log_of_the_old_database_does_not_come_over_the_restored_one(settings, archive):
    """R42: after `kill -9` the log still lies beside the database."""
    back_up(archive, settings, NOON)
    log = settings.own_database.with_name("sparekey.db-wal")
    with open_database(settings.own_database).connect() as connection:
        connection.exec_driver_sql("INSERT INTO throttles (what, subject, at) VALUES ('look_up', 'x', 1)")
        connection.commit()
        killed = settings.own_database.read_bytes(), log.read_bytes()
    settings.own_database.write_bytes(killed[0])
    log.write_bytes(killed[1])
    restore(archive, settings, NOON, OPERATOR, force=True)
    assert not log.exists()
    assert rows(settings.own_database, "SELECT * FROM throttles") == []
    assert rows(settings.own_database.with_name("sparekey.db.before-restore"), "SELECT what FROM throttles") == [
        ("look_up",)
    ]


def test_nothing_is_overwritten_unless_it_is_said(settings, archive):
    before = everything(settings)
    back_up(archive, settings, NOON)
    look_ups(audit_at(settings.own_database), 1)
    with pytest.raises(WouldOverwrite, match="--force"):
        restore(archive, settings, NOON, OPERATOR)
    assert len(everything(settings)[0]) == len(before[0]) + 1


def test_what_was_there_is_kept(settings, archive):
    back_up(archive, settings, NOON)
    look_ups(audit_at(settings.own_database), 5)
    for _ in range(2):
        restore(archive, settings, NOON, OPERATOR, force=True)
    kept = settings.own_database.with_name("sparekey.db.before-restore")
    assert rows(kept, "SELECT count(*) FROM audit") == [(4,)]


def test_a_restore_that_was_cut_short_is_simply_done_again(settings, archive):
    """R36: the key is in its place, the database not yet."""
    before = everything(settings)
    back_up(archive, settings, NOON)
    settings.own_database.unlink()
    settings.key_file.with_name(".key.restoring").write_bytes(b"half")
    restore(archive, settings, NOON, OPERATOR, force=True)
    assert everything(settings) == before
    assert not settings.key_file.with_name(".key.restoring").exists()


def test_nothing_is_restored_under_a_server_that_runs(settings, archive):
    back_up(archive, settings, NOON)
    with socket.create_server(("127.0.0.1", 0)) as server:
        busy = Settings(**{**vars(settings), "port": server.getsockname()[1]})
        with pytest.raises(PortTaken):
            restore(archive, busy, NOON, OPERATOR, force=True)


def test_a_backup_before_the_first_talk_has_no_conversations(settings, archive, tmp_path):
    settings.database.unlink()
    back_up(archive, settings, NOON)
    restore(archive, settings, NOON, OPERATOR, force=True)
    assert not settings.database.exists()


def test_where_nothing_is_nothing_is_backed_up_and_nothing_made(archive, tmp_path):
    empty = Settings(own_database=tmp_path / "a" / "own.db", database=tmp_path / "b.db", key_file=tmp_path / "k")
    with pytest.raises(NoDatabase):
        back_up(archive, empty, NOON)
    assert not (tmp_path / "a").exists()
    assert not archive.exists()


def test_a_backup_without_its_key_is_not_made(settings, archive):
    settings.key_file.unlink()
    with pytest.raises(KeyLost):
        back_up(archive, settings, NOON)
    settings.key_file.write_bytes(b"\x07" * 32)
    settings.key_file.chmod(0o600)
    with pytest.raises(KeyChanged, match=str(settings.key_file)):
        back_up(archive, settings, NOON)
    assert not archive.exists()


def test_a_damaged_database_is_said_and_the_last_backup_stays(settings, archive):
    """R35"""
    back_up(archive, settings, NOON)
    good = archive.read_bytes()
    damage(settings.own_database)
    with pytest.raises(DatabaseUnavailable):
        back_up(archive, settings, NOON)
    assert archive.read_bytes() == good


def damage(database):
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 20_000)


def test_a_backup_of_a_forged_audit_is_made_and_says_so_and_is_not_restored(settings, archive):
    """R21"""
    forge(settings.own_database)
    assert back_up(archive, settings, NOON) == ["row 2: it was changed, or is not ours"]
    with pytest.raises(BackupUnusable, match="its audit does not hold: row 2"):
        restore(archive, settings, NOON, OPERATOR, force=True)


def forge(database):
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER audit_changes_no_row")
        connection.execute("UPDATE audit SET result = 'refused' WHERE number = 2")
    connection.close()


def test_a_backup_of_an_older_release_is_restored_and_brought_up_to_date(settings, archive, tmp_path):
    """R42"""
    folder = unpacked(settings, archive, tmp_path)
    with sqlite3.connect(folder / "sparekey.db") as connection:
        # So far there is one version only; what comes before it is a file without tables.
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            connection.execute(f"DROP TABLE {name}")
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    restore(packed(folder, archive), settings, NOON, OPERATOR, force=True)
    assert rows(settings.own_database, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]


def test_a_backup_of_a_newer_release_is_refused(settings, archive, tmp_path):
    """R42"""
    folder = unpacked(settings, archive, tmp_path)
    with sqlite3.connect(folder / "sparekey.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    refused(packed(folder, archive), settings, "the database is of version 99, which is newer")


def test_a_backup_with_the_key_of_another_installation_is_refused(settings, archive, tmp_path):
    folder = unpacked(settings, archive, tmp_path)
    (folder / "key").write_bytes(b"\x07" * 32)
    refused(packed(folder, archive), settings, "its key is not the one")
    (folder / "key").write_bytes(b"short")
    refused(packed(folder, archive), settings, "5 bytes instead of 32")


def test_a_backup_with_a_damaged_database_is_refused(settings, archive, tmp_path):
    """R35"""
    for name in ("sparekey.db", "conversations.db"):
        folder = unpacked(settings, archive, tmp_path)
        damage(folder / name)
        refused(packed(folder, archive), settings, "a database in it is damaged")


def unpacked(settings, archive, tmp_path):
    shutil.rmtree(tmp_path / "unpacked", ignore_errors=True)
    (tmp_path / "unpacked").mkdir()
    back_up(archive, settings, NOON)
    unpack(archive, tmp_path / "unpacked")
    return tmp_path / "unpacked"


def packed(folder, archive):
    """Pack it again, as somebody would who knows how."""
    archive.unlink(missing_ok=True)
    pack(folder, archive, NOON)
    return archive


def refused(archive, settings, why):
    before = everything(settings)
    with pytest.raises(BackupUnusable, match=why) as refusal:
        restore(archive, settings, NOON, OPERATOR, force=True)
    assert "\n" not in str(refusal.value)
    assert everything(settings) == before
    assert not list(settings.own_database.parent.glob(".restore-*"))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_a_backup_that_was_cut_is_refused_in_one_line(settings, archive, share):
    back_up(archive, settings, NOON)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * share)])
    refused(archive, settings, "no whole backup")


def test_a_backup_with_a_changed_byte_is_refused_or_is_the_same(settings, archive, tmp_path):
    """A byte of the packing alone may differ; what is taken out never does."""
    back_up(archive, settings, NOON)
    whole = archive.read_bytes()
    (tmp_path / "whole").mkdir()
    unpack(archive, tmp_path / "whole")
    refusals = []
    for place in range(0, len(whole), len(whole) // 100):
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        folder = tmp_path / str(place)
        folder.mkdir()
        if why := reason_for_refusal(archive, folder):
            refusals.append(why)
        else:
            assert contents(folder) == contents(tmp_path / "whole")
    assert len(refusals) > 80
    assert not any("\n" in why for why in refusals)


def reason_for_refusal(archive, folder):
    try:
        unpack(archive, folder)
    except BackupUnusable as refusal:
        return str(refusal)
    return None


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_what_is_no_archive_is_refused_in_one_line(settings, archive, tmp_path):
    back_up(archive, settings, NOON)
    archive.write_text("a shopping list\n" * 50)
    refused(archive, settings, "no whole backup")
    refused(tmp_path / "nowhere.tar.gz", settings, "no whole backup")
    refused(tmp_path, settings, "no whole backup")


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"{}", b"no json", b'{"format": 2}', b'{"format": 1, "made_at": "noon", "sha256": {}}', b"\xff\xfe"],
)
def test_a_list_of_contents_that_is_none_of_ours_is_refused(settings, archive, manifest):
    archive.parent.mkdir()
    crafted(archive, [member("manifest.json", manifest)])
    refused(archive, settings, "")


@pytest.mark.parametrize(
    "name",
    ["../key", "/etc/cron.d/evil", "var/../../key", "..", "sparekey.db/../../key", "key\n", "extra", "sparekey.db-wal"],
)
def test_a_path_that_leads_elsewhere_is_refused(settings, archive, tmp_path, name):
    folder = unpacked(settings, archive, tmp_path)
    crafted(archive, [*whole_backup(folder), member(name, b"evil")])
    refused(archive, settings, "it holds")
    listed = {**checksums_in(folder), name: "00" * 32}
    crafted(archive, [*whole_backup(folder, listed), member(name, b"evil")])
    refused(archive, settings, "it holds")
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and file.read_bytes() == b"evil"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_a_link_or_a_device_in_the_place_of_a_file_is_refused(settings, archive, tmp_path, kind):
    folder = unpacked(settings, archive, tmp_path)
    link, _ = member("key", b"")
    link.type, link.linkname = kind, "/etc/passwd"
    crafted(archive, [*whole_backup(folder)[:1], (link, b""), *whole_backup(folder)[2:]])
    refused(archive, settings, "it holds 'key'")


def test_a_file_that_comes_twice_is_refused(settings, archive, tmp_path):
    folder = unpacked(settings, archive, tmp_path)
    crafted(archive, [*whole_backup(folder), member("key", b"\x07" * 32)])
    refused(archive, settings, "it holds key twice")


def test_a_file_that_is_missing_is_missed(settings, archive, tmp_path):
    folder = unpacked(settings, archive, tmp_path)
    crafted(archive, whole_backup(folder)[:-1])
    refused(archive, settings, "conversations.db is not what was backed up")
    crafted(archive, [*whole_backup(folder, {"sparekey.db": "00"})[:1]])
    refused(archive, settings, "it holds 'sparekey.db'")


def checksums_in(folder):
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in NAMES}


def whole_backup(folder, checksums=None):
    listed = checksums or checksums_in(folder)
    manifest = json.dumps({"format": 1, "made_at": NOON, "sha256": listed}).encode()
    files = [member(name, (folder / name).read_bytes()) for name in checksums_in(folder)]
    return [member("manifest.json", manifest), *files]


def member(name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    return info, content


def crafted(archive, members):
    with tarfile.open(archive, "w:gz") as opened:
        for info, content in members:
            opened.addfile(info, io.BytesIO(content))


def test_the_open_database_goes_on_in_the_restored_file(settings, archive):
    """No connection is kept from talk to talk, so that none writes to what was put aside."""
    back_up(archive, settings, NOON)
    engine = open_database(settings.own_database)
    restore(archive, settings, NOON, OPERATOR, force=True)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM audit").scalar_one() == 4
