"""What a directory tells of a person: the tenant, the roles, the contacts and the registered sign-in methods."""

from __future__ import annotations

from dataclasses import dataclass

#: Who may change the sign-in methods of others (Entra, "Privileged roles and permissions", 2026-06-05).
MAY_RESET_MEMBERS = frozenset(
    {"Authentication Administrator", "Privileged Authentication Administrator", "Global Administrator"}
)
MAY_RESET_ADMINISTRATORS = frozenset({"Privileged Authentication Administrator", "Global Administrator"})


@dataclass(frozen=True)
class Tenant:
    """An organisation; `second_factor` says who keeps the sign-in methods: `microsoft`, or the own `helpdesk`."""

    id: str
    name: str
    kind: str
    domains: tuple[str, ...]
    second_factor: str
    has_partner: bool | None = None


@dataclass(frozen=True)
class Contact:
    """Where a code can reach somebody: `channel` is sms, voice or email. `changed_at` is in seconds; None: long ago."""

    id: str
    channel: str
    address: str
    changed_at: float | None = None


@dataclass(frozen=True)
class RegisteredMethod:
    """
    A sign-in method as the account knows it, and what it is called.

    `method` is one of `bot.case.METHODS`, `authenticator`, or `other` for what the questions have no word for.
    """

    method: str
    label: str


@dataclass(frozen=True)
class Person:
    """
    Somebody with an account. None means that the directory does not know it.

    `shows_every_method` is False where there may be a sign-in method that the directory does not
    show. Who `is_in_role_group` is reset by the highest roles alone, like an administrator.
    """

    id: str
    sign_in_name: str
    name: str
    tenant: Tenant
    roles: tuple[str, ...] | None
    is_enabled: bool
    contacts: tuple[Contact, ...]
    methods: tuple[RegisteredMethod, ...] | None
    call_back_number: str | None = None
    shows_every_method: bool = True
    is_in_role_group: bool = False

    @property
    def is_admin(self) -> bool:
        """While nobody knows the roles, there may be one: nothing is allowed that is forbidden for administrators."""
        return self.roles is None or bool(self.roles)

    def may_reset(self, other: Person) -> bool:
        """Tell whether this person may change the other's sign-in methods: by role, in one tenant, never their own."""
        roles = MAY_RESET_ADMINISTRATORS if other.is_admin or other.is_in_role_group else MAY_RESET_MEMBERS
        is_a_colleague = self.tenant.id == other.tenant.id and self.id != other.id
        return is_a_colleague and self.is_enabled and not roles.isdisjoint(self.roles or ())
