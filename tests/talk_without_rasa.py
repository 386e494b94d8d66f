"""A talk without Rasa: the rules, the actions' moves and the core, with what would be understood given."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from actions.bridge import TalkAction, buttons_of
from bot.case import FACTS, Case
from bot.hearing.message import Message
from bot.hearing.taking_in import details_in, take_in
from bot.phone.caller import Caller
from bot.talk import words_first
from bot.talk.turn import Known, Progress, Say, Turn
from tests.contracts.project import responses, rules

TODAY = dt.date(2026, 11, 24)
NOTHING_KNOWN = Known()


class Talk:
    """Hears intents and facts, and keeps what was said back: `said` of the last turn, by response name."""

    def __init__(self, today: dt.date = TODAY, known: Known = NOTHING_KNOWN, **facts: Any) -> None:
        self.case, self.progress, self.today = Case(**facts), Progress(), today
        self.details: dict[str, str] = {}
        self.says: tuple[Say, ...] = ()
        self.known, self.orders = known, tuple[str, ...]()

    def hears(
        self, intent: str, text: str = "", readings: tuple[str, ...] = (), confidence: float = 1.0, **found: Any
    ) -> list[str]:
        """Take in one message: its intent, and facts found in it (a list for several of one kind)."""
        pairs = [(name, v) for name, value in found.items() for v in (value if isinstance(value, list) else [value])]
        message = Message(intent, tuple(pairs), confidence)
        before = self._slots
        self.case, self.progress = take_in(message, self.case, self.progress, self.today)
        self.details |= details_in(message)
        told = frozenset(name for name, value in self._slots.items() if value != before.get(name))
        again = not told and message.says_again(self.case)
        heard = {
            "text": text,
            "intent": intent,
            "term": found.get("term"),
            "did": found.get("did"),
            "told": told,
            "says_again": again,
            "readings": readings,
        }
        self.says, self.orders = (), ()
        for action in _actions_for(intent):
            self._does(action, heard)
        return self.said

    def presses(self, title: str) -> list[str]:
        """Press the button of this title among those of the last turn."""
        payload = self.buttons[title]
        intent, _, entities = payload.lstrip("/").partition("{")
        found = json.loads("{" + entities.strip("{}") + "}") if entities else {}
        return self.hears(intent, **found)

    @property
    def said(self) -> list[str]:
        return [say.response for say in self.says]

    @property
    def question(self) -> str | None:
        return self.progress.requested_slot

    @property
    def buttons(self) -> dict[str, str]:
        found: dict[str, str] = {}
        slots = {**self._slots, "presented": self.progress.presented}
        for say in self.says:
            own = buttons_of(responses()[say.buttons or say.response], slots)
            by_intent = {button["payload"].lstrip("/"): button for button in own}
            wanted = [by_intent[intent] for intent in say.only] or own
            if say.more_buttons:
                wanted = [*wanted, *buttons_of(responses()[say.more_buttons], slots)]
            found.update({button["title"]: button["payload"] for button in wanted})
        return found

    @property
    def _slots(self) -> dict[str, Any]:
        return {**vars(self.case), **self.details}

    def _does(self, action: str, heard: Mapping[str, Any]) -> None:
        if action.startswith("utter_"):
            self.says += (Say(action),)
            return
        caller = Caller(**{f.name: self._slots.get(f.name) for f in fields(Caller)})
        turn = Turn(self.case, self.progress, self.today, caller, known=self.known, **heard)
        reply = words_first.move_for(turn, _move(action))(turn)
        self.says += reply.says
        self.orders += reply.orders
        self.case, self.progress = reply.case, reply.progress
        if reply.goes_on:
            self._does("action_go_on", {**heard, "told": frozenset()})


def slots_of(case: Case) -> dict[str, Any]:
    return {fact: getattr(case, fact) for fact in FACTS if getattr(case, fact) is not None}


@lru_cache
def _actions_for(intent: str) -> tuple[str, ...]:
    rule = next(rule for rule in rules() if rule["steps"][0].get("intent") == intent)
    return tuple(step["action"] for step in rule["steps"] if "action" in step)


@lru_cache
def _move(action: str) -> Any:
    return next(talk_actions_in(f"actions.{action.removeprefix('action_')}"))().move


def talk_actions_in(module: str) -> Iterator[type[TalkAction]]:
    """Give the actions that a module defines."""
    for kind in vars(importlib.import_module(module)).values():
        if isinstance(kind, type) and getattr(kind, "__module__", "") == module and issubclass(kind, TalkAction):
            yield kind
