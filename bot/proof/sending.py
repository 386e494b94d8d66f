"""Sends codes in threads of its own: nobody waits for a mail server, and what became of each is recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from sqlalchemy.engine import Engine

from bot.directory.people import Contact
from bot.errors import NotDelivered
from bot.proof import codes
from bot.proof.conversations import Conversation
from bot.proof.delivery import Delivery
from bot.proof.messages import code_message
from bot.proof.noting import ASSISTANT, Notes

logger = logging.getLogger(__name__)

#: So many messages are handed over at a time; each takes seconds at most.
_AT_A_TIME = 8


@dataclass(frozen=True)
class Letter:
    """A code on its way. The code itself shows in no representation, and so in no log."""

    code_id: int
    code: str
    purpose: str
    person_id: str
    contact: Contact
    conversation: Conversation

    def __repr__(self) -> str:
        return f"Letter({self.code_id})"


class Post:
    """Hands codes to their deliveries, by channel. A channel without a delivery gets none."""

    def __init__(
        self, engine: Engine, deliveries: Mapping[str, Delivery], notes: Notes, now: Callable[[], float]
    ) -> None:
        self._engine = engine
        self._deliveries = deliveries
        self._notes = notes
        self._now = now
        self._threads = ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="codes")
        self._under_way: set[Future[bool]] = set()

    def reaches(self, contact: Contact) -> bool:
        """Tell whether something can be sent to this contact at all."""
        return contact.channel in self._deliveries

    def send(self, letter: Letter) -> Future[bool]:
        """Send a code; the future tells whether it went out, and never raises."""
        sending = self._threads.submit(self._hand_over, letter)
        self._under_way.add(sending)
        sending.add_done_callback(self._under_way.discard)
        return sending

    def settle(self, seconds: float | None = None) -> None:
        """Wait until everything that is under way went out or failed."""
        wait(set(self._under_way), seconds)

    def _hand_over(self, letter: Letter) -> bool:
        try:
            text = code_message(letter.code, letter.purpose, letter.contact.channel)
            self._deliveries[letter.contact.channel].send(letter.contact, text)
        except NotDelivered as error:
            logger.warning("%s", error)
            return self._record(letter, False)
        except Exception as error:
            # Only its kind: what a library says may quote the message.
            logger.error("a delivery by %s broke: %s", letter.contact.channel, type(error).__name__)
            return self._record(letter, False)
        return self._record(letter, True)

    def _record(self, letter: Letter, went_out: bool) -> bool:
        try:
            with self._engine.begin() as connection:
                if not went_out:
                    codes.mark_not_delivered(connection, letter.code_id)
                self._notes.write(
                    connection,
                    letter.conversation,
                    "code_sent" if went_out else "code_not_delivered",
                    letter.contact.channel,
                    self._now(),
                    who=ASSISTANT,
                    person_id=letter.person_id,
                    why=letter.purpose,
                )
        except Exception as error:
            logger.error("what became of a code could not be recorded: %s", type(error).__name__)
        return went_out
