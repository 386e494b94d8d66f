"""The desk as a whole: what a signed-in agent can do, over the accounts, the calls, the checks and the approvals."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.back_office import BackOffice
from bot.case import FACTS
from bot.desk.agents import AGENT, Agent, Agents, FirstSignIn
from bot.desk.approvals import APPROVED, Approval, Approvals, agrees
from bot.desk.calls import Call, Calls
from bot.desk.changes import DeskChanges
from bot.desk.checks import Checks, Standing
from bot.desk.handing_over import HandOvers
from bot.desk.hearing import found_in
from bot.desk.lifting import Lifting
from bot.desk.moves import heard, moved
from bot.desk.note import note_of
from bot.desk.sessions import Sessions
from bot.desk.tickets import Tickets
from bot.desk.wording import trouble_words
from bot.errors import AgentRefused, CheckRefused, DirectoryUnavailable
from bot.hearing.taking_in import details_in

#: Who sits at the desk of the demo.
DEMO_AGENT = "demo"


@dataclass(frozen=True)
class Seen:
    """
    A call with what the server knows around it; `trouble` when the directory could not be asked.

    `changes` are what this agent may have changed in the directory now, `may_lift` whether they may let changes be
    made again.
    """

    call: Call
    standing: Standing
    approval: Approval | None
    trouble: str | None = None
    changes: Sequence[str] = ()
    may_lift: bool = False

    @property
    def is_agreed(self) -> bool:
        """Tell whether a second agent agreed to every red flag, if there is any."""
        return agrees(self.approval, self.standing.flags)

    @property
    def is_checked(self) -> bool:
        """Tell whether the check of the caller counts: what came up since, a second agent has to agree to."""
        return self.standing.proof is not None and self.is_agreed


class AgentDesk:
    """What agents ask of the server. Who asks is an `Agent` of a session, never what a request says (R18)."""

    def __init__(self, office: BackOffice) -> None:
        self.office = office
        self.agents = Agents(office.engine, office.keys, office.audit)
        self.sessions = Sessions(office.engine, office.keys, office.audit, office.settings.openid_issuer)
        self.calls = Calls(office.engine, office.keys, office.audit)
        self.approvals = Approvals(office.engine, office.audit)
        self.hand_overs = HandOvers(office.engine, office.audit)
        self.tickets = Tickets(office)
        self.changes = DeskChanges(office)
        self._lifting = Lifting(office)
        self._checks = Checks(office)

    async def see(self, agent: Agent, call_id: str) -> Seen:
        """Give a call of this agent that is open. Raises `CallUnknown` for every other."""
        call = await asyncio.to_thread(self.calls.find_open, agent, call_id)
        try:
            standing = await self._checks.standing(call)
        except DirectoryUnavailable as trouble:
            return Seen(call, Standing(), None, trouble_words(trouble))
        person, now = standing.person, self.office.now()
        since = standing.since
        approval = await asyncio.to_thread(self.approvals.of, call, person, now, since) if person else None
        about = (agent, standing, approval)
        return Seen(call, standing, approval, None, self.changes.offered(*about), self._lifting.is_offered(*about))

    async def move(self, agent: Agent, call_id: str, move: str) -> None:
        """Make a move in a call. Raises `MoveRefused`, `CallUnknown`."""
        if move == "undo":
            await asyncio.to_thread(self.calls.undo, agent, call_id, self.office.now())
            return
        call = await asyncio.to_thread(self.calls.find_open, agent, call_id)
        talk = moved(call.talk, move, self.office.settings.today())
        await asyncio.to_thread(self.calls.keep, agent, call_id, talk, move, self.office.now())

    async def hear(self, agent: Agent, call_id: str, words: str) -> str | None:
        """
        Take in what the caller said; the words themselves are kept nowhere.

        Gives None where it told something new, else the name of what the agent is to know: `nothing_heard`, or
        `nothing_new_heard` where all that was in it was known.
        """
        call = await asyncio.to_thread(self.calls.find_open, agent, call_id)
        found = await asyncio.to_thread(found_in, words)
        talk = heard(call.talk, found, self.office.settings.today())
        await asyncio.to_thread(self.calls.keep, agent, call_id, talk, "heard", self.office.now())
        if talk != call.talk:
            return None
        is_known = details_in(found) or any(found.values(fact) for fact in FACTS)
        return "nothing_new_heard" if is_known else "nothing_heard"

    async def look_up(self, agent: Agent, call_id: str, sign_in_name: str) -> None:
        """Let a call be about this account. Raises `DirectoryUnavailable`, `CallUnknown`."""
        call = await asyncio.to_thread(self.calls.find_open, agent, call_id)
        await self._checks.look_up(agent, call, sign_in_name)
        anew = call.talk.about_another()
        if anew != call.talk:
            await asyncio.to_thread(self.calls.keep, agent, call_id, anew, "another account", self.office.now())

    async def take_over(self, agent: Agent, hand_over_id: int) -> Call:
        """Open a call with the case of a talk in the chat. Raises `CallUnknown` when it waits no more."""
        now = self.office.now()
        taken = await asyncio.to_thread(self.hand_overs.take, agent, hand_over_id, now)
        call = await asyncio.to_thread(self.calls.open, agent, now, taken.talk)
        if taken.sign_in_name:
            try:
                await self._checks.look_up(agent, call, taken.sign_in_name)
            except DirectoryUnavailable:
                # The name stays with the call, so that they need not be asked for it again.
                named = replace(call.talk, details={**call.talk.details, "sign_in_name": taken.sign_in_name})
                return await asyncio.to_thread(self.calls.keep, agent, call.id, named, "heard", now)
        return call

    async def check(self, agent: Agent, call_id: str, how: str) -> None:
        """Record how the agent made sure who calls, and take over what the directory has of them."""
        seen = await self.see(agent, call_id)
        approval = seen.approval
        approved = approval.flags if approval and approval.decision == APPROVED else ()
        facts = await self._checks.vouch(agent, seen.call, how, approved=approved)
        talk = seen.call.talk.with_stated(facts)
        await asyncio.to_thread(self.calls.keep, agent, call_id, talk, f"checked {how}", self.office.now())

    async def ask_a_second(self, agent: Agent, call_id: str) -> None:
        """Ask another agent to look at the red flags of this call."""
        seen = await self.see(agent, call_id)
        if seen.standing.person is None or not seen.standing.flags:
            raise CheckRefused("there is nothing that takes a second agent")
        about = (agent, seen.call, seen.standing.person, seen.standing.flags)
        await asyncio.to_thread(self.approvals.ask, *about, self.office.now())

    async def lift(self, agent: Agent, call_id: str) -> None:
        """Let the second factor of whom this call is about be changed again. Raises `ChangeRefused`."""
        seen = await self.see(agent, call_id)
        await self._lifting.lift(agent, seen.call, seen.standing, seen.approval)

    async def end(self, agent: Agent, call_id: str) -> Call:
        """End a call: its note is written and sent, if there is a ticket system; what was proved in it is forgotten."""
        seen, now = await self.see(agent, call_id), self.office.now()
        # The check, and the yes that it took, stand in the note also when they have run out by now.
        known = await self._checks.recorded(seen.call) if seen.trouble else seen.standing
        standing, person = replace(known, proof=known.proof or known.lapsed), known.person
        about = (seen.call, person, standing.since) if person else None
        approval = await asyncio.to_thread(self.approvals.newest, *about) if about else None
        note = note_of(seen.call, standing, approval, self.office.settings.today(), now)
        ended = await asyncio.to_thread(self.calls.end, agent, call_id, note, now)
        await asyncio.to_thread(self.office.proof.forget, call_id)
        await self.tickets.send(agent, ended)
        return ended

    def first_agent_of_the_demo(self) -> FirstSignIn | None:
        """Make the one agent of the demo, the first time; None where there is an agent already."""
        if self.agents.all():
            return None
        try:
            return self.agents.make(DEMO_AGENT, AGENT, "assistant", self.office.now())
        except AgentRefused:
            # Another process was quicker.
            return None
