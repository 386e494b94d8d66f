"""The front door: every message passes here before Rasa sees it, and no turn ends in silence."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from sqlalchemy.exc import SQLAlchemyError

from bot.back_office import PAGE_MARK, BackOffice
from bot.errors import SparekeyError
from bot.privacy import mask
from bot.proof.missing import tells_of_no_code
from bot.proof.shape import code_in
from bot.written import mapping_in

logger = logging.getLogger(__name__)

#: Longer messages keep their beginning and their end, where the point is.
LONGEST_MESSAGE = 2000
#: No button has more on it.
LONGEST_TITLE = 80
#: A whole turn, with all its actions, in seconds.
LONGEST_TURN = 15.0
#: What stands for a message without a word in it.
NOTHING_SAID = "..."
#: What Rasa hears in the place of a code.
GAVE_CODE = "/give_code"
#: The button below a code that is on its way, for when it does not come.
NO_CODE_CAME = "/code_did_not_come"

#: With what Rasa cuts off before it looks for a slash.
_SLASHES = re.compile(r"\A[/\s]+")
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]+")


class Conversations(Protocol):
    """What the front door needs to know of the conversations so far."""

    def was_offered(self, sender_id: str, payload: str) -> bool: ...

    def offers(self, sender_id: str, payload: str) -> bool: ...

    def titled(self, sender_id: str, words: str) -> str | None: ...

    def is_unsaved(self, sender_id: str) -> bool: ...


class FrontDoor:
    """
    Masks secrets, admits only payloads that were offered in this conversation, and guarantees a reply.

    Codes go to the proof and nowhere else; links that work once are put into a reply here, where
    no tracker keeps them.

    `handle` passes a message on to Rasa, `conversations` tells what was said so far (None while
    there is no model), `responses` the wording by name, `office` what is behind the conversation
    (None where nobody is looked up), `seconds` how long a turn may take.
    """

    def __init__(
        self,
        handle: Callable[[UserMessage], Awaitable[Any]],
        conversations: Conversations | None,
        responses: Mapping[str, Any],
        office: BackOffice | None = None,
        seconds: float = LONGEST_TURN,
    ) -> None:
        self._handle = handle
        self._conversations = conversations
        self._responses = responses
        self._office = office
        self._seconds = seconds

    @classmethod
    def of(cls, agent: Any, office: BackOffice | None = None) -> FrontDoor:
        """Build the door to this agent of Rasa's, which may still be without a model."""
        store = getattr(agent.tracker_store, "_tracker_store", None)
        conversations = store if hasattr(store, "was_offered") else None
        return cls(agent.handle_message, conversations, agent.domain.responses if agent.domain else {}, office)

    async def receive(self, sender_id: str, text: object, address: str | None = None) -> list[dict[str, Any]]:
        """
        Give the messages that answer this one; at least one, whatever happens.

        `address` is where the person writes from, as the server sees it; None if not known.
        """
        answers = CollectingOutputChannel()
        try:
            words = await self._admitted(sender_id, text)
            metadata = {"door": self._office.seal_at_the_door(sender_id, address)} if self._office else None
            heard = self._heard_here(sender_id, words)
            message = UserMessage(words, answers, sender_id, heard, input_channel="rest", metadata=metadata)
            await asyncio.wait_for(self._handle(message), self._seconds)
            await self._put_in_the_page(sender_id, answers.messages)
        except Exception:
            logger.exception("a turn failed")
        if not answers.messages:
            return [self._apology(sender_id, "utter_trouble_no_answer")]
        if self._is_unsaved(sender_id):
            return [self._apology(sender_id, "utter_trouble_not_saved"), *answers.messages]
        messages: list[dict[str, Any]] = answers.messages
        return messages

    async def _admitted(self, sender_id: str, text: object) -> str:
        words = sayable(text if isinstance(text, str) else "")
        if not words.startswith("/"):
            if await self._took_a_code(sender_id, words):
                return GAVE_CODE
            return self._button_typed(sender_id, words) or only_words(words)
        if self._conversations and self._conversations.was_offered(sender_id, words):
            return words
        return only_words(words)

    def _button_typed(self, sender_id: str, words: str) -> str | None:
        """Who types what a button below the last answer says has pressed it."""
        if self._conversations is None or len(words) > LONGEST_TITLE:
            return None
        return self._conversations.titled(sender_id, words)

    def _heard_here(self, sender_id: str, words: str) -> dict[str, Any] | None:
        """Understand in Rasa's place what only somebody means who waits for a code; None leaves it to Rasa."""
        if not (self._conversations and tells_of_no_code(words)):
            return None
        if not self._conversations.offers(sender_id, NO_CODE_CAME):
            return None
        intent = {"name": NO_CODE_CAME.lstrip("/"), "confidence": 1.0}
        return {"text": words, "intent": intent, "intent_ranking": [intent], "entities": []}

    async def _took_a_code(self, sender_id: str, words: str) -> bool:
        """Hand a code to the proof, if one is expected; the action asks there what became of it."""
        code = code_in(words)
        if self._office is None or code is None:
            return False
        proof, now = self._office.proof, self._office.now()
        try:
            if not await asyncio.to_thread(proof.expects_code, sender_id, now):
                return False
            await asyncio.to_thread(proof.take_code, sender_id, code, now)
        except SQLAlchemyError:
            logger.exception("a code could not be checked")
        return True

    async def _put_in_the_page(self, sender_id: str, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            if PAGE_MARK in message.get("text", "") and self._office:
                try:
                    page = await self._office.page_for(sender_id)
                except (SparekeyError, SQLAlchemyError) as refusal:
                    logger.warning("no enrolment page: %s", type(refusal).__name__)
                    message["text"] = self._apology(sender_id, "utter_trouble_no_page")["text"]
                else:
                    message["text"] = message["text"].replace(PAGE_MARK, page)

    def _is_unsaved(self, sender_id: str) -> bool:
        return bool(self._conversations and self._conversations.is_unsaved(sender_id))

    def _apology(self, sender_id: str, name: str) -> dict[str, Any]:
        variants = self._responses.get(name) or _responses_without_a_model()[name]
        return {"recipient_id": sender_id, "text": variants[-1]["text"]}


def sayable(text: str) -> str:
    """Give the text without what no keyboard types, shortened when it is very long, never empty."""
    text = _UNSAYABLE.sub(" ", text).strip()
    if len(text) > LONGEST_MESSAGE:
        half = LONGEST_MESSAGE // 2
        text = f"{text[:half]} {text[-half:]}"
    return text or NOTHING_SAID


def only_words(text: str, masking: Callable[[str], str] = mask) -> str:
    """Give the text without secrets, and as no command: neither as it was typed nor as masking leaves it."""
    return _SLASHES.sub("", masking(_SLASHES.sub("", text))) or NOTHING_SAID


def _responses_without_a_model() -> dict[str, Any]:
    """With no model there is no domain; the apologies are read from where they are written."""
    responses: dict[str, Any] = mapping_in(Path("data/responses/trouble.yml"))["responses"]
    return responses
