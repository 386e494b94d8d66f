"""What a story expects of a turn, one class for each kind: where it finds it, and how it says it in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from story_tests.errors import Place
from story_tests.talker import Message, Turn

#: Met, but at no place of its own among the events.
ANYWHERE = -1
#: A name that a story uses: its kind (an attribute of `Vocabulary`), the name, and where it stands.
Name = tuple[str, str, Place]


class Expectation(Protocol):
    """Something expected of a turn."""

    @property
    def place(self) -> Place: ...

    def positions(self, turn: Turn) -> Iterable[int]:
        """Give every place among the turn's events where this is met (`ANYWHERE` for none of its own); empty: unmet."""

    def wanted(self) -> str:
        """Say in words what is expected."""

    def names(self) -> list[Name]:
        """Give the names of the domain that it uses, so that a misspelt one is told apart from an unmet one."""


@dataclass(frozen=True)
class Wording:
    """What a message is like: any of its response's name, its exact text, a pattern in its text, its buttons."""

    name: str | None = None
    text: str | None = None
    pattern: re.Pattern[str] | None = None
    buttons: tuple[Mapping[str, Any], ...] | None = None

    def fits(self, message: Message) -> bool:
        return (
            self.name in (None, message.name)
            and self.text in (None, message.text.strip())
            and (self.pattern is None or self.pattern.search(message.text) is not None)
            and (self.buttons is None or same_buttons(self.buttons, message.buttons))
        )

    def in_words(self) -> str:
        parts = [
            self.name,
            f'"{self.text}"' if self.text is not None else None,
            f"a text with /{self.pattern.pattern}/ in it" if self.pattern else None,
            f"the buttons {buttons_in_words(self.buttons)}" if self.buttons is not None else None,
        ]
        return ", with ".join(part for part in parts if part)


@dataclass(frozen=True)
class Says:
    """The bot says something."""

    place: Place
    wording: Wording

    def positions(self, turn: Turn) -> Iterable[int]:
        return [message.position for message in turn.messages if self.wording.fits(message)]

    def wanted(self) -> str:
        return f"the bot says {self.wording.in_words()}"

    def names(self) -> list[Name]:
        return [("responses", self.wording.name, self.place)] if self.wording.name else []


@dataclass(frozen=True)
class DoesNotSay(Says):
    """The bot does not say something."""

    def positions(self, turn: Turn) -> Iterable[int]:
        return [] if list(super().positions(turn)) else [ANYWHERE]

    def wanted(self) -> str:
        return f"the bot does not say {self.wording.in_words()}"


@dataclass(frozen=True)
class SetsSlot:
    """A slot is set in this turn: to `value` if `is_exact`, else to anything but null."""

    place: Place
    slot: str
    is_exact: bool = False
    value: Any = None

    def positions(self, turn: Turn) -> Iterable[int]:
        return [position for position in turn.positions("slot") if self._fits(turn.events[position])]

    def _fits(self, event: Mapping[str, Any]) -> bool:
        if event["name"] != self.slot:
            return False
        return same(event["value"], self.value) if self.is_exact else event["value"] is not None

    def wanted(self) -> str:
        return f"the slot {self.slot} is set" + (f" to {shown(self.value)}" if self.is_exact else "")

    def names(self) -> list[Name]:
        return [("slots", self.slot, self.place)]


@dataclass(frozen=True)
class LeavesSlot(SetsSlot):
    """A slot is not set in this turn, or not to `value`."""

    def positions(self, turn: Turn) -> Iterable[int]:
        return [] if list(super().positions(turn)) else [ANYWHERE]

    def wanted(self) -> str:
        return f"the slot {self.slot} is not set" + (f" to {shown(self.value)}" if self.is_exact else "")


@dataclass(frozen=True)
class Executes:
    """An action runs."""

    place: Place
    action: str

    def positions(self, turn: Turn) -> Iterable[int]:
        found = [position for position in turn.positions("action") if turn.events[position]["name"] == self.action]
        return found or ([ANYWHERE] if self.action in turn.ran else [])

    def wanted(self) -> str:
        return f"{self.action} runs"

    def names(self) -> list[Name]:
        return [("known_actions", self.action, self.place)]


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same for a writer: 1 is 1.0, but true is not 1."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def shown(value: Any) -> str:
    """Write a value as it stands in YAML."""
    words = {None: "null", True: "true", False: "false"}
    if isinstance(value, list | tuple):
        return f"[{', '.join(shown(item) for item in value)}]"
    return words[value] if value is None or isinstance(value, bool) else str(value)


def buttons_in_words(buttons: Iterable[Mapping[str, Any]]) -> str:
    return " ".join(f"[{button.get('title')}]" for button in buttons) or "(none)"


def same_buttons(wanted: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether these are the same buttons in the same order, by what is said of the wanted ones."""
    wanted, found = list(wanted), list(found)
    pairs = zip(wanted, found, strict=False)
    return len(wanted) == len(found) and all(
        have.get(key) == value for want, have in pairs for key, value in want.items()
    )
