"""Looking after the accounts of agents, at the machine: a new password, a new second factor, and removing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from bot import authenticator
from bot.audit import Audit
from bot.database.desk import (
    agent_recovery_codes,
    agent_sessions,
    agents,
    desk_calls,
    desk_hand_overs,
    removed_agents,
)
from bot.database.engine import reading
from bot.desk.agents import digest_of_code, hash_of, is_kept, new_password, row_of, sealed
from bot.desk.calls import CLOSED, OPEN
from bot.enrolment.recovery import new_recovery_codes
from bot.errors import AgentUnknown
from bot.keys import Keys
from bot.proof import conversations


@dataclass(frozen=True)
class Account:
    """An account as it is listed: who made it and when, and how many recovery codes are left."""

    name: str
    role: str
    made_at: dt.datetime
    made_by: str
    codes_left: int


class Personnel:
    """Changes accounts. Whatever changes, the agent's sessions are over, and the audit says who did it (R18, R21)."""

    def __init__(self, engine: Engine, keys: Keys, audit: Audit) -> None:
        self._engine = engine
        self._keys = keys
        self._audit = audit

    def all(self) -> Sequence[Account]:
        """Give every account, by name."""
        codes = agent_recovery_codes.c
        left = select(func.count()).where((codes.agent == agents.c.name) & codes.used_at.is_(None)).scalar_subquery()
        columns = (agents.c.name, agents.c.role, agents.c.made_at, agents.c.made_by, left)
        with reading(self._engine) as connection:
            rows = connection.execute(select(*columns).where(is_kept()).order_by(agents.c.name)).all()
        return [Account(row[0], row[1], dt.datetime.fromtimestamp(row[2], dt.timezone.utc), *row[3:]) for row in rows]

    def new_password(self, name: str, by: str, now: float) -> str:
        """Give this agent a new password. Raises `AgentUnknown`."""
        password = new_password()
        hashed = hash_of(password)
        with self._engine.begin() as connection:
            self._change(connection, name, by, "new password", now)
            connection.execute(agents.update().where(agents.c.name == name).values(password=hashed))
        return password

    def new_second_factor(self, name: str, by: str, now: float) -> tuple[str, Sequence[str]]:
        """Give this agent a new key and new recovery codes; the old ones are worth nothing. Raises `AgentUnknown`."""
        key, codes = authenticator.new_secret(), new_recovery_codes()
        with self._engine.begin() as connection:
            self._change(connection, name, by, "new second factor", now)
            values = {"totp": sealed(self._keys, key), "last_step": None}
            connection.execute(agents.update().where(agents.c.name == name).values(**values))
            connection.execute(agent_recovery_codes.delete().where(agent_recovery_codes.c.agent == name))
            kept = [{"agent": name, "digest": digest_of_code(self._keys, name, code)} for code in codes]
            connection.execute(agent_recovery_codes.insert(), kept)
        return key, codes

    def remove(self, name: str, by: str, now: float) -> int:
        """
        Let this agent be none any more; their open calls wait for another agent. Give how many do.

        Raises `AgentUnknown`. The name stays taken: it stands in the audit.
        """
        with self._engine.begin() as connection:
            self._known(connection, name)
            connection.execute(agent_sessions.delete().where(agent_sessions.c.agent == name))
            connection.execute(agent_recovery_codes.delete().where(agent_recovery_codes.c.agent == name))
            connection.execute(removed_agents.insert().values(agent=name, at=now, by=by))
            self._audit.write(connection, now=now, who=by, what="agent_removed", result=name)
            return self._hand_on(connection, name, now)

    def _change(self, connection: Connection, name: str, by: str, what: str, now: float) -> None:
        self._known(connection, name)
        connection.execute(agent_sessions.delete().where(agent_sessions.c.agent == name))
        self._audit.write(connection, now=now, who=by, what="agent_changed", result=f"{name}, {what}")

    def _known(self, connection: Connection, name: str) -> None:
        if row_of(connection, name) is None:
            raise AgentUnknown(name)

    def _hand_on(self, connection: Connection, name: str, now: float) -> int:
        """Who waits on the phone is not to tell everything again; what the agent had checked is checked anew."""
        theirs = (desk_calls.c.agent == name) & (desk_calls.c.state == OPEN)
        calls = connection.execute(select(desk_calls).where(theirs)).all()
        for call in calls:
            conversation = conversations.find(connection, call.id)
            values = {"talk": self._keys.digest("hand over", call.id), "at": now, "case": call.talk}
            named = conversation.sign_in_name if conversation else None
            connection.execute(desk_hand_overs.insert().values(**values, sign_in_name=named))
            conversations.forget(connection, call.id)
        connection.execute(desk_calls.update().where(theirs).values(state=CLOSED, ended_at=now, before="[]"))
        return len(calls)
