"""The only place that knows both sides: slots become a turn of the core, its reply becomes responses and slots."""

from __future__ import annotations

import abc
import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.deadline import in_time
from bot.back_office import BackOffice
from bot.case import Case
from bot.errors import SealBroken
from bot.hearing.message import Message, likely_problems
from bot.office import office as back_office
from bot.phone.caller import Caller
from bot.settings import Settings
from bot.talk import no_further, words_first
from bot.talk.turn import Known, Progress, Reply, Say, Turn

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]
GO_ON, LISTEN = "action_go_on", "action_listen"
#: The actions whose replies may go on (`Reply.goes_on`).
MAY_GO_ON = frozenset({"action_use_code", "action_check_fallback_methods"})


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

    async def learn(self, office: BackOffice, turn: Turn, conversation_id: str) -> Known:
        """Give what the server knows; most moves need to know only whether somebody can be looked up."""
        if turn.case.has_own_second_factor:
            return await office.known(conversation_id, turn.case)
        return Known(can_look_up=True)

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        seconds = settings().action_deadline
        try:
            turn, reply = await asyncio.wait_for(self._work_out(tracker, seconds), seconds)
        except asyncio.TimeoutError:
            return apologise(dispatcher, "trouble_too_slow", self.name())
        except Exception:
            logger.exception("%s failed", self.name())
            return apologise(dispatcher, "trouble_action_failed", self.name())
        for say in reply.says:
            utter(dispatcher, say, domain, tracker.slots)
        return [
            *changes(turn.case, reply.case),
            *changes(turn.progress, reply.progress),
            *(forgotten(turn.caller) if "forget" in reply.orders else ()),
            *self._what_follows(reply, tracker.latest_action_name),
        ]

    def _what_follows(self, reply: Reply, before: str) -> Events:
        """No rule knows of a move that goes on, nor that the talk listens after it."""
        if reply.goes_on:
            return [FollowupAction(GO_ON)]
        return [FollowupAction(LISTEN)] if self.name() == GO_ON and before in MAY_GO_ON else []

    async def _work_out(self, tracker: Tracker, seconds: float) -> tuple[Turn, Reply]:
        turn, office = turn_of(tracker), await asyncio.to_thread(office_that_can_be_read)
        door = door_of(tracker, office)
        if office and door:
            turn = replace(turn, known=await self.learn(office, turn, tracker.sender_id))
        move = words_first.move_for(turn, self.move)
        reply = await in_time(lambda: move(turn), seconds)
        if office and door:
            await office.heed(tracker.sender_id, reply.case)
            for order in reply.orders:
                name = turn.caller.sign_in_name
                if not await office.carry_out(order, tracker.sender_id, name, reply.case, door.address):
                    reply = no_further.without_the_desk(reply)
        return turn, reply


def office_that_can_be_read() -> BackOffice | None:
    """Give what is behind the conversation; None while its database is gone: the talk then goes by questions."""
    office = back_office()
    return office if office and office.can_be_read() else None


@dataclass(frozen=True)
class Door:
    """The front door, by which a message came; `address` is where the person writes from, None if not known."""

    address: str | None


def door_of(tracker: Tracker, office: BackOffice | None) -> Door | None:
    """
    Give the front door by which this message came; None when it came past it.

    Without it a code that somebody types would be kept by the tracker, so nobody is looked up. What
    a client says of itself does not count: the door seals what it says.
    """
    sealed = (tracker.latest_message.get("metadata") or {}).get("door")
    if office is None or not isinstance(sealed, str):
        return None
    try:
        return Door(office.address_at_the_door(tracker.sender_id, sealed))
    except SealBroken:
        return None


def turn_of(tracker: Tracker) -> Turn:
    """Read the turn out of the conversation."""
    case = Case.from_slots(tracker.slots)
    told = _told_in_this_turn(tracker.events)
    entities = tracker.latest_message.get("entities") or []
    return Turn(
        case=case,
        progress=Progress.from_slots(tracker.slots),
        today=settings().today(),
        caller=Caller.from_slots(tracker.slots),
        text=tracker.latest_message.get("text") or "",
        intent=(tracker.latest_message.get("intent") or {}).get("name"),
        term=next(tracker.get_latest_entity_values("term"), None),
        did=next(tracker.get_latest_entity_values("did"), None),
        told=told,
        says_again=not told and Message.from_entities(None, entities).says_again(case),
        readings=likely_problems(tracker.latest_message.get("intent_ranking") or []),
    )


def changes(before: Case | Progress, after: Case | Progress) -> Events:
    """Give the slots that differ."""
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(before))
    return [SlotSet(name, list(new) if isinstance(new, tuple) else new) for name, old, new in pairs if old != new]


def forgotten(caller: Caller) -> Events:
    """Empty the slots of the details: whoever starts over may be about another account."""
    return [SlotSet(f.name, None) for f in fields(caller) if getattr(caller, f.name) is not None]


def utter(dispatcher: CollectingDispatcher, say: Say, domain: Mapping[str, Any], slots: Mapping[str, Any]) -> None:
    """
    Say one thing by the name of its response, so that the tracker knows what was said.

    Buttons given here come after the response's own. `slots` are those before this turn.
    """
    buttons = buttons_of(domain["responses"][say.buttons], slots) if say.buttons else None
    if buttons and say.only:
        by_intent = {button["payload"].lstrip("/"): button for button in buttons}
        buttons = [by_intent[intent] for intent in say.only]
    if say.more_buttons:
        buttons = [*(buttons or []), *buttons_of(domain["responses"][say.more_buttons], slots)]
    dispatcher.utter_message(response=say.response, buttons=buttons, **say.values)


def buttons_of(variants: Sequence[Mapping[str, Any]], slots: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the buttons of the first variant whose conditions these slots fit, else of the last, which has none."""
    fitting = (v for v in variants if all(slots.get(c["name"]) == c["value"] for c in v.get("condition", ())))
    return list(next(fitting, variants[-1]).get("buttons", ()))


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
