"""Long messages in one breath: how many of their facts are found, how many wrongly, and how many that nobody stated."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.case import Case
from bot.hearing.message import Message
from bot.hearing.taking_in import take_in
from bot.talk.turn import Progress
from bot.written import mapping_in
from tests.bot.hearing.listening import finder
from tests.timing import takes_less_than

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Floors:
    """What a set of stories must reach: how many there are, which share is right, which wrong, how many are made up."""

    stories: int
    right: float
    wrong: float
    not_in_the_text: int


SETS = {
    "stories.yml": Floors(80, right=0.94, wrong=0.01, not_in_the_text=4),
    "stories_second.yml": Floors(100, right=0.94, wrong=0.01, not_in_the_text=3),
    "stories_third.yml": Floors(40, right=0.9, wrong=0.01, not_in_the_text=2),
    "stories_fourth.yml": Floors(30, right=0.9, wrong=0.01, not_in_the_text=2),
    "stories_fifth.yml": Floors(180, right=0.96, wrong=0.008, not_in_the_text=2),
}
FACTS = ("account_type", "is_admin", "has_other_admin", "other_methods", "device_event")


def told(text: str) -> Case:
    message = Message(None, tuple((finding.fact, finding.value) for finding in finder().find(text)))
    return take_in(message, Case(), Progress(), dt.date(2026, 11, 24))[0]


def kind_of(said: Any, heard: Any) -> str | None:
    if said is None:
        return None if heard is None else "not in the text"
    if heard is None:
        return "missed"
    return "right" if (tuple(said) if isinstance(said, list) else said) == heard else "wrong"


def stories_of(name: str) -> list[dict[str, Any]]:
    stories: list[dict[str, Any]] = mapping_in(HERE / name)["stories"]
    return stories


def judged(stories: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Give each fact that is stated or heard: what became of it, its name with what was heard, and the story."""
    found = []
    for story in stories:
        case = told(story["text"])
        for fact in FACTS:
            heard = getattr(case, fact)
            kind = kind_of(story["facts"].get(fact), heard)
            if kind:
                found.append((kind, f"{fact}: {story['facts'].get(fact)} heard as {heard}", story["text"]))
    return found


@pytest.mark.parametrize("name", SETS)
def test_facts_of_long_messages_are_found_and_hardly_ever_made_up(name: str) -> None:
    stories, floors = stories_of(name), SETS[name]
    found = judged(stories)
    kinds = Counter(kind for kind, _, _ in found)
    stated = kinds["right"] + kinds["missed"] + kinds["wrong"]
    print(f"{name}: {len(stories)} stories, {stated} facts: {dict(kinds)}, {kinds['right'] / stated:.1%} right")
    print(*(f"{kind}: {fact} | {text}" for kind, fact, text in found if kind != "right"), sep="\n")
    assert len(stories) >= floors.stories
    assert kinds["right"] / stated >= floors.right
    assert kinds["wrong"] / stated <= floors.wrong
    assert kinds["not in the text"] <= floors.not_in_the_text


@pytest.mark.timing
def test_a_long_message_takes_less_than_2_ms() -> None:
    texts = [story["text"] for name in SETS for story in stories_of(name)]
    takes_less_than(0.002 * len(texts), lambda: [finder().find(text) for text in texts])
