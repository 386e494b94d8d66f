"""Making sure who calls: whom the directory has on file, what speaks against it, and what the agent vouches for."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.back_office import BackOffice
from bot.case import Case
from bot.database.engine import reading
from bot.desk.agents import Agent
from bot.desk.approvals import Refusal
from bot.desk.calls import Call
from bot.desk.flags import red_flags
from bot.desk.on_record import OnRecord, on_record
from bot.desk.recording import record
from bot.directory.facts import facts_from
from bot.directory.masked import masked
from bot.directory.names import sign_in_key
from bot.directory.people import Person
from bot.errors import CheckRefused
from bot.proof import conversations
from bot.proof.rules import OUT_OF_BAND, Proof, phone_counts

#: In the order in which they are offered.
CHECKS = ("called_back", "manager_called_back", "seen_on_video", "seen_in_person")


@dataclass(frozen=True)
class Standing:
    """
    What the server knows of whom a call is about.

    `asked_for` is the name that was looked up, None before that; `person` whom the directory has of that
    name. `number` is where to call back, on file. `checks` are what the agent may vouch for, `flags` what
    speaks against it. `proof` is what was recorded and holds; only then are `methods` told (R4); `lapsed` is what
    was, and has run out since. `barred` names what an agent has to lift before their second factor changes,
    `stopped_at` when they said "this was not me".
    `refusal` is the no of a second agent that holds, `asked_about` the flags that one was asked about in this call.
    """

    asked_for: str | None = None
    person: Person | None = None
    number: str | None = None
    checks: Sequence[str] = ()
    flags: Sequence[str] = ()
    proof: Proof | None = None
    lapsed: Proof | None = None
    methods: Sequence[str] = ()
    barred: str | None = None
    stopped_at: float | None = None
    refusal: Refusal | None = None
    asked_about: Collection[str] = ()

    @property
    def since(self) -> float:
        """
        Say after which moment a check or a yes of a second agent counts.

        Who says "this was not me" says it of everything before it, and a no is about everything before it as well.
        """
        return max(self.stopped_at or 0.0, self.refusal.at if self.refusal else 0.0)


def checks_for(person: Person, case: Case) -> tuple[str, ...]:
    """
    Name how this person may be checked.

    A call-back goes to the number on file and to no other (R16). After a loss or a theft a mobile on
    file may be in somebody else's hands, and a call there proves nothing.
    """
    if not person.is_enabled:
        return ()
    number = _digits(person.call_back_number or "")
    mobiles = {_digits(contact.address) for contact in person.contacts if contact.channel == "sms"}
    calls_back = bool(number) and (number not in mobiles or phone_counts(case))
    return tuple(check for check in CHECKS if check in OUT_OF_BAND and (check != "called_back" or calls_back))


class Checks:
    """Looks people up for agents and records what they vouch for. Everything is a row of the audit (R21)."""

    def __init__(self, office: BackOffice) -> None:
        self._office = office

    async def look_up(self, agent: Agent, call: Call, sign_in_name: str) -> None:
        """
        Let a call be about this account from now on. What was proved before about another one is forgotten.

        Raises `DirectoryUnavailable`.
        """
        self._office.directory.forget(call.id)
        person = await self._office.directory.find(sign_in_name, call.id)
        await asyncio.to_thread(self._note_look_up, agent, call, sign_in_name, person)

    async def standing(self, call: Call) -> Standing:
        """Give what is known of whom this call is about. Raises `DirectoryUnavailable`."""
        found = await asyncio.to_thread(self._read, call)
        conversation = found.conversation
        if conversation is None or conversation.sign_in_name is None:
            return Standing()
        person = await self._office.directory.find(conversation.sign_in_name, call.id)
        if person is None or person.id != conversation.person_id:
            return Standing(conversation.sign_in_name)
        now, stopped_at = self._office.now(), found.stands.stopped_at
        against = {"is_stopped": stopped_at is not None, "is_refused": found.refusal is not None}
        flags = red_flags(person, found.look_ups, now, call.talk, **against, asked_about=found.asked_about)
        checks = checks_for(person, call.talk.case)
        standing = Standing(
            asked_for=person.sign_in_name,
            person=person,
            number=person.call_back_number if "called_back" in checks else None,
            checks=checks,
            flags=flags,
            barred=found.stands.barred,
            stopped_at=stopped_at,
            refusal=found.refusal,
            asked_about=found.asked_about,
        )
        # A check that is not offered any more, as the phone was stolen after all, counts no more either.
        counting = [p for p in found.vouched_after(standing.since) if p.channel in checks]
        proof = next((p for p in counting if now < p.until), None)
        lapsed = None if proof else next(iter(counting), None)
        methods = [m.label for m in person.methods or ()] + [masked(c) for c in person.contacts] if proof else []
        return replace(standing, proof=proof, lapsed=lapsed, methods=methods)

    async def recorded(self, call: Call) -> Standing:
        """Give what our own database has of it, for a note: the directory cannot be asked, and flags are not known."""
        found = await asyncio.to_thread(self._read, call)
        conversation = found.conversation
        if conversation is None:
            return Standing()
        standing = Standing(conversation.sign_in_name, stopped_at=found.stands.stopped_at, refusal=found.refusal)
        return replace(standing, lapsed=next(iter(found.vouched_after(standing.since)), None))

    async def vouch(self, agent: Agent, call: Call, how: str, *, approved: Sequence[str] = ()) -> dict[str, object]:
        """
        Record that this agent made sure who calls, and give the facts that the directory has of them.

        `approved` are the red flags that a second agent has seen and let pass. Raises `CheckRefused` while
        there is another, and for a check that this account does not have; `VouchingRefused` as the proof does.
        """
        standing = await self.standing(call)
        person = standing.person
        refusal = _refusal(standing, how, approved)
        if person is None or refusal:
            await asyncio.to_thread(self._note_refusal, agent, call, person, refusal or "nobody_on_file")
            raise CheckRefused((refusal or "nobody_on_file").replace("_", " "))
        vouch = self._office.proof.vouch
        await asyncio.to_thread(vouch, call.id, person.id, agent.name, how, self._office.now())
        await asyncio.to_thread(self._office.proof.note_telling, call.id, "told_methods", self._office.now())
        return await facts_from(self._office.directory, person, call.id, self._office.settings.today())

    def _note_look_up(self, agent: Agent, call: Call, sign_in_name: str, person: Person | None) -> None:
        now, name = self._office.now(), sign_in_key(sign_in_name)
        account = self._office.keys.digest("account", name or sign_in_name).hex()
        with self._office.engine.begin() as connection:
            conversations.forget(connection, call.id)
            conversations.begin(connection, call.id, account, name or sign_in_name, None, now)
            conversations.name(connection, call.id, person)
            result = "found" if person else "unknown"
            record(connection, self._office, agent, call, "look_up", result, person, sign_in_name)

    def _note_refusal(self, agent: Agent, call: Call, person: Person | None, refusal: str) -> None:
        with self._office.engine.begin() as connection:
            record(connection, self._office, agent, call, "refused", refusal, person)

    def _read(self, call: Call) -> OnRecord:
        with reading(self._office.engine) as connection:
            return on_record(connection, call.id, self._office.now())


def _refusal(standing: Standing, how: str, approved: Sequence[str]) -> str | None:
    if standing.person is None:
        return "nobody_on_file"
    if set(standing.flags) - set(approved):
        return "it_takes_a_second_agent"
    return None if how in standing.checks else "not_a_check_for_this_account"


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())
