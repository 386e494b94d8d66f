"""Checks what an app may do in a tenant: signs in, asks about nobody, and names what is missing. It changes nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.directory.credentials import Credential
from bot.directory.graph_connection import Answer, GraphConnection, Question
from bot.directory.graph_person import questions_about_a_person, verified_domains
from bot.directory.graph_roles import questions_about_resetters, shows_all
from bot.directory.retrying import Deadline
from bot.directory.tenants import WRITES, EntraTenant
from bot.errors import DirectoryUnavailable
from bot.written import mapping_in

#: Nobody has it: what is asked about them is refused, or there is nobody, and both say what the app may.
_NOBODY = "sparekey-checks-with-nobody"
_SECONDS = 30.0

OK, WRONG, UNCLEAR = "ok", "wrong", "unclear"


@dataclass(frozen=True)
class Finding:
    """A line for the operator: `ok`, `wrong` or `unclear`, and what."""

    state: str
    line: str


async def findings(tenant: EntraTenant, way: GraphConnection, credential: Credential) -> list[Finding]:
    """Give what works in this tenant and what is missing, in the order in which it is mended. Never raises."""
    words = check_words()
    try:
        token = await credential.token()
    except DirectoryUnavailable as trouble:
        return [_finding(WRONG, words["sign_in"], trouble=trouble)]
    found = [_finding(OK, words["sign_in"], credential=tenant.credential)]
    questions = _questions(tenant)
    try:
        answers = await way.ask(questions, Deadline(_SECONDS))
    except DirectoryUnavailable as trouble:
        return [*found, _finding(WRONG, words["sign_in"], trouble=trouble)]
    states = {q.permission: _state(q, answer) for q, answer in zip(questions, answers, strict=True)}
    granted = permissions_in(token)
    found += _about_domains(tenant, answers[0])
    found += states.values()
    found += _about_writes(tenant, granted)
    missing = [permission for permission, finding in states.items() if finding.state == WRONG]
    missing += [p for p in _for_writes(tenant) if granted is not None and p not in granted]
    if missing:
        consent = f"{tenant.sign_in_url}/{tenant.tenant_id}/adminconsent?client_id={tenant.client_id}"
        line = words["grant"].format(permissions=", ".join(dict.fromkeys(missing)), consent=consent)
        found.append(Finding(WRONG, line))
    needed = {*states, *_for_writes(tenant)}
    too_much = sorted((granted or frozenset()) - needed)
    return found + [Finding(UNCLEAR, words["too_much"].format(permission=permission)) for permission in too_much]


def permissions_in(token: str) -> frozenset[str] | None:
    """Give the application permissions that a token names (its claim `roles`); None when it does not show them."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return frozenset(map(str, claims.get("roles", ())))
    except (IndexError, ValueError, AttributeError, TypeError, binascii.Error):
        return None


@lru_cache(maxsize=1)
def check_words() -> dict[str, Any]:
    """Give the wording, as bot/directory/graph_check.yml has it."""
    return mapping_in(Path(__file__).with_name("graph_check.yml"))


def _questions(tenant: EntraTenant) -> list[Question]:
    """The organisation first, then one question for each permission."""
    person = questions_about_a_person(f"{_NOBODY}@{tenant.tenant.domains[0]}")
    roles = questions_about_resetters()[:2]
    return [person[-1], *person[:-1], *roles]


def _state(question: Question, answer: Answer) -> Finding:
    words = check_words()
    about = {"permission": question.permission, "what": words["permissions"][question.permission]}
    if answer.is_forbidden and not shows_all(answer):
        return _finding(WRONG, words["permission"], **about)
    if answer.is_given or answer.status == 404:
        return _finding(OK, words["permission"], **about)
    if shows_all(answer):
        return Finding(OK, words["permission"]["no_licence"].format(**about))
    return _finding(UNCLEAR, words["permission"], **about, trouble=f"status {answer.status}")


def _about_domains(tenant: EntraTenant, answer: Answer) -> Iterator[Finding]:
    if not answer.is_given:
        return
    verified = verified_domains(answer.content or {})
    strange = [domain for domain in tenant.tenant.domains if domain not in verified]
    state, domains = (WRONG, strange) if strange else (OK, list(tenant.tenant.domains))
    yield _finding(state, check_words()["domains"], domains=", ".join(domains))


def _about_writes(tenant: EntraTenant, granted: frozenset[str] | None) -> Iterator[Finding]:
    """Nothing is tried out: that would be a change. What is granted stands in the token."""
    words = check_words()["write"]
    for write in tenant.writes:
        for permission in WRITES[write]:
            state = UNCLEAR if granted is None else OK if permission in granted else WRONG
            yield _finding(state, words, permission=permission, write=write)
    if not tenant.writes:
        yield Finding(OK, words["none"])


def _for_writes(tenant: EntraTenant) -> Sequence[str]:
    return [permission for write in tenant.writes for permission in WRITES[write]]


def _finding(state: str, words: dict[str, str], **values: object) -> Finding:
    return Finding(state, words[state].format(**values))
