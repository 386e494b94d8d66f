"""`audit verify`, `audit export FILE`, `audit erase WHO`: what people who keep Sparekey do with the audit."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.engine import Engine

from bot.audit import Audit
from bot.commands import Misused, operator
from bot.database.engine import open_database, reading
from bot.database.tables import people
from bot.desk import erasing
from bot.directory.names import sign_in_key
from bot.errors import NoDatabase
from bot.keys import keys_of
from bot.settings import Settings

_DAY = 86400.0


def run(arguments: Sequence[str], settings: Settings) -> int:
    match list(arguments):
        case ["verify"]:
            return verify(settings)
        case ["verify", noted]:
            return verify(settings, _end_from(noted))
        case ["export", file] if file.endswith((".jsonl", ".csv")):
            return export(settings, Path(file))
        case ["erase", "--older-than", days] if days.isdecimal():
            return erase_older_than(settings, int(days), time.time())
        case ["erase", who] if not who.startswith("-"):
            return erase(settings, who, time.time())
    raise Misused


def verify(settings: Settings, end: tuple[int, str] | None = None) -> int:
    """Say what does not hold, or where the audit ends; 1 when something does not hold."""
    audit, _ = _opened(settings)
    findings = audit.verify(end)
    for finding in findings:
        print(finding)
    if findings:
        return 1
    number, digest = audit.end()
    print(f"the audit holds: {number} rows. To be sure of them later too, note: {number}:{digest}")
    return 0


def export(settings: Settings, file: Path) -> int:
    """Write the audit to this file, as its ending says."""
    audit, _ = _opened(settings)
    count = audit.export_csv(file) if file.suffix == ".csv" else audit.export_json_lines(file)
    print(f"{count} rows are in {file}")
    return 0


def erase(settings: Settings, who: str, now: float) -> int:
    """Erase what is personal about a person, by id or sign-in name, here and at the desk; 1 when there is nothing."""
    audit, engine = _opened(settings)
    person_id, sign_in_name = _person(engine, who)
    names = {who, sign_in_name}
    at_the_desk = erasing.erase_person(engine, person_id, names)
    return _told(audit.erase_person(person_id, now, operator(), names=names), at_the_desk)


def erase_older_than(settings: Settings, days: int, now: float) -> int:
    """Erase what is personal in rows, and in notes of the desk, older than this many days; 1 when there are none."""
    audit, engine = _opened(settings)
    at_the_desk = erasing.erase_older_than(engine, days * _DAY, now)
    return _told(audit.erase_older_than(days * _DAY, now, operator()), at_the_desk)


def _told(rows: int, at_the_desk: int) -> int:
    also = f", and from {at_the_desk} notes and talks of the desk" if at_the_desk else ""
    print(f"what was personal is erased from {rows} rows{also}" if rows or also else "there was nothing to erase")
    return 0 if rows or also else 1


def _opened(settings: Settings) -> tuple[Audit, Engine]:
    if not settings.own_database.exists():
        raise NoDatabase(settings.own_database)
    engine = open_database(settings.own_database)
    return Audit(engine, keys_of(engine, settings.key_file)), engine


def _person(engine: Engine, who: str) -> tuple[str, str]:
    """Give id and sign-in name; who has left the directory is called as they were typed."""
    is_them = or_(people.c.id == who, people.c.sign_in_key == sign_in_key(who))
    with reading(engine) as connection:
        found = connection.execute(select(people.c.id, people.c.sign_in_name).where(is_them)).first()
    return tuple(found) if found else (who, who)


def _end_from(noted: str) -> tuple[int, str]:
    number, _, digest = noted.partition(":")
    if not number.isdecimal():
        raise Misused
    return int(number), digest
