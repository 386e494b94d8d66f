"""What is asked of Microsoft Graph about one person, in as few round trips as it takes, and what follows from it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from bot.directory.graph_connection import Answer, GraphConnection, Question
from bot.directory.graph_methods import contacts_of, methods_of, number_of
from bot.directory.graph_roles import (
    READ_GROUPS,
    READ_PEOPLE,
    Resetters,
    questions_about_resetters,
    questions_about_roles,
    roles_in,
    shows_all,
)
from bot.directory.names import domain_key, sign_in_key
from bot.directory.people import Person, Tenant
from bot.directory.retrying import Deadline
from bot.errors import DirectoryUnreadable, DomainNotVerified, PermissionMissing

logger = logging.getLogger(__name__)

READ_METHODS = "UserAuthenticationMethod.Read.All"
READ_ORGANIZATION = "Organization.Read.All"

_PERSON = "id,userPrincipalName,displayName,userType,accountEnabled,businessPhones"
#: Groups whose members may have a role by them; there are few, and no group may be in one.
_ROLE_GROUPS = "$filter=isAssignableToRole eq true&$select=id&$count=true&$top=999"
_ORGANIZATION = "/organization?$select=id,verifiedDomains"
#: So many of them are looked into; with more, the roles are not known.
_MOST_GROUPS = 20


async def look_up(way: GraphConnection, tenant: Tenant, key: str, deadline: Deadline) -> Person | None:
    """
    Give the person of this sign-in name (as `sign_in_key` gives it) in two round trips; None when there is none.

    Raises `DirectoryUnavailable`.
    """
    questions = questions_about_a_person(key)
    user, methods, groups, organization = await way.ask(questions, deadline)
    domain = key.rpartition("@")[2]
    if domain not in verified_domains(_given(organization, questions[3], tenant)):
        raise DomainNotVerified(tenant.id)
    if user.status == 404:
        return None
    about = _given(user, questions[0], tenant)
    if sign_in_key(str(about.get("userPrincipalName"))) != key or not isinstance(about.get("id"), str):
        raise DirectoryUnreadable(tenant.id, "it is about somebody else")
    in_groups = [str(group.get("id")) for group in groups.items][:_MOST_GROUPS]
    about_roles = questions_about_roles([str(about["id"]), *in_groups])
    roles = await way.ask(about_roles, deadline)
    for question, answer in ((questions[1], methods), (questions[2], groups), *zip(about_roles, roles, strict=True)):
        _tell_the_operator(question, answer, tenant)
    named = roles_in(roles)
    is_all = groups.is_given and len(groups.items) <= _MOST_GROUPS
    return _person(tenant, about, methods, named if named or is_all else None, bool(in_groups))


async def look_up_resetters(way: GraphConnection, person: Person, deadline: Deadline) -> tuple[Person, ...] | None:
    """
    Give who else can reset this person, in one round trip; None: not known.

    Who has the role by a group is looked up, in a second one, only where nobody has it themselves.
    Raises `DirectoryUnavailable`.
    """
    found = Resetters(person.tenant)
    questions = questions_about_resetters()
    answers = await way.ask(questions, deadline)
    for question, answer in zip(questions, answers, strict=True):
        _tell_the_operator(question, answer, person.tenant)
    found.take(answers)
    known = found.who_can_reset(person)
    open_ = found.questions()
    if open_ and not known:
        answers = await way.ask(open_, deadline)
        for question, answer in zip(open_, answers, strict=True):
            _tell_the_operator(question, answer, person.tenant)
        found.take_open(answers)
    return found.who_can_reset(person)


async def methods_as_they_are(
    way: GraphConnection, tenant: Tenant, key: str, deadline: Deadline
) -> tuple[Mapping[str, Any], ...]:
    """Give the sign-in methods of this person as Graph shows them, with their ids. Raises `DirectoryUnavailable`."""
    question = questions_about_a_person(key)[1]
    (answer,) = await way.ask([question], deadline)
    _given(answer, question, tenant)
    return answer.items


def questions_about_a_person(key: str) -> list[Question]:
    """Ask who has this sign-in name, their methods, the groups by which they may have a role, and the tenant."""
    user = f"/users/{quote(key, safe='')}"
    return [
        Question(f"{user}?$select={_PERSON}", READ_PEOPLE),
        Question(f"{user}/authentication/methods", READ_METHODS),
        Question(f"{user}/transitiveMemberOf/graph.group?{_ROLE_GROUPS}", READ_GROUPS, is_advanced=True),
        Question(_ORGANIZATION, READ_ORGANIZATION),
    ]


def verified_domains(organization: Mapping[str, Any]) -> frozenset[str]:
    """Give the domains of a tenant as they are compared, from an answer of `GET /organization`; all are verified."""
    ours = organization.get("value")
    domains = ours[0].get("verifiedDomains") if isinstance(ours, list) and ours else None
    names = (domain_key(str(domain.get("name"))) for domain in domains or () if isinstance(domain, dict))
    return frozenset(name for name in names if name)


def _given(answer: Answer, question: Question, tenant: Tenant) -> Mapping[str, Any]:
    if answer.content is not None:
        return answer.content
    if answer.is_forbidden:
        raise PermissionMissing(tenant.id, question.permission)
    raise DirectoryUnreadable(tenant.id, f"status {answer.status}")


def _tell_the_operator(question: Question, answer: Answer, tenant: Tenant) -> None:
    """What is not shown is not known; whoever runs this hears which permission would show it, the person does not."""
    if shows_all(answer) or answer.status == 404:
        return
    if answer.is_forbidden:
        logger.warning("%s", PermissionMissing(tenant.id, question.permission))
    else:
        logger.warning("%s", DirectoryUnreadable(tenant.id, f"status {answer.status}, {answer.code or 'no code'}"))


def _person(
    tenant: Tenant, about: Mapping[str, Any], methods: Answer, roles: tuple[str, ...] | None, is_in_role_group: bool
) -> Person:
    # A guest's methods are those of the home tenant, or of this one, as the policies will have it: nobody knows.
    is_guest = about.get("userType") == "Guest"
    shows_methods = methods.is_given and not is_guest
    numbers = about.get("businessPhones")
    return Person(
        id=str(about["id"]),
        sign_in_name=str(about["userPrincipalName"]),
        name=str(about.get("displayName") or about["userPrincipalName"]),
        tenant=tenant,
        roles=roles,
        is_enabled=about.get("accountEnabled") is True,
        contacts=contacts_of(methods.items) if shows_methods else (),
        methods=methods_of(methods.items) if shows_methods else None,
        call_back_number=next(filter(None, map(number_of, numbers)), None) if isinstance(numbers, list) else None,
        # Version 1.0 lists what it supports: no hardware tokens, no certificates (Graph, "List methods").
        shows_every_method=False,
        is_in_role_group=is_in_role_group,
    )
