"""Changing sign-in methods from the desk: shown before it is made, by whom and for whom it is let, and in the audit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.back_office import BackOffice
from bot.desk.agents import Agent
from bot.desk.approvals import APPROVED, Approval
from bot.desk.calls import Call
from bot.desk.checks import Standing
from bot.desk.recording import record
from bot.directory.changes import Made, Plan
from bot.directory.names import is_named
from bot.errors import ChangeRefused


class DeskChanges:
    """
    What an agent may have changed in a call, once the caller was checked; nothing where it is not switched on.

    For an administrator it takes a second agent who has agreed, in this call (R17).
    """

    def __init__(self, office: BackOffice) -> None:
        self._office = office

    def offered(self, agent: Agent, standing: Standing, approval: Approval | None) -> Sequence[str]:
        """Name the changes that this agent may have made now."""
        changes = self._office.directory.changes
        if changes is None or standing.person is None or why_not(agent, standing, approval):
            return ()
        return changes.allowed(standing.person)

    async def plan(
        self, agent: Agent, call: Call, standing: Standing, approval: Approval | None, write: str, chosen: str | None
    ) -> Plan:
        """Give the calls of a change, so that they can be shown; nothing is changed. Raises `ChangeRefused`."""
        plan = await self._planned(agent, call, standing, approval, write, chosen)
        await asyncio.to_thread(self._note, agent, call, plan, "shown")
        return plan

    async def make(
        self,
        agent: Agent,
        call: Call,
        standing: Standing,
        approval: Approval | None,
        write: str,
        chosen: str | None,
        shown: str,
    ) -> Made:
        """
        Make a change; `shown` is the mark of the plan that the agent has seen.

        Raises `ChangeRefused` when the calls are others by now, `DirectoryUnavailable` before anything was made.
        """
        plan = await self._planned(agent, call, standing, approval, write, chosen)
        if not plan.calls or plan.mark != shown:
            raise ChangeRefused("it is no longer what was shown")
        changes = self._office.directory.changes
        if changes is None:
            raise ChangeRefused("changes are off")
        # Before the first call: whatever becomes of this process, somebody can see what was begun.
        await asyncio.to_thread(self._note, agent, call, plan, "begun")
        made = await changes.make(plan)
        how = f"{len(made.made)} of {len(plan.calls)} made" + (f", then {made.why_not}" if made.why_not else "")
        await asyncio.to_thread(self._note, agent, call, plan, how)
        self._office.directory.forget(call.id)
        return made

    async def _planned(
        self, agent: Agent, call: Call, standing: Standing, approval: Approval | None, write: str, chosen: str | None
    ) -> Plan:
        changes, person = self._office.directory.changes, standing.person
        refusal = "changes are off" if changes is None else why_not(agent, standing, approval)
        if changes is None or person is None or refusal:
            await asyncio.to_thread(self._note_refusal, agent, call, standing, refusal or "nobody is on file")
            raise ChangeRefused(refusal or "nobody is on file")
        try:
            plan = await changes.plan(write, person.sign_in_name, chosen)
        except ChangeRefused as error:
            await asyncio.to_thread(self._note_refusal, agent, call, standing, str(error.args[0]))
            raise
        # Looked up anew: somebody else by this name, or an administrator by now, is no longer who was checked.
        if plan.person.id != person.id or (plan.person.is_admin and not person.is_admin):
            raise ChangeRefused("the account has changed since the check")
        return plan

    def _note(self, agent: Agent, call: Call, plan: Plan, result: str) -> None:
        with self._office.engine.begin() as connection:
            record(connection, self._office, agent, call, "desk_change", f"{plan.write}: {result}", plan.person)

    def _note_refusal(self, agent: Agent, call: Call, standing: Standing, refusal: str) -> None:
        with self._office.engine.begin() as connection:
            record(connection, self._office, agent, call, "refused", f"change: {refusal}", standing.person)


def why_not(agent: Agent, standing: Standing, approval: Approval | None) -> str | None:
    """Give why this agent may change nothing here; None when they may."""
    person = standing.person
    if person is None:
        return "nobody is on file"
    if standing.proof is None:
        return "the caller was not checked"
    if is_named(agent.name, person.id, person.sign_in_name):
        return "nobody changes their own account"
    is_agreed = approval is not None and approval.decision == APPROVED and approval.decided_by != agent.name
    if standing.flags and not (approval and is_agreed and set(standing.flags) <= set(approval.flags)):
        return "it takes a second agent"
    return "it takes a second agent" if person.is_admin and not standing.flags else None
