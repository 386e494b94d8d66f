"""What a directory tells of a person: the protocol that every directory keeps, and the facts that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.directory.changes import Changes

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


class Directory(Protocol):
    """
    Where people are looked up. Every directory gives the same answers to the same questions.

    Raises `bot.errors.DirectoryUnavailable` when it cannot be asked just now; what it does not
    show is None, never a guess. `changes` is what agents may have changed there; None: nothing.
    """

    @property
    def changes(self) -> Changes | None:
        """For the desk alone; the chat never asks for it."""

    async def find(self, sign_in_name: str, talk: str | None = None) -> Person | None:
        """
        Give the person of this sign-in name, whatever its case; None when there is none.

        A directory that is far away may answer a `talk` (the id of a conversation or a call) as it did
        a while ago; without one it is asked anew.
        """

    async def who_can_reset(self, person: Person, talk: str | None = None) -> tuple[Person, ...] | None:
        """
        Give who else in the tenant can reset this person: by role, enabled, not themselves; None: not known.

        Where somebody has the role themselves, those who have it by a group may be left out.
        """

    def forget(self, talk: str) -> None:
        """Keep nothing of whom this talk was about: it is over, or about somebody else."""

    def close(self) -> None:
        """Let go of what it holds open, at the end of a process."""
