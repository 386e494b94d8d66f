"""Making sure who calls: whom the directory has on file, what speaks against it, and what the agent vouches for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.back_office import BackOffice
from bot.case import Case
from bot.database.audit import audit as audit_rows
from bot.database.engine import reading
from bot.desk.agents import Agent
from bot.desk.calls import Call
from bot.desk.recording import record
from bot.desk.talk import Talk
from bot.directory.facts import facts_from
from bot.directory.masked import masked
from bot.directory.names import sign_in_key
from bot.directory.people import Person
from bot.enrolment import standing as second_factor
from bot.errors import CheckRefused
from bot.proof import conversations
from bot.proof.rules import DAY, NEW_CONTACTS_REST, OUT_OF_BAND, Proof, phone_counts

#: So many look-ups of one account within a day are a red flag, this one among them.
MANY_LOOK_UPS = 3
#: In the order in which they are offered.
CHECKS = ("called_back", "manager_called_back", "seen_on_video", "seen_in_person")


@dataclass(frozen=True)
class Standing:
    """
    What the server knows of whom a call is about.

    `asked_for` is the name that was looked up, None before that; `person` whom the directory has of that
    name. `number` is where to call back, on file. `checks` are what the agent may vouch for, `flags` what
    speaks against it. `proof` is what was recorded and holds; only then are `methods` told (R4). `barred` names what an
    agent has to lift before their second factor changes, `stopped_at` when they said "this was not me".
    """

    asked_for: str | None = None
    person: Person | None = None
    number: str | None = None
    checks: Sequence[str] = ()
    flags: Sequence[str] = ()
    proof: Proof | None = None
    methods: Sequence[str] = ()
    barred: str | None = None
    stopped_at: float | None = None


def red_flags(person: Person, look_ups: int, now: float, talk: Talk, *, is_stopped: bool = False) -> tuple[str, ...]:
    """Name what makes a second agent necessary (R19): only what the server knows, or what the agent noted."""
    changed = [contact.changed_at for contact in person.contacts if contact.changed_at is not None]
    flags = {
        "administrator": bool(person.roles),
        "roles_not_known": person.roles is None,
        "contact_changed": any(at > now - NEW_CONTACTS_REST for at in changed),
        "third_look_up": look_ups >= MANY_LOOK_UPS,
        "changes_stopped": is_stopped,
        "both_at_once": talk.asks_for_both,
        "pressing": talk.is_pressing,
    }
    return tuple(name for name, holds in flags.items() if holds)


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
        conversation, proofs, look_ups, stands = await asyncio.to_thread(self._read, call)
        if conversation is None or conversation.sign_in_name is None:
            return Standing()
        person = await self._office.directory.find(conversation.sign_in_name, call.id)
        if person is None or person.id != conversation.person_id:
            return Standing(conversation.sign_in_name)
        now = self._office.now()
        flags = red_flags(person, look_ups, now, call.talk, is_stopped=stands.stopped_at is not None)
        checks = checks_for(person, call.talk.case)
        # Who says "this was not me" says it of everything before it: whoever was checked until then is checked anew.
        since = stands.stopped_at or 0.0
        theirs = (p for p in proofs if p.kind == "agent" and p.person_id == person.id)
        proof = next((p for p in theirs if since < p.proved_at and now < p.until), None)
        proof = proof if person.is_enabled else None
        methods = [m.label for m in person.methods or ()] + [masked(c) for c in person.contacts] if proof else []
        number = person.call_back_number if "called_back" in checks else None
        barred = (stands.barred, stands.stopped_at)
        return Standing(person.sign_in_name, person, number, checks, flags, proof, methods, *barred)

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

    def _read(self, call: Call) -> tuple[conversations.Conversation | None, list[Proof], int, second_factor.Standing]:
        with reading(self._office.engine) as connection:
            conversation = conversations.find(connection, call.id)
            proofs = conversations.proofs_of(connection, call.id)
            look_ups, stands = 0, second_factor.Standing()
            if conversation and conversation.person_id:
                c = audit_rows.c
                recent = (c.person_id == conversation.person_id) & (c.what == "look_up")
                recent &= c.at > self._office.now() - DAY
                found = select(func.count()).select_from(audit_rows).where(recent)
                look_ups = int(connection.execute(found).scalar_one())
                stands = second_factor.standing_of(connection, conversation.person_id)
        return conversation, proofs, look_ups, stands


def _refusal(standing: Standing, how: str, approved: Sequence[str]) -> str | None:
    if standing.person is None:
        return "nobody_on_file"
    if set(standing.flags) - set(approved):
        return "it_takes_a_second_agent"
    return None if how in standing.checks else "not_a_check_for_this_account"


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())
