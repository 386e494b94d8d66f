"""Long messages in one breath: how many of their facts are found, how many wrongly, and how many that nobody stated."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

from bot.case import Case
from bot.hearing.facts import FactFinder, read_patterns
from bot.hearing.message import Message
from bot.hearing.taking_in import take_in
from bot.talk.turn import Progress
from bot.written import mapping_in
from tests.timing import limit, seconds

FINDER = FactFinder.from_patterns(read_patterns(Path(__file__).parents[3] / "data" / "facts"))
STORIES = mapping_in(Path(__file__).with_name("stories.yml"))["stories"]
FACTS = ("account_type", "is_admin", "has_other_admin", "other_methods", "device_event")


def told(text: str) -> Case:
    message = Message(None, tuple((finding.fact, finding.value) for finding in FINDER.find(text)))
    return take_in(message, Case(), Progress(), dt.date(2026, 11, 24))[0]


def kind_of(said: Any, heard: Any) -> str | None:
    if said is None:
        return None if heard is None else "not in the text"
    if heard is None:
        return "missed"
    return "right" if (tuple(said) if isinstance(said, list) else said) == heard else "wrong"


def judged() -> list[tuple[str, str, str]]:
    """Give each fact that is stated or heard: what became of it, its name with what was heard, and the story."""
    found = []
    for story in STORIES:
        case = told(story["text"])
        for fact in FACTS:
            heard = getattr(case, fact)
            kind = kind_of(story["facts"].get(fact), heard)
            if kind:
                found.append((kind, f"{fact}: {story['facts'].get(fact)} heard as {heard}", story["text"]))
    return found


def test_facts_of_long_messages_are_found_and_hardly_ever_made_up() -> None:
    found = judged()
    kinds = Counter(kind for kind, _, _ in found)
    stated = kinds["right"] + kinds["missed"] + kinds["wrong"]
    print(f"{len(STORIES)} stories, {stated} facts: {dict(kinds)}, {kinds['right'] / stated:.1%} right")
    print(*(f"{kind}: {fact} | {text}" for kind, fact, text in found if kind != "right"), sep="\n")
    assert len(STORIES) >= 80
    assert kinds["right"] / stated >= 0.92
    assert kinds["wrong"] / stated <= 0.02
    assert kinds["not in the text"] <= 8


def test_a_long_message_takes_less_than_2_ms() -> None:
    texts = [story["text"] for story in STORIES]
    assert seconds(lambda: [FINDER.find(text) for text in texts], 5) / len(texts) < limit(0.002)
