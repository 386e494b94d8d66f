"""Take in what the message told, once per message and before anything else: facts, answers, details for the call."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.bridge import Events, changes, settings, turn_of
from bot.hearing.message import Message
from bot.hearing.taking_in import details_in, take_in
from bot.privacy import holds_a_secret

logger = logging.getLogger(__name__)


class ActionValidateSlotMappings(Action):
    """Rasa runs this before it decides what to do; whatever fails here must not silence the turn."""

    def name(self) -> str:
        return "action_validate_slot_mappings"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        try:
            return self._take_in(dispatcher, tracker)
        except Exception:
            logger.exception("the message could not be taken in")
            return []

    def _take_in(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        latest = tracker.latest_message
        if holds_a_secret(latest.get("text") or ""):
            dispatcher.utter_message(response="utter_secret_removed")
        turn = turn_of(tracker)
        intent = latest.get("intent") or {}
        sure = intent.get("confidence", 1.0)
        message = Message.from_entities(intent.get("name"), latest.get("entities", []), sure)
        case, progress = take_in(message, turn.case, turn.progress, settings().today())
        details = [SlotSet(name, value) for name, value in details_in(message).items()]
        return [*changes(turn.case, case), *changes(turn.progress, progress), *details]
