"""The calls of agents, kept by the server: several open at once, each with all that undo goes back to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine, Row

from bot.audit import Audit
from bot.database.desk import desk_calls
from bot.database.engine import reading
from bot.desk.agents import Agent
from bot.desk.moves import told_in
from bot.desk.talk import Talk
from bot.errors import CallUnknown
from bot.keys import Keys

OPEN, CLOSED = "open", "closed"
#: So many moves can be taken back.
_REMEMBERED = 100


@dataclass(frozen=True)
class Call:
    """
    A call at the desk. `id` is a secret name, also of the conversation that a proof belongs to.

    `note` is the case note, once the call is ended.
    """

    id: str
    number: int
    agent: str
    state: str
    begun_at: float
    ended_at: float | None
    talk: Talk
    before: tuple[Talk, ...]
    note: dict[str, Any] | None


class Calls:
    """Opens, keeps and ends calls. An agent sees only their own; every move is a row of the audit (R21)."""

    def __init__(self, engine: Engine, keys: Keys, audit: Audit) -> None:
        self._engine = engine
        self._keys = keys
        self._audit = audit

    def open(self, agent: Agent, now: float, talk: Talk | None = None) -> Call:
        """Open a call; with a talk, what is known from elsewhere stands in it."""
        with self._engine.begin() as connection:
            number = int(connection.execute(select(func.coalesce(func.max(desk_calls.c.number), 0))).scalar_one()) + 1
            values = {"id": self._keys.new_token(), "number": number, "agent": agent.name, "state": OPEN}
            kept = {"begun_at": now, "talk": json.dumps((talk or Talk()).kept), "before": "[]"}
            connection.execute(desk_calls.insert().values(**values, **kept))
            self._write(connection, agent, number, "opened", now)
            return self._own(connection, agent, str(values["id"]))

    def of(self, agent: Agent, state: str = OPEN) -> Sequence[Call]:
        """Give this agent's calls in that state, the newest first."""
        mine = (desk_calls.c.agent == agent.name) & (desk_calls.c.state == state)
        with reading(self._engine) as connection:
            found = select(desk_calls).where(mine).order_by(desk_calls.c.number.desc()).limit(50)
            return [_call(row) for row in connection.execute(found)]

    def find(self, agent: Agent, call_id: str) -> Call:
        """Give a call of this agent. Raises `CallUnknown` for every other."""
        with reading(self._engine) as connection:
            return self._own(connection, agent, call_id)

    def find_open(self, agent: Agent, call_id: str) -> Call:
        """Give a call of this agent that is not ended. Raises `CallUnknown` for every other: its note is written."""
        with reading(self._engine) as connection:
            return self._open(connection, agent, call_id)

    def keep(self, agent: Agent, call_id: str, talk: Talk, move: str, now: float) -> Call:
        """Keep what a move made of a call that is open; one that changed nothing is nothing to undo."""
        with self._engine.begin() as connection:
            call = self._open(connection, agent, call_id)
            if talk != call.talk:
                before = (*call.before, call.talk)[-_REMEMBERED:]
                self._put(connection, call_id, talk, before)
            self._write(connection, agent, call.number, told_in(move), now)
            return self._own(connection, agent, call_id)

    def undo(self, agent: Agent, call_id: str, now: float) -> Call:
        """Take the last move back; at the beginning there is none."""
        with self._engine.begin() as connection:
            call = self._open(connection, agent, call_id)
            if call.before:
                self._put(connection, call_id, call.before[-1], call.before[:-1])
                self._write(connection, agent, call.number, "undone", now)
            return self._own(connection, agent, call_id)

    def end(self, agent: Agent, call_id: str, note: dict[str, Any], now: float) -> Call:
        """End a call, with its note; whom it was about stands in that alone."""
        with self._engine.begin() as connection:
            call = self._open(connection, agent, call_id)
            talk = json.dumps(replace(call.talk, details={}).kept)
            values = {"state": CLOSED, "ended_at": now, "note": json.dumps(note), "talk": talk, "before": "[]"}
            connection.execute(desk_calls.update().where(desk_calls.c.id == call_id).values(**values))
            self._write(connection, agent, call.number, "ended", now)
            return self._own(connection, agent, call_id)

    def _open(self, connection: Connection, agent: Agent, call_id: str) -> Call:
        call = self._own(connection, agent, call_id)
        if call.state != OPEN:
            raise CallUnknown(call_id)
        return call

    def _own(self, connection: Connection, agent: Agent, call_id: str) -> Call:
        mine = (desk_calls.c.id == call_id) & (desk_calls.c.agent == agent.name)
        row = connection.execute(select(desk_calls).where(mine)).one_or_none()
        if row is None:
            raise CallUnknown(call_id)
        return _call(row)

    def _put(self, connection: Connection, call_id: str, talk: Talk, before: tuple[Talk, ...]) -> None:
        values = {"talk": json.dumps(talk.kept), "before": json.dumps([one.kept for one in before])}
        connection.execute(desk_calls.update().where(desk_calls.c.id == call_id).values(**values))

    def _write(self, connection: Connection, agent: Agent, number: int, what: str, now: float) -> None:
        who, result = f"agent {agent.name}", f"call {number}: {what}"
        self._audit.write(connection, now=now, who=who, what="desk_call", result=result)


def _call(row: Row) -> Call:
    before = tuple(Talk.from_kept(kept) for kept in json.loads(row.before))
    note = json.loads(row.note) if row.note else None
    talk = Talk.from_kept(json.loads(row.talk))
    return Call(row.id, row.number, row.agent, row.state, row.begun_at, row.ended_at, talk, before, note)
