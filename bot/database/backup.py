"""Backs up an installation into one file while it runs, and puts it back: both databases and the key, each checked."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.exc import DatabaseError

from bot.audit import Audit
from bot.database.archive import CONVERSATIONS, KEY, OWN, pack, unpack
from bot.database.engine import open_database
from bot.errors import (
    BackupUnusable,
    DatabaseTooNew,
    DatabaseUnavailable,
    KeyChanged,
    KeyLost,
    KeyUnusable,
    NoDatabase,
    PortTaken,
    WouldOverwrite,
)
from bot.keys import keys_of
from bot.settings import Settings

#: What SQLite keeps beside a database; it must never meet another database than its own.
_BESIDE = ("", "-wal", "-shm", "-journal")


def back_up(target: Path, settings: Settings, now: float) -> list[str]:
    """
    Write a consistent copy of the databases and the key into one archive, for this user alone.

    Nobody has to stop for it (SQLite's backup API), and an older file of that name stays until the
    new one is whole. Whoever has the archive has everything. Gives what does not hold in the audit
    that was copied: such a backup cannot be restored. Raises `NoDatabase`, `KeyLost`, `KeyChanged`,
    `DatabaseUnavailable` when a database is damaged or the disk full.
    """
    if not settings.own_database.exists():
        raise NoDatabase(settings.own_database)
    if not settings.key_file.exists():
        raise KeyLost(settings.key_file)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=".backup-") as draft:
        folder = Path(draft)
        shutil.copyfile(settings.key_file, folder / KEY)
        try:
            _copy_database(settings.own_database, folder / OWN)
            if settings.database.exists():
                _copy_database(settings.database, folder / CONVERSATIONS)
            findings = _audit_of(folder / OWN, settings.key_file).verify()
        except (sqlite3.Error, DatabaseError) as error:
            raise DatabaseUnavailable(getattr(error, "orig", error)) from error
        pack(folder, folder / "archive", now)
        os.replace(folder / "archive", target)
    _written_to_disk(target.parent)
    return findings


def restore(source: Path, settings: Settings, now: float, who: str, force: bool = False) -> float:
    """
    Put the content of an archive in the place of what is there; give when the backup was made.

    First everything is checked beside it: the checksums, that the databases are whole and of a
    version that this release knows (an older one is brought up to date), that key and database
    belong together, that the audit holds. A row in the audit says that `who` restored it. What was
    there is kept, with `.before-restore` after its name. Raises `WouldOverwrite` when something is
    there and `force` was not said, `PortTaken` while the server runs, `BackupUnusable` otherwise;
    then nothing was changed.
    """
    places = {KEY: settings.key_file, OWN: settings.own_database, CONVERSATIONS: settings.database}
    for place in places.values():
        if place.exists() and not force:
            raise WouldOverwrite(place)
    if _is_served(settings.port):
        raise PortTaken(settings.port)
    settings.own_database.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.own_database.parent, prefix=".restore-") as draft:
        folder = Path(draft)
        made_at = unpack(source, folder)
        _make_ready(folder, now, who)
        _put(folder, {name: place for name, place in places.items() if (folder / name).exists()})
    return made_at


def _copy_database(source: Path, target: Path) -> None:
    uri = f"{source.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True)) as running, closing(sqlite3.connect(target)) as copy:
        running.backup(copy)
    _check_whole(target)


def _audit_of(database: Path, key: Path) -> Audit:
    engine = open_database(database)
    return Audit(engine, keys_of(engine, key))


def _make_ready(folder: Path, now: float, who: str) -> None:
    """Check the files of a backup, bring them up to date, and record that they are restored."""
    try:
        databases = [folder / name for name in (OWN, CONVERSATIONS) if (folder / name).exists()]
        for database in databases:
            _check_whole(database)
        audit = _audit_of(folder / OWN, folder / KEY)
        findings = audit.verify()
        if findings:
            raise BackupUnusable(f"its audit does not hold: {findings[0]} ({len(findings)} in all).")
        audit.write(None, now=now, who=who, what="restored", result="from a backup")
        for database in databases:
            _into_one_file(database)
    except (sqlite3.Error, DatabaseError) as error:
        raise BackupUnusable(f"a database in it is damaged ({getattr(error, 'orig', error)}).") from error
    except KeyChanged as error:
        raise BackupUnusable("its key is not the one that its database was written with.") from error
    except (DatabaseTooNew, KeyUnusable) as error:
        raise BackupUnusable(error) from error


def _check_whole(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise sqlite3.DatabaseError(" ".join(answer.split()))


def _into_one_file(database: Path) -> None:
    """Leave nothing beside the database that would have to go with it."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _put(folder: Path, places: Mapping[str, Path]) -> None:
    """Put each file in its place: first all are written beside their places, then they only change names."""
    ready = {place: place.with_name(f".{place.name}.restoring") for place in places.values()}
    try:
        for name, place in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, ready[place])
            ready[place].chmod(0o600)
            _written_to_disk(ready[place])
        for place, file in ready.items():
            _put_aside(place)
            os.replace(file, place)
            _written_to_disk(place.parent)
    finally:
        for file in ready.values():
            file.unlink(missing_ok=True)


def _put_aside(place: Path) -> None:
    for beside in _BESIDE:
        file = place.with_name(place.name + beside)
        aside = place.with_name(f"{place.name}.before-restore{beside}")
        aside.unlink(missing_ok=True)
        if file.exists():
            os.replace(file, aside)


def _written_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_served(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
