"""What an agent did in a call, as a row of the audit (R21)."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.back_office import BackOffice
from bot.desk.agents import Agent
from bot.desk.calls import Call
from bot.directory.people import Person


def record(
    connection: Connection,
    office: BackOffice,
    agent: Agent,
    call: Call,
    what: str,
    result: str,
    person: Person | None = None,
    name: str | None = None,
) -> None:
    """Write it down, in this transaction; `name` is the sign-in name as it was typed, where there is no person."""
    office.audit.write(
        connection,
        now=office.now(),
        who=f"agent {agent.name}",
        what=what,
        result=result,
        person_id=person.id if person else None,
        for_whom=name or (person.sign_in_name if person else None),
        from_where=f"desk, call {call.number}",
    )
