"""Two people: a second agent looks at the red flags of a call and decides; nobody decides about their own (R17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine, Row

from bot.audit import Audit
from bot.database.desk import desk_approvals, desk_calls
from bot.database.engine import reading
from bot.database.tables import conversations
from bot.desk.agents import Agent
from bot.desk.calls import OPEN, Call
from bot.directory.people import Person
from bot.errors import ApprovalRefused
from bot.proof.rules import DAY, PROOF_HOLDS

APPROVED, REFUSED = "approved", "refused"


@dataclass(frozen=True)
class Refusal:
    """A "No" of a second agent about an account: who said it, in which call, and when."""

    by: str
    number: int
    at: float


@dataclass(frozen=True)
class Approval:
    """
    A request for a second agent: which call, by whom, about which flags, and what became of it.

    `account` is the sign-in name that the call is about; `refusal` is a no about it, for whoever is to decide.
    """

    id: int
    number: int
    account: str
    asked_by: str
    flags: tuple[str, ...]
    decision: str | None
    decided_by: str | None
    refusal: Refusal | None = None


class Approvals:
    """
    Asks second agents, and keeps what they decide.

    A yes holds for half an hour, in this call, for these flags alone. A no holds for a day and for the account:
    whoever was told it cannot say yes to somebody else about it.
    """

    def __init__(self, engine: Engine, audit: Audit) -> None:
        self._engine = engine
        self._audit = audit

    def ask(self, agent: Agent, call: Call, person: Person, flags: Sequence[str], now: float) -> None:
        """Ask for a second agent; asked again, the request before is gone."""
        c = desk_approvals.c
        with self._engine.begin() as connection:
            connection.execute(desk_approvals.delete().where((c.call_id == call.id) & c.decision.is_(None)))
            values = {"call_id": call.id, "person_id": person.id, "asked_by": agent.name, "asked_at": now}
            connection.execute(desk_approvals.insert().values(**values, flags=",".join(flags)))
            self._audit.write(
                connection,
                now=now,
                who=f"agent {agent.name}",
                what="desk_approval",
                result=f"call {call.number}: asked about {', '.join(flags)}",
                person_id=person.id,
                for_whom=person.sign_in_name,
            )

    def waiting(self, agent: Agent) -> list[Approval]:
        """Give what other agents wait for; nobody is shown their own, nor what they were told no about."""
        c = desk_approvals.c
        with reading(self._engine) as connection:
            open_ = c.decision.is_(None) & (c.asked_by != agent.name) & (desk_calls.c.state == OPEN)
            open_ &= ~_was_told_no(agent)
            rows = connection.execute(_with_numbers().where(open_).order_by(c.id)).all()
            return [
                replace(_approval(row), refusal=refusal_of(connection, row.person_id, row.asked_at)) for row in rows
            ]

    def decide(self, agent: Agent, approval_id: int, decision: str, now: float) -> None:
        """Say yes or no. Raises `ApprovalRefused` for one's own, for what is decided, and for what there is not."""
        if decision not in (APPROVED, REFUSED):
            raise ApprovalRefused("there is no such decision")
        c = desk_approvals.c
        with self._engine.begin() as connection:
            row = connection.execute(_with_numbers().where(c.id == approval_id)).one_or_none()
            refusal = "there is nothing to decide" if row is None or row.decision else None
            if row is not None and row.asked_by == agent.name:
                refusal = "the same person cannot be both"
            told_no = select(c.id).where((c.id == approval_id) & _was_told_no(agent))
            if refusal is None and connection.execute(told_no).first():
                refusal = "who was told no does not say yes"
            if refusal is None:
                values = {"decision": decision, "decided_by": agent.name, "decided_at": now}
                connection.execute(desk_approvals.update().where(c.id == approval_id).values(**values))
            if row is not None:
                self._audit.write(
                    connection,
                    now=now,
                    who=f"agent {agent.name}",
                    what="refused" if refusal else "desk_approval",
                    result=f"call {row.number}: {refusal or decision}",
                    person_id=row.person_id,
                    for_whom=row.sign_in_name,
                )
        if refusal:
            raise ApprovalRefused(refusal)

    def of(self, call: Call, person: Person, now: float, since: float = 0.0) -> Approval | None:
        """
        Give what became of the newest request of this call about this person; None when there is none that holds.

        One from `since` or before does not: then something came up that the second agent has not seen.
        """
        return self.newest(call, person, max(now - PROOF_HOLDS, since))

    def newest(self, call: Call, person: Person, since: float = 0.0) -> Approval | None:
        """Give the newest request of this call about this person that was made after `since`, however long ago."""
        c = desk_approvals.c
        held = (c.call_id == call.id) & (c.person_id == person.id) & (c.asked_at > since)
        with reading(self._engine) as connection:
            row = connection.execute(_with_numbers().where(held).order_by(c.id.desc())).first()
        return _approval(row) if row else None


def agrees(approval: Approval | None, flags: Iterable[str]) -> bool:
    """Tell whether a second agent agreed to all of these red flags; where there is none, nobody has to."""
    agreed = approval.flags if approval and approval.decision == APPROVED else ()
    return set(flags) <= set(agreed)


def refusal_of(connection: Connection, person_id: str, now: float) -> Refusal | None:
    """Give the newest "No" about this account that holds: for a day, in whichever call it was said."""
    c = desk_approvals.c
    said = (c.person_id == person_id) & (c.decision == REFUSED) & (c.decided_at > now - DAY)
    joined = desk_approvals.join(desk_calls, desk_calls.c.id == c.call_id)
    found = select(c.decided_by, desk_calls.c.number, c.decided_at).select_from(joined).where(said)
    row = connection.execute(found.order_by(c.decided_at.desc())).first()
    return Refusal(*row) if row else None


def asked_about(connection: Connection, call_id: str) -> frozenset[str]:
    """Name every red flag that a second agent was asked about in this call."""
    asked = select(desk_approvals.c.flags).where(desk_approvals.c.call_id == call_id)
    return frozenset(flag for flags in connection.execute(asked).scalars() for flag in flags.split(","))


def _was_told_no(agent: Agent) -> Any:
    """Say of a request, in a query, that this agent was told no about the same account; it is kept for a day."""
    before = desk_approvals.alias()
    theirs = (before.c.person_id == desk_approvals.c.person_id) & (before.c.asked_by == agent.name)
    return select(before.c.id).where(theirs & (before.c.decision == REFUSED)).exists()


def _with_numbers() -> Any:
    """A request counts while its call is about the account that it was made for: nobody decides about another one."""
    c = desk_approvals.c
    is_about_them = (conversations.c.id == c.call_id) & (conversations.c.person_id == c.person_id)
    joined = desk_approvals.join(desk_calls, desk_calls.c.id == c.call_id).join(conversations, is_about_them)
    return select(desk_approvals, desk_calls.c.number, conversations.c.sign_in_name).select_from(joined)


def _approval(row: Row) -> Approval:
    flags = tuple(row.flags.split(","))
    return Approval(row.id, row.number, row.sign_in_name, row.asked_by, flags, row.decision, row.decided_by)
