"""An organisation in the Entra of the tests: who is in it, what is registered for them, and which roles they have."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.directory.graph_roles import RESETTING_ROLES
from bot.directory.people import Person

EVERY_PERMISSION = frozenset(
    {
        "User.Read.All",
        "UserAuthenticationMethod.Read.All",
        "GroupMember.Read.All",
        "RoleManagement.Read.Directory",
        "RoleEligibilitySchedule.Read.Directory",
        "Organization.Read.All",
    }
)
ROLE_IDS = {name: id_ for id_, name in RESETTING_ROLES.items()}


def guid(name: str) -> str:
    """Give an id that is always the same for this name."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


def role_id(name: str) -> str:
    return ROLE_IDS.get(name) or guid(name)


def method(kind: str, **fields: Any) -> dict[str, Any]:
    """Give a sign-in method as `GET /users/{id}/authentication/methods` shows it."""
    id_ = fields.pop("id", None) or guid(f"{kind} {sorted(fields.items())}")
    type_ = f"#microsoft.graph.{kind}AuthenticationMethod"
    return {"@odata.type": type_, "id": id_, "createdDateTime": "2024-05-02T08:00:00Z", **fields}


def authenticator(name: str = "Pixel 8", **fields: Any) -> dict[str, Any]:
    return method(
        "microsoftAuthenticator", displayName=name, deviceTag="SoftwareTokenActivated", phoneAppVersion="6.8", **fields
    )


def phone(number: str, kind: str = "mobile", **fields: Any) -> dict[str, Any]:
    return method("phone", phoneNumber=number, phoneType=kind, smsSignInState="notEnabled", **fields)


def mail(address: str, **fields: Any) -> dict[str, Any]:
    return method("email", emailAddress=address, **fields)


def password() -> dict[str, Any]:
    """Everybody has one; its id is the same for all (Graph, passwordAuthenticationMethod)."""
    return method("password", id="28c10230-6103-485e-b985-444c60001490", password=None)


@dataclass
class Somebody:
    """A user; `roles` and `eligible` are names of roles, `scope` where they hold."""

    sign_in_name: str
    name: str = ""
    methods: list[dict[str, Any]] = field(default_factory=lambda: [authenticator()])
    roles: tuple[str, ...] = ()
    eligible: tuple[str, ...] = ()
    scope: str = "/"
    is_enabled: bool = True
    user_type: str = "Member"
    business_phones: tuple[str, ...] = ()
    is_synced: bool = False

    @property
    def id(self) -> str:
        return guid(self.sign_in_name)

    def shown(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "userPrincipalName": self.sign_in_name,
            "displayName": self.name or self.sign_in_name.partition("@")[0].capitalize(),
            "userType": self.user_type,
            "accountEnabled": self.is_enabled,
            "businessPhones": list(self.business_phones),
        }


@dataclass
class Group:
    """A group that roles can be assigned to."""

    name: str
    members: tuple[Somebody, ...]
    roles: tuple[str, ...] = ()
    eligible: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return guid(self.name)


@dataclass
class Organisation:
    """A tenant: `granted` are the permissions of the app in it; without `has_licence` there are no eligible roles."""

    id: str
    domains: tuple[str, ...]
    people: Sequence[Somebody] = ()
    groups: Sequence[Group] = ()
    granted: frozenset[str] = EVERY_PERMISSION
    has_licence: bool = True
    page: int = 100
    #: Whether what is expanded shows more than ids: it depends on the permission.
    expands: bool = True

    @property
    def tenant_id(self) -> str:
        return guid(f"tenant {self.id}")

    def find(self, id_or_name: str) -> Somebody | None:
        wanted = id_or_name.lower()
        return next((one for one in self.people if wanted in (one.id, one.sign_in_name.lower())), None)

    def assignments(self, kind: str) -> Iterable[tuple[str, str, str, Somebody | Group]]:
        """Give principal, role, scope and who it is, for `roles` or `eligible`."""
        for one in (*self.people, *self.groups):
            for role in getattr(one, kind):
                yield one.id, role, getattr(one, "scope", "/"), one


def organisation_of(people: Iterable[Person]) -> list[Organisation]:
    """Give the organisations in which these people of tests/bot/directory/cast.py are."""
    found: dict[str, Organisation] = {}
    for person in people:
        tenant = person.tenant
        one = found.setdefault(tenant.id, Organisation(tenant.id, tenant.domains, []))
        one.people = [*one.people, _somebody(person)]
    return list(found.values())


def _somebody(person: Person) -> Somebody:
    kinds = {"authenticator": authenticator, "fido_key": lambda: method("fido2", displayName="Blue key")}
    contacts = [mail(c.address) if c.channel == "email" else phone(c.address) for c in person.contacts]
    local, _, domain = person.sign_in_name.rpartition("@")
    return Somebody(
        # Entra has no letters of their own in a sign-in name.
        f"{local}@{domain.encode('idna').decode()}",
        person.name,
        [password(), *(kinds[entry.method]() for entry in person.methods or ()), *contacts],
        person.roles or (),
        is_enabled=person.is_enabled,
    )
