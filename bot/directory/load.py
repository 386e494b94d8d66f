"""Fills the tables of the directory from the people file, at a start, if the file changed since the last."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, Engine

from bot.database import tables
from bot.database.engine import reading
from bot.directory.entry import wrong
from bot.directory.names import sign_in_key
from bot.directory.people import Person, Tenant
from bot.directory.people_file import read_people

#: Counts up when this module writes something else from the same file.
_VERSION = 1
_A_DAY = 24 * 3600.0

#: What was known of a contact before: its id and when it changed, by person, channel and address.
_Known = dict[tuple[str, str, str], tuple[str, float | None]]


def load_people(
    engine: Engine, path: Path, now: float, new_id: Callable[[], str] = lambda: secrets.token_hex(8)
) -> bool:
    """
    Put the people of this file in the place of those that are there; tell whether that was needed.

    All in one transaction. A contact that stays keeps its id; one that is new to somebody who was
    there already counts as changed now (R19), unless the file says when. Authenticators, recovery
    codes and the audit are not touched, so whoever is still in the file keeps theirs.
    Raises `PeopleFileWrong` and leaves everything as it was when something in the file cannot be so.
    """
    checksum = _checksum(path, now)
    with reading(engine) as connection:
        if connection.scalar(select(tables.loaded_files.c.checksum).filter_by(what="people")) == checksum:
            return False
    file = read_people(path, now)
    with engine.begin() as connection:
        were_here = set(connection.scalars(select(tables.people.c.id)))
        known = _known_contacts(connection)
        for table in (tables.methods, tables.contacts, tables.people, tables.tenants, tables.loaded_files):
            connection.execute(delete(table))
        _insert(connection, tables.tenants, map(_tenant_row, file.tenants))
        _insert(connection, tables.people, map(_person_row, file.people))
        _insert(connection, tables.contacts, _contact_rows(file.people, were_here, known, now, new_id))
        _insert(connection, tables.methods, _method_rows(file.people))
        connection.execute(insert(tables.loaded_files).values(what="people", checksum=checksum, loaded_at=now))
    return True


def _checksum(path: Path, now: float) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise wrong(path, "the file", f"cannot be read: {error.strerror}") from error
    # Tomorrow the same file means another day by it.
    day = int(now // _A_DAY) if b"yesterday" in content else 0
    return f"{_VERSION}/{day}/{hashlib.sha256(content).hexdigest()}"


def _known_contacts(connection: Connection) -> _Known:
    rows = connection.execute(select(tables.contacts))
    return {(row.person_id, row.channel, row.address): (row.id, row.changed_at) for row in rows}


def _insert(connection: Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    """An insert of no rows would insert one of defaults."""
    if values := list(rows):
        connection.execute(insert(table), values)


def _tenant_row(tenant: Tenant) -> dict[str, Any]:
    return {**asdict(tenant), "domains": json.dumps(tenant.domains)}


def _person_row(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "tenant_id": person.tenant.id,
        "sign_in_name": person.sign_in_name,
        "sign_in_key": sign_in_key(person.sign_in_name),
        "name": person.name,
        "roles": json.dumps(person.roles),
        "is_enabled": person.is_enabled,
        "call_back_number": person.call_back_number,
    }


def _contact_rows(
    people: tuple[Person, ...], were_here: set[str], known: _Known, now: float, new_id: Callable[[], str]
) -> Iterator[dict[str, Any]]:
    for person in people:
        new_since = now if person.id in were_here else None
        for place, contact in enumerate(person.contacts):
            id_, changed_at = known.get((person.id, contact.channel, contact.address)) or (new_id(), new_since)
            yield {
                "id": id_,
                "person_id": person.id,
                "place": place,
                "channel": contact.channel,
                "address": contact.address,
                "changed_at": changed_at if contact.changed_at is None else contact.changed_at,
            }


def _method_rows(people: tuple[Person, ...]) -> Iterator[dict[str, Any]]:
    for person in people:
        for entry in person.methods or ():
            yield {"person_id": person.id, "method": entry.method, "label": entry.label}
