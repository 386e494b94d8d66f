"""The desk at which people prove who they are: the one door to this room; what it knows is in the database."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from sqlalchemy.engine import Engine

from bot.audit import Audit
from bot.case import Case
from bot.database.engine import reading
from bot.directory.directory import Directory
from bot.directory.people import Person
from bot.keys import Keys
from bot.proof import conversations
from bot.proof.codes import Code, Codes, Outcome
from bot.proof.delivery import Delivery
from bot.proof.equipment import Equipment
from bot.proof.looking_up import LookingUp, LookUp
from bot.proof.noting import ASSISTANT, Notes
from bot.proof.rules import PROOF_HOLDS, SEE_OWN_METHODS, Proof, allows, that_the_case_leaves
from bot.proof.second import SecondCode, SecondCodes
from bot.proof.sending import Post
from bot.proof.shape import Randbelow
from bot.proof.taking_back import take_back_by_phone
from bot.proof.throttle import Throttle
from bot.proof.vouching import IsAgent, Vouching, nobody

#: How long a look-up takes for the caller, whatever becomes of it, in seconds (R2).
FLOOR = 0.15


class ProofDesk:
    """
    What a conversation can ask of the proof. Any process with the same database and keys sees the same.

    `deliveries` are by channel. `now` gives seconds since 1970, `is_agent` tells who may vouch,
    `randbelow` draws the codes, `floor` is in seconds. Each method that writes raises
    `sqlalchemy.exc.DatabaseError` when the database cannot be used; then nothing was proved.
    """

    def __init__(
        self,
        engine: Engine,
        keys: Keys,
        directory: Directory,
        deliveries: Mapping[str, Delivery],
        audit: Audit,
        now: Callable[[], float] = time.time,
        *,
        is_agent: IsAgent = nobody,
        randbelow: Randbelow = secrets.randbelow,
        floor: float = FLOOR,
    ) -> None:
        notes = Notes(audit, keys)
        post = Post(engine, deliveries, notes, now)
        issuer = Codes(keys, randbelow)
        self._with = Equipment(engine, keys, directory, issuer, Throttle(engine, keys), post, notes, now)
        self._looking_up = LookingUp(self._with)
        self._second_codes = SecondCodes(self._with)
        self._vouching = Vouching(self._with, is_agent)
        self._floor = floor
        self._under_way: set[asyncio.Task[None]] = set()

    async def begin(self, conversation_id: str, sign_in_name: str, case: Case, address: str | None = None) -> None:
        """
        Look somebody up and send a code to the first of their contacts that counts, if there is one.

        Gives nothing back, and takes the same time, whatever the sign-in name is: known, unknown,
        disabled, an administrator's, throttled, or without a contact (R1, R2). The rest happens
        behind the caller's back. `address` is where the person writes from, None if not known.
        """
        await self._uniformly(case, self._looking_up.open, conversation_id, sign_in_name, address)

    async def another_contact(self, conversation_id: str, case: Case) -> None:
        """Send a new code to the next contact, in the way of `begin`; the first comes after the last."""
        await self._uniformly(case, self._looking_up.open_another, conversation_id)

    def take_code(self, conversation_id: str, text: str, now: float) -> Outcome:
        """
        Try what somebody entered; a right code is used up, and proves something for half an hour.

        Of several that try the right code at once, one has it right.
        """
        with self._with.engine.begin() as connection:
            conversation = conversations.find(connection, conversation_id)
            outcome, code = self._with.issuer.check(connection, conversation_id, text, now)
            conversations.note_outcome(connection, conversation_id, outcome)
            person_id, why = (code.person_id, code.purpose) if code else (None, None)
            note = self._with.notes.write
            note(connection, conversation, "code_tried", outcome.value, now, person_id=person_id, why=why)
            if code and code.person_id and code.channel and outcome is Outcome.right:
                conversations.add_proof(connection, _proof_by(code, code.person_id, code.channel, now))
                note(connection, conversation, "proved", code.channel, now, person_id=person_id, why=why)
        return outcome

    def expects_code(self, conversation_id: str, now: float) -> bool:
        """Tell whether a code may come: until one was right, or for an hour, whoever it was asked for."""
        with reading(self._with.engine) as connection:
            conversation = conversations.find(connection, conversation_id)
        until = conversation.expects_code_until if conversation else None
        return until is not None and now < until

    def last_outcome(self, conversation_id: str) -> Outcome | None:
        """Give what became of the last code that was entered; None when none was since the last was asked for."""
        with reading(self._with.engine) as connection:
            conversation = conversations.find(connection, conversation_id)
        return Outcome(conversation.last_outcome) if conversation and conversation.last_outcome else None

    def is_about(self, conversation_id: str, sign_in_name: str | None) -> bool:
        """Tell whether this name is the one for which this conversation asked for a code."""
        with reading(self._with.engine) as connection:
            conversation = conversations.find(connection, conversation_id)
        if conversation is None or sign_in_name is None:
            return False
        return conversation.account == self._with.account_of(sign_in_name)

    async def person_proved(
        self, conversation_id: str, purpose: str, now: float, case: Case | None = None
    ) -> Person | None:
        """
        Give the person whom this conversation proved to be, if that is enough for the purpose; else None.

        The directory is asked again: contacts, roles and the account itself may have changed. With a
        case, codes by phone do not count when it says by now that the phone was stolen. Raises
        `DirectoryUnavailable`.
        """
        conversation, proofs = await asyncio.to_thread(self._read, conversation_id)
        if conversation is None or not conversation.person_id or not conversation.sign_in_name or not proofs:
            return None
        person = await self._with.directory.find(conversation.sign_in_name, conversation_id)
        # Forgotten while the directory was thinking: nothing outlives that.
        conversation, proofs = await asyncio.to_thread(self._read, conversation_id)
        if person is None or conversation is None or person.id != conversation.person_id:
            return None
        counting = that_the_case_leaves(proofs, case) if case else proofs
        return person if allows(purpose, person, counting, now, conversation_id=conversation_id) else None

    async def begin_second(self, conversation_id: str, case: Case) -> SecondCode:
        """
        Send a second code, to a contact of another channel, so that something may be changed.

        Says what became of it: the person is known by now. Refused before the first code was right,
        for administrators (R17), and when there were too many codes. Raises `DirectoryUnavailable`.
        """
        person = await self.person_proved(conversation_id, SEE_OWN_METHODS, self._with.now(), case)
        return await self._second_codes.send(conversation_id, person, case)

    def vouch(self, conversation_id: str, person_id: str, agent: str, how: str, now: float) -> None:
        """Record that an agent verified this person; see `Vouching.vouch`. Raises `VouchingRefused`."""
        self._vouching.vouch(conversation_id, person_id, agent, how, now)

    def note_telling(self, conversation_id: str, what: str, now: float) -> None:
        """Record that this conversation is told what is on file (`told_methods`), or a script (`script_shown`; R21)."""
        with self._with.engine.begin() as connection:
            conversation = conversations.find(connection, conversation_id)
            person_id = conversation.person_id if conversation else None
            note = self._with.notes.write
            note(connection, conversation, what, "done", now, who=ASSISTANT, person_id=person_id)

    def heed(self, conversation_id: str, case: Case) -> bool:
        """Let what the case says now take back what the phone proved; see `take_back_by_phone`."""
        return take_back_by_phone(self._with, conversation_id, case)

    def forget(self, conversation_id: str) -> None:
        """Let no code, no proof and nothing that was looked up outlive the conversation, or its start over (R39)."""
        self._with.directory.forget(conversation_id)
        with self._with.engine.begin() as connection:
            conversations.forget(connection, conversation_id)

    def forget_old(self, now: float) -> None:
        """Forget the conversations that nobody ended, a day after their last look-up. To be called every hour."""
        with self._with.engine.begin() as connection:
            conversations.forget_old(connection, now)

    async def settle(self) -> None:
        """Wait until everything that happens behind the callers' backs is done: for the end of a process, and tests."""
        while self._under_way:
            await asyncio.wait(set(self._under_way))
        await asyncio.to_thread(self._with.post.settle)

    async def _uniformly(self, case: Case, open_: Callable[..., LookUp | None], *about: Any) -> None:
        clock = asyncio.get_running_loop().time
        ends_at = clock() + self._floor
        look_up = await asyncio.to_thread(open_, *about)
        if look_up:
            self._behind_the_back(self._looking_up.finish(look_up, case))
        await asyncio.sleep(max(0.0, ends_at - clock()))

    def _behind_the_back(self, work: Coroutine[Any, Any, None]) -> None:
        # The loop itself holds tasks only weakly.
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _read(self, conversation_id: str) -> tuple[conversations.Conversation | None, list[Proof]]:
        with reading(self._with.engine) as connection:
            return conversations.find(connection, conversation_id), conversations.proofs_of(connection, conversation_id)


def _proof_by(code: Code, person_id: str, channel: str, now: float) -> Proof:
    return Proof(
        kind="code",
        channel=channel,
        contact_id=code.contact_id,
        person_id=person_id,
        purpose=code.purpose,
        conversation_id=code.conversation_id,
        proved_at=now,
        until=now + PROOF_HOLDS,
    )
