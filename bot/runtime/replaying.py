"""What a talk takes to be played again as a story: who is behind it, codes, and what cannot be had again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from bot.directory.demo import DEMO
from bot.directory.people_file import read_people
from bot.talk.turn import Progress
from story_tests.record import Recorded, as_test_case
from story_tests.talker import Message

#: What only keeps track of the talk is seen in what is said.
KEEPS_TRACK = tuple(field.name for field in fields(Progress))
#: The fixture of tests/dialogues/talker.py that puts a back office with the people of the demo behind a talk.
PEOPLE_ON_FILE: Mapping[str, Mapping[str, Any]] = {"people_on_file": {"directory": "demo"}}

#: What is said and offered only where a back office is behind the talk.
OF_THE_OFFICE = frozenset({"utter_ask_sign_in_name", "utter_code_on_its_way", "utter_human_at_the_desk"})
_LOOK_UP = "/ask_check_methods"
#: What Rasa hears in the place of a code (bot/runtime/front_door.py, which takes Rasa to import).
_GAVE_CODE = "/give_code"
_NOT_RIGHT = frozenset({"utter_code_wrong", "utter_code_used_up"})
_TOO_OLD = "utter_code_expired"
_TROUBLE = "utter_trouble_"
_START_OVER = "/start_over"


def case_of(name: str, turns: Sequence[Recorded]) -> dict[str, Any]:
    """Give the talk as a test case, with stage directions (tests/dialogues/staging.py) in the place of codes."""
    said = [replace(turn, said=_as_a_direction(turn)) for turn in turns]
    if said and said[0].said == _START_OVER:  # the button is one of the talk before
        said[0] = replace(said[0], said="start over")
    return as_test_case(name, said, leave_out=KEEPS_TRACK)


def is_with_the_office(turns: Sequence[Recorded]) -> bool:
    """Tell whether a back office answered in this talk."""
    messages = [message for turn in turns for message in Message.all_in(turn.events)]
    offered = {button.get("payload") for message in messages for button in message.buttons}
    return _LOOK_UP in offered or not OF_THE_OFFICE.isdisjoint(message.name for message in messages)


def why_never_again(turns: Sequence[Recorded], case: Mapping[str, Any]) -> Iterator[str]:
    """Say what in this talk, written as this case, does not come so when it is played; nothing when all does."""
    sign_in_name = ""
    for turn in turns:
        names = _responses_in(turn)
        sign_in_name = next((str(slot["value"]) for slot in _slots(turn, "sign_in_name")), sign_in_name)
        if _TOO_OLD in names:
            yield "a code was too old: say how much time went by, like `<61 minutes later> <code>`"
        elif _is_a_code(turn) and names.isdisjoint(_NOT_RIGHT) and sign_in_name.casefold() not in _people_of_the_demo():
            yield "who was looked up is nobody of the demo: take somebody of `python -m bot people`"
        yield from (f"something broke ({name}), and may not break again" for name in sorted(names) if _TROUBLE in name)
    if any(str(step.get("user", "")).startswith("/") for step in case["steps"]):
        yield "a button was pressed that was offered before this talk: write what it says"


def as_remarks(reasons: Iterable[str]) -> tuple[str, ...]:
    """Give each of these reasons once, as it stands above the case."""
    return tuple(f"This does not pass as it stands: {reason}." for reason in dict.fromkeys(reasons))


def _as_a_direction(turn: Recorded) -> str:
    if not _is_a_code(turn):
        return turn.said
    return "<code>" if _responses_in(turn).isdisjoint(_NOT_RIGHT) else "<wrong code>"


def _is_a_code(turn: Recorded) -> bool:
    return any(event["event"] == "user" and event.get("text") == _GAVE_CODE for event in turn.events)


def _responses_in(turn: Recorded) -> set[str]:
    return {message.name for message in Message.all_in(turn.events) if message.name}


def _slots(turn: Recorded, name: str) -> list[Mapping[str, Any]]:
    return [event for event in turn.events if event["event"] == "slot" and event["name"] == name and event["value"]]


@lru_cache(maxsize=1)
def _people_of_the_demo() -> frozenset[str]:
    return frozenset(person.sign_in_name.casefold() for person in read_people(DEMO, now=0.0).people)
