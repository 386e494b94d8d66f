"""Agents who sign in with their organisation: who has the role there is an agent here, and nobody else."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot import authenticator
from bot.back_office import BackOffice
from bot.database.desk import agent_sessions, agents, openid_agents, openid_attempts
from bot.desk.agents import AGENT, SUPERVISOR, Agent, row_of, sealed
from bot.desk.openid import Attempt, Provider
from bot.errors import OpenIdRefused, SettingMissing
from bot.secret_file import secret_in
from bot.settings import Settings

#: Seconds: so long may somebody stay on the provider's page.
ATTEMPT_HOLDS = 600.0
_SEAL = "openid attempt"
#: As names of accounts stand on pages and in the audit.
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,99}")


class OpenIdSignIn:
    """Begins sign-ins and takes them back. An attempt works once, and in the browser that began it."""

    def __init__(self, office: BackOffice) -> None:
        self._office = office

    def begin(self) -> tuple[str, str]:
        """Give the provider's page and the state that the browser keeps. Raises what `Provider.page_for` raises."""
        keys, now = self._office.keys, self._office.now()
        # RFC 7636, 4.1 takes 43 signs at least: two tokens have 64.
        attempt = Attempt(keys.new_token(), keys.new_token(), keys.new_token() + keys.new_token())
        page = provider_of(self._office.settings).page_for(attempt)
        kept = keys.seal(json.dumps([attempt.nonce, attempt.verifier]).encode(), _SEAL)
        with self._office.engine.begin() as connection:
            connection.execute(openid_attempts.delete().where(openid_attempts.c.begun_at <= now - ATTEMPT_HOLDS))
            row = {"state": self._digest(attempt.state), "kept": kept, "begun_at": now}
            connection.execute(openid_attempts.insert().values(**row))
        return page, attempt.state

    def finish(self, given: Mapping[str, str], state_of_the_browser: str, address: str | None) -> Agent:
        """
        Give who signed in; `given` is what the provider sent along, `address` where the request comes from.

        Raises `OpenIdRefused`, which is in the audit, and `OpenIdUnreachable`, `SettingMissing`, `SettingUnreadable`.
        """
        try:
            claims = self._claims(given, state_of_the_browser)
            with self._office.engine.begin() as connection:
                agent = self._agent(connection, claims)
                if agent:
                    self._write(connection, f"agent {agent.name}", "agent_signed_in", "by OpenID Connect", address)
            if agent is None:
                raise OpenIdRefused("there is no role for this person")
            return agent
        except OpenIdRefused as refusal:
            self._write(None, "person", "refused", f"sign_in_by_openid: {refusal.args[0]}", address)
            raise

    def _claims(self, given: Mapping[str, str], state_of_the_browser: str) -> Mapping[str, Any]:
        state, settings = given.get("state", ""), self._office.settings
        attempt = self._taken(state)
        # RFC 9207: where the provider says who it is, it has to be this one.
        is_theirs = given.get("iss", settings.openid_issuer) == settings.openid_issuer
        if attempt is None or not hmac.compare_digest(_bytes(state), _bytes(state_of_the_browser)) or not is_theirs:
            raise OpenIdRefused("this sign-in was not begun here, or is over")
        if not given.get("code"):
            raise OpenIdRefused("the provider let nobody in")
        return provider_of(settings).claims_for(given["code"], attempt, self._office.now())

    def _taken(self, state: str) -> Attempt | None:
        """Take an attempt, so that it is there no more, whatever becomes of it."""
        theirs = openid_attempts.c.state == self._digest(state)
        with self._office.engine.begin() as connection:
            row = connection.execute(select(openid_attempts).where(theirs)).one_or_none()
            connection.execute(openid_attempts.delete().where(theirs))
        if row is None or row.begun_at <= self._office.now() - ATTEMPT_HOLDS:
            return None
        nonce, verifier = json.loads(self._office.keys.unseal(row.kept, _SEAL))
        return Attempt(state, nonce, verifier)

    def _agent(self, connection: Connection, claims: Mapping[str, Any]) -> Agent | None:
        """Who has no role any more is signed out everywhere, and None."""
        role = role_in(claims, self._office.settings)
        c = openid_agents.c
        theirs = (c.issuer == self._office.settings.openid_issuer) & (c.subject == claims["sub"])
        name = connection.execute(select(c.agent).where(theirs)).scalar_one_or_none()
        if name is None:
            return self._made(connection, claims, role) if role else None
        row = row_of(connection, name)
        if row is None:
            raise OpenIdRefused("this agent was removed")
        if row.role != role:
            connection.execute(agent_sessions.delete().where(agent_sessions.c.agent == name))
        if role is None:
            return None
        if row.role != role:
            connection.execute(agents.update().where(agents.c.name == name).values(role=role))
            self._write(connection, "assistant", "agent_changed", f"{name}, {role} by OpenID Connect", None)
        return Agent(name, role)

    def _made(self, connection: Connection, claims: Mapping[str, Any], role: str) -> Agent:
        """Who is new gets an account without a password; a name that is somebody's already is given to nobody."""
        office, subject = self._office, str(claims["sub"])
        name = str(claims.get("preferred_username") or "").lower()
        if not _NAME.fullmatch(name):
            name = f"openid-{office.keys.digest('openid subject', subject).hex()[:12]}"
        if connection.execute(select(agents.c.name).where(agents.c.name == name)).first():
            raise OpenIdRefused("there is another agent of this name")
        values = {"name": name, "role": role, "password": "", "totp": sealed(office.keys, authenticator.new_secret())}
        connection.execute(agents.insert().values(**values, made_at=office.now(), made_by="openid"))
        theirs = {"agent": name, "issuer": office.settings.openid_issuer, "subject": subject}
        connection.execute(openid_agents.insert().values(**theirs))
        self._write(connection, "assistant", "agent_made", f"{name}, {role} by OpenID Connect", None)
        return Agent(name, role)

    def _write(self, connection: Connection | None, who: str, what: str, result: str, address: str | None) -> None:
        now = self._office.now()
        self._office.audit.write(connection, now=now, who=who, what=what, result=result, from_where=address)

    def _digest(self, state: str) -> bytes:
        return self._office.keys.digest("openid state", state)


def provider_of(settings: Settings) -> Provider:
    """Give the provider of the settings. Raises `SettingMissing`, `SettingUnreadable`."""
    secret = secret_in(settings.openid_secret_file, "SPAREKEY_OPENID_SECRET_FILE")
    if not settings.openid_client_id:
        raise SettingMissing("SPAREKEY_OPENID_CLIENT_ID")
    redirect = f"{settings.address()}/desk/openid"
    return Provider(settings.openid_issuer or "", settings.openid_client_id, secret, redirect)


def role_in(claims: Mapping[str, Any], settings: Settings) -> str | None:
    """Give the role that a token gives; None when it gives none. Who has both is a supervisor."""
    told = claims.get(settings.openid_role_claim)
    roles = told if isinstance(told, list) else [told]
    if settings.openid_supervisor_role in roles:
        return SUPERVISOR
    return AGENT if settings.openid_agent_role in roles else None


def _bytes(text: str) -> bytes:
    """Whatever a browser sends, it can be compared."""
    return text.encode("utf-8", "replace")
