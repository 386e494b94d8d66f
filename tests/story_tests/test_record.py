"""A talk that took place becomes a story that passes as it stands."""

from __future__ import annotations

from typing import Any

from story_tests.record import Recorded, as_story_file
from story_tests.talker import Opening
from tests.story_tests.fake import FakeTalker

pytest_plugins = ["pytester"]


def talk(*said: str) -> list[Recorded]:
    assistant = FakeTalker()
    assistant.begin(Opening())
    return [Recorded(one, assistant.say(one, {}).events) for one in said]


def test_the_story_reads_as_one_would_write_it():
    written = as_story_file("a person is well", talk("hello", "/good", "ask the oracle"))

    assert written == (
        "test_cases:\n"
        "- test_case: a person is well\n"
        "  steps:\n"
        "  - user: hello\n"
        "  - utter: utter_greet\n"
        "  - utter: utter_ask_mood\n"
        "  - press: Good\n"
        "  - utter: utter_happy\n"
        "  - slot_was_set:\n"
        "    - mood: good\n"
        "    - tries: 1\n"
        "  - user: ask the oracle\n"
        "  - bot: '42'\n"
    )


def test_it_passes_as_it_stands(stories):
    turns = talk("hello", "/bad", "forget it", "/good", "ask the oracle", "twice")

    stories.write(as_story_file("yes", turns)).run().assert_outcomes(passed=1)


def test_slots_that_only_keep_track_are_left_out():
    written = as_story_file("a person is well", talk("/good"), leave_out=["tries"])

    assert "tries" not in written
    assert "mood: good" in written


def test_a_slot_is_mentioned_when_it_changes():
    assert as_story_file("a person is well", talk("/good", "/good")).count("mood: good") == 1


def test_a_payload_of_a_button_that_was_offered_anew_with_another_meaning_is_written_out():
    def offering(payload: str) -> list[dict[str, Any]]:
        buttons = [{"title": "Yes", "payload": payload}]
        return [{"event": "bot", "text": "Sure?", "data": {"buttons": buttons}, "metadata": {}}]

    turns = [Recorded("one", offering("/one")), Recorded("two", offering("/two")), Recorded("/one", offering("/one"))]

    assert "- user: /one" in as_story_file("a person is not sure", turns)
