"""A small assistant without Rasa, for the plugin's own tests: what it answers stands in one table."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from story_tests.talker import Breakage, Message, Opening, Options, Turn, Vocabulary

Events = list[dict[str, Any]]

MOODS = ({"title": "Good", "payload": "/good"}, {"title": "Bad", "payload": "/bad"})
VOCABULARY = Vocabulary(
    intents=frozenset({"greet", "good", "bad", "ask_time", "ask_oracle", "goodbye"}),
    responses=frozenset({"utter_greet", "utter_ask_mood", "utter_happy", "utter_sad", "utter_goodbye"}),
    actions=frozenset({"action_oracle", "action_time"}),
    slots=frozenset({"mood", "name", "tries", "hobbies"}),
    only_with={"Ask my friend": ("name", "Ada"), "utter_goodbye": ("name", "Ada")},
    known_actions=frozenset(
        {"action_oracle", "action_time", "action_listen", "utter_greet", "utter_ask_mood", "utter_happy"}
    ),
)


def talker(options: Options) -> FakeTalker:
    """Make the assistant; it needs no model."""
    return FakeTalker()


class FakeTalker:
    """Answers by `ANSWERS`; what it was given at the beginning can be asked for."""

    fixes_the_clock = True
    takes_metadata = True
    vocabulary = VOCABULARY

    def begin(self, opening: Opening) -> None:
        self.opening, self.slots = opening, dict(opening.slots)

    def say(self, text: str, metadata: Mapping[str, Any]) -> Turn:
        intent, events = self._answer(text, metadata)
        events = [{"event": "user", "text": text, "parse_data": {"intent": {"name": intent}}}, *events]
        self.slots |= {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        if text == "break the oracle":
            logging.getLogger("oracle").error("the oracle is out of order")
        broken = (Breakage("the action action_oracle broke:", "ZeroDivisionError: division by zero"),)
        return Turn(
            events=tuple(events),
            messages=tuple(Message.all_in(events)),
            slots=self.slots,
            ran=("action_oracle",) if "oracle" in text else (),
            breakages=broken if text == "break the oracle" else (),
        )

    def close(self) -> None:
        pass

    def _answer(self, text: str, metadata: Mapping[str, Any]) -> tuple[str, Events]:
        if text == "what time is it":
            return "ask_time", [action("action_time"), bot(f"It is {self.opening.now}.")]
        if text == "who am i":
            name, channel = self.slots.get("name"), metadata.get("channel")
            return "greet", [bot(f"You are {name}, and you come by {channel}.")]
        if text == "ask the oracle" and "action_oracle" in self.opening.stubs:
            return "ask_oracle", [bot(answer["text"]) for answer in self.opening.stubs["action_oracle"]["responses"]]
        return ANSWERS[text]


def bot(text: str, name: str | None = None, *buttons: dict[str, str]) -> dict[str, Any]:
    return {"event": "bot", "text": text, "data": {"buttons": list(buttons)}, "metadata": {"utter_action": name}}


def action(name: str) -> dict[str, Any]:
    return {"event": "action", "name": name}


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


ANSWERS: dict[str, tuple[str, Events]] = {
    "hello": (
        "greet",
        [
            action("utter_greet"),
            bot("Hey!", "utter_greet"),
            action("utter_ask_mood"),
            bot("How are you?", "utter_ask_mood", *MOODS),
            action("action_listen"),
        ],
    ),
    "/good": ("good", [slot("mood", "good"), slot("tries", 1), bot("Great, carry on!", "utter_happy")]),
    "/bad": ("bad", [slot("mood", "bad"), slot("hobbies", ["chess", "go"]), bot("I am sorry.", "utter_sad")]),
    "forget it": ("bad", [slot("mood", None), bot("Forgotten.")]),
    "ask the oracle": ("ask_oracle", [action("action_oracle"), bot("42")]),
    "break the oracle": ("ask_oracle", [action("action_oracle"), bot("Something went wrong.")]),
    "twice": ("greet", [bot("Hey!", "utter_greet"), bot("Hey!", "utter_greet")]),
    "say nothing": ("goodbye", [action("action_oracle"), action("action_listen")]),
}
