"""The embedded directory: people in Sparekey's own database, filled from a file by bot/directory/load.py."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection, Engine, Row
from sqlalchemy.exc import DBAPIError

from bot.database.engine import reading
from bot.database.tables import contacts, methods, people, tenants
from bot.directory.names import sign_in_key
from bot.directory.people import Contact, Person, RegisteredMethod, Tenant
from bot.errors import DirectoryUnavailable

#: Looked up for what can be nobody's name, so that the same queries are made for it.
_NOBODY = ""


class EmbeddedDirectory:
    """
    A `bot.directory.directory.Directory` on SQLite.

    Whoever asks, and for whom, the same three queries are made, one after the other and in a
    thread: the time says nothing about who is known (R2), and no event loop waits.
    """

    #: Who keeps their sign-in methods here is changed by the enrolment, and by nobody else.
    changes = None

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def find(self, sign_in_name: str, talk: str | None = None) -> Person | None:
        """
        Give the person of this sign-in name, however it is written; None when there is none.

        Raises `DirectoryUnavailable` when the database cannot be read.
        """
        key = sign_in_key(sign_in_name) or _NOBODY
        found = await asyncio.to_thread(self._read, people.c.sign_in_key == key)
        return found[0] if found else None

    async def who_can_reset(self, person: Person, talk: str | None = None) -> tuple[Person, ...]:
        """
        Give who else in the tenant can reset this person, in the order of their sign-in names.

        Raises `DirectoryUnavailable` when the database cannot be read.
        """
        is_admin_there = and_(people.c.tenant_id == person.tenant.id, people.c.roles != "[]")
        admins = await asyncio.to_thread(self._read, is_admin_there)
        return tuple(admin for admin in admins if admin.may_reset(person))

    def forget(self, talk: str) -> None:
        """Nothing is kept between two questions."""

    def close(self) -> None:
        """Nothing of its own is open."""

    def _read(self, which: Any) -> tuple[Person, ...]:
        try:
            with reading(self._engine) as connection:
                return _people_where(connection, which)
        except DBAPIError as error:
            # The driver's own error: SQLAlchemy's text quotes the sign-in name that was asked for.
            raise DirectoryUnavailable(error.orig) from error.orig
        except ValueError as error:
            raise DirectoryUnavailable("a row of it cannot be read") from error


def _people_where(connection: Connection, which: Any) -> tuple[Person, ...]:
    rows = connection.execute(
        select(people, *(column.label(f"tenant_{column.name}") for column in tenants.c if column.name != "id"))
        .join_from(people, tenants)
        .where(which)
        .order_by(people.c.sign_in_key)
    ).all()
    their_contacts = defaultdict(list)
    for row in connection.execute(select(contacts).join_from(contacts, people).where(which).order_by(contacts.c.place)):
        their_contacts[row.person_id].append(Contact(row.id, row.channel, row.address, row.changed_at))
    their_methods = defaultdict(list)
    for row in connection.execute(select(methods).join_from(methods, people).where(which).order_by(methods.c.id)):
        their_methods[row.person_id].append(RegisteredMethod(row.method, row.label))
    return tuple(_person(row, tuple(their_contacts[row.id]), tuple(their_methods[row.id])) for row in rows)


def _person(row: Row, their_contacts: tuple[Contact, ...], their_methods: tuple[RegisteredMethod, ...]) -> Person:
    return Person(
        id=row.id,
        sign_in_name=row.sign_in_name,
        name=row.name,
        tenant=Tenant(
            id=row.tenant_id,
            name=row.tenant_name,
            kind=row.tenant_kind,
            domains=tuple(json.loads(row.tenant_domains)),
            second_factor=row.tenant_second_factor,
            has_partner=row.tenant_has_partner,
        ),
        roles=tuple(json.loads(row.roles)),
        is_enabled=row.is_enabled,
        contacts=their_contacts,
        methods=their_methods,
        call_back_number=row.call_back_number,
    )
