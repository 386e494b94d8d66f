"""Who sits at the desk: sessions that the server keeps and ends; a browser holds only a random name of one."""

from __future__ import annotations

import hmac

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.audit import Audit
from bot.database.desk import agent_sessions, agents, openid_agents
from bot.desk.agents import Agent, is_kept
from bot.keys import Keys

#: Seconds: without a request, and in all.
IDLE = 30 * 60.0
LONGEST = 10 * 3600.0


class Sessions:
    """
    The sessions of agents. What the database holds opens none: it keeps keyed digests.

    With an `issuer` only who signs in with that provider has one, without it only who does not.
    """

    def __init__(self, engine: Engine, keys: Keys, audit: Audit, issuer: str | None = None) -> None:
        self._engine = engine
        self._keys = keys
        self._audit = audit
        theirs = select(openid_agents.c.agent)
        if issuer:
            self._may = agents.c.name.in_(theirs.where(openid_agents.c.issuer == issuer))
        else:
            self._may = agents.c.name.not_in(theirs)

    def begin(self, agent: Agent, now: float) -> str:
        """Begin a session and give its token; sessions that are over are thrown away."""
        token = self._keys.new_token()
        with self._engine.begin() as connection:
            over = (agent_sessions.c.used_at <= now - IDLE) | (agent_sessions.c.begun_at <= now - LONGEST)
            connection.execute(agent_sessions.delete().where(over))
            values = {"token": self._digest(token), "agent": agent.name, "begun_at": now, "used_at": now}
            connection.execute(agent_sessions.insert().values(**values))
        return token

    def agent_of(self, token: str | None, now: float, *, works: bool = True) -> Agent | None:
        """
        Give who holds this token; None when it is none, was ended, rested for half an hour or is ten hours old.

        `works` is false for a page that looks by itself: the session rests on.
        """
        if not token:
            return None
        held = agent_sessions.c.token == self._digest(token)
        with self._engine.begin() as connection:
            joined = agent_sessions.join(agents, agents.c.name == agent_sessions.c.agent)
            columns = (agents.c.name, agents.c.role, agent_sessions.c.begun_at, agent_sessions.c.used_at)
            row = connection.execute(
                select(*columns).select_from(joined).where(held & is_kept() & self._may)
            ).one_or_none()
            if row is None or row.used_at <= now - IDLE or row.begun_at <= now - LONGEST:
                connection.execute(agent_sessions.delete().where(held))
                return None
            if works:
                connection.execute(agent_sessions.update().where(held).values(used_at=now))
        return Agent(row.name, row.role)

    def end(self, token: str, now: float) -> None:
        """End a session; ending one that is over does nothing."""
        held = agent_sessions.c.token == self._digest(token)
        with self._engine.begin() as connection:
            name = connection.execute(select(agent_sessions.c.agent).where(held)).scalar_one_or_none()
            connection.execute(agent_sessions.delete().where(held))
            if name:
                self._audit.write(connection, now=now, who=f"agent {name}", what="agent_signed_out", result="done")

    def form_token(self, token: str) -> str:
        """Give what a form of this session has to carry."""
        return self._keys.digest("desk form", token).hex()

    def is_form_of(self, token: str, form_token: str) -> bool:
        """Tell whether a form was rendered for this session."""
        return hmac.compare_digest(form_token.encode("utf-8", "replace"), self.form_token(token).encode())

    def _digest(self, token: str) -> bytes:
        return self._keys.digest("desk session", token)
