"""Everything behind the conversation: the directory, the proof, the enrolment, the audit."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.audit import Audit
from bot.case import Case
from bot.database.engine import open_database
from bot.desk.agents import Agents
from bot.desk.handing_over import hand_over
from bot.directory.directory import Directory
from bot.directory.facts import facts_from
from bot.directory.masked import masked
from bot.directory.open import open_directory
from bot.directory.people import Person
from bot.enrolment.enrolment import Enrolment
from bot.enrolment.outbox import Sent, send_due
from bot.errors import ChangeNotProved, SealBroken, SparekeyError
from bot.keys import Keys, keys_of
from bot.proof.delivery import Delivery
from bot.proof.desk import ProofDesk
from bot.proof.held import proved_in
from bot.proof.rules import CHANGE_METHODS, SEE_OWN_METHODS, contacts_that_count
from bot.settings import Settings
from bot.talk.turn import Known

logger = logging.getLogger(__name__)

#: What no line of a reply may hold, because the tracker keeps every word; the front door puts the page in its place.
PAGE_MARK = "<your page>"
_FRONT_DOOR = "front door"
#: What an order writes to the audit.
_NOTED = {"note_telling": "told_methods", "note_script": "script_shown"}


@dataclass(frozen=True)
class BackOffice:
    """
    What the actions and the front door ask for. All that it knows is in the database, keyed by the conversation.

    `now` gives seconds since 1970 UTC.
    """

    engine: Engine
    keys: Keys
    audit: Audit
    directory: Directory
    deliveries: Mapping[str, Delivery]
    proof: ProofDesk
    enrolment: Enrolment
    settings: Settings
    now: Callable[[], float] = time.time

    def seal_at_the_door(self, conversation_id: str, address: str | None) -> str:
        """Say so that nobody else can, that a message of this conversation came by the front door, and from where."""
        return self.keys.seal(json.dumps([conversation_id, address]).encode(), _FRONT_DOOR).decode()

    def address_at_the_door(self, conversation_id: str, sealed: str) -> str | None:
        """
        Give the address that was sealed for this conversation; None when it is not known.

        Raises `SealBroken` for whatever was not sealed by `seal_at_the_door`, or for another conversation.
        """
        conversation: str
        address: str | None
        conversation, address = json.loads(self.keys.unseal(sealed.encode(), _FRONT_DOOR))
        if conversation != conversation_id:
            raise SealBroken(_FRONT_DOOR)
        return address

    def can_be_read(self) -> bool:
        """Tell whether our tables are there: SQLite makes a file that is gone anew, without any."""
        try:
            self.proof.last_outcome("")
        except SQLAlchemyError as error:
            logger.error("the database cannot be read: %s", error)
            return False
        return True

    async def known(self, conversation_id: str, case: Case) -> Known:
        """
        Give what the server knows of this conversation; nothing of the person before they proved who they are.

        When it cannot be asked just now, at most what became of the last code is known: it goes by questions.
        """
        known = Known()
        try:
            known = Known(outcome=await asyncio.to_thread(self.proof.last_outcome, conversation_id))
            return await self._known(conversation_id, case, known.outcome)
        except (SparekeyError, SQLAlchemyError):
            logger.exception("the look-up failed; the conversation goes by questions")
            return known

    async def _known(self, conversation_id: str, case: Case, outcome: str | None) -> Known:
        person = await self.proof.person_proved(conversation_id, SEE_OWN_METHODS, self.now(), case)
        if person is None:
            return Known(can_look_up=True, outcome=outcome)
        return Known(
            can_look_up=True,
            outcome=outcome,
            facts=await self._facts(conversation_id, person, case),
            methods=tuple(_told(person)),
            may_change=await self.proof.person_proved(conversation_id, CHANGE_METHODS, self.now(), case) is not None,
            enrolment="changed" if await asyncio.to_thread(self.enrolment.is_done_in, conversation_id) else None,
        )

    async def send_second_code(self, conversation_id: str, case: Case) -> Known:
        """Send a second code, and give what became of it."""
        code = await self.proof.begin_second(conversation_id, case)
        return Known(can_look_up=True, second_code=code.sending, contact=code.contact)

    async def carry_out(
        self, order: str, conversation_id: str, sign_in_name: str | None, case: Case, address: str | None
    ) -> bool:
        """Do what a reply of the talk orders; give False where it was a hand-over and the desk did not take it."""
        if order == "look_up" and sign_in_name:
            await self.proof.begin(conversation_id, sign_in_name, case, address)
        elif order == "another_contact":
            await self.proof.another_contact(conversation_id, case)
        elif order == "forget":
            await asyncio.to_thread(self.forget, conversation_id)
        elif order == "hand_over":
            # Whoever is named in the chat: what the directory states is of the account that was proved.
            is_theirs = await asyncio.to_thread(self.proof.is_about, conversation_id, sign_in_name)
            known = await self.known(conversation_id, case) if is_theirs else Known()
            about = (conversation_id, sign_in_name, case, self.now(), address, Case(**known.facts or {}))
            return await asyncio.to_thread(hand_over, self.engine, self.keys, *about)
        elif order in _NOTED:
            await asyncio.to_thread(self.proof.note_telling, conversation_id, _NOTED[order], self.now())
        elif order == "report_stolen":
            person = await self.proof.person_proved(conversation_id, SEE_OWN_METHODS, self.now(), case)
            if person:
                await asyncio.to_thread(self.enrolment.report_stolen, person, conversation_id, self.now())
        return True

    async def heed(self, conversation_id: str, case: Case) -> None:
        """Let what the case says now take back what was proved by the phone, and the page that was given for it."""
        if await asyncio.to_thread(self.proof.heed, conversation_id, case):
            await asyncio.to_thread(self.enrolment.withdraw, conversation_id, self.now())

    def forget(self, conversation_id: str) -> None:
        """Forget what a conversation proved, and close the enrolment page that it was given (R39)."""
        self.proof.forget(conversation_id)
        self.enrolment.withdraw(conversation_id, self.now())

    async def page_for(self, conversation_id: str) -> str:
        """
        Give the address of a fresh enrolment page.

        Raises what `Enrolment.begin` raises; `ChangeNotProved` when this conversation did not prove enough.
        """
        person = await self.proof.person_proved(conversation_id, CHANGE_METHODS, self.now())
        token = await asyncio.to_thread(self._begin_enrolment, person, conversation_id)
        return f"{self.settings.address()}/enrol/{token}"

    def send_due(self) -> Sent:
        """Send the notifications that are due."""
        return send_due(self.enrolment.means, self.deliveries, self.now())

    def _begin_enrolment(self, person: Person | None, conversation_id: str) -> str:
        if person is None:
            raise ChangeNotProved("this account")
        return self.enrolment.begin(person, conversation_id, self.now())

    async def _facts(self, conversation_id: str, person: Person, case: Case) -> dict[str, Any]:
        facts: dict[str, Any] = await facts_from(self.directory, person, conversation_id, self.settings.today())
        if facts.get("has_own_second_factor"):
            channels = {contact.channel for contact in contacts_that_count(person, case, self.now())}
            facts["can_enrol_here"] = not person.is_admin and "email" in channels and len(channels) > 1
        return facts


def _told(person: Person) -> list[str]:
    """The labels are the organisation's own words; contacts are masked (R4)."""
    return [*(method.label for method in person.methods or ()), *(masked(contact) for contact in person.contacts)]


def back_office_with(
    settings: Settings,
    deliveries: Mapping[str, Delivery],
    now: Callable[[], float] = time.time,
    desk: Callable[..., ProofDesk] = ProofDesk,
) -> BackOffice | None:
    """
    Open everything with these deliveries (by channel), this clock, and a desk that is made so.

    None when there is no directory. Raises what opening the database, the key and the people file raises.
    """
    engine = open_database(settings.own_database)
    keys = keys_of(engine, settings.key_file)
    audit = Audit(engine, keys)
    directory = open_directory(settings, engine, now())
    if directory is None:
        return None
    proof = desk(engine, keys, directory, deliveries, audit, now, is_agent=Agents(engine, keys, audit).is_agent)
    enrolment = Enrolment(
        engine,
        keys,
        audit,
        may_change=proved_in(engine, CHANGE_METHODS),
        may_report_stolen=proved_in(engine, SEE_OWN_METHODS),
        stop_link=lambda token: f"{settings.address()}/not-me/{token}",
    )
    return BackOffice(engine, keys, audit, directory, deliveries, proof, enrolment, settings, now)
