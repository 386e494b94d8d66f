"""Letting the second factor of an account be changed again, after "this was not me" or too many wrong codes."""

from __future__ import annotations

import asyncio

from bot.back_office import BackOffice
from bot.desk.agents import Agent
from bot.desk.approvals import Approval
from bot.desk.calls import Call
from bot.desk.changes import why_not
from bot.desk.checks import Standing
from bot.desk.recording import record
from bot.errors import ChangeRefused


class Lifting:
    """
    What an agent may do once the caller was checked; everybody on file is told of it.

    After "this was not me" it takes a second agent, as that is a red flag; and who was checked, or agreed to,
    before it was said counts for nothing: whoever talks an agent round cannot use what came before.
    """

    def __init__(self, office: BackOffice) -> None:
        self._office = office

    def is_offered(self, agent: Agent, standing: Standing, approval: Approval | None) -> bool:
        """Tell whether this agent may do it now."""
        return _refusal(agent, standing, approval) is None

    async def lift(self, agent: Agent, call: Call, standing: Standing, approval: Approval | None) -> None:
        """Do it. Raises `ChangeRefused`."""
        refusal = _refusal(agent, standing, approval)
        if refusal or standing.person is None or standing.proof is None:
            await asyncio.to_thread(self._note_refusal, agent, call, standing, refusal or "nobody is on file")
            raise ChangeRefused(refusal or "nobody is on file")
        second = f", second agent {approval.decided_by}" if approval and standing.flags else ""
        why = f"{standing.barred}: {standing.proof.channel}, desk, call {call.number}{second}"
        lift = self._office.enrolment.lift
        await asyncio.to_thread(lift, standing.person.id, agent.name, why, self._office.now())

    def _note_refusal(self, agent: Agent, call: Call, standing: Standing, refusal: str) -> None:
        with self._office.engine.begin() as connection:
            record(connection, self._office, agent, call, "refused", f"lifting: {refusal}", standing.person)


def _refusal(agent: Agent, standing: Standing, approval: Approval | None) -> str | None:
    if standing.person is not None and standing.barred is None:
        return "there is nothing to lift"
    return why_not(agent, standing, approval)
