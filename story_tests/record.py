"""Writes a talk that took place as a test case, ready to be reviewed and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from story_tests.talker import Message

#: Slots that Rasa itself sets to keep track; what they say is seen in what the bot says.
_RASAS_OWN = frozenset({"requested_slot", "session_started_metadata"})


@dataclass(frozen=True)
class Recorded:
    """One turn: what the person said, and Rasa's events (as dicts) until the bot waited again."""

    said: str
    events: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Kept:
    """A test case, the day on which its talk took place, its other fixtures, and what a reviewer has to know of it."""

    case: Mapping[str, Any]
    day: dt.date
    fixtures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def as_story_file(name: str, turns: Iterable[Recorded], leave_out: Iterable[str] = ()) -> str:
    """Give the YAML of a story file with this one case; see `as_test_case`."""
    return in_yaml({"test_cases": [as_test_case(name, turns, leave_out)]})


def as_test_case(name: str, turns: Iterable[Recorded], leave_out: Iterable[str] = ()) -> dict[str, Any]:
    """
    Give the test case, which passes as long as the assistant answers so.

    Responses are expected by name, and texts that have none word by word; a message that a button
    sent becomes a `press`; slots in `leave_out` are not mentioned.
    """
    steps: list[dict[str, Any]] = []
    buttons: dict[str, str] = {}
    slots: dict[str, Any] = {}
    for turn in turns:
        steps.append(_person(turn.said, buttons))
        messages = Message.all_in(turn.events)
        steps += [_bot(message) for message in messages if message.name or message.text.strip()]
        changed = _changed(turn.events, slots, {*_RASAS_OWN, *leave_out})
        slots.update(changed)
        if changed:
            steps.append({"slot_was_set": [{slot: value} for slot, value in changed.items()]})
        buttons.update({str(one.get("title")): str(one.get("payload")) for said in messages for one in said.buttons})
    return {"test_case": name, "steps": steps}


def as_dated_file(kept: Iterable[Kept]) -> str:
    """Give the YAML of a story file whose cases each stand on their day, with their remarks above them."""
    kept = list(kept)
    fixtures: dict[str, Mapping[str, Any]] = {}
    for one in kept:
        fixtures.update({_named(one.day): {"mocked_datetime": one.day.isoformat()}, **one.fixtures})
    return "".join(
        [
            in_yaml({"fixtures": [{name: [dict(slots)]} for name, slots in fixtures.items()]}),
            "test_cases:\n",
            *(line for one in kept for line in _with_remarks(one)),
        ]
    )


def _with_remarks(kept: Kept) -> list[str]:
    fixtures = [_named(kept.day), *kept.fixtures]
    case = {"test_case": kept.case["test_case"], "fixtures": fixtures, "steps": kept.case["steps"]}
    return [*(f"# {remark}\n" for remark in kept.remarks), in_yaml([case])]


def _named(day: dt.date) -> str:
    return f"on_{day:%Y_%m_%d}"


def said_elsewhere(name: str) -> dict[str, Any]:
    """Give the event of a message that Rasa does not know of, by the name of its response."""
    return {"event": "bot", "metadata": {"utter_action": name}}


def in_yaml(content: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """Write it as the stories of a project are written: short lines are not folded, keys keep their order."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)


def _person(said: str, buttons: Mapping[str, str]) -> dict[str, str]:
    # A title stands for the button offered last with it, so that is the one to look at.
    title = next((title for title, payload in buttons.items() if payload == said), None)
    return {"press": title} if title else {"user": said}


def _bot(message: Message) -> dict[str, str]:
    return {"utter": message.name} if message.name else {"bot": message.text.strip()}


def _changed(events: Iterable[Mapping[str, Any]], before: Mapping[str, Any], left_out: set[str]) -> dict[str, Any]:
    set_now = {str(event["name"]): event["value"] for event in events if event["event"] == "slot"}
    return {name: value for name, value in set_now.items() if name not in left_out and before.get(name) != value}
