"""A test case as it was read from a story file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from story_tests.errors import Place
from story_tests.expectations import Expectation, Name
from story_tests.talker import Opening


@dataclass(frozen=True)
class PersonTurn:
    """
    What the person says, or the title of the button they press, and what is expected to follow.

    `is_ordered` demands the expectations in the order in which they stand. `counts_each` takes two
    equal expectations for two messages, as steps do and assertions do not.
    """

    place: Place
    text: str
    is_press: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()
    is_ordered: bool = False
    counts_each: bool = True


@dataclass(frozen=True)
class Case:
    """One talk: how it begins and its turns. `names` are the names of the domain that its opening uses."""

    name: str
    place: Place
    opening: Opening
    turns: tuple[PersonTurn, ...]
    names: tuple[Name, ...] = ()
    #: Where a fixture asks for a fixed clock, or metadata is given; None when nothing does.
    clock_at: Place | None = None
    metadata_at: Place | None = None
    #: Steps that are not looked at, because their turn has assertions.
    passed_over: tuple[Place, ...] = ()
