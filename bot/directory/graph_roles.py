"""Who is an administrator in Entra, assigned, eligible or by a group, and who could reset somebody: asked and read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.directory.graph_connection import Answer, Question
from bot.directory.people import Person, Tenant

READ_ROLES = "RoleManagement.Read.Directory"
READ_ELIGIBLE = "RoleEligibilitySchedule.Read.Directory"
READ_GROUPS = "GroupMember.Read.All"
READ_PEOPLE = "User.Read.All"

#: The roles that may change the sign-in methods of others, by their ids (Entra, "Built-in roles", 2026-06-05).
RESETTING_ROLES = {
    "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
    "7be44c8a-adaf-4e2a-84d6-ab2649e08a13": "Privileged Authentication Administrator",
    "c4e39bd9-1100-46d3-8c65-fb160da0071f": "Authentication Administrator",
}
#: A tenant without the licence for eligible roles has none (Graph, PIM; Entra ID P2 or Governance).
_NO_LICENCE = "AadPremiumLicenseRequired"
_WHOLE_TENANT = "/"
#: So many values fit behind an `in` (Graph, "Filter using lambda operators and in").
_IN = 15
_FIELDS = "id,userPrincipalName,displayName,accountEnabled"


def questions_about_roles(principals: Iterable[str]) -> list[Question]:
    """Ask which roles each of these principals has, and which it is eligible for; two questions each."""
    return [
        Question(f"/roleManagement/directory/{kind}?$filter=principalId eq '{id_}'&$expand=roleDefinition", permission)
        for id_ in principals
        for kind, permission in _KINDS
    ]


def roles_in(answers: Sequence[Answer]) -> tuple[str, ...] | None:
    """Give the names of the roles, in their order; None when none was found, and not everything was shown."""
    names = {_role_name(item) for answer in answers for item in answer.items}
    if not names and not all(map(shows_all, answers)):
        return None
    return tuple(sorted(names))


def questions_about_resetters() -> list[Question]:
    """Ask who has, or is eligible for, a role that may change the sign-in methods of others."""
    return [
        Question(f"/roleManagement/directory/{kind}?$filter=roleDefinitionId eq '{id_}'&$expand=principal", permission)
        for id_ in RESETTING_ROLES
        for kind, permission in _KINDS
    ]


@dataclass
class Resetters:
    """
    Who could reset somebody in a tenant, as it becomes known.

    `is_complete` is False as soon as somebody may be missing. `users` are by id; a group or a user who was
    shown without what has to be known of them is in `groups` or `unread`, with the roles that they have.
    """

    tenant: Tenant
    is_complete: bool = True
    users: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    _roles: dict[str, set[str]] = field(default_factory=dict)

    def take(self, answers: Sequence[Answer]) -> None:
        """Take in the answers to `questions_about_resetters`."""
        self.is_complete &= all(map(shows_all, answers))
        for item in (item for answer in answers for item in answer.items):
            principal = item.get("principal")
            if item.get("directoryScopeId") != _WHOLE_TENANT or not isinstance(principal, dict):
                # An administrator of a part of the tenant may or may not be one for this person.
                self.is_complete = False
                continue
            self._take_principal(principal, str(item.get("principalId")), _role_name(item))

    def questions(self) -> list[Question]:
        """Ask what is still open: who is in the groups, and what was not shown of the users."""
        members = f"/transitiveMembers/graph.user?$select={_FIELDS}&$count=true&$top=999"
        in_groups = [Question(f"/groups/{id_}{members}", READ_GROUPS, is_advanced=True) for id_ in self.groups]
        parts = [self.unread[start : start + _IN] for start in range(0, len(self.unread), _IN)]
        lists = (",".join(f"'{id_}'" for id_ in part) for part in parts)
        return in_groups + [Question(f"/users?$filter=id in ({ids})&$select={_FIELDS}", READ_PEOPLE) for ids in lists]

    def take_open(self, answers: Sequence[Answer]) -> None:
        """Take in the answers to `questions`."""
        self.is_complete &= all(answer.is_given for answer in answers)
        for number, answer in enumerate(answers):
            for user in answer.items:
                if number < len(self.groups):
                    self._roles.setdefault(str(user.get("id")), set()).update(self._roles[self.groups[number]])
                self.users[str(user.get("id"))] = user

    def who_can_reset(self, person: Person) -> tuple[Person, ...] | None:
        """Give who could reset this person, by their sign-in names; None when nobody was found, and may be there."""
        found = [other for other in self._people() if other.may_reset(person)]
        is_known = self.is_complete and person.roles is not None
        return tuple(sorted(found, key=lambda other: other.sign_in_name)) if found or is_known else None

    def _take_principal(self, principal: Mapping[str, Any], id_: str, role: str) -> None:
        kind = str(principal.get("@odata.type"))
        self._roles.setdefault(id_, set()).add(role)
        if kind == "#microsoft.graph.group":
            self.groups += [id_] if id_ not in self.groups else []
        elif kind == "#microsoft.graph.user" and _is_read(principal):
            self.users[id_] = principal
        elif kind == "#microsoft.graph.user" and id_ not in self.unread:
            self.unread.append(id_)

    def _people(self) -> Iterator[Person]:
        for id_, user in self.users.items():
            if not _is_read(user):
                self.is_complete = False
                continue
            roles = tuple(sorted(self._roles.get(id_, ())))
            name, shown = str(user["userPrincipalName"]), str(user.get("displayName") or user["userPrincipalName"])
            yield Person(id_, name, shown, self.tenant, roles, user["accountEnabled"], (), None)


def shows_all(answer: Answer) -> bool:
    """Tell whether nothing is missing from an answer."""
    return answer.is_given or answer.code == _NO_LICENCE


def _is_read(user: Mapping[str, Any]) -> bool:
    """Without the permission for a property Graph gives null for it."""
    return isinstance(user.get("accountEnabled"), bool) and isinstance(user.get("userPrincipalName"), str)


def _role_name(item: Mapping[str, Any]) -> str:
    definition = item.get("roleDefinition")
    name = definition.get("displayName") if isinstance(definition, dict) else None
    id_ = str(item.get("roleDefinitionId"))
    return RESETTING_ROLES.get(id_) or str(name or id_)


_KINDS = (("roleAssignments", READ_ROLES), ("roleEligibilityScheduleInstances", READ_ELIGIBLE))
