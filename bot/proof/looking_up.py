"""The first code: looked up, decided and sent in such a way that nobody learns whether there is such a person (R1)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.case import Case
from bot.directory.names import sign_in_key
from bot.directory.people import Contact, Person
from bot.errors import DirectoryUnavailable
from bot.proof import codes, conversations, failures
from bot.proof.conversations import Conversation
from bot.proof.equipment import Equipment, next_contact
from bot.proof.rules import SEE_OWN_METHODS, contacts_that_count
from bot.proof.sending import Letter

logger = logging.getLogger(__name__)

#: For how long the directory may think, in seconds.
PATIENCE = 4.0


@dataclass(frozen=True)
class LookUp:
    """A look-up that was let in: for whom, what a code still counts as, and whether the next contact is wanted."""

    conversation: Conversation
    counts_as: Mapping[str, str]
    wants_another: bool = False


class LookingUp:
    """
    Looks people up and sends them a first code.

    Whatever becomes of it, the same is written: at once a code that nobody can know, then, unless
    the look-up was refused, a second one, which is real when there is somebody to send it to. So
    wrong codes are wrong, used up and counted alike for everybody.
    """

    def __init__(self, equipment: Equipment) -> None:
        self._with = equipment

    def open(self, conversation_id: str, sign_in_name: str, address: str | None) -> LookUp | None:
        """Let a look-up in, and wait for a code from now on. None when there were too many look-ups (R3)."""
        now = self._with.now()
        account = self._with.account_of(sign_in_name)
        subjects = {"look_up_in_conversation": conversation_id, "look_up_of_sign_in_name": account}
        if address:
            subjects["look_up_from_address"] = address
        with self._with.engine.begin() as connection:
            conversations.forget_old(connection, now)
            before = conversations.find(connection, conversation_id)
            name = sign_in_key(sign_in_name)
            conversation = conversations.begin(connection, conversation_id, account, name, address, now)
            if before and before.account != account:
                codes.close_all(connection, conversation_id, "replaced")
            self._leave_something_to_enter(connection, conversation_id, now)
            if not self._with.throttle.allow_all(connection, subjects, now):
                self._with.notes.write(connection, conversation, "refused", "too_many_look_ups", now)
                return None
        return LookUp(conversation, {"code_sent_in_conversation": conversation_id})

    def open_another(self, conversation_id: str) -> LookUp | None:
        """Let the same look-up in for the next contact; None when there was none, or too many codes."""
        now = self._with.now()
        with self._with.engine.begin() as connection:
            conversations.expect_code(connection, conversation_id, now)
            conversation = conversations.find(connection, conversation_id)
            if conversation is None:
                return None
            self._leave_something_to_enter(connection, conversation_id, now)
            if not self._with.throttle.allow_all(connection, {"code_sent_in_conversation": conversation_id}, now):
                self._with.notes.write(connection, conversation, "refused", "too_many_codes", now)
                return None
        return LookUp(conversation, {}, wants_another=True)

    async def finish(self, look_up: LookUp, case: Case) -> None:
        """Ask the directory, and send a code if there is somebody to send it to. Never raises, and tells nobody."""
        try:
            try:
                conversation = look_up.conversation
                find = self._with.directory.find(conversation.sign_in_name or "", conversation.id)
                person = await asyncio.wait_for(find, PATIENCE)
            except (DirectoryUnavailable, asyncio.TimeoutError):
                await asyncio.to_thread(self._give_up, look_up)
                return
            letter = await asyncio.to_thread(self._decide, look_up, person, case)
            if letter:
                self._with.post.send(letter)
        except Exception as error:
            logger.error("a look-up broke: %s", type(error).__name__)

    def _give_up(self, look_up: LookUp) -> None:
        with self._with.engine.begin() as connection:
            now = self._with.now()
            self._with.notes.write(connection, look_up.conversation, "look_up", "directory_unavailable", now)

    def _decide(self, look_up: LookUp, person: Person | None, case: Case) -> Letter | None:
        now = self._with.now()
        with self._with.engine.begin() as connection:
            conversation = conversations.find(connection, look_up.conversation.id)
            # Forgotten, or about somebody else, while the directory was thinking.
            if conversation is None or conversation.account != look_up.conversation.account:
                return None
            conversations.name(connection, conversation.id, person)
            account = self._with.account_of(person.sign_in_name) if person else conversation.account
            contact, result = self._choose(connection, look_up, person, account, case)
            subjects = {**look_up.counts_as, "code_sent_to_account": account}
            letter = None
            if not self._with.throttle.allow_all(connection, subjects, now):
                result = "too_many_codes"
            elif person and contact:
                letter = self._with.write_letter(connection, conversation, SEE_OWN_METHODS, person, contact)
            else:
                self._issue_what_nobody_knows(connection, conversation.id, account, now)
            person_id = person.id if person else None
            self._with.notes.write(connection, conversation, "look_up", result, now, person_id=person_id)
        return letter

    def _choose(
        self, connection: Connection, look_up: LookUp, person: Person | None, account: str, case: Case
    ) -> tuple[Contact | None, str]:
        """Give the contact that gets the code, if any, and in a word why."""
        if person is None:
            return None, "unknown"
        if not person.is_enabled:
            return None, "disabled"
        if failures.is_blocked(connection, account):
            return None, "account_blocked"
        contacts = contacts_that_count(person, case, self._with.now())
        last = codes.last_contact(connection, look_up.conversation.id, SEE_OWN_METHODS)
        reached = tuple(filter(self._with.post.reaches, contacts))
        contact = next_contact(reached, last if look_up.wants_another else None)
        return contact, "code_on_its_way" if contact else "no_contact"

    def _leave_something_to_enter(self, connection: Connection, conversation_id: str, now: float) -> None:
        """A code on its way stays good; else there is one to try that counts to nobody's failures, as yet."""
        if not codes.can_be_entered(connection, conversation_id, now):
            self._issue_what_nobody_knows(connection, conversation_id, None, now)

    def _issue_what_nobody_knows(
        self, connection: Connection, conversation_id: str, account: str | None, now: float
    ) -> None:
        self._with.issuer.issue(connection, conversation_id, SEE_OWN_METHODS, None, now, account=account)
