"""People for tests of directories, and the people file that says the same of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bot.directory.people import Contact, Person, RegisteredMethod, Tenant

CONTOSO = Tenant(
    "contoso", "Contoso", "business", ("contoso.example", "xn--mbel-contoso-4ib.example"), "helpdesk", False
)
FABRIKAM = Tenant("fabrikam", "Fabrikam", "business", ("fabrikam.example",), "microsoft", True)
SCHOOL = Tenant("school", "School of Fine Art", "school", ("fineart.example",), "microsoft", None)
PERSONAL = Tenant("personal", "personal accounts", "personal", ("example.com",), "microsoft", None)

AUTHENTICATOR = RegisteredMethod("authenticator", "Authenticator on a Pixel")


def somebody(id_: str, tenant: Tenant = CONTOSO, **changes: Any) -> Person:
    """Give a person of this tenant with an authenticator, two contacts and no role, but for these changes."""
    person = Person(
        id=id_,
        sign_in_name=f"{id_}@{tenant.domains[0]}",
        name=id_.capitalize(),
        tenant=tenant,
        roles=(),
        is_enabled=True,
        contacts=(Contact("1", "sms", "+447700900123"), Contact("2", "email", f"{id_}@example.org")),
        methods=(AUTHENTICATOR,),
    )
    return replace(person, **changes)


MIKA = somebody("mika", methods=(AUTHENTICATOR, RegisteredMethod("fido_key", "security key")))
GLOBAL_ADMIN = somebody("gloria", roles=("Global Administrator",))
PRIVILEGED = somebody("priya", roles=("Privileged Authentication Administrator",))
AUTHENTICATION_ADMIN = somebody("arthur", roles=("Authentication Administrator", "Teams Administrator"))
MAIL_ADMIN = somebody("maria", roles=("Exchange Administrator",))
DISABLED_ADMIN = somebody("dieter", roles=("Global Administrator",), is_enabled=False)
DISABLED = somebody("doris", is_enabled=False)
ELSEWHERE = somebody("frank", FABRIKAM, roles=("Global Administrator",))
UMLAUT = somebody("olga", sign_in_name="olga@möbel-contoso.example")
UNREACHABLE = somebody("ulla", SCHOOL, contacts=(), methods=())

CAST = (
    *(MIKA, GLOBAL_ADMIN, PRIVILEGED, AUTHENTICATION_ADMIN, MAIL_ADMIN, DISABLED_ADMIN, DISABLED),
    *(ELSEWHERE, UMLAUT, UNREACHABLE),
)


def write_people(path: Path, people: tuple[Person, ...]) -> Path:
    """Write a people file that says this of these people."""
    tenants: dict[str, dict[str, Any]] = {}
    for person in people:
        entry = tenants.setdefault(person.tenant.id, _tenant_entry(person.tenant))
        entry["people"].append(_person_entry(person))
    path.write_text(yaml.safe_dump({"tenants": list(tenants.values())}, allow_unicode=True), "utf-8")
    return path


def _tenant_entry(tenant: Tenant) -> dict[str, Any]:
    entry = {name: getattr(tenant, name) for name in ("id", "name", "kind", "second_factor", "has_partner")}
    return {**entry, "domains": list(tenant.domains), "people": []}


def _person_entry(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "sign_in_name": person.sign_in_name,
        "name": person.name,
        "roles": list(person.roles),
        "enabled": person.is_enabled,
        "contacts": [{"channel": contact.channel, "address": contact.address} for contact in person.contacts],
        "methods": [{"method": entry.method, "label": entry.label} for entry in person.methods],
    }
