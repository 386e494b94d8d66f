"""An account as it is on file now: whose it is, where they are told, and whether an assistant may change it at all."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.database.tables import contacts, people, tenants
from bot.directory.people import Contact, Person
from bot.errors import (
    AccountClosed,
    AdministratorUntouched,
    ChangeNotProved,
    SecondFactorIsMicrosofts,
    SparekeyError,
)


@dataclass(frozen=True)
class Account:
    """What has to be known of an account before anything about it is changed."""

    person_id: str
    sign_in_name: str
    organisation: str
    second_factor: str
    is_admin: bool
    is_enabled: bool
    contacts: tuple[Contact, ...]

    @classmethod
    def of(cls, person: Person) -> Account:
        """Give the account of a person whom a directory found."""
        return cls(
            person_id=person.id,
            sign_in_name=person.sign_in_name,
            organisation=person.tenant.name,
            second_factor=person.tenant.second_factor,
            is_admin=person.is_admin,
            is_enabled=person.is_enabled,
            contacts=person.contacts,
        )

    def refusal(self) -> SparekeyError | None:
        """Give why an assistant never changes this account; None when it may."""
        if self.second_factor == "microsoft":
            return SecondFactorIsMicrosofts(self.organisation)
        if self.is_admin:
            return AdministratorUntouched(self.sign_in_name)
        return None if self.is_enabled else AccountClosed(self.sign_in_name)


def changeable_account(connection: Connection, person: Person, proved: bool) -> Account | SparekeyError:
    """
    Give the account on file, or why nothing about it is changed here.

    The missing proof comes first: without one, nobody learns what else there is to know of an account.
    """
    if not proved:
        return ChangeNotProved(person.sign_in_name)
    refusal = Account.of(person).refusal()
    account = account_on_file(connection, person.id)
    if refusal or account is None:
        return refusal or AccountClosed(person.sign_in_name)
    return account.refusal() or account


def account_on_file(connection: Connection, person_id: str) -> Account | None:
    """Give the account as the embedded directory has it in this transaction; None when it has none."""
    both = select(people, tenants.c.name.label("organisation"), tenants.c.second_factor).join(tenants)
    row = connection.execute(both.where(people.c.id == person_id)).mappings().first()
    if row is None:
        return None
    return Account(
        person_id=person_id,
        sign_in_name=row["sign_in_name"],
        organisation=row["organisation"],
        second_factor=row["second_factor"],
        is_admin=bool(json.loads(row["roles"])),
        is_enabled=row["is_enabled"],
        contacts=_contacts(connection, person_id),
    )


def _contacts(connection: Connection, person_id: str) -> tuple[Contact, ...]:
    theirs = select(contacts).where(contacts.c.person_id == person_id).order_by(contacts.c.place)
    return tuple(
        Contact(row["id"], row["channel"], row["address"], row["changed_at"])
        for row in connection.execute(theirs).mappings()
    )
