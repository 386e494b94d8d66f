"""The people file: one YAML file with the organisations and the people in them, checked as it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.case import ACCOUNT_TYPES, PROBLEMS
from bot.directory.entry import Entry, domains_of, read_entry
from bot.directory.names import sign_in_key
from bot.directory.people import Person, Tenant
from bot.directory.registered import contacts_in, methods_in, number_in

SECOND_FACTORS = ("microsoft", "helpdesk")

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Part:
    """What a person of the demo is for: the problem they come with, and their story in a line."""

    problem: str
    story: str


@dataclass(frozen=True)
class PeopleFile:
    """
    What the file says. `parts` tells by person id what somebody of the demo is for.

    The `id` of a contact is only its number here; the database gives it one that lasts.
    """

    tenants: tuple[Tenant, ...]
    people: tuple[Person, ...]
    parts: dict[str, Part]


def read_people(path: Path, now: float) -> PeopleFile:
    """
    Read and check the people file at this path; `now` says what "yesterday" means in it.

    Raises `PeopleFileWrong`, which names the file and the place, for whatever cannot be so.
    """
    top = read_entry(path)
    top.only("tenants")
    tenants: list[Tenant] = []
    people: list[Person] = []
    parts: dict[str, Part] = {}
    seen: set[tuple[str, str]] = set()
    for entry in top.entries("tenants", "id"):
        tenant = _tenant(entry, seen)
        tenants.append(tenant)
        for member in entry.entries("people", "id"):
            person = _person(member, tenant, seen, now)
            people.append(person)
            if "story" in member.content:
                parts[person.id] = _part(member)
    top.require(bool(people), "tenants", "have nobody in them")
    return PeopleFile(tuple(tenants), tuple(people), parts)


@lru_cache(maxsize=1)
def administrator_roles() -> tuple[str, ...]:
    """Give the roles that make an administrator, as Entra names them; a typing mistake in one would hide it."""
    return read_entry(Path(__file__).with_name("roles.yml")).texts("roles")


def _tenant(entry: Entry, seen: set[tuple[str, str]]) -> Tenant:
    entry.only("id", "name", "kind", "domains", "second_factor", "has_partner", "people")
    tenant = Tenant(
        id=_id(entry),
        name=entry.text("name"),
        kind=entry.choice("kind", ACCOUNT_TYPES),
        domains=tuple(domains_of(entry)),
        second_factor=entry.choice("second_factor", SECOND_FACTORS),
        has_partner=entry.flag("has_partner"),
    )
    if tenant.kind == "personal":
        entry.require(tenant.second_factor == "microsoft", "second_factor", "of personal accounts is kept by microsoft")
        entry.require(tenant.has_partner is None, "has_partner", "does not fit personal accounts")
    _once(entry, "id", tenant.id, seen, "tenant")
    for domain in tenant.domains:
        _once(entry, "domains", domain, seen, "domain")
    return tenant


def _person(entry: Entry, tenant: Tenant, seen: set[tuple[str, str]], now: float) -> Person:
    entry.only(
        *("id", "sign_in_name", "name", "roles", "enabled", "call_back_number", "contacts", "methods"),
        *("problem", "story"),
    )
    person = Person(
        id=_id(entry),
        sign_in_name=entry.text("sign_in_name"),
        name=entry.text("name"),
        tenant=tenant,
        roles=_roles(entry, tenant),
        is_enabled=entry.flag("enabled") is not False,
        contacts=contacts_in(entry, now),
        methods=methods_in(entry),
        call_back_number=number_in(entry, "call_back_number") if "call_back_number" in entry.content else None,
    )
    key = sign_in_key(person.sign_in_name) or ""
    entry.require(bool(key), "sign_in_name", f"{person.sign_in_name!r} is no sign-in name")
    domain = key.rpartition("@")[2]
    entry.require(domain in tenant.domains, "sign_in_name", f"{domain} is no domain of {tenant.id}")
    _once(entry, "id", person.id, seen, "person")
    _once(entry, "sign_in_name", key, seen, "sign-in name")
    return person


def _roles(entry: Entry, tenant: Tenant) -> tuple[str, ...]:
    roles = entry.texts("roles")
    entry.require(not roles or tenant.kind != "personal", "roles", "do not fit a personal account")
    for role in roles:
        entry.require_known("roles", role, administrator_roles())
    return roles


def _part(entry: Entry) -> Part:
    problem = entry.choice("problem", PROBLEMS) if "problem" in entry.content else "lost_authenticator"
    return Part(problem, entry.text("story"))


def _id(entry: Entry) -> str:
    value = entry.text("id")
    entry.require(bool(_ID.fullmatch(value)), "id", f"{value!r} has more in it than a-z, 0-9 and . _ -")
    return value


def _once(entry: Entry, key: str, value: str, seen: set[tuple[str, str]], kind: str) -> None:
    entry.require((kind, value) not in seen, key, f"the {kind} {value} is there already")
    seen.add((kind, value))
