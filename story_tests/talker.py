"""The seam between the stories and an assistant: what a talker is given, and what it tells of each turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Message:
    """
    One message of the bot.

    `name` is the response it comes from, None when the text was put together elsewhere. `position`
    is its place among the events of the turn.
    """

    text: str
    name: str | None = None
    buttons: tuple[Mapping[str, Any], ...] = ()
    position: int = 0

    @classmethod
    def all_in(cls, events: Iterable[Event]) -> list[Message]:
        """Read what the bot said out of the events of a turn."""
        return [cls._from_event(event, at) for at, event in enumerate(events) if event["event"] == "bot"]

    @classmethod
    def _from_event(cls, event: Event, position: int) -> Message:
        name = (event.get("metadata") or {}).get("utter_action")
        buttons = (event.get("data") or {}).get("buttons") or ()
        return cls(event.get("text") or "", name, tuple(buttons), position)


@dataclass(frozen=True)
class Breakage:
    """Something that broke during a turn: what it was, and the last line of its traceback."""

    what: str
    last_line: str


@dataclass(frozen=True)
class Turn:
    """
    What one message brought about.

    `events` are Rasa's, as dicts, the person's message first. `ran` names the custom actions that
    ran, which is more than the events tell: Rasa writes none for a validation. `slots` holds the
    values afterwards.
    """

    events: tuple[Event, ...] = ()
    messages: tuple[Message, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    ran: tuple[str, ...] = ()
    breakages: tuple[Breakage, ...] = ()

    def positions(self, kind: str) -> list[int]:
        """Give where among the events those of one kind stand: "user", "bot", "action", "slot"."""
        return [position for position, event in enumerate(self.events) if event["event"] == kind]

    @property
    def actions(self) -> list[str]:
        """Give the actions that the events tell of, in order."""
        return [str(self.events[position].get("name")) for position in self.positions("action")]

    @property
    def intents(self) -> list[str]:
        """Give what the person's message was taken for."""
        found = [self.events[position].get("parse_data") or {} for position in self.positions("user")]
        return [str(data["intent"]["name"]) for data in found if (data.get("intent") or {}).get("name")]


@dataclass(frozen=True)
class Opening:
    """How a talk begins: slots that are already set, actions that are stubbed, the time it is."""

    slots: Mapping[str, Any] = field(default_factory=dict)
    stubs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    now: dt.datetime | None = None


@dataclass(frozen=True)
class Vocabulary:
    """
    The names that the model's domain holds.

    `actions` are the assistant's own; `known_actions` adds Rasa's, which a story may name as well.
    `only_with` names what is said (a response) or offered (the title of a button) only in talks with a
    fixture that sets this slot to this value, so that a failure can say what is missing.
    """

    intents: frozenset[str] = frozenset()
    responses: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    known_actions: frozenset[str] = frozenset()
    only_with: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Options:
    """What a talker is made from: the project's folder, a model and an action server if they were named."""

    root: Path
    model: Path | None = None
    action_server: str | None = None


class Talker(Protocol):
    """
    An assistant that can be talked to. The ini option `story_talker = module:factory` names what
    makes one out of `Options`; each pytest worker makes one.
    """

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def fixes_the_clock(self) -> bool:
        """Tell whether `Opening.now` is heeded; if not, a story that asks for it is refused."""

    @property
    def takes_metadata(self) -> bool:
        """Tell whether a message's metadata is heeded; if not, a story that has some is refused."""

    def begin(self, opening: Opening) -> None:
        """Begin a fresh talk of a person who was never here before; whatever is drawn by lot comes out the same."""

    def say(self, text: str, metadata: Mapping[str, Any]) -> Turn:
        """Say one message and give all that happened until the bot waits for the next one."""

    def close(self) -> None:
        """Give back what the talker holds."""
