"""The only place that knows both sides: slots become a turn of the core, its reply becomes responses and slots."""

from __future__ import annotations

import abc
import asyncio
import logging
import os
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.deadline import in_time
from bot.case import Case
from bot.hearing.message import likely_problems
from bot.phone.caller import Caller
from bot.settings import Settings
from bot.talk.turn import Progress, Reply, Say, Turn

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]


class TalkAction(Action, abc.ABC):
    """
    An action that makes one move of the talk. `action_<file>` is its name.

    It answers within the deadline whatever happens: a move that fails or hangs becomes an
    apology with the road that needs no look-up, and the case stays as it was.
    """

    def name(self) -> str:
        return f"action_{type(self).__module__.rsplit('.', 1)[-1]}"

    @abc.abstractmethod
    def move(self, turn: Turn) -> Reply:
        """Work out the reply; pure, so that nothing is half done when it fails."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        try:
            turn = turn_of(tracker)
            reply = await in_time(lambda: self.move(turn), settings().action_deadline)
        except asyncio.TimeoutError:
            return apologise(dispatcher, "trouble_too_slow", self.name())
        except Exception:
            logger.exception("%s failed", self.name())
            return apologise(dispatcher, "trouble_action_failed", self.name())
        for say in reply.says:
            utter(dispatcher, say, domain)
        return [*changes(turn.case, reply.case), *changes(turn.progress, reply.progress)]


def turn_of(tracker: Tracker) -> Turn:
    """Read the turn out of the conversation."""
    return Turn(
        case=Case.from_slots(tracker.slots),
        progress=Progress.from_slots(tracker.slots),
        today=settings().today(),
        caller=caller_of(tracker.slots),
        text=tracker.latest_message.get("text") or "",
        term=next(tracker.get_latest_entity_values("term"), None),
        told=_told_in_this_turn(tracker.events),
        readings=likely_problems(tracker.latest_message.get("intent_ranking") or []),
    )


def caller_of(slots: Mapping[str, Any]) -> Caller:
    """Give what is known of the person for the call to Microsoft."""
    names = (f.name for f in fields(Caller))
    return Caller(**{name: slots.get(name) for name in names})


def changes(before: Case | Progress, after: Case | Progress) -> Events:
    """Give the slots that differ."""
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(before))
    return [SlotSet(name, list(new) if isinstance(new, tuple) else new) for name, old, new in pairs if old != new]


def utter(dispatcher: CollectingDispatcher, say: Say, domain: Mapping[str, Any]) -> None:
    """Say one thing by the name of its response, so that the tracker knows what was said."""
    buttons = domain["responses"][say.buttons][0]["buttons"] if say.buttons else None
    if buttons and say.only:
        by_intent = {button["payload"].lstrip("/"): button for button in buttons}
        buttons = [by_intent[intent] for intent in say.only]
    dispatcher.utter_message(response=say.response, buttons=buttons, **say.values)


def apologise(dispatcher: CollectingDispatcher, trouble: str, action: str) -> Events:
    """Say that something here broke; the case is kept."""
    logger.error("%s: %s", action, trouble)
    dispatcher.utter_message(response=f"utter_{trouble}")
    return []


@lru_cache(maxsize=1)
def settings() -> Settings:
    return Settings.from_env(os.environ)


def _told_in_this_turn(events: Events) -> frozenset[str]:
    """Name the facts and details that the message of this turn changed."""
    telling = {f.name for kind in (Case, Caller) for f in fields(kind)}
    told: set[str] = set()
    for event in reversed(events):
        if event["event"] == "user":
            break
        if event["event"] == "slot" and event["name"] in telling:
            told.add(event["name"])
    return frozenset(told)
