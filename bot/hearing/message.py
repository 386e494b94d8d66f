"""One message as it was understood: what it is about, and what was found in its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """One message as it was understood: its intent, and each fact found in it with its value."""

    intent: str | None
    found: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def from_entities(cls, intent: str | None, entities: Iterable[Mapping[str, Any]]) -> Message:
        """Read what Rasa's parse data hold, whether they come from words or from a button."""
        return cls(intent, tuple((entity["entity"], entity["value"]) for entity in entities))

    def values(self, name: str) -> tuple[Any, ...]:
        return tuple(value for found, value in self.found if found == name)

    def value(self, name: str) -> Any:
        """Give the first value of this name; None when there is none."""
        return next(iter(self.values(name)), None)
