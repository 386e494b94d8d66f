"""The second code, by another channel: half of what it takes to change something is proved, the person is known."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum

from sqlalchemy.engine import Connection

from bot.case import Case
from bot.directory.masked import masked
from bot.directory.people import Contact, Person
from bot.proof import codes, conversations, failures
from bot.proof.equipment import Equipment, next_contact
from bot.proof.rules import CHANGE_METHODS, contacts_for_a_second_code
from bot.proof.sending import Letter

#: For how long somebody waits to hear whether the code went out, in seconds.
PATIENCE = 4.0


class Sending(str, Enum):
    """What became of a second code."""

    sent = "sent"
    not_delivered = "not_delivered"
    no_other_channel = "no_other_channel"
    refused = "refused"


@dataclass(frozen=True)
class SecondCode:
    """What became of it, and to which contact it was, masked (R4); None when none was tried."""

    sending: Sending
    contact: str | None = None


class SecondCodes:
    """Sends second codes to people who proved that they may see their methods."""

    def __init__(self, equipment: Equipment) -> None:
        self._with = equipment

    async def send(self, conversation_id: str, person: Person | None, case: Case) -> SecondCode:
        """
        Send a code to the next contact of another channel, and say what became of it.

        `person` is whom this conversation proved to be; None, or an administrator (R17), is refused.
        """
        written = await asyncio.to_thread(self._write, conversation_id, person, case)
        if isinstance(written, SecondCode):
            return written
        return SecondCode(await _in_time(self._with.post.send(written)), masked(written.contact))

    def _write(self, conversation_id: str, person: Person | None, case: Case) -> Letter | SecondCode:
        now = self._with.now()
        with self._with.engine.begin() as connection:
            conversation = conversations.find(connection, conversation_id)
            letter: Letter | SecondCode = SecondCode(Sending.refused)
            if conversation is None or person is None:
                result = "not_proved"
            elif person.is_admin:
                result = "administrator"
            elif (contact := self._contact(connection, conversation_id, person, case, now)) is None:
                letter, result = SecondCode(Sending.no_other_channel), "no_other_channel"
            elif failures.is_blocked(connection, self._with.account_of(person.sign_in_name)):
                result = "account_blocked"
            elif not self._is_allowed(connection, conversation_id, person, now):
                result = "too_many_codes"
            else:
                conversations.expect_code(connection, conversation_id, now)
                return self._with.write_letter(connection, conversation, CHANGE_METHODS, person, contact)
            person_id = person.id if person else None
            note = self._with.notes.write
            note(connection, conversation, "refused", result, now, person_id=person_id, why=CHANGE_METHODS)
        return letter

    def _contact(
        self, connection: Connection, conversation_id: str, person: Person, case: Case, now: float
    ) -> Contact | None:
        proofs = conversations.proofs_of(connection, conversation_id)
        contacts = contacts_for_a_second_code(person, case, proofs, now, conversation_id=conversation_id)
        last = codes.last_contact(connection, conversation_id, CHANGE_METHODS)
        return next_contact(tuple(filter(self._with.post.reaches, contacts)), last)

    def _is_allowed(self, connection: Connection, conversation_id: str, person: Person, now: float) -> bool:
        account = self._with.account_of(person.sign_in_name)
        subjects = {"code_sent_in_conversation": conversation_id, "code_sent_to_account": account}
        return self._with.throttle.allow_all(connection, subjects, now)


async def _in_time(sending: Future[bool]) -> Sending:
    """What takes longer may still arrive, and counts then; but nobody is told to wait for it."""
    try:
        went_out = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(sending)), PATIENCE)
    except asyncio.TimeoutError:
        return Sending.not_delivered
    return Sending.sent if went_out else Sending.not_delivered
